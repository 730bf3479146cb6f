"""How many files may be open: each limit is tried in a process of its own, since it stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ALLOW = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
from vigie.cli.open_files import allow_enough
allow_enough()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "then"),
    [(256, 4096, 2048), (256, 1024, 1024), (3000, 4096, 3000)],
    ids=["raised", "as far as the system allows", "left where it is higher"],
)
def test_the_limit_is_raised_to_what_is_needed(soft: int, hard: int, then: int) -> None:
    code = ALLOW.format(soft=soft, hard=hard)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(then), str(hard)]
