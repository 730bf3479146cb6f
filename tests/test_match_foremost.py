"""How far an article is about a company, and what that makes of a wording."""

import pytest

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.match.features import features
from vigie.match.foremost import rank_of
from vigie.model import Article, Company, Role

VULCANIA, BOREAL = Company(1, "Vulcania"), Company(2, "Boréal")


@pytest.fixture(scope="module")
def matcher():
    return Matcher((VULCANIA, BOREAL), load())


def ranks(matcher, title, text):
    reading = matcher.reading(Article("u", title, text, language="fr"))
    return [rank_of(reading, company, reading.by_company[company]) for company in sorted(reading.by_company)]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Vulcania supprime des postes", "Vulcania est en crise, Boréal aussi.", ["3", "0"]),
        ("Vulcania et Boréal suppriment des postes", "", ["2", "2"]),
        ("Vulcania face à Boréal", "Vulcania, puis encore Vulcania.", ["2", "1"]),
        ("Une région en crise", "Vulcania et encore Vulcania, puis Boréal.", ["1", "0"]),
        ("Vulcania en crise", "Boréal, Boréal et Boréal.", ["1", "1"]),
    ],
)
def test_a_company_ranks_by_the_title_and_by_how_often_it_is_named(matcher, title, text, expected):
    assert ranks(matcher, title, text) == expected


def test_a_cut_is_weighed_with_the_rank_of_the_company(matcher):
    reading = matcher.reading(
        Article("u", "Vulcania supprime 300 postes", "Boréal recrute, Vulcania non.", language="fr")
    )
    first, second = (features(reading, company, "layoffs") for company in (0, 1))
    assert "x:3:cut@near" in first
    assert "x:0:cut" in second
    assert not any(name.startswith("x:3") for name in second)


def test_one_named_in_passing_is_no_subject_of_what_is_told_of_another(matcher):
    title = "Vulcania supprime 300 postes dans son usine de Lens"
    text = "Vulcania l’a annoncé mardi aux salariés. Vulcania perd des clients. Boréal, lui, gagne du terrain."
    found = {e.company.name: e.role for e in matcher.events(Article("u", title, text, language="fr"))}
    assert found["Vulcania"] is Role.SUBJECT
    assert found.get("Boréal") is not Role.SUBJECT
