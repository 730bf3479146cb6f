"""Slack's limits, as its server checks them: messages, blocks, views, options. It counts and refuses; it keeps nothing.

Source: docs.slack.dev/reference/block-kit and /reference/views. Slack says « characters » and no more; here they are
UTF-16 units, the strictest that a server written for browsers may count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any


def refused(error: str, **more: Any) -> dict[str, Any]:
    return {"ok": False, "error": error, **more}


TOTAL = 13_200  # characters of all blocks together (bolt-js#2509)


def unfit(arguments: dict[str, Any]) -> dict[str, Any] | None:
    """Slack's refusal of a message's content, None where it takes it."""
    text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
    if not text.strip() and not blocks:
        return refused("no_text")
    if len(text) > 4_000:
        return refused("msg_too_long")
    if wrong := list(problems(blocks)):
        return refused("invalid_blocks", response_metadata={"messages": wrong})
    if len(json.dumps(blocks, ensure_ascii=False)) > TOTAL:
        return refused("msg_blocks_too_long")
    metadata = arguments.get("metadata")
    if metadata is not None and not (isinstance(metadata.get("event_type"), str) and metadata.get("event_payload")):
        return refused("invalid_metadata_format")
    return None


def length(text: str) -> int:
    """In UTF-16 units, as a server written for browsers may count."""
    return len(text.encode("utf-16-le")) // 2


def texts(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The text objects of a block, those of its buttons too."""
    inside = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
    objects = [e["text"] if isinstance(e, dict) and e.get("type") == "button" else e for e in inside]
    return [o for o in objects if isinstance(o, dict) and o.get("type") in ("plain_text", "mrkdwn")]


def problems(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """What Slack would refuse in the blocks, one line each."""
    if len(blocks) > 50:
        yield f"no more than 50 items allowed, {len(blocks)} given [json-pointer:/blocks]"
    checks = {
        "rich_text": rich_text,
        "header": header,
        "section": section,
        "context": context,
        "actions": actions,
        "divider": nothing,
    }
    for block in blocks:
        if length(block.get("block_id", "")) > 255:
            yield "block_id: 255 characters at most"
        yield from checks.get(block.get("type", ""), unknown)(block)


def header(block: dict[str, Any]) -> Iterator[str]:
    yield from keys(block, {"text"})
    yield from words(block.get("text"), 150, {"plain_text"})


def section(block: dict[str, Any]) -> Iterator[str]:
    yield from keys(block, {"text", "fields", "accessory", "expand"})
    if "text" in block or "fields" not in block:
        yield from words(block.get("text"), 3_000)
    if len(block.get("fields", ())) > 10:
        yield "no more than 10 fields"
    for field in block.get("fields", ()):
        yield from words(field, 2_000)


def context(block: dict[str, Any]) -> Iterator[str]:
    yield from keys(block, {"elements"})
    yield from count(block, 10)
    for element in block.get("elements", ()):
        yield from words(element, 3_000)


def actions(block: dict[str, Any]) -> Iterator[str]:
    yield from keys(block, {"elements"})
    yield from count(block, 25)
    ids = [element.get("action_id") for element in block.get("elements", ())]
    if len(ids) != len(set(ids)):
        yield "`action_id` already exists"
    for element in block.get("elements", ()):
        yield from button(element)


def rich_text(block: dict[str, Any]) -> Iterator[str]:
    """Lists of lines, each of texts and links."""
    yield from keys(block, {"elements"})
    for listed in block.get("elements", ()):
        if listed.get("type") != "rich_text_list" or listed.get("style") not in ("bullet", "ordered"):
            yield f"unsupported rich text: {listed.get('type')}"
        for line in listed.get("elements", ()):
            for part in line.get("elements", ()):
                yield from keys(part, {"text", "url"})
                if not part.get("text") or (
                    part["type"] == "link" and not re.fullmatch(r"https?://[!-~]+", part["url"])
                ):
                    yield "invalid rich text element"


def view(made: dict[str, Any]) -> Iterator[str]:
    """A modal: docs.slack.dev/reference/views."""
    for name in ("title", "submit", "close"):
        if name in made or name == "title":
            yield from words(made.get(name), 24, {"plain_text"})
    for name, most in (("private_metadata", 3_000), ("callback_id", 255), ("external_id", 255)):
        if length(made.get(name, "")) > most:
            yield f"{name}: {most} characters at most"
    if len(made.get("blocks", ())) > 100:
        yield "no more than 100 blocks"


def options(offered: list[dict[str, Any]]) -> Iterator[str]:
    """What an external_select answers, or a menu offers."""
    if len(offered) > 100:
        yield "no more than 100 options"
    for option in offered:
        yield from words(option.get("text"), 75)
        if not 1 <= length(option.get("value", "")) <= 150:
            yield "value must be 1 to 150 characters"
        if "description" in option:
            yield from words(option["description"], 75, {"plain_text"})


def button(element: dict[str, Any]) -> Iterator[str]:
    if element.get("type") != "button":
        yield f"unsupported type: {element.get('type')}"
    yield from keys(element, {"text", "action_id", "url", "value", "style"})
    yield from words(element.get("text"), 75, {"plain_text"})
    if not 1 <= length(element.get("action_id", "-")) <= 255:
        yield "action_id must be 1 to 255 characters"
    if not 1 <= length(element.get("value", "-")) <= 2_000:
        yield "value must be 1 to 2000 characters"
    if element.get("style", "danger") not in ("primary", "danger"):
        yield "unknown style"
    if "url" in element and not (length(element["url"]) <= 3_000 and re.fullmatch(r"https?://[!-~]+", element["url"])):
        yield "invalid url"


def words(
    text: Any, limit: int, kinds: frozenset[str] | set[str] = frozenset({"plain_text", "mrkdwn"})
) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield f"must be a text object of {sorted(kinds)}"
        return
    allowed = {"text", "emoji"} if text["type"] == "plain_text" else {"text", "verbatim"}
    yield from keys(text, allowed)
    if not 1 <= length(text.get("text", "")) <= limit:
        yield f"must be 1 to {limit} characters"


def count(block: dict[str, Any], most: int) -> Iterator[str]:
    if not 1 <= len(block.get("elements", ())) <= most:
        yield f"must have 1 to {most} elements"


def keys(item: dict[str, Any], allowed: set[str]) -> Iterator[str]:
    if strange := set(item) - allowed - {"type", "block_id"}:
        yield f"invalid additional property: {sorted(strange)}"


def nothing(_: dict[str, Any]) -> Iterator[str]:
    return iter(())


def unknown(block: dict[str, Any]) -> Iterator[str]:
    yield f"unsupported type: {block.get('type')}"
