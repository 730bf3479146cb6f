"""Class I of the bad inputs on Discord: every field at its limit, and every text attack in every field of foreign text.

Through the real layout and the real discord.py into simcord, which refuses what is too long; what it took is judged
once more by fakes.discord_limits and fakes.live_markup, which were written apart from the code they judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import discord
import pytest
from fakes import discord_limits
from fakes.live_markup import live
from fakes.on_discord import (
    CARD,
    NOON,
    SOURCE,
    STORY,
    WIRED,
    alice,
    at,
    channel,
    delivery,
    desk,
    discord_api,
    filled,
    guild,
    lone,
    member,
    platform,
    running,
    simcord_bot,
    store,
)
from test_text_attacks import CASES, EMOJI, FILLS, INVISIBLE, around, each_attack, filled_to, piled

from handlers.discord_bot import layout, talk
from vigie.cards import Action, Card
from vigie.commands import COMMANDS, Desk, Reply
from vigie.digest import digest
from vigie.model import Company, Delivery, DeliveryKind, Fact, Passage, Story, Summary, Update

__all__ = ["alice", "channel", "desk", "discord_api", "filled", "guild", "member", "platform", "simcord_bot", "store"]

GROWING = [*FILLS, "*"]
"""What grows when it is escaped, too."""


# -- the fake's own limits --------------------------------------------------------------------------------------------


def button(**more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "x", "custom_id": "x", **more}


def row(*children: dict[str, Any]) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": list(children)}]}


def option(**more: Any) -> dict[str, Any]:
    return row({"type": 3, "custom_id": "x", "options": [{"label": "x", "value": "x", **more}]})


def texts_of(length: int) -> dict[str, Any]:
    return {"flags": discord_limits.LAYOUT, "components": [{"type": 10, "content": EMOJI * length}]}


Check = Callable[[Any], Iterator[str]]

FIELDS: dict[str, tuple[int, Check, Callable[[str], Any]]] = {
    "content": (2000, discord_limits.message, lambda t: {"content": t}),
    "nonce": (25, discord_limits.message, lambda t: {"content": "x", "nonce": t}),
    "embed title": (256, discord_limits.message, lambda t: {"embeds": [{"title": t}]}),
    "embed description": (4096, discord_limits.message, lambda t: {"embeds": [{"description": t}]}),
    "embed field name": (256, discord_limits.message, lambda t: {"embeds": [{"fields": [{"name": t, "value": "x"}]}]}),
    "embed field value": (
        1024,
        discord_limits.message,
        lambda t: {"embeds": [{"fields": [{"name": "x", "value": t}]}]},
    ),
    "embed footer": (2048, discord_limits.message, lambda t: {"embeds": [{"footer": {"text": t}}]}),
    "embed author": (256, discord_limits.message, lambda t: {"embeds": [{"author": {"name": t}}]}),
    "six thousand over all embeds": (
        2000,
        discord_limits.message,
        lambda t: {"embeds": [{"description": "x" * 4000}, {"description": t}]},
    ),
    "button label": (80, discord_limits.message, lambda t: row(button(label=t))),
    "custom id": (100, discord_limits.message, lambda t: row(button(custom_id=t))),
    "option label": (100, discord_limits.message, lambda t: option(label=t)),
    "option value": (100, discord_limits.message, lambda t: option(value=t)),
    "option description": (100, discord_limits.message, lambda t: option(description=t)),
    "four thousand of the new layout": (4000, discord_limits.message, lambda t: texts_of(len(t))),
    "modal title": (45, discord_limits.modal, lambda t: {"title": t, "custom_id": "x"}),
    "choice name": (100, discord_limits.choices, lambda t: [{"name": t, "value": "x"}]),
    "choice value": (100, discord_limits.choices, lambda t: [{"name": "x", "value": t}]),
    "command description": (100, discord_limits.command, lambda t: {"name": "x", "description": t}),
    "command name": (32, discord_limits.command, lambda t: {"name": t, "description": "x"}),
}


@pytest.mark.parametrize("name", FIELDS)
def test_the_fake_takes_a_field_up_to_its_limit_and_no_further(name: str) -> None:
    limit, check, made = FIELDS[name]
    assert [bool(list(check(made(EMOJI * length)))) for length in around(limit)] == [False, False, True]


@pytest.mark.parametrize(
    ("most", "made"),
    [
        (10, lambda n: {"embeds": [{"title": "x"}] * n}),
        (5, lambda n: {"components": [row(button(custom_id=str(k)))["components"][0] for k in range(n)]}),
        (5, lambda n: row(*(button(custom_id=str(k)) for k in range(n)))),
        (25, lambda n: row({"type": 3, "custom_id": "x", "options": [{"label": "x", "value": "x"}] * n})),
        (40, lambda n: {"flags": discord_limits.LAYOUT, "components": [{"type": 10, "content": "x"}] * n}),
    ],
    ids=["embeds", "rows", "buttons in a row", "options", "components of the new layout"],
)  # fmt: skip
def test_the_fake_counts_what_is_in_a_message(most: int, made: Callable[[int], Any]) -> None:
    assert [bool(list(discord_limits.message(made(n)))) for n in around(most)] == [False, False, True]
    assert [bool(list(discord_limits.choices([{"name": "x"}] * n))) for n in around(25)] == [False, False, True]


# -- every field of what we send --------------------------------------------------------------------------------------


def sent(env: Any) -> list[dict[str, Any]]:
    """The messages that were sent, as they went over the wire."""
    return [r.json for r in env.http_requests if r.method in ("POST", "PATCH") and "/messages" in r.path and r.json]


def takes_all(env: Any) -> bool:
    """Whether nothing that was sent is too long by the other judge either."""
    return [list(discord_limits.message(body)) for body in sent(env)] == [[]] * len(sent(env))


CARD_FIELDS = {
    "heading": (layout.HEADING, layout.TITLE),
    "summary": (layout.SUMMARY, layout.TEXT, layout.DESCRIPTION),
    "details": (layout.DETAILS, layout.TEXT, layout.DESCRIPTION),
    "sources": (layout.SOURCES, layout.TEXT, layout.DESCRIPTION),
    "title": (layout.TITLE,),
    "mark": (layout.HEADING, layout.TITLE),
    "notification": (layout.TEXT,),
}
"""Our own limits, then Discord's."""


