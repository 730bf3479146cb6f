"""`chercher`: the stories that were found, within what this channel watches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import islice

from babel.dates import format_date

from vigie.cards import card
from vigie.commands.days import first_day
from vigie.commands.means import Means
from vigie.commands.naming import PAGE, TOPIC, one_company, topic_label, topics_of
from vigie.commands.phrases import existing, here, named, on, page_number, to_type, told, turning
from vigie.commands.subscriptions import nothing_here
from vigie.commands.table import Argument, Caller, Kind, Refused, Reply, Values, command
from vigie.model import Company
from vigie.ports import Query
from vigie.text.fold import fold
from vigie.text.french import capital, counted

PER_PAGE = 5
MONTHS_SHOWN = 12


@command(
    "chercher",
    "Chercher dans les alertes de ce que ce salon suit",
    Argument("mots", "Les mots à trouver, sans souci des accents ni du pluriel", english="words"),
    Argument("entreprise", "Seulement cette entreprise", Kind.COMPANY, required=False, english="company"),
    TOPIC,
    Argument("depuis", "À partir de ce jour : 2026-11-25, hier, 7 jours, novembre", Kind.DAY, False, "since"),
    Argument("avant", "Avant ce jour : 2026-11-25, hier, 7 jours, novembre", Kind.DAY, False, "before"),
    PAGE,
    english="search",
    english_help="Search the alerts about what this channel follows",
    examples=("chercher plan social", "chercher amende entreprise: Meta depuis: 30 jours"),
)
async def search(means: Means, caller: Caller, values: Values) -> Reply:
    subscriptions = await means.store.subscriptions(caller.channel)
    if not subscriptions:
        raise Refused(nothing_here(caller))
    if not re.search(r"\w", values["mots"].replace("_", "")):
        raise Refused(f"Il faut au moins un mot à chercher. Exemple : {to_type(caller, 'chercher plan social')}")
    visible = await means.store.companies(caller.channel.tenant)
    followed = (
        visible if any(s.company is None for s in subscriptions) else [s.company for s in subscriptions if s.company]
    )
    query = asked(means, caller, values, visible, followed)
    found = await means.store.search(query)
    last = -(-found.total // PER_PAGE)
    number = existing(page_number(values), last)
    if not found.total:
        return Reply(nothing_found(caller, values, [c for c in visible if c not in followed]))
    return Reply(
        told(heading(values, found.total, number, last), months(found.by_month)),
        cards=tuple(card(story, means.zone, mark="Recherche") for story in found.stories),
        actions=turning("chercher", values, number, last),
    )


def asked(
    means: Means, caller: Caller, values: Values, visible: Sequence[Company], followed: Sequence[Company]
) -> Query:
    """The query that the values mean. Raises Refused."""
    topics = topics_of(values.get("sujet", ""))
    since, before = period(means, values)
    company = followed_one(visible, followed, values["entreprise"], caller) if "entreprise" in values else None
    return Query(
        caller.channel.tenant,
        caller.channel,
        words=values["mots"],
        company=company.id if company else None,
        topic=next(iter(topics), None),
        since=since,
        before=before,
        offset=(page_number(values) - 1) * PER_PAGE,
        limit=PER_PAGE,
    )


def followed_one(visible: Sequence[Company], followed: Sequence[Company], typed: str, caller: Caller) -> Company:
    """The company that is meant. Raises Refused where there is none, or this channel does not follow it."""
    company = one_company(visible, typed, caller)
    if company not in followed:
        raise Refused(not_followed(caller, [company.name]))
    return company


def not_followed(caller: Caller, names: Sequence[str]) -> str:
    line = to_type(caller, f"abonner entreprises: {', '.join(names)}")
    return f"{capital(here(caller.channel))} n'est pas abonné à {named(names)}. Pour l'abonner : {line}"


def period(means: Means, values: Values) -> tuple[datetime | None, datetime | None]:
    """From the start of the first day to the start of the last one, which is not in it. Raises Refused."""
    today = means.clock().astimezone(means.zone).date()
    since, before = (first_day(values[name], today) if name in values else None for name in ("depuis", "avant"))
    if since and since > today:
        raise Refused(f"Le {on(since)} est à venir : « depuis » demande un jour passé, par exemple : depuis: 7 jours")
    if since and before and since >= before:
        raise Refused(f"« depuis » ({on(since)}) doit venir avant « avant » ({on(before)}) : échangez-les.")
    return start_of(since, means), start_of(before, means)


def start_of(day: date | None, means: Means) -> datetime | None:
    return datetime.combine(day, time(), means.zone) if day else None


def heading(values: Values, total: int, number: int, last: int) -> str:
    page = f", page {number} sur {last}" if last > 1 else ""
    return f"{counted(total, 'alerte trouvée', 'alertes trouvées')} pour {criteria(values)}{page}."


def criteria(values: Values) -> str:
    """« « plan social », Renault, Emploi, depuis 7 jours »."""
    topics = topics_of(values.get("sujet", ""))
    words = [f"« {values['mots']} »", values.get("entreprise", ""), topic_label(topics) if topics else ""]
    return ", ".join(
        [*filter(None, words), *(f"{name} {values[name]}" for name in ("depuis", "avant") if name in values)]
    )


def months(by_month: Mapping[str, int]) -> str:
    """« Par mois : nov. 2026 : 3 · oct. 2026 : 1 », the latest first; nothing for one month alone."""
    if len(by_month) < 2:
        return ""
    newest = sorted(by_month.items(), reverse=True)
    shown = [f"{month_name(month)} : {count}" for month, count in islice(newest, MONTHS_SHOWN)]
    older = sum(count for _, count in newest[MONTHS_SHOWN:])
    return "Par mois : " + " · ".join([*shown, *([f"avant : {older}"] if older else [])])


def month_name(month: str) -> str:
    """'2026-11' -> « nov. 2026 »."""
    return format_date(date.fromisoformat(f"{month}-01"), "MMM y", locale="fr")


def nothing_found(caller: Caller, values: Values, others: Sequence[Company]) -> str:
    """What to try: a company that is not followed here, fewer limits, another spelling."""
    said = fold(values["mots"])
    strangers = [c.name for c in others if any(re.search(rf"\b{re.escape(fold(n))}\b", said) for n in c.names)]
    limits = [name for name in ("entreprise", "sujet", "depuis", "avant") if name in values]
    return told(
        f"Aucune alerte pour {criteria(values)}, parmi ce que suit {here(caller.channel)}.",
        not_followed(caller, strangers[:3]) if strangers else "",
        f"Essayez sans {named(limits)}, ou avec une période plus longue." if limits else "",
        "Essayez un seul mot, une autre orthographe, ou un synonyme (« plan social » pour « PSE »).",
    )
