"""The kinds of feeds that are written by few programs, read quickly as feedparser reads them, field by field."""

from __future__ import annotations

import inspect
import re
from itertools import permutations
from time import process_time

import feedparser
import feedparser.mixin
import pytest
from fakes.documents import document, fields, left, same
from fakes.kinds import ALERTS, BANK, ITUNES, KINDS, SITE, feed
from feedparser.util import FeedParserDict
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from vigie.parse import grammar, outline, quick
from vigie.parse.document import prepared
from vigie.parse.refusal import NotAFeed


@pytest.mark.parametrize(("body", "url"), KINDS.values(), ids=KINDS)
def test_each_kind_is_read_quickly_and_as_feedparser_does(body: bytes, url: str) -> None:
    found = same(body)
    quickly, expected = fields(body)
    assert quickly == expected
    assert len(found) == 3
    assert url in {one.url for one in found}
    assert all(one.title and one.guid and one.published and "0 postes" in one.text for one in found)


DATES = [
    *(
        f"{day}5 Jan 2026 08:30{seconds} {zone}"
        for day in ("", "Mon, ", "Mon, 0", "Tue, ")
        for seconds in ("", ":07")
        for zone in ("GMT", "UT", "UTC", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "+0000", "-0330")
    ),
    *(
        f"2026-01-05{time}"
        for time in ("", "T08:30Z", "T08:30+01:00", "T08:30", "T08:30:07", "T08:30:07.25", "T08:30:07.123456Z")
    ),
]


@pytest.mark.parametrize("name", ["pubDate", "dc:date"])
def test_dates_in_the_ways_of_the_book_are_the_same(name: str) -> None:
    items = "".join(
        f"<item><link>https://a.example/{n}</link><{name}>{date}</{name}></item>" for n, date in enumerate(DATES)
    )
    quickly, expected = fields(document("", items))
    assert quickly is not None
    assert quickly == expected
    assert all(one[-1] for one in expected[0])


# -- what stands beside the texts -------------------------------------------------------------------------------------

