"""`replay`: an archive of feeds goes through the whole line again, its clock turned to each poll. Nothing is fetched.

    FOLDER/2022-03-01T19-00-00/lemonde.xml      the body that the feed « lemonde » had at that time, UTC

What would have been posted comes out as JSON lines; what is kept on the way is thrown away at the end.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from vigie.adapters.engine import RuleEngine
from vigie.adapters.store import SqlStore
from vigie.admission import ALONE, Room
from vigie.cards import Card
from vigie.cli.assemble import lexicons
from vigie.cli.batch import watching
from vigie.cli.doctor.machine import is_there
from vigie.collect import collect
from vigie.delivery import deliver_due
from vigie.links import outlet
from vigie.model import (
    LOCAL,
    Article,
    Channel,
    Company,
    Delivery,
    DeliveryKind,
    Feed,
    FeedState,
    OwnWords,
    Page,
    Story,
    Subscription,
)
from vigie.parse.reading import parse
from vigie.parse.refusal import NotAFeed
from vigie.pipeline import advance
from vigie.ports import FetchError, Services
from vigie.summarise import Writer

NAMED = "%Y-%m-%dT%H-%M-%S"
"""How a folder of one poll is named."""

HERE = Channel("terminal", LOCAL, "archive")
"""A channel without quiet hours, as a terminal's is."""

LATER = timedelta(minutes=2)
"""After the last poll, what was put off for a minute goes out."""


class Unusable(Exception):
    """The folder is no archive; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Poll:
    """What the feeds held at a moment: for each feed's name the file."""

    at: datetime
    files: Mapping[str, Path]


