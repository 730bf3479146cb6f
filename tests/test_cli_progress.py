"""What is told of the feeds while they are read: a living line, and few sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from fakes.vigie import COURRIER, GAZETTE

from vigie.cli.progress import Progress, count
from vigie.model import Feed, FeedState, Visit

THIRD = Feed("https://phare.example/rss", "Le Phare")
FEEDS = (GAZETTE, COURRIER, THIRD)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class Heard:
    lines: list[str] = field(default_factory=list)
    living: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.lines.append(text.replace("\u00a0", " "))


def first_pass() -> tuple[Progress, Heard]:
    heard = Heard()
    progress = Progress(heard.say, heard.living.append)
    progress.begin([(feed, FeedState(feed.url)) for feed in FEEDS], FEEDS)
    return progress, heard


def test_the_first_answer_is_told_at_once_and_the_failures_with_the_summary() -> None:
    progress, heard = first_pass()
    progress.report(Visit(GAZETTE, error="Panne."))
    assert heard.lines == []
    progress.report(Visit(COURRIER, new=24, baseline=True))
    assert heard.lines == ["Premier flux lu : Le Courrier, 24 articles. Les autres suivent…"]
    assert progress.answered.is_set()
    assert not progress.complete.is_set()
    assert heard.living[-1] == "1/3 flux lus · 1 en panne · 1 en attente · 24 nouveaux articles"
    progress.report(Visit(THIRD))
    assert progress.complete.is_set()
    assert len(heard.lines) == 1
    assert progress.summary().replace("\u00a0", " ").splitlines() == [
        "2/3 flux lus · 1 en panne · 24 nouveaux articles",
        "✗ La Gazette : Panne.",
    ]


def test_a_feed_that_is_put_off_is_no_failure_and_hides_none() -> None:
    progress, heard = first_pass()
    progress.report(Visit(GAZETTE, error="Le site demande d'attendre.", held=True))
    progress.report(Visit(COURRIER, error="Panne."))
    progress.report(Visit(THIRD, new=1))
    assert progress.summary().replace("\u00a0", " ").splitlines() == [
        "1/3 flux lus · 1 en panne · 1 remis à plus tard · 1 nouvel article",
        "✗ Le Courrier : Panne.",
        "… La Gazette : Le site demande d'attendre.",
    ]
    heard.lines.clear()
    progress.report(Visit(COURRIER, error="Le site demande d'attendre.", held=True))
    progress.report(Visit(THIRD, error="Le site demande d'attendre.", held=True))
    assert progress.line() == "1/3 flux lus · 1 en panne · 1 remis à plus tard · 1 nouvel article"
    progress.report(Visit(COURRIER))
    progress.report(Visit(GAZETTE))
    assert heard.lines == ["✓ Le Courrier répond de nouveau."]


def test_many_feeds_that_fail_alike_are_told_on_one_line() -> None:
    heard = Heard()
    progress, feeds = (
        Progress(heard.say, heard.living.append),
        [Feed(f"https://f{n}.example", f"Flux {n}") for n in range(9)],
    )
    progress.begin([(feed, FeedState(feed.url)) for feed in feeds], feeds)
    for n, feed in enumerate(feeds):
        progress.report(Visit(feed, error="Pas de réseau." if n not in (1, 2) else "Supprimé."))
    assert progress.summary().replace("\u00a0", " ").splitlines()[1:] == [
        "✗ 7 flux (Flux 0, Flux 3, Flux 4…) : Pas de réseau.",
        "✗ Flux 1 : Supprimé.",
        "✗ Flux 2 : Supprimé.",
    ]


def test_after_the_summary_a_feed_is_told_when_it_fails_and_when_it_is_back() -> None:
    progress, heard = first_pass()
    for feed in FEEDS:
        progress.report(Visit(feed, new=1))
    progress.summary()
    heard.lines.clear()
    for error in ("Panne.", "Panne.", None, None):
        progress.report(Visit(GAZETTE, error=error))
    assert heard.lines == ["✗ La Gazette : Panne.", "✓ La Gazette répond de nouveau."]


def test_all_feeds_failing_is_deafness_only_once_all_have_failed() -> None:
    progress, _ = first_pass()
    for feed in FEEDS[:2]:
        progress.report(Visit(feed, error="Panne."))
    assert not progress.deaf
    progress.report(Visit(THIRD, error="Panne."))
    assert progress.deaf


def test_a_restart_remembers_how_the_feeds_were() -> None:
    heard = Heard()
    progress = Progress(heard.say, heard.living.append)
    known = [
        (GAZETTE, FeedState(GAZETTE.url, last_success=NOON)),
        (COURRIER, FeedState(COURRIER.url, last_success=NOON, failures=2, last_error="Panne.")),
        (THIRD, FeedState(THIRD.url)),
    ]
    progress.begin(known, [])
    assert progress.complete.is_set()
    assert heard.living == ["1/3 flux lus · 1 en panne · 0 nouvel article"]


def test_a_restart_without_any_feed_ever_read_is_deaf_until_one_answers() -> None:
    heard = Heard()
    progress = Progress(heard.say, heard.living.append)
    progress.begin([(GAZETTE, FeedState(GAZETTE.url, failures=1, last_error="Panne."))], [])
    assert progress.deaf
    assert not progress.answered.is_set()
    progress.report(Visit(GAZETTE, new=2))
    assert progress.answered.is_set()


def test_a_changed_feeds_yaml_changes_the_count() -> None:
    progress, _ = first_pass()
    progress.report(Visit(GAZETTE))
    progress.follow([GAZETTE], [Feed("https://a.example", "A"), Feed("https://b.example", "B")])
    assert progress.line().startswith("0/4 flux lus")


def test_zero_and_one_are_singular_in_french() -> None:
    assert [count(n, "article") for n in (0, 1, 2, 1214)] == [
        "0 article",
        "1 article",
        "2 articles",
        "1\u202f214 articles",
    ]
