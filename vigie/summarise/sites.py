"""What closes, in French, as the sentences that tell the event name it: « une usine », « 300 agences ». Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from vigie.summarise.reading import Reading
from vigie.text.french import number

SITES: tuple[tuple[str, str, str, str], ...] = (
    # English and French singular (folded), plural, French singular with its article, French plural
    (r"usine|plant|factory", r"usines|plants|factories", "une usine", "usines"),
    (r"abattoir|slaughterhouse", r"abattoirs|slaughterhouses", "un abattoir", "abattoirs"),
    (r"acierie|steelworks|steel mill|smelter", r"acieries|steelworks|steel mills|smelters", "une aciérie", "aciéries"),
    (r"raffinerie|refinery", r"raffineries|refineries", "une raffinerie", "raffineries"),
    (r"magasin|store|shop", r"magasins|stores|shops|boutiques", "un magasin", "magasins"),
    (r"agence|branch", r"agences|branches", "une agence", "agences"),
    (r"entrepot|warehouse", r"entrepots|warehouses", "un entrepôt", "entrepôts"),
    (
        r"centre d'appels?|call cent(?:er|re)",
        r"centres d'appels?|call cent(?:er|re)s",
        "un centre d'appels",
        "centres d'appels",
    ),
    (r"mine|coal mine", r"mines", "une mine", "mines"),
    (r"studio", r"studios", "un studio", "studios"),
    (r"bureau|office", r"bureaux|offices", "un bureau", "bureaux"),
    (r"site|facility", r"sites|facilities", "un site", "sites"),
)

SHUT = r"(?:ferm(?:e|er|era|ent|eture|ee|ait|erait)s?|clos(?:e|es|ed|ing|ure)s?|shut(?:s|ting|ter|tered|down)?|axe)"
GAP = r"[^.;:\n]{0,45}?\b"
NEGATED = re.compile(
    r"(?:\b(?:not|no|won't|ne|"
    r"sans|contre|eviter|avoid\w*|against|oppos\w+|rather than|instead of|pas de)\b|"
    r"n't\b|\bn')"
    rf"[^.;\n]{{0,25}}\b{SHUT}"
    rf"|{SHUT}\b[^.;\n]{{0,12}} (?:pas|plus)\b"
)


SHUTS = re.compile(rf"\b{SHUT}\b")
SHUT_SITES = tuple(
    (
        re.compile(rf"\b(?P<n>\d[\d ,.]*)? ?(?:de ses |of its )?\b(?:{many})\b"),
        re.compile(rf"\b{SHUT}\b{GAP}(?:{many})\b|\b(?:{many})\b[^.;:\n]{{0,30}}?\b{SHUT}\b"),
        re.compile(rf"\b{SHUT}\b{GAP}(?:{one})\b|\b(?:{one})\b[^.;:\n]{{0,30}}?\b{SHUT}\b"),
        single,
        plural,
    )
    for one, many, single, plural in SITES
)
"""For each kind of site: several of them, several that shut, one that shuts (« plant closure »)."""


def closing(reading: Reading) -> str | None:
    """« une usine », « 300 agences »: what the title or the event's sentences say is closed; None where nothing is."""
    return closed(reading.told)


@lru_cache(maxsize=256)
def closed(told: str) -> str | None:
    for line in told.split("\n"):
        if not SHUTS.search(line) or NEGATED.search(line):
            continue
        for counted, many_shut, one_shuts, single, plural in SHUT_SITES:
            if found := counted.search(line):
                if many_shut.search(line):
                    return several(found["n"], plural)
            elif one_shuts.search(line):
                return single
    return None


def several(figure: str | None, plural: str) -> str:
    digits = re.sub(r"\D", "", figure or "")
    return f"{number(int(digits))} {plural}" if digits and 1 < int(digits) < 100_000 else f"des {plural}"
