"""Kill a Vigie a thousand times while it delivers, and count what was lost, doubled or invented.

    python tools/chaos.py                 1,000 kills, half of them on each database, and each named point in each round
    python tools/chaos.py --kills 200 --blind --database sqlite
    python tools/chaos.py --kills 200 --pair                two Vigies on one PostgreSQL, either of which is killed

Each round is a database of its own with chats that fail (tests/fakes/chaos.py); the oracle (tests/oracle.py) judges.
A round that fails keeps its folder, and prints its seed.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS))

from oracle import Verdict, judge  # noqa: E402

A_ROUND = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--blind", action="store_true", help="Slack doesn't let Vigie read its rooms")
    parser.add_argument("--pair", action="store_true", help="two Vigies on one PostgreSQL: either is killed")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    asked = parser.parse_args()
    if asked.pair:
        asked.database = "postgresql"
    databases = ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]
    went_wrong = [storm(asked, database, asked.kills // len(databases)) for database in databases]
    return int(any(went_wrong))


def storm(asked: argparse.Namespace, database: str, kills: int) -> bool:
    """Whether anything went wrong."""
    began, killed, found = time.monotonic(), 0, list[Verdict]()
    for number in range(0, kills, A_ROUND):
        done, verdict = a_round(
            asked.seed + number, min(A_ROUND, kills - number), database, blind=asked.blind, pair=asked.pair
        )
        killed += done
        found.append(verdict)
        print(f"{database}: {killed:5} kills, {time.monotonic() - began:4.0f} s: {verdict}", flush=True)
    print(
        f"{database}: {killed} kills: owed {sum(v.expected for v in found)}, lost {sum(len(v.lost) for v in found)}, "
        f"doubled {sum(len(v.doubled) for v in found)}, invented {sum(len(v.invented) for v in found)}",
        flush=True,
    )
    return any(is_bad(verdict, blind=asked.blind) for verdict in found)


def is_bad(verdict: Verdict, *, blind: bool) -> bool:
    """Where Slack can't be read, what comes twice and says so is what the channel chose."""
    excused = set(verdict.doubled_marked) if blind else set()
    return bool(verdict.lost or verdict.invented or set(verdict.doubled) - excused)


def a_round(seed: int, kills: int, database: str, *, blind: bool, pair: bool) -> tuple[int, Verdict]:
    folder = Path(tempfile.mkdtemp(prefix="vigie-chaos-"))
    options = ["--kills", str(kills), "--seed", str(seed), "--pair" if pair else "--points", "--database", database]
    options += ["--blind"] if blind else []
    command = [sys.executable, str(TESTS / "fakes" / "chaos.py"), str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    verdict = judge(folder)
    if done.returncode == 0 and not is_bad(verdict, blind=blind):
        shutil.rmtree(folder)
    else:
        print(f"seed {seed}, kept in {folder}: {done.stdout.strip()} {done.stderr[-300:]}")
    counts = re.search(r"killed (\d+) of \d+; points met (\d+)", done.stdout)
    return (sum(map(int, counts.groups())) if counts else 0), verdict


if __name__ == "__main__":
    sys.exit(main())
