"""A line that a person typed (Slack, terminal) -> (command name, values). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from vigie.commands.days import read_day
from vigie.commands.table import COMMANDS, Argument, Command, Kind
from vigie.text.fold import fold

SLASH = re.compile(r"/?vigie(?:\s+|$)|/", re.I)
"""What may stand before the command: « /vigie liste »."""

NAME = re.compile(r"([^\W\d_]+)\s*[:=](?!//)\s*")
QUOTED = re.compile(r'(?:"([^"]*)"|«([^»]*)»|“([^”]*)”)(?=[\s,]|$)')
"""A quotation ends where its word ends: the inch of « 15" » opens none."""

WORD = re.compile(r",|[^\s,]+")
SPACE = re.compile(r"\s+")

SOME_DAY = date(2024, 6, 15)
"""Whether words are a date does not depend on the day, only which date they are does."""

DAY_WORDS = 5
"""« il y a 7 jours », « semaine dernière »: the longest date in words."""


def read(text: str) -> tuple[str, dict[str, str]]:
    """The command's French name and its values: « entreprise ajouter "Air France" alias: AF ».

    French and English names alike; only " " and « » quote, an apostrophe is a letter; `name: value` or
    `name=value` names an argument, the other words go to the arguments in their order, the last required
    text takes all that is left. An unknown command comes back as it was typed, with no values.
    """
    text = text.strip()
    if match := SLASH.match(text):
        text = text[match.end() :]
    words = text.split(maxsplit=2)
    if not words or set(words[0]) == {"?"}:
        return "aide", {}
    if found := named(" ".join(words[:2])):
        return found.name, values(found, words[2] if len(words) > 2 else "")
    if found := named(words[0]):
        return found.name, values(found, text[len(words[0]) :])
    if (group := group_named(words[0])) is None:
        return words[0], {}
    return ("aide", {"commande": group}) if len(words) == 1 else (" ".join(words[:2]), {})


def named(name: str) -> Command | None:
    """The command of this French or English name; a group and its verb may each be in either."""
    return index().get(fold(name))


def index() -> dict[str, Command]:
    """Each way to write a command, folded."""
    return {
        " ".join(way): command
        for command in COMMANDS.values()
        for way in product(*zip(command.name.split(), command.english.split(), strict=True))
    }


def group_named(name: str) -> str | None:
    """« entreprise » for « company » too: the French name of a group."""
    ways = ((way.split()[0], command.name.split()) for way, command in index().items())
    return next((words[0] for way, words in ways if way == fold(name) and len(words) == 2), None)


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    quoted: bool = False
    glued: bool = False
    """No space stands before it."""


@dataclass(slots=True)
class Run:
    """The words after an argument's name, up to the next name."""

    argument: Argument
    words: list[Word] = field(default_factory=list)


def values(command: Command, text: str) -> dict[str, str]:
    """The rest of a line, shared out among the command's arguments."""
    loose, runs = parted(text, {**english_names(command), **french_names(command)})
    taken: dict[str, list[Word]] = {}
    for run in runs:
        count = reach(run.argument, run.words, command)
        already = taken.setdefault(run.argument.name, [])
        already += ([Word(",", glued=True)] if already else []) + run.words[:count]
        loose += run.words[count:]
    share_out(loose, [a for a in command.arguments if not a.hidden and a.name not in taken], command, taken)
    told = {name: spoken(words) for name, words in taken.items()}
    return {a.name: told[a.name] for a in command.arguments if told.get(a.name)}


def french_names(command: Command) -> dict[str, Argument]:
    return {key(argument.name): argument for argument in command.arguments}


def english_names(command: Command) -> dict[str, Argument]:
    return {key(argument.english): argument for argument in command.arguments if argument.english}


def key(name: str) -> str:
    """A name as it is looked up: « Sujets » and « sujet » are one."""
    return fold(name).removesuffix("s")


