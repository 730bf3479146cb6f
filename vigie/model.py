"""The nouns of Vigie: frozen values on the standard library alone; no behaviour beyond what a value knows of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, Literal, TypeVar

from vigie.memory import Memory

T = TypeVar("T")

LOCAL = "local"
"""The tenant of whoever sits at the terminal."""

DAY = timedelta(days=1)


# -- feeds ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feed:
    """A source to watch, as feeds.yaml (tenant is None) or a tenant states it."""

    url: str
    name: str
    every: timedelta = timedelta(minutes=15)
    language: str | None = None
    title_only: bool = False
    tenant: str | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the earlier visits of an address taught us, so that the next one is polite."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    next_visit: datetime | None = None
    baseline_at: datetime | None = None
    """When the feed was first read whole; until then what it holds is no news."""
    last_success: datetime | None = None
    failures: int = 0
    last_error: str | None = None
    memory: Memory = field(default_factory=Memory)

    def after_success(self, page: Page | None, feed: Feed, now: datetime) -> FeedState:
        """The state once a visit went well; page is None where nothing changed."""
        read = page if page and not page.unchanged else None
        return replace(
            self,
            etag=read.etag if read else self.etag,
            last_modified=read.last_modified if read else self.last_modified,
            body_hash=read.body_hash if read else self.body_hash,
            next_visit=now + feed.every,
            baseline_at=self.baseline_at or now,
            last_success=now,
            failures=0,
            last_error=None,
        )

    def after_failure(self, reason: str, feed: Feed, now: datetime, retry_after: timedelta | None) -> FeedState:
        """The state once a visit failed: twice as long each time, a day at most, never before Retry-After."""
        wait = min(feed.every * 2 ** min(self.failures, 16), DAY)
        wait = max(wait, min(retry_after or timedelta(), DAY))
        return replace(self, next_visit=now + wait, failures=self.failures + 1, last_error=reason)


@dataclass(frozen=True, slots=True)
class Page:
    """What a feed's server answered: the body, already decompressed, and the address it came from in the end."""

    body: bytes
    url: str
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    unchanged: bool = False
    """The server says that nothing has changed since the last visit (304): there is no body."""
    fresh_for: timedelta | None = None
    """How long the server says that its answer holds (Cache-Control, Expires)."""
    moved_to: str | None = None
    """Where the feed lives now, if each server on the way said so for good (301, 308)."""
    body_hash: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "body_hash", hashlib.sha256(self.body).hexdigest())


@dataclass(frozen=True, slots=True)
class Article:
    """One entry of a feed, cleaned of markup. Offsets into it count code points of title and text as they stand."""

    url: str
    title: str
    text: str = ""
    published: datetime | None = None
    language: str | None = None
    """What the feed says, or None; the matcher detects what it needs."""
    guid: str = ""


Arrival = Literal["", "late", "flood"]
"""How an entry came: as they do; after a long while without visits; with a document that was new almost throughout."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as it was met in a feed: the unit that `examine` takes up."""

    id: int
    article_id: int
    article: Article
    feed: Feed
    first_seen: datetime
    baseline: bool
    """Met on the first visit of its feed: examined, never routed."""
    arrival: Arrival = ""


