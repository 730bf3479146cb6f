"""Links made comparable: two addresses of one article have one cleaned form, all of an outlet's links one name. Pure.

It asks no server where a link leads: what it does not know by the spelling alone stays as it is.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit

TRACKERS = {
    "the click identifier that each advertising or social network adds": (
        "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id epik srsltid"
    ),
    "Facebook's older share links, Openstat": "fb_action_ids fb_action_types fb_ref fb_source _openstat",
    "AT Internet, now Piano Analytics, the French press's usual counter: « xtor=RSS-1 »": "xtor xts",
    "campaigns of press houses: Les Échos, The Guardian, MSN, New York Times, Bloomberg, CBS, AOL and Yahoo": (
        "cmpid cmp icid ocid smid smtyp emc sref srnd ftag ncid guccounter guce_referrer guce_referrer_sig"
    ),
    "newsletters: HubSpot, Drip, Vero, Olytics, Marketo, Wicked Reports": (
        "_hsenc _hsmi __hssc __hstc __hsfp hsctatracking __s vero_id vero_conv oly_anon_id oly_enc_id mkt_tok wickedid"
    ),
    "share widgets of Twitter, Echobox, Trueanthem; Google's AMP viewer": (
        "ref_src ref_url __twitter_impression echobox taid usqp amp_js_v amp_gsa"
    ),
}
"""Who writes them -> parameters that say where the reader comes from, never what is read; in lower case."""

TRACKING = frozenset(name for names in TRACKERS.values() for name in names.split())

TRACKING_FAMILIES = (
    "utm_",  # Google Analytics (Urchin)
    "at_",  # AT Internet / Piano Analytics: at_medium, at_campaign, at_custom1
    "ns_",  # Comscore: ns_mchannel, ns_source, ns_campaign
    "mc_",  # Mailchimp: mc_cid, mc_eid
    "mtm_",  # Matomo
    "pk_",  # Matomo, when it was Piwik
    "hsa_",  # HubSpot advertising
)

REFERRERS = frozenset({"ref", "referrer", "source", "src", "partner", "mod"})
"""Dropped where the value is a word (« rss », « exemple.fr »): with a digit in it, it may be what names the page."""

AMP = frozenset({"amp", "outputtype", "output", "format"})
"""Parameters that ask for the AMP page: `?amp`, `?amp=1`, `?outputType=amp`."""

SHADOWS = ("www.", "m.", "mobile.", "amp.")
"""Hosts that show the same pages as the host without the prefix."""

SECOND_LEVELS = {
    "fr": "asso avocat cci com gouv nom notaires prd tm",
    "uk": "ac co gov ltd me net nhs org plc police",
    "at": "ac co gv or",
    "au": "asn com edu gov id net org",
    "br": "com gov net org",
    "ca": "gc on qc",
    "cn": "com gov net org",
    "es": "com gob nom org",
    "in": "co gov net nic org",
    "jp": "ac co go ne or",
    "kr": "ac co go or",
    "mx": "com gob org",
    "nz": "ac co govt net org",
    "pl": "com gov net org",
    "tr": "com gov org",
    "za": "co gov org",
    "ar": "com gob", "bd": "com", "bj": "gouv", "ci": "gouv", "cm": "com", "co": "com gov", "cy": "com",
    "dz": "com gov", "ec": "com", "eg": "com gov", "gh": "com", "gr": "com gov", "hk": "com gov org", "hu": "co gov",
    "id": "co go", "ie": "gov", "il": "co gov org", "it": "edu gov", "ke": "co go", "lb": "com gov",
    "ma": "co gov press", "ml": "gouv", "mt": "com", "my": "com gov", "ng": "com gov", "pe": "com gob", "ph": "com gov",
    "pk": "com gov", "pt": "com gov", "qa": "com", "ro": "com", "sa": "com gov", "sg": "com gov", "sn": "com gouv",
    "th": "co go", "tn": "com gov", "tw": "com gov org", "ua": "com gov", "uy": "com", "ve": "com", "vn": "com gov",
}  # fmt: skip
"""From the Public Suffix List (publicsuffix.org, ICANN section), cut down to countries whose press is read here: under
another suffix of two labels, an outlet comes out one label too short (« com.xx » for « journal.com.xx »).
"""

HOUSES = frozenset(
    {"europa.eu", "blogspot.com", "wordpress.com", "substack.com", "over-blog.com", "hautetfort.com", "github.io"}
)
"""No suffixes of that section, yet each name under them is another publisher: the Union's institutions, and blogs."""

