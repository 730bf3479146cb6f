"""The labelled articles keep their score (tools/score_stories.py says where it is lost)."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from tools.score_stories import f1, in_stories, outcome, weeks


@pytest.mark.parametrize(("half", "least", "pairs"), [("tune", 0.94, 400), ("test", 0.93, 150)])
def test_articles_find_their_story(half, least, pairs):
    counts: Counter[str] = Counter()
    for week in weeks(half):
        where = in_stories(week)
        for a, b in combinations(week, 2):
            counts[outcome(where[a.article.url] == where[b.article.url], a.story == b.story)] += 1
        assert max(Counter(where.values()).values()) <= 30
    assert counts.total() >= pairs
    assert f1(counts) >= least, counts
