"""Which of the authorities an article names is the one that acts: weighed against one another, or none does. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from vigie.match.facts.choice import chances, total
from vigie.match.facts.wordings import ACTS
from vigie.match.lexicons import Model
from vigie.match.linear import Features
from vigie.match.reading import Reading
from vigie.match.scan import Seen
from vigie.match.stages import standing

GENERIC = re.compile(
    r"(?:the |la |le |l')?(?:\w+ )?(?:justice|judges?|juges?|courts?|regulators?|regulatory|regulateurs?"
    r"|authorit(?:y|ies)|autorites?|tribunal|jury|officials?|government|gouvernement|etat|state|police|policiers|ministre|minister"
    r"|lawmakers?|senators?|deputes|senateurs|parlementaires|watchdogs?|agency|ministry|ministere|parquet|procureur"
    r"|prosecutors?)"
)
"""An authority by its kind alone, with a word before it at most: « la justice », « UK regulator »."""

PEOPLE = re.compile(
    r"class.action|shareholder|investors|customers|owners|consumers|action de groupe|portent plainte|associations?"
    r"|victimes|familles|syndicats|ong\b|union"
)
"""Those who sue where no authority does."""

LEAD = 300
"""Characters after the title in which they are looked for."""

NAME_GOES_ON = re.compile(r"[- ](?:telecom|\d|inter|info|televisio|bleu)")
"""« France Télécom », « France 3 »: no country."""

ADJECTIVES = ("regulatory",)
"""Found as authorities are, and none: « regulatory woes »."""

NAMED = ("regulator", "prosecutor")
"""The kinds of authorities that are known by a short name."""

HINGE = re.compile(
    r"\b(?P<word>after|before|amid|over|despite|as|following|since|while|apres|avant|malgre|alors que|suite a|contre"
    r"|against|versus|in|of|from|to|with|by|par|de|du|aux?|en|sur|pour|for|on)\W+(?:the |la |le |l'|les |an? |une? )?$"
)
"""The word on which an authority hangs: « after FAA », « par la Cnil »."""

EDGE = ("edge", "")
"""What stands beyond the sentence."""

NOBODY = -1
"""The company of whoever asks for no company."""

START = attrgetter("start")

APPOSED = ("", "(", ",", "'s")
"""What stands between an authority and its other name: « répression des fraudes (DGCCRF) », « regulator Ofcom »."""


def candidates(reading: Reading) -> list[Seen]:
    """The authorities that may act: not the country in « Air France » or « UBS Europe »."""
    return reading.once("authorities", lambda: [seen for seen in reading.scan.authorities if may_act(reading, seen)])


def may_act(reading: Reading, seen: Seen) -> bool:
    before = bisect_left(reading.name_starts, seen.end)
    if before and reading.scan.names[before - 1].end > seen.start:
        return False
    return not (of_a_name(reading, seen) if seen.authority.kind == "country" else no_institution(reading, seen))


def of_a_name(reading: Reading, seen: Seen) -> bool:
    """Whether a country is part of a name: « Air France », « France 3 », « UBS Europe » where only UBS is watched."""
    document = reading.document
    text, raw = document.text, document.written(seen.start, seen.end)
    if text.endswith("air ", 0, seen.start) or NAME_GOES_ON.match(text, seen.end):
        return True
    spelled = raw[:1].isupper() and not raw.isupper() and "." not in raw
    return spelled and text.endswith(" ", 0, seen.start) and seen.start - 1 in reading.name_ends


def no_institution(reading: Reading, seen: Seen) -> bool:
    """Whether accents or what follows make it no authority: « jugé », « l'état des lieux », « État islamique »."""
    document = reading.document
    raw = document.written(seen.start, seen.end)
    return (
        raw.startswith(("jugé", "Jugé", "état"))
        or document.text.startswith(" islamique", seen.end)
        or raw in ADJECTIVES
    )


