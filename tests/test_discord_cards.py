"""What Discord shows: foreign text, cards, replies, buttons, each within its lengths."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest
from fakes.on_discord import CARD, NBSP
from hypothesis import given
from hypothesis import strategies as st

from handlers.characters import units
from handlers.discord_bot import embed, layout, plain, talk
from vigie.cards import Action
from vigie.commands import Reply
from vigie.model import (
    LAYOFFS,
    REGULATION,
)

# -- foreign text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("@everyone", r"\@everyone"),
        ("@here <@42> <@&43> <#44>", r"\@here \<\@42\> \<\@&43\> \<\#44\>"),
        ("</vigie aide:45> <id:guide>", r"\</vigie aide:45\> \<id:guide\>"),
        ("<t:0:R> <:rire:46> <a:rire:46>", r"\<t:0:R\> \<:rire:46\> \<a:rire:46\>"),
        ("[ici](https://piege.example)", r"\[ici\](https\://piege.example)"),
        ("*a* _b_ ~~c~~ ||d|| `e` \\f", r"\*a\* \_b\_ \~\~c\~\~ \|\|d\|\| \`e\` \\f"),
        ("# titre", r"\# titre"),
        ("-# petit", r"\-\# petit"),
        ("> cité", r"\> cité"),
        ("- un", r"\- un"),
        ("2. deux", r"2\. deux"),
        ("Discord.gg/piege", r"Discord.gg\/piege"),
        ("Saint-Ouen, 2.5 % et 1 + 1", "Saint-Ouen, 2.5 % et 1 + 1"),
        ("a\u202eb\u200bc\u2066d\ufeffe\u00adf", "abcdef"),
        ("a\x00b\x1bc\ud800d\U000e0041e\U000e0100f\ue000g\u3164h", "abcdefgh"),
        ("a\u200db", "ab"),
        ("👩\u200d💼\u200d", "👩\u200d💼"),
        ("un\ttrès\r\nlong\u2028mot", "un très long mot"),
        (f"1{NBSP}900{NBSP}%", f"1{NBSP}900{NBSP}%"),
        ("\U0001fae9", "\U0001fae9"),
        ("\U0003ffff", ""),
    ],
)
def test_foreign_text_reads_the_same_and_does_nothing(hostile, harmless):
    assert plain.foreign(hostile, 500) == harmless


@pytest.mark.parametrize(
    ("ours", "shown"),
    [
        ("Voyez https://a.example/x_y_z.", "Voyez <https://a.example/x_y_z>."),
        ("(https://a.example/b)", "(<https://a.example/b>)"),
        ("https://a.example/b_(c)", "<https://a.example/b_(c)>"),
        ("« https://a.example »", "« <https://a.example> »"),
        ("Tapez :\n- `aide`", "Tapez :\n\\- \\`aide\\`"),
        (f"https://a.example/{'b' * 2000}", f"https\\://a.example/{'b' * 2000}"),
        ("javascript://x", r"javascript\://x"),
    ],
)
def test_our_replies_keep_their_addresses_and_unfold_none(ours, shown):
    assert plain.said(ours) == shown


@pytest.mark.parametrize("length", [99, 100])
def test_a_text_within_the_limit_stays_whole(length):
    assert plain.foreign("a" * length, 100) == "a" * length


def test_a_text_over_the_limit_ends_between_words_with_an_ellipsis():
    assert plain.foreign("a" * 101, 100) == "a" * 99 + "…"
    assert plain.foreign("un mot, puis un autre mot", 18) == "un mot, puis un…"
    assert plain.foreign("un " + "a" * 50, 20) == "un " + "a" * 16 + "…"


@pytest.mark.parametrize(
    "one",
    ["👩\u200d👩\u200d👧", "🇫🇷", "👍🏽", "e\u0301", "❤\ufe0f", r"\*", "𝕏"],
    ids=["family", "flag", "skin", "accent", "variation", "escape", "surrogates"],
)
def test_nothing_that_reads_as_one_character_is_cut_in_two(one):
    size = units(one)
    for limit in range(1, 4 * size):
        kept = plain.cut(one * 4, limit)
        assert units(kept) <= limit
        assert kept.removesuffix("…") == one * (len(kept.removesuffix("…")) // len(one))


def test_accents_piled_up_without_end_are_cut_all_the_same():
    assert units(plain.foreign("e" + "\u0301" * 5000, 100)) <= 100
    assert all(units(page) <= 2000 for page in plain.pages("e" + "\u0301" * 5000, 2000))


@given(st.text(max_size=400), st.integers(1, 120))
def test_any_text_fits_and_can_be_sent(text, limit):
    shown = plain.foreign(text, limit)
    assert units(shown) <= limit
    shown.encode()
    assert "\n" not in shown


@given(st.text(st.sampled_from("ab \n*<@é👍/:."), max_size=300), st.integers(20, 60))
def test_pages_lose_nothing_but_white_space(text, limit):
    found = plain.pages(plain.said(text), limit)
    assert found
    assert all(units(page) <= limit for page in found)
    assert "".join("".join(found).split()) == "".join(plain.said(text).split())


def test_a_long_reply_is_parted_at_line_ends_then_between_words():
    lines = [f"ligne {n} " + "x" * 60 for n in range(60)]
    found = plain.pages("\n".join(lines), 2000)
    assert [line for page in found for line in page.split("\n")] == lines
    assert plain.pages("mot " * 600, 2000)[0].endswith("mot")
    assert [len(page) for page in plain.pages("m" * 2001, 2000)] == [2000, 1]
    assert plain.pages("m" * 2000, 2000) == ["m" * 2000]


# -- cards -------------------------------------------------------------------------------------------------------------


def test_an_alert_reads_in_the_order_of_the_card_and_says_nothing_twice():
    message = layout.alert(CARD)
    assert message.text == f"**{CARD.heading}**\n{CARD.summary}"
    [rest] = message.embeds
    assert (rest.title, rest.description) == (None, f"{CARD.details}\n{CARD.sources}")


def test_a_phone_s_notification_holds_company_and_summary():
    text = layout.alert(CARD).text
    assert "Ateliers Morvan" in text
    assert CARD.summary in text


def test_a_card_in_a_reply_is_one_embed_that_links_to_the_article():
    shown = embed(CARD)
    assert (shown.title, shown.url) == (CARD.heading, CARD.link)
    assert shown.description == f"{CARD.summary}\n{CARD.details}\n{CARD.sources}"


def test_the_colour_tells_the_topic_that_the_heading_says():
    colours = {topic: embed(replace(CARD, topic=topic)).colour for topic in (LAYOFFS, REGULATION, "other")}
    assert colours[LAYOFFS] != colours[REGULATION]
    assert colours["other"] is None


def test_a_mark_stands_before_everything_else():
    marked = replace(CARD, mark="Exemple")
    assert layout.alert(marked).text.startswith("**Exemple — 🔻")
    assert embed(marked).title.startswith("Exemple — 🔻")
    assert layout.thread_name(marked).startswith("Exemple — 🔻")


@pytest.mark.parametrize(("length", "on_button", "behind_title"), [(511, 1, 1), (512, 1, 1), (513, 0, 1), (2049, 0, 0)])
def test_a_link_too_long_for_its_button_goes_behind_a_title(length, on_button, behind_title):
    address = "https://a.example/".ljust(length, "x")
    message = layout.alert(replace(CARD, link=address))
    assert bool(message.link) == on_button
    assert bool(embed(replace(CARD, link=address)).url) == behind_title
    assert message.embeds[0].url == (address if behind_title and not on_button else None)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "", "https:///x", "https://[", "https://a.example/a b", "https://a.example/\u202e"],
)
def test_what_is_no_address_of_the_web_is_no_link(address):
    message = layout.alert(replace(CARD, link=address))
    assert message.link == ""
    assert embed(replace(CARD, link=address)).url is None


def test_a_card_of_longest_texts_full_of_markup_stays_within_discord_s_limits():
    long = replace(CARD, **dict.fromkeys(("heading", "summary", "details", "sources", "title", "mark"), "*" * 3000))
    shown = embed(long)
    assert units(shown.title) <= 256
    assert units(shown.description) <= 4096
    assert units(layout.alert(long).text) <= 2000
    assert units(layout.alert(long, embeds=False).text) <= 2000
    assert units(layout.thread_name(long)) <= 100


def test_a_forum_title_bears_no_backslashes():
    assert layout.thread_name(replace(CARD, heading="A*B_C")) == "A*B_C"
    assert layout.thread_name(replace(CARD, heading="")) == "Vigie"


def test_a_card_without_facts_needs_no_embed():
    assert layout.alert(replace(CARD, details="", sources="")).embeds == ()


# -- replies -----------------------------------------------------------------------------------------------------------


def test_eleven_cards_take_two_messages():
    cards = tuple(replace(CARD, link=f"https://a.example/{n}") for n in range(11))
    messages = layout.reply(Reply("Trouvé :", cards=cards))
    assert [len(message.embeds) for message in messages] == [10, 1]
    assert [message.text for message in messages] == ["Trouvé :", ""]


def test_embeds_of_more_than_six_thousand_characters_take_several_messages():
    long = tuple(replace(CARD, sources="s" * 900, link=f"https://a.example/{n}") for n in range(8))
    packs = [message.embeds for message in layout.reply(Reply("", cards=long))]
    assert sum(len(pack) for pack in packs) == 8
    assert all(sum(map(layout.weight, pack)) <= 6000 for pack in packs)
    assert len(packs) == 2


def test_two_cards_of_one_article_are_both_seen():
    [message] = layout.reply(Reply("Deux :", cards=(CARD, CARD, replace(CARD, link=""))))
    assert [shown.url for shown in message.embeds] == [CARD.link, None, None]


def test_the_buttons_of_a_reply_come_last_and_those_of_a_lone_card_with_them():
    more = Action("Suite", "chercher", {"mots": "plan"})
    *_, last = layout.reply(Reply("mot " * 600, cards=(CARD,), actions=(more,)))
    assert last.actions == (*CARD.actions, more)
    assert last.link == CARD.link
    [several] = layout.reply(Reply("Deux", cards=(CARD, CARD), actions=(more,)))
    assert (several.actions, several.link) == ((more,), "")


def test_even_an_empty_reply_says_something():
    assert [message.text for message in layout.reply(Reply(""))] == ["…"]


# -- buttons -----------------------------------------------------------------------------------------------------------


async def test_an_action_that_does_not_fit_into_a_button_is_left_out():
    room = 100 - len("vigie:pourquoi?alerte=")
    fits, too_long = (Action("?", "pourquoi", {"alerte": "1" * n}) for n in (room, room + 1))
    view = talk.buttons(layout.Message(actions=(fits, too_long)))
    assert [len(item.custom_id) for item in view.children] == [100]
    assert talk.buttons(layout.Message(actions=(too_long,))) is None


async def test_the_same_action_twice_is_one_button_and_no_more_than_25_are_shown():
    twice = talk.buttons(layout.Message(actions=(*CARD.actions, *CARD.actions)))
    assert len(twice.children) == 1
    many = tuple(Action(str(n), "pourquoi", {"alerte": str(n)}) for n in range(30))
    assert len(talk.buttons(layout.Message(actions=many)).children) == 25


async def test_a_dangerous_action_is_red_and_its_label_is_cut():
    view = talk.buttons(layout.Message(actions=(Action("x" * 90, "desabonner", danger=True), *CARD.actions)))
    danger, usual = view.children
    assert danger.item.style is discord.ButtonStyle.danger
    assert len(danger.item.label) == 80
    assert usual.item.style is discord.ButtonStyle.secondary
