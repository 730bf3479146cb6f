"""How what is owed reaches its channels: one send at a time in each, all of them side by side, every outcome kept.

    plan      now, later, or in a digest: the channel's rules                      one commit
    claim     « sending », before the call                                         one commit
    post, edit
    outcome   sent, later, unclear, dead                                           one commit

An outcome is unclear where the call was made and no readable answer came: a time-out, a broken line, a server's error,
the death of the process. All of them take the same way (look_up): where the platform knows a repetition by its nonce,
the same once more; else a look into the channel; and where that is not allowed, what the channel chose.
It words nothing and lays nothing out.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vigie.failpoints import reach
from vigie.model import Channel, Delivery, DeliveryKind
from vigie.ports import ChatPlatform, PostError, Services

log = logging.getLogger(__name__)

BATCH = 256
"""Rows read at once."""

LONGEST_WAIT = timedelta(hours=1)
"""Between two attempts at one delivery."""

SETTLE = timedelta(seconds=30)
"""What was under way when its outcome was lost may still arrive: no look into the channel before that."""

ACCIDENTS = 5
"""Attempts that end in a mistake of ours, until the row is set aside."""

Running = set[asyncio.Task[None]]


async def deliver_due(services: Services) -> None:
    """Send all that is due and may be sent now. Raises StoreError."""
    planned = await plan(services)
    tried: set[tuple[int, int]] = set()
    running: Running = set()
    try:
        while (full := await start(services, planned, tried, running)) is not None:
            await drain(running, len(running) // 4 if full else 0)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class Planned:
    """What the rules have decided on: the rows up to this one, that were due by then."""

    at: datetime
    last: int


async def plan(services: Services) -> Planned:
    """Let the rules of the channels decide on what was queued: now, later or in a digest."""
    now = services.clock()
    if services.delivering.was_turned_back(now):
        log.warning("the clock was turned back to %s: what waits is looked at anew", now.isoformat())
        await services.store.rewind(now)
    if services.delivering.is_time_to_note(now):
        await services.store.note_quiet_weeks(now, list(services.platforms))
    reach("before-plan")
    last = await services.store.plan(now, list(services.platforms))
    reach("planned")
    return Planned(now, last)


async def start(services: Services, planned: Planned, tried: set[tuple[int, int]], running: Running) -> bool | None:
    """Let each idle channel begin with what it is owed; None where nothing is left, else whether there may be more.

    What was queued, or became due, after the rules decided waits for their next decision.
    """
    due = await services.store.due_deliveries(planned.at, BATCH)
    lanes: defaultdict[Channel, list[Delivery]] = defaultdict(list)
    for one in due:
        is_new = (one.id, one.token) not in tried and one.id <= planned.last
        if is_new and services.delivering.is_free(one.channel):
            tried.add((one.id, one.token))
            lanes[one.channel].append(one)
    for channel, owed in lanes.items():
        services.delivering.busy.add(channel)
        running.add(asyncio.create_task(lane(channel, owed, services)))
    return len(due) == BATCH if running else None


async def drain(running: Running, left: int) -> None:
    """Wait until no more than so many are running."""
    while len(running) > left:
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        running -= done
        for task in done:
            task.result()


async def lane(channel: Channel, owed: Sequence[Delivery], services: Services) -> None:
    """What one channel is owed, one after the other, while it takes it."""
    try:
        async with services.delivering.place(channel):
            for one in owed:
                if not await deliver(one, services):
                    break
    finally:
        services.delivering.leave(channel)


async def deliver(delivery: Delivery, services: Services) -> bool:
    """Post what is owed to a channel, and remember how it went; whether it may be sent more.

    A platform that is off keeps its rows.
    """
    name, store = delivery.channel.platform, services.store
    platform = services.platforms.get(name)
    if platform is None or services.delivering.is_held(name, services.clock()):
        return False
    if delivery.unclear and delivery.creates and not await look_up(delivery, platform, services):
        return True
    reach("before-claim")
    if not await store.mark_sending(delivery, services.clock()):
        return True
    reach("claimed")
    try:
        message = await send(delivery, platform)
    except Exception as error:  # one bad channel must not stop the others
        refusal = as_refusal(delivery, error)
        await fail(delivery, refusal, platform, services)
        return not (refusal.blocked or refusal.gone or refusal.everywhere)
    reach("answered")
    await store.mark_sent(delivery, message, services.clock())
    reach("recorded")
    return True


async def send(delivery: Delivery, platform: ChatPlatform) -> str | None:
    if delivery.kind is DeliveryKind.EDIT:
        await platform.edit(delivery)
        return delivery.message_id
    return await platform.post(delivery) or None


def as_refusal(delivery: Delivery, error: Exception) -> PostError:
    """What a platform raised, as a refusal; an accident may have had its effect; it is not repeated for ever."""
    if isinstance(error, PostError):
        log.info("%s could not be told: %s", delivery.channel, error)
        return error
    log.error("%s could not be told", delivery.channel, exc_info=error)
    aside = delivery.attempts + 1 >= ACCIDENTS
    return PostError(type(error).__name__, permanent=aside, unclear=not aside)


async def fail(delivery: Delivery, error: PostError, platform: ChatPlatform, services: Services) -> None:
    """Keep what a refusal means for the row, its channel and its platform."""
    store = services.store
    if error.gone and await still_there(delivery.channel, platform):
        error = PostError(str(error), blocked=True, retry_after=LONGEST_WAIT)
    now = services.clock()
    retry_at = now + pause(delivery.attempts, error.retry_after)
    if error.unclear and delivery.creates and not platform.remembers(delivery.channel):
        retry_at = max(retry_at, now + SETTLE)
    await store.mark_failed(delivery, error, retry_at)
    if error.gone:
        await store.stop(delivery.channel, now)
    if error.everywhere:
        log.error("%s: nothing is sent before %s: %s", platform.name, retry_at.isoformat(), error)
        services.delivering.hold(platform.name, retry_at)
    if error.blocked and (user := await store.to_warn(delivery.channel)):
        await warn(user, delivery.channel, error, platform)


async def still_there(channel: Channel, platform: ChatPlatform) -> bool:
    """A channel is gone only where the platform says so twice; in doubt it is there."""
    try:
        return await platform.exists(channel)
    except PostError:
        return True


async def warn(user: str, channel: Channel, error: PostError, platform: ChatPlatform) -> None:
    """Tell the person who set the channel up, once."""
    try:
        await platform.warn(user, channel, str(error))
    except Exception as refused:  # whoever can't be told finds it in `liste`
        log.info("nobody could be told of %s: %s", channel, type(refused).__name__)


async def look_up(delivery: Delivery, platform: ChatPlatform, services: Services) -> bool:
    """What an unclear attempt left; whether it is to be sent (again) at once."""
    store, now = services.store, services.clock()
    if is_within(platform.remembers(delivery.channel), delivery.asked_at, now):
        return True
    if delivery.tried_at and is_within(SETTLE, delivery.tried_at, now):
        await store.put_off(delivery, delivery.tried_at + SETTLE)
        return False
    reach("before-look")
    try:
        found = await platform.find(delivery)
    except PostError as error:
        log.info("%s could not be looked into: %s", delivery.channel, error)
        if error.unclear:
            await store.settle_blindly(delivery, now, republish=delivery.republish)
        else:
            await store.put_off(delivery, now + pause(0, error.retry_after or patience(delivery, now)))
        return False
    reach("looked")
    await store.settle(delivery, found, now)
    reach("settled")
    return False


def patience(delivery: Delivery, now: datetime) -> timedelta:
    """Until another look, where none says when: half as long as it has taken so far, since looks are not counted."""
    since = now - delivery.tried_at if delivery.tried_at else timedelta()
    return min(max(since / 2, timedelta(seconds=5)), LONGEST_WAIT)


def is_within(limit: timedelta, since: datetime | None, now: datetime) -> bool:
    """Whether less than the limit has passed; not where the clock was turned back."""
    return since is not None and timedelta() <= now - since < limit


def pause(attempts: int, asked: timedelta | None) -> timedelta:
    """How long to wait after a failed attempt: what the platform asks for, else 5 s, 10 s, 20 s… with jitter."""
    wait = asked or min(timedelta(seconds=5 * 2 ** min(attempts, 12)), LONGEST_WAIT)
    return wait * random.uniform(1, 1.25)
