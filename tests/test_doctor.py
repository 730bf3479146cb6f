"""`bot.py doctor`: what it sees of a machine, a database, tokens and feeds, and what it says to do."""

from __future__ import annotations

import asyncio
import io
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from fakes.feeds import FeedServer, Item, rss
from fakes.ports import free_port
from rich.console import Console

from vigie.adapters.http import HttpFetcher
from vigie.adapters.parser_pool import ParserPool
from vigie.adapters.store import SqlStore
from vigie.admission import ALONE, Admission, Room
from vigie.cli.doctor import database, examine, feeds, machine, main, pushes, server, tokens
from vigie.cli.doctor.feeds import Tried
from vigie.cli.doctor.tokens import Servers
from vigie.cli.doctor.verdicts import Mark, Verdict, conclusion, fine, note, wrong
from vigie.config import FileConfig, PublicAddress
from vigie.memory import Offer
from vigie.model import Article, Feed, FeedState, Page
from vigie.ports import FetchError

DISCORD_TOKEN = "A" * 24 + "." + "B" * 6 + "." + "C" * 30
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1234567890-abc", "SLACK_APP_TOKEN": "xapp-1-A123-456-abcdef"}
NOWHERE = Servers("http://127.0.0.1:9", "http://127.0.0.1:9")

# -- the machine ------------------------------------------------------------------------------------------------------


def test_this_machine_is_fine_or_worth_a_note(tmp_path: Path) -> None:
    assert Mark.WRONG not in {verdict.mark for verdict in machine.examine(tmp_path)}


@pytest.mark.parametrize(
    ("verdict", "mark"),
    [
        (machine.python((3, 10, 9)), Mark.WRONG),
        (machine.python((3, 14, 0)), Mark.FINE),
        (machine.sqlite((3, 39, 4), True), Mark.WRONG),
        (machine.sqlite((3, 45, 0), False), Mark.WRONG),
        (machine.sqlite((3, 45, 0), True), Mark.FINE),
        (machine.expat((2, 5, 0)), Mark.NOTE),
        (machine.expat((2, 8, 0)), Mark.FINE),
        (machine.zones("Europe/Atlantide"), Mark.WRONG),
        (machine.zones(), Mark.FINE),
        (machine.disk(Path("/"), 2**30), Mark.FINE),
        (machine.disk(Path("/"), 2**28), Mark.NOTE),
        (machine.disk(Path("/"), 2**20), Mark.WRONG),
    ],
)
def test_each_part_is_judged(verdict: Verdict, mark: Mark) -> None:
    assert verdict.mark is mark
    assert bool(verdict.remedy) is (mark is not Mark.FINE)


def test_a_folder_that_is_missing_will_be_made_and_is_not_made_now(tmp_path: Path) -> None:
    verdict = machine.folder(tmp_path / "a" / "b")
    assert verdict.mark is Mark.FINE
    assert "sera créé" in verdict.what
    assert not (tmp_path / "a").exists()


def test_a_file_where_the_folder_should_be_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    assert machine.folder(tmp_path / "data").mark is Mark.WRONG


# -- the database -----------------------------------------------------------------------------------------------------


def test_no_database_yet_is_fine(tmp_path: Path) -> None:
    assert [v.mark for v in database.examine(tmp_path / "vigie.db")] == [Mark.FINE]


async def test_a_sound_database_is_fine_even_while_vigie_runs(tmp_path: Path) -> None:
    async with SqlStore(tmp_path / "vigie.db"):
        assert [v.mark for v in database.examine(tmp_path / "vigie.db")] == [Mark.FINE]


def test_another_programs_database_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE else_ (x)").close()
        connection.commit()
    [verdict] = database.examine(path)
    assert "pas une base de Vigie" in verdict.what


def test_a_file_that_is_no_database_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    path.write_bytes(b"ceci n'est pas une base " * 100)
    [verdict] = database.examine(path)
    assert verdict.mark is Mark.WRONG
    assert "n'est pas une base de données" in verdict.remedy


def test_a_damaged_database_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)").close()
        connection.execute("CREATE TABLE t (x)").close()
        connection.executemany("INSERT INTO t VALUES (?)", [("y" * 500,)] * 500).close()
        connection.execute("CREATE INDEX i ON t (x)").close()
        connection.commit()
    raw = bytearray(path.read_bytes())
    raw[20_000:60_000] = b"\xff" * 40_000
    path.write_bytes(raw)
    [verdict] = database.examine(path)
    assert verdict.mark is Mark.WRONG


