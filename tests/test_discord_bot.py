"""Vigie on Discord: the real discord.py on a simulated Discord (simcord), and on a loopback one for its wire."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import discord
import pytest
import simcord
from fakes.discord_api import CHANNEL, GUILD, TOKEN, FakeDiscord, fake_discord, refusal, slow_down
from fakes.patience import PATIENCE
from hypothesis import given
from hypothesis import strategies as st

from handlers.characters import units
from handlers.discord_bot import DiscordPlatform, embed, failures, layout, plain, talk
from handlers.discord_bot.offer import Translator
from vigie.adapters.store import SqlStore
from vigie.cards import Action, Card
from vigie.commands import COMMANDS, Argument, Command, Desk, Kind, Level, Reply
from vigie.model import (
    LAYOFFS,
    REGULATION,
    Alert,
    Article,
    Channel,
    Company,
    Delivery,
    Event,
    Fact,
    Feed,
    FeedState,
    LayoffFacts,
    Passage,
    Role,
    Source,
    Stage,
    Story,
    Summary,
)
from vigie.ports import PostError, TokenError

NBSP = "\u00a0"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")

CARD = Card(
    topic=LAYOFFS,
    heading="🔻 Ateliers Morvan · Emploi · projet",
    summary="283 emplois sont menacés chez Ateliers Morvan à Autun, selon un projet présenté aux syndicats.",
    details="Autun · publié le 2 mars 2026, 13 h 00 · gazette.example",
    sources="Repris par 2 médias : La Gazette · Le Courrier",
    link="https://gazette.example/morvan",
    title="Ateliers Morvan prépare un plan social",
    notification="Ateliers Morvan : 283 emplois sont menacés",
    actions=(Action("Pourquoi ?", "pourquoi", {"alerte": "7"}),),
)

NOWHERE = Passage("title", 0, 1)
MORVAN = Company(1, "Ateliers Morvan", ("Morvan SA",))
PONANT = Company(2, "Brasseries du Ponant")
GAZETTE = Feed("https://gazette.example/rss", "La Gazette")
EVENT = Event(
    MORVAN, LAYOFFS, Role.SUBJECT, Stage.PLAN,
    LayoffFacts(jobs=Fact(283, NOWHERE), jobs_kind=Fact("threatened", NOWHERE)), (), 0.9,
)  # fmt: skip
SOURCE = Source("La Gazette", "Ateliers Morvan prépare un plan social", "https://gazette.example/1", NOON, NOON)
STORY = Story(7, EVENT, Summary("283 emplois sont menacés chez Ateliers Morvan.", "brief", "fr"), (SOURCE,), NOON, NOON)


def delivery(channel: Any, story: Story = STORY, *, id: int = 1, **more: Any) -> Delivery:
    where = channel if isinstance(channel, Channel) else at(channel)
    return Delivery(id, where, Alert(story), **more)


def at(channel: Any) -> Channel:
    return Channel("discord", f"discord:{channel._channel.guild_id}", str(channel.id))


# -- the house: a real desk and store, a simulated Discord ------------------------------------------------------------


class NoWeb:
    async def fetch(self, url: str, state: FeedState) -> None:
        raise AssertionError("nothing here reads a feed")


class NoParser:
    async def parse(self, page: Any, feed: Feed) -> list[Article]:
        raise AssertionError("nothing here reads a feed")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds a feed and two companies, to be copied: migrating one for each test would take longest."""
    path = tmp_path_factory.mktemp("filled") / "vigie.db"

    async def fill() -> None:
        async with SqlStore(path) as store:
            await store.adopt([GAZETTE], [MORVAN, PONANT], NOON)

    asyncio.run(fill())
    return path


@pytest.fixture
async def store(filled: Path, tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with SqlStore(Path(shutil.copy(filled, tmp_path))) as store:
        yield store


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store, lambda: NOON, NoWeb(), NoParser(), {})


@pytest.fixture
def platform(desk: Desk) -> DiscordPlatform:
    platform = DiscordPlatform("token", desk)
    desk.platforms["discord"] = platform  # type: ignore[index]  # the desk and the platform know each other
    return platform


@pytest.fixture
def simcord_bot(platform: DiscordPlatform) -> discord.Client:
    return platform.client


@pytest.fixture
def guild(simcord_env: simcord.Env) -> Any:
    return simcord_env.create_guild()


@pytest.fixture
def channel(guild: Any) -> Any:
    return guild.create_text_channel("veille")


@pytest.fixture
def member(simcord_env: simcord.Env, guild: Any) -> Any:
    """member("alice", manage_channels=True): a new member with these permissions."""

    def make(name: str, **may: bool) -> Any:
        roles = [guild.create_role(name, permissions=discord.Permissions(**may))] if may else []
        return guild.add_member(simcord_env.create_user(name), roles=roles)

    return make


@pytest.fixture
def alice(member: Any) -> Any:
    return member("alice", manage_guild=True)


# -- foreign text -----------------------------------------------------------------------------------------------------


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


# -- cards ------------------------------------------------------------------------------------------------------------


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


