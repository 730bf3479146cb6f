"""Documents read in processes that can be killed: what comes back, what dies, and what goes on."""

from __future__ import annotations

import asyncio
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fakes.feeds import Item, rss
from fakes.patience import PATIENCE
from hypothesis import given
from hypothesis import strategies as st

from vigie.adapters import parser_pool, parser_worker
from vigie.adapters.parser_frames import READY, REPLY, REQUEST, packed, unpacked
from vigie.adapters.parser_pool import ROOT, ParserPool, articles, surroundings
from vigie.adapters.parser_worker import confine, refuse, replied, serve
from vigie.model import Article, Feed, Page
from vigie.ports import FetchError

FEED = Feed("https://gazette.example/rss.xml", "La Gazette")
GOOD = rss(Item("La scierie ferme", "/scierie", "80 emplois", guid="s", published=datetime(2025, 1, 6, tzinfo=UTC)))
READ = [
    Article(
        "https://gazette.example/scierie",
        "La scierie ferme",
        "80 emplois",
        datetime(2025, 1, 6, tzinfo=UTC),
        "fr",
        "s",
    )
]


def page(body: bytes) -> Page:
    return Page(body, FEED.url, content_type="application/rss+xml")


def feed_of(inside: str) -> bytes:
    return rss(Item("Usine")).replace(b"</item>", f"{inside}</item>".encode())


HEAVY = feed_of(f"<author>{'a' * 80_000}</author><who/>")
"""Half a minute of CPU, were it read to its end; only feedparser reads « who », and would do so."""


@pytest.fixture
async def pool() -> AsyncIterator[ParserPool]:
    async with ParserPool(1, timedelta(seconds=0.5)) as one:
        yield one


async def refusal(pool: ParserPool, body: bytes) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await pool.parse(page(body), FEED)
    return caught.value


def pids(pool: ParserPool) -> list[int]:
    return [reader._process.pid for reader in pool._readers if reader._process]


async def test_articles_come_back_whole_one_page_after_the_other(pool: ParserPool) -> None:
    before = pids(pool)
    for _ in range(3):
        assert await pool.parse(page(GOOD), FEED) == READ
    assert pids(pool) == before


async def test_two_readers_read_at_once_and_others_wait_their_turn() -> None:
    async with ParserPool(2) as pool:
        assert await asyncio.gather(*(pool.parse(page(GOOD), FEED) for _ in range(6))) == [READ] * 6


async def test_a_web_page_is_refused_for_good_with_the_feeds_it_announces(pool: ParserPool) -> None:
    error = await refusal(pool, b"<html><link rel=alternate type=application/rss+xml href=/flux.xml></html>")
    assert error.permanent
    assert error.candidates == ("https://gazette.example/flux.xml",)
    assert "page web. Son flux est peut-être\u00a0: https://gazette.example/flux.xml" in str(error)


async def test_a_feed_cut_short_may_be_whole_the_next_time(pool: ParserPool) -> None:
    error = await refusal(pool, GOOD[:-40])
    assert not error.permanent
    assert "au milieu" in str(error)


async def test_a_page_that_takes_too_long_dies_alone(pool: ParserPool) -> None:
    before = pids(pool)
    error = await refusal(pool, HEAVY)
    assert "trop lourd à lire" in str(error)
    assert not error.permanent
    assert await pool.parse(page(GOOD), FEED) == READ
    assert pids(pool) != before


async def test_a_page_that_takes_too_much_memory_dies_alone() -> None:
    async with ParserPool(1, memory=120_000_000) as pool:
        error = await refusal(pool, rss(Item("😀" + "x" * 9_000_000)))  # four bytes a character, in each copy
        assert "trop lourd à lire" in str(error)
        assert await pool.parse(page(GOOD), FEED) == READ


async def test_a_reader_that_was_killed_is_replaced(pool: ParserPool) -> None:
    await pool.parse(page(GOOD), FEED)
    os.kill(pids(pool)[0], signal.SIGKILL)
    results = [await asyncio.gather(pool.parse(page(GOOD), FEED), return_exceptions=True) for _ in range(2)]
    assert results[-1] == [READ]


