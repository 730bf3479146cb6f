import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.text.fold import fold
from vigie.text.numbers import quantities


def read(text):
    return [(q.value, q.kind, q.currency) for q in quantities(fold(text))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.000 postes", 9000),
        ("1 900 emplois", 1900),
        ("1\u202f044 job cuts", 1044),
        ("12,500 jobs", 12500),
        ("deux cents salariés", 200),
        ("quatre-vingt-dix mille personnes", 90000),
        ("dix-sept mille", 17000),
        ("twelve hundred workers", 1200),
        ("entre 500 et 600 postes", 600),
        ("300 to 400 jobs", 400),
        ("5 millions d’abonnés", 5_000_000),
    ],
)
def test_a_number_is_read_in_every_notation_and_a_range_by_its_larger_end(text, value):
    assert read(text)[0] == (value, "plain", None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5 % des effectifs", 12.5),
        ("10 percent of staff", 10),
        ("3-4% of staff", 4),
        ("10 pour cent", 10),
        ("un tiers des cadres", 33),
        ("la moitié du site", 50),
        ("a quarter of its workforce", 25),
    ],
)
def test_a_share_is_percent_whether_in_digits_or_words(text, value):
    assert (value, "share", None) in read(text)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$1.8bn fine", 1.8e9, "USD"),
        ("€13bn", 13e9, "EUR"),
        ("4,3 milliards d’euros", 4.3e9, "EUR"),
        ("500.000 euros d’amende", 500_000, "EUR"),
        ("5,2 M€", 5.2e6, "EUR"),
        ("A$60m", 60e6, "AUD"),
        ("a 7.2-billion-euro deal", 7.2e9, "EUR"),
        ("150 millions de livres", 150e6, "GBP"),
        ("87.6 million yuan", 87.6e6, "CNY"),
        ("5 millions de réaux", 5e6, "BRL"),
        ("5 million reais", 5e6, "BRL"),
        ("200 millions de livres turques", 200e6, "TRY"),
        ("20 millions de dollars australiens", 20e6, "AUD"),
        ("20 million Canadian dollars", 20e6, "CAD"),
        ("5 millions de dollars de Hong Kong", 5e6, "HKD"),
        ("HK$5 million", 5e6, "HKD"),
        ("S$3m", 3e6, "SGD"),
        ("NZ$2.5 million", 2.5e6, "NZD"),
        ("US$5 million", 5e6, "USD"),
        ("the cars$ 5", 5, "USD"),
    ],
)
def test_money_is_read_with_its_scale_and_currency(text, value, currency):
    assert read(text)[0] == (pytest.approx(value), "money", currency)


def test_an_order_of_magnitude_is_marked_as_rough():
    assert [q.rough for q in quantities("une centaine de postes") if q.value == 100] == [True]


@pytest.mark.parametrize("text", ["15m people", "an A380m", "v1.2.3", "le 27/06/2019", "", "-", "1" * 400])
def test_odd_notations_are_read_without_harm(text):
    assert all(q.start < q.end for q in quantities(fold(text)))


@given(st.text(alphabet="0123456789., '%$€-abcdmkn unedeux"))
def test_quantities_point_into_the_text_in_order(text):
    found = quantities(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)
