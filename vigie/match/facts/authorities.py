"""Which of the authorities an article names is the one that acts: weighed against one another, or none does. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from vigie.match.facts.choice import chances
from vigie.match.facts.wordings import ACTS, wordings
from vigie.match.lexicons import Model
from vigie.match.linear import Features
from vigie.match.names import Name
from vigie.match.reading import Reading, stem
from vigie.match.scan import Seen

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

APPOSED = ("", "(", ",", "'s")
"""What stands between an authority and its other name: « répression des fraudes (DGCCRF) », « regulator Ofcom »."""


def candidates(reading: Reading) -> list[Seen]:
    """The authorities that may act: not the country in « Air France » or « UBS Europe »."""
    names = [(name.start, name.end) for name in reading.scan.names]
    return [
        seen
        for seen in reading.scan.authorities
        if not any(start < seen.end and seen.start < end for start, end in names)
        and not (of_a_name(reading, seen) if seen.authority.kind == "country" else no_institution(reading, seen))
    ]


def of_a_name(reading: Reading, seen: Seen) -> bool:
    """Whether a country is part of a name: « Air France », « France 3 », « UBS Europe » where only UBS is watched."""
    document = reading.document
    text, raw = document.text, document.written(seen.start, seen.end)
    if text.endswith("air ", 0, seen.start) or NAME_GOES_ON.match(text, seen.end):
        return True
    spelled = raw[:1].isupper() and not raw.isupper() and "." not in raw
    return spelled and text.endswith(" ", 0, seen.start) and any(n.end == seen.start - 1 for n in reading.scan.names)


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
    weighed = chances(model, weigh(reading, company, listed), for_none(reading, listed))
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
    act = next(iter(title_acts(reading)), "none")
    return [
        dict(
            (
                *of_itself(reading, seen, act),
                *of_others(reading, seen, listed),
                *of_neighbours(reading, company, seen),
                *of_hinge(reading, seen, act),
                *of_company(reading, company, seen, listed),
            )
        )
        for seen in listed
    ]


def generic(reading: Reading, seen: Seen) -> bool:
    return GENERIC.fullmatch(reading.document.text, seen.start, seen.end) is not None


def title_acts(reading: Reading) -> list[str]:
    document = reading.document
    return list(wordings(ACTS, document.text, 0, document.title_end))


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


def of_others(reading: Reading, seen: Seen, listed: Sequence[Seen]) -> Iterator[tuple[str, float]]:
    """How it stands among the other authorities."""
    document = reading.document
    kind = seen.authority.kind
    in_title = seen.start < document.title_end
    where = "title" if in_title else "text"
    same = [other for other in listed if other.authority.french == seen.authority.french]
    others = [other for other in listed if other.authority.french != seen.authority.french]
    kinds = {other.authority.kind for other in listed}
    yield f"first:{seen is listed[0]}", 1.0
    yield f"first of it:{seen is same[0]}", 0.7
    yield f"times:{min(len(same), 4)}", 1.0
    yield f"titled too:{any(other.start < document.title_end for other in same)}:{in_title}", 0.7
    yield f"others:{min(len({other.authority.french for other in listed}), 5)}", 1.0
    if kind == "country" and kinds != {"country"}:
        yield "country among institutions", 1.0
    if any(other.start < document.title_end for other in listed) and not in_title:
        yield "another in title", 1.0
    for other_kind in {other.authority.kind for other in others if (other.start < document.title_end) == in_title}:
        yield f"vs:{kind}:{other_kind}:{where}", 0.5
    own = any(other.authority.kind != "country" and not generic(reading, other) for other in others)
    yield f"own names:{own}:{generic(reading, seen)}:{kind == 'country'}:{where}", 0.7
    yield from of_generality(reading, seen, listed)
    yield from of_apposition(reading, seen, listed)


def of_generality(reading: Reading, seen: Seen, listed: Sequence[Seen]) -> Iterator[tuple[str, float]]:
    """Whether it is a whole country or union, where one of its institutions is named too."""
    document = reading.document
    text = document.text[seen.start : seen.end]
    kind = seen.authority.kind
    general = kind == "country" or text in ("eu", "europe", "european union", "union europeenne", "bruxelles")
    body = len(document.text) > document.title_end + 40
    yield f"general:{general}:{'title' if seen.start < document.title_end else 'text'}:{body}", 1.0
    if general and any(o.authority.kind != "country" and o.end - o.start > 6 for o in listed):
        yield "general among particular", 1.0


def of_apposition(reading: Reading, seen: Seen, listed: Sequence[Seen]) -> Iterator[tuple[str, float]]:
    """Whether it stands right beside another name, which may be its own."""
    text = reading.document.text
    at = next(number for number, other in enumerate(listed) if other is seen)
    for sign, other in ((">", listed[at + 1 : at + 2]), ("<", listed[at - 1 : at] if at else [])):
        for one in other:
            between = text[min(seen.end, one.end) : max(seen.start, one.start)]
            if len(between) < 4 and between.strip() in APPOSED:
                yield f"apposed{sign}{between.strip()}:{one.authority.kind}", 1.0


def of_neighbours(reading: Reading, company: int, seen: Seen) -> Iterator[tuple[str, float]]:
    """The words and the triggers around."""
    document = reading.document
    kind = seen.authority.kind
    which = "gen" if generic(reading, seen) else "spec"
    first, last = document.word_at(seen.start), document.word_at(seen.end - 1)
    names = reading.names_of_sentence.get(seen.sentence, ())
    own = {document.word_at(name.start): name for name in names}
    for step in range(1, 4):
        for sign, index in (("-", first - step), ("+", last + step)):
            word = "edge"
            if 0 <= index < len(document.words) and document.sentence_of(document.words[index][1]) == seen.sentence:
                name = own.get(index)
                word = stem(document.words[index][0])
                if step < 3:
                    yield f"{kind}{sign}{step}:{word}", 0.7
                    yield f"{which}{sign}{step}:{word}", 0.4
                word = ("SELF" if name.company == company else "OTHER") if name else word
            elif step < 3:
                yield f"{kind}{sign}{step}:edge", 0.7
                yield f"{which}{sign}{step}:edge", 0.4
            yield f"{sign}{step}:{word}", 1.0
    for trigger in reading.scan.triggers:
        if trigger.topic != "regulation" or trigger.sentence != seen.sentence or trigger.group == "other":
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


def of_company(reading: Reading, company: int, seen: Seen, listed: Sequence[Seen]) -> Iterator[tuple[str, float]]:
    """On which side of the company it stands in their sentence, and whether another authority stands between."""
    names: Sequence[Name] = reading.names_of_sentence.get(seen.sentence, ())
    mine = [name for name in names if name.company == company]
    yield f"self:{bool(mine)}", 1.0
    beside = [other for other in listed if other.sentence == seen.sentence]
    at = next(number for number, other in enumerate(beside) if other is seen)
    where = "title" if seen.start < reading.document.title_end else "text"
    yield f"in sentence:{at}:{min(len(beside), 3)}:{where}", 0.7
    if not mine:
        return
    name = min(mine, key=lambda one: abs(one.start - seen.start))
    first = seen.start < name.start
    low, high = (seen.end, name.start) if first else (name.end, seen.start)
    yield f"to self:{'before' if first else 'after'}:{seen.authority.kind}", 0.7
    yield f"between:{any(low <= other.start < high for other in beside)}:{first}", 0.7
