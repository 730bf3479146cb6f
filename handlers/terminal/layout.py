"""Cards and French lines -> what rich can draw, at any width, with foreign text made harmless. It prints nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions
from rich.style import Style
from rich.text import Text

from vigie.cards import Action, Card
from vigie.model import LAYOFFS, REGULATION

COLOURS: Mapping[str, str] = {LAYOFFS: "red", REGULATION: "magenta"}
"""A topic's colour; the heading says the topic in words too."""

MARKS: Mapping[str, str] = {"✓": "green", "✗": "red", "!": "yellow", "↳": "cyan"}
"""The colour of the sign that a line may begin with."""

BAR = "┃ "
"""On the left, and no frame: terminals disagree on the width of emoji, and a right edge would show it."""

UNSAFE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)"  # whole escape sequences, then what is left of them
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Controls, invisible characters and changes of direction: they could move the cursor or make a text lie."""


def harmless(text: str) -> str:
    """Text that only shows: no escape sequence, no control, no change of direction; line breaks stay."""
    return UNSAFE.sub("", text.replace("\r\n", "\n").replace("\t", " "))


def one_line(text: str) -> str:
    """The same, on one line. Only breaking spaces are merged: U+00A0 belongs to French typography."""
    return re.sub(r"[ \n]+", " ", harmless(text)).strip(" ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text that wraps at plain spaces only.

    rich itself would also break at the U+00A0 before « ; : ? ! » and leave the sign alone on the next line.
    """

    text: str
    style: str | Style = ""
    indent: int = 0
    """How far the lines after the first one stand to the right, in cells."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        for n, part in enumerate(wrapped(self.text, max(options.max_width, 8), self.indent)):
            pad = " " * self.indent if n else ""
            text = Text(pad, no_wrap=True, overflow="ignore").append(part, self.style)
            if not n and (mark := self.text.lstrip(" ")[:1]) in MARKS:
                text.stylize(MARKS[mark], part.index(mark), part.index(mark) + 1)
            yield text


@dataclass(frozen=True, slots=True)
class Barred:
    """Lines behind a coloured bar."""

    lines: Sequence[Line]
    colour: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        inner = options.update_width(max(options.max_width - len(BAR), 8))
        for line in self.lines:
            for part in line.__rich_console__(console, inner):
                yield Text(no_wrap=True, overflow="ignore").append(BAR, self.colour).append_text(part)


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """The text in lines of at most `width` cells (less `indent` after the first); a longer word is cut."""
    lines: list[str] = []
    first, *words = pieces(text, width - indent)
    line = first
    for word in words:
        room = width - (indent if lines else 0)
        if line.strip(" ") and cell_len(line) + 1 + cell_len(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}"
    return [*lines, line]


def pieces(text: str, width: int) -> Iterator[str]:
    for word in text.split(" "):
        yield from chop_cells(word, width) if cell_len(word) > width else [word]


def link(url: str) -> Style | None:
    """The style that makes a text clickable (OSC 8); None where the address is no web address."""
    safe = re.sub(r"[^!-~]", "", harmless(url))
    return Style(link=safe, underline=True) if web_domain(safe) else None


def web_domain(url: str) -> str:
    """« exemple.fr » for https://www.exemple.fr/a; empty where it is no web address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""


def drawn(card: Card, *, clickable: bool) -> Barred:
    """A card: its heading, then its lines, behind a bar in its topic's colour.

    clickable: whether links can be clicked; where not, the address is written out.
    """
    colour = COLOURS.get(card.topic, "cyan")
    mark = f"{one_line(card.mark)} · " if card.mark else ""
    lines = [Line(mark + one_line(card.heading), f"bold {colour}"), Line(one_line(card.summary))]
    lines += [Line(one_line(text), "dim") for text in (card.details, card.sources) if text]
    lines += reading(card, clickable=clickable)
    if number := next((action.values["alerte"] for action in card.actions if "alerte" in action.values), None):
        lines.append(Line(f"n° {number} · pourquoi {number} · lire {number}", "dim italic"))
    return Barred(lines, colour)


def reading(card: Card, *, clickable: bool) -> list[Line]:
    """The way to the article: its title as a link and its domain, or the bare address."""
    style, title = link(card.link), one_line(card.title)
    if style is None:
        return [Line(f"« {title} »", "dim")] if title else []
    if not clickable:
        return [Line("→ " + one_line(card.link))]
    domain = web_domain(card.link)
    return [Line(f"→ {title or domain} ({domain})", style)]


def typed(action: Action) -> str:
    """The line to type for what a button does: « chercher mots: "postes supprimés" page: 2 »."""
    return " ".join([action.command, *(f"{name}: {quoted(value)}" for name, value in action.values.items())])


def quoted(value: str) -> str:
    """A value as it must be typed: in double quotes where it holds a space or a sign of the command line."""
    value = one_line(value)
    return f'"{value}"' if re.search(r"[\s:=«»,]", value) or not value else value


def paragraphs(text: str, style: str = "") -> Iterable[Line]:
    """A reply's text, line by line; a list's lines hang under their text."""
    for line in harmless(text).split("\n"):
        bullet = re.match(r"\s*(?:[-•✓✗…!→]|\d+\.)\s", line)
        yield Line(line, style, indent=len(bullet.group()) if bullet else 0)
