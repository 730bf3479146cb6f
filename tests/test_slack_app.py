"""Vigie on Slack: the real slack-bolt and slack-sdk against a Slack on the loopback."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from fakes.patience import PATIENCE
from fakes.slack import SCOPES, FakeSlack, Message, Person, Room, Shown, problems, unfit
from fakes.vigie import COURRIER, GAZETTE, MORVAN, PONANT, FakeWeb, HandClock, InlineParser, Vigie
from hypothesis import given
from hypothesis import strategies as st

from handlers.characters import units
from handlers.slack_app import SlackPlatform, answers, blocks, connection, layout
from handlers.slack_app.asked import typed
from handlers.slack_app.identity import FILES, NEEDED
from handlers.slack_app.pacer import Pacer
from handlers.slack_app.people import level, name
from vigie.adapters.store import SqlStore
from vigie.adapters.store.engines import Place
from vigie.cards import Action, Card
from vigie.commands import Caller, Desk, Level, Reply, Values
from vigie.digest import digest
from vigie.model import (
    LAYOFFS,
    Alert,
    Channel,
    Company,
    Delivery,
    DeliveryKind,
    Event,
    LayoffFacts,
    Role,
    Source,
    Story,
    Summary,
    Update,
)
from vigie.pipeline import tick
from vigie.ports import ChatPlatform, PostError, TokenError

NBSP = "\N{NO-BREAK SPACE}"
THEN = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROOM = Channel("slack", "slack:T1", "C1")


# -- a Vigie on a loopback Slack ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scripted(Desk):
    """A desk that gives the answer the test wrote, and keeps what it was asked."""

    says: list[Reply] = field(default_factory=list)
    asked: list[tuple[Caller, str, Values]] = field(default_factory=list)

    async def answer(self, caller: Caller, name: str, values: Values) -> Reply:
        self.asked.append((caller, name, values))
        return self.says[-1]


class NothingGone:
    """The store of a desk that is scripted: it keeps nothing, and nothing in it is gone."""

    async def gone(self, before: datetime) -> list[Channel]:
        return []


def scripted(*says: Reply) -> Scripted:
    nothing: Any = None
    store: Any = NothingGone()
    return Scripted(store, lambda: THEN, nothing, nothing, {}, says=list(says) or [Reply("Bonjour")])


@dataclass
class Timer:
    """A monotonic clock that only sleeping moves."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeSlack]:
    for variable in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(variable, raising=False)  # slack_sdk would take the loopback through it
    async with FakeSlack() as slack:
        yield slack


@pytest.fixture
def timer() -> Timer:
    return Timer()


def platform_of(slack: FakeSlack, desk: Desk, timer: Timer | None = None, **options: Any) -> SlackPlatform:
    timer = timer or Timer()
    options = {"base_url": slack.base_url, "clock": timer, "sleep": timer.sleep} | options
    return SlackPlatform(slack.bot_token, slack.app_token, desk, **options)


@asynccontextmanager
async def running(slack: FakeSlack, platform: SlackPlatform) -> AsyncIterator[SlackPlatform]:
    """The platform, connected; stopped as a signal stops it."""
    task = asyncio.create_task(platform.run())
    try:
        await slack.until(lambda: slack.connections or task.done())
        if task.done():
            task.result()
        yield platform
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def a_card(**changes: Any) -> Card:
    card = Card(
        topic=LAYOFFS,
        heading="🔻 Ateliers Morvan · Emploi · projet",
        summary="283 emplois sont menacés chez Ateliers Morvan à Autun.",
        details="Autun · publié le 2 mars 2026, 13 h 00 · gazette.example",
        sources="Repris par 2 médias : La Gazette · Le Courrier",
        link="https://gazette.example/1",
        title="Ateliers Morvan prévoit un plan social",
        notification="Ateliers Morvan : 283 emplois sont menacés.",
        actions=(Action("Pourquoi ?", "pourquoi", {"alerte": "7"}),),
    )
    return replace(card, **changes)


def a_delivery(
    channel: Channel = ROOM, number: int = 12, text: str = "283 emplois sont menacés.", **more: Any
) -> Delivery:
    event = Event(Company(1, "Ateliers Morvan"), LAYOFFS, Role.SUBJECT, None, LayoffFacts(), (), 0.9)
    source = Source("gazette.example", "Un plan social", "https://gazette.example/1", THEN, THEN)
    story = Story(7, event, Summary(text, "brief", "fr"), (source,), THEN, THEN)
    return Delivery(number, channel, Alert(story), **more)


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


