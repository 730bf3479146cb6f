"""An English headline read as who does what to whom, where its whole beginning fits a known frame. Pure.

No guess: a headline that fits no frame is not told in our words but quoted, short, as what the press writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from vigie.model import RegulationFacts
from vigie.summarise import frames, orders
from vigie.summarise import reading as read
from vigie.summarise.reading import Reading
from vigie.summarise.verbs import Mood
from vigie.text import authorities
from vigie.text.fold import fold
from vigie.text.french import NBSP, Noun, de, quoted


@dataclass(frozen=True, slots=True)
class Told:
    """A headline that fits a frame: its wordings, who acts where it says so, how sure, and what the act is about."""

    wordings: tuple[str, ...]
    by_authority: bool
    mood: Mood
    thing: Noun | None
    """« le rachat de Fitbit par Google », « le 737 MAX de Boeing »."""
    duty: str
    """« fournir des documents »: what is ordered or asked."""


LABEL = re.compile(
    r"^(?:(?:exclusive|breaking|live|update \d|factbox|timeline|explainer|corrected|refile|analysis|insight|"
    r"breakingviews|column|opinion|watch|rpt)\b[:\-–— ]+|in (?:a )?(?:\w+ )?(?:blow|boost|setback|win|victory) "
    r"(?:to|for) [^,]{2,30}, )",
    re.I,
)
TAIL = re.compile(
    r"(?: [-–—] (?:as it happened|video|live|report|sources?(?:, \w+)?|wsj|ft|bloomberg|[\w .]{2,24})|"
    r": (?:sources?(?:, \w+)?|report|media|wsj|ft|nyt|bloomberg|[\w .&]{2,28})|, (?:sources?|report|"
    r"media)(?: (?:say|says|said))?)$",
    re.I,
)
"""Who tells it, at the end: told apart, or for the grammar no part of the sentence."""


@lru_cache(maxsize=256)
def bare(title: str) -> str:
    """The title without its label and without who tells it."""
    return TAIL.sub("", LABEL.sub("", title.replace("’", "'").replace("‘", "'").strip())).strip(" .")


def masked(reading: Reading) -> str:
    """The bare title in its own letters, with @c for the company and @a for the authority."""
    facts = reading.event.facts
    authority = facts.authority.value if isinstance(facts, RegulationFacts) and facts.authority else ""
    title = bare(reading.article.title)
    first = opening(title, reading.event.company.names)
    if not authority or fold(authority) not in fold(title) or fold(authority) in fold(first):
        authority = first
    return mask(title, reading.event.company.names, authority)


@lru_cache(maxsize=256)
def opening(title: str, names: tuple[str, ...]) -> str:
    """The authority with which a title opens, where the matcher gave none: « Lebanon », « U.S. agency »; else empty."""
    words = title.split()
    own = [fold(name) for name in names]
    for end in range(min(5, len(words) - 1), 0, -1):
        written = " ".join(words[:end])
        plain = all(word[:1].isupper() or word in HEAD_WORDS for word in words[:end])
        if plain and not any(read.stands(name, fold(written)) for name in own) and authorities.from_english(written):
            return written
    return ""


HEAD_WORDS = frozenset(word for head in authorities.ENGLISH_HEADS for word in head.split())
"""Words that an authority's name may have without a capital."""


ORIGIN = (
    r"(?:(?:U\.S\.|US|UK|EU|European|French|German|British|Italian|Dutch|Indian|Chinese|federal|top|state)(?:'s)? )"
)
BODY = (
    r"(?: (?:antitrust|competition|privacy|data|financial|markets?|aviation|auto|safety|top|consumer|state|district|"
    r"federal|appeals?|supreme|high|banking|securities|tax|trade|protection))*"
    r" (?:regulators?|watchdogs?|authorit(?:y|ies)|commission|agency|agencies|court|judge|prosecutors?)\b"
)


@lru_cache(maxsize=256)
def mask(title: str, names: tuple[str, ...], authority: str) -> str:
    if len(authority) > 1:
        title = re.sub(rf"(?<![\w@]){re.escape(authority)}(?!\w)", "@a", title, flags=re.I)
        title = re.sub(rf"(?:{ORIGIN})?@a(?:(?:'s)?{BODY})?", "@a", title)
    for name in sorted(names, key=len, reverse=True):
        for spelling in dict.fromkeys((name, fold(name))):
            title = re.sub(rf"(?<![\w@]){re.escape(spelling)}(?!\w)", "@c", title, flags=re.I)
    return re.sub(r"@c(?: \(@c\)|/@c| @c|'s @c)+", "@c", title)


# -- several companies ------------------------------------------------------------------------------------------------

NAME = r"(?-i:[A-Z0-9])[\w.&'-]*(?: (?-i:[A-Z])[\w.&'-]*){0,2}"
LISTED = re.compile(
    rf"(?:{NAME}, )*{NAME},? (?:and|&) (?:ex-)?@c\b(?!'s)|(?:{NAME}, )*@c(?:, {NAME})*,? (?:and|&) (?:others?\b|{NAME})"
    rf"|@c(?:, {NAME})+|(?:{NAME}, )+@c(?=[ ,])|others (?:and|&) @c|@c (?:and|&) \w+ other \w+",
    re.I,
)


