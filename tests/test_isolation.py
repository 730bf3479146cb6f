"""Nothing that one tenant reads comes from an article that only another one follows: words that stand nowhere else."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from fakes.vigie import GAZETTE, HERE, Vigie

from vigie.commands import Caller, Level, read
from vigie.model import Channel, Feed
from vigie.rules import Rhythm, Rules

THERE = Channel("chat", "chat:2", "social")
OURS = Feed("https://interne.example/rss", "Interne", tenant="chat:1")
THEIRS = Feed("https://lettre.example/rss", "Lettre", tenant="chat:2")

FIRST = "Ateliers Morvan va supprimer 120 postes à Quimper"
FIRST_TEXT = f"{FIRST}, selon le syndicat Zibeline. La direction parle de 120 postes, soit 15 % des effectifs."
SECOND = "Ateliers Morvan : 120 postes supprimés"
SECOND_TEXT = "Ateliers Morvan a annoncé la suppression de 120 postes."

CANARIES = ("Quimper", "Zibeline", "15 %", "interne.example", "Interne")


@pytest.fixture
async def apart(vigie: Vigie) -> Vigie:
    """Two tenants, each with a feed that the other does not follow."""
    await vigie.watching(GAZETTE)
    for feed in (OURS, THEIRS):
        await vigie.store.follow(feed, vigie.clock())
    await vigie.subscribe(THERE)
    await vigie.tick()
    vigie.clock.forward(hours=1)
    return vigie


async def everything(vigie: Vigie, channel: Channel) -> str:
    """All that a tenant reads: its messages, and what its commands answer."""
    posts = [str(astuple(card)) for id, card in vigie.chat.posts.items() if vigie.chat.places[id] == channel]
    edits = [str(astuple(card)) for id, card in vigie.chat.edits if vigie.chat.places[id] == channel]
    listed = [repr(story) for d in vigie.chat.digests if d.channel == channel for story in d.stories]
    caller = Caller(channel, "u", "Alix", Level.ADMIN)
    lines = ("chercher Morvan", "bilan", "pourquoi 1", "confidentialite exporter", "liste")
    replies = [str(astuple(await vigie.desk.answer(caller, *read(line)))) for line in lines]
    return "\n".join([*posts, *edits, *listed, *replies]).replace("\\xa0", " ").replace("\u00a0", " ")


async def test_whoever_sees_a_story_through_its_second_article_reads_that_article(apart):
    apart.web.publish(OURS, FIRST, FIRST_TEXT)
    await apart.tick()
    apart.web.publish(THEIRS, SECOND, SECOND_TEXT)
    await apart.tick(minutes=61)
    here, there = await everything(apart, HERE), await everything(apart, THERE)
    assert len(apart.chat.posts) == 2
    assert "Quimper" in here
    assert "120" in there
    assert [canary for canary in CANARIES if canary in there] == []
    assert "lettre.example" not in here
    nobody = await apart.desk.answer(Caller(THERE, "u", "Alix", Level.LOOK), *read("chercher Zibeline"))
    assert (nobody.cards, "rien" in nobody.text.casefold() or "aucune" in nobody.text.casefold()) == ((), True)


async def test_so_does_a_digest(apart):
    from vigie.model import Change

    change = Change(THERE, "A", "Réglages.", apart.clock())
    await apart.store.set_rules(THERE, Rules(rhythm=Rhythm.DAILY), change)
    apart.web.publish(OURS, FIRST, FIRST_TEXT)
    await apart.tick()
    apart.web.publish(THEIRS, SECOND, SECOND_TEXT)
    await apart.tick(minutes=61)
    await apart.tick(days=1)
    there = await everything(apart, THERE)
    [told] = [d for d in apart.chat.digests if d.channel == THERE]
    assert "120" in told.stories[0].summary.text
    assert [canary for canary in CANARIES if canary in there] == []


async def test_an_article_that_joined_before_its_words_were_kept_is_told_by_its_title(apart):
    apart.web.publish(OURS, FIRST, FIRST_TEXT)
    await apart.tick()
    apart.web.publish(THEIRS, SECOND, SECOND_TEXT)
    await apart.tick(minutes=61)
    await apart.store.database.write(lambda db: db.exec_driver_sql("update story_source set summary = null"))
    story = await apart.store.story(1, "chat:2")
    assert (story.summary.text, story.summary.method) == (SECOND, "title")
    whole = await apart.store.whole_story(1)
    assert "120" in whole.summary.text
