import pytest

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.model import Article, Company, Role, Stage

VULCANIA, BOREAL, CLIPO = (
    Company(1, "Vulcania"),
    Company(2, "Boréal Énergie", ("Boréal",)),
    Company(3, "Clipo", ("Clipo Shop",)),
)


@pytest.fixture(scope="module")
def matcher():
    return Matcher((VULCANIA, BOREAL, CLIPO), load())


def events(matcher, title, text=""):
    return {(e.company.name, e.topic): e for e in matcher.events(Article("u", title, text))}


def subjects(matcher, title, text=""):
    return {key for key, event in events(matcher, title, text).items() if event.role is Role.SUBJECT}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Vulcania supprime 300 postes", "Le groupe Vulcania a présenté un plan de sauvegarde de l’emploi."),
        ("De nouveaux licenciements chez Vulcania", "Vulcania aurait entamé une vague de licenciements."),
        ("Les salariés de Vulcania manifestent contre le plan social", "Ils dénoncent la suppression de 120 postes."),
        ("Vulcania to cut 1,200 jobs", ""),
        ("Layoffs hit Vulcania as demand slows", ""),
        ("Vulcania lays off 200 employees", "The company told staff on Monday."),
    ],
)
def test_a_company_that_cuts_jobs_is_the_subject(matcher, title, text):
    assert ("Vulcania", "layoffs") in subjects(matcher, title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "La Commission européenne ouvre une enquête sur Vulcania",
            "Bruxelles soupçonne un abus de position dominante.",
        ),
        ("La CNIL inflige une amende de 3 millions d’euros à Vulcania", "Le groupe va faire appel."),
        ("EU fines Vulcania $5 million", ""),
        ("Vulcania sued by FTC", ""),
        ("U.S. regulators probe Vulcania over safety", ""),
    ],
)
def test_a_company_that_an_authority_acts_on_is_the_subject(matcher, title, text):
    assert ("Vulcania", "regulation") in subjects(matcher, title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Vulcania lance un nouveau robot", "Il sera en vente dès lundi dans les magasins."),
        ("Vulcania names new chief executive", ""),
        ("Vulcania va recruter 300 personnes", "Le groupe cherche des ingénieurs."),
        ("Vulcania shares rise after earnings", ""),
        ("Le volcan d'Auvergne se visite", "Rien ne concerne une entreprise ici."),
        ("", ""),
    ],
)
def test_other_news_of_a_company_alerts_nobody(matcher, title, text):
    assert subjects(matcher, title, text) == set()


SEED_TITLE = "Le commerce en ligne souffre : encore des licenciements chez Clipo"
SEED_TEXT = (
    "L’année est rude pour le secteur : de grands groupes comme Boréal ont déjà réduit leurs équipes, ce dernier ayant "
    "renvoyé 9000 employés. C’est maintenant au tour de Clipo. Selon des informations de Bloomberg, Clipo aurait "
    "entamé une nouvelle vague de licenciements dans l’équipe de Clipo Shop US, soit la troisième réduction "
    "d’effectifs depuis avril.\nClipo vit aussi sous la menace d’une interdiction aux États-Unis : l’administration "
    "américaine invoque la "
    "sécurité nationale et presse le groupe de vendre ses activités."
)


def test_the_wave_of_one_company_does_not_take_the_figure_of_another(matcher):
    found = events(matcher, SEED_TITLE, SEED_TEXT)
    layoffs = found["Clipo", "layoffs"]
    assert layoffs.role is Role.SUBJECT
    assert layoffs.stage is Stage.RUMOUR
    facts = layoffs.facts
    assert (facts.wave.value, facts.since.value, facts.unit.value, facts.source.value) == (
        3,
        "avril",
        "Clipo Shop US",
        "Bloomberg",
    )
    assert facts.jobs is None
    assert found["Boréal Énergie", "layoffs"].role is Role.MENTION
    assert ("Clipo", "regulation") in found


def test_every_fact_and_every_piece_of_evidence_points_at_its_words(matcher):
    article = Article("u", SEED_TITLE, SEED_TEXT)
    for event in matcher.events(article):
        names = [e.passage.of(article) for e in event.evidence if e.kind == "name"]
        assert names
        assert all(name.startswith(("Clipo", "Boréal")) for name in names)
        assert all(e.passage.of(article) for e in event.evidence)
    facts = events(matcher, SEED_TITLE, SEED_TEXT)["Clipo", "layoffs"].facts
    assert facts.since.passage.of(article) == "avril"
    assert "troisième" in facts.wave.passage.of(article)
    assert facts.unit.passage.of(article) == "Clipo Shop US"


def test_events_come_most_certain_first(matcher):
    scores = [event.score for event in matcher.events(Article("u", SEED_TITLE, SEED_TEXT))]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_near_miss_says_what_spoke_against_it(matcher):
    found = events(
        matcher,
        "Boréal embauche, Vulcania aussi",
        "Boréal recrute 300 personnes. Il y a un an, Vulcania fermait une usine ; le groupe recrute à présent.",
    )
    assert any(e.kind == "against" for event in found.values() for e in event.evidence)


def test_a_matcher_without_companies_finds_nothing():
    assert Matcher((), load()).events(Article("u", SEED_TITLE, SEED_TEXT)) == ()
