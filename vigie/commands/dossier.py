"""`chronologie` and `exporter`: all that was found about one company, in order, to read or to keep as a table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from vigie.cards import ACTS, STAGES, heading, plain
from vigie.commands.means import Means
from vigie.commands.naming import PAGE
from vigie.commands.phrases import here, on, page_of, to_type, told
from vigie.commands.search import followed_one, period
from vigie.commands.subscriptions import nothing_here
from vigie.commands.table import Argument, Caller, File, Kind, Refused, Reply, Values, command
from vigie.model import TOPICS, Company, Fact, LayoffFacts, RegulationFacts, Story
from vigie.ports import Query
from vigie.text.fold import fold
from vigie.text.french import counted

MOST, AT_ONCE = 1_000, 200
"""Stories of one dossier; how many are read at a time."""

COMPANY = Argument("entreprise", "L'entreprise, par son nom ou un alias", Kind.COMPANY, english="company")
SINCE = Argument("depuis", "À partir de ce jour : 2026-11-25, hier, 7 jours, novembre", Kind.DAY, False, "since")
BEFORE = Argument("avant", "Avant ce jour : 2026-11-25, hier, 7 jours, novembre", Kind.DAY, False, "before")


# -- chronologie ------------------------------------------------------------------------------------------------------


@command(
    "chronologie",
    "Les événements d'une entreprise, dans l'ordre",
    COMPANY,
    SINCE,
    BEFORE,
    PAGE,
    english="timeline",
    english_help="The events of a company, the oldest first",
    examples=("chronologie Renault", "chronologie Renault depuis: 2026-01-01"),
)
async def timeline(means: Means, caller: Caller, values: Values) -> Reply:
    company, stories = await gathered(means, caller, values)
    head = f"{company.name} : {counted(len(stories), 'événement', 'événements')}, du plus ancien au plus récent."
    lines = [line for story in stories for line in of_story(story, means)]
    shown, turning = page_of([head, *lines], values, "chronologie")
    return Reply(told(shown), actions=turning)


def of_story(story: Story, means: Means) -> Iterator[str]:
    """« • 2 mars 2026 · n° 12 · Renault · PSE · annoncé : … », then its new facts."""
    summary = plain(story.summary.text, 200)
    yield f"• {day(dated(story), means)} · n° {story.id} · {heading(story.event, summary)} : {summary}"
    for new in story.updates:
        yield f"   ↳ {plain(new.text, 200)}" + (f" ({new.outlet})" if new.outlet else "")


# -- exporter ---------------------------------------------------------------------------------------------------------


@command(
    "exporter",
    "Le dossier d'une entreprise, en tableau",
    COMPANY,
    Argument(
        "format", "csv pour un tableur, json pour un programme ; rien : csv", required=False, english="format",
        choices=(("CSV", "csv"), ("JSON", "json")), one_word=True, limit=10,
    ),
    SINCE,
    BEFORE,
    PAGE,
    english="export",
    english_help="The file of a company as a table: facts, dates, links",
    examples=("exporter Renault", "exporter Renault format: json depuis: 2026-01-01"),
)  # fmt: skip
async def export(means: Means, caller: Caller, values: Values) -> Reply:
    wanted = fold(values.get("format", "csv"))
    if wanted not in FORMATS:
        raise Refused(f"Écrivez format: {' ou format: '.join(FORMATS)}.")
    company, stories = await gathered(means, caller, values)
    rows = [row(story, means) for story in stories]
    said = f"{company.name} : {counted(len(rows), 'événement', 'événements')}"
    if caller.takes_files:
        name = f"vigie-{slug(company.name)}.{wanted}"
        return Reply(f"{said}, en fichier.", file=File(name, FORMATS[wanted](rows)))
    lines = [f"{said}. Enregistrez ce texte dans un fichier .{wanted} :", *FORMATS[wanted](rows).splitlines()]
    shown, turning = page_of(lines, values, "exporter")
    return Reply(told(shown), actions=turning)


Row = Mapping[str, object]
"""What is known of a story, by the heading of its column; None where nothing is."""


def row(story: Story, means: Means) -> Row:
    event, lead, facts = story.event, story.lead, story.event.facts
    layoff = facts if isinstance(facts, LayoffFacts) else LayoffFacts()
    act = facts if isinstance(facts, RegulationFacts) else RegulationFacts()
    action = value(act.action)
    return {
        "numero": story.id,
        "entreprise": event.company.name,
        "sujet": TOPICS[event.topic].label if event.topic in TOPICS else event.topic,
        "etape": STAGES[event.stage] if event.stage else None,
        "resume": story.summary.text,
        "publie": stamp(lead.published, means),
        "vu": stamp(story.first_seen, means),
        "postes": value(layoff.jobs),
        "part_pour_cent": value(layoff.share),
        "procedure": value(layoff.procedure),
        "autorite": act.authority_fr or value(act.authority),
        "acte": ACTS.get(action) if isinstance(action, str) else None,
        "montant": value(act.amount),
        "monnaie": value(act.currency),
        "lieux": ", ".join(place.value for place in facts.places) or None,
        "titre": lead.title,
        "lien": lead.url,
        "medias": ", ".join(story.outlets),
        "mises_a_jour": " | ".join(new.text for new in story.updates) or None,
    }


def value(fact: Fact[int] | Fact[float] | Fact[str] | None) -> int | float | str | None:
    """A whole number without its « .0 »."""
    if fact is None:
        return None
    known = fact.value
    return int(known) if isinstance(known, float) and known.is_integer() else known


def stamp(when: datetime | None, means: Means) -> str | None:
    """« 2026-03-02 14:05 », as spreadsheets read it, on the clock of those who read."""
    return f"{when.astimezone(means.zone):%Y-%m-%d %H:%M}" if when else None


def as_csv(rows: Sequence[Row]) -> str:
    """As French spreadsheets open it: semicolons, decimal commas, and a mark that says UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([cell(one) for one in found.values()] for found in rows)
    return f"\ufeff{out.getvalue()}"


