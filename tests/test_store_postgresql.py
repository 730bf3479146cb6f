"""What is PostgreSQL's own: rows erased from the files too, long texts, great numbers; the same plans of queries."""

from __future__ import annotations

import pytest
from fakes.postgres import Postgres
from fakes.store import GAZETTE, HERE, NOON, Told, an_article
from test_leaving import IDS, SERVER, settled

from vigie.adapters.store import SqlStore
from vigie.ports import Query

pytestmark = pytest.mark.parametrize("place", ["postgresql"], indirect=True)


def found_in(server: Postgres, address: str) -> set[str]:
    """The ids that stand in a file of the database."""
    [(number,)] = server.ask(f"select oid from pg_database where datname = '{address.rpartition('/')[2]}'")
    server.ask("checkpoint")
    folder = server.folder / "data" / "base" / str(number)
    return {id for file in folder.iterdir() for id in IDS if id.encode() in file.read_bytes()}


async def test_an_erased_tenant_is_found_in_no_file_of_the_database(vigie, place, postgres):
    await settled(vigie)
    assert len(found_in(postgres, place)) >= 4
    await vigie.store.erase_tenant(SERVER)
    assert found_in(postgres, place) == set()
    assert await vigie.store.kept(SERVER) == {
        "salons": [], "abonnements": [], "entreprises": [], "flux": [], "changements": [], "alertes": []
    }  # fmt: skip


@pytest.fixture
async def told(place: str):
    async with SqlStore(place) as store:
        told = Told(store)
        await told.adopt()
        yield told


async def test_a_text_of_a_million_words_is_found_by_its_first_ones(told):
    text = " ".join(f"mot{number}" for number in range(60_000))
    await told.subscribe()
    await told.open_story(await told.company(), an_article("Usine", text), alerts=[HERE])
    assert (await told.store.search(Query("chat:1", words="mot12"))).total == 1
    assert (await told.store.search(Query("chat:1", words="usine mot3"))).total == 1


@pytest.mark.parametrize("number", [2**31, 2**63, -1])
async def test_a_number_that_no_row_can_have_finds_nothing(told, number):
    assert await told.store.story(number, "chat:1") is None
    assert await told.store.article_of(number, "chat:1") is None
    assert (await told.store.search(Query("chat:1", company=number, offset=number))).total == 0


async def test_what_the_database_does_not_take_is_stored_all_the_same(told):
    [entry] = await told.meet(an_article("Une\0 usine \ud83d", "a\0b"))
    assert (entry.article.title, entry.article.text) == ("Une\ufffd usine \ufffd", "a\ufffdb")


async def test_a_feed_that_was_never_read_is_due_first(told):
    rows = await told.store.due_feeds(NOON)
    await told.meet(feed=GAZETTE)
    later = await told.store.due_feeds(NOON, everything=True)
    assert len(rows) == len(later) == 2
    assert [feed.url for feed, _ in later][-1] == GAZETTE.url
