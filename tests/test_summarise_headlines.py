"""English headlines read as who does what to whom; what fits no frame is quoted, never guessed."""

from __future__ import annotations

import re

import pytest
from test_summarise import act, at, candidates, told

from vigie.model import Article, Event, Fact, RegulationFacts
from vigie.summarise import gate, headlines, summary
from vigie.summarise import reading as read
from vigie.summarise.orders import duty
from vigie.text.french import NBSP

SUIT, DEAL, FINE = "lawsuit", "approval", "fine"


def said(title: str, action: str = "other", authority: str = "", **more: object) -> str:
    """The first sentence for Verlane, with plain spaces; the authority is written in the title."""
    return told(act(title, action=action, authority=authority, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "authority", "expected"),
    [
        ("FTC probes unexpected braking in Verlane scooters", "FTC", "La FTC enquête sur Verlane|enquête de la FTC"),
        ("U.S. judge revives lawsuit against Verlane", "U.S. judge", "relance des poursuites contre Verlane"),
        ("U.S. judge rejects Verlane bid to delay trial", "U.S. judge", "rejette une demande|essuie un refus"),
        ("FTC drops case against Verlane", "FTC", "clôt une procédure"),
        ("Verlane sues FTC over permit rules", "FTC", "Verlane attaque la FTC en justice"),
        ("Verlane says will appeal EU fine", "EU", "Verlane va contester une amende de l'Union européenne"),
        ("Verlane disappointed with EU probe", "EU", "Verlane réagit à une enquête de l'Union européenne"),
        ("FTC orders Verlane to hand over documents", "FTC", "ordonne à Verlane de fournir des documents|injonction"),
        ("FTC urges Verlane to recall heaters", "FTC", "demande à Verlane de procéder à un rappel|interpelle"),
        ("UK watchdog raises concerns over Verlane deal", "UK watchdog", "exprime des réserves sur Verlane"),
        ("India bans Verlane 787 planes", "India", "L'Inde interdit de vol le 787 de Verlane"),
        (
            "EU clears Verlane's acquisition of Marmont",
            "EU",
            "feu vert au rachat de Marmont par Verlane|autorise le rachat",
        ),
        ("EU regulators to rule on Verlane, Marmont merger", "EU regulators", "la fusion entre Verlane et Marmont"),
        (
            "UK watchdog pauses Marmont's deal with Verlane",
            "UK watchdog",
            "suspend l'opération entre Verlane et Marmont",
        ),
        ("FTC declines to review Verlane valve case", "FTC", "La FTC refuse d'examiner une affaire"),
        ("Oriel wins court battle against Verlane", "", "Verlane perd une manche en justice"),
        ("Verlane wins a pause in FTC proceedings", "", "Verlane obtient un répit"),
        ("Pilots sue Verlane over cockpit doors", "", "Des pilotes poursuivent Verlane en justice"),
        ("Verlane faces 80 lawsuits over leaking valves", "", "actions en justice"),
        ("Verlane faces lawsuit over leaking valves", "", "action en justice"),
        ("Verlane must face class action, judge says", "", "Verlane doit répondre d'une action en justice"),
        ("French bank Verlane pleads guilty in currency case", "", "évoque un dossier.*« French bank Verlane"),
        ("Verlane pleads guilty in currency case", "", "Verlane plaide coupable"),
        ("Verlane and Marmont Air to settle SEC case", "SEC", "accord amiable avec la SEC"),
        ("Lebanon opens probe into Verlane", "", "Le Liban ouvre une enquête sur Verlane|enquête du Liban"),
        ("Turkish watchdogs to probe Verlane", "watchdogs", "turques? vont enquêter|enquête d"),
    ],
)
def test_a_headline_that_fits_a_frame_is_told(title: str, authority: str, expected: str) -> None:
    text = said(title, authority=authority)
    assert re.search(expected, text), text


@pytest.mark.parametrize(
    ("title", "authority"),
    [
        ("FTC fines former Verlane bankers", "FTC"),
        ("FTC fines Marmont over Verlane hoax", "FTC"),
        ("EU court adviser backs Verlane in tax case", "EU court"),
        ("FTC says it has not approved Verlane valves", "FTC"),
        ("Verlane makes no concessions to EU", "EU"),
        ("FTC to fine Verlane if it misses deadline", "FTC"),
        ("Verlane CEO sues FTC over the rules on his pay", "FTC"),
    ],
)
def test_what_is_not_the_company_s_own_or_not_done_is_quoted(title: str, authority: str) -> None:
    text = said(title, authority=authority)
    assert text.startswith("La presse anglophone évoque un"), text
    assert "«" in text
    assert gate.faults(summary(*act(title, authority=authority)).text, *act(title, authority=authority)) == ()


