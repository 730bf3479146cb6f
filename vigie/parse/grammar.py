"""The elements, attributes and namespaces of plain documents, as tables. It walks through none.

What feedparser makes of each was read in its source (6.0.14): what it keeps elsewhere than in what `entries` looks at
changes no article, and what has a prefix and an address of which it never heard it only puts aside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import product

ATOM, RDF, RSS_1 = (
    "http://www.w3.org/2005/Atom",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/rss/1.0/",
)


class Doubtful(Exception):
    """The document is one for feedparser."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMESPACES: Mapping[str, frozenset[str]] = {
    prefix: words(addresses)
    for prefix, addresses in {
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "atom": ATOM,
        "atom10": ATOM,
        "a10": ATOM,
        "media": "http://search.yahoo.com/mrss/ http://search.yahoo.com/mrss",
        "sy": "http://purl.org/rss/1.0/modules/syndication/",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "wfw": "http://wellformedweb.org/CommentAPI/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd http://www.itunes.com/DTDs/PodCast-1.0.dtd "
        "http://www.itunes.com/DTDs/Podcast-1.0.dtd",
        "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
        "georss": "http://www.georss.org/georss",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "admin": "http://webns.net/mvcb/",
        "cc": "http://web.resource.org/cc/",
        "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
        "rdf": RDF,
    }.items()
}
"""What each prefix that a reader knows must stand for, where elements have it."""
ATOMS = frozenset({"atom", "atom10", "a10"})

KNOWN = words(
    """
    http://backend.userland.com/rss http://blogs.law.harvard.edu/tech/rss http://purl.org/rss/1.0/
    http://my.netscape.com/rdf/simple/0.9/ http://example.com/newformat# http://example.com/necho http://purl.org/echo/
    uri/of/echo/namespace# http://purl.org/pie/ http://purl.org/atom/ns# http://www.w3.org/2005/atom
    https://www.w3.org/2005/atom http://purl.org/rss/1.0/modules/rss091# http://webns.net/mvcb/
    http://purl.org/rss/1.0/modules/aggregation/ http://purl.org/rss/1.0/modules/annotate/
    http://media.tangent.org/rss/1.0/ http://backend.userland.com/blogchannelmodule
    http://creativecommons.org/ns#license http://web.resource.org/cc/
    http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html http://backend.userland.com/creativecommonsrssmodule
    http://purl.org/rss/1.0/modules/company http://purl.org/rss/1.0/modules/content/ http://my.theinfo.org/changed/1.0/rss/
    http://purl.org/dc/elements/1.1/ http://purl.org/dc/terms/ http://purl.org/rss/1.0/modules/email/
    http://purl.org/rss/1.0/modules/event/ http://rssnamespace.org/feedburner/ext/1.0 http://freshmeat.net/rss/fm/
    http://xmlns.com/foaf/0.1/ http://www.w3.org/2003/01/geo/wgs84_pos# http://www.georss.org/georss
    http://www.opengis.net/gml http://postneo.com/icbm/ http://purl.org/rss/1.0/modules/image/
    http://www.itunes.com/dtds/podcast-1.0.dtd http://example.com/dtds/podcast-1.0.dtd
    http://purl.org/rss/1.0/modules/link/ http://search.yahoo.com/mrss http://search.yahoo.com/mrss/
    http://madskills.com/public/xml/rss/module/pingback/ http://prismstandard.org/namespaces/1.2/basic/
    http://www.w3.org/1999/02/22-rdf-syntax-ns# http://www.w3.org/2000/01/rdf-schema#
    http://purl.org/rss/1.0/modules/reference/ http://purl.org/rss/1.0/modules/richequiv/
    http://purl.org/rss/1.0/modules/search/ http://purl.org/rss/1.0/modules/slash/
    http://schemas.xmlsoap.org/soap/envelope/ http://purl.org/rss/1.0/modules/servicestatus/
    http://hacks.benhammersley.com/rss/streaming/ http://purl.org/rss/1.0/modules/subscription/
    http://purl.org/rss/1.0/modules/syndication/ http://schemas.pocketsoap.com/rss/mydescmodule/
    http://purl.org/rss/1.0/modules/taxonomy/ http://purl.org/rss/1.0/modules/threading/
    http://purl.org/rss/1.0/modules/textinput/ http://madskills.com/public/xml/rss/module/trackback/
    http://wellformedweb.org/commentapi/ http://purl.org/rss/1.0/modules/wiki/ http://www.w3.org/1999/xhtml
    http://www.w3.org/1999/xlink http://www.w3.org/xml/1998/namespace http://podlove.org/simple-chapters
    http://www.w3.org/1998/math/mathml http://www.w3.org/2000/svg
    """
)
"""The addresses that mean something to feedparser, in lower case."""

TAKEN = words(
    "admin atom author cc channel content contributor copyright created creativecommons date dc dcterms description "
    "email expired feedburner generator geo georss gml guid image info issued itunes items media modified psc "
    "published publisher rdf rights start subtitle summary tagline tags title updated url validity wfw xhtml xml xmlns"
)
"""The first words of feedparser's own names: a prefix in front of an element makes one of them (« dc_title »)."""
PUT_ASIDE = re.compile(r"[A-Za-z][A-Za-z0-9]*", re.ASCII)
"""A prefix that can stand in front of none of them, unless it is one of TAKEN."""

