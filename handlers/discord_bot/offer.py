"""What Discord is told of our commands: COMMANDS as one slash command `/vigie`, in French, with English localisations.

It offers; talk.py answers.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, cast

import discord
from discord import app_commands
from discord.app_commands import locale_str

from handlers.characters import units
from handlers.discord_bot import talk
from handlers.discord_bot.files import Given
from handlers.discord_bot.plain import label as harmless
from vigie.commands import COMMANDS, Argument, Command, Desk, Kind
from vigie.model import TOPICS

HELP, CHOICES, CHOICE = 100, 25, 100

ENGLISH = frozenset({discord.Locale.american_english, discord.Locale.british_english})

COMPLETED = frozenset({Kind.COMPANY, Kind.COMPANIES, Kind.FEED})
KINDS: Mapping[Kind, Any] = {Kind.NUMBER: int, Kind.FILE: discord.Attachment}
"""What is no text for Discord."""

LONGEST = 6000
"""Characters that an option takes at most."""

Options = Mapping[str, str | int | discord.Attachment | None]
Complete = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]


class Translator(app_commands.Translator):
    """Our own words in both languages: the French stands in the text itself, the English beside it."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        if locale is discord.Locale.french:
            return string.message
        return string.extras.get("english") or None if locale in ENGLISH else None


def both(french: str, english: str) -> locale_str:
    return locale_str(french[:HELP], english=english[:HELP])


def option_name(french: str, english: str) -> locale_str:
    """Names know neither capitals nor spaces."""
    return both(french, english.lower().replace(" ", "-"))


def vigie_group(desk: Desk) -> app_commands.Group:
    """`/vigie`, for servers only, open to all: the desk checks who may do what."""
    root = app_commands.Group(
        name="vigie",
        description=both("La veille de ce salon : entreprises, emploi, autorités", "This channel's news watch"),
        allowed_contexts=app_commands.AppCommandContext(guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True),
    )
    groups: dict[str, app_commands.Group] = {}
    for command in COMMANDS.values():
        first, *rest = command.name.split()
        if rest and first not in groups:
            groups[first] = sub_group(first, [c for c in COMMANDS.values() if c.name.startswith(f"{first} ")], root)
        (groups[first] if rest else root).add_command(slash_command(command, desk))
    return root


def sub_group(first: str, commands: Sequence[Command], parent: app_commands.Group) -> app_commands.Group:
    """« entreprise », described by what is in it."""
    english = commands[0].english.split()[0]
    return app_commands.Group(
        name=option_name(first, english),
        description=both(
            f"{first} : {tails(c.name for c in commands)}", f"{english}: {tails(c.english for c in commands)}"
        ),
        parent=parent,
    )


def tails(names: Iterable[str]) -> str:
    return ", ".join(name.split(maxsplit=1)[-1] for name in names)


def slash_command(command: Command, desk: Desk) -> app_commands.Command[Any, ..., None]:
    """One line of the table as Discord wants it: a function whose parameters are the options."""
    arguments = [argument for argument in command.arguments if not argument.hidden]
    decorated = function_of(command.name, arguments)
    for decorate in (
        app_commands.rename(**{a.name: option_name(a.name, a.english) for a in arguments}),
        app_commands.describe(**{a.name: a.help[:HELP] for a in arguments}),
        app_commands.choices(**{a.name: choices(a) for a in arguments if choices(a)}),
        app_commands.autocomplete(**{a.name: completion(command, a, desk) for a in arguments if completes(a)}),
    ):
        decorated = decorate(decorated)
    return app_commands.Command(
        name=option_name(command.name.split()[-1], command.english.split()[-1]),
        description=both(command.help, command.english_help),
        callback=decorated,
    )


def function_of(name: str, arguments: Iterable[Argument]) -> Any:
    """The function that a command calls, with its options and their types in its signature."""

    async def callback(
        interaction: discord.Interaction[Any], /, **options: str | int | discord.Attachment | None
    ) -> None:
        await talk.converse(interaction, name, given(options))

    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction)
    callback.__signature__ = inspect.Signature([first, *map(option, arguments)])  # type: ignore[attr-defined]
    return callback


def option(argument: Argument) -> inspect.Parameter:
    kind: Any = KINDS.get(argument.kind, str)
    if kind is str and not choices(argument):
        kind = app_commands.Range[str, 1, min(argument.limit, LONGEST)]
    default = inspect.Parameter.empty if argument.required else None
    annotation = kind if argument.required else kind | None
    return inspect.Parameter(argument.name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def given(options: Options) -> Given:
    """What the person filled in; an option left out is absent."""
    filled = {name: value for name, value in options.items() if value is not None}
    return {name: value if isinstance(value, discord.Attachment) else str(value) for name, value in filled.items()}


def choices(argument: Argument) -> list[app_commands.Choice[str]]:
    offered = argument.choices
    if not offered and argument.kind is Kind.TOPIC:
        offered = tuple((topic.label, topic.key) for topic in TOPICS.values())
    return [app_commands.Choice(name=label, value=value) for label, value in offered[:CHOICES]]


def completes(argument: Argument) -> bool:
    return argument.kind in COMPLETED and not choices(argument)


def completion(command: Command, argument: Argument, desk: Desk) -> Complete:
    async def complete(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        found = await desk.complete(talk.caller(interaction), command.name, argument.name, current)
        fitting = [(label, value) for label, value in found if 0 < units(value) <= CHOICE]
        return [app_commands.Choice(name=harmless(label, CHOICE), value=value) for label, value in fitting[:CHOICES]]

    return complete


async def fingerprint(tree: app_commands.CommandTree[Any], application: int) -> str:
    """A hash of all that Discord would be told, for this application."""
    translator = cast(app_commands.Translator, tree.translator)
    payload = [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]
    told = json.dumps([application, payload], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