@pytest.mark.parametrize("field", CARD_FIELDS)
async def test_an_alert_goes_out_whole_whatever_the_length_of_a_field(
    simcord_env, platform, channel, caplog, field: str
) -> None:
    lengths = [length for limit in CARD_FIELDS[field] for length in around(limit)]
    for text in (filled_to(length, fill) for fill in GROWING for length in lengths):
        assert await platform.try_out(at(channel), replace(CARD, **{field: text})) == []
    assert len(sent(simcord_env)) == len(lengths) * len(GROWING)
    assert takes_all(simcord_env)
    assert "goes out bare" not in caplog.text


@pytest.mark.parametrize("length", [*around(layout.LINK_BUTTON), *around(layout.ADDRESS)])
async def test_an_address_goes_behind_the_button_else_behind_a_title_else_nowhere(
    simcord_env, platform, channel, length: int
) -> None:
    link = "https://gazette.example/".ljust(length, "a")
    assert await platform.try_out(at(channel), replace(CARD, link=link)) == []
    [body] = sent(simcord_env)
    on_button = [c.get("url") for r in body["components"] for c in r["components"] if c.get("url")]
    behind_title = [e["url"] for e in body["embeds"] if e.get("url")]
    assert on_button == ([link] if length <= 512 else [])
    assert behind_title == ([link] if 512 < length <= 2048 else [])
    assert takes_all(simcord_env)


async def test_a_button_s_label_is_cut_and_an_action_too_long_has_no_button(simcord_env, platform, channel) -> None:
    frame = len(talk.coded(Action("x", "x", {"v": ""})))
    values = [{"v": "c" * (talk.BUTTON_ID - frame + over)} for over in (-1, 0, 1)]
    for text in (filled_to(length, fill) for fill in GROWING for length in around(talk.BUTTON_LABEL)):
        actions = tuple(Action(text, "x", value) for value in values)
        assert await platform.try_out(at(channel), replace(CARD, actions=actions)) == []
    for body in sent(simcord_env):
        ids = [c["custom_id"] for r in body["components"] for c in r["components"] if c.get("custom_id")]
        assert [len(one) for one in ids] == [99, 100]
    assert takes_all(simcord_env)


async def test_a_forum_post_s_title_is_cut(simcord_env, platform, guild) -> None:
    forum = guild.create_forum_channel("veille")
    for text in (filled_to(length, fill) for fill in GROWING for length in around(layout.THREAD)):
        assert await platform.try_out(at(forum), replace(CARD, heading=text)) == []
    names = [r.json["name"] for r in simcord_env.http_requests if r.path.endswith("/threads")]
    assert len(names) == 3 * len(GROWING)
    assert all(1 <= len(name) <= 100 for name in names)


