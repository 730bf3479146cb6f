"""What people read of a story, as platform-free lines of French: one function, story -> Card. Pure.

A platform only lays a Card out (embed, Block Kit, panel); it chooses no words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from vigie.model import (
    LAYOFFS,
    REGULATION,
    TOPICS,
    Company,
    Event,
    Fact,
    LayoffFacts,
    Passage,
    RegulationFacts,
    Role,
    Source,
    Stage,
    Story,
    Summary,
    Update,
)
from vigie.text import authorities, media, places
from vigie.text.fold import fold
from vigie.text.french import NBSP


@dataclass(frozen=True, slots=True)
class Action:
    """A button: pressing it runs a command with these values, as if the person had typed it."""

    label: str
    command: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One story, ready to be laid out; every line is plain text (no markup) and fits both platforms' limits."""

    topic: str
    """layoffs | regulation: chooses the colour; the heading says it in words too."""
    heading: str
    """« 🔻 TikTok · Emploi · selon la presse », at most 200 characters."""
    summary: str
    """At most 280 characters."""
    details: str
    """« États-Unis · publié le 9 juil. 2025, 14 h 05 · exemple.fr »."""
    sources: str
    """« Repris par 2 médias : KultureGeek · Les Échos »; empty while there is one."""
    link: str
    """The lead article's address: where « Lire » leads."""
    title: str
    """The lead article's title, as the feed gives it."""
    notification: str
    """Company and summary: what a phone shows."""
    actions: tuple[Action, ...] = ()
    mark: str = ""
    """« Aperçu », « Exemple »…: what keeps this card from being taken for an alert; empty for an alert."""


LIMITS = {"heading": 200, "summary": 280, "details": 200, "sources": 200, "title": 300, "notification": 400}
"""Characters a line may have; both platforms take more."""

EMOJI: Mapping[str, str] = MappingProxyType({LAYOFFS: "🔻", REGULATION: "⚖️"})

STAGES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.RUMOUR: "rumeur",
        Stage.PLAN: "projet",
        Stage.ANNOUNCED: "annoncé",
        Stage.UNDERWAY: "en cours",
        Stage.DONE: "fait",
        Stage.CANCELLED: "abandonné",
        Stage.DENIED: "démenti",
    }
)

FORMS: Mapping[str, str] = MappingProxyType(
    {
        "PSE": "PSE",
        "RCC": "RCC",
        "PDV": "Départs volontaires",
        "APC": "APC",
        "redressement": "Redressement judiciaire",
        "liquidation": "Liquidation judiciaire",
        "sauvegarde": "Procédure de sauvegarde",
    }
)
"""Procedures of French law, as the heading says them in place of « Emploi »."""

IN_PROGRESS: Mapping[Stage, str] = MappingProxyType(
    {Stage.PLAN: "en négociation", Stage.ANNOUNCED: "annoncée", Stage.UNDERWAY: "en cours", Stage.DONE: "signée"}
)
"""The stage of an agreement that is negotiated (RCC, APC, voluntary departures)."""

ACTS: Mapping[str, str] = MappingProxyType(
    {
        "fine": "Amende",
        "probe": "Enquête",
        "lawsuit": "Poursuites",
        "ruling": "Décision de justice",
        "ban": "Interdiction",
        "order": "Injonction",
        "law": "Réglementation",
        "approval": "Autorisation",
        "block": "Opposition",
        "settlement": "Accord amiable",
        "appeal": "Appel",
    }
)
"""What an authority does, as the heading says it in place of « Autorités »."""

HEDGE = re.compile(r"\b(?:selon|d'après|\w{2,}rai(?:t|ent)|menacerait|rumeur|soupçonn\w+)\b", re.I)
"""A summary that reports what others say."""

PRESS = re.compile(
    r"\b(?:selon|d'après) (?:des sources|une source|la presse|un journal|Bloomberg|Reuters|l'AFP|le |la |Les |L)", re.I
)
"""A summary that names a medium, or sources that one quotes."""

