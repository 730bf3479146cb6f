"""Whether an article speaks of job cuts at all where its summary does: a plan of transformation is none. Pure.

For summaries without a figure: a figure was read from a passage that says what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from vigie.model import LAYOFFS, Event, LayoffFacts

CLAIMED = re.compile(r"\bsuppressions?\b|\bsupprim|\blicenci|\bdeparts? volontaires|\bmises? au chomage")
"""What a folded summary says of people's jobs."""

BACKED: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "fr": re.compile(
            r"supprim|suppress|licenci|reduc|redui|\bcoup(?:e|er|es|ent)\b|\bpse\b|\brcc\b|\bpdv\b|\bapc\b|departs?\b|"
            r"plans? soci|sauvegarde de l'emploi|ruptures? conv|en moins|\bpert|\bperd|dispar|menac|\bferm|liquid|"
            r"redressement|degraiss|sabr|saign|remerci|\bsepar|reclass|destruct|detrui|chomage|\bvire|sans emploi|"
            r"sur le carreau|a la porte|cessation|faillite|\bcess(?:e|er|ent)\b|en jeu|charrette|mis a pied|sacrifi"
        ),
        "en": re.compile(
            r"\bcuts?\b|cutting|lay-?offs?|\blay(?:s|ing)?[ -]off|\blaid[ -]off|redundan|\bax(?:e|es|ed|ing)\b|slash|"
            r"\bshed|furlough|\bsack|\bfir(?:es?|ed|ings?)\b|dismiss|eliminat|\bjobs?\b|\bclos(?:e|es|ed|ing|ures?)\b|"
            r"\bshut|buy-?outs?|downsiz|\btrim|insolv|bankrupt|administration|headcount|workforce|departures|severance|"
            r"\bpositions\b|\broles\b|\blos(?:e|es|ing)\b|\bexits?\b|job losses|cull|purge"
        ),
    }
)
"""By language, the words of a folded article of which one must stand behind such a claim."""


def unbacked(folded: str, event: Event, source: str, language: str) -> str | None:
    """What a folded summary claims of jobs though the folded article never speaks of cuts; None where all is well."""
    facts = event.facts
    if event.topic != LAYOFFS or (isinstance(facts, LayoffFacts) and (facts.jobs or facts.share)):
        return None
    claimed, backed = CLAIMED.search(folded), BACKED.get(language)
    return claimed[0] if claimed and backed and not backed.search(source) else None
