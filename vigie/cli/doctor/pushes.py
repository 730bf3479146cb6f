"""Whether hubs can reach us at the public address, and which hubs the feeds name. It asks no hub."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence

import aiohttp
from yarl import URL

from vigie.adapters.callback_server import PLACE, CallbackServer
from vigie.cli.doctor.feeds import Tried
from vigie.cli.doctor.verdicts import Verdict, fine, note, wrong
from vigie.cli.progress import count
from vigie.config import FileConfig, PublicAddress
from vigie.ports import Push
from vigie.subscriber import Door
from vigie.text.system import refusal

PATIENCE = aiohttp.ClientTimeout(total=10)

RELAY = "Relayez {address}/websub/ vers {host}:{port} : docs/exploiter.md donne les lignes pour nginx et Caddy."
ELSEWHERE = (
    "Vérifiez le nom, le certificat et le relais. Certains réseaux ne laissent pas une machine se joindre elle-même "
    "par son adresse publique : essayez alors d'ailleurs, une page vide (404) est la bonne réponse."
)


async def examine(config: FileConfig, tried: Sequence[Tried]) -> list[Verdict]:
    found = [offered(tried, config.push is not None)] if not tried or any(one.error is None for one in tried) else []
    if config.push:
        if not config.push.address.startswith("https://"):
            found.append(
                note("L'adresse publique n'est pas en https : le chemin des notifications se lit en route", HTTPS)
            )
        found.append(await reached(config.push, config.proxy))
    return found


HTTPS = "Leur signature les protège, pas leur secret : donnez une adresse en https."


def offered(tried: Sequence[Tried], is_on: bool) -> Verdict:
    """How many of the feeds name a hub, and which."""
    hubs = Counter(URL(one.offer.hubs[0]).host or "?" for one in tried if one.offer)
    if not hubs:
        return fine("Aucun flux ne nomme de hub (WebSub) : tous sont relevés")
    names = ", ".join(f"{host} ({number})" for host, number in hubs.most_common(5))
    seen = f"{count(hubs.total(), 'flux nomme', 'flux nomment')} un hub (WebSub) : {names}"
    return fine(
        f"{seen}. Vigie s'y abonne" if is_on else f"{seen}. Sans adresse publique (« push »), tous sont relevés"
    )


async def reached(push: PublicAddress, proxy: str | None) -> Verdict:
    """Whether what is asked at the public address comes to the port that we listen at."""
    probe = Probe()
    try:
        async with CallbackServer(push.host, push.port, probe, probe.receive):
            return await asked(push, probe, proxy)
    except OSError as error:
        return note(
            f"Le port {push.host}:{push.port} est pris ({refusal(error)})",
            "Si Vigie tourne, c'est elle : arrêtez-la pour essayer l'adresse publique. Sinon, changez « listen ».",
        )


async def asked(push: PublicAddress, probe: Probe, proxy: str | None) -> Verdict:
    address = f"{push.address}/{PLACE}/{probe.path}"
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE, proxy=proxy) as session,
            session.get(address, allow_redirects=False) as response,
        ):
            if await response.content.read(100) == probe.word.encode():
                return fine(f"Adresse publique {push.address} : elle mène à Vigie")
            other = f"L'adresse publique {push.address} répond ({response.status}), mais ce n'est pas Vigie"
            return wrong(other, RELAY.format(address=push.address, host=push.host, port=push.port))
    except (aiohttp.ClientError, TimeoutError) as error:
        return note(f"Adresse publique {push.address} injoignable d'ici ({type(error).__name__})", ELSEWHERE)


class Probe:
    """A subscriber of one moment, which says a word at one path."""

    def __init__(self) -> None:
        self.path, self.word = secrets.token_urlsafe(32), secrets.token_urlsafe(16)

    async def confirm(self, path: str, query: Mapping[str, str]) -> str | None:
        return self.word if path == self.path else None

    async def door(self, path: str) -> Door:
        return Door.UNKNOWN

    async def receive(self, push: Push) -> None:
        """Nothing is let in."""
