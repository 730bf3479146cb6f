"""Where commands are answered: permission, missing values, refusals and accidents become sentences here, once."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vigie.commands.completing import suggestions
from vigie.commands.means import Means
from vigie.commands.naming import meant, near
from vigie.commands.phrases import LONGEST, clean, clipped, to_type
from vigie.commands.table import COMMANDS, Caller, Command, Level, Refused, Reply, Values
from vigie.commands.typed import index, named
from vigie.text.french import joined

log = logging.getLogger(__name__)

LACKING: Mapping[tuple[str, Level], str] = {
    ("discord", Level.SETUP): "il faut la permission « Gérer les salons » dans ce salon",
    ("discord", Level.ADMIN): "il faut la permission « Gérer le serveur »",
    ("slack", Level.SETUP): "il faut être membre à part entière du salon ; les invités peuvent seulement consulter",
    ("slack", Level.ADMIN): "il faut administrer l'espace de travail",
}
"""What a person would need, in the platform's own words."""


@dataclass(frozen=True, slots=True)
class Desk(Means):
    """Where what people ask is answered."""

    async def answer(self, caller: Caller, name: str, values: Values) -> Reply:
        """Run a command. Always replies: what goes wrong becomes a sentence."""
        caller = replace(caller, name=clean(caller.name) or caller.user)  # it goes into the audit line
        try:
            command = named(name)
            if command is None:
                raise Refused(unknown(name, caller))
            level = command.needs(values)
            check_place(command, level, caller)
            check_level(command, level, caller)
            reply = await command.run(self, caller, checked(command, values, caller))
        except Refused as refusal:
            reply = Reply(str(refusal))
        except Exception:  # the rim: whoever asked gets an answer, whoever operates Vigie gets the trace
            reply = accident(name)
        return reply if len(reply.text) <= LONGEST else replace(reply, text=clipped(reply.text, LONGEST))

    async def complete(self, caller: Caller, name: str, argument: str, typed: str) -> Sequence[tuple[str, str]]:
        """At most 25 (label, value) for an argument being typed; none where nothing fits."""
        command = named(name)
        asked = next((a for a in command.arguments if a.name == argument), None) if command else None
        if command is None or asked is None or caller.level < command.level:
            return ()
        try:
            return await suggestions(self.store, caller, command, asked, clean(typed))
        except Exception:  # the rim: a list that cannot be had must not keep anyone from typing
            log.exception("could not complete %s of %s", argument, name)
            return ()


def unknown(name: str, caller: Caller) -> str:
    shown = clipped(clean(name), 60)
    ways = index()
    close = list(dict.fromkeys(ways[way].name for way in near(shown, ways)))
    return (
        f"« {shown} » n'est pas une commande.{meant(close[:2])}\n"
        f"Les commandes : {', '.join(COMMANDS)}.\nPour en savoir plus : {to_type(caller, 'aide')}"
    )


def check_place(command: Command, level: Level, caller: Caller) -> None:
    """What sets a channel up is typed in that channel. Raises Refused."""
    if caller.place == "message privé" and level > Level.LOOK:
        raise Refused(
            f"« {command.name} » ne se fait pas en message privé : tapez {to_type(caller, command.name)} "
            "dans le salon qui reçoit, ou doit recevoir, les alertes."
        )
    if caller.place == "fil" and level is Level.SETUP:
        raise Refused(
            "Les alertes vont au salon, pas dans ses fils : "
            f"tapez {to_type(caller, command.name)} dans le salon lui-même, hors du fil."
        )


def check_level(command: Command, level: Level, caller: Caller) -> None:
    """Raises Refused where the caller may not do this here."""
    if caller.level >= level:
        return
    lack = LACKING.get((caller.channel.platform, level), "il faut en avoir le droit")
    raise Refused(f"Pour « {command.name} », {lack}. Demandez à une personne qui l'a de taper cette commande ici.")


def checked(command: Command, values: Values, caller: Caller) -> Values:
    """The values without what is empty or invisible. Raises Refused for a missing or an overlong one."""
    given = {a.name: clean(values.get(a.name, "")) for a in command.arguments}
    if missing := [a for a in command.arguments if a.required and not given[a.name]]:
        example = next(iter(command.examples), command.name)
        raise Refused(
            f"Il manque {joined([f'« {a.name} »' for a in missing])} : {missing[0].help[:1].lower()}"
            f"{missing[0].help[1:]}.\nExemple : {to_type(caller, example)}"
        )
    for argument in command.arguments:
        if (length := len(given[argument.name])) > argument.limit:
            raise Refused(
                f"« {argument.name} » est trop long : {length} caractères, {argument.limit} au plus. Raccourcissez-le."
            )
    return {name: value for name, value in given.items() if value}


def accident(name: str) -> Reply:
    """The apology, with the mark by which the log tells the rest. To be called while the exception is handled."""
    mark = secrets.token_hex(3)
    log.exception("%s failed, told as %s", name, mark)  # never the values: a feed's address may hold a key
    return Reply(
        "Une erreur inattendue m'a arrêté, pardon. Réessayez dans une minute ; si elle revient, donnez ce repère à la "
        f"personne qui exploite Vigie, pour qu'elle la retrouve dans le journal : {mark}"
    )
