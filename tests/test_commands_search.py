"""Searching: within what the channel watches, five cards a page, and never an empty answer without advice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes.commands import ELSEWHERE, READER, Office, office, spaced

from vigie.model import REGULATION, RegulationFacts


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as built:
        yield built


async def titles(here: Office, line: str) -> list[str]:
    return [card.title for card in (await here.type(line, READER)).cards]


async def test_a_search_finds_whatever_the_accents_and_the_plural(here: Office) -> None:
    await here.type("abonner")
    await here.publish("L'Orée", "L'Orée supprime des emplois à Épinal")
    await here.publish("L'Orée", "L'Orée ouvre une boutique")
    reply = await here.type("chercher emploi epinal", READER)
    assert reply.text == "1 alerte trouvée pour « emploi epinal »."
    assert [(card.title, card.mark) for card in reply.cards] == [("L'Orée supprime des emplois à Épinal", "Recherche")]
    assert reply.private
    assert reply.actions == ()


async def test_a_search_stays_within_what_the_channel_watches(here: Office) -> None:
    await here.publish("L'Orée", "L'Orée et son plan")
    await here.publish("Ateliers Morvan", "Ateliers Morvan et son plan")
    await here.type("abonner L'Orée")
    await here.type("abonner Ateliers Morvan", ELSEWHERE)
    assert await titles(here, "chercher plan") == ["L'Orée et son plan"]


async def test_a_search_is_narrowed_by_company_topic_and_days(here: Office) -> None:
    await here.type("abonner")
    await here.publish("L'Orée", "L'Orée, plan un")
    await here.publish("L'Orée", "L'Orée, plan deux", topic=REGULATION, facts=RegulationFacts())
    here.clock.forward(days=3)
    await here.publish("Ateliers Morvan", "Ateliers Morvan, plan trois")
    assert len(await titles(here, "chercher plan")) == 3
    assert await titles(here, "chercher plan entreprise: Groupe Orée sujet: emploi") == ["L'Orée, plan un"]
    assert await titles(here, "chercher plan depuis: hier") == ["Ateliers Morvan, plan trois"]
    assert await titles(here, "chercher plan avant: hier sujet: autorites") == ["L'Orée, plan deux"]
    assert len(await titles(here, "chercher plan depuis: 7 jours avant: 01/01/2027 sujet: tous")) == 3


async def test_a_day_begins_at_midnight_in_paris(here: Office) -> None:
    await here.type("abonner")
    here.clock.forward(hours=11, minutes=30)  # 23:30 UTC is 00:30 the day after in Paris
    await here.publish("L'Orée", "L'Orée, plan de la nuit")
    assert await titles(here, "chercher plan depuis: 2026-11-26") == ["L'Orée, plan de la nuit"]
    assert await titles(here, "chercher plan avant: 2026-11-26") == []


async def test_pages_turn_with_buttons_that_keep_the_question(here: Office) -> None:
    await here.type("abonner")
    for n in range(12):
        here.clock.forward(days=6)
        await here.publish("L'Orée", f"L'Orée, plan {n}")
    first = await here.type("chercher plan sujet: emploi")
    assert first.text.splitlines() == [
        "12 alertes trouvées pour « plan », Emploi, page 1 sur 3.",
        "Par mois : févr. 2027 : 1 · janv. 2027 : 5 · déc. 2026 : 6",
    ]
    assert [card.title for card in first.cards] == [f"L'Orée, plan {n}" for n in (11, 10, 9, 8, 7)]
    assert [action.label for action in first.actions] == ["Suite"]
    second = await here.press(first, "Suite")
    assert [card.title for card in second.cards] == [f"L'Orée, plan {n}" for n in (6, 5, 4, 3, 2)]
    assert [action.label for action in second.actions] == ["Retour", "Suite"]
    third = await here.press(second, "Suite")
    assert len(third.cards) == 2
    assert [action.label for action in third.actions] == ["Retour"]
    assert (await here.type("chercher plan page: 4")).text.startswith("Il n'y a que 3 pages.")


async def test_the_months_beyond_a_year_are_added_up(here: Office) -> None:
    await here.type("abonner")
    for n in range(14):
        await here.publish("L'Orée", f"L'Orée, plan {n}")
        here.clock.forward(days=31)
    line = (await here.type("chercher plan")).text.splitlines()[1]
    assert line.startswith("Par mois : ")
    assert line.count("·") == 12
    assert line.endswith("avant : 2")


async def test_nothing_found_says_what_to_try(here: Office) -> None:
    await here.type("abonner L'Orée")
    reply = await here.type("chercher zeppelin entreprise: L'Orée depuis: 7 jours")
    assert reply.text.splitlines() == [
        "Aucune alerte pour « zeppelin », L'Orée, depuis 7 jours, parmi ce que suit ce salon.",
        "Essayez sans entreprise et depuis, ou avec une période plus longue.",
        "Essayez un seul mot, une autre orthographe, ou un synonyme (« plan social » pour « PSE »).",
    ]
    assert reply.cards == ()


async def test_nothing_found_about_a_company_not_followed_here_says_how_to_follow_it(here: Office) -> None:
    await here.publish("Ateliers Morvan", "Ateliers Morvan et son plan")
    await here.type("abonner L'Orée")
    reply = await here.type("chercher morvan sa")
    advice = "Ce salon n'est pas abonné à Ateliers Morvan. Pour l'abonner : /vigie abonner entreprises: Ateliers Morvan"
    assert advice in reply.text
    assert (await here.type("chercher plan entreprise: Morvan SA")).text == advice


@pytest.mark.parametrize("words", ["?!", "_ _", "…"])
async def test_a_search_without_a_word_is_refused_with_an_example(here: Office, words: str) -> None:
    await here.type("abonner")
    reply = await here.desk.answer(READER, "chercher", {"mots": words})
    assert spaced(reply.text) == "Il faut au moins un mot à chercher. Exemple : /vigie chercher plan social"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("chercher plan depuis: jadis", "Je ne comprends pas la date « jadis »."),
        ("chercher plan avant: 31/02/2026", "Je ne comprends pas la date « 31/02/2026 »."),
        ("chercher plan depuis: 2027-01-01", "Le 1er janv. 2027 est à venir"),
        ("chercher plan depuis: hier avant: 7 jours", "« depuis » (24 nov. 2026) doit venir avant « avant »"),
        ("chercher plan sujet: sport", "« sport » n'est pas un sujet."),
        ("chercher plan entreprise: Zébulon", "« Zébulon » n'est pas une entreprise surveillée."),
        ("chercher plan page: deux", "« deux » n'est pas un numéro de page."),
    ],
)
async def test_what_makes_no_sense_is_refused_with_what_to_write(here: Office, line: str, answer: str) -> None:
    await here.type("abonner")
    assert (await here.type(line)).text.startswith(answer)


async def test_a_channel_without_a_subscription_is_told_how_to_get_one(here: Office) -> None:
    assert "/vigie abonner" in (await here.type("chercher plan")).text
