"""What the scores of the matcher are worth: calibration, points, reliability."""

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

import calibrate_match as measure

from vigie.adapters.lexicon import load
from vigie.model import Sensitivity


def pairs(slope, offset, count=4_000):
    """Log-odds that overstate or understate, and what happened."""
    draw = random.Random(3)
    found = []
    for _ in range(count):
        true = draw.gauss(0, 2)
        found.append(((true - offset) / slope, draw.random() < measure.likely(true)))
    return found


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (0.5, 0.0), (2.0, -1.0)])
def test_the_calibration_finds_what_the_log_odds_should_have_been(slope, offset):
    found = measure.fitted(pairs(slope, offset))
    assert found == (pytest.approx(slope, rel=0.1), pytest.approx(offset, abs=0.15))


def test_a_calibration_of_other_folds_mends_an_overconfident_score():
    listed = pairs(0.3, 0.5)
    folds = [n % 5 for n in range(len(listed))]
    raw = [(measure.likely(z), happened) for z, happened in listed]
    mended = measure.across(listed, folds)
    assert measure.calibration_error(mended) < 0.03 < measure.calibration_error(raw)
    assert measure.brier(mended) < measure.brier(raw)


def test_the_table_of_reliability_counts_each_candidate_once():
    listed = [(0.05, False), (0.07, True), (1.0, True)]
    assert list(measure.reliability(listed)) == [(pytest.approx(0.06), 0.5, 2), (1.0, 1.0, 1)]


def judged(n, subject, told, role, *, titled=True, substance=True):
    return measure.Judged(f"a{n}", "layoffs", measure.odds(subject), measure.odds(told), titled, substance, role)


def test_each_sensitivity_begins_where_it_is_precise_enough_and_says_what_it_finds():
    listed = [
        *(judged(n, 0.9, 0.9, "subject") for n in range(20)),
        *(judged(n, 0.6, 0.6, "subject") for n in range(20, 30)),
        *(judged(n, 0.6, 0.6, "none") for n in range(30, 40)),
        *(judged(n, 0.1, 0.8, "mention") for n in range(40, 50)),
        *(judged(n, 0.1, 0.8, "mention", substance=False) for n in range(50, 55)),
    ]
    same = (1.0, 0.0)
    found = measure.points(listed, 40, 60, (same, same), 0.5)
    assert found[Sensitivity.STRICT] == measure.Point(0.61, 1.0, 0.5)
    assert found[Sensitivity.NORMAL] == measure.Point(0.5, 0.75, 0.75)
    assert found[Sensitivity.WIDE].precision == 0.8
    assert found[Sensitivity.WIDE].recall == round(40 / 60, 3)


def test_what_ships_is_stricter_the_stricter_it_is_called():
    for topic in ("layoffs", "regulation"):
        model = load().models[topic]
        points = model.points
        assert points.keys() == set(Sensitivity)
        assert points[Sensitivity.NORMAL].threshold == model.threshold <= points[Sensitivity.STRICT].threshold
        assert points[Sensitivity.STRICT].precision > points[Sensitivity.NORMAL].precision
        assert points[Sensitivity.STRICT].recall < points[Sensitivity.NORMAL].recall
