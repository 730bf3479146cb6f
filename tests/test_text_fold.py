import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.text.fold import fold, folded, plain

CHARACTERS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("éœßﬁ’\u0301…İ\u200b\u00a0①Ǆ")))


@pytest.mark.parametrize("text", ["L'Oréal", "L’OREAL", "l'oréal", "L\u02bcORÉAL"])
def test_fold_makes_alike_what_reads_alike(text):
    assert fold(text) == "l'oreal"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Œuvre", "oeuvre"),
        ("Straße", "strasse"),
        ("ﬁn…", "fin..."),
        ("e\u0301te\u0301", "ete"),
        ("soft\u00adware", "software"),
    ],
)
def test_fold_spells_out_ligatures_and_drops_what_is_not_seen(text, expected):
    assert fold(text) == expected


@given(CHARACTERS)
def test_folding_with_the_map_gives_the_same_text(text):
    assert folded(text).text == fold(text)


@given(CHARACTERS)
def test_each_folded_character_points_at_the_character_it_comes_from(text):
    result = folded(text)
    origins = [i for i, c in enumerate(text) for _ in (c.lower() if c.isascii() else plain(c))]
    assert [result.original_at(i) for i in range(len(result.text))] == origins


@given(CHARACTERS)
def test_a_span_of_one_character_is_never_empty_and_stays_in_the_text(text):
    result = folded(text)
    for position in range(len(result.text)):
        start, end = result.span(position, position + 1)
        assert 0 <= start < end <= len(text)


@given(CHARACTERS)
def test_the_way_there_lands_on_or_after_the_character(text):
    result = folded(text)
    for position in range(len(text) + 1):
        at = result.folded_at(position)
        assert at == len(result.text) or result.original_at(at) >= position


def test_an_empty_span_stays_empty():
    assert folded("été").span(1, 1) == (1, 1)


@pytest.mark.parametrize("written", ["R\u0435nault", "\u0420\u0415N\u0391ULT".replace("\u0420", "R"), "\uff32enault"])
def test_letters_that_only_look_latin_are_read_as_they_look(written: str) -> None:
    assert fold(written) == "renault"
    assert folded(written).span(0, 7) == (0, 7)
