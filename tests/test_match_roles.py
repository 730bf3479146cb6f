"""Who does what to whom, where authorities are only places, and names inside other names."""

import pytest

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.match.features import features
from vigie.match.roles import form_of
from vigie.model import Article, Company

VULCANIA, RENAULT, VOLVO, FLORANGE, FCA = (
    Company(1, "Vulcania"),
    Company(2, "Renault"),
    Company(3, "Volvo"),
    Company(4, "Florange"),
    Company(5, "Fiat Chrysler", ("FCA",)),
)


@pytest.fixture(scope="module")
def matcher():
    return Matcher((VULCANIA, RENAULT, VOLVO, FLORANGE, FCA), load())


def read(matcher, topic, title, text="", company=0):
    reading = matcher.reading(Article("u", title, text, language="fr"))
    return features(reading, company, topic)


def named(matcher, title):
    reading = matcher.reading(Article("u", title, ""))
    return {matcher.companies[n.company].name for n in reading.scan.names} if reading else set()


def candidates(matcher, title):
    return matcher.candidates(matcher.reading(Article("u", title, "")))


def test_the_head_of_a_name_is_told_whether_it_stands_before_or_after(matcher):
    assert "head:boss:of@t" in read(matcher, "regulation", "Le PDG de Vulcania condamné à une amende")
    assert "head:worker:of@t" in read(matcher, "regulation", "Cinq salariés du groupe Vulcania jugés pour violences")
    assert "tail:0:boss@t" in read(matcher, "regulation", "Judge sentences Vulcania's chief to prison over fraud")
    plain = read(matcher, "regulation", "Vulcania condamné à une amende")
    assert not [name for name in plain if name.startswith(("head:", "tail:"))]


def test_the_order_of_authority_act_and_company_is_told(matcher):
    acted_on = read(matcher, "regulation", "La CNIL sanctionne Vulcania")
    acting = read(matcher, "regulation", "Vulcania sanctionne un fournisseur")
    assert "q:A V S@t" in acted_on
    assert "q:Vfine S@t" in acted_on
    assert "q:S Vfine@t" in acting
    assert "q:A V S@t" not in acting


def test_the_auxiliary_and_the_agent_say_who_suffers_the_act(matcher):
    found = read(matcher, "regulation", "Vulcania a été condamnée par le tribunal de Lens")
    assert "v:S-ruling:be:2@t" in found
    assert "v:S-ruling:by@t" in found
    assert "v:S-ruling:clause@t" in found


@pytest.mark.parametrize(
    ("word", "language", "form"),
    [
        ("condamnées", "fr", "done"),
        ("condamner", "fr", "do"),
        ("condamnation", "fr", "noun"),
        ("condamne", "fr", "e"),
        ("fined", "en", "done"),
        ("fining", "en", "doing"),
        ("kündigt", "de", ""),
    ],
)
def test_the_end_of_a_word_says_its_form(word, language, form):
    assert form_of(word, language) == form


def test_a_company_among_others_or_only_compared_is_marked(matcher):
    assert "among:SO@t" in read(matcher, "regulation", "Vulcania et Renault visés par une enquête")
    assert "among:after@t" in read(matcher, "layoffs", "Après Vulcania, Renault supprime 300 postes")
    assert "among:like@t" in read(matcher, "layoffs", "Des groupes comme Vulcania suppriment des postes")


def test_a_country_where_something_happens_is_no_authority(matcher):
    placed = read(matcher, "regulation", "Une enquête interne chez Vulcania en France")
    acting = read(matcher, "regulation", "La France ouvre une enquête sur Vulcania")
    own = read(matcher, "regulation", "Vulcania France lance une enquête")
    assert "auth@title" not in placed
    assert "auth:place@title" in placed
    assert "auth@title" in acting
    assert "auth@title" not in own


def test_wordings_that_never_tell_an_event_make_no_candidate(matcher):
    assert candidates(matcher, "Vulcania recrute 300 personnes malgré la grève") == []
    assert (0, "layoffs") in candidates(matcher, "Vulcania recrute 300 personnes et ferme une usine")


@pytest.mark.parametrize(
    ("title", "companies"),
    [
        ("Renault Trucks va licencier 500 salariés", {"Volvo"}),
        ("Renault va licencier 500 salariés", {"Renault"}),
        ("La loi Florange examinée à l’Assemblée", set()),
        ("FCA confirms new rules for lenders", set()),
        ("FCA recalls 2,000 Jeep cars", {"Fiat Chrysler"}),
        ("Fiat, PSA merger faces hurdle", {"Fiat Chrysler"}),
    ],
)
def test_a_name_inside_another_belongs_to_whom_the_longer_one_means(matcher, title, companies):
    assert named(matcher, title) == companies


def test_a_company_that_two_tenants_watch_is_told_to_both():
    twice = Matcher((Company(1, "Vulcania", tenant="a"), Company(2, "Vulcania", tenant="b")), load())
    found = twice.events(Article("u", "Vulcania supprime 300 postes à Lens", "", language="fr"))
    assert sorted(event.company.id for event in found) == [1, 2]
    assert len({event.score for event in found}) == 1
