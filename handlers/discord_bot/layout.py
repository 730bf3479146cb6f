"""Cards and replies as what Discord shows: text, embeds, buttons. Pure; it chooses no words and sends nothing.

An alert puts its heading and its summary into the message's text and the rest into the embed. A phone's
notification quotes the text of a message and never its embeds, so that this is the one place from which
the summary reaches a locked screen; and it stands there only, not to be read twice. The lines keep the
order of the card (heading, summary, facts, sources, buttons), and who cannot see embeds still reads it.
A reply to a command notifies nobody: there each card is one embed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import discord

from handlers.characters import units
from handlers.discord_bot.plain import ELLIPSIS, cut, foreign, line, pages, said
from vigie.cards import Action, Card
from vigie.commands import Reply
from vigie.digest import Digest, Line
from vigie.model import LAYOFFS, REGULATION, Update

NBSP = "\u00a0"

COLOURS: Mapping[str, int] = {LAYOFFS: 0xD64545, REGULATION: 0x3B6FB6}
"""Beside a heading that says the topic in words."""

TEXT = 2000
SPARE = 60
"""Of a text, for the call of a role and the mark that stand around it."""
EMBEDS = 10
EMBED_TEXT = 6000
"""Over all embeds of one message."""
TITLE = 256
THREAD = 100
BUTTONS = 25
DESCRIPTION = 4096

ITEM = 120
"""Of a line of a digest, once it is escaped."""
LONGEST_LINK = 400

HEADING, SUMMARY, DETAILS, SOURCES = 240, 700, 500, 1000
"""Ours, well within Discord's; escaping may double a length."""

ADDRESS, LINK_BUTTON = 2048, 512
"""How long an address may be, behind an embed's title and behind a button."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to send; link is where « Lire » leads, if there is room for it on a button."""

    text: str = ""
    embeds: tuple[discord.Embed, ...] = ()
    link: str = ""
    actions: tuple[Action, ...] = ()
    ref: str = ""
    """By which it is found again: in the first button, where people don't see it, else below the text."""
    role: str = ""
    """The one role that it may mention."""

    @property
    def content(self) -> str:
        """The text as it is sent."""
        call = f"<@&{self.role}>" if self.role else ""
        mark = f"-# réf. {self.ref}" if self.ref and not self.actions else ""
        return joined([call, self.text, mark]) or ""


def alert(card: Card, *, embeds: bool = True, ref: str = "", role: str = "") -> Message:
    """The message that tells a story in a channel; where embeds are not allowed, all of it is text."""
    rest = embed(card, told=True)
    text = told(card) if embeds else cut(joined([told(card), rest.description or ""]) or "", TEXT - SPARE)
    shown = (rest,) if embeds and len(rest) else ()
    return Message(text, shown, link(card, LINK_BUTTON), card.actions, ref, role if role.isdecimal() else "")


def bare(card: Card, *, ref: str = "", role: str = "") -> Message:
    """The least that tells the story, for when Discord refuses the form of the whole."""
    return Message(told(card), ref=ref, role=role if role.isdecimal() else "")


def update(
    text: str, new: Update, *, ref: str, mark: str = "", role: str = "", actions: tuple[Action, ...] = ()
) -> Message:
    """A new fact, in a reply to the alert that it completes; below it, in small letters, who tells it."""
    head, colon, fact = text.partition(f"{NBSP}: ")
    said = f"**{foreign(head, TITLE)}**{NBSP}: {foreign(fact, SUMMARY)}" if colon else foreign(text, SUMMARY)
    outlet = f"-# {small}" if (small := foreign(new.outlet, ITEM)) else ""
    address = new.url if is_web(new.url) and units(new.url) <= LINK_BUTTON else ""
    told = joined([f"{mark} — {said}" if mark else said, outlet]) or ""
    return Message(told, link=address, actions=actions, ref=ref, role=role if new.loud and role.isdecimal() else "")


def listing(told: Digest, *, ref: str, embeds: bool = True) -> Message:
    """Many stories in one message; the longest addresses are left out where there is no room for all."""
    text = f"**{foreign(told.title, TITLE)}**"
    lines = fitting(told.lines, EMBED_TEXT - 2 * DETAILS if embeds else TEXT - 200)
    foot = [foreign(told.foot, DETAILS)] if told.foot else []
    if not embeds or not (lines or foot):
        return Message("\n".join([text, *lines, *foot]), ref=ref)
    shown = [discord.Embed(description="\n".join(part)) for part in parted([*lines, *foot], DESCRIPTION)]
    return Message(text, tuple(shown), ref=ref)