@pytest.mark.parametrize(
    ("title", "action", "amount", "kind", "expected"),
    [
        ("FTC orders Verlane to pay $3 million", "order", "$3 million", "imposed", "de payer 3 millions de dollars"),
        (
            "EU clears $3 million Verlane, Marmont deal",
            DEAL,
            "$3 million",
            "deal",
            "l'opération à 3 millions de dollars entre",
        ),
        (
            "EU clears Verlane's $3 million takeover of Marmont",
            DEAL,
            "$3 million",
            "deal",
            "par Verlane pour 3 millions",
        ),
        ("FTC sues Verlane over $3 million scheme", SUIT, "$3 million", "", "dans un dossier à 3 millions de dollars"),
        (
            "FTC seeks $3 million from Verlane",
            "other",
            "$3 million",
            "claimed",
            "réclame 3 millions de dollars à Verlane",
        ),
        (
            "Verlane: FTC fine of $3 million due in June",
            FINE,
            "$3 million",
            "imposed",
            "amende de 3 millions de dollars",
        ),
        (
            "FTC fines Verlane, Marmont and Oriel $3 million",
            FINE,
            "$3 million",
            "imposed",
            "plusieurs entreprises, dont Verlane",
        ),
        (
            "Verlane, Marmont settle for $3 million",
            "settlement",
            "$3 million",
            "settlement",
            "Plusieurs entreprises, dont Verlane, concluent",
        ),
    ],
)
def test_the_amount_has_its_place(title: str, action: str, amount: str, kind: str, expected: str) -> None:
    authority = next((name for name in ("FTC", "EU") if name in title), "")
    made = act(title, action=action, authority=authority, amount=(3e6, "USD", amount), kind=kind)
    assert any(re.search(expected, text) for text in candidates(made)[:3]), candidates(made)[:3]
    assert re.search(expected, summary(*made).text.replace(NBSP, " ").replace("\u202f", " "))


def with_fact(title: str, name: str, written: str, action: str = "fine") -> tuple[Event, Article]:
    event, article = act(title, action=action)
    facts = RegulationFacts(
        action=Fact(action, at(article, title.split()[0])), **{name: Fact(written, at(article, written))}
    )
    return Event(event.company, event.topic, event.role, None, facts, (), 0.9), article


def test_what_it_is_about_is_a_quoted_name_where_it_is_a_whole_phrase() -> None:
    assert told(with_fact("Verlane fined over faulty heat pumps", "object", "faulty heat pumps")).endswith(
        ", à propos de « faulty heat pumps »."
    )
    for title, written in (
        ("Verlane fined over its heat pumps", "its heat pumps"),
        ("Verlane fined over Verlane pumps", "Verlane pumps"),
        ("Verlane fined over pumps", "pumps"),
        ("Verlane fined for former pumps boss", "mer pumps boss"),
    ):
        assert "à propos" not in told(with_fact(title, "object", written))


def test_a_law_is_named_where_the_table_knows_it() -> None:
    made = with_fact("Verlane fined under GDPR rules on letters", "law", "GDPR")
    assert any("au titre du RGPD" in text or "données personnelles" in text for text in candidates(made))
    act_of = with_fact("Verlane fined under Digital Markets Act", "law", "Digital Markets Act")
    assert told(act_of).endswith("au titre du DMA.")
    assert gate.faults(summary(*act_of).text, *act_of) == ()
    assert "au titre" not in told(with_fact("Verlane fined under Pumps Act", "law", "Pumps Act"))


def test_a_long_headline_is_cut_at_a_clause_or_ends_in_dots() -> None:
    long = "Verlane chairman hopes for a calm summer after nobody at all in the whole capital shared such a view today"
    assert "« Verlane chairman hopes for a calm summer »" in said(long)
    endless = "Two hundred quiet delegates talk about valves Verlane made once upon a time near some river up north"
    assert re.search("« Two hundred quiet delegates talk about valves Verlane… »", said(endless))


def test_labels_and_who_tells_it_are_no_part_of_the_sentence() -> None:
    assert headlines.bare("Exclusive: Verlane fined - sources") == "Verlane fined"
    assert headlines.bare("In blow to Verlane, EU says no: FT") == "EU says no"
    assert "selon des sources" in said("Exclusive: FTC to probe Verlane - sources", authority="FTC")
    assert "enquêterait" in said("FTC probes Verlane: sources", authority="FTC")


def test_an_order_is_put_in_french_only_where_the_table_knows_it() -> None:
    assert duty("Verlane told to stop cutting down trees") == "suspendre des travaux"
    assert duty("Verlane told to whistle") == ""


def test_a_french_country_acts_only_as_a_subject() -> None:
    crash = act(
        "Vol Rio-Paris : les familles en colère contre Verlane", action="ruling", authority="Paris", french="France"
    )
    assert "la France rend" not in summary(*crash).text
    assert read.read(*crash).french


def test_the_end_of_a_ban_is_no_ban() -> None:
    made = act("Maïs : le Conseil d'État annule l'interdiction de vente visant Verlane", action="ban",
               authority="Conseil d'État", french="Conseil d'État")  # fmt: skip
    assert any("annule une interdiction" in text for text in candidates(made))
    assert "prononce une interdiction" not in summary(*made).text


def test_in_french_too_a_shared_fine_is_not_told_as_one_company_s() -> None:
    title = "Les autorités infligent une amende de 3 millions d'euros à Verlane, Marmont et Oriel dans la même affaire"
    made = act(title, action="fine", amount=(3e6, "EUR", "3 millions d'euros"), kind="imposed")
    text = summary(*made).text.replace(NBSP, " ")
    assert "lusieurs entreprises, dont Verlane," in text
    assert "3 millions d'euros" in text


def test_an_amount_that_is_only_feared_is_told_as_spoken_of() -> None:
    title = "Verlane craint une amende de 3 millions d'euros pour ses moteurs, et le groupe prépare déjà sa défense"
    made = act(title, action="fine", amount=(3e6, "EUR", "3 millions d'euros"))
    assert any("amende de 3 millions d'euros est évoquée" in text for text in candidates(made))
    wished = act("Verlane craint une amende pour ses moteurs, et le groupe prépare déjà sa défense", action="fine")
    assert any("une amende est évoquée" in text.lower() for text in candidates(wished))
