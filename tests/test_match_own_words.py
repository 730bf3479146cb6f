"""The words that an operator adds to a topic in feeds.yaml: what they find, and what they never make Vigie say."""

import pytest

from vigie.adapters.engine import RuleEngine
from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.model import LAYOFFS, OWN, REGULATION, Article, Company, Event, OwnWords, RegulationFacts, Role
from vigie.summarise import summary

COMPANIES = (Company(1, "Vulcania"), Company(2, "Boréal"))
OURS = (
    OwnWords(LAYOFFS, ("coup* de balai", "plan ~1 mobilite"), ("coup de balai citoyen",)),
    OwnWords(REGULATION, ("carton rouge",)),
)
BROOM = Article(
    "u1", "Nouveau coup de balai chez Vulcania", "Vulcania l'a dit mardi : 120 salariés sont dans ce coup de balai."
)
MOBILITY = Article(
    "u2", "Vulcania présente un plan de mobilité", "Vulcania a détaillé mardi son plan de mobilité aux élus du comité."
)
CARD = Article("u3", "Carton rouge pour Vulcania", "Un carton rouge a été sorti mardi contre Vulcania.")
RIVER = Article(
    "u4", "Vulcania donne un coup de balai citoyen", "Vulcania a nettoyé la rivière : un coup de balai citoyen."
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(COMPANIES, load().adding(OURS))


def subjects(matcher: Matcher, article: Article) -> list[Event]:
    return [event for event in matcher.events(article) if event.role is Role.SUBJECT]


@pytest.mark.parametrize(
    ("article", "topic", "words"),
    [(BROOM, LAYOFFS, "coup de balai"), (MOBILITY, LAYOFFS, "plan de mobilité"), (CARD, REGULATION, "carton rouge")],
)
def test_a_word_of_ones_own_finds_what_was_not_found_and_is_the_passage_that_tells(matcher, article, topic, words):
    assert subjects(Matcher(COMPANIES, load()), article) == []
    (event,) = subjects(matcher, article)
    assert event.topic == topic
    assert words in [e.passage.of(article) for e in event.evidence if e.kind == "event" and e.group == OWN]


def test_what_is_excluded_tells_nothing(matcher):
    assert list(matcher.events(RIVER)) == []
    within = (OwnWords(LAYOFFS, ("coup* de balai",)),)
    assert subjects(Matcher(COMPANIES, load().adding(within)), RIVER)


def test_an_excluded_wording_silences_ours_too():
    article = Article(
        "u", "Vulcania : la suppression de postes d'aiguillage avance", "Les travaux avancent à Vulcania."
    )
    assert subjects(Matcher(COMPANIES, load()), article)
    silenced = load().adding([OwnWords(LAYOFFS, exclude=("suppression* de postes d aiguillage",))])
    assert list(Matcher(COMPANIES, silenced).events(article)) == []


@pytest.mark.parametrize("article", [BROOM, MOBILITY])
def test_a_word_of_ones_own_makes_no_claim_of_job_cuts(matcher, article):
    (event,) = subjects(matcher, article)
    told = summary(event, article).text
    assert "suppression" not in told
    assert "menac" not in told
    assert "Vulcania" in told


def test_a_word_of_ones_own_names_no_act_of_an_authority(matcher):
    (event,) = subjects(matcher, CARD)
    assert isinstance(event.facts, RegulationFacts)
    assert event.facts.action is not None
    assert event.facts.action.value == "other"


def test_what_our_words_find_is_as_before(matcher):
    article = Article("u", "Vulcania supprime 300 postes", "Le groupe Vulcania a présenté un plan de départs.")
    assert matcher.events(article) == Matcher(COMPANIES, load()).events(article)


async def test_an_engine_takes_up_words_and_lets_go_of_them_while_it_runs():
    engine = RuleEngine(load())
    await engine.refresh(COMPANIES, 3)
    assert await engine.analyse(BROOM) == ()
    await engine.learn(OURS)
    assert [event.company.name for event in await engine.analyse(BROOM)] == ["Vulcania"]
    assert engine.version == 3
    await engine.refresh(COMPANIES[1:], 4)
    assert await engine.analyse(BROOM) == ()
    await engine.refresh(COMPANIES, 5)
    assert await engine.analyse(BROOM)
    await engine.learn(())
    assert await engine.analyse(BROOM) == ()
