"""Quiet hours, rhythms, holidays, urgency and crowds: when a channel is told, decided on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from fakes.store import MORVAN, an_event
from hypothesis import given
from hypothesis import strategies as st

from vigie.model import LAYOFFS, REGULATION, Fact, LayoffFacts, Passage, RegulationFacts
from vigie.rules import (
    NEVER_QUIET,
    Mention,
    Plan,
    Rhythm,
    Rules,
    Waiting,
    default,
    easter,
    holidays,
    is_quiet,
    is_urgent,
    mentioned,
    opening,
    plan,
    slot,
)

RULES = Rules()
DAILY, WEEKLY = Rules(rhythm=Rhythm.DAILY), Rules(rhythm=Rhythm.WEEKLY)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday, 13 h in Paris."""
NOWHERE = Passage("title", 0, 1)


def paris(text: str) -> datetime:
    """« 2026-03-02 20:30 », Paris time, as UTC."""
    from zoneinfo import ZoneInfo

    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


# -- days and hours ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter_falls_when_it_falls(year, day):
    assert easter(year) == day


def test_france_has_eleven_public_holidays():
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25),
        date(2026, 7, 14), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-03-02 07:29", True),
        ("2026-03-02 07:30", False),
        ("2026-03-02 20:29", False),
        ("2026-03-02 20:30", True),
        ("2026-03-03 00:00", True),
        ("2026-03-07 12:00", True),  # a Saturday
        ("2026-05-14 12:00", True),  # Ascension Day
    ],
)
def test_nights_week_ends_and_holidays_are_quiet(at, quiet):
    assert is_quiet(RULES, paris(at)) is quiet


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-02 12:00", "2026-03-02 12:00"),
        ("2026-03-02 22:00", "2026-03-03 07:30"),
        ("2026-03-06 21:00", "2026-03-09 07:30"),  # a Friday evening
        ("2026-04-03 21:00", "2026-04-07 07:30"),  # before Easter Monday
        ("2026-12-31 23:59", "2027-01-04 07:30"),
        ("2026-03-28 23:00", "2026-03-30 07:30"),  # summer time begins
        ("2026-10-24 23:00", "2026-10-26 07:30"),  # and ends
    ],
)
def test_the_quiet_ends_in_the_morning_of_the_next_day_of_work(at, opens):
    assert opening(RULES, paris(at)) == paris(opens)


def test_summer_time_moves_the_morning_in_utc_and_not_in_paris():
    assert opening(RULES, paris("2026-03-27 21:00")).hour == 5
    assert opening(RULES, paris("2026-03-25 21:00")).hour == 6


def test_quiet_hours_within_a_day_and_none_at_all():
    siesta = Rules(quiet_from=time(12), quiet_to=time(14), days_off=False)
    assert is_quiet(siesta, paris("2026-03-07 13:00"))
    assert opening(siesta, paris("2026-03-07 13:00")) == paris("2026-03-07 14:00")
    assert not is_quiet(NEVER_QUIET, paris("2026-03-07 03:00"))
    assert opening(Rules(quiet_from=time(), quiet_to=time()), paris("2026-03-07 03:00")) == paris("2026-03-09 00:00")


def test_in_the_night_when_an_hour_comes_twice_the_quiet_ends_twice():
    night = Rules(days_off=False, quiet_from=time(23), quiet_to=time(2, 30))
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert opening(night, first - timedelta(minutes=10)) == first
    assert is_quiet(night, second - timedelta(minutes=10))  # half past two is still to come, once more
    assert opening(night, second - timedelta(minutes=10)) == second


def test_each_channel_has_its_own_clock():
    assert is_quiet(Rules(zone="America/Montreal"), NOON)
    assert not is_quiet(Rules(zone="Indian/Reunion"), NOON)


