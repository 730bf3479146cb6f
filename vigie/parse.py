"""Bytes of a feed in, articles out; or NotAFeed, which says in French what the bytes are instead. Pure.

It opens nothing and fetches nothing: feedparser is given bytes in memory, never a string that it could take for an
address. On hostile bytes it may burn minutes of CPU: run it where it can be killed (adapters.parser_pool).
"""

from __future__ import annotations

import codecs
import hashlib
import html
import io
import re
import unicodedata
from calendar import timegm
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser
from selectolax.lexbor import LexborHTMLParser

from vigie.links import absolute
from vigie.model import Article

MOST_ARTICLES = 500
LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINK, LONGEST_GUID = 500, 20_000, 2_048, 2_048
LONGEST_MARKUP = 100_000
"""Characters of an entry that are looked at: five times what is kept, for the tags in between."""
OLDEST_YEAR = 1995
"""An earlier date is a server's zero (1970) or a mistake: feeds are younger."""


class NotAFeed(Exception):
    """The bytes are no feed. The message is a French sentence on what they are; `passing` where a retry may help.

    `candidates` are the absolute addresses that a web page gives for its feeds.
    """

    def __init__(self, reason: str, candidates: Iterable[str] = (), *, passing: bool = False) -> None:
        super().__init__(reason)
        self.candidates = tuple(candidates)
        self.passing = passing


EMPTY = "Le site répond par une page vide."
PAGE = "Cette adresse est une page web, pas un flux."
PAGE_WITH_FEEDS = "Cette adresse est une page web. Son flux est peut-être : {candidates}"
JSON_FEED = "Cette adresse est un flux au format JSON : Vigie lit les flux RSS et Atom. Cherchez-en un sur le site."
JSON = "Cette adresse donne des données (JSON), pas un flux RSS ou Atom."
PDF = "Cette adresse est un document PDF, pas un flux."
ARCHIVE = "Cette adresse est un fichier compressé, pas un flux."
IMAGE = "Cette adresse est une image, pas un flux."
TEXT = "Cette adresse donne du texte, pas un flux RSS ou Atom."
SITEMAP = "Cette adresse est le plan du site (sitemap), pas un flux."
OPML = "Cette adresse est une liste de flux (OPML), pas un flux : ajoutez un à un les flux qu'elle nomme."
OTHER_XML = "Cette adresse donne un document XML qui n'est ni RSS ni Atom."
CUT_SHORT = "Ce flux s'arrête au milieu : le site ne l'a pas envoyé en entier. C'est sans doute passager."
ENTITIES = "Ce flux définit ses propres entités XML, ce qui sert surtout à piéger les lecteurs : Vigie ne le lit pas."
UTF7 = "Ce flux est écrit en UTF-7, un codage abandonné parce que dangereux : Vigie ne le lit pas."
UNREADABLE = "Ce flux est si mal formé que Vigie n'arrive pas à le lire."