LOCAL = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
"""What may follow a prefix."""

COLLIDING = words("guid title description summary link pubdate published issued date lastbuilddate updated modified")
"""Names that fastfeedparser takes for its own in an item of RSS, whatever their prefix."""
HOSTS = frozenset({"channel", "item", "feed", "entry", "author", "media:group", "media:content"})
"""Elements in which there may be others under a prefix that means nothing to feedparser."""


def is_unheard_of(prefix: str, address: str) -> bool:
    """Whether feedparser only puts aside what is under this prefix."""
    return (
        PUT_ASIDE.fullmatch(prefix) is not None
        and prefix.lower() not in TAKEN
        and "&" not in address.replace("&amp;", "")
        and address.lower() not in KNOWN
        and "backend.userland.com/rss" not in address.lower()
    )


# -- elements ---------------------------------------------------------------------------------------------------------

Children = Mapping[str, frozenset[str]]

DUBLIN = (
    "dc:creator dc:subject dc:language dc:rights dc:publisher dc:identifier dc:source dc:type dc:format dc:contributor "
    "dc:coverage dc:relation dc:keyword"
)
PLACES = "georss:point georss:box georss:featurename geo:lat geo:long"
PICTURES = (
    "media:content media:thumbnail media:credit media:keywords media:category media:rating media:copyright "
    "media:player media:text media:hash media:license media:restriction"
)
SYNDICATED = "sy:updatePeriod sy:updateFrequency sy:updateBase"
PERSON = "name uri email"
BURNT = "feedburner:info feedburner:emailServiceId feedburner:feedburnerHostname feedburner:feedFlare"


def elements(table: Mapping[str, str]) -> Children:
    pictured = f"{PICTURES} media:title media:description media:community"
    shared = {
        "media:group": pictured,
        "media:content": pictured,
        "media:community": "media:starRating media:statistics media:tags",
    }
    return {parent: words(names) for parent, names in (shared | dict(table)).items()}


RSS: Children = elements(
    {
        "": "rss",
        "rss": "channel",
        "channel": "title link description language copyright managingEditor webMaster pubDate lastBuildDate category "
        "generator docs ttl image skipHours skipDays item atom:link cloud site rating dc:date itunes:author "
        "itunes:owner itunes:image itunes:explicit itunes:summary itunes:subtitle itunes:category itunes:keywords "
        "itunes:type itunes:block itunes:complete itunes:new-feed-url itunes:title media:thumbnail media:category "
        "media:keywords media:copyright media:credit media:rating creativeCommons:license admin:generatorAgent "
        f"admin:errorReportsTo {SYNDICATED} {DUBLIN} {BURNT} {PLACES}",
        "image": "url title link width height description",
        "skipHours": "hour",
        "skipDays": "day",
        "item": "title link description guid pubDate content:encoded category author comments enclosure source post-id "
        "dc:date atom:updated a10:updated dc:modified atom:link slash:comments slash:section slash:department "
        "slash:hit_parade wfw:comment wfw:commentRss media:group media:description itunes:title itunes:summary "
        "itunes:subtitle itunes:author itunes:image itunes:duration itunes:explicit itunes:episode itunes:season "
        "itunes:episodeType itunes:keywords itunes:order itunes:block itunes:isClosedCaptioned "
        f"feedburner:origLink {DUBLIN} {PICTURES} {PLACES}",
        "itunes:owner": "itunes:name itunes:email",
        "itunes:category": "itunes:category",
    }
)
FEED: Children = elements(
    {
        "": "feed",
        "feed": "title subtitle id link updated published generator icon logo rights author contributor entry "
        f"category {SYNDICATED} {BURNT}",
        "entry": "title id link summary content published updated author contributor category rights media:group "
        f"feedburner:origLink {DUBLIN} {PICTURES} {PLACES}",
        "author": PERSON,
        "contributor": PERSON,
    }
)
RDF_ROOT = "rdf:RDF"
RDF_FEED: Children = elements(
    {
        "": RDF_ROOT,
        RDF_ROOT: "channel image item textinput",
        "channel": "title link description image items textinput atom:link dc:date dc:title cc:license "
        f"admin:generatorAgent admin:errorReportsTo {SYNDICATED} {DUBLIN}",
        "items": "rdf:Seq",
        "rdf:Seq": "rdf:li",
        "image": "title link url",
        "textinput": "title link description name",
        "item": "title link description content:encoded dc:date slash:comments slash:section slash:department "
        f"slash:hit_parade wfw:comment wfw:commentRss cc:license {DUBLIN} {PLACES}",
    }
)


ROOTS: Mapping[str, str] = {"rss": "rss", "fee": "feed", "rdf": RDF_ROOT}
"""The first letters of a document -> its root."""
ADDRESSES: Mapping[str, str | None] = {"rss": None, "feed": ATOM, RDF_ROOT: RSS_1}
"""The root -> what names without a prefix must stand for."""
CHILDREN: Mapping[str, Children] = {"rss": RSS, "feed": FEED, RDF_ROOT: RDF_FEED}
"""The root -> what each of the elements below it may hold."""