@dataclass(slots=True)
class Clock:
    """Shows the time of the poll that is played."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class Archive:
    """The Fetcher and the Parser: bodies from the files of one poll, read in this process since they are the operator's
    own.
    """

    files: Mapping[str, Path] = field(default_factory=dict)
    documents: int = 0
    broken: dict[str, str] = field(default_factory=dict)
    """Names of files that could not be read, and why."""

    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
        self.documents += 1
        return Page(self.files[url].read_bytes(), url)

    async def parse(self, page: Page, feed: Feed) -> Sequence[Article]:
        try:
            return parse(page.body, page.url, page.content_type)
        except NotAFeed as error:
            self.broken.setdefault(str(self.files[page.url]), str(error))
            raise FetchError(str(error)) from error


@dataclass(slots=True)
class Recorder:
    """The ChatPlatform that writes down what it is given, a line a post."""

    clock: Clock
    out: BinaryIO
    name: str = HERE.platform
    lines: int = 0

    async def run(self) -> None:
        """There is nobody to answer."""

    async def post(self, delivery: Delivery) -> str:
        self.write(delivery)
        return str(delivery.id)

    async def edit(self, delivery: Delivery) -> None:
        self.write(delivery)

    def remembers(self, channel: Channel) -> timedelta:
        return timedelta()

    async def find(self, delivery: Delivery) -> str | None:
        return None

    async def exists(self, channel: Channel) -> bool:
        return True

    async def warn(self, user: str, channel: Channel, reason: str) -> None:
        """There is nobody to warn."""

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        return []

    def write(self, delivery: Delivery) -> None:
        line = json.dumps(said(delivery, self.clock()), ensure_ascii=False)
        self.out.write(line.encode(errors="replace") + b"\n")
        self.lines += 1


def said(delivery: Delivery, now: datetime) -> dict[str, object]:
    """A post as plain values."""
    story, update = delivery.alert.story, delivery.alert.update
    told = delivery.stories if delivery.kind is DeliveryKind.DIGEST else (story,)
    links = [source.url for one in told for source in one.sources]
    return {
        "time": now.isoformat(),
        "kind": str(delivery.kind),
        "story": story.id,
        "company": story.event.company.name,
        "topic": story.event.topic,
        "summary": update.text if update else summed_up(told),
        "articles": links,
        "outlets": list(dict.fromkeys(name for link in links if (name := outlet(link)))),
    }


def summed_up(told: Sequence[Story]) -> str:
    return " · ".join(story.summary.text for story in told)


# -- the archive ------------------------------------------------------------------------------------------------------


def polls(folder: Path) -> Iterator[Poll]:
    """The polls of an archive, oldest first. Raises Unusable."""
    if not (is_there(folder) and folder.is_dir()):
        raise Unusable(f"{folder} n'est pas un dossier. Donnez celui qui contient les passages (2022-03-01T19-00-00…).")
    dated = sorted((at, path) for path in folder.iterdir() if path.is_dir() and (at := moment(path.name)))
    if not dated:
        raise Unusable(
            f"{folder} ne contient aucun passage : il faut un sous-dossier par passage, nommé par son heure UTC, "
            "comme 2022-03-01T19-00-00, avec un fichier NOM.xml par flux."
        )
    for at, path in dated:
        yield Poll(at, {address(file.stem): file for file in sorted(path.glob("*.xml"))})


def moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, NAMED).replace(tzinfo=UTC)
    except ValueError:
        return None


def address(name: str) -> str:
    """The address that a feed goes by here; nobody can own it (RFC 2606)."""
    safe = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-") or "flux"
    return f"https://{safe}.invalid/{name}"


# -- the replay -------------------------------------------------------------------------------------------------------


def main(folder: Path, companies: Path | None, feeds: Path, out: BinaryIO, *, baseline: bool = True) -> int:
    """Play the archive; 1 where it or the watch-list cannot be read. Raises ConfigError."""
    import asyncio

    watched, own = watching(companies, feeds)
    logging.getLogger("vigie").setLevel(logging.ERROR)
    try:
        played = list(polls(folder))
        with tempfile.TemporaryDirectory(prefix="vigie-replay-") as kept:
            report = asyncio.run(replay(played, watched, Path(kept), out, own, baseline=baseline))
    except Unusable as error:
        print(error, file=sys.stderr)
        return 1
    print(report, file=sys.stderr)
    return 0


async def replay(
    played: Sequence[Poll],
    companies: Sequence[Company],
    kept: Path,
    out: BinaryIO,
    own: Sequence[OwnWords] = (),
    *,
    baseline: bool,
) -> str:
    """Play the polls one after the other; what was done, as a French sentence."""
    clock = Clock(played[0].at)
    archive, recorder = Archive(), Recorder(clock, out)
    async with SqlStore(kept / "vigie.db") as store:
        engine = RuleEngine(lexicons(), own)
        services = Services(clock, archive, archive, engine, Writer(), store, {recorder.name: recorder})
        await begin(services, played, companies, baseline=baseline)
        for poll in played:
            clock.now = poll.at
            await play(poll, archive, services)
        clock.now += LATER
        await deliver_due(services)
    for name, reason in archive.broken.items():
        print(f"{name} : {reason}", file=sys.stderr)
    return f"{len(played)} passages, {archive.documents} documents, {recorder.lines} lignes."


async def begin(services: Services, played: Sequence[Poll], companies: Sequence[Company], *, baseline: bool) -> None:
    """Watch the companies in all feeds of the archive, one channel subscribed to everything."""
    now, store = services.clock(), services.store
    urls = dict.fromkeys(url for poll in played for url in poll.files)
    watched = [Feed(url, url.rpartition("/")[2], timedelta(minutes=1)) for url in urls]
    await store.adopt(watched, companies, now)
    await store.subscribe([Subscription(HERE, None, created_at=now)], None)
    listed, version = await store.watchlist()
    await services.engine.refresh(listed, version)
    if not baseline:
        for feed in watched:
            await store.save_visit(feed, FeedState(feed.url, baseline_at=now), [], now, baseline=False)


async def play(poll: Poll, archive: Archive, services: Services) -> None:
    """Visit the feeds of which the poll has a body, then examine and deliver."""
    archive.files = poll.files
    for feed, state in await services.store.due_feeds(poll.at, everything=True):
        if feed.url in poll.files:
            await collect(feed, state, services)
    await advance(services)
