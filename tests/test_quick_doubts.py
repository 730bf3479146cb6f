"""What is unusual in a document: both readers give the same of it, or the quick one leaves it to feedparser."""

from __future__ import annotations

import pytest
from fakes.documents import AUTHORITY, BASED, BLOG, NAMESPACES, SAID, captioned, document, fields, left, one, same
from fakes.feeds import rss

from vigie.parse import quick

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
    "two dates of change": one(
        "<pubDate>Mon, 05 Jan 2026 08:00:00 GMT</pubDate><a10:updated>2026-01-06T08:30:00Z</a10:updated>"
        "<atom:updated>2026-01-07T08:30:00Z</atom:updated>",
        NAMESPACES + ' xmlns:a10="http://www.w3.org/2005/Atom"',
    ),
    "a date of change alone, of Dublin Core": one("<title>A</title><dc:modified>2026-01-06T08:30:00Z</dc:modified>"),
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
    "a text of a character that is none": one("<description>&#xfdd0;</description><guid>&#127;</guid>"),
    "a letter and a space": one("<content:encoded>\u00c2\u00a0</content:encoded>"),
    "a guid that may be a link": one('<title>A</title><guid isPermaLink="maybe">1</guid>'),
    "a language after a garbled space": document(
        "<language>\u00c2\u00a0fr</language>", "<item><link>https://a.example/1</link></item>"
    ),
    "a link of a feed, escaped twice": document(
        "<link>https://a.example/&amp;amp;lt;</link>", "<item><link>https://a.example/1</link></item>"
    ),
    "an end with attributes": one("<title>A</title><description>B</description t=''>"),
    "bad weekday": one("<title>A</title><pubDate>Fri, 05 Jan 2026 08:00:00 GMT</pubDate>"),
}


@pytest.mark.parametrize("body", ALIKE.values(), ids=ALIKE)
def test_what_is_unusual_but_plain_is_read_alike(body: bytes) -> None:
    found, expected = fields(body)
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
    found, expected = fields(linked(other, page) if first else linked(page, other))
    assert [one[0] for one in expected[0]] == ["https://a.example/1"]
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
    "a base": one("<title>A</title><link>1</link>", NAMESPACES + ' xml:base="https://b.example/"'),
    "a date in words": one("<title>A</title><pubDate>hier</pubDate>"),
    "a named zone": one("<title>A</title><pubDate>Mon, 05 Jan 2026 08:00:00 CET</pubDate>"),
    "a day that is not": one("<title>A</title><pubDate>Sun, 29 Feb 2026 08:00:00 GMT</pubDate>"),
    "a date in ISO that is not": one("<title>A</title><dc:date>2026-02-29T08:00:00Z</dc:date>"),
    "no link, and guids of two kinds": document(
        "", "<item><guid>https://a.example/1</guid></item><item><guid isPermaLink='false'>2</guid></item>"
    ),
    "an empty link": one("<title>A</title><link/>"),
    "no entries": rss(),
    "RSS of another kind": BLOG.replace(b'version="2.0"', b'version="3.0"'),
    "XHTML": AUTHORITY.replace(b'content type="html"', b'content type="xhtml"'),
    "an Atom of old": AUTHORITY.replace(b"<feed ", b'<feed version="0.3" '),
    "two links to the page": AUTHORITY.replace(b'rel="enclosure" href', b'rel="alternate" type="text/html" href'),
    "a link of an odd kind": AUTHORITY.replace(b'rel="enclosure" href', b'rel=" alternate" href'),
    "about": BLOG.replace(b"<item>", b'<item rdf:about="x">'),
    "a title of a type": one('<title type="xml">A</title>'),
    "a guid of a type, without a link": document("", '<item><guid isPermaLink="maybe">1</guid></item>'),
    "a guid of a type": one('<title>A</title><guid type="text">1</guid>'),
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
    "an instruction before the root that is none": BLOG.replace(b"<rss", b'<?xml-stylesheet"x"?><rss'),
    "a declaration after an instruction": BLOG.replace(b"<?xml", b"<?xml-stylesheet ?>\n<?xml"),
    "a comment before the root that is none": BLOG.replace(b"<rss", b"<!-- a -- b --><rss"),
    "a link of RSS with an address": document(
        "<link href='https://b.example/'>https://a.example/</link>", "<item><link>https://a.example/1</link></item>"
    ),
    "a link of Atom in words": linked('<link rel="related" href="https://a.example/r"/>', "<link>/1</link>"),
    "a link of Atom with spaces": linked('<link href=" https://a.example/1 "/>'),
    "a link of Atom with a space as a number": linked('<link href="&#32;https://a.example/1"/>'),
    "a link of Atom to no page, twice": linked('<link rel="self" REL="alternate" href="https://a.example/s"/>'),
    "a link of Atom in a channel, in words": document(
        "<atom:link>https://b.example/</atom:link>", "<item><link>https://a.example/1</link></item>"
    ),
    "a language in capitals": one("<title>A</title>", NAMESPACES + ' LANG="de"'),
    "a base in capitals": one("<title>A</title><link>/1</link><category Base='https://b.example/'>B</category>"),
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