BREAKS = re.compile(r"[ \t\r\n\v\f\x00-\x1f]+")
"""No-break spaces stay: they are French."""

RUNS = re.compile(r"\s*[=+\-@]")
"""How a cell begins that a spreadsheet would run; titles and links are other people's words."""


def cell(known: object) -> str:
    if known is None:
        return ""
    if isinstance(known, int | float):
        return str(known).replace(".", ",")
    text = BREAKS.sub(" ", str(known)).strip()
    return f"'{text}" if RUNS.match(text) else text


def as_json(rows: Sequence[Row]) -> str:
    """A list, one story a line; what is not known is left out."""
    lines = (json.dumps({k: v for k, v in found.items() if v is not None}, ensure_ascii=False) for found in rows)
    return "[\n" + ",\n".join(lines) + "\n]\n"


FORMATS = {"csv": as_csv, "json": as_json}


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60] or "entreprise"


# -- what both tell ---------------------------------------------------------------------------------------------------


async def gathered(means: Means, caller: Caller, values: Values) -> tuple[Company, list[Story]]:
    """The company that is meant, and its stories that this channel may see, oldest first. Raises Refused."""
    subscriptions = await means.store.subscriptions(caller.channel)
    if not subscriptions:
        raise Refused(nothing_here(caller))
    visible = await means.store.companies(caller.channel.tenant)
    of_all = any(one.company is None for one in subscriptions)
    followed = visible if of_all else [one.company for one in subscriptions if one.company]
    company = followed_one(visible, followed, values["entreprise"], caller)
    since, before = period(means, values)
    query = Query(caller.channel.tenant, caller.channel, company=company.id, since=since, before=before, limit=AT_ONCE)
    stories: list[Story] = []
    while len(stories) < MOST:
        found = await means.store.search(replace(query, offset=len(stories)))
        stories += found.stories
        if not found.stories or len(stories) >= found.total:
            break
    if not stories:
        raise Refused(
            f"Rien sur {company.name} dans ce que suit {here(caller.channel)}"
            + (", sur cette période." if since or before else " jusqu'ici.")
            + f" Pour chercher plus largement : {to_type(caller, 'chercher licenciements')}"
        )
    return company, sorted(stories, key=lambda story: (dated(story), story.id))


def dated(story: Story) -> datetime:
    return story.lead.published or story.first_seen


def day(when: datetime, means: Means) -> str:
    return on(when.astimezone(means.zone).date())
