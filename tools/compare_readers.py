"""What the quick reader and feedparser make of feeds of each kind, and of what becomes of them at random.

    python tools/compare_readers.py                       # CPU milliseconds of each, a document of 50 KB
    python tools/compare_readers.py --mutated 60000       # feeds with random changes: how many differ in any field

Documents that the quick reader leaves are not counted: feedparser reads them. What differs is written to --into.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from fakes.documents import AUTHORITY, BASED, BLOG, fields
from fakes.kinds import KINDS

from vigie.parse import quick, reference
from vigie.parse.document import prepared
from vigie.parse.refusal import NotAFeed

FEEDS = {"blog (WordPress)": BLOG, "authority (Atom)": AUTHORITY, "regulator (Drupal)": BASED} | {
    kind: body for kind, (body, _) in KINDS.items()
}

# -- how long ---------------------------------------------------------------------------------------------------------

ENTRY = re.compile(rb"<(item|entry)\b.*?</\1>", re.DOTALL)
ESCAPED = "&lt;p&gt;Un plan concerne des postes&amp;nbsp;; la direction s'explique.&lt;/p&gt;"


def grown(body: bytes, size: int = 50_000, entries: int = 20) -> bytes:
    """The feed with twenty entries, and so much to read in each that it has this size."""
    found = [one[0] for one in ENTRY.finditer(body)]
    first = next(one.start() for one in ENTRY.finditer(body))
    last = body.rindex(found[-1]) + len(found[-1])
    several = [found[n % len(found)] for n in range(entries)]
    spare = size - sum(map(len, several)) - first - (len(body) - last)
    more = (ESCAPED * (spare // entries // len(ESCAPED.encode()))).encode()
    several = [
        re.sub(rb"\]\]></|&lt;/p&gt;|</description>", lambda end: more + end[0], one, count=1) for one in several
    ]
    return body[:first] + b"\n".join(several) + body[last:]


def cost(work: Callable[[], object], rounds: int = 9) -> float:
    """Milliseconds of CPU, the median of some times after the first."""
    work()
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken) * 1000


def compare_times() -> None:
    for kind, body in FEEDS.items():
        document = prepared(grown(body), None)
        by_feedparser, quickly = cost(lambda: reference.read(document)), cost(lambda: quick.read(document))  # noqa: B023
        left = "" if quick.read(document) else " (left)"
        size = len(document.encode()) // 1000
        print(f"{kind:40} {size:3} KB  feedparser {by_feedparser:6.2f} ms  quick {quickly:6.2f} ms{left}")


# -- how alike --------------------------------------------------------------------------------------------------------

PIECES = """
<title>B</title>|<title/>|<description>B</description>|<description><p>B</p></description>|<guid>b</guid>|<id>b</id>
<link/>|<link>/b</link>|<link href="/b"/>|<link rel="self" href="/b"/>|<link rel="Alternate" HREF="/b"/>
<atom:link href="/b"/>|<itunes:title>B</itunes:title>|<itunes:summary>B &amp;amp; C</itunes:summary>
<itunes:summary/>|<itunes:link href="b"/>|<media:description>B</media:description>
<media:group><media:title>B</media:title></media:group>|<media:title>B</media:title>
<feedburner:origLink>/b</feedburner:origLink>|<acast:a>B</acast:a>|<acast:title>B</acast:title>
<yt:a><yt:b/>C</yt:a>|<dc:date>2026-01-05T08:30Z</dc:date>|<dc:title>B</dc:title>
<dc:modified>2026-01-05</dc:modified>|<dc:language>de</dc:language>|<pubDate>05 Jan 2026 08:30 EST</pubDate>
<pubDate>hier</pubDate>|<updated>2026-01-05 08:30</updated>|<content:encoded>B</content:encoded>
<x:y xmlns:x="urn:x">B</x:y>|<x:y xmlns:x="http://www.w3.org/2005/Atom">B</x:y>|<image><title>B</title></image>
<source>B</source>|xml:lang="de"|lang="de"|LANG="de"|xml:base="https://b.example/"|base="/b"|Base="/b"|type="html"
type="xhtml"|mode="base64"|rel="alternate"|rel="self"|href="/b"|HREF="/b"|url="/b"|isPermaLink="false"|rdf:about="b"
thr:count="1"|gd:etag="b"|xmlns="http://www.w3.org/1999/xhtml"|xmlns:acast="urn:b"
xmlns:media="http://search.yahoo.com/mrss"|xmlns:Media="urn:b"|&amp;lt;|&#146;|&#xC3;&#xA9;|&#127;|&rsquo;|&|Ã©
Â\u00a0|\u00a0|\u0085|<![CDATA[<b>&]]>|<![CDATA[]]>|<![CDATA[|]]>|<!-- b -->|<!--|<?b?>|<|>|"|\t|\r|2026|https://|/
""".strip()
SNIPPETS = [piece for line in PIECES.split("\n") for piece in line.split("|")] + ["\r\n", ""]
TOKEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<[^>]*>|[^<]+", re.DOTALL)
ELEMENT = re.compile(r"<([\w:.-]+)(?:\s[^<>]*)?(?:/>|>[^<]*(?:<!\[CDATA\[.*?\]\]>)?[^<]*</\1>)", re.DOTALL)


def changed(text: str, chance: random.Random) -> str:
    """The document with one to four changes: elements left out, doubled, moved; pieces put in; places scratched."""
    for _ in range(chance.choice([1, 1, 1, 2, 2, 3, 4])):
        elements = list(ELEMENT.finditer(text))
        if not elements:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        piece, at = chance.choice(SNIPPETS), chance.randrange(len(text) + 1)
        tag = one[0].partition(">")[0].rstrip("/")
        inside = one.start() + len(tag)
        match chance.randrange(9):
            case 0:
                text = text[: one.start()] + text[one.end() :]
            case 1:
                text = text[: one.start()] + one[0] + text[one.start() :]
            case 2:
                text = text[: other.start()] + one[0] + text[other.end() :]
            case 3 | 4:
                text = text[: one.start()] + piece + text[one.start() :]
            case 5:
                text = text[:inside] + " " + piece + text[inside:]
            case 6:
                text = text[: inside + 1] + piece + text[inside + 1 :]
            case 7:
                text = re.sub(re.escape(chance.choice(TOKEN.findall(text))), lambda _, new=piece: new, text, count=1)
            case 8:
                text = text[:at] + piece + text[at + chance.choice([0, 0, 1, 20]) :]
    return text


def compare_mutated(number: int, seed: int, into: Path | None) -> int:
    """How many of so many that are read quickly differ from what feedparser reads."""
    chance, made, read, different = random.Random(seed), 0, 0, 0
    bodies = [body.decode() for body in FEEDS.values()]
    while read < number:
        body = changed(chance.choice(bodies), chance).encode("utf-8", "replace")
        made += 1
        try:
            if quick.read(prepared(body, None)) is None:
                continue
        except NotAFeed:
            continue
        read += 1
        try:
            quickly, expected = fields(body)
        except NotAFeed:
            quickly, expected = None, []
        if quickly != expected:
            different += 1
            if into:
                (into / f"{seed}-{different}.xml").write_bytes(body)
    print(f"{made} documents made, {read} read quickly, {different} of them differ from feedparser")
    return different


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutated", type=int, default=0, help="how many documents to compare")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--into", type=Path, help="a folder for those that differ")
    given = parser.parse_args()
    if given.mutated:
        sys.exit(1 if compare_mutated(given.mutated, given.seed, given.into) else 0)
    compare_times()
