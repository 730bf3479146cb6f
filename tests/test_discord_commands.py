"""Discord, asked: what is offered, slash commands end to end, how Discord is told of them."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest
import simcord
from fakes.on_discord import alice, at, channel, desk, filled, guild, member, platform, simcord_bot, store

from handlers.discord_bot import DiscordPlatform, talk
from handlers.discord_bot.offer import Translator
from vigie.commands import COMMANDS, Argument, Command, Desk, Kind, Level, Reply
from vigie.model import (
    LAYOFFS,
    REGULATION,
)

__all__ = ["alice", "channel", "desk", "filled", "guild", "member", "platform", "simcord_bot", "store"]


# -- what is offered ---------------------------------------------------------------------------------------------------


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


# -- commands, end to end ----------------------------------------------------------------------------------------------


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


# -- telling Discord the commands --------------------------------------------------------------------------------------


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
