"""The feeds that a tenant follows beside those of feeds.yaml: `flux ajouter|retirer|liste`."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import SplitResult, urlencode, urlsplit

from vigie.cards import Action, moment
from vigie.commands.means import Means
from vigie.commands.naming import CONFIRM, PAGE, feed_named, for_button, one_feed
from vigie.commands.phrases import clean, clipped, health, host, in_trouble, is_silent, line_of, page_of, to_type, told
from vigie.commands.subscriptions import change
from vigie.commands.table import Argument, Caller, Kind, Level, Refused, Reply, Values, command
from vigie.links import spelt
from vigie.model import Article, Feed, FeedState
from vigie.parse.document import feed_title
from vigie.ports import FetchError
from vigie.text.fold import fold
from vigie.text.french import counted, joined

log = logging.getLogger(__name__)

MOST = 500
"""Feeds that a tenant may add."""

OFFERED = 5
"""Feeds found on a page that are offered as buttons."""

ADDRESS = Argument("adresse", "L'adresse du flux RSS ou Atom", english="address", one_word=True, limit=1000)
NAME = Argument("nom", "Le nom à lui donner ; sinon, celui qu'il se donne", required=False, english="name", limit=80)
FEED = Argument("flux", "Le flux, par son nom ou son adresse", Kind.FEED, english="feed", limit=1000)


@command(
    "flux ajouter",
    "Suivre un flux RSS ou Atom de plus",
    ADDRESS,
    NAME,
    english="feed add",
    english_help="Follow one more RSS or Atom feed, checked at once",
    level=Level.ADMIN,
    examples=("flux ajouter https://exemple.fr/rss.xml", "flux ajouter exemple.fr/rss.xml nom: Exemple Économie"),
)
async def add(means: Means, caller: Caller, values: Values) -> Reply:
    url = web_address(values["adresse"])
    states = await means.store.feeds(caller.channel.tenant)
    if stopped := next((pair for pair in states if pair[0].url == url and pair[1].memory.stopped_at), None):
        return await resumed(means, caller, *stopped)
    known = [feed for feed, _ in states]
    check(url, values.get("nom", ""), known)
    if sum(feed.tenant is not None for feed in known) >= MOST:
        raise Refused(
            f"Vous suivez déjà {MOST} flux à vous, le maximum. Retirez-en un d'abord : "
            f"{to_type(caller, 'flux retirer')}"
        )
    try:
        found = await looked_at(means, url)
    except FetchError as error:  # a page that announces one new feed stands for it
        candidates = [one for one in of_articles(error.candidates) if not feed_named(known, one)]
        if len(candidates) != 1:
            return refusal(caller, url, values, error, candidates)
        found = await looked_at_announced(means, url, candidates[0])
    feed = Feed(found.url, values.get("nom") or free_name(found, known), tenant=caller.channel.tenant)
    if not await means.store.follow(feed, means.clock()):
        raise Refused(f"Ce flux est déjà suivi ({feed.name}) : rien à faire.")
    await means.store.note(change(means, caller, f"flux suivi : {feed.name} ({host(feed.url)})"))
    log.info("%s (%s) of %s follows %s", caller.name, caller.user, caller.channel.tenant, host(feed.url))
    announced = f"{host(url)} est une page, qui annonce un flux : c'est lui que je suis." if found.url != url else ""
    return Reply(
        told(f"« {feed.name} » ({host(feed.url)}) est suivi.", announced, contents(means, found.articles)),
        private=not await means.store.subscriptions(caller.channel),
    )


async def resumed(means: Means, caller: Caller, feed: Feed, state: FeedState) -> Reply:
    """A feed that its site had said to be gone, and that is there again."""
    try:
        await looked_at(means, feed.url)
    except FetchError as error:
        return refusal(caller, feed.url, {}, error, ())
    now = means.clock()
    memory = replace(state.memory, stopped_at=None, gone_at=None)
    await means.store.save_visit(feed, replace(state, next_visit=now, memory=memory), [], now, baseline=False)
    await means.store.note(change(means, caller, f"flux repris : {feed.name} ({host(feed.url)})"))
    return Reply(f"« {feed.name} » est de retour : Vigie recommence à le lire.")


def web_address(typed: str) -> str:
    """A complete address; https where the scheme is left out. Raises Refused."""
    typed = re.sub(r"^<(.*?)(\|.*)?>$", r"\1", typed)  # Slack writes a link so
    scheme = re.match(r"([a-z][a-z0-9+.-]*):(?!\d)", typed, re.I)
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise Refused(f"Une adresse « {scheme[1]}: » ne se lit pas. {EXAMPLE}")
    parts = split(typed if scheme else f"https://{typed}")
    if parts is None or not parts.hostname or not re.search(r"[.:]|^localhost$", parts.hostname):
        raise Refused(f"« {clipped(host_or(typed), 80)} » n'est pas une adresse. {EXAMPLE}")
    if parts.username or parts.password:
        raise Refused("Cette adresse contient un mot de passe : d'autres le verraient. Donnez-la sans lui.")
    return spelt(parts._replace(scheme=parts.scheme.lower(), fragment="").geturl())


EXAMPLE = "Donnez l'adresse complète du flux, comme https://exemple.fr/rss.xml"


def split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read here: a wrong one raises only when it is asked for
    except ValueError:
        return None
    return parts


def host_or(typed: str) -> str:
    """What was typed without its query, which may hold a key."""
    return typed.split("?")[0]


def check(url: str, name: str, known: Sequence[Feed]) -> None:
    """Raises Refused where the feed is followed, or its name taken."""
    if same := feed_named(known, url):
        whose = "feeds.yaml le suit pour tous" if same.tenant is None else "il a été ajouté ici"
        raise Refused(f"Ce flux est déjà suivi sous le nom « {same.name} » ({whose}) : rien à faire.")
    if name and any(fold(feed.name) == fold(name) for feed in known):
        raise Refused(f"Un autre flux s'appelle déjà « {name} ». Choisissez un autre nom.")


@dataclass(frozen=True, slots=True)
class Found:
    """What an address holds now."""

    url: str
    title: str
    articles: Sequence[Article]
    """Oldest first."""


async def looked_at(means: Means, url: str) -> Found:
    """The feed at this address. Raises FetchError."""
    url = spelt(url)
    async with means.reading.visit() as room:
        page = await means.fetcher.fetch(url, FeedState(url), room)
        articles = await means.parser.parse(page, Feed(url, host(url))) if page else ()
    return Found(url, clean(feed_title(page.body)) if page else "", articles)


COMMENTS = re.compile(r"/(?:comments?|commentaires?)(?:[/.]|$)", re.IGNORECASE)


def of_articles(announced: Sequence[str]) -> list[str]:
    """The feeds of a page without those of its readers' comments, which blogs announce beside it."""
    return [url for url in announced if not COMMENTS.search(urlsplit(url).path)] or list(announced)


