"""General news: headline and best sentence within 280 characters, nothing that the article does not say."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.summarise import compress, general, summarise_article

TITLE = "La ville de Gien rouvre sa piscine après six ans de travaux"
TEXT = (
    "La piscine municipale de Gien a rouvert ses portes samedi devant plusieurs centaines "
    "d'habitants, a annoncé la mairie. "
    "Fermée depuis 2020, elle a été entièrement rénovée pour 12 millions d'euros (dont 3 millions d'aides). "
    "Mais les tarifs augmentent, alors que le budget de la commune reste tendu. "
    "« C'est un jour de fête », a déclaré le maire."
)


def test_a_summary_is_one_text_of_at_most_280_characters_from_the_article() -> None:
    told = summarise_article(TITLE, TEXT)
    assert 60 <= len(told) <= 280
    known = set(re.findall(r"\w+", f"{TITLE} {TEXT}".lower()))
    assert set(re.findall(r"\w+", told.lower())) <= known
    assert told.endswith((".", "»", "…"))


def test_the_headline_alone_or_the_text_alone_is_enough() -> None:
    assert summarise_article(TITLE, "") == f"{TITLE}."
    assert "piscine" in summarise_article("", TEXT)
    assert summarise_article("", "") == ""


def test_a_headline_that_is_far_too_long_is_cut() -> None:
    assert len(summarise_article("mot " * 200, "")) <= 280


def test_a_sentence_gets_shorter_without_asides_attributions_and_late_clauses() -> None:
    found = list(
        compress.forms("Mais la mairie (PS) ferme la piscine municipale du centre ce matin, a annoncé le maire jeudi.")
    )
    assert "La mairie ferme la piscine municipale du centre ce matin." in found
    late = list(
        compress.forms(
            "La commune de Gien ferme la piscine municipale du centre, alors que le budget reste très tendu."
        )
    )
    assert "La commune de Gien ferme la piscine municipale du centre." in late
    opened = list(
        compress.forms("Après six ans de travaux, la commune de Gien rouvre enfin la piscine municipale du centre.")
    )
    assert "La commune de Gien rouvre enfin la piscine municipale du centre." in opened


def test_no_form_ends_on_a_word_that_calls_for_more() -> None:
    found = list(
        compress.forms(
            "La mairie a dit que la piscine municipale du centre-ville, même si la directrice, qui part, hésite."
        )
    )
    assert not any(re.search(r"\b(?:qui|si|que|la)\.$", text) for text in found)


def test_a_label_is_taken_off_a_headline() -> None:
    assert compress.headline("VIDÉO. Gien rouvre sa piscine") == "Gien rouvre sa piscine."
    assert compress.headline("Pourquoi ?") == "Pourquoi ?"


def test_the_model_has_a_weight_for_each_feature() -> None:
    article = general.page(TITLE, TEXT)
    for option in general.options(article):
        assert isinstance(general.score(general.features(option, article)), float)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=1500))
def test_no_text_makes_it_raise_or_exceed_280_characters(title: str, text: str) -> None:
    assert len(summarise_article(title, text)) <= 280
