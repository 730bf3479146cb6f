"""How this channel is told: `reglages`, `pause`, `reprendre`. What the rules decide is vigie.rules'."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import available_timezones

from vigie.cards import Action
from vigie.commands.hearing import SENSITIVITY, meaning, sensitivity_of
from vigie.commands.means import Means
from vigie.commands.phrases import clipped, here, named, to_type, told
from vigie.commands.standing import FOREVER, obstacles, until
from vigie.commands.subscriptions import change, nothing_here
from vigie.commands.table import Argument, Caller, Kind, Level, Refused, Reply, Values, command
from vigie.ports import Manner
from vigie.rules import Mention, Rhythm, Rules, in_force
from vigie.text.fold import fold
from vigie.text.french import NBSP, capital, counted, number

RHYTHMS: Mapping[str, Rhythm] = {
    "immediat": Rhythm.AT_ONCE,
    "quotidien": Rhythm.DAILY,
    "hebdomadaire": Rhythm.WEEKLY,
    "daily": Rhythm.DAILY,
    "weekly": Rhythm.WEEKLY,
}

YES, NO = ("oui", "yes", "o"), ("non", "no", "aucun", "aucune", "jamais")

MOST_AN_HOUR = 60

RANGE = re.compile(r"(\d{1,2})(?:[:h](\d{2})?)?\s*(?:-|à|a|–|/)\s*(\d{1,2})(?:[:h](\d{2})?)?", re.I)
"""« 20:30-7:30 », « 20h30 à 7h30 », « 21-8 »."""

ROLES: Mapping[str, re.Pattern[str]] = {
    "discord": re.compile(r"(?:<@&)?(\d{15,21})>?"),
    "slack": re.compile(r"(?:<!subteam\^)?(S[A-Z0-9]{2,20})(?:\|[^>]*)?>?"),
}
"""How a platform writes a role or a group of people."""


def argument(name: str, help: str, english: str, *choices: tuple[str, str], limit: int = 40) -> Argument:
    return Argument(name, help, required=False, english=english, choices=choices, limit=limit)


@command(
    "reglages",
    "Quand et comment ce salon est prévenu",
    argument(
        "rythme", "Immédiat, un bilan par jour, ou un par semaine", "rhythm",
        ("Immédiat", "immediat"), ("Bilan quotidien", "quotidien"), ("Bilan hebdomadaire", "hebdomadaire"),
    ),
    SENSITIVITY,
    argument("silence", "Heures sans alerte, comme 20:30-7:30 ; non pour aucune", "quiet"),
    argument("repos", "Silence aussi les week-ends et jours fériés", "daysoff", ("Oui", "oui"), ("Non", "non")),
    argument("emplois", "Nombre d'emplois en France à partir duquel une alerte passe le silence", "jobs"),
    argument("ailleurs", "Nombre d'emplois à l'étranger à partir duquel elle le passe", "abroad"),
    argument("montant", "Sanction prononcée, en millions d'euros, à partir de laquelle elle le passe", "amount"),
    argument("plafond", "Messages par heure au plus ; ce qui dépasse est groupé", "limit"),
    argument("fuseau", "Fuseau horaire, comme Europe/Paris ou Indian/Reunion", "zone"),
    argument("role", "Rôle ou groupe à mentionner ; non pour aucun", "role", limit=80),
    argument("pour", "Pour quoi le mentionner", "for", ("Ce qui est urgent", "urgent"), ("Chaque alerte", "tout")),
    argument("semaine", "Une ligne par semaine où rien n'est arrivé", "week", ("Oui", "oui"), ("Non", "non")),
    argument(
        "doute", "Si l'on ne sait pas si une alerte est arrivée", "doubt",
        ("La republier, marquée (reprise)", "republier"), ("La laisser", "laisser"),
    ),
    english="settings",
    english_help="When and how this channel is told; with nothing, what is set",
    changing=Level.SETUP,
    examples=(
        "reglages", "reglages rythme: quotidien", "reglages silence: 20:30-7:30 repos: oui",
        "reglages sensibilite: stricte",
    ),
)  # fmt: skip
async def settings(means: Means, caller: Caller, values: Values) -> Reply:
    if caller.place == "message privé":
        raise Refused(nothing_here(caller))
    manner = await means.store.manner(caller.channel)
    rules = manner.rules
    for name, value in values.items():
        rules = SETTERS[name](rules, value, caller)
    if not values:
        return Reply(
            told(f"{capital(here(caller.channel))} est prévenu ainsi :", lines(manner, means, caller), more(caller))
        )
    if rules == manner.rules:
        return Reply("C'était déjà réglé ainsi : rien n'a changé.")
    changed = ", ".join(f"{name} {value}" for name, value in values.items())
    await means.store.set_rules(caller.channel, rules, change(means, caller, f"réglages : {changed}"))
    return Reply(
        told(f"C'est réglé. {capital(here(caller.channel))} est désormais prévenu ainsi :",
             lines(replace(manner, rules=rules), means, caller)),
        private=False,
    )  # fmt: skip


def more(caller: Caller) -> str:
    if caller.level < Level.SETUP:
        return ""
    return f"Pour changer, par exemple : {to_type(caller, 'reglages silence: 21:00-8:00')}"


# -- what is typed ----------------------------------------------------------------------------------------------------


def rhythm(rules: Rules, value: str, caller: Caller) -> Rules:
    if (wanted := RHYTHMS.get(fold(value))) is None:
        raise Refused(f"« {value} » n'est pas un rythme. Écrivez immediat, quotidien ou hebdomadaire.")
    return replace(rules, rhythm=wanted)


def sensitivity(rules: Rules, value: str, caller: Caller) -> Rules:
    return replace(rules, sensitivity=sensitivity_of(value))


def quiet(rules: Rules, value: str, caller: Caller) -> Rules:
    if fold(value) in NO:
        return replace(rules, quiet_from=time(), quiet_to=time())
    if (match := RANGE.fullmatch(value.strip())) is None:
        raise Refused(f"Je ne comprends pas « {value} ». Écrivez deux heures, comme 20:30-7:30, ou non.")
    try:
        begins, ends = (time(int(match[at]) % 24, int(match[at + 1] or 0)) for at in (1, 3))
    except ValueError:
        raise Refused(f"« {value} » : ces heures n'existent pas. Écrivez par exemple 20:30-7:30.") from None
    return replace(rules, quiet_from=begins, quiet_to=ends)


def yes_or_no(value: str) -> bool:
    if fold(value) not in (*YES, *NO):
        raise Refused(f"Répondez par oui ou par non, pas par « {value} ».")
    return fold(value) in YES


def a_number(value: str, least: int, most: int) -> float:
    """Raises Refused."""
    plain = re.sub(r"\s|€|M€?$", "", value).replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,3})?", plain) or not least <= float(plain) <= most:
        raise Refused(
            f"«\u00a0{clipped(value, 40)}\u00a0»\u00a0: donnez un nombre de {number(least)} à {number(most)}."
        )
    return float(plain)


def jobs(rules: Rules, value: str, caller: Caller) -> Rules:
    return replace(rules, jobs=int(a_number(value, 1, 1_000_000)))


def jobs_elsewhere(rules: Rules, value: str, caller: Caller) -> Rules:
    return replace(rules, jobs_elsewhere=int(a_number(value, 1, 1_000_000)))


def amount(rules: Rules, value: str, caller: Caller) -> Rules:
    return replace(rules, amount=a_number(value, 0, 100_000) * 1e6)


def most(rules: Rules, value: str, caller: Caller) -> Rules:
    return replace(rules, hourly=int(a_number(value, 1, MOST_AN_HOUR)))


def days_off(rules: Rules, value: str, caller: Caller) -> Rules:
    return replace(rules, days_off=yes_or_no(value))


def zone(rules: Rules, value: str, caller: Caller) -> Rules:
    known = {fold(name): name for name in available_timezones()}
    if (found := known.get(fold(value.replace(" ", "_")))) is None:
        raise Refused(f"« {value} » n'est pas un fuseau que je connais. Écrivez par exemple Europe/Paris.")
    return replace(rules, zone=found)


def role(rules: Rules, value: str, caller: Caller) -> Rules:
    if fold(value) in NO:
        return replace(rules, role="")
    if (pattern := ROLES.get(caller.channel.platform)) is None:
        raise Refused("Un terminal n'a pas de rôles à mentionner.")
    if (match := pattern.fullmatch(value.strip())) is None:
        raise Refused(f"« {clipped(value, 40)} » n'est pas un rôle : tapez @ et choisissez-le, ou donnez son numéro.")
    return replace(rules, role=match[1])


def purpose(rules: Rules, value: str, caller: Caller) -> Rules:
    if fold(value) not in tuple(Mention):
        raise Refused("Écrivez pour: urgent, ou pour: tout.")
    return replace(rules, mention=Mention(fold(value)))


def doubt(rules: Rules, value: str, caller: Caller) -> Rules:
    if fold(value) not in ("republier", "laisser"):
        raise Refused("Écrivez doute: republier, ou doute: laisser.")
    return replace(rules, republish=fold(value) == "republier")


def week(rules: Rules, value: str, caller: Caller) -> Rules:
    return replace(rules, weekly=yes_or_no(value))


SETTERS: Mapping[str, Callable[[Rules, str, Caller], Rules]] = {
    "rythme": rhythm,
    "sensibilite": sensitivity,
    "silence": quiet,
    "repos": days_off,
    "emplois": jobs,
    "ailleurs": jobs_elsewhere,
    "montant": amount,
    "plafond": most,
    "fuseau": zone,
    "role": role,
    "pour": purpose,
    "semaine": week,
    "doute": doubt,
}


# -- what is told -----------------------------------------------------------------------------------------------------


def lines(manner: Manner, means: Means, caller: Caller) -> list[str]:
    rules = manner.rules
    said = [
        f"Rythme : {said_rhythm(rules)}",
        f"Sensibilité : {meaning(rules.sensitivity)}",
        f"Silence : {said_quiet(rules)}",
        f"Urgent : {counted(rules.jobs, 'emploi', 'emplois')} en France, {number(rules.jobs_elsewhere)} ailleurs, "
        f"{number(rules.amount / 1e6)}{NBSP}M€ de sanction prononcée, une liquidation ou un veto",
        f"Fuseau : {rules.zone}",
        f"Mention : {said_mention(rules)}",
        f"Semaine sans alerte : {said_week(rules)}",
        f"En cas de doute sur une arrivée : {'republier, marqué « (reprise) »' if rules.republish else 'laisser'}",
    ]
    if muted := in_force(rules.muted, means.clock()):
        said.append(f"Muet : {named((one.name for one in muted), 5)}")
    return [f"• {line}" for line in (*said, *obstacles(manner, means, caller))]


def said_rhythm(rules: Rules) -> str:
    if rules.rhythm is Rhythm.AT_ONCE:
        return f"immédiat, {counted(rules.hourly, 'message', 'messages')} par heure au plus, le reste groupé"
    when = "chaque jour ouvré" if rules.days_off else "chaque jour"
    every = when if rules.rhythm is Rhythm.DAILY else "le premier jour ouvré de la semaine"
    return f"un bilan {every} à {hour(rules.digest_at)}"


def said_quiet(rules: Rules) -> str:
    nights = f"de {hour(rules.quiet_from)} à {hour(rules.quiet_to)}" if rules.quiet_from != rules.quiet_to else ""
    days = "les week-ends et jours fériés" if rules.days_off else ""
    when = ", ".join(part for part in (nights, days) if part)
    return f"{when} ; ce qui est urgent passe" if when else "aucun"


def said_week(rules: Rules) -> str:
    first = "premier jour ouvré" if rules.days_off else "lundi"
    return f"une ligne le dit, le {first} à {hour(rules.digest_at)}" if rules.weekly else "rien ne le dit"


def said_mention(rules: Rules) -> str:
    if not rules.role:
        return "aucune"
    return f"le rôle {rules.role}, pour {'chaque alerte' if rules.mention is Mention.ALL else 'ce qui est urgent'}"


def hour(at: time) -> str:
    """« 20 h 30 », « 8 h »."""
    return f"{at.hour}{NBSP}h" + (f"{NBSP}{at.minute:02}" if at.minute else "")


# -- pause ------------------------------------------------------------------------------------------------------------

SPAN = re.compile(r"(\d{1,3}) ?(h|heures?|hours?|j|jours?|d|days?|s|semaines?|w|weeks?|mois|months?)")
SPANS: Mapping[str, timedelta] = {
    "h": timedelta(hours=1), "j": timedelta(days=1), "d": timedelta(days=1), "s": timedelta(days=7),
    "w": timedelta(days=7), "m": timedelta(days=30),
}  # fmt: skip


@command(
    "pause",
    "Ne plus rien envoyer ici pour un temps",
    Argument("duree", "Comme 3 jours, 2 h ou 1 semaine ; rien : jusqu'à nouvel ordre", Kind.TEXT, required=False,
             english="duration", limit=40),
    english="pause",
    english_help="Send nothing here for a while",
    level=Level.SETUP,
    examples=("pause 3 jours", "pause"),
)  # fmt: skip
async def pause(means: Means, caller: Caller, values: Values) -> Reply:
    end = end_of(means.clock(), values["duree"]) if "duree" in values else FOREVER
    note = change(means, caller, f"pause {until(end, means)}")
    await means.store.pause(caller.channel, end, note)
    return Reply(
        told(
            f"{capital(here(caller.channel))} est en pause {until(end, means)}.",
            f"Ce qui paraît d'ici là n'y sera pas publié ; {to_type(caller, 'chercher')} le retrouve.",
        ),
        private=False,
        actions=(Action("Reprendre", "reprendre"),),
    )


def end_of(now: datetime, typed: str) -> datetime:
    """The end of a pause that lasts so long. Raises Refused."""
    match = SPAN.fullmatch(fold(typed).removeprefix("pendant ").strip())
    if match is None or not int(match[1]):
        raise Refused(f"Je ne comprends pas la durée « {typed} ». Écrivez par exemple 3 jours, 2 h ou 1 semaine.")
    return now + int(match[1]) * SPANS[match[2][0]]


@command(
    "reprendre",
    "Envoyer de nouveau les alertes ici",
    english="resume",
    english_help="Send alerts here again",
    level=Level.SETUP,
    examples=("reprendre",),
)
async def resume(means: Means, caller: Caller, values: Values) -> Reply:
    manner, now = await means.store.manner(caller.channel), means.clock()
    waits = any(at and at > now for at in (manner.paused_until, manner.blocked_until))
    if not waits:
        return Reply(f"{capital(here(caller.channel))} n'est pas en pause : rien n'a changé.")
    await means.store.pause(caller.channel, None, change(means, caller, "reprise des alertes"))
    return Reply(
        told(
            f"Les alertes reprennent dans {here(caller.channel)}.",
            f"Pour voir ce qui a paru entre-temps : {to_type(caller, 'bilan')}",
        ),
        private=False,
    )
