"""Which of the authorities an article names is the one that acts. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from vigie.match.lexicons import Model
from vigie.match.linear import Features, probability
from vigie.match.reading import Reading, stem
from vigie.match.scan import Seen


def chosen(model: Model, reading: Reading, company: int) -> Seen | None:
    """The likeliest authority; None where none is likely enough."""
    listed = reading.scan.authorities
    weighed = [(probability(model, weigh(reading, company, seen)), -seen.start, seen) for seen in listed]
    if not weighed:
        return None
    likeliest = max(weighed, key=lambda one: one[:2])
    return likeliest[2] if likeliest[0] >= model.threshold else None


def weigh(reading: Reading, company: int, seen: Seen) -> Features:
    """What speaks for an authority being the one that acts on this company."""
    return dict(of(reading, company, seen))


def of(reading: Reading, company: int, seen: Seen) -> Iterator[tuple[str, float]]:
    document = reading.document
    listed = reading.scan.authorities
    in_title = seen.start < document.title_end
    kind = seen.authority.kind
    first_of_text = document.sentence_of(document.title_end + 1)
    yield f"kind:{kind}", 1.0
    place = "title" if in_title else str(min(seen.sentence - first_of_text, 5))
    yield f"place:{place}", 1.0
    yield f"kind:{kind}:{'title' if in_title else 'text'}", 1.0
    yield f"first:{seen is listed[0]}", 1.0
    yield f"words:{min(3, document.text.count(' ', seen.start, seen.end) + 1)}", 1.0
    same = [other for other in listed if other.authority.french == seen.authority.french]
    yield f"times:{min(len(same), 4)}", 1.0
    yield f"others:{min(len({other.authority.french for other in listed}), 5)}", 1.0
    kinds = {other.authority.kind for other in listed}
    if kind == "country" and kinds != {"country"}:
        yield "country among institutions", 1.0
    if any(other.start < document.title_end for other in listed) and not in_title:
        yield "another in title", 1.0
    body = len(document.text) > document.title_end + 40
    text = document.text[seen.start : seen.end]
    general = kind == "country" or text in ("eu", "europe", "european union", "union europeenne", "bruxelles")
    yield f"general:{general}:{'title' if in_title else 'text'}:{body}", 1.0
    if general and kinds - {"country"} and any(o.authority.kind != "country" and o.end - o.start > 6 for o in listed):
        yield "general among particular", 1.0
    before = document.text[max(0, seen.start - 4) : seen.start]
    if kind == "country" and before.endswith((" in ", "en ", " au ", "aux ", " a ")):
        yield "country as a place", 1.0
    yield f"french:{seen.authority.french}", 0.5
    names = reading.names_of_sentence.get(seen.sentence, ())
    yield f"self:{any(name.company == company for name in names)}", 1.0
    first, last = document.word_at(seen.start), document.word_at(seen.end - 1)
    own = {document.word_at(name.start): name for name in names}
    for step in range(1, 4):
        for sign, index in (("-", first - step), ("+", last + step)):
            if not 0 <= index < len(document.words) or document.sentence_of(document.words[index][1]) != seen.sentence:
                yield f"{sign}{step}:edge", 1.0
                continue
            name = own.get(index)
            word = ("SELF" if name.company == company else "OTHER") if name else stem(document.words[index][0])
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
