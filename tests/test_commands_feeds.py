"""The feeds that a tenant follows beside those of feeds.yaml, read from a loopback server by the real reader."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes.commands import ALICE, COURRIER, GAZETTE, HERE, READER, STRANGER, Office, office, spaced
from fakes.feeds import FeedServer, Item, atom, rss

from vigie import websub
from vigie.adapters.http import HttpFetcher
from vigie.adapters.parser_pool import ParserPool
from vigie.adapters.store import SqlLeases
from vigie.commands import feeds
from vigie.commands.naming import code
from vigie.commands.table import Refused
from vigie.memory import Memory, Offer
from vigie.model import Feed, FeedState

NEWS = rss(
    Item("Un second plan", "https://a.example/2", published=datetime(2026, 11, 24, 9, tzinfo=UTC)),
    Item("Un premier plan", "https://a.example/1", published=datetime(2026, 11, 23, 9, tzinfo=UTC)),
    title="L'Écho du port",
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    """An office that reads nothing."""
    async with office(tmp_path) as built:
        yield built


@dataclass
class Town:
    office: Office
    server: FeedServer

    async def own(self) -> list[Feed]:
        return [feed for feed, _ in await self.office.store.feeds(HERE.tenant) if feed.tenant]

    async def add(self, path: str, *more: str) -> str:
        reply = await self.office.type(" ".join(["flux ajouter", self.server.url(path), *more]))
        return reply.text


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """An office with a real fetcher and reader, and a server that it may read."""
    async with (
        FeedServer() as server,
        HttpFetcher({server.host}, gap=timedelta(), timeout=timedelta(seconds=10)) as fetcher,
        ParserPool(1) as parser,
        office(tmp_path, fetcher=fetcher, parser=parser) as built,
    ):
        yield Town(built, server)


def page(*links: str) -> bytes:
    heads = "".join(f'<link rel="alternate" type="application/rss+xml" href="{link}">' for link in links)
    return f"<!doctype html><html><head><title>Le port</title>{heads}</head><body>Bonjour</body></html>".encode()


# -- ajouter ----------------------------------------------------------------------------------------------------------


async def test_a_feed_is_read_at_once_and_its_watch_starts_now(town: Town) -> None:
    town.server.serve("/rss", NEWS)
    assert (await town.add("/rss?key=secret")).splitlines() == [
        "« L'Écho du port » (127.0.0.1) est suivi.",
        "2 articles présents, la veille commence maintenant : ils ne donneront pas d'alerte, les suivants oui.",
        "Le plus récent : « Un second plan », du 24 nov. 2026, 10 h 00.",
    ]
    assert await town.own() == [Feed(town.server.url("/rss?key=secret"), "L'Écho du port", tenant=HERE.tenant)]
    assert "déjà suivi sous le nom « L'Écho du port » (il a été ajouté ici)" in await town.add("/rss?key=secret")
    town.server.serve("/atom", atom(title="L'Écho du port"))
    assert (await town.add("/atom")).splitlines() == [
        "« L'Écho du port (2) » (127.0.0.1) est suivi.",
        "Le flux se lit bien, mais il est vide pour l'instant : la veille commence maintenant.",
    ]
    town.server.serve("/named", rss(Item("Sans date", "https://a.example/3"), title=""))
    assert "« Mon Port » (127.0.0.1) est suivi." in await town.add("/named", "nom: Mon Port")
    assert "Un autre flux s'appelle déjà « mon port »" in await town.add("/autre", "mon port")


async def test_a_feed_is_the_tenant_s_own_and_announced_where_it_changes_something(town: Town) -> None:
    town.server.serve("/rss", NEWS)
    await town.office.type("abonner")
    reply = await town.office.type(f"flux ajouter {town.server.url('/rss')}")
    assert not reply.private
    assert "Écho" not in (await town.office.type("flux liste", STRANGER)).text


async def test_a_feed_is_one_however_a_page_or_a_tenant_spells_its_address(town: Town) -> None:
    town.server.serve("/rss", NEWS)
    town.server.serve("/", page("/rss#contenu"), content_type="text/html")
    await town.add("/")
    await town.office.type(f"flux ajouter {town.server.url('/rss')}#fin", STRANGER)
    due = [feed for feed, _ in await town.office.store.due_feeds(town.office.clock())]
    assert [feed.url for feed in due if feed not in (GAZETTE, COURRIER)] == [town.server.url("/rss")]


async def test_the_one_feed_that_a_page_announces_is_followed(town: Town) -> None:
    town.server.serve("/rss", NEWS)
    town.server.serve("/", page("/rss"), content_type="text/html")
    assert "127.0.0.1 est une page, qui annonce un flux : c'est lui que je suis." in await town.add("/")
    assert [feed.url for feed in await town.own()] == [town.server.url("/rss")]
    assert await town.add("/") == "127.0.0.1 est une page, dont le flux est déjà suivi : rien à faire."
    town.server.serve("/cassee", page("/perdu"), content_type="text/html")
    answer = await town.add("/cassee")
    assert "elle en annonce un, chez 127.0.0.1, qui ne se lit pas non plus : Cette adresse n'existe pas" in answer
    assert answer.endswith("Rien n'a été ajouté.")


async def test_the_feeds_that_a_page_announces_are_offered(town: Town) -> None:
    town.server.serve("/economie/rss", NEWS)
    town.server.serve("/", page("/economie/rss", "/sport/rss"), content_type="text/html")
    offer = await town.office.type(f"flux ajouter {town.server.url('/')} nom: Le Port")
    assert offer.text.startswith("127.0.0.1 est une page, pas un flux ; elle en annonce 2. Rien n'a été ajouté.")
    assert "/sport/rss" not in offer.text, "the buttons say it"
    assert [spaced(action.label) for action in offer.actions] == ["127.0.0.1/economie/rss", "127.0.0.1/sport/rss"]
    assert await town.own() == []
    assert (await town.office.press(offer, "127.0.0.1/economie/rss")).text.startswith("« Le Port »")
    assert len(await town.own()) == 1


async def test_what_is_no_feed_is_refused_with_the_reason_and_the_host_alone(town: Town) -> None:
    town.server.serve("/page", page(), content_type="text/html")
    town.server.serve("/texte", b"Bonjour", content_type="text/plain")
    reasons = {
        "/page?key=secret": "est une page web",
        "/perdu?key=secret": "n'existe pas ou plus (réponse 404)",
        "/texte?key=secret": "donne du texte",
    }
    for path, reason in reasons.items():
        answer = await town.add(path)
        assert answer.startswith("127.0.0.1 : ")
        assert reason in answer
        assert "Rien n'a été ajouté." in answer
        assert "secret" not in answer
    assert await town.own() == []


async def test_a_private_address_is_refused(tmp_path: Path) -> None:
    async with (
        FeedServer() as server,
        HttpFetcher(timeout=timedelta(seconds=10)) as fetcher,
        ParserPool(1) as parser,
        office(tmp_path, fetcher=fetcher, parser=parser) as built,
    ):
        for address in (server.url("/rss"), "http://127.0.0.1/rss", "http://[::1]/rss", "10.0.0.1/rss"):
            answer = await built.type(f"flux ajouter {address}")
            assert "Vigie ne l" in answer.text
            assert "L'exploitant peut" in answer.text
            assert answer.text.endswith("Rien n'a été ajouté.")
        assert server.requests == []


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("ftp://a.example/rss", "Une adresse « ftp: » ne se lit pas. Donnez l'adresse complète"),
        ("file:///etc/passwd", "Une adresse « file: » ne se lit pas."),
        ("javascript:alert(1)", "Une adresse « javascript: » ne se lit pas."),
        ("bonjour", "« bonjour » n'est pas une adresse."),
        ("https://", "« https:// » n'est pas une adresse."),
        ("http://[?key=secret", "« http://[ » n'est pas une adresse."),
        ("https://a.example:port/rss", "« https://a.example:port/rss » n'est pas une adresse."),
        ("https://moi:secret@a.example/rss", "Cette adresse contient un mot de passe"),
        (GAZETTE.url, "Ce flux est déjà suivi sous le nom « La Gazette » (feeds.yaml le suit pour tous)"),
        ("courrier.example/rss/", "Ce flux est déjà suivi sous le nom « Le Courrier »"),
    ],
)
async def test_an_address_is_checked_before_anything_is_fetched(here: Office, typed: str, answer: str) -> None:
    reply = await here.type(f"flux ajouter {typed}")
    assert reply.text.startswith(answer)
    assert "secret" not in reply.text


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("a.example/rss", "https://a.example/rss"),
        ("HTTP://A.example/Rss#fin", "http://a.example/Rss"),
        ("https://A.Example.:443?rss", "https://a.example/?rss"),
        ("<https://a.example/rss|a.example/rss>", "https://a.example/rss"),
        ("localhost:8080/rss", "https://localhost:8080/rss"),
    ],
)
def test_an_address_is_completed(typed: str, url: str) -> None:
    assert feeds.web_address(typed) == url


def test_a_password_is_never_repeated() -> None:
    with pytest.raises(Refused) as refused:
        feeds.web_address("https://moi:secret@a.example/rss")
    assert "secret" not in str(refused.value)


async def test_a_tenant_follows_at_most_so_many(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST", 0)
    assert (await here.type("flux ajouter a.example/rss")).text.startswith("Vous suivez déjà 0 flux à vous")


async def test_a_feed_added_twice_at_once_is_followed_once(town: Town) -> None:
    town.server.serve("/rss", NEWS)
    store = town.office.store

    class Hasty:
        """A reader during whose work someone else adds the same feed."""

        async def parse(self, page: object, feed: Feed) -> list[object]:
            await store.follow(replace(feed, name="Le premier", tenant=HERE.tenant), town.office.clock())
            return []

    desk = replace(town.office.desk, parser=Hasty())  # type: ignore[arg-type]
    reply = await desk.answer(ALICE, "flux ajouter", {"adresse": town.server.url("/rss")})
    assert "est déjà suivi" in reply.text
    assert [feed.name for feed in await town.own()] == ["Le premier"]


# -- retirer ----------------------------------------------------------------------------------------------------------


async def follow(here: Office, name: str = "Mon Port", url: str = "https://port.example/rss?key=1") -> Feed:
    feed = Feed(url, name, tenant=HERE.tenant)
    await here.store.follow(feed, here.clock())
    return feed


async def test_removing_a_feed_asks_first_then_hands_back_its_line_in_private(here: Office) -> None:
    await here.type("abonner")
    await follow(here)
    question = await here.type("flux retirer mon port")
    assert question.text.startswith("« Mon Port » (port.example) ne sera plus suivi, dans aucun salon.")
    assert (await here.press(question, "Non, garder")).text == "C'est noté : rien n'a changé."
    done = await here.press(question, "Oui, retirer")
    assert done.text.splitlines() == [
        "« Mon Port » n'est plus suivi.",
        "Pour revenir en arrière, tapez :",
        "/vigie flux ajouter adresse: https://port.example/rss?key=1 nom: Mon Port",
    ]
    assert done.private
    assert "Mon Port" not in (await here.type("flux liste")).text


async def test_a_feed_with_a_long_name_still_fits_its_button(here: Office) -> None:
    feed = await follow(here, "Les nouvelles très détaillées de l'Établissement public du port autonome")
    question = await here.type("flux retirer https://port.example/rss?key=1")
    assert question.actions[0].values["flux"] == code(feed)
    assert "n'est plus suivi" in (await here.press(question, "Oui, retirer")).text


async def test_a_feed_of_the_file_is_removed_in_the_file(here: Office) -> None:
    assert (await here.type("flux retirer La Gazette")).text.startswith("« La Gazette » vient de feeds.yaml")


async def test_an_unknown_feed_is_answered_with_the_nearest(here: Office) -> None:
    reply = await here.type("flux retirer La Gazete")
    assert reply.text.startswith("« La Gazete » n'est pas un flux suivi. Vouliez-vous dire « La Gazette » ?")
    assert "secret" not in (await here.type("flux retirer https://x.example/?key=secret")).text


async def test_feeds_complete_by_name_and_only_one_s_own_for_removal(here: Office) -> None:
    await follow(here)
    assert [value for _, value in await here.desk.complete(ALICE, "flux retirer", "flux", "")] == ["Mon Port"]


# -- liste ------------------------------------------------------------------------------------------------------------


async def test_the_list_tells_how_each_feed_is(here: Office) -> None:
    await follow(here)
    read = FeedState(GAZETTE.url).after_success(None, GAZETTE, here.clock())
    await here.store.save_visit(GAZETTE, read, [], here.clock(), baseline=True)
    state = FeedState(COURRIER.url).after_success(None, COURRIER, here.clock())
    here.clock.forward(days=2)
    broken = state.after_failure("Le site est en panne (réponse 503).", COURRIER, here.clock(), None)
    await here.store.save_visit(COURRIER, broken, [], here.clock(), baseline=False)
    reply = await here.type("flux liste", READER)
    assert reply.text.splitlines() == [
        "3 flux suivis, dont 1 en panne.",
        "• La Gazette (gazette.example) : lu il y a 2 j",
        "• Le Courrier (courrier.example) : en panne, dernière lecture il y a 2 j : Le site est en panne (réponse 503)",
        "• Mon Port (port.example), ajouté ici : pas encore lu",
    ]
    assert reply.private
    assert "key" not in reply.text


async def test_a_long_list_of_feeds_is_paged(here: Office) -> None:
    await here.store.adopt(
        [Feed(f"https://f{n:02d}.example/", f"f{n:02d}.example") for n in range(45)], (), here.clock()
    )
    first = await here.type("flux liste")
    assert first.text.startswith("45 flux suivis, aucun en panne.\n• f00.example : pas encore lu")
    assert (await here.press(first, "Suite")).text.endswith("Page 2 sur 3")


async def test_without_a_feed_the_list_says_how_to_begin(here: Office) -> None:
    await here.store.adopt((), (), here.clock())
    assert (await here.type("flux liste")).text == "Aucun flux n'est suivi. Pour commencer : /vigie flux ajouter"


# -- what a person reads ----------------------------------------------------------------------------------------------


async def test_an_offer_too_long_for_a_button_is_also_a_line_to_type(town: Town) -> None:
    town.server.serve("/", page("/rss?rubrique=" + "a" * 80, "/sport/rss"), content_type="text/html")
    text = await town.add("/")
    assert f"/vigie flux ajouter adresse: {town.server.url('/rss')}" in text
    assert "/sport/rss" not in text


async def test_one_article_is_told_in_the_singular(town: Town) -> None:
    town.server.serve("/rss", rss(Item("Un plan", "https://a.example/1")))
    assert "1 article présent, la veille commence maintenant : il ne donnera pas d'alerte" in await town.add("/rss")


@pytest.mark.parametrize(
    ("status", "wait", "words"),
    [
        (503, "90", "Réessayez dans 2 min."),
        (429, "3500", "Réessayez dans 59 min."),
        (503, "5400", "Réessayez dans 2 h."),
        (429, "", "Réessayez dans 15 min."),
        (503, "", "Réessayez un peu plus tard."),
        (401, "", "que les flux publics. Rien n'a été ajouté."),
    ],
)
async def test_whoever_may_come_back_is_told_when(town: Town, status: int, wait: str, words: str) -> None:
    town.server.serve("/rss", status=status, headers={"Retry-After": wait} if wait else {})
    assert (await town.add("/rss")).endswith(words)
    if wait:  # the host is left alone until then, and whoever tries again is told the same
        assert words.split()[-1] in await town.add("/autre")


async def test_a_plain_page_is_told_with_an_example(town: Town) -> None:
    town.server.serve("/", page(), content_type="text/html")
    assert (await town.add("/")).endswith("Donnez l'adresse complète du flux, comme https://exemple.fr/rss.xml")


async def test_a_feed_that_its_site_had_given_up_is_read_again_when_it_is_added_again(town: Town) -> None:
    url = town.server.serve("/rss", NEWS)
    await town.add("/rss", "nom: Le Port")
    now, store = town.office.clock(), town.office.store
    [feed] = await town.own()
    memory = Memory(gone_at=now, stopped_at=now)
    stopped = FeedState(url, baseline_at=now, failures=3, last_error="supprimé", memory=memory)
    await store.save_visit(feed, stopped, [], now, baseline=False)
    town.server.serve("/rss", status=410)
    assert "a été supprimé" in await town.add("/rss")
    town.server.serve("/rss", NEWS)
    assert await town.add("/rss") == "« Le Port » est de retour : Vigie recommence à le lire."
    assert url in [feed.url for feed, _ in await store.due_feeds(now)]
    assert "déjà suivi" in await town.add("/rss")


async def test_the_feed_of_a_blogs_comments_is_not_offered_beside_that_of_its_articles(town: Town) -> None:
    url = town.server.serve("/feed/", NEWS)
    town.server.serve("/", page("/feed/", "/comments/feed/"), content_type="text/html")
    assert "est suivi" in await town.add("/")
    assert [feed.url for feed in await town.own()] == [url]


async def test_a_page_that_only_has_comments_offers_those(town: Town) -> None:
    url = town.server.serve("/commentaires.xml", NEWS)
    town.server.serve("/", page("/commentaires.xml"), content_type="text/html")
    assert "est suivi" in await town.add("/")
    assert [feed.url for feed in await town.own()] == [url]


async def test_a_feed_whose_hub_keeps_its_word_is_told_as_such(here: Office) -> None:
    leases, now = SqlLeases(here.store.database), here.clock()
    desk = replace(here.desk, leases=leases)
    lease = websub.fresh(Offer(("https://hub.example",), GAZETTE.url), "https://vigie.example", "p" * 43, "s", now)
    await leases.save(GAZETTE.url, websub.granted(lease, timedelta(days=10), now, 0.0))
    assert "prévient" not in (await desk.answer(READER, "flux liste", {})).text
    await here.read_feed(GAZETTE)
    found = await leases.of(GAZETTE.url)
    assert found is not None
    await leases.save(GAZETTE.url, websub.pushed(found, now))
    text = spaced((await desk.answer(READER, "flux liste", {})).text)
    assert "La Gazette (gazette.example) : lu à l'instant ; il prévient Vigie de chaque article" in text
    assert text.count("prévient") == 1
    here.clock.forward(days=11)
    assert "prévient" not in (await desk.answer(READER, "flux liste", {})).text
