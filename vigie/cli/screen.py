"""What a command needs of whoever shows things at the terminal. It draws nothing: handlers.terminal does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from vigie.cards import Card
from vigie.commands import Desk
from vigie.config import Settings
from vigie.ports import ChatPlatform


class Screen(ChatPlatform, Protocol):
    """The terminal: a chat platform on which a command may also show what is no alert."""

    interactive: bool
    """Whether someone can type at its prompt."""
    shown: int
    """How many cards it has shown."""

    def say(self, text: str, style: str = "") -> None:
        """One or more lines of French; style in rich's words."""

    def show(self, card: Card) -> None:
        """A card, marked as what it is."""

    def status(self, text: str) -> None:
        """What the living line says from now on; nothing where there is none."""

    def living(self) -> AbstractContextManager[None]:
        """A living line while this lasts, where there is a terminal but no prompt."""

    async def answer(self, line: str) -> None:
        """Run a command as typed, and show the reply."""


Terminal = Callable[[Desk, Path | None, bool], Screen]
"""Makes the screen: (desk, file of the prompt's history, whether a prompt may be offered)."""

Chats = Callable[[Desk, Settings, str | None, Callable[[str], None]], Mapping[str, ChatPlatform]]
"""Makes the chat platforms whose tokens are set, by name: (desk, tokens, proxy, what an operator is told by)."""
