"""`muet`: a company or a story that a channel wants to hear no more of for a while; what is told, what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.vigie import COURRIER, GAZETTE, HERE, PONANT, Vigie
from test_commands_settings import ALICE, BOB, ask, press

from vigie.model import Channel, Company

THERE = Channel("chat", "chat:2", "social")


def cuts(vigie: Vigie, jobs: int, feed=GAZETTE, company: str = "Ateliers Morvan") -> None:
    title = f"{company} va supprimer {jobs} postes à Dijon"
    vigie.web.publish(feed, title, f"{title}, annonce la direction mardi.")


async def test_a_company_that_is_muted_is_not_told_here_until_that_day_and_is_told_elsewhere(vigie):
    await vigie.watching()
    await vigie.subscribe(THERE)
    reply = await ask(vigie, "muet Ateliers Morvan duree: 2 semaines")
    assert reply.text.startswith("Ce salon n'entendra plus parler d'Ateliers Morvan jusqu'au 16 mars 2026")
    assert not reply.private
    cuts(vigie, 120)
    cuts(vigie, 45, company=PONANT.name)
    await vigie.tick(hours=1)
    assert sorted(place.id for place in vigie.chat.places.values()) == sorted([HERE.id, THERE.id, THERE.id])
    assert "ne veut plus entendre parler d'Ateliers Morvan jusqu'au" in (await ask(vigie, "pourquoi 1")).text
    await vigie.tick(days=15)
    vigie.chat.posts.clear()
    cuts(vigie, 80)
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 2


async def test_what_waits_of_a_company_is_not_sent_once_it_is_muted(vigie):
    await vigie.watching()
    await ask(vigie, "reglages rythme: quotidien")
    cuts(vigie, 120)
    await vigie.tick(hours=1)
    await ask(vigie, "muet Ateliers Morvan")
    await vigie.tick(days=1)
    assert vigie.chat.posts == {}


async def test_a_muted_story_has_no_sequel_here_and_other_stories_of_the_company_are_told(vigie):
    await vigie.watching()
    cuts(vigie, 120)
    await vigie.tick(hours=1)
    why = await ask(vigie, "pourquoi 1")
    assert [action.label.replace("\u00a0", " ") for action in why.actions] == [
        "Muet : les suites de cette alerte", "Muet : Ateliers Morvan, 30 jours",
    ]  # fmt: skip
    muted = await press(vigie, why, "Muet : les suites de cette alerte")
    assert "l'alerte n°\u00a01" in muted.text
    title = "120 postes supprimés chez Ateliers Morvan"
    vigie.web.publish(COURRIER, title, "Ateliers Morvan va supprimer 120 postes à Dijon, dit la direction mardi.")
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 1
    assert vigie.chat.edits == []
    closing = "Ateliers Morvan ferme son site de Nevers, 60 emplois supprimés"
    vigie.web.publish(GAZETTE, closing, closing + " en septembre, dit la direction.")
    await vigie.tick(hours=2)
    assert len(vigie.chat.posts) == 2


async def test_a_silence_is_shown_and_undone(vigie):
    await vigie.watching()
    assert "Rien n'est muet dans ce salon" in (await ask(vigie, "muet")).text
    await ask(vigie, "muet Ateliers Morvan")
    told = await ask(vigie, "muet", BOB)
    assert "• Ateliers Morvan, jusqu'au 1 avr. 2026" in told.text
    assert told.actions == ()
    assert "• Muet : Ateliers Morvan" in (await ask(vigie, "reglages")).text
    undone = await press(vigie, await ask(vigie, "muet"), "Reparler d'Ateliers Morvan")
    assert "entendra de nouveau parler d'Ateliers Morvan" in undone.text
    assert "rien n'a changé" in (await ask(vigie, "muet Ateliers Morvan duree: non")).text
    cuts(vigie, 120)
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 1


async def test_whoever_may_not_set_up_may_not_mute(vigie):
    await vigie.watching()
    cuts(vigie, 120)
    await vigie.tick(hours=1)
    refused = await ask(vigie, "muet Ateliers Morvan", BOB)
    assert "Rien n'est muet" in (await ask(vigie, "muet")).text
    assert refused.private
    assert (await ask(vigie, "pourquoi 1", BOB)).actions == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("muet Inconnue", "n'est pas une entreprise surveillée"),
        ("muet alerte: 999", "Je ne trouve pas d'alerte n° 999"),
        ("muet alerte: 99999999999", "Je ne trouve pas d'alerte"),
        ("muet alerte: 2147483648", "Je ne trouve pas d'alerte"),
        ("muet Ateliers Morvan duree: longtemps", "Je ne comprends pas la durée"),
        ("muet Ateliers Morvan duree: 40 mois", "un an au plus"),
        ("muet Ateliers Morvan alerte: 1", "pas les deux"),
        ("muet duree: 3 jours", "Dites aussi de quoi"),
    ],
)
async def test_what_cannot_be_muted_is_refused_with_what_to_write(vigie, line, said):
    await vigie.watching()
    assert said in (await ask(vigie, line)).text


async def test_a_channel_has_forty_silences_at_most_and_the_same_one_twice_is_one(vigie):
    await vigie.watching()
    for number in range(41):
        await vigie.store.add_company(Company(0, f"Verreries {number:02}", tenant="chat:1"), vigie.clock())
    for number in range(40):
        await ask(vigie, f"muet Verreries {number:02}")
    assert "40 silences" in (await ask(vigie, "muet Verreries 40")).text
    assert "n'entendra plus" in (await ask(vigie, "muet Verreries 39 duree: 3 jours")).text


async def test_in_a_private_message_there_is_nothing_to_mute(vigie):
    await vigie.watching()
    private = replace(ALICE, place="message privé")
    assert "ne se fait pas en message privé" in (await ask(vigie, "muet Ateliers Morvan", private)).text