def chosen(model: Model, reading: Reading, company: int) -> Seen | None:
    """The likeliest authority, by the likeliest of the ways it is named; None where rather none acts."""
    listed = candidates(reading)
    if not listed:
        return None
    nothing = reading.once("no authority", lambda: total(model, for_none(reading, listed)))
    known = reading.once("authorities weighed", lambda: [total(model, one) for one in alone(reading, listed)])
    towards_it = [weight(model, reading, company, seen, listed) for seen in listed]
    weighed = chances(model, [one + other for one, other in zip(known, towards_it, strict=True)], nothing)
    if sum(weighed) < model.threshold:
        return None
    chance: dict[str, float] = {}
    for seen, one in zip(listed, weighed, strict=True):
        chance[seen.authority.french] = chance.get(seen.authority.french, 0.0) + one
    name = max(chance, key=chance.__getitem__)
    likeliest = max(zip(weighed, listed, strict=True), key=lambda one: (one[1].authority.french == name, one[0]))[1]
    return own_name(reading, likeliest, listed)


def own_name(reading: Reading, seen: Seen, listed: Sequence[Seen]) -> Seen:
    """The short name that stands right after what an authority is, wherever it is called so: « UK regulator Ofcom »."""
    for described, named in pairwise(listed):
        if described.authority.french == seen.authority.french and renames(reading, described, named):
            return named
    return seen


def renames(reading: Reading, described: Seen, named: Seen) -> bool:
    """Whether one is the other by its own name: « répression des fraudes (DGCCRF) », « media regulator Ofcom »."""
    document = reading.document
    between = document.text[described.end : named.start]
    raw = document.written(named.start, named.end)
    if described.authority.kind not in NAMED or named.authority.kind not in NAMED or " " in raw:
        return False
    return raw.isupper() if between == " (" else between == " " and raw[:1].isupper() and not generic(reading, named)


def weigh(reading: Reading, company: int, listed: Sequence[Seen]) -> list[Features]:
    """For each authority, what speaks for its being the one that acts on this company."""
    known = alone(reading, listed)
    return [one | towards(reading, company, seen, listed) for seen, one in zip(listed, known, strict=True)]


def weight(model: Model, reading: Reading, company: int, seen: Seen, listed: Sequence[Seen]) -> float:
    """How much that says: the same for all companies that its sentence does not name."""
    who = company if reading.own_of_sentence(company, seen.sentence) else NOBODY
    return reading.once(("towards", seen.start, who), lambda: total(model, towards(reading, who, seen, listed)))


def towards(reading: Reading, company: int, seen: Seen, listed: Sequence[Seen]) -> Features:
    """What of it depends on the company."""
    return dict((*of_neighbours(reading, company, seen), *of_company(reading, company, seen, listed)))


def alone(reading: Reading, listed: Sequence[Seen]) -> list[Features]:
    """For each authority, what speaks for it whoever it acts on."""
    act = next(iter(title_acts(reading)), "none")
    rivals = Rivals(reading, listed)
    return [
        dict(
            (
                *of_itself(reading, seen, act),
                *of_others(reading, seen, rivals),
                *of_apposition(reading, listed, at),
                *of_wordings(reading, seen),
                *of_hinge(reading, seen, act),
                *of_sentence(reading, rivals.beside[seen.sentence], seen),
            )
        )
        for at, seen in enumerate(listed)
    ]


class Rivals:
    """The authorities that are weighed against one another, and what each of them asks of the others."""

    def __init__(self, reading: Reading, listed: Sequence[Seen]) -> None:
        border = reading.document.title_end
        self.first = listed[0]
        self.kinds = {seen.authority.kind for seen in listed}
        self.long = any(seen.authority.kind != "country" and seen.end - seen.start > 6 for seen in listed)
        self.times = Counter(seen.authority.french for seen in listed)
        self.first_of: dict[str, Seen] = {}
        self.titled: set[str] = set()
        self.own_names: set[str] = set()
        self.called: dict[bool, dict[str, set[str]]] = {True: {}, False: {}}
        """In the title or not, for each kind the names of its authorities."""
        self.beside: dict[int, list[Seen]] = {}
        for seen in listed:
            name, kind, in_title = seen.authority.french, seen.authority.kind, seen.start < border
            self.first_of.setdefault(name, seen)
            self.called[in_title].setdefault(kind, set()).add(name)
            self.beside.setdefault(seen.sentence, []).append(seen)
            if in_title:
                self.titled.add(name)
            if kind != "country" and not generic(reading, seen):
                self.own_names.add(name)


def generic(reading: Reading, seen: Seen) -> bool:
    return GENERIC.fullmatch(reading.document.text, seen.start, seen.end) is not None


