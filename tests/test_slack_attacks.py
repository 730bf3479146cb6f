"""Class I of the bad inputs on Slack: every field at its limit, and every text attack in every field of foreign text.

Through the real layout, slack-sdk and slack-bolt into a Slack on the loopback, which refuses what Slack refuses.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from fakes.on_slack import ROOM, THEN, a_card, a_delivery, platform_of, running, scripted, slack
from fakes.slack import FakeSlack, Room, Shown, limits, problems, unfit
from fakes.slack.workspace import unescape
from test_text_attacks import FILLS, INVISIBLE, around, each_attack, filled_to, piled

from handlers.characters import clean
from handlers.slack_app import layout
from vigie.cards import Action
from vigie.commands import Reply
from vigie.digest import digest
from vigie.model import Company, Delivery, DeliveryKind, Fact, Passage, Source, Story, Summary, Update

__all__ = ["slack"]

GROWING = [*FILLS, "&"]
"""What grows when it is escaped, too."""


# -- the fake's own limits --------------------------------------------------------------------------------------------


def words(text: str, kind: str = "plain_text") -> dict[str, Any]:
    return {"type": kind, "text": text}


def actions(**more: Any) -> list[dict[str, Any]]:
    return [{"type": "actions", "elements": [{"type": "button", "action_id": "x", "text": words("x"), **more}]}]


def pressed(action_id: str) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": words("x")}


def options(**more: Any) -> list[dict[str, Any]]:
    return [{"text": words("x"), "value": "x", **more}]


def text_alone(text: str) -> Iterator[str]:
    return iter([refusal["error"]] if (refusal := unfit({"text": text})) else ())


FIELDS: dict[str, tuple[int, Callable[[Any], Iterator[str]], Callable[[str], Any]]] = {
    "section text": (3_000, problems, lambda t: [{"type": "section", "text": words(t)}]),
    "section field": (2_000, problems, lambda t: [{"type": "section", "fields": [words(t)]}]),
    "header": (150, problems, lambda t: [{"type": "header", "text": words(t)}]),
    "context": (3_000, problems, lambda t: [{"type": "context", "elements": [words(t)]}]),
    "button text": (75, problems, lambda t: actions(text=words(t))),
    "button value": (2_000, problems, lambda t: actions(value=t)),
    "action_id": (255, problems, lambda t: actions(action_id=t)),
    "block_id": (255, problems, lambda t: [{"type": "divider", "block_id": t}]),
    "button url": (3_000, problems, lambda t: actions(url="https://".ljust(len(t), "a"))),
    "text alone": (4_000, text_alone, lambda t: t),
    "modal title": (24, limits.view, lambda t: {"title": words(t)}),
    "modal submit": (24, limits.view, lambda t: {"title": words("x"), "submit": words(t)}),
    "private_metadata": (3_000, limits.view, lambda t: {"title": words("x"), "private_metadata": t}),
    "option text": (75, limits.options, lambda t: options(text=words(t))),
    "option value": (150, limits.options, lambda t: options(value=t)),
    "option description": (75, limits.options, lambda t: options(description=words(t))),
}


@pytest.mark.parametrize("name", FIELDS)
def test_the_fake_takes_a_field_up_to_its_limit_and_no_further(name: str) -> None:
    limit, check, made = FIELDS[name]
    assert [bool(list(check(made("a" * length)))) for length in around(limit)] == [False, False, True]


@pytest.mark.parametrize(
    ("most", "check", "made"),
    [
        (50, problems, lambda n: [{"type": "divider"}] * n),
        (10, problems, lambda n: [{"type": "context", "elements": [words("x")] * n}]),
        (10, problems, lambda n: [{"type": "section", "fields": [words("x")] * n}]),
        (25, problems, lambda n: [{"type": "actions", "elements": [pressed(str(k)) for k in range(n)]}]),
        (100, limits.view, lambda n: {"title": words("x"), "blocks": [{"type": "divider"}] * n}),
        (100, limits.options, lambda n: options() * n),
    ],
    ids=["blocks", "context", "fields", "buttons", "blocks of a modal", "options"],
)  # fmt: skip
def test_the_fake_counts_what_is_in_a_message(
    most: int, check: Callable[[Any], Any], made: Callable[[int], Any]
) -> None:
    assert [bool(list(check(made(n)))) for n in around(most)] == [False, False, True]


def test_the_fake_weighs_all_blocks_together() -> None:
    block = [{"type": "section", "text": words("a" * 2_900)}]
    assert unfit({"text": "x", "blocks": block * 4}) is None
    assert (unfit({"text": "x", "blocks": block * 5}) or {})["error"] == "msg_blocks_too_long"


# -- every field of what we send --------------------------------------------------------------------------------------

CARD_FIELDS = {
    "heading": (layout.HEADER,),
    "summary": (layout.LINE, layout.SECTION),
    "details": (layout.LINE, layout.SECTION),
    "sources": (layout.LINE, layout.SECTION),
    "title": (layout.SECTION,),
    "mark": (layout.LINE,),
    "notification": (layout.NOTIFICATION, layout.BARE, layout.BARE // 5),
}
"""Our own limits, and Slack's."""


