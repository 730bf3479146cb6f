"""From a SQLite file to PostgreSQL: every row, nothing twice, nothing half; and whatever stands against it is told."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import psycopg
import pytest
from alembic import command
from fakes.postgres import Postgres
from fakes.store import laid
from fakes.vigie import COURRIER, GAZETTE, FakeChat, FakeWeb, HandClock, InlineParser, Vigie
from sqlalchemy import func, select

from vigie.adapters.engine import RuleEngine
from vigie.adapters.store import AlreadyRunning, SqlLeases, SqlStore, StoreError
from vigie.adapters.store.engines import Place
from vigie.adapters.store.migrate import VERSIONS, config
from vigie.adapters.store.moving import Differs, NotEmpty, move
from vigie.adapters.store.postgresql import PostgresDatabase
from vigie.adapters.store.schema import delivery, metadata
from vigie.adapters.store.sqlite import SqliteFile, reader
from vigie.cli.arguments import parsed
from vigie.cli.once import once
from vigie.commands import Desk
from vigie.memory import Offer
from vigie.model import Change, Channel, Company, Feed, Subscription
from vigie.ports import Query, Services
from vigie.rules import Rules
from vigie.summarise import Writer
from vigie.websub import fresh

PLAN = "Ateliers Morvan va supprimer 120 postes à Dijon"
OTHER = Channel("chat", "chat:2", "🦊 veille")
QUIET = Channel("chat", "chat:1", "calme")


@asynccontextmanager
async def living(place: Place, lexicons, clock: HandClock, web: FakeWeb, chat: FakeChat) -> AsyncIterator[Vigie]:
    async with SqlStore(place) as store:
        await store.lead()
        platforms = {"chat": chat}
        services = Services(clock, web, InlineParser(), RuleEngine(lexicons), Writer(), store, platforms)
        yield Vigie(services, Desk(store, clock, web, InlineParser(), platforms), store, clock, web, chat)


async def a_life(vigie: Vigie) -> None:
    """Alerts sent, one that waits, companies and feeds of people, a lease, rules, letters of all kinds."""
    await vigie.watching(GAZETTE, COURRIER)
    store, now = vigie.store, vigie.clock()
    await store.follow(Feed("https://prive.example/rss?clé=🦊", "Privé", tenant="chat:2"), now)
    company = Company(0, "L’Œuvre 🦊", ("Œuvre",), ("usine",), tenant="chat:2")
    await store.add_company(company, now)
    for channel in (OTHER, QUIET):
        change = Change(channel, "Zoé \u202e", "abonnement", now)
        await store.subscribe([Subscription(channel, None, created_at=now, created_by="U1")], change)
    await store.set_rules(QUIET, Rules(rhythm="quotidien"), Change(QUIET, "Zoé", "rythme", now))
    await SqlLeases(store.database).save(
        GAZETTE.url,
        fresh(Offer(("https://hub.example/",), GAZETTE.url), "https://v.example/websub", "p" * 43, "s", now),
    )
    vigie.web.publish(GAZETTE, PLAN, "Ateliers Morvan a annoncé mardi la suppression de 120 postes à Dijon. 🦊\x01")
    await vigie.tick(hours=1)


def bytes_of(folder: Path) -> dict[str, str]:
    """The files of the database, and what they hold; locks are not its."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("vigie.db*")
        if path.suffix not in (".lock", ".db-shm")
    }


def left_in(folder: Path) -> list[Path]:
    """What a copy left behind."""
    return [path for path in folder.iterdir() if path.name not in ("vigie.db", "vigie.db.lock")]


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[str]:
    """The address of a database with nothing in it, no table either."""
    name = postgres.new_database()
    yield postgres.address(name)
    postgres.drop(name)


async def test_a_vigie_goes_on_in_postgresql_where_it_was(tmp_path: Path, empty: str, lexicons) -> None:
    file, clock, web, chat = tmp_path / "vigie.db", HandClock(), FakeWeb(), FakeChat()
    async with living(file, lexicons, clock, web, chat) as before:
        await a_life(before)
        sent, known = dict(chat.posts), await before.store.search(Query("chat:1", words="Dijon"))
        assert len(sent) == 2, "in two channels; the third waits for its morning"
    found = bytes_of(tmp_path)
    moved = move(file, empty)
    assert bytes_of(tmp_path) == found
    assert not left_in(tmp_path)
    assert moved.rows["delivery"] == 3
    assert moved.rows["lease"] == 1
    async with living(empty, lexicons, clock, web, chat) as after:
        await after.tick(minutes=1)
        assert chat.posts == sent, "what was sent is not sent again"
        assert await after.store.search(Query("chat:1", words="Dijon")) == known
        web.publish(COURRIER, "Ateliers Morvan : 120 postes supprimés à Dijon", "La suppression de 120 postes.")
        await after.tick(hours=1)
        assert {message for message, _ in chat.edits} == set(sent), "the posts that were there are completed"
        assert chat.posts == sent
        web.publish(GAZETTE, "Ateliers Morvan condamné à une amende de 3 millions d'euros par la DGCCRF", "La DGCCRF.")
        await after.tick(hours=1)
        assert len(chat.posts) == 4, "new stories are told as ever"
        await after.tick(days=1)
        assert [d.channel for d in chat.digests] == [QUIET], "what waited for its morning came"
        ids = await after.store.database.read(lambda db: db.execute(select(delivery.c.id)).scalars().all())
        assert len(set(ids)) == len(ids) > 3
        [company] = [c for c in await after.store.companies("chat:2") if c.tenant]
        assert (company.name, company.aliases) == ("L’Œuvre 🦊", ("Œuvre",))


