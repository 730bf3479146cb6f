"""What an act is about, in the article's own few words, as a quoted name. Pure."""

from __future__ import annotations

import re

from vigie.model import RegulationFacts
from vigie.summarise.reading import Reading
from vigie.text.fold import fold
from vigie.text.french import quoted

OBJECT = re.compile(r"(?:[a-z'«]|l'|d')[\w' -]+(?:-[\w]+)*")
NO_OBJECT = re.compile(
    r"(?:son|sa|ses|leurs?|its|his|her|their|this|that|it|ce|cette|cet|ces|il|elle|lui|eux|y|en)\b|"
    r"\w{3,}(?:er|ir|re)\b(?= )|"
    r".*\b(?:say|says|said|could|may|might|will|was|were|est|sont|a|ont|as|after|who|qui|que|dont)\b",
    re.I,
)
LONGEST_OBJECT = 6
"""Words that a quoted name may have."""


def quoted_object(reading: Reading, facts: RegulationFacts) -> str:
    """« fuel economy shortfall », « l'accident de Brétigny », where it is a whole noun phrase; else empty."""
    if facts.object is None:
        return ""
    passage, written = facts.object.passage, facts.object.value.strip()
    whole = reading.article.title if passage.where == "title" else reading.article.text
    cut = whole[max(0, passage.start - 1) : passage.start].isalnum() or whole[passage.end : passage.end + 1].isalnum()
    named = any(fold(name) in fold(written) for name in reading.event.company.names)
    fits = 2 <= len(written.split()) <= LONGEST_OBJECT and OBJECT.fullmatch(written) and not NO_OBJECT.match(written)
    return quoted(written) if fits and not cut and not named else ""
