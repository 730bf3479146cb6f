"""The facts of an event told in a language that the weights do not know: by place, over its own words. Pure.

No weights here: a figure counts where what it counts is said and a wording of the event stands beside it, an authority
where it stands with one. Rather no fact than a doubtful one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar

from vigie.match.facts import circumstances, figures, regulation
from vigie.match.facts.telling import Span, search, spans, told
from vigie.match.lexicons import Tongue
from vigie.match.reading import Reading
from vigie.match.scan import Seen, Trigger
from vigie.model import LAYOFFS, REGULATION, Fact, Facts, LayoffFacts, RegulationFacts, Stage
from vigie.text.numbers import Quantity

T = TypeVar("T")

TELLING = frozenset({"cut", "closure", "insolvency", "threat"})
"""Groups of triggers that tell a layoff."""

ENOUGH = 3
"""What speaks for a figure must come to so much."""

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "appeal": "appeal",
        "block": "block",
        "settlement": "settlement",
        "fine": "fine",
        "ban": "ban",
        "suit": "lawsuit",
        "trial": "lawsuit",
        "probe": "probe",
        "ruling": "ruling",
        "order": "order",
        "approval": "approval",
        "law": "law",
        "summon": "other",
        "demand": "other",
    }
)
"""For each group that tells an act, the act; of two in one clause the one named first here settles it."""

AMOUNT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "settlement": "settlement",
        "suit": "claimed",
        "trial": "claimed",
        "merger": "deal",
        "block": "deal",
        "approval": "deal",
    }
)

CEILING = re.compile(r"\b(?:bis zu|hasta|fino a|ate|tot(?: wel)?|maximaal|maximal|hochstens)\s$")
ACCORDING = re.compile(
    r"\b(?:laut|segun|secondo|segundo|volgens|berichtet|informa|stando a)\s(?:(?:der|die|das|dem|el|la|il|o|a|de|het|"
    r"l')\s?)?(?P<who>[^\W_][\w.&'-]*(?:\ [^\W_][\w.&'-]*){0,3})"
)
ABROAD = """expansion cinco dias pais mundo confidencial corriere repubblica sole stampa messaggero publico expresso
observador negocios folha estadao valor fd financieele volkskrant nrc telegraaf trouw nos manager magazin welt
suddeutsche wirtschaftswoche dpa efe ansa lusa anp"""
UNIONS = "ccoo ugt uso cgil cisl uil fiom cgtp fnv cnv metall verdi betriebsrat gewerkschaft sindicatos sindacati"
TOLD_BY = circumstances.PRESS | circumstances.UNIONS | frozenset(f"{ABROAD} {UNIONS}".split())

IDLE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        LAYOFFS: frozenset({"hiring", "strike", "single", "short_time", "workers", "restructuring", "denial"}),
        REGULATION: frozenset({"company_acts", "merger", "politics", "agency", "court", "demand"}),
    }
)
"""Groups that tell no event by themselves."""

PRIORITY = (Stage.DENIED, Stage.CANCELLED, Stage.RUMOUR, Stage.DONE, Stage.PLAN, Stage.UNDERWAY, Stage.ANNOUNCED)
"""Of the marks of one clause, which settles the stage."""


def telling(reading: Reading) -> list[Trigger]:
    """The triggers that may tell an event; beside short time, dismissals that are only ruled out tell none."""
    triggers = reading.scan.triggers
    listed = [t for t in triggers if t.group not in IDLE.get(t.topic, ())]
    if not any(t.group == "short_time" for t in triggers):
        return listed
    denials = [t for t in triggers if t.group == "denial"]
    return [t for t in listed if not any(d.start <= t.start and t.end <= d.end for d in denials)]


def read(tongue: Tongue, reading: Reading, company: int, topic: str) -> Facts:
    where = spans(reading, company, topic)
    match topic:
        case "layoffs":
            return of_layoffs(tongue, reading, company, where)
        case "regulation":
            return of_regulation(reading, company, where)
    return Facts(source=source(reading, where))


# -- layoffs ----------------------------------------------------------------------------------------------------------


def of_layoffs(tongue: Tongue, reading: Reading, company: int, where: list[Span]) -> LayoffFacts:
    jobs = best(tongue, reading, company, "jobs")
    share = best(tongue, reading, company, "share")
    return LayoffFacts(
        source=source(reading, where),
        jobs=fact(reading, jobs, int(jobs.value)) if jobs else None,
        jobs_kind=fact(reading, jobs, jobs_kind(reading, jobs)) if jobs else None,
        share=fact(reading, share, share.value) if share else None,
        share_of=fact(reading, share, "workforce") if share else None,
        procedure=procedure(tongue, reading, where),
    )


def fact(reading: Reading, quantity: Quantity, value: T) -> Fact[T]:
    return Fact(value, reading.document.passage(quantity.start, quantity.end))


def best(tongue: Tongue, reading: Reading, company: int, figure: str) -> Quantity | None:
    """The figure that most speaks for; None where too little does."""
    listed = [q for q in figures.candidates(reading, figure) if not figures.foreign(reading, company, q)]
    telling = [t for t in told(reading, company, LAYOFFS) if t.group in TELLING]
    weighed = [(weight(tongue, reading, telling, q), -q.start, q) for q in listed]
    found = max(weighed, key=lambda one: one[:2], default=None)
    return found[2] if found and found[0] >= ENOUGH else None


def weight(tongue: Tongue, reading: Reading, telling: list[Trigger], quantity: Quantity) -> int:
    document, text = reading.document, reading.document.text
    sentence = document.sentence_of(quantity.start)
    counts = tongue.counted.match(text, quantity.end) is not None
    if figures.YEAR.fullmatch(text, quantity.start, quantity.end) and not counts:
        return 0
    if tongue.in_all.search(text, max(0, quantity.start - 40), quantity.start):
        return 0
    if not any(t.sentence == sentence for t in telling):
        return 0
    within = any(t.group == "cut" and t.start <= quantity.start and quantity.end <= t.end for t in telling)
    return 1 + 3 * counts + within + (quantity.start < document.title_end)


def jobs_kind(reading: Reading, jobs: Quantity) -> str:
    text, sentence = reading.document.text, reading.document.sentence_of(jobs.start)
    if CEILING.search(text, max(0, jobs.start - 14), jobs.start):
        return "ceiling"
    groups = {t.group for t in reading.scan.of(LAYOFFS) if t.sentence == sentence}
    return "threatened" if "threat" in groups and "cut" not in groups else "cut"


def procedure(tongue: Tongue, reading: Reading, where: list[Span]) -> Fact[str] | None:
    """As it is called there, the one named first in these stretches."""
    found = [(m.start(), name, m) for name, pattern in tongue.known_procedures for m in search(reading, pattern, where)]
    if not found:
        return None
    _, name, match = min(found, key=lambda one: one[0])
    return Fact(name, reading.document.passage(*match.span()))


# -- regulation -------------------------------------------------------------------------------------------------------


def of_regulation(reading: Reading, company: int, where: list[Span]) -> RegulationFacts:
    document = reading.document
    seen = authority(reading, company, where)
    trigger = act(reading, company, in_court=seen is not None and seen.authority.kind == "court")
    amount = money(reading, company, where)
    passage = document.passage(amount.start, amount.end) if amount else None
    return RegulationFacts(
        source=source(reading, where),
        authority=Fact(document.written(seen.start, seen.end), document.passage(seen.start, seen.end))
        if seen
        else None,
        authority_fr=seen.authority.french if seen else None,
        action=Fact(ACTIONS[trigger.group], document.passage(trigger.start, trigger.end)) if trigger else None,
        amount=Fact(amount.value, passage) if amount and passage else None,
        currency=Fact(amount.currency, passage) if amount and passage and amount.currency else None,
        amount_kind=Fact(amount_kind(reading, amount), passage) if amount and passage else None,
        law=regulation.law(reading, where),
    )


def act(reading: Reading, company: int, *, in_court: bool = False) -> Trigger | None:
    """The wording that settles the act: of the title, else of the first sentence that has one.

    What a court makes somebody pay is its ruling: damages are no fine.
    """
    acts = [t for t in told(reading, company, REGULATION) if t.group in ACTIONS]
    if not acts:
        return None
    border = reading.document.title_end
    titled = [t for t in acts if t.start < border]
    first = titled or [t for t in acts if t.sentence == min(x.sentence for x in acts)]
    if in_court and (ruled := next((t for t in first if t.group == "ruling"), None)):
        return ruled
    ranks = list(ACTIONS)
    return min(first, key=lambda t: (ranks.index(t.group), t.start))


def authority(reading: Reading, company: int, where: list[Span]) -> Seen | None:
    """The first one that stands with the event, an institution before a country."""
    near = [s for s in reading.scan.authorities if any(low <= s.start < high for low, high in where)]
    return min(near, key=lambda s: (s.authority.kind == "country", s.start), default=None)


def money(reading: Reading, company: int, where: list[Span]) -> Quantity | None:
    listed = [q for q in figures.candidates(reading, "amount") if not figures.foreign(reading, company, q)]
    return next((q for q in listed if any(low <= q.start < high for low, high in where)), None)


def amount_kind(reading: Reading, amount: Quantity) -> str:
    """By the wordings of its sentence: what is feared is incurred, what is paid by a settlement is that."""
    sentence = reading.document.sentence_of(amount.start)
    groups = {t.group for t in reading.scan.of(REGULATION) if t.sentence == sentence}
    if any(mark.stage == Stage.RUMOUR and mark.sentence == sentence for mark in reading.scan.marks):
        return "incurred"
    if "fine" in groups and "settlement" not in groups:
        return "imposed"
    return next((kind for group, kind in AMOUNT_KINDS.items() if group in groups), "imposed")


# -- how sure ---------------------------------------------------------------------------------------------------------


def source(reading: Reading, where: list[Span]) -> Fact[str] | None:
    """According to whom: an outlet or a union named after « laut », « según », « secondo »…"""
    document = reading.document
    for match in search(reading, ACCORDING, where):
        start, end, known = match.start("who"), 0, False
        for word in re.finditer(r"\S+", match["who"]):
            if not document.written(start + word.start(), start + word.start() + 1)[:1].isupper():
                break
            end, known = word.end(), known or word[0].strip(".,'") in TOLD_BY
        if known:
            return Fact(document.written(start, start + end), document.passage(start, start + end))
    return None


def stage(reading: Reading, company: int, facts: Facts) -> Stage:
    """By the marks of the title, else of the first sentence that tells the event; on hearsay nothing is firm."""
    for marks in clauses(reading, company):
        found = next((one for one in PRIORITY if one in marks), None)
        if found is not None:
            firm = found not in (Stage.DENIED, Stage.CANCELLED)
            return Stage.RUMOUR if firm and facts.source is not None else found
    return Stage.ANNOUNCED if facts.source is None else Stage.RUMOUR


def doubt(reading: Reading, company: int, facts: Facts) -> Stage | None:
    """A rumour where the clause of the act only says that it may be, or that somebody says so."""
    trigger = act(reading, company)
    feared = trigger is not None and any(
        mark.stage == Stage.RUMOUR and mark.sentence == trigger.sentence for mark in reading.scan.marks
    )
    return Stage.RUMOUR if feared or facts.source is not None else None


def clauses(reading: Reading, company: int) -> Iterator[frozenset[str]]:
    """The marks of the title, then of the first sentences of the text that tell the event."""
    border = reading.document.title_end
    yield frozenset(mark.stage for mark in reading.scan.marks if mark.start < border)
    telling = [t for t in told(reading, company, LAYOFFS) if t.group in TELLING and t.start >= border]
    for sentence in sorted({t.sentence for t in telling})[:2]:
        yield frozenset(mark.stage for mark in reading.scan.marks if mark.sentence == sentence)