# -- replies ----------------------------------------------------------------------------------------------------------


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


# -- buttons ----------------------------------------------------------------------------------------------------------


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


# -- what is offered --------------------------------------------------------------------------------------------------


@pytest.fixture
async def offered(platform):
    """The payload that Discord is sent."""
    tree = platform.client.tree
    await tree.set_translator(Translator())
    [group] = tree.get_commands()
    return await group.get_translated_payload(tree, tree.translator)


def walk(node):
    yield node
    for option in node.get("options", []):
        yield from walk(option)


def leaves(node, path=()):
    for option in node["options"]:
        if option["type"] == 2:
            yield from leaves(option, (*path, option["name"]))
        else:
            yield " ".join((*path, option["name"])), option


async def test_every_command_is_offered_with_its_options(offered):
    found = dict(leaves(offered))
    assert sorted(found) == sorted(COMMANDS)
    for name, command in COMMANDS.items():
        shown = {a.name: a for a in command.arguments if not a.hidden}
        options = {option["name"]: option for option in found[name]["options"]}
        assert set(options) == set(shown)
        for key, argument in shown.items():
            option = options[key]
            assert option["required"] == argument.required
            assert option["type"] == {Kind.NUMBER: 4, Kind.FILE: 11}.get(argument.kind, 3)
            assert bool(option.get("autocomplete")) == (argument.kind in {Kind.COMPANY, Kind.COMPANIES, Kind.FEED})
            assert bool(option.get("choices")) == bool(argument.choices or argument.kind is Kind.TOPIC)


async def test_french_is_what_everybody_sees_and_english_is_localised(offered):
    for name, leaf in leaves(offered):
        command = COMMANDS[name]
        assert leaf["description"] == command.help == leaf["description_localizations"]["fr"]
        for locale in ("en-US", "en-GB"):
            assert leaf["name_localizations"][locale] == command.english.split()[-1]
            assert leaf["description_localizations"][locale] == command.english_help
    groups = {
        option["name"]: option["name_localizations"]["en-US"] for option in offered["options"] if option["type"] == 2
    }
    assert groups == {"entreprise": "company", "flux": "feed"}


async def test_what_is_offered_keeps_within_discord_s_limits(offered):
    for node in walk(offered):
        names = [node["name"], *node.get("name_localizations", {}).values()]
        descriptions = [node["description"], *node.get("description_localizations", {}).values()]
        assert all(1 <= len(name) <= 32 and name == name.lower() and " " not in name for name in names)
        assert all(1 <= len(text) <= 100 for text in descriptions)
        assert len(node.get("options", [])) <= 25
        assert len(node.get("choices", [])) <= 25
        for locale in (None, "fr", "en-US", "en-GB"):
            siblings = [o["name_localizations"].get(locale, o["name"]) for o in node.get("options", [])]
            assert len(siblings) == len(set(siblings)), (node["name"], locale)
    assert sum(longest(node, key) for node in walk(offered) for key in ("name", "description")) <= 8000


def longest(node, key):
    values = sum(max(len(c["name"]), *map(len, c.get("name_localizations", {"": ""}).values())) + len(c["value"])
                 for c in node.get("choices", [])) if key == "name" else 0  # fmt: skip
    return max(map(len, [node[key], *node.get(f"{key}_localizations", {}).values()])) + values


async def test_it_is_for_servers_only_and_open_to_all(offered):
    assert offered["contexts"] == [0]
    assert offered["integration_types"] == [0]
    assert offered["default_member_permissions"] is None


async def nothing(desk, caller, values):
    return Reply(repr(dict(values)))


@pytest.fixture
def odd_command(monkeypatch):
    """What the table has not: a topic without choices of its own, a number that is required, no English names."""
    arguments = (
        Argument("sujet", "Un sujet", Kind.TOPIC, required=False),
        Argument("nombre", "Un nombre", Kind.NUMBER),
        Argument("confirme", "Oui", hidden=True, required=False),
    )
    command = Command("essai", "É" * 150, "trial", "T" * 150, arguments, Level.LOOK, nothing)
    monkeypatch.setitem(COMMANDS, "essai", command)


async def test_a_topic_offers_the_topics_and_a_number_is_a_number(odd_command, offered):
    essai = dict(leaves(offered))["essai"]
    nombre, sujet = essai["options"]
    assert (nombre["name"], nombre["type"], nombre["required"]) == ("nombre", 4, True)
    assert [choice["value"] for choice in sujet["choices"]] == [LAYOFFS, REGULATION]
    assert "en-US" not in nombre["name_localizations"]
    assert len(essai["description"]) == 100


async def test_a_number_reaches_the_desk_as_it_would_be_typed(odd_command, alice, channel):
    result = await alice.slash(channel, "vigie essai", nombre=3)
    assert result.response.content == r"{'nombre': '3'}"


# -- commands, end to end ---------------------------------------------------------------------------------------------


