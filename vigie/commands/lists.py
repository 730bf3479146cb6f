"""Whole lists of feeds, in and out, as OPML: `flux importer|exporter`.

A list comes in as a file, by its address (read by the same guarded fetcher as any feed), or as addresses in the line
itself; each feed is read once before it is followed. It goes out as a file where the platform carries one, else as
text: several messages for a long one, each of them a whole document.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vigie.commands.feeds import MOST, Found, label, looked_at, of_articles, web_address
from vigie.commands.means import Means
from vigie.commands.naming import PAGE
from vigie.commands.phrases import LONGEST, clipped, existing, host, named, page_number, to_type, told, turning
from vigie.commands.subscriptions import change
from vigie.commands.table import Argument, Caller, File, Kind, Level, Refused, Reply, Values, command
from vigie.model import LOCAL, Feed, FeedState, Page
from vigie.opml import Listed, NotOpml, document_of, feeds_of
from vigie.parse.document import decoded
from vigie.parse.refusal import NotAFeed
from vigie.ports import FetchError, PostError, Teller
from vigie.text.fold import fold
from vigie.text.french import counted

log = logging.getLogger(__name__)

LIST = Argument(
    "liste",
    "L'adresse d'une liste OPML, ou les adresses des flux",
    required=False,
    english="list",
    limit=6_000,
)
FILE = Argument(
    "fichier",
    "Le fichier OPML, ou une adresse de flux par ligne",
    Kind.FILE,
    required=False,
    english="file",
    limit=300_000,
)

AT_ONCE = 8
"""Feeds that are tried at once, each on a host of its own."""

PATIENCE = 20.0
"""Seconds that a person waits for the answer; after that it is told when it is there."""

EXPLAINED = 6
"""Feeds that do not answer, and whose reason is given: the others are counted."""

ROOM = 1_600
"""Characters of a document in one message, beside what is said of it."""

LARGEST = 1_000_000
"""Bytes of a list: thousands of feeds, and no more than a blink to read."""

NOTHING = "Rien n'a été ajouté."


@command(
    "flux importer",
    "Suivre les flux d'une liste OPML, ou plusieurs à la fois",
    LIST,
    FILE,
    english="feed import",
    english_help="Follow the feeds of an OPML list, as feed readers export it, or several feeds at once",
    level=Level.ADMIN,
    examples=(
        "flux importer https://exemple.fr/mes-flux.opml",
        "flux importer https://exemple.fr/rss https://autre.exemple/atom.xml",
    ),
)
async def bring_in(means: Means, caller: Caller, values: Values) -> Reply:
    listed = await given(means, caller, values)
    known = [feed for feed, _ in await means.store.feeds(caller.channel.tenant)]
    wanted, refused = sorted_out(listed, known)
    room = max(MOST - sum(feed.tenant is not None for feed in known), 0)
    bringing = Import(caller, len(listed), wanted[:room], len(wanted[room:]), refused, {fold(f.name) for f in known})
    work = asyncio.create_task(bringing.all_of(means))
    done, _ = await asyncio.wait({work}, timeout=PATIENCE)
    if done:
        return Reply(work.result())
    later = asyncio.create_task(tell_when_done(means, caller, work))
    means.errands.add(later)
    later.add_done_callback(means.errands.discard)
    return Reply(
        f"J'essaie {counted(len(bringing.wanted), 'flux', 'flux')} : ceux qui se lisent sont suivis à mesure. "
        f"Je vous dirai le résultat en privé ; {to_type(caller, 'flux liste')} le montre déjà."
    )


async def tell_when_done(means: Means, caller: Caller, work: asyncio.Task[str]) -> None:
    """Tell the person who asked, as far as the platform lets us."""
    try:
        said = await work
        platform = means.platforms.get(caller.channel.platform)
        if isinstance(platform, Teller):
            await platform.tell(caller.user, said)
    except PostError as error:
        log.info("%s could not be told how an import ended: %s", caller.user, error)
    except Exception:  # the rim: nobody waits for this task
        log.exception("an import of %s broke off", caller.channel.tenant)


# -- what is in it ----------------------------------------------------------------------------------------------------


async def given(means: Means, caller: Caller, values: Values) -> list[Listed]:
    """The feeds that a person means: by a file, by the address of a list, by their own addresses. Raises Refused."""
    if text := values.get("fichier"):
        return await asyncio.to_thread(in_text, text, "Ce fichier")
    text = values.get("liste", "")
    if not text:
        raise Refused(
            f"Donnez l'adresse d'une liste OPML ({to_type(caller, 'flux importer https://exemple.fr/mes-flux.opml')}), "
            "joignez le fichier là où c'est possible, ou donnez les adresses des flux, séparées par des espaces."
        )
    if len(text.split()) > 1:
        return in_text(text, "Ce texte") if not (bare := BARE.findall(text)) else [Listed(one) for one in bare]
    if text.endswith(".opml") and "/" not in text:  # no site ends so
        raise Refused(f"Il n'y a pas de fichier « {clipped(text, 80)} » que je puisse lire d'ici. {NOTHING}")
    return await read(means, caller, web_address(text))


BARE = re.compile(r"\bxmlurl=\s*(https?://[^\s\"'<>]+)", re.IGNORECASE)
"""The addresses of an OPML document that was typed into a line, where it loses its quotation marks."""


async def read(means: Means, caller: Caller, url: str) -> list[Listed]:
    """The feeds of the list at this address. Raises Refused."""
    try:
        async with means.reading.visit() as room:
            page = await means.fetcher.fetch(url, FeedState(url), room)
            if page and len(page.body) > LARGEST:
                raise NotOpml(f"Cette liste est trop grosse : plus de {LARGEST // 1_000_000} Mo.")
            listed = await asyncio.to_thread(in_page, page) if page else []
    except (FetchError, NotOpml, NotAFeed) as error:
        one = f" Pour suivre un seul flux : {to_type(caller, 'flux ajouter')}" if isinstance(error, NotOpml) else ""
        raise Refused(f"{host(url)} : {error} {NOTHING}{one}") from error
    if not listed:
        raise Refused(f"{host(url)} : cette liste OPML ne nomme aucun flux. {NOTHING}")
    return listed


def in_page(page: Page) -> list[Listed]:
    """In a thread: a hostile list takes most of a second. Raises NotOpml, NotAFeed."""
    return feeds_of(decoded(page.body, page.content_type))


def in_text(text: str, what: str) -> list[Listed]:
    """The feeds of an OPML document, or of addresses between spaces. Raises Refused."""
    bare = LINK.sub(r"\1", text)
    if "<" not in bare:
        return [Listed(one) for one in dict.fromkeys(filter(None, re.split(r"[\s,;]+", bare)))]
    try:
        listed = feeds_of(text)
    except NotOpml as error:
        raise Refused(f"{what} : {error} {NOTHING}") from error
    if not listed:
        raise Refused(f"{what} ne nomme aucun flux. {NOTHING}")
    return listed


LINK = re.compile(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>")
"""An address as Slack writes it."""


def sorted_out(listed: Sequence[Listed], known: Sequence[Feed]) -> tuple[list[Listed], int]:
    """Those that are not followed yet, each once, and how many have no address to follow."""
    wanted: dict[str, Listed] = {}
    followed, refused = {feed.url for feed in known}, 0
    for one in listed:
        try:
            url = web_address(one.url)
        except Refused:
            refused += 1
            continue
        if url not in followed:
            wanted.setdefault(url, Listed(url, one.name))
    return list(wanted.values()), refused


# -- trying them ------------------------------------------------------------------------------------------------------


@dataclass
class Import:
    """A list on its way in: what came of each of its feeds so far."""

    caller: Caller
    total: int
    """How many feeds it names."""
    wanted: Sequence[Listed]
    beyond: int
    """How many of it there is no room for."""
    refused: int
    taken: set[str]
    """The names of the feeds that are followed, folded."""
    added: list[str] = field(default_factory=list)
    already: int = 0
    failed: list[str] = field(default_factory=list)
    """Each with its reason."""

    async def all_of(self, means: Means) -> str:
        """Try each, one at a time of a host, and follow those that can be read; what came of it."""
        hosts: defaultdict[str, list[Listed]] = defaultdict(list)
        for one in self.wanted:
            hosts[host(one.url)].append(one)
        turns = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self.of_host(means, feeds, turns) for feeds in hosts.values()))
        if self.added:
            sentence = f"{counted(len(self.added), 'flux importé', 'flux importés')} : {named(self.added)}"
            await means.store.note(change(means, self.caller, sentence))
        tenant = self.caller.channel.tenant
        log.info(
            "%s (%s) of %s follows %s feeds of a list", self.caller.name, self.caller.user, tenant, len(self.added)
        )
        return self.said()

    async def of_host(self, means: Means, feeds: Sequence[Listed], turns: asyncio.Semaphore) -> None:
        for one in feeds:
            async with turns:
                found = await tried(means, one.url)
            if isinstance(found, str):
                self.failed.append(f"• {one.name or label(one.url)} : {found}")
            else:
                await self.follow(means, one, found)

    async def follow(self, means: Means, one: Listed, found: Found) -> None:
        name = free_name(called(one, found), self.taken)
        self.taken.add(fold(name))
        if await means.store.follow(Feed(found.url, name, tenant=self.caller.channel.tenant), means.clock()):
            self.added.append(name)
        else:
            self.already += 1

    def said(self) -> str:
        """« 38 flux ajoutés sur 43 : A, B… », « Déjà suivis : 2. », « Ne se lisent pas : 3. »"""
        already = self.total - len(self.wanted) - self.beyond - self.refused + self.already
        more = len(self.failed) - EXPLAINED
        lines = told(
            f"{counted(len(self.added), 'flux ajouté', 'flux ajoutés')} sur {self.total} : {named(self.added)}."
            if self.added
            else f"Rien n'a été ajouté : cette liste nomme {counted(self.total, 'flux', 'flux')}.",
            f"Déjà suivis : {already}." if already else "",
            f"Adresses que Vigie ne lit pas : {self.refused}." if self.refused else "",
            f"Le maximum est de {MOST} flux à vous : {self.beyond} restent dehors." if self.beyond else "",
            f"Ne se lisent pas, et n'ont donc pas été ajoutés : {len(self.failed)}." if self.failed else "",
            [clipped(one, 150) for one in self.failed[:EXPLAINED]],
            f"• et {more} de plus" if more > 0 else "",
            "Ce qu'ils contiennent déjà ne donnera pas d'alerte ; la veille commence maintenant." if self.added else "",
        )
        return clipped(lines, LONGEST)


async def tried(means: Means, url: str) -> Found | str:
    """The feed at this address, or the only one that a page there announces; else why it can't be read."""
    try:
        return await looked_at(means, url)
    except FetchError as error:
        announced = of_articles(error.candidates)
        if len(announced) != 1:
            return str(error)
    try:
        return await looked_at(means, announced[0])
    except FetchError as error:
        return str(error)