async def test_whoever_gives_up_leaves_no_half_read_page_behind(pool: ParserPool) -> None:
    await pool.parse(page(GOOD), FEED)
    before = pids(pool)
    reading = asyncio.create_task(pool.parse(page(HEAVY), FEED))
    while pool._lanes._free:  # noqa: ASYNC110  # one turn of the loop at most
        await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await pool.parse(page(GOOD), FEED) == READ
    assert pids(pool) != before


async def test_the_end_leaves_no_process_behind() -> None:
    async with ParserPool(2) as pool:
        await pool.parse(page(GOOD), FEED)
        left = pids(pool)
    assert len(left) == 2
    for pid in left:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_whoever_still_waits_at_the_end_is_told_and_starts_nothing() -> None:
    async with ParserPool(1) as pool:
        waiting = [asyncio.create_task(pool.parse(page(HEAVY), FEED)) for _ in range(2)]
        await asyncio.sleep(0)
    first, second = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(first), type(second)] == [FetchError, FetchError]
    assert "s'arrête" in str(second)
    assert not pids(pool)


async def test_ctrl_c_is_for_the_parent_alone(pool: ParserPool) -> None:
    await pool.parse(page(GOOD), FEED)
    (pid,) = pids(pool)
    assert os.getpgid(pid) != os.getpgid(0)
    os.kill(pid, signal.SIGINT)
    assert await pool.parse(page(GOOD), FEED) == READ
    assert pids(pool) == [pid]


async def test_a_reader_that_cannot_start_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    async with ParserPool(1) as pool:
        assert "lancer son lecteur" in str(await refusal(pool, GOOD))


def test_a_reader_knows_no_secret_of_ours() -> None:
    ours = {"PATH": "/bin", "DISCORD_TOKEN": "secret", "PYTHONPATH": "/ailleurs"}
    assert surroundings(ours) == {"PATH": "/bin", "PYTHONPATH": f"{ROOT}{os.pathsep}/ailleurs"}


def test_a_mistake_of_ours_is_no_fault_of_the_feed(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(FetchError, match="le journal dit pourquoi") as caught:
        articles({"accident": "KeyError('x')"})
    assert not caught.value.permanent
    assert "KeyError('x')" in caplog.text


# -- pages that try our patience --------------------------------------------------------------------------------------

OTHER = replace(FEED, url="https://lente.example/rss.xml")


@pytest.fixture
async def patient() -> AsyncIterator[ParserPool]:
    """One reader, who soon passes a page on to the slow one."""
    async with ParserPool(1, timedelta(seconds=60), patience=timedelta(seconds=0.3)) as one:
        await one.parse(page(GOOD), FEED)
        yield one


async def given_up(*reading: asyncio.Task[object]) -> None:
    for one in reading:
        one.cancel()
    await asyncio.gather(*reading, return_exceptions=True)


async def aside(pool: ParserPool) -> None:
    while not pool._aside.locked():  # noqa: ASYNC110  # nothing tells of it
        await asyncio.sleep(0.01)


async def test_healthy_feeds_are_read_while_a_heavy_page_is_set_aside(patient: ParserPool) -> None:
    heavy = asyncio.create_task(patient.parse(page(HEAVY), OTHER))
    await aside(patient)
    for _ in range(5):
        assert await patient.parse(page(GOOD), FEED) == READ
    assert not heavy.done()
    await given_up(heavy)


async def test_a_feed_that_was_heavy_costs_the_readers_nothing_the_next_time(patient: ParserPool) -> None:
    heavy = asyncio.create_task(patient.parse(page(HEAVY), OTHER))
    await aside(patient)
    await given_up(heavy)
    await patient.parse(page(GOOD), FEED)
    before = pids(patient)
    heavy = asyncio.create_task(patient.parse(page(HEAVY), OTHER))
    await aside(patient)
    assert await patient.parse(page(GOOD), FEED) == READ
    assert pids(patient) == before
    await given_up(heavy)


async def test_a_feed_that_is_light_again_is_read_with_the_others(patient: ParserPool) -> None:
    patient._note(OTHER)
    await patient.parse(page(GOOD), OTHER)  # its reader starts
    assert await patient.parse(page(GOOD), OTHER) == READ
    assert not patient._heavy


async def test_heavy_pages_do_not_queue_without_end(patient: ParserPool) -> None:
    patient._note(OTHER)
    waiting = [asyncio.create_task(patient.parse(page(HEAVY), OTHER)) for _ in range(5)]
    await aside(patient)
    with pytest.raises(FetchError, match="plus tard") as caught:
        await patient.parse(page(HEAVY), OTHER)
    assert not caught.value.fatal
    await given_up(*waiting)


async def test_a_feed_that_is_known_to_be_quick_waits_behind_no_heavy_page_that_is_met_for_the_first_time() -> None:
    async with ParserPool(2, timedelta(seconds=60), patience=timedelta(seconds=40)) as pool:
        assert await pool.parse(page(GOOD), FEED) == READ
        assert FEED.url in pool._quick
        heavy = [
            asyncio.create_task(pool.parse(page(HEAVY), replace(FEED, url=f"https://lente{n}.example/")))
            for n in range(3)
        ]
        async with asyncio.timeout(PATIENCE):
            for _ in range(5):
                assert await pool.parse(page(GOOD), FEED) == READ
        assert not any(one.done() for one in heavy)
        await given_up(*heavy)


def test_a_page_that_grew_is_no_longer_known_to_be_quick() -> None:
    pool = ParserPool(1)
    assert not pool._is_quick(page(GOOD), FEED)
    pool._quick[FEED.url] = 100_000
    assert pool._is_quick(page(b"x" * 200_000), FEED)
    assert not pool._is_quick(page(b"x" * 200_001), FEED)


async def test_a_reader_that_gave_up_a_page_is_warm_again_before_the_next(patient: ParserPool) -> None:
    before = pids(patient)
    heavy = asyncio.create_task(patient.parse(page(HEAVY), OTHER))
    await aside(patient)
    assert patient._readers[0]._is_ready
    assert pids(patient) != before
    await given_up(heavy)


def test_only_the_latest_heavy_feeds_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_pool, "MOST_HEAVY", 2)
    pool = ParserPool(1)
    for name in "abc":
        pool._note(replace(FEED, url=f"https://{name}.example/"))
    assert list(pool._heavy) == ["https://b.example/", "https://c.example/"]