async def test_a_channel_is_subscribed_for_all_to_see(store, member, channel):
    result = await member("bob", manage_channels=True).slash(channel, "vigie abonner", entreprises="Ateliers Morvan")
    assert result.ephemeral
    assert result.response is None, "the private sign of life goes once the answer stands in the channel"
    [answer] = result.followups
    assert not answer.ephemeral
    assert "Ateliers Morvan" in answer.content
    [subscription] = await store.subscriptions(at(channel))
    assert subscription.company.name == "Ateliers Morvan"
    assert (await store.last_change(at(channel))).who == "bob"


async def test_a_private_answer_is_for_the_asker_alone(alice, channel):
    result = await alice.slash(channel, "vigie aide")
    assert result.response.ephemeral
    assert "/vigie" in result.response.content
    assert result.followups == []


async def test_the_first_sign_of_life_comes_before_the_desk_is_asked(simcord_env, alice, channel):
    result = await alice.slash(channel, "vigie liste")
    assert result.acknowledged
    first, *_ = [entry for entry in simcord_env.http_requests if "/interactions/" in entry.path]
    assert first.path.endswith("/callback")
    assert first.json["data"]["flags"] == 64


@pytest.mark.parametrize(
    ("may", "expected"),
    [
        ({}, Level.LOOK),
        ({"send_messages": True}, Level.LOOK),
        ({"manage_channels": True}, Level.SETUP),
        ({"manage_guild": True}, Level.ADMIN),
        ({"administrator": True}, Level.ADMIN),
    ],
)
async def test_discord_s_permissions_make_the_level(asked_of_desk, member, channel, may, expected):
    await member("someone", **may).slash(channel, "vigie essai")
    [caller] = asked_of_desk
    assert caller.level is expected
    assert (caller.name, caller.place, caller.channel) == ("someone", "salon", at(channel))


@pytest.fixture
def asked_of_desk(monkeypatch):
    """The callers of « essai », a command for all that the table gains for this test."""
    callers = []

    async def run(desk, caller, values):
        callers.append(caller)
        return Reply("Bien reçu.")

    monkeypatch.setitem(COMMANDS, "essai", Command("essai", "Essai", "trial", "Trial", (), Level.LOOK, run))
    return callers


async def test_a_level_holds_for_one_channel_only(asked_of_desk, guild, member):
    carol = member("carol")
    allowed = discord.PermissionOverwrite(manage_channels=True)
    hers, other = guild.create_text_channel("a", overwrites={carol: allowed}), guild.create_text_channel("b")
    await carol.slash(hers, "vigie essai")
    await carol.slash(other, "vigie essai")
    assert [caller.level for caller in asked_of_desk] == [Level.SETUP, Level.LOOK]


async def test_who_may_not_is_told_what_it_takes(store, member, channel):
    result = await member("dan").slash(channel, "vigie abonner")
    assert "Gérer les salons" in result.response.content
    assert result.response.ephemeral
    assert await store.subscriptions(at(channel)) == []


async def test_a_thread_counts_as_its_channel_and_the_person_is_told_so(simcord_env, guild, alice, channel):
    thread = thread_of(simcord_env, guild, channel, alice)
    result = await alice.slash(thread, "vigie abonner")
    assert "dans le salon lui-même" in result.response.content
    looked = await alice.slash(thread, "vigie liste")
    assert looked.response.ephemeral


def thread_of(env, guild, channel, owner):
    thread = env.backend.create_thread(channel.id, "Un fil", owner.id)
    return simcord.builders.ChannelHandle(env, guild, thread)


async def test_in_a_thread_the_caller_s_channel_is_the_parent(asked_of_desk, simcord_env, guild, alice, channel):
    await alice.slash(thread_of(simcord_env, guild, channel, alice), "vigie essai")
    [caller] = asked_of_desk
    assert (caller.place, caller.channel) == ("fil", at(channel))


async def test_a_private_message_gets_one_clear_sentence(simcord_env):
    erin = simcord_env.create_user("erin")
    await erin.send_dm("bonjour")
    for command in simcord_env.backend.commands[None].values():
        command["contexts"] = None  # as Discord offered it before it was for servers only
    result = await erin.slash("vigie abonner")
    assert "message privé" in result.response.content
    assert "salon" in result.response.content


async def test_what_is_typed_is_completed(alice, channel):
    found = await alice.autocomplete(channel, "vigie abonner", "entreprises", "morv")
    assert [choice["value"] for choice in found] == ["Ateliers Morvan"]
    assert all(len(choice["name"]) <= 100 for choice in found)


@pytest.fixture
def long_names(monkeypatch):
    async def suggest(self, caller, name, argument, typed):
        return [("x" * 101, "y" * 100), ("x", "y" * 101), ("", "z"), *((str(n), str(n)) for n in range(40))]

    monkeypatch.setattr(Desk, "complete", suggest)


async def test_a_suggestion_that_discord_would_refuse_is_not_made(long_names, alice, channel):
    found = await alice.autocomplete(channel, "vigie abonner", "entreprises", "x")
    assert [len(choice["name"]) for choice in found[:2]] == [100, 1]
    assert len(found) == 25


