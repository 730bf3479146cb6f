"""What had to arrive, and what did: a judge that knows nothing of Vigie's code. It reads two files and counts.

scenario.json  articles: [{id, company, matches, old}], channels: [{platform, channel, companies: [...] | null, wanted}]
posted.jsonl   a line a message that a chat accepted: {platform, channel, text}

Each article bears its id (a UUID) in its link. A digest delivers each article that it names. One that is old may be
named, or told by a number alone (« 3 alertes de plus d'une semaine »): the test that makes it counts.

    python tests/oracle.py FOLDER
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ID = re.compile(r"(?<=\.example/)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

Owed = tuple[str, str, str]
"""Platform, channel, article."""


@dataclass
class Verdict:
    expected: int
    messages: int
    lost: list[Owed] = field(default_factory=list)
    doubled: list[Owed] = field(default_factory=list)
    doubled_marked: list[Owed] = field(default_factory=list)
    """Of the doubled, those whose repetition says « (reprise) »."""
    invented: list[Owed] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    """How often each that arrived did."""

    def __str__(self) -> str:
        return (
            f"owed {self.expected}, messages {self.messages}, lost {len(self.lost)}, doubled {len(self.doubled)} "
            f"(marked « reprise »: {len(self.doubled_marked)}), invented {len(self.invented)}"
        )


def expected(scenario: dict, *, old: bool = False) -> set[Owed]:
    owed = set()
    for channel in scenario["channels"]:
        for article in scenario["articles"]:
            asked = channel["companies"] is None or article["company"] in channel["companies"]
            if channel["wanted"] and article["matches"] and asked and article.get("old", False) is old:
                owed.add((channel["platform"], channel["channel"], article["id"]))
    return owed


def judge(folder: Path, platform: str | None = None) -> Verdict:
    """All platforms, or one of them."""
    scenario = json.loads((folder / "scenario.json").read_text())
    owed = {one for one in expected(scenario) if platform in (None, one[0])}
    seen: Counter[Owed] = Counter()
    marked: Counter[Owed] = Counter()
    messages = [json.loads(line) for line in (folder / "posted.jsonl").read_text().splitlines()]
    messages = [message for message in messages if platform in (None, message["platform"])]
    for message in messages:
        for article in set(ID.findall(message["text"])):
            key = (message["platform"], message["channel"], article)
            seen[key] += 1
            marked[key] += "(reprise)" in message["text"]
    twice = sorted(key for key, count in seen.items() if count > 1)
    return Verdict(
        len(owed),
        len(messages),
        lost=sorted(owed - set(seen)),
        doubled=twice,
        doubled_marked=[key for key in twice if marked[key] >= seen[key] - 1],
        invented=sorted(set(seen) - owed - expected(scenario, old=True)),
        times=sorted(seen.values()),
    )


if __name__ == "__main__":
    found = judge(Path(sys.argv[1]))
    print(found)
    sys.exit(bool(found.lost or found.doubled or found.invented))
