from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.text.sentences import sentences


def parts(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un plan. Deux plans !", ["Un plan.", "Deux plans !"]),
        ("Le site ferme.Les salariés protestent.", ["Le site ferme.", "Les salariés protestent."]),
        ("Titre\nTexte", ["Titre", "Texte"]),
        ("Il a dit « Non. » Puis rien.", ["Il a dit « Non. »", "Puis rien."]),
        ("M. Durand part. Mme Petit reste.", ["M. Durand part.", "Mme Petit reste."]),
        ("U.S. regulators act. Booking.com pays.", ["U.S. regulators act.", "Booking.com pays."]),
        ("Le groupe perd 3.500 postes. Fin.", ["Le groupe perd 3.500 postes.", "Fin."]),
        ("Selon Acme Inc. le plan tient.", ["Selon Acme Inc. le plan tient."]),
        ("Das kostet 3,5 Mio. Euro. Mehr nicht.", ["Das kostet 3,5 Mio. Euro.", "Mehr nicht."]),
        ("Lo dice la Sra. Paz. Fin.", ["Lo dice la Sra. Paz.", "Fin."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_end_where_a_reader_stops(text, expected):
    assert parts(text) == expected


@given(st.text())
def test_sentences_are_in_order_and_hold_all_that_is_not_blank(text):
    spans = sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