async def test_a_group_s_command_works(store, alice, channel):
    result = await alice.slash(channel, "vigie entreprise ajouter", nom="Conserveries Lannion", alias="Lannion SA")
    assert "Conserveries Lannion" in (result.response or result.followups[0]).content
    added = [c for c in await store.companies(at(channel).tenant) if c.tenant]
    assert [(c.name, c.aliases) for c in added] == [("Conserveries Lannion", ("Lannion SA",))]


async def test_whatever_people_type_pings_nobody(simcord_env, alice, channel):
    await alice.slash(channel, "vigie entreprise ajouter", nom="@everyone <@1>")
    sent = [entry.json for entry in simcord_env.http_requests if entry.json and "content" in entry.json]
    assert sent
    assert all(body["allowed_mentions"]["parse"] == [] for body in sent)
    assert not any(message.mention_everyone or message.raw_mentions for message in channel.history())


async def test_a_long_answer_comes_in_several_messages(monkeypatch, asked_of_desk, simcord_env, alice, channel):
    async def run(desk, caller, values):
        return Reply("*" * 1900)

    monkeypatch.setitem(COMMANDS, "essai", replace(COMMANDS["essai"], run=run))
    platform = DiscordPlatform("token", simcord_env.bot.desk)
    await simcord_env.restart_bot(platform.client)
    result = await alice.slash(channel, "vigie essai")
    texts = [result.response.content, *(followup.content for followup in result.followups)]
    assert [len(text) for text in texts] == [2000, 1800]
    assert all(followup.ephemeral for followup in result.followups)


async def test_a_person_whom_the_answer_cannot_reach_changes_nothing(store, simcord_env, alice, channel, caplog):
    simcord_env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await alice.slash(channel, "vigie abonner")
    assert await store.subscriptions(at(channel)) == []
    assert "could not answer /vigie abonner" in caplog.text


async def test_a_public_answer_stands_even_where_the_private_one_stays(simcord_env, alice, channel):
    simcord_env.inject_error("DELETE", "/webhooks/*", status=404, code=10008)
    result = await alice.slash(channel, "vigie abonner")
    assert result.response.content == talk.POSTED
    assert len(result.followups) == 1


@pytest.fixture
def stale(simcord_env):
    """Commands as an older version told them to Discord."""

    def offer(*options):
        [group] = simcord_env.backend.commands[None].values()
        group["options"].append({"type": 1, "name": "veiller", "description": "…", "options": []})
        next(o for o in group["options"] if o["name"] == "aide")["options"].extend(options)

    return offer


async def test_a_command_that_is_no_more_says_what_to_do(stale, simcord_env, alice, channel):
    stale()
    result = await alice.slash(channel, "vigie veiller")
    assert result.response.content.startswith("Cette commande a changé")
    assert result.response.ephemeral
    assert [type(error).__name__ for error in simcord_env.errors] == ["CommandNotFound"]


async def test_a_stale_command_that_comes_too_late_is_no_accident(stale, simcord_env, alice, channel, caplog):
    stale()
    simcord_env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await alice.slash(channel, "vigie veiller")
    assert "could not say so" in caplog.text
    assert len(simcord_env.errors) == 1


async def test_an_accident_in_the_tree_is_logged(simcord_env, platform, alice, channel, caplog):
    [group] = platform.client.tree.get_commands()
    group.get_command("aide").add_check(lambda interaction: False)
    await alice.slash(channel, "vigie aide")
    assert "Ignoring exception in command" in caplog.text
    assert len(simcord_env.errors) == 1


async def test_an_answer_whose_form_discord_refuses_goes_out_as_text(simcord_env, alice, channel, caplog):
    simcord_env.inject_error("PATCH", "/webhooks/*", status=400, code=50035)
    result = await alice.slash(channel, "vigie aide")
    assert "/vigie" in result.response.content
    assert "whose text goes out alone" in caplog.text


async def test_an_answer_that_discord_does_not_take_is_logged(simcord_env, alice, channel, caplog):
    simcord_env.inject_error("PATCH", "/webhooks/*", status=500)
    await alice.slash(channel, "vigie aide")
    assert "could not answer /vigie aide" in caplog.text


# -- telling Discord the commands -------------------------------------------------------------------------------------


def told(env):
    return [entry for entry in env.http_requests if entry.method == "PUT" and entry.path.endswith("/commands")]


async def test_commands_are_told_once_and_again_only_when_they_changed(desk, tmp_path, monkeypatch):
    state = tmp_path / "data" / "discord-commands.sha256"
    async with simcord.run(DiscordPlatform("token", desk, state).client) as env:
        assert len(told(env)) == 1
        await env.restart_bot(DiscordPlatform("token", desk, state).client)
        assert len(told(env)) == 1
        monkeypatch.setitem(COMMANDS, "aide", replace(COMMANDS["aide"], help="Autre chose"))
        await env.restart_bot(DiscordPlatform("token", desk, state).client)
        assert len(told(env)) == 2


