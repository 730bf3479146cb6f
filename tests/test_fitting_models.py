"""How models are put together before they are written: tools/fitting/models.py."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

from fitting import models

from vigie.match.lexicons import Model
from vigie.match.linear import scores

ONE = Model(("yes",), (1.0,), {"a": (2.0,), "b": (-1.0,)}, 0.4)
OTHER = Model(("yes",), (-1.0,), {"a": (4.0,), "c": (0.01,)}, 0.6)


def test_the_mean_of_two_models_says_what_their_mean_verdict_says():
    told = {"a": 1.0, "b": 1.0}
    both = models.mean([(ONE, 0.75), (OTHER, 0.25)])
    expected = 0.75 * scores(ONE, told)[0] + 0.25 * scores(OTHER, told)[0]
    assert scores(both, told) == [pytest.approx(expected, abs=0.002)]
    assert both.threshold == ONE.threshold


def test_what_weighs_next_to_nothing_in_the_mean_is_left_out():
    assert "c" not in models.mean([(ONE, 0.5), (OTHER, 0.5)]).weights


def test_a_model_without_a_share_of_another_stays_as_it_is():
    assert models.with_told(ONE, OTHER, 0.0) is ONE
    assert models.with_told(ONE, None, 0.25) is ONE
    assert models.with_told(ONE, OTHER, 0.25).bias == (0.5,)
