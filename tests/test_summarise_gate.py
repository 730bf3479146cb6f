"""The gate refuses what an article does not say, and lets good French through."""

from __future__ import annotations

import pytest
from fakes.summaries import CASES, corrupted, variants

from vigie.summarise import gate

BAD = [(kind, case, text) for case in CASES for kind, text in corrupted(case)]
GOOD = [(case, text) for case in CASES for text in variants(case)]


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in BAD}))
def test_every_corrupted_summary_is_refused(kind: str) -> None:
    passed = [text for k, case, text in BAD if k == kind and gate.passes(text, case.event, case.article)]
    assert passed == []


def test_there_are_more_than_two_hundred_corrupted_and_two_hundred_good_ones() -> None:
    assert len(BAD) >= 200
    assert len(GOOD) >= 200


def test_good_summaries_are_accepted_in_at_least_95_percent_of_cases() -> None:
    refused = [(text, why) for case, text in GOOD if (why := gate.faults(text, case.event, case.article))]
    assert len(refused) <= 0.05 * len(GOOD), refused