async def test_commands_that_discord_refuses_are_told_again_next_time(desk, tmp_path, caplog):
    state = tmp_path / "discord-commands.sha256"
    env = simcord.Env(DiscordPlatform("token", desk, state).client)
    env.inject_error("PUT", "/applications/*/commands", status=429)
    await env.start()
    assert "Discord did not take the commands" in caplog.text
    assert not state.exists()
    await env.restart_bot(DiscordPlatform("token", desk, state).client)
    assert state.exists()
    await env.shutdown()


async def test_a_bot_in_no_server_yet_logs_where_to_invite_it(desk, caplog):
    async with simcord.run(DiscordPlatform("token", desk).client) as env:
        assert f"client_id={env.backend.application_id}" in caplog.text
    assert "scope=bot+applications.commands" in caplog.text


async def test_joining_a_server_posts_nothing(simcord_env, channel):
    assert channel.history() == []


# -- alerts -----------------------------------------------------------------------------------------------------------


async def test_an_alert_is_posted_silently_for_mentions_with_its_nonce(simcord_env, platform, channel):
    owed = delivery(channel)
    message_id = await platform.post(owed)
    shown = channel.last_message
    assert str(shown.id) == message_id
    assert shown.content.startswith("**🔻 Ateliers Morvan")
    assert STORY.summary.text in shown.content
    assert "gazette.example" in shown.embeds[0].description
    [sent] = [entry.json for entry in simcord_env.http_requests if entry.path.endswith(f"{channel.id}/messages")]
    assert sent["nonce"] == owed.nonce
    assert sent["enforce_nonce"] is True
    assert sent["allowed_mentions"] == {"parse": []}


async def test_an_alert_is_edited_in_its_place(platform, channel):
    message_id = await platform.post(delivery(channel))
    joined = replace(STORY, sources=(SOURCE, replace(SOURCE, outlet="Le Courrier", url="https://courrier.example/1")))
    await platform.edit(delivery(channel, joined, message_id=message_id))
    [shown] = channel.history()
    assert "Le Courrier" in shown.embeds[0].description
    assert len(shown.components) == 1
    assert shown.edited_at


async def test_hostile_news_pings_nobody_and_leads_nowhere_else(platform, channel):
    text = "@everyone <@1> [cliquez](https://piege.example) discord.gg/piege"
    hostile = replace(STORY, summary=Summary(text, "brief", "fr"), event=replace(EVENT, company=Company(3, "<@&5>")))
    await platform.post(delivery(channel, hostile))
    shown = channel.last_message
    assert not shown.mention_everyone
    assert not shown.role_mentions
    assert r"\<\@&5\>" in shown.content
    assert r"\@everyone \<\@1\> \[cliquez\](https\://piege.example) discord.gg\/piege" in shown.content


async def test_the_buttons_of_an_alert_lead_to_the_article_and_to_why(platform, alice, channel):
    await platform.post(delivery(channel))
    read, why = channel.last_message.components[0].children
    assert (read.label, read.url) == ("Lire", SOURCE.url)
    assert why.custom_id == f"vigie:pourquoi?alerte=7&_={delivery(channel).ref}"
    result = await alice.click(channel.last_message, label=why.label)
    assert result.response.ephemeral
    assert "7" in result.response.content
    assert len(channel.last_message.components) == 1, "the alert itself stays as it is"


async def test_a_button_works_after_a_restart(simcord_env, desk, platform, alice, channel):
    await platform.post(delivery(channel))
    posted = channel.last_message
    await simcord_env.restart_bot(DiscordPlatform("token", desk).client)
    result = await alice.click(posted, custom_id=f"vigie:pourquoi?alerte=7&_={delivery(channel).ref}")
    assert result.response.ephemeral
    assert result.response.content


async def test_a_button_pressed_has_the_level_of_who_presses(store, platform, alice, member, channel):
    await alice.slash(channel, "vigie abonner", entreprises="Ateliers Morvan")
    stop = Action("Tout arrêter", "desabonner", {"confirme": "oui"}, danger=True)
    place = platform.client.get_partial_messageable(channel.id)
    shown = await place.send(**talk.parts(layout.Message("Arrêter ?", actions=(stop,))))
    result = await member("dan").click(shown, label="Tout arrêter")
    assert "Gérer les salons" in result.response.content
    assert result.response.ephemeral
    assert len(await store.subscriptions(at(channel))) == 1


async def test_a_question_becomes_its_answer(store, alice, channel):
    await alice.slash(channel, "vigie abonner", entreprises="Ateliers Morvan")
    asked = await alice.slash(channel, "vigie desabonner")
    labels = [button["label"] for row in asked.response.components for button in row["components"]]
    assert labels == ["Oui, arrêter", "Non, garder"]
    kept = await alice.click(asked.response, label="Non, garder")
    assert kept.response.id == asked.response.id, "the question becomes the answer"
    assert "rien n'a changé" in asked.response.content
    assert asked.response.components == []
    assert len(await store.subscriptions(at(channel))) == 1


