"""Whole lists of feeds, in and out, as OPML: `flux importer|exporter`.

A list comes in by its address, read by the same guarded fetcher as any feed. It goes out as text: platforms carry no
files here, so a list longer than a message comes as several, each of them a whole document.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from vigie.commands.desk import Desk
from vigie.commands.feeds import MOST, web_address
from vigie.commands.naming import PAGE
from vigie.commands.phrases import clipped, existing, host, named, page_number, to_type, told, turning
from vigie.commands.table import Argument, Caller, Level, Refused, Reply, Values, command
from vigie.model import LOCAL, Feed, FeedState
from vigie.opml import Listed, NotOpml, document_of, feeds_of
from vigie.parse.document import decoded
from vigie.parse.refusal import NotAFeed
from vigie.ports import FetchError
from vigie.text.fold import fold
from vigie.text.french import counted

log = logging.getLogger(__name__)

LIST = Argument("adresse", "L'adresse du fichier OPML", english="address", one_word=True, limit=1000)

ROOM = 1_600
"""Characters of a document in one message, beside what is said of it."""


@command(
    "flux importer",
    "Suivre les flux d'une liste OPML",
    LIST,
    english="feed import",
    english_help="Follow the feeds of an OPML list, as feed readers export it",
    level=Level.ADMIN,
    examples=("flux importer https://exemple.fr/mes-flux.opml",),
)
async def bring_in(desk: Desk, caller: Caller, values: Values) -> Reply:
    url, tenant = web_address(values["adresse"]), caller.channel.tenant
    listed = await read(desk, url)
    known = [feed for feed, _ in await desk.store.feeds(tenant)]
    wanted, refused = sorted_out(listed, known, tenant)
    room = MOST - sum(feed.tenant is not None for feed in known)
    added = [feed for feed in wanted[:room] if await desk.store.follow(feed, desk.clock())]
    log.info("%s (%s) of %s follows %s feeds of a list", caller.name, caller.user, tenant, len(added))
    return Reply(
        told(
            f"{counted(len(added), 'flux ajouté', 'flux ajoutés')} sur {len(listed)} : "
            f"{named(feed.name for feed in added)}."
            if added
            else f"Rien à ajouter : cette liste nomme {counted(len(listed), 'flux', 'flux')}.",
            f"Déjà suivis : {len(listed) - len(wanted) - refused}." if len(listed) > len(wanted) + refused else "",
            f"Adresses que Vigie ne lit pas : {refused}." if refused else "",
            f"Le maximum est de {MOST} flux à vous : {len(wanted) - room} restent dehors."
            if len(wanted) > room
            else "",
            f"Vigie les lit maintenant ; dans quelques minutes, {to_type(caller, 'flux liste')} dira comment ils vont."
            if added
            else "",
        )
    )


async def read(desk: Desk, url: str) -> list[Listed]:
    """The feeds of the list at this address. Raises Refused."""
    try:
        page = await desk.fetcher.fetch(url, FeedState(url))
        listed = feeds_of(decoded(page.body, page.content_type)) if page else []
    except (FetchError, NotOpml, NotAFeed) as error:
        raise Refused(f"{host(url)} : {error} Rien n'a été ajouté.") from error
    if not listed:
        raise Refused(f"{host(url)} : cette liste OPML ne nomme aucun flux. Rien n'a été ajouté.")
    return listed


def sorted_out(listed: Sequence[Listed], known: Sequence[Feed], tenant: str) -> tuple[list[Feed], int]:
    """The feeds that are not followed yet, each under a name of its own, and how many have no address to follow."""
    wanted: list[Feed] = []
    followed, taken = {feed.url for feed in known}, {fold(feed.name) for feed in known}
    refused = 0
    for one in listed:
        try:
            url = web_address(one.url)
        except Refused:
            refused += 1
            continue
        if url not in followed:
            feed = Feed(url, free_name(one.name or host(url), taken), tenant=tenant)
            followed.add(url)
            taken.add(fold(feed.name))
            wanted.append(feed)
    return wanted, refused


def free_name(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken."""
    numbered = (f"{clipped(name, 74)} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (clipped(name, 80), *numbered) if fold(one) not in taken)


@command(
    "flux exporter",
    "Les flux ajoutés ici, en OPML",
    PAGE,
    english="feed export",
    english_help="The feeds added here, as OPML for another feed reader",
    level=Level.ADMIN,
    examples=("flux exporter",),
)
async def hand_out(desk: Desk, caller: Caller, values: Values) -> Reply:
    tenant = caller.channel.tenant
    feeds = [feed for feed, _ in await desk.store.feeds(tenant) if feed.tenant is not None or tenant == LOCAL]
    if not feeds:
        raise Refused(f"Aucun flux n'a été ajouté ici. Pour commencer : {to_type(caller, 'flux ajouter')}")
    documents = list(pages([Listed(feed.url, feed.name) for feed in feeds]))
    number = existing(page_number(values), len(documents))
    several = f", en {len(documents)} documents complets (page {number})" if len(documents) > 1 else ""
    head = f"{counted(len(feeds), 'flux', 'flux')}{several}. Enregistrez ce texte dans un fichier .opml :"
    return Reply(f"{head}\n{documents[number - 1]}", actions=turning("flux exporter", values, number, len(documents)))


def pages(feeds: Sequence[Listed]) -> Iterator[str]:
    """The documents that hold them, each fit for a message."""
    batch: list[Listed] = []
    for feed in feeds:
        if batch and len(document_of([*batch, feed], TITLE)) > ROOM:
            yield document_of(batch, TITLE)
            batch = []
        batch.append(feed)
    yield document_of(batch, TITLE)


TITLE = "Flux suivis par Vigie"
