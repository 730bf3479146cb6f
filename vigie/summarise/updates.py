"""A story's new fact -> the sentence of its reply: « Mise à jour : 9 100 postes, contre 9 000 ». Pure.

Whether something is new is for vigie.stories to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from vigie.model import Event, LayoffFacts, News, Summary, Update
from vigie.text.french import CURRENCIES, NBSP, amount, counted, number, percent

HEAD = f"Mise à jour{NBSP}: "

LONGEST = 300

ACTS: Mapping[str, str] = {"appeal": "un recours contre la décision est annoncé"}
"""Acts that are said in our own words."""

UNITS: Mapping[str, str] = {
    "cut": "postes",
    "threatened": "emplois menacés",
    "departures": "départs",
    "ceiling": "postes au plus",
}
"""What LayoffFacts.jobs counts, by its kind."""


def update(news: News, event: Event, summary: Summary, url: str, outlet: str) -> Update:
    """The reply's sentence: the figure where one is new, else what the article's own summary says."""
    said = figure(news.figure, news.new, event, news.currency) if news.new is not None else ""
    text = f"{said}, contre {bare(news, event)}" if said and news.old is not None else said
    if news.kind != "figure":
        text = ACTS.get(news.act) or summary.text
    contested = said if news.old is not None else ""
    return Update(f"{HEAD}{text}"[:LONGEST], url, outlet, news.loud, contested)


def figure(name: str, value: float | None, event: Event, currency: str) -> str:
    """« 9 100 postes », « 12,5 % », « 1,2 milliard d'euros »."""
    if value is None:
        return ""
    if name == "jobs":
        kind = event.facts.jobs_kind if isinstance(event.facts, LayoffFacts) else None
        unit = UNITS.get(kind.value if kind else "", "postes")
        return counted(value, unit, unit)
    if name == "share":
        return percent(value)
    return amount(value, currency) if currency in CURRENCIES else number(value)


OLDER = ", contre "
COMPARED = re.compile(rf"{HEAD}[^.;]*\d[^.;]*{OLDER}(?P<old>\d[^.;]*)")
"""The sentence of a figure beside an older one; an article's own summary ends with a full stop."""


def compared(text: str) -> bool:
    """Whether the sentence names an older figure."""
    return COMPARED.fullmatch(text) is not None


def known_to(update: Update, values: Collection[float]) -> Update:
    """The update for whoever has met no other numbers than these: without an older figure that is none of them."""
    found = COMPARED.fullmatch(update.text)
    if found is None or any(tells(found["old"], value) for value in values):
        return update
    return replace(update, text=update.text.rpartition(OLDER)[0], figure="")


def tells(old: str, value: float) -> bool:
    """Whether an older figure, as it is shown, is this number: alone, as a share, or as an amount."""
    shown = number(value)
    if old in (shown, percent(value)):
        return True
    unit = old.removeprefix(shown)
    return unit != old and UNIT.fullmatch(unit) is not None


UNIT = re.compile(rf"[ {NBSP}](?:d'|de )?({'|'.join(word for both in CURRENCIES.values() for word in both)})")


def bare(news: News, event: Event) -> str:
    """The old figure, without its unit where the new one says it."""
    assert news.old is not None
    return figure(news.figure, news.old, event, news.currency) if news.figure != "jobs" else number(news.old)
