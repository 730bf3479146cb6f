"""Companies and subscriptions in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.store import GAZETTE, HERE, MORVAN, NOON, PONANT, THERE, an_article, store, told

from vigie.model import Change, Company, Feed, Sensitivity, Subscription
from vigie.rules import Rules

ON_BOTH = True

__all__ = ["store", "told"]

OWN = Company(0, "Verreries de Loire", ("VDL",), ("verre",), ("vin",), "chat:1")
CHANGE = Change(HERE, "Ada", "Ada a abonné ce salon.", NOON)


async def names(told, tenant="chat:1"):
    return [company.name for company in await told.store.companies(tenant)]


async def version(told):
    return (await told.store.watchlist())[1]


async def test_the_companies_of_the_file_are_watched_by_all(told):
    companies, grown = await told.store.watchlist()
    assert [replace(company, id=0) for company in companies] == [MORVAN, PONANT]
    assert grown > 0
    assert await told.store.newcomers() == []
    assert await names(told, "anyone") == ["Ateliers Morvan", "Brasseries du Ponant"]


async def test_an_unchanged_file_changes_nothing(told):
    before = await told.store.watchlist()
    await told.adopt()
    assert await told.store.watchlist() == before


async def test_a_changed_alias_makes_a_new_version(told):
    before, old = await told.store.watchlist()
    await told.adopt(companies=[replace(MORVAN, aliases=("Morvan",)), PONANT])
    companies, new = await told.store.watchlist()
    assert new > old
    assert companies[0] == replace(before[0], aliases=("Morvan",))


async def test_a_company_that_leaves_the_file_takes_its_subscriptions_along(told):
    morvan = await told.company()
    await told.subscribe(HERE, morvan)
    await told.subscribe(HERE)
    before = await version(told)
    await told.adopt(companies=[PONANT])
    assert await names(told) == ["Brasseries du Ponant"]
    assert await version(told) > before
    assert [s.company for s in await told.store.subscriptions(HERE)] == [None]
    change = await told.store.last_change(HERE)
    assert (change.who, "Ateliers Morvan n'est plus dans feeds.yaml" in change.what) == ("feeds.yaml", True)


async def test_a_company_that_comes_back_has_its_old_id_and_a_past_to_read(told):
    morvan = await told.company()
    await told.meet(an_article())
    await told.adopt(companies=[PONANT])
    await told.adopt()
    assert await told.company() == morvan
    assert await told.store.newcomers() == [morvan]
    await told.store.mark_caught_up(morvan.id, NOON)
    assert await told.store.newcomers() == []


async def test_a_company_added_before_anything_was_met_has_no_past(told):
    added = await told.store.add_company(OWN, NOON)
    assert await told.store.newcomers() == []
    assert added == replace(OWN, id=added.id)
    await told.meet(an_article())
    later = await told.store.add_company(replace(OWN, tenant="chat:2"), NOON)
    assert await told.store.newcomers() == [later]
    assert later.id != added.id


async def test_a_tenants_company_is_its_own(told):
    added = await told.store.add_company(OWN, NOON)
    assert await names(told) == ["Ateliers Morvan", "Brasseries du Ponant", "Verreries de Loire"]
    assert await names(told, "chat:2") == ["Ateliers Morvan", "Brasseries du Ponant"]
    assert added in (await told.store.watchlist())[0]


async def test_names_are_sorted_as_a_reader_expects(told):
    for name in ("Éclair", "zinc", "abeille"):
        await told.store.add_company(Company(0, name, tenant="chat:1"), NOON)
    assert await names(told) == ["abeille", "Ateliers Morvan", "Brasseries du Ponant", "Éclair", "zinc"]


async def test_a_company_added_twice_is_one_with_the_last_words(told):
    added = await told.store.add_company(OWN, NOON)
    again = await told.store.add_company(replace(OWN, aliases=()), NOON)
    assert again == replace(added, aliases=())
    assert again in await told.store.companies("chat:1")


async def test_a_company_is_changed(told):
    added = await told.store.add_company(OWN, NOON)
    before = await version(told)
    changed = replace(added, name="Verreries de la Loire", context=(), exclude=("bière",))
    await told.store.change_company(changed)
    assert changed in await told.store.companies("chat:1")
    assert await version(told) > before
    await told.store.change_company(changed)
    await told.store.change_company(replace(changed, id=999))
    assert await version(told) == before + 1


async def test_a_retired_company_ends_its_subscriptions_and_can_be_added_again(told):
    added = await told.store.add_company(OWN, NOON)
    await told.subscribe(HERE, added, "layoffs")
    [ended] = await told.store.retire_company(added.id, NOON)
    assert ended == Subscription(HERE, added, frozenset({"layoffs"}), NOON, "U1")
    assert await told.store.retire_company(added.id, NOON) == []
    assert await told.store.subscriptions(HERE) == []
    assert "Verreries de Loire" not in await names(told)
    assert (await told.store.add_company(OWN, NOON)).id == added.id
    other = await told.store.add_company(replace(OWN, name="Autre"), NOON)
    await told.store.retire_company(added.id, NOON)
    await told.store.change_company(replace(other, name=OWN.name))
    assert OWN.name in await names(told)


# -- subscriptions ----------------------------------------------------------------------------------------------------


async def test_a_channel_subscribes_to_a_company_and_to_all(told):
    morvan = await told.company()
    wanted = [Subscription(HERE, morvan, frozenset({"layoffs"}), NOON, "U1"), Subscription(HERE, None, created_at=NOON)]
    assert await told.store.subscribe(wanted, CHANGE) == wanted
    assert await told.store.subscriptions(HERE) == wanted
    assert await told.store.subscriptions(THERE) == []
    assert await told.store.last_change(HERE) == CHANGE


async def test_a_subscription_keeps_its_own_sensitivity_and_an_audience_has_that_of_the_channel_else(told):
    morvan = await told.company()
    own = Subscription(HERE, morvan, created_at=NOON, created_by="u1", sensitivity=Sensitivity.STRICT)
    plain = Subscription(HERE, None, created_at=NOON, created_by="u1")
    await told.store.subscribe([own, plain], CHANGE)
    await told.store.set_rules(HERE, Rules(sensitivity=Sensitivity.WIDE), CHANGE)
    assert await told.store.subscriptions(HERE) == [own, plain]
    assert (await told.store.manner(HERE)).rules.sensitivity is Sensitivity.WIDE
    audience = await told.store.audience(GAZETTE.url, NOON)
    assert [s.sensitivity for s in audience] == [Sensitivity.STRICT, Sensitivity.WIDE]
    assert await told.store.subscribe([replace(own, sensitivity=None)], CHANGE) == []  # nothing said of it: as it was
    assert await told.store.subscribe([changed := replace(own, sensitivity=Sensitivity.NORMAL)], CHANGE) == [changed]


async def test_subscribing_again_tells_only_what_changed(told):
    wanted = Subscription(HERE, await told.company(), frozenset({"layoffs"}), NOON, "U1")
    await told.store.subscribe([wanted], CHANGE)
    assert await told.store.subscribe([wanted], replace(CHANGE, who="Bob")) == []
    assert await told.store.last_change(HERE) == CHANGE
    wider = replace(wanted, topics=frozenset())
    assert await told.store.subscribe([wider], replace(CHANGE, who="Bob")) == [wider]
    assert await told.store.subscriptions(HERE) == [wider]
    assert (await told.store.last_change(HERE)).who == "Bob"


async def test_a_subscription_without_its_moment_is_made_when_the_change_was(told):
    await told.store.subscribe([Subscription(HERE, None)], CHANGE)
    await told.store.subscribe([Subscription(THERE, None)], None)
    assert [s.created_at for s in await told.store.subscriptions(HERE)] == [NOON]
    assert [s.created_at is None for s in await told.store.subscriptions(THERE)] == [False]
    assert await told.store.last_change(THERE) is None


async def test_nobody_subscribes_to_what_is_not_watched_here(told):
    foreign = await told.store.add_company(replace(OWN, tenant="chat:2"), NOON)
    retired = await told.store.add_company(OWN, NOON)
    await told.store.retire_company(retired.id, NOON)
    wanted = [Subscription(HERE, company) for company in (foreign, retired, replace(OWN, id=999))]
    assert await told.store.subscribe(wanted, CHANGE) == []
    assert await told.store.last_change(HERE) is None


async def test_a_channel_unsubscribes(told):
    morvan, ponant = await told.company(), await told.company(PONANT)
    for company in (morvan, ponant, None):
        await told.subscribe(HERE, company)
    await told.subscribe(THERE, morvan)
    gone = await told.store.unsubscribe(HERE, [morvan.id, None, None, 999], CHANGE)
    assert [s.company for s in gone] == [morvan, None]
    assert [s.company for s in await told.store.subscriptions(HERE)] == [ponant]
    assert len(await told.store.subscriptions(THERE)) == 1
    assert await told.store.last_change(HERE) == CHANGE
    assert await told.store.unsubscribe(HERE, [morvan.id], replace(CHANGE, who="Bob")) == []
    assert await told.store.unsubscribe(THERE, [None], replace(CHANGE, channel=THERE)) == []
    assert await told.store.last_change(THERE) is None


# -- the audience -----------------------------------------------------------------------------------------------------


async def test_a_feed_of_the_file_is_for_every_tenant_in_the_order_they_subscribed(told):
    await told.subscribe(THERE)
    await told.subscribe(HERE, await told.company())
    assert [s.channel for s in await told.store.audience(GAZETTE.url, NOON)] == [THERE, HERE]
    assert await told.store.audience(GAZETTE.url, NOON - timedelta(seconds=1)) == []


async def test_a_tenants_feed_is_for_the_tenant_from_when_it_followed_it(told):
    await told.subscribe(THERE)
    await told.subscribe(HERE)
    own = Feed("https://interne.example/rss", "Interne", tenant="chat:2")
    await told.store.follow(own, told.later(hours=1))
    assert [s.channel for s in await told.store.audience(own.url, told.now)] == [THERE]
    assert await told.store.audience(own.url, NOON) == []
    assert await told.store.audience("https://unknown.example/", told.now) == []


@pytest.mark.parametrize("topics", [(), ("layoffs",), ("layoffs", "regulation")])
async def test_topics_come_back(told, topics):
    await told.subscribe(HERE, None, *topics)
    [subscription] = await told.store.audience(GAZETTE.url, NOON)
    assert subscription.topics == frozenset(topics)
