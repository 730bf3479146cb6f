"""The quick reader and feedparser give the same articles, field by field, or the quick one leaves it to feedparser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from time import process_time

import pytest
from fakes.documents import (
    AUTHORITY,
    BASED,
    BLOG,
    LETTERS_ROOT,
    NAMESPACES,
    SAID,
    URL,
    both,
    captioned,
    document,
    fields,
    left,
    one,
    same,
)
from fakes.feeds import Item, atom, rss
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from vigie.parse import quick, reference
from vigie.parse.document import prepared
from vigie.parse.markup import BLOCKS, UNREAD, words
from vigie.parse.reading import articles
from vigie.parse.refusal import NotAFeed

MONDAY = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)


# -- feeds as one meets them ------------------------------------------------------------------------------------------

PAPER = document(
    "<title>Le Quotidien - Économie</title><link>https://quotidien.example/</link><description/>"
    '<atom:link rel="hub" href="https://hub.example/"/><pubDate>Sun, 04 Jan 2026 23:59:59 GMT</pubDate><ttl>10</ttl>'
    "<skipHours><hour>2</hour><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays><copyright>©</copyright>",
    "".join(
        f"<item><title>Usine {n} : annoncé\u00a0: 12\u00a0% de moins</title>"
        f"<pubDate>Sun, 4 Jan 2026 0{n}:00:00 -0500</pubDate>"
        f"<description>Des emplois &lt;b&gt;supprimés&lt;/b&gt; à l&amp;eacute;tranger</description>"
        f'<guid isPermaLink="true">https://quotidien.example/{n}</guid><link>https://quotidien.example/{n}</link>'
        f'<media:content url="https://img.example/{n}.jpg" width="644" height="322"><media:credit>AFP</media:credit>'
        f'</media:content><enclosure url="https://img.example/{n}.jpg" length="0" type="image/jpeg"/></item>'
        for n in range(1, 9)
    ),
)

AGGREGATOR = document(
    "<generator>NFE/5.0</generator><title>« plan social » - Actualités</title>"
    "<link>https://nouvelles.example/search?q=plan+social&amp;hl=fr&amp;gl=FR&amp;ceid=FR:fr</link>"
    "<language>fr</language><webMaster>news@nouvelles.example</webMaster><copyright>2026</copyright>"
    "<lastBuildDate>Mon, 05 Jan 2026 08:30:00 GMT</lastBuildDate><description>Nouvelles</description>",
    "".join(
        f"<item><title>L&#39;usine {n} supprime {n}0 postes - Le Quotidien</title>"
        f"<link>https://nouvelles.example/rss/articles/CBMi{n}?oc=5</link>"
        f'<guid isPermaLink="false">CBMi{n}</guid><pubDate>Mon, 0{n} Jan 2026 08:30:00 GMT</pubDate>'
        f'<description>&lt;ol&gt;&lt;li&gt;&lt;a href="https://nouvelles.example/{n}" target="_blank"&gt;'
        f"L&amp;#39;usine {n}&lt;/a&gt;&amp;nbsp;&amp;nbsp;"
        f'&lt;font color="#6f6f6f"&gt;Le Quotidien&lt;/font&gt;&lt;/li&gt;&lt;/ol&gt;'
        f'</description><source url="https://quotidien.example">Le Quotidien</source></item>'
        for n in range(1, 9)
    ),
    'xmlns:media="http://search.yahoo.com/mrss/"',
)

COURT = document(
    "<title>Arrêts</title><link>https://cour.example/</link><description>Les derniers arrêts</description>",
    "".join(
        f"<item><title>Arrêt n° {n}, chambre sociale</title><link>https://cour.example/arret/{n}</link>"
        f"<description><![CDATA[Rejet du pourvoi n° 24-1{n}.000]]></description><dc:creator>Greffe</dc:creator>"
        f"<dc:date>2026-01-0{n}T00:00:00+01:00</dc:date><dc:subject>travail</dc:subject></item>"
        for n in range(1, 9)
    ),
)

AS_ONE_MEETS_THEM = {
    "blog (WordPress)": BLOG,
    "newspaper, with media": PAPER,
    "authority (Atom)": AUTHORITY,
    "aggregator (Google News)": AGGREGATOR,
    "court, dated by Dublin Core": COURT,
}


@pytest.mark.parametrize("body", AS_ONE_MEETS_THEM.values(), ids=AS_ONE_MEETS_THEM)
def test_feeds_as_one_meets_them_are_read_alike(body: bytes) -> None:
    found = same(body)
    assert len(found) == 8
    assert all(one.title and one.url and one.text and one.published for one in found)


def test_an_aggregator_names_the_outlet_in_the_title_and_the_text() -> None:
    first = same(AGGREGATOR)[0]
    assert (first.title, first.guid) == ("L'usine 1 supprime 10 postes - Le Quotidien", "CBMi1")
    assert first.text == "L'usine 1 Le Quotidien"


# -- and those that only feedparser is trusted with -------------------------------------------------------------------

REGULATOR = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xml:base="https://regulateur.example/" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Sanctions</title>'
    b"<link>https://regulateur.example/</link><description/><language>fr</language><item>"
    b"<title>Sanction</title><link>/fr/sanctions/1</link><description>&lt;p&gt;Amende de 2 M\xe2\x82\xac&lt;/p&gt;"
    b"</description><pubDate>Mon, 05 Jan 2026 09:30:00 +0100</pubDate><dc:creator>Service</dc:creator>"
    b'<guid isPermaLink="false">4512 at https://regulateur.example</guid></item></channel></rss>'
)
JOURNAL = (
    b'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">'
    b"<title>Journal</title><id>urn:j</id><updated>2026-01-05T08:30:00Z</updated><entry><title>Sanction</title>"
    b'<link href="https://j.example/1"/><id>urn:j:1</id><updated>2026-01-05T08:30:00Z</updated><content type="xhtml">'
    b'<div xmlns="http://www.w3.org/1999/xhtml"><p>Amende de <b>2 M\xe2\x82\xac</b></p></div></content></entry></feed>'
)
SOCIAL = (
    b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:webfeeds="http://webfeeds.org/rss/1.0" '
    b'xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Parquet</title><link>https://social.example/@p</link>'
    b"<description>-</description><webfeeds:icon>https://social.example/i.png</webfeeds:icon><language>fr</language>"
    b'<item><guid isPermaLink="true">https://social.example/@p/1</guid><link>https://social.example/@p/1</link>'
    b"<pubDate>Mon, 05 Jan 2026 08:30:00 +0000</pubDate><description>&lt;p&gt;Amende de 2 M\xe2\x82\xac&lt;/p&gt;"
    b'</description><media:content url="https://social.example/1.png" type="image/png" medium="image">'
    b'<media:rating scheme="urn:simple">nonadult</media:rating></media:content></item></channel></rss>'
)

LEFT = {
    "regulator (Drupal, xml:base)": (REGULATOR, "https://regulateur.example/fr/sanctions/1", "Sanction"),
    "official journal (Atom, XHTML)": (JOURNAL, "https://j.example/1", "Sanction"),
}


@pytest.mark.parametrize(("body", "url", "title"), LEFT.values(), ids=LEFT)
def test_feeds_of_authorities_that_are_left_to_feedparser_lose_nothing(body: bytes, url: str, title: str) -> None:
    assert left(body)
    [one] = articles(reference.read(prepared(body, None)), URL)
    assert (one.url, one.title, one.text, one.published) == (url, title, "Amende de 2 M€", MONDAY)


HOSTED = 'xmlns="com-wordpress:feed-additions:1"'
ADDED = {
    "regulator (Drupal, whole addresses)": BASED,
    "public account (Mastodon)": SOCIAL,
    "newspaper, with captions": captioned("Le siège, à Brive", before=SAID),
    "newspaper, captions first": captioned("<![CDATA[Le siège & la cour]]>", after=SAID),
    "blog on a host (WordPress)": document(
        f"<title>T</title><link>https://a.example</link><site {HOSTED}>12</site>",
        f"<item><title>A</title><link>https://a.example/1</link>{SAID}<post-id {HOSTED}>34</post-id></item>",
    ),
    "letter (Substack)": document(
        "<title><![CDATA[T]]></title><link>https://a.example</link><language><![CDATA[fr]]></language>"
        "<itunes:owner><itunes:email><![CDATA[a@a.example]]></itunes:email><itunes:name><![CDATA[Ana]]></itunes:name>"
        "</itunes:owner><itunes:author><![CDATA[Ana]]></itunes:author><googleplay:author>Ana</googleplay:author>",
        f"<item><title><![CDATA[A]]></title><link>https://a.example/1</link>{SAID}<dc:creator>Ana</dc:creator>"
        "<pubDate><![CDATA[Mon, 05 Jan 2026 08:30:00 GMT]]></pubDate></item>",
        LETTERS_ROOT,
    ),
    "journal (Medium)": one(
        f"<title>A</title>{SAID}<pubDate>Mon, 05 Jan 2026 08:30:00 GMT</pubDate>"
        "<atom:updated>2026-01-06T08:30:00.123Z</atom:updated>",
        NAMESPACES + ' xmlns:cc="http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html"',
    ),
    "newspaper (the address of media as it was)": one(
        f"<title>A</title>{SAID}<media:group><media:text type='html'>B</media:text><media:license>C</media:license>"
        "<media:restriction relationship='allow'>fr</media:restriction><media:title>D</media:title></media:group>",
        'xmlns:media="http://search.yahoo.com/mrss"',
    ),
    "guids as Python writes them": one(f'<title>A</title>{SAID}<guid isPermaLink="False">https://a.example/g</guid>'),
    "newspaper (.NET)": document(
        "<title>T</title><lastBuildDate>Mon, 05 Jan 2026 08:30:00 Z</lastBuildDate>",
        f"<item><title>A</title><link>https://a.example/1</link>{SAID}<pubDate>Mon, 05 Jan 2026 08:30:00 Z</pubDate>"
        "<a10:updated>2026-01-06T08:30:00Z</a10:updated></item>",
        'xmlns:a10="http://www.w3.org/2005/Atom"',
    ),
    "agency, with dates of changes (GlobeNewswire)": document(
        "<title>T</title>",
        f"<item><title>A</title><link>https://a.example/1</link>{SAID}<dc:keyword>usine</dc:keyword>"
        "<dc:modified>Tue, 06 Jan 2026 08:30 GMT</dc:modified><pubDate>Mon, 05 Jan 2026 08:30 GMT</pubDate></item>",
    ),
    "aggregator (Bing)": document(
        "<title>T</title>",
        f"<item><title>A</title><link>https://a.example/1</link>{SAID}<News:Source>Le Quotidien</News:Source></item>",
        'xmlns:News="https://nouvelles.example:443/search?q=plan&amp;format=rss"',
    ),
    "agency, with rights and languages": document(
        "<title>T</title><dc:language>fr</dc:language><dc:rights>©</dc:rights><cloud domain='a.example' port='80'/>",
        f"<item><title>A</title><link>https://a.example/1</link>{SAID}<dc:language>en</dc:language>"
        "<dc:rights>©</dc:rights><dc:identifier>1</dc:identifier><dc:publisher>A</dc:publisher></item>",
    ),
}


@pytest.mark.parametrize("body", ADDED.values(), ids=ADDED)
def test_what_feeds_add_beside_their_articles_changes_nothing(body: bytes) -> None:
    [found] = same(body)
    assert "deux millions" in found.text or "2 M€" in found.text


# -- generated --------------------------------------------------------------------------------------------------------

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t")
WORDS = st.sampled_from(
    [
        *("usine", "l'été", "œuvre", "12\u00a0%", "« plan »", "A&B", "<b>gras</b>", "<p>un</p>", "&eacute;", "&#8217;"),
        *("<br/>", "</div>", "annoncé\u00a0:", "Ã©", "&amp;", '<a href="https://x.example?a=1&b=2">lien</a>'),
        *("<img src=x>", "<!-- c -->", "5<6", "&lt;b&gt;", "\u200b", "]]>", "<script>x</script>"),
    ]
)
TEXT = st.lists(WORDS, max_size=12).map(" ".join) | st.text(LETTERS, max_size=40)
DATES = st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)).map(lambda one: one.replace(tzinfo=UTC, microsecond=0))
ITEMS = st.lists(
    st.builds(
        Item,
        title=TEXT,
        link=st.sampled_from(["https://a.example/1", "https://a.example/2?a=1&b=2", " /r ", "x y", "javascript:x", ""]),
        text=TEXT,
        guid=st.sampled_from(["", "1", "a&b", "https://a.example/1", "&amp;#38;", "2026-01-05", "2026"]) | TEXT,
        published=st.none() | DATES,
        content=TEXT,
        updated=st.none() | DATES,
    ),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(ITEMS, st.sampled_from([rss, atom]), TEXT, st.sampled_from(["fr", "fr-FR", "en_US", "", "Français"]))
def test_generated_feeds_are_read_alike(items: list[Item], build, title: str, language: str) -> None:
    try:
        found, expected = both(build(*items, title=title, language=escape(language)))
    except NotAFeed:
        assume(False)
    event("plain" if found is not None else "doubtful")
    assert found in (None, expected)


ELEMENTS = {
    "title": TEXT.map(escape) | TEXT.map("<![CDATA[{}]]>".format),
    "link": st.sampled_from(["https://a.example/1", "https://a.example/?a=1&amp;b=2", "", "<b/>"]),
    "description": TEXT.map(escape) | TEXT.map("<![CDATA[{}]]>".format) | TEXT,
    "content:encoded": TEXT.map(escape) | TEXT.map("<![CDATA[{}]]>".format),
    "guid": TEXT.map(escape),
    "pubDate": DATES.map(lambda one: one.strftime("%a, %d %b %Y %H:%M:%S GMT")) | st.just("demain"),
    "dc:date": DATES.map(lambda one: one.isoformat()) | st.just("2026-01-05"),
    "dc:creator": TEXT.map(escape),
    "category": TEXT.map(escape),
    "media:credit": TEXT.map(escape),
    "media:title": TEXT.map(escape),
    "media:content": TEXT.map(escape).map(
        "<media:title>{0}</media:title><media:description>{0}</media:description>".format
    ),
    "atom:updated": DATES.map(lambda one: one.isoformat()),
    "dc:language": st.sampled_from(["fr", "<![CDATA[en]]>", ""]),
    "post-id": st.just("12"),
    "source": TEXT.map(escape),
    "dc:title": TEXT.map(escape),
    "summary": TEXT.map(escape),
}
ELEMENT = st.sampled_from(sorted(ELEMENTS)).flatmap(lambda name: ELEMENTS[name].map(f"<{name}>{{}}</{name}>".format))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(ELEMENT, max_size=7).map("".join), min_size=1, max_size=3), st.booleans())
def test_items_of_any_elements_in_any_order_are_read_alike(items: list[str], linked: bool) -> None:
    tail = "<link>https://a.example/z</link>" if linked else ""
    found, expected = fields(document("<title>T</title>", "".join(f"<item>{inside}{tail}</item>" for inside in items)))
    event("plain" if found is not None else "doubtful")
    assert found in (None, expected)


SCRATCHES = ["\u00a0", "\u0092", " 0=''", "&#146;", "<link/>", "<guid/>", "///", " s:=''", "<![CDATA[a]]>", "\r"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([BLOG, PAPER, AUTHORITY, AGGREGATOR, COURT, *ADDED.values()]), st.data())
def test_a_feed_with_a_scratch_is_read_alike_or_left(body: bytes, data: st.DataObject) -> None:
    text = body.decode()
    at = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 30))
    piece = data.draw(
        st.sampled_from(["", "<", ">", "&", '"', "]]>", "<!--", "<p>", "</item>", "é", "xmlns=''", *SCRATCHES])
    )
    try:
        found, expected = both((text[:at] + piece + text[at + length :]).encode())
    except NotAFeed:
        assume(False)
    event("plain" if found is not None else "doubtful")
    assert found in (None, expected)


# -- markup without its tree ------------------------------------------------------------------------------------------


def by_tree(markup: str) -> str:
    tree = LexborHTMLParser(BLOCKS.sub("\n", markup))
    for node in tree.css(UNREAD):
        node.decompose()
    return tree.text()


TAGS = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", '<a href="x?a=1&b=2">', "<A HREF='>'>", "</a>", "<br/>", '<img alt="a < b">'),
        *("<img x=y />", "<span", "<i class>", "<table>", "<td>", "<script>", "</script>", "<!-- ", " -->", "<em\n>"),
        *("&eacute;", "&lt;b&gt;", "&#8217;", "&nbsp", "&copy", "&notit;", "<time datetime='2026'>", "mot ", "5 < 6 "),
        *("a > b", "\u00a0", "<u/>", "<s''>"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(TAGS, max_size=15).map("".join))
def test_markup_of_simple_tags_reads_the_same_without_its_tree(markup: str) -> None:
    assume("<" in markup)
    assert words(markup).split() == by_tree(markup).split()


@pytest.mark.parametrize("said", ["a [1] b", "a]", "]", "a]]", "]>", "[…]", "a ] b ]> c", ""])
def test_brackets_in_a_section_are_a_part_of_what_it_says(said: str) -> None:
    body = document("", f"<item><title><![CDATA[A {said}]]></title><link>https://a.example/1</link></item>")
    [one] = same(body)
    assert one.title == f"A {said}".strip()


@pytest.mark.parametrize(
    ("said", "is_known_tame"),
    [
        ("L’usine « à côté » – 10 €", True),
        ("L&#8217;usine", True),
        ("<![CDATA[<p>L&rsquo;usine&nbsp;: d&eacute;part</p>]]>", True),
        ("l&#173;usine", False),
        ("l\u00adusine", False),
        ("<![CDATA[l&#x200b;usine]]>", False),
        ("e\u0301vacuée", False),
        ("&#233;vacuée", False),
        ("fermÃ©e", False),
    ],
)
def test_a_feed_of_usual_letters_is_looked_at_once_and_not_text_by_text(said: str, is_known_tame: bool) -> None:
    body = document("", f"<item><title>{said}</title><link>https://a.example/1</link></item>")
    found = quick.read(prepared(body, None))
    assert found
    assert found.is_tame is is_known_tame
    same(body)


def test_the_quick_reader_takes_a_fraction_of_the_time() -> None:
    """A fifth at most is asked, for machines that are busy with something else; a ninth is usual."""
    items = [
        Item(f"Usine {n}", f"https://a.example/{n}", "<p>Un texte.</p>" * 40, f"g{n}", MONDAY - timedelta(hours=n))
        for n in range(25)
    ]
    text = prepared(rss(*items), None)
    assert cost(lambda: quick.read(text)) * 5 < cost(lambda: reference.read(text))


def cost(work) -> float:
    work()
    best = 1.0
    for _ in range(5):
        began = process_time()
        work()
        best = min(best, process_time() - began)
    return best
