"""Pages over HTTP, by aiohttp: one address in, its bytes out, or one French sentence that says why not.

It knows nothing of feeds or XML, follows no address that the guard refuses, and holds no more than a page in memory.
"""

from __future__ import annotations

import asyncio
import errno
import re
import socket
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType

import aiohttp
from yarl import URL

from vigie.adapters.addresses import AddressRefused, Guard, GuardedResolver, Lookup, block_of, lookup
from vigie.model import FeedState, Page
from vigie.ports import FetchError

MOST_REDIRECTS = 5
CONNECT = 10.0
"""Seconds to open a connection, handshake included."""

RATIO, RATIO_FROM = 100, 1_000_000
"""A body over 1 MB that decompresses to more than 100 times what was sent is a bomb: real feeds reach 10 to 20."""

SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=24)
"""What we make of any Retry-After."""

ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5"

LONGEST_LINKS = 8_000
"""Characters of Link headers that are kept of an answer."""

HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
"""What has no place in an address, and makes two readers of it see two hosts."""

TOO_SLOW = "Le site met trop de temps à répondre. C'est sans doute passager."
TOO_BIG = "Ce flux est trop gros : plus de {megabytes} Mo. Cherchez sur le site un flux plus court (une rubrique)."
BOMB = "Ce flux, décompressé, devient démesurément gros : Vigie ne le lit pas."
EMPTY = "Le site répond par une page vide. C'est sans doute passager."
PARTIAL = "Le site n'a pas envoyé le flux en entier, ou l'a mal compressé. C'est sans doute passager."
HELD = "Ce site a demandé à Vigie de revenir plus tard : elle attend qu'il le permette."
GARBLED = "Le site répond d'une façon que Vigie ne comprend pas (la réponse ne suit pas le protocole HTTP)."
UNASKED_304 = "Le site répond que rien n'a changé alors que Vigie n'avait encore rien lu. C'est sans doute passager."
NOWHERE = "Le site renvoie vers une autre adresse sans dire laquelle. C'est sans doute passager."
TOO_MANY_REDIRECTS = (
    "L'adresse renvoie d'une page à l'autre sans fin. Ouvrez-la dans un navigateur et copiez l'adresse finale."
)
DOWNGRADE = (
    "Le site renvoie d'une adresse protégée (https) vers une adresse qui ne l'est pas (http) : Vigie ne la suit pas."
)
INTERNAL = (
    "Cette adresse mène à une machine du réseau interne ({block}) : Vigie ne la lit pas. "
    "L'exploitant peut l'autoriser dans feeds.yaml, à « allow »."
)
NO_ADDRESS = "Ce n'est pas une adresse web complète. Donnez-la telle que le navigateur l'affiche, avec https://."
NO_SCHEME = "Vigie ne lit que les adresses qui commencent par https:// ou http://."
NO_USER = "Cette adresse contient un identifiant (avant le « @ ») : Vigie n'en veut pas. Donnez l'adresse sans lui."
NO_PORT = (
    "Cette adresse passe par le port {port} : Vigie ne lit que les ports habituels du web (80 et 443). "
    "L'exploitant peut autoriser celui-ci dans feeds.yaml, à « allow »."
)
CHALLENGE = (
    "Le site demande de prouver qu'on est humain : il refuse les lecteurs de flux. "
    "Demandez-lui d'autoriser Vigie, ou cherchez un autre flux."
)

STATUSES: Mapping[int, tuple[str, bool]] = {
    204: (EMPTY, False),
    205: (EMPTY, False),
    206: (PARTIAL, False),
    400: ("Le site ne comprend pas cette adresse (réponse 400). Vérifiez-la dans un navigateur.", False),
    401: ("Ce flux demande un mot de passe (réponse 401) : Vigie ne lit que les flux publics.", True),
    402: ("Ce flux est payant (réponse 402) : Vigie ne lit que les flux publics.", True),
    403: ("Le site refuse l'accès à Vigie (réponse 403). Vérifiez que le flux est public.", False),
    404: ("Cette adresse n'existe pas ou plus (réponse 404). Cherchez la nouvelle sur le site.", False),
    406: ("Le site n'a rien à donner à un lecteur de flux à cette adresse (réponse 406).", False),
    407: ("Un serveur mandataire demande un mot de passe (réponse 407). Parlez-en à l'exploitant.", False),
    408: ("Le site a trouvé la demande trop lente (réponse 408). C'est sans doute passager.", False),
    410: ("Ce flux a été supprimé par le site (réponse 410). Retirez-le, ou cherchez le nouveau.", True),
    429: ("Le site demande de venir moins souvent (réponse 429). Vigie attendra avant de revenir.", False),
    451: ("Ce flux est bloqué pour une raison légale (réponse 451).", True),
    500: ("Le site est en panne (réponse 500). C'est sans doute passager.", False),
    502: ("Le site est en panne (réponse 502). C'est sans doute passager.", False),
    503: ("Le site est momentanément indisponible (réponse 503). C'est sans doute passager.", False),
    504: ("Le site est en panne (réponse 504). C'est sans doute passager.", False),
}
"""status -> (sentence, permanent): one line for each answer that a follower of the feed can do something about."""