def called(one: Listed, found: Found) -> str:
    """As the list calls it, else as it calls itself, else by its host."""
    return one.name or found.title or host(one.url)


def free_name(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken."""
    numbered = (f"{clipped(name, 74)} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (clipped(name, 80), *numbered) if fold(one) not in taken)


# -- exporter ---------------------------------------------------------------------------------------------------------


@command(
    "flux exporter",
    "Les flux ajoutés ici, en OPML",
    PAGE,
    english="feed export",
    english_help="The feeds added here, as OPML for another feed reader",
    level=Level.ADMIN,
    examples=("flux exporter",),
)
async def hand_out(means: Means, caller: Caller, values: Values) -> Reply:
    """Private: an address may hold a key."""
    tenant = caller.channel.tenant
    feeds = [feed for feed, _ in await means.store.feeds(tenant) if feed.tenant is not None or tenant == LOCAL]
    if not feeds:
        raise Refused(f"Aucun flux n'a été ajouté ici. Pour commencer : {to_type(caller, 'flux ajouter')}")
    listed = [Listed(feed.url, feed.name) for feed in feeds]
    if caller.takes_files:
        said = f"{counted(len(feeds), 'flux', 'flux')}, avec leurs noms : tout lecteur de flux sait relire ce fichier."
        return Reply(said, file=File("vigie-flux.opml", document_of(listed, TITLE)))
    documents = list(pages(listed))
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
