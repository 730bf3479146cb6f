"""Card or Reply -> Block Kit, within Slack's limits. Pure; it chooses no words.

All text goes into plain_text objects: there Slack reads no mention, no link, no format and no :emoji:, whatever a feed
says. What Slack does parse (`text`, which phones show) is escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from yarl import URL

from handlers.characters import clean, head
from handlers.characters import units as size
from vigie.cards import Action, Card
from vigie.commands import Reply
from vigie.digest import Digest, Line
from vigie.model import Update

Block = dict[str, Any]

# Slack's limits, in characters: docs.slack.dev/reference/block-kit, and bolt-js#2509 for the total (about 13,200).
SECTION = 3_000
HEADER = 150
BUTTON = 75
VALUE = 2_000
ACTION_ID = 255
ADDRESS = 3_000
BLOCKS = 50
BUTTONS = 25
TOTAL = 12_000

LINE = 1_000
"""Ours: the longest context line."""
NOTIFICATION = 700
"""Ours: a phone shows less, and 700 characters stay under 4,000 once escaped."""

UNSAFE = re.compile("[&<>\ud800-\udfff]")

BARE = 4_000
"""`text` without blocks: a longer one is posted as several messages (bolt-python#764)."""

READ = "vigie:lire"
"""The action_id of « Lire », which only opens an address."""
COMMAND = "vigie:"

MORE = "{} autres alertes ne tiennent pas dans ce message : précisez la demande."
ONE_MORE = "Une autre alerte ne tient pas dans ce message : précisez la demande."


def blocks(card: Card) -> list[Block]:
    """The card: heading, summary, details, sources, buttons; at most TOTAL characters of JSON."""
    for kept in range(len(card.actions), 0, -1):
        if weight(laid := lay_out(card, card.actions[:kept])) <= TOTAL:
            return laid
    return lay_out(card, ())


def lay_out(card: Card, actions: Iterable[Action]) -> list[Block]:
    read = [link] if (link := read_button(card.link)) else []
    parts = [
        context(card.mark),
        header(card.heading),
        section(card.summary),
        context(card.details),
        context(card.sources),
        row([*read, *command_buttons(actions)]),
    ]
    return [part for part in parts if part]


def reply_blocks(reply: Reply) -> list[Block]:
    """The reply's text, its cards as far as they fit, its buttons."""
    first = [section(part) for part in split(plain(reply.text, lines=True), SECTION)]
    last = [row(command_buttons(reply.actions))]
    laid: list[Block] = []
    for shown, card in enumerate(reply.cards):
        longer = [*laid, *blocks(card)]
        left = context(left_out(len(reply.cards) - shown))
        if not fits([*first, *longer, left, *last]):
            last = [left, *last]
            break
        laid = longer
    return [part for part in chain(first, laid, last) if part]


def update(text: str, new: Update, mark: str = "", actions: Iterable[Action] = ()) -> list[Block]:
    """A new fact, below who tells it, in the thread of the alert that it completes."""
    read = [link] if (link := read_button(new.url)) else []
    parts = (context(mark), section(text), context(new.outlet), row([*read, *command_buttons(actions)]))
    return [part for part in parts if part]


def listing(told: Digest) -> list[Block]:
    """Many stories in one message: a list of links, in which Slack parses no text; addresses that make it too long
    are left out, the longest first.
    """
    links = [safe_address(line.link) for line in told.lines]
    while weight(laid := list_of(told, links)) > TOTAL and any(links):
        links[max(range(len(links)), key=lambda at: len(links[at]))] = ""
    return laid


def list_of(told: Digest, links: Sequence[str]) -> list[Block]:
    items = [item(line, link) for line, link in zip(told.lines, links, strict=True)]
    listed = {"type": "rich_text_list", "style": "bullet", "elements": items}
    parts = [header(told.title), {"type": "rich_text", "elements": [listed]} if items else {}, context(told.foot)]
    return [part for part in parts if part]


def item(line: Line, link: str) -> Block:
    text = cut(plain(line.text), LINE) or "…"
    words = {"type": "link", "url": link, "text": text} if link else {"type": "text", "text": text}
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": f"{line.sign} "}, words]}


def mention(role: str) -> str:
    """The one thing that Slack is to parse: a group of people, where the channel asked for it."""
    return f"<!subteam^{role}>" if re.fullmatch(r"S[A-Z0-9]{2,20}", role) else ""


def call(role: str) -> list[Block]:
    """The line that notifies them."""
    called = mention(role)
    return [{"type": "section", "text": {"type": "mrkdwn", "text": called, "verbatim": True}}] if called else []


def left_out(count: int) -> str:
    return MORE.format(count) if count > 1 else ONE_MORE


def fits(parts: list[Block]) -> bool:
    return len(parts) <= BLOCKS and weight(parts) <= TOTAL


def weight(parts: list[Block]) -> int:
    return len(json.dumps(parts, ensure_ascii=False))


# -- blocks: an empty one where there is nothing to say ----------------------------------------------------------------


def header(text: str) -> Block:
    return {"type": "header", "text": words(one, HEADER)} if (one := plain(text)) else {}


def section(text: str) -> Block:
    """Always unfolded: an answer behind « Afficher plus » is half an answer."""
    return (
        {"type": "section", "text": words(many, SECTION), "expand": True} if (many := plain(text, lines=True)) else {}
    )


def context(text: str) -> Block:
    return {"type": "context", "elements": [words(one, LINE)]} if (one := plain(text)) else {}


def row(buttons: list[Block]) -> Block:
    return {"type": "actions", "elements": buttons[:BUTTONS]} if buttons else {}


def words(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def read_button(link: str) -> Block:
    """« Lire »; none where Slack would refuse the address, and the whole message with it."""
    address = safe_address(link)
    return {"type": "button", "action_id": READ, "text": words("Lire", BUTTON), "url": address} if address else {}


def command_buttons(actions: Iterable[Action]) -> list[Block]:
    """One button an action; an action too long to be carried by a button is left out."""
    return [
        button(i, a) for i, a in enumerate(actions) if size(encode(a.command, a.values)) <= VALUE and plain(a.label)
    ]


def button(index: int, action: Action) -> Block:
    made = {
        "type": "button",
        "action_id": cut(f"{COMMAND}{index}:{action.command}", ACTION_ID),
        "text": words(plain(action.label), BUTTON),
        "value": encode(action.command, action.values),
    }
    return made | {"style": "danger"} if action.danger else made


# -- what a button carries ---------------------------------------------------------------------------------------------


def encode(command: str, values: Mapping[str, str]) -> str:
    """JSON without & < >, which Slack hands back as entities in some places (bolt-python#513)."""
    text = json.dumps([command, dict(values)], ensure_ascii=False, separators=(",", ":"))
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def decode(value: str) -> tuple[str, dict[str, str]] | None:
    """The command and its values, or None where the button is none of ours."""
    try:
        command, values = json.loads(value)
    except (ValueError, TypeError):
        return None
    if not isinstance(command, str) or not isinstance(values, dict):
        return None
    return command, {str(name): str(value) for name, value in values.items()}


# -- text --------------------------------------------------------------------------------------------------------------


def notification(text: str) -> str:
    """`text` of a message: what phones show, and the only text that Slack parses, hence escaped."""
    return escape(cut(plain(text), NOTIFICATION))


def bare_text(text: str, limit: int = BARE) -> str:
    """A whole answer as `text`, for when Slack refuses its blocks; & < > take up to five characters each."""
    whole = plain(text, lines=True)
    full = escape(cut(whole, limit))
    return full if size(full) <= limit else escape(cut(whole, limit // 5))


def escape(text: str) -> str:
    """Exactly the three characters that Slack parses, as its entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What the person typed: the opposite of escape, each entity once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain(text: str, *, lines: bool = False) -> str:
    """The text without controls, bidi marks and zero-width characters; on one line unless lines are wanted."""
    seen = clean(text).strip()
    return seen if lines else " ".join(line.strip() for line in seen.split("\n") if line.strip())


def cut(text: str, limit: int) -> str:
    """At most `limit` long, ended by « … » where something is missing: between words if one ends near enough, never
    within what a reader sees as one character.
    """
    if size(text) <= limit:
        return text
    kept = head(text, limit - 1)
    words, _, _ = kept.rpartition(" ")
    return (words if len(words) > len(kept) * 2 // 3 else kept).rstrip() + "…"


def split(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit`, between lines if possible."""
    pieces: list[str] = []
    while size(text) > limit:
        piece = head(text, limit)
        lines, _, _ = piece.rpartition("\n")
        piece = lines or piece
        pieces.append(piece)
        text = text[len(piece) :].lstrip("\n")
    return [*pieces, text]


def safe_address(link: str) -> str:
    """The link in ASCII, or nothing where it is no web address or too long for a button."""
    try:
        url = URL(link.strip())
    except ValueError:
        return ""
    address = str(url)
    return address if url.scheme in ("http", "https") and url.host and len(address) <= ADDRESS else ""