REPLIES = {
    "text": lambda n, fill: Reply(filled_to(n, fill)),
    "cards": lambda n, fill: Reply("Voici", cards=(replace(CARD, summary=filled_to(700, fill)),) * n),
    "buttons": lambda n, fill: Reply(
        "Oui ?", actions=tuple(Action(f"{fill}{k}", "x", {"n": str(k)}) for k in range(n))
    ),
}


@pytest.mark.parametrize(
    ("part", "count"),
    [("text", n) for n in (*around(2000), *around(4000), *around(6000))]
    + [("cards", n) for n in around(layout.EMBEDS)]
    + [("buttons", n) for n in around(layout.BUTTONS)],
)
@pytest.mark.parametrize("fill", ["a", EMOJI, "*", "mot "])
def test_a_reply_is_messages_that_discord_takes(part: str, count: int, fill: str) -> None:
    messages = layout.reply(REPLIES[part](count, fill))
    for message in messages:
        assert list(discord_limits.message(wired(message))) == []
    if part == "text":
        shown = "".join(m.content for m in messages).replace("\\", "")
        assert "".join(shown.split()) == "".join(filled_to(count, fill).split())
    if part == "cards":
        assert sum(len(m.embeds) for m in messages) == count


def wired(message: layout.Message) -> dict[str, Any]:
    """The message as discord.py puts it on the wire."""
    with discord.http.handle_message_parameters(**unviewed(message)) as parameters:
        body = dict(parameters.payload or {})
    view = talk.buttons(message)
    return body | ({"components": view.to_components()} if view else {})


def unviewed(message: layout.Message) -> dict[str, Any]:
    return {name: value for name, value in talk.parts(message).items() if name != "view"}


async def test_a_person_is_told_within_the_limits(simcord_env, platform, channel) -> None:
    person = simcord_env.create_user("alice")
    for text in (filled_to(length, fill) for fill in GROWING for length in around(2000)):
        await platform.tell(str(person.id), text)
        await platform.warn(str(person.id), at(channel), text)
    assert len(sent(simcord_env)) == 6 * len(GROWING)
    assert takes_all(simcord_env)


@pytest.mark.parametrize("length", around(100))
async def test_what_is_suggested_is_within_the_limits(monkeypatch, alice, channel, length: int) -> None:
    async def suggest(*_: Any) -> list[tuple[str, str]]:
        values = iter([filled_to(length, "v"), *"bcdefghij"])
        return [(filled_to(length, fill), next(values)) for fill in GROWING] + [("\u202e", f"w{k}") for k in range(30)]

    monkeypatch.setattr(Desk, "complete", suggest)
    found = await alice.autocomplete(channel, "vigie abonner", "entreprises", "x")
    assert list(discord_limits.choices(found)) == []
    assert len(found) == 25


async def test_the_commands_are_within_the_limits_of_the_wire(discord_api) -> None:
    async with running(lone(), discord_api):
        [told] = discord_api.sent("PUT /applications/9002/commands")
    assert [list(discord_limits.command(command)) for command in told] == [[]]
    assert sum(1 for _ in discord_limits.nodes(told[0])) > len(COMMANDS)


# -- every attack in every field of foreign text ----------------------------------------------------------------------

NOWHERE = Passage("title", 0, 1)


def hostile_story(text: str) -> Story:
    """A story whose every foreign word is the attack: company, place, figure's kind, summary, title, outlet, link."""
    event = replace(
        STORY.event, company=Company(1, text), facts=replace(STORY.event.facts, places=(Fact(text, NOWHERE),))
    )
    source = replace(SOURCE, title=text, outlet=text)
    other = replace(source, url="https://courrier.example/2", outlet=f"{text} 2")
    news = Update(f"Mise à jour\u00a0: {text}", "https://courrier.example/2", outlet=text, loud=True, figure=text)
    return replace(
        STORY, event=event, summary=Summary(text, "extract", "fr"), sources=(source, other), updates=(news,)
    )  # fmt: skip


def kinds(where: Any, text: str, message_id: str = "1") -> list[Delivery]:
    """An alert, a new fact and a digest made of the attack."""
    story = hostile_story(text)
    alert = replace(delivery(where, story), mention="123456789012345678")
    fact = replace(alert, id=2, kind=DeliveryKind.UPDATE, alert=replace(alert.alert, update=story.updates[0]))
    many = replace(alert, id=3, kind=DeliveryKind.DIGEST, stories=(story, story), mention="")
    return [alert, replace(fact, message_id=message_id), many]


