"""« Contre 120 » is told to those who can read the article that said 120, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from fakes.vigie import GAZETTE, HERE, FakeChat, Vigie
from test_isolation import OURS, THERE, apart, everything

from vigie.model import Channel, Delivery, DeliveryKind, Update
from vigie.summarise.updates import HEAD, known_to
from vigie.text.french import NBSP, THIN

__all__ = ["apart"]

ON_BOTH = True

UNCOUNTED = "Ateliers Morvan va supprimer des postes dans son usine de Quimper"
SECRET = "Ateliers Morvan : 120 postes supprimés dans son usine de Quimper"
REVISED = "Ateliers Morvan : 135 postes supprimés dans son usine de Quimper"
BOTH = f"{REVISED}, contre 120 annoncés d'abord"


@dataclass
class Chat(FakeChat):
    """Also remembers the new facts, by channel."""

    facts: list[tuple[Channel, str]] = field(default_factory=list)

    async def post(self, delivery: Delivery) -> str:
        if delivery.kind is DeliveryKind.UPDATE:
            assert delivery.alert.update is not None
            self.facts.append((delivery.channel, delivery.alert.update.text))
        return await super().post(delivery)


async def told(vigie: Vigie, last: str) -> tuple[str, str]:
    """What the two tenants read once a feed of both has told the last; the first tenant alone saw the 120."""
    vigie.chat = chat = Chat()
    vigie.services.platforms["chat"] = chat
    vigie.web.publish(GAZETTE, UNCOUNTED, "Ateliers Morvan l'a annoncé lundi aux élus de Quimper.")
    await vigie.tick(hours=1)
    vigie.web.publish(OURS, SECRET, "Selon le syndicat, Ateliers Morvan supprime 120 postes à Quimper.")
    await vigie.tick(hours=1)
    vigie.web.publish(GAZETTE, last, "Ateliers Morvan supprime 135 postes à Quimper, dit la direction.")
    await vigie.tick(hours=1)
    story = await vigie.store.whole_story(1)
    assert story is not None
    assert len(story.sources) == 3
    assert f"135{NBSP}postes, contre 120" in story.updates[-1].text
    first, second = ("\n".join(text for channel, text in chat.facts if channel == one) for one in (HERE, THERE))
    here, there = await everything(vigie, HERE), await everything(vigie, THERE)
    return f"{first}\n{here}".replace(NBSP, " "), f"{second}\n{there}".replace(NBSP, " ")


async def updates(vigie: Vigie, tenant: str) -> list[Update]:
    story = await vigie.store.story(1, tenant)
    assert story is not None
    return list(story.updates)


async def test_an_older_figure_is_told_only_to_those_who_could_have_read_it(apart: Vigie) -> None:
    here, there = await told(apart, REVISED)
    assert "135 postes, contre 120" in here
    assert "135 postes" in there
    assert "120" not in there
    [first, last] = await updates(apart, "chat:1")
    assert (first.text, last.figure) == (f"{HEAD}120{NBSP}postes", f"135{NBSP}postes")
    [only] = await updates(apart, "chat:2")
    assert (only.text, only.figure) == (f"{HEAD}135{NBSP}postes", ""), "nothing that they can read contradicts it"


async def test_an_older_figure_that_the_new_article_tells_itself_is_told_to_all(apart: Vigie) -> None:
    here, there = await told(apart, BOTH)
    assert "135 postes, contre 120" in here
    assert "135 postes, contre 120" in there


@pytest.mark.parametrize(
    ("said", "value", "kept"),
    [
        (f"9{THIN}100{NBSP}postes, contre 9{THIN}000", 9_000.0, True),
        (f"9{THIN}100{NBSP}postes, contre 9{THIN}000", 9.0, False),
        (f"12,5{NBSP}%, contre 10{NBSP}%", 10.0, True),
        (f"1,3{NBSP}milliard d'euros, contre 1,2{NBSP}milliard d'euros", 1.2e9, True),
        (f"3{NBSP}millions d'euros, contre 9{NBSP}millions d'euros", 9.0, False),
        (f"30{THIN}000{NBSP}euros, contre 9{NBSP}euros", 9.0, True),
        (f"12{NBSP}millions de réaux, contre 9{NBSP}millions de réaux", 9e6, True),
        ("La CNIL porte plainte, contre 9 en 2020.", 1.0, True),
        ("un recours contre la décision est annoncé", 1.0, True),
    ],
)
def test_a_figure_is_known_by_its_value_however_it_is_shown(said: str, value: float, kept: bool) -> None:
    update = Update(HEAD + said, "https://gazette.example/1", figure="x")
    assert (known_to(update, {value}) == update) is kept
    if not kept:
        assert known_to(update, {value}).text == HEAD + said.partition(", contre ")[0]
