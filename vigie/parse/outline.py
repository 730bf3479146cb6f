"""Whether a document is plain: one that fastfeedparser and feedparser understand alike. It makes no entries.

Each of its elements is a usual name under a usual prefix, with no markup outside CDATA and escapes, one of each text an
entry, dates spelt by the book.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

TAG = re.compile(
    r"!---->|(/?)([A-Za-z][\w:.-]*+)((?:\s++[A-Za-z_][\w:.-]*+\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+)\s*+(/?)>",
    re.ASCII,
)
"""What follows « < »: an empty comment, or a tag (end, name, attributes, empty).

Possessive, so that no document makes it look twice at a character."""

EMPTY_COMMENT = "<!---->"

STRANGE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#(?!0*1(?:2[89]|[3-5][0-9]);)[0-9]{1,7}|#x(?!0*[89][0-9a-fA-F];)[0-9a-fA-F]{1,6});)"
)
"""A reference to more than a character of XML, or to a letter of Windows gone astray, which feedparser puts right."""

CAPTION = "<media:description"
"""What stands beside a picture, which feedparser takes for the text of an entry where that is shorter."""
SHORT, SIMPLE = 40, re.compile(r"[\w+:,. -]+", re.ASCII)
"""A section that could stand without its marks: a language, a date."""

SECTION, BLANK = "\0", "\1"
"""Stand for a section of text that says something, or nothing: characters that no document has."""

GIVEN = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
MOST_GIVEN = 100
"""Attributes of a root: libxml2 takes seconds over a hundred thousand prefixes, expat none."""
DECLARES = re.compile(r"xml:(?:lang|base)=.*|xmlns:(?!xml)[A-Za-z_][\w.-]*=[!-~]+", re.ASCII)
PROLOG = re.compile(r"(?:\s*(?:<\?xml[^>]*\?>|<!--.*?-->))*\s*", re.DOTALL | re.ASCII)

PREFIXES: Mapping[str, str] = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:media": "http://search.yahoo.com/mrss/",
    "xmlns:sy": "http://purl.org/rss/1.0/modules/syndication/",
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
    "xmlns:wfw": "http://wellformedweb.org/CommentAPI/",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
    "xmlns:webfeeds": "http://webfeeds.org/rss/1.0",
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
}
"""What each prefix must stand for, where elements are used under it."""
ATOM = "http://www.w3.org/2005/Atom"

TEXTS = frozenset({"title", "link", "description", "content:encoded", "guid", "id", "summary", "content"})
"""What an entry says once, with the dates."""
DATES = frozenset({"pubDate", "dc:date", "published", "updated", "atom:updated"})
NOTED = TEXTS | DATES
FILLED = frozenset({"guid", "id", "description", "summary"})
"""Texts in whose place fastfeedparser puts another where they are blank."""
TOLD = DATES | FILLED | {"link", "language", "dc:language", "media:description"}
"""Elements whose text is looked at."""
OTHER_LINK = "link elsewhere"
"""Noted of an entry with a link that leads to no page of its own: fastfeedparser takes the first, whatever it is."""

CHILDREN: Mapping[str, frozenset[str]] = {
    parent: frozenset(names.split())
    for parent, names in {
        "": "rss feed",
        "rss": "channel",
        "channel": "title link description language copyright managingEditor webMaster pubDate lastBuildDate category "
        "generator docs ttl image skipHours skipDays item atom:link sy:updatePeriod sy:updateFrequency sy:updateBase "
        "dc:language dc:rights dc:publisher cloud site webfeeds:icon webfeeds:logo webfeeds:accentColor itunes:author "
        "itunes:owner itunes:image itunes:explicit googleplay:owner googleplay:email googleplay:author",
        "image": "url title link width height description",
        "skipHours": "hour",
        "skipDays": "day",
        "item": "title link description guid pubDate content:encoded category author comments enclosure dc:creator "
        "dc:date dc:subject slash:comments wfw:commentRss media:content media:thumbnail media:credit media:keywords "
        "source post-id dc:language dc:rights dc:publisher dc:identifier atom:updated",
        "media:content": "media:credit media:thumbnail media:keywords media:rating media:title media:description",
        "itunes:owner": "itunes:name itunes:email",
        "feed": "title subtitle id link updated generator icon logo rights author entry category",
        "entry": "title id link summary content published updated author category rights thr:total media:thumbnail",
        "author": "name uri email",
    }.items()
}
"""The elements that a plain document has in each of its elements; what is not here holds text alone."""

LEAVES = {parent: names - CHILDREN.keys() for parent, names in CHILDREN.items()}
"""The elements that hold text alone, in each of those that hold elements."""
BARE = frozenset({"channel", "item", "entry", "image", "skipHours", "skipDays"})
"""Elements that must have no attribute: feedparser reads some there that nobody writes by the book."""
TYPED = frozenset({"title", "summary", "content", "subtitle", "rights"})
"""Atom's texts, which say of what type they are."""

