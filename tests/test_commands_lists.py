"""Whole lists of feeds, in and out, against a loopback server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.commands import ALICE, AT_TERMINAL, HERE, SETTER, STRANGER, Office, office, spaced
from fakes.feeds import FeedServer, Item, atom, rss

from vigie.adapters.http import HttpFetcher
from vigie.adapters.parser_pool import ParserPool
from vigie.admission import ALONE, Room
from vigie.commands import Caller, lists
from vigie.commands.phrases import host
from vigie.model import Feed, FeedState, Page
from vigie.opml import Listed, document_of, feeds_of
from vigie.ports import FetchError, PostError


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as running:
        yield running


@pytest.fixture
async def town(tmp_path: Path, server: FeedServer) -> AsyncIterator[Office]:
    async with (
        HttpFetcher({server.host}, gap=timedelta(), timeout=timedelta(seconds=10)) as fetcher,
        ParserPool(1) as parser,
        office(tmp_path, fetcher=fetcher, parser=parser) as built,
    ):
        yield built


def serve(server: FeedServer, *listed: Listed, path: str = "/liste.opml") -> str:
    return f"flux importer {server.serve(path, document_of(listed, 'Mes flux').encode(), content_type='text/x-opml')}"


def feeds(server: FeedServer, count: int) -> list[str]:
    """The addresses of so many feeds, each on a path of its own."""
    return [
        server.serve(f"/flux/{n}", rss(Item("A", f"https://a.example/{n}"), title=f"Le Courrier {n}"))
        for n in range(count)
    ]


async def own(town: Office) -> list[Feed]:
    return [feed for feed, _ in await town.store.feeds(HERE.tenant) if feed.tenant]


async def test_the_feeds_of_a_list_are_tried_and_followed_under_their_names(town: Office, server: FeedServer) -> None:
    urls = feeds(server, 3)
    reply = await town.type(serve(server, Listed(urls[0], "Écho"), Listed(urls[1]), Listed(urls[2], "Écho")))
    assert reply.private
    assert reply.text.splitlines() == [
        "3 flux ajoutés sur 3 : Écho, Le Courrier 1 et Écho (2).",
        "Ce qu'ils contiennent déjà ne donnera pas d'alerte ; la veille commence maintenant.",
    ]
    noted = await town.store.last_change(HERE)
    assert noted is not None
    assert spaced(noted.what) == "3 flux importés : Écho, Le Courrier 1 et Écho (2)."
    assert {(feed.url, feed.name) for feed in await own(town)} == {
        (urls[0], "Écho"),
        (urls[1], "Le Courrier 1"),
        (urls[2], "Écho (2)"),
    }


async def test_what_is_followed_or_no_address_is_counted(town: Office, server: FeedServer) -> None:
    urls = feeds(server, 2)
    listed = [Listed(urls[0], "Écho"), Listed("feed:xyz"), Listed("https://u:p@b.example/", "Secret")]
    await town.type(serve(server, listed[0]))
    text = (await town.type(serve(server, *listed, Listed(urls[1]), path="/deux"))).text
    assert "1 flux ajouté sur 4 : Le Courrier 1." in text
    assert "Déjà suivis : 1." in text
    assert "Adresses que Vigie ne lit pas : 2." in text
    text = (await town.type(serve(server, *listed, path="/trois"))).text
    assert text.startswith("Rien n'a été ajouté : cette liste nomme 3 flux.")


async def test_feeds_that_cannot_be_read_are_left_out_each_with_its_reason(town: Office, server: FeedServer) -> None:
    [good] = feeds(server, 1)
    page = server.serve("/page", b"<html><body>Bonjour</body></html>", content_type="text/html")
    bad = [Listed(server.url(f"/absent{n}"), f"Absent {n}") for n in range(7)]
    reply = await town.type(serve(server, Listed(good, "Écho"), *bad, Listed(page, "Une page")))
    lines = reply.text.splitlines()
    assert lines[:2] == ["1 flux ajouté sur 9 : Écho.", "Ne se lisent pas, et n'ont donc pas été ajoutés : 8."]
    assert lines[2].startswith("• Absent 0 : Cette adresse n'existe pas ou plus (réponse 404)")
    assert "• et 2 de plus" in lines
    assert [feed.name for feed in await own(town)] == ["Écho"]


async def test_a_page_that_announces_one_feed_stands_for_it(town: Office, server: FeedServer) -> None:
    [url] = feeds(server, 1)
    link = f"<html><link rel='alternate' type='application/rss+xml' href='{url}'></html>"
    page = server.serve("/accueil", link.encode(), content_type="text/html")
    assert "1 flux ajouté" in (await town.type(serve(server, Listed(page, "Écho"), Listed(url, "Le même")))).text
    assert [(feed.url) for feed in await own(town)] == [url]


async def test_the_answer_does_not_wait_for_a_site_that_is_slow_and_the_result_is_told(
    town: Office, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PATIENCE", 0.05)
    gate = asyncio.Event()
    slow = server.serve("/lent", atom(Item("A", "https://a.example/1", guid="1")), gate=gate)
    reply = await town.type(f"flux importer {slow} {slow}?2")
    assert "J'essaie 2 flux" in reply.text
    assert "Je vous dirai le résultat en privé" in reply.text
    assert await own(town) == []
    gate.set()
    await asyncio.gather(*town.desk.errands)
    [(user, told)] = town.board.told
    assert user == ALICE.user
    assert spaced(told).startswith("2 flux ajoutés sur 2")
    assert len(await own(town)) == 2


async def test_a_person_who_cannot_be_told_finds_the_feeds_all_the_same(
    town: Office, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PATIENCE", 0.0)
    town.board.error = PostError("Ses messages privés sont fermés.")
    one, two = feeds(server, 2)
    await town.type(f"flux importer {one} {two}")
    await asyncio.gather(*town.desk.errands)
    assert len(await own(town)) == 2


async def test_feeds_are_tried_side_by_side_but_one_at_a_time_of_a_host(tmp_path: Path) -> None:
    class Watching:
        def __init__(self) -> None:
            self.now: list[str] = []
            self.most = self.clashes = 0

        async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
            place = host(url)
            self.clashes += place in self.now
            self.now.append(place)
            self.most = max(self.most, len(self.now))
            await asyncio.sleep(0)
            self.now.remove(place)
            raise FetchError("Le site est injoignable.")

    watching = Watching()
    async with office(tmp_path, fetcher=watching, parser=ParserPool(1)) as built:
        addresses = " ".join(f"https://s{n % 20}.example/{n}" for n in range(60))
        await built.type(f"flux importer {addresses}")
    assert watching.clashes == 0
    assert watching.most == lists.AT_ONCE


async def test_a_list_beyond_the_maximum_is_cut(
    town: Office, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST", 3)
    text = (await town.type(serve(server, *map(Listed, feeds(server, 5))))).text
    assert "3 flux ajoutés sur 5" in text
    assert "Le maximum est de 3 flux à vous : 2 restent dehors." in text
    assert len(await own(town)) == 3


async def test_addresses_in_the_line_are_followed_like_a_list(town: Office, server: FeedServer) -> None:
    one, two = feeds(server, 2)
    assert "2 flux ajoutés sur 2" in (await town.type(f"flux importer {one} <{two}|le second> {one}")).text


async def test_a_document_that_was_typed_is_read_by_its_addresses(town: Office, server: FeedServer) -> None:
    typed = document_of([Listed(url, "Écho") for url in feeds(server, 2)], "Mes flux")
    assert "2 flux ajoutés sur 2" in (await town.type(f"flux importer {typed}")).text


@pytest.mark.parametrize("form", ["opml", "lignes"])
async def test_a_file_is_read_whether_it_is_opml_or_lines_of_addresses(
    town: Office, server: FeedServer, form: str
) -> None:
    urls = feeds(server, 2)
    content = document_of([Listed(url, f"Nom {url[-1]}") for url in urls], "t") if form == "opml" else "\n".join(urls)
    reply = await town.desk.answer(ALICE, "flux importer", {"fichier": content})
    assert spaced(reply.text).startswith("2 flux ajoutés sur 2")
    names = {feed.name for feed in await own(town)}
    assert names == ({"Nom 0", "Nom 1"} if form == "opml" else {"Le Courrier 0", "Le Courrier 1"})


BOMB = '<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><opml><body><outline text="&b;"/></body></opml>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "DOCTYPE"),
        ("<opml><body><outline", "mal formé"),
        ("<opml><body/></opml>", "ne nomme aucun flux"),
        ("<opml>" + "<outline>" * 60 + "</outline>" * 60 + "</opml>", "trop de dossiers"),
        ("x" * 300_001, "trop long"),
    ],
)
async def test_a_hostile_or_broken_file_is_refused_in_a_sentence(town: Office, content: str, words: str) -> None:
    reply = await town.desk.answer(ALICE, "flux importer", {"fichier": content})
    assert words in reply.text
    assert await own(town) == []


async def test_an_import_of_nothing_says_what_to_give(town: Office) -> None:
    text = (await town.type("flux importer")).text
    assert "/vigie flux importer https://exemple.fr/mes-flux.opml" in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<rss/>", "pas une liste de flux"),
        (document_of([], "vide").encode(), "ne nomme aucun flux"),
        (b"", "page vide"),
        (b"<opml>" + b" " * 1_000_000, "trop grosse"),
        (b'<?xml version="1.0" encoding="utf-7"?><opml/>', "UTF-7"),
    ],
)
async def test_what_is_no_list_is_refused(town: Office, server: FeedServer, body: bytes, words: str) -> None:
    text = (await town.type(f"flux importer {server.serve('/x', body)}")).text
    assert words in text
    assert "Rien n'a été ajouté." in text


async def test_a_single_feed_is_sent_to_its_own_command(town: Office, server: FeedServer) -> None:
    [url] = feeds(server, 1)
    assert (await town.type(f"flux importer {url}")).text.endswith("Pour suivre un seul flux : /vigie flux ajouter")


async def test_a_list_on_the_inner_network_is_not_read(town: Office) -> None:
    assert "réseau interne" in (await town.type("flux importer http://127.0.0.1/liste.opml")).text


async def test_only_an_administrator_moves_lists(town: Office) -> None:
    for line in ("flux importer https://a.example/x", "flux exporter"):
        assert "Demandez" in (await town.type(line, SETTER)).text


# -- exporter ---------------------------------------------------------------------------------------------------------


def exported(text: str) -> list[Listed]:
    return feeds_of(text.partition("\n")[2])


async def fill(town: Office, listed: list[Listed], caller: Caller) -> None:
    for one in listed:
        await town.store.follow(Feed(one.url, one.name, tenant=caller.channel.tenant), town.clock())


async def test_what_was_added_here_comes_out_as_a_file(town: Office) -> None:
    listed = [Listed("https://a.example/rss?a=1&b=2", "L'Écho & Cie"), Listed("https://b.example/", "Le Port")]
    await fill(town, listed, ALICE)
    reply = await town.type("flux exporter")
    assert reply.private
    assert reply.text == "2 flux, avec leurs noms : tout lecteur de flux sait relire ce fichier."
    assert reply.file is not None
    assert reply.file.name == "vigie-flux.opml"
    assert feeds_of(reply.file.content) == listed


async def test_a_list_comes_as_several_whole_documents_where_no_file_can(town: Office) -> None:
    listed = [Listed(f"https://site{n:02}.example/economie/rss.xml", f"Le site {n:02}") for n in range(30)]
    await fill(town, listed, STRANGER)
    found, reply = [], await town.type("flux exporter", STRANGER)
    assert reply.file is None
    assert "documents complets (page 1)" in reply.text
    while True:
        found += exported(reply.text)
        if "Suite" not in [action.label for action in reply.actions]:
            break
        reply = await town.press(reply, "Suite", STRANGER)
    assert found == listed


async def test_what_feeds_yaml_states_stays_with_the_operator(town: Office) -> None:
    assert "Aucun flux n'a été ajouté ici" in (await town.type("flux exporter", ALICE)).text
    file = (await town.type("flux exporter", AT_TERMINAL)).file
    assert file is not None
    assert [one.name for one in feeds_of(file.content)] == ["La Gazette", "Le Courrier"]