# -- the card ----------------------------------------------------------------------------------------------------------


def test_a_card_is_laid_out_as_drawn() -> None:
    laid = blocks(a_card(actions=(Action("Pourquoi ?", "pourquoi", {"alerte": "7"}), Action("Arrêter", "x", {}, True))))
    assert [block["type"] for block in laid] == ["header", "section", "context", "context", "actions"]
    assert Shown("C1", "", laid, {}).said.splitlines() == [
        "🔻 Ateliers Morvan · Emploi · projet",
        "283 emplois sont menacés chez Ateliers Morvan à Autun.",
        "Autun · publié le 2 mars 2026, 13 h 00 · gazette.example",
        "Repris par 2 médias : La Gazette · Le Courrier",
    ]
    assert [button["text"]["text"] for button in laid[-1]["elements"]] == ["Lire", "Pourquoi ?", "Arrêter"]
    assert laid[-1]["elements"][1] == {
        "type": "button",
        "action_id": "vigie:0:pourquoi",
        "text": {"type": "plain_text", "text": "Pourquoi ?", "emoji": False},
        "value": '["pourquoi",{"alerte":"7"}]',
    }
    assert laid[-1]["elements"][2]["style"] == "danger"
    assert list(problems(laid)) == []


def test_what_a_card_does_not_have_takes_no_room() -> None:
    laid = blocks(a_card(sources="", details=" ", link="", actions=()))
    assert [block["type"] for block in laid] == ["header", "section"]


def test_a_mark_stands_above_what_is_no_alert() -> None:
    laid = blocks(a_card(mark="Exemple"))
    assert [block["type"] for block in laid][:2] == ["context", "header"]
    assert laid[0]["elements"][0]["text"] == "Exemple"


INJECTIONS = [
    "<!channel> tout le monde",
    "<!here|ici> <!everyone>",
    "<@U1> et <#C1|salon>",
    "<!subteam^S1|direction>",
    "<https://mal.example|La Gazette>",
    "<mailto:a@mal.example|écrire>",
    "<!date^1764000000^{date}|hier>",
    "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;",
    "@channel @here @everyone",
    "*gras* _italique_ ~barré~ `code` ```bloc```",
    "> citation",
    ":rotating_light: :fire:",
    "https://mal.example/ mal.example",
    "1\u202e\u2066\u200bquatre\u200f\u2069\ufeff\u00ad",
    "ligne\u2028autre\u2029ligne\r\nfin\x0b\x0c\x85\x00\x1b[31m",
    "\ud800 seul \U000e0041\ue000",
]


@pytest.mark.parametrize("text", INJECTIONS)
async def test_nothing_a_feed_says_is_parsed_by_slack(slack: FakeSlack, text: str) -> None:
    hostile = a_card(
        heading=text, summary=text, details=text, sources=text, title=text, notification=text, mark=text,
        actions=(Action(text, "pourquoi", {"alerte": text}),),
    )  # fmt: skip
    reply = Reply(text, cards=(hostile,), actions=(Action(text, "pourquoi", {"alerte": text}),))
    async with running(slack, platform_of(slack, scripted(reply))) as platform:
        assert await platform.try_out(ROOM, hostile) == []
        (answered,) = await slack.type("/vigie liste")
    for shown in (slack.messages[0], answered):
        assert shown.live == []
        assert not re.search(
            "[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00\x1b\x85\u2028\u2029\ud800]", shown.said
        )
        objects = [o for b in shown.blocks for o in _text_objects(b)]
        assert {(o["type"], o["emoji"]) for o in objects} == {("plain_text", False)}
        assert "<" not in shown.text
        assert ">" not in shown.text


def _text_objects(block: dict[str, Any]) -> list[dict[str, Any]]:
    inside = [block.get("text"), *(e.get("text") if e["type"] == "button" else e for e in block.get("elements", ()))]
    return [o for o in inside if o]


