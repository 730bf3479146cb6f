"""What Slack shows: the card in blocks, its lengths, foreign text in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from fakes.on_slack import NBSP, ROOM, a_card, platform_of, running, scripted, slack
from fakes.slack import FakeSlack, Shown, problems, unfit
from hypothesis import given
from hypothesis import strategies as st

from handlers.characters import units
from handlers.slack_app import blocks, layout
from vigie.cards import Action, Card
from vigie.commands import Reply

__all__ = ["slack"]


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
