"""Which sensitivity hears of an event."""

import pytest

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.match.hearing import has_substance, heard
from vigie.match.lexicons import Model, Point
from vigie.match.linear import probability
from vigie.model import Article, Company, Fact, Facts, LayoffFacts, Passage, RegulationFacts, Role, Sensitivity

VULCANIA, BOREAL = Company(1, "Vulcania"), Company(2, "Boréal")
HERE = Passage("text", 0, 3)
MODEL = Model(
    ("yes",), (0.0,), {}, 0.5,
    points={Sensitivity.STRICT: Point(0.8, 0.95, 0.5), Sensitivity.WIDE: Point(0.6, 0.7, 0.9)},
)  # fmt: skip


@pytest.fixture(scope="module")
def matcher():
    return Matcher((VULCANIA, BOREAL), load())


def reading(matcher, title, text="Le groupe se tait."):
    return matcher.reading(Article("u", title, text))


@pytest.mark.parametrize(
    ("title", "text", "score", "expected"),
    [
        ("Vulcania supprime 300 postes", "", 0.9, Sensitivity.STRICT),
        ("Vulcania supprime 300 postes", "", 0.7, Sensitivity.NORMAL),
        ("Un géant supprime 300 postes", "Vulcania l’annonce.", 0.9, Sensitivity.NORMAL),
    ],
)
def test_a_subject_is_heard_strictly_where_the_title_names_it_and_it_is_sure_enough(
    matcher, title, text, score, expected
):
    facts = LayoffFacts(jobs=Fact(300, HERE))
    assert heard(MODEL, reading(matcher, title, text), 0, Role.SUBJECT, facts, score, score) is expected


@pytest.mark.parametrize(
    ("facts", "told", "expected"),
    [
        (LayoffFacts(jobs=Fact(300, HERE)), 0.7, Sensitivity.WIDE),
        (LayoffFacts(jobs=Fact(300, HERE)), 0.5, None),
        (LayoffFacts(), 0.9, None),
    ],
)
def test_a_mention_is_heard_widely_where_it_has_a_figure_and_is_told_of_likely_enough(matcher, facts, told, expected):
    assert heard(MODEL, reading(matcher, "Vulcania"), 0, Role.MENTION, facts, 0.1, told) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (LayoffFacts(share=Fact(12.0, HERE)), True),
        (RegulationFacts(amount=Fact(1e6, HERE)), True),
        (RegulationFacts(authority=Fact("CNIL", HERE), action=Fact("fine", HERE)), True),
        (RegulationFacts(authority=Fact("CNIL", HERE), action=Fact("other", HERE)), False),
        (RegulationFacts(action=Fact("fine", HERE)), False),
        (Facts(), False),
    ],
)
def test_a_figure_or_the_act_of_an_authority_is_substance(facts, expected):
    assert has_substance(facts) is expected


def test_a_model_without_points_begins_everywhere_at_its_threshold():
    assert {Model(("yes",), (0.0,), {}, 0.4).begins(one) for one in Sensitivity} == {0.4}


def test_the_matcher_says_of_each_event_who_hears_it(matcher):
    found = {
        event.company.name: event
        for event in matcher.events(
            Article(
                "u",
                "Vulcania supprime 300 postes dans son usine de Lens",
                "Vulcania a présenté un plan social. En mars, Boréal avait supprimé 1 200 emplois.",
            )
        )
    }
    assert found["Vulcania"].sensitivity in (Sensitivity.STRICT, Sensitivity.NORMAL)
    assert found["Boréal"].role is Role.SUBJECT or found["Boréal"].sensitivity in (Sensitivity.WIDE, None)


def test_the_calibration_moves_the_probability_and_keeps_the_order():
    plain = Model(("yes",), (0.0,), {"a": (1.0,)})
    moved = Model(("yes",), (0.0,), {"a": (1.0,)}, calibration=(2.0, 0.5))
    assert probability(plain, {"a": 1.0}) == pytest.approx(0.731, abs=1e-3)
    assert probability(moved, {"a": 1.0}) == pytest.approx(0.924, abs=1e-3)
    assert probability(moved, {"a": -1.0}) < probability(moved, {"a": 0.0}) < probability(moved, {"a": 1.0})