OTHER_STATUSES: Mapping[int, tuple[str, bool]] = {
    3: ("Le site renvoie ailleurs d'une façon que Vigie ne suit pas (réponse {status}).", False),
    4: ("Le site refuse la demande (réponse {status}). Vérifiez l'adresse dans un navigateur.", False),
    5: ("Le site est en panne (réponse {status}). C'est sans doute passager.", False),
}
"""The same by hundreds, for all other answers."""

TLS_TROUBLES: Mapping[int, str] = {
    10: "Le certificat de sécurité du site a expiré : Vigie attend que le site le renouvelle.",
    9: "Le certificat de sécurité du site n'est pas encore valable. Vérifiez l'heure de la machine où tourne Vigie.",
    62: "Le certificat de sécurité est celui d'un autre site. Vérifiez l'adresse.",
    64: "Le certificat de sécurité est celui d'un autre site. Vérifiez l'adresse.",
    18: "Le site a fait lui-même son certificat de sécurité : Vigie ne peut pas s'y fier.",
    19: "Le certificat de sécurité du site vient d'une autorité inconnue : Vigie ne peut pas s'y fier.",
    20: "Le certificat de sécurité du site vient d'une autorité inconnue : Vigie ne peut pas s'y fier.",
}
"""OpenSSL's verification error (X509_V_ERR_…) -> sentence."""

TLS_TROUBLE = "La connexion protégée (https) avec le site échoue. C'est sans doute passager."
TLS_UNTRUSTED = "Le certificat de sécurité du site n'est pas valable : Vigie ne peut pas s'y fier."

BROKEN = "Le site a coupé la connexion. C'est sans doute passager."
UNREACHABLE = "Le site est injoignable. C'est sans doute passager."
SOCKET_TROUBLES: Mapping[int, str] = {
    errno.ECONNREFUSED: "Le site refuse la connexion : son serveur est peut-être arrêté. C'est sans doute passager.",
    errno.ECONNRESET: BROKEN,
    errno.EPIPE: BROKEN,
}

UNKNOWN_NAME = "Aucun site ne porte ce nom. Vérifiez l'adresse."
NAMES_DOWN = (
    "Vigie n'arrive pas à trouver l'adresse du site (le service des noms ne répond pas). C'est sans doute passager."
)
NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