# -- the worker -------------------------------------------------------------------------------------------------------


def request(body: bytes) -> bytes:
    about = json.dumps({"url": FEED.url, "content_type": None}).encode()
    return REQUEST.pack(len(about), len(body)) + about + body


def frames(written: bytes) -> Iterator[tuple[bytes, bytes]]:
    while written:
        first, second = REPLY.unpack_from(written)
        frame, written = written[REPLY.size :][: first + second], written[REPLY.size + first + second :]
        yield frame[:first], frame[first:]


@pytest.fixture
def limits() -> Iterator[None]:
    """What a worker limits for good is limited in this process for one test."""
    before = resource.getrlimit(resource.RLIMIT_CPU)
    yield
    resource.setrlimit(resource.RLIMIT_CPU, before)


@pytest.mark.usefixtures("limits")
def test_a_worker_answers_each_request_and_ends_with_its_input() -> None:
    replies = io.BytesIO()
    serve(io.BytesIO(request(GOOD) + request(b"%PDF") + request(GOOD)[:3]), replies, seconds=100_000)
    ready, first, second = frames(replies.getvalue())
    assert ready == (READY, b"")
    assert articles(unpacked(*first)) == READ
    assert unpacked(*second) == {"reason": str(pdf()), "passing": False, "candidates": []}
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] > 100_000


@given(st.lists(st.text()))
def test_texts_come_back_from_a_frame_as_they_went_into_it(texts: list[str]) -> None:
    rows = [["u", "été", text, None, None, ""] for text in texts]
    assert unpacked(*packed({"articles": [[*row] for row in rows]})) == {"articles": rows}


def test_half_characters_shift_no_text() -> None:
    rows = [["", "", "a\ud800", None, None, ""], ["", "", "b", None, None, ""]]
    assert [row[2] for row in unpacked(*packed({"articles": rows}))["articles"]] == ["a?", "b"]


def pdf() -> FetchError:
    with pytest.raises(FetchError) as caught:
        articles(replied(b"%PDF", FEED.url, None))
    return caught.value