def fitting(lines: Sequence[Line], room: int) -> list[str]:
    """The lines, linked as far as there is room; the last ones go where even their words have none."""
    linked = [item(line) for line in lines]
    plain = [f"{line.sign} {foreign(line.text, ITEM)}" for line in lines]
    by_cost = sorted(range(len(lines)), key=lambda at: units(linked[at]) - units(plain[at]))
    chosen, used = list(plain), sum(units(line) + 1 for line in plain)
    for at in by_cost:
        used += units(linked[at]) - units(plain[at])
        if used > room:
            break
        chosen[at] = linked[at]
    while sum(units(line) + 1 for line in chosen) > room:
        chosen = [*chosen[:-2], ELLIPSIS]
    return chosen


def item(line: Line) -> str:
    """« 🔻 [Renault supprime 120 postes](https://…) »; an address that could end the link early is left out."""
    text = foreign(line.text, ITEM)
    address = quote(line.link, safe="%:/?#[]@!$&'*+,;=~-._") if is_web(line.link) else ""
    return f"{line.sign} [{text}]({address})" if 0 < units(address) <= LONGEST_LINK else f"{line.sign} {text}"


def parted(lines: Sequence[str], limit: int) -> list[list[str]]:
    """The lines in parts of at most so many units."""
    parts: list[list[str]] = [[]]
    for one in lines:
        if parts[-1] and sum(units(other) + 1 for other in parts[-1]) + units(one) > limit:
            parts.append([])
        parts[-1].append(one)
    return parts


def told(card: Card) -> str:
    """Heading and summary as a message's text; a mark stands before everything else."""
    return f"**{heading(card, HEADING)}**\n{foreign(card.summary, SUMMARY)}".rstrip()


def heading(card: Card, limit: int) -> str:
    return foreign(marked(card), limit) or "…"


def marked(card: Card) -> str:
    return f"{card.mark} — {card.heading}" if card.mark else card.heading


def thread_name(card: Card) -> str:
    """A forum post's title, which knows no markup."""
    return cut(line(marked(card)), THREAD) or "Vigie"


def embed(card: Card, *, told: bool = False) -> discord.Embed:
    """The card as one embed, whose title links to the article.

    told: heading and summary stand in the message's text; here is the rest, and the link only where no button holds it.
    """
    lines = [foreign(card.details, DETAILS), foreign(card.sources, SOURCES)]
    colour = COLOURS.get(card.topic)
    if told:
        shown = discord.Embed(colour=colour, description=joined(lines))
        if not link(card, LINK_BUTTON) and (address := link(card, ADDRESS)):
            shown.title, shown.url = foreign(card.title, TITLE) or "Lire", address
        return shown
    lines = [foreign(card.summary, SUMMARY), *lines]
    return discord.Embed(
        colour=colour, title=heading(card, TITLE), url=link(card, ADDRESS) or None, description=joined(lines)
    )


def joined(lines: Iterable[str]) -> str | None:
    return "\n".join(line for line in lines if line) or None


def link(card: Card, limit: int) -> str:
    """The article's address where Discord takes it: of the web, and not too long; else nothing."""
    return card.link if is_web(card.link) and units(card.link) <= limit else ""


def is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # « http://[ » is no address
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname) and address.isprintable() and " " not in address


def reply(answer: Reply) -> list[Message]:
    """The messages that give an answer, at least one: first the text, then the cards, last the buttons.

    The buttons of a card come with it only where it is alone: below several, nobody could tell whose they are.
    """
    *first, last = pages(said(answer.text), TEXT)
    packs = packed(distinct([embed(card) for card in answer.cards]))
    messages = [Message(page) for page in first]
    messages += [Message(last, packs[0])] if packs else [Message(last or "…")]
    messages += [Message(embeds=pack) for pack in packs[1:]]
    [alone] = answer.cards if len(answer.cards) == 1 else [None]
    end = messages.pop()
    if alone is None:
        return [*messages, Message(end.text, end.embeds, actions=answer.actions)]
    return [*messages, Message(end.text, end.embeds, link(alone, LINK_BUTTON), alone.actions + answer.actions)]


def distinct(embeds: list[discord.Embed]) -> list[discord.Embed]:
    """Discord shows only the first of the embeds that bear one address: the others go without."""
    seen: set[str] = set()
    for shown in embeds:
        if shown.url in seen:
            shown.url = None
        elif shown.url:
            seen.add(shown.url)
    return embeds


def packed(embeds: Iterable[discord.Embed]) -> list[tuple[discord.Embed, ...]]:
    """The embeds in their order, as many a message as Discord takes."""
    packs: list[list[discord.Embed]] = []
    room = 0
    for shown in embeds:
        if weight(shown) > room or len(packs[-1]) == EMBEDS:
            packs.append([])
            room = EMBED_TEXT
        packs[-1].append(shown)
        room -= weight(shown)
    return [tuple(pack) for pack in packs]


def weight(shown: discord.Embed) -> int:
    return units(shown.title or "") + units(shown.description or "")