# -- the tokens -------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def servers(answers: dict[str, tuple[int, Any, dict[str, str]]]) -> AsyncIterator[Servers]:
    """Both APIs on one loopback server: path -> (status, JSON or text, headers)."""

    async def answer(request: web.Request) -> web.Response:
        assert request.headers["Authorization"].split()[0] in ("Bot", "Bearer")
        status, body, headers = answers[request.path]
        if isinstance(body, str):
            return web.Response(status=status, text=body, headers=headers)
        return web.json_response(body, status=status, headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield Servers(base, base)
    finally:
        await runner.cleanup()


ME = (200, {"id": "42", "username": "Vigie"}, {})
ENOUGH = str(tokens.NEEDS)


async def marks(env: dict[str, str], answers: dict[str, Any]) -> list[Verdict]:
    async with servers(answers) as there:
        return await tokens.examine(env, there)


async def test_no_token_is_worth_a_note() -> None:
    assert [v.mark for v in await tokens.examine({"DISCORD_TOKEN": " "}, NOWHERE)] == [Mark.NOTE]


async def test_one_slack_token_without_the_other_is_wrong() -> None:
    verdicts = await tokens.examine({"SLACK_BOT_TOKEN": "xoxb-"}, NOWHERE)
    assert [v.mark for v in verdicts] == [Mark.WRONG, Mark.WRONG]
    assert "SLACK_APP_TOKEN" in verdicts[0].remedy


@pytest.mark.parametrize("name", list(tokens.CHECKS))
async def test_a_token_of_the_wrong_form_is_not_even_sent(name: str) -> None:
    env = {**SLACK, name: "n'importe quoi"} if name in SLACK else {name: "n'importe quoi"}
    verdicts = await tokens.examine(env, NOWHERE)
    assert any(f"{name} n'a pas la forme attendue" in v.what for v in verdicts)


async def test_offline_is_a_clear_sentence_without_the_token() -> None:
    [verdict] = await tokens.examine({"DISCORD_TOKEN": DISCORD_TOKEN}, NOWHERE)
    assert verdict.mark is Mark.WRONG
    assert "n'a pas pu être joint" in verdict.what
    assert DISCORD_TOKEN not in str(verdict)


@pytest.mark.parametrize(
    ("answers", "expected", "words"),
    [
        ({"/users/@me": (401, {}, {})}, [Mark.WRONG], "refusé par Discord"),
        ({"/users/@me": (503, "panne", {})}, [Mark.NOTE], "503"),
        ({"/users/@me": ME, "/users/@me/guilds": (200, [], {})}, [Mark.FINE, Mark.WRONG], "aucun serveur"),
        ({"/users/@me": ME, "/users/@me/guilds": (500, "x", {})}, [Mark.FINE, Mark.WRONG], "aucun serveur"),
        (
            {"/users/@me": ME, "/users/@me/guilds": (200, [{"name": "Nous", "permissions": ENOUGH}], {})},
            [Mark.FINE, Mark.FINE],
            "« Nous »",
        ),
        (
            {"/users/@me": ME, "/users/@me/guilds": (200, [{"name": "Nous", "permissions": "8"}], {})},
            [Mark.FINE, Mark.FINE],
            "« Nous »",
        ),
        (
            {"/users/@me": ME, "/users/@me/guilds": (200, [{"name": "Nous", "permissions": "2048"}], {})},
            [Mark.FINE, Mark.WRONG],
            "intégrer des liens",
        ),
    ],
)
async def test_what_discord_says(answers: dict[str, Any], expected: list[Mark], words: str) -> None:
    verdicts = await marks({"DISCORD_TOKEN": DISCORD_TOKEN}, answers)
    assert [v.mark for v in verdicts] == expected
    assert words in verdicts[-1].what.replace("\u00a0", " ")


SCOPES = {"x-oauth-scopes": ",".join(sorted(tokens.SCOPES))}


@pytest.mark.parametrize(
    ("bot", "app", "expected"),
    [
        ((200, {"ok": True, "team": "Nous"}, SCOPES), (200, {"ok": True}, {}), [Mark.FINE, Mark.FINE]),
        ((200, {"ok": False, "error": "invalid_auth"}, {}), (200, {"ok": True}, {}), [Mark.WRONG, Mark.FINE]),
        (
            (200, {"ok": True, "team": "Nous"}, {"x-oauth-scopes": "commands"}),
            (200, {"ok": False, "error": "missing_scope"}, {}),
            [Mark.WRONG, Mark.WRONG],
        ),
        ((500, "panne", {}), (200, "panne", {}), [Mark.NOTE, Mark.NOTE]),
    ],
)
async def test_what_slack_says(bot: Any, app: Any, expected: list[Mark]) -> None:
    verdicts = await marks(SLACK, {"/auth.test": bot, "/apps.connections.open": app})
    assert [v.mark for v in verdicts] == expected


async def test_tokens_are_tried_through_the_proxy() -> None:
    there = Servers("http://discord.example", "http://slack.example")
    guilds = [{"name": "Veille", "permissions": ENOUGH}]
    answers = {"/users/@me": ME, "/users/@me/guilds": (200, guilds, {})}
    async with servers(answers) as proxy:
        verdicts = await tokens.examine({"DISCORD_TOKEN": DISCORD_TOKEN}, there, proxy.discord)
    assert [verdict.mark for verdict in verdicts] == [Mark.FINE, Mark.FINE]


async def test_a_proxy_that_wants_a_password_or_does_not_answer_is_told_as_such() -> None:
    there = Servers("https://discord.example", "")
    gone = await tokens.examine({"DISCORD_TOKEN": DISCORD_TOKEN}, there, "http://ana:secret@127.0.0.1:9")
    assert gone[0].mark is Mark.WRONG
    assert "mandataire 127.0.0.1 ne répond pas" in gone[0].what
    assert "secret" not in gone[0].what + gone[0].remedy
    async with FeedServer() as proxy:
        proxy.serve("discord.example:443", status=407)
        closed = await tokens.examine({"DISCORD_TOKEN": DISCORD_TOKEN}, there, f"http://{proxy.host}")
    assert closed[0].mark is Mark.WRONG
    assert "mandataire 127.0.0.1 refuse (réponse 407)" in closed[0].what


# -- the feeds --------------------------------------------------------------------------------------------------------

FEED = Feed("https://gazette.example/rss", "La Gazette")


@pytest.mark.parametrize(
    ("tried", "mark", "told"),
    [
        (Tried(FEED, 0.2, 3), Mark.FINE, "3 articles"),
        (Tried(FEED, 7.2, 1), Mark.NOTE, "1 article, mais en 7 s"),
        (Tried(FEED, 0.2, 0), Mark.NOTE, "0 article"),
        (Tried(FEED, 0.2, error="Panne."), Mark.NOTE, "Panne."),
        (Tried(FEED, 0.2, error="Supprimé.", permanent=True), Mark.WRONG, "Supprimé."),
    ],
)
def test_a_feed_is_alive_slow_empty_failing_or_gone(tried: Tried, mark: Mark, told: str) -> None:
    assert tried.mark is mark
    assert tried.told.replace("\u00a0", " ") == told


ALIVE, ILL, GONE = Tried(FEED, 0.1, 3), Tried(FEED, 0.1, error="x"), Tried(FEED, 0.1, error="x", permanent=True)


@pytest.mark.parametrize(
    ("tried", "mark", "told"),
    [
        ([ALIVE, ALIVE], Mark.FINE, "2 flux sur 2 répondent"),
        ([ALIVE, ILL], Mark.NOTE, "1 flux sur 2 répond"),
        ([ALIVE, GONE], Mark.WRONG, "1 flux sur 2 répond, 1 ne répondra plus"),
        ([ALIVE, ALIVE, GONE, GONE], Mark.WRONG, "2 flux sur 4 répondent, 2 ne répondront plus"),
        ([ILL, ILL], Mark.WRONG, "Aucun des 2 flux ne répond : x"),
    ],
)
def test_the_feeds_together_are_one_verdict(tried: Sequence[Tried], mark: Mark, told: str) -> None:
    verdict = feeds.verdict(tried)
    assert (verdict.mark, verdict.what.replace("\u00a0", " ")) == (mark, told)


def test_one_reason_that_all_feeds_share_is_told_once() -> None:
    alike = [
        Tried(FEED, 0.1, error="Aucun site ne porte ce nom."),
        Tried(FEED, 0.2, error="Aucun site ne porte ce nom."),
    ]
    said = feeds.verdict(alike)
    assert said.what.replace("\u00a0", " ") == "Aucun des 2 flux ne répond : Aucun site ne porte ce nom."
    assert feeds.shared_reason(alike[:1]) == ""
    assert feeds.shared_reason([*alike, Tried(FEED, 0.2, error="Supprimé.")]) == ""
    assert feeds.shared_reason([*alike, Tried(FEED, 0.2, 3)]) == ""


class Silent:
    """A Fetcher of which nothing ever comes."""

    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
        await asyncio.Event().wait()
        return None


class Unchanged:
    """A Fetcher that finds nothing changed."""

    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
        return None


class NoParser:
    async def parse(self, page: Page, feed: Feed) -> Sequence[Article]:
        raise FetchError("Ce n'est pas un flux.", permanent=True)


async def test_a_feed_that_never_answers_does_not_hold_the_examination_up() -> None:
    tried = await feeds.attempt(FEED, Silent(), NoParser(), Admission(), patience=0)
    assert tried.error is not None
    assert (await feeds.attempt(FEED, Unchanged(), NoParser(), Admission())).articles == 0


def test_a_proxy_is_told_with_what_it_hides(tmp_path: Path) -> None:
    direct = FileConfig((FEED,), ())
    assert list(feeds.road(direct)) == []
    [verdict] = feeds.road(replace(direct, proxy="http://ana:secret@proxy.example:3128"))
    assert verdict.mark is Mark.NOTE
    assert "proxy.example" in verdict.what
    assert "ne voit plus à quelles machines mènent" in verdict.what
    assert "169.254.169.254" in verdict.remedy
    assert "secret" not in verdict.what + verdict.remedy


# -- pushes -----------------------------------------------------------------------------------------------------------


def named(*hubs: str) -> list[Tried]:
    return [Tried(FEED, 0.1, 3, offer=Offer((hub,), "https://gazette.example/rss")) for hub in hubs]


def public(address: str, port: int) -> FileConfig:
    return FileConfig((FEED,), (), push=PublicAddress(address, port=port))


@pytest.mark.parametrize(
    ("tried", "words"),
    [
        ([Tried(FEED, 0.1, 3)], "Aucun flux ne nomme de hub"),
        (named("https://hub.example/"), "1 flux nomme un hub (WebSub)\u00a0: hub.example (1)"),
        (named("https://a.example", "https://b.example", "https://b.example/x"), "b.example (2), a.example (1)"),
    ],
)
async def test_the_hubs_that_feeds_name_are_told(tried: Sequence[Tried], words: str) -> None:
    [verdict] = await pushes.examine(FileConfig((FEED,), ()), tried)
    assert verdict.mark is Mark.FINE
    assert words in verdict.what


def test_an_operator_who_gives_no_address_is_told_that_sites_cannot_write() -> None:
    silent = FileConfig((FEED,), ())
    [verdict] = feeds.courtesy(silent)
    assert verdict.mark is Mark.NOTE
    assert "contact: " in verdict.remedy
    assert list(feeds.courtesy(replace(silent, contact="veille@example.org"))) == []


async def test_the_feeds_of_one_site_are_tried_with_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "GAP", timedelta(seconds=0.05))
    came: list[float] = []

    async def answer(writer: asyncio.StreamWriter) -> None:
        came.append(asyncio.get_running_loop().time())
        writer.write(b"HTTP/1.1 404 Whatever\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    async with FeedServer() as server:
        found = tuple(Feed(server.raw(f"/{n}", answer), f"Flux {n}") for n in range(4))
        tried = await feeds.examine(FileConfig(found, (), frozenset({server.host})))
    assert [one.feed for one in tried] == list(found)
    assert all(later - before >= 0.05 for before, later in pairwise(came))


async def test_a_feeds_hub_is_seen_when_it_is_tried() -> None:
    async with FeedServer() as server, HttpFetcher([server.host]) as fetcher, ParserPool(1) as parser:
        url = server.serve(
            "/a", rss(Item("A", "https://a.example/1")), headers={"Link": "</h>; rel=hub, </a>; rel=self"}
        )
        tried = await feeds.attempt(Feed(url, "La Gazette"), fetcher, parser, Admission())
        assert tried.offer == Offer((server.url("/h"),), url)


async def test_a_public_address_that_leads_to_us_is_fine_but_for_its_missing_lock() -> None:
    port = free_port()
    _, lock, verdict = await pushes.examine(public(f"http://127.0.0.1:{port}", port), [])
    assert lock.mark is Mark.NOTE
    assert verdict.mark is Mark.FINE
    assert "mène à Vigie" in verdict.what


async def test_a_public_address_that_leads_elsewhere_is_wrong_and_the_relay_is_told() -> None:
    async with FeedServer() as other:
        verdict = (await pushes.examine(public(other.url(""), port := free_port()), []))[-1]
    assert verdict.mark is Mark.WRONG
    assert "répond (404), mais ce n'est pas Vigie" in verdict.what
    assert f"/websub/ vers 127.0.0.1:{port}" in verdict.remedy


async def test_a_public_address_that_cannot_be_reached_from_here_is_worth_a_note() -> None:
    verdict = (await pushes.examine(public("http://127.0.0.1:9", free_port()), []))[-1]
    assert verdict.mark is Mark.NOTE
    assert "injoignable d'ici" in verdict.what


async def test_a_port_that_vigie_may_hold_itself_is_worth_a_note() -> None:
    async with FeedServer() as other:
        verdict = (await pushes.examine(public("https://vigie.example", other.port), []))[-1]
    assert verdict.mark is Mark.NOTE
    assert f"127.0.0.1:{other.port} est pris" in verdict.what


# -- all of it --------------------------------------------------------------------------------------------------------


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=100, highlight=False)