def in_company(text: str) -> tuple[str, bool]:
    """A masked text with a list of companies reduced to @c; whether it held one."""
    found = LISTED.search(text)
    if found is None or "@a" in found[0]:
        return text, False
    return text[: found.start()] + "@c" + text[found.end() :], True


def lists(sentence: str, names: tuple[str, ...]) -> bool:
    """Whether a sentence names the company in a list of companies: « Barclays, Citi and RBS »."""
    return in_company(mask(sentence, names, ""))[1]


# -- frames -----------------------------------------------------------------------------------------------------------

MOODS: tuple[tuple[re.Pattern[str], Mood], ...] = (
    (re.compile(r"\b(?:may|might|could)\b", re.I), "may"),
    (re.compile(r"\b(?:should|would|set to|expected to|likely to|due to|poised to|about to|near)", re.I), "should"),
    (re.compile(r"\b(?:said to|reportedly)\b", re.I), "reported"),
    (re.compile(r"\b(?:to|will|plans? to|moves? to)\b", re.I), "will"),
)


def told(reading: Reading) -> Told | None:
    """The first frame that the headline fits."""
    whole = masked(reading)
    text, _ = in_company(whole)
    for pattern, wordings in frames.frames(text):
        if found := pattern.match(text):
            negative = NEGATIVE.search(found[0])
            if CONDITION.search(text[found.end() :]) or (negative and negative[0].lower() not in pattern.pattern):
                return None
            auxiliary = " ".join(group for group in found.groups() if group)
            reported = SOURCED.search(reading.article.title) is not None
            rest = text[found.end() :]
            return Told(
                wordings,
                "@a" in found[0] and any(slot in wording for wording in wordings for slot in ("{a", "{k", "{g")),
                mood_of(auxiliary, reported=reported),
                thing(whole, reading),
                orders.duty(rest if rest.startswith(" to ") else text),
            )
    return None


ABOUT_IT = re.compile(rf"^@c(?! (?:{frames.NOT_IT})\b):", re.I)


def about_it(reading: Reading) -> bool:
    """Whether the headline is the company's own, « Mastercard: EU fine of … »."""
    return ABOUT_IT.match(masked(reading)) is not None


WITH = re.compile(r"\bwith (?:the )?@a(?= (?:over|for|on|in|to|after|as|and|by)\b|[,;:.]|$)", re.I)
WITH_IT = re.compile(r"\b(?:with|by|from|settles?|resolves?|ends?|over|of)\b[^,;:]{0,24}@a(?! \w+ors\b)", re.I)


def with_it(reading: Reading, *, country: bool) -> bool:
    """Whether the headline brings the authority in behind what the company does: « to settle SEC charges ».

    A country only where it says « with »: elsewhere it is where things happen.
    """
    return (WITH if country else WITH_IT).search(masked(reading)) is not None


NEGATIVE = re.compile(r"\b(?:no|not|never|without|unlikely|nothing|none|refus|declin|fail|spared?)\b|n't\b", re.I)
CONDITION = re.compile(r"\b(?:if|unless|only when)\b", re.I)
SOURCED = re.compile(
    r"[:,-] (?:sources?|report|reports|media|wsj|ft|nyt|bloomberg|newspaper|[\w ]*(?:paper|times|journal))"
    r"(?: (?:say|says|said))?\W*$|\bsources? (?:say|said|told)|\breportedly\b|\bsaid to\b",
    re.I,
)


def mood_of(auxiliary: str, *, reported: bool) -> Mood:
    found = next((mood for pattern, mood in MOODS if pattern.search(auxiliary)), None)
    if found in (None, "will") and reported:
        return "reported"
    return found or "fact"


# -- what it is about -------------------------------------------------------------------------------------------------

