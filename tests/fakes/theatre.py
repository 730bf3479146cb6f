"""A screen that can be read, a hand on the signal to end, chats that do as told: for `bot.py` in this process."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.feeds import FeedServer, Item
from fakes.patience import PATIENCE
from rich.console import Console

from handlers.terminal import TerminalPlatform
from vigie.adapters.store import SqlStore
from vigie.cards import Card
from vigie.cli.assemble import DATABASE
from vigie.cli.run import Options, once, watch
from vigie.cli.screen import Screen
from vigie.cli.stopping import Stopping
from vigie.commands import Desk
from vigie.config import Settings
from vigie.model import Channel, Delivery
from vigie.ports import ChatPlatform

DISMISSALS = Item(
    "Ateliers Morvan : 120 postes supprimés à Nevers",
    "https://gazette.example/morvan",
    "Les Ateliers Morvan ont annoncé lundi la suppression de 120 postes à Nevers.",
)


OLD = Item("Ateliers Morvan ouvre ses portes", "https://gazette.example/portes", "Une journée de visites est prévue.")


STARTS = "La veille commence maintenant"


class Heard(io.StringIO):
    """What was written so far, and a way to wait for more."""

    def __init__(self) -> None:
        super().__init__()
        self.more = asyncio.Event()

    def write(self, text: str, /) -> int:
        self.more.set()
        return super().write(text)


@dataclass
class FakeChat:
    """A chat platform that does as told."""

    name: str = "discord"
    error: Exception | None = None
    leaves: bool = False
    posting: asyncio.Event = field(default_factory=asyncio.Event)
    may_post: asyncio.Event = field(default_factory=asyncio.Event)
    posts: list[Delivery] = field(default_factory=list)

    async def run(self) -> None:
        if self.error:
            raise self.error
        if not self.leaves:
            await asyncio.Event().wait()

    async def post(self, delivery: Delivery) -> str:
        self.posting.set()
        await self.may_post.wait()
        self.posts.append(delivery)
        return "m1"

    async def edit(self, delivery: Delivery) -> None: ...

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        return ()

    def remembers(self, channel: Channel) -> timedelta:
        return timedelta()

    async def find(self, delivery: Delivery) -> str | None:
        return None

    async def exists(self, channel: Channel) -> bool:
        return True

    async def warn(self, user: str, channel: Channel, reason: str) -> None: ...


@dataclass
class Theatre:
    """A screen that can be read, and a hand on the signal to end, in place of a terminal and its keyboard."""

    folder: Path
    server: FeedServer
    heard: Heard = field(default_factory=Heard)
    others: dict[str, ChatPlatform] = field(default_factory=dict)
    deaths: list[int] = field(default_factory=list)
    proxy: str | None = None
    """Through which the chats were told to go."""

    def __post_init__(self) -> None:
        self.stop = Stopping(lambda: self.deaths.append(1))

    def terminal(self, desk: Desk, history: Path | None, prompt: bool) -> Screen:
        console = Console(file=self.heard, width=400, color_system=None, highlight=False)
        return TerminalPlatform(desk, console, history=history, interactive=False)

    def chats(
        self, desk: Desk, settings: Settings, proxy: str | None, say: Callable[[str], None]
    ) -> Mapping[str, ChatPlatform]:
        self.proxy = proxy
        return self.others

    def options(self, *urls: str, discord: str | None = None, company: str = "Ateliers Morvan") -> Options:
        file = self.folder / "feeds.yaml"
        rows = "".join(f"  - {{name: Flux {n}, url: '{url}'}}\n" for n, url in enumerate(urls, 1))
        allow = f"[{self.server.host!r}, 'localhost:{self.server.port}']"
        file.write_text(f"feeds:\n{rows}companies:\n  - name: {company}\nallow: {allow}\n", encoding="utf-8")
        return Options(file, Settings(self.folder / "data", discord))

    @property
    def said(self) -> str:
        return self.heard.getvalue().replace("\u00a0", " ")

    def tell(self, text: str) -> None:
        self.heard.write(f"{text}\n")

    def forget(self) -> None:
        self.heard.seek(0)
        self.heard.truncate()

    async def until(self, words: str) -> None:
        """Wait for these words on the screen."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.said:
                self.heard.more.clear()
                await self.heard.more.wait()

    async def once(self, options: Options) -> int:
        async with asyncio.timeout(PATIENCE):
            return await once(options, self.terminal, self.stop)

    @asynccontextmanager
    async def watching(self, options: Options) -> AsyncIterator[None]:
        """Vigie runs while this lasts, then is told to stop; it must end well."""
        async with asyncio.timeout(PATIENCE):
            task = asyncio.create_task(watch(options, self.terminal, self.chats, self.stop, every=0.02))
            try:
                yield
                if not self.stop.wanted.is_set():
                    self.stop()
                assert await task == 0
            finally:
                task.cancel()
                await asyncio.wait({task}, timeout=PATIENCE)
                self.stop.disarm()
        assert not self.deaths

    @asynccontextmanager
    async def store(self) -> AsyncIterator[SqlStore]:
        async with SqlStore(self.folder / "data" / DATABASE) as store:
            yield store


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with FeedServer() as server:
        made = Theatre(tmp_path, server)
        yield made
        made.stop.disarm()
