"""The line being typed at « vigie> »: its history and what completes it. It answers nothing."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, InMemoryHistory

from handlers.terminal.layout import harmless, quoted
from vigie.commands import COMMANDS, Argument, Caller, Command, Desk

PROMPT = "vigie> "

NAMED = re.compile(r"(\w+)\s*[:=]\s*(\"[^\"]*|[^\":=]*)$")
"""`sujet: emp`: an argument named by the person, and what they typed of its value."""


def session(history: Path | None, completer: Completer, toolbar: Callable[[], str]) -> PromptSession[str]:
    """A prompt that remembers its lines in a file (in memory where history is None)."""
    return PromptSession(
        PROMPT,
        history=FileHistory(str(history)) if history else InMemoryHistory(),
        completer=completer,
        complete_while_typing=False,
        bottom_toolbar=lambda: toolbar() or None,
    )


class Suggestions(Completer):
    """Command names from the table, then values from Desk.complete."""

    def __init__(self, desk: Desk, caller: Caller, local: dict[str, str]) -> None:
        self.desk = desk
        self.caller = caller
        self.names = {name: command.help for name, command in COMMANDS.items()} | local

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        yield from named_like(document.text_before_cursor.lstrip(), self.names)

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        line = document.text_before_cursor.lstrip()
        for completion in self.get_completions(document, complete_event):
            yield completion
        if command := begun(line):
            async for completion in self.values(command, line[len(command.name) :].lstrip()):
                yield completion

    async def values(self, command: Command, rest: str) -> AsyncGenerator[Completion, None]:
        """What fits the argument being typed in `rest`, the line after the command's name."""
        argument, text = being_typed(command, rest)
        if argument is None:
            return
        for label, value in await self.desk.complete(self.caller, command.name, argument.name, text.strip('"')):
            yield Completion(quoted(value), start_position=-len(text), display=harmless(label))
        if not text:
            for other in command.arguments:
                if not other.hidden:
                    yield Completion(f"{other.name}: ", display=f"{other.name}:", display_meta=other.help)


def named_like(line: str, names: dict[str, str]) -> Iterator[Completion]:
    """The names that begin with what was typed, the whole line being replaced."""
    for name, help in names.items():
        if name.startswith(line.casefold()) and name != line:
            yield Completion(name, start_position=-len(line), display_meta=help)


def begun(line: str) -> Command | None:
    """The command whose name, with a space, opens the line; the longest: « entreprise ajouter »."""
    fits = [name for name in COMMANDS if line.casefold().startswith(name + " ")]
    return COMMANDS[max(fits, key=len)] if fits else None


def being_typed(command: Command, rest: str) -> tuple[Argument | None, str]:
    """The argument that the end of the line belongs to, and what stands of its value."""
    by_name = {argument.name: argument for argument in command.arguments if not argument.hidden}
    if (match := NAMED.search(rest)) and match.group(1) in by_name:
        return by_name[match.group(1)], match.group(2).rpartition(",")[2].lstrip()
    free = [argument for name, argument in by_name.items() if not re.search(rf"\b{name}\s*[:=]", rest)]
    return (free[0] if free else None), rest.rpartition(",")[2].lstrip()
