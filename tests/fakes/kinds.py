"""Feeds as the programs that write them do, one of each kind, in our own words."""

from __future__ import annotations

from fakes.documents import NAMESPACES, document

TEXT = "&lt;p&gt;Un plan concerne {n}0 postes &amp;amp; deux sites&amp;nbsp;; l'usine.&lt;/p&gt;"
"""A text with markup, as it is escaped."""


def feed(head: str, entries: str, root: str = "") -> bytes:
    """A feed of Atom."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" {root}>'
        f"{head}{entries}</feed>\n"
    ).encode()


def times(entry: str) -> str:
    """Three of them, each {n} by its number."""
    return "".join(entry.replace("{text}", TEXT).replace("{n}", str(n)) for n in (1, 2, 3))


AUTHOR = "<author><name>Ana</name><uri>https://a.example/ana</uri></author>"
DATED = "<published>2026-01-0{n}T08:30:00+00:00</published><updated>2026-01-1{n}T08:30:00+00:00</updated>"
PUBLISHED = "<pubDate>Mon, 0{n} Jan 2026 08:30:00 GMT</pubDate>"

VIDEOS = feed(
    '<link rel="self" href="http://videos.example/feeds/videos.xml?channel_id=U1"/><id>yt:channel:1</id>'
    "<yt:channelId>1</yt:channelId><title>La chaîne</title>"
    f'<link rel="alternate" href="https://videos.example/channel/U1"/>{AUTHOR}<published>2014-02-03T10:00:00+00:00'
    "</published>",
    times(
        "<entry>\n<id>yt:video:v{n}</id>\n<yt:videoId>v{n}</yt:videoId>\n"
        "<title>Vidéo {n} : l&#39;usine &amp; elle</title>"
        f'<link rel="alternate" href="https://videos.example/watch?v=v{{n}}"/>{AUTHOR}{DATED}\n<media:group>'
        "<media:title>Vidéo {n} : l&#39;usine &amp; elle</media:title>"
        '<media:content url="https://videos.example/v/v{n}?version=3" type="application/x-shockwave-flash"/>'
        '<media:thumbnail url="https://i1.videos.example/{n}.jpg" width="480" height="360"/>'
        "<media:description>{text}\r\nhttps://a.example/?a=1&amp;b=2</media:description><media:community>"
        '<media:starRating count="12" average="5.00" min="1" max="5"/><media:statistics views="3"/>'
        "</media:community></media:group></entry>"
    ),
    'xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"',
)
NOTEBOOK = feed(
    "<id>tag:carnet.example,1999:blog-1</id><category term='emploi'/><title type='text'>Le carnet</title>"
    "<link rel='http://schemas.google.com/g/2005#feed' type='application/atom+xml' href='https://carnet.example/f'/>"
    "<link rel='alternate' type='text/html' href='https://carnet.example/'/><author><name>Ana</name>"
    "<gd:image rel='http://schemas.google.com/g/2005#thumbnail' width='16' src='https://i.example/b.gif'/></author>"
    "<openSearch:totalResults>40</openSearch:totalResults><openSearch:startIndex>1</openSearch:startIndex>",
    times(
        "<entry gd:etag='W/\"A{n}.\"'><id>tag:carnet.example,1999:blog-1.post-{n}</id>"
        "<published>2026-01-0{n}T08:30:00.100+01:00</published><updated>2026-01-0{n}T09:30:00.000+01:00</updated>"
        "<category scheme='http://www.blogger.com/atom/ns#' term='usine'/><title type='text'>Note {n}</title>"
        "<content type='html'>{text}</content><link rel='replies' type='text/html' href='https://carnet.example/{n}#c' "
        "title='0 commentaire' thr:count='0'/><link rel='edit' href='https://carnet.example/e/{n}'/>"
        "<link rel='alternate' type='text/html' href='https://carnet.example/2026/{n}.html' title='Note {n}'/>"
        "<media:thumbnail xmlns:media='http://search.yahoo.com/mrss/' url='https://i.example/{n}.jpg'/>"
        "<georss:featurename>Brive</georss:featurename><georss:point>45.1 1.5</georss:point><thr:total>0</thr:total>"
        "</entry>"
    ),
    "xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' xmlns:blogger='http://schemas.google.com/blogger/2008' "
    "xmlns:georss='http://www.georss.org/georss' xmlns:gd='http://schemas.google.com/g/2005' "
    "xmlns:thr='http://purl.org/syndication/thread/1.0'",
).replace(
    b'encoding="UTF-8"?>', b'encoding="UTF-8"?><?xml-stylesheet href="https://a.example/a.css?b=1" type="text/css" ?>'
)
ITUNES = (
    f'{NAMESPACES} xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:acast="https://schema.acast.com/1.0/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)
EPISODE = (
    '<enclosure length="12" type="audio/mpeg" url="https://voix.example/{n}.mp3"/><itunes:author>Ana</itunes:author>'
    "<itunes:subtitle>Sous-titre</itunes:subtitle><itunes:duration>00:42:00</itunes:duration>"
    "<itunes:explicit>no</itunes:explicit><itunes:episodeType>full</itunes:episodeType>"
    '<itunes:image href="https://voix.example/{n}.jpg"/><itunes:keywords>emploi, usine</itunes:keywords>'
    '<podcast:transcript url="https://voix.example/{n}.srt" type="application/srt" language="fr"/>'
    '<podcast:person role="host" href="https://voix.example/ana">Ana</podcast:person>'
)
SHOW = (
    "<title>La Voix</title><link>https://voix.example</link><language>fr</language><itunes:author>Ana</itunes:author>"
    "<itunes:summary><![CDATA[Le <b>podcast</b>]]></itunes:summary><description>Le podcast</description>"
    "<itunes:owner><itunes:name>Ana</itunes:name><itunes:email>a@voix.example</itunes:email></itunes:owner>"
    '<itunes:category text="News"><itunes:category text="Business News"/></itunes:category><itunes:type>serial'
    '</itunes:type><podcast:locked owner="a@voix.example">yes</podcast:locked><podcast:guid>c0ffee</podcast:guid>'
    "<acast:settings><![CDATA[abc==]]></acast:settings>"
)
EPISODES = document(
    SHOW,
    times(
        "<item><itunes:title>Épisode {n}</itunes:title><title>{n}. L'usine &amp; nous</title>"
        f"<link>https://voix.example/{{n}}</link><description>Résumé {{n}}</description>{PUBLISHED}"
        f'<guid isPermaLink="false">voix-{{n}}</guid>{EPISODE}<itunes:summary><![CDATA[<p>Un plan & {{n}}0 postes, '
        "dit l'invitée de l'épisode, sont en jeu à l'usine.</p>]]></itunes:summary></item>"
    ),
    ITUNES,
)
PAGELESS = document(
    SHOW,
    times(
        f'<item><title>{{n}}. L\'usine &amp; nous</title>{PUBLISHED}<guid isPermaLink="false">voix-{{n}}</guid>'
        f"<description>{{text}}</description><acast:episodeId>{{n}}</acast:episodeId>{EPISODE}</item>"
    ),
    ITUNES,
)
BURNT = document(
    "<title>Le blog</title><link>https://blog.example</link><description>La vie</description><language>fr-FR</language>"
    '<atom10:link xmlns:atom10="http://www.w3.org/2005/Atom" rel="self" href="http://feeds.example/b" />'
    '<feedburner:info uri="b" /><atom10:link xmlns:atom10="http://www.w3.org/2005/Atom" rel="hub" '
    'href="http://hub.example/" /><feedburner:emailServiceId>b</feedburner:emailServiceId>'
    '<feedburner:feedFlare href="https://f.example" src="https://f.example/i.gif">Subscribe</feedburner:feedFlare>',
    times(
        f"<item><title>L&#8217;usine {{n}}</title><link>http://feeds.example/~r/b/~3/{{n}}/</link>{PUBLISHED}"
        '<guid isPermaLink="false">https://blog.example/?p={n}</guid><description>{text}</description>'
        "<feedburner:origLink>https://blog.example/{n}/?a=1&amp;b=2</feedburner:origLink></item>"
    ),
    ITUNES,
).replace(b"?>\n<rss", b'?>\n<?xml-stylesheet type="text/xsl" media="screen" href="/~d/rss2full.xsl"?><rss')
BANK = (
    '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:admin="http://webns.net/mvcb/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><channel rdf:about="https://banque.example/rss">'
    "<title>Banque</title><link>https://banque.example/</link><description>Communiqués</description>"
    '<dc:language>fr</dc:language><admin:generatorAgent rdf:resource="https://cms.example/"/>'
    "<sy:updateBase>2000-01-01T00:00+00:00</sy:updateBase><image rdf:resource='https://banque.example/i.png'/><items>"
    "<rdf:Seq>" + times('<rdf:li rdf:resource="https://banque.example/{n}"/>') + "</rdf:Seq></items></channel>"
    '<image rdf:about="https://banque.example/i.png"><title>Banque</title><url>https://banque.example/i.png</url>'
    "<link>https://banque.example/</link></image>"
    + times(
        '<item rdf:about="https://banque.example/{n}">\n<title>Avis n° {n}</title>\n'
        "<link>https://banque.example/{n}?a=1&amp;b=2</link><description>Résumé</description>"
        "<dc:date>2026-01-0{n}T09:30+01:00</dc:date><dc:creator>Banque</dc:creator><prism:number>{n}</prism:number>"
        "<content:encoded><![CDATA[<p>Un plan & {n}0 postes</p>]]></content:encoded></item>"
    )
    + "</rdf:RDF>\n"
).encode()
ALERTS = feed(
    "<id>tag:alertes.example,2005:reader/1</id> <title>Alerte : plan social</title> "
    '<link href="https://alertes.example/1" rel="self"></link> <updated>2026-01-05T08:30:00Z</updated>',
    times(
        '<entry> <id>tag:alertes.example,2013:feed:{n}</id> <title type="html">&lt;b&gt;Plan&lt;/b&gt; {n}</title> '
        '<link href="https://alertes.example/url?rct=j&amp;url=https://a.example/{n}"></link> '
        f'{DATED} <content type="html">{{text}}</content> <author> <name></name> </author> </entry>'
    ),
    'xmlns:idx="urn:atom-extension:indexing"',
)
AUTHORITY = document(
    "<title>L'autorité</title><link>https://autorite.example/</link><description></description><language>fr</language>"
    '<atom:link href="https://autorite.example/spip.php?page=backend" rel="self" type="application/rss+xml" />',
    times(
        '<item xml:lang="fr"><title>Décision n° {n}</title><link>https://autorite.example/spip.php?article{n}</link>'
        '<guid isPermaLink="true">https://autorite.example/spip.php?article{n}</guid>'
        "<dc:date>2026-01-0{n}T08:30:00Z</dc:date><dc:format>text/html</dc:format><dc:language>fr</dc:language>"
        "<dc:subject>Sanctions</dc:subject><description>{text}</description></item>"
    ),
).replace(b"<channel>", b'<channel xml:lang="fr">')
OFFICIAL = document(
    "<title>Journal officiel</title><link>https://jo.example/</link><description>Série L</description>",
    times(
        "<item><title>Règlement {n}</title><link>https://jo.example/eli/{n}</link><description>{text}</description>"
        f"{PUBLISHED}<guid>https://jo.example/eli/{{n}}</guid><eli:type_document resource='REG'>R</eli:type_document>"
        "<eli:number>3{n}</eli:number></item>"
    ),
    f'{NAMESPACES} xmlns:eli="http://data.europa.eu/eli/ontology#"',
)
PREPRINTS = feed(
    '<link href="http://archive.example/api" rel="self"/><title type="html">Query</title><id>http://archive.example/1</id>'
    '<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">9</opensearch:totalResults>',
    times(
        f"<entry><id>http://archive.example/abs/{{n}}v1</id>{DATED}<title>On the\n  {{n}}th</title>"
        "<summary>  {text}\n</summary><author><name>A. B.</name>"
        '<arxiv:affiliation xmlns:arxiv="http://archive.example/schemas">X</arxiv:affiliation></author>'
        '<link href="http://archive.example/abs/{n}v1" rel="alternate" type="text/html"/>'
        '<link title="pdf" href="http://archive.example/pdf/{n}v1" rel="related" type="application/pdf"/>'
        '<arxiv:primary xmlns:arxiv="http://archive.example/schemas" term="cs" scheme="x"/></entry>'
    ),
)
SITE = feed(
    '<link href="https://site.example/" rel="alternate" type="text/html" hreflang="fr" /><id>https://site.example/f</id>'
    "<title>Le site</title>",
    times(
        '<entry><title type="html">Note {n}</title><link href="https://site.example/{n}.html" rel="alternate" />'
        f'<id>https://site.example/{{n}}</id>{DATED}<content type="html" xml:base="https://site.example/{{n}}.html">'
        '<![CDATA[<p>Un plan & {n}0 postes</p>]]></content><link rel="replies" href="https://site.example/{n}#c" '
        'thr:count="0" /><media:content medium="image" url="https://i.example/{n}.jpg" '
        'xmlns:media="http://search.yahoo.com/mrss/" /></entry>'
    ),
    'xml:lang="fr-FR" xmlns:thr="http://purl.org/syndication/thread/1.0"',
)
JOURNAL = document(
    "<title>Le journal</title><link>https://journal.example</link>",
    times(
        '<item><title>Usine {n}</title><link>https://journal.example/{n}</link><atom:link rel="standout" '
        f'href="https://journal.example/{{n}}"></atom:link>{PUBLISHED}<guid>https://journal.example/{{n}}</guid>'
        '<media:content height="9" url="https://i.example/{n}.jpg"></media:content><media:credit>AFP</media:credit>'
        "<media:description>{text}</media:description><description>Résumé</description></item>"
    ),
)

KINDS = {
    "videos (YouTube)": (VIDEOS, "https://videos.example/watch?v=v1"),
    "notebook (Blogger)": (NOTEBOOK, "https://carnet.example/2026/1.html"),
    "podcast": (EPISODES, "https://voix.example/1"),
    "podcast without pages (Acast)": (PAGELESS, ""),
    "blog (FeedBurner)": (BURNT, "https://blog.example/1/?a=1&b=2"),
    "bank (RDF)": (BANK, "https://banque.example/1?a=1&b=2"),
    "alerts (Google)": (ALERTS, "https://alertes.example/url?rct=j&url=https://a.example/1"),
    "authority (SPIP)": (AUTHORITY, "https://autorite.example/spip.php?article1"),
    "official journal (words of its own)": (OFFICIAL, "https://jo.example/eli/1"),
    "preprints (arXiv)": (PREPRINTS, "http://archive.example/abs/1v1"),
    "site (Jekyll, WordPress' Atom)": (SITE, "https://site.example/1.html"),
    "newspaper, captions beside": (JOURNAL, "https://journal.example/1"),
}
