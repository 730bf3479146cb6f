"""Several watch-lists, one article: what one server calls « Morvan » another may call so too, or in part."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.match.names import Name
from vigie.match.twins import views
from vigie.model import Article, Company, Event, Role

ARTICLE = Article(
    "https://gazette.example/1",
    "Morvan va supprimer 120 postes",
    "Ateliers Morvan va supprimer 120 postes à Dijon d'ici juin, a annoncé Morvan. À Brest, Ponant livre un navire.",
)
OURS = Company(1, "Morvan", ("Ateliers Morvan",), tenant="discord:1")
PONANT = Company(9, "Ponant")


@pytest.fixture(scope="module")
def alone(lexicons) -> Event:
    [event] = told(lexicons, OURS, PONANT)
    return event


@pytest.fixture(scope="module")
def lexicons():
    return load()


def told(lexicons, *companies: Company) -> list[Event]:
    return [e for e in Matcher(companies, lexicons).events(ARTICLE) if e.role is Role.SUBJECT]


def test_two_servers_that_watch_the_same_name_are_both_told_as_if_each_were_alone(lexicons, alone):
    theirs = replace(OURS, id=2, tenant="discord:2")
    assert alone.facts.jobs.value == 120
    assert told(lexicons, OURS, theirs, PONANT) == [alone, replace(alone, company=theirs)]


@pytest.mark.parametrize(
    "twin",
    [
        Company(3, "Groupe Morvan", ("Morvan",), tenant="discord:3"),
        Company(3, "Ateliers Morvan", tenant="discord:3"),
        Company(3, "Morvan", context=("Dijon",), tenant="discord:3"),
    ],
)
def test_one_that_shares_some_of_the_names_changes_nothing_for_the_other_and_is_told_itself(lexicons, alone, twin):
    for companies in ((OURS, twin, PONANT), (twin, OURS, PONANT)):
        found = {event.company: event for event in told(lexicons, *companies)}
        assert set(found) == {OURS, twin}
        assert found[OURS] == alone
        assert found[twin].facts.jobs.value == 120


def test_a_thousand_servers_with_the_same_company_cost_one_reading(lexicons, alone):
    many = [replace(OURS, id=number, tenant=f"discord:{number}") for number in range(1000)]
    assert len(told(lexicons, *many, PONANT)) == 1000
    named = [Name(company, start, start + 6) for start in (0, 48) for company in range(1000)]
    assert len(list(views(named))) == 1


places = st.dictionaries(st.integers(0, 5), st.sets(st.integers(0, 6), min_size=1), max_size=6)


@given(places)
def test_every_company_is_judged_once_where_all_its_places_and_nobody_elses_are_its_own(owned):
    names = [
        Name(company, start, start + 1) for start in range(7) for company in sorted(owned) if start in owned[company]
    ]
    seen: list[int] = []
    for shown, judged in views(names):
        assert len({name.start for name in shown}) == len(shown)
        assert shown == sorted(shown, key=lambda name: name.start)
        for company, same in judged.items():
            seen += same
            for one in same:
                assert {name.start for name in shown if name.company == company} == owned[one]
    assert sorted(seen) == sorted(owned)
