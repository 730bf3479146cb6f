"""What joining costs in a store of many stories: `python tools/bench_stories.py [stories] [companies]`.

Fills a database with stories of the last week (and as many older ones again), then examines articles about their
companies, and prints the milliseconds of CPU an article: reading the candidates, comparing, and both.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import insert

from vigie import stories
from vigie.adapters.store import SqlStore
from vigie.adapters.store.codec import telling_to_text
from vigie.adapters.store.schema import article, company, event, story, story_source
from vigie.model import Article, Company, Event, Fact, LayoffFacts, Passage, Role, Stage

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOWNS = [
    "Dijon",
    "Nevers",
    "Autun",
    "Roubaix",
    "Troyes",
    "Rodez",
    "Lannion",
    "Craon",
    "Quimper",
    "Vitry",
    "Poissy",
    "Rennes",
    "Flins",
    "Douai",
    "Sochaux",
]
SOURCES = 3
TEXT = (
    "La direction a présenté mardi un plan de {jobs} suppressions de postes à {town}, que les syndicats refusent. " * 4
)


def fill(db, number: int, companies: int) -> None:
    rng = random.Random(6)
    db.execute(
        insert(company),
        [
            {"id": n, "name": f"Société {n}", "aliases": [], "context": [], "exclude": [], "added_at": NOW}
            for n in range(1, companies + 1)
        ],
    )
    articles, events, heads, sources = [], [], [], []
    ident = 0
    for n in range(1, number + 1):
        of, jobs, town = n % companies + 1, rng.randrange(20, 20_000), rng.choice(TOWNS)
        seen = NOW - timedelta(days=rng.random() * (6 if n % 2 else 400) + (0 if n % 2 else 8))
        about = Event(
            Company(of, f"Société {of}"),
            "layoffs",
            Role.SUBJECT,
            Stage.ANNOUNCED,
            LayoffFacts(jobs=Fact(jobs, Passage("title", 1, 2))),
            (),
            0.9,
        )
        written = Article("", f"Société {of} supprime {jobs} postes à {town}", TEXT.format(jobs=jobs, town=town))
        text = telling_to_text(stories.telling(about, written, seen))
        for k in range(SOURCES):
            ident += 1
            articles.append(
                {
                    "id": ident,
                    "key": f"https://a.example/{ident}",
                    "link": f"https://a.example/{ident}",
                    "url": f"https://a.example/{ident}",
                    "title": written.title,
                    "text": written.text,
                    "first_seen": seen,
                }
            )
            events.append(
                {
                    "id": ident,
                    "article_id": ident,
                    "company_id": of,
                    "topic": "layoffs",
                    "role": "subject",
                    "stage": "announced",
                    "score": 0.9,
                    "facts": {"jobs": {"value": jobs, "passage": {"where": "title", "start": 1, "end": 4}}},
                    "evidence": [],
                    "story_id": n,
                }
            )
            sources.append(
                {
                    "story_id": n,
                    "article_id": ident,
                    "outlet": f"o{k}",
                    "site": f"o{k}",
                    "first_seen": seen,
                    "copy": False,
                    "telling": text,
                }
            )
        heads.append(
            {
                "id": n,
                "company_id": of,
                "topic": "layoffs",
                "lead_event_id": ident,
                "summary": "…",
                "summary_method": "brief",
                "summary_language": "fr",
                "first_seen": seen,
                "updated_at": seen,
                "dated": seen,
                "revision": 0,
            }
        )
    db.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for table, rows in ((article, articles), (event, events), (story, heads), (story_source, sources)):
        for start in range(0, len(rows), 10_000):
            db.execute(insert(table), rows[start : start + 10_000])


async def main(number: int, companies: int) -> None:
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        async with SqlStore(Path(folder) / "vigie.db") as store:
            await store.database.write(fill, number, companies)
            reading, comparing, seen = [], [], []
            for _ in range(400):
                of, jobs, town = rng.randrange(1, companies + 1), rng.randrange(20, 20_000), rng.choice(TOWNS)
                told = Article(
                    f"https://b.example/{jobs}", f"{town} : {jobs} postes supprimés chez Société {of}", "Un plan."
                )
                facts = LayoffFacts(jobs=Fact(jobs, Passage("title", 1, 2)))
                about = Event(Company(of, f"Société {of}"), "layoffs", Role.SUBJECT, Stage.ANNOUNCED, facts, (), 0.9)
                start = time.process_time()
                recent = await store.candidates(of, "layoffs", NOW - stories.MEMORY)
                middle = time.process_time()
                stories.match(stories.telling(about, told, NOW), NOW, recent)
                end = time.process_time()
                reading.append(middle - start)
                comparing.append(end - middle)
                seen.append(len(recent))
            both = sorted(r + c for r, c in zip(reading, comparing, strict=True))
            print(
                f"{number} stories, {companies} companies, {sum(seen) / len(seen):.1f} candidates an article: "
                f"read {1000 * sum(reading) / 400:.2f} ms, compare {1000 * sum(comparing) / 400:.2f} ms, "
                f"median {1000 * both[200]:.2f} ms, p95 {1000 * both[380]:.2f} ms"
            )


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    asyncio.run(main(*(given + [100_000, 10_000][len(given) :])))
