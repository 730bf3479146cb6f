"""Lists of feeds as OPML 2.0, the format that feed readers exchange: text in, feeds out, and back. Pure.

What comes in is from strangers: no DTD, no entities, at most so many feeds; folders are flattened.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, XMLPullParser, indent, tostring

MOST, DEEPEST = 5_000, 50
LONGEST_NAME, LONGEST_URL = 80, 1_000


class NotOpml(Exception):
    """The text is no OPML. The message is a French sentence."""


NO_OPML = "Ce document n'est pas une liste de flux au format OPML."
DOCTYPE = "Ce document OPML contient un DOCTYPE, ce qui sert surtout à piéger les lecteurs : Vigie ne le lit pas."
BROKEN = "Ce document OPML est mal formé (ligne {line}) : exportez-le à nouveau depuis votre lecteur de flux."
TOO_DEEP = "Ce document OPML a trop de dossiers les uns dans les autres."


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed of a list."""

    url: str
    name: str = ""
    """As the list calls it; '' where it doesn't."""


MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")


def text_of(content: bytes) -> str:
    """The text of a file: in the encoding of its mark, else UTF-8, else as it declares, else as Windows writes."""
    declared = found[1].decode("ascii") if (found := DECLARED.match(content)) else "cp1252"
    mark = next((encoding for start, encoding in MARKS if content.startswith(start)), None)
    for encoding in [mark] if mark else ["utf-8", declared]:
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def feeds_of(document: str) -> list[Listed]:
    """The feeds of an OPML document, each address once, in its order. Raises NotOpml."""
    document = document.lstrip("\ufeff \t\r\n")
    if re.search(r"<!(?:DOCTYPE|ENTITY)", document, re.IGNORECASE):
        raise NotOpml(DOCTYPE)
    found: dict[str, Listed] = {}
    for outline in outlines(re.sub(r"^<\?xml[^>]*\?>", "", document)):
        given = {name.lower(): value.strip() for name, value in outline.items()}
        url = given.get("xmlurl", "")
        if url and len(url) <= LONGEST_URL and len(found) < MOST:
            name = " ".join((given.get("title") or given.get("text") or "").split())
            found.setdefault(url, Listed(url, name[:LONGEST_NAME]))
    return list(found.values())


def outlines(document: str) -> Iterator[Element]:
    """The outlines, however deep; what was read is forgotten. Raises NotOpml."""
    parser: XMLPullParser[Element] = XMLPullParser(["start", "end"])
    depth, root = 0, ""
    try:
        parser.feed(document)
        parser.close()
        events: Iterator[Any] = parser.read_events()
        for event, element in events:
            depth += 1 if event == "start" else -1
            root = root or str(element.tag).lower()
            if root != "opml":
                raise NotOpml(NO_OPML)
            if depth > DEEPEST:
                raise NotOpml(TOO_DEEP)
            if event == "start" and str(element.tag).lower() == "outline":
                yield element
            elif event == "end":
                element.clear()
    except ParseError as error:
        raise NotOpml(
            BROKEN.format(line=error.position[0]) if root or "<opml" in document[:2_000] else NO_OPML
        ) from None
    if not root:
        raise NotOpml(NO_OPML)


def document_of(feeds: Iterable[Listed], title: str) -> str:
    """An OPML document of these feeds, with their names."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = clean(title)
    body = SubElement(root, "body")
    for feed in feeds:
        SubElement(body, "outline", type="rss", text=clean(feed.name), title=clean(feed.name), xmlUrl=clean(feed.url))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