async def test_a_confirmed_change_is_shown_to_all_and_its_question_goes(store, alice, channel):
    await alice.slash(channel, "vigie abonner", entreprises="Ateliers Morvan")
    asked = await alice.slash(channel, "vigie desabonner")
    done = await alice.click(asked.response, label="Oui, arrêter")
    assert asked.response is None
    [answer] = done.followups
    assert not answer.ephemeral
    assert await store.subscriptions(at(channel)) == []


async def test_a_forum_gets_a_post_whose_first_message_is_edited(simcord_env, guild, platform):
    forum = guild.create_forum_channel("veille")
    message_id = await platform.post(delivery(forum))
    [thread] = forum.threads
    assert message_id == f"{thread.id}/{thread.last_message.id}"
    assert thread.name == "🔻 Ateliers Morvan · Emploi · projet"
    later = replace(STORY, summary=Summary("300 emplois.", "brief", "fr"))
    await platform.edit(delivery(forum, later, message_id=message_id))
    [shown] = thread.history()
    assert "300 emplois" in shown.content


async def test_a_forum_post_is_found_again_by_its_mark_and_not_by_its_words(guild, platform):
    forum = guild.create_forum_channel("veille")
    first = await platform.post(delivery(forum))
    assert await platform.find(delivery(forum)) == first
    assert await platform.find(delivery(forum, id=2)) is None
    assert platform.remembers(at(forum)) == timedelta()


async def test_a_forum_that_wants_a_tag_gets_one(simcord_env, guild, platform):
    forum = guild.create_forum_channel("veille")
    tag = {"id": "11", "name": "veille", "moderated": False, "emoji_id": None, "emoji_name": None}
    simcord_env.backend.edit_channel(forum.id, {"available_tags": [tag]})
    platform.client.get_channel(forum.id)._flags = discord.ChannelFlags(require_tag=True).value
    await platform.post(delivery(forum))
    [thread] = forum.threads
    assert thread._channel.applied_tags == [11]


async def test_a_thread_that_discord_archived_is_opened_again_for_an_edit(simcord_env, guild, platform):
    forum = guild.create_forum_channel("veille")
    message_id = await platform.post(delivery(forum))
    [thread] = forum.threads
    thread._channel.thread_metadata.archived = True
    simcord_env.inject_error("PATCH", f"/channels/{thread.id}/messages/*", status=400, code=50083)
    await platform.edit(delivery(forum, message_id=message_id))
    assert not thread._channel.thread_metadata.archived
    assert thread.last_message.edited_at


# -- refusals ---------------------------------------------------------------------------------------------------------


async def refused(call):
    with pytest.raises(PostError) as caught:
        await call
    assert NBSP in str(caught.value) or ":" not in str(caught.value)
    return caught.value


async def test_a_deleted_channel_is_permanent(simcord_env, platform, channel):
    simcord_env.backend.delete_channel(channel.id)
    error = await refused(platform.post(delivery(channel)))
    assert error.permanent
    assert "n'existe plus" in str(error)


async def test_a_message_that_people_deleted_is_never_brought_back(simcord_env, platform, channel):
    message_id = await platform.post(delivery(channel))
    simcord_env.backend.delete_message(channel.id, int(message_id))
    error = await refused(platform.edit(delivery(channel, message_id=message_id)))
    assert error.permanent
    assert channel.history() == []


async def test_an_edit_of_what_is_not_posted_yet_waits(platform, simcord_env, channel):
    assert not (await refused(platform.edit(delivery(channel)))).permanent


async def test_without_permission_it_is_tried_again_when_people_had_time_to_mend_it(guild, simcord_env, platform):
    silent = discord.PermissionOverwrite(send_messages=False)
    closed = guild.create_text_channel("fermé", overwrites={platform.client.user: silent})
    error = await refused(platform.post(delivery(closed)))
    assert not error.permanent
    assert error.retry_after == timedelta(hours=1)


async def test_a_server_that_vigie_left_is_permanent(simcord_env, platform, channel):
    simcord_env.inject_error("GET", f"/channels/{channel.id}", status=403, code=50001)
    simcord_env.backend.remove_guild(simcord_env.guild.id)
    await simcord_env.settle()
    error = await refused(platform.post(delivery(channel)))
    assert error.permanent
    assert "ne fait plus partie" in str(error)


async def test_no_access_to_one_channel_of_a_server_may_pass(simcord_env, platform, channel):
    simcord_env.inject_error("POST", f"/channels/{channel.id}/messages", status=403, code=50001)
    assert not (await refused(platform.post(delivery(channel)))).permanent


async def test_a_form_that_discord_refuses_goes_out_bare_once(simcord_env, platform, channel, caplog):
    simcord_env.inject_error("POST", f"/channels/{channel.id}/messages", status=400, code=50035)
    await platform.post(delivery(channel))
    shown = channel.last_message
    assert STORY.summary.text in shown.content
    assert (shown.embeds, shown.components) == ([], [])
    assert "which goes out bare" in caplog.text


async def test_a_text_that_discord_refuses_too_is_dead(simcord_env, platform, channel):
    simcord_env.inject_error("POST", f"/channels/{channel.id}/messages", status=400, code=50035, times=2)
    assert (await refused(platform.post(delivery(channel)))).permanent


