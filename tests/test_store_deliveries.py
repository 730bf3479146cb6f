"""The ledger: what is owed, once, to whom, until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from fakes.store import COURRIER, GAZETTE, HERE, NOON, PONANT, THERE, an_article, store, told

from vigie.model import Change, Channel, DeliveryKind, Feed, Mute
from vigie.ports import PostError
from vigie.rules import Rules

ON_BOTH = True

__all__ = ["store", "told"]

PASSING = PostError("503")
REFUSED = PostError("Salon supprimé.", permanent=True)
SOON = timedelta(minutes=5)


async def send(told, delivery, message="m1"):
    assert await told.store.mark_sending(delivery, told.now)
    await told.store.mark_sent(delivery, message, told.now)


async def fail(told, delivery, error=PASSING):
    assert await told.store.mark_sending(delivery, told.now)
    await told.store.mark_failed(delivery, error, told.now + SOON)


async def due(told, **step):
    return await told.store.due_deliveries(told.later(**step))


async def ledger(told):
    query = "select state, attempts, message_id, error from delivery order by id"
    return await told.store.database.read(lambda db: [tuple(row) for row in db.exec_driver_sql(query)])


async def test_an_alert_is_due_at_once_and_sent_once(told):
    opened = await told.open_story(await told.company(), alerts=[HERE])
    [delivery] = await due(told)
    assert (delivery.channel, delivery.kind, delivery.attempts) == (HERE, DeliveryKind.ALERT, 0)
    assert delivery.alert.story == await told.store.story(opened, "chat:1")
    await send(told, delivery)
    assert await due(told, days=1) == []
    assert not await told.store.mark_sending(delivery, told.now)
    assert await ledger(told) == [("sent", 0, "m1", None)]


async def test_what_is_being_sent_is_no_longer_ours_to_send(told):
    await told.open_story(await told.company(), alerts=[HERE])
    [delivery] = await due(told)
    assert await told.store.mark_sending(delivery, told.now)
    assert not await told.store.mark_sending(delivery, told.now)
    assert await due(told) == []


async def test_what_is_owed_comes_oldest_first(told):
    morvan = await told.company()
    for n in range(3):
        await told.open_story(morvan, an_article(str(n)), alerts=[HERE, THERE])
    order = [(d.alert.story.lead.title, d.channel) for d in await due(told)]
    assert order == [(str(n), channel) for n in range(3) for channel in (HERE, THERE)]
    assert len(await told.store.due_deliveries(told.now, 2)) == 2


async def test_a_platform_that_is_off_hides_nothing_of_the_others(told):
    morvan, off = await told.company(), Channel("autre", "autre:1", "x")
    for n in range(6):
        await told.open_story(morvan, an_article(str(n)), alerts=[off])
    await told.open_story(morvan, alerts=[HERE])
    first = await told.store.due_deliveries(told.now, 2)
    assert [delivery.channel for delivery in first] == [off, HERE]


async def test_a_passing_failure_is_tried_again_later(told):
    await told.open_story(await told.company(), alerts=[HERE])
    [delivery] = await due(told)
    await fail(told, delivery)
    assert await due(told) == []
    assert not await told.store.mark_sending(delivery, told.now)
    [again] = await due(told, minutes=5)
    assert (again.id, again.attempts, again.nonce) == (delivery.id, 1, delivery.nonce)
    assert await ledger(told) == [("pending", 1, None, "503")]


async def test_a_refusal_is_final(told):
    await told.open_story(await told.company(), alerts=[HERE])
    [delivery] = await due(told)
    await fail(told, delivery, REFUSED)
    assert await due(told, days=1) == []
    assert await ledger(told) == [("dead", 1, None, "Salon supprimé.")]


async def test_after_three_days_of_tries_it_is_given_up(told):
    await told.open_story(await told.company(), alerts=[HERE])
    told.later(days=5)  # its platform was off: no try yet
    tries = 0
    while deliveries := await due(told, hours=6):
        await fail(told, deliveries[0])
        tries += 1
    assert tries == 13
    assert (await ledger(told))[0][0] == "dead"


async def test_what_was_being_sent_when_the_process_died_is_due_again(told):
    morvan = await told.company()
    await told.open_story(morvan, alerts=[HERE, THERE])
    first, _ = await due(told)
    assert await told.store.mark_sending(first, told.now)
    assert await told.store.recover(told.later(minutes=1)) == 1
    assert await told.store.recover(told.now) == 0
    assert [(d.id, d.attempts) for d in await due(told)] == [(first.id, 1), (first.id + 1, 0)]


async def test_the_channels_that_were_or_will_be_told_are_known(told):
    opened = await told.open_story(await told.company(), alerts=[HERE, THERE])
    assert await told.store.alerted(opened) == [HERE, THERE]
    first, second = await due(told)
    await send(told, first)
    await fail(told, second, REFUSED)
    assert await told.store.alerted(opened) == [HERE]
    assert await told.store.alerted(999) == []


async def test_an_edit_waits_for_the_post_that_it_edits(told):
    morvan = await told.company()
    opened = await told.open_story(morvan, alerts=[HERE])
    await told.join(opened, morvan, edits=[HERE])
    [alert] = await due(told)
    assert alert.kind is DeliveryKind.ALERT
    assert await told.store.mark_sending(alert, told.now)
    assert await due(told) == []
    await told.store.mark_sent(alert, "m1", told.now)
    [edit] = await due(told)
    assert (edit.kind, edit.message_id, edit.alert.revision) == (DeliveryKind.EDIT, "m1", 1)
    assert edit.alert.story.outlets == ("La Gazette", "Le Courrier")
    await send(told, edit)
    assert await due(told) == []


async def test_edits_that_wait_are_one(told):
    morvan = await told.company()
    opened = await told.open_story(morvan, alerts=[HERE])
    await send(told, (await due(told))[0])
    for n in range(3):
        await told.join(opened, morvan, an_article(url=f"https://outlet-{n}.example/1"), edits=[HERE])
    [edit] = await due(told)
    assert len(edit.alert.story.sources) == 4
    await send(told, edit)
    await told.join(opened, morvan, an_article(url="https://outlet-4.example/1"), edits=[HERE])
    [later] = await due(told, hours=1)
    assert later.id != edit.id


async def test_a_change_met_while_an_edit_is_being_sent_is_sent_too(told):
    morvan = await told.company()
    opened = await told.open_story(morvan, alerts=[HERE])
    await send(told, (await due(told))[0])
    await told.join(opened, morvan, an_article(url="https://outlet-1.example/1"), edits=[HERE])
    [edit] = await due(told)
    assert await told.store.mark_sending(edit, told.now)
    await told.join(opened, morvan, an_article(url="https://outlet-2.example/1"), edits=[HERE])
    await told.store.mark_sent(edit, "m1", told.now)
    [later] = await due(told)
    assert len(later.alert.story.sources) == 3


async def test_an_edit_whose_post_is_refused_is_given_up(told):
    morvan = await told.company()
    opened = await told.open_story(morvan, alerts=[HERE, THERE])
    await told.join(opened, morvan, edits=[HERE, THERE])
    first, second = await due(told)
    await fail(told, first, REFUSED)
    await send(told, second)
    assert [d.channel for d in await due(told)] == [THERE]
    assert [row[0] for row in await ledger(told)] == ["dead", "sent", "dead", "pending"]
    await told.join(opened, morvan, an_article(url="https://outlet-1.example/1"), edits=[HERE])
    assert len(await ledger(told)) == 4


async def test_an_edit_for_a_channel_without_a_post_is_not_owed(told):
    morvan = await told.company()
    opened = await told.open_story(morvan)
    await told.join(opened, morvan, edits=[HERE])
    assert await ledger(told) == []


async def test_a_channel_has_one_alert_a_story(told):
    morvan = await told.company()
    opened = await told.open_story(morvan, alerts=[HERE])
    await told.join(opened, morvan, alerts=[HERE, THERE])
    assert await told.store.alerted(opened) == [HERE, THERE]


async def test_a_refused_edit_leaves_the_post_alone(told):
    morvan = await told.company()
    opened = await told.open_story(morvan, alerts=[HERE])
    await send(told, (await due(told))[0])
    await told.join(opened, morvan, edits=[HERE])
    [edit] = await due(told)
    await fail(told, edit, REFUSED)
    assert [row[0] for row in await ledger(told)] == ["sent", "dead"]
    assert await told.store.alerted(opened) == [HERE]


async def test_what_waits_for_a_tenant_that_stopped_following_is_given_up(told):
    own = Feed("https://interne.example/rss", "Interne", tenant="chat:1")
    await told.store.follow(own, NOON)
    await told.store.follow(replace(own, tenant="chat:2"), NOON)
    morvan, ponant = await told.company(), await told.company(PONANT)
    await told.open_story(morvan, an_article(url="https://interne.example/1"), feed=own, alerts=[HERE, THERE])
    await told.open_story(ponant, an_article(), feed=GAZETTE, alerts=[HERE])
    await told.store.unfollow("chat:1", own.url)
    assert [d.channel for d in await due(told)] == [THERE, HERE]
    assert [row[0] for row in await ledger(told)] == ["dead", "pending", "pending"]
    await told.adopt([COURRIER])
    assert [row[0] for row in await ledger(told)] == ["dead", "pending", "dead"]


async def test_what_a_channel_mutes_is_kept_and_what_waits_of_it_there_is_not_sent(told):
    await told.adopt()
    await told.subscribe()
    await told.subscribe(THERE)
    company = await told.company()
    story = await told.open_story(company, alerts=[HERE, THERE])
    await told.open_story(await told.company(PONANT), an_article("Un autre titre"), alerts=[HERE])
    assert len(await told.store.due_deliveries(NOON)) == 3
    over = Mute("Une autre", NOON - timedelta(days=1), company=company.id)
    for mute in (Mute("Morvan", NOON + timedelta(days=1), company=company.id), Mute("n° 1", NOON, story=story)):
        rules = Rules(muted=(over, mute))
        await told.store.set_rules(HERE, rules, Change(HERE, "Alice", "Muet.", NOON - timedelta(minutes=1)))
        assert (await told.store.manner(HERE)).rules == rules
        assert [one.channel for one in await told.store.due_deliveries(NOON)] == [THERE, HERE]