def parted(text: str, names: Mapping[str, Argument]) -> tuple[list[Word], list[Run]]:
    """The words before any argument's name, then those after each name."""
    loose: list[Word] = []
    runs: list[Run] = []
    for token in tokens(text, names):
        if isinstance(token, Argument):
            runs.append(Run(token))
        else:
            (runs[-1].words if runs else loose).append(token)
    return loose, runs


def tokens(text: str, names: Mapping[str, Argument]) -> Iterator[Word | Argument]:
    """The line's words, and an argument wherever its name stands."""
    at, fresh = 0, True  # fresh: where a word may start
    while at < len(text):
        glued = at > 0 and not text[at - 1].isspace()
        if match := SPACE.match(text, at):
            fresh = True
        elif fresh and (match := NAME.match(text, at)) and key(match[1]) in names:
            yield names[key(match[1])]
        elif fresh and (match := QUOTED.match(text, at)):
            yield Word("".join(filter(None, match.groups())).strip(), quoted=True, glued=glued)
        else:
            match = WORD.match(text, at)
            assert match, "SPACE and WORD cover every character"
            yield Word(match[0], glued=glued)
            fresh = match[0] == ","
        at = match.end()


def reach(argument: Argument, words: Sequence[Word], command: Command) -> int:
    """How many of the words after an argument's name are its value; the others count as loose."""
    if not words:
        return 0
    if words[0].quoted:
        return len(words) if len(words) > 1 and words[1].text == "," else 1
    if argument.kind is Kind.DAY:
        return date_words(words)
    if argument.kind is Kind.TOPIC:
        return listed_words(words)
    if argument.one_word:
        return one_word(words)
    return before_topic(argument, words, command)


def date_words(words: Sequence[Word]) -> int:
    """How many words make a date: the longest that do, or one."""
    counts = range(min(DAY_WORDS, len(words)), 1, -1)
    return next((count for count in counts if read_day(spoken(words[:count]), SOME_DAY)), 1)


def one_word(words: Sequence[Word]) -> int:
    """The first word whole: an address may hold commas."""
    return next((count for count, word in enumerate(words) if count and not word.glued), len(words))


def listed_words(words: Sequence[Word]) -> int:
    """One word, and one more after each comma: « emploi, autorites »."""
    count = 1
    while count + 1 < len(words) and words[count].text == ",":
        count += 2
    return count


def before_topic(argument: Argument, words: Sequence[Word], command: Command) -> int:
    """All the words, but for a topic that ends a list of companies: « abonner Renault emploi », « abonner emploi »."""
    last = words[-1]
    alone = len(words) == 1 or words[-2].text != ","
    if argument.kind is not Kind.COMPANIES or last.quoted or not alone:
        return len(words)
    topics = {value for other in command.arguments if other.kind is Kind.TOPIC for _, value in other.choices}
    return len(words) - 1 if fold(last.text) in topics else len(words)


def share_out(words: Sequence[Word], free: Sequence[Argument], command: Command, taken: dict[str, list[Word]]) -> None:
    """Give the loose words to the arguments not named, in their order; the greedy one takes what is left."""
    greedy = greedy_one(free)
    for argument in free:
        if not words:
            return
        if argument is greedy:
            count = before_topic(argument, words, command)
        else:
            count = reach(argument, words, command) if argument.kind in WORDY else one_word(words)
        taken[argument.name], words = list(words[:count]), words[count:]


WORDY = frozenset({Kind.DAY, Kind.TOPIC})
"""Kinds whose values tell by themselves where they end."""


def greedy_one(free: Sequence[Argument]) -> Argument | None:
    """The last required text; where all that is required is one word each, the first that may have several."""
    several = [argument for argument in free if not argument.one_word]
    required = [argument for argument in several if argument.required]
    return required[-1] if required else several[0] if several else None


def spoken(words: Sequence[Word]) -> str:
    """The words as they stood; a comma at either end, left by a list that was cut, goes."""
    return "".join(("" if word.glued else " ") + word.text for word in words).strip(" ,")
