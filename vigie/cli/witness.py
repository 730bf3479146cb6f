"""A number beside the database that grows with one inside it: where that one is smaller, a backup was put back."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from vigie.ports import Store

FILE = "temoin"
EVERY = timedelta(minutes=1)

RESTORED = (
    "La base vient d'une sauvegarde : les flux sont relus comme au premier jour, sans alerte, et ce qu'elle "
    "s'apprêtait à envoyer est d'abord cherché dans les salons. Les alertes reprennent avec les prochains articles."
)


class Witness:
    """In the data folder; where that was put back too, --sauvegarde-restauree says what happened."""

    def __init__(self, data: Path) -> None:
        self.file = data / FILE
        self.noted_at: datetime | None = None

    def number(self) -> int:
        """0 where there is none yet, or where it cannot be read: then nothing is known."""
        with suppress(OSError, ValueError):
            return int(self.file.read_text())
        return 0

    async def is_ahead(self, store: Store) -> bool:
        return self.number() > await store.beats()

    async def note(self, store: Store, now: datetime) -> None:
        """Once a minute, of the process that leads: first in the database, then here."""
        if store.helps or (self.noted_at is not None and timedelta() <= now - self.noted_at < EVERY):
            return
        number = await store.beat(self.number())
        with suppress(OSError):  # a full disk is told by the database
            self.file.write_text(f"{number}\n")
        self.noted_at = now
