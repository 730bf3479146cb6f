"""What a document asks of those who poll it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes.feeds import Item, rss
from hypothesis import given
from hypothesis import strategies as st

from vigie.memory import Wishes
from vigie.parse.wishes import wishes


def asks(head: str, after: str = "") -> Wishes:
    return wishes(f"<rss><channel><title>É</title>{head}<item><title>A</title></item>{after}</channel></rss>".encode())


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("", Wishes()),
        ("<ttl>60</ttl>", Wishes(timedelta(hours=1))),
        ("<ttl>\n 5 </ttl>", Wishes(timedelta(minutes=5))),
        ("<ttl>0</ttl>", Wishes()),
        ("<ttl>soon</ttl>", Wishes()),
        ("<skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>99</hour></skipHours>", Wishes(hours={0, 7})),
        ("<skipDays><day>Sunday</day><day>saturday</day><day>Jeudi</day></skipDays>", Wishes(days={5, 6})),
        ("<sy:updatePeriod>weekly</sy:updatePeriod>", Wishes()),
    ],
)
def test_wishes_are_read_from_the_head_of_the_document(head: str, found: Wishes) -> None:
    assert asks(head) == found


def test_what_stands_in_an_entry_is_no_wish() -> None:
    assert asks("", "<item><description><ttl>60</ttl></description></item>") == Wishes()


def test_what_is_no_feed_wishes_nothing() -> None:
    assert wishes(b'<?xml version="1.0" encoding="utf-7"?><rss><ttl>60</ttl>') == Wishes()
    assert wishes(rss(Item("A"))) == Wishes()


@given(st.binary(max_size=200))
def test_any_bytes_have_wishes(body: bytes) -> None:
    wishes(body)
