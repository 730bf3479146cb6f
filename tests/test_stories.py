"""Which story an event belongs to."""

from datetime import UTC, datetime

from vigie.model import (
    LAYOFFS,
    REGULATION,
    Article,
    Company,
    Event,
    Fact,
    Facts,
    LayoffFacts,
    Passage,
    RegulationFacts,
    Role,
    Source,
    Story,
    Summary,
)
from vigie.stories import same_story

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MORVAN = Company(1, "Ateliers Morvan")
AT = Passage("title", 0, 1)


def event(facts, topic=LAYOFFS):
    return Event(MORVAN, topic, Role.SUBJECT, None, facts, (), 1.0)


def story(title, facts, id=1, topic=LAYOFFS):
    source = Source("A", title, "https://a.example/1", NOON, NOON)
    return Story(id, event(facts, topic), Summary("Résumé.", "brief", "fr"), (source,), NOON, NOON)


def joins(title, facts, *stories, topic=LAYOFFS):
    return same_story(event(facts, topic), Article("https://b.example/1", title), stories)


def jobs(n):
    return LayoffFacts(jobs=Fact(n, AT))


def test_the_same_figure_is_the_same_story_in_whatever_words_and_language():
    known = story("Ateliers Morvan supprime 400 postes", jobs(400))
    assert joins("Morvan workshops to cut 400 jobs worldwide", jobs(400), known) is known


def test_another_figure_is_another_story_even_in_the_same_words():
    known = story("Ateliers Morvan supprime 400 postes à Nevers", jobs(400))
    assert joins("Ateliers Morvan supprime 90 postes à Nevers", jobs(90), known) is None


def test_without_a_figure_to_compare_alike_titles_are_one_story():
    known = story("Plan social en vue chez Ateliers Morvan à Nevers", LayoffFacts())
    assert joins("Ateliers Morvan : plan social en vue à Nevers", LayoffFacts(), known) is known
    assert joins("Grogne des cadres devant l'usine d'Autun", LayoffFacts(), known) is None


def test_a_share_or_a_wave_is_a_figure_too():
    known = story("Titre", LayoffFacts(share=Fact(12.0, AT), wave=Fact(3, AT)))
    assert joins("Autre", LayoffFacts(share=Fact(12.0, AT)), known) is known
    assert joins("Autre", LayoffFacts(wave=Fact(2, AT)), known) is None


def test_a_fine_of_the_same_amount_by_the_same_authority_is_one_story():
    facts = RegulationFacts(amount=Fact(5e7, AT), authority=Fact("la Cnil", AT), authority_fr="CNIL")
    known = story("Amende", facts, topic=REGULATION)
    assert joins("Fined", RegulationFacts(authority_fr="cnil"), known, topic=REGULATION) is known
    assert joins("Fined", RegulationFacts(authority_fr="AMF"), known, topic=REGULATION) is None


def test_the_newest_of_several_stories_that_fit_is_joined():
    newer, older = story("Titre", jobs(400), id=2), story("Titre", jobs(400), id=1)
    assert joins("Titre", jobs(400), newer, older) is newer


def test_a_topic_without_figures_of_its_own_is_compared_by_title():
    known = story("Grève chez Ateliers Morvan", Facts())
    assert joins("Ateliers Morvan ouvre un magasin", Facts(), known) is None
    assert joins("Grève chez Ateliers Morvan", Facts(), known) is known


def test_a_title_without_words_is_like_no_other():
    assert joins("!", LayoffFacts(), story("?", LayoffFacts())) is None
