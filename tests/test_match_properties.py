import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.match.patterns import Patterns
from vigie.model import Article, Company, Fact

MATCHER = Matcher(
    (Company(1, "Vulcania"), Company(2, "Orange"), Company(3, "L'Oréal"), Company(4, "GM&S", ("GM",))), load()
)

PIECES = """Vulcania Orange L’Oréal GM&S supprime supprimera 300 postes 12,5 % un tiers licenciements chez amende de 3
millions d’euros $1.8bn la CNIL EU fines job cuts selon Bloomberg depuis avril troisième vague . , : ; « » œ ﬁ İ ①"""
WORDS = st.sampled_from([*PIECES.split(), "\n", "\ud800", "\u0301"])
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


def facts_of(event):
    for name in event.facts.__slots__:
        value = getattr(event.facts, name)
        yield from (fact for fact in (value if isinstance(value, tuple) else (value,)) if isinstance(fact, Fact))
    for name in ("places", "source"):
        value = getattr(event.facts, name)
        yield from (fact for fact in (value if isinstance(value, tuple) else (value,)) if isinstance(fact, Fact))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_no_article_makes_it_raise_and_every_passage_lies_in_its_text(title, text):
    article = Article("u", title, text)
    for event in MATCHER.events(article):
        passages = [e.passage for e in event.evidence] + [fact.passage for fact in facts_of(event)]
        for passage in passages:
            whole = title if passage.where == "title" else text
            assert 0 <= passage.start < passage.end <= len(whole)


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=40),
    st.sampled_from(["Vulcania supprime 300 postes", "Amende de 3 millions d’euros pour Vulcania"]),
)
def test_what_comes_before_moves_the_passages_with_the_words(noise, sentence):
    article = Article("u", "Brèves", f"{noise}\n{sentence}.")
    for event in MATCHER.events(article):
        for evidence in event.evidence:
            if evidence.kind == "name":
                assert evidence.passage.of(article) == "Vulcania"
        for fact in facts_of(event):
            if fact.value == 300:
                assert "300" in fact.passage.of(article)


@pytest.mark.parametrize(
    "piece",
    [
        "Vulcania ",
        "Vulcania supprime 300 postes. ",
        "a",
        "1 ",
        "0,",
        "\n",
        "é",
        "suppression de de de ",
        "U.S. ",
        "((((",
        "GM&S ",
        "Vulcania : un accord 1.000,1.000,1.000,",
    ],
)
def test_a_megabyte_of_anything_takes_no_more_than_a_moment(piece):
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    began = time.process_time()
    MATCHER.events(Article("u", text, text))
    assert time.process_time() - began < 3


def test_a_row_of_numbers_is_read_in_one_way_only():
    """Cut into words anywhere, thirty of them in a gap of eight take a minute, and forty for ever."""
    row = "1.000," * 30
    patterns = Patterns(["accord ~8 signe", "supprim* ~3 # poste*"])
    began = time.process_time()
    assert not patterns.find(f"accord {row} supprime {row}")
    assert time.process_time() - began < 0.5
    assert [hit.number for hit in patterns.find(f"accord sur {row[:12]} est signe, supprime 1.000, 1 000 poste")] == [
        0,
        1,
    ]