DANGEROUS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control, bidirectional, zero-width and tag characters: what a reader does not see must not be there."""


def plain(text: str, limit: int) -> str:
    """One clean line of at most `limit` characters, cut between words with « … »."""
    line = " ".join(DANGEROUS.sub("", re.sub(r"[\t\r\n\u2028\u2029]+", " ", text)).split(" ")).strip()
    line = re.sub(r" {2,}", " ", line)
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:·") + "…"


def card(story: Story, zone: ZoneInfo, *, mark: str = "", actions: bool = True) -> Card:
    """The story as people read it; zone is where they are, mark what keeps it from being taken for an alert."""
    lead, event = story.lead, story.event
    summary = plain(story.summary.text, LIMITS["summary"])
    return Card(
        topic=event.topic,
        heading=plain(heading(event, summary), LIMITS["heading"]),
        summary=summary,
        details=plain(details(story, zone), LIMITS["details"]),
        sources=plain(sources(story), LIMITS["sources"]),
        link=lead.url,
        title=plain(lead.title, LIMITS["title"]),
        notification=plain(notification(event, summary), LIMITS["notification"]),
        actions=(Action("Pourquoi ?".replace(" ", NBSP), "pourquoi", {"alerte": str(story.id)}),) if actions else (),
        mark=mark,
    )


def heading(event: Event, summary: str) -> str:
    """« 🔻 TikTok · Emploi · selon la presse », « ⚖️ Meta · Amende · CNIL »."""
    parts = [event.company.name, *subject(event), stage(event, summary)]
    return f"{EMOJI.get(event.topic, '•')} " + " · ".join(part for part in parts if part)


def subject(event: Event) -> list[str]:
    """The topic, or better the form or the act as read, with the authority."""
    match event.facts:
        case LayoffFacts(procedure=Fact(value=value)) if value in FORMS:
            return [FORMS[value]]
        case RegulationFacts(action=Fact(value=value)) as facts if value in ACTS:
            who = authority(facts)
            return [ACTS[value], who] if who else [ACTS[value]]
        case RegulationFacts() as facts if who := authority(facts):
            return [TOPICS[REGULATION].label, who]
    topic = TOPICS.get(event.topic)
    return [topic.label if topic else event.topic]


def authority(facts: RegulationFacts) -> str:
    """Its French name with no article, « CNIL »; empty where none is certain."""
    if facts.authority_fr:
        return facts.authority_fr
    noun = authorities.from_english(facts.authority.value) if facts.authority else None
    return noun.text if noun else ""


def stage(event: Event, summary: str) -> str:
    """The stage in words, never stronger than the article: what a medium reports is « selon la presse ».

    An act of an authority has no stage but what the summary says of it: reported, possible, or a fact.
    """
    source, known = event.facts.source, event.stage if event.topic != REGULATION else None
    if known in (Stage.DENIED, Stage.CANCELLED):
        return STAGES[known]
    if source and media.is_press(source.value):
        return "selon la presse"
    if known is Stage.RUMOUR or (known is not Stage.PLAN and HEDGE.search(summary)):
        return "selon la presse" if PRESS.search(summary) else "rumeur" if known is Stage.RUMOUR else "à confirmer"
    if known and isinstance(event.facts, LayoffFacts) and negotiated(event.facts):
        return IN_PROGRESS.get(known, "")
    return STAGES[known] if known else ""


def negotiated(facts: LayoffFacts) -> bool:
    return facts.procedure is not None and facts.procedure.value in ("RCC", "APC")


def details(story: Story, zone: ZoneInfo) -> str:
    """« États-Unis · publié le 9 juil. 2025, 14 h 05 · exemple.fr »: only what is known; first what contradicts it."""
    lead, event = story.lead, story.event
    known = [place(fact.value, story.summary.language) for fact in event.facts.places]
    when = f"publié le {moment(lead.published, zone)}" if lead.published else ""
    label = "résumé automatique" if story.summary.method == "model" else ""
    parts = [*contested(story), *dict.fromkeys(known), when, domain(lead.url), label]
    return " · ".join(part for part in parts if part)


MADE: Mapping[str, str] = MappingProxyType(
    {
        "brief": "composé par des règles à partir des faits de l'article, sans modèle de langue",
        "extract": "une phrase ou le titre de l'article, raccourcis par des règles",
        "title": "d'après le seul titre de l'article",
        "model": "écrit par un modèle de langue, vérifié contre l'article",
    }
)
"""How a summary was made, by Summary.method."""


def made(summary: Summary) -> str:
    """« Résumé automatique : … »: what « Pourquoi ? » says of a summary.

    A card itself says so only of a model's: it would cost a line on a phone, and the others hold no word of a machine.
    """
    return f"Résumé automatique{NBSP}: {MADE[summary.method]}."


CONTESTED = 2
"""Figures of later articles that stand beside the lead's: the latest."""


