"""WebSub, the pure part: what a feed announces, what is asked of its hub, which of a hub's words are believed."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fakes.feeds import Item, atom, rss
from hypothesis import given
from hypothesis import strategies as st

from vigie import websub
from vigie.memory import Offer
from vigie.parse.announced import announced
from vigie.parse.wishes import wishes
from vigie.websub import Answer, Lease

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HUB, TOPIC, AT = "https://hub.example/", "https://gazette.example/rss", "https://gazette.example/rss?from=us"
OFFER = Offer((HUB,), TOPIC)


def a_lease(**fields: object) -> Lease:
    made = websub.fresh(OFFER, "https://vigie.example/websub", "p" * 43, "s3cr3te", NOON)
    return replace(made, **fields)


def an_active(**fields: object) -> Lease:
    return a_lease(until=NOON + timedelta(days=10), due_at=NOON + timedelta(days=8), **fields)


# -- discovery --------------------------------------------------------------------------------------------------------

LINKS = '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://gazette.example/rss"/>'

OTHER = Offer(("https://other.example/",), "https://gazette.example/b")


@pytest.mark.parametrize(
    ("head", "header", "offer"),
    [
        (LINKS, "", OFFER),
        (LINKS.replace("atom:", ""), "", OFFER),
        (LINKS.replace("atom:", "atom10:").replace('"', "'"), "", OFFER),
        ("", f'<{HUB}>; rel="hub", <{TOPIC}>; rel="self"', OFFER),
        ("", f'<{TOPIC}>;rel=self;type="a,b", <{HUB}>;title="x; rel=self";rel=hub', OFFER),
        ("", '</rss>; rel="self", <https://hub.example/>; rel="HUB nofollow"', OFFER),
        (LINKS, '<https://other.example/>; rel=hub, <https://gazette.example/b>; rel="self"', OTHER),
        (LINKS, '<https://other.example/>; rel="preload"', OFFER),
        ('<link rel="self" href="/rss"/>', "<https://hub.example/>; rel=hub", OFFER),
        (LINKS.replace("self", "alternate"), "", None),
        (LINKS.replace("hub", "next"), "", None),
        (LINKS.replace("https://hub.example/", "ftp://hub.example/"), "", None),
        (LINKS.replace("https://hub.example/", "https://hub.example/" + "a" * 1_000), "", None),
    ],
)
def test_a_feed_announces_its_hub_and_its_own_name_in_headers_first(
    head: str, header: str, offer: Offer | None
) -> None:
    assert announced(head, AT, header) == offer


def test_hubs_of_a_feed_are_few_and_each_is_kept_once() -> None:
    links = "".join(f"<link rel='hub' href='https://hub{n % 5}.example/'/>" for n in range(20))
    found = announced(links + "<link rel='self' href='/rss'/>", AT)
    assert found == Offer(tuple(f"https://hub{n}.example/" for n in range(3)), TOPIC)


def test_links_of_the_entries_announce_nothing() -> None:
    entry = f"<rss><channel><title>t</title><item><title>A</title>{LINKS}</item></channel></rss>"
    assert wishes(entry.encode(), AT).offer is None


def test_both_kinds_of_feeds_are_read_with_their_hub() -> None:
    head = f"<title>La Gazette</title>{LINKS}"
    assert wishes(rss(Item("A")).replace(b"<title>La Gazette</title>", head.encode()), AT).offer == OFFER
    of_atom = LINKS.replace("atom:", "")
    body = atom(Item("A")).replace(b"<title>Le Courrier</title>", of_atom.encode())
    assert wishes(body, AT).offer == OFFER


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_announces_something_or_nothing(head: str, header: str) -> None:
    announced(head, AT, header)


# -- asking -----------------------------------------------------------------------------------------------------------


def test_a_hub_is_asked_for_ten_days_with_a_secret_of_less_than_two_hundred_bytes() -> None:
    assert websub.form(a_lease()) == {
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.callback": "https://vigie.example/websub/" + "p" * 43,
        "hub.verify": "async",
        "hub.lease_seconds": "864000",
        "hub.secret": "s3cr3te",
    }


def test_the_end_of_a_lease_is_asked_for_without_the_secret() -> None:
    asked = websub.form(websub.ended(an_active(), NOON))
    assert asked["hub.mode"] == "unsubscribe"
    assert "hub.secret" not in asked


def test_neither_path_nor_secret_is_in_a_lease_that_is_printed() -> None:
    assert "pppp" not in repr(a_lease())
    assert "s3cr3te" not in repr(a_lease())


@pytest.mark.parametrize(
    ("hub", "asked"),
    [
        ("http://hub.example/", "https://hub.example/"),
        ("https://hub.example/a?b", "https://hub.example/a?b"),
        ("http://hub.example:8080/", "http://hub.example:8080/"),
    ],
)
def test_a_hub_is_spoken_to_over_https_whatever_the_feed_says(hub: str, asked: str) -> None:
    made = websub.fresh(Offer((hub,), TOPIC), "https://vigie.example", "p", "s", NOON)
    assert made.hub == asked
    assert websub.suits(made, Offer((hub,), TOPIC), "https://vigie.example")


def test_the_next_hub_of_a_feed_is_asked_after_a_failure() -> None:
    offer = Offer((HUB, "https://second.example/"), TOPIC)
    assert [websub.fresh(offer, "https://v.example", "p", "s", NOON, failures=n).hub for n in range(3)] == [
        HUB,
        "https://second.example/",
        HUB,
    ]


@pytest.mark.parametrize(
    ("offer", "address"),
    [
        (None, "https://vigie.example/websub"),
        (Offer((HUB,), "https://gazette.example/other"), "https://vigie.example/websub"),
        (Offer(("https://other.example/",), TOPIC), "https://vigie.example/websub"),
        (OFFER, "https://vigie.example/moved"),
    ],
)
def test_a_lease_of_another_hub_name_or_address_of_ours_no_longer_suits(offer: Offer | None, address: str) -> None:
    assert websub.suits(an_active(), OFFER, "https://vigie.example/websub")
    assert not websub.suits(an_active(), offer, address)


def test_failed_requests_are_repeated_more_and_more_seldom_up_to_a_day() -> None:
    lease, waits = a_lease(), []
    for _ in range(9):
        lease = websub.failed(websub.asked(lease, NOON), "non", NOON)
        waits.append((lease.due_at - NOON) / timedelta(minutes=15))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 96, 96]


def test_a_renewal_that_fails_is_repeated_before_the_lease_ends() -> None:
    lease = replace(an_active(failures=8), until=NOON + timedelta(hours=3))
    assert websub.failed(lease, "non", NOON).due_at == NOON + timedelta(hours=1)


# -- what a hub asks --------------------------------------------------------------------------------------------------


def asks(**query: str) -> dict[str, str]:
    given = {"mode": "subscribe", "topic": TOPIC, "challenge": "c4ll", "lease_seconds": "864000"} | query
    return {f"hub.{name}": value for name, value in given.items() if value}


def answered(lease: Lease, query: dict[str, str], chance: float = 0.0) -> tuple[str, Lease]:
    answer = websub.answer(lease, query, NOON, chance)
    assert answer is not None
    assert answer.lease is not None
    return answer.words, answer.lease


def test_what_we_asked_is_confirmed_with_the_hubs_own_words_and_renewed_before_its_end() -> None:
    pending = websub.asked(a_lease(), NOON)
    (words, early), (_, late) = (answered(pending, asks(), chance) for chance in (0.0, 1.0))
    assert words == "c4ll"
    assert early.is_active(NOON + timedelta(days=9))
    assert not early.is_active(NOON + timedelta(days=10))
    assert early.due_at == NOON + timedelta(days=7)
    assert late.due_at == NOON + timedelta(days=8.5)


@pytest.mark.parametrize(
    "query",
    [
        asks(topic="https://gazette.example/other"),
        asks(topic=""),
        asks(mode="unsubscribe"),
        asks(mode="publish"),
        asks(mode=""),
        asks(challenge=""),
        asks(challenge="c" * 501),
        asks(challenge="<script>\n"),
        asks(challenge="é"),
        asks(mode="denied", topic="https://gazette.example/other"),
        {},
    ],
)
def test_nothing_else_is_confirmed(query: dict[str, str]) -> None:
    assert websub.answer(websub.asked(a_lease(), NOON), query, NOON, 0.5) is None


def test_a_subscription_is_not_confirmed_once_its_end_is_asked_for() -> None:
    leaving = websub.asked(websub.ended(an_active(), NOON), NOON)
    assert websub.answer(leaving, asks(), NOON, 0.5) is None
    assert websub.answer(leaving, asks(mode="unsubscribe"), NOON, 0.5) == Answer("c4ll", None)


def test_a_topic_that_the_hub_decoded_is_the_same_topic() -> None:
    lease = a_lease(topic="https://gazette.example/%C3%A9co%7E")
    assert websub.answer(lease, asks(topic="https://gazette.example/éco~"), NOON, 0.5)


@pytest.mark.parametrize(
    ("stated", "length"),
    [
        ("60", timedelta(minutes=1)),
        ("", timedelta(days=10)),
        ("soon", timedelta(days=10)),
        ("-5", timedelta(days=10)),
        ("99999999", timedelta(days=60)),
        ("9" * 400, timedelta(days=10)),
        ("0", timedelta()),
    ],
)
def test_a_lease_lasts_as_long_as_the_hub_says_within_bounds(stated: str, length: timedelta) -> None:
    _, lease = answered(a_lease(), asks(lease_seconds=stated))
    assert lease.until == NOON + length
    assert lease.due_at >= NOON + timedelta(minutes=5)


def test_a_hub_that_denies_is_left_alone_for_a_month_and_what_it_says_is_kept_clean() -> None:
    words, lease = answered(an_active(), asks(mode="denied", reason="too\nmany\x1b[31m \u202e" + "x" * 999))
    assert words == ""
    assert not lease.is_active(NOON)
    assert lease.due_at == NOON + timedelta(days=30)
    assert lease.trouble.startswith("too many [31m x")
    assert len(lease.trouble) == 200


# -- pushes -----------------------------------------------------------------------------------------------------------

BODY = rss(Item("A"))


def sign(method: str, secret: str = "s3cr3te", body: bytes = BODY) -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_push_signed_with_our_secret_is_believed(method: str) -> None:
    assert websub.signature(an_active(), BODY, [sign(method)]) == method
    assert websub.signature(an_active(), BODY, [sign(method).upper()]) == method


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [""],
        [sign("sha256", "another")],
        [sign("sha256", body=BODY + b" ")],
        [sign("sha256")[:-2]],
        ["sha256="],
        ["sha256=é"],
        ["md5=" + hashlib.md5(BODY).hexdigest()],
        [sign("sha256").partition("=")[2]],
        [sign("sha1"), sign("sha256", "another")],
    ],
)
def test_a_push_that_is_not_signed_so_is_ignored(headers: list[str]) -> None:
    assert websub.signature(an_active(), BODY, headers) is None


def test_sha1_is_refused_from_a_hub_that_gave_better() -> None:
    assert websub.signature(an_active(method="sha256"), BODY, [sign("sha1")]) is None
    assert websub.signature(an_active(method="sha1"), BODY, [sign("sha1")]) == "sha1"
    assert websub.signature(an_active(method="sha512"), BODY, [sign("sha256"), sign("sha1")]) == "sha256"


def test_polls_become_rare_once_a_push_brought_news_and_usual_again_when_a_poll_finds_what_none_brought() -> None:
    verified = an_active()
    assert not verified.carries(NOON)
    trusted = websub.pushed(verified, NOON)
    assert trusted.carries(NOON)
    missed = websub.polled(trusted)
    assert not missed.carries(NOON)
    assert websub.pushed(missed, NOON).carries(NOON)


def test_a_lease_that_is_over_or_being_ended_carries_nothing() -> None:
    trusted = websub.pushed(an_active(), NOON)
    assert not trusted.carries(NOON + timedelta(days=11))
    assert not websub.ended(trusted, NOON).carries(NOON)


def test_a_feed_whose_pushes_arrive_is_read_every_three_hours_or_as_seldom_as_it_wants() -> None:
    soon, tomorrow = NOON + timedelta(minutes=5), NOON + timedelta(days=1)
    assert timedelta(hours=2.5) < websub.spared(soon, NOON, 1.0) - NOON <= timedelta(hours=3)
    assert websub.spared(soon, NOON, 0.0) == NOON + timedelta(hours=3)
    assert websub.spared(tomorrow, NOON, 0.0) == tomorrow