@pytest.mark.usefixtures("limits")
def test_a_limit_that_is_there_already_is_not_passed() -> None:
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (90_000, hard))
    parser_worker.wind_up(1)
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] < 90_000
    assert resource.getrlimit(resource.RLIMIT_CPU)[1] == hard


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError("deep")])
def test_an_accident_with_one_document_does_not_end_the_worker(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(parser_worker, "parse", broken)
    assert replied(GOOD, FEED.url, None) == {"accident": repr(error)}


def test_want_of_memory_ends_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(parser_worker, "parse", greedy)
    with pytest.raises(MemoryError):
        replied(GOOD, FEED.url, None)


def test_a_worker_writes_no_core_file() -> None:
    confine(resource.getrlimit(resource.RLIMIT_AS)[1])
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


@pytest.mark.parametrize("event", ["socket.connect", "subprocess.Popen", "os.system", "urllib.Request"])
def test_a_worker_may_not_reach_out(event: str) -> None:
    with pytest.raises(PermissionError):
        refuse(event, ())


def test_a_worker_may_import_and_read() -> None:
    refuse("import", ())
    refuse("open", ())


def test_a_worker_whose_parent_goes_away_ends_by_itself() -> None:
    arguments = [sys.executable, "-m", "vigie.adapters.parser_worker", "10", str(2**29)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as worker:
        out, _ = worker.communicate(request(GOOD) + request(GOOD)[:9], timeout=PATIENCE)
    assert [len(list(frames(out))), worker.returncode] == [2, 0]


# -- hostile documents, at their full size ----------------------------------------------------------------------------

HOSTILE = {
    "author of 80,000 letters": HEAVY,
    "80,000 comments opened": feed_of(f"<description>{'&lt;!--' * 80_000}</description>"),
    "80,000 raw comments opened": feed_of(f"<description><![CDATA[{'<!--' * 80_000}]]></description>"),
    "40,000 attributes": feed_of("<x " + " ".join(f"a{n}='1'" for n in range(40_000)) + "/>"),
    "20,000 categories": feed_of("".join(f"<category>c{n}</category>" for n in range(20_000))),
    "200,000 nested elements": feed_of("<a>" * 200_000 + "</a>" * 200_000),
    "200,000 signs": feed_of("<" * 200_000),
    "50,000 enclosures": feed_of("<enclosure url='u' type='a' length='1'/>" * 50_000),
    "10,000 entries": rss(*[Item(f"Titre {n}", f"/{n}", "<p>mot</p>" * 20) for n in range(10_000)]),
    "a 9 MB attribute": feed_of(f"<x a='{'x' * 9_000_000}'/>"),
    "a 9 MB comment": feed_of(f"<!--{'x' * 9_000_000}-->"),
    "10,000 namespaces": rss(Item("Usine")).replace(
        b"<rss ", b"<rss " + b"".join(b"xmlns:n%d='u' " % n for n in range(10_000))
    ),
    "500 entries of lists in lists": rss(*[Item(f"T{n}", f"/{n}", "<rt><li>" * 10_000) for n in range(100)]),
}


@pytest.mark.chaos
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_document_costs_its_time_and_no_more(body: bytes) -> None:
    wall = timedelta(seconds=1.5)
    clock = asyncio.get_running_loop().time
    async with ParserPool(1, wall, patience=wall) as pool:
        await pool.parse(page(GOOD), FEED)
        began = clock()
        try:
            assert await pool.parse(page(body), FEED)
        except FetchError as error:
            assert not error.permanent  # noqa: PT017
        assert clock() - began < wall.total_seconds() + 1
        assert await pool.parse(page(GOOD), FEED) == READ


@pytest.mark.chaos
async def test_healthy_feeds_are_read_while_hostile_ones_are_killed() -> None:
    async with ParserPool(2, timedelta(seconds=0.5)) as pool:
        bodies = [HEAVY, GOOD, GOOD, HOSTILE["40,000 attributes"], GOOD, HEAVY, GOOD]
        results = await asyncio.gather(*(pool.parse(page(body), FEED) for body in bodies), return_exceptions=True)
    assert [result for body, result in zip(bodies, results, strict=True) if body is GOOD] == [READ] * 4
    assert sum(isinstance(result, FetchError) for result in results) == 3
