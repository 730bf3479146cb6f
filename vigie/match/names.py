"""Where a document names the watched companies: one automaton, then the checks of a careful reader. Pure.

It says that a name stands there and denotes the company; it says nothing of events.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vigie.match.document import Document
from vigie.match.lexicons import Ambiguity, Lexicons, OtherName
from vigie.match.patterns import Patterns, automaton
from vigie.model import Company
from vigie.text.fold import fold

ELIDED = re.compile(r"^[ldLD]['’]")
"""An article that belongs to a name and follows its sentence's case: « l’Oréal », « L’Oréal »."""

AROUND = 160
"""Characters on each side that count as the surroundings of a name."""

MOST = 100
"""Places where companies are named that are of use: fourteen articles joined have 43 (see vigie.match.bounds)."""


@dataclass(frozen=True, slots=True)
class Name:
    """One place where a company is named."""

    company: int
    """Index into the companies of the matcher."""
    start: int
    end: int
    doubt: float = 0.0
    """0 where nothing speaks against it, up to 1."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A way to write a company, and how careful one must be with it."""

    folded: str
    written: str
    company: int
    upper: bool
    """Short and in capitals (BP, GE, UPS): must be written so."""
    common: bool
    """A word of the language too."""
    conditions: Conditions | None = None
    """What must hold besides, for a name that the lexicon adds."""


