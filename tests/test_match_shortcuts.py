"""The shortcuts that make matching fast say what the long way says, whatever the text."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.match.document import Document
from vigie.match.lexicons import Lexicons
from vigie.match.patterns import Patterns, compiled, first_word
from vigie.match.scan import MONEY, Scanner
from vigie.model import Article
from vigie.text.numbers import quantities
from vigie.text.sentences import sentences

PATTERNS = ["u.s ~1 court*", "supprim*|suppr ~3 poste*|emploi*", "s court*", "plan social?", "a|an order*", "a # job*"]
PATTERNS += ["a plan", "a court", "a ban"]
WORDS = "us$ ca$ 10 3,5 deux cent mille % eur usd € bn m a et . de d'un quatre-vingt _ U.S. u.s.s. court courts "
WORDS += "supprimer suppr postes plan social order 12 jobs l’été … « Oui » ! moitié one third 10pct 20euros pour Inc.\n"
BITS = st.lists(st.sampled_from([*WORDS.split(), " ", " ", "\n", "\u00ad", "œ", "É"]), max_size=40)


def document(bits, title="Titre"):
    return Document(Article("u", title, "".join(bits), language="fr"))


@given(BITS)
@settings(max_examples=300, deadline=None)
def test_no_amount_and_no_share_hides_where_none_is_expected(bits):
    scan = Scanner(Lexicons(())).scan(document(bits), ())
    kinds = {quantity.kind for quantity in quantities(scan.document.text)}
    assert scan.may_have_money or "money" not in kinds
    assert scan.may_have_shares or "share" not in kinds


def test_a_text_without_a_currency_is_not_read_for_amounts():
    assert not Scanner(Lexicons(())).scan(document(["Le musée ouvre en 2025."]), ()).may_have_money
    assert {"euros", "$"} <= MONEY


@given(BITS)
@settings(max_examples=300, deadline=None)
def test_patterns_stand_where_their_expressions_match_at_the_start_of_a_word(bits):
    text = document(bits).text
    expected = []
    for match in re.finditer(r"(?<![^\W_])(?<!_)[^\W_]", text):
        for number, pattern in enumerate(PATTERNS):
            if found := compiled(pattern).match(text, match.start()):
                ways = {option.rstrip("*") for option in first_word(pattern)}
                times = sum(text.startswith(way, match.start()) for way in ways)
                expected += [(number, match.start(), found.end())] * times
    assert sorted(Patterns(PATTERNS).find(text)) == sorted(expected)


@given(BITS)
@settings(max_examples=300, deadline=None)
def test_sentences_found_one_by_one_are_those_found_at_once(bits):
    one = document(bits, title="L’œuvre… Fin ?")
    at = one.folded.folded_at
    expected = [(at(start), at(end)) for start, end in sentences(one.raw)]
    half = one.sentence_of(len(one.text) // 2)
    assert one.sentence(half) == expected[half]
    assert one.sentences == expected


@given(st.text(max_size=80))
@settings(deadline=None)
def test_words_lie_where_they_are_said_to(text):
    one = document([text])
    assert all(one.text[start:end] == word for word, start, end in one.words)


def test_a_vocabulary_without_end_is_forgotten_now_and_then(monkeypatch):
    monkeypatch.setattr("vigie.match.patterns.REMEMBERED", 2)
    patterns = Patterns(["plan social"])
    assert len(patterns.find("un deux trois plan social et un autre plan social")) == 2