# -- whom we watch ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Company:
    """A watched company; id is unique over all tenants, tenant None means feeds.yaml."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    """Where not empty, one of these words must stand in the article."""
    exclude: tuple[str, ...] = ()
    """Where one of these stands around the name, the name is not the company."""
    tenant: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Topic:
    key: str
    label: str
    """Its French name, as a card says it."""


LAYOFFS = "layoffs"
REGULATION = "regulation"
TOPICS: Mapping[str, Topic] = MappingProxyType(
    {LAYOFFS: Topic(LAYOFFS, "Emploi"), REGULATION: Topic(REGULATION, "Autorités")}
)


# -- what an article tells --------------------------------------------------------------------------------------------

Where = Literal["title", "text"]


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Code points start..end (end excluded) of an article's title or text."""

    where: Where
    start: int
    end: int

    def of(self, article: Article) -> str:
        return (article.title if self.where == "title" else article.text)[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an article names a company."""

    company: Company
    passage: Passage


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value and the passage it was read from: no passage, no fact."""

    value: T
    passage: Passage


class Role(StrEnum):
    SUBJECT = "subject"
    MENTION = "mention"


class Stage(StrEnum):
    """How certain the article says the event is."""

    RUMOUR = "rumour"
    PLAN = "plan"
    ANNOUNCED = "announced"
    UNDERWAY = "underway"
    DONE = "done"
    CANCELLED = "cancelled"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an event; each topic has its own class."""

    places: tuple[Fact[str], ...] = ()
    """As written in the article: sites, towns, countries."""
    source: Fact[str] | None = None
    """According to whom, as written: an outlet, a union, an authority."""


@dataclass(frozen=True, slots=True)
class LayoffFacts(Facts):
    jobs: Fact[int] | None = None
    jobs_kind: Fact[str] | None = None
    """cut | threatened | departures | ceiling"""
    share: Fact[float] | None = None
    """Percent, 12.5 for « 12,5 % »."""
    share_of: Fact[str] | None = None
    """workforce | managers | site | other"""
    unit: Fact[str] | None = None
    """The division or brand as written: « TikTok Shop US »."""
    reason: Fact[str] | None = None
    wave: Fact[int] | None = None
    """3 for « troisième vague »."""
    since: Fact[str] | None = None
    """The start of the waves, as written: « avril »."""
    deadline: Fact[str] | None = None
    procedure: Fact[str] | None = None
    """PSE | RCC | PDV | APC | redressement | liquidation | sauvegarde"""


@dataclass(frozen=True, slots=True)
class RegulationFacts(Facts):
    authority: Fact[str] | None = None
    """As written in the article."""
    authority_fr: str | None = None
    """Its French name, with no article, from the table of authorities."""
    action: Fact[str] | None = None
    """fine | probe | lawsuit | ruling | ban | order | law | approval | block | settlement | appeal | other"""
    amount: Fact[float] | None = None
    """In units of the currency: 1_800_000_000.0."""
    currency: Fact[str] | None = None
    """ISO 4217."""
    amount_kind: Fact[str] | None = None
    """imposed | incurred | claimed | settlement | deal"""
    law: Fact[str] | None = None
    object: Fact[str] | None = None
    """What it is about, as written."""


FACTS: Mapping[str, type[Facts]] = MappingProxyType({LAYOFFS: LayoffFacts, REGULATION: RegulationFacts})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that spoke for (or against) an event: name | event | stage | against, with the rule that read it."""

    kind: Literal["name", "event", "stage", "against"]
    passage: Passage
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What an article tells of one company on one topic: the heart of Vigie."""

    company: Company
    topic: str
    role: Role
    stage: Stage | None
    facts: Facts
    evidence: tuple[Evidence, ...]
    score: float
    """The probability, 0..1, that a reader watching this company wants the alert."""


@dataclass(frozen=True, slots=True)
class Summary:
    """At most 280 characters of French."""

    text: str
    method: Literal["brief", "extract", "model", "title"]
    language: str
    """The article's language: fr, en…"""


# -- stories and who gets them ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """One article of a story, as a card and a search result name it."""

    outlet: str
    title: str
    url: str
    published: datetime | None
    first_seen: datetime
    copy: bool = False
    """It repeats an earlier one of its story almost word for word (an agency's dispatch): no outlet of its own."""


@dataclass(frozen=True, slots=True)
class News:
    """What an article tells that its story did not know yet.

    kind: figure (another one, or the first); turned (denied, cancelled); confirmed (what was a rumour); act (an appeal,
    a liquidation, a fine after a probe).
    """

    kind: Literal["figure", "turned", "confirmed", "act"]
    figure: str = ""
    """jobs | share | amount, where a figure is new."""
    new: float | None = None
    old: float | None = None
    """What the story said so far."""
    currency: str = ""
    stage: Stage | None = None
    """What the event is from now on, where it was turned."""
    act: str = ""
    """appeal, where nothing more is known of the act than that."""

    @property
    def turns(self) -> bool:
        """Whether the story's post must say it in place of what it said."""
        return self.kind in ("turned", "confirmed")

    @property
    def loud(self) -> bool:
        """Whether it must be as visible as what it corrects."""
        moved = bool(self.old and self.new and abs(self.new - self.old) >= 0.2 * self.old)
        return self.turns or moved


@dataclass(frozen=True, slots=True)
class Update:
    """A new fact of a story, as people read it."""

    text: str
    """« Mise à jour : 9 100 postes, contre 9 000 », at most 300 characters."""
    url: str
    """The article that tells it."""
    outlet: str = ""
    loud: bool = False
    figure: str = ""
    """« 9 100 postes » where the sources contradict each other, else empty."""


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that tell one event of one company; sources are oldest first, never empty, the first one leads."""

    id: int
    event: Event
    summary: Summary
    sources: tuple[Source, ...]
    first_seen: datetime
    updated_at: datetime
    revision: int = 0
    seen_by: frozenset[str] = frozenset()
    """The tenants that follow a feed it came through."""
    updates: tuple[Update, ...] = ()
    """Its new facts, oldest first."""

    @property
    def lead(self) -> Source:
        return self.sources[0]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The independent ones: an agency's copies count once."""
        return tuple(dict.fromkeys(source.outlet for source in self.sources if not source.copy))


@dataclass(frozen=True, slots=True)
class Alert:
    """A story worth telling, as it stands at one revision."""

    story: Story
    revision: int = 0
    update: Update | None = None
    """What an UPDATE tells."""


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
class Subscription:
    """A channel's wish. company None means every company its tenant watches; no topics means all of them."""

    channel: Channel
    company: Company | None
    topics: frozenset[str] = frozenset()
    created_at: datetime | None = None
    created_by: str = ""


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


@dataclass(frozen=True, slots=True)
class Visit:
    """How one visit of a feed went, for whoever shows progress."""

    feed: Feed
    new: int = 0
    baseline: bool = False
    unchanged: bool = False
    error: str | None = None