class Names:
    """Finds the companies in documents."""

    def __init__(self, companies: Sequence[Company], lexicons: Lexicons) -> None:
        self.companies = companies
        self.lexicons = lexicons
        by_text: dict[str, list[Alias]] = {}
        for index, company in enumerate(companies):
            seen: set[tuple[str, str]] = set()
            for written in company.names:
                key = " ".join(fold(written).split())
                if len(key) > 1 and (key, written) not in seen:
                    seen.add((key, written))
                    by_text.setdefault(key, []).append(alias(key, written, index, lexicons))
                    if "&" in key and "& " not in key:
                        spaced = key.replace("&", " & ")
                        by_text.setdefault(spaced, []).append(alias(spaced, written, index, lexicons))
            for other in lexicons.other_names:
                if any(key == other.of for key, _ in seen):
                    upper = other.written.isupper()
                    added = Alias(fold(other.written), other.written, index, upper, False, Conditions(other))
                    by_text.setdefault(added.folded, []).append(added)
        self._aliases = list(by_text.values())
        self._automaton = automaton(by_text)
        self._context = [tuple(fold(w) for w in c.context) for c in companies]
        self._exclude = [tuple(fold(w) for w in c.exclude) for c in companies]
        self._surroundings = {name: Surroundings(a) for name, a in lexicons.ambiguities.items() if name in by_text}

    def find(self, document: Document) -> list[Name]:
        """The names that denote a watched company, in order of place; where names overlap, the longest."""
        if self._automaton is None:
            return []
        text = document.text
        hits = [
            (start, end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if bounded(text, start, end)
        ]
        names: list[Name] = []
        places = 0
        for start, end, index in longest(hits):
            before = len(names)
            for candidate in self._aliases[index]:
                if (doubt := self.doubt(document, candidate, start, end)) < 1:
                    names.append(Name(candidate.company, start, end, doubt))
            places += len(names) > before
            if places > MOST:
                break
        return dedupe(names)

    def doubt(self, document: Document, alias: Alias, start: int, end: int) -> float:
        """How much speaks against this place being the company: 0 nothing, 1 it is not."""
        text = document.text
        written = document.written(start, end)
        if not document.caseless and not well_written(alias, written):
            return 1.0
        if self._exclude[alias.company] and stands(
            self._exclude[alias.company], text[max(0, start - AROUND) : end + AROUND]
        ):
            return 1.0
        if (context := self._context[alias.company]) and not document.once(context, lambda: stands(context, text)):
            return 1.0
        if alias.conditions and not alias.conditions.hold(document, start, end):
            return 1.0
        if (surroundings := self._surroundings.get(alias.folded)) is not None:
            if surroundings.forbidden(text, start, end) or (surroundings.first_name and surname(document, end)):
                return 1.0
            if surroundings.for_it(text, start, end):
                return 0.0
        if self.person(document, start):
            return 1.0
        if not alias.common:
            return 0.0
        return 0.8 if document.caseless or at_start(document, start) else 0.4

    def person(self, document: Document, start: int) -> bool:
        """Whether a first name stands right before: « Laurence Ferrari »."""
        before = re.search(r"([^\W\d_]+(?:-[^\W\d_]+)?) $", document.text[max(0, start - 24) : start])
        return bool(before) and before[1] in self.lexicons.first_names  # type: ignore[index]


class Surroundings:
    """The patterns that an ambiguous name's surroundings are held against."""

    def __init__(self, ambiguity: Ambiguity) -> None:
        self._needs = Patterns(ambiguity.needs)
        self._never = Patterns(ambiguity.never)
        self.first_name = ambiguity.first_name

    def forbidden(self, text: str, start: int, end: int) -> bool:
        low = max(0, start - 40)
        hits = self._never.find(text[low : end + 40])
        return any(hit.start + low <= start and hit.end + low >= end for hit in hits)

    def for_it(self, text: str, start: int, end: int) -> bool:
        low = max(0, start - 60)
        return any(
            h.end + low <= start + 1 or h.start + low >= start - 40 for h in self._needs.find(text[low : end + 60])
        )


class Conditions:
    """What must stand in the article, and around the name, for a name that the lexicon adds."""

    def __init__(self, other: OtherName) -> None:
        self._where = Patterns(other.where)
        self._around = Patterns(other.around)

    def hold(self, document: Document, start: int, end: int) -> bool:
        text, low = document.text, max(0, start - 40)
        around = self._around.find(text[low : end + 40])
        return any(h.start + low <= start and h.end + low >= end for h in around) and document.once(
            (id(self), "where"), lambda: bool(self._where.find(text))
        )


def surname(document: Document, end: int) -> bool:
    """Whether a capitalised word follows at once: « Gad Elmaleh »."""
    after = document.written(end, min(end + 3, len(document.text)))
    return len(after) == 3 and after[0] == " " and after[1].isupper() and after[2].islower()


def alias(key: str, written: str, company: int, lexicons: Lexicons) -> Alias:
    upper = written.isupper() and len(re.sub(r"\W", "", written)) <= 4
    known = lexicons.ambiguities.get(key)
    common = known.common if known else key in lexicons.common_words
    return Alias(key, written, company, upper, common)


def bounded(text: str, start: int, end: int) -> bool:
    """Whether a name stands there as a word of its own: no letter or digit touches it, nor « & » and letters."""
    if start and (text[start - 1].isalnum() or (text[start - 1] in "_@#" and text[start - 1] != "#")):
        return False
    after = text[end : end + 2]
    if (after[:1].isalnum() and not plural(text, end)) or after[:1] == "_":
        return False
    if len(after) == 2 and after[0] == "&" and after[1].isalnum():
        return False
    return not (start > 1 and text[start - 1] == "&" and text[start - 2].isalnum())


def plural(text: str, end: int) -> bool:
    """Whether all that follows is an « s »: a plural, or a possessive whose apostrophe got lost."""
    return text[end] == "s" and not text[end + 1 : end + 2].isalnum()


def well_written(alias: Alias, written: str) -> bool:
    """Whether capitals are where the alias has them: all of them in a short acronym, the first one in a name."""
    if alias.upper:
        return written.isupper()
    return not ELIDED.sub("", alias.written)[:1].isupper() or not ELIDED.sub("", written)[:1].islower()


def longest(hits: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Of hits that overlap, the longest; the rest in order of place."""
    kept: list[tuple[int, int, int]] = []
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if kept and hit[0] < kept[-1][1]:
            if hit[1] - hit[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept


def dedupe(names: list[Name]) -> list[Name]:
    """One name a company and place: two aliases that fold alike count once, the surer one."""
    best: dict[tuple[int, int], Name] = {}
    for name in names:
        key = (name.company, name.start)
        if key not in best or name.doubt < best[key].doubt:
            best[key] = name
    return sorted(best.values(), key=lambda n: (n.start, n.company))


def at_start(document: Document, start: int) -> bool:
    """Whether a place opens a sentence, where a capital says nothing."""
    first, _ = document.sentence(document.sentence_of(start))
    return not document.text[first:start].strip(" \"'(-")


def stands(words: tuple[str, ...], text: str) -> bool:
    """Whether one of the folded words stands in the folded text as whole words."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            if bounded(text, at, at + len(word)):
                return True
            at = text.find(word, at + 1)
    return False
