"""`muet`: nothing more here of one company, or of one story, until a day that is told; it can be undone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from vigie.cards import Action, moment
from vigie.commands.means import Means
from vigie.commands.naming import one_company, visible
from vigie.commands.phrases import clipped, here, to_type, told
from vigie.commands.settings import NO, end_of
from vigie.commands.subscriptions import change, nothing_here
from vigie.commands.table import Argument, Caller, Kind, Level, Refused, Reply, Values, command
from vigie.model import Mute
from vigie.rules import Rules, in_force
from vigie.text.fold import fold
from vigie.text.french import capital, de

USUAL = timedelta(days=30)
LONGEST = timedelta(days=366)

MOST = 40
"""At once in one channel: whoever needs more wants other subscriptions."""


@command(
    "muet",
    "Taire ici une entreprise ou une alerte, pour un temps",
    Argument("entreprise", "L'entreprise, par son nom ou un alias", Kind.COMPANY, required=False, english="company"),
    Argument("alerte", "Ou le numéro d'une alerte, dont les suites ne seront plus dites", required=False,
             english="alert", one_word=True, limit=20),
    Argument("duree", "Comme 2 semaines ; rien : 30 jours ; non : l'entendre de nouveau", required=False,
             english="duration", limit=40),
    english="mute",
    english_help="Say nothing more here of a company, or of a story, for a while",
    changing=Level.SETUP,
    examples=("muet", "muet Renault duree: 2 semaines", "muet alerte: 12", "muet Renault duree: non"),
)  # fmt: skip
async def mute(means: Means, caller: Caller, values: Values) -> Reply:
    if caller.place == "message privé":
        raise Refused(nothing_here(caller))
    rules = (await means.store.manner(caller.channel)).rules
    now = means.clock()
    if not {"entreprise", "alerte"} & set(values):
        return shown(in_force(rules.muted, now), means, caller, values)
    wanted = await meant(means, caller, values)
    others = tuple(one for one in in_force(rules.muted, now) if not is_same(one, wanted))
    if fold(values.get("duree", "")) in NO:
        return await heard_again(means, caller, rules, wanted, others)
    if len(others) >= MOST:
        raise Refused(
            f"{capital(here(caller.channel))} a déjà {MOST} silences, le maximum. "
            f"Choisissez plutôt ce qui l'intéresse : {to_type(caller, 'abonner')}"
        )
    lasting = replace(wanted, until=end_within(now, values.get("duree")))
    said = f"muet : {wanted.name} jusqu'au {moment(lasting.until, means.zone)}"
    await means.store.set_rules(
        caller.channel, replace(rules, muted=(*others, lasting)), change(means, caller, clipped(said, 300))
    )
    return Reply(
        told(
            f"{capital(here(caller.channel))} n'entendra plus parler {de(clipped(wanted.name, 100))} jusqu'au "
            f"{moment(lasting.until, means.zone)}.",
            f"Ce qui paraît d'ici là n'y sera pas publié ; {to_type(caller, 'chercher')} le retrouve.",
        ),
        private=False,
        actions=(lift(lasting),),
    )


async def heard_again(means: Means, caller: Caller, rules: Rules, wanted: Mute, others: tuple[Mute, ...]) -> Reply:
    if len(others) == len(in_force(rules.muted, means.clock())):
        return Reply(f"{capital(here(caller.channel))} entend déjà parler {de(wanted.name)} : rien n'a changé.")
    said = f"entendre de nouveau : {clipped(wanted.name, 100)}"
    await means.store.set_rules(caller.channel, replace(rules, muted=others), change(means, caller, said))
    return Reply(f"{capital(here(caller.channel))} entendra de nouveau parler {de(wanted.name)}.", private=False)


async def meant(means: Means, caller: Caller, values: Values) -> Mute:
    """Without its end. Raises Refused."""
    if {"entreprise", "alerte"} <= set(values):
        raise Refused("Donnez une entreprise ou une alerte, pas les deux.")
    if "entreprise" in values:
        known = await means.store.companies(caller.channel.tenant)
        company = one_company(known, values["entreprise"], caller)
        return Mute(company.name, means.clock(), company=company.id)
    match = re.fullmatch(r"(?:n ?°|nº|#)? ?(\d{1,9})", values["alerte"].strip(), re.I)
    story = await means.store.story(int(match[1]), caller.channel.tenant) if match else None
    if story is None or not visible(story.event, caller):
        raise Refused(
            f"Je ne trouve pas d'alerte n° {clipped(values['alerte'], 20)} ici. Donnez le numéro "
            f"d'une alerte affichée, par exemple : {to_type(caller, 'muet alerte: 12')}"
        )
    return Mute(f"l'alerte n° {story.id}", means.clock(), story=story.id)


def is_same(one: Mute, other: Mute) -> bool:
    return (one.company, one.story) == (other.company, other.story)


def end_within(now: datetime, typed: str | None) -> datetime:
    """Raises Refused."""
    if typed is None:
        return now + USUAL
    if (end := end_of(now, typed)) > now + LONGEST:
        raise Refused(f"« {clipped(typed, 40)} » : un an au plus. Pour ne plus suivre du tout, désabonnez ce salon.")
    return end


def shown(muted: Sequence[Mute], means: Means, caller: Caller, values: Values) -> Reply:
    if "duree" in values:
        raise Refused(f"Dites aussi de quoi, par exemple : {to_type(caller, 'muet Renault duree: 2 semaines')}")
    if not muted:
        return Reply(
            told(
                f"Rien n'est muet dans {here(caller.channel)}.",
                f"Pour ne plus entendre parler d'une entreprise un mois : {to_type(caller, 'muet Renault')}",
            )
        )
    lines = [f"• {capital(one.name)}, jusqu'au {moment(one.until, means.zone)}" for one in muted]
    actions = tuple(lift(one) for one in muted[:5]) if caller.level >= Level.SETUP else ()
    return Reply(told(f"Muet dans {here(caller.channel)} :", clipped("\n".join(lines), 1_500)), actions=actions)


def lift(one: Mute) -> Action:
    what = {"alerte": str(one.story)} if one.story else {"entreprise": one.name}
    return Action(clipped(f"Reparler {de(one.name)}", 60), "muet", what | {"duree": "non"})
