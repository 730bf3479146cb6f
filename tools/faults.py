"""Take a Vigie through every fault, and print what was lost, doubled or invented, and how long it took to recover.

    python tools/faults.py              each fault three times, with other articles
    python tools/faults.py --rounds 1 horloge arrêt

The time of the scenario jumps (tests/fakes/swift.py): an hour takes seconds. The table is the README's.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fakes.faults import FAULTS, Outcome, suffer  # noqa: E402

HEAD = "| panne | dû | perdu | doublé | inventé | rétablie en |\n|---|---|---|---|---|---|"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faults", nargs="*", help="words of their names; all of them without any")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    print(HEAD, flush=True)
    good = True
    for name in FAULTS:
        if not asked.faults or any(word in name for word in asked.faults):
            outcomes = [a_round(name, asked.seed + number) for number in range(asked.rounds)]
            print(row(name, outcomes), flush=True)
            good = good and all(outcome.is_good for outcome in outcomes)
    return 0 if good else 1


def a_round(name: str, seed: int) -> Outcome:
    """One that fails keeps its folder."""
    folder = Path(tempfile.mkdtemp(prefix="vigie-faults-"))
    outcome = suffer(folder, FAULTS[name], seed)
    if outcome.is_good:
        shutil.rmtree(folder)
    else:
        print(f"seed {seed}, kept in {folder}: {outcome}", file=sys.stderr)
    return outcome


def row(name: str, outcomes: list[Outcome]) -> str:
    verdicts = [outcome.verdict for outcome in outcomes]
    lost, doubled, invented = (sum(len(getattr(v, kind)) for v in verdicts) for kind in ("lost", "doubled", "invented"))
    longest = max(outcome.recovery for outcome in outcomes)
    return (
        f"| {name} | {sum(v.expected for v in verdicts)} | {lost} | {doubled} | {invented} | "
        f"{longest / 60:.1f}\u00a0min |".replace(".", ",")
    )


if __name__ == "__main__":
    sys.exit(main())