OURS = {"bold", "small", "mention"}
"""What we write ourselves: a heading in bold, small letters, the role that the channel asked for."""


@pytest.mark.parametrize("case", CASES)
async def test_no_attack_acts_in_an_alert_a_new_fact_or_a_digest(simcord_env, platform, channel, case: int) -> None:
    for number, text in enumerate(CASES[case]):
        message_id = await platform.post(replace(kinds(channel, text)[0], id=10 * number + 1))
        for owed in kinds(channel, text, message_id)[1:]:
            await platform.post(replace(owed, id=10 * number + owed.id))
    bodies = [r.json for r in simcord_env.http_requests if r.method == "POST" and r.path.endswith("/messages")]
    assert len(bodies) == 3 * len(CASES[case])
    for body in bodies:
        harmless(body)


def harmless(body: dict[str, Any]) -> None:
    """Nobody is called but the role that was asked for; nothing acts but our own; nothing invisible is there."""
    allowed = body["allowed_mentions"]
    assert allowed["parse"] == []
    assert not allowed.get("users")
    assert allowed.get("roles", []) in ([], [123456789012345678])
    shown = [body.get("content") or ""]
    shown += [text for embed in body.get("embeds") or () for text in discord_limits.texts(embed)]
    for text in shown:
        acts = live(text.replace(f"]({SOURCE.url})", "]"))
        assert set(acts) <= OURS
        assert set(acts.get("mention", [])) <= {"<@&123456789012345678>"}
        assert not INVISIBLE.search(text)
        assert not piled(text)
    labels = [c["label"] for r in body.get("components") or () for c in r["components"]]
    assert {label.replace("\u00a0", " ") for label in labels} <= {"Lire", "Pourquoi ?"}


@each_attack
async def test_no_attack_acts_in_an_answer_a_suggestion_a_label_or_a_title(
    monkeypatch, simcord_env, platform, alice, channel, guild, text: str
) -> None:
    card = replace(CARD, **dict.fromkeys(("heading", "summary", "details", "sources", "title", "mark"), text))

    async def answer(*_: Any) -> Reply:
        return Reply(f"« {text} »", cards=(card, card), actions=(Action(text, "x", {"v": text[:20]}),))

    async def suggest(*_: Any) -> list[tuple[str, str]]:
        return [(text, "v")]

    monkeypatch.setattr(Desk, "answer", answer)
    monkeypatch.setattr(Desk, "complete", suggest)
    result = await alice.slash(channel, "vigie liste")
    forum = guild.create_forum_channel("forum")
    await platform.try_out(at(forum), card)
    [choice] = await alice.autocomplete(channel, "vigie abonner", "entreprises", "x")
    title = next(r.json["name"] for r in simcord_env.http_requests if r.path.endswith("/threads"))
    assert result.response is not None
    for said in (result.response.content, *(t for e in result.response.embeds for t in (e.title, e.description) if t)):
        acts = live(said)
        assert set(acts) <= {"address"}  # a reply's addresses can be followed; in brackets, they unfold nothing
        assert all(f"<{place}" in said for place in acts.get("address", []))
    labels = [c["label"] for r in result.response.components for c in r["components"]]
    for word in (choice["name"], title, *labels, result.response.content):
        assert not INVISIBLE.search(word)
        assert not piled(word)


def test_a_digest_s_line_is_cut_between_what_reads_as_one_character() -> None:
    family = "\U0001f469\u200d\U0001f4bc"
    owed = replace(
        delivery(WIRED),
        kind=DeliveryKind.DIGEST,
        stories=(replace(STORY, summary=Summary(family * 200, "brief", "fr")),),
    )
    [embed] = layout.listing(digest(owed), ref=owed.ref).embeds
    assert "\u200d…" not in (embed.description or "")
    assert NOON.tzinfo is not None


def card_with(text: str) -> Card:
    return replace(CARD, summary=text)


@pytest.mark.parametrize(
    "one", ["\U0001f469\u200d\U0001f4bc", "\U0001f1eb\U0001f1f7", "\U0001f44d\U0001f3fd", "e\u0301", "\U0001d11e"]
)
@pytest.mark.parametrize("shift", range(4))
def test_nothing_that_reads_as_one_character_is_cut_in_two_in_an_alert(one: str, shift: int) -> None:
    text = "a" * shift + one * 700
    shown = layout.alert(card_with(text)).text.split("\n")[1]
    kept = shown.removesuffix("…").removeprefix("a" * shift)
    assert kept == one * (len(kept) // len(one))
