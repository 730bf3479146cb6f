"""The quick reader and feedparser give the same articles, field by field, or the quick one leaves it to feedparser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from time import process_time

import pytest
from fakes.feeds import Item, atom, rss
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from vigie.model import Article
from vigie.parse import quick, reference
from vigie.parse.document import prepared
from vigie.parse.entries import longest
from vigie.parse.markup import BLOCKS, UNREAD, is_tame, words
from vigie.parse.reading import articles
from vigie.parse.refusal import NotAFeed

URL = "https://gazette.example/flux/rss.xml"
MONDAY = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)


def both(body: bytes) -> tuple[list[Article] | None, list[Article]]:
    """What the quick reader makes of it (None: it leaves it), and what feedparser does."""
    document = prepared(body, None)
    found = quick.read(document)
    if found and found.is_tame:
        assert all(is_tame(text) for one in found.entries for text in (one["title"], longest(one)))
    return articles(found, URL) if found else None, articles(reference.read(document), URL)


def same(body: bytes) -> list[Article]:
    found, expected = both(body)
    assert found is not None
    assert found == expected
    return found


def left(body: bytes) -> bool:
    return quick.read(prepared(body, None)) is None


# -- feeds as one meets them ------------------------------------------------------------------------------------------

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)


def document(head: str, items: str, root: str = NAMESPACES) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"\n\t{root}>\n<channel>\n{head}\n{items}\n'
        "</channel>\n</rss>\n"
    ).encode()


BLOG = document(
    """<title>Le blog des ateliers</title>
    <atom:link href="https://blog.example/feed/" rel="self" type="application/rss+xml" />
    <link>https://blog.example</link>
    <description>La vie des ateliers &#38; des gens</description>
    <lastBuildDate>Mon, 05 Jan 2026 08:30:00 +0000</lastBuildDate>
    <language>fr-FR</language>
    <sy:updatePeriod>\n hourly </sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>
    <generator>https://wordpress.org/?v=6.5</generator>
    <image><url>https://blog.example/i.png</url><title>Le blog</title><link>https://blog.example</link>
    <width>32</width><height>32</height></image>""",
    """<item>
    <title>L&#8217;atelier d&rsquo;Orsay</title>
    </item>""".replace("&rsquo;", "’")
    + "".join(
        f"""<item>
        <title><![CDATA[Chantier n° {n} : « l'îlot » & la suite]]></title>
        <link>https://blog.example/{n}/?utm=1&amp;x={n}</link>
        <comments>https://blog.example/{n}/#comments</comments>
        <dc:creator><![CDATA[Ana]]></dc:creator>
        <pubDate>Mon, {n:02} Jan 2026 08:30:00 +0100</pubDate>
        <category><![CDATA[Économie]]></category><category>Emploi</category>
        <guid isPermaLink="false">https://blog.example/?p={n}</guid>
        <description><![CDATA[<p>Un résumé&nbsp;: l&#8217;usine&#8230;</p> <p>Lire <a href="https://x.example">ici</a></p>]]></description>
        <content:encoded><![CDATA[<h2>Titre</h2><ul><li>Un</li><li>Deux &amp; trois</li></ul><!-- caché -->
        <p>{"Texte. " * n}</p><script>let x = "<p>";</script>]]></content:encoded>
        <wfw:commentRss>https://blog.example/{n}/feed/</wfw:commentRss>
        <slash:comments>{n}</slash:comments>
        </item>"""
        for n in range(1, 9)
    ),
).replace(b"<item>\n    <title>L&#8217;atelier d\xe2\x80\x99Orsay</title>\n    </item>", b"")

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

AUTHORITY = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!-- made by hand -->\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr-FR"><title type="text">Décisions</title>'
    '<subtitle type="html">&lt;b&gt;Toutes&lt;/b&gt;</subtitle><link rel="self" href="https://autorite.example/atom"/>'
    '<link href="https://autorite.example/"/><id>tag:autorite.example,2026:1</id>'
    "<updated>2026-01-05T08:30:00+01:00</updated><author><name>L'autorité</name></author>"
    + "".join(
        f'<entry><title type="html">Décision &lt;i&gt;{n}&lt;/i&gt; &amp;amp; suite</title>'
        f'<link rel="alternate" type="text/html" href="https://autorite.example/d?id={n}&amp;l=fr"/>'
        f'<link rel="enclosure" href="https://autorite.example/{n}.pdf"/><id>tag:autorite.example,2026:{n}0</id>'
        f"<published>2026-01-0{n}T23:30:00.25+01:00</published><updated>2026-01-0{n}T08:30:00Z</updated>"
        f'<summary type="html">&lt;p&gt;Une amende de {n} M€&lt;/p&gt;</summary><author><name>X</name></author>'
        f'<content type="html"><![CDATA[<div><p>Le texte {n}</p></div>]]></content><category term="sanction"/></entry>'
        for n in range(1, 9)
    )
    + "</feed>"
).encode()


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
BANK = (
    b'<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://b.example/">'
    b"<title>Banque</title><link>https://b.example/</link><dc:language>fr</dc:language></channel>"
    b'<item rdf:about="https://b.example/1"><title>Sanction</title><link>https://b.example/1</link>'
    b"<description>Amende de 2 M\xe2\x82\xac</description><dc:date>2026-01-05T08:30:00Z</dc:date></item></rdf:RDF>"
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
    "central bank (RDF)": (BANK, "https://b.example/1", "Sanction"),
    "official journal (Atom, XHTML)": (JOURNAL, "https://j.example/1", "Sanction"),
}


@pytest.mark.parametrize(("body", "url", "title"), LEFT.values(), ids=LEFT)
def test_feeds_of_authorities_that_are_left_to_feedparser_lose_nothing(body: bytes, url: str, title: str) -> None:
    assert left(body)
    [one] = articles(reference.read(prepared(body, None)), URL)
    assert (one.url, one.title, one.text, one.published) == (url, title, "Amende de 2 M€", MONDAY)


def one(inside: str, root: str = NAMESPACES) -> bytes:
    link = "<link>https://a.example/1</link>" if "<link" not in inside else ""
    return document("<title>T</title>", f"<item>{link}{inside}</item>", root)


def captioned(caption: str, before: str = "", after: str = "") -> bytes:
    """A newspaper's item, with what stands beside its picture."""
    return one(
        f'<title>A</title>{before}<media:content url="https://i.example/1.jpg"><media:title>Photo</media:title>'
        f'<media:description type="plain">{caption}</media:description><media:credit>AFP</media:credit></media:content>'
        f"{after}"
    )


SAID = "<description>Une amende de deux millions d'euros.</description>"
HOSTED = 'xmlns="com-wordpress:feed-additions:1"'
LETTERS_ROOT = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:googleplay="http://www.google.com/schemas/play-podcasts/1.0"'
)
BASED = (
    f'<rss version="2.0" xml:base="https://a.example/fr" {LETTERS_ROOT}><channel><title>T</title>'
    "<link>https://a.example/fr</link><description/><item><title>A</title><link>https://a.example/fr/1?a=1&amp;b=2</link>"
    f'{SAID}<guid isPermaLink="false">12 at https://a.example</guid></item></channel></rss>'
).encode()
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
        "<atom:updated>2026-01-06T08:30:00.123Z</atom:updated>"
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


ALIKE = {
    "spaces around all": one("<title>\n  Usine\n de Brive </title><guid>\n g1\n</guid>"),
    "an empty title": one("<title></title><description>Texte</description>"),
    "an empty title, short": one("<title/><description/>"),
    "UTF-8 taken for Latin-1": one("<title>L'\u00c3\u00a9t\u00c3\u00a9</title>"),
    "UTF-8 taken for Latin-1, in numbers": one("<title>L'&#195;&#169;t&#xC3;&#xa9;, L'\u00c3&#0169;t</title>"),
    "UTF-8 taken for Latin-1, cut in two": one("<title>\u00c3\u00a9<![CDATA[\u00c3]]><![CDATA[\u00a9]]></title>"),
    "a letter cut in two at the end of a section": one("<title>L'<![CDATA[\u00c3]]>\u00a9t</title>"),
    "a letter cut in two at its beginning": one("<title>L'\u00c3<![CDATA[\u00a9]]>t</title>"),
    "an apostrophe of Windows": one("<title>L&#146;usine</title>"),
    "a link escaped twice": one("<title>A</title><link>https://a.example/?a=1&amp;amp;b=2&amp;c;=3</link>"),
    "a link with spaces": one("<title>A</title><link> https://a.example/a b </link>"),
    "a relative link": one("<title>A</title><link>/a/b</link>"),
    "no guid": one("<title>A</title>"),
    "a guid that is a link": one("<title>A</title><guid>https://a.example/guid</guid>"),
    "a guid that is a date": one("<title>A</title><guid isPermaLink='false'>2026-01-05</guid>"),
    "dc:date": one("<title>A</title><dc:date>2026-01-05T08:00:00Z</dc:date>"),
    "dc:date and pubDate": one(
        "<title>A</title><dc:date>2026-01-04T08:00:00Z</dc:date><pubDate>Mon, 05 Jan 2026 08:00:00 GMT</pubDate>"
    ),
    "a date without digits to spare": one("<title>A</title><pubDate>Mon, 5 Jan 2026 08:00:00 -0330</pubDate>"),
    "content without description": one("<title>A</title><content:encoded>&lt;p&gt;B&lt;/p&gt;</content:encoded>"),
    "content before description": one(
        "<title>A</title><content:encoded>Long long</content:encoded><description>B</description>"
    ),
    "description longer than content": one(
        "<title>A</title><description>Long long</description><content:encoded>B</content:encoded>"
    ),
    "sections in pieces": one("<title>a <![CDATA[b & <c]]> d <![CDATA[e]]></title>"),
    "a long section": one(f"<title>A</title><description><![CDATA[<p>{'é ' * 2000}</p>]]></description>"),
    "a comment in a text": one("<title>A<!-- b -->C</title>"),
    "a letter of Windows in a guid": one("<title>A</title><guid isPermaLink='false'>l\u0092usine</guid>"),
    "a letter of Windows in a link, by number": one("<title>A</title><link>https://a.example/l&#x92;usine</link>"),
    "a line end of another age in a link": one("<title>A</title><link>https://a.example/a\u0085b</link>"),
    "a guid without end": one("<title>A</title><guid/>"),
    "a description without end, before its content": one(
        "<title>A</title><description /><content:encoded>B</content:encoded><guid />"
    ),
    "an address for a guid, and an empty link": one(
        "<title>A</title><guid isPermaLink='false'>https://a.example/g</guid><link> </link>"
    ),
    "two pages of the feed": document(
        "<link>https://a.example/</link><link>https://b.example/</link>",
        "<item><title>A</title><link>https://a.example/1</link><guid>https://a.example/</guid></item>",
    ),
    "a guid that is the feed's own address": document(
        '<atom:link rel="self" href="https://a.example/rss"/>',
        "<item><title>A</title><link>https://a.example/1</link><guid>https://a.example/rss</guid></item>",
    ),
    "a caption longer than the text": captioned("Le siège de la société, à Brive-la-Gaillarde, en mars", before=SAID),
    "a caption before a shorter text": captioned(
        "<![CDATA[Le siège de la société, à Brive-la-Gaillarde]]>", after=SAID
    ),
    "a caption without a text": captioned("Le siège"),
    "a title beside a picture alone": one(
        "<media:content url='https://i.example/1.jpg'><media:title>Photo</media:title></media:content>"
    ),
    "a date of change alone": one("<title>A</title><atom:updated>2026-01-06T08:30:00Z</atom:updated>"),
    "a section within a reference to a date": one("<title>l&#x<![CDATA[27]]>;usine</title>"),
    "a language with a reference": document(
        "<language><![CDATA[fr]]>&#9;</language>", "<item><title>A</title><link>https://a.example/1</link></item>"
    ),
    "an address with a slash too many": one("<title>A</title><link>https:///a.example/1</link>"),
    "a guid with a slash too many": one("<title>A</title><guid>https:///a.example/1</guid>"),
    "an attribute that is none": AUTHORITY.replace(b'rel="self"', b'rel="self" 0=""').replace(b"&lt;p&gt;Une", b"&gt;"),
    "a prefix of nothing": one("<title>A</title><guid>&amp;mp;</guid>", NAMESPACES + ' xmlns:s=" "'),
    "a space of its own before the root": BLOG.replace(b"<rss", b"\xc2\xa0<rss"),
    "a space of its own after all": BLOG + b"\xc2\xa0",
    "a prefix that nothing declares": one("<title>A</title><guid>&amp;mp;</guid>", NAMESPACES + ' s:=""'),
    "a link of Atom that leads nowhere": AUTHORITY.replace(b'rel="self" href', b'rel="self" hre'),
    "a base, and a link that it completes": BASED.replace(b"https://a.example/fr/1", b"1"),
    "a base, and a guid that it completes": BASED.replace(b' isPermaLink="false">12 at ', b">/12"),
    "a base, and an address that joining changes": BASED.replace(b"/1?a=1&amp;b=2", b"/1?#b"),
    "an end with attributes": one("<title>A</title><description>B</description t=''>"),
    "bad weekday": one("<title>A</title><pubDate>Fri, 05 Jan 2026 08:00:00 GMT</pubDate>"),
}


@pytest.mark.parametrize("body", ALIKE.values(), ids=ALIKE)
def test_what_is_unusual_but_plain_is_read_alike(body: bytes) -> None:
    found, expected = both(body)
    assert found in (None, expected)


def linked(*links: str) -> bytes:
    """An Atom feed of one entry with these links, in this order."""
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link href="https://a.example/"/><id>urn:a</id>'
        f"<entry><title>A</title><id>urn:a:1</id>{''.join(links)}<updated>2026-01-05T08:30:00Z</updated></entry></feed>"
    ).encode()


OTHERS = [
    f'<link rel="{rel}" href="https://a.example/{rel}"/>'
    for rel in ("self", "edit", "replies", "enclosure", "related", "via")
]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize(
    "page", ['<link href="https://a.example/1"/>', '<link rel="alternate" href="https://a.example/1"/>']
)
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_an_entry_leads_to_its_page_wherever_its_other_links_stand(other: str, page: str, first: bool) -> None:
    found, expected = both(linked(other, page) if first else linked(page, other))
    assert [one.url for one in expected] == ["https://a.example/1"]
    assert found in (None, expected)


DOUBTFUL = {
    "a DTD": BLOG.replace(b"<rss", b'<!DOCTYPE rss SYSTEM "x.dtd"><rss', 1),
    "an entity of HTML": one("<title>L&rsquo;usine</title>"),
    "a bare ampersand": one("<title>A & B</title>"),
    "markup without escapes": one("<title>A</title><description><p>B</p></description>"),
    "two descriptions": one("<title>A</title><description>B</description><description>C</description>"),
    "two titles": one("<title>A</title><title>B</title>"),
    "an unknown element": one("<title>A</title><itunes:title>B</itunes:title>", NAMESPACES + ' xmlns:itunes="x"'),
    "another meaning of a prefix": one("<title>A</title><dc:date>x</dc:date>", 'xmlns:dc="urn:x"'),
    "an undeclared prefix": one("<title>A</title><dc:creator>x</dc:creator>", ""),
    "a base": one("<title>A</title>", NAMESPACES + ' xml:base="https://b.example/"'),
    "a date in words": one("<title>A</title><pubDate>hier</pubDate>"),
    "a named zone": one("<title>A</title><pubDate>Mon, 05 Jan 2026 08:00:00 EST</pubDate>"),
    "a day that is not": one("<title>A</title><pubDate>Sun, 29 Feb 2026 08:00:00 GMT</pubDate>"),
    "a date in ISO that is not": one("<title>A</title><dc:date>2026-02-29T08:00:00Z</dc:date>"),
    "no link": document("", "<item><title>A</title><guid>https://a.example/1</guid></item>"),
    "an empty link": one("<title>A</title><link/>"),
    "no entries": rss(),
    "RSS 0.91": BLOG.replace(b'version="2.0"', b'version="0.91"'),
    "XHTML": AUTHORITY.replace(b'content type="html"', b'content type="xhtml"'),
    "an Atom of old": AUTHORITY.replace(b"<feed ", b'<feed version="0.3" '),
    "two links to the page": AUTHORITY.replace(b'rel="enclosure" href', b'rel="alternate" type="text/html" href'),
    "a link of an odd kind": AUTHORITY.replace(b'rel="enclosure" href', b'rel="odd" href'),
    "about": BLOG.replace(b"<item>", b'<item rdf:about="x">'),
    "a title of a type": one('<title type="xml">A</title>'),
    "a guid of a type": one('<title>A</title><guid isPermaLink="maybe">1</guid>'),
    "a link by rel alone": document(
        '<atom:link href="x"/>', "<item><title>A</title><link>https://a.example</link></item>"
    ),
    "cut short": BLOG[: BLOG.rindex(b"</channel>")],
    "crossed": one("<title>A</description>"),
    "what follows": BLOG + b"<rss></rss>",
    "separators": one("<title>A\u2028B</title>"),
    "an attribute twice": AUTHORITY.replace(b'rel="self" href', b'rel="self" rel="self" href'),
    "an undeclared prefix of an attribute": one('<title>A</title><category x:y="z">B</category>'),
    "words after all": BLOG + b"fin",
    "a comment with two hyphens": document(
        "<!-- a -- b -->", "<item><title>A</title><link>https://a.example</link></item>"
    ),
    "a section within a tag": AUTHORITY.replace(b'term="sanction"', b'term="<![CDATA[sanction]]>"'),
    "an empty section within a tag": AUTHORITY.replace(b'term="sanction"', b'term="<![CDATA[]]>"'),
    "an empty section within a date": one(
        "<title>A</title><pubDate>Mon, 05 J<![CDATA[]]>an 2026 08:00:00 GMT</pubDate>"
    ),
    "an empty section within a reference": one("<title>l&#x<![CDATA[]]>27;usine</title>"),
    "prefixes without end": one("<title>A</title>", " ".join(f'xmlns:p{n}="urn:{n}"' for n in range(200))),
    "an instruction inside": one("<title>A<?php ?></title>"),
}


@pytest.mark.parametrize("body", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_leaves_a_doubt_is_left_to_feedparser(body: bytes) -> None:
    assert left(body)


def test_the_link_of_a_tag_is_not_mended_as_a_text_is() -> None:
    body = AUTHORITY.replace(b"/d?id=", "/\u00c3\u00a9?a=1&amp;amp;id=".encode())
    assert same(body)[0].url.startswith("https://autorite.example/%C3%83%C2%A9?a=1&amp;id=")


def test_no_word_of_a_document_is_taken_for_an_address() -> None:
    assert quick.read("https://a.example/feed") is None


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
    found, expected = both(document("<title>T</title>", "".join(f"<item>{inside}{tail}</item>" for inside in items)))
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
