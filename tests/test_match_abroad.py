"""Articles in German, Spanish, Italian, Portuguese and Dutch: told apart, read by place, numbers in their notation."""

import re
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

import score_abroad

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.model import Article, Company, LayoffFacts, Role, Stage
from vigie.summarise import summary
from vigie.text.fold import fold
from vigie.text.language import LANGUAGES, language
from vigie.text.notations import quantities

ABROAD = ("de", "es", "it", "nl", "pt")
NORDWERK = Company(1, "Nordwerk")
SHARED = Matcher((NORDWERK, Company(2, "Orange")), load())


@pytest.fixture(scope="module")
def matcher():
    return SHARED


def event(matcher, lang, title, text=""):
    return next(iter(matcher.events(Article("u", title, text, language=lang))))


def test_each_language_that_is_detected_has_its_words():
    lexicons = load()
    assert set(ABROAD) == lexicons.tongues.keys() == set(LANGUAGES) - {"fr", "en"}
    assert {rule.language for rule in lexicons.rules} == set(LANGUAGES)


@pytest.fixture(scope="module")
def kept():
    return score_abroad.scores(load(), kept=True)


@pytest.mark.parametrize("lang", ABROAD)
def test_the_articles_kept_to_judge_by_are_told_apart(lang, kept):
    cases = list(score_abroad.cases(lang))
    assert len(cases) >= 30
    assert sum(not case.tells for case in cases) * 2 >= len(cases)
    score = kept[lang]
    assert score.right / (score.right + score.wrong) >= 0.7
    assert score.right / (score.right + score.missed) >= 0.6
    assert score.facts_right / score.facts >= 0.7


def test_over_all_these_languages_four_alerts_of_five_are_right_and_found(kept):
    found = kept.values()
    right = sum(score.right for score in found)
    assert right >= 0.8 * (right + sum(score.wrong for score in found))
    assert right >= 0.8 * (right + sum(score.missed for score in found))


@pytest.mark.parametrize("lang", ABROAD)
def test_the_language_of_each_article_is_found_from_its_text(lang):
    found = [language(f"{case.article.title}\n{case.article.text}") for case in score_abroad.cases(lang)]
    assert found.count(lang) >= len(found) - 1


@pytest.mark.parametrize("lang", ABROAD)
def test_each_passage_of_an_article_abroad_points_at_its_words(lang):
    cases = list(score_abroad.cases(lang))
    matcher = SHARED.watching(cases[0].companies)
    for case in cases:
        for found in matcher.events(case.article):
            assert all(e.passage.of(case.article) for e in found.evidence)
            names = [e.passage.of(case.article) for e in found.evidence if e.kind == "name"]
            assert names
            assert all(found.company.name.startswith(name[:4]) for name in names)


@pytest.mark.parametrize(
    ("lang", "text", "value", "kind", "currency"),
    [
        ("de", "1.200 Stellen", 1200, "plain", None),
        ("de", "3,5 Mio. Euro", 3.5e6, "money", "EUR"),
        ("de", "1,5 Mrd. €", 1.5e9, "money", "EUR"),
        ("de", "zweihundertfünfzig Stellen", 250, "plain", None),
        ("de", "fünfundzwanzig Jobs", 25, "plain", None),
        ("de", "jeder dritte Mitarbeiter", 33, "share", None),
        ("es", "3.000 millones de euros", 3e9, "money", "EUR"),
        ("es", "dos mil quinientos empleados", 2500, "plain", None),
        ("es", "12,5 por ciento", 12.5, "share", None),
        ("es", "un centenar de despidos", 100, "plain", None),
        ("it", "tremila posti", 3000, "plain", None),
        ("it", "800 mila euro", 800_000, "money", "EUR"),
        ("it", "2 miliardi di dollari", 2e9, "money", "USD"),
        ("it", "10mila dipendenti", 10_000, "plain", None),
        ("pt", "R$ 50 milhões", 50e6, "money", "BRL"),
        ("pt", "1,2 mil funcionários", 1200, "plain", None),
        ("pt", "duzentos e cinquenta postos", 250, "plain", None),
        ("nl", "tweehonderdvijftig werknemers", 250, "plain", None),
        ("nl", "3,5 miljoen euro", 3.5e6, "money", "EUR"),
        ("nl", "een derde van het personeel", 33, "share", None),
    ],
)
def test_a_quantity_is_read_in_the_notation_of_its_language(lang, text, value, kind, currency):
    found = quantities(fold(text), load().tongues[lang].notation)[0]
    assert (found.value, found.kind, found.currency) == (pytest.approx(value), kind, currency)


