"""Markup to plain text, one line a block. It knows nothing of feeds."""

from __future__ import annotations

import html
import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
ASTRAY = re.compile(r"[\x80-\x9f]")
"""Control characters that are letters of Windows gone astray (`&#146;` is an apostrophe): read as browsers do."""

UNSEEN = (
    # C0 but white space, soft hyphen; zero-width and direction marks, bidi overrides and isolates, BOM, tags.
    r"\x00-\x08\x0e-\x1f\x7f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f"
)
MARKS = r"\u0300-\u036f"
INVISIBLE = re.compile(f"[{UNSEEN}]")
PILE = re.compile(f"([{MARKS}]{{3}})[{MARKS}]+")
"""Marks piled on one letter: no language needs more than three."""
ODD = re.compile(f"[{UNSEEN}{MARKS}]")
USUAL = bytes((*b"\t\n", *range(0x20, 0x7F), *range(0x80, 0xC2), *range(0xC3, 0xCC)))
"""Bytes of UTF-8 which begin, or go on, no other characters than letters up to U+02FF and ASCII."""
AFTER_C2 = re.compile(rb"\xc2[\x80-\x9f\xad]")
AFTER_E2 = re.compile(rb"\xe2(?!\x80[\x90-\xa7\xb0-\xbf]|\x82[\xa0-\xbf])")
"""What is not usual after two more that begin guillemets, apostrophes, dashes, the euro sign."""
BLOCK = (
    "address|article|aside|blockquote|br|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|h1|h2|h3|h4|h5|h6|header|hr|legend|li|main|menu|nav|ol|option|p|pre|section|select|summary|table|tbody|td|tfoot"
    "|th|thead|tr|ul"
)
BLOCKS = re.compile(rf"</?(?:{BLOCK})\b[^<>]*>", re.IGNORECASE)
"""Tags that end a line. They go before the markup is read: lists in lists take a reader quadratic time."""
WITHIN = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup"
    "|time|tt|u|var|wbr"
)
INLINE = re.compile(rf"</?(?:{WITHIN})(?:[ \t\r\n](?:[^<>\"']++|\"[^\"<>]*\"|'[^'<>]*')*+)?/?>", re.IGNORECASE)
"""Tags that mean nothing to the words: where markup has only these left, nobody need build its tree."""
ANY_TAG = re.compile(r"<([^<>]*+)>")


class Meanings(dict[str, str]):
    """What is to stand in the place of a tag: a newline or nothing; « < » for one that the tree has to be asked about.

    It holds the bare ones. With attributes, a tag means the same as long as no quotation is open where it ends.
    """

    def __missing__(self, tag: str) -> str:
        name, _, given = tag.partition(" ")
        if (meaning := self.get(name)) is not None:
            double, single = given.count('"'), given.count("'")
            if not (double and single) and (double + single) % 2 == 0:
                return meaning
        return "" if INLINE.fullmatch(f"<{tag}>") else "\n" if BLOCKS.fullmatch(f"<{tag}>") else "<"


MEANINGS = Meanings(
    {f"{end}{name}{closed}": "\n" for name in BLOCK.split("|") for end in ("", "/") for closed in ("", "/", " /")}
    | {f"{end}{name}": "" for name in WITHIN.split("|") for end in ("", "/")}
)
UNREAD = "script, style, template, noscript, iframe, object, svg, math, textarea, title"
TAG = re.compile(r"<[a-zA-Z/!?]")
MARKED = re.compile(r"[<&\n]")
LEFT_OVER = re.compile(r"&#?\w{1,31};|</\w")
"""What text holds when its markup was escaped once too often."""
BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")


def plain(markup: str, *, known_tame: bool = False) -> str:
    """The words of an HTML fragment, one line a block: sentences of different blocks never run together.

    Entities are decoded once more than they should need, and tags that were escaped twice are read as tags.
    """
    tame = known_tame or is_tame(markup)
    if tame and not MARKED.search(markup):
        return line(markup)
    source = markup if tame else ASTRAY.sub(meant, markup)
    if TAG.search(source):
        text = untagged(one_line(source))
    else:
        text = html.unescape("\n".join(map(line, BLANK_LINE.split(source))))
    if ("&" in text or "<" in text) and LEFT_OVER.search(text):
        text = words(text)
    if tame and "&" not in markup:  # what was not there can only come from an entity
        folded = str.strip if "  " not in text and "\xa0" not in text and "\t" not in text else line
        return "\n".join(filter(None, map(folded, text.split("\n"))))
    text = unicodedata.normalize("NFC", text)
    if ODD.search(text):
        text = PILE.sub(r"\1", unicodedata.normalize("NFC", INVISIBLE.sub("", text)))
    return "\n".join(filter(None, map(line, text.split("\n"))))


def is_tame(text: str) -> bool:
    """Whether all of a text stays as it is: nothing astray, unseen or composed in it, of white space only the usual.

    A quick look, which says no where in doubt.
    """
    return is_written_tame(text.encode("utf-8", "surrogatepass"))


def is_written_tame(written: bytes) -> bool:
    """The same, of a text in UTF-8."""
    others = written.translate(None, USUAL)
    if others.translate(None, b"\xc2\xe2"):
        return False
    return not others or not (AFTER_C2.search(written) or AFTER_E2.search(written))


def meant(astray: re.Match[str]) -> str:
    return astray[0].encode("latin-1").decode("cp1252", "ignore")


def words(markup: str) -> str:
    """The text of markup, a newline for each tag that ends a line, what is no text for readers left out."""
    return untagged(markup) if TAG.search(markup) else html.unescape(markup)


def untagged(markup: str) -> str:
    """The same, of markup that has tags."""
    if (bare := stripped(markup)) is not None:
        return html.unescape(bare)
    tree = LexborHTMLParser(BLOCKS.sub("\n", markup))
    for node in tree.css(UNREAD):
        node.decompose()
    return tree.text()


def stripped(markup: str) -> str | None:
    """Markup without its tags, where each of them ends a line or means nothing to the words; None for any other."""
    parts = ANY_TAG.split(markup)
    parts[1::2] = map(MEANINGS.__getitem__, parts[1::2])
    bare = "".join(parts)
    return None if "<" in bare else bare


def one_line(markup: str) -> str:
    """Markup in which only tags can end a line."""
    return markup.replace("\n", " ").replace("\r", " ")


def line(text: str) -> str:
    """Text on one line, white space folded: French spaces that do not break become plain ones."""
    if "  " not in text and text.isprintable():  # then it holds no other white space than single spaces
        return text.strip()
    return " ".join(text.split())