SUFFIXES = HOUSES | {f"{label}.{country}" for country, labels in SECOND_LEVELS.items() for label in labels.split()}
"""Suffixes of two labels under which anyone (or any ministry) has a name of their own."""

ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
KEPT = "!$&'()*+,;=:@/%~?"
"""What may stand as it is in a path or a query (RFC 3986), besides letters and digits; % because escapes come first."""

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""What no reader sees in an address, and no server needs: controls, zero-width and direction marks, half characters."""

NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
AND = re.compile(r"&(?:amp;)*")
"""What separates parameters; feeds that escape twice write `&amp;`."""

AMP_FIRST = re.compile(r"(?:/amp(?=/|$))+", re.IGNORECASE)
AMP_FILE = re.compile(r"\.html?$", re.IGNORECASE)
GOOGLE = re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}")


DEFAULT_PORTS = {"http": 80, "https": 443}

AS_IT_IS = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,63}/(?!.*/\.)[A-Za-z0-9_~!$'()*+,=:@&/.-]*"
    r"(?:\?[A-Za-z0-9_~!$'()*+,;=:@&/.?-]+)?"
)
"""Links that nothing has to be done to: nearly all of them."""

ORDINARY = re.compile(
    r"https?://((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,63})((?:/[A-Za-z0-9_~!$'()*+,=:@&.-]*+)*+)"
    r"(?:\?([A-Za-z0-9_~!$'()*+,=:@&/.?-]*+))?"
)
"""Links that are spelt in their one normal way: host, path, query. Nearly all of them too."""


def is_web(url: str) -> bool:
    """Whether a reader's browser may be sent there: http or https, a host that can be one, no user name before it."""
    return web(url) is not None


def absolute(link: str, base: str) -> str:
    """A link as a page at `base` means it, fit to be shown and followed; '' for none, or one that is no web address.

    Only the spelling changes: blanks and the like are percent-encoded, what cannot be seen goes.
    """
    if AS_IT_IS.fullmatch(link):
        return link
    link = UNSEEN.sub("", link).strip()
    try:
        parts = web(urljoin(base, link)) if link else None
    except ValueError:  # urljoin's word for brackets in a host
        return ""
    if parts is None:
        return ""
    return parts._replace(
        path=escaped(parts.path), query=escaped(parts.query), fragment=escaped(parts.fragment)
    ).geturl()


def cleaned(url: str) -> str:
    """The form of a link that tells whether two links are one article: `https://exemple.fr/a/b?id=3`.

    https, the bare host, no default port, no tracking, no AMP, no fragment but a `#!` route, no trailing slash,
    escapes in one spelling. Idempotent. What is no web address comes back as it is, without blanks around it.
    It is a key, not a link to follow: a server may want the parts that went.
    """
    url = url.strip()
    if (found := ORDINARY.fullmatch(url)) and found[2] != "/url":
        name, way, asked = found.groups("")
        return f"https://{bare(name)}{path(way)}{question(asked)}"
    url = unwrapped(url)
    if (parts := web(url)) is None:
        return url
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    route = f"#{escaped(parts.fragment)}" if parts.fragment.startswith("!") else ""
    return f"https://{bare(host(parts))}{port}{path(escaped(parts.path))}{escaped(question(parts.query))}{route}"


def spelt(url: str) -> str:
    """The one spelling of the addresses that ask one server for one thing: its host in lower case and ASCII, no default
    port, at least a slash for a path, escapes in their one spelling, no fragment. What is no web address comes back as
    it is.
    """
    if (found := ORDINARY.fullmatch(url)) and found[2] and found[3] != "":
        return url
    parts = None if "\\" in url else web(url)
    if parts is None:
        return url
    name = f"[{host(parts)}]" if ":" in host(parts) else host(parts)
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    path, query = escaped(parts.path or "/"), escaped(parts.query)
    return parts._replace(netloc=f"{name}{port}", path=path, query=query, fragment="").geturl()


def outlet(url: str) -> str:
    """The registrable domain of a link, as readers know the outlet: « lesechos.fr », « bbc.co.uk »; '' if it has none.

    By the table SECOND_LEVELS, whose limits stand there. An IP address is its own outlet.
    """
    parts = web(unwrapped(url.strip()))
    return registrable(bare(host(parts))) if parts else ""


