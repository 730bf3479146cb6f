"""Searching stories: any text is answered, newest first, counted by month."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes.store import HERE, MORVAN, NOON, PONANT, a_summary, an_article, an_event, filled, store, told
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.model import REGULATION, Channel, Fact, Passage, RegulationFacts
from vigie.ports import Query

ON_BOTH = True

__all__ = ["store", "told"]


async def three_stories(told):
    """The oldest first."""
    morvan, ponant = await told.company(), await told.company(PONANT)
    facts = RegulationFacts(authority_fr="Autorité de la concurrence", law=Fact("loi Sapin", Passage("text", 0, 9)))
    await told.open_story(morvan, an_article("Ateliers Morvan supprime 120 postes à Dijon", "L'usine fermera en mai."))
    told.later(days=20)
    await told.open_story(
        ponant,
        an_article("Brasseries du Ponant condamnée", "Une amende d'un million d'euros."),
        event=an_event(ponant, REGULATION, facts=facts),
        summary=a_summary("Brasseries du Ponant écope d'une amende."),
    )
    told.later(days=20)
    brest = an_article("Brasseries du Ponant licencie à Brest", "Le cœur de l'usine s'arrête.")
    await told.open_story(ponant, brest, summary=a_summary("Brasseries du Ponant licencie."))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive(request, tmp_path_factory):
    """Three stories, for tests that only look."""
    if request.param == "sqlite":
        place = tmp_path_factory.mktemp("archive") / "vigie.db"
    else:
        server = request.getfixturevalue("postgres")
        place = server.address(server.new_database())
    with filled(place, three_stories) as told:
        yield told


@pytest.fixture
async def growing(told):
    """Three stories, and more to come."""
    await three_stories(told)
    return told


async def search(told, words="", tenant="chat:1", **fields):
    return await told.store.search(Query(tenant, words=words, **fields))


async def titles(told, words="", **fields):
    return [story.lead.title for story in (await search(told, words, **fields)).stories]


DIJON, AMENDE, BREST = (
    "Ateliers Morvan supprime 120 postes à Dijon",
    "Brasseries du Ponant condamnée",
    "Brasseries du Ponant licencie à Brest",
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [BREST, AMENDE, DIJON]),
        ("   ", [BREST, AMENDE, DIJON]),
        ("dijon", [DIJON]),
        ("DIJON", [DIJON]),
        ("a Dijon", [DIJON]),
        ("à l'usine", [BREST, DIJON]),
        ("usines", [BREST, DIJON]),
        ("licenciements", [BREST]),
        ("coeur", [BREST]),
        ("écoper", [AMENDE]),  # from the summary
        ("Sapin", [AMENDE]),  # from the facts
        ("concurrence", [AMENDE]),
        ("Morvan SA", [DIJON]),  # an alias
        ("Ponant usine", [BREST]),
        ("Ponant Dijon", []),
        ("120", [DIJON]),
        ("Dij", []),
        ("introuvable", []),
    ],
)
async def test_stories_are_found_by_their_words(archive, words, found):
    assert await titles(archive, words) == found


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'",
        "« usine »",
        '"usine',
        "usine AND",
        "usine OR (",
        "NOT usine",
        "NEAR(usine, 3)",
        "words: usine",
        "usine*",
        "^usine",
        "-usine",
        "{usine}",
        "usine:",
        "company_1",
        "topic_layoffs",
        "_",
        "🔥",
        "🔥 usine",
        "de la le",
        "?!",
        "\0",
        "\ud800",
        "北京",
        "%",
        "; drop table story",
        "a" * 10_000,
        " ".join(f"mot{n}" for n in range(2_000)),
        "\u202e\u200b",
    ],
)
async def test_any_text_is_answered(archive, words):
    found = await search(archive, words)
    assert len(found.stories) == found.total


@settings(max_examples=60, deadline=None)
@given(words=st.text())
async def test_any_text_at_all_is_answered(archive, words):
    found = await search(archive, words)
    assert len(found.stories) == found.total


async def test_words_without_meaning_find_nothing(archive):
    assert (await search(archive, "de la ?!")).total == 0


async def test_the_index_has_words_that_no_person_can_type(archive):
    company = await archive.company()
    assert await titles(archive, f"company_{company.id}") == []
    assert await titles(archive, "topic layoffs") == []


async def test_a_search_is_narrowed_by_company_topic_and_time(archive):
    ponant = await archive.company(PONANT)
    assert await titles(archive, company=ponant.id) == [BREST, AMENDE]
    assert await titles(archive, "usine", company=ponant.id) == [BREST]
    assert await titles(archive, company=ponant.id, topic=REGULATION) == [AMENDE]
    assert await titles(archive, "amende", topic=REGULATION) == [AMENDE]
    assert await titles(archive, "amende", topic="layoffs") == []
    assert await titles(archive, "amende", topic="no such topic") == []
    assert await titles(archive, since=NOON + timedelta(days=20)) == [BREST, AMENDE]
    assert await titles(archive, before=NOON + timedelta(days=20)) == [DIJON]
    assert await titles(archive, company=10**30) == await titles(archive, company=-1) == []


async def test_pages_follow_each_other(archive):
    assert await titles(archive, limit=2) == [BREST, AMENDE]
    assert await titles(archive, limit=2, offset=2) == [DIJON]
    assert (await search(archive, limit=2, offset=2)).total == 3
    assert await titles(archive, offset=10**30) == await titles(archive, limit=-1) == []


async def test_stories_are_counted_by_month(archive):
    assert (await search(archive)).by_month == {"2026-03": 2, "2026-04": 1}
    assert list((await search(archive)).by_month) == ["2026-03", "2026-04"]
    assert (await search(archive, "Dijon")).by_month == {"2026-03": 1}


async def test_an_old_article_met_today_is_not_the_newest(growing):
    old = an_article("Ateliers Morvan ouvre une usine", published=NOON - timedelta(days=400))
    await growing.open_story(await growing.company(), old)
    assert (await titles(growing))[-1] == old.title
    assert (await search(growing)).by_month["2025-01"] == 1


async def test_a_date_in_the_future_is_not_believed(growing):
    early = an_article("Ateliers Morvan annonce", published=growing.now + timedelta(days=400))
    await growing.open_story(await growing.company(), early)
    growing.later(days=1)
    late = an_article("Ateliers Morvan confirme")
    await growing.open_story(await growing.company(), late)
    assert (await titles(growing))[:2] == [late.title, early.title]


async def test_a_channel_searches_what_it_watches(growing):
    morvan = await growing.company()
    assert await titles(growing, channel=HERE) == []
    await growing.subscribe(HERE, morvan)
    assert await titles(growing, channel=HERE) == [DIJON]
    await growing.subscribe(HERE, None, REGULATION)
    assert await titles(growing, channel=HERE) == [AMENDE, DIJON]
    assert await titles(growing, "amende", channel=HERE) == [AMENDE]
    everything = Channel("chat", "chat:1", "tout")
    await growing.subscribe(everything)
    assert await titles(growing, channel=everything) == [BREST, AMENDE, DIJON]


async def test_a_story_is_found_once_by_whichever_of_its_articles(growing):
    morvan = await growing.company()
    [story] = (await search(growing, "Dijon")).stories
    joining = an_article("Morvan : la mairie de Dijon réagit", url="https://courrier.example/mairie")
    await growing.join(story.id, morvan, joining)
    found = await search(growing, "Dijon")
    assert (found.total, len(found.stories[0].sources)) == (1, 2)
    assert await titles(growing, "mairie") == [DIJON]


async def test_a_company_is_found_by_its_name_where_the_article_has_only_an_alias(told):
    await told.open_story(await told.company(), an_article("Morvan SA ferme"))
    assert await titles(told, MORVAN.name) == ["Morvan SA ferme"]