def title_acts(reading: Reading) -> list[str]:
    return standing(reading, ACTS, 0, reading.document.title_end)


def for_none(reading: Reading, listed: Sequence[Seen]) -> Features:
    """What speaks for no authority: what the title says is done, who sues, whether any has a name of its own."""
    document = reading.document
    acts = title_acts(reading)
    found: Features = {f"none:also:{act}": 0.5 for act in acts[:3]}
    found[f"none:{acts[0] if acts else 'none'}"] = 0.7
    found[f"none:body:{len(document.text) > document.title_end + 40}"] = 0.5
    for seen in listed:
        found[f"none:has:{seen.authority.kind}"] = 0.5
        if seen.start < document.title_end:
            found[f"none:title:{seen.authority.kind}"] = 0.5
    own = [seen for seen in listed if seen.authority.kind != "country" and not generic(reading, seen)]
    found[f"none:own names:{min(len(own), 2)}"] = 0.7
    for word in reading.stems[: reading.title_words]:
        found[f"none:t:{word}"] = 0.4
    if PEOPLE.search(document.text, 0, document.title_end + LEAD):
        found["none:people"] = 1.0
    return found


def of_itself(reading: Reading, seen: Seen, act: str) -> Iterator[tuple[str, float]]:
    """What it is, how it is written, where it stands, what the title says is done."""
    document = reading.document
    kind = seen.authority.kind
    in_title = seen.start < document.title_end
    where = "title" if in_title else "text"
    first_of_text = document.sentence_of(document.title_end + 1)
    yield f"kind:{kind}", 1.0
    yield f"place:{'title' if in_title else min(seen.sentence - first_of_text, 5)}", 1.0
    yield f"kind:{kind}:{where}", 1.0
    yield f"words:{min(3, document.text.count(' ', seen.start, seen.end) + 1)}", 1.0
    yield f"french:{seen.authority.french}", 0.5
    raw = document.written(seen.start, seen.end)
    yield f"generic:{generic(reading, seen)}:{where}", 1.0
    yield f"acronym:{raw.isupper() and ' ' not in raw and len(raw) > 2}", 1.0
    yield f"upper:{raw[:1].isupper()}:{kind}", 0.5
    before = document.text[max(0, seen.start - 4) : seen.start]
    if kind == "country" and before.endswith((" in ", "en ", " au ", "aux ", " a ")):
        yield "country as a place", 1.0
    yield f"act:{act}:{kind}", 0.7
    yield f"act:{act}:{kind}:{where}", 0.7


def of_others(reading: Reading, seen: Seen, rivals: Rivals) -> Iterator[tuple[str, float]]:
    """How it stands among the other authorities."""
    name, kind = seen.authority.french, seen.authority.kind
    in_title = seen.start < reading.document.title_end
    where = "title" if in_title else "text"
    yield f"first:{seen is rivals.first}", 1.0
    yield f"first of it:{seen is rivals.first_of[name]}", 0.7
    yield f"times:{min(rivals.times[name], 4)}", 1.0
    yield f"titled too:{name in rivals.titled}:{in_title}", 0.7
    yield f"others:{min(len(rivals.times), 5)}", 1.0
    if kind == "country" and rivals.kinds != {"country"}:
        yield "country among institutions", 1.0
    if rivals.titled and not in_title:
        yield "another in title", 1.0
    for other_kind, names in rivals.called[in_title].items():
        if names != {name}:
            yield f"vs:{kind}:{other_kind}:{where}", 0.5
    own = not rivals.own_names <= {name}
    yield f"own names:{own}:{generic(reading, seen)}:{kind == 'country'}:{where}", 0.7
    yield from of_generality(reading, seen, rivals)


def of_generality(reading: Reading, seen: Seen, rivals: Rivals) -> Iterator[tuple[str, float]]:
    """Whether it is a whole country or union, where one of its institutions is named too."""
    document = reading.document
    text = document.text[seen.start : seen.end]
    kind = seen.authority.kind
    general = kind == "country" or text in ("eu", "europe", "european union", "union europeenne", "bruxelles")
    body = len(document.text) > document.title_end + 40
    yield f"general:{general}:{'title' if seen.start < document.title_end else 'text'}:{body}", 1.0
    if general and rivals.long:
        yield "general among particular", 1.0