@pytest.mark.parametrize("field", CARD_FIELDS)
@pytest.mark.parametrize("fill", GROWING)
async def test_an_alert_goes_out_whole_whatever_the_length_of_a_field(slack: FakeSlack, field: str, fill: str) -> None:
    platform = platform_of(slack, scripted())
    lengths = [length for limit in CARD_FIELDS[field] for length in around(limit)]
    for length in lengths:
        assert await platform.try_out(ROOM, a_card(**{field: filled_to(length, fill)})) == []
    assert (
        len(slack.called("chat.postMessage")) == len(slack.messages) == len(lengths)
    )  # none was sent again as bare text
    assert all(message.blocks for message in slack.messages)


@pytest.mark.parametrize("fill", GROWING)
async def test_a_label_is_cut_and_what_does_not_fit_has_no_button(slack: FakeSlack, fill: str) -> None:
    platform = platform_of(slack, scripted())
    frame = len(layout.encode("x", {"v": ""}))
    for length in around(layout.BUTTON):
        for over in (-1, 0, 1):
            value = {"v": "c" * (layout.VALUE - frame + over)}
            link = "https://gazette.example/".ljust(layout.ADDRESS + over, "a")
            card = a_card(link=link, actions=(Action(filled_to(length, fill), "x", value),))
            assert await platform.try_out(ROOM, card) == []
            assert len(slack.messages[-1].buttons) == (0 if over > 0 else 2)
    assert len(slack.called("chat.postMessage")) == 9


@pytest.mark.parametrize("count", [*around(layout.SECTION), *around(2 * layout.SECTION), *around(12_000)])
@pytest.mark.parametrize("fill", GROWING)
async def test_an_answer_is_taken_at_once(slack: FakeSlack, count: int, fill: str) -> None:
    reply = Reply(filled_to(count, fill), cards=(a_card(),) * (count % 3), actions=(Action("Suite", "x"),))
    laid = layout.reply_blocks(reply)
    fits = unfit({"text": "x", "blocks": laid}) is None
    bare = unfit({"text": layout.bare_text(reply.text)})
    assert bare is None
    assert fits or count >= 9_000, "an answer is at most 1,900 characters long; far above, it goes out as bare text"


@pytest.mark.parametrize("count", around(25))
async def test_buttons_and_cards_are_counted(slack: FakeSlack, count: int) -> None:
    buttons = tuple(Action(f"Bouton {k}", "x", {"n": str(k)}) for k in range(count))
    cards = (a_card(),) * count
    async with running(slack, platform_of(slack, scripted(Reply("Voici", cards=cards, actions=buttons)))):
        (reply,) = await slack.type("/vigie liste")
    assert reply.labels[-1] == f"Bouton {min(count, 25) - 1}"
    assert len(slack.replies) == 1


@pytest.mark.parametrize("length", [*around(2_000), *around(layout.ADDRESS), *around(layout.TOTAL)])
async def test_a_digest_is_taken_whatever_its_addresses(slack: FakeSlack, length: int) -> None:
    link = "https://gazette.example/".ljust(length, "a")
    laid = layout.listing(digest(many("x" * 300, link)))
    assert unfit({"text": "x", "blocks": laid}) is None
    assert len(laid[1]["elements"][0]["elements"]) == 34


