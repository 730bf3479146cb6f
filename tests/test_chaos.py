"""Nothing lost, nothing doubled, nothing invented: a whole Vigie killed at random moments and at each named point."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fakes.chats import FAULTS
from fakes.postgres import wanted
from oracle import Verdict, expected, judge

from vigie.failpoints import POINTS

CHAOS = Path(__file__).parent / "fakes" / "chaos.py"


def chaos(folder: Path, *options: str) -> str:
    """Let it run to its end; what it printed (the seed, for whoever must repeat it)."""
    command = [sys.executable, str(CHAOS), str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return done.stdout


@pytest.mark.chaos
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_sixty_kills_and_each_named_point_lose_double_and_invent_nothing(tmp_path, database):
    """Thirty on each database."""
    if database == "postgresql":
        wanted()
    said = chaos(tmp_path, "--kills", "30", "--points", "--database", database)
    assert f"points met {len(POINTS)} of {len(POINTS)}" in said
    verdict = judge(tmp_path)
    assert verdict.expected > 200, said
    assert (verdict.lost, verdict.doubled, verdict.invented) == ([], [], []), said


@pytest.mark.chaos
def test_where_slack_is_not_to_be_read_only_what_is_in_doubt_comes_twice_and_says_so(tmp_path):
    said = chaos(tmp_path, "--kills", "12", "--blind", "--articles", "40")
    discord, slack = judge(tmp_path, "discord"), judge(tmp_path, "slack")
    assert (discord.lost, discord.doubled, discord.invented) == ([], [], []), said
    assert (slack.lost, slack.invented) == ([], []), said
    assert slack.doubled == slack.doubled_marked, said


@pytest.mark.chaos
def test_without_kills_what_comes_twice_on_a_blind_slack_is_exactly_what_was_injected(tmp_path):
    injected = 0
    for turn in range(8):  # chance decides how many faults fall into a run: another one where there was none
        folder = tmp_path / str(turn)
        folder.mkdir()
        said = chaos(folder, "--kills", "0", "--blind", "--articles", "40", "--no-kill-faults", "--calm-after", "4")
        doubts = [json.loads(line) for line in (folder / "doubts.jsonl").read_text().splitlines()]
        recorded = sum(doubt["kind"].startswith("recorded") for doubt in doubts if doubt["platform"] == "slack")
        slack = judge(folder, "slack")
        assert sum(slack.times) - len(slack.times) == recorded, said
        assert (slack.lost, slack.invented) == ([], []), said
        injected += recorded
        if injected:
            break
    assert injected > 0


def posted(folder: Path, *lines: tuple[str, str]) -> None:
    rows = [{"platform": "discord", "channel": channel, "text": text} for channel, text in lines]
    (folder / "posted.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


A, B = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = [{"id": id, "company": id[0], "matches": True} for id in (A, B)]
    channels = [
        {"platform": "discord", "channel": "1", "companies": None, "wanted": True},
        {"platform": "discord", "channel": "2", "companies": ["1"], "wanted": True},
        {"platform": "discord", "channel": "3", "companies": None, "wanted": False},
    ]
    (tmp_path / "scenario.json").write_text(json.dumps({"articles": articles, "channels": channels}))
    return tmp_path


def told(verdict: Verdict) -> tuple[int, int, int]:
    return len(verdict.lost), len(verdict.doubled), len(verdict.invented)


def test_the_judge_sees_what_is_lost_doubled_and_invented(folder):
    link = "https://x.example/{}".format
    assert len(expected(json.loads((folder / "scenario.json").read_text()))) == 3
    posted(folder, ("1", f"{link(A)} {link(B)} {link(A)}"), ("2", link(A)))
    assert told(judge(folder)) == (0, 0, 0)
    posted(folder, ("1", link(A)), ("1", f"(reprise) {link(A)}"), ("2", link(B)), ("3", link(A)))
    verdict = judge(folder)
    assert told(verdict) == (2, 1, 2)
    assert verdict.doubled == verdict.doubled_marked
    assert str(verdict).startswith("owed 3, messages 4, lost 2, doubled 1")


def test_the_named_points_are_each_named_once_and_faults_leave_room_for_success():
    assert len(set(POINTS)) == len(POINTS)
    assert sum(FAULTS.values()) < 0.5
