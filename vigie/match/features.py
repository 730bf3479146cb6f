"""What a careful reader would weigh before saying that an article tells an event of a company, as named numbers. Pure.

The names of the features are the contract with weights.json, which tools/fit_match.py writes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from types import MappingProxyType

from vigie.match.foremost import TELLING, of_foremost
from vigie.match.linear import Features
from vigie.match.names import Name
from vigie.match.reading import Reading
from vigie.match.roles import of_roles
from vigie.match.scan import Trigger

START = attrgetter("start")

NEAR = 8
"""Words between a name and a trigger that are still near."""

SENTENCES = 4
"""Sentences naming the company whose words are weighed."""


SCALES: Mapping[str, float] = MappingProxyType(
    {
        "core": 2.5,
        "d": 1.3,
        "t": 2.0,
        "u": 1.5,
        "r": 0.9,
        "auth": 1.3,
        "o": 0.6,
        "sole": 1.4,
        "f": 0.8,
        "p": 1.4,
        "U2": 1.4,
        "U3": 1.5,
        "q": 0.5,
        "v": 0.5,
        "head": 1.5,
        "tail": 1.5,
        "x": 1.6,
    }
)
"""How much a family of features may say before the weights are fitted: found by cross-validation."""


def features(reading: Reading, company: int, topic: str) -> Features:
    """The features of one candidate."""
    found: Features = {}
    names = reading.by_company[company]
    triggers = reading.scan.of(topic)
    found.update(of_names(reading, company, names))
    found.update(of_triggers(reading, names, triggers))
    found.update(of_owned(reading, company, triggers))
    found.update(of_foremost(reading, company, topic, names, triggers))
    found.update(of_core(reading, company, topic, names, triggers))
    found.update(of_figures(reading, company, topic))
    found.update(of_words(reading, company, names))
    found.update(of_grammar(reading, company, topic))
    found.update(of_roles(reading, company, topic))
    return {**shared(reading), **scaled(found)}


OF_PLACES = (
    "named|title|first in|sentences|most named|share of names|doubt|g|groups|core|o|sole|share of triggers|density"
)
PLAIN = frozenset(f"{OF_PLACES}|f|companies|long|headline only|auth|auth@title".split("|"))
"""Families whose features mean the same in any language: places, groups of wordings, who stands next to what."""


def plain(found: Features) -> Features:
    """The features that weights learnt in some languages may judge others by."""
    return {name: value for name, value in found.items() if name.partition(":")[0] in PLAIN}


def shared(reading: Reading) -> Features:
    """The features of the document, the same for each of its candidates."""
    if reading.scaled_shared is None:
        reading.scaled_shared = scaled(reading.shared)
    return reading.scaled_shared


def scaled(found: Features) -> Features:
    """Each feature by how much its family may say."""
    return {name: value * SCALES.get(name.partition(":")[0], 1.0) for name, value in found.items()}


def of_names(reading: Reading, company: int, names: Sequence[Name]) -> Iterator[tuple[str, float]]:
    """Where and how often the company is named, alone or among others."""
    document = reading.document
    count = len(names)
    yield f"named:{min(count, 5)}", 1.0
    in_title = [name for name in names if name.start < document.title_end]
    others_in_title = reading.companies_of_title - {company}
    if in_title:
        yield "title", 1.0
        first = in_title[0]
        if first.start < 3:
            yield "title:first", 1.0
        if not others_in_title:
            yield "title:alone", 1.0
    elif others_in_title:
        yield "title:others only", 1.0
    first_sentence = document.sentence_of(names[0].start)
    yield f"first in:{min(first_sentence, 6)}", 1.0
    yield f"sentences:{min(len(reading.sentences_naming(company)), 5)}", 1.0
    yield f"most named:{count == reading.most_named}:{len(reading.by_company) > 1}", 1.0
    yield "share of names", count / max(1, len(reading.scan.names))
    yield "doubt", min(name.doubt for name in names)


def of_triggers(reading: Reading, names: Sequence[Name], triggers: Sequence[Trigger]) -> Iterator[tuple[str, float]]:
    """The topic's wordings: which, and how near to the company's names."""
    document = reading.document
    own_sentences = set(reading.sentences_naming(names[0].company))
    in_title = any(name.start < document.title_end for name in names)
    where: dict[str, float] = {}
    for trigger in triggers:
        group = trigger.group
        where[f"g:{group}@doc"] = 0.5
        if trigger.start < document.title_end:
            where[f"g:{group}@title"] = 1.0
            where[f"r:{trigger.rule}@title"] = 1.0
            if in_title:
                where[f"g:{group}@title with"] = 1.0
        if trigger.sentence in own_sentences:
            where[f"g:{group}@sentence"] = 1.0
            where[f"r:{trigger.rule}@sentence"] = 0.7
            distance, side, barrier = nearest(reading, names[0].company, trigger)
            if distance <= NEAR:
                where[f"g:{group}@near:{side}"] = 1.0
                where[f"r:{trigger.rule}@near"] = 1.0
                if barrier:
                    where[f"g:{group}@near:{side}:other between"] = 1.0
        elif trigger.sentence - 1 in own_sentences:
            where[f"g:{group}@next"] = 0.7
        if trigger.sentence <= 2:
            where[f"g:{group}@lead"] = 0.7
    yield from where.items()
    groups = {trigger.group for trigger in triggers}
    yield "groups", len(groups) / 4


CONTRARY = frozenset({"single", "strike", "hiring", "short_time", "denial", "company_acts", "dismissal"})
"""Groups that speak of something else."""


def of_core(
    reading: Reading, company: int, topic: str, names: Sequence[Name], triggers: Sequence[Trigger]
) -> Iterator[tuple[str, float]]:
    """What a rule would go by: the company and a telling wording side by side, in the title, with an authority."""
    document = reading.document
    groups = TELLING.get(topic)
    telling = [t for t in triggers if groups is None or t.group in groups]
    contrary = {t.sentence for t in triggers if t.group in CONTRARY}
    own = set(reading.sentences_naming(company))
    told = {t.sentence for t in telling} & own
    with_authority: frozenset[int] = frozenset()
    if told and topic == "regulation":
        with_authority = reading.sentences_of_authorities
    first_of_text = document.sentence_of(document.title_end + 1)
    for sentence in told:
        where = "title" if document.sentence(sentence)[0] < document.title_end else "text"
        if where == "text" and sentence - first_of_text > 2:
            continue
        clear = "" if sentence not in contrary else ":contrary"
        yield f"core:{where}{clear}", 1.0
        if sentence in with_authority:
            yield f"core:{where}:authority{clear}", 1.0
    for trigger in telling:
        if trigger.sentence in own:
            distance, side, between = nearest(reading, names[0].company, trigger)
            if distance <= (3 if side == "after" else 5) and not between:
                where = "title" if trigger.start < document.title_end else "text"
                yield f"core:side by side:{side}:{where}", 1.0
    yield "core:sentences", min(3, len(told)) / 3


def of_owned(reading: Reading, company: int, triggers: Sequence[Trigger]) -> Iterator[tuple[str, float]]:
    """The wordings that are this company's if each belongs to the one named last, or, failing that, named next."""
    owned = 0
    found: dict[str, float] = {}
    sole = len(reading.by_company) == 1
    for trigger in triggers:
        if reading.owner(trigger.start) == company:
            owned += 1
            found[f"o:{trigger.group}"] = 1.0
            if trigger.start < reading.document.title_end:
                found[f"o:{trigger.group}@title"] = 1.0
        if sole:
            found[f"sole:{trigger.group}"] = 0.5
    yield from found.items()
    if triggers:
        yield "share of triggers", owned / len(triggers)
        yield "density", min(1.0, 10 * len(triggers) / max(1, len(reading.document.spelled)))