@dataclass
class Turn:
    """A host's queue of one: who holds the lock may ask, once `free_at` (on the loop's clock) has come.

    Until `closed_until` nobody may: the host asked for it (Retry-After), whichever of its feeds it was asked for.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    closed_until: float = 0.0


@dataclass(frozen=True)
class Redirect:
    """Where an answer leads, yet to be checked like any address, and whether for good (301, 308)."""

    to: URL
    for_good: bool


class HttpFetcher:
    """Fetches between `async with` and its end. See ports.Fetcher; every failure is a FetchError.

    `timeout` is for everything that a fetch does but wait for its host's turn; `largest` counts decompressed bytes;
    `gap` is kept between two requests to one host; `allow` holds the operator's `host:port`. With a `proxy`, it is the
    proxy that connects: of the addresses behind names the guard sees nothing then, only those written as such.
    """

    def __init__(
        self,
        allow: Iterable[str] = frozenset(),
        *,
        timeout: timedelta = timedelta(seconds=30),
        largest: int = 10_000_000,
        gap: timedelta = timedelta(seconds=1),
        contact: str = "",
        proxy: str | None = None,
        lookup: Lookup = lookup,
    ) -> None:
        self._proxy = URL(proxy) if proxy else None
        self._guard = Guard([*allow, *([f"{self._proxy.raw_host}:{self._proxy.port}"] if self._proxy else [])])
        self._timeout = timeout.total_seconds()
        self._largest = largest
        self._gap = gap.total_seconds()
        self._agent = f"Vigie/1 (+{contact})" if contact else "Vigie/1"
        self._lookup = lookup
        self._turns: dict[str, Turn] = {}

    async def __aenter__(self) -> HttpFetcher:
        connector = aiohttp.TCPConnector(
            socket_factory=self._guard.open,
            resolver=GuardedResolver(self._guard, self._lookup),
            ssl=ssl.create_default_context(),
            ttl_dns_cache=60,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            trust_env=False,  # a proxy would connect for us, where the guard sees nothing
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, connect=None, sock_connect=CONNECT),
            headers={"User-Agent": self._agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def fetch(self, url: str, state: FeedState) -> Page:
        move = state.memory.move
        asked, left, moved_to = validators(state), self._timeout, None
        outcome, left = await self._hop(self._checked(move.to if move and move.adopted else url), asked, left)
        is_for_good = True
        for _ in range(MOST_REDIRECTS):
            if isinstance(outcome, Page):
                return replace(outcome, moved_to=moved_to) if moved_to else outcome
            is_for_good = is_for_good and outcome.for_good
            moved_to = str(outcome.to) if is_for_good else moved_to
            try:
                outcome, left = await self._hop(self._checked(str(outcome.to)), asked, left)
            except FetchError as error:  # a site mends its redirects: nothing that lies behind one is for good
                raise FetchError(
                    str(error),
                    retry_after=error.retry_after,
                    status=error.status,
                    unreached=error.unreached,
                    held=error.held,
                ) from error
        if isinstance(outcome, Redirect):
            raise FetchError(TOO_MANY_REDIRECTS)
        return replace(outcome, moved_to=moved_to) if moved_to else outcome

    async def _hop(self, url: URL, asked: Mapping[str, str], left: float) -> tuple[Page | Redirect, float]:
        """One request in its turn, and how many of the seconds left are left after it."""
        async with self._turn(url.raw_host or ""):
            began = now()
            outcome = await self._within(left, url, asked)
            return outcome, left - (now() - began)

    async def _within(self, seconds: float, url: URL, asked: Mapping[str, str]) -> Page | Redirect:
        """One request, in so many seconds: the page, or the address it leads to."""
        try:
            async with asyncio.timeout(seconds):
                return await self._ask(url, asked)
        except TimeoutError as error:
            raise FetchError(TOO_SLOW) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise failure(error) from error

    async def _ask(self, url: URL, asked: Mapping[str, str]) -> Page | Redirect:
        met = self._proxy or url
        with self._guard.approach(met.raw_host or "", met.port or 0):
            async with self._session.get(url, headers=asked, allow_redirects=False, proxy=self._proxy) as response:
                if response.status in (301, 302, 303, 307, 308):
                    return destination(url, response)
                if response.status == 304 and asked:
                    return Page(b"", str(url), unchanged=True, fresh_for=fresh_for(response.headers))
                if response.status not in (200, 203):
                    raise self._refused(url, response)
                return Page(
                    await self._body(response),
                    str(url),
                    etag=echo(response.headers.get("ETag")),
                    last_modified=echo(response.headers.get("Last-Modified")),
                    content_type=echo(response.headers.get("Content-Type")),
                    fresh_for=fresh_for(response.headers),
                    link=", ".join(response.headers.getall("Link", ()))[:LONGEST_LINKS],
                )

    def _refused(self, url: URL, response: aiohttp.ClientResponse) -> FetchError:
        """What an answer that brings no page means; where it says to come back later, that is for the whole host."""
        error = refusal(response)
        if response.status in (429, 503) and error.retry_after:
            self._turns[url.raw_host or ""].closed_until = now() + error.retry_after.total_seconds()
        return error

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        """The whole body, decompressed; counted as it comes, so that no answer fills the memory."""
        too_big = FetchError(TOO_BIG.format(megabytes=f"{self._largest / 1_000_000:g}".replace(".", ",")))
        if (response.content_length or 0) > self._largest:
            raise too_big
        chunks, size = [], 0
        async for chunk in response.content.iter_any():
            chunks.append(chunk)
            size += len(chunk)
            if size > self._largest:
                raise too_big
            if size > RATIO_FROM and size > RATIO * response.content.total_raw_bytes:
                raise FetchError(BOMB)
        if not size:
            raise FetchError(EMPTY)
        return b"".join(chunks)

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """One request at a time to a host, and the gap between two."""
        turn = self._turns.setdefault(host, Turn())
        async with turn.lock:
            if (closed := turn.closed_until - now()) > 0:
                raise FetchError(HELD, retry_after=timedelta(seconds=closed), held=True)
            if (wait := turn.free_at - now()) > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                turn.free_at = now() + self._gap

    def _checked(self, text: str) -> URL:
        """The address, read once by the reader that aiohttp itself uses. Raises a permanent FetchError."""
        url = read(text.strip())
        if url is None or not url.scheme:
            raise FetchError(NO_ADDRESS, permanent=True)
        if url.scheme not in ("http", "https"):
            raise FetchError(NO_SCHEME, permanent=True)
        if not url.raw_host:
            raise FetchError(NO_ADDRESS, permanent=True)
        if url.raw_user is not None or url.raw_password is not None:
            raise FetchError(NO_USER, permanent=True)
        if url.port not in (80, 443) and not self._guard.allows(url.raw_host, url.port or 0):
            raise FetchError(NO_PORT.format(port=url.port), permanent=True)
        if self._proxy and (block := spelt_out(url.raw_host)) and not self._guard.allows(url.raw_host, url.port or 0):
            raise FetchError(INTERNAL.format(block=block), permanent=True)
        return url


def read(text: str) -> URL | None:
    """The address as yarl reads it; None where it cannot, or where another reader could see another host in it."""
    if HIDDEN.search(text):
        return None
    try:
        return URL(text)
    except ValueError:
        return None


def spelt_out(host: str) -> str | None:
    """The refused block of a host that is an address, however it is spelt, or a name of this machine; None for others.

    All that can be checked where a proxy connects for us.
    """
    name = host.strip("[]").removesuffix(".").lower()
    if ":" in name or name.rpartition(".")[2][:1].isdigit():
        return block_of(name)
    return name if name == "localhost" or name.endswith((".localhost", ".internal", ".local")) else None


def now() -> float:
    """The loop's clock, in seconds; no server and no operator can move it."""
    return asyncio.get_running_loop().time()


