"""`chronologie` and `exporter`: one company's stories in order, with what is known of each, and nothing of others."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.commands import ALICE, ELSEWHERE, READER, STRANGER, Office, office, passage

from vigie.commands.dossier import cell, slug
from vigie.model import REGULATION, Fact, LayoffFacts, RegulationFacts

TITLE = '=HYPERLINK("https://x.example") Ateliers Morvan\u00a0: 120 postes; «\u00a0menacés\u00a0»'
TEXT = "Les 120 postes d'Autun, soit 12,5 % des effectifs, sont menacés."
FINE = "La CNIL inflige 1 500 000 euros d'amende aux Ateliers Morvan"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as built:
        yield built


async def a_year(here: Office, caller=ALICE) -> None:
    """A plan in November, a fine the week after; another company's between."""
    await here.type("abonner", caller)
    jobs = LayoffFacts(
        jobs=Fact(120, passage(TEXT, "120 postes")),
        share=Fact(12.5, passage(TEXT, "12,5 %")),
        places=(Fact("Autun", passage(TEXT, "Autun")),),
    )
    await here.publish("Ateliers Morvan", TITLE, TEXT, facts=jobs, tenant=caller.channel.tenant)
    here.clock.forward(days=3)
    await here.publish("L'Orée", "L'Orée envisage un plan social", tenant=caller.channel.tenant)
    here.clock.forward(days=4)
    act = RegulationFacts(
        authority=Fact("La CNIL", passage(FINE, "La CNIL", "title")),
        authority_fr="CNIL",
        action=Fact("fine", passage(FINE, "amende", "title")),
        amount=Fact(1_500_000.0, passage(FINE, "1 500 000", "title")),
        currency=Fact("EUR", passage(FINE, "euros", "title")),
    )
    await here.publish("Ateliers Morvan", FINE, topic=REGULATION, stage=None, facts=act, tenant=caller.channel.tenant)


async def test_a_company_is_told_in_the_order_of_its_events(here: Office) -> None:
    await a_year(here)
    reply = await here.type("chronologie Morvan SA", READER)
    head, first, second = reply.text.splitlines()
    assert head == "Ateliers Morvan : 2 événements, du plus ancien au plus récent."
    assert first.startswith("• 25 nov. 2026 · n° 1 · ")
    assert second.startswith("• 2 déc. 2026 · n° 3 · ")
    assert "Amende" in second
    assert reply.private
    assert "Orée" not in reply.text


async def test_a_period_narrows_it(here: Office) -> None:
    await a_year(here)
    reply = await here.type("chronologie Ateliers Morvan depuis: 2026-12-01")
    assert reply.text.splitlines()[0].startswith("Ateliers Morvan : 1 événement,")
    assert (
        "Rien sur Ateliers Morvan dans ce que suit ce salon, sur cette période."
        in (await here.type("chronologie Ateliers Morvan avant: 2026-01-01")).text
    )


async def test_a_long_story_turns_its_pages(here: Office) -> None:
    await here.type("abonner")
    for number in range(40):
        await here.publish("Ateliers Morvan", f"Ateliers Morvan, plan n° {number}, " + "encore et encore " * 8)
    reply, seen = await here.type("chronologie Ateliers Morvan"), 0
    while True:
        seen += reply.text.count("• ")
        if "Suite" not in [action.label for action in reply.actions]:
            break
        reply = await here.press(reply, "Suite")
    assert seen == 40


def read_csv(content: str) -> list[dict[str, str]]:
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))


async def test_the_table_holds_what_is_known_and_runs_nothing(here: Office) -> None:
    await a_year(here)
    reply = await here.type("exporter Ateliers Morvan", READER)
    assert reply.file is not None
    assert reply.private
    assert reply.file.name == "vigie-ateliers-morvan.csv"
    plan, fine = read_csv(reply.file.content)
    assert plan["titre"].startswith("'=HYPERLINK")
    assert (plan["postes"], plan["part_pour_cent"], plan["lieux"], plan["montant"]) == ("120", "12,5", "Autun", "")
    assert (plan["sujet"], plan["etape"], plan["lien"]) == ("Emploi", "projet", "https://gazette.example/1")
    assert plan["vu"] == "2026-11-25 13:00"
    assert (fine["autorite"], fine["acte"], fine["montant"], fine["monnaie"]) == ("CNIL", "Amende", "1500000", "EUR")
    assert fine["etape"] == ""


async def test_a_program_gets_json_with_what_is_known_alone(here: Office) -> None:
    await a_year(here)
    reply = await here.type("exporter Ateliers Morvan format: json", AT_TERMINAL_OF_TENANT)
    assert reply.file is not None
    assert reply.file.name == "vigie-ateliers-morvan.json"
    plan, fine = json.loads(reply.file.content)
    assert (plan["postes"], plan["part_pour_cent"], plan["titre"]) == (120, 12.5, TITLE)
    assert "montant" not in plan
    assert fine["montant"] == 1_500_000


AT_TERMINAL_OF_TENANT = replace(ALICE, files=True)


async def test_where_no_file_can_be_given_it_comes_as_text(here: Office) -> None:
    await a_year(here, STRANGER)
    reply = await here.type("exporter Ateliers Morvan", STRANGER)
    assert reply.file is None
    head, titles, plan, fine, *_ = reply.text.splitlines()
    assert head == "Ateliers Morvan : 2 événements. Enregistrez ce texte dans un fichier .csv :"
    assert titles.lstrip("\ufeff").startswith("numero;entreprise;sujet;")
    assert plan.split(";")[0] == "1"
    assert fine.split(";")[0] == "3"


@pytest.mark.parametrize("line", ["chronologie Ateliers Morvan", "exporter Ateliers Morvan"])
async def test_only_what_the_channel_follows_is_told(here: Office, line: str) -> None:
    assert "/vigie abonner" in (await here.type(line)).text, "nothing is followed here yet"
    await a_year(here)
    await here.type("abonner L'Orée", ELSEWHERE)
    assert "n'est pas abonné à Ateliers Morvan" in (await here.type(line, ELSEWHERE)).text
    assert "« Zzz »" in (await here.type(line.replace("Ateliers Morvan", "Zzz"))).text


async def test_another_format_is_refused_with_those_that_there_are(here: Office) -> None:
    await a_year(here)
    assert (await here.type("exporter Ateliers Morvan format: pdf")).text == "Écrivez format: csv ou format: json."


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ("+33 1", "'+33 1"),
        ("  @x", "'@x"),
        ("-1", "'-1"),
        ("a\r\nb;c", "a b;c"),
        ("Renault = fini", "Renault = fini"),
        (12.5, "12,5"),
        (None, ""),
    ],
)
def test_a_cell_is_one_line_and_is_never_run(known: object, shown: str) -> None:
    assert cell(known) == shown


def test_a_file_name_is_plain_whatever_the_company() -> None:
    assert slug("L'Orée / ../🦊 SA") == "l-oree-sa"
    assert slug("🦊") == "entreprise"
    assert len(slug("x" * 300)) == 60