JOBS = """emploi emplois poste postes salarie salaries employe employes personnes licenciements suppressions departs
job jobs workers employees staff people roles positions layoffs redundancies staffers"""
JOB = frozenset(JOBS.split())


def of_figures(reading: Reading, company: int, topic: str) -> Iterator[tuple[str, float]]:
    """Whether a figure of the topic's kind is told of this company."""
    document = reading.document
    if not figures_matter(reading, topic):
        return
    for quantity in reading.scan.quantities:
        if topic == "layoffs" and quantity.kind == "plain":
            after = document.word_at(quantity.end - 1) + 1
            following = document.spelled[after : after + 3]
            if not JOB.intersection(following):
                continue
            kind = "jobs"
        elif topic == "layoffs" and quantity.kind == "share":
            kind = "share"
        elif topic == "regulation" and quantity.kind == "money":
            kind = "money"
        else:
            continue
        where = "title" if quantity.start < document.title_end else "text"
        own = reading.owner(quantity.start) == company
        yield f"f:{kind}@{where}:{own}", 1.0


def figures_matter(reading: Reading, topic: str) -> bool:
    """Whether a figure of the topic's kind may stand there at all: figures are costly to read."""
    if topic == "layoffs":
        return not JOB.isdisjoint(reading.document.vocabulary) or reading.scan.may_have_shares
    return topic == "regulation" and reading.scan.may_have_money


def nearest(reading: Reading, company: int, trigger: Trigger) -> tuple[int, str, bool]:
    """Words between the trigger and the nearest name, the side the name is on, and whether another name is between."""
    document = reading.document
    own = reading.own_of_sentence(company, trigger.sentence)
    after = bisect_left(own, trigger.end, key=START)
    best, low, high = (99, "before"), 0, 0
    if after:
        name = own[after - 1]
        if name.end > trigger.start:
            return 0, "in", False
        distance = document.word_at(trigger.start) - document.word_at(name.end - 1)
        if distance < best[0]:
            best, low, high = (distance, "before"), name.end, trigger.start
    if after < len(own):
        name = own[after]
        distance = document.word_at(name.start) - document.word_at(trigger.end - 1)
        if distance < best[0]:
            best, low, high = (distance, "after"), trigger.end, name.start
    return *best, any(other.company != company for other in reading.named_between(low, high))


