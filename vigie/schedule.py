"""When to visit a feed next, learnt from when it publishes and bounded by what its followers and its site ask. Pure.

A feed that publishes hourly is visited often, one that publishes weekly seldom: visits that cost as much as they gain
everywhere go with the square root of the rate of publication, hour by hour of its week. `Feed.every` is what happens
until a rhythm is known; after that it sets the bounds, a third of it to four times it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import sqrt

from vigie.memory import HOURS, Closure, Memory, Move, Rhythm, Wishes
from vigie.model import DAY, Article, Feed, FeedState, Page

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

SHORTEST = timedelta(minutes=5)
"""No feed is visited more often, whatever it publishes."""

USUAL = 0.5
"""Entries an hour at which a feed is visited as often as `every` says. Chosen with tools/simulate_polling.py."""

FADING = 14.0
"""Days after which an entry counts half in the rhythm."""

FURTHEST = timedelta(days=30)
"""How far back the first document is believed about the rhythm."""

EVIDENCE, OBSERVED, WATCHED = 5.0, 1.0, 7.0
"""So many entries over so many days, or so many days whatever came, make a rhythm more than a guess."""

REFRESHED = 6 * HOUR
"""A rhythm that nothing was added to for so long is faded before it is used."""

PRIOR = 3.0
"""Hours at the average rate that each hour of the week is believed to have had, beside what was seen of it."""

UNREACHED = HOUR
"""The longest wait after an attempt that reached no server: it costs nobody anything, our own network may be why."""

MOVED_TIMES, MOVED_FOR = 5, timedelta(days=3)
"""A redirect said for good is believed after so many good visits over so many days: maintenance pages redirect too."""

STARVED = 2 * DAY
"""A feed that was put off for so long, and asked by nobody, is broken for whoever follows it."""

GONE_AGAIN = timedelta(hours=20)
"""Two « gone » so far apart, with a day's wait between them, end the visits."""

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The next visit of a feed that is stopped."""

WHOLE_AGAIN = timedelta(days=7)
"""After so long the document is asked for without validators: some servers say « unchanged » for ever."""

VARIED = 0.15
"""The share of a wait that is chance."""

LATE_FROM = HOUR
"""Nobody was away for less."""


# -- after a visit ----------------------------------------------------------------------------------------------------


def after_success(
    state: FeedState, feed: Feed, page: Page, articles: Sequence[Article], wishes: Wishes | None, now: datetime
) -> FeedState:
    """The state after a visit that went well. wishes is None where the document is the one that was known."""
    known = state.memory
    memory = replace(
        known,
        wishes=known.wishes if wishes is None else wishes,
        rhythm=known.rhythm if wishes is None else learnt(known.rhythm, publications(articles, known.rhythm, now), now),
        whole_at=known.whole_at if page.unchanged else now,
        move=moved(known.move, page.moved_to, now),
        gone_at=None,
        stopped_at=None,
        heavy=None,
        deaths=0,
        closed=None,
    )
    good = replace(state.after_success(page, feed, now), memory=memory)
    least = asked_for(memory.wishes, page.fresh_for)
    wait = spread(interval(feed, memory, page.fresh_for, now), least, feed, now, first=is_first(state, feed, now))
    return replace(good, next_visit=outside(now + wait, memory.wishes))


def after_failure(
    state: FeedState,
    feed: Feed,
    reason: str,
    now: datetime,
    *,
    retry_after: timedelta | None = None,
    status: int | None = None,
    unreached: bool = False,
    host: str = "",
) -> FeedState:
    """The state after a failed visit: twice as long each time, up to a day; an hour where no server was reached."""
    bad = state.after_failure(reason, feed, now, retry_after)
    assert bad.next_visit is not None
    wait = bad.next_visit - now
    if unreached:
        wait = min(wait, max(UNREACHED, feed.every))
    memory = replace(bad.memory, closed=Closure(host, now + retry_after) if host and retry_after else None)
    if status == 410:
        wait = DAY
        memory = replace(memory, gone_at=memory.gone_at or now)
        if memory.gone_at and now - memory.gone_at >= GONE_AGAIN:
            memory = replace(memory, stopped_at=now)
    if memory.move and memory.move.place and (status in (404, 410) or bad.failures >= 3):
        memory = replace(memory, move=None, gone_at=None, stopped_at=None)  # back to the address that people gave
    if memory.stopped_at:
        return replace(bad, next_visit=NEVER, memory=memory)
    # Never before Retry-After; a little after it, so that what failed together does not come back together.
    wait *= 1 + VARIED * fraction(feed.url, now)
    return replace(bad, next_visit=outside(now + wait, memory.wishes), memory=memory)


def held(state: FeedState, retry_after: timedelta, now: datetime) -> FeedState:
    """The state where the host wants to be left alone, or its document found no room here: nothing failed."""
    return replace(state, next_visit=now + max(retry_after, SHORTEST) + MINUTE * fraction(state.url, now))


def is_starved(state: FeedState, feed: Feed, now: datetime) -> bool:
    """Whether a feed that is put off was so for too long to say that nothing failed."""
    return state.last_success is not None and now - state.last_success > max(STARVED, 2 * longest(feed.every))


def died(state: FeedState, body_hash: str) -> FeedState:
    """The state once this document was its reader's death."""
    memory = state.memory
    deaths = memory.deaths + 1 if memory.heavy == body_hash else 1
    return replace(state, memory=replace(memory, heavy=body_hash, deaths=deaths))