SIGNATURES = (
    (b"%PDF", PDF),
    (b"PK\x03\x04", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
)
"""How a file begins -> what it is."""

HTML_ROOTS = frozenset(
    {"html", "head", "body", "title", "meta", "link", "script", "style", "div", "span", "p", "a", "h1", "table", "form"}
)
OTHER_ROOTS = {"urlset": SITEMAP, "sitemapindex": SITEMAP, "opml": OPML}

CUT_SHORT_SIGNS = ("no element found", "unclosed token", "unclosed CDATA section")
"""What expat says where a document ends too early."""


def parse(body: bytes, url: str, content_type: str | None) -> list[Article]:
    """The feed's articles, oldest first, the newest 500 of them; relative links are taken from `url`.

    Entries with neither title nor link are left out. Raises NotAFeed.
    """
    document = prepared(body, content_type)
    root = looked_at(document, url)
    feed = read(document)
    if not feed.entries and not feed.version:
        raise NotAFeed(OTHER_XML)
    if feed.bozo and is_cut_short(document, root, feed.get("bozo_exception")):
        raise NotAFeed(CUT_SHORT, passing=True)
    language = language_of(feed.feed)
    repeated = repeated_guids(feed)
    found = (article(entry, url, language, repeated) for entry in newest(feed.entries))
    return [one for one in found if one.title or one.url]


def feed_title(body: bytes) -> str:
    """How the feed calls itself, '' if it doesn't; quick and safe on any bytes: it looks at the first 16 KB only."""
    try:
        start = decoded(body[:16_384], None)
    except NotAFeed:
        return ""
    found = re.search(r"<title\b[^>]{0,200}>(.{0,2000}?)</title", start, re.DOTALL)
    return plain(re.sub(r"<!\[CDATA\[|\]\]>", "", html.unescape(found[1])))[:LONGEST_TITLE] if found else ""


# -- bytes to text ----------------------------------------------------------------------------------------------------

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How a document in a wide encoding begins, by its mark or by its first « < » (XML 1.0, appendix F)."""

DECLARED = re.compile(rb"""^[\xef\xbb\xbf\s]*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
LATIN = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"""What servers call one thing and mean another (as the WHATWG's encoding standard has it)."""
NO_ENCODINGS = frozenset({"utf-7", "punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Python's own codecs that no document is written in."""


def prepared(body: bytes, content_type: str | None) -> str:
    """The document as text, without what makes parsers stumble: controls, impossible characters, words before it."""
    if not body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise NotAFeed(EMPTY, passing=True)
    if reason := next((reason for start, reason in SIGNATURES if body.startswith(start)), None):
        raise NotAFeed(reason)
    text = CONTROLS.sub("", decoded(body, content_type))
    text = REFERENCE.sub(possible, text)
    start = text.find("<?xml", 0, 1_000)
    return text[start:] if start > 0 and "<" not in text[:start] else text.lstrip("\ufeff \t\r\n")


def decoded(body: bytes, content_type: str | None) -> str:
    """The text of a document. Bytes that are UTF-8 are UTF-8, whatever is declared; labels lie, accents don't."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    declared = list(labels(body, content_type))
    if "utf-7" in declared:
        raise NotAFeed(UTF7)
    text = body.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    if not broken or ("utf-8" in (declared or ["utf-8"]) and broken * 4 < sum(c > "\x7f" for c in text)):
        return text
    return next(filter(None, (attempt(body, name) for name in [*declared, "cp1252"])), body.decode("latin-1"))


def labels(body: bytes, content_type: str | None) -> Iterator[str]:
    """The encodings that the document, then the server, declare, by the names that Python gives them."""
    document, server = DECLARED.match(body[:400]), CHARSET.search(content_type or "")
    for label in (document[1].decode("ascii") if document else "", server[1] if server else ""):
        try:
            yield codecs.lookup(label).name
        except LookupError:  # none, or one that nobody knows
            continue


def attempt(body: bytes, encoding: str) -> str:
    """The text in this encoding, '' where it is not written in it."""
    if encoding in NO_ENCODINGS:
        return ""
    try:
        return body.decode(LATIN.get(encoding, encoding))
    except (UnicodeError, LookupError):  # LookupError: a codec of Python's that is not for text
        return ""


REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,8}));?", re.IGNORECASE)


def possible(match: re.Match[str]) -> str:
    """A character reference as it stands, nothing where no character can have that number (XML 1.0, 2.2)."""
    number = int(match[1], 16) if match[1] else int(match[2])
    allowed = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0x110000
    return match[0] if allowed else ""


# -- what kind of document --------------------------------------------------------------------------------------------

BEFORE_ROOT = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
DOCTYPE = re.compile(r"\s*<!DOCTYPE([^\[>]*)(\[?)", re.IGNORECASE)
ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")


def looked_at(document: str, url: str) -> str:
    """The name of the root element of what may be a feed. Raises NotAFeed for what cannot be one."""
    if reason := jsonish(document):
        raise NotAFeed(reason)
    at = 0
    while skipped := BEFORE_ROOT.match(document, at):
        at = skipped.end()
    if doctype := DOCTYPE.match(document, at):
        at = doctype.end()
        if doctype[2] and "<!ENTITY" in document:
            raise NotAFeed(ENTITIES)
    found = ROOT.search(document, at)
    root = found[1] if found else ""
    if root.lower() in HTML_ROOTS:
        candidates = list(dict.fromkeys(feeds_of(document, url)))[:10]
        reason = PAGE_WITH_FEEDS.format(candidates=" ou ".join(candidates)) if candidates else PAGE
        raise NotAFeed(reason, candidates)
    if reason := OTHER_ROOTS.get(root.lower()) or ("" if root else TEXT):
        raise NotAFeed(reason)
    return root


def jsonish(document: str) -> str:
    """What a document that begins as JSON does is; '' for any other."""
    if document[:1] not in ("{", "["):
        return ""
    return JSON_FEED if "jsonfeed.org" in document[:1_000] else JSON


LINK = re.compile(r"<(?:link|base)\b[^>]{0,2000}>", re.IGNORECASE)
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})


def feeds_of(page: str, url: str) -> Iterator[str]:
    """The absolute addresses of the feeds that a web page announces, in its order."""
    base = url
    for node in LexborHTMLParser("".join(LINK.findall(page)[:500])).css("base[href], link[href]"):
        given = {name: (value or "").strip() for name, value in node.attributes.items()}
        if node.tag == "base":
            base = absolute(given["href"], url) or base
        elif "alternate" in given.get("rel", "").lower().split() and given.get("type", "").lower() in FEED_TYPES:
            yield from filter(None, [absolute(given["href"], base)])


def read(document: str) -> Any:
    """What feedparser makes of a document. It neither cleans markup nor completes the links inside it.

    Both would be thrown away (only plain text is kept), cost two thirds of the time, and are where most of its
    quadratic patterns are.
    """
    text = re.sub(r"^<\?xml[^>]*\?>", "", document)
    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:  # the worker's limit, not a matter of form
        raise
    except Exception as error:  # on hostile bytes feedparser raises whatever its parts raise
        raise NotAFeed(UNREADABLE) from error


def is_cut_short(document: str, root: str, trouble: object) -> bool:
    """Whether a document that is not well-formed ends before its end."""
    return f"</{root}" not in document or any(sign in str(trouble) for sign in CUT_SHORT_SIGNS)


# -- entries to articles ----------------------------------------------------------------------------------------------


def newest(entries: list[Any]) -> list[Any]:
    """The newest entries, oldest first: by date where they have one, else by place, the first being the newest."""
    dated, last = [], datetime.min.replace(tzinfo=UTC)
    for entry in reversed(entries):
        last = published(entry) or last
        dated.append((last, entry))
    dated.sort(key=lambda pair: pair[0])
    return [entry for _, entry in dated[-MOST_ARTICLES:]]


def article(entry: Any, url: str, language: str | None, repeated: frozenset[str]) -> Article:
    link = absolute(str(entry.get("feedburner_origlink") or entry.get("link") or ""), url)
    guid = identity(entry)
    return Article(
        url=link if len(link) <= LONGEST_LINK else "",
        title=line(plain(str(entry.get("title") or "")[: LONGEST_TITLE * 10]))[:LONGEST_TITLE].rstrip(),
        text=plain(longest(entry))[:LONGEST_TEXT].rstrip(),
        published=published(entry),
        language=language,
        guid="" if guid in repeated else guid,
    )


def identity(entry: Any) -> str:
    """The entry's guid as it was written, entities decoded; a giant one by its hash."""
    guid = html.unescape(str(entry.get("id") or "")).strip()
    return guid if len(guid) <= LONGEST_GUID else f"sha256:{hashlib.sha256(guid.encode()).hexdigest()}"


def repeated_guids(feed: Any) -> frozenset[str]:
    """The guids that identify nothing: those of entries that lead to different pages, and the site's own address."""
    links: dict[str, set[str]] = {}
    for entry in feed.entries:
        links.setdefault(identity(entry), set()).add(str(entry.get("link", "")))
    return frozenset(guid for guid, theirs in links.items() if len(theirs) > 1) | {str(feed.feed.get("link", ""))}


def longest(entry: Any) -> str:
    """The content where it says more than the summary; markup as it came."""
    contents = [str(content.get("value") or "") for content in entry.get("content", [])]
    return max([str(entry.get("summary") or ""), *contents], key=len)[:LONGEST_MARKUP]


def published(entry: Any) -> datetime | None:
    """When the entry says it was published, else updated; None where it says nothing that can be. May be future."""
    # dict.get: FeedParserDict.get would guess one from the other, with a warning.
    parsed = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    try:
        when = datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, TypeError):
        return None
    return when if when and when.year >= OLDEST_YEAR else None


def language_of(feed: Any) -> str | None:
    """« fr » for « fr-FR »."""
    found = re.match(r"([a-z]{2,3})(?:[-_]|$)", str(feed.get("language") or "").strip().lower())
    return found[1] if found else None


# -- markup to plain text ---------------------------------------------------------------------------------------------

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
ASTRAY = re.compile(r"[\x80-\x9f]")
"""Control characters that are letters of Windows gone astray (`&#146;` is an apostrophe): read as browsers do."""

INVISIBLE = re.compile(
    # C0 but white space, soft hyphen; zero-width and direction marks, bidi overrides and isolates, BOM, tags.
    r"[\x00-\x08\x0e-\x1f\x7f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
BLOCKS = re.compile(
    r"</?(?:address|article|aside|blockquote|br|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption"
    r"|figure|footer|form|h[1-6]|header|hr|legend|li|main|menu|nav|ol|option|p|pre|section|select|summary|table|tbody|td"
    r"|tfoot|th|thead|tr|ul)\b[^<>]*>",
    re.IGNORECASE,
)
"""Tags that end a line. They go before the markup is read: lists in lists take a reader quadratic time."""
UNREAD = "script, style, template, noscript, iframe, object, svg, math, textarea, title"
TAG = re.compile(r"<[a-zA-Z/!?]")
LEFT_OVER = re.compile(r"&#?\w{1,31};|</\w")
"""What text holds when its markup was escaped once too often."""
BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
PILE = re.compile(r"([\u0300-\u036f]{3})[\u0300-\u036f]+")
"""Marks piled on one letter: no language needs more than three."""


def plain(markup: str) -> str:
    """The words of an HTML fragment, one line a block: sentences of different blocks never run together.

    Entities are decoded once more than they should need, and tags that were escaped twice are read as tags.
    """
    source = ASTRAY.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore"), markup)
    text = words(line(source) if TAG.search(source) else "\n".join(map(line, BLANK_LINE.split(source))))
    if LEFT_OVER.search(text):
        text = words(text)
    text = PILE.sub(r"\1", unicodedata.normalize("NFC", INVISIBLE.sub("", text)))
    return "\n".join(filter(None, map(line, text.split("\n"))))


def words(markup: str) -> str:
    """The text of markup, a newline for each tag that ends a line, what is no text for readers left out."""
    if not TAG.search(markup):
        return html.unescape(markup)
    tree = LexborHTMLParser(BLOCKS.sub("\n", markup))
    for node in tree.css(UNREAD):
        node.decompose()
    return tree.text()


def line(text: str) -> str:
    """Text on one line, white space folded: French spaces that do not break become plain ones."""
    return " ".join(text.split())