def test_only_three_characters_are_escaped_and_only_once() -> None:
    assert layout.escape('L\'Oréal & Cie <Paris> « 12 % » "é"') == 'L\'Oréal &amp; Cie &lt;Paris&gt; « 12 % » "é"'
    assert layout.unescape(layout.escape("&lt; & <b>")) == "&lt; & <b>"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://gazette.example/a?b=c&d=é|x", "https://gazette.example/a?b=c&d=%C3%A9%7Cx"),
        ("http://gazette.example/deux mots<b>", "http://gazette.example/deux%20mots%3Cb%3E"),
        ("https://café.example/", "https://xn--caf-dma.example/"),
        ("javascript:alert(1)", ""),
        ("ftp://gazette.example/", ""),
        ("/relatif", ""),
        ("https://", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_lire_leads_to_a_web_address_or_is_left_out(link: str, address: str) -> None:
    buttons = [e for b in blocks(a_card(link=link)) if b["type"] == "actions" for e in b["elements"] if "url" in e]
    assert [button["url"] for button in buttons] == ([address] if address else [])


@pytest.mark.parametrize("over", [-1, 0, 1])
@pytest.mark.parametrize(
    ("part", "limit"), [("heading", layout.HEADER), ("summary", layout.SECTION), ("details", layout.LINE)]
)
def test_a_long_line_is_cut_at_the_limit_and_not_before(part: str, limit: int, over: int) -> None:
    laid = blocks(a_card(**{part: "a" * (limit + over)}))
    longest = max((text["text"] for b in laid for text in _text_objects(b)), key=len)
    assert longest == ("a" * (limit - 1) + "…" if over > 0 else "a" * (limit + over))
    assert list(problems(laid)) == []


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_a_label_is_cut_and_an_address_or_a_value_too_long_leaves_its_button_out(over: int) -> None:
    link = "https://gazette.example/"
    frame = len(layout.encode("x", {"v": ""}))
    card = a_card(
        link=link + "a" * (layout.ADDRESS - len(link) + over),
        actions=(Action("b" * (layout.BUTTON + over), "x", {"v": "c" * (layout.VALUE - frame + over)}),),
    )
    laid = blocks(card)
    labels = Shown("C1", "", laid, {}).labels
    assert labels == ([] if over > 0 else ["Lire", "b" * (layout.BUTTON + over)])
    assert list(problems(laid)) == []
    short = blocks(a_card(actions=(Action("b" * (layout.BUTTON + over), "x"),)))
    assert Shown("C1", "", short, {}).labels[1].endswith("…") is (over > 0)


def test_a_command_of_any_length_has_an_action_id() -> None:
    assert list(problems(blocks(a_card(actions=(Action("Faire", "x" * 300),))))) == []


def test_buttons_that_make_the_message_too_heavy_are_left_out_from_the_end() -> None:
    heavy = tuple(Action(f"Bouton {n}", "x", {"v": "c" * 1_900}) for n in range(30))
    laid = blocks(a_card(actions=heavy))
    assert Shown("C1", "", laid, {}).labels == ["Lire", *(f"Bouton {n}" for n in range(5))]
    assert unfit({"text": "x", "blocks": laid}) is None
    many = blocks(a_card(actions=tuple(Action(f"Bouton {n}", "x") for n in range(30))))
    assert len(Shown("C1", "", many, {}).labels) == layout.BUTTONS


def test_a_long_answer_is_split_between_lines_and_stays_whole() -> None:
    lines = "\n".join(f"{n:04} " + "mot " * 20 for n in range(100))
    laid = layout.reply_blocks(Reply(lines))
    assert len(laid) == 3
    assert "\n".join(b["text"]["text"] for b in laid).split() == lines.split()
    assert all(b["text"]["text"][:4].isdigit() and b["expand"] for b in laid)
    solid = layout.reply_blocks(Reply("🔻" * 3_100))
    assert "".join(b["text"]["text"] for b in solid) == "🔻" * 3_100
    assert list(problems(solid)) == []


def test_cards_that_do_not_fit_are_counted() -> None:
    cards = tuple(a_card(heading=f"Carte {n}") for n in range(20))
    more = Action("Suite", "chercher", {"page": "2"})
    laid = layout.reply_blocks(Reply("Voici", cards=cards, actions=(more,)))
    shown = [b["text"]["text"] for b in laid if b["type"] == "header"]
    assert shown == [f"Carte {n}" for n in range(len(shown))]
    left = f"{20 - len(shown)} autres alertes ne tiennent pas dans ce message{NBSP}: précisez la demande."
    assert laid[-2]["elements"][0]["text"] == left
    assert Shown("C1", "", laid, {}).labels[-1] == "Suite"
    assert unfit({"text": "x", "blocks": laid}) is None
    assert len(layout.reply_blocks(Reply("Voici", cards=cards[:5]))) == 1 + 5 * 5
    last = layout.reply_blocks(Reply("Voici", cards=cards[: len(shown) + 1]))[-1]
    assert last["elements"][0]["text"].startswith("Une autre alerte ne tient pas")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("un deux trois", "un deux trois"),
        ("un deux trois quatre", "un deux trois…"),
        ("un anticonstitutionnellement", "un anticonstitut…"),
        ("aaaaaaaaaaaaaaaae\u0301e\u0301e\u0301", "aaaaaaaaaaaaaaaa…"),
        ("🔻🔻🔻🔻🔻🔻🔻🔻🔻🔻", "🔻🔻🔻🔻🔻🔻🔻🔻…"),
        ("\u0301" * 30, "…"),
    ],
)
def test_a_cut_spares_words_accents_and_emoji(text: str, cut: str) -> None:
    assert layout.cut(text, 17) == cut


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_a_cut_is_never_longer_than_the_limit(text: str, limit: int) -> None:
    assert units(layout.cut(text, limit)) <= limit


