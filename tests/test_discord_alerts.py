"""Discord, told: alerts, edits, digests; what each refusal means; trying a channel out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import aiohttp
import discord
import pytest
from fakes.on_discord import (
    CARD,
    EVENT,
    NBSP,
    SOURCE,
    STORY,
    alice,
    at,
    channel,
    delivery,
    desk,
    filled,
    guild,
    member,
    platform,
    refused,
    simcord_bot,
    store,
)

from handlers.discord_bot import DiscordPlatform, failures, layout, talk
from vigie.cards import Action
from vigie.model import (
    Channel,
    Company,
    Summary,
)

__all__ = ["alice", "channel", "desk", "filled", "guild", "member", "platform", "simcord_bot", "store"]


# -- alerts ------------------------------------------------------------------------------------------------------------


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


# -- refusals ----------------------------------------------------------------------------------------------------------


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


# -- trying a channel out ----------------------------------------------------------------------------------------------


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
