"""The terminal as a chat platform: shows alerts and answers, and reads commands where there is someone to type them.

The person at the keyboard is the local tenant's administrator: whoever can type here can edit the database too.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import chain, count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console, RenderableType
from rich.status import Status
from rich.text import Text

from handlers.terminal.layout import Line, drawn, one_line, paragraphs, typed
from handlers.terminal.prompt import Suggestions, session
from vigie.cards import Action, Card, card
from vigie.commands import COMMANDS, Caller, Desk, File, Kind, Level, Reply, Values, read
from vigie.model import LOCAL, TERMINAL, Channel, Delivery
from vigie.opml import text_of
from vigie.ports import PostError
from vigie.text.system import refusal

AGAIN = "(reprise)"
"""What was perhaps shown before the last stop, and is shown again."""

YOU = Caller(TERMINAL, user=LOCAL, name="vous", level=Level.ADMIN)

PARIS = ZoneInfo("Europe/Paris")

LOCAL_WORDS = {
    "lire": "L'adresse de l'article d'une carte : lire 12",
    "quitter": "Arrêter Vigie (ou Ctrl-D)",
}
"""What only the terminal understands: a window has a close button, a card on Discord a link."""

READ_IT = re.compile(r"lire\s+(?:n°\s*)?(\d+)", re.I)
YES = ("o", "oui", "y", "yes")

LARGEST = 1_000_000
"""Bytes of a file that a command reads."""

LEAVE = ("quitter", "exit", "quit")


class Paper(Console):
    """Standard output, whose reader may leave (`| head`): then the end is asked for as by a signal, in good order. Rich
    would exit in the midst of whatever task wrote, and tear the others.
    """

    has_reader = True

    def on_broken_pipe(self) -> None:
        """Raises BrokenPipeError; SystemExit where nobody listens to signals."""
        self.has_reader = False
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is flushed at the end has a place
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            raise SystemExit(1)
        signal.raise_signal(signal.SIGTERM)
        raise BrokenPipeError

    def print(self, *what: Any, **how: Any) -> None:
        """Raises BrokenPipeError once nobody reads."""
        if not self.has_reader:
            raise BrokenPipeError
        super().print(*what, **how)


class TerminalPlatform:
    """Implements ports.ChatPlatform, and shows whatever else a command of vigie.cli has to say."""

    name = "terminal"

    def __init__(
        self,
        desk: Desk,
        console: Console | None = None,
        *,
        history: Path | None = None,
        interactive: bool | None = None,
        zone: ZoneInfo = PARIS,
    ) -> None:
        """interactive: whether to offer a prompt; by default where both the input and the output are a terminal."""
        self.desk = desk
        self.console = console or Paper(highlight=False, soft_wrap=False)
        self.interactive = at_a_keyboard() if interactive is None else interactive
        self.history = history
        self.zone = zone
        self.shown = 0
        self.status_line = ""
        self.spinner: Status | None = None
        self.prompt: PromptSession[str] | None = None

    # -- a chat platform ----------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Answer what is typed until the person leaves; without a keyboard, wait until cancelled."""
        if not self.interactive:
            await asyncio.Event().wait()
        self.prompt = session(self.history, Suggestions(self.desk, YOU, LOCAL_WORDS), lambda: self.status_line)
        with patch_stdout(raw=True):
            while (line := await ask(self.prompt)) is not None and line.strip().casefold() not in LEAVE:
                if line.strip():
                    await self.answer(line)

    async def post(self, delivery: Delivery) -> str:
        mark = "Reprise" if delivery.again else ""
        story = delivery.alert.story
        if new := delivery.alert.update:
            self.print(Line(f"↳ n° {story.id} · {one_line(story.event.company.name)} · {one_line(new.text)}", indent=2))
            return str(story.id)
        for one in delivery.stories or (story,):
            self.show(card(one, self.zone, mark=mark))
        if delivery.older:
            self.say(f"Et {delivery.older} de plus, que « chercher » retrouve.", "dim")
        return str(story.id)

    async def edit(self, delivery: Delivery) -> None:
        """A terminal cannot change what it wrote: a short line says what changed."""
        story = delivery.alert.story
        now = card(story, self.zone)
        what = one_line(now.sources) or one_line(now.details)
        self.print(Line(f"↳ n° {story.id} · {one_line(story.event.company.name)} · {what}", "dim", indent=2))

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        self.show(card)
        return []

    def remembers(self, channel: Channel) -> timedelta:
        return timedelta()

    async def find(self, delivery: Delivery) -> str | None:
        """What an earlier process wrote went away with its terminal."""
        return None

    async def exists(self, channel: Channel) -> bool:
        return True

    async def warn(self, user: str, channel: Channel, reason: str) -> None:
        self.say(reason)

    async def tell(self, user: str, sentence: str) -> None:
        self.say(sentence)

    # -- a screen -----------------------------------------------------------------------------------------------------

    def show(self, card: Card) -> None:
        """Show a card, after an empty line."""
        self.print("", drawn(card, clickable=self.console.is_terminal))
        self.shown += 1

    def say(self, text: str, style: str = "") -> None:
        """One or more lines of French. That their reader has left is no trouble of whoever says them."""
        try:
            self.print(*paragraphs(text, style))
        except PostError:
            if getattr(self.console, "has_reader", True):
                raise

    def status(self, text: str) -> None:
        """What the living line under the prompt says from now on; nothing where there is no prompt."""
        self.status_line = one_line(text)
        if self.spinner:
            self.spinner.update(Text(self.status_line))
        if self.prompt:
            self.prompt.app.invalidate()

    @contextmanager
    def living(self) -> Iterator[None]:
        """A living line while this lasts, for a terminal without a prompt; nothing where output goes to a file."""
        with self.console.status(Text(self.status_line)) as self.spinner:
            yield
        self.spinner = None

    def print(self, *what: RenderableType) -> None:
        """Raises PostError where nobody can read it any more (a closed pipe, a full disk)."""
        try:
            for thing in what:
                self.console.print(thing, crop=False)
        except (OSError, ValueError) as error:
            raise PostError(f"L'écran ne répond plus ({error}).") from error

    # -- commands -----------------------------------------------------------------------------------------------------

    async def answer(self, line: str) -> None:
        """Run a line as typed and show the reply; what needs a confirmation is asked at once, at a prompt."""
        if match := READ_IT.fullmatch(line.strip()):
            return self.say(await self.address(int(match.group(1))))
        name, values = read(line)
        await self.reply(await self.desk.answer(YOU, name, opened(name, values)))

    async def address(self, number: int) -> str:
        """Where the story's first article can be read, for terminals whose links cannot be clicked."""
        story = await self.desk.store.story(number, LOCAL)
        return story.lead.url if story else f"Il n'y a pas d'alerte n° {number}."

    async def reply(self, reply: Reply) -> None:
        """Show a reply: its text, its cards, then its buttons as a question, or as the lines to type."""
        self.say(reply.text)
        if reply.file:
            self.keep(reply.file)
        for shown in reply.cards:
            self.show(shown)
        dangers = [action for action in reply.actions if action.danger]
        if dangers and self.prompt:
            others = [action for action in reply.actions if not action.danger]
            await self.confirm(dangers[0], others[0] if others else None)
        else:
            for action in reply.actions:
                self.print(Line(f"{one_line(action.label)} : {typed(action)}", "dim", indent=2))

    def keep(self, file: File) -> None:
        """Write an answer's file where the person is, beside those that are there; where that fails, show it."""
        path = beside(Path.cwd() / file.name)
        try:
            path.write_text(file.content, encoding="utf-8")
        except OSError as error:
            self.say(f"« {path} » ne peut pas être écrit ({refusal(error)}). En voici le texte :")
            self.print(Text(file.content))
        else:
            self.say(f"Enregistré : {path}")

    async def confirm(self, action: Action, other: Action | None) -> None:
        """« Oui, arrêter (o) / Non, garder (n) »: anything but a yes runs the other one, if there is one."""
        no = f" / {one_line(other.label)}" if other else ""
        question = f"{one_line(action.label)} (o){no} (n) : "
        said = await ask(PromptSession(question, bottom_toolbar=lambda: self.status_line or None))
        chosen = action if (said or "").strip().casefold() in YES else other
        if chosen:
            await self.reply(await self.desk.answer(YOU, chosen.command, chosen.values))
        else:
            self.say("Rien n'a été changé.")


