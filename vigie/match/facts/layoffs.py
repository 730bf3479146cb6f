"""The facts of a layoff event: how many, of what, where, why, since when, under which procedure. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from vigie.match.facts import circumstances, figures
from vigie.match.facts.telling import Span, search, spans, written
from vigie.match.lexicons import Model
from vigie.match.reading import Reading
from vigie.model import Fact, LayoffFacts
from vigie.text.numbers import Quantity

T = TypeVar("T")

ORDINALS = {
    **dict.fromkeys(("premier", "premiere", "first"), 1),
    **dict.fromkeys(("deuxieme", "second", "seconde", "2e"), 2),
    **dict.fromkeys(("troisieme", "third", "3e", "3rd"), 3),
    **dict.fromkeys(("quatrieme", "fourth", "4e", "4th"), 4),
    **dict.fromkeys(("cinquieme", "fifth", "5e", "5th"), 5),
    **dict.fromkeys(("sixieme", "sixth", "6e", "6th"), 6),
}
MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
WAVE = re.compile(
    rf"""\b(?P<ordinal>{"|".join(ORDINALS)})\s(?:\w+\s)?
    (?:vague|salve|serie|plan|pse|reduction|coupe|round|wave|layoffs?|time|fois|redundancy)\b""",
    re.VERBOSE,
)
SINCE = re.compile(
    rf"\b(?:depuis|since)\s(?:le\s|la\s|l')?(?P<when>(?:\d{{1,2}}\s)?(?:debut\s|fin\s|early\s|late\s)?"
    rf"(?:{MONTHS}|\d{{4}})(?:\s\d{{4}})?)\b"
)
REASON = re.compile(
    r"""\b(?:en\ raison|a\ cause|du\ fait|pour\ cause|victime)\ d(?:e|u|es|')\s?(?P<why>[^.,;:()!?\n"]{4,80})
      | \b(?:(?<!fait\ )(?<!faire\ )face\ (?:a|au|aux)|due\ to|because\ of|amid|citing|blaming|following)
        \s(?P<cause>[^.,;:()!?\n"]{4,80})""",
    re.VERBOSE,
)
PROCEDURES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("PSE", r"\b(?:pse|plans? de sauvegarde de l'emploi|plans? social|plans? sociaux)\b"),
        ("RCC", r"\b(?:rcc|ruptures? conventionnelles? collectives?)\b"),
        (
            "PDV",
            r"\b(?:pdv|plans? de departs? volontaires?|voluntary (?:redundanc\w+|departures?|buyouts?|severance))\b",
        ),
        ("APC", r"\b(?:apc|accords? de performance collective)\b"),
        ("liquidation", r"\bliquidation(?: judiciaire)?\b"),
        ("redressement", r"\bredressement judiciaire\b"),
        ("sauvegarde", r"\bprocedure de sauvegarde\b"),
    )
)
DEADLINE = re.compile(
    rf"""\b(?:d'ici(?:\s(?:a|au|aux|le|la|les|l'))?|avant(?:\s(?:la|le|l'))?|a\ l'horizon|by(?:\sthe)?)\s?
    (?P<when> fin(?:\sde\ l'annee|\s\d{{4}}|\s\w+\s\d{{4}}) | la\ fin\ de\ l'annee | ete\s\d{{4}}
      | end(?:\sof)?\s\d{{4}} | year[- ]end | year's\ end
      | end\ of\ the\ year | (?:{MONTHS})(?:\s\d{{4}})? | 20\d\d )\b""",
    re.VERBOSE,
)
FEW_WORDS = re.compile(r"(?:\S+\s?){1,9}")
UNIT_WORD = re.compile(
    r"\b(?:division|branche|filiale|unite|activite|unit|arm|business)\s(?P<unit>[^\W\d_][\w&-]*(?:\s[^\W\d_][\w&-]*){0,2})"
)
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ceiling", re.compile(r"jusqu'a|au maximum|plafond|up to|as many as|maximum")),
    (
        "threatened",
        re.compile(r"menac|en jeu|en danger|sur la sellette|at risk|threat|crai[gn]|pourrai|could|concerne"),
    ),
    ("departures", re.compile(r"depart|departure|buyout|quitt")),
)
SHARES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("managers", re.compile(r"\b(?:cadres|managers|dirigeants|executives|management)\b")),
    ("site", re.compile(r"\b(?:du site|de l'usine|de son usine|of the plant|at the plant|at the site)\b")),
    (
        "workforce",
        re.compile(
            r"\b(?:effectifs?|salaries|employes|personnel|emplois|postes|workforce|staff|employees|workers|jobs"
            r"|headcount|total)\b"
        ),
    ),
)


