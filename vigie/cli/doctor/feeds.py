"""Whether each feed of feeds.yaml answers now, and how fast. It keeps nothing of what it reads."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from yarl import URL

from vigie.adapters.http import HttpFetcher
from vigie.adapters.parser_pool import ParserPool
from vigie.admission import Admission, Room
from vigie.cli.doctor.verdicts import Mark, Verdict, fine, note, wrong
from vigie.cli.progress import count
from vigie.config import FileConfig
from vigie.memory import Offer
from vigie.model import Feed, FeedState
from vigie.parse.wishes import wishes
from vigie.ports import Fetcher, FetchError, Parser

PATIENCE = 18
"""Seconds that a feed has to answer, once it is its turn."""

GAP = timedelta(seconds=0.5)
"""Between two requests to one site: shorter than in service, for somebody waits."""

SLOW = 5
"""Seconds from which an answer is slow."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How one feed answered."""

    feed: Feed
    seconds: float
    articles: int = 0
    error: str | None = None
    permanent: bool = False
    offer: Offer | None = None
    """The hubs that it names."""

    @property
    def mark(self) -> Mark:
        if self.error:
            return Mark.WRONG if self.permanent else Mark.NOTE
        return Mark.NOTE if self.seconds > SLOW or not self.articles else Mark.FINE

    @property
    def told(self) -> str:
        """« 40 articles », « 40 articles, mais en 7 s »."""
        if self.error:
            return self.error
        late = f", mais en {self.seconds:.0f} s" if self.seconds > SLOW else ""
        return count(self.articles, "article") + late


async def examine(config: FileConfig) -> list[Tried]:
    """Every feed, in the order of the file; those of one site one after the other."""
    admission, sites = Admission(), defaultdict[str | None, asyncio.Lock](asyncio.Lock)
    async with (
        HttpFetcher(config.allow, contact=config.contact, proxy=config.proxy, gap=GAP) as fetcher,
        ParserPool() as parser,
    ):

        async def in_turn(feed: Feed) -> Tried:
            async with sites[URL(feed.url).raw_host]:
                return await attempt(feed, fetcher, parser, admission)

        return list(await asyncio.gather(*map(in_turn, config.feeds)))


async def attempt(
    feed: Feed, fetcher: Fetcher, parser: Parser, admission: Admission, patience: float = PATIENCE
) -> Tried:
    """How the feed answers, once it is its turn."""
    async with admission.visit() as room:
        return await answer(feed, fetcher, parser, room, patience)


async def answer(feed: Feed, fetcher: Fetcher, parser: Parser, room: Room, patience: float) -> Tried:
    clock = asyncio.get_running_loop().time
    began = clock()
    try:
        async with asyncio.timeout(patience):
            page = await fetcher.fetch(feed.url, FeedState(feed.url), room)
            articles = await parser.parse(page, feed) if page else ()
    except TimeoutError:
        return Tried(feed, patience, error=f"Pas de réponse en {patience:g} s.")
    except FetchError as error:
        return Tried(feed, clock() - began, error=str(error), permanent=error.permanent)
    offer = wishes(page.body, page.url, page.link).offer if page else None
    return Tried(feed, clock() - began, len(articles), offer=offer)


def courtesy(config: FileConfig) -> Iterator[Verdict]:
    """Whether a site that is read finds in our requests whom to write to."""
    if not config.contact:
        yield note(
            "Les sites lus ne savent pas à qui écrire de vos visites",
            "Donnez-leur une adresse à vous dans feeds.yaml, sous « defaults » : contact: veille@exemple.fr",
        )


def road(config: FileConfig) -> Iterator[Verdict]:
    """What a proxy changes: who connects, and what the check of addresses can no longer see."""
    if config.proxy:
        yield note(
            f"Flux, hubs, Discord et Slack passent par le serveur mandataire {URL(config.proxy).host}, qui se connecte "
            "pour Vigie : elle ne voit plus à quelles machines mènent les noms des adresses données par les gens (elle "
            "ne refuse que celles qui sont écrites en chiffres, les noms sans point, ceux en .local ou .internal, et "
            "celui du mandataire)",
            "Faites-lui refuser votre réseau interne, l'adresse 169.254.169.254 et tout autre port que 80 et 443.",
        )


def shared_reason(tried: Sequence[Tried]) -> str:
    """Why none of several feeds answers, where it is the same for all; empty where it is not."""
    reasons = {one.error for one in tried}
    return str(reasons.pop()) if len(tried) > 1 and len(reasons) == 1 and None not in reasons else ""


def verdict(tried: Sequence[Tried]) -> Verdict:
    """The feeds as one line: some may sleep for a day, none at all is a fault of ours or of the network."""
    alive = sum(one.error is None for one in tried)
    gone = sum(one.permanent for one in tried)
    seen = f"{alive} flux sur {len(tried)} {'répond' if alive == 1 else 'répondent'}"
    if not alive and (reason := shared_reason(tried)):
        return wrong(f"Aucun des {len(tried)} flux ne répond\u00a0: {reason}", "Vérifiez la connexion à Internet.")
    if not alive:
        return wrong("Aucun flux ne répond", "Vérifiez la connexion à Internet, et la raison de chacun.")
    if gone:
        lost = "ne répondra plus" if gone == 1 else "ne répondront plus"
        return wrong(f"{seen}, {gone} {lost}", "Retirez de feeds.yaml ceux que le tableau marque ✗.")
    if alive < len(tried):
        return note(seen, "Vigie réessaie d'elle-même les autres ; corrigez l'adresse de ceux qui ne reviennent pas.")
    return fine(seen)