def is_poison(state: FeedState, body_hash: str) -> bool:
    """Whether this document was its reader's death twice: it is not read again."""
    return state.memory.deaths >= 2 and state.memory.heavy == body_hash


def asked(state: FeedState, now: datetime) -> FeedState:
    """The state to fetch with: without validators once a week."""
    if state.memory.whole_at and now - state.memory.whole_at > WHOLE_AGAIN:
        return replace(state, etag=None, last_modified=None)
    return state


def is_late(state: FeedState, now: datetime) -> bool:
    """Whether the last good visit is more than twice as long ago as it was meant to be: we, or the feed, were away."""
    if state.last_success is None:
        return False
    planned = state.next_visit - state.last_success if state.next_visit and not state.failures else timedelta()
    return now - state.last_success > max(2 * planned, LATE_FROM)


def is_first(state: FeedState, feed: Feed, now: datetime) -> bool:
    """Whether the visit came by no plan of its own: the very first, or one of the many after a stop."""
    return state.next_visit is None or now - state.next_visit > min(HOUR, feed.every / 2)


# -- moves ------------------------------------------------------------------------------------------------------------


def moved(move: Move | None, to: str | None, now: datetime) -> Move | None:
    """What is known of a move after a good visit that was, or was not, sent elsewhere for good."""
    place = move.place if move else ""
    if move and to == move.to and not move.adopted:
        return replace(move, times=move.times + 1)
    if to and to != place:
        return Move(to, now, before=place)
    if move and place:
        return move if move.adopted else Move(place, move.since, adopted=True)
    return None


def is_settled(move: Move | None, now: datetime) -> bool:
    """Whether a move was said often and long enough to be believed."""
    return bool(move and not move.adopted and move.times >= MOVED_TIMES and now - move.since >= MOVED_FOR)


def adopted(state: FeedState) -> FeedState:
    """The state once the feed is asked at its new address."""
    memory = state.memory
    return replace(state, memory=replace(memory, move=memory.move and replace(memory.move, adopted=True)))


# -- the rhythm -------------------------------------------------------------------------------------------------------


def publications(articles: Iterable[Article], rhythm: Rhythm, now: datetime) -> list[datetime]:
    """When the entries were published that the rhythm does not know yet.

    A document that changed without any date tells of one publication, now.
    """
    dated = [article.published for article in articles if article.published]
    since = rhythm.last or now - FURTHEST
    fresh = sorted(moment for moment in dated if since < moment <= now)
    return fresh if dated or rhythm.at is None else [now]


def oldest(articles: Iterable[Article], now: datetime) -> datetime:
    """Since when a first document shows what was published: its oldest entry, a month ago at most."""
    dated = (article.published for article in articles if article.published and article.published <= now)
    return max(min(dated, default=now), now - FURTHEST)


