"""Discord's limits, as its server checks them: messages, components, modals, choices, commands. It counts and refuses.

Lengths are code points: Discord's API is written in Python and says so (discord-api-docs#1315). Our own code counts
UTF-16 units, which are never fewer. Sources: docs.discord.com/developers, « Message », « Component Reference »,
« Application Commands ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Body = Mapping[str, Any]

LAYOUT = 1 << 15
"""The flag of a message made of components alone."""

ROW, BUTTON, SELECT, INPUT, TEXT, LABEL = 1, 2, 3, 4, 10, 18
LINK = 5


def refusal(wrong: Sequence[str]) -> dict[str, Any]:
    """As Discord words it: one entry a field."""
    errors = {path: {"_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": path}]} for path in wrong}
    return {"message": "Invalid Form Body", "code": 50035, "errors": errors}


def long(where: str, text: Any, most: int, least: int = 0) -> Iterator[str]:
    """The complaint about a text whose length is not within bounds; none where there is none to be."""
    if text is None and not least:
        return
    if not isinstance(text, str) or not least <= len(text) <= most:
        yield f"{where}: {least} to {most}"


def many(where: str, items: Any, most: int) -> Iterator[str]:
    if len(items or ()) > most:
        yield f"{where}: at most {most}"


def message(body: Body) -> Iterator[str]:
    embeds, components = body.get("embeds") or (), body.get("components") or ()
    layout = bool(body.get("flags", 0) & LAYOUT)
    yield from long("content", body.get("content"), 2000)
    yield from long("nonce", body.get("nonce"), 25)
    yield from many("embeds", embeds, 10)
    for at, embed in enumerate(embeds):
        yield from embedded(f"embeds[{at}]", embed)
    if sum(len(text.strip()) for embed in embeds for text in texts(embed)) > 6000:
        yield "embeds: 6000 in all"
    if not (str(body.get("content") or "").strip() or embeds or components):
        yield "content: empty"
    yield from laid_out(components) if layout else rows(components)
    if layout and (body.get("content") or embeds):
        yield "content: not with the layout flag"


def embedded(where: str, embed: Body) -> Iterator[str]:
    fields = embed.get("fields") or ()
    yield from long(f"{where}.title", embed.get("title"), 256)
    yield from long(f"{where}.description", embed.get("description"), 4096)
    yield from address(f"{where}.url", embed.get("url"), 2048)
    yield from long(f"{where}.footer.text", (embed.get("footer") or {}).get("text"), 2048)
    yield from long(f"{where}.author.name", (embed.get("author") or {}).get("name"), 256)
    yield from many(f"{where}.fields", fields, 25)
    for at, field in enumerate(fields):
        yield from long(f"{where}.fields[{at}].name", field.get("name"), 256, 1)
        yield from long(f"{where}.fields[{at}].value", field.get("value"), 1024, 1)


def texts(embed: Body) -> Iterator[str]:
    """Those that count towards six thousand."""
    footer, author = embed.get("footer") or {}, embed.get("author") or {}
    fields = [text for field in embed.get("fields") or () for text in (field.get("name"), field.get("value"))]
    for text in (embed.get("title"), embed.get("description"), footer.get("text"), author.get("name"), *fields):
        if text:
            yield text


def address(where: str, url: Any, most: int) -> Iterator[str]:
    yield from long(where, url, most)
    if url is not None and not re.fullmatch(r"https?://[^\s/]+.*", str(url)):
        yield f"{where}: no address"


def rows(components: Sequence[Body]) -> Iterator[str]:
    yield from many("components", components, 5)
    ids = [child.get("custom_id") for row in components for child in row.get("components", ())]
    ids = [one for one in ids if one is not None]
    if len(set(ids)) < len(ids):
        yield "components: a custom_id twice"
    for at, row in enumerate(components):
        children = row.get("components") or ()
        if row.get("type") != ROW or not children:
            yield f"components[{at}]: a row with something in it"
        yield from many(f"components[{at}]", children, 1 if any(c["type"] == SELECT for c in children) else 5)
        for child in children:
            yield from (button if child["type"] == BUTTON else select)(f"components[{at}]", child)


def button(where: str, body: Body) -> Iterator[str]:
    yield from long(f"{where}.label", body.get("label"), 80, 0 if body.get("emoji") else 1)
    if body.get("style") == LINK:
        yield from address(f"{where}.url", body.get("url") or "", 512)
    else:
        yield from long(f"{where}.custom_id", body.get("custom_id"), 100, 1)


def select(where: str, body: Body) -> Iterator[str]:
    options = body.get("options") or ()
    yield from long(f"{where}.custom_id", body.get("custom_id"), 100, 1)
    yield from long(f"{where}.placeholder", body.get("placeholder"), 150)
    yield from many(f"{where}.options", options, 25)
    for option in options:
        for name, least in (("label", 1), ("value", 1), ("description", 0)):
            yield from long(f"{where}.options.{name}", option.get(name), 100, least)


def laid_out(components: Sequence[Body]) -> Iterator[str]:
    """A message of components alone: forty of them, four thousand characters of text in all."""
    inside = list(walk(components))
    yield from many("components", inside, 40)
    if sum(len(one.get("content") or "") for one in inside if one["type"] == TEXT) > 4000:
        yield "components: 4000 characters in all"
    for one in inside:
        if one["type"] == BUTTON:
            yield from button("components", one)


def walk(components: Sequence[Body]) -> Iterator[Body]:
    for one in components:
        yield one
        yield from walk(one.get("components") or ())


def modal(body: Body) -> Iterator[str]:
    yield from long("title", body.get("title"), 45, 1)
    yield from long("custom_id", body.get("custom_id"), 100, 1)
    yield from many("components", body.get("components"), 5)
    for one in walk(body.get("components") or ()):
        if one["type"] == INPUT:
            yield from long("input.custom_id", one.get("custom_id"), 100, 1)
            yield from long("input.label", one.get("label"), 45)
            yield from long("input.placeholder", one.get("placeholder"), 100)
            yield from long("input.value", one.get("value"), 4000)


def choices(offered: Sequence[Body]) -> Iterator[str]:
    """What an autocompletion answers, or an option offers."""
    yield from many("choices", offered, 25)
    for choice in offered:
        yield from long("choices.name", choice.get("name"), 100, 1)
        if isinstance(choice.get("value"), str):
            yield from long("choices.value", choice["value"], 100)


def command(body: Body) -> Iterator[str]:
    """One slash command with all that is in it."""
    yield from part("", body)
    if sum(longest(one, key) for one in nodes(body) for key in ("name", "description")) > 8000:
        yield "command: 8000 characters in all"


def part(where: str, body: Body) -> Iterator[str]:
    here = f"{where}/{body.get('name')}"
    for key, most in (("name", 32), ("description", 100)):
        for text in (body.get(key), *(body.get(f"{key}_localizations") or {}).values()):
            yield from long(f"{here}.{key}", text, most, 1)
    yield from many(f"{here}.options", body.get("options"), 25)
    yield from choices(body.get("choices") or ())
    for option in body.get("options") or ():
        yield from part(here, option)


def nodes(body: Body) -> Iterator[Body]:
    yield body
    for option in body.get("options") or ():
        yield from nodes(option)


def longest(body: Body, key: str) -> int:
    return max(len(text) for text in (body.get(key) or "", *(body.get(f"{key}_localizations") or {}).values()))
