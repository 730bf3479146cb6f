"""What runs at every tick or for every article looks rows up; it never reads a whole table."""

from __future__ import annotations

import re

import pytest
from fakes.store import GAZETTE, HERE, NOON, THERE, an_article, filled
from sqlalchemy import event, text

from vigie.model import LAYOFFS
from vigie.ports import Query

SMALL = {"tenant", "meta", "company", "channel", "subscription", "follow", "feed"}
"""Tables that grow with what people set up, not with what is published."""

WORK = {
    "due_feeds": lambda store, company: store.due_feeds(NOON),
    "unexamined": lambda store, company: store.unexamined(),
    "candidates": lambda store, company: store.candidates(company.id, LAYOFFS, NOON),
    "whole_story": lambda store, company: store.whole_story(1),
    "audience": lambda store, company: store.audience(GAZETTE.url, NOON),
    "alerted": lambda store, company: store.alerted(1),
    "due_deliveries": lambda store, company: store.due_deliveries(NOON),
    "entries_since": lambda store, company: store.entries_since(NOON, None),
    "newcomers": lambda store, company: store.newcomers(),
    "story": lambda store, company: store.story(1, "chat:1"),
    "trace": lambda store, company: store.trace("https://gazette.example/1", "chat:1"),
    "search": lambda store, company: store.search(Query("chat:1", words="usine", company=company.id)),
}


async def a_bit_of_all(told):
    morvan = await told.company()
    await told.subscribe(HERE)
    await told.subscribe(THERE, morvan)
    story = await told.open_story(morvan, an_article("Usine", url="https://gazette.example/1"), alerts=[HERE])
    await told.join(story, morvan, edits=[HERE])
    await told.meet(an_article())


@pytest.fixture(scope="module")
def some(tmp_path_factory):
    """A row of each kind: without statistics (we gather none) SQLite plans the same for one as for a million."""
    with filled(tmp_path_factory.mktemp("speed") / "vigie.db", a_bit_of_all) as told:
        yield told


@pytest.mark.parametrize("name", WORK)
async def test_no_whole_table_is_read(some, name):
    store = some.store
    asked = []

    def remember(connection, cursor, statement, parameters, context, many):
        asked.append((statement, parameters))

    event.listen(store.database.reader, "before_cursor_execute", remember)
    await WORK[name](store, await some.company())
    event.remove(store.database.reader, "before_cursor_execute", remember)
    plans = [line for statement, values in asked for line in await plan(store, statement, values)]
    assert plans
    assert [line for line in plans if reads_all(line)] == []


async def plan(store, statement, values):
    explain = f"EXPLAIN QUERY PLAN {statement}"
    return await store.database.read(lambda db: [row.detail for row in db.exec_driver_sql(explain, values)])


def reads_all(line):
    """« SCAN entry », but not « SCAN entry USING INDEX entry_unexamined », which holds only what is to do."""
    table = re.match(r"SCAN (\w+)", line)
    if table is None or table[1] in SMALL or "VIRTUAL TABLE INDEX" in line:
        return False
    return "entry_unexamined" not in line and not re.match(r"SCAN (\(subquery|anon_|walk$)", line)


async def test_the_plan_of_a_whole_read_would_be_noticed(some):
    lines = await plan(some.store, str(text("select * from entry where problem = 'x'")), ())
    assert [line for line in lines if reads_all(line)] == ["SCAN entry"]
