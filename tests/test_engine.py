import asyncio

from vigie.adapters.engine import RuleEngine
from vigie.adapters.lexicon import load
from vigie.model import Article, Company

ARTICLE = Article(
    "u", "Vulcania supprime 300 postes", "Le groupe Vulcania a présenté un plan de sauvegarde de l’emploi."
)


async def test_an_engine_without_a_watch_list_finds_nothing():
    engine = RuleEngine(load())
    assert engine.version == -1
    assert list(await engine.analyse(ARTICLE)) == []


async def test_a_refresh_takes_up_the_companies_at_once():
    engine = RuleEngine(load())
    await engine.refresh([Company(4, "Vulcania")], 0)
    assert engine.version == 0
    assert [event.company.id for event in await engine.analyse(ARTICLE)] == [4]


async def test_a_version_already_held_is_not_built_again():
    engine = RuleEngine(load())
    await engine.refresh([Company(4, "Vulcania")], 3)
    await engine.refresh([], 3)
    assert len(await engine.analyse(ARTICLE)) == 1


async def test_two_refreshes_at_once_leave_the_last_one_in_use():
    engine = RuleEngine(load())
    await asyncio.gather(engine.refresh([], 1), engine.refresh([Company(4, "Vulcania")], 2))
    assert engine.version == 2
    assert len(await engine.analyse(ARTICLE)) == 1