@given(st.builds(Card, *[st.text(max_size=400)] * 8))
def test_any_card_is_a_message_that_slack_takes(card: Card) -> None:
    laid = blocks(replace(card, heading=f"x{card.heading}"))
    assert unfit({"text": f"x{layout.notification(card.notification)}", "blocks": laid}) is None


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


# -- the whole, with the real desk and the real store ------------------------------------------------------------------


@pytest.fixture
async def desk(place: Place) -> AsyncIterator[Desk]:
    """A real desk that watches two companies."""
    clock, platforms = HandClock(), dict[str, ChatPlatform]()
    async with SqlStore(place) as store:
        await store.adopt([GAZETTE], [MORVAN, PONANT], clock())
        yield Desk(store, clock, FakeWeb(), InlineParser(), platforms)


def at_desk(slack: FakeSlack, desk: Desk) -> SlackPlatform:
    """The platform that this desk knows, as bot.py puts them together."""
    platform = platform_of(slack, desk)
    assert isinstance(desk.platforms, dict)
    desk.platforms["slack"] = platform
    return platform


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


# -- tokens ------------------------------------------------------------------------------------------------------------


async def ended(slack: FakeSlack, bot: str | None = None, app: str | None = None) -> str:
    """The sentence with which a platform with these tokens ends."""
    options: Mapping[str, Any] = {"base_url": slack.base_url, "sleep": Timer().sleep}
    platform = SlackPlatform(bot or slack.bot_token, app or slack.app_token, scripted(), **options)
    with pytest.raises(TokenError) as refused:
        await asyncio.wait_for(platform.run(), PATIENCE)
    return str(refused.value)


async def test_swapped_tokens_are_said_to_be_swapped(slack: FakeSlack) -> None:
    said = await ended(slack, slack.app_token, slack.bot_token)
    assert "SLACK_BOT_TOKEN et SLACK_APP_TOKEN sont intervertis" in said
    assert not slack.calls


@pytest.mark.parametrize(
    ("bot", "app", "variable", "start"),
    [
        ("xapp-1-A1-x", "xapp-1-A1-prise", "SLACK_BOT_TOKEN", "xoxb-"),
        ("xoxp-1-personne", "xapp-1-A1-prise", "SLACK_BOT_TOKEN", "xoxb-"),
        ("xoxb-1-robot", "xoxb-1-robot", "SLACK_APP_TOKEN", "xapp-"),
        ("xoxb-1-robot", "n'importe quoi", "SLACK_APP_TOKEN", "xapp-"),
    ],
)
async def test_a_token_of_the_wrong_kind_is_told_before_anything_is_sent(
    slack: FakeSlack, bot: str, app: str, variable: str, start: str
) -> None:
    said = await ended(slack, bot, app)
    assert said.startswith(variable)
    assert f"doit commencer par {start}" in said
    assert not slack.calls