TEXTLESS: Mapping[str, frozenset[str]] = {
    "rss": frozenset({"atom:link"}),
    "feed": frozenset({"link"}),
    RDF_ROOT: frozenset({"atom:link"}),
}
"""Elements that say all in their attributes."""


@lru_cache(maxsize=64)
def leaves_of(root: str, prefixes: frozenset[str]) -> Children:
    """The elements that hold text alone, in each of those that hold elements, as far as their prefix is declared."""
    children, textless = CHILDREN[root], TEXTLESS[root]
    return {
        parent: frozenset(
            name for name in names - children.keys() - textless if ":" not in name or name.partition(":")[0] in prefixes
        )
        for parent, names in children.items()
    }


# -- what each says ---------------------------------------------------------------------------------------------------

TEXTS = frozenset({"title", "link", "description", "content:encoded", "guid", "id", "summary", "content"})
"""What an entry says once, with the dates."""
CHANGED = frozenset({"atom:updated", "a10:updated", "dc:modified"})
"""The date of a change of an item of RSS, where feedparser knows of one or not."""
DATES = frozenset({"pubDate", "dc:date", "published", "updated"}) | CHANGED
ORIGIN = "feedburner:origLink"
NOTED = TEXTS | DATES | {ORIGIN}
FILLED = frozenset({"guid", "id", "description", "summary"})
"""Texts in whose place fastfeedparser puts another where they are blank."""
ENTRY = frozenset({"item", "entry"})
ENTRIES = frozenset({"item", "entry", "media:group", "media:content"})
"""Elements whose texts are an entry's."""
LANGUAGES = frozenset({"language", "dc:language"})
WORDED = frozenset({"media:description", "itunes:summary"})
"""What feedparser may take for the text of an entry."""
BESIDE = WORDED | {"media:title", "itunes:title"}
BEGUN = NOTED | BESIDE
"""Elements of whose beginning note is taken."""
DISPLACED: Mapping[str, str] = {"itunes:title": "title", "media:description": "description"}
"""What fastfeedparser takes for what, where it comes first in an item of RSS."""
KEPT = WORDED | {ORIGIN}
"""What fastfeedparser does not give."""
TOLD = DATES | FILLED | LANGUAGES | KEPT | {"link"}
"""Elements whose text is looked at."""
LOOKED_FOR = (
    ("xmlns:media=", "<media:description"),
    ("xmlns:itunes=", "<itunes:"),
    ("xmlns:feedburner=", f"<{ORIGIN}"),
)
"""What a root declares, and what follows in the documents whose own words are needed."""

# -- attributes -------------------------------------------------------------------------------------------------------

BARE = frozenset({"channel", "item", "entry", "image", "skipHours", "skipDays", "items", "textinput"})
"""Elements that must have no attribute of their own: feedparser reads some there that nobody writes by the book."""
TYPED = frozenset({"title", "summary", "content", "subtitle", "rights", "media:title", "media:description"})
"""Texts, mostly Atom's, which say of what type they are."""
TYPES = frozenset({"text", "html", "plain", "text/plain", "text/html"})
WORDY = TYPED | NOTED | WORDED | {"itunes:title", "itunes:subtitle"}
"""Elements whose attributes may change what their text says."""
DESCRIBED = frozenset({"channel", "item", "image", "textinput"})
"""Elements of RDF that say which of its resources they are about."""
BASED = frozenset({"entry", "title", "summary", "content"})
AROUND = frozenset(
    "".join(letters)
    for name in ("base", "xmlns", "lang")
    for letters in product(*((letter, letter.upper()) for letter in name))
)
"""Attributes that change what a reader makes of the elements around, in whatever case: feedparser looks at none."""
CHECKED = WORDY | BARE | {"guid", "link", "atom:link"}
"""Elements of which not every other attribute is allowed."""
HARMLESS = frozenset({("link", "count"), ("link", "updated"), ("entry", "etag"), ("feed", "etag")})
"""Attributes, under a prefix that means nothing to feedparser, of elements that do."""
PLAIN_REL = re.compile(r"(?!.*alternate)[\w:/.#-]+", re.ASCII | re.IGNORECASE)
RELS = frozenset({"self", "hub", "edit", "replies", "enclosure", "related", "via", "next", "first", "last"})
TO_PAGE = frozenset({"rel", "href", "type", "title", "hreflang"})
VERSIONS = frozenset({"2.0", "0.91", "0.92", "0.93", "0.94"})

ATTRIBUTED: Mapping[str, str] = (
    {f'guid isPermaLink="{value}"': "guid" for value in ("true", "false", "False")}
    | {f'{name} type="{value}"': name for name in TYPED for value in ("text", "html")}
    | {f'{name} xmlns="com-wordpress:feed-additions:1"': name for name in ("site", "post-id")}
)
"""Tags with attributes that are allowed, as they are mostly written -> their elements."""
