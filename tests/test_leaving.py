"""Leaving: stopped at once, erased after a week and a confirmation, so that no id is found in any file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from fakes.vigie import COURRIER, GAZETTE, FakeChat, Vigie

from vigie.model import Change, Channel, Company, Feed
from vigie.ports import PostError, Query
from vigie.rules import Rules

SERVER = "chat:990817264551"
THERE, ALSO = Channel("chat", SERVER, "7755331199"), Channel("chat", SERVER, "6644220088")
HERE = Channel("chat", "chat:1", "veille")
PERSON = "445566778899"
IDS = ("990817264551", "7755331199", "6644220088", PERSON, "Verreries Secrètes", "interne-9f3", "Zoé Martel")


async def settled(vigie: Vigie) -> None:
    """Two tenants with a past: subscriptions, rules, a company and a feed of its own, alerts, edits."""
    await vigie.watching()
    store, now = vigie.store, vigie.clock()
    await store.add_company(Company(0, "Verreries Secrètes", tenant=SERVER), now)
    await store.follow(Feed("https://interne-9f3.example/rss", "interne-9f3", tenant=SERVER), now)
    for channel in (THERE, ALSO):
        await vigie.subscribe(channel)
        await store.set_rules(channel, Rules(hourly=99, role=PERSON), Change(channel, "Zoé Martel", "Réglages.", now))
    await vigie.tick()
    own = Feed("https://interne-9f3.example/rss", "interne-9f3", tenant=SERVER)
    title = "Verreries Secrètes va supprimer 80 postes à Blois"
    vigie.web.publish(own, title, f"{title}, annonce la direction.")
    title = "Ateliers Morvan va supprimer 120 postes à Dijon"
    vigie.web.publish(GAZETTE, title, f"{title}, annonce la direction.")
    vigie.web.publish(own, f"{title} en mars", f"{title}, annonce la direction.")
    await vigie.tick(hours=1)
    vigie.web.publish(COURRIER, "120 postes supprimés chez Ateliers Morvan", f"{title}, annonce la direction.")
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) >= 4


def found_in_files(folder: Path) -> list[tuple[str, str]]:
    return [
        (path.name, id)
        for path in folder.iterdir()
        for id in IDS
        if id.encode() in path.read_bytes() or id.encode("utf-16-le") in path.read_bytes()
    ]


async def test_an_erased_tenant_is_found_nowhere_in_our_files(vigie, tmp_path):
    await settled(vigie)
    (tmp_path / "vigie.db.avant-0004").write_bytes(b"a copy with 990817264551")
    assert {id for _, id in found_in_files(tmp_path)} >= set(IDS[:4])
    await vigie.store.erase_tenant(SERVER)
    assert found_in_files(tmp_path) == []
    assert await vigie.store.kept(SERVER) == {
        "salons": [], "abonnements": [], "entreprises": [], "flux": [], "changements": [], "alertes": []
    }  # fmt: skip


async def test_the_others_keep_all_that_is_theirs(vigie):
    await settled(vigie)
    before = await vigie.store.search(Query("chat:1"))
    await vigie.store.erase_tenant(SERVER)
    after = await vigie.store.search(Query("chat:1"))
    assert [story.id for story in after.stories] == [story.id for story in before.stories]
    assert len(await vigie.store.subscriptions(HERE)) == 1
    title = "Ateliers Morvan ferme son site de Nevers, 300 emplois supprimés"
    vigie.web.publish(GAZETTE, title, f"{title}.")
    posts = len(vigie.chat.posts)
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) >= posts
    assert [c.name for c in await vigie.store.companies(SERVER)] == ["Ateliers Morvan", "Brasseries du Ponant"]


async def test_a_server_that_puts_us_out_gets_nothing_more_and_is_erased_after_a_week(vigie, tmp_path):
    await settled(vigie)
    vigie.chat.closed = {THERE, ALSO}
    await vigie.store.stop_tenant(SERVER, vigie.clock())
    posts = len(vigie.chat.posts)
    title = "Ateliers Morvan ferme son site de Nevers, 300 emplois supprimés"
    vigie.web.publish(GAZETTE, title, f"{title}.")
    await vigie.tick(hours=1)
    assert set(list(vigie.chat.places.values())[posts:]) <= {HERE}
    await vigie.tick(days=6)
    assert await vigie.store.subscriptions(THERE) != []
    await vigie.tick(days=1, hours=1)
    assert found_in_files(tmp_path) == []
    assert len(await vigie.store.subscriptions(HERE)) == 1


async def test_nothing_is_erased_while_the_platform_does_not_confirm_it(vigie):
    class Away(FakeChat):
        async def exists(self, channel: Channel) -> bool:
            raise PostError("503")

    await settled(vigie)
    await vigie.store.stop_tenant(SERVER, vigie.clock())
    vigie.services.platforms["chat"] = Away()
    await vigie.tick(days=8)
    assert await vigie.store.subscriptions(THERE) != []
    vigie.services.platforms.pop("chat")
    await vigie.tick(hours=1)
    vigie.services.platforms["chat"] = vigie.chat
    await vigie.tick(hours=1)
    assert await vigie.store.gone(vigie.clock()) == []  # it is there after all
    assert await vigie.store.subscriptions(THERE) != []


async def test_one_channel_that_is_deleted_takes_only_its_own(vigie):
    await settled(vigie)
    await vigie.store.stop(THERE, vigie.clock())
    vigie.chat.closed = {THERE}
    await vigie.tick(days=8)
    assert await vigie.store.subscriptions(THERE) == []
    assert len(await vigie.store.subscriptions(ALSO)) == 1
    assert await vigie.store.gone(vigie.clock() + timedelta(days=9)) == []


async def test_a_server_that_asks_us_back_in_time_finds_everything(vigie):
    await settled(vigie)
    await vigie.store.stop_tenant(SERVER, vigie.clock())
    await vigie.store.come_back(SERVER)
    title = "Ateliers Morvan ferme son site de Nevers, 300 emplois supprimés"
    vigie.web.publish(GAZETTE, title, f"{title}.")
    await vigie.tick(hours=1)
    assert THERE in vigie.chat.places.values()
    assert await vigie.store.gone(vigie.clock()) == []


async def test_the_file_and_its_companions_are_for_their_owner_alone(vigie, tmp_path):
    await settled(vigie)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert {name: mode for name, mode in modes.items() if mode & 0o077} == {}


async def test_a_channel_that_is_there_again_leaves_the_others_gone(vigie):
    await settled(vigie)
    await vigie.store.stop_tenant(SERVER, vigie.clock())
    await vigie.store.come_back(SERVER, THERE)
    assert await vigie.store.gone(vigie.clock() + timedelta(days=9)) == [ALSO]
