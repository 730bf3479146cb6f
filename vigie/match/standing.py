"""How a company stands in its sentences: told of, set aside (« après X »), or speaking (« les analystes de X »). Pure.

Learnt with the plain features, which mean the same in any language; the words are each language's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from vigie.match.features import plain
from vigie.match.lexicons import Lexicons, Standing
from vigie.match.linear import Features
from vigie.match.names import Name
from vigie.match.reading import Reading

AROUND = 48
"""Characters before a name, or after it, among which such a word is looked for."""


def plain_features(found: Features, reading: Reading, company: int, lexicons: Lexicons) -> Features:
    """Of the features of a candidate those that mean the same in any language, with how the company stands."""
    words = lexicons.standing.get(reading.document.language)
    return {**plain(found), **(dict(standing(reading, company, words)) if words else {})}


def standing(reading: Reading, company: int, words: Standing) -> Iterator[tuple[str, float]]:
    """aside: behind « after »; speaks: it tells of others. Of all its names, of some, or of another company."""
    text = reading.document.text
    names = reading.by_company[company]
    for kind, holds in (("aside", is_aside), ("speaks", speaks)):
        found = [holds(text, name, words) for name in names]
        if all(found):
            yield f"{kind}:all", 1.0
        elif any(found):
            yield f"{kind}:some", 1.0
        if any(holds(text, name, words) for name in reading.scan.names if name.company != company):
            yield f"{kind}:other", 1.0


def is_aside(text: str, name: Name, words: Standing) -> bool:
    return words.aside.search(text, max(0, name.start - AROUND), name.start) is not None


def speaks(text: str, name: Name, words: Standing) -> bool:
    before = words.speaker.search(text, max(0, name.start - AROUND), name.start)
    return before is not None or words.verb.match(text, name.end, name.end + AROUND) is not None
