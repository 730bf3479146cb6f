"""What the scores of vigie.match are worth, from articles judged by weights that never saw them: calibration, points.

tools/fit_match.py calls it; it reads no file and fits no weights.

    calibration   slope and offset of the log-odds (Platt), by Newton's method
    points        where each sensitivity begins, with its precision and recall
    reliability   deciles of the probability against what happened, expected calibration error, Brier score
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from vigie.match.lexicons import Point
from vigie.model import Sensitivity

SURE = 0.93
"""The precision that the strict sensitivity aims at; where no threshold reaches it, the one with the best."""

ENOUGH = 0.25
"""The least of all subjects that it finds all the same."""

DECIDED = 0.7
"""The precision, of all that is told, that the wide sensitivity keeps."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate out of fold: how sure the models were, and what a reader said."""

    article: str
    topic: str
    subject: float
    """Log-odds of being the subject."""
    told: float
    """Log-odds of being told of at all."""
    titled: bool
    """The title names the company."""
    substance: bool
    """There is a figure or an act."""
    role: str
    """subject | mention | none, as labelled."""


Calibration = tuple[float, float]


def odds(probability: float) -> float:
    kept = min(max(probability, 1e-9), 1 - 1e-9)
    return log(kept / (1 - kept))


def likely(odds: float, calibration: Calibration = (1.0, 0.0)) -> float:
    slope, offset = calibration
    return 1 / (1 + exp(-max(-30.0, min(30.0, slope * odds + offset))))


def fitted(pairs: Sequence[tuple[float, bool]]) -> Calibration:
    """Slope and offset that make of log-odds those of what happened, with Platt's guard against certainty."""
    yes = sum(happened for _, happened in pairs)
    high, low = (yes + 1) / (yes + 2), 1 / (len(pairs) - yes + 2)
    aims = [(z, high if happened else low) for z, happened in pairs]
    best = (1.0, 0.0)
    for _ in range(50):
        step = newton(aims, best)
        while loss(aims, moved(best, step)) > loss(aims, best) and max(map(abs, step)) > 1e-7:
            step = (step[0] / 2, step[1] / 2)
        best = moved(best, step)
        if max(map(abs, step)) <= 1e-6:
            break
    return round(best[0], 4), round(best[1], 4)


def moved(at: Calibration, step: Calibration) -> Calibration:
    return at[0] - step[0], at[1] - step[1]


def loss(aims: Sequence[tuple[float, float]], at: Calibration) -> float:
    """The cross entropy."""
    said = ((likely(z, at), aim) for z, aim in aims)
    return -sum(aim * log(p) + (1 - aim) * log(1 - p) for p, aim in said)


def newton(aims: Sequence[tuple[float, float]], at: Calibration) -> Calibration:
    """The step of Newton's method."""
    g0 = g1 = h01 = 0.0
    h00 = h11 = 1e-6
    for z, aim in aims:
        p = likely(z, at)
        error, weight = p - aim, p * (1 - p)
        g0, g1 = g0 + error * z, g1 + error
        h00, h01, h11 = h00 + weight * z * z, h01 + weight * z, h11 + weight
    determinant = h00 * h11 - h01 * h01
    return (h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant


def across(pairs: Sequence[tuple[float, bool]], folds: Sequence[int]) -> list[tuple[float, bool]]:
    """The probabilities, each calibrated by the other folds: what the calibration itself is worth on other articles."""
    known = {n: fitted([p for p, fold in zip(pairs, folds, strict=True) if fold != n]) for n in set(folds)}
    return [(likely(z, known[fold]), happened) for (z, happened), fold in zip(pairs, folds, strict=True)]


# -- where the sensitivities begin ------------------------------------------------------------------------------------


def points(
    judged: Sequence[Judged], subjects: int, labelled: int, calibrations: tuple[Calibration, Calibration], normal: float
) -> Mapping[Sensitivity, Point]:
    """Of one topic: `subjects` and `labelled` pairs are there to be found; normal is the threshold of a subject."""
    subject, told = calibrations

    def sure(one: Judged) -> float:
        return likely(one.subject, subject)

    def alerts(threshold: float) -> Point:
        heard = [one for one in judged if one.titled and sure(one) >= threshold]
        return measured(threshold, [one.role == "subject" for one in heard], subjects)

    def widely(threshold: float) -> Point:
        heard = [
            one for one in judged if sure(one) >= normal or (one.substance and likely(one.told, told) >= threshold)
        ]
        return measured(threshold, [one.role != "none" for one in heard], labelled)

    steps = [step / 100 for step in range(100)]
    strict = [alerts(max(normal, step)) for step in steps if step >= normal]
    usual = measured(normal, [one.role == "subject" for one in judged if sure(one) >= normal], subjects)
    wide = [widely(step) for step in steps if step >= 0.2]
    return {
        Sensitivity.STRICT: first_precise(strict, SURE, ENOUGH),
        Sensitivity.NORMAL: usual,
        Sensitivity.WIDE: first_precise(wide, DECIDED, 0.0),
    }


def measured(threshold: float, right: Sequence[bool], wanted: int) -> Point:
    found = sum(right)
    return Point(round(threshold, 4), round(found / max(1, len(right)), 3), round(found / max(1, wanted), 3))


def first_precise(listed: Sequence[Point], precision: float, recall: float) -> Point:
    """The lowest threshold that is precise enough, of those that find enough; else the most precise one."""
    enough = [point for point in listed if point.recall >= recall] or list(listed[:1])
    return next((p for p in enough if p.precision >= precision), max(enough, key=lambda p: (p.precision, p.recall)))


# -- how well a probability says what happens -------------------------------------------------------------------------


def reliability(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> Iterator[tuple[float, float, int]]:
    """For each tenth of the scale that has any: the mean probability, how often it happened, how many there are."""
    for n in range(bins):
        held = [(p, happened) for p, happened in pairs if min(int(p * bins), bins - 1) == n]
        if held:
            yield sum(p for p, _ in held) / len(held), sum(h for _, h in held) / len(held), len(held)


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error over ten equal bins."""
    return sum(count * abs(said - was) for said, was, count in reliability(pairs)) / max(1, len(pairs))


def brier(pairs: Sequence[tuple[float, bool]]) -> float:
    return sum((p - happened) ** 2 for p, happened in pairs) / max(1, len(pairs))


def told(name: str, pairs: Sequence[tuple[float, bool]], folds: Sequence[int], show: Callable[[str], None]) -> None:
    """The table of one model, as it comes out and as calibrated by the other folds."""
    raw = [(likely(z), happened) for z, happened in pairs]
    mended = across(pairs, folds)
    for what, listed in (("as fitted", raw), ("calibrated", mended)):
        show(f"{name:16} {what:10} ECE {calibration_error(listed):.3f}  Brier {brier(listed):.3f}  n {len(listed)}")
    show("  says:       " + "  ".join(f"{said:5.2f}" for said, _, _ in reliability(mended)))
    show("  happens:    " + "  ".join(f"{was:5.2f}" for _, was, _ in reliability(mended)))
    show("  candidates: " + "  ".join(f"{count:5}" for _, _, count in reliability(mended)))
