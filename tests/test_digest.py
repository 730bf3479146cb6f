"""The order of a digest: the most important first, a company's stories together."""

from __future__ import annotations

from datetime import UTC, datetime

from vigie.digest import arranged
from vigie.model import (
    Company,
    Event,
    Fact,
    Facts,
    LayoffFacts,
    Passage,
    RegulationFacts,
    Role,
    Source,
    Stage,
    Story,
    Summary,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AT = Passage("title", 0, 1)
MORVAN, PONANT = Company(1, "Ateliers Morvan"), Company(2, "Brasseries du Ponant")


def story(id, facts, company=MORVAN, stage=Stage.ANNOUNCED, outlets=1):
    topic = "regulation" if isinstance(facts, RegulationFacts) else "layoffs"
    event = Event(company, topic, Role.SUBJECT, stage, facts, (), 1.0)
    sources = tuple(Source(f"Média {n}", "Titre", f"https://m{n}.example/{id}", NOON, NOON) for n in range(outlets))
    return Story(id, event, Summary("Résumé.", "brief", "fr"), sources, NOON, NOON)


def jobs(count):
    return LayoffFacts(jobs=Fact(count, AT))


def fine(amount):
    return RegulationFacts(amount=Fact(amount, AT))


def order(*stories):
    return [one.id for one in arranged(stories)]


def test_more_jobs_come_first():
    assert order(story(1, jobs(30)), story(2, jobs(4000), PONANT)) == [2, 1]


def test_ten_million_weigh_as_much_as_a_thousand_jobs():
    assert order(story(1, jobs(900)), story(2, fine(1e7), PONANT), story(3, jobs(1100), Company(3, "C"))) == [3, 2, 1]


def test_small_change_and_no_figure_come_last():
    assert order(story(1, Facts()), story(2, fine(500.0), PONANT), story(3, jobs(2), Company(3, "C"))) == [3, 1, 2]


def test_the_stories_of_a_company_stand_together_under_its_most_important_one():
    assert order(story(1, jobs(10)), story(2, jobs(500), PONANT), story(3, jobs(4000))) == [3, 1, 2]


def test_of_two_of_a_size_the_certain_one_comes_first_then_the_one_more_outlets_tell():
    rumour = story(1, jobs(100), stage=Stage.RUMOUR, outlets=5)
    told_once, told_thrice = story(2, jobs(100), PONANT), story(3, jobs(100), Company(3, "C"), outlets=3)
    assert order(rumour, told_once, told_thrice) == [3, 2, 1]
