"""Stories put together or taken apart by hand, and the decision that is kept."""

from __future__ import annotations

import asyncio

import pytest
from fakes.store import COURRIER, HERE, PONANT, an_article, filled, store, told
from sqlalchemy import update

from vigie.adapters.store import NoSuchStory
from vigie.adapters.store.schema import story_source
from vigie.cli.arguments import parsed
from vigie.cli.histoire import main
from vigie.cli.once import once
from vigie.model import LAYOFFS
from vigie.ports import Query
from vigie.summarise import summary

__all__ = ["store", "told"]

LINK = "https://courrier.example/second"


async def two(told, **options):
    """Two stories of one company; their ids, the older first."""
    morvan = await told.company()
    await told.subscribe()
    older = await told.open_story(morvan, alerts=[HERE])
    told.later(hours=1)
    younger = await told.open_story(morvan, an_article(url=LINK, **options), feed=COURRIER, alerts=[HERE])
    return older, younger


async def test_the_younger_of_two_joins_the_older_whose_posts_stay(told):
    older, younger = await two(told)
    assert await told.store.merge(younger, older, told.now) == older
    merged = await told.store.whole_story(older)
    assert merged.outlets == ("La Gazette", "Le Courrier")
    assert await told.store.whole_story(younger) is None
    assert [d.alert.story.id for d in await told.store.due_deliveries(told.now)] == [older]
    assert (await told.store.search(Query("chat:1", words="postes"))).total == 1
    [(one, other, same)] = await told.store.choices()
    assert (one.url != other.url, other.url, same) == (True, LINK, True)
    [candidate] = await told.store.candidates((await told.company()).id, LAYOFFS, told.now.replace(year=2020))
    assert len(candidate.tellings) == 2


async def test_an_article_gets_a_story_of_its_own(told):
    older, younger = await two(told, text="Ateliers Morvan supprime 120 postes.")
    await told.store.merge(older, younger, told.now)
    made = await told.store.split(older, LINK + "?utm_source=rss", summary, told.now)
    assert (await told.store.whole_story(made)).lead.url == LINK
    assert len((await told.store.whole_story(older)).sources) == 1
    assert [same for _, _, same in await told.store.choices()] == [True, False]


async def test_the_article_that_leads_may_go_and_the_next_one_leads(told):
    older, younger = await two(told)
    await told.store.merge(older, younger, told.now)
    lead = (await told.store.whole_story(older)).lead.url
    await told.store.split(older, lead, summary, told.now)
    assert (await told.store.whole_story(older)).lead.url == LINK


async def test_what_cannot_be_done_is_said(told):
    older, younger = await two(told)
    other = await told.open_story(await told.company(PONANT), an_article("Ponant"))
    for refused in (
        told.store.merge(older, older, told.now),
        told.store.merge(older, 999, told.now),
        told.store.merge(older, other, told.now),
        told.store.split(older, LINK, summary, told.now),
        told.store.split(younger, LINK, summary, told.now),
    ):
        with pytest.raises(NoSuchStory):
            await refused


async def test_articles_that_joined_before_tellings_were_kept_are_compared_all_the_same(told):
    await two(told)
    since = told.now.replace(year=2020)
    before = await told.store.candidates((await told.company()).id, LAYOFFS, since)
    await told.store.database.write(lambda db: db.execute(update(story_source).values(telling=None)))
    assert await told.store.candidates((await told.company()).id, LAYOFFS, since) == before


def test_the_command_line_does_both(tmp_path, capsys):
    with filled(tmp_path / "vigie.db", two) as told:
        older, younger = (one.id for one in asyncio.run(told.store.search(Query("chat:1"))).stories[::-1])
    data = ["--data", str(tmp_path)]
    assert once(parsed(["histoire", "fusionner", str(older), f"n°{younger}", *data])) == 0
    assert once(parsed(["histoire", "separer", str(older), LINK, *data])) == 0
    said = capsys.readouterr()
    assert "n'en font plus qu'une" in said.out
    assert "son histoire" in said.out
    for words in (["fusionner", "1", "x"], ["separer", "1", "https://x.example/"], ["coller", "1", "2"]):
        assert once(parsed(["histoire", *words, *data])) == 1
    assert main("fusionner", 1, "2", tmp_path / "absent") == 1
    assert "Donnez le bon dossier" in capsys.readouterr().err


def test_a_story_is_asked_for_by_its_number(capsys):
    with pytest.raises(SystemExit):
        parsed(["histoire", "fusionner", "douze", "13"])
    assert "« douze » n'est pas un numéro d'histoire." in capsys.readouterr().err
