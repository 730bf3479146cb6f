"""`etat`: what does not go as it should is named, and where all goes well it says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.commands import COURRIER, ELSEWHERE, GAZETTE, HERE, READER, Office, office

from vigie.model import FeedState


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as built:
        yield built


async def test_a_channel_without_a_subscription_is_told_how_to_begin(here: Office) -> None:
    text = (await here.type("etat", READER)).text
    assert "2 flux suivis, aucun en panne." in text
    assert "Ce salon n'est abonné à rien : /vigie abonner" in text
    assert "Aucune alerte n'attend d'être envoyée ici." in text


async def test_a_feed_that_fails_is_named_with_its_reason(here: Office) -> None:
    await here.read_feed(COURRIER)
    state = FeedState(GAZETTE.url).after_failure("Cette adresse n'existe pas.", GAZETTE, here.clock(), None)
    await here.store.save_visit(GAZETTE, state, [], here.clock(), baseline=False)
    lines = (await here.type("etat")).text.splitlines()
    assert lines[-2] == "2 flux suivis, dont 1 en panne :"
    assert lines[-1].startswith("• La Gazette (gazette.example) : jamais lu, 1 essai : Cette adresse n'existe pas")


async def test_a_company_that_nothing_is_said_of_is_named(here: Office) -> None:
    await here.type("abonner")
    await here.publish("Ateliers Morvan", "Ateliers Morvan supprime 120 postes")
    text = (await here.type("etat", READER)).text
    assert "Sans alerte depuis 90 jours, 2 entreprises suivies ici : Brasseries du Ponant et L'Orée." in text
    assert "il manque un alias : /vigie aide entreprise modifier" in text
    await here.type("abonner Ateliers Morvan", ELSEWHERE)
    assert "Chaque entreprise suivie ici a eu au moins une alerte" in (await here.type("etat", ELSEWHERE)).text
    here.clock.forward(days=91)
    assert "3 entreprises suivies ici" in (await here.type("etat")).text


async def test_what_waits_is_counted_with_its_hour(here: Office) -> None:
    await here.type("abonner")
    await here.publish("Ateliers Morvan", "Ateliers Morvan supprime 120 postes", alerts=[HERE])
    said = (await here.type("etat")).text
    assert "1 alerte attend d'être envoyée ici, le 25 nov. 2026, 13 h 00." in said
    await here.publish("L'Orée", "L'Orée envisage un plan social", alerts=[HERE])
    assert "2 alertes attendent d'être envoyées ici, les premières le 25 nov. 2026" in (await here.type("etat")).text


async def test_another_channel_s_companies_are_not_told(here: Office) -> None:
    await here.type("abonner L'Orée")
    assert "Morvan" not in (await here.type("etat")).text
    here.clock.now += timedelta(days=1)
    assert "Orée" in (await here.type("etat")).text