ATTRIBUTED = (
    {f'guid isPermaLink="{value}"': "guid" for value in ("true", "false")}
    | {f'{name} type="{value}"': name for name in TYPED for value in ("text", "html")}
    | {f'{name} xmlns="com-wordpress:feed-additions:1"': name for name in ("site", "post-id")}
)
"""Tags with attributes that check() allows, as they are mostly written -> their elements."""

SHORTEST_MONTH = 28
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
RFC_822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d?) "
    rf"({MONTHS.replace(' ', '|')}) ((?:19|20)\d\d) {TIME} (?:GMT|[+-][01]\d[0-5]\d)",
    re.ASCII,
)
ISO_8601 = re.compile(
    rf"((?:19|20)\d\d)-(0[1-9]|1[0-2])-(\d\d)T{TIME}(?:\.\d{{1,6}})?(?:Z|[+-][01]\d:[0-5]\d)", re.ASCII
)


class Doubtful(Exception):
    """The document is one for feedparser."""


@dataclass
class Outline:
    """What each entry of a document is made of: the names of its texts and dates, and whether each says something."""

    entries: list[dict[str, bool]] = field(default_factory=list)
    root: str = ""
    prefixes: set[str] = field(default_factory=set)
    """Those that the root declares."""
    language: str = ""
    has_link: bool = False
    """Whether the feed itself said where its page is."""
    base: str = ""
    """What the root says that its links are relative to."""
    captions: dict[int, int] = field(default_factory=dict)
    """The place of an entry -> how long the longest text beside its pictures may be."""


def outlined(document: str) -> Outline:
    """The outline of a plain document. Raises Doubtful."""
    if "\u2028" in document or "\u2029" in document:
        raise Doubtful("separators that one reader takes for line ends")
    document = without_comments(without_sections(document))
    if STRANGE.search(document):
        raise Doubtful("an entity of HTML")
    before, *pieces = document.split("<")
    outline, path, text = Outline(), [""], ""
    rest = iter(pieces)
    for piece in rest:
        tag, closed, said = piece.partition(">")
        name, parent = ATTRIBUTED.get(tag, tag), path[-1]
        if closed and name in LEAVES.get(parent, ()):
            begin(outline, parent, name)
            piece = next(rest, "")  # nearly always the end of it
            tag, closed, text = piece.partition(">")
            if closed and tag == f"/{name}":
                end(outline, parent, name, said)
                continue
            path.append(name)
            text = said
        text = step(outline, path, piece, text)
    if path != [""] or text.strip(" \t\r\n") or before:
        raise Doubtful("cut short, or words around it")
    return outline


def step(outline: Outline, path: list[str], piece: str, text: str) -> str:
    """Take what begins with « < », before which stood `text`; what follows it. Raises Doubtful."""
    tag, closed, rest = piece.partition(">")
    if closed and tag[:1] == "/" and tag[1:] == path[-1]:
        end(outline, path[-2], path.pop(), text)
    elif closed and tag in CHILDREN.get(path[-1], ()):
        enter(outline, path, tag, "")
    else:
        rest = unusual(outline, path, piece, text)
    return rest


def unusual(outline: Outline, path: list[str], piece: str, text: str) -> str:
    """Take what begins with « < » and is no bare tag; what follows it. Raises Doubtful."""
    found = TAG.match(piece)
    if found is None:
        raise Doubtful("no tag")
    ends, name, given, empty = found.groups()
    if name is None:
        if path[-1] not in CHILDREN:
            raise Doubtful("a comment within a text")
    elif ends:
        if name != path[-1] or given or empty:
            raise Doubtful(name)
        end(outline, path[-2], path.pop(), text)
    else:
        enter(outline, path, name, given)
        if empty:
            end(outline, path[-2], path.pop(), "")
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


def without_sections(document: str) -> str:
    """The document with SECTION or BLANK in the place of each CDATA section. Raises Doubtful."""
    before, *others = document.split("<![CDATA[")
    sections = [other.partition("]]>") for other in others]
    are_measured = CAPTION in before or any(CAPTION in after for _, _, after in sections)
    parts = [before]
    for said, end, after in sections:
        follows_tag = before.endswith(">")
        if not follows_tag and before.rfind("<") > before.rfind(">"):
            raise Doubtful("a section within a tag")
        if not end:
            raise Doubtful("a section without end")
        if len(said) <= SHORT and follows_tag and SIMPLE.fullmatch(said):
            parts.append(said)
        else:
            parts.append(SECTION * (len(said) if are_measured else 1) if said.strip() else BLANK)
        parts.append(after)
        before = after
    document = "".join(parts)
    if "]]>" in document:
        raise Doubtful("the end of no section")
    return document


def enter(outline: Outline, path: list[str], name: str, given: str) -> None:
    """Take note of an element that begins, with what its tag gives. Raises Doubtful."""
    parent = path[-1]
    if name not in CHILDREN.get(parent, ()):
        raise Doubtful(name)
    path.append(name)
    if name in ("rss", "feed"):
        root(outline, name, given)
    elif name in ("item", "entry"):
        outline.entries.append({})
    elif name != "link" or not given or is_to_page(pairs(given)):
        if name == "link" and parent == "entry" and OTHER_LINK in outline.entries[-1] and "rel" not in pairs(given):
            raise Doubtful("a link after another, whose kind is left out")
        begin(outline, parent, name)
    elif parent == "entry":
        outline.entries[-1][OTHER_LINK] = False
    if given and parent:
        check(name, pairs(given), parent)


