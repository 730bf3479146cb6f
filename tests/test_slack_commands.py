"""Slack, asked: slash commands, mentions, private messages, buttons; the real desk behind them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from fakes.on_slack import NBSP, ROOM, Timer, a_card, at_desk, desk, platform_of, running, scripted, slack, timer
from fakes.slack import FakeSlack, Message, Person, Room
from fakes.vigie import COURRIER, GAZETTE, MORVAN, PONANT, Vigie
from hypothesis import given
from hypothesis import strategies as st

from handlers.characters import units
from handlers.slack_app import blocks, layout
from handlers.slack_app.asked import typed
from handlers.slack_app.people import level, name
from vigie.commands import Caller, Desk, Level, Reply, Values
from vigie.model import (
    Channel,
)
from vigie.pipeline import tick
from vigie.ports import ChatPlatform

__all__ = ["desk", "slack", "timer"]


# -- commands ----------------------------------------------------------------------------------------------------------


async def test_a_command_is_acknowledged_before_anything_else(slack: FakeSlack) -> None:
    release = slack.hold("users.info")
    async with running(slack, platform_of(slack, scripted())):
        typing = asyncio.create_task(slack.type("/vigie liste"))
        await slack.until(lambda: "users.info" in slack.events)
        assert slack.events.index("ack") < slack.events.index("users.info")
        assert not slack.replies
        release()
        assert await typing == slack.replies
    assert slack.acks[0].payload is None
    assert slack.events[-3:-1] == ["users.info", "reply"]


async def test_the_reply_is_private_unless_it_changes_what_the_room_gets(slack: FakeSlack) -> None:
    desk = scripted()
    async with running(slack, platform_of(slack, desk)):
        desk.says.append(Reply("Rien que pour vous"))
        (private,) = await slack.type("/vigie liste")
        desk.says.append(Reply("Pour tous", private=False))
        (public,) = await slack.type("/vigie abonner")
    assert (private.private, private.said) == (True, "Rien que pour vous")
    assert (public.private, public.said) == (False, "Pour tous")
    assert public.arguments["unfurl_links"] is False
    assert public.arguments["unfurl_media"] is False


async def test_a_command_tells_who_asks_and_from_where(slack: FakeSlack) -> None:
    desk = scripted()
    async with running(slack, platform_of(slack, desk)):
        await slack.type("/vigie liste", user="U1", channel="C1")
        await slack.type("/vigie liste", user="U2", channel="D1")
        await slack.type("/vigie liste", user="U3", channel="C1")
    callers = [caller for caller, _, _ in desk.asked]
    assert callers == [
        Caller(ROOM, "U1", "Camille", Level.SETUP, "salon", files=True),
        Caller(Channel("slack", "slack:T1", "D1"), "U2", "Sacha", Level.LOOK, "message privé", files=True),
        Caller(ROOM, "U3", "Alix", Level.ADMIN, "salon", files=True),
    ]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({}, Level.SETUP),
        ({"guest": True}, Level.LOOK),
        ({"single_channel_guest": True}, Level.LOOK),
        ({"admin": True}, Level.ADMIN),
        ({"owner": True}, Level.ADMIN),
        ({"admin": True, "team": "T9"}, Level.LOOK),
        ({"stranger": True, "admin": True}, Level.LOOK),
    ],
)
def test_a_person_may_do_what_their_role_in_this_workspace_allows(marks: dict[str, Any], expected: Level) -> None:
    assert level(Person("U9", "Dominique", **marks).told(), "T1") is expected


def test_a_member_of_an_organisation_belongs_to_each_of_its_workspaces() -> None:
    user = Person("U9", "Dominique", team="E1").told() | {"enterprise_user": {"teams": ["T1", "T2"]}}
    assert level(user, "T1") is Level.SETUP


def test_a_person_is_called_as_they_wish() -> None:
    assert name({"profile": {"display_name": " ", "real_name": "Anne\u202e Roy"}, "name": "aroy"}) == "Anne Roy"
    assert name({"name": "aroy"}) == "aroy"
    assert name({}) == ""


async def test_a_role_is_asked_once_in_some_minutes(slack: FakeSlack, timer: Timer) -> None:
    async with running(slack, platform_of(slack, scripted(), timer)):
        await slack.type("/vigie liste")
        await slack.type("/vigie liste")
        assert len(slack.called("users.info")) == 1
        timer.now += 301
        await slack.type("/vigie liste")
    assert len(slack.called("users.info")) == 2


async def test_memory_of_people_is_bounded(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.slack_app.people.MANY", 1)
    async with running(slack, platform_of(slack, scripted())) as platform:
        await slack.type("/vigie liste", user="U1")
        await slack.type("/vigie liste", user="U2")
        assert list(platform.people.known) == ["U2"]


async def test_looking_works_when_slack_does_not_tell_who_asks(slack: FakeSlack) -> None:
    desk = scripted()
    slack.fail("users.info", error="internal_error")
    async with running(slack, platform_of(slack, desk)):
        await slack.type("/vigie liste")
    assert desk.asked[0][0] == Caller(ROOM, "U1", "camille", Level.LOOK, "salon", files=True)


async def test_setting_up_waits_until_slack_tells_who_asks(slack: FakeSlack) -> None:
    desk = scripted()
    slack.fail("users.info", status=502)
    async with running(slack, platform_of(slack, desk)):
        (reply,) = await slack.type("/vigie abonner Renault")
    assert not desk.asked
    assert reply.private
    assert reply.said == "Slack ne m'a pas dit quel est votre rôle ici" + NBSP + "; réessayez dans un instant."


async def test_a_missing_scope_of_users_is_named_to_whom_sets_up(slack: FakeSlack) -> None:
    slack.scopes.discard("users:read")
    async with running(slack, platform_of(slack, scripted())):
        (reply,) = await slack.type("/vigie abonner Renault")
    assert "users:read" in reply.said
    assert "réinstallez l'application" in reply.said


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("/vigie", ("aide", {})),
        ("/vigie   ", ("aide", {})),
        ("/vigie liste", ("liste", {})),
        ("/vigie subscribe Renault", ("abonner", {"entreprises": "Renault"})),
        ("/vigie chercher l'Oréal", ("chercher", {"mots": "l'Oréal"})),
        ("/vigie search l’Oréal", ("chercher", {"mots": "l’Oréal"})),
        ("/vigie chercher H&M <Paris>", ("chercher", {"mots": "H&M <Paris>"})),
        ("/vigie inconnue", ("inconnue", {})),
    ],
)
async def test_words_reach_the_desk_as_they_were_typed(slack: FakeSlack, line: str, asked: tuple[str, Values]) -> None:
    desk = scripted()
    async with running(slack, platform_of(slack, desk)):
        await slack.type(line)
    assert desk.asked[0][1:] == asked


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("flux ajouter <https://gazette.example/rss>", "flux ajouter https://gazette.example/rss"),
        ("<http://gazette.example/?a=1&amp;b=2|gazette.example> x", "http://gazette.example/?a=1&b=2 x"),
        ("a &amp;lt; b", "a &lt; b"),
        ("", ""),
    ],
)
def test_a_link_that_slack_wrapped_is_unwrapped(sent: str, meant: str) -> None:
    assert typed(sent) == meant


async def test_a_public_reply_in_a_room_without_us_asks_for_an_invitation(slack: FakeSlack) -> None:
    slack.rooms["C3"] = Room("C3", "secret", member=False, private=True)
    desk = scripted(Reply("Ce salon est abonné.", private=False))
    async with running(slack, platform_of(slack, desk)):
        (inside,) = await slack.type("/vigie abonner", channel="C1")
        (outside,) = await slack.type("/vigie abonner", channel="C2")
        (hidden,) = await slack.type("/vigie abonner", channel="C3")
        slack.fail("conversations.info", error="missing_scope", needed="channels:read")
        (unsure,) = await slack.type("/vigie abonner", channel="C2")
        desk.says.append(Reply("Rien que pour vous"))
        (private,) = await slack.type("/vigie liste", channel="C2")
    invitation = f"Pour que les alertes arrivent, invitez-moi{NBSP}: tapez /invite @vigie dans ce salon."
    assert outside.said == hidden.said == f"Ce salon est abonné.\n{invitation}"
    assert inside.said == unsure.said == "Ce salon est abonné."
    assert private.said == "Rien que pour vous"


async def test_a_reply_that_slack_refuses_is_sent_as_bare_text(slack: FakeSlack) -> None:
    long = "Voici\n" + "& " * 600
    async with running(slack, platform_of(slack, scripted(Reply(long, cards=(a_card(),))))):
        slack.fail("response_url", status=400, body="invalid_blocks", content_type="text/plain")
        (first,) = await slack.type("/vigie liste")
        slack.fail("response_url", error="invalid_blocks")
        (second,) = await slack.type("/vigie liste")
    assert first.blocks == second.blocks == []
    assert first.said == second.said == long.strip()
    assert units(layout.bare_text("&" * 1_900)) <= layout.BARE


async def test_a_reply_that_cannot_be_sent_stops_nothing(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    async with running(slack, platform_of(slack, scripted())):
        slack.fail("response_url", drop=True, times=None)
        await slack.type("/vigie liste", replies=0)
        await slack.until(lambda: slack.events.count("response_url") == 2)  # the SDK tries it twice
        slack.mend("response_url")
        assert await slack.type("/vigie liste")
    assert "a reply could not be sent" in caplog.text


async def test_a_card_alone_still_has_a_text_for_phones(slack: FakeSlack) -> None:
    async with running(slack, platform_of(slack, scripted(Reply("", cards=(a_card(),))))):
        (reply,) = await slack.type("/vigie liste")
    assert reply.text == a_card().notification


# -- buttons -----------------------------------------------------------------------------------------------------------


async def test_pressing_a_button_runs_its_command_for_whom_presses(slack: FakeSlack) -> None:
    desk = scripted()
    async with running(slack, platform_of(slack, desk)) as platform:
        assert await platform.try_out(ROOM, a_card()) == []
        desk.says.append(Reply("Parce que."))
        (reply,) = await slack.press(slack.messages[0], "Pourquoi ?", user="U2")
    assert desk.asked == [(Caller(ROOM, "U2", "Sacha", Level.LOOK, "salon", files=True), "pourquoi", {"alerte": "7"})]
    assert (reply.private, reply.said) == (True, "Parce que.")
    assert reply.arguments["replace_original"] is False
    assert slack.events.index("ack") < slack.events.index("users.info")


async def test_lire_opens_the_article_and_is_acknowledged(slack: FakeSlack) -> None:
    desk = scripted()
    async with running(slack, platform_of(slack, desk)) as platform:
        await platform.try_out(ROOM, a_card())
        assert await slack.press(slack.messages[0], "Lire") == []
    assert slack.messages[0].buttons[0]["url"] == "https://gazette.example/1"
    assert len(slack.acks) == 1
    assert not desk.asked


async def test_a_button_in_a_thread_is_answered_in_that_thread(slack: FakeSlack) -> None:
    desk = scripted()
    in_thread = Message("C1", "", blocks(a_card()), {"thread_ts": "1764000000.000001"}, "1764000000.000002")
    private = Message("D1", "", blocks(a_card()), {}, "1764000000.000003")
    async with running(slack, platform_of(slack, desk)):
        (reply,) = await slack.press(in_thread, "Pourquoi ?")
        await slack.press(private, "Pourquoi ?")
    assert [caller.place for caller, _, _ in desk.asked] == ["fil", "message privé"]
    assert reply.arguments["thread_ts"] == "1764000000.000001"


@pytest.mark.parametrize("value", ["", "{", "[]", '["a"]', "[1, {}]", '["a", []]', "null", "7"])
async def test_a_button_that_is_none_of_ours_says_so(slack: FakeSlack, value: str) -> None:
    desk = scripted()
    shown = Message("C1", "", blocks(a_card()), {}, "1764000000.000003")
    async with running(slack, platform_of(slack, desk)):
        (reply,) = await slack.press(shown, "Pourquoi ?", value=value)
    assert not desk.asked
    assert reply.said == f"Ce bouton n'est plus valable{NBSP}: tapez /vigie aide."


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_what_a_button_carries_comes_back(command: str, values: dict[str, str]) -> None:
    carried = layout.encode(command, values)
    assert layout.decode(carried) == (command, values)
    assert not set(carried) & set("&<>")


# -- the whole, with the real desk and the real store ------------------------------------------------------------------


async def test_a_room_subscribes_in_english_or_french_and_reads_its_list(slack: FakeSlack, desk: Desk) -> None:
    async with running(slack, at_desk(slack, desk)):
        (told,) = await slack.type("/vigie subscribe Ateliers Morvan")
        (listed,) = await slack.type("/vigie liste", user="U2")
    assert not told.private
    assert "Ateliers Morvan" in told.said
    assert listed.private
    assert "Ateliers Morvan" in listed.said
    (subscription,) = await desk.store.subscriptions(ROOM)
    assert subscription.company is not None
    assert subscription.company.name == "Ateliers Morvan"
    change = await desk.store.last_change(ROOM)
    assert change is not None
    assert change.who == "Camille"


async def test_the_command_alone_is_the_help(slack: FakeSlack, desk: Desk) -> None:
    async with running(slack, at_desk(slack, desk)):
        (alone,) = await slack.type("/vigie")
        (asked,) = await slack.type("/vigie help")
    assert alone.private
    assert alone.said == asked.said
    assert "/vigie aide" in alone.said


async def test_a_guest_looks_and_does_not_set_up(slack: FakeSlack, desk: Desk) -> None:
    async with running(slack, at_desk(slack, desk)):
        (refused,) = await slack.type("/vigie abonner Ateliers Morvan", user="U2")
    assert refused.private
    assert "les invités peuvent seulement consulter" in refused.said
    assert await desk.store.subscriptions(ROOM) == []


async def test_a_private_message_is_no_place_to_subscribe(slack: FakeSlack, desk: Desk) -> None:
    async with running(slack, at_desk(slack, desk)):
        (refused,) = await slack.type("/vigie abonner Ateliers Morvan", channel="D1")
        (looked,) = await slack.type("/vigie chercher l'Oréal", channel="D1")
    assert "message privé" in refused.said
    assert looked.private


async def test_an_apostrophe_is_a_letter_and_an_ampersand_too(slack: FakeSlack, desk: Desk) -> None:
    async with running(slack, at_desk(slack, desk)):
        await slack.type("/vigie abonner")
        (oreal,) = await slack.type("/vigie chercher l'Oréal")
        (added,) = await slack.type('/vigie entreprise ajouter "Dupont & <Fils>"', user="U3")
        (listed,) = await slack.type("/vigie company list")
    assert "l'Oréal" in oreal.said
    assert "Dupont & <Fils>" in added.said
    assert "Dupont & <Fils>" in listed.said
    assert added.live == listed.live == []


async def test_what_destroys_asks_first_with_buttons(slack: FakeSlack, desk: Desk) -> None:
    async with running(slack, at_desk(slack, desk)):
        await slack.type("/vigie abonner Ateliers Morvan")
        (asked,) = await slack.type("/vigie desabonner Ateliers Morvan")
        assert len(await desk.store.subscriptions(ROOM)) == 1
        danger = next(b["text"]["text"] for b in asked.buttons if b.get("style") == "danger")
        (refused,) = await slack.press(asked, danger, user="U2")
        assert len(await desk.store.subscriptions(ROOM)) == 1
        (done,) = await slack.press(asked, danger)
    assert asked.private
    assert refused.private
    assert not done.private
    assert await desk.store.subscriptions(ROOM) == []


async def test_tester_posts_an_example_or_says_how_to_be_invited(slack: FakeSlack, desk: Desk) -> None:
    async with running(slack, at_desk(slack, desk)):
        await slack.type("/vigie tester", channel="C1")
        (missing,) = await slack.type("/vigie tester", channel="C2")
    (example,) = slack.messages
    assert example.channel == "C1"
    assert example.said.startswith("Exemple")
    assert "/invite @vigie" in missing.said


async def test_an_article_becomes_an_alert_that_explains_itself_and_lives(slack: FakeSlack, vigie: Vigie) -> None:
    platforms = dict[str, ChatPlatform]()
    desk, services = replace(vigie.desk, platforms=platforms), replace(vigie.services, platforms=platforms)
    await vigie.store.adopt([GAZETTE, COURRIER], [MORVAN, PONANT], vigie.clock())
    await tick(services)
    text = "Ateliers Morvan a annoncé mardi la suppression de 120 postes dans son usine de Dijon."
    async with running(slack, at_desk(slack, desk)):
        await slack.type("/vigie abonner Ateliers Morvan")
        vigie.clock.forward(minutes=20)
        vigie.web.publish(GAZETTE, "Ateliers Morvan va supprimer 120 postes à Dijon", text)
        await tick(services)
        (alert,) = slack.messages
        (why,) = await slack.press(alert, "Pourquoi ?", user="U2")
        vigie.clock.forward(minutes=20)
        vigie.web.publish(COURRIER, "120 postes supprimés chez Ateliers Morvan", text)
        await tick(services)
    assert "120" in alert.text
    assert alert.text.startswith("Ateliers Morvan")
    assert why.private
    assert "Ateliers Morvan va supprimer 120 postes à Dijon" in why.said
    assert len(slack.messages) == alert.edits == 1
    assert "2 médias" in alert.said.replace(NBSP, " ")