def said(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().replace("\u00a0", " ")


def feeds_yaml(folder: Path, *urls: str, allow: str = "") -> Path:
    lines = [f"  - {{name: Flux {n}, url: '{url}'}}" for n, url in enumerate(urls, 1)]
    path = folder / "feeds.yaml"
    path.write_text(
        "\n".join(
            ["feeds:", *lines, "companies:", "  - {name: Ateliers Morvan}", *([f"allow: ['{allow}']"] if allow else [])]
        )
    )
    return path


async def test_a_whole_examination_shows_each_feed_and_ends_with_the_verdict(tmp_path: Path, console: Console) -> None:
    async with FeedServer() as server:
        server.serve("/a", rss(Item("Un titre", "https://a.example/1")))
        file = feeds_yaml(tmp_path, server.url("/a"), server.url("/b"), allow=server.host)
        code = await examine(file, tmp_path / "data", {}, console, NOWHERE)
    text = said(console)
    assert code == 0
    words = f"{' '.join(text.split())} "  # a long name of a folder wraps its line
    assert " : 2 flux, 1 entreprise " in words
    assert "1 flux sur 2 répond " in words
    assert "Flux 2" in text
    assert "Tout va bien ; " in text


def test_a_wrong_file_is_told_mistake_by_mistake_and_ends_in_1(tmp_path: Path, console: Console) -> None:
    file = tmp_path / "feeds.yaml"
    file.write_text("feeds: []\ncompanies: []\n")
    assert main(file, tmp_path, {}, console) == 1
    assert said(console).count("feeds.yaml, ligne") == 2


def test_the_conclusion_counts() -> None:
    assert conclusion([fine("x")]) == "Tout va bien."
    told = [
        conclusion(v).replace("\u00a0", " ")
        for v in ([note("x")], [wrong("x", "y")], [note("x")] * 2 + [wrong("x", "y")] * 2)
    ]
    assert told == [
        "Tout va bien ; 1 point à savoir (!).",
        "1 point à corriger (✗).",
        "2 points à corriger (✗), 2 points à savoir (!).",
    ]


async def test_a_database_of_postgresql_is_looked_at_without_showing_its_password(postgres):
    name = postgres.new_database()
    [verdict] = server.examine(postgres.address(name))
    assert verdict.mark is Mark.FINE
    assert f"postgresql://127.0.0.1:{postgres.port}/{name}" in verdict.what
    postgres.ask("create table recipe (name text)", name)
    [verdict] = server.examine(postgres.address(name))
    assert (verdict.mark, "pas une base de Vigie" in verdict.what) == (Mark.WRONG, True)
    [verdict] = server.examine("postgresql://v:s3cr3t@127.0.0.1:1/vigie")
    assert (verdict.mark, "s3cr3t" in str(verdict)) == (Mark.WRONG, False)
    assert "ne répond pas" in verdict.remedy
