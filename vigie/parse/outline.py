"""Whether a document is plain: one that fastfeedparser and feedparser understand alike. It makes no entries.

Each of its elements is one that `grammar` knows, with no markup outside CDATA and escapes, one of each text an entry,
dates spelt by the book.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from vigie.parse.dates import check_date
from vigie.parse.grammar import (
    ATOMS,
    ATTRIBUTED,
    BEGUN,
    BESIDE,
    CHILDREN,
    COLLIDING,
    DATES,
    DISPLACED,
    ENTRIES,
    ENTRY,
    FILLED,
    HOSTS,
    KEPT,
    LANGUAGES,
    LOCAL,
    LOOKED_FOR,
    NOTED,
    RDF_ROOT,
    ROOTS,
    TEXTLESS,
    TOLD,
    Children,
    Doubtful,
)
from vigie.parse.tags import LONGEST_ROOT, Names, check, check_aside, is_to_page, pairs, root_of
from vigie.parse.wording import BLANK, SECTION, Aside, worded

TAG = re.compile(
    r"!---->|(/?)([A-Za-z][\w:.-]*+)((?:\s++[A-Za-z_][\w:.-]*+\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+)\s*+(/?)>",
    re.ASCII,
)
"""What follows « < »: an empty comment, or a tag (end, name, attributes, empty).