@pytest.mark.parametrize(
    ("lang", "title", "stage"),
    [
        ("de", "Nordwerk streicht 300 Stellen", Stage.ANNOUNCED),
        ("de", "Nordwerk will 300 Stellen streichen", Stage.PLAN),
        ("de", "Nordwerk dementiert Stellenabbau", Stage.DENIED),
        ("es", "Nordwerk podría despedir a 300 trabajadores", Stage.RUMOUR),
        ("es", "Nordwerk ha despedido a 300 trabajadores", Stage.DONE),
        ("it", "Nordwerk annuncia 300 esuberi", Stage.ANNOUNCED),
        ("it", "Nordwerk smentisce i licenziamenti", Stage.DENIED),
        ("pt", "Nordwerk demitiu 300 funcionários", Stage.DONE),
        ("pt", "Nordwerk planeia despedir 300 trabalhadores", Stage.PLAN),
        ("nl", "Nordwerk schrapt 300 banen", Stage.ANNOUNCED),
        ("nl", "Nordwerk wil 300 banen schrappen", Stage.PLAN),
    ],
)
def test_the_stage_is_what_the_title_says(matcher, lang, title, stage):
    assert event(matcher, lang, title).stage is stage


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        ("de", "Nordwerk streicht Stellen", "Von weltweit 80.000 Beschäftigten verlieren viele ihren Job."),
        ("es", "Nordwerk despide a trabajadores", "La empresa cuenta con unos 8.000 empleados en Madrid."),
        ("nl", "Nordwerk schrapt banen", "Bij Nordwerk werken ongeveer 5.000 mensen."),
        ("it", "Nordwerk taglia posti di lavoro", "Il gruppo occupa circa 4.000 dipendenti nel 2026."),
    ],
)
def test_how_many_work_there_is_no_number_of_jobs_that_go(matcher, lang, title, text):
    facts = event(matcher, lang, title, text).facts
    assert isinstance(facts, LayoffFacts)
    assert facts.jobs is None


def test_what_a_medium_or_a_union_reports_is_a_rumour_with_its_source(matcher):
    found = event(matcher, "de", "Nordwerk streicht 300 Stellen", "Nordwerk streicht laut Handelsblatt 300 Stellen.")
    assert (found.stage, found.facts.source.value) == (Stage.RUMOUR, "Handelsblatt")


def test_a_procedure_is_named_as_it_is_there(matcher):
    found = event(matcher, "es", "Nordwerk presenta un ERE para 300 trabajadores")
    assert found.facts.procedure.value == "ERE"


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("de", "Nordwerk schickt 500 Beschäftigte in Kurzarbeit"),
        ("es", "Nordwerk prorroga el ERTE de 500 operarios"),
        ("it", "Cassa integrazione per 500 operai alla Nordwerk"),
        ("nl", "Werktijdverkorting voor 500 werknemers van Nordwerk"),
    ],
)
def test_short_time_is_no_layoff(matcher, lang, title):
    assert all(e.role is not Role.SUBJECT for e in matcher.events(Article("u", title, "", language=lang)))


def test_an_english_headline_that_looks_foreign_is_still_read_by_its_own_words(matcher):
    title = "Nordwerk to cut 1,950 jobs"
    assert event(matcher, "de", title).topic == event(matcher, "en", title).topic == "layoffs"


def test_a_common_word_is_a_company_where_the_surroundings_say_so_in_their_language(matcher):
    found = matcher.events(Article("u", "Der Konzern Orange streicht 300 Stellen", "", language="de"))
    assert [e.company.name for e in found if e.role is Role.SUBJECT] == ["Orange"]


def told(lang, company, title, text):
    article = Article("u", title, text, language=lang)
    found = [e for e in SHARED.watching((Company(1, company),)).events(article) if e.role is Role.SUBJECT]
    return summary(found[0], article)


