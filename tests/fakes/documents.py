"""Feeds as text, and what the two readers make of them."""

from __future__ import annotations

from typing import Any

from vigie.model import Article
from vigie.parse import quick, reference
from vigie.parse.document import prepared
from vigie.parse.entries import identity, language_of, longest, published, repeated_guids
from vigie.parse.markup import is_tame
from vigie.parse.reading import articles

URL = "https://gazette.example/flux/rss.xml"


def both(body: bytes) -> tuple[list[Article] | None, list[Article]]:
    """What the quick reader makes of it (None: it leaves it), and what feedparser does."""
    document = prepared(body, None)
    found = quick.read(document)
    if found and found.is_tame:
        assert all(is_tame(text) for one in found.entries for text in (one["title"], longest(one)))
    return articles(found, URL) if found else None, articles(reference.read(document), URL)


def same(body: bytes) -> list[Article]:
    found, expected = both(body)
    assert found is not None, "it was left to feedparser"
    assert found == expected
    return found


def fields(body: bytes) -> tuple[list[Any] | None, list[Any]]:
    """The fields that each of them gives, as they are before anything is cleaned."""
    document = prepared(body, None)
    found = quick.read(document)
    return given(found) if found else None, given(reference.read(document))


def given(feed: Any) -> list[Any]:
    names = ("link", "feedburner_origlink", "title")
    entries = [
        [one.get(name) or "" for name in names] + [identity(one), longest(one), published(one)] for one in feed.entries
    ]
    return [entries, str(feed.feed.get("link") or ""), language_of(feed.feed), repeated_guids(feed)]


def left(body: bytes) -> bool:
    return quick.read(prepared(body, None)) is None


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
