"""What the tag of an element says beside its name: attributes, and what prefixes stand for. It follows no element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from vigie.parse.grammar import (
    ADDRESSES,
    AROUND,
    BASED,
    CHECKED,
    DESCRIBED,
    HARMLESS,
    LOCAL,
    NAMESPACES,
    ORIGIN,
    PLAIN_REL,
    RDF_ROOT,
    RELS,
    TO_PAGE,
    TYPED,
    TYPES,
    VERSIONS,
    Children,
    Doubtful,
    is_unheard_of,
    leaves_of,
)

GIVEN = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
LONGEST_ROOT, MOST_GIVEN = 10_000, 100
"""Characters and attributes: libxml2 takes seconds over a hundred thousand prefixes, expat none."""
DECLARES = re.compile(r"xmlns:(?!xml)[A-Za-z_][\w.-]*=[!-~]+", re.ASCII)


def pairs(given: str) -> dict[str, str]:
    """The attributes of a tag, by name. Raises Doubtful for one that is given twice."""
    found = [(name, one or other) for name, one, other in GIVEN.findall(given)]
    if len(found) != len(values := dict(found)):
        raise Doubtful(given)
    return values


def check_prefixed(given: Iterable[str]) -> None:
    """Raises Doubtful for attributes that may be the same, under two prefixes, and for names that are none."""
    names = [key.partition(":")[2] for key in given if ":" in key]
    if len(set(names)) < len(names) or not all(map(LOCAL.fullmatch, names)):
        raise Doubtful("attributes that may be one")


def is_to_page(given: Mapping[str, str]) -> bool:
    """Of Atom's links, only the one to the page counts."""
    return given.get("rel", "alternate") == "alternate"


def is_plain_link(given: Mapping[str, str], plain: Set[str]) -> bool:
    """Whether it is clear where a link leads, and that it is the page, or is not."""
    where = given.get("href", "")
    if not where or "&#" in where or where != where.strip() or not "".join(plain).islower():
        return False
    if is_to_page(given):
        return plain <= TO_PAGE and given.get("type") in (None, "text/html")
    rel = given["rel"]
    return rel in RELS or (PLAIN_REL.fullmatch(rel) is not None and plain.isdisjoint({"url", "uri"}))


@dataclass
class Names:
    """What prefixes stand for, in the document so far."""

    bound: dict[str, str]
    declared: frozenset[str]
    """Those of the root, which elements may have anywhere."""
    unheard: set[str]
    """Those that mean nothing to feedparser."""

    def bind(self, prefix: str, address: str) -> bool:
        """Take note of what a prefix stands for; whether elements may have it. Raises Doubtful for two meanings."""
        if self.bound.setdefault(prefix, address) != address:
            raise Doubtful(prefix)
        if not DECLARES.fullmatch(f"xmlns:{prefix}={address}"):
            raise Doubtful("a prefix that nothing declares")
        if prefix in NAMESPACES:
            return address in NAMESPACES[prefix]
        if is_unheard := is_unheard_of(prefix, address):
            self.unheard.add(prefix)
        return is_unheard

    def take(self, prefix: str, given: dict[str, str]) -> None:
        """Take what a tag says that its own prefix stands for out of its attributes. Raises Doubtful."""
        address = given.pop(f"xmlns:{prefix}", None)
        if (prefix not in self.declared) if address is None else (not self.bind(prefix, address)):
            raise Doubtful(prefix)

    def is_aside(self, prefix: str) -> bool:
        """Whether it may stand before an attribute that means nothing to feedparser."""
        return prefix in self.unheard and prefix in self.declared


@dataclass(frozen=True)
class Root:
    """What the tag of a root says."""

    names: Names
    language: str
    base: str
    leaves: Children


@lru_cache(maxsize=128)
def root_of(name: str, said: str) -> Root:
    """Feeds made by one program have the same, and a feed each time. Raises Doubtful."""
    given, names = pairs(said), Names({}, frozenset(), set())
    if len(given) > MOST_GIVEN:
        raise Doubtful("attributes without end")
    check_prefixed(given)
    declared = frozenset(key[6:] for key in given if key[:6] == "xmlns:" and names.bind(key[6:], given[key]))
    for key in given:
        prefix, colon, local = key.rpartition(":")
        if local in AROUND and key not in ("xml:base", "xml:lang", "xmlns") and prefix != "xmlns":
            raise Doubtful(key)
        if colon and prefix not in ("xmlns", "xml") and prefix not in names.unheard:
            raise Doubtful("a prefix that nothing declares")
    if given.get("xmlns") != ADDRESSES[name] or (name == "rss" and given.get("version") not in VERSIONS):
        raise Doubtful(name)
    if (name == "feed" and "version" in given) or (name == RDF_ROOT and "rdf" not in declared):
        raise Doubtful(name)
    language = "" if name == RDF_ROOT else given.get("xml:lang", "")  # feedparser looks for another name there
    leaves = leaves_of(name, declared.intersection(NAMESPACES))
    return Root(Names(names.bound, declared, names.unheard), language, given.get("xml:base", ""), leaves)


def check(family: str, names: Names, name: str, given: Mapping[str, str]) -> None:
    """Raises Doubtful for an attribute that would change what a reader makes of the text."""
    plain: Set[str] = given.keys()
    if ":" in "".join(plain):
        check_prefixed(given)
        plain = {key for key in plain if not is_inert(family, names, name, key)}
        if ":" in "".join(plain):
            raise Doubtful(name)
    if not AROUND.isdisjoint(plain):
        raise Doubtful(name)
    if name in CHECKED and not is_allowed(family, name, given, plain):
        raise Doubtful(name)


def is_inert(family: str, names: Names, name: str, key: str) -> bool:
    """Whether an attribute with a prefix changes nothing, or only what is noted of the document."""
    if name == ORIGIN:  # one is all that feedparser then keeps of it
        return False
    prefix, _, local = key.partition(":")
    match key:
        case "xml:lang":
            return True
        case "xml:base":
            return family == "feed" and name in BASED
        case "rdf:about":
            return family == RDF_ROOT and name in DESCRIBED
        case "rdf:resource":
            return "rdf" in names.declared
    return (name, local) in HARMLESS and names.is_aside(prefix)


def check_aside(names: Names, given: Mapping[str, str]) -> None:
    """The same, of an element that means nothing to feedparser. Raises Doubtful."""
    check_prefixed(given)
    for key in given:
        prefix, colon, local = key.rpartition(":")
        if key != "xml:lang" and (local in AROUND or (colon and not names.is_aside(prefix))):
            raise Doubtful(key)


def is_allowed(family: str, name: str, given: Mapping[str, str], plain: Set[str]) -> bool:
    """Whether an element in which attributes may mean much has none but those by the book."""
    if name == "guid":
        return plain <= {"isPermaLink"}
    if name == "link":
        return family == "feed" and is_plain_link(given, plain)
    if name == "atom:link":
        return is_plain_link(given, plain) and not is_to_page(given)
    return not plain or (name in TYPED and plain == {"type"} and given["type"] in TYPES)