def read(models: Mapping[str, Model], reading: Reading, company: int) -> LayoffFacts:
    """The facts that the article states of this company's layoffs."""
    where = spans(reading, company, "layoffs")
    jobs = figures.chosen(models["jobs"], reading, company, "layoffs", "jobs")
    share = figures.chosen(models["share"], reading, company, "layoffs", "share")
    wave, since = waves(reading, where)
    return LayoffFacts(
        places=circumstances.places(reading, where),
        source=circumstances.source(reading, where),
        jobs=fact(reading, jobs, int(jobs.value)) if jobs else None,
        jobs_kind=fact(reading, jobs, kind(reading, jobs)) if jobs else None,
        share=fact(reading, share, share.value) if share else None,
        share_of=fact(reading, share, of_what(reading, share)) if share else None,
        unit=unit(reading, company, where),
        reason=reason(reading, where[:3]),
        wave=wave,
        since=since,
        deadline=next((written(reading, m, "when") for m in search(reading, DEADLINE, where)), None),
        procedure=procedure(reading, where),
    )


def fact(reading: Reading, quantity: Quantity, value: T) -> Fact[T]:
    return Fact(value, reading.document.passage(quantity.start, quantity.end))


def around(reading: Reading, quantity: Quantity, before: int, after: int) -> str:
    """The characters around a quantity, within its sentence."""
    start, end = reading.document.sentences[reading.document.sentence_of(quantity.start)]
    return reading.document.text[max(start, quantity.start - before) : min(end, quantity.end + after)]


def kind(reading: Reading, jobs: Quantity) -> str:
    """cut | threatened | departures | ceiling: what the jobs are, by the words around the figure."""
    near = around(reading, jobs, 30, 45)
    return next((name for name, pattern in KINDS if pattern.search(near)), "cut")


def of_what(reading: Reading, share: Quantity) -> str:
    """workforce | managers | site | other: what the share is of."""
    near = around(reading, share, 0, 50)
    return next((name for name, pattern in SHARES if pattern.search(near)), "other")


def waves(reading: Reading, where: list[Span]) -> tuple[Fact[int] | None, Fact[str] | None]:
    """Which wave it is, and since when the waves are counted."""
    document = reading.document
    for match in search(reading, WAVE, where):
        wave = Fact(ORDINALS[match["ordinal"]], document.passage(*match.span()))
        end = document.sentences[document.sentence_of(match.start())][1]
        since = SINCE.search(document.text, match.end(), end)
        return wave, written(reading, since, "when") if since else None
    return None, None


def unit(reading: Reading, company: int, where: list[Span]) -> Fact[str] | None:
    """The division or brand: a name that goes on with capitals (« TikTok Shop US »), or what follows « filiale »."""
    document = reading.document
    best: Fact[str] | None = None
    for name in reading.by_company[company]:
        if not any(start <= name.start < end for start, end in where):
            continue
        more = re.compile(r"(?:\s[^\W_][\w&-]*){1,3}").match(document.text, name.end)
        end = name.end
        for word in re.finditer(r"\s[^\s]+", more[0]) if more else ():
            if not document.written(name.end + word.start() + 1, name.end + word.end())[:1].isupper():
                break
            end = name.end + word.end()
        joined = document.text[name.start : end]
        if end > name.end and (best is None or len(joined) > len(best.value)) and name.start >= document.title_end:
            best = Fact(document.written(name.start, end), document.passage(name.start, end))
    if best:
        return best
    for match in search(reading, UNIT_WORD, where):
        if document.written(match.start("unit"), match.start("unit") + 1).isupper():
            return written(reading, match, "unit")
    return None


def reason(reading: Reading, where: list[Span]) -> Fact[str] | None:
    for match in search(reading, REASON, where):
        group = "why" if match["why"] else "cause"
        words = FEW_WORDS.match(reading.document.text, *match.span(group))
        if words:
            end = words.start() + len(words[0].rstrip())
            document = reading.document
            return Fact(document.written(words.start(), end), document.passage(words.start(), end))
    return None


def procedure(reading: Reading, where: list[Span]) -> Fact[str] | None:
    """The French procedure, the one named first in these stretches."""
    document = reading.document
    for start, end in where:
        matches = [(m.start(), name, m) for name, p in PROCEDURES if (m := p.search(document.text, start, end))]
        if matches:
            _, name, match = min(matches, key=lambda one: one[0])
            return Fact(name, document.passage(*match.span()))
    return None
