"""`bilan`: what this channel was told, or would have been, since a day; and what waits for it, now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from vigie.cards import Action, heading, moment, plain
from vigie.commands.days import first_day
from vigie.commands.means import Means
from vigie.commands.naming import PAGE
from vigie.commands.phrases import here, host, in_trouble, on, page_of, told
from vigie.commands.subscriptions import nothing_here
from vigie.commands.table import Argument, Caller, Kind, Level, Refused, Reply, Values, command
from vigie.digest import arranged
from vigie.model import TOPICS, Citation, Story
from vigie.ports import Query
from vigie.text.french import capital, counted, joined

WEEK = timedelta(days=7)

MOST = 100
"""Stories that are listed."""


@command(
    "bilan",
    "Ce qui a paru pour ce salon, et ce qui attend",
    Argument("depuis", "Depuis quand : hier, 7 jours, novembre ; sans rien, une semaine", Kind.DAY, required=False,
             english="since", limit=40),
    Argument("maintenant", "oui", required=False, english="now", hidden=True, one_word=True),
    PAGE,
    english="digest",
    english_help="What appeared for this channel, as a list; and what waits",
    examples=("bilan", "bilan depuis: hier"),
)  # fmt: skip
async def digest(means: Means, caller: Caller, values: Values) -> Reply:
    if not await means.store.subscriptions(caller.channel):
        raise Refused(nothing_here(caller))
    if values.get("maintenant") == "oui":
        return await gather(means, caller)
    since = await beginning(means, values)
    found = await means.store.search(Query(caller.channel.tenant, caller.channel, since=since, limit=MOST))
    waiting = await means.store.waits(caller.channel)
    lines = [head(found.stories, found.total, since, means), *map(line, arranged(found.stories))]
    if not found.total:
        lines = [await nothing(means, caller, since)]
    if cited := await means.store.cited(caller.channel, since, means.clock()):
        lines += ["Seulement citées, avec un chiffre ou un acte :", *map(in_passing, cited)]
    shown, turning = page_of(lines, values, "bilan")
    return Reply(told(shown, waits(waiting, means)), actions=(*turning, *at_once(waiting, caller)))


async def beginning(means: Means, values: Values) -> datetime:
    now = means.clock()
    if "depuis" not in values:
        return now - WEEK
    day = first_day(values["depuis"], now.astimezone(means.zone).date())
    return datetime(day.year, day.month, day.day, tzinfo=means.zone)


def head(stories: tuple[Story, ...], total: int, since: datetime, means: Means) -> str:
    """« 12 alertes depuis le 25 nov. 2026 : 8 Emploi et 4 Autorités »."""
    topics = Counter(story.event.topic for story in stories)
    parts = [f"{count} {TOPICS[topic].label}" for topic, count in topics.most_common() if topic in TOPICS]
    split = f" : {joined(parts)}" if len(parts) > 1 and total == len(stories) else ""
    return f"{counted(total, 'alerte', 'alertes')} depuis le {on(since.astimezone(means.zone).date())}{split}"


def line(story: Story) -> str:
    """« • Renault · Emploi · projet (n° 12) : 120 postes… »."""
    summary = plain(story.summary.text, 140)
    return f"• n° {story.id} · {heading(story.event, summary)} : {summary}"


def in_passing(citation: Citation) -> str:
    """« • Renault · Emploi : « Le titre de l'article » (exemple.fr) », the feed's own words."""
    title = plain(re.sub(r"[«»]", "", citation.title), 120).strip()
    label = TOPICS[citation.event.topic].label if citation.event.topic in TOPICS else citation.event.topic
    return f"• {citation.event.company.name} · {label} : « {title} » ({host(citation.url)})"


async def nothing(means: Means, caller: Caller, since: datetime) -> str:
    """« Rien depuis le 25 nov. 2026 : 41 flux lus, 0 alerte, 2 flux en panne »."""
    feeds = await means.store.feeds(caller.channel.tenant)
    ill = sum(in_trouble(state) for _, state in feeds)
    trouble = f", dont {counted(ill, 'flux', 'flux')} en panne" if ill else ""
    day = on(since.astimezone(means.zone).date())
    return f"Rien depuis le {day} : {counted(len(feeds), 'flux suivi', 'flux suivis')}{trouble}, aucune alerte."


def waits(waiting: Sequence[datetime], means: Means) -> str:
    if not waiting:
        return ""
    first = moment(min(waiting), means.zone)
    if len(waiting) == 1:
        return f"1 alerte attend : elle arrivera le {first}."
    return f"{len(waiting)} alertes attendent : les premières arriveront le {first}."


def at_once(waiting: Sequence[datetime], caller: Caller) -> tuple[Action, ...]:
    if not waiting or caller.level < Level.SETUP:
        return ()
    return (Action("Les recevoir maintenant", "bilan", {"maintenant": "oui"}),)


async def gather(means: Means, caller: Caller) -> Reply:
    if caller.level < Level.SETUP:
        raise Refused("Demandez à une personne qui peut régler ce salon de faire venir ce qui attend.")
    count = await means.store.gather(caller.channel, means.clock())
    if not count:
        return Reply("Rien n'attend : tout ce qui devait arriver ici est arrivé.")
    said = counted(count, "alerte arrive", "alertes arrivent")
    return Reply(f"{capital(said)} dans {here(caller.channel)}, en une liste.")
