"""What is not begun while too much is owed or the disk is nearly full, and the sentences that say so. It stops nothing.

The two limits stand here and nowhere else:

- MOST_OWED: twenty thousand messages are seven and a half minutes of Discord at its 45 a second, or an hour of six
  busy Slack rooms at their one; what is found after that would only wait longer, and its feeds keep it meanwhile.
- LEAST_FREE: a year of watching takes some 500 MB, and a migration first copies the file: what is left must do for
  sending what is owed and for putting things in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vigie.text.french import NBSP, number

MOST_OWED = 20_000
LEAST_FREE = 500 * 2**20

ENOUGH = 0.9
"""A limit is left behind once there is a tenth of it to spare: nothing begins and stops at every look."""


@dataclass
class Pressure:
    """How things stood at the last look."""

    free: Callable[[], int | None] = lambda: None
    """Bytes of disk that are left; None where nobody can say."""
    most_owed: int = MOST_OWED
    least_free: int = LEAST_FREE
    may_examine: bool = True
    may_fetch: bool = True

    def feel(self, owed: int) -> Iterator[str]:
        """Look again, at so many messages that wait; a French sentence for each thing that stopped or goes on."""
        free = self.free()
        if (examine := owed <= self.most_owed * (1 if self.may_examine else ENOUGH)) is not self.may_examine:
            self.may_examine = examine
            yield (GOES_ON if examine else CROWDED).format(owed=number(owed))
        if free is None:
            return
        if (fetch := free >= self.least_free / (1 if self.may_fetch else ENOUGH)) is not self.may_fetch:
            self.may_fetch = fetch
            yield (READS_ON if fetch else FULL).format(free=number(free // 2**20))


CROWDED = (
    f"{{owed}} messages attendent d'être envoyés{NBSP}: Vigie continue de lire les flux, et n'examine plus de nouvel "
    "article avant que l'envoi n'ait rattrapé son retard."
)
GOES_ON = f"L'envoi a rattrapé son retard ({{owed}} messages attendent){NBSP}: Vigie examine de nouveau les articles."
FULL = (
    f"Il ne reste que {{free}}{NBSP}Mo de disque{NBSP}: Vigie envoie ce qui est dû, et ne lit plus de flux avant qu'on "
    "ait libéré de la place."
)
READS_ON = f"Il y a de nouveau de la place ({{free}}{NBSP}Mo){NBSP}: Vigie lit de nouveau les flux."
