"""Slack, told: alerts, edits, digests, new facts, roles; what each refusal means; trying a room out."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes.on_slack import A_FACT, NBSP, ROOM, Timer, a_card, a_delivery, platform_of, running, scripted, slack, timer
from fakes.slack import FakeSlack, Room, unfit

from handlers.slack_app import layout
from handlers.slack_app.pacer import Pacer
from vigie.digest import digest
from vigie.model import (
    Channel,
    Delivery,
    DeliveryKind,
)
from vigie.ports import PostError

__all__ = ["slack", "timer"]


# -- alerts ------------------------------------------------------------------------------------------------------------


async def test_an_alert_is_posted_as_a_card_that_names_its_delivery(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    ts = await platform.post(a_delivery())
    (message,) = slack.messages
    assert message.ts == ts
    assert "283 emplois sont menacés." in message.said.splitlines()
    assert message.text.startswith("Ateliers Morvan")
    assert message.metadata == {
        "event_type": "vigie_alert",
        "event_payload": {"delivery": "12", "ref": a_delivery().ref},
    }
    assert (message.arguments["unfurl_links"], message.arguments["unfurl_media"]) == (False, False)
    assert message.labels == ["Lire", f"Pourquoi{NBSP}?"]


async def test_an_edit_changes_the_message_in_place(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    ts = await platform.post(a_delivery())
    await platform.edit(a_delivery(text="300 emplois sont menacés.", message_id=ts))
    (message,) = slack.messages
    assert message.edits == 1
    assert "300 emplois sont menacés." in message.said


async def test_an_alert_that_was_not_posted_cannot_be_edited_yet(slack: FakeSlack) -> None:
    with pytest.raises(PostError, match="pas encore publiée") as refused:
        await platform_of(slack, scripted()).edit(a_delivery())
    assert not refused.value.permanent


async def test_messages_to_one_room_are_a_second_apart_and_those_of_a_workspace_a_third(
    slack: FakeSlack, timer: Timer
) -> None:
    slack.rooms["C4"] = Room("C4", "autre")
    platform = platform_of(slack, scripted(), timer)
    await platform.post(a_delivery())
    await platform.post(a_delivery(Channel("slack", "slack:T1", "C4")))
    assert timer.slept == [pytest.approx(1 / 3)]
    ts = await platform.post(a_delivery())
    await platform.edit(a_delivery(message_id=ts))
    assert timer.now == pytest.approx(102.0)
    timer.now += 0.75
    await platform.post(a_delivery())
    assert timer.now == pytest.approx(103.0)
    timer.now += 5
    await platform.post(a_delivery())
    assert timer.now == pytest.approx(108.0)


async def test_turns_are_given_in_order_and_rooms_at_rest_are_forgotten(
    timer: Timer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    pacer = Pacer(clock=timer, sleep=sleep)
    await asyncio.gather(*(pacer.turn("C1") for _ in range(3)))
    assert waits == [1.0, 2.0]
    monkeypatch.setattr("handlers.slack_app.pacer.MANY", 1)
    timer.now += 10
    await pacer.turn("C2")
    assert list(pacer.free) == ["C2"]


REFUSALS: list[tuple[dict[str, Any], bool, str]] = [
    ({"error": "channel_not_found"}, True, "/invite @Vigie"),
    ({"error": "is_archived"}, True, "archivé"),
    ({"error": "user_disabled"}, True, "désactivé"),
    ({"error": "not_in_channel"}, False, "tapez /invite @Vigie dans ce salon"),
    ({"error": "missing_scope", "needed": "chat:write"}, False, "chat:write"),
    ({"error": "missing_scope"}, False, "l'autorisation nécessaire"),
    ({"error": "restricted_action"}, False, "administrateur"),
    ({"error": "ekm_access_denied"}, False, "suspendu"),
    ({"error": "internal_error"}, False, "erreur interne"),
    ({"error": "service_unavailable"}, False, "indisponible"),
    ({"error": "token_revoked"}, False, "SLACK_BOT_TOKEN"),
    ({"error": "invalid_auth"}, False, "SLACK_BOT_TOKEN"),
    ({"error": "une_nouveaute"}, False, "(une_nouveaute)"),
    ({"status": 503}, False, "(HTTP 503)"),
    ({"status": 200, "body": "<html>proxy</html>"}, False, "mal répondu"),
    ({"status": 200, "body": "{", "content_type": "application/json"}, False, "mal répondu"),
    ({"status": 200, "body": "ok", "content_type": "text/plain"}, False, "mal répondu"),
    ({"status": 502, "body": "non", "content_type": "text/plain"}, False, "mal répondu"),
    ({"drop": True}, False, "Slack ne répond pas"),
    ({"lost": True}, False, "Slack ne répond pas"),
]


@pytest.mark.parametrize(("fault", "permanent", "sentence"), REFUSALS)
async def test_each_refusal_says_whether_to_try_again_and_what_to_do(
    slack: FakeSlack, fault: dict[str, Any], permanent: bool, sentence: str
) -> None:
    slack.fail("chat.postMessage", **fault)
    with pytest.raises(PostError) as refused:
        await platform_of(slack, scripted()).post(a_delivery())
    assert refused.value.permanent is permanent
    assert sentence in str(refused.value)
    assert len(slack.called("chat.postMessage")) == 1, "the SDK must not try again by itself: it would post twice"
    assert slack.bot_token not in str(refused.value)


@pytest.mark.parametrize(("given", "asked"), [(30, timedelta(seconds=30)), (0, timedelta()), (None, None)])
async def test_slack_says_how_long_to_wait(slack: FakeSlack, given: int | None, asked: timedelta | None) -> None:
    slack.fail("chat.postMessage", error="ratelimited", retry_after=given)
    with pytest.raises(PostError, match="attendre") as refused:
        await platform_of(slack, scripted()).post(a_delivery())
    assert (refused.value.permanent, refused.value.retry_after) == (False, asked)


async def test_a_slack_that_is_off_is_a_passing_failure(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted(), base_url="http://127.0.0.1:1/api/")
    with pytest.raises(PostError, match="ne répond pas") as refused:
        await platform.post(a_delivery())
    assert not refused.value.permanent


async def test_an_alert_whose_layout_is_refused_goes_out_as_bare_text(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    slack.fail("chat.postMessage", error="invalid_blocks")
    ts = await platform.post(a_delivery(text="120 postes & <!channel>"))
    (message,) = slack.messages
    assert (message.ts, message.blocks, message.live) == (ts, [], [])
    assert "120 postes &amp; &lt;!channel&gt;" in message.text
    assert "https://gazette.example/1" in message.text
    slack.fail("chat.update", error="msg_blocks_too_long")
    await platform.edit(a_delivery(text="130 postes", message_id=ts))
    assert "130 postes" in message.text
    slack.fail("chat.postMessage", error="invalid_blocks", times=2)
    with pytest.raises(PostError, match="invalid_blocks") as refused:
        await platform.post(a_delivery())
    assert refused.value.permanent


@pytest.mark.parametrize(
    ("prepare", "sentences"),
    [
        (lambda slack: None, []),
        (
            lambda slack: setattr(slack.rooms["C1"], "member", False),
            [f"Je ne suis pas dans ce salon{NBSP}: invitez-moi{NBSP}: tapez /invite @vigie dans ce salon."],
        ),
        (lambda slack: slack.scopes.discard("users:read"), ["users:read"]),
        (lambda slack: slack.scopes.discard("chat:write"), ["chat:write"]),
        (lambda slack: setattr(slack.rooms["C1"], "archived", True), ["archivé"]),
    ],
)
async def test_trying_out_posts_the_example_or_says_what_is_missing(
    slack: FakeSlack, prepare: Any, sentences: list[str]
) -> None:
    prepare(slack)
    async with running(slack, platform_of(slack, scripted())) as platform:
        said = await platform.try_out(ROOM, a_card(mark="Exemple"))
    assert len(said) == len(sentences)
    assert all(part in sentence for part, sentence in zip(sentences, said, strict=True))
    assert len(slack.messages) == (0 if said and "users:read" not in said[0] else 1)


# -- what became of a message whose answer was lost --------------------------------------------------------------------


def digest_of(count: int, **more: Any) -> Delivery:
    stories = tuple(
        replace(a_delivery(text=f"{n} emplois sont menacés <@U1> & *ici*.").alert.story, id=n)
        for n in range(1, count + 1)
    )
    return replace(a_delivery(), kind=DeliveryKind.DIGEST, stories=stories, **more)


# -- digests, new facts, roles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 34])
async def test_a_digest_is_one_list_of_links_in_which_nothing_is_parsed(slack: FakeSlack, count: int) -> None:
    platform = platform_of(slack, scripted())
    await platform.post(digest_of(count, older=2))
    [message] = slack.messages
    listed = message.blocks[1]["elements"][0]["elements"]
    assert len(listed) == count
    assert message.live == []
    assert "2 alertes de plus d'une semaine" in message.blocks[2]["elements"][0]["text"].replace(NBSP, " ")


async def test_addresses_that_are_too_long_for_a_digest_are_left_out_and_the_stories_stay() -> None:
    delivery = digest_of(34)
    long = tuple(
        replace(s, sources=(replace(s.lead, url="https://gazette.example/" + "x" * 900),)) for s in delivery.stories
    )
    blocks = layout.listing(digest(replace(delivery, stories=long)))
    assert unfit({"text": "x", "blocks": blocks}) is None
    assert len(blocks[1]["elements"][0]["elements"]) == 34


async def test_a_new_fact_is_a_reply_and_a_loud_one_is_shown_in_the_room(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    ts = await platform.post(a_delivery())
    update = replace(a_delivery(number=13, message_id=ts), kind=DeliveryKind.UPDATE)
    for fact in (A_FACT, replace(A_FACT, loud=False)):
        await platform.post(replace(update, alert=replace(update.alert, update=fact)))
    _, loud, calm = slack.messages
    assert (loud.arguments["thread_ts"], calm.arguments["thread_ts"]) == (ts, ts)
    assert [str(m.arguments["reply_broadcast"]).lower() in ("true", "1") for m in (loud, calm)] == [True, False]
    assert loud.said.startswith("Ateliers Morvan · Mise à jour : 300 emplois")
    slack.scopes |= {"channels:history"}
    platform.bot = replace(platform.bot, scopes=frozenset(slack.scopes))
    assert await platform.find(replace(update, alert=replace(update.alert, update=A_FACT))) in (loud.ts, calm.ts)


async def test_only_the_group_that_was_asked_for_is_mentioned(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    await platform.post(a_delivery(text="Voyez <!channel> et <!subteam^S9>.", mention="S0AB12"))
    await platform.post(a_delivery(mention="S1> <!channel"))
    assert [m.live for m in slack.messages] == [["<!subteam^S0AB12>"], []]
    slack.fail("chat.postMessage", error="invalid_blocks")
    await platform.post(a_delivery(mention="S0AB12", again=True))
    assert slack.messages[-1].text.startswith("<!subteam^S0AB12>\n(reprise)")