@pytest.mark.parametrize(
    ("rules", "since", "told"),
    [
        (DAILY, "2026-03-02 08:29", "2026-03-02 08:30"),
        (DAILY, "2026-03-02 08:30", "2026-03-03 08:30"),
        (DAILY, "2026-03-06 09:00", "2026-03-09 08:30"),
        (WEEKLY, "2026-03-04 12:00", "2026-03-09 08:30"),
        (WEEKLY, "2026-04-01 12:00", "2026-04-07 08:30"),  # Easter Monday is off: on Tuesday
        (Rules(rhythm=Rhythm.DAILY, days_off=False), "2026-03-06 09:00", "2026-03-07 08:30"),
    ],
)
def test_a_digest_comes_at_half_past_eight_on_a_day_of_work(rules, since, told):
    assert slot(rules, paris(since)) == paris(told)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1)), st.sampled_from(["Europe/Paris", "Pacific/Noumea"]))
def test_an_opening_is_never_quiet_nor_before_nor_farther_than_nine_days(at, zone):
    now, rules = at.replace(tzinfo=UTC), Rules(zone=zone)
    opens = opening(rules, now)
    assert now <= opens < now + timedelta(days=9)
    assert not is_quiet(rules, opens)
    assert now < slot(Rules(zone=zone, rhythm=Rhythm.WEEKLY), now) <= now + timedelta(days=9)


# -- urgency ----------------------------------------------------------------------------------------------------------


def layoffs(jobs: int, *places: str, procedure: str = "") -> LayoffFacts:
    return LayoffFacts(
        jobs=Fact(jobs, NOWHERE),
        places=tuple(Fact(place, NOWHERE) for place in places),
        procedure=Fact(procedure, NOWHERE) if procedure else None,
    )


def fine(amount: float, kind: str = "imposed", action: str = "fine") -> RegulationFacts:
    return RegulationFacts(amount=Fact(amount, NOWHERE), amount_kind=Fact(kind, NOWHERE), action=Fact(action, NOWHERE))


@pytest.mark.parametrize(
    ("topic", "facts", "urgent"),
    [
        (LAYOFFS, layoffs(99), False),
        (LAYOFFS, layoffs(100), True),
        (LAYOFFS, layoffs(100, "Dijon"), True),
        (LAYOFFS, layoffs(999, "États-Unis"), False),
        (LAYOFFS, layoffs(1000, "United States"), True),
        (LAYOFFS, layoffs(100, "Allemagne", "France"), True),
        (LAYOFFS, layoffs(3, procedure="liquidation"), True),
        (LAYOFFS, LayoffFacts(), False),
        (REGULATION, fine(9_999_999), False),
        (REGULATION, fine(10_000_000), True),
        (REGULATION, fine(1e9, "claimed"), False),
        (REGULATION, fine(0, "deal", "block"), True),
        (REGULATION, RegulationFacts(), False),
    ],
)
def test_what_is_urgent(topic, facts, urgent):
    assert is_urgent(RULES, an_event(MORVAN, topic, facts=facts)) is urgent


def test_a_role_is_mentioned_for_what_was_asked_only():
    grave, light = (an_event(MORVAN, facts=layoffs(jobs)) for jobs in (500, 5))
    assert [mentioned(Rules(role="7"), event) for event in (grave, light)] == ["7", ""]
    assert [mentioned(Rules(role="7", mention=Mention.ALL), event) for event in (grave, light)] == ["7", "7"]
    assert mentioned(RULES, grave) == ""


def test_a_terminal_is_never_quiet():
    assert (default("terminal"), default("slack")) == (NEVER_QUIET, RULES)


# -- crowds -----------------------------------------------------------------------------------------------------------


def waiting(count: int, *, age: timedelta = timedelta(), urgent: bool = False, start: int = 1) -> list[Waiting]:
    return [Waiting(number, NOON - age, urgent) for number in range(start, start + count)]


def recent(count: int, minutes: int = 30) -> list[datetime]:
    return [NOON - timedelta(minutes=minutes)] * count