def web(url: str) -> SplitResult | None:
    """The parts of a web address, its unseen characters left out; None where it is anything else."""
    try:
        parts = urlsplit(UNSEEN.sub("", url))
        parts.port  # noqa: B018  # reading it is what checks it
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return None
    return parts if is_ip(host(parts)) or NAME.fullmatch(host(parts)) else None


def host(parts: SplitResult) -> str:
    """The host in ASCII lower case (« xn--caf-dma.fr »), without brackets or final dot; '' where there is none."""
    name = (parts.hostname or "").removesuffix(".")
    if name.isascii() and len(name) < 64:  # nothing to translate, and no label too long
        return name.lower()
    try:
        return name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return name


def is_ip(name: str) -> bool:
    if name[-1:].isalpha() and ":" not in name:  # a name, as nearly all are
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def unwrapped(url: str) -> str:
    """The address inside a link of Google Alerts (`google.com/url?url=…`), one level deep; any other link as it is."""
    target = redirection(url)
    return target if is_web(target) and not redirection(target) else url


def redirection(url: str) -> str:
    """Where Google's own redirection says it leads; '' where the link is none."""
    parts = web(url)
    if parts is None or parts.path != "/url" or not GOOGLE.fullmatch(host(parts)):
        return ""
    inner = dict(parse_qsl(parts.query))
    return (inner.get("url") or inner.get("q") or "").strip()


@lru_cache(maxsize=1_024)  # a document's links share their host, and what they say of where the reader comes from
def bare(name: str) -> str:
    """A host without `www.` and the like, as long as a name is left under a public suffix; IPv6 in its brackets."""
    if is_ip(name):
        return f"[{name}]" if ":" in name else name
    if not name.startswith(SHADOWS):
        return name
    while prefix := next((p for p in SHADOWS if name.startswith(p)), ""):
        rest = name.removeprefix(prefix)
        if "." not in rest or rest in SUFFIXES:
            break
        name = rest
    return name


def registrable(name: str) -> str:
    """The last two labels of a bare host, three under a suffix of two."""
    if is_ip(name.strip("[]")):
        return name
    labels = name.split(".")
    length = 3 if ".".join(labels[-2:]) in SUFFIXES else 2
    return ".".join(labels[-length:])


def path(text: str) -> str:
    """A path, its escapes in their one spelling, without its AMP marks and its trailing slashes."""
    text = text.rstrip("/")
    if "amp" not in text.lower():
        return text
    while (shorter := without_amp(text)) != text:
        text = shorter
    return text


def without_amp(text: str) -> str:
    """A path without the mark at its beginning, and one less at its end."""
    if first := AMP_FIRST.match(text):
        text = text[first.end() :]
    file = AMP_FILE.search(text, max(len(text) - 5, 0))
    stem, suffix = (text[: file.start()], file[0]) if file else (text, "")
    marks = (".amp",) if file else ("/amp", ".amp")
    if stem[-4:].lower() in marks:
        stem = stem[:-4]
    return f"{stem}{suffix}".rstrip("/")


@lru_cache(maxsize=1_024)
def question(query: str) -> str:
    """« ? » and the parameters that name the page, in their order, as they are written; '' where none does."""
    if not query:
        return ""
    pairs = [pair for pair in AND.split(query) if pair.strip("=") and not is_noise(pair)]
    return f"?{'&'.join(pairs)}" if pairs else ""


@lru_cache(maxsize=1_024)
def is_noise(pair: str) -> bool:
    """Whether `name=value` says how the reader came, or asks for the AMP page."""
    name, _, value = pair.partition("=")
    if "%" in pair:
        name, value = unquote(name), unquote(value)
    name, value = name.lower(), value.lower()
    if name in TRACKING or name.startswith(TRACKING_FAMILIES):
        return True
    if name in AMP:
        return value == "amp" or (name == "amp" and value in ("", "1", "true"))
    return name in REFERRERS and not any(c.isdigit() for c in value)


def escaped(text: str) -> str:
    """Percent-encoding in its one normal spelling (RFC 3986, 6.2.2): escapes in capitals, none that need not be."""
    return quote(ESCAPE.sub(normal_escape, STRAY.sub("%25", text)), safe=KEPT)


def normal_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in UNRESERVED else f"%{match[1].upper()}"