def contested(story: Story) -> list[str]:
    """« 9 100 postes selon lecourrier.fr »: the figures that contradict the summary's, with their sources."""
    figures = dict.fromkeys(f"{new.figure} selon {new.outlet}" for new in story.updates if new.figure)
    return list(figures)[-CONTESTED:]


def place(written: str, language: str) -> str:
    """The place in French, without a preposition; empty for an English phrase that has no French here."""
    if found := places.find(written):
        return found.name
    return written if language == "fr" or places.settled(written) else ""


def moment(when: datetime, zone: ZoneInfo) -> str:
    """« 9 juil. 2025, 14 h 05 »."""
    return format_datetime(when.astimezone(zone), f"d MMM y, H'{NBSP}h{NBSP}'mm", locale="fr")


def domain(url: str) -> str:
    """« exemple.fr »: where the link leads."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # « http://[ » is no address
        return ""
    return host.removeprefix("www.")


def sources(story: Story) -> str:
    """« D'après Bloomberg · repris par 2 médias : A · B »: origin and reprints apart; empty with one outlet."""
    if len(story.outlets) < 2:
        return ""
    names = f"repris par {len(story.outlets)} médias{NBSP}: {' · '.join(story.outlets)}"
    source = story.event.facts.source
    origin = media.medium(source.value) if source else None
    return f"D'après {origin} · {names}" if origin else names[0].upper() + names[1:]


def notification(event: Event, summary: str) -> str:
    """What a phone shows: the company, unless the summary starts with it, and the summary."""
    name = event.company.name
    return summary if fold(summary).startswith(fold(name)) else f"{name}{NBSP}: {summary}"


def news(event: Event, new: Update) -> str:
    """« Ateliers Morvan · Mise à jour : 300 emplois, contre 283 »: the company too, for a phone shows nothing else."""
    name = event.company.name
    return plain(new.text if fold(name) in fold(new.text) else f"{name} · {new.text}", LIMITS["notification"])


def example(zone: ZoneInfo, now: datetime) -> Card:
    """The card that « tester » posts: an invented company, marked as an example, with no button."""
    company = Company(0, "Société Exemple")
    nowhere = Passage("title", 0, 0)
    facts = LayoffFacts(places=(Fact("Lyon", nowhere),), jobs=Fact(120, nowhere), jobs_kind=Fact("threatened", nowhere))
    event = Event(company, LAYOFFS, Role.SUBJECT, Stage.PLAN, facts, (), 1.0)
    text = f"120{NBSP}emplois sont menacés chez Société Exemple à Lyon, selon un projet présenté aux syndicats."
    lead = Source("exemple.fr", "Société Exemple envisage un plan social à Lyon", "https://exemple.fr/", now, now)
    story = Story(0, event, Summary(text, "brief", "fr"), (lead,), now, now)
    return card(story, zone, mark="Exemple", actions=False)