async def test_a_wrong_bot_token_is_one_sentence_that_says_where_to_find_it(slack: FakeSlack) -> None:
    said = await ended(slack, bot="xoxb-autre")
    assert said.startswith("Slack refuse SLACK_BOT_TOKEN")
    assert "OAuth & Permissions" in said
    assert "xoxb-autre" not in said


@pytest.mark.parametrize("error", sorted(answers.TOKENS))
async def test_each_reason_to_refuse_a_token_is_told(slack: FakeSlack, error: str) -> None:
    slack.fail("auth.test", error=error)
    assert answers.TOKENS[error] in await ended(slack)


async def test_a_wrong_app_token_is_one_sentence_that_says_where_to_find_it(slack: FakeSlack) -> None:
    said = await ended(slack, app="xapp-autre")
    assert said.startswith("Slack refuse SLACK_APP_TOKEN")
    assert "App-Level Tokens" in said
    assert "xapp-autre" not in said


async def test_an_app_token_without_its_scope_is_told(slack: FakeSlack) -> None:
    slack.fail("apps.connections.open", error="missing_scope", needed="connections:write", times=None)
    assert "n'a pas la portée connections:write" in await ended(slack)


async def test_an_app_token_revoked_while_running_ends_the_run(slack: FakeSlack) -> None:
    task = asyncio.create_task(platform_of(slack, scripted()).run())
    await slack.until(lambda: slack.connections)
    slack.fail("apps.connections.open", error="token_revoked", times=None)
    await slack.refresh()
    with pytest.raises(TokenError, match="révoqué"):
        await asyncio.wait_for(task, PATIENCE)


# -- the network -------------------------------------------------------------------------------------------------------


async def test_an_unreachable_slack_is_tried_again_ever_more_slowly_and_said_once_as_is_its_return(
    slack: FakeSlack, timer: Timer
) -> None:
    said: list[str] = []
    slack.fail("auth.test", drop=True, times=3)
    slack.fail("auth.test", error="ratelimited", retry_after=90)
    slack.fail("auth.test", status=502)
    async with running(slack, platform_of(slack, scripted(), timer, say=said.append)):
        assert await slack.type("/vigie liste")
    assert timer.slept == [1.0, 2.0, 4.0, 90.0, 60.0]
    assert said == [
        f"Slack ne répond pas{NBSP}; nouvel essai dans 1{NBSP}s, puis de moins en moins souvent. "
        "Les alertes attendent, rien n'est perdu.",
        "Slack répond de nouveau.",
    ]


@pytest.mark.parametrize("loss", ["refresh", "hang_up"])
async def test_a_lost_connection_is_opened_again(slack: FakeSlack, loss: str) -> None:
    async with running(slack, platform_of(slack, scripted())):
        await slack.type("/vigie liste")
        await getattr(slack, loss)()
        await slack.until(lambda: slack.hellos == 2 and slack.connections == 1)
        assert await slack.type("/vigie liste")