def validators(state: FeedState) -> dict[str, str]:
    """The conditional headers, exactly as the server gave them: both where it gave both."""
    known = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in known.items() if value}


def echo(value: str | None) -> str | None:
    """A header that can be kept and sent back as it came; None where it is empty, or no text at all."""
    return value if value and value.isprintable() else None


def destination(here: URL, response: aiohttp.ClientResponse) -> Redirect:
    """Where a redirect leads. Raises FetchError, ValueError."""
    location = response.headers.get("Location")
    if not location:
        raise FetchError(NOWHERE)
    there = here.join(URL(location))
    if (here.scheme, there.scheme) == ("https", "http"):
        raise FetchError(DOWNGRADE)
    return Redirect(there, response.status in (301, 308))


def refusal(response: aiohttp.ClientResponse) -> FetchError:
    """What an answer that brings no page means for those who follow the feed."""
    status = response.status
    if status == 304:
        return FetchError(UNASKED_304, status=status)
    if response.headers.get("cf-mitigated") == "challenge":
        return FetchError(CHALLENGE, status=status)
    sentence, permanent = STATUSES.get(status) or OTHER_STATUSES.get(status // 100, (GARBLED, False))
    return FetchError(
        sentence.format(status=status),
        permanent=permanent,
        retry_after=retry_after(response.headers),
        status=status,
    )


def fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """How long the answer holds by its Cache-Control, else by Expires against the server's own Date (RFC 9111, 5.3);
    None where it does not say, or says that it is stale.
    """
    control = headers.get("Cache-Control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b", control):
        return None
    if found := re.search(r"\bmax-age\s*=\s*\"?([0-9]{1,10})", control):
        seconds = float(found[1])
    else:
        expires, date = http_date(headers.get("Expires", "")), http_date(headers.get("Date", ""))
        seconds = (expires - date).total_seconds() if expires and date else 0.0
    return timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds())) if seconds > 0 else None


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """How long the site asks us to stay away, 1 minute to 24 hours; None where it does not say so legibly.

    In seconds, or as a date, which is read against the server's own Date: its clock may be wrong, not its wish.
    """
    asked = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"-?\d+", asked):
        seconds = float(asked[:12])
    else:
        date, since = http_date(asked), http_date(headers.get("Date", "")) or datetime.now(UTC)
        if date is None:
            return None
        seconds = (date - since).total_seconds()
    wait = min(max(seconds, SHORTEST_WAIT.total_seconds()), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=wait)


def http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def failure(error: Exception) -> FetchError:
    """The sentence for a connection that went wrong, whatever its library calls it."""
    match error:
        case aiohttp.ClientConnectorCertificateError():
            return FetchError(untrusted(error.certificate_error))
        case ssl.SSLError():
            return FetchError(TLS_TROUBLE)
        case AddressRefused():
            return FetchError(INTERNAL.format(block=error.range), permanent=True)
        case socket.gaierror():
            return FetchError(UNKNOWN_NAME if error.errno in NO_SUCH_NAME else NAMES_DOWN, unreached=True)
        case aiohttp.ClientConnectorError():
            return failure(error.os_error)
        case aiohttp.ClientPayloadError():
            return FetchError(PARTIAL)
        case aiohttp.ServerDisconnectedError():
            return FetchError(BROKEN)
        case aiohttp.InvalidURL():
            return FetchError(NO_ADDRESS, permanent=True)
        case OSError():
            return FetchError(SOCKET_TROUBLES.get(error.errno or 0, UNREACHABLE), unreached=True)
        case _:
            return FetchError(GARBLED)


def untrusted(error: Exception) -> str:
    """What is wrong with a certificate, in French."""
    return TLS_TROUBLES.get(getattr(error, "verify_code", 0), TLS_UNTRUSTED)
