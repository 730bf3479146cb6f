"""The outside world but for what is kept: the clock, the wire, the readers, the matcher, the chats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from vigie.admission import ALONE, Room
from vigie.cards import Card
from vigie.model import Article, Channel, Company, Delivery, Event, Feed, FeedState, OwnWords, Page, Summary

Clock = Callable[[], datetime]
"""The time now, aware and in UTC."""


class Fetcher(Protocol):
    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
        """The page at url, as large as there is room; None, or a page marked so, where it has not changed since state.
        Raises FetchError.
        """


class Parser(Protocol):
    async def parse(self, page: Page, feed: Feed) -> Sequence[Article]:
        """The feed's articles, oldest first. Raises FetchError where the page is no feed, or kills its reader."""


class Engine(Protocol):
    """The matcher over the union of all watch-lists."""

    async def analyse(self, article: Article) -> Sequence[Event]:
        """The events, about any watched company, subject or mention, most certain first."""

    async def refresh(self, companies: Sequence[Company], version: int) -> None:
        """Take up a new watch-list, built off the loop and swapped at once; a version already held costs nothing."""

    async def learn(self, own: Sequence[OwnWords]) -> None:
        """Take up the operator's wordings for a topic in place of those before; the same ones cost nothing."""

    @property
    def version(self) -> int: ...


class Summariser(Protocol):
    async def summarise(self, event: Event, article: Article) -> Summary:
        """One or two sentences in French, saying nothing that the article doesn't. Never raises for any article."""


class ChatPlatform(Protocol):
    name: str

    async def run(self) -> None:
        """Connect and answer commands until cancelled. Raises TokenError."""

    async def post(self, delivery: Delivery) -> str:
        """Show the alert in its channel; the platform's id of the message. Raises PostError."""

    async def edit(self, delivery: Delivery) -> None:
        """Bring the alert's message (delivery.message_id) up to date. Raises PostError."""

    def remembers(self, channel: Channel) -> timedelta:
        """For how long a post that is repeated with its nonce is answered with the first one; zero: not at all."""

    async def find(self, delivery: Delivery) -> str | None:
        """The id of the message that an attempt with an unclear outcome left; None where it certainly left none.

        Raises PostError: unclear where the platform doesn't let us look, passing where it is away.
        """

    async def exists(self, channel: Channel) -> bool:
        """Whether the channel is there, and we where it is. Raises PostError where the platform doesn't tell."""

    async def warn(self, user: str, channel: Channel, reason: str) -> None:
        """Tell a person privately why a channel of theirs gets nothing. Raises PostError."""

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        """Post an example there; what is missing for alerts to arrive, as French sentences, none if all is well."""


@runtime_checkable
class Teller(Protocol):
    """A platform that can tell a person something privately that is about no channel: how a feed is."""

    async def tell(self, user: str, sentence: str) -> None:
        """Raises PostError."""