async def test_a_second_process_on_the_same_app_is_noticed(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    async with running(slack, platform_of(slack, scripted())):
        assert "second Vigie" not in caplog.text
        other = asyncio.create_task(platform_of(slack, scripted()).run())
        await slack.until(lambda: slack.connections == 2)
        await slack.type("/vigie liste")
        assert "2 connections are open for this Slack app: is a second Vigie running?" in caplog.text
        other.cancel()
        await asyncio.wait({other})


async def test_a_door_that_does_not_open_at_once_is_knocked_at_again(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    slack.fail("apps.connections.open", error="internal_error", times=2)
    async with running(slack, platform_of(slack, scripted(), ping_interval=0.1)):
        assert await slack.type("/vigie liste")
    assert "Retrying" in caplog.text
    assert all(record.exc_info is None for record in caplog.records)


async def test_no_token_and_no_ticket_is_written_to_the_log(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with running(slack, platform_of(slack, scripted())) as platform:
        await slack.type("/vigie liste secret")
        await platform.post(a_delivery())
        connection.sdk.info("given %s and wss://slack.example/?ticket=%s&app_id=1", slack.bot_token, "ticket-1")
    assert "given … and wss://slack.example/?ticket=…&app_id=1" in caplog.text
    for secret in (slack.bot_token, slack.app_token, "ticket-1", "/respond/"):
        assert secret not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_the_trace_of_a_mistake_of_ours_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    for error in (ConnectionResetError("parti"), ZeroDivisionError("à nous")):
        try:
            raise error
        except (OSError, ArithmeticError):
            connection.sdk.exception("Failed")
    assert "parti" not in caplog.text
    assert "à nous" in caplog.text


async def test_stopping_lets_an_answer_underway_end_and_leaves_no_task(slack: FakeSlack) -> None:
    before = asyncio.all_tasks()
    release = slack.hold("users.info")
    async with running(slack, platform_of(slack, scripted())):
        typing = asyncio.create_task(slack.type("/vigie liste"))
        await slack.until(lambda: "users.info" in slack.events)
        asyncio.get_running_loop().call_soon(release)
    assert await typing
    await slack.until(lambda: not slack.connections)
    assert {t for t in asyncio.all_tasks() - before if "handlers" in repr(t) or "slack_sdk" in repr(t)} == set()


async def test_stopping_does_not_wait_for_what_never_ends(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "GRACE", 0.02)
    monkeypatch.setattr(connection, "GOODBYE", 0.02)
    slack.hold("users.info")
    async with running(slack, platform_of(slack, scripted())):
        typing = asyncio.create_task(slack.type("/vigie liste", replies=0))
        await slack.until(lambda: "users.info" in slack.events)
        slack.mute()
    await typing
    assert not slack.replies


# -- the manifest ------------------------------------------------------------------------------------------------------


def manifest() -> dict[str, Any]:
    text = Path(__file__).parent.parent.joinpath("slack-manifest.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


async def test_the_manifest_asks_for_the_scopes_that_our_calls_need_and_no_other(slack: FakeSlack) -> None:
    async with running(slack, platform_of(slack, scripted(Reply("Fait.", private=False)))) as platform:
        await slack.type("/vigie abonner")
        await platform.edit(a_delivery(message_id=await platform.post(a_delivery())))
    used = {scope for call in slack.calls for scope in SCOPES[call.method]}
    asked = manifest()["oauth_config"]["scopes"]["bot"]
    assert set(asked) - {FILES} == used | {"commands"} == set(NEEDED)


def test_the_manifest_makes_the_app_that_the_code_expects() -> None:
    made = manifest()
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["interactivity"]["is_enabled"] is True
    (command,) = made["features"]["slash_commands"]
    assert command["command"] == "/vigie"
    assert command["should_escape"] is False
    assert 0 < len(command["usage_hint"]) <= 1_000
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert 174 <= len(made["display_information"]["long_description"]) <= 4_000
    assert re.fullmatch(r"#[0-9a-f]{6}", made["display_information"]["background_color"])
    assert len(json.dumps(made)) < 10_000


# -- what became of a message whose answer was lost --------------------------------------------------------------------


def digest_of(count: int, **more: Any) -> Delivery:
    stories = tuple(
        replace(a_delivery(text=f"{n} emplois sont menacés <@U1> & *ici*.").alert.story, id=n)
        for n in range(1, count + 1)
    )
    return replace(a_delivery(), kind=DeliveryKind.DIGEST, stories=stories, **more)


A_FACT = Update("Mise à jour : 300 emplois, contre 283", "https://courrier.example/2", loud=True)


async def test_a_message_is_found_by_its_number_where_slack_lets_us_read(slack: FakeSlack) -> None:
    slack.scopes |= {"channels:history"}
    platform = platform_of(slack, scripted())
    assert await platform.find(a_delivery()) is None
    ts = await platform.post(a_delivery())
    for number in range(20, 40):
        await platform.post(a_delivery(number=number))
    assert await platform.find(a_delivery(asked_at=THEN)) == ts
    assert await platform.find(a_delivery(number=99, asked_at=datetime(2026, 11, 25, tzinfo=UTC))) is None
    assert platform.remembers(ROOM) == timedelta()


async def test_where_slack_does_not_let_us_read_nobody_knows(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    granted = frozenset(slack.scopes)
    for scopes in (granted, granted | {"channels:history"}):  # not granted; taken back since
        platform.bot = replace(platform.bot, team=slack.team, scopes=scopes)
        with pytest.raises(PostError, match="relire") as refused:
            await platform.find(a_delivery())
        assert refused.value.unclear


async def test_what_we_may_read_is_asked_of_slack_where_nothing_has_told_it_yet(slack: FakeSlack) -> None:
    """What is owed is sent before the connection stands: « I may not read » would be a guess, and a doubled alert."""
    slack.scopes |= {"channels:history"}
    ts = await platform_of(slack, scripted()).post(a_delivery())
    restarted = platform_of(slack, scripted())
    slack.fail("auth.test", status=503)
    with pytest.raises(PostError) as away:
        await restarted.find(a_delivery())
    assert not away.value.unclear
    assert await restarted.find(a_delivery()) == ts
    assert restarted.bot.may_read


async def test_too_many_messages_since_leave_it_unknown_and_an_absence_is_asked_again(slack: FakeSlack) -> None:
    slack.scopes |= {"channels:history"}
    platform = platform_of(slack, scripted())
    for number in range(50):
        await platform.post(a_delivery(number=number + 100))
    with pytest.raises(PostError, match="Trop de messages") as refused:
        await platform.find(a_delivery(asked_at=THEN - timedelta(days=900)))
    assert refused.value.unclear
    slack.fail("conversations.history", status=503)
    with pytest.raises(PostError) as away:
        await platform.find(a_delivery())
    assert not away.value.unclear


@pytest.mark.parametrize(
    ("fault", "unclear"),
    [
        ({"lost": True}, True),
        ({"drop": True}, True),
        ({"status": 500}, True),
        ({"status": 503}, False),
        ({"status": 429, "retry_after": 1}, False),
        ({"body": "<html>"}, True),
        ({"body": "{}", "content_type": "application/json"}, True),
        ({"error": "internal_error"}, True),
        ({"error": "service_unavailable"}, True),
        ({"error": "is_archived"}, False),
        ({"error": "a_new_word"}, False),
    ],
)
async def test_what_leaves_us_in_doubt_and_what_does_not(
    slack: FakeSlack, fault: dict[str, Any], unclear: bool
) -> None:
    slack.fail("chat.postMessage", **fault)
    with pytest.raises(PostError) as refused:
        await platform_of(slack, scripted()).post(a_delivery())
    assert refused.value.unclear is unclear


async def test_nobody_at_the_other_end_is_no_doubt(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted(), base_url="http://127.0.0.1:1/api/")
    with pytest.raises(PostError) as refused:
        await platform.post(a_delivery())
    assert not refused.value.unclear


async def test_each_refusal_says_whom_it_concerns(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    for word, about in (
        ("not_in_channel", "blocked"), ("is_archived", "gone"), ("token_revoked", "everywhere"),
    ):  # fmt: skip
        slack.fail("chat.postMessage", error=word)
        with pytest.raises(PostError) as refused:
            await platform.post(a_delivery())
        assert getattr(refused.value, about), word


async def test_what_was_posted_and_deleted_since_is_not_posted_again(slack: FakeSlack) -> None:
    slack.fail("chat.postMessage", error="duplicate_message_not_found")
    assert await platform_of(slack, scripted()).post(a_delivery()) == ""


async def test_whether_a_room_is_there(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    assert await platform.exists(ROOM)
    assert not await platform.exists(Channel("slack", "slack:T1", "C999"))
    slack.fail("conversations.info", status=503)
    with pytest.raises(PostError):
        await platform.exists(ROOM)


async def test_a_person_is_warned_in_a_private_message(slack: FakeSlack) -> None:
    slack.rooms["U1"] = Room("U1", "directmessage")
    platform = platform_of(slack, scripted())
    await platform.warn("U1", ROOM, "Je ne suis pas dans ce salon.")
    assert slack.messages[0].channel == "U1"
    assert slack.messages[0].live == ["<#C1>"]
    with pytest.raises(PostError):
        await platform.warn("U404", ROOM, "non")


async def test_a_person_is_told_of_a_feed_in_a_private_message(slack: FakeSlack) -> None:
    slack.rooms["U1"] = Room("U1", "directmessage")
    platform = platform_of(slack, scripted())
    await platform.tell("U1", "Le flux « <!channel> » est en panne.")
    assert slack.messages[0].channel == "U1"
    assert slack.messages[0].live == []
    with pytest.raises(PostError):
        await platform.tell("U404", "non")


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
