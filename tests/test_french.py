"""French typography, elision, contraction, figures; places, authorities, media and companies as nouns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.text import authorities, french, media, nouns, places
from vigie.text.french import NBSP, THIN, Noun


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Orange", "d'Orange"),
        ("Renault", "de Renault"),
        ("L'Oréal", "de L'Oréal"),
        ("Hermès", "d'Hermès"),
        ("Huawei", "de Huawei"),
        ("Yahoo", "de Yahoo"),
        ("Ubisoft", "d'Ubisoft"),
        ("un juge", "d'un juge"),
        ("onze sites", "de onze sites"),
        ("Ouest-France", "d'Ouest-France"),
        ("11 000", "de 11 000"),
    ],
)
def test_de_elides_before_a_vowel_and_a_mute_h_only(word: str, expected: str) -> None:
    assert french.de(word) == expected


@pytest.mark.parametrize(
    ("noun", "the", "of", "to"),
    [
        (Noun("CNIL", "f", False, "le"), "la CNIL", "de la CNIL", "à la CNIL"),
        (Noun("Autorité", "f", False, "le"), "l'Autorité", "de l'Autorité", "à l'Autorité"),
        (Noun("parquet", "m", False, "le"), "le parquet", "du parquet", "au parquet"),
        (Noun("Ofcom", "m", False, "le"), "l'Ofcom", "de l'Ofcom", "à l'Ofcom"),
        (Noun("États-Unis", "m", True, "le"), "les États-Unis", "des États-Unis", "aux États-Unis"),
        (Noun("juge", "m", False, "un"), "un juge", "d'un juge", "à un juge"),
        (Noun("agence", "f", False, "un"), "une agence", "d'une agence", "à une agence"),
        (Noun("élus", "m", True, "un"), "des élus", "d'élus", "à des élus"),
        (Noun("Bruxelles"), "Bruxelles", "de Bruxelles", "à Bruxelles"),
    ],
)
def test_articles_contract(noun: Noun, the: str, of: str, to: str) -> None:
    assert (str(noun), noun.of, noun.to, noun.by) == (the, of, to, f"par {the}")


def test_participles_and_verbs_agree() -> None:
    one, many = Noun("Air France", "f"), Noun("autorités", "f", True, "le")
    assert (one.agree("visé"), many.agree("visé"), Noun("Renault").agree("visé")) == ("visée", "visées", "visé")
    assert (one.verb("inflige", "infligent"), many.verb("inflige", "infligent")) == ("inflige", "infligent")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "1"),
        (1900, f"1{THIN}900"),
        (12.5, "12,5"),
        (1_200_000, f"1,2{NBSP}million"),
        (2_000_000, f"2{NBSP}millions"),
        (1_800_000_000, f"1,8{NBSP}milliard"),
        (1_234_567, f"1{THIN}234{THIN}567"),
    ],
)
def test_figures_are_written_the_french_way(value: float, expected: str) -> None:
    assert french.number(value) == expected


def test_amounts_have_their_unit_and_their_plural() -> None:
    assert french.amount(1.8e9, "EUR") == f"1,8{NBSP}milliard d'euros"
    assert french.amount(250e6, "USD") == f"250{NBSP}millions de dollars"
    assert french.amount(30_000, "EUR") == f"30{THIN}000{NBSP}euros"
    assert french.amount(1, "GBP") == f"1{NBSP}livre sterling"
    assert french.amount(12e6, "BRL") == f"12{NBSP}millions de réaux"
    assert french.amount(1.5, "BRL") == f"1,5{NBSP}réal"
    with pytest.raises(ValueError, match="ZZZ"):
        french.amount(3, "ZZZ")


def test_shares_ordinals_and_lists() -> None:
    assert french.percent(12.5) == f"12,5{NBSP}%"
    assert [french.ordinal(n) for n in (1, 3, 12)] == ["première", "troisième", "12e"]
    assert french.ordinal(1, "m") == "premier"
    assert french.counted(1, "poste", "postes") == f"1{NBSP}poste"
    assert french.counted(1.2e6, "poste", "postes") == f"1,2{NBSP}million de postes"
    assert french.joined(["A", "B", "C"]) == "A, B et C"
    assert french.joined(["A"]) == "A"


def test_a_sentence_starts_with_a_capital_unless_its_name_starts_small() -> None:
    assert french.capital("près de 600 postes") == "Près de 600 postes"
    assert french.capital("eBay va supprimer") == "eBay va supprimer"


def test_text_is_typeset() -> None:
    told = french.typeset('Il dit "oui" : 12% de 3.500 postes, à 12:30 ! L’usine ferme')
    assert told == f"Il dit «{NBSP}oui{NBSP}»{NBSP}: 12{NBSP}% de 3{THIN}500 postes, à 12:30{NBSP}! L'usine ferme"


@given(st.text(max_size=200))
def test_typesetting_twice_changes_nothing_more(text: str) -> None:
    once = french.typeset(text)
    assert french.typeset(once) == once


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("U.S.", "aux États-Unis"),
        ("Germany", "en Allemagne"),
        ("Japan", "au Japon"),
        ("Iran", "en Iran"),
        ("Singapore", "à Singapour"),
        ("the Netherlands", "aux Pays-Bas"),
        ("Caudry (Nord)", "à Caudry (Nord)"),
        ("Lordstown, Ohio", "à Lordstown (Ohio)"),
        ("Springfield, Atlantis", "à Springfield"),
        ("Le Havre", "au Havre"),
        ("Les Ulis", "aux Ulis"),
        ("La Souterraine", "à La Souterraine"),
        ("Aisne", "dans l'Aisne"),
        ("la Creuse", "dans la Creuse"),
        ("Hauts-de-France", "dans les Hauts-de-France"),
        ("EU", "dans l'Union européenne"),
        ("Ohio", "dans l'Ohio"),
        ("southern Italy", "dans le sud de l'Italie"),
        ("Hexagone", "en France"),
        ("worldwide", "dans le monde"),
    ],
)
def test_places_take_their_preposition(written: str, expected: str) -> None:
    assert places.where(written, french=True) == expected


@pytest.mark.parametrize("written", ["French plant", "cloud unit", "METRO", "GE Aviation", "x" * 60])
def test_what_is_no_place_has_no_french_form(written: str) -> None:
    assert places.where(written, french=False) is None


def test_a_department_that_is_not_in_the_table_is_kept_in_a_french_article_only() -> None:
    assert places.where("Caudry (Pays perdu)", french=True) == "à Caudry (Pays perdu)"
    assert places.where("Caudry (Lost Land)", french=False) == "à Caudry"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("EU antitrust regulators", "les autorités européennes de la concurrence"),
        ("Kuwaiti parliament", "le Parlement koweïtien"),
        ("U.S. judge", "un juge américain"),
        ("UK's Supreme Court", "la Cour suprême britannique"),
        ("Texas court", "la justice texane"),
        ("Delaware judge", "un juge de Delaware"),
        ("FTC", "la FTC"),
        ("U.S. SEC", "la SEC"),
        ("Germany", "l'Allemagne"),
        ("the European Commission", "la Commission européenne"),
        ("Los Angeles County Superior Court", "un tribunal"),
        ("regulators", "les autorités"),
    ],
)
def test_english_authorities_have_their_french_name(written: str, expected: str) -> None:
    assert str(authorities.authority(None, written, in_french=False)) == expected.replace("de Delaware", "du Delaware")


@pytest.mark.parametrize("written", ["Elon Musk", "", "ABCD"])
def test_what_is_no_known_authority_has_no_noun(written: str) -> None:
    assert authorities.authority(None, written, in_french=False) is None
    assert authorities.authority(None, written, in_french=True) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CNIL", "la CNIL"),
        ("Autorité de la concurrence", "l'Autorité de la concurrence"),
        ("Parquet national financier", "le parquet national financier"),
        ("Juge américain", "un juge américain"),
        ("juges d'instruction", "des juges d'instruction"),
        ("tribunal de commerce de Nantes", "le tribunal de commerce de Nantes"),
        ("Commission fédérale du commerce (FTC)", "la FTC"),
        ("Garante (Italie)", "le Garante"),
        ("Bercy", "Bercy"),
        ("États-Unis", "les États-Unis"),
        ("Justice", "la justice"),
        ("Prud'hommes de Paris", "les Prud'hommes de Paris"),
        ("Corps étrange", "Corps étrange"),
        ("l'Arcom", "l'Arcom"),
        ("Maison-Blanche", "la Maison-Blanche"),
    ],
)
def test_french_authorities_have_their_article(name: str, expected: str) -> None:
    assert str(authorities.authority(name, None, in_french=True)) == expected


def test_an_empty_name_is_no_authority() -> None:
    assert authorities.from_french("  ") is None
    assert authorities.from_english("XYZQ") is None
    assert authorities.acronym("") is None
    assert str(authorities.acronym("the ECB")) == "la BCE"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("WSJ", "le Wall Street Journal"),
        ("Bloomberg", "Bloomberg"),
        ("l'AFP", "l'AFP"),
        ("sources", "des sources"),
        ("la CGT", "la CGT"),
        ("Ofcom", "l'Ofcom"),
        ("someone else entirely", None),
    ],
)
def test_who_is_quoted_follows_selon(written: str, expected: str | None) -> None:
    assert media.according_to(written, in_french=False) == expected


def test_a_speaker_is_a_medium_a_source_or_a_union_and_nobody_else() -> None:
    assert media.speaker("bloomberg") == "Bloomberg"
    assert media.speaker("les syndicats") == "les syndicats"
    assert media.speaker("minister") is None
    assert media.is_press("sources")
    assert media.is_press("WSJ")
    assert not media.is_press("la CGT")


@pytest.mark.parametrize(
    ("name", "the", "at"),
    [
        ("Renault", "Renault", "chez Renault"),
        ("SNCF", "la SNCF", "à la SNCF"),
        ("Crédit Agricole", "le Crédit Agricole", "au Crédit Agricole"),
        ("La Poste", "La Poste", "à La Poste"),
        ("Air France", "Air France", "à Air France"),
        ("L'Oréal", "L'Oréal", "chez L'Oréal"),
    ],
)
def test_companies_take_chez_or_their_article(name: str, the: str, at: str) -> None:
    noun = nouns.company(name)
    assert (str(noun), nouns.at(noun)) == (the, at)


PLURALS = {"réal": "réaux", "sterling": "sterling"}


@pytest.mark.parametrize(("one", "many"), french.CURRENCIES.values(), ids=list(french.CURRENCIES))
def test_a_currency_is_named_in_both_numbers_and_without_a_capital(one: str, many: str) -> None:
    assert many.split() == [PLURALS.get(word, word if word.endswith("s") else f"{word}s") for word in one.split()]
    assert many == many.lower()