@pytest.mark.parametrize(
    ("status", "code", "permanent", "wait"),
    [
        (404, 10003, True, None),
        (404, 10008, True, None),
        (400, 50008, True, None),
        (400, 200000, True, None),
        (400, 240000, True, None),
        (403, 50013, False, timedelta(hours=1)),
        (429, 20028, False, timedelta(seconds=30)),
        (503, 130000, False, None),
        (500, 0, False, None),
        (401, 0, False, timedelta(minutes=15)),
        (429, 0, False, timedelta(minutes=15)),
        (403, 0, False, timedelta(hours=1)),
        (404, 0, True, None),
        (400, 1, True, None),
    ],
)
async def test_what_each_answer_means(simcord_env, platform, channel, status, code, permanent, wait):
    simcord_env.inject_error("POST", f"/channels/{channel.id}/messages", status=status, code=code)
    error = await refused(platform.post(delivery(channel)))
    assert (error.permanent, error.retry_after) == (permanent, wait)


@pytest.mark.parametrize("error", [ConnectionResetError(), TimeoutError(), aiohttp.ServerDisconnectedError()])
def test_a_broken_connection_passes(error):
    refusal = failures.refusal(error)
    assert (refusal.permanent, refusal.retry_after) == (False, None)


def test_every_sentence_of_the_table_is_french_and_no_code_of_ours():
    for verdict in (*failures.CODES.values(), *failures.STATUSES.values()):
        assert verdict.reason.endswith(".")
        assert " :" not in verdict.reason.replace(f"{NBSP}:", "")


# -- trying a channel out ---------------------------------------------------------------------------------------------


async def test_an_example_is_posted_where_all_is_well(simcord_env, alice, channel):
    result = await alice.slash(channel, "vigie tester")
    assert "Tout est en ordre" in result.response.content
    example = next(message for message in channel.history() if message.id != result.response.id)
    assert example.content.startswith("**Exemple — ")
    assert len(example.embeds) == 1


@pytest.mark.parametrize(
    ("denied", "named", "is_posted"),
    [
        ("view_channel", "Voir le salon", False),
        ("send_messages", "Envoyer des messages", False),
        ("embed_links", "Intégrer des liens", True),
        ("read_message_history", "Voir les anciens messages", True),
    ],
)
async def test_a_missing_permission_is_named_with_where_to_grant_it(
    guild, platform, simcord_env, denied, named, is_posted
):
    overwrite = discord.PermissionOverwrite(**{denied: False})
    closed = guild.create_text_channel("a", overwrites={platform.client.user: overwrite})
    sentences = await platform.try_out(at(closed), CARD)
    assert [s for s in sentences if named in s and "Modifier le salon" in s]
    assert bool(closed.history()) == is_posted


async def test_without_embeds_the_whole_card_is_text(guild, platform, simcord_env):
    no_embeds = discord.PermissionOverwrite(embed_links=False)
    bare = guild.create_text_channel("a", overwrites={platform.client.user: no_embeds})
    await platform.post(delivery(bare))
    shown = bare.last_message
    assert shown.embeds == []
    assert "gazette.example" in shown.content
    assert shown.components


async def test_a_forum_is_tried_out_with_a_post(guild, platform, simcord_env):
    forum = guild.create_forum_channel("veille")
    assert await platform.try_out(at(forum), replace(CARD, mark="Exemple")) == []
    [thread] = forum.threads
    assert thread.name.startswith("Exemple — 🔻")


async def test_a_refusal_that_no_permission_explains_is_told(simcord_env, platform, channel):
    simcord_env.inject_error("POST", f"/channels/{channel.id}/messages", status=400, code=200000)
    [sentence] = await platform.try_out(at(channel), CARD)
    assert "AutoMod" in sentence


async def test_a_channel_that_vigie_cannot_see_is_told(simcord_env, platform):
    [sentence] = await platform.try_out(Channel("discord", "discord:1", "42"), CARD)
    assert "ne voit pas ce salon" in sentence


# -- the wire: a loopback Discord -------------------------------------------------------------------------------------


@pytest.fixture
async def discord_api(monkeypatch) -> AsyncIterator[FakeDiscord]:
    async with fake_discord(monkeypatch) as fake:
        yield fake


def lone(token: str = TOKEN, **options: Any) -> DiscordPlatform:
    """A platform that nobody asks anything."""
    return DiscordPlatform(token, Desk(None, lambda: NOON, NoWeb(), NoParser(), {}), **{"pause": 0, **options})


@contextlib.asynccontextmanager
async def running(platform: DiscordPlatform, fake: FakeDiscord) -> AsyncIterator[DiscordPlatform]:
    task = asyncio.create_task(platform.run())
    try:
        identified = asyncio.ensure_future(fake.identified.wait())
        await asyncio.wait({task, identified}, return_when=asyncio.FIRST_COMPLETED)
        identified.cancel()
        yield platform
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