def learnt(rhythm: Rhythm, moments: Sequence[datetime], now: datetime, since: datetime | None = None) -> Rhythm:
    """The rhythm with these publications (oldest first) in it; what it held before fades with time.

    since: where nothing was known, when the observation began; else with the first publication.
    """
    began = rhythm.at or since or (moments[0] if moments else now)
    passed = max((now - began) / DAY, 0.0)
    kept = 0.5 ** (passed / FADING)
    hours = [count * kept for count in rhythm.hours or (0.0,) * HOURS]
    for moment in moments:
        hours[slot(moment)] += 0.5 ** (max((now - moment) / DAY, 0.0) / FADING)
    return Rhythm(
        tuple(round(count, 4) for count in hours),
        rhythm.days * kept + FADING / 0.6931 * (1 - kept),
        now,
        moments[-1] if moments else rhythm.last,
    )


def slot(moment: datetime) -> int:
    """Which of the 48 hours of a rhythm a moment falls into."""
    moment = moment.astimezone(UTC)
    return moment.hour + (24 if moment.weekday() >= 5 else 0)


def is_known(rhythm: Rhythm) -> bool:
    return rhythm.days >= (OBSERVED if rhythm.total >= EVIDENCE else WATCHED)


def rate(rhythm: Rhythm, moment: datetime) -> float:
    """Entries an hour to expect at that moment."""
    place = slot(moment)
    average = rhythm.total / (24 * rhythm.days)
    observed = rhythm.days * (2 / 7 if place >= 24 else 5 / 7)
    return (rhythm.hours[place] + PRIOR * average) / (observed + PRIOR)


def interval(feed: Feed, memory: Memory, fresh_for: timedelta | None, now: datetime) -> timedelta:
    """How long to wait: as the rhythm wants, at least as long as the site asks, within the bounds of `every`."""
    asked = asked_for(memory.wishes, fresh_for)
    rhythm = memory.rhythm
    if rhythm.at and now - rhythm.at > REFRESHED:
        rhythm = learnt(rhythm, [], now)
    wait = wanted(feed.every, rhythm, now) if is_known(rhythm) else feed.every
    return min(max(wait, asked), longest(feed.every))


def asked_for(wishes: Wishes, fresh_for: timedelta | None) -> timedelta:
    """The least time between two visits that the site wants, in its document or with its answer."""
    return max(fresh_for or timedelta(), wishes.ttl or timedelta())


def spread(wait: timedelta, asked: timedelta, feed: Feed, now: datetime, *, first: bool) -> timedelta:
    """The wait a little shorter, by chance; where that would be sooner than the site asks, a little longer.

    After a visit that came by no plan, as all others may have just then, the feeds are spread over their interval.
    """
    least = max(min(asked, wait), SHORTEST)
    if first:
        return least + max(wait - least, feed.every / 2) * fraction(feed.url)
    return max(wait * (1 - VARIED), least) + wait * VARIED * (1 - fraction(feed.url, now))


def wanted(every: timedelta, rhythm: Rhythm, now: datetime) -> timedelta:
    """Wait until as much is to be expected as deserves a visit: the square roots of the coming rates add up to it."""
    missing, wait, most = 1.0, timedelta(), longest(every)
    while wait < most:
        moment = now + wait
        step = HOUR - (moment - moment.replace(minute=0, second=0, microsecond=0))
        gain = sqrt(rate(rhythm, moment) / USUAL) * (step / every)
        if gain >= missing:
            return min(max(wait + step * (missing / gain), shortest(every)), most)
        missing, wait = missing - gain, wait + step
    return most


def shortest(every: timedelta) -> timedelta:
    return min(every, max(every / 3, SHORTEST))


def longest(every: timedelta) -> timedelta:
    return max(every, min(every * 4, DAY))


def outside(moment: datetime, wishes: Wishes) -> datetime:
    """The moment, or the first one after it outside the hours and days that the site wants for itself; a day at most
    is granted.
    """
    end = moment + DAY
    while moment < end and (moment.hour in wishes.hours or moment.weekday() in wishes.days):
        moment += HOUR  # not to its first minute, where all who wait for it would meet
    return min(moment, end)


def fraction(*of: object) -> float:
    """A number from 0 to 1 that is always the same for the same things: chance that can be tested."""
    digest = hashlib.sha256(repr(of).encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