def of_words(reading: Reading, company: int, names: Sequence[Name]) -> Iterator[tuple[str, float]]:
    """The words around the names, in the title and in the sentences that name the company."""
    document = reading.document
    stems = list(reading.stems)
    for named, first, last in reading.name_words:
        stems[first] = "SELF" if named == company else "OTHER"
        if last > first:
            stems[first + 1 : last + 1] = [""] * (last - first)
    found: dict[str, float] = {}
    title = [s for s in stems[: reading.title_words] if s]
    has_name = "SELF" in title
    mark = "t" if has_name else "u"
    for word in dict.fromkeys(title):
        if word not in reading.stop_words:
            found[f"{mark}:{word}"] = 1.0
    for one, two in pairwise(title):
        found[f"{mark}:{one} {two}"] = 1.0
    for name in names[:8]:
        index = document.word_at(name.start)
        window = [s for s in stems[max(0, index - 4) : index] if s][-3:]
        after = [s for s in stems[index + 1 : index + 6] if s][:3]
        for offset, word in enumerate(reversed(window), 1):
            found[f"-{offset}:{word}"] = 0.7
        for offset, word in enumerate(after, 1):
            found[f"+{offset}:{word}"] = 0.7
        if len(window) > 1:
            found[f"-:{window[-2]} {window[-1]}"] = 0.7
        if len(after) > 1:
            found[f"+:{after[0]} {after[1]}"] = 0.7
        if window and after:
            found[f"-+:{window[-1]} {after[0]}"] = 0.7
    for sentence in reading.sentences_naming(company)[:SENTENCES]:
        start, end = document.sentence(sentence)
        for index in range(document.word_at(start), document.word_at(max(start, end - 1)) + 1):
            if index < len(stems) and stems[index] and stems[index] not in reading.stop_words:
                found[f"s:{stems[index]}"] = 0.6
    yield from found.items()


def of_grammar(reading: Reading, company: int, topic: str) -> Iterator[tuple[str, float]]:
    """Who does what to whom: the words between company, triggers and authorities, reduced to their kinds."""
    document = reading.document
    sentences = [document.sentence(number) for number in reading.sentences_naming(company)[:SENTENCES]]
    stretches = [(document.word_at(start), document.word_at(max(start, end - 1)) + 1) for start, end in sentences]
    kinds = reading.skeleton(topic, [(0, reading.title_words), *stretches])
    for named, first, last in reading.name_words:
        kinds[first] = "SELF" if named == company else "OTHER"
        if last > first:
            kinds[first + 1 : last + 1] = ["+"] * (last - first)
    found: dict[str, float] = {}
    title = collapsed(reading, kinds, 0, reading.title_words)
    padded = ["^", *title, "$"]
    for size in (2, 3, 4) if "SELF" not in title else ():
        for at in range(len(padded) - size + 1):
            gram = padded[at : at + size]
            if any(kind[0] in "<[O" for kind in gram):
                found[f"U{size}:{' '.join(gram)}"] = 1.0
    for first, last in stretches:
        chain = collapsed(reading, kinds, first, last)
        for path in paths(chain):
            found[f"p:{path}"] = 1.0
    yield from found.items()


def collapsed(reading: Reading, kinds: list[str], first: int, last: int) -> list[str]:
    """A stretch of kinds with commas and colons put in, runs of plain words as one « _ », continuations left out."""
    text, starts, ends = reading.document.text, reading.document.word_starts, reading.document.word_ends
    chain: list[str] = []
    for index in range(first, min(last, len(starts))):
        kind = kinds[index]
        if kind == "+":
            continue
        if index > first and chain and chain[-1] != ",":
            between = text[ends[index - 1] : starts[index]]
            if between != " " and (any(mark in between for mark in ",:;()") or " - " in between):
                chain.append(",")
        if kind in ("_", "Cap") and chain and chain[-1] == kind:
            continue
        chain.append(kind)
    return chain


def paths(chain: list[str], reach: int = 6) -> Iterator[str]:
    """The stretches from the company to a trigger or an authority, either way, short enough to say something."""
    for at, kind in enumerate(chain):
        if kind != "SELF":
            continue
        for step in range(1, reach + 1):
            if at + step < len(chain) and chain[at + step][0] in "<[":
                yield " ".join(chain[at : at + step + 1])
                inner = chain[at + 1 : at + step]
                yield f"SELF>{chain[at + step]}:{inner[0] if inner else ''}:{inner[-1] if inner else ''}"
            if at - step >= 0 and chain[at - step][0] in "<[":
                yield " ".join(chain[at - step : at + 1])
                inner = chain[at - step + 1 : at]
                yield f"{chain[at - step]}>SELF:{inner[0] if inner else ''}:{inner[-1] if inner else ''}"