async def looked_at_announced(means: Means, page: str, url: str) -> Found:
    """The one feed that a page announces. Raises Refused."""
    try:
        return await looked_at(means, url)
    except FetchError as error:
        raise Refused(
            f"{host(page)} n'est pas un flux mais une page ; elle en annonce un, chez {host(url)}, "
            f"qui ne se lit pas non plus : {error} {NOT_ADDED}"
        ) from error


def free_name(found: Found, known: Iterable[Feed]) -> str:
    """How the feed calls itself, else its host; with a number where that is taken."""
    taken = {fold(feed.name) for feed in known}
    name = clipped(found.title or host(found.url), NAME.limit)
    numbered = (f"{clipped(name, NAME.limit - 6)} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if fold(one) not in taken)


NOT_ADDED = "Rien n'a été ajouté."


def refusal(caller: Caller, url: str, values: Values, error: FetchError, found: Sequence[str]) -> Reply:
    """Why the address is no feed we can follow; the feeds that its page announces become buttons."""
    if not found:
        if error.candidates:
            raise Refused(f"{host(url)} est une page, dont le flux est déjà suivi : rien à faire.")
        raise Refused(f"{host(url)} : {error} {NOT_ADDED}{advice(error)}")
    name = {"nom": values["nom"]} if "nom" in values else {}
    offers = [{"adresse": candidate, **name} for candidate in found[:OFFERED]]
    return Reply(
        told(
            f"{host(url)} est une page, pas un flux ; elle en annonce {len(found)}. {NOT_ADDED} Lequel suivre ?",
            [clipped(to_type(caller, line_of("flux ajouter", offer)), 300) for offer in offers if is_long(offer)],
        ),
        actions=tuple(Action(label(offer["adresse"]), "flux ajouter", offer) for offer in offers),
    )


def advice(error: FetchError) -> str:
    """What to do, where the reason does not say it."""
    if error.retry_after:
        return f" Réessayez dans {soon(error.retry_after)}."
    if not error.permanent:
        return " Réessayez un peu plus tard."
    says_it = error.status is not None or "." in str(error).rstrip(".")
    return "" if says_it else f" {EXAMPLE}"


def soon(wait: timedelta) -> str:
    """« 2 min », « 1 h », rounded up."""
    minutes = -(-wait // timedelta(minutes=1))
    return f"{minutes} min" if minutes < 60 else f"{-(-minutes // 60)} h"


def is_long(offer: Values) -> bool:
    """Whether its button may be too long for a platform: Discord's holds a hundred characters in all."""
    return len(urlencode(offer)) > 75


def label(url: str) -> str:
    """« exemple.fr/economie/rss »: what tells a site's feeds apart."""
    return clipped(f"{host(url)}{urlsplit(url).path.rstrip('/')}", 75)


def contents(means: Means, articles: Sequence[Article]) -> list[str]:
    """How much it holds, and that none of it will be an alert."""
    if not articles:
        return ["Le flux se lit bien, mais il est vide pour l'instant : la veille commence maintenant."]
    newest, several = articles[-1], len(articles) > 1
    when = f", du {moment(newest.published, means.zone)}" if newest.published else ""
    return [
        f"{counted(len(articles), 'article présent', 'articles présents')}, la veille commence maintenant : "
        f"{'ils ne donneront' if several else 'il ne donnera'} pas d'alerte, les suivants oui.",
        f"Le plus récent : « {clipped(newest.title, 200)} »{when}.",
    ]


# -- retirer ----------------------------------------------------------------------------------------------------------


@command(
    "flux retirer",
    "Ne plus suivre un flux ajouté ici",
    FEED,
    CONFIRM,
    english="feed remove",
    english_help="Stop following a feed added here",
    level=Level.ADMIN,
    examples=("flux retirer Exemple Économie",),
)
async def remove(means: Means, caller: Caller, values: Values) -> Reply:
    if values.get("confirme") == "non":
        return Reply("C'est noté : rien n'a changé.")
    feed = one_feed([feed for feed, _ in await means.store.feeds(caller.channel.tenant)], values["flux"], caller)
    if feed.tenant is None:
        raise Refused(
            f"« {feed.name} » vient de feeds.yaml, le fichier commun à tous : il ne se retire que là, par la personne "
            "qui exploite Vigie. Le fichier est relu dès qu'il est enregistré."
        )
    if values.get("confirme") != "oui":
        return ask(feed)
    await means.store.unfollow(caller.channel.tenant, feed.url)
    await means.store.note(change(means, caller, f"flux retiré : {feed.name} ({host(feed.url)})"))
    log.info("%s (%s) of %s leaves %s", caller.name, caller.user, caller.channel.tenant, host(feed.url))
    # Private whatever it changes: the line to type again holds the whole address, and an address may hold a key.
    line = line_of("flux ajouter", {"adresse": feed.url, "nom": feed.name})
    return Reply(told(f"« {feed.name} » n'est plus suivi.", "Pour revenir en arrière, tapez :", to_type(caller, line)))


def ask(feed: Feed) -> Reply:
    return Reply(
        f"« {feed.name} » ({host(feed.url)}) ne sera plus suivi, dans aucun salon.\nConfirmez-vous ?",
        actions=(
            Action("Oui, retirer", "flux retirer", {"flux": for_button(feed), "confirme": "oui"}, danger=True),
            Action("Non, garder", "flux retirer", {"flux": for_button(feed), "confirme": "non"}),
        ),
    )


# -- liste ------------------------------------------------------------------------------------------------------------


@command(
    "flux liste",
    "Les flux suivis, et comment ils vont",
    PAGE,
    english="feed list",
    english_help="The feeds that are followed, and how they are",
    examples=("flux liste",),
)
async def list_all(means: Means, caller: Caller, values: Values) -> Reply:
    feeds = await means.store.feeds(caller.channel.tenant)
    if not feeds:
        raise Refused(f"Aucun flux n'est suivi. Pour commencer : {to_type(caller, 'flux ajouter')}")
    head = f"{counted(len(feeds), 'flux suivi', 'flux suivis')}, {condition([state for _, state in feeds], means)}."
    pushed = await means.leases.carrying(means.clock()) if means.leases else frozenset()
    lines = [line(feed, state, means) + PUSHED * (feed.url in pushed) for feed, state in feeds]
    shown, turning = page_of(lines, values, "flux liste")
    return Reply(told(head, shown), actions=turning)


PUSHED = " ; il prévient Vigie de chaque article"


def condition(states: Sequence[FeedState], means: Means) -> str:
    """« dont 2 en panne et 1 muet », « aucun en panne »."""
    troubled = sum(in_trouble(state) for state in states)
    silent = sum(is_silent(state, means.clock()) for state in states)
    told = [f"{troubled} en panne"] * bool(troubled) + [counted(silent, "muet", "muets")] * bool(silent)
    return f"dont {joined(told)}" if told else "aucun en panne"


def line(feed: Feed, state: FeedState, means: Means) -> str:
    place = "" if feed.tenant is None else ", ajouté ici"
    name = feed.name if host(feed.url) in feed.name else f"{feed.name} ({host(feed.url)})"
    return f"• {name}{place} : {health(state, means.clock())}"