def test_a_few_alerts_are_posts_of_their_own():
    assert plan(RULES, waiting(6), [], NOON) == Plan((1, 2, 3, 4, 5, 6))


def test_of_seven_alerts_five_are_posts_and_the_others_come_together():
    assert plan(RULES, waiting(7), [], NOON) == Plan((1, 2, 3, 4, 5), ((6, 7),))


def test_two_hundred_alerts_are_six_messages():
    decided = plan(RULES, waiting(200), [], NOON)
    assert (decided.now, len(decided.digests), decided.later) == ((), 6, {})
    assert sorted(id for page in decided.digests for id in page) == list(range(1, 201))


def test_more_than_six_messages_can_list_wait_for_the_next_hour():
    decided = plan(RULES, waiting(300), [], NOON)
    assert len(decided.digests) == 6
    assert set(decided.later) == set(range(205, 301))


def test_after_six_messages_the_rest_waits_until_the_hour_is_over():
    decided = plan(RULES, waiting(2), recent(6), NOON)
    assert decided == Plan(later={1: NOON + timedelta(minutes=30), 2: NOON + timedelta(minutes=30)})
    assert plan(RULES, waiting(2), recent(6, minutes=61), NOON) == Plan((1, 2))
    assert plan(RULES, waiting(1, urgent=True), recent(6), NOON).now == (1,)


def test_the_room_that_is_left_is_used():
    assert plan(RULES, waiting(2), recent(4), NOON) == Plan((1, 2))
    assert plan(RULES, waiting(4), recent(4), NOON) == Plan((1,), ((2, 3, 4),))
    assert plan(RULES, waiting(2), recent(5), NOON) == Plan((), ((1, 2),))


def test_urgent_ones_come_first():
    crowd = [*waiting(7), Waiting(8, NOON, urgent=True)]
    assert plan(RULES, crowd, [], NOON).now == (1, 2, 3, 4, 8)


def test_of_a_backlog_no_more_than_five_are_posts():
    late = timedelta(hours=5)
    assert plan(RULES, waiting(5, age=late), [], NOON) == Plan((1, 2, 3, 4, 5))
    assert plan(RULES, waiting(8, age=late), [], NOON) == Plan((1, 2, 3, 4, 5), ((6, 7, 8),))


def test_what_waits_for_three_days_is_only_listed():
    assert plan(RULES, waiting(2, age=timedelta(hours=73)), [], NOON) == Plan((), ((1, 2),))
    mixed = [*waiting(1, age=timedelta(hours=73)), *waiting(2, start=2)]
    assert plan(RULES, mixed, [], NOON) == Plan((2, 3), ((1,),))


def test_in_the_quiet_only_what_is_urgent_is_told():
    night = paris("2026-03-02 23:00")
    decided = plan(RULES, [Waiting(1, night), Waiting(2, night, urgent=True)], [], night)
    assert decided == Plan((2,), later={1: paris("2026-03-03 07:30")})


def test_a_rhythm_gathers_until_its_hour():
    assert plan(DAILY, waiting(2), [], NOON) == Plan(later=dict.fromkeys((1, 2), paris("2026-03-03 08:30")))
    assert plan(DAILY, waiting(2), [], paris("2026-03-03 08:30")) == Plan(digests=((1, 2),))


@given(st.integers(0, 400), st.integers(0, 10), st.integers(0, 200), st.sampled_from([RULES, DAILY, Rules(hourly=1)]))
def test_nothing_is_forgotten_nor_told_twice_nor_more_than_six_at_once(count, begun, hours, rules):
    owed = waiting(count, age=timedelta(hours=hours))
    decided = plan(rules, owed, recent(begun), NOON)
    told = [*decided.now, *(id for page in decided.digests for id in page), *decided.later]
    assert sorted(told) == [w.id for w in owed]
    if rules.rhythm is Rhythm.AT_ONCE:
        assert len(decided.now) + len(decided.digests) <= max(rules.hourly - begun, 1)