BESIDE = {
    "description": "<description>{}</description>",
    "content": "<content:encoded><![CDATA[{}]]></content:encoded>",
    "summary": "<itunes:summary>{}</itunes:summary>",
    "caption": "<media:description>{}</media:description>",
    "deep": "<media:group><media:content url='x'><media:description type='plain'>{}</media:description></media:content>"
    "</media:group>",
}
HEADS = {
    "one text": "<description>Le podcast</description>",
    "two texts": "<itunes:summary>Le podcast</itunes:summary><description>Le podcast</description>",
    "two texts, the other way": "<description>Le podcast</description><itunes:summary>Le podcast</itunes:summary>",
    "two summaries": "<itunes:summary>Le podcast</itunes:summary><itunes:summary>Le podcast</itunes:summary>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("longest", BESIDE)
def test_of_several_texts_the_same_one_is_kept_whatever_their_order(longest: str, head: str) -> None:
    items = [
        "<item><link>https://a.example/1</link>"
        + "".join(
            BESIDE[name].format(f"{name} & {name}".replace(" & ", " et ") * (3 if name == longest else 1))
            for name in order
        )
        + "</item>"
        for size in (2, 3, 4)
        for order in permutations(BESIDE, size)
    ]
    for start in range(0, len(items), 40):  # the first of a feed is another case than those that follow
        quickly, expected = fields(document(head, "".join(items[start : start + 40]), ITUNES))
        assert quickly is not None
        assert quickly == expected


def test_a_blank_text_beside_its_summary_counts_as_one() -> None:
    for text in ("<description/>", "<description> </description>", "<description><![CDATA[ ]]></description>"):
        for beside in ("<itunes:summary>Un texte</itunes:summary>", "<itunes:summary/>"):
            for inside in (text + beside, beside + text):
                body = document("", f"<item><link>https://a.example/1</link>{inside}</item>", ITUNES)
                quickly, expected = fields(body)
                assert quickly == expected


WORDS = {
    "references": "L&#39;usine &amp; l&apos;atelier &quot;nord&quot; &lt;b&gt; &#233; &#x1F600; &amp;amp;",
    "sections": "a <![CDATA[b & <c> &amp;]]> d<![CDATA[ ]]>e",
    "sections side by side": "<![CDATA[Une & ]]><![CDATA[deux]]>",
    "line ends": "a\r\nb\rc&#13;d<![CDATA[e\r\nf & g]]>",
    "spaces": "\n  a \u00a0 b\u00a0 ",
    "UTF-8 taken for Latin-1": "L'\u00c3\u00a9t\u00c3\u00a9",
    "UTF-8 taken for Latin-1, in pieces": "L'\u00c3<![CDATA[\u00a9]]>t&#xC3;&#xA9;",
    "characters that no page may have": "a&#127;b&#xfdd0;c",
    "no word": "<![CDATA[]]>",
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_words_that_stand_beside_are_decoded_as_an_xml_reader_does(words: str) -> None:
    inside = f"<itunes:title>{words}</itunes:title><title>{words}</title><itunes:summary>{words}</itunes:summary>"
    origin = f"<feedburner:origLink>https://a.example/{words}</feedburner:origLink>"
    quickly, expected = fields(document("", f"<item><link>https://a.example/1</link>{inside}{origin}</item>", ITUNES))
    assert quickly == expected


def test_an_episode_without_a_page_has_its_guid_for_one_where_that_is_an_address() -> None:
    for guid in ("<guid>https://a.example/g</guid>", '<guid isPermaLink="true">https://a.example/g</guid>'):
        [found] = same(document("", f"<item><title>A</title>{guid}</item>"))
        assert found.url == "https://a.example/g"
    [found] = same(document("", '<item><title>A</title><guid isPermaLink="false">https://a.example/g</guid></item>'))
    assert found.url == ""
    [found] = same(feed("<title>T</title>", "<entry><title>A</title><id>https://a.example/g</id></entry>"))
    assert found.url == "https://a.example/g"


# -- and what is too odd in them --------------------------------------------------------------------------------------


def item(inside: str, root: str = ITUNES) -> bytes:
    return document("<title>T</title>", f"<item><link>https://a.example/1</link>{inside}</item>", root)


ODD = {
    "a title that would be taken for the item's": item("<acast:title>B</acast:title><title>A</title>"),
    "a date that would be taken for the item's": item("<acast:updated>2026-01-05</acast:updated>"),
    "a known name under an unknown prefix": item(
        "<x:title>B</x:title>", f'{ITUNES} xmlns:x="http://purl.org/DC/elements/1.1/"'
    ),
    "a prefix that makes one of feedparser's names": item(
        "<published:parsed>B</published:parsed>", f'{ITUNES} xmlns:published="urn:p"'
    ),
    "a known prefix in capitals": item("<Media:title>B</Media:title>", f'{ITUNES} xmlns:Media="urn:m"'),
    "a prefix with two meanings": item('<acast:a xmlns:acast="http://purl.org/dc/elements/1.1/">B</acast:a>'),
    "a prefix of one element only": item('<y:a xmlns:y="urn:y">B</y:a><y:b>C</y:b>'),
    "an element in what is put aside": item("<acast:a><title>B</title></acast:a>"),
    "what is put aside in a text": item("<title><acast:a>B</acast:a></title>"),
    "a base in what is put aside": item('<acast:a base="https://b.example/">B</acast:a><guid>g</guid>'),
    "a base under a prefix": item('<acast:a podcast:base="https://b.example/">B</acast:a><guid>g</guid>'),
    "a name with two prefixes": item("<acast:a:b>B</acast:a:b>"),
    "a prefix of no name": item("<acast:>B</acast:>"),
    "a name that begins with a digit": item("<acast:1>B</acast:1>"),
    "an attribute that begins with a digit": item('<acast:a podcast:1="b">B</acast:a>'),
    "one attribute under two prefixes": item(
        '<acast:a x:b="1" y:b="2">B</acast:a>', f'{ITUNES} xmlns:x="u" xmlns:y="u"'
    ),
    "one attribute of the root under two prefixes": item("", f'{ITUNES} xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"'),
    "a blank section, and a root with a sign in a word": item(
        "<itunes:summary>a<![CDATA[ ]]>b</itunes:summary>", f'a=">" {ITUNES}'
    ),
    "a caption of a type": item('<media:description type="application/xml">PHA+</media:description>'),
    "a summary of a kind": item('<itunes:summary mode="base64">PHA+</itunes:summary>'),
    "an original address with a language": item(
        '<feedburner:origLink xml:lang="fr">https://b.example</feedburner:origLink>'
    ),
    "two original addresses": item(
        "<feedburner:origLink>x</feedburner:origLink><feedburner:origLink>y</feedburner:origLink>"
    ),
    "a link of Atom before the item's": document(
        "", '<item><atom:link rel="self" href="https://b.example"/><link>https://a.example/1</link></item>'
    ),
    "a title beside, directly": item("<media:title>B</media:title>"),
    "a section under a prefix of its own": item(
        '<media:description xmlns:media="http://search.yahoo.com/mrss/"><![CDATA[<p>B</p>]]></media:description>',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ),
    "an id that a base completes": SITE.replace(b"<id>https://site.example/1<", b"<id>1<"),
    "RDF of no kind": BANK.replace(b'http://purl.org/rss/1.0/"', b'http://my.netscape.com/rdf/simple/0.9/"'),
    "RDF with guids": BANK.replace(b"<dc:creator>", b"<guid>1</guid><dc:creator>"),
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_what_is_odd_in_them_is_left_to_feedparser(body: bytes) -> None:
    assert left(body)


ALIKE = {
    "an item of RDF without its address": BANK.replace(b' rdf:about="https://banque.example/1"', b""),
    "an item of RDF with an address that is none": BANK.replace(b'"https://banque.example/1">', b'"">', 1),
    "a language of RDF's root": BANK.replace(b"<rdf:RDF ", b'<rdf:RDF xml:lang="de" ').replace(
        b"<dc:language>fr", b"<dc:language>"
    ),
    "a garbled address of RDF": BANK.replace(b'"https://banque.example/1">', '"\u00c3\u00a9">'.encode(), 1),
    "no id of a feed": ALERTS.replace(b"<id>tag:alertes.example,2005:reader/1</id>", b""),
    "an entry whose guid is the feed's id": ALERTS.replace(b"2013:feed:1<", b"2005:reader/1<"),
    "a second meaning of a prefix that feedparser knows": item(
        "<dc:date>2026-01-05</dc:date>", f'{ITUNES} xmlns:x="http://purl.org/rss/1.0/modules/event/"'
    ),
    "elements in what is put aside": item(
        "<acast:a>B<acast:b c='d'/><podcast:c>C</podcast:c></acast:a><title>A</title>"
    ),
}


@pytest.mark.parametrize("body", ALIKE.values(), ids=ALIKE)
def test_what_is_less_odd_in_them_is_read_alike(body: bytes) -> None:
    quickly, expected = fields(body)
    assert quickly is not None
    assert quickly == expected


# -- generated --------------------------------------------------------------------------------------------------------

PIECES = [
    *(
        "<title>B</title>",
        "<itunes:title>B</itunes:title>",
        "<itunes:summary>B</itunes:summary>",
        "<acast:a>B</acast:a>",
    ),
    *("<media:description>B</media:description>", "<media:group><media:title>B</media:title></media:group>"),
    *('<link rel="self" href="/b"/>', '<link href="/b"/>', "<guid>b</guid>", "<id>b</id>", "<dc:title>B</dc:title>"),
    *(
        '<atom:link rel="self" href="/b"/>',
        "<feedburner:origLink>/b</feedburner:origLink>",
        "<updated>2026-01-05</updated>",
    ),
    *("<dc:date>2026-01-05T08:30Z</dc:date>", "<pubDate>05 Jan 2026 08:30:00 EST</pubDate>", "<content:encoded/>"),
    *(
        ' xml:lang="de"',
        ' xml:base="https://b.example/"',
        ' type="html"',
        ' rel="alternate"',
        ' base="/b"',
        ' HREF="/b"',
    ),
    *(
        ' xmlns:acast="urn:b"',
        ' rdf:about="b"',
        ' gd:etag="b"',
        "<![CDATA[<b>]]>",
        "&amp;lt;",
        "\r\n",
        "<!-- b -->",
        "",
    ),
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([body for body, _ in KINDS.values()]), st.data())
def test_a_feed_of_any_kind_with_a_piece_too_many_is_read_alike_or_left(body: bytes, data: st.DataObject) -> None:
    text = body.decode()
    for _ in range(data.draw(st.integers(1, 2))):
        places = [found.start() for found in re.finditer(r"<|>|(?<=\w)(?=>)", text)]
        at = data.draw(st.sampled_from(places)) + data.draw(st.sampled_from([0, 0, 0, 1]))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at:]
    try:
        quickly, expected = fields(text.encode())
    except NotAFeed:
        assume(False)
    event("plain" if quickly is not None else "doubtful")
    assert quickly in (None, expected)


# -- feedparser's own tables ------------------------------------------------------------------------------------------

MIXIN = feedparser.mixin._FeedParserMixin


def test_every_address_that_feedparser_knows_is_known() -> None:
    assert {address.lower() for address in MIXIN.namespaces if address} <= grammar.KNOWN


def test_no_prefix_that_is_put_aside_makes_one_of_feedparsers_names() -> None:
    methods = {found[1] for name in dir(MIXIN) if (found := re.match(r"_(?:start|end)_([A-Za-z]+)_", name))}
    aliases = {key.partition("_")[0] for key in FeedParserDict.keymap}
    prefixes = {name.lower() for name in MIXIN.namespaces.values() if name and hasattr(MIXIN, f"_start_{name}")}
    written = set(re.findall(r"""["']([a-z]+)_[a-z_]+["']""", "".join(map(inspect.getsource, MIXIN.__mro__[:-1]))))
    assert {name.lower() for name in methods | aliases | prefixes | written} - NOT_KEYS <= grammar.TAKEN


NOT_KEYS = frozenset({"items", "channel"})
"""Names by which feedparser's results may be asked for; nothing is kept under them."""


def test_a_plain_document_is_read_without_a_doubt_of_ours_that_is_a_flaw() -> None:
    """Whatever stops the quick reader leaves the document to feedparser: a flaw of its own would too, unseen."""
    for body, _ in KINDS.values():
        document = prepared(body, None)
        start = outline.PROLOG.match(document)
        assert start is not None
        assert outline.outlined(document[start.end() :]).entries


@pytest.mark.parametrize(
    "many", ["<item><acast:a{n}>b</acast:a{n}></item>", "<item><guid>https://a.example/{n}</guid></item>"]
)
def test_many_elements_of_one_kind_cost_no_more_each(many: str) -> None:
    """Ten times as many take some ten times as long."""
    small, large = (
        prepared(document("", "".join(many.replace("{n}", str(n)) for n in range(count)), ITUNES), None)
        for count in (1_000, 10_000)
    )
    assert time_of(large) < 40 * time_of(small)


def time_of(text: str) -> float:
    best = 60.0
    for _ in range(3):
        began = process_time()
        quick.read(text)
        best = min(best, process_time() - began)
    return best