async def test_every_table_is_there_row_for_row_and_numbers_go_on(tmp_path: Path, empty: str, lexicons) -> None:
    file, clock = tmp_path / "vigie.db", HandClock()
    async with living(file, lexicons, clock, FakeWeb(), FakeChat()) as before:
        await a_life(before)
    moved = move(file, empty)
    with closing(reader(file)) as source, closing(PostgresDatabase(empty).reader()) as target:
        for table in metadata.sorted_tables:
            rows = [tuple(source.execute(select(table).order_by(*table.primary_key.columns)).all())]
            assert rows == [tuple(target.execute(select(table).order_by(*table.primary_key.columns)).all())], table.name
            assert moved.rows.get(table.name, 0) == len(rows[0])
    assert {
        "feed",
        "article",
        "entry",
        "event",
        "story",
        "story_source",
        "channel",
        "delivery",
        "change",
    } <= moved.rows.keys()
    with psycopg.connect(empty) as db:
        for table in (t for t in metadata.sorted_tables if "id" in t.c and t.name in moved.rows):
            value = db.execute(f"select nextval(pg_get_serial_sequence('{table.name}', 'id'))").fetchone()  # type: ignore[arg-type]
            top = db.execute(f"select max(id) from {table.name}").fetchone()  # type: ignore[arg-type]
            assert value is not None
            assert top is not None
            assert value[0] == top[0] + 1, table.name


def test_an_empty_vigie_goes_too(tmp_path: Path, empty: str) -> None:
    assert move(laid(tmp_path / "vigie.db"), empty).rows == {}


def test_a_file_of_an_older_vigie_is_brought_up_to_date_on_the_way_and_stays_old(tmp_path: Path, empty: str) -> None:
    file = tmp_path / "vigie.db"
    with closing(SqliteFile(file).migrator()) as connection:
        connection.rollback()
        older = config(VERSIONS)
        older.attributes["connection"] = connection
        command.upgrade(older, "0007")
        connection.exec_driver_sql("insert into tenant (name, created_at) values ('slack:T1', '2026-01-01 00:00:00')")
        connection.commit()
    found = bytes_of(tmp_path)
    assert move(file, empty).rows == {"tenant": 1}
    assert bytes_of(tmp_path) == found


# -- what stands against it -------------------------------------------------------------------------------------------


def rows_in(address: str) -> int:
    with closing(PostgresDatabase(address).reader()) as db:
        return sum(db.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables)


async def test_a_database_that_holds_anything_is_refused_and_keeps_what_it_has(
    tmp_path: Path, shared, postgres
) -> None:
    postgres.empty(shared)
    async with SqlStore(shared) as store:
        await store.adopt((GAZETTE,), (), HandClock()())
    held = rows_in(shared)
    with pytest.raises(NotEmpty, match="n'est pas vide"):
        move(laid(tmp_path / "vigie.db"), shared)
    assert rows_in(shared) == held
    postgres.empty(shared)


async def test_a_vigie_that_runs_on_either_side_is_refused(tmp_path: Path, shared, postgres) -> None:
    postgres.empty(shared)
    file = laid(tmp_path / "vigie.db")
    async with SqlStore(file):
        with pytest.raises(AlreadyRunning):
            move(file, shared)
    async with SqlStore(shared) as store:
        await store.lead()
        with pytest.raises(StoreError, match="se sert déjà"):
            move(file, shared)
    move(file, shared)


async def test_where_one_row_comes_out_otherwise_nothing_is_kept(
    tmp_path: Path, empty: str, postgres, lexicons
) -> None:
    file = tmp_path / "vigie.db"
    async with living(file, lexicons, HandClock(), FakeWeb(), FakeChat()) as before:
        await a_life(before)
    async with SqlStore(empty):
        pass
    with psycopg.connect(empty) as db:
        db.execute(
            "create function spoil() returns trigger language plpgsql as "
            "$$ begin new.title := new.title || '.'; return new; end $$"
        )
        db.execute("create trigger spoils before insert on article for each row execute function spoil()")
    with pytest.raises(Differs, match="article"):
        move(file, empty)
    assert rows_in(empty) == 0
    with psycopg.connect(empty) as db:
        db.execute("drop trigger spoils on article")
    assert move(file, empty).rows["article"] > 0


def test_what_is_no_database_of_vigie_is_refused(tmp_path: Path, empty: str) -> None:
    file = tmp_path / "vigie.db"
    file.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="n'est pas une base de données"):
        move(file, empty)
    with psycopg.connect(empty) as db:
        assert db.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (0,)
        db.execute("create table something (x int)")
    with pytest.raises(StoreError, match="pas celle de Vigie"):
        move(laid(file), empty)


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("", "Donnez dans le fichier .env"),
        ("data/autre.db", "Donnez dans le fichier .env"),
        ("postgresql://u:s3cr3te@127.0.0.1:1/v", "ne répond pas"),
        ("postgresql:///", "n'est pas l'adresse d'une base"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str, answer: str
) -> None:
    monkeypatch.setenv("VIGIE_DATABASE", address)
    laid(tmp_path / "vigie.db")
    assert once(parsed(["demenager", "--data", str(tmp_path)])) == 1
    said = capsys.readouterr()
    assert answer in said.err
    assert "s3cr3te" not in said.err + said.out


def test_the_command_line_tells_what_was_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], empty: str
) -> None:
    monkeypatch.setenv("VIGIE_DATABASE", empty)
    assert once(parsed(["demenager", "--data", str(tmp_path)])) == 1
    assert "Il n'y a pas de base" in capsys.readouterr().err
    laid(tmp_path / "vigie.db")
    assert once(parsed(["demenager", "--data", str(tmp_path)])) == 0
    assert "rien, la base est vide" in capsys.readouterr().out
