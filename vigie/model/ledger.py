"""Who is told, and what is owed to them: channels, their subscriptions, the rows of the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vigie.model.companies import Company
from vigie.model.events import Event, Sensitivity
from vigie.model.stories import Alert, Citation, Story, Summary, Update

LOCAL = "local"
"""The tenant of whoever sits at the terminal."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where people read us: ('discord', 'discord:81', '4242'), ('slack', 'slack:T1', 'C042') or
    ('terminal', 'local', 'ici').
    """

    platform: str
    tenant: str
    id: str


TERMINAL = Channel("terminal", LOCAL, "ici")
"""The channel of whoever sits at the terminal."""


@dataclass(frozen=True, slots=True)
class Mute:
    """What a channel wants to hear nothing of until then: a company, or one story."""

    name: str
    """As people are told of it: « Renault », « l'alerte n° 12 »."""
    until: datetime
    company: int = 0
    story: int = 0


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel's wish. company None means every company its tenant watches; no topics means all of them."""

    channel: Channel
    company: Company | None
    topics: frozenset[str] = frozenset()
    created_at: datetime | None = None
    created_by: str = ""
    sensitivity: Sensitivity | None = None
    """None: its channel's; an audience has it filled in."""
    muted: tuple[Mute, ...] = ()
    """Of its channel, those in force; an audience has it filled in."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a channel's audit."""

    channel: Channel
    who: str
    what: str
    """A French sentence."""
    at: datetime


class DeliveryKind(StrEnum):
    ALERT = "alert"
    EDIT = "edit"
    UPDATE = "update"
    DIGEST = "digest"


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"  # committed before the call, for as long as a lease lasts
    SENT = "sent"
    UNCLEAR = "unclear"  # the call was made, and nobody knows whether it reached the channel
    DEAD = "dead"  # it will never be accepted, or was tried for too long


REF = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread (Crockford's base 32)."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A week in which a channel was told nothing: what was read all the same."""

    feeds: int
    articles: int
    broken: int
    """Feeds that cannot be read just now."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the ledger: what is owed to one channel. Its key is (channel, story, kind, revision)."""

    id: int
    channel: Channel
    alert: Alert
    kind: DeliveryKind = DeliveryKind.ALERT
    attempts: int = 0
    message_id: str | None = None
    """The platform's id of the alert's message, once it was posted; what an edit edits."""
    token: int = 0
    """How often the row was claimed: whoever holds an older number may not write its outcome."""
    asked_at: datetime | None = None
    """When the first attempt began that may have reached the channel."""
    tried_at: datetime | None = None
    """When the last one began."""
    unclear: bool = False
    """Nobody knows whether that attempt reached it."""
    again: bool = False
    """Published once more, because nobody could find out: the card says so."""
    stories: tuple[Story, ...] = ()
    """What a digest lists, oldest first."""
    older: int = 0
    """How many more a digest counts without listing them."""
    mention: str = ""
    """The role to mention, as the platform knows it."""
    quiet: Quiet | None = None
    """What a digest says that is about no story; its alert is a blank one."""
    cited: tuple[Citation, ...] = ()
    """What a digest lists besides, at the wide sensitivity: companies that an article only cites."""
    republish: bool = True
    """Where nobody can find out whether it arrived: rather twice than not at all."""

    @property
    def creates(self) -> bool:
        """Whether it makes a message that a second attempt would double; an edit may be repeated."""
        return self.kind is not DeliveryKind.EDIT

    @property
    def ref(self) -> str:
        """Eight letters and figures by which the message is found again, among people too: « K7Q2M9TA »."""
        number = int(self.nonce)
        return "".join(REF[number >> 5 * place & 31] for place in range(8))

    @property
    def nonce(self) -> str:
        """63 bits in decimal, at most 19 characters: the same for each attempt, different for each destination."""
        seed = f"{self.id}:{self.channel.platform}:{self.channel.id}".encode()
        return str(int.from_bytes(hashlib.sha256(seed).digest()[:8], "big") >> 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """What examining an entry concluded of one event: the story it opens or joins, and whom to tell."""

    event: Event
    story: int | None = None
    """The story it joins; None opens one where summary is set, and keeps a bare mention where it is not."""
    summary: Summary | None = None
    alerts: tuple[Channel, ...] = ()
    edits: tuple[Channel, ...] = ()
    update: Update | None = None
    """What is new in it, for the channels that have the post; with a summary, the article leads the story from now."""
    updates: tuple[Channel, ...] = ()
    copy: bool = False
    own: Summary | None = None
    """What its article alone says of it, for tenants that may not see the one that leads the story."""