def begin(outline: Outline, parent: str, name: str) -> None:
    """Take note of an element that holds text alone; an entry says each thing once. Raises Doubtful."""
    if ":" in name:
        if name.partition(":")[0] not in outline.prefixes:
            raise Doubtful(name)
        if name == "media:title":
            outline.entries[-1][name] = True
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


def end(outline: Outline, parent: str, name: str, text: str) -> None:
    """Look at the text of an element that ends, where it matters. Raises Doubtful."""
    if name not in TOLD:
        return
    if name in DATES:
        check_date(text.strip())
    elif name == "media:description":
        place = len(outline.entries) - 1
        outline.captions[place] = max(outline.captions.get(place, 0), len(text))
    elif name in ("language", "dc:language") and parent == "channel":
        if SECTION in text or BLANK in text or "&" in text:
            raise Doubtful(name)
        outline.language = text
    elif name == "link":
        if parent in ("channel", "item") and is_blank(text):
            raise Doubtful("a link to nowhere")
    elif name in FILLED and parent in ("item", "entry") and is_blank(text):
        outline.entries[-1][name] = False


def is_to_page(given: Mapping[str, str]) -> bool:
    """Of Atom's links, only the one to the page counts."""
    return given.get("rel", "alternate") == "alternate"


def pairs(given: str) -> dict[str, str]:
    """The attributes of a tag, by name. Raises Doubtful for one that is given twice."""
    found = [(name, one or other) for name, one, other in GIVEN.findall(given)]
    if len(found) != len(values := dict(found)):
        raise Doubtful(given)
    return values


def check(name: str, given: Mapping[str, str], parent: str) -> None:
    """Raises Doubtful for an attribute that would change what a reader makes of the text."""
    if name in BARE or any(":" in key or key in ("xmlns", "base") for key in given):
        raise Doubtful(name)
    if name == "guid":
        allowed = set(given) == {"isPermaLink"} and given["isPermaLink"] in ("true", "false")
    elif name == "link":
        allowed = parent in ("feed", "entry") and plain_link(given)
    elif name == "atom:link":
        allowed = given.get("rel") in ("self", "hub", "next", "first", "last") and "href" in given
    elif name in TYPED or name in TEXTS or name in DATES:
        allowed = name in TYPED and set(given) == {"type"} and given["type"] in ("text", "html")
    else:
        allowed = name != "category" or parent not in ("channel", "feed")
    if not allowed:
        raise Doubtful(name)


def plain_link(given: Mapping[str, str]) -> bool:
    if not given.get("href"):
        return False
    if not is_to_page(given):
        return given["rel"] in (
            "self",
            "hub",
            "edit",
            "replies",
            "enclosure",
            "related",
            "via",
            "next",
            "first",
            "last",
        )
    return set(given) <= {"rel", "href", "type", "title", "hreflang"} and given.get("type") in (None, "text/html")


def root(outline: Outline, name: str, said: str) -> None:
    """The root says which prefix means what, and Atom's the language. Raises Doubtful, for a second one too."""
    given = pairs(said)
    if outline.root:
        raise Doubtful("two roots")
    if len(given) > MOST_GIVEN:
        raise Doubtful("attributes without end")
    outline.root = name
    for key, value in given.items():
        if PREFIXES.get(key, value) != value or key in ("base", "lang") or (key == "xml:base" and name == "feed"):
            raise Doubtful(key)
        if ":" in key and not DECLARES.fullmatch(f"{key}={value}"):
            raise Doubtful("a prefix that nothing declares")
    if given.get("xmlns") != (ATOM if name == "feed" else None) or (name == "rss" and given.get("version") != "2.0"):
        raise Doubtful(name)
    if name == "feed" and "version" in given:
        raise Doubtful(name)
    outline.language, outline.base = given.get("xml:lang", ""), given.get("xml:base", "")
    outline.prefixes = {key.removeprefix("xmlns:") for key in given if key in PREFIXES}


def is_blank(text: str) -> bool:
    if len(text) > 100 or text[:1].isalnum():
        return False
    return SECTION not in text and not html.unescape(text.replace(BLANK, "")).strip()


def check_date(text: str) -> None:
    """Both readers agree on a date by the book, as long as that day exists. Raises Doubtful."""
    if found := RFC_822.fullmatch(text):
        day, month, year = found.groups()
    elif found := ISO_8601.fullmatch(text):
        year, month, day = found.groups()
    else:
        raise Doubtful(text)
    if not 0 < int(day) <= SHORTEST_MONTH:
        check_day(int(year), int(month) if month.isdigit() else MONTHS.index(month) // 4 + 1, int(day))


def check_day(year: int, month: int, day: int) -> None:
    """Raises Doubtful for a day that no calendar has."""
    try:
        datetime(year, month, day)
    except ValueError as error:
        raise Doubtful(str(error)) from None