Possessive, so that no document makes it look twice at a character."""

EMPTY_COMMENT = "<!---->"
LONG = 500
"""Characters from which on it costs to look for three at once."""

STRANGE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#(?!0*1(?:2[89]|[3-5][0-9]);)[0-9]{1,7}|#x(?!0*[89][0-9a-fA-F];)[0-9a-fA-F]{1,6});)"
)
"""A reference to more than a character of XML, or to a letter of Windows gone astray, which feedparser puts right."""

SHORT, SIMPLE = 40, re.compile(r"[\w+:,. -]+", re.ASCII)
"""A section that could stand without its marks: a language, a date."""

MOST_LEAVES = 200
"""Elements of one kind that are remembered: a document has some dozens, or each time another."""
PROLOG = re.compile(
    r"(?:<\?xml[^>]*\?>)?"
    r"(?:[ \t\r\n]++|<\?xml-stylesheet[ \t\r\n](?:[^>?]++|\?(?!>))*+\?>|<!--(?:[^-]++|-(?!-))*+-->)*+"
)
"""What stands before the root; after the declaration, as XML wants it: it is left out of what fastfeedparser reads."""

OTHER_LINK = "link elsewhere"
"""Noted of an entry with a link that leads to no page of its own: fastfeedparser takes the first, whatever it is."""


@dataclass
class Outline:
    """What each entry of a document is made of: the names of its texts and dates, and whether each says something."""

    root: str
    children: Children
    textless: frozenset[str]
    """Elements that say all in their attributes."""
    leaves: dict[str, frozenset[str]] = field(default_factory=dict)
    path: list[str] = field(default_factory=lambda: [""])
    entries: list[dict[str, bool]] = field(default_factory=list)
    asides: dict[int, list[Aside]] = field(default_factory=dict)
    """By the place of their entry."""
    begun: set[int] = field(default_factory=set)
    """The places of the entries before which the feed itself had a second text: feedparser takes their first text for
    the second."""
    sections: list[str] = field(default_factory=list)
    keeps_sections: bool = False
    names: Names = field(default_factory=lambda: Names({}, frozenset(), set()))
    told: set[str] = field(default_factory=lambda: set(TOLD))
    """Elements whose text is looked at."""
    kept: set[str] = field(default_factory=lambda: set(KEPT))
    """Those whose text may be one of the asides."""
    displaced: set[str] = field(default_factory=set)
    """The texts of the entry at hand in whose place fastfeedparser puts another."""
    language: str = ""
    has_link: bool = False
    """Whether the feed itself said where its page is."""
    has_summary: bool = False
    has_second: bool = False
    depth: int = 0
    """How deep an entry stands."""
    bases: list[str] = field(default_factory=list)
    """What links are said to be relative to."""

    def may_have_asides(self, document: str) -> bool:
        """Whether the words of some sections may be needed: a look at what the root declares, then at the names."""
        start = document[: document.find(">")]
        return self.root == RDF_ROOT or any(prefix in start and name in document for prefix, name in LOOKED_FOR)


def outlined(document: str) -> Outline:
    """The outline of a plain document. Raises Doubtful."""
    if "\u2028" in document or "\u2029" in document:
        raise Doubtful("separators that one reader takes for line ends")
    root = ROOTS.get(document[1:4])
    if root is None:
        raise Doubtful("no root that is known")
    outline = Outline(root, CHILDREN[root], TEXTLESS[root])
    if root == RDF_ROOT:  # fastfeedparser does not look for it there
        outline.told.add("content:encoded")
        outline.kept.add("content:encoded")
    document = without_comments(without_sections(document, outline))
    if STRANGE.search(document):
        raise Doubtful("an entity of HTML")
    before, start, *pieces = document.split("<")
    path, text = outline.path, step(outline, start, before)
    leaves, told, rest = outline.leaves, outline.told, iter(pieces)
    for piece in rest:
        tag, closed, said = piece.partition(">")
        name, parent = ATTRIBUTED.get(tag, tag), path[-1]
        if closed and name in leaves.get(parent, ()):
            if name in BEGUN:
                begin(outline, parent, name)
            piece = next(rest, "")  # nearly always the end of it
            tag, closed, text = piece.partition(">")
            if closed and tag == f"/{name}":
                if name in told:
                    end(outline, parent, name, said)
                continue
            path.append(name)
            text = said
        text = step(outline, piece, text)
    if path != [""] or text.strip(" \t\r\n") or before:
        raise Doubtful("cut short, or words around it")
    return outline


def step(outline: Outline, piece: str, text: str) -> str:
    """Take what begins with « < », before which stood `text`; what follows it. Raises Doubtful."""
    path = outline.path
    tag, closed, rest = piece.partition(">")
    if closed and tag[:1] == "/" and tag[1:] == path[-1]:
        name = path.pop()
        if name in outline.told:
            end(outline, path[-1], name, text)
    elif closed and tag in outline.children.get(path[-1], ()):
        enter(outline, tag, "")
    else:
        rest = unusual(outline, piece, text)
    return rest


def unusual(outline: Outline, piece: str, text: str) -> str:
    """Take what begins with « < » and is no bare tag; what follows it. Raises Doubtful."""
    path = outline.path
    found = TAG.match(piece)
    if found is None:
        raise Doubtful("no tag")
    ends, name, given, empty = found.groups()
    if name is None:
        if path[-1] not in outline.children:
            raise Doubtful("a comment within a text")
    elif ends:
        if name != path[-1] or given or empty:
            raise Doubtful(name)
        path.pop()
        if name in outline.told:
            end(outline, path[-1], name, text)
    else:
        enter(outline, name, given)
        if empty:
            path.pop()
            if name in outline.told:
                end(outline, path[-1], name, "")
    return piece[found.end() :]


def without_comments(document: str) -> str:
    """The document with an empty comment in the place of each. Raises Doubtful."""
    if "<!--" not in document:
        return document
    first, *others = document.split("<!--")
    parts = [first]
    for other in others:
        said, end, rest = other.partition("-->")
        if not end or "--" in said or said.endswith("-"):
            raise Doubtful("a comment that is none")
        parts.append(rest)
    return EMPTY_COMMENT.join(parts)


def without_sections(document: str, outline: Outline) -> str:
    """The document with SECTION or BLANK in the place of each CDATA section; with its number where they are kept.

    Raises Doubtful.
    """
    before, *others = document.split("<![CDATA[")
    outline.keeps_sections = bool(others) and outline.may_have_asides(document)
    parts, kept = [before], outline.keeps_sections
    for other in others:
        follows_tag = before.endswith(">")
        if not follows_tag and before.rfind("<") > before.rfind(">"):
            raise Doubtful("a section within a tag")
        said, end, before = parted(other) if len(other) > LONG else other.partition("]]>")
        if not end:
            raise Doubtful("a section without end")
        if len(said) <= SHORT and follows_tag and SIMPLE.fullmatch(said):
            parts.append(said)
        elif not said.strip():
            parts.append(f"{BLANK}{said}{BLANK}" if kept else BLANK)
        elif kept:
            parts.append(f"{SECTION}{len(outline.sections)}{SECTION}")
            outline.sections.append(said)
        else:
            parts.append(SECTION)
        parts.append(before)
    document = "".join(parts)
    if "]]>" in document:
        raise Doubtful("the end of no section")
    return document


def parted(section: str) -> tuple[str, str, str]:
    """What a section says, its end, what follows. Mostly it says no bracket, and one alone is found in no time."""
    said, _, rest = section.partition("]")
    return (said, "]]>", rest[2:]) if rest.startswith("]>") else section.partition("]]>")


def enter(outline: Outline, name: str, given: str) -> None:
    """Take note of an element that begins, with what its tag gives. Raises Doubtful."""
    parent = outline.path[-1]
    outline.path.append(name)
    if not parent:
        enter_root(outline, name, given)
        return
    values = pairs(given) if given else {}
    if ":" in name:
        prefix, _, local = name.partition(":")
        if prefix not in outline.names.declared or "xmlns:" in given:
            outline.names.take(prefix, values)
        if prefix in outline.names.unheard:
            put_aside(outline, parent, name, values)
            return
        if local == "link" and prefix in ATOMS:
            name = "atom:link"
    if name not in outline.children.get(parent, ()):
        raise Doubtful(name)
    if name in ENTRY:
        enter_entry(outline, values)
    elif name in outline.textless:
        enter_link(outline, parent, values)
    elif name in BEGUN:
        begin(outline, parent, name)
    if values:
        check(outline.root, outline.names, name, values)
        if "xml:base" in values:
            outline.bases.append(values["xml:base"])


def enter_link(outline: Outline, parent: str, values: Mapping[str, str]) -> None:
    """Take note of one of Atom's links. Raises Doubtful where fastfeedparser may take another for it."""
    if not values:
        raise Doubtful("a link without attributes")
    texts = outline.entries[-1] if parent in ("item", "entry") else {}
    if outline.root != "feed":
        if parent == "item" and "link" not in texts:
            raise Doubtful("what it takes for the link of the item")
    elif is_to_page(values):
        if OTHER_LINK in texts and "rel" not in values:
            raise Doubtful("a link after another, whose kind is left out")
        begin(outline, parent, "link")
    else:
        texts[OTHER_LINK] = False