def opened(name: str, values: Values) -> Values:
    """The values; where a command takes a file, what names one of this machine is its text."""
    wanted = next((a.name for a in COMMANDS[name].arguments if a.kind is Kind.FILE), None) if name in COMMANDS else None
    if wanted is None:
        return values
    texts = {name: text for name, value in values.items() if (text := text_at(value)) is not None}
    others = {name: value for name, value in values.items() if name not in texts}
    return {**others, wanted: next(iter(texts.values()))} if texts else values


def text_at(path: str) -> str | None:
    """The text of a file that is not too big to be one that people mean; None where there is none."""
    try:
        file = Path(path.strip("\"'")).expanduser()
        return text_of(file.read_bytes()) if file.is_file() and file.stat().st_size <= LARGEST else None
    except (OSError, ValueError, RuntimeError):  # no path at all, or one that may not be read
        return None


def beside(path: Path) -> Path:
    """The path, with a number where there is such a file."""
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(one for one in chain([path], numbered) if not one.exists())


async def ask(prompt: PromptSession[str]) -> str | None:
    """The line that was typed; None for Ctrl-D or Ctrl-C."""
    try:
        return await prompt.prompt_async(handle_sigint=False)
    except (EOFError, KeyboardInterrupt):
        return None


def at_a_keyboard() -> bool:
    """Whether someone can type: both ends are a terminal (a service has none, and either may be closed)."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
