"""What a channel gets: subscribing, leaving, and seeing what it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.commands import (
    ALICE,
    AT_TERMINAL,
    COURRIER,
    ELSEWHERE,
    GAZETTE,
    HERE,
    READER,
    SETTER,
    Office,
    office,
    spaced,
)

from vigie.model import LAYOFFS, REGULATION, Company, FeedState, RegulationFacts, Sensitivity


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as built:
        yield built


async def wishes(here: Office) -> dict[str, set[str]]:
    return {s.company.name if s.company else "*": set(s.topics) for s in await here.store.subscriptions(HERE)}


# -- abonner ----------------------------------------------------------------------------------------------------------


async def test_subscribing_to_companies_says_so_to_the_channel(here: Office) -> None:
    reply = await here.type("abonner Ateliers Morvan, groupe oree sujets: emploi", SETTER)
    assert reply.text.startswith("Ce salon est abonné à Ateliers Morvan et L'Orée (Emploi).")
    assert "Rien à montrer pour l'instant" in reply.text
    assert not reply.private
    assert await wishes(here) == {"Ateliers Morvan": {LAYOFFS}, "L'Orée": {LAYOFFS}}


async def test_subscribing_without_a_name_is_subscribing_to_everything(here: Office) -> None:
    reply = await here.type("abonner")
    assert reply.text.startswith("Ce salon est abonné à toutes les entreprises (tous les sujets).")
    assert await wishes(here) == {"*": set()}


@pytest.mark.parametrize("line", ["abonner toutes", "subscribe all", "abonner emploi, autorites"])
async def test_everything_may_be_said_in_words(here: Office, line: str) -> None:
    await here.type(line)
    assert await wishes(here) in ({"*": set()}, {})


async def test_a_subscription_may_have_a_sensitivity_of_its_own(here: Office) -> None:
    reply = await here.type("abonner L'Orée sensibilite: stricte", SETTER)
    assert reply.text.startswith("Ce salon est abonné à L'Orée (tous les sujets, sensibilité stricte).")
    assert [s.sensitivity for s in await here.store.subscriptions(HERE)] == [Sensitivity.STRICT]
    assert "rien n'a changé" in (await here.type("abonner L'Orée")).text
    reply = await here.type("abonner L'Orée sensibilite: large")
    assert (
        "L'Orée : tous les sujets, sensibilité large (auparavant : tous les sujets, sensibilité stricte)" in reply.text
    )
    assert "• L'Orée (tous les sujets, sensibilité large)" in (await here.type("liste")).text
    reply = await here.type("desabonner L'Orée confirme: oui")
    assert "/vigie abonner entreprises: L'Orée sujets: tous sensibilite: large" in reply.text


async def test_what_is_no_sensitivity_is_refused(here: Office) -> None:
    assert "Écrivez stricte, normale ou large" in (await here.type("abonner sensibilite: forte")).text
    assert await wishes(here) == {}


async def test_a_company_may_be_heard_otherwise_than_all_the_others(here: Office) -> None:
    await here.type("abonner sensibilite: stricte")
    await here.type("abonner L'Orée sensibilite: normale")
    assert [s.sensitivity for s in await here.store.subscriptions(HERE)] == [Sensitivity.STRICT, Sensitivity.NORMAL]


async def test_subscribing_keeps_who_did_it_for_the_audit(here: Office) -> None:
    await here.type("abonner L'Orée", SETTER)
    change = await here.store.last_change(HERE)
    assert change is not None
    assert (change.who, change.what) == ("Basile", "Abonnement à L'Orée (tous les sujets).")
    assert [(s.created_by, s.created_at) for s in await here.store.subscriptions(HERE)] == [("u2", here.clock())]


async def test_subscribing_shows_the_last_matching_stories_and_no_backlog(here: Office) -> None:
    await here.publish("L'Orée", "L'Orée a un plan")
    for n in range(4):
        here.clock.forward(hours=1)
        await here.publish("Ateliers Morvan", f"Ateliers Morvan, plan {n}")
    reply = await here.type("abonner Morvan SA")
    assert [card.title for card in reply.cards] == [f"Ateliers Morvan, plan {n}" for n in (3, 2, 1)]
    assert {card.mark for card in reply.cards} == {"Aperçu"}
    assert "Voici les 3 dernières passées, en aperçu" in reply.text
    assert await here.store.due_deliveries(here.clock()) == []


async def test_subscribing_to_several_mixes_their_stories_by_date(here: Office) -> None:
    for name in ("L'Orée", "Ateliers Morvan", "L'Orée"):
        here.clock.forward(hours=1)
        await here.publish(name, f"{name} à {here.clock():%H}")
    reply = await here.type("abonner L'Orée, Ateliers Morvan")
    assert [card.title for card in reply.cards] == ["L'Orée à 15", "Ateliers Morvan à 14", "L'Orée à 13"]


async def test_subscribing_to_one_topic_shows_only_its_stories(here: Office) -> None:
    await here.publish("L'Orée", "Une amende pour L'Orée", topic=REGULATION, facts=RegulationFacts())
    reply = await here.type("abonner L'Orée sujets: emploi")
    assert reply.cards == ()
    reply = await here.type("abonner L'Orée sujets: autorites")
    assert len(reply.cards) == 1
    assert "Voici la dernière alerte passée" in reply.text


async def test_subscribing_again_changes_nothing_and_says_so(here: Office) -> None:
    await here.type("abonner L'Orée")
    reply = await here.type("abonner l'oree")
    assert reply.text.startswith("Ce salon reçoit déjà les alertes sur L'Orée (tous les sujets) : rien n'a changé.")
    assert reply.private


async def test_a_company_within_everything_is_had_already(here: Office) -> None:
    await here.type("abonner")
    for line in ("abonner L'Orée", "abonner L'Orée sujets: emploi"):
        assert "reçoit déjà" in (await here.type(line)).text
    assert await wishes(here) == {"*": set()}


async def test_everything_about_one_topic_does_not_cover_the_other(here: Office) -> None:
    await here.type("abonner emploi")
    assert "reçoit déjà" in (await here.type("abonner L'Orée emploi")).text
    reply = await here.type("abonner L'Orée")
    assert "En tout, ce salon reçoit : toutes les entreprises (Emploi) ; L'Orée (tous les sujets)." in reply.text


async def test_other_topics_replace_the_old_ones_and_both_are_told(here: Office) -> None:
    await here.type("abonner L'Orée")
    reply = await here.type("abonner L'Orée sujets: autorites")
    assert "L'Orée : Autorités (auparavant : tous les sujets)" in reply.text
    assert await wishes(here) == {"L'Orée": {REGULATION}}
    await here.type("abonner sujets: emploi")
    reply = await here.type("abonner")
    assert "Toutes les entreprises : tous les sujets (auparavant : Emploi)" in reply.text


async def test_names_beside_everything_are_told_as_a_part_of_it(here: Office) -> None:
    await here.type("abonner L'Orée")
    reply = await here.type("abonner")
    assert "En tout, ce salon reçoit : toutes les entreprises, dont L'Orée (tous les sujets)." in reply.text


async def test_an_unknown_company_subscribes_nothing(here: Office) -> None:
    reply = await here.type("abonner L'Orée, Brasserie du Ponant")
    assert reply.text.startswith("« Brasserie du Ponant » n'est pas une entreprise surveillée.")
    assert "Vouliez-vous dire « Brasseries du Ponant » ?" in reply.text
    assert reply.text.endswith("/vigie entreprise ajouter nom: Brasserie du Ponant")
    assert await wishes(here) == {}


async def test_an_unknown_topic_subscribes_nothing(here: Office) -> None:
    assert "n'est pas un sujet" in (await here.type("abonner L'Orée sujets: sport")).text
    assert await wishes(here) == {}


async def test_a_channel_owns_its_subscriptions(here: Office) -> None:
    await here.type("abonner L'Orée")
    assert "n'est abonné à rien" in (await here.type("liste", ELSEWHERE)).text


# -- desabonner -------------------------------------------------------------------------------------------------------


async def test_leaving_asks_first(here: Office) -> None:
    await here.type("abonner L'Orée, Ateliers Morvan")
    question = await here.type("desabonner L'Orée")
    assert question.text.splitlines() == ["L'abonnement de ce salon à L'Orée prendra fin.", "Confirmez-vous ?"]
    assert [(spaced(a.label), a.danger) for a in question.actions] == [("Oui, arrêter", True), ("Non, garder", False)]
    assert question.private
    assert len(await wishes(here)) == 2
    kept = await here.press(question, "Non, garder")
    assert kept.text == "C'est noté : rien n'a changé."
    assert len(await wishes(here)) == 2


async def test_leaving_hands_back_what_it_removed_as_lines_to_type(here: Office) -> None:
    await here.type("abonner L'Orée, Ateliers Morvan sujets: emploi")
    await here.type("abonner Brasseries du Ponant")
    before = await wishes(here)
    question = await here.type("desabonner")
    assert question.text.splitlines() == [
        "Ce salon ne recevra plus aucune alerte.",
        "Il reçoit : Ateliers Morvan et L'Orée (Emploi) ; Brasseries du Ponant (tous les sujets).",
        "Confirmez-vous ?",
    ]
    done = await here.press(question, "Oui, arrêter", SETTER)
    assert done.text.splitlines() == [
        "C'est fait, 3 abonnements arrêtés.",
        "Ce salon ne reçoit plus d'alertes.",
        "Pour revenir en arrière, tapez :",
        "/vigie abonner entreprises: Ateliers Morvan, L'Orée sujets: emploi",
        "/vigie abonner entreprises: Brasseries du Ponant sujets: tous",
    ]
    assert not done.private
    change = await here.store.last_change(HERE)
    assert change is not None
    assert change.who == "Basile"
    assert change.what.startswith("Fin de l'abonnement à Ateliers Morvan")
    for line in done.text.splitlines()[3:]:
        await here.type(line)
    assert await wishes(here) == before


async def test_leaving_everything_hands_everything_back(here: Office) -> None:
    await here.type("abonner emploi")
    await here.type("abonner L'Orée")
    done = await here.press(await here.type("desabonner toutes"), "Oui, arrêter")
    assert "/vigie abonner sujets: emploi" in done.text
    assert await wishes(here) == {}
    for line in done.text.splitlines()[-2:]:
        await here.type(line)
    assert await wishes(here) == {"*": {LAYOFFS}, "L'Orée": set()}


async def test_leaving_one_company_while_everything_goes_on_says_so(here: Office) -> None:
    await here.type("abonner L'Orée")
    await here.type("abonner emploi")
    question = await here.type("desabonner L'Orée")
    assert "Les alertes de toutes les entreprises (Emploi) continueront." in question.text
    done = await here.press(question, "Oui, arrêter")
    assert "Les alertes de toutes les entreprises (Emploi) continuent." in done.text


async def test_one_company_cannot_be_taken_out_of_everything(here: Office) -> None:
    await here.type("abonner")
    reply = await here.type("desabonner L'Orée")
    assert "on ne peut pas en ôter seulement L'Orée" in reply.text
    assert await wishes(here) == {"*": set()}


async def test_leaving_what_one_does_not_get_is_refused(here: Office) -> None:
    assert (await here.type("desabonner L'Orée")).text == "Ce salon n'est abonné à rien : il n'y a rien à arrêter."
    await here.type("abonner Ateliers Morvan")
    reply = await here.type("desabonner L'Orée")
    assert reply.text.startswith("Ce salon n'est pas abonné à L'Orée.")
    assert "n'est pas une entreprise surveillée" in (await here.type("desabonner Zébulon")).text


async def test_a_button_pressed_twice_is_refused_the_second_time(here: Office) -> None:
    await here.type("abonner L'Orée")
    question = await here.type("desabonner L'Orée")
    await here.press(question, "Oui, arrêter")
    assert "il n'y a rien à arrêter" in (await here.press(question, "Oui, arrêter")).text


async def many(here: Office, count: int) -> list[str]:
    names = [f"Société numéro {n:03d} de la région des Hauts Plateaux" for n in range(count)]
    for name in names:
        await here.store.add_company(Company(0, name, tenant=HERE.tenant), here.clock())
    for start in range(0, count, 20):
        await here.type(f"abonner {', '.join(names[start : start + 20])}")
    return names


async def test_what_is_too_long_for_one_message_is_left_in_several_and_all_handed_back(here: Office) -> None:
    names = await many(here, 60)
    question = await here.type("desabonner")
    assert question.text.startswith("Ce salon ne recevra plus aucune alerte, par lots : ")
    reply = await here.press(question, "Oui, arrêter")
    back = reply.text
    while any(action.label == "Continuer" for action in reply.actions):
        assert "à arrêter" in reply.text
        reply = await here.press(reply, "Continuer")
        back += reply.text
    assert await wishes(here) == {}
    assert all(name in back for name in names)


async def test_a_list_too_long_for_a_button_is_left_in_several(here: Office) -> None:
    names = await many(here, 14)
    question = await here.type(f"desabonner {', '.join(names)}")
    assert all(len(a.values.get("entreprises", "")) <= 60 for a in question.actions)
    done = await here.press(question, "Oui, arrêter")
    assert "10 abonnements arrêtés" in done.text
    rest = next(line for line in question.text.splitlines() if "tapez ensuite" in line).split(" : ", 1)[1]
    await here.press(await here.type(rest), "Oui, arrêter")
    assert await wishes(here) == {}


# -- liste ------------------------------------------------------------------------------------------------------------


async def test_the_list_says_what_comes_from_where_and_who_set_it(here: Office) -> None:
    await here.type("abonner L'Orée, Ateliers Morvan sujets: emploi", SETTER)
    reply = await here.type("liste", READER)
    assert reply.text.splitlines() == [
        "Ce salon reçoit :",
        "• Ateliers Morvan, L'Orée (Emploi)",
        "De 2 flux :",
        "  La Gazette, Le Courrier",
        "Dernier changement le 25 nov. 2026, 13 h 00, par Basile : Abonnement à L'Orée et Ateliers Morvan (Emploi).",
    ]
    assert reply.private


async def test_the_list_names_the_feeds_in_trouble_and_no_secret(here: Office) -> None:
    await here.type("abonner")
    broken = FeedState(GAZETTE.url).after_failure("Le serveur ne répond pas.", GAZETTE, here.clock(), None)
    await here.store.save_visit(GAZETTE, broken, [], here.clock(), baseline=False)
    reply = await here.type("liste")
    assert "Dont 1 en panne :\n• La Gazette : jamais lu, 1 essai : Le serveur ne répond pas" in reply.text
    assert "secret" not in reply.text


async def test_a_channel_without_a_subscription_is_told_how_to_get_one(here: Office) -> None:
    reply = await here.type("liste")
    assert reply.text.startswith("Ce salon n'est abonné à rien pour l'instant.")
    assert "/vigie abonner entreprises:" in reply.text


async def test_a_list_without_feeds_says_that_nothing_can_come(here: Office) -> None:
    await here.type("abonner")
    await here.store.adopt((), (), here.clock())
    assert "Aucun flux n'est suivi" in (await here.type("liste")).text


async def test_a_long_list_is_paged(here: Office) -> None:
    await many(here, 60)
    first = await here.type("liste")
    assert "Page 1 sur" in first.text
    second = await here.press(first, "Suite")
    assert "Page 2 sur" in second.text
    assert "Il n'y a que" in (await here.type("liste page: 99")).text


async def test_without_a_change_in_the_audit_the_list_shows_none(here: Office) -> None:
    await here.type("abonner")
    subscription = (await here.store.subscriptions(HERE))[0]
    await here.store.subscribe([replace(subscription, channel=AT_TERMINAL.channel)], None)
    reply = await here.type("liste", AT_TERMINAL)
    assert reply.text.startswith("Ce terminal reçoit :")
    assert "Dernier changement" not in reply.text
    assert COURRIER.name in reply.text
    assert ALICE.name not in reply.text