PRODUCTS: tuple[tuple[re.Pattern[str], Noun], ...] = tuple(
    (re.compile(pattern, re.I), noun)
    for pattern, noun in (
        (r"737[ -]?max\b", Noun("737 MAX", "m", False, "le")),
        (r"\b787\b", Noun("787", "m", False, "le")),
        (r"\b777x\b", Noun("777X", "m", False, "le")),
        (r"\bA380\b", Noun("A380", "m", False, "le")),
        (r"\broundup\b", Noun("Roundup", "m", False, "le")),
        (r"\bglyphosate\b", Noun("glyphosate", "m", False, "le")),
    )
)
SUM = (
    r"(?:(?:about |up to )?[$€£]?[\d.,]+(?:[- ](?:billion|million|bln|mln|bn|m)\b)?(?:[- ](?:euros?|"
    r"dollars?|pounds?))? )?"
)
DEAL = (
    r"(?:deal|takeover|acquisition|merger|purchase|buyout|bid|tie-up|merger deal|takeover bid|takeover "
    r"deal|asset deal)\b"
)
TARGET = r"(?P<other>(?-i:[A-Z])[\w.&-]*(?: (?-i:[A-Z])[\w.&-]*){0,2})"
BOUGHT = (
    re.compile(
        rf"@c(?:'s?)? (?:planned |proposed )?{SUM}(?:acquisition|takeover|purchase|buyout) of (?:\w+ )?{TARGET}"
    ),
    re.compile(rf"@c (?:\w+ )?to (?:buy|acquire|take over|purchase) {TARGET}", re.I),
    re.compile(rf"@c (?:\w+ )?to take (?:full |sole )?control of {TARGET}", re.I),
)
BETWEEN = (
    re.compile(
        rf"@c(?:'s?)?(?:, | and |[-/]| ){SUM}(?:planned |proposed )?{TARGET}(?:'s)? (?:\w+ )?(?P<deal>{DEAL})", re.I
    ),
    re.compile(rf"{TARGET}(?:'s)?(?:, | and |[-/]| ){SUM}@c (?P<deal>{DEAL})", re.I),
    re.compile(rf"(?P<deal>{DEAL}) (?:of|between|with) @c (?:and|with) {TARGET}", re.I),
    re.compile(rf"@c(?:'s?)? {SUM}(?P<deal>{DEAL}) (?:with|of|for|by) {TARGET}", re.I),
    re.compile(rf"{TARGET}(?:'s)? {SUM}(?P<deal>{DEAL}) (?:with|of|for|by) @c", re.I),
    re.compile(rf"^@c [^,;:]* (?:for|of|on|over) (?:its )?{SUM}{TARGET} (?P<deal>{DEAL})", re.I),
)
NO_PARTY = re.compile(
    r"(?:U\.?S|UK|EU|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Brexit|Trade|China|India|Germany|France|Britain)\b"
)


def thing(text: str, reading: Reading) -> Noun | None:
    """The deal with its parties, or the product, as the headline names it."""
    for pattern in BOUGHT:
        if found := pattern.search(text):
            return Noun(f"rachat {de(name(found['other']))} par {reading.subject}", "m", False, "le")
    for pattern in BETWEEN:
        if (found := pattern.search(text)) and not NO_PARTY.match(found["other"]):
            merger = "merger" in found["deal"].lower()
            noun = "fusion" if merger else "opération"
            return Noun(f"{noun} entre {reading.subject} et {name(found['other'])}", "f", False, "le")
    for pattern, product in PRODUCTS:
        if pattern.search(text):
            return Noun(f"{product.text} {reading.subject.of}", product.gender, False, "le")
    return None


def priced(deal: Noun, money: str) -> Noun:
    """« le rachat de Fitbit par Google pour 2,1 milliards de dollars », « l'opération à … entre A et B »."""
    if deal.text.startswith("rachat"):
        return replace(deal, text=f"{deal.text} pour {money}")
    return replace(deal, text=deal.text.replace(" entre ", f" à {money} entre ", 1))


def name(written: str) -> str:
    return written.strip(" .,").removesuffix("'s")


# -- quoted -----------------------------------------------------------------------------------------------------------

SHORTEST_QUOTED, WORDS_QUOTED = 5, 8
LONGEST_QUOTED = 15
CLAUSE = re.compile(
    r",? (?=(?:as|after|over|amid|ahead of|despite|while|before|in (?:blow|boost|push|bid)|following|due "
    r"to)\b)|[;:] | - |, (?=\w+ (?:says?|finds?|rules?|confirms?)\b)",
    re.I,
)
"""Where a headline may end early and still say what it says."""


def key_phrases(reading: Reading) -> Iterator[str]:
    """The headline cut at its clauses, eight words at most, else as it is where it has twelve at most."""
    title = bare(reading.article.title).replace('"', "'").replace("“", "'").replace("”", "'")
    cuts = [title, *(title[: match.start()] for match in reversed(list(CLAUSE.finditer(title))))]
    whole = [
        cut
        for cut in cuts
        if SHORTEST_QUOTED <= len(cut.split()) <= WORDS_QUOTED and cut.count("'") % 2 == title.count("'") % 2
    ]
    yield from (cut for cut in whole if names_company(reading, cut))
    words = title.split()
    if len(words) <= LONGEST_QUOTED:
        yield title
    yield from (f"{' '.join(words[:count])}…" for count in (WORDS_QUOTED, WORDS_QUOTED - 3) if count < len(words))


def names_company(reading: Reading, text: str) -> bool:
    folded = fold(text)
    return any(read.stands(fold(one), folded) for one in reading.event.company.names)


def quotations(reading: Reading, parties: str, matter: str) -> Iterator[str]:
    """« La presse anglophone évoque un dossier qui concerne Meta et la FTC : « … » »; matter: « un dossier »."""
    press = "La presse anglophone"
    for phrase in key_phrases(reading):
        told = f"{press} évoque {matter} qui concerne {parties}"
        yield f"{told}{NBSP}: {quoted(phrase)}"
        yield f"{told}, dans un article titré en anglais{NBSP}: {quoted(phrase)}"