def enter_entry(outline: Outline, values: Mapping[str, str]) -> None:
    outline.entries.append({"rdf:about": True} if values.get("rdf:about") else {})
    outline.depth = len(outline.path)
    if outline.displaced:
        outline.displaced.clear()
    if outline.has_second:
        outline.has_second = False
        outline.begun.add(len(outline.entries) - 1)


def put_aside(outline: Outline, parent: str, name: str, values: Mapping[str, str]) -> None:
    """An element that means nothing to feedparser. Raises Doubtful where it does to fastfeedparser."""
    prefix, _, local = name.partition(":")
    if not LOCAL.fullmatch(local):
        raise Doubtful(name)
    if parent in outline.children:
        if parent not in HOSTS or (parent == "item" and local.lower() in COLLIDING):
            raise Doubtful(name)
        if not values and prefix in outline.names.declared and len(outline.leaves[parent]) < MOST_LEAVES:
            outline.leaves[parent] = outline.leaves[parent] | {name}  # the next one needs no look
    elif parent.partition(":")[0] not in outline.names.unheard:
        raise Doubtful(name)
    check_aside(outline.names, values)


def begin(outline: Outline, parent: str, name: str) -> None:
    """Take note of an element that holds text alone; an entry says each thing once. Raises Doubtful."""
    if name in NOTED:
        if parent in ("item", "entry"):
            texts = outline.entries[-1]
            if name in texts:
                raise Doubtful(name)
            texts[name] = True
        elif name == "link" and parent in ("channel", "feed"):
            if outline.has_link:
                raise Doubtful("a feed with two pages")
            outline.has_link = True
        elif name == "description" and parent == "channel":
            outline.has_second |= outline.has_summary
    elif name in BESIDE:
        if parent == "channel":
            outline.has_second |= outline.has_summary and name == "itunes:summary"
            outline.has_summary |= name == "itunes:summary"
            return
        if name == "media:title":
            outline.entries[-1][name] = True
        if parent == "item" and (real := DISPLACED.get(name)) and real not in outline.entries[-1]:
            outline.displaced.add(real)
            outline.told.add(real)
            outline.kept.add(real)


def end(outline: Outline, parent: str, name: str, text: str) -> None:
    """Look at the text of an element that ends, where it matters. Raises Doubtful."""
    if name in DATES:
        check_date(text.strip())
    elif name == "link":
        if parent in ("channel", "item") and is_blank(text):
            raise Doubtful("a link to nowhere")
    elif name in LANGUAGES:
        if parent == "channel":
            if not text.isascii() or SECTION in text or BLANK in text or "&" in text:
                raise Doubtful(name)
            outline.language = text
    else:
        if name in FILLED and parent in ENTRY and is_blank(text):
            outline.entries[-1][name] = False
        if name in outline.kept and parent in ENTRIES:
            keep(outline, name, text)


def keep(outline: Outline, name: str, text: str) -> None:
    """Keep the text of an element of the entry at hand, if fastfeedparser does not give it."""
    if name not in DISPLACED.values() or name in outline.displaced:
        if (SECTION in text or BLANK in text) and not outline.keeps_sections:
            raise Doubtful("a prefix that the root does not declare")
        outline.displaced.discard(name)
        aside = Aside(name, len(outline.entries[-1]), len(outline.path) - outline.depth, text)
        outline.asides.setdefault(len(outline.entries) - 1, []).append(aside)


def enter_root(outline: Outline, name: str, given: str) -> None:
    """The root says which prefix means what, and Atom's the language. Raises Doubtful, for a second one too."""
    if outline.leaves or name != outline.root:
        raise Doubtful("another root")
    if len(given) > LONGEST_ROOT:
        raise Doubtful("attributes without end")
    root = root_of(name, given)
    outline.names = Names(dict(root.names.bound), root.names.declared, set(root.names.unheard))
    outline.language, outline.bases = root.language, [root.base] if root.base else []
    outline.leaves.update(root.leaves)


def is_blank(text: str) -> bool:
    if len(text) > 100 or text[:1].isalnum():
        return False
    return SECTION not in text and not worded(text, ())
