"""What the values know of themselves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from vigie.model import Alert, Article, Channel, Delivery, Feed, FeedState, Page, Passage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FEED = Feed("https://a.example/rss", "A", timedelta(minutes=15))
FRESH = FeedState(FEED.url)


def test_a_good_visit_keeps_the_servers_marks_and_the_first_one_sets_the_baseline():
    page = Page(b"<rss/>", FEED.url, etag='W/"1"', last_modified="Mon, 02 Mar 2026 12:00:00 GMT")
    state = FRESH.after_success(page, FEED, NOON)
    assert (state.etag, state.last_modified) == (page.etag, page.last_modified)
    assert (state.baseline_at, state.next_visit) == (NOON, NOON + FEED.every)
    later = state.after_success(None, FEED, NOON + FEED.every)
    assert (later.etag, later.body_hash, later.baseline_at) == (page.etag, page.body_hash, NOON)


def test_a_feed_that_fails_is_visited_less_and_less_but_each_day():
    state, waits = FRESH, []
    for _ in range(30):
        state = state.after_failure("panne", FEED, NOON, None)
        waits.append(state.next_visit - NOON)
    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert waits[-1] == timedelta(days=1)


def test_a_good_visit_forgets_the_failures_and_keeps_what_was_known():
    state = FRESH.after_failure("panne", FEED, NOON, None).after_success(None, FEED, NOON)
    assert (state.failures, state.last_error) == (0, None)


def test_retry_after_is_obeyed_within_a_day():
    def wait(asked):
        return FRESH.after_failure("429", FEED, NOON, asked).next_visit - NOON

    assert wait(timedelta(hours=2)) == timedelta(hours=2)
    assert wait(timedelta(days=40)) == timedelta(days=1)
    assert wait(timedelta(seconds=1)) == FEED.every


def test_a_passage_finds_its_words():
    article = Article("", "Ateliers Morvan", "Texte de l'article")
    assert Passage("title", 0, 8).of(article) == "Ateliers"
    assert Passage("text", 0, 5).of(article) == "Texte"


def test_a_nonce_is_the_same_at_each_attempt_and_differs_by_destination():
    here = Delivery(7, Channel("discord", "discord:1", "10"), Alert(None))
    assert here.nonce == replace(here, attempts=3).nonce
    assert here.nonce != replace(here, channel=Channel("discord", "discord:1", "11")).nonce
    assert here.nonce != replace(here, id=8).nonce
    assert here.nonce.isdigit()
    assert len(here.nonce) <= 19
