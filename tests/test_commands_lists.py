"""Whole lists of feeds, in and out, against a loopback server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.commands import ALICE, AT_TERMINAL, HERE, SETTER, Office, office
from fakes.feeds import FeedServer

from vigie.adapters.http import HttpFetcher
from vigie.adapters.parser_pool import ParserPool
from vigie.commands import lists
from vigie.model import Feed
from vigie.opml import Listed, document_of, feeds_of


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as running:
        yield running


@pytest.fixture
async def town(tmp_path: Path, server: FeedServer) -> AsyncIterator[Office]:
    async with (
        HttpFetcher({server.host}, gap=timedelta(), timeout=timedelta(seconds=10)) as fetcher,
        office(tmp_path, fetcher=fetcher, parser=ParserPool(1)) as built,
    ):
        yield built


def serve(server: FeedServer, *listed: Listed, path: str = "/liste.opml") -> str:
    return f"flux importer {server.serve(path, document_of(listed, 'Mes flux').encode(), content_type='text/x-opml')}"


async def own(town: Office) -> list[Feed]:
    return [feed for feed, _ in await town.store.feeds(HERE.tenant) if feed.tenant]


async def test_the_feeds_of_a_list_are_followed_under_their_names(town: Office, server: FeedServer) -> None:
    line = serve(
        server, Listed("https://a.example/rss", "Écho"), Listed("b.example/rss"), Listed("c.example/2", "Écho")
    )
    reply = await town.type(line)
    assert reply.private
    assert reply.text.splitlines() == [
        "3 flux ajoutés sur 3 : Écho, b.example et Écho (2).",
        "Vigie les lit maintenant ; dans quelques minutes, /vigie flux liste dira comment ils vont.",
    ]
    assert {(feed.url, feed.name) for feed in await own(town)} == {
        ("https://a.example/rss", "Écho"),
        ("https://b.example/rss", "b.example"),
        ("https://c.example/2", "Écho (2)"),
    }


async def test_what_is_followed_or_no_address_is_counted(town: Office, server: FeedServer) -> None:
    listed = [Listed("https://a.example/rss", "Écho"), Listed("feed:xyz"), Listed("https://u:p@b.example/", "Secret")]
    await town.type(serve(server, listed[0]))
    text = (await town.type(serve(server, *listed, Listed("https://d.example/"), path="/deux"))).text
    assert "1 flux ajouté sur 4 : d.example." in text
    assert "Déjà suivis : 1." in text
    assert "Adresses que Vigie ne lit pas : 2." in text
    text = (await town.type(serve(server, *listed, path="/trois"))).text
    assert text.startswith("Rien à ajouter : cette liste nomme 3 flux.")


async def test_a_list_beyond_the_maximum_is_cut(
    town: Office, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST", 3)
    text = (await town.type(serve(server, *(Listed(f"https://s{n}.example/") for n in range(5))))).text
    assert "3 flux ajoutés sur 5" in text
    assert "Le maximum est de 3 flux à vous : 2 restent dehors." in text
    assert len(await own(town)) == 3


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<rss/>", "pas une liste de flux"),
        (document_of([], "vide").encode(), "ne nomme aucun flux"),
        (b"", "page vide"),
        (b'<?xml version="1.0" encoding="utf-7"?><opml/>', "UTF-7"),
    ],
)
async def test_what_is_no_list_is_refused(town: Office, server: FeedServer, body: bytes, words: str) -> None:
    text = (await town.type(f"flux importer {server.serve('/x', body)}")).text
    assert words in text
    assert text.endswith("Rien n'a été ajouté.")


async def test_a_list_on_the_inner_network_is_not_read(town: Office) -> None:
    assert "réseau interne" in (await town.type("flux importer http://127.0.0.1/liste.opml")).text


async def test_only_an_administrator_moves_lists(town: Office) -> None:
    for line in ("flux importer https://a.example/x", "flux exporter"):
        assert "Demandez" in (await town.type(line, SETTER)).text


# -- exporter ---------------------------------------------------------------------------------------------------------


def exported(text: str) -> list[Listed]:
    return feeds_of(text.partition("\n")[2])


async def test_what_was_added_here_comes_out_as_a_list(town: Office, server: FeedServer) -> None:
    listed = [Listed("https://a.example/rss?a=1&b=2", "L'Écho & Cie"), Listed("https://b.example/", "Le Port")]
    await town.type(serve(server, *listed))
    reply = await town.type("flux exporter")
    assert reply.private
    assert reply.text.startswith("2 flux. Enregistrez ce texte")
    assert exported(reply.text) == listed


async def test_a_long_list_comes_as_several_whole_documents(town: Office, server: FeedServer) -> None:
    listed = [Listed(f"https://site{n:02}.example/economie/rss.xml", f"Le site {n:02}") for n in range(30)]
    await town.type(serve(server, *listed))
    found, reply = [], await town.type("flux exporter")
    assert "documents complets (page 1)" in reply.text
    while True:
        found += exported(reply.text)
        if "Suite" not in [action.label for action in reply.actions]:
            break
        reply = await town.press(reply, "Suite")
    assert found == listed


async def test_what_feeds_yaml_states_stays_with_the_operator(town: Office) -> None:
    assert "Aucun flux n'a été ajouté ici" in (await town.type("flux exporter", ALICE)).text
    assert exported((await town.type("flux exporter", AT_TERMINAL)).text)
