"""The companies that a tenant watches beside those of feeds.yaml."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.commands import ALICE, ELSEWHERE, HERE, READER, STRANGER, Office, office

from vigie.commands import COMMANDS, companies
from vigie.model import Company


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as built:
        yield built


async def own(here: Office, tenant: str = HERE.tenant) -> list[Company]:
    return [company for company in await here.store.companies(tenant) if company.tenant]


# -- ajouter ----------------------------------------------------------------------------------------------------------


async def test_a_company_is_added_with_its_words(here: Office) -> None:
    line = 'entreprise ajouter "Nouvelle Vague" alias: NV, Vague & Cie contexte: cinéma exclure: Godard, Truffaut'
    reply = await here.type(line)
    assert reply.text.startswith(
        "Nouvelle Vague est surveillée, alias NV et Vague & Cie, si l'article dit aussi cinéma, "
        "sauf près de Godard ou Truffaut."
    )
    (company,) = await own(here)
    assert replace(company, id=0) == Company(
        0, "Nouvelle Vague", ("NV", "Vague & Cie"), ("cinéma",), ("Godard", "Truffaut"), HERE.tenant
    )


async def test_an_added_company_belongs_to_its_tenant(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague")
    assert await own(here, STRANGER.channel.tenant) == []
    assert "Nouvelle Vague" not in (await here.type("entreprise liste", STRANGER)).text
    assert "est surveillée" in (await here.type("entreprise ajouter Nouvelle Vague", STRANGER)).text


async def test_a_channel_that_gets_everything_learns_of_it_openly(here: Office) -> None:
    await here.type("abonner")
    reply = await here.type("entreprise ajouter Nouvelle Vague")
    assert "Ce salon, abonné à toutes les entreprises, recevra ses alertes." in reply.text
    assert not reply.private
    assert reply.actions == ()


async def test_another_channel_is_offered_to_subscribe(here: Office) -> None:
    reply = await here.type("entreprise ajouter Nouvelle Vague")
    assert reply.private
    assert "/vigie abonner entreprises: Nouvelle Vague" in reply.text
    done = await here.press(reply, "Abonner ce salon")
    assert done.text.startswith("Ce salon est abonné à Nouvelle Vague")
    in_thread = await here.type("entreprise ajouter Autre Vague", replace(ALICE, place="fil"))
    assert in_thread.actions == ()


@pytest.mark.parametrize("name", ["Orange", "casino", "BUT", "Free", "Action", "Printemps", "Meta"])
async def test_a_name_that_is_a_common_word_is_warned_of(here: Office, name: str) -> None:
    reply = await here.type(f"entreprise ajouter {name}")
    assert f"Attention, « {name} » est aussi un mot courant" in reply.text
    done = await here.press(reply, "Ajouter ces mots")
    assert f"Désormais : {name}, si l'article dit aussi" in done.text
    assert (await own(here))[0].context == tuple(companies.SUGGESTED[name.casefold()].split(", "))


async def test_a_common_alias_is_warned_of_too_unless_there_is_context(here: Office) -> None:
    assert "« Target » est aussi" in (await here.type("entreprise ajouter Cible SA alias: Target")).text
    assert "Attention" not in (await here.type("entreprise ajouter Orange contexte: télécoms")).text


def test_the_common_names_are_folded_and_their_words_are_within_the_limits() -> None:
    for name, words in companies.SUGGESTED.items():
        assert name == companies.fold(name)
        assert companies.word_list("contexte", words)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("entreprise ajouter l'oree", "« l'oree » est déjà surveillée (dans feeds.yaml)."),
        ("entreprise ajouter Groupe Orée", "« Groupe Orée » est déjà un alias de L'Orée (dans feeds.yaml)."),
        ("entreprise ajouter Neuve alias: morvan sa", "« morvan sa » est déjà un alias de Ateliers Morvan"),
        ("entreprise ajouter X", "« X » a 1 caractère : il en faut 2 au moins"),
        ("entreprise ajouter Neuve alias: N", "« N » (dans « alias ») a 1 caractère"),
        ("entreprise ajouter & &", "« & & » ne contient ni lettre ni chiffre."),
        ("entreprise ajouter Dupont, Fils", "Un nom ne contient pas de virgule"),
        ("entreprise ajouter " + "nom" * 30, "« nom » est trop long : 90 caractères, 80 au plus."),
        ("entreprise ajouter Neuve contexte: " + "mot" * 30, "« motmot"),
        ("entreprise ajouter Neuve exclure: " + ",".join(f"mot{n}" for n in range(21)), "« exclure » a 21 éléments"),
        ("entreprise ajouter", "Il manque « nom »"),
    ],
)
async def test_what_cannot_be_watched_is_refused_with_the_reason(here: Office, line: str, answer: str) -> None:
    assert (await here.type(line)).text.startswith(answer)
    assert await own(here) == []


async def test_a_name_added_here_is_taken_too(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague")
    assert "est déjà surveillée (ajoutée ici)" in (await here.type("entreprise ajouter nouvelle vague")).text


async def test_a_tenant_has_at_most_so_many(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companies, "MOST", 1)
    await here.type("entreprise ajouter Nouvelle Vague")
    reply = await here.type("entreprise ajouter Autre Vague")
    assert reply.text.startswith("Vous surveillez déjà 1 entreprise à vous")
    assert len(await own(here)) == 1


# -- modifier ---------------------------------------------------------------------------------------------------------


async def test_only_what_is_given_changes(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague alias: NV contexte: cinéma")
    reply = await here.type("entreprise modifier NV nouveau: Grande Vague exclure: mer")
    assert reply.text.splitlines()[:2] == [
        "Désormais : Grande Vague, alias NV, si l'article dit aussi cinéma, sauf près de mer.",
        "Auparavant : Nouvelle Vague, alias NV, si l'article dit aussi cinéma.",
    ]
    (company,) = await own(here)
    assert (company.name, company.aliases, company.exclude) == ("Grande Vague", ("NV",), ("mer",))


async def test_a_list_is_emptied_by_saying_so(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague alias: NV contexte: cinéma")
    await here.type("entreprise modifier Nouvelle Vague contexte: aucun alias: -")
    assert [(c.context, c.aliases) for c in await own(here)] == [((), ())]


async def test_taking_the_context_from_a_common_name_is_warned_of(here: Office) -> None:
    await here.type("entreprise ajouter Orange contexte: télécoms")
    assert "Attention, « Orange »" in (await here.type("entreprise modifier Orange contexte: aucun")).text


async def test_the_proposed_words_are_none_where_the_name_is_not_common(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague contexte: cinéma")
    await here.type("entreprise modifier Nouvelle Vague contexte: ~")
    assert (await own(here))[0].context == ()


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("entreprise modifier Nouvelle Vague", "Dites ce qui change pour Nouvelle Vague."),
        ("entreprise modifier Nouvelle Vague nouveau: Nouvelle Vague", "Nouvelle Vague est déjà ainsi : rien"),
        ("entreprise modifier Nouvelle Vague nouveau: L'Orée", "« L'Orée » est déjà surveillée"),
        ("entreprise modifier Nouvelle Vague alias: Groupe Orée", "« Groupe Orée » est déjà un alias de L'Orée"),
        ("entreprise modifier L'Orée alias: LO", "L'Orée vient de feeds.yaml"),
        ("entreprise modifier Zébulon alias: LO", "« Zébulon » n'est pas une entreprise surveillée."),
    ],
)
async def test_a_change_that_is_none_or_not_allowed_is_refused(here: Office, line: str, answer: str) -> None:
    await here.type("entreprise ajouter Nouvelle Vague")
    before = await own(here)
    assert (await here.type(line)).text.startswith(answer)
    assert await own(here) == before


async def test_a_change_is_public_where_it_changes_what_the_channel_gets(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague")
    assert (await here.type("entreprise modifier Nouvelle Vague alias: NV")).private
    await here.type("abonner Nouvelle Vague")
    assert not (await here.type("entreprise modifier Nouvelle Vague alias: NW")).private


# -- retirer ----------------------------------------------------------------------------------------------------------


async def test_removing_asks_first_then_hands_back_all_that_ended(here: Office) -> None:
    line = "entreprise ajouter nom: Nouvelle Vague alias: NV, Vague & Cie contexte: cinéma exclure: Godard"
    await here.type(line)
    await here.type("abonner NV sujets: emploi")
    await here.type("abonner NV", ELSEWHERE)
    question = await here.type("entreprise retirer NV")
    assert "prendront fin dans tous les salons" in question.text
    assert (await here.press(question, "Non, garder")).text == "C'est noté : rien n'a changé."
    assert len(await own(here)) == 1
    done = await here.press(question, "Oui, retirer")
    assert done.text.splitlines() == [
        "Nouvelle Vague n'est plus surveillée.",
        "Pour revenir en arrière, tapez :",
        f"/vigie {line}",
        "/vigie abonner entreprises: Nouvelle Vague sujets: emploi",
        "Et dans 1 autre salon, l'abonnement à cette entreprise est à refaire.",
    ]
    assert not done.private
    assert await own(here) == []
    for again in done.text.splitlines()[2:4]:
        await here.type(again)
    assert len(await own(here)) == 1
    assert len(await here.store.subscriptions(HERE)) == 1


async def test_a_long_name_still_fits_its_button(here: Office) -> None:
    name = "Établissements Très Éloignés de Château-Thérèse-en-Forêt"
    await here.type(f"entreprise ajouter {name}")
    question = await here.type(f"entreprise retirer {name}")
    assert all(len(action.values["nom"]) < 10 for action in question.actions)
    assert (await here.press(question, "Oui, retirer")).text.startswith(f"{name} n'est plus surveillée.")


async def test_removing_what_nobody_here_gets_is_told_in_private(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague")
    done = await here.press(await here.type("entreprise retirer Nouvelle Vague"), "Oui, retirer")
    assert done.private
    assert "autre salon" not in done.text


async def test_a_company_of_the_file_is_removed_in_the_file(here: Office) -> None:
    reply = await here.type("entreprise retirer L'Orée")
    assert reply.text.startswith("L'Orée vient de feeds.yaml")
    assert reply.actions == ()


# -- liste ------------------------------------------------------------------------------------------------------------


async def test_the_list_shows_one_s_own_first_then_those_of_the_file(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague alias: NV")
    reply = await here.type("entreprise liste", READER)
    assert reply.text.splitlines() == [
        "Ajoutées ici (1) :",
        "• Nouvelle Vague, alias NV",
        "De feeds.yaml (3) :",
        "• Ateliers Morvan, alias Morvan SA",
        "• Brasseries du Ponant",
        "• L'Orée, alias Groupe Orée",
    ]


async def test_a_long_list_is_paged(here: Office) -> None:
    await here.store.adopt((), [Company(0, f"Société {n:02d}") for n in range(45)], here.clock())
    first = await here.type("entreprise liste")
    assert first.text.endswith("Page 1 sur 3")
    assert (await here.press(first, "Suite")).text.endswith("Page 2 sur 3")


async def test_an_empty_list_says_how_to_begin(here: Office) -> None:
    await here.store.adopt((), (), here.clock())
    assert (await here.type("entreprise liste")).text.endswith("Pour commencer : /vigie entreprise ajouter")


def test_every_change_of_the_watch_list_needs_an_administrator() -> None:
    assert {c.level for name, c in COMMANDS.items() if name in ("entreprise ajouter", "entreprise retirer")} == {2}
