"""The table of commands and the values that cross it. It runs nothing: desk.py does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from vigie.cards import Action, Card
from vigie.commands.means import Means
from vigie.model import Channel

Values = Mapping[str, str]
"""What was given, by the argument's French name; what was left out is absent."""


class Level(IntEnum):
    """What a caller may do here; each level contains the ones before it."""

    LOOK = 0
    SETUP = 1  # Discord: « Gérer les salons »; Slack: a full member
    ADMIN = 2  # Discord: « Gérer le serveur »; Slack: an admin of the workspace


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and from where."""

    channel: Channel
    user: str
    """The platform's id of the person."""
    name: str
    """How the person is called, for the audit line."""
    level: Level
    place: str = "salon"
    """salon | fil | message privé: where the command was typed; `channel` is the thread's parent in a thread."""
    files: bool = False
    """Whether an answer may carry a file where that depends on what we were granted (Slack)."""

    @property
    def takes_files(self) -> bool:
        return self.files or self.channel.platform in CARRIERS


@dataclass(frozen=True, slots=True)
class File:
    """What the person can keep: a text under a name."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person reads: plain French text (no markup, at most 1,900 characters), then cards, then buttons."""

    text: str
    private: bool = True
    cards: tuple[Card, ...] = ()
    actions: tuple[Action, ...] = ()
    file: File | None = None
    """Only where the caller takes files, and only for a command that changes nothing: it may be asked again without."""


CARRIERS = frozenset({"discord", "terminal"})
"""The platforms whose answers can always carry a file; elsewhere a command may have to say it in its text."""


class Kind(StrEnum):
    """What an argument is: it decides the typed option, the autocompletion and the check."""

    TEXT = "text"
    COMPANY = "company"  # one company, by name or alias
    COMPANIES = "companies"  # several, separated by commas
    TOPIC = "topic"  # a choice among the topics
    FEED = "feed"  # a feed that the tenant follows, by name or address
    DAY = "day"  # 2026-11-25, 25/11/2026, « hier », « 7 jours »
    NUMBER = "number"
    FILE = "file"  # the text of a file: one that is joined (Discord), or named by its path (the terminal)


@dataclass(frozen=True, slots=True)
class Argument:
    name: str
    """Its French name, lower case, no accent: the key in Values."""
    help: str
    """At most 100 characters of French."""
    kind: Kind = Kind.TEXT
    required: bool = True
    english: str = ""
    """Its English name."""
    choices: tuple[tuple[str, str], ...] = ()
    """(label, value), where the value must be one of these."""
    hidden: bool = False
    """Set by buttons only (« confirme »): never offered to people."""
    one_word: bool = False
    """Its value holds no space: in a typed line, the next word goes to the next argument."""
    limit: int = 200
    """The most characters it may have."""


Run = Callable[[Means, Caller, Values], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the table. A name of two words is a sub-command of a group: « entreprise ajouter »."""

    name: str
    help: str
    """At most 100 characters of French."""
    english: str
    """Its English name, as many words as `name`."""
    english_help: str
    arguments: tuple[Argument, ...]
    level: Level
    run: Run
    examples: tuple[str, ...] = ()
    """Lines that work when typed, without the « /vigie »."""
    changing: Level | None = None
    """What giving it a value needs, where looking needs less."""

    def needs(self, values: Values) -> Level:
        """What a call of it needs."""
        return self.changing if self.changing is not None and any(values.values()) else self.level


COMMANDS: dict[str, Command] = {}


class Refused(Exception):
    """The request cannot be met; its message is French, for the person who asked, and says what to do next."""


def command(
    name: str,
    help: str,
    *arguments: Argument,
    english: str,
    english_help: str,
    level: Level = Level.LOOK,
    changing: Level | None = None,
    examples: tuple[str, ...] = (),
) -> Callable[[Run], Run]:
    """Put the decorated function into COMMANDS."""

    def register(run: Run) -> Run:
        COMMANDS[name] = Command(name, help, english, english_help, arguments, level, run, examples, changing)
        return run

    return register