@pytest.mark.parametrize(
    ("lang", "title", "text", "words"),
    [
        (
            "de",
            "Bundeskartellamt verhängt Bußgeld gegen Nordwerk",
            "Der Konzern muss 3,5 Mio. Euro zahlen, teilte das Bundeskartellamt mit.",
            "amende|3,5 millions d'euros|le bundeskartellamt|nordwerk",
        ),
        ("es", "La CNMC investiga a Nordwerk", "Competencia sospecha de un cártel.", "enquête|cnmc"),
        ("it", "Nordwerk annuncia 1.200 esuberi", "I sindacati protestano.", "1 200|nordwerk|postes"),
        ("pt", "CNPD proíbe app da Nordwerk", "A CNPD deu trinta dias à Nordwerk.", "la cnpd|interdiction"),
        ("nl", "Nordwerk wil 300 banen schrappen", "De bonden zijn boos.", "300|nordwerk"),
    ],
)
def test_an_alert_about_an_article_abroad_is_good_french(lang, title, text, words):
    made = told(lang, "Nordwerk", title, text)
    assert made.language == lang
    assert made.method == "brief"
    text = made.text.replace("\u00a0", " ").replace("\u202f", " ").lower()
    assert [word for word in words.split("|") if word not in text] == []


def test_a_word_that_looks_french_makes_no_matter_of_an_article_abroad():
    made = told("es", "Nordwerk", "La Fiscalía investiga a Nordwerk", "La Fiscalía acusa a Nordwerk de un vertido.")
    assert "fisc" not in made.text


def test_an_act_that_is_only_feared_is_told_as_such():
    article = Article("u", "La CNMC podría multar a Nordwerk con 5 millones de euros", "", language="es")
    found = next(iter(SHARED.events(article)))
    assert found.stage is Stage.RUMOUR
    assert found.facts.amount_kind.value == "incurred"
    assert not re.search(r"\b(inflige|écope)\b", summary(found, article).text)


def test_damages_that_a_court_awards_are_no_fine():
    article = Article(
        "u", "El Supremo condena a Nordwerk a pagar dos millones de euros", "El Tribunal Supremo lo confirma.",
        language="es",
    )  # fmt: skip
    found = next(iter(SHARED.events(article)))
    assert found.facts.action.value == "ruling"


PIECES = (
    "Nordwerk ein zwei und hundert tausend Mio. 3,5 1.200 % de y mil dos cien e tre cento mila R$ € een en honderd "
)
PIECES += "Stellen streicht Bußgeld despidos multa esuberi coima boete Orange nach tras \ud800 İ ﬁ ß"
TEXTS = st.lists(st.sampled_from(PIECES.split()), max_size=40).map(" ".join)


@given(st.sampled_from(ABROAD), TEXTS, TEXTS)
@settings(max_examples=150, deadline=None)
def test_no_text_in_these_languages_makes_it_raise_and_passages_point_at_their_words(lang, title, text):
    article = Article("u", title, text, language=lang)
    for found in SHARED.events(article):
        assert all(e.passage.of(article) for e in found.evidence)
        for name in ("jobs", "share", "amount", "authority", "action", "source"):
            fact = getattr(found.facts, name, None)
            assert fact is None or fact.passage.of(article)


@pytest.mark.parametrize("lang", ABROAD)
@pytest.mark.parametrize(
    "piece", ["einundzwei", "e", "mil ", "honderd en ", "1.200 ", "tremila", "de ", "R$ 1,", "y dos "]
)
def test_reading_numbers_costs_in_proportion_to_the_text(lang, piece):
    notation = load().tongues[lang].notation

    def cost(times):
        began = time.process_time()
        quantities("dos " + piece * times, notation)
        return time.process_time() - began

    cost(10)
    assert cost(4_000) < 0.5


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Hunderte Stellen"), ("de", "Tausende Jobs"), ("es", "cientos de empleos"), ("es", "miles de puestos"),
        ("it", "centinaia di esuberi"), ("it", "migliaia di posti"), ("pt", "centenas de postos"),
        ("pt", "milhares de empregos"), ("nl", "honderden banen"), ("nl", "duizenden banen"), ("de", "ein Werk"),
    ],
)  # fmt: skip
def test_hundreds_and_thousands_are_no_number(lang, text):
    assert quantities(fold(text), load().tongues[lang].notation) == []
