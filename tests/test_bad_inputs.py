"""The bad inputs that a reader of other people's feeds must stand, by class and number, and the test that tries each.

A addresses, B spellings, C schemes and redirects, D bodies and headers, E statuses, F formats, G encodings, H entries.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator

import pytest

ADD, REDIRECT, DNS = (
    "http_addresses: an_internal_address_is_refused_and_never_reached",
    "http_addresses: a_redirect_to_an_internal_address_is_not_followed",
    "http_addresses: a_name_for_an_internal_address_is_refused",
)
NAME, NAME_BEHIND = (
    "http_addresses: a_name_of_the_machine_itself_is_refused_or_unknown",
    "http_addresses: a_redirect_to_a_name_of_the_machine_itself_is_not_followed",
)
ODD, ODD_BEHIND = (
    "http_addresses: an_odd_address_is_refused_in_words",
    "http_addresses: a_redirect_to_an_odd_address_is_not_followed",
)
READ = "http_answers: a_whole_answer_is_read_however_it_is_wrapped"
BROKEN = "http_answers: a_broken_answer_is_told_in_words_and_never_read"
STATUS = "http_answers: a_status_is_told_in_words"
SLOW = "http_answers: a_slow_answer_is_given_up_in_the_head_as_in_the_body"
RETRY = "http_answers: retry_after_is_read_within_bounds"
NO_FEED = "parse: what_is_no_feed_is_told_in_words"
UNTIDY = "parse: old_and_untidy_feeds_are_read"
HEAVY = "parser_pool: a_hostile_document_costs_its_time_and_no_more"
LABELS = "parse: accents_come_through_whatever_the_labels_say"
AGAIN = "store_feeds: an_entry_is_known_again"
LINK = "parse: a_link_is_absolute_and_of_the_web_or_absent"
DATE = "parse: a_date_is_aware_and_in_utc_or_absent"

ADDRESSES = (
    "127.0.0.1 127.127.127.127 :22 localhost LOCALHOST. ip6-localhost 0.0.0.0 0 0.0.0.1 10.0.0.1 172.16.0.1 "
    "172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 192.0.0.1 192.0.0.8 192.0.0.192 192.0.2.1 "
    "192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 [::1] [::] "
    "[0000::1] [::ffff:127.0.0.1] [::ffff:a9fe:a9fe] [::127.0.0.1] [::ffff:0:127.0.0.1] [64:ff9b::7f00:1] "
    "[64:ff9b:1::a9fe:a9fe] [2002:7f00:1::] [2001:0:7f00:1::1] [fe80::1%25lo] [fec0::1] [fc00::1] [fd00:ec2::254] "
    "[ff02::1] [::5efe:10.0.0.1] metadata.google.internal"
)
"""1 to 46: typed in, behind a redirect, and under a name (those that are no name themselves)."""

NAMES = {":22", "localhost", "LOCALHOST.", "ip6-localhost", "0", "[fe80::1%25lo]", "metadata.google.internal"}

SPELLINGS = [
    *("2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "127.0.0.01"),
    *("00000177.0.0.1", "2852039166", "0251.0376.0251.0376", "425.510.425.510", "１２７.０.０.１", "127。0。0。1"),
    *("127%2e0%2e0%2e1", "user:pass@127.0.0.1", "//good@127.0.0.1", "127.0.0.1%2f@good", ":80\\@127.2.2.2"),
    *("#\\@127.2.2.2", "127.0\t.0.1", "127.0\n.0.1", "\r\nHost", "http:127.0.0.1", "http:///127.0.0.1"),
]
"""47 to 71."""

SCHEMES = ["file:", "gopher:", "dict:", "ftp:", "ldap:", "jar:", "data:", "javascript:", "feed:http:"]
"""75 to 83."""

CASES: dict[int, tuple[str, ...]] = {
    **{
        number: (f"{NAME}[{known}]", f"{NAME_BEHIND}[{known}]")
        if known in NAMES
        else (f"{ADD}[{known}]", f"{REDIRECT}[{known}]", f"{DNS}[{known}]")
        for number, known in enumerate(ADDRESSES.split(), 1)
    },
    **{number: (f"{ODD}[{spelling}]",) for number, spelling in enumerate(SPELLINGS, 47)},
    72: (f"{ODD}[:0/]", f"{ODD}[:99999/]", f"{ODD}[:22/]", f"{ODD_BEHIND}[:6379/]"),
    73: (f"{ODD}[a.a.a.]", f"{ODD}[aaaaaaaa]"),
    74: ("http_addresses: punycode_that_means_nothing_is_unknown",),
    **{number: (f"{ODD}[{scheme}]", f"{ODD_BEHIND}[{scheme}]") for number, scheme in enumerate(SCHEMES, 75)},
    84: ("http_addresses: a_redirect_is_checked_like_an_address[file:]",),
    85: (f"{REDIRECT}[10.0.0.1]",),
    86: ("http_addresses: no_kind_of_redirect_leads_inside[307]",),
    87: ("http_addresses: a_redirect_to_itself_ends",),
    88: ("http_addresses: five_redirects_are_followed_and_not_six",),
    89: ("http_answers: a_good_certificate_is_trusted_and_https_never_leads_down_to_http",),
    90: (
        "addresses: a_name_that_turns_internal_after_a_first_visit_is_refused",
        "http_addresses: a_name_with_one_internal_address_among_public_ones_is_refused",
    ),
    91: (f"{BROKEN}[gzip bomb]", f"{BROKEN}[gzip bomb of 300 MB]"),
    92: (f"{BROKEN}[brotli, unasked]",),
    93: (f"{BROKEN}[zstd, unasked]",),
    94: (f"{READ}[gzip in gzip]", f"{NO_FEED}[gzip twice]"),
    95: (f"{BROKEN}[100,000 empty members]",),
    96: (f"{BROKEN}[bad gzip]",),
    97: (f"{BROKEN}[truncated gzip]",),
    98: (f"{READ}[deflate, raw]",),
    99: (f"{READ}[an encoding of its own]",),
    100: ("http_answers: an_endless_body_is_cut_at_the_limit",),
    101: (f"{BROKEN}[length too large]", f"{BROKEN}[length beyond the limit]"),
    102: (f"{BROKEN}[negative length]",),
    103: (f"{BROKEN}[body too short]",),
    104: (f"{BROKEN}[two lengths]",),
    105: (SLOW,),
    106: (SLOW,),
    107: (f"{BROKEN}[10 MB header]",),
    108: (f"{BROKEN}[200,000 headers]",),
    109: ("http_answers: a_hundred_interim_answers_are_passed_over_and_not_a_hundred_thousand",),
    110: (f"{BROKEN}[HTTP/0.9]",),
    111: ("http_answers: a_connection_reset_in_the_body_is_told_in_words",),
    112: (f"{BROKEN}[empty 200]",),
    113: (f"{BROKEN}[204]",),
    114: (f"{BROKEN}[206]",),
    115: (f"{BROKEN}[304 unasked]",),
    116: ("collect: an_etag_that_changes_each_time_does_not_make_an_old_document_new",),
    117: (f"{BROKEN}[10 KB ETag]",),
    118: ("http: the_validators_go_back_exactly_as_they_came",),
    119: ("http_answers: a_bad_certificate_is_told_in_words",),
    120: ("http_answers: a_handshake_that_never_ends_is_given_up",),
    121: (
        "http: an_address_said_for_good_on_every_hop_comes_with_the_page",
        "schedule: a_move_is_believed_after_five_good_visits_over_three_days",
    ),
    122: ("http_addresses: a_redirect_is_followed_and_the_last_address_kept[308]",),
    123: ("collect: a_move_to_a_web_page_is_a_failure_and_never_believed",),
    124: (
        "http: only_the_hops_before_a_passing_one_are_for_good",
        "schedule: a_move_that_changes_its_mind_starts_again",
    ),
    125: (f"{STATUS}[401]",),
    126: (f"{STATUS}[403]",),
    127: ("http_answers: a_challenge_for_humans_is_told_in_words",),
    128: (f"{STATUS}[404]",),
    129: (f"{STATUS}[410]", "schedule: gone_twice_a_day_apart_ends_the_visits_until_somebody_asks_again"),
    130: (f"{RETRY}[120]", "http: retry_after_is_for_all_feeds_of_the_host[429]"),
    131: (f"{RETRY}[Mon, 06 Jan 2025 14:00:00]",),
    132: (f"{RETRY}[-30]", f"{RETRY}[1000000000000]", f"{RETRY}[bientôt]"),
    133: (f"{STATUS}[500]",),
    134: (
        "http_answers: retry_after_comes_with_the_refusal[503]",
        "collect: a_host_that_wants_to_be_left_alone_is_so_after_a_restart_for_all_its_feeds",
    ),
    135: (f"{NO_FEED}[login page]",),
    136: (f"{STATUS}[451]",),
    137: (f"{NO_FEED}[billion laughs]",),
    138: (f"{NO_FEED}[quadratic entity]",),
    139: (f"{NO_FEED}[external entity, file]",),
    140: (f"{NO_FEED}[external entity, http]",),
    141: (f"{UNTIDY}[an external DTD]",),
    142: (f"{NO_FEED}[parameter entity]",),
    143: (f"{NO_FEED}[entity loop]",),
    144: (f"{UNTIDY}[undefined entities]",),
    145: (f"{UNTIDY}[rss 0.91 with its public DTD]",),
    146: (f"{UNTIDY}[a style sheet before the root]",),
    147: (f"{HEAVY}[a 9 MB attribute]", f"{BROKEN}[length beyond the limit]"),
    148: (f"{HEAVY}[a 9 MB comment]", "http_answers: an_endless_body_is_cut_at_the_limit"),
    149: (f"{HEAVY}[40,000 attributes]",),
    150: (f"{HEAVY}[10,000 namespaces]",),
    151: (f"{HEAVY}[200,000 nested elements]",),
    152: (f"{NO_FEED}[unclosed CDATA]",),
    153: (f"{NO_FEED}[truncated in a tag]", f"{NO_FEED}[truncated between tags]"),
    154: (f"{UNTIDY}[words before the prolog]",),
    155: (f"{UNTIDY}[two roots]",),
    156: (f"{NO_FEED}[empty]",),
    157: (f"{NO_FEED}[web page]",),
    158: (f"{NO_FEED}[web page with an item]",),
    159: (f"{NO_FEED}[JSON feed]",),
    160: (f"{NO_FEED}[CSV]",),
    161: (f"{NO_FEED}[PDF]",),
    162: ("parse: a_feed_without_entries_is_a_feed",),
    163: ("parse: of_a_giant_feed_the_newest_500_are_read", f"{HEAVY}[10,000 entries]"),
    164: (f"{HEAVY}[author of 80,000 letters]",),
    165: ("parse: a_hostile_document_is_read_without_harm[mail addresses]",),
    166: (f"{HEAVY}[80,000 comments opened]", f"{HEAVY}[80,000 raw comments opened]"),
    167: (f"{HEAVY}[20,000 categories]",),
    168: (f"{HEAVY}[200,000 signs]",),
    169: (f"{HEAVY}[50,000 enclosures]",),
    170: tuple(f"{UNTIDY}[{kind}]" for kind in ("rss 0.90", "rss 1.0", "atom 0.3", "cdf")),
    171: (LABELS,),
    172: (LABELS,),
    173: (LABELS,),
    174: (LABELS,),
    175: (LABELS,),
    176: (LABELS,),
    177: (LABELS, "parse: a_title_is_one_line_of_plain_text[&#146;]"),
    178: (LABELS,),
    179: (f"{NO_FEED}[UTF-7]", "parse: utf7_declared_by_the_server_is_refused_too"),
    180: (LABELS, "parse: the_document_knows_better_than_the_server"),
    181: (f"{UNTIDY}[impossible characters]", "store_values: text_that_no_database_takes_is_mended"),
    182: (f"{UNTIDY}[impossible characters]",),
    183: (f"{UNTIDY}[impossible characters]",),
    184: ("parse: a_title_is_one_line_of_plain_text[&amp;amp;amp;]",),
    185: ("store_values: without_guid_the_link_tells",),
    186: (
        "store_values: a_guid_that_a_document_repeats_is_no_identity",
        "parse: a_guid_that_identifies_nothing_is_dropped",
    ),
    187: (AGAIN, "collect: guids_and_links_that_all_change_at_once_are_no_news"),
    188: (
        AGAIN,
        "store_values: a_guid_is_compared_without_its_entities",
        "parse: a_guid_stays_as_it_was_written[&#38;]",
    ),
    189: ("parse: a_guid_stays_as_it_was_written[/relatif/1]", "parse: a_relative_atom_id_stays_relative"),
    190: ("parse: a_giant_guid_is_kept_by_its_hash",),
    191: ("store_values: without_guid_and_link_the_title_and_the_opening_tell",),
    192: (f"{LINK}[/a/b?x=1#y]", f"{LINK}[//a.example/1]"),
    193: (f"{LINK}[javascript:alert(1)]", f"{LINK}[java\tscript]"),
    194: (f"{LINK}[é à|b>c]",),
    195: ("parse: an_entry_with_neither_title_nor_link_is_left_out",),
    196: ("parse: fields_are_cut_to_what_can_be_kept",),
    197: (
        f"{DATE}[1970]",
        f"{DATE}[9999]",
        f"{DATE}[hier soir]",
        "store_values: a_moment_out_of_the_calendar_is_unknown",
    ),
    198: (AGAIN, "parse: the_date_of_an_update_serves_where_there_is_no_other"),
    199: ("store_visits: an_old_entry_that_slides_back_into_its_document_is_not_new",),
    200: ("store_visits: an_article_in_thirty_feeds_is_one_article",),
}
"""Number -> « module: test[a piece of the parameter] »."""


def parameters(test: object) -> Iterator[str]:
    """Whatever the parameters of a test are called, or are."""
    for mark in getattr(test, "pytestmark", ()):
        if mark.name == "parametrize":
            yield from map(str, mark.kwargs.get("ids") or ())
            for values in mark.args[1]:
                yield from map(str, values if isinstance(values, tuple) else (values,))


def is_in(piece: str, parameter: str) -> bool:
    return piece == parameter if len(piece) < 3 else piece in parameter


def test_every_number_has_its_case() -> None:
    assert sorted(CASES) == list(range(1, 201))


@pytest.mark.parametrize("number", CASES)
def test_a_case_is_tried_by_a_test_that_exists(number: int) -> None:
    for case in CASES[number]:
        module, _, rest = case.partition(": ")
        name, _, piece = rest.partition("[")
        found = [
            test
            for known, test in inspect.getmembers(importlib.import_module(f"test_{module}"), inspect.isfunction)
            if known.startswith(f"test_{name}")
        ]
        assert len(found) == 1, case
        assert not piece or any(is_in(piece.removesuffix("]"), one) for one in parameters(found[0])), case
