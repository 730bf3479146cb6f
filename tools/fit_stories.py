"""Fits the weights of vigie/stories/compare.py on the half « tune » of tests/data/stories.jsonl, and writes them.

Logistic regression that starts from what we believe (BELIEVED) and is held there by PULL: two hundred pairs are few.
"""

from __future__ import annotations

import sys
from math import exp
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from score_stories import ROOT, pairs

from vigie.stories.compare import Features, features

BELIEVED = {
    "jobs same": 2.0, "jobs distinctive": 0.8, "jobs held": 1.6, "jobs near": 1.2, "jobs moved": 0.3,
    "jobs drifted": -1.5,
    "jobs apart": -4.0, "jobs linked": -1.0, "amount linked": -1.0,
    "share same": 1.5, "share held": 1.2, "share near": 0.8, "share apart": -1.2,
    "amount same": 2.0, "amount distinctive": 0.8, "amount held": 1.6, "amount near": 1.2,
    "amount moved": -0.3, "amount drifted": -1.5,
    "amount apart": -2.0,
    "authority same": 0.6, "authority apart": -1.5, "authority vague": 0.1, "action same": 0.3, "action apart": -0.4,
    "wave same": 1.0, "wave apart": -3.0, "unit same": 1.0, "unit apart": -1.5,
    "numbers": 0.7, "no number shared": -0.5, "names": 0.6, "no name shared": -0.5, "site shared": 0.8,
    "sites apart": -0.8, "headline unknown": -0.5, "headline known": 0.4, "concepts": 0.5,
    "cue appeal": 0.6, "cue drop": 0.6, "cue deny": 0.8, "cue revise": 0.8, "cue react": 0.6, "cue strike": 0.6,
    "cue sequel": 0.8, "cue another": -1.5,
    "both appeal": 0.5, "both react": 0.3, "both strike": 0.8, "both drop": 0.6, "both deny": 1.0,
    "title": 1.5, "words": 3.0, "title in words": 1.2, "days": -0.6, "soon": 0.5,
    "calm layoffs": 0.8, "calm regulation": 0.3, "regulation": -0.8, "nothing shared": -3.0,
    "place shared": 0.5, "places apart": -0.8,
    "title places apart": -1.0, "elsewhere": -1.5,
}  # fmt: skip
BIAS = -1.2
PULL = 0.01
STEPS, RATE, MOMENTUM = 1500, 0.03, 0.9


def fit(examples: list[tuple[Features, bool]]) -> tuple[dict[str, float], float]:
    names = sorted({name for found, _ in examples for name in found} | set(BELIEVED))
    weights, bias = {name: BELIEVED.get(name, 0.0) for name in names}, BIAS
    speed, bias_speed = dict.fromkeys(names, 0.0), 0.0
    for _ in range(STEPS):
        slope = {name: PULL * (weights[name] - BELIEVED.get(name, 0.0)) for name in names}
        bias_slope = PULL * (bias - BIAS)
        for found, truth in examples:
            total = bias + sum(weights[name] * value for name, value in found.items())
            error = (1 / (1 + exp(-max(-30.0, min(30.0, total)))) - truth) / len(examples)
            bias_slope += error
            for name, value in found.items():
                slope[name] += error * value
        for name in names:
            speed[name] = MOMENTUM * speed[name] - RATE * slope[name]
            weights[name] += speed[name]
        bias_speed = MOMENTUM * bias_speed - RATE * bias_slope
        bias += bias_speed
    return weights, bias


def main() -> None:
    examples = [(features(a.telling, b.telling), a.story == b.story) for a, b in pairs("tune")]
    weights, bias = fit(examples)
    lines = "\n".join(f'    "{name}": {value:.2f},' for name, value in sorted(weights.items()) if round(value, 2))
    (ROOT / "vigie" / "stories" / "weights.py").write_text(
        '"""The weights of compare.py, as log-odds, made by tools/fit_stories.py; written by no hand."""\n\n'
        f"from __future__ import annotations\n\nBIAS = {bias:.2f}\nWEIGHTS: dict[str, float] = {{\n{lines}\n}}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