WIRED = Channel("discord", f"discord:{GUILD}", CHANNEL)
POSTING = f"POST /channels/{CHANNEL}/messages"


@pytest.mark.parametrize("token", ["a.wrong.token", "", "deux\nlignes", "clé.é.é"])
async def test_a_wrong_token_is_one_sentence(discord_api, caplog, token):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(TokenError) as caught:
        await lone(token).run()
    sentence = str(caught.value)
    assert "DISCORD_TOKEN" in sentence
    assert ".env" in sentence
    assert "https://discord.com/developers/applications" in sentence
    assert not token or token not in sentence + caplog.text


@pytest.mark.parametrize(
    ("code", "about"),
    [
        (4004, "remplacé"),
        (4010, "mettez-la à jour"),
        (4011, "2 500"),
        (4012, "mettez-la à jour"),
        (4013, "mettez-la à jour"),
        (4014, "intents"),
    ],
)
async def test_a_connection_that_discord_closes_for_good_says_why(discord_api, code, about):
    discord_api.closes_with = code
    with pytest.raises(TokenError, match=about):
        await lone().run()


async def test_a_discord_out_of_reach_is_tried_again_and_said_once_as_is_its_return(discord_api):
    discord_api.answers["GET /users/@me"] = [refusal(503), refusal(403)]
    said: list[str] = []
    platform = lone(say=said.append)
    async with running(platform, discord_api):
        await asyncio.wait_for(platform.client.wait_until_ready(), PATIENCE)
        assert len(discord_api.sent("GET /users/@me")) == 3
        assert said == [
            f"Discord ne répond pas{NBSP}; nouvel essai dans 0{NBSP}s, puis de moins en moins souvent. "
            "Les alertes attendent, rien n'est perdu.",
            "Discord répond de nouveau.",
        ]


async def test_a_network_that_swallows_everything_is_no_silence(discord_api, monkeypatch):
    monkeypatch.setattr("handlers.discord_bot.connection.LOGIN", 0.05)
    said: asyncio.Queue[str] = asyncio.Queue()
    discord_api.held = asyncio.Event()
    task = asyncio.create_task(lone(say=said.put_nowait).run())
    assert (await asyncio.wait_for(said.get(), PATIENCE)).startswith("Discord ne répond pas")
    discord_api.held.set()
    task.cancel()
    await asyncio.wait({task})


async def test_cancelling_leaves_nothing_open(discord_api):
    async with running(lone(), discord_api) as platform:
        assert discord_api.commands_told.is_set()
    assert platform.client.is_closed()
    await asyncio.wait_for(discord_api.left.wait(), PATIENCE)
    error = await refused(platform.post(delivery(WIRED)))
    assert not error.permanent


async def test_it_can_be_run_again_when_another_process_had_the_line_meanwhile(discord_api):
    platform = lone()
    for number in (1, 2):
        async with running(platform, discord_api):
            assert await platform.post(delivery(WIRED, id=number))
        discord_api.identified.clear()


async def test_before_the_login_an_alert_waits():
    error = await refused(lone().post(delivery(WIRED)))
    assert (error.permanent, error.retry_after) == (False, timedelta(seconds=2))


async def test_the_token_shows_nowhere(discord_api, caplog):
    caplog.set_level(logging.DEBUG)
    async with running(lone(), discord_api) as platform:
        assert TOKEN not in repr(platform)
    assert TOKEN not in caplog.text


async def test_an_unclear_answer_is_tried_again_without_doubling(discord_api):
    async with running(lone(), discord_api) as platform:
        discord_api.after[POSTING] = [refusal(503)]
        error = await refused(platform.post(delivery(WIRED)))
        assert not error.permanent
        message_id = await platform.post(delivery(WIRED))
        assert list(discord_api.messages) == [delivery(WIRED).nonce]
        assert message_id == discord_api.messages[delivery(WIRED).nonce]["id"]
        assert await platform.post(delivery(WIRED, id=2)) != message_id


async def test_a_long_rate_limit_goes_back_to_the_ledger(discord_api):
    async with running(lone(), discord_api) as platform:
        discord_api.answers[POSTING] = [slow_down(90)]
        error = await refused(platform.post(delivery(WIRED)))
    assert (error.permanent, error.retry_after) == (False, timedelta(seconds=90))


@pytest.mark.parametrize(("headers", "seconds"), [({"Retry-After": "120"}, 120), ({}, 900)])
async def test_a_ban_of_our_address_is_waited_out(discord_api, headers, seconds):
    async with running(lone(), discord_api) as platform:
        discord_api.answers[POSTING] = [refusal(429, **headers)]
        error = await refused(platform.post(delivery(WIRED)))
    assert error.retry_after == timedelta(seconds=seconds)


async def test_a_person_is_told_of_a_feed_privately(simcord_env, platform, alice):
    await platform.tell(str(alice.id), "Le flux « _La_ » est muet.")
    sent = [
        request
        for request in simcord_env.http_requests
        if str(request).endswith("/messages") or "messages" in str(request)
    ]
    assert len(sent) == 1
    assert alice.user.dm_channel is not None