def of_apposition(reading: Reading, listed: Sequence[Seen], at: int) -> Iterator[tuple[str, float]]:
    """Whether one stands right beside another name, which may be its own."""
    text, seen = reading.document.text, listed[at]
    for sign, other in ((">", listed[at + 1 : at + 2]), ("<", listed[at - 1 : at] if at else [])):
        for one in other:
            between = text[min(seen.end, one.end) : max(seen.start, one.start)]
            if len(between) < 4 and between.strip() in APPOSED:
                yield f"apposed{sign}{between.strip()}:{one.authority.kind}", 1.0


def of_neighbours(reading: Reading, company: int, seen: Seen) -> Iterator[tuple[str, float]]:
    """The words around, and whether one of them is the company."""
    document, sentence = reading.document, seen.sentence
    first, last = document.word_at(seen.start), document.word_at(seen.end - 1)
    for step in range(1, 4):
        for sign, index in (("-", first - step), ("+", last + step)):
            word, who = reading.neighbour(company, index, sentence) or EDGE
            yield f"{sign}{step}:{who or word}", 1.0


def of_wordings(reading: Reading, seen: Seen) -> Iterator[tuple[str, float]]:
    """The words around, by what kind of authority it is, and the triggers."""
    document, sentence = reading.document, seen.sentence
    kind = seen.authority.kind
    which = "gen" if generic(reading, seen) else "spec"
    first, last = document.word_at(seen.start), document.word_at(seen.end - 1)
    for step in range(1, 3):
        for sign, index in (("-", first - step), ("+", last + step)):
            word, _ = reading.neighbour(NOBODY, index, sentence) or EDGE
            yield f"{kind}{sign}{step}:{word}", 0.7
            yield f"{which}{sign}{step}:{word}", 0.4
    for trigger in reading.triggers_of_sentence("regulation", sentence):
        if trigger.group == "other":
            continue
        low = document.word_at(trigger.start)
        if 0 <= low - last <= 4:
            yield f"before:{trigger.group}", 1.0
            yield "before a trigger", 1.0
        elif 0 <= first - low <= 4:
            yield f"after:{trigger.group}", 1.0
            yield "after a trigger", 1.0


def of_hinge(reading: Reading, seen: Seen, act: str) -> Iterator[tuple[str, float]]:
    """On what it hangs: who acts seldom stands behind « after » or « of », and often first or behind « by »."""
    document = reading.document
    found = HINGE.search(document.text, max(0, seen.start - 18), seen.start)
    if found:
        word = found["word"]
    else:
        first = seen.start == 0 or document.text[max(0, seen.start - 2) : seen.start].strip() in ("", ".", ":", ";")
        word = "first" if first else "none"
    yield f"on:{word}:{'title' if seen.start < document.title_end else 'text'}", 0.7
    yield f"on:{word}:{seen.authority.kind}", 0.5
    yield f"on:{word}:{act}", 0.4


def of_sentence(reading: Reading, beside: Sequence[Seen], seen: Seen) -> Iterator[tuple[str, float]]:
    """How many authorities its sentence names before it, and in all."""
    at = bisect_left(beside, seen.start, key=START)
    where = "title" if seen.start < reading.document.title_end else "text"
    yield f"in sentence:{at}:{min(len(beside), 3)}:{where}", 0.7


def of_company(reading: Reading, company: int, seen: Seen, listed: Sequence[Seen]) -> Iterator[tuple[str, float]]:
    """On which side of the company it stands in their sentence, and whether another authority stands between."""
    mine = reading.own_of_sentence(company, seen.sentence)
    yield f"self:{bool(mine)}", 1.0
    if not mine:
        return
    after = bisect_right(mine, seen.start, key=START)
    name = min(mine[max(0, after - 1) : after + 1], key=lambda one: abs(one.start - seen.start))
    first = seen.start < name.start
    low, high = (seen.end, name.start) if first else (name.end, seen.start)
    yield f"to self:{'before' if first else 'after'}:{seen.authority.kind}", 0.7
    between = bisect_left(listed, low, key=START) < bisect_left(listed, high, key=START)
    yield f"between:{between}:{first}", 0.7
