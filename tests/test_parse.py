"""Bytes of a feed to articles: what each kind of document, encoding and field comes out as."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from fakes.feeds import Item, atom, rss
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.model import Article
from vigie.parse.document import feed_title
from vigie.parse.reading import parse
from vigie.parse.refusal import NotAFeed

URL = "https://gazette.example/flux/rss.xml"
MONDAY = datetime(2025, 1, 6, 8, tzinfo=UTC)


def read(body: bytes, content_type: str | None = "application/rss+xml") -> list[Article]:
    return parse(body, URL, content_type)


def channel(inside: str, before: str = "", version: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    return f'{version}{before}<rss version="2.0"><channel><title>T</title>{inside}</channel></rss>'.encode()


def item(inside: str) -> Article:
    """The one article of a feed with one item."""
    (one,) = read(channel(f"<item>{inside}</item>"))
    return one


def refusal(body: bytes, content_type: str | None = None) -> str:
    with pytest.raises(NotAFeed) as caught:
        read(body, content_type)
    return str(caught.value).replace("\u00a0", " ")


# -- whole feeds ------------------------------------------------------------------------------------------------------

FULL = Item(
    "La scierie de Brive ferme",
    "https://gazette.example/scierie?id=3",
    "<p>Le site emploie 80 personnes.</p><p>La décision est prise.</p>",
    guid="scierie-3",
    published=MONDAY,
)


@pytest.mark.parametrize("build", [rss, atom])
def test_rss_and_atom_give_the_same_article(build: type) -> None:
    assert read(build(FULL, language="fr-FR")) == [
        Article(
            "https://gazette.example/scierie?id=3",
            "La scierie de Brive ferme",
            "Le site emploie 80 personnes.\nLa décision est prise.",
            MONDAY,
            "fr",
            "scierie-3",
        )
    ]


OLD_FORMATS = {
    "rss 0.91 with its public DTD": channel(
        "<item><title>Usine</title><link>https://a.example/1</link></item>",
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.example/rss-0.91.dtd">',
    ),
    "rss 0.90": (
        b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel>'
        b"<item><title>Usine</title><link>https://a.example/1</link></item></rdf:RDF>"
    ),
    "rss 1.0": (
        b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>T</title></channel>'
        b'<item rdf:about="https://a.example/1"><title>Usine</title><link>https://a.example/1</link></item></rdf:RDF>'
    ),
    "atom 0.3": (
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Usine</title>'
        b'<link rel="alternate" href="https://a.example/1"/></entry></feed>'
    ),
    "cdf": (
        b'<?xml version="1.0"?><CHANNEL HREF="https://a.example/"><ITEM HREF="https://a.example/1">'
        b"<TITLE>Usine</TITLE></ITEM></CHANNEL>"
    ),
    "a style sheet before the root": channel(
        "<item><title>Usine</title><link>https://a.example/1</link></item>",
        '<?xml-stylesheet type="text/xsl" href="https://a.example/style.xsl"?><!-- <a> --> ',
    ),
    "an external DTD": channel(
        "<item><title>Usine</title><link>https://a.example/1</link></item>",
        '<!DOCTYPE rss SYSTEM "https://a.example/feed.dtd">',
    ),
    "a DTD without entities": channel(
        "<item><title>Usine</title><link>https://a.example/1</link></item>",
        "<!DOCTYPE rss [<!ELEMENT rss ANY>]>",
    ),
    "undefined entities": channel("<item><title>&lrm;Usine&nbsp;</title><link>https://a.example/1</link></item>"),
    "words before the prolog": b"Warning: cache is off\n\n"
    + channel("<item><title>Usine</title><link>https://a.example/1</link></item>"),
    "blank lines before the prolog": b"\n\n \n"
    + channel("<item><title>Usine</title><link>https://a.example/1</link></item>"),
    "two roots": channel("<item><title>Usine</title><link>https://a.example/1</link></item>") + b"<rss></rss>",
    "impossible characters": channel(
        "<item><title>Us\0\x01\x0bine&#xD800;&#0;&#x1F;</title><link>https://a.example/1</link></item>"
    ),
}


@pytest.mark.parametrize("body", OLD_FORMATS.values(), ids=OLD_FORMATS)
def test_old_and_untidy_feeds_are_read(body: bytes) -> None:
    assert [(one.title, one.url) for one in read(body, None)] == [("Usine", "https://a.example/1")]


@pytest.mark.parametrize("body", [rss(), atom()])
def test_a_feed_without_entries_is_a_feed(body: bytes) -> None:
    assert read(body) == []


# -- what is no feed --------------------------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
JOKE = "<item><title>&c;</title></item>"

NO_FEEDS = {
    "empty": (b"", "page vide"),
    "blank": (b"\xef\xbb\xbf \r\n\0", "page vide"),
    "billion laughs": (channel(JOKE, LAUGHS), "entités"),
    "quadratic entity": (channel(JOKE, f'<!DOCTYPE r [<!ENTITY c "{"x" * 9_000}">]>'), "entités"),
    "external entity, file": (channel(JOKE, '<!DOCTYPE r [<!ENTITY c SYSTEM "file:///etc/passwd">]>'), "entités"),
    "external entity, http": (channel(JOKE, '<!DOCTYPE r [<!ENTITY c SYSTEM "http://a.example/">]>'), "entités"),
    "parameter entity": (channel(JOKE, '<!DOCTYPE r [<!ENTITY % c SYSTEM "http://a.example/"> %c;]>'), "entités"),
    "entity loop": (channel(JOKE, '<!DOCTYPE r [<!ENTITY c "&d;"><!ENTITY d "&c;">]>'), "entités"),
    "hidden entity": (
        channel(JOKE, '<!-- <r> --><?x <r> ?>\n<!doctype r [<!-- ]> <r> --> <!ENTITY c "d">]>'),
        "entités",
    ),
    "entity in UTF-16": (channel(JOKE, LAUGHS, "").decode().encode("utf-16"), "entités"),
    "unclosed CDATA": (channel("<item><title>A</title></item><item><title><![CDATA[B</title></item>"), "au milieu"),
    "truncated in a tag": (rss(FULL)[:-30], "au milieu"),
    "truncated between tags": (rss(FULL).partition(b"</channel>")[0], "au milieu"),
    "truncated and untidy": (rss(Item("A&B;", "https://a.example/")).replace(b"&amp;B;", b"&B;")[:-12], "au milieu"),
    "web page": (b"<!DOCTYPE html><html lang=fr><head><title>Accueil</title></head></html>", "page web, pas un flux."),
    "web page without doctype": (b"<head><title>Accueil</title></head>", "page web"),
    "web page with an item": (b"<html><body><item><title>Usine</title></item></body></html>", "page web"),
    "web page as XML": (b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"></html>', "page web"),
    "login page": (b"<html><body><form action=/login><input type=password></form></body></html>", "page web"),
    "JSON": (b'{"erreur": "<p>rien</p>"}', "(JSON)"),
    "JSON feed": (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}).encode(), "format JSON"),
    "JSON list": (b"[]", "(JSON)"),
    "CSV": (b"date;titre\n2025-01-06;Usine\n", "texte"),
    "PDF": (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "PDF"),
    "zip": (b"PK\x03\x04rien", "compressé"),
    "gzip twice": (b"\x1f\x8b\x08\0", "compressé"),
    "picture": (b"\x89PNG\r\n", "image"),
    "sitemap": (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', "sitemap"),
    "OPML": (b'<opml version="2.0"><body><outline xmlUrl="https://a.example/"/></body></opml>', "OPML"),
    "other XML": (b'<?xml version="1.0"?><catalogue><produit/></catalogue>', "ni RSS ni Atom"),
    "UTF-7": (channel("", version='<?xml version="1.0" encoding="UTF-7"?>'), "UTF-7"),
}


@pytest.mark.parametrize(("body", "words"), NO_FEEDS.values(), ids=NO_FEEDS)
def test_what_is_no_feed_is_told_in_words(body: bytes, words: str) -> None:
    assert words in refusal(body)


def test_utf7_declared_by_the_server_is_refused_too() -> None:
    assert "UTF-7" in refusal(rss(FULL), "application/xml; charset=unicode-1-1-utf-7")


@pytest.mark.parametrize(("name", "passing"), [("empty", True), ("truncated in a tag", True), ("web page", False)])
def test_a_feed_that_did_not_come_whole_may_come_whole_later(name: str, passing: bool) -> None:
    with pytest.raises(NotAFeed) as caught:
        read(NO_FEEDS[name][0])
    assert caught.value.passing is passing


def test_a_page_tells_where_its_feeds_are() -> None:
    page = b"""<html><head><base href="/blog/">
        <link rel="stylesheet" href="style.css"><link rel=alternate type="application/rss+xml">
        <link rel="alternate" hreflang="en" href="/en/">
        <LINK REL='alternate nofollow' TYPE='application/rss+xml' HREF='flux.xml'>
        <link rel="alternate" type="application/atom+xml" href="//courrier.example/atom?a=1&amp;b=2">
        <link rel="alternate" type="application/rss+xml" href="flux.xml">
        <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
        </head></html>"""
    with pytest.raises(NotAFeed) as caught:
        read(page)
    assert caught.value.candidates == (
        "https://gazette.example/blog/flux.xml",
        "https://courrier.example/atom?a=1&b=2",
    )
    assert all(candidate in str(caught.value) for candidate in caught.value.candidates)


def test_a_page_with_a_base_elsewhere_gives_addresses_there() -> None:
    page = b'<html><base href="https://autre.example/x/"><link rel=alternate type=application/atom+xml href=a></html>'
    with pytest.raises(NotAFeed) as caught:
        read(page)
    assert caught.value.candidates == ("https://autre.example/x/a",)


@pytest.mark.parametrize(
    "body",
    [
        channel("<item><title a='' a='' a='</item>"),
        channel("<item><link>http://[mal</link><title>A</title></item>"),
        channel("<item><title>A</title><pubDate>" + "9" * 5_000 + "</pubDate></item>"),
        channel("<item>" * 5_000),
        b'<?xml version="1.0" encoding="zlib"?>' + channel("<item><title>\xe9</title></item>", version=""),
        b"\xfe\xff<\0r",
        b"<" * 50_000,
        b"<rss><channel><item><title>&#xffffffffff;&#99999999999;</title>",
    ],
    ids=range(8),
)
def test_broken_bytes_give_articles_or_a_refusal(body: bytes) -> None:
    try:
        found = read(body)
    except NotAFeed:
        found = []
    assert all(one.title or one.url for one in found)


PIECES = st.sampled_from(
    b"<rss>|<channel>|<item>|</item>|<title>|</title>|<link>|<guid>|<entry>|<pubDate>|<![CDATA[|]]>|<!--|<!DOCTYPE x [|"
    b"<feed xmlns='http://www.w3.org/2005/Atom'>|<content type='html'>|<?xml version='1.0' encoding='utf-16'?>|"
    b"&#|xD800;|&amp;lt;p&amp;gt;|Mon, 06 Jan 2025".split(b"|")
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=8), max_size=25).map(b"".join), st.text(max_size=20))
def test_any_bytes_give_clean_articles_or_a_refusal(body: bytes, content_type: str) -> None:
    try:
        found = parse(body, URL, content_type)
    except NotAFeed:
        found = []
    for one in found:
        assert one.title or one.url
        assert one.url == "" or one.url.startswith(("http://", "https://"))
        assert one == Article(**{name: getattr(one, name) for name in Article.__slots__})
        (one.title + one.text + one.url + one.guid).encode()
        assert "\0" not in one.title + one.text + one.url
    feed_title(body).encode()


def test_an_accident_of_the_reader_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("a part of feedparser")

    monkeypatch.setattr("feedparser.parse", broken)
    assert "mal formé" in refusal(OLD_FORMATS["cdf"])


def test_want_of_memory_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("feedparser.parse", greedy)
    with pytest.raises(MemoryError):
        read(OLD_FORMATS["cdf"])


def test_want_of_memory_in_the_quick_reader_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("fastfeedparser.parse", greedy)
    with pytest.raises(MemoryError):
        read(rss(FULL))


# -- encodings --------------------------------------------------------------------------------------------------------

FRENCH = "L’été à Orsay : « 40 % » d'œuvres"


def encoded(codec: str, declared: str | None = None, mark: bytes = b"", title: str = FRENCH) -> bytes:
    version = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    return mark + channel(f"<item><title>{title}</title></item>", version=version).decode().encode(codec)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (encoded("utf-8", "utf-8", b"\xef\xbb\xbf"), None),
        (encoded("utf-16-le", "utf-16", b"\xff\xfe"), "application/xml"),
        (encoded("utf-16-be", "utf-16"), "application/xml"),
        (encoded("utf-16-le"), "application/xml; charset=utf-8"),
        (encoded("utf-32"), None),
        (encoded("utf-32-be", "utf-32"), None),
        (encoded("cp1252", "utf-8"), "application/rss+xml; charset=utf-8"),
        (encoded("utf-8", "iso-8859-1"), "text/xml; charset=iso-8859-1"),
        (encoded("cp1252", "iso-8859-1"), None),
        (encoded("cp1252"), "text/xml; charset=ISO-8859-1"),
        (encoded("cp1252", "windows-1252"), "text/xml"),
        (encoded("utf-8", "x-klingon"), None),
        (encoded("cp1252", "x-klingon"), None),
        (encoded("cp1252", "punycode"), None),
        (encoded("utf-8"), "text/xml"),
        (encoded("utf-8", "utf-8"), "application/xml; charset=windows-1251"),
        (encoded("utf-8", "us-ascii"), None),
    ],
)
def test_accents_come_through_whatever_the_labels_say(body: bytes, content_type: str | None) -> None:
    assert [one.title for one in read(body, content_type)] == [FRENCH.replace("\u00a0", " ")]


def test_the_document_knows_better_than_the_server() -> None:
    body = encoded("koi8-r", "koi8-r", title="Завод закрыт")
    assert read(body, "text/xml; charset=iso-8859-1")[0].title == "Завод закрыт"


def test_one_broken_character_does_not_spoil_the_others() -> None:
    body = encoded("utf-8", "utf-8", title="Été indécis à Nîmes, tronqué").replace("é</".encode(), b"\xc3</")
    assert read(body)[0].title == "Été indécis à Nîmes, tronqu\ufffd"


def test_bytes_that_windows_never_wrote_are_still_read() -> None:
    assert read(encoded("latin-1", "utf-8", title="caf\xe9 \x81"))[0].title == "café"


# -- fields -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("A &amp;amp; B", "A & B"),
        ("A &amp;amp;amp; B", "A & B"),
        ("Caf&amp;eacute;", "Café"),
        ("&lt;b&gt;Total&lt;/b&gt;Energies", "TotalEnergies"),
        ("&amp;lt;b&amp;gt;Usine&amp;lt;/b&amp;gt;", "Usine"),
        ("<![CDATA[Usine <i>Alma</i> &amp; fils]]>", "Usine Alma & fils"),
        ("l&#146;usine &#8217;&#x2019;", "l’usine ’’"),
        ("moins de 5 &lt; 10 salariés", "moins de 5 < 10 salariés"),
        ("12\u00a0000\u202fpostes\tet\n plus", "12 000 postes et plus"),
        ("Re\u200bna\u00adult \u202egnp\u202c \ufeff\u2066x\u2069", "Renault gnp x"),
        ("e\u0301te\u0301", "été"),
        ("Z\u0334\u0335\u0336\u0337\u0338\u0339algo", "Z\u0334\u0335\u0336algo"),
        ("👩\u200d🏭 usine", "👩🏭 usine"),
    ],
)
def test_a_title_is_one_line_of_plain_text(markup: str, title: str) -> None:
    assert item(f"<title>{markup}</title>").title == title


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Un.</p><p>Deux.</p>", "Un.\nDeux."),
        ("Un.<br/>Deux.<BR>Trois.", "Un.\nDeux.\nTrois."),
        ("<ul><li>Un<li>Deux</ul>Trois", "Un\nDeux\nTrois"),
        ("<h2>Usine</h2>Elle <b>fer</b>me.", "Usine\nElle ferme."),
        ("<table><tr><td>Un<td>Deux</table>", "Un\nDeux"),
        ("<p>sur\nplusieurs\n\nlignes</p>", "sur plusieurs lignes"),
        ("Un.\n\nDeux\nsuite.", "Un.\nDeux suite."),
        ("<script>alert(1)</script><style>p{}</style>Un<!-- non --><img src=x alt=y>", "Un"),
        ("&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;Deux &amp;amp; trois.&lt;/p&gt;", "Un.\nDeux & trois."),
        ("<p>A&amp;nbsp;B</p><br>C", "A B\nC"),
        ("<code>&lt;b&gt;</code> gras", "<b> gras"),
        ("", ""),
    ],
)
def test_text_has_a_line_for_each_block(markup: str, text: str) -> None:
    assert item(f"<title>T</title><description><![CDATA[{markup}]]></description>").text == text


def test_the_content_is_the_text_where_it_says_more() -> None:
    short, long = "<p>Court.</p>", "<p>Bien plus long que cela.</p>"
    (first, second) = read(rss(Item("Deux", text=long, content=short), Item("Un", text=short, content=long)))
    assert (first.text, second.text) == ("Bien plus long que cela.", "Bien plus long que cela.")


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://a.example/1", "https://a.example/1"),
        ("  /a/b?x=1#y ", "https://gazette.example/a/b?x=1#y"),
        ("b", "https://gazette.example/flux/b"),
        ("//a.example/1", "https://a.example/1"),
        ("https://a.example/é à|b>c", "https://a.example/%C3%A9%20%C3%A0%7Cb%3Ec"),
        ("https://a.example/x?a=1&amp;b=2", "https://a.example/x?a=1&b=2"),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https://banque.example@piege.example/", ""),
        ("http://[mal", ""),
        ("https://a.example/" + "x" * 2_100, ""),
        ("", ""),
    ],
)
def test_a_link_is_absolute_and_of_the_web_or_absent(link: str, url: str) -> None:
    assert item(f"<title>T</title><link>{link.replace('>', '&gt;')}</link>").url == url


def test_the_link_of_a_proxy_gives_way_to_the_one_it_stands_for() -> None:
    body = channel(
        '<item xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><title>T</title>'
        "<link>https://feeds.example/~r/1</link>"
        "<feedburner:origLink>https://gazette.example/1</feedburner:origLink></item>"
    )
    assert read(body)[0].url == "https://gazette.example/1"


def test_an_entry_with_neither_title_nor_link_is_left_out() -> None:
    assert read(rss(Item(text="Du texte seul."), Item(link="https://a.example/1"), Item("Un titre seul"))) == [
        Article("", "Un titre seul", language="fr"),
        Article("https://a.example/1", "", language="fr"),
    ]


@pytest.mark.parametrize(
    ("guid", "kept"),
    [
        ("<guid isPermaLink='false'> a&amp;b </guid>", "a&b"),
        ("<guid isPermaLink='false'>a&#38;b</guid>", "a&b"),
        ("<guid isPermaLink='false'><![CDATA[a&amp;b]]></guid>", "a&b"),
        ("<guid>/relatif/1</guid>", "/relatif/1"),
        ("", ""),
    ],
)
def test_a_guid_stays_as_it_was_written(guid: str, kept: str) -> None:
    assert item(f"<title>T</title>{guid}").guid == kept


def test_a_relative_atom_id_stays_relative() -> None:
    assert read(atom(Item("A", "https://a.example/1", guid="1")))[0].guid == "1"


def test_a_giant_guid_is_kept_by_its_hash() -> None:
    guids = [item(f"<title>T</title><guid isPermaLink='false'>{'x' * 1_000_000}{end}</guid>").guid for end in "ab"]
    assert guids[0].startswith("sha256:")
    assert guids[0] != guids[1]


def test_a_guid_that_identifies_nothing_is_dropped() -> None:
    one, two = Item("Un", "https://a.example/1", guid="x"), Item("Deux", "https://a.example/2", guid="x")
    site = Item("Trois", "https://a.example/3", guid="https://gazette.example/")
    twice = Item("Quatre", "https://a.example/4", guid="y")
    guids = {article.title: article.guid for article in read(rss(one, two, site, twice, twice))}
    assert guids == {"Un": "", "Deux": "", "Trois": "", "Quatre": "y"}


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Mon, 06 Jan 2025 09:00:00 +0100", MONDAY),
        ("2025-01-06T08:00:00Z", MONDAY),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("hier soir", None),
        ("", None),
    ],
)
def test_a_date_is_aware_and_in_utc_or_absent(date: str, published: datetime | None) -> None:
    assert item(f"<title>T</title><pubDate>{date}</pubDate>").published == published


def test_the_date_of_an_update_serves_where_there_is_no_other() -> None:
    later = MONDAY + timedelta(days=1)
    both, one = Item("A", published=MONDAY, updated=later), Item("B", updated=later)
    assert [article.published for article in read(atom(both, one))] == [MONDAY, later]


def test_a_date_that_no_calendar_holds_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vigie.parse.entries.timegm", lambda parts: 10**20)
    by_feedparser = "Mon, 06 Jan 2025 09:00:00 CET"  # the quick reader takes no dates apart
    assert item(f"<title>T</title><pubDate>{by_feedparser}</pubDate>").published is None


def test_articles_come_oldest_first() -> None:
    dated = [Item(name, published=MONDAY + timedelta(hours=hour)) for name, hour in [("B", 2), ("C", 3), ("A", 1)]]
    assert [article.title for article in read(rss(*dated))] == ["A", "B", "C"]


def test_articles_without_a_date_keep_their_place_the_first_being_the_newest() -> None:
    items = [Item("D"), Item("C", published=MONDAY), Item("B"), Item("A", published=MONDAY - timedelta(days=1))]
    assert [article.title for article in read(rss(*items))] == ["A", "B", "C", "D"]


def test_of_a_giant_feed_the_newest_500_are_read() -> None:
    items = [Item(f"{n}", f"https://a.example/{n}", published=MONDAY + timedelta(minutes=n)) for n in range(2_000)]
    found = read(rss(*items))
    assert [article.title for article in found] == [f"{n}" for n in range(1_500, 2_000)]


def test_fields_are_cut_to_what_can_be_kept() -> None:
    one = item(f"<title>{'titre ' * 900_000}</title><description>{'mot ' * 300_000}</description>")
    assert (len(one.title), len(one.text)) == (500, 19_999)


@pytest.mark.parametrize(
    ("declared", "language"), [("fr-FR", "fr"), ("EN_us", "en"), ("de", "de"), ("", None), ("français", None)]
)
def test_the_language_is_the_feeds_own(declared: str, language: str | None) -> None:
    assert read(rss(FULL, language=declared))[0].language == language
    assert read(atom(FULL, language=declared))[0].language == language


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (rss(FULL, title="La Gazette & Cie"), "La Gazette & Cie"),
        (atom(FULL, title="Le Courrier"), "Le Courrier"),
        (channel("").replace(b"<title>T<", b"<title><![CDATA[L'\xc3\x89cho &amp; fils]]><"), "L'Écho & fils"),
        (rss(FULL, title="Été").decode().encode("utf-16"), "Été"),
        (rss(FULL, title="É" * 900)[:1_600], ""),
        (rss(FULL, title="x" * 900), "x" * 500),
        (b"", ""),
        (b"%PDF", ""),
        (b"<rss><title>" + b"<title>" * 2_000 + b"</title>", ""),
        (channel("", version='<?xml version="1.0" encoding="UTF-7"?>'), ""),
    ],
)
def test_a_feed_says_how_it_is_called(body: bytes, title: str) -> None:
    assert feed_title(body) == title


# -- hostile documents that cost little; those that cost much are read in test_parser_pool -----------------------------

HOSTILE = {
    "a 3 MB attribute": channel(f"<item><title a='{'x' * 3_000_000}'>Usine</title></item>"),
    "a 3 MB comment": channel(f"<!--{'x' * 3_000_000}--><item><title>Usine</title></item>"),
    "10,000 namespaces": channel("<item><title>Usine</title></item>").replace(
        b"<rss ", b"<rss " + b"".join(b"xmlns:n%d='u%d' " % (n, n) for n in range(10_000))
    ),
    "nested elements": channel(f"<item><title>Usine</title><x>{'<a>' * 20_000}{'</a>' * 20_000}</x></item>"),
    "80,000 comments opened": channel(
        f"<item><title>Usine</title><description>{'&lt;!--' * 80_000}</description></item>"
    ),
    "lists in lists": channel(
        f"<item><title>Usine</title><description>{'&lt;ul>&lt;li>' * 20_000}</description></item>"
    ),
    "50,000 signs": channel(f"<item><title>Usine</title><description>{'&lt;' * 50_000}</description></item>"),
    "mail addresses": channel(f"<item><title>Usine</title><author>a@{'(a.)' * 9_000}</author></item>"),
    "5,000 enclosures": channel("<item><title>Usine</title>" + "<enclosure url='u' length='1'/>" * 5_000 + "</item>"),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_is_read_without_harm(body: bytes) -> None:
    assert [one.title for one in read(body)] == ["Usine"]
