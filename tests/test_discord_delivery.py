"""Delivering on Discord: what an unclear answer left, digests, new facts, roles, leaving; simcord and the loopback."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from fakes.discord_api import CHANNEL, FakeDiscord, as_json, refusal, slow_down
from fakes.on_discord import (
    CARD,
    NOON,
    POSTING,
    SOURCE,
    STORY,
    WIRED,
    at,
    channel,
    delivery,
    desk,
    discord_api,
    filled,
    guild,
    lone,
    platform,
    refused,
    running,
    simcord_bot,
    store,
)

from handlers.characters import units
from handlers.discord_bot import failures, layout, read_back, repeats, talk
from vigie.digest import digest
from vigie.model import Channel, Delivery, DeliveryKind, Summary, Update
from vigie.ports import PostError

__all__ = ["channel", "desk", "discord_api", "filled", "guild", "platform", "simcord_bot", "store"]

NBSP = "\u00a0"
LOOKING = f"GET /channels/{CHANNEL}"
READING = f"GET /channels/{CHANNEL}/messages"

HOSTILE = "Morvan [supprime](https://piege.example) 120 postes @everyone <@1>"


def digest_of(where: Any, count: int, **more: Any) -> Delivery:
    stories = tuple(replace(STORY, id=n, summary=Summary(f"{n} {HOSTILE}", "brief", "fr")) for n in range(count))
    return replace(delivery(where), kind=DeliveryKind.DIGEST, stories=stories, **more)


def update_of(where: Any, message_id: str, **more: Any) -> Delivery:
    fact = Update(f"Mise à jour{NBSP}: 300 emplois, contre 283", "https://courrier.example/2", **more)
    owed = replace(delivery(where, id=5), kind=DeliveryKind.UPDATE, message_id=message_id)
    return replace(owed, alert=replace(owed.alert, update=fact))


# -- what an unclear answer left --------------------------------------------------------------------------------------


async def test_a_message_is_found_by_its_mark(platform, channel):
    assert await platform.find(delivery(channel)) is None
    message_id = await platform.post(delivery(channel))
    await platform.post(delivery(channel, id=2))
    assert await platform.find(delivery(channel)) == message_id
    assert await platform.find(delivery(channel, id=3)) is None
    assert platform.remembers(at(channel)) == timedelta(minutes=2)


async def test_a_digest_and_a_bare_message_are_found_by_the_mark_below_their_text(simcord_env, platform, channel):
    owed = digest_of(channel, 2)
    message_id = await platform.post(owed)
    assert channel.last_message.content.endswith(f"-# réf. {owed.ref}")
    assert await platform.find(owed) == message_id


async def test_where_old_messages_are_hidden_nobody_knows(guild, platform):
    hidden = discord.PermissionOverwrite(read_message_history=False)
    closed = guild.create_text_channel("a", overwrites={platform.client.user: hidden})
    await platform.post(delivery(closed))
    error = await refused(platform.find(delivery(closed)))
    assert error.unclear
    assert "Voir les anciens messages" in str(error)


@pytest.mark.parametrize("answer", [refusal(503), refusal(501), refusal(403, 50001), lambda: as_json("<html>")])
async def test_a_look_that_fails_leaves_no_doubt_of_its_own_and_is_worth_another(discord_api: FakeDiscord, answer):
    """Else a time-out of a look would publish an alert again that is there."""
    async with running(lone(), discord_api) as platform:
        discord_api.answers[LOOKING] = [answer]
        assert not (await refused(platform.find(delivery(WIRED)))).unclear
        discord_api.answers[LOOKING] = [refusal(404, 10003)]
        assert (await refused(platform.find(delivery(WIRED)))).unclear


async def test_what_a_server_that_has_not_come_up_lets_us_read_is_not_guessed(discord_api: FakeDiscord):
    async with running(lone(), discord_api) as platform:
        error = await refused(platform.find(delivery(WIRED)))
        assert "pas encore dit" in str(error)
        assert (error.unclear, error.retry_after) == (False, timedelta(seconds=2))


async def test_a_hundred_messages_are_looked_at_whatever_the_clock_says_and_three_hundred_at_most():
    class Busy:
        def __init__(self, count: int) -> None:
            self.count = count

        async def history(self, *, limit: int) -> Any:
            for n in range(min(self.count, limit)):
                self.seen = n + 1
                yield SimpleNamespace(components=[], content="", nonce=None, created_at=THEN, id=n)

    THEN = datetime(2026, 3, 2, 11, tzinfo=UTC)
    late = replace(delivery(WIRED), asked_at=THEN + timedelta(hours=1))
    assert await read_back.message_of(long := Busy(900), late) is None
    assert long.seen == 100
    assert await read_back.message_of(Busy(20), late) is None
    error = await refused(read_back.message_of(Busy(900), replace(late, asked_at=THEN)))
    assert error.unclear


@pytest.mark.parametrize(
    ("answer", "unclear"),
    [
        (refusal(503), False),
        (refusal(501), True),
        (refusal(408), True),
        (lambda: as_json("<html>passerelle</html>"), True),
        (refusal(403, 50013), False),
        (refusal(404, 10003), False),
    ],
)
async def test_what_leaves_us_in_doubt_and_what_does_not(discord_api: FakeDiscord, answer, unclear):
    async with running(lone(), discord_api) as platform:
        discord_api.answers[POSTING] = [answer]
        assert (await refused(platform.post(delivery(WIRED)))).unclear is unclear


def test_no_connection_is_no_doubt_and_a_broken_one_is():
    key = SimpleNamespace(ssl=None, host="x", port=1, is_ssl=False)
    closed = aiohttp.ClientConnectorError(key, OSError(111, "refused"))  # type: ignore[arg-type]
    assert [failures.refusal(e).unclear for e in (closed, aiohttp.ServerDisconnectedError(), TimeoutError())] == [
        False, True, True,
    ]  # fmt: skip


async def test_what_was_posted_and_deleted_since_is_not_posted_again(discord_api: FakeDiscord):
    async with running(lone(), discord_api) as platform:
        discord_api.answers[POSTING] = [refusal(404, 10008), refusal(404, 10008)]
        assert await platform.post(replace(delivery(WIRED), unclear=True)) == ""
        assert (await refused(platform.post(delivery(WIRED)))).permanent


async def test_a_doubt_is_kept_through_the_repetitions_of_discord_py(discord_api: FakeDiscord, monkeypatch):
    """It tells how the last one ended: « not sent », and what had been heard before came twice."""

    def heard_then(last: Any) -> None:
        def heard() -> Any:
            discord_api.answers[POSTING] = [last]
            return refusal(500)()

        discord_api.after[POSTING] = [heard]

    at_once = SimpleNamespace(**vars(asyncio) | {"sleep": lambda _: asyncio.sleep(0)})
    monkeypatch.setattr("discord.http.asyncio", at_once)
    async with running(lone(), discord_api) as platform:
        for number, last in enumerate([refusal(503), slow_down(60), refusal(403, 50013)], start=1):
            heard_then(last)
            error = await refused(platform.post(delivery(WIRED, id=number)))
            assert error.unclear
            assert error.blocked is (number == 3)
            assert len(discord_api.messages) == number
        heard_then(refusal(404, 10003))
        error = await refused(platform.post(delivery(WIRED, id=4)))
        assert (error.permanent, error.unclear) == (True, False)
        discord_api.answers[POSTING] = [refusal(503)]
        assert not (await refused(platform.post(delivery(WIRED, id=5)))).unclear


async def test_an_error_of_discord_s_own_does_not_make_a_second_forum_post():
    trace = repeats.trace()
    [ended], [broke] = trace.on_request_end, trace.on_request_exception
    closed: list[bool] = []

    async def end(method: str, path: str, status: int) -> None:
        response = SimpleNamespace(status=status, close=lambda: closed.append(True))
        told = SimpleNamespace(method=method, url=SimpleNamespace(path=path), response=response)
        await ended(None, None, told)  # type: ignore[arg-type]

    async def break_off(path: str, error: Exception) -> None:
        told = SimpleNamespace(method="POST", url=SimpleNamespace(path=path), exception=error)
        await broke(None, None, told)  # type: ignore[arg-type]

    await end("POST", "/api/v10/channels/1/messages", 500)
    await end("POST", "/api/v10/channels/1/threads", 201)
    await end("POST", "/api/v10/channels/1/threads", 503)
    await break_off("/api/v10/channels/1/threads", OSError(104, "reset"))
    with pytest.raises(repeats.Unread):
        await end("POST", "/api/v10/channels/1/threads", 502)
    with pytest.raises(repeats.Unread):
        await break_off("/api/v10/channels/1/threads", OSError(10054, "reset"))
    assert closed == [True]


# -- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "about"),
    [
        (refusal(403, 50013), "blocked"),
        (refusal(404, 10003), "gone"),
        (refusal(401), "everywhere"),
        (refusal(403, 40333), "everywhere"),
    ],
)
async def test_each_refusal_says_whom_it_concerns(discord_api: FakeDiscord, answer, about):
    async with running(lone(), discord_api) as platform:
        discord_api.answers[POSTING] = [answer]
        assert getattr(await refused(platform.post(delivery(WIRED))), about)


async def test_at_five_hundred_refusals_in_ten_minutes_all_rests(discord_api: FakeDiscord):
    async with running(lone(), discord_api) as platform:
        platform._breaker = failures.Breaker(most=2)
        discord_api.answers[POSTING] = [refusal(403, 50013), refusal(403, 50013)]
        assert not (await refused(platform.post(delivery(WIRED)))).everywhere
        error = await refused(platform.post(delivery(WIRED)))
    assert (error.everywhere, error.retry_after) == (True, timedelta(minutes=15))


def test_old_refusals_and_those_that_all_share_do_not_count():
    now = [0.0]
    breaker = failures.Breaker(most=2, within=600, clock=lambda: now[0])
    assert not breaker.count()
    now[0] = 601.0
    assert not breaker.count()
    assert breaker.count()
    response = SimpleNamespace(status=429, reason="", headers={"X-RateLimit-Scope": "shared"})
    assert not failures.is_invalid(discord.HTTPException(response, "slow"))  # type: ignore[arg-type]
    response.headers = {}
    assert failures.is_invalid(discord.HTTPException(response, "slow"))  # type: ignore[arg-type]
    assert failures.is_invalid(discord.RateLimited(40))
    assert not failures.is_invalid(None)


# -- digests, new facts, roles ----------------------------------------------------------------------------------------


async def test_a_digest_is_one_message_of_links_in_which_nothing_acts(platform, channel):
    await platform.post(digest_of(channel, 34, older=1))
    posted = channel.last_message
    text = "\n".join(embed.description for embed in posted.embeds)
    assert text.count(f"]({SOURCE.url})") == 34
    assert "](https://piege" not in text.replace("\\]", "")
    assert text.endswith(f"1{NBSP}alerte de plus d'une semaine n'est pas listée{NBSP}; /vigie chercher la retrouve.")
    assert sum(units(embed.description) for embed in posted.embeds) <= 6000


@pytest.mark.parametrize("size", [100, 399, 400, 401, 3000])
def test_a_digest_stays_within_discord_s_limits_however_long_its_addresses(size):
    long = replace(STORY, sources=(replace(SOURCE, url="https://a.example/".ljust(size, "(")),))
    owed = replace(digest_of(WIRED, 34), stories=(replace(long, summary=Summary("*" * 280, "brief", "fr")),) * 34)
    message = layout.listing(digest(owed), ref=owed.ref)
    assert sum(units(embed.description or "") for embed in message.embeds) <= 5800
    assert all(units(embed.description or "") <= 4096 for embed in message.embeds)
    assert units(layout.listing(digest(owed), ref=owed.ref, embeds=False).content) <= 2000
    assert sum((embed.description or "").count("🔻") for embed in message.embeds) == 34


async def test_a_digest_is_a_post_of_a_forum(guild, platform):
    forum = guild.create_forum_channel("veille")
    owed = digest_of(forum, 3)
    thread, _, message = (await platform.post(owed)).partition("/")
    assert thread
    assert message
    assert await platform.find(owed) == f"{thread}/{message}"


async def test_a_new_fact_answers_the_alert_and_rings_only_where_it_corrects(simcord_env, platform, channel):
    message_id = await platform.post(delivery(channel))
    await platform.post(update_of(channel, message_id, outlet="courrier.example"))
    calm = channel.last_message
    await platform.post(update_of(channel, message_id, loud=True))
    loud = channel.last_message
    assert calm.content == f"**Ateliers Morvan · Mise à jour**{NBSP}: 300 emplois, contre 283\n-# courrier.example"
    assert "réf." not in calm.content
    assert [m.reference.message_id for m in (calm, loud)] == [int(message_id)] * 2
    assert [bool(m.flags.silent) for m in (calm, loud)] == [True, False]


async def test_a_new_fact_goes_into_the_alert_s_forum_post_and_is_found_there(guild, platform):
    forum = guild.create_forum_channel("veille")
    message_id = await platform.post(delivery(forum))
    owed = update_of(forum, message_id)
    reply = await platform.post(owed)
    assert await platform.find(owed) == reply
    assert "pas encore publiée" in str(await refused(platform.post(update_of(forum, ""))))


async def test_a_new_fact_for_a_post_that_people_deleted_is_not_sent(discord_api: FakeDiscord):
    async with running(lone(), discord_api) as platform:
        message_id = await platform.post(delivery(WIRED))
        discord_api.messages.clear()
        assert await platform.post(update_of(WIRED, message_id)) == ""
        assert discord_api.messages == {}
        assert discord_api.sent(POSTING)[-1]["message_reference"]["fail_if_not_exists"] is True
        discord_api.answers[POSTING] = [refusal(400, 50035), refusal(400, 50035)]
        assert (await refused(platform.post(update_of(WIRED, message_id)))).permanent  # another malformation is told


async def test_a_forum_post_that_people_deleted_is_left_in_peace_and_its_forum_goes_on(guild, platform, simcord_env):
    forum = guild.create_forum_channel("veille")
    thread, _, message = (await platform.post(delivery(forum))).partition("/")
    await platform.client.get_channel(int(thread)).delete()
    assert await platform.find(update_of(forum, f"{thread}/{message}")) is None
    assert await platform.post(update_of(forum, f"{thread}/{message}")) == ""
    error = await refused(platform.edit(delivery(forum, message_id=f"{thread}/{message}")))
    assert (error.permanent, error.gone, error.blocked) == (True, False, False)
    assert await platform.post(delivery(forum, id=2))


async def test_a_correction_says_of_whom_once_and_goes_bare_where_discord_refuses_its_form(discord_api: FakeDiscord):
    async with running(lone(), discord_api) as platform:
        message_id = await platform.post(delivery(WIRED))
        told = update_of(WIRED, message_id, loud=True)
        denied = replace(told.alert.update, text=f"Mise à jour{NBSP}: Ateliers Morvan dément.")
        discord_api.answers[POSTING] = [refusal(400, 50035)]
        await platform.post(replace(told, alert=replace(told.alert, update=denied)))
    bare = discord_api.sent(POSTING)[-1]
    assert bare["content"] == f"Mise à jour{NBSP}: Ateliers Morvan dément.\n-# réf. {told.ref}"
    assert bare["components"] == []


def test_only_the_role_that_was_asked_for_is_mentioned():
    card = CARD
    asked = talk.parts(layout.alert(card, role="123456789012345678"))
    assert asked["content"].startswith("<@&123456789012345678>\n**")
    assert asked["allowed_mentions"].to_dict() == {"parse": [], "roles": [123456789012345678]}
    for role in ("", "everyone", "1> @everyone"):
        silent = talk.parts(layout.alert(card, role=role))
        assert silent["allowed_mentions"].to_dict() == {"parse": []}
        assert "<@&" not in silent["content"]


async def test_a_post_that_is_made_again_says_so(platform, channel):
    await platform.post(replace(delivery(channel), again=True))
    assert channel.last_message.content.startswith("**(reprise) — 🔻")


# -- leaving ----------------------------------------------------------------------------------------------------------


async def test_whether_a_channel_is_there(platform, channel, discord_api: FakeDiscord):
    assert await platform.exists(at(channel))
    assert not await platform.exists(replace(at(channel), id="1"))


async def test_a_channel_of_a_server_that_put_us_out_is_not_there(discord_api: FakeDiscord):
    async with running(lone(), discord_api) as platform:
        await platform.client.wait_until_ready()
        discord_api.answers[f"GET /channels/{CHANNEL}"] = [refusal(403, 50001), refusal(503)]
        assert not await platform.exists(WIRED)
        with pytest.raises(PostError):
            await platform.exists(WIRED)


async def test_a_person_is_warned_in_a_private_message(platform, simcord_env, channel):
    person = simcord_env.create_user("alice")
    await platform.warn(str(person.id), at(channel), "Il manque une permission.")
    with pytest.raises(PostError):
        await platform.warn("1", at(channel), "non")


async def test_what_the_gateway_tells_of_leaving_stops_at_once_and_only_where_it_is_certain(platform, store, channel):
    here = at(channel)
    await store.subscribe([bot_subscription(here)], None)
    client = platform.client
    ours: Any = SimpleNamespace(id=int(here.tenant.removeprefix("discord:")), unavailable=True)
    much_later = NOON + timedelta(days=1)
    await client.on_guild_remove(ours)
    assert await store.gone(much_later) == []
    ours.unavailable = False
    await client.on_guild_remove(ours)
    assert await store.gone(much_later) == [here]
    await client.on_guild_join(ours)
    assert await store.gone(much_later) == []
    await client.on_guild_channel_delete(SimpleNamespace(id=int(here.id), guild=ours))  # type: ignore[arg-type]
    assert await store.gone(much_later) == [here]


def bot_subscription(here: Channel) -> Any:
    from vigie.model import Subscription

    return Subscription(here, None, created_at=NOON)
