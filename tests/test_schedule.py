"""When a feed is visited next: politely, by its own rhythm, and never later than its followers may expect."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie import schedule
from vigie.memory import HOURS, Memory, Move, Rhythm, Wishes
from vigie.model import Article, Feed, FeedState, Page
from vigie.schedule import after_failure, after_success, fraction, interval, learnt, longest, outside, shortest

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
FEED = Feed("https://gazette.example/rss", "La Gazette")
SAME = Page(b"", FEED.url, unchanged=True)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def page(**fields) -> Page:
    return Page(b"<rss/>", FEED.url, **fields)


def visited(now: datetime, state: FeedState | None = None, answer: Page = SAME, *articles: Article, asks=None):
    return after_success(state or FeedState(FEED.url), FEED, answer, articles, asks, now)


def articles(*moments: datetime) -> list[Article]:
    return [Article("https://gazette.example/1", "Usine", published=moment) for moment in moments]


def planned(**fields) -> FeedState:
    """A feed that was visited a quarter of an hour ago, as planned."""
    return FeedState(FEED.url, next_visit=NOON, last_success=NOON - FEED.every, baseline_at=NOON - DAY, **fields)


# -- without a rhythm -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "asks", "soonest", "latest"),
    [(15, None, 5, 15), (60, None, 5, 60), (5, None, 5, 7.5), (15, 40, 40, 47.5), (15, 60, 60, 67.5)],
)
def test_the_first_visits_of_many_feeds_are_followed_by_visits_spread_over_the_interval(every, asks, soonest, latest):
    waits = []
    for number in range(300):
        feed = Feed(f"https://site{number}.example/rss", "x", every=every * MINUTE)
        wishes = Wishes(ttl=asks * MINUTE if asks else None)
        state = after_success(FeedState(feed.url), feed, page(), [], wishes, NOON)
        waits.append((state.next_visit - NOON) / MINUTE)
    assert all(soonest <= wait <= latest for wait in waits)
    width = (latest - soonest) / 6
    for part in range(6):
        assert 25 <= sum(part <= (wait - soonest) / width < part + 1 for wait in waits) <= 80


def test_what_was_all_due_at_once_after_a_short_stop_is_spread_again():
    comes = []
    for number in range(300):
        feed = Feed(f"https://site{number}.example/rss", "x")
        due = NOON - 20 * MINUTE + feed.every * fraction(number)
        state = after_success(replace(planned(), url=feed.url, next_visit=due), feed, SAME, [], None, NOON)
        comes.append((state.next_visit - NOON) / MINUTE)
    assert max(sum(minute <= wait < minute + 1 for wait in comes) for minute in range(16)) <= 60


def test_no_feed_is_visited_within_five_minutes_of_a_good_visit():
    feed = replace(FEED, every=5 * MINUTE)
    for n in range(50):
        moment = NOON + n * MINUTE
        state = after_success(replace(planned(), next_visit=moment), feed, SAME, [], None, moment)
        assert 5 * MINUTE <= state.next_visit - moment <= 1.15 * 5 * MINUTE


def test_a_feed_of_unknown_rhythm_is_visited_as_its_followers_say_and_never_later():
    wait = visited(NOON, planned()).next_visit - NOON
    assert 0.85 * FEED.every <= wait <= FEED.every


def test_two_visits_of_one_feed_do_not_come_at_the_same_beat():
    moments = [NOON + n * HOUR for n in range(20)]
    waits = {visited(moment, replace(planned(), next_visit=moment)).next_visit - moment for moment in moments}
    assert len(waits) == 20


# -- what the site asks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "asks", "wait"),
    [
        (page(fresh_for=30 * MINUTE), Wishes(), 30 * MINUTE),
        (replace(SAME, fresh_for=30 * MINUTE), None, 30 * MINUTE),
        (page(), Wishes(ttl=40 * MINUTE), 40 * MINUTE),
        (page(fresh_for=50 * MINUTE), Wishes(ttl=40 * MINUTE), 50 * MINUTE),
        (page(fresh_for=365 * DAY), Wishes(), HOUR),
        (page(), Wishes(ttl=7 * DAY), HOUR),
    ],
)
def test_what_the_site_asks_is_granted_within_bounds_and_never_cut_short(answer, asks, wait):
    for n in range(50):
        moment = NOON + n * MINUTE
        state = visited(moment, replace(planned(), next_visit=moment), answer, asks=asks)
        assert wait <= state.next_visit - moment <= 1.15 * wait


def test_who_asks_for_less_than_its_followers_is_visited_as_they_say():
    wait = visited(NOON, planned(), page(fresh_for=MINUTE), asks=Wishes(ttl=MINUTE)).next_visit - NOON
    assert 0.85 * FEED.every <= wait <= FEED.every


def test_the_wish_of_a_document_holds_while_it_does_not_change():
    state = visited(NOON, planned(), page(), asks=Wishes(ttl=HOUR))
    later = visited(state.next_visit, state)
    assert later.next_visit - state.next_visit >= HOUR


def test_hours_and_days_that_a_site_keeps_for_itself_are_left_to_it():
    night = Wishes(hours=frozenset({13, 14}))
    assert outside(NOON + 75 * MINUTE, night) == NOON + 3 * HOUR + 15 * MINUTE
    assert outside(NOON, night) == NOON
    monday = Wishes(days=frozenset({0}))
    assert outside(NOON, monday) == NOON + 12 * HOUR
    assert outside(NOON, Wishes(hours=frozenset(range(24)))) == NOON + DAY
    assert outside(NOON + 30 * MINUTE, Wishes(days=frozenset(range(7)))) == NOON + DAY + 30 * MINUTE


def test_a_feed_that_fails_is_not_tried_either_in_the_hours_that_its_site_keeps_for_itself():
    night = planned(memory=Memory(wishes=Wishes(hours=frozenset({12, 13}))))
    assert after_failure(night, FEED, "panne", NOON).next_visit.hour == 14


# -- failures ---------------------------------------------------------------------------------------------------------


def failures(count: int, **fields) -> list[timedelta]:
    state, waits = planned(), []
    for _ in range(count):
        state = after_failure(state, FEED, "panne", NOON, **fields)
        waits.append(state.next_visit - NOON)
    return waits


def test_a_feed_that_fails_is_visited_less_and_less_with_a_little_chance():
    waits = failures(9, status=500)
    for number, wait in enumerate(waits[:6]):
        assert 2**number * FEED.every <= wait <= 1.15 * 2**number * FEED.every
    assert DAY <= waits[-1] <= 1.15 * DAY


def test_a_server_that_was_not_reached_is_tried_each_hour_for_our_network_may_be_down():
    assert HOUR <= failures(9, unreached=True)[-1] <= 1.15 * HOUR


def test_retry_after_is_never_cut_short():
    wait = failures(1, status=429, retry_after=7 * HOUR)[0]
    assert 7 * HOUR <= wait <= 1.15 * 7 * HOUR


def test_a_host_that_wants_to_be_left_alone_is_no_failure():
    state = schedule.held(planned(), 20 * MINUTE, NOON)
    assert state.failures == 0
    assert 20 * MINUTE <= state.next_visit - NOON <= 21 * MINUTE
    soon = schedule.held(planned(), 2 * MINUTE, NOON)  # a document that found no room was asked for all the same
    assert 5 * MINUTE <= soon.next_visit - NOON <= 6 * MINUTE


def test_a_feed_that_was_put_off_for_days_is_as_good_as_broken():
    state = visited(NOON)
    assert not schedule.is_starved(state, FEED, NOON + 2 * DAY)
    assert schedule.is_starved(state, FEED, NOON + 2 * DAY + HOUR)
    seldom = replace(FEED, every=3 * DAY)
    assert not schedule.is_starved(state, seldom, NOON + 6 * DAY)
    assert not schedule.is_starved(FeedState(FEED.url), FEED, NOON + 9 * DAY), "nobody knows since when"


def test_gone_twice_a_day_apart_ends_the_visits_until_somebody_asks_again():
    first = after_failure(planned(), FEED, "supprimé", NOON, status=410)
    assert first.memory.gone_at == NOON
    assert first.memory.stopped_at is None
    assert first.next_visit - NOON >= DAY
    second = after_failure(first, FEED, "supprimé", first.next_visit, status=410)
    assert second.memory.stopped_at == first.next_visit
    assert second.next_visit == schedule.NEVER
    back = visited(first.next_visit + DAY, second)
    assert (back.memory.gone_at, back.memory.stopped_at) == (None, None)


def test_gone_twice_in_an_hour_is_said_once():
    first = after_failure(planned(), FEED, "supprimé", NOON, status=410)
    second = after_failure(first, FEED, "supprimé", NOON + HOUR, status=410)
    assert second.memory.stopped_at is None


def test_a_document_that_killed_its_reader_twice_is_poison_until_it_changes():
    once = schedule.died(planned(), "abc")
    assert not schedule.is_poison(once, "abc")
    twice = schedule.died(once, "abc")
    assert schedule.is_poison(twice, "abc")
    assert not schedule.is_poison(twice, "def")
    assert not schedule.is_poison(schedule.died(twice, "def"), "def")
    assert visited(NOON, twice).memory.heavy is None


def test_once_a_week_the_document_is_asked_for_whole():
    state = visited(NOON, planned(etag='"1"'), page(etag='"1"'), asks=Wishes())
    assert schedule.asked(state, NOON + 6 * DAY) == state
    assert schedule.asked(state, NOON + 8 * DAY).etag is None
    assert schedule.asked(FeedState(FEED.url, etag='"1"'), NOON).etag == '"1"'


def test_a_visit_long_after_its_time_is_late():
    assert not schedule.is_late(planned(), NOON)
    assert not schedule.is_late(planned(), NOON + 40 * MINUTE)
    assert schedule.is_late(planned(), NOON + 50 * MINUTE)
    assert not schedule.is_late(FeedState(FEED.url), NOON)
    broken = after_failure(planned(), FEED, "panne", NOON, status=500)
    assert schedule.is_late(broken, NOON + HOUR)


# -- moves ------------------------------------------------------------------------------------------------------------

NEW = "https://gazette.example/nouveau"


def test_a_move_is_believed_after_five_good_visits_over_three_days():
    state = planned()
    for day in range(5):
        assert not schedule.is_settled(state.memory.move, NOON + day * DAY)
        state = visited(NOON + day * DAY, state, page(moved_to=NEW), asks=Wishes())
    assert schedule.is_settled(state.memory.move, NOON + 4 * DAY)
    assert not schedule.is_settled(state.memory.move, NOON + 2 * DAY)
    settled = schedule.adopted(state)
    assert settled.memory.move == Move(NEW, NOON, 5, adopted=True)
    assert not schedule.is_settled(settled.memory.move, NOON + 9 * DAY)
    assert visited(NOON + 9 * DAY, settled, page(), asks=Wishes()).memory.move == settled.memory.move


def test_a_move_that_changes_its_mind_starts_again():
    state = visited(NOON, planned(), page(moved_to=NEW), asks=Wishes())
    assert visited(NOON + HOUR, state, page(moved_to=NEW + "2"), asks=Wishes()).memory.move == Move(
        NEW + "2", NOON + HOUR
    )
    assert visited(NOON + HOUR, state, page(), asks=Wishes()).memory.move is None


def test_a_feed_that_moves_again_is_asked_where_it_moved_first_until_the_second_move_is_believed():
    state = planned(memory=Memory(move=Move(NEW, NOON, 5, adopted=True)))
    for day in range(5):
        assert state.memory.move.place == NEW
        assert not schedule.is_settled(state.memory.move, NOON + day * DAY)
        state = visited(NOON + day * DAY, state, page(moved_to=NEW + "2"), asks=Wishes())
    assert schedule.is_settled(state.memory.move, NOON + 4 * DAY)
    assert schedule.adopted(state).memory.move.place == NEW + "2"
    assert visited(NOON + 5 * DAY, state, page(), asks=Wishes()).memory.move == Move(NEW, NOON, adopted=True)


@pytest.mark.parametrize("move", [Move(NEW, NOON, 9, adopted=True), Move(NEW + "2", NOON, 3, before=NEW)])
@pytest.mark.parametrize(("status", "times"), [(404, 1), (410, 1), (500, 3)])
def test_a_feed_that_fails_where_it_moved_to_is_asked_where_people_said(move, status, times):
    state = planned(memory=Memory(move=move))
    for _ in range(times):
        assert state.memory.move
        state = after_failure(state, FEED, "panne", NOON, status=status)
    assert (state.memory.move, state.memory.gone_at) == (None, None)


# -- the rhythm -------------------------------------------------------------------------------------------------------


def steady(gap: timedelta, days: int = 14, now: datetime = NOON) -> Rhythm:
    """Of a feed that publishes day and night at this gap."""
    moments = [now - gap * n for n in range(int(days * DAY / gap), 0, -1)]
    return learnt(Rhythm(), moments, now)


def wait_of(rhythm: Rhythm, now: datetime = NOON, every: timedelta = FEED.every) -> timedelta:
    return interval(replace(FEED, every=every), Memory(rhythm=rhythm), None, now)


def test_the_more_a_feed_publishes_the_more_it_is_visited():
    waits = [wait_of(steady(gap)) for gap in (10 * MINUTE, HOUR, 3 * HOUR, 11 * HOUR, 53 * HOUR)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (5 * MINUTE, HOUR)


def test_a_feed_is_visited_when_it_publishes():
    working = [
        NOON - DAY * day + HOUR * hour / 2
        for day in range(21, 0, -1)
        for hour in range(-8, 8)
        if (NOON - DAY * day).weekday() < 5
    ]
    rhythm = learnt(Rhythm(), working, NOON - HOUR * 4)
    by_day, by_night, on_sunday = (wait_of(rhythm, NOON + HOUR * hours) for hours in (0, 13, 144))
    assert by_day < by_night
    assert by_day < on_sunday
    before_work = wait_of(rhythm, NOON - timedelta(hours=4, minutes=20))
    assert before_work <= 30 * MINUTE


def test_too_little_is_known_of_a_feed_that_published_four_times():
    assert wait_of(learnt(Rhythm(), [NOON - DAY * n for n in (4, 3, 2, 1)], NOON)) == FEED.every
    assert wait_of(learnt(Rhythm(), [NOON - MINUTE * n for n in range(50, 0, -1)], NOON)) == FEED.every


def test_a_feed_that_hardly_publishes_is_known_to_hardly_publish():
    few = [NOON - DAY * n for n in (200, 100, 9)]
    state = visited(NOON, planned(), page(), *articles(*few), asks=Wishes())
    assert wait_of(state.memory.rhythm) == HOUR
    nothing_since = learnt(steady(10 * MINUTE), [], NOON + 60 * DAY)
    assert wait_of(nothing_since, NOON + 60 * DAY) > wait_of(steady(10 * MINUTE))


def test_the_first_document_teaches_the_rhythm():
    moments = [NOON - HOUR * n for n in range(40)]
    state = visited(NOON, None, page(), *articles(*moments), asks=Wishes())
    assert state.memory.rhythm.last == NOON
    assert schedule.is_known(state.memory.rhythm)


def test_what_is_known_of_an_entry_is_not_learnt_twice():
    state = visited(NOON, planned(), page(), *articles(NOON - HOUR), asks=Wishes())
    again = visited(NOON + HOUR, state, page(), *articles(NOON - HOUR, NOON), asks=Wishes())
    assert again.memory.rhythm.total == pytest.approx(2, abs=0.01)
    assert visited(NOON + HOUR, state).memory.rhythm == state.memory.rhythm


def test_dates_that_are_to_come_or_of_another_age_teach_nothing():
    rhythm = visited(NOON, None, page(), *articles(NOON + DAY, NOON - 90 * DAY), asks=Wishes()).memory.rhythm
    assert (rhythm.total, rhythm.last) == (0, None)


def test_a_feed_without_dates_publishes_when_it_changes():
    state = visited(NOON, None, page(), Article("u", "Usine"), asks=Wishes())
    assert state.memory.rhythm.total == 0
    later = visited(NOON + HOUR, state, page(), Article("u", "Usine"), asks=Wishes())
    assert later.memory.rhythm.last == NOON + HOUR


def test_an_old_habit_fades():
    fortnight = learnt(steady(HOUR), [], NOON + 14 * DAY)
    assert fortnight.total == pytest.approx(steady(HOUR).total / 2, rel=0.01)
    assert fortnight.days <= schedule.FADING / 0.69


@given(
    st.lists(st.integers(0, 60 * 24 * 30), max_size=60),
    st.integers(5, 1440),
    st.none() | st.integers(1, 10**6),
    st.integers(0, 10**5),
)
def test_no_history_breaks_the_bounds(minutes, every, fresh, later):
    rhythm = learnt(Rhythm(), sorted(NOON - MINUTE * n for n in minutes), NOON)
    assert len(rhythm.hours) == HOURS
    feed = replace(FEED, every=timedelta(minutes=every))
    asked = MINUTE * fresh if fresh else None
    wait = interval(feed, Memory(rhythm=rhythm), asked, NOON + MINUTE * later)
    assert shortest(feed.every) <= wait <= longest(feed.every)
    assert shortest(feed.every) <= feed.every <= longest(feed.every)


def test_chance_is_the_same_for_the_same_things():
    assert fraction("a", 1) == fraction("a", 1)
    assert fraction("a", 1) != fraction("a", 2)
    assert 0 <= fraction("") < 1


def tool(name: str) -> ModuleType:
    spec = spec_from_file_location(name, Path(__file__).parents[1] / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_on_a_mix_of_feeds_the_delay_is_half_for_no_more_requests():
    before, after = tool("simulate_polling").simulate(24, 10, 2, timedelta(days=3))
    assert after.requests <= before.requests
    assert after.median <= before.median / 2
