"""The post lives: what later articles change in it, end to end."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from fakes.vigie import COURRIER, GAZETTE, FakeChat, Vigie

from vigie.model import Delivery, DeliveryKind, Feed, Update
from vigie.ports import PostError, Query

ECHO = Feed("https://echo.example/rss", "L'Écho")
PLAN = "Ateliers Morvan va supprimer 120 postes à Dijon"
PLAN_TEXT = "Ateliers Morvan a annoncé mardi la suppression de 120 postes dans son usine de Dijon."
DISPATCH = (
    "Ateliers Morvan a annoncé mardi à ses syndicats la suppression de 120 postes dans son usine de Dijon, en "
    "Côte-d'Or. Une réunion est prévue jeudi avec la préfecture, a-t-on appris de source syndicale."
)


@dataclass
class Chat(FakeChat):
    """Also remembers the updates: beneath which message, and what they say."""

    updates: list[tuple[str | None, Update]] = field(default_factory=list)

    async def post(self, delivery: Delivery) -> str:
        if delivery.kind is not DeliveryKind.UPDATE:
            return await super().post(delivery)
        if self.errors:
            raise self.errors.pop(0)
        assert delivery.alert.update is not None
        self.updates.append((delivery.message_id, delivery.alert.update))
        return f"u{len(self.updates)}"


@pytest.fixture
async def living(vigie) -> Vigie:
    """A story told in the channel, at m1."""
    vigie.chat = Chat()
    vigie.services.platforms["chat"] = vigie.chat
    await vigie.watching(GAZETTE, COURRIER, ECHO)
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    await vigie.tick()
    assert list(vigie.chat.posts) == ["m1"]
    return vigie


async def test_a_new_figure_is_told_beneath_the_post_and_stands_beside_the_old_one(living):
    living.web.publish(COURRIER, "Ateliers Morvan : 135 postes supprimés à Dijon, contre 120 annoncés")
    await living.tick(hours=1)
    [(message, new)] = living.chat.updates
    assert message == "m1"
    assert new.text == "Mise à jour\u00a0: 135\u00a0postes, contre 120"
    [(edited, card)] = living.chat.edits
    assert edited == "m1"
    assert "120" in card.summary
    assert "135\u00a0postes selon Le Courrier" in card.details
    assert len(living.chat.posts) == 1


async def test_a_denial_turns_the_card_and_is_loud(living):
    living.web.publish(
        COURRIER, "Ateliers Morvan dément supprimer 120 postes à Dijon", "La direction dément tout plan."
    )
    await living.tick(hours=1)
    [(_, new)] = living.chat.updates
    assert new.loud
    [(_, card)] = living.chat.edits
    assert "démenti" in card.heading
    assert card.link.startswith("https://courrier.example/")
    [found] = (await living.store.search(Query("chat:1"))).stories
    assert found.lead.outlet == "Le Courrier"


async def test_an_update_that_failed_is_tried_again_and_told_once(living):
    living.web.publish(COURRIER, "Ateliers Morvan renonce à supprimer 120 postes à Dijon", "Le plan est abandonné.")
    living.chat.errors = [PostError("503")]
    await living.tick(hours=1)
    for _ in range(3):
        await living.tick(minutes=10)
    assert len(living.chat.updates) == 1


async def test_an_agencys_copies_count_once(living):
    for feed, title in (
        (COURRIER, "120 postes supprimés chez Ateliers Morvan"),
        (ECHO, "Ateliers Morvan licencie 120 salariés"),
    ):
        living.web.publish(feed, title, DISPATCH)
        await living.tick(hours=1)
    [found] = (await living.store.search(Query("chat:1"))).stories
    assert [source.copy for source in found.sources] == [False, False, True]
    assert found.outlets == ("La Gazette", "Le Courrier")
    assert len(living.chat.edits) == 1


async def test_another_article_of_an_outlet_that_is_there_changes_nothing(living):
    living.web.publish(GAZETTE, "Ateliers Morvan : colère à Dijon après l'annonce de 120 licenciements", PLAN_TEXT)
    await living.tick(hours=1)
    assert (living.chat.edits, living.chat.updates, len(living.chat.posts)) == ([], [], 1)


async def test_a_post_is_edited_once_a_minute_at_most(living):
    living.web.publish(COURRIER, "120 postes supprimés chez Ateliers Morvan à Dijon", "Un plan de 120 postes à Dijon.")
    await living.tick(minutes=20)
    assert len(living.chat.edits) == 1
    living.web.publish(ECHO, "Ateliers Morvan licencie 120 salariés à Dijon", "À Dijon, 120 emplois vont disparaître.")
    await living.tick(minutes=20)
    await living.tick(minutes=2)
    assert len(living.chat.edits) == 2
    assert "3 médias" in living.chat.edits[-1][1].sources.replace("\u00a0", " ")


async def test_nothing_is_told_beneath_a_post_that_never_was(living):
    living.chat.errors = [PostError("gone", permanent=True)]
    living.web.publish(
        GAZETTE, "Brasseries du Ponant supprime 45 postes à Brest", "45 postes seront supprimés à Brest."
    )
    await living.tick(hours=1)
    living.web.publish(COURRIER, "Brasseries du Ponant renonce à supprimer 45 postes à Brest", "Le plan est abandonné.")
    await living.tick(hours=1)
    assert living.chat.updates == []