@pytest.mark.parametrize("fill", GROWING)
async def test_a_person_is_told_within_the_limits(slack: FakeSlack, fill: str) -> None:
    slack.rooms["U1"] = Room("U1", "directmessage")
    platform = platform_of(slack, scripted())
    for length in (*around(layout.BARE // 5), *around(layout.BARE)):
        await platform.tell("U1", filled_to(length, fill))
        await platform.warn("U1", ROOM, filled_to(length, fill))
    assert len(slack.messages) == 12


@pytest.mark.parametrize(
    "one", ["\U0001f469\u200d\U0001f4bc", "\U0001f1eb\U0001f1f7", "\U0001f44d\U0001f3fd", "e\u0301", "\U0001d11e"]
)
@pytest.mark.parametrize("shift", range(4))
def test_nothing_that_reads_as_one_character_is_cut_in_two(one: str, shift: int) -> None:
    cut = layout.header("a" * shift + one * 150)["text"]["text"]
    kept = cut.removesuffix("…").removeprefix("a" * shift)
    assert kept == one * (len(kept) // len(one))


# -- every attack in every field of foreign text ----------------------------------------------------------------------

NOWHERE = Passage("title", 0, 1)
GROUP = "S0123ABCD"


def hostile_story(text: str, link: str = "https://gazette.example/1") -> Story:
    """A story whose every foreign word is the attack: company, place, summary, title, outlet."""
    story = a_delivery().alert.story
    event = replace(
        story.event, company=Company(1, text), facts=replace(story.event.facts, places=(Fact(text, NOWHERE),))
    )
    sources = tuple(Source(f"{text} {n}", text, link, THEN, THEN) for n in (1, 2))
    return replace(story, event=event, summary=Summary(text, "extract", "fr"), sources=sources)


def many(text: str, link: str = "https://gazette.example/1") -> Delivery:
    return replace(a_delivery(), kind=DeliveryKind.DIGEST, stories=(hostile_story(text, link),) * 34)


@each_attack
async def test_no_attack_acts_in_an_alert_a_new_fact_or_a_digest(slack: FakeSlack, text: str) -> None:
    platform = platform_of(slack, scripted())
    story = hostile_story(text)
    alert = replace(a_delivery(), mention=GROUP)
    alert = replace(alert, alert=replace(alert.alert, story=story))
    ts = await platform.post(alert)
    new = Update(f"Mise à jour\u00a0: {text}", "https://courrier.example/2", outlet=text, loud=True)
    fact = replace(alert, id=14, kind=DeliveryKind.UPDATE, message_id=ts)
    await platform.post(replace(fact, alert=replace(fact.alert, update=new)))
    await platform.post(many(text))
    assert len(slack.messages) == len(slack.called("chat.postMessage")) == 3
    for message in slack.messages:
        harmless(message)


@each_attack
async def test_no_attack_acts_in_an_answer_or_a_private_word(slack: FakeSlack, text: str) -> None:
    slack.rooms["U1"] = Room("U1", "directmessage")
    card = a_card(**dict.fromkeys(("heading", "summary", "details", "sources", "title", "mark", "notification"), text))
    reply = Reply(f"« {text} »", cards=(card,), actions=(Action(text, "x", {"v": text}),))
    async with running(slack, platform_of(slack, scripted(reply))) as platform:
        (answered,) = await slack.type("/vigie liste")
        await platform.tell("U1", text or "x")
        await platform.warn("U1", ROOM, text)
    harmless(answered)
    for message in slack.messages:
        assert set(message.live) <= {"<#C1>"}
        assert not INVISIBLE.search(message.text)
    (button, *_) = [b for b in answered.buttons if b["action_id"].startswith("vigie:0:x")] or [None]
    if button:
        carried = layout.decode(unescape(button["value"]))
        assert carried is not None
        assert carried[1]["v"].encode(errors="replace") == text.encode(errors="replace")


@each_attack
async def test_bare_text_is_as_harmless(slack: FakeSlack, text: str) -> None:
    slack.fail("chat.postMessage", error="invalid_blocks", times=1)
    story = hostile_story(text)
    owed = a_delivery()
    await platform_of(slack, scripted()).post(replace(owed, alert=replace(owed.alert, story=story)))
    (message,) = slack.messages
    assert message.blocks == []
    harmless(message)


def harmless(shown: Shown) -> None:
    """Slack parses nothing but the group that was asked for; nothing invisible is there; all is escaped, and once."""
    assert set(shown.live) <= {f"<!subteam^{GROUP}>"}
    parsed = [o for b in shown.blocks for o in limits.texts(b) if o["type"] == "mrkdwn"]
    assert all(o["text"] == f"<!subteam^{GROUP}>" for o in parsed)
    words = [
        shown.text,
        *(o["text"] for b in shown.blocks for o in limits.texts(b)),
        json.dumps(rich(shown), ensure_ascii=False),
    ]
    for word in words:
        assert not INVISIBLE.search(word)
        assert not piled(word)
    assert all(o.get("emoji") is False for b in shown.blocks for o in limits.texts(b) if o["type"] == "plain_text")
    assert shown.arguments.get("unfurl_links") in (False, 0, "0", "false")


def rich(shown: Shown) -> list[str]:
    """The words of a digest's list, which Slack parses no more than plain text."""
    blocks = [b for b in shown.blocks if b["type"] == "rich_text"]
    return [
        part["text"]
        for b in blocks
        for listed in b["elements"]
        for line in listed["elements"]
        for part in line["elements"]
    ]


@each_attack
def test_what_people_read_is_what_the_feed_says_without_what_nobody_sees(text: str) -> None:
    shown = unescape(layout.notification(text)).rstrip("…")
    assert " ".join(shown.split()) in " ".join(clean(text).split())
