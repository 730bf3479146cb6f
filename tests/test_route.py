"""Who asked for an event."""

from datetime import UTC, datetime, timedelta

import pytest

from vigie.model import (
    LAYOFFS,
    REGULATION,
    Article,
    Channel,
    Company,
    Entry,
    Event,
    Feed,
    LayoffFacts,
    Role,
    Sensitivity,
    Subscription,
)
from vigie.route import route

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MORVAN = Company(1, "Ateliers Morvan")
PONANT = Company(2, "Brasseries du Ponant")
OURS = Company(3, "Morvan Conseil", tenant="slack:T1")
HERE = Channel("discord", "discord:1", "10")
THERE = Channel("slack", "slack:T1", "C1")


def entry(first_seen=NOON):
    return Entry(1, 1, Article("https://a.example/1", "Titre"), Feed("https://a.example", "A"), first_seen, False)


def told(audience, company=MORVAN, topic=LAYOFFS):
    return route(Event(company, topic, Role.SUBJECT, None, LayoffFacts(), (), 1.0), entry(), audience)


def test_a_channel_that_watches_the_company_is_told():
    assert told([Subscription(HERE, MORVAN)]) == [HERE]
    assert told([Subscription(HERE, PONANT)]) == []


def test_a_channel_that_watches_every_company_is_told():
    assert told([Subscription(HERE, None)]) == [HERE]


def test_a_channel_that_asked_twice_is_told_once_and_the_order_is_that_of_subscribing():
    assert told([Subscription(THERE, MORVAN), Subscription(HERE, MORVAN), Subscription(THERE, None)]) == [THERE, HERE]


@pytest.mark.parametrize(("topics", "expected"), [(set(), [HERE]), ({LAYOFFS}, [HERE]), ({REGULATION}, [])])
def test_only_the_topics_asked_for_are_told(topics, expected):
    assert told([Subscription(HERE, MORVAN, frozenset(topics))]) == expected


def test_a_tenants_company_concerns_that_tenant_alone():
    assert told([Subscription(HERE, None), Subscription(THERE, None)], company=OURS) == [THERE]


def test_what_was_seen_before_the_channel_subscribed_is_no_news_to_it():
    late = Subscription(HERE, MORVAN, created_at=NOON + timedelta(seconds=1))
    on_time = Subscription(THERE, MORVAN, created_at=NOON)
    assert told([late, on_time]) == [THERE]


@pytest.mark.parametrize(
    ("asked", "measured", "role", "is_told"),
    [
        (Sensitivity.STRICT, Sensitivity.STRICT, Role.SUBJECT, True),
        (Sensitivity.STRICT, Sensitivity.NORMAL, Role.SUBJECT, False),
        (Sensitivity.STRICT, None, Role.SUBJECT, False),
        (Sensitivity.NORMAL, Sensitivity.STRICT, Role.SUBJECT, True),
        (Sensitivity.NORMAL, Sensitivity.NORMAL, Role.SUBJECT, True),
        (Sensitivity.NORMAL, None, Role.SUBJECT, True),
        (Sensitivity.WIDE, Sensitivity.NORMAL, Role.SUBJECT, True),
        (Sensitivity.WIDE, Sensitivity.WIDE, Role.MENTION, False),
        (None, None, Role.SUBJECT, True),
    ],
)
def test_a_channel_is_told_what_its_sensitivity_hears_and_never_a_mention(asked, measured, role, is_told):
    event = Event(MORVAN, LAYOFFS, role, None, LayoffFacts(), (), 0.9, measured)
    assert route(event, entry(), [Subscription(HERE, None, sensitivity=asked)]) == ([HERE] if is_told else [])
