"""`aide`: what Vigie does, the commands, then each one with its arguments and examples."""

from __future__ import annotations

from collections.abc import Mapping

from vigie.commands.desk import unknown
from vigie.commands.means import Means
from vigie.commands.phrases import to_type, told
from vigie.commands.table import COMMANDS, Argument, Caller, Command, Kind, Level, Refused, Reply, Values, command
from vigie.commands.typed import group_named, named
from vigie.text.french import capital

WHAT = (
    "Vigie lit des flux de presse et signale, en une phrase, ce qui touche l'emploi ou les autorités chez les "
    "entreprises que vous suivez.\nUne histoire, une alerte : elle s'enrichit quand d'autres médias la reprennent."
)

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Ce que reçoit ce salon": ("abonner", "desabonner", "liste", "reglages", "pause", "reprendre", "muet", "tester"),
    "Comprendre": ("chercher", "chronologie", "exporter", "bilan", "pourquoi", "etat", "aide"),
    "Entreprises": ("entreprise ajouter", "entreprise modifier", "entreprise retirer", "entreprise liste"),
    "Vos données": ("confidentialite",),
    "Flux": ("flux ajouter", "flux retirer", "flux liste", "flux importer", "flux exporter"),
}
"""The order in which people meet the commands."""

WHO: Mapping[Level, str] = {
    Level.LOOK: "Pour tout le monde.",
    Level.SETUP: "Pour qui peut régler ce salon.",
    Level.ADMIN: "Pour qui administre le serveur ou l'espace de travail.",
}

DATES = "Les dates s'écrivent 2026-11-25, 25/11/2026, hier, 7 jours, novembre, lundi."


@command(
    "aide",
    "Ce que fait Vigie, et ses commandes",
    Argument("commande", "Une commande, pour ses arguments et des exemples", required=False, english="command"),
    english="help",
    english_help="What Vigie does, and its commands",
    examples=("aide", "aide chercher"),
)
async def help_(means: Means, caller: Caller, values: Values) -> Reply:
    asked = values.get("commande", "").removeprefix("/").removeprefix("vigie ").strip()
    if not asked:
        return Reply(overview(caller))
    if found := named(asked):
        return Reply(about(found, caller))
    if (group := group_named(asked)) is None:
        raise Refused(unknown(asked, caller))
    inside = [c for name, c in COMMANDS.items() if name.split()[0] == group]
    return Reply(told([lines_of(c) for c in inside], more(caller, inside[0].name)))


def overview(caller: Caller) -> str:
    parts = [WHAT]
    for title, names in GROUPS.items():
        parts += ["", f"{title}"]
        parts += [f"• {shortest(COMMANDS[name])} : {lowered(COMMANDS[name].help)}" for name in names]
    return "\n".join([*parts, "", more(caller, "chercher")])


def shortest(command: Command) -> str:
    """« chercher <mots> »: what must be typed; `aide chercher` tells of what may be."""
    return " ".join([command.name, *(f"<{one.name}>" for one in command.arguments if one.required and not one.hidden)])


def more(caller: Caller, name: str) -> str:
    return f"Pour en savoir plus sur une commande : {to_type(caller, f'aide {name}')}"


def lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def usage(command: Command, most: int = 20) -> str:
    """« chercher <mots> [entreprise] [sujet] »; of more than `most` arguments, the first ones."""
    shown = [a for a in command.arguments if not a.hidden and a.name != "page"]
    named = [f"<{a.name}>" if a.required else f"[{a.name}]" for a in shown[:most]]
    return " ".join([command.name, *named, *(["…"] if len(shown) > most else [])])


def lines_of(command: Command) -> str:
    return f"• {usage(command)} : {lowered(command.help)}"


def about(command: Command, caller: Caller) -> str:
    """One command: what it does, for whom, its arguments, examples."""
    shown = [a for a in command.arguments if not a.hidden]
    return told(
        f"{to_type(caller, usage(command))}",
        f"{capital(command.help)}. {who(command)} En anglais : {command.english}.",
        [line(argument) for argument in shown],
        DATES if any(a.kind is Kind.DAY for a in shown) else "",
        "Exemples :" if len(command.examples) > 1 else "Exemple :",
        [f"• {to_type(caller, example)}" for example in command.examples],
    )


def who(command: Command) -> str:
    """« Pour tout le monde ; changer, pour qui peut régler ce salon. »"""
    if command.changing is None:
        return WHO[command.level]
    return f"{WHO[command.level].rstrip('.')} ; changer, {lowered(WHO[command.changing])}"


def line(argument: Argument) -> str:
    choices = f" ({', '.join(value for _, value in argument.choices)})" if argument.choices else ""
    optional = "" if argument.required else " ; facultatif"
    return f"• {argument.name} : {lowered(argument.help)}{choices}{optional}"
