"""A news sentence or headline made shorter by rules that drop asides, attributions and labels. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

LABEL = re.compile(
    r"^(?:VIDÉOS?|VIDEO|DIRECT|EN DIRECT|EXCLUSIF|INFOGRAPHIE|INTERVIEW|EN IMAGES|PHOTOS?|"
    r"DOSSIER|REPORTAGE)\s*[.:–—-]\s*",
    re.I,
)


def headline(title: str) -> str:
    """The title as a sentence, without its label."""
    text = LABEL.sub("", title.strip())
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


SAID = (
    r"(?:annoncé|indiqué|déclaré|affirmé|précisé|expliqué|ajouté|fait savoir|confirmé|rapporté|"
    r"souligné|estimé|assuré|détaillé|"
    r"révélé|appris|dit|lancé|conclu|raconté|insisté|relevé|noté|martelé|rappelé|poursuivi)"
)
DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"

DROPS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s*\([^()]{0,160}\)",
        rf",? (?:a|ont)(?:-t-(?:il|elle|on|ils|elles))? {SAID}[^.«»\"]{{0,140}}(?=\.?$)",
        rf", (?:a|ont)(?:-t-(?:il|elle|on|ils|elles))? {SAID}[^,.«»\"]{{0,90}}(?=,)",
        r", (?:rapporte|explique|indique|précise|selon|d'après|révèle|relaie|relate|affirme) [^,.«»\"]{0,90}(?=[,.]|$)",
    )
)
"""Parentheses, and who said so at the end of a sentence or between commas."""

LINKS = re.compile(
    r"^(?:Mais|Et|Or|Car|Donc|Ainsi|Enfin|Cependant|Toutefois|Pourtant|En effet|Par ailleurs|De "
    r"plus|En outre|De son côté|Résultat|"
    r"Selon [^,]{3,60}|D'après [^,]{3,60}|Comme [^,]{3,60})\s*[,:]? "
)
CLAUSE = re.compile(
    r"\s*[,;:–—]\s|\s(?=(?:alors que|tandis que|après que|même si|bien que|dont|qui|avant de|"
    r"après avoir|en raison|afin de|mais|pour que|"
    r"lorsque|puisque|parce que|car)\b)"
)
"""Where a sentence may end early."""
OPENER = re.compile(
    r"^(?:Après|Avant|Alors|Dans|En|Depuis|Lors|Au|Aux|Sur|Selon|D'après|Pour|Face|Malgré|Afin|"
    r"Quelques|À|A|Sous|Avec|Contrairement|"
    r"Interrogé|Invité|Interviewé|Comme|Si|Hier|Ce|Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|"
    r"Dimanche)\b[^,«\"]{2,90}, (?=\w)"
)
"""A circumstance in front of the subject."""
SHORTEST = 55
HANGING = re.compile(
    r"(?:^|\W)(?:qui|que|mais|et|ou|où|dont|de|d'|du|des|à|au|aux|en|dans|sur|pour|par|avec|sans|"
    r"si|comme|le|la|les|un|une|ne|se|"
    r"plus|alors|même si|bien que|son|sa|ses|leur|leurs|ce|cette|il|elle|a|ont|est|sont)$",
    re.I,
)
"""A word on which no sentence ends."""
SUBORDINATE = re.compile(r"\b(?:si|que|quand|lorsqu\w*|puisqu\w*|où|dont|qui|alors|comme|après avoir)\b|qu'")
RELATIVE = re.compile(r"\s*(?:qui|dont)\b")


def forms(sentence: str) -> Iterator[str]:
    """The sentence, then shorter and shorter forms of it that still end as sentences."""
    text = " ".join(sentence.split())
    yield text
    short = text
    for pattern in DROPS:
        short = pattern.sub("", short)
    short = closed(opened(LINKS.sub("", short)))
    yield short
    bare = opened(OPENER.sub("", short))
    if bare != short and len(bare) >= SHORTEST:
        yield bare
    yield from beginnings(short)


def beginnings(text: str) -> Iterator[str]:
    """The sentence up to each of its clauses, the longest first, quotation marks and brackets closed."""
    for match in reversed(list(CLAUSE.finditer(text))):
        cut = text[: match.start()]
        unfinished = SUBORDINATE.search(cut[-70:]) if RELATIVE.match(text, match.end()) else None
        if len(cut) >= SHORTEST and balanced(cut) and not HANGING.search(cut) and not unfinished:
            yield closed(cut)


def opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def closed(text: str) -> str:
    text = text.rstrip(" ,;:–—")
    return text if text.endswith((".", "!", "?", "…", "»", '"')) else f"{text}."


def balanced(text: str) -> bool:
    return text.count("«") == text.count("»") and text.count('"') % 2 == 0 and text.count("(") == text.count(")")
