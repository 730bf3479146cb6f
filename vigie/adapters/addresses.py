"""The guard of addresses: what no feed may make us talk to, checked on what a name resolves to, at connect time.

It knows neither HTTP nor feeds. Two locks on one door: the resolver refuses a name where any of its addresses is
refused, the socket factory refuses the address itself, however it was spelt.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeVar

from aiohttp.abc import AbstractResolver, ResolveResult

S = TypeVar("S", bound=socket.socket)

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]
"""(family, type, protocol, canonical name, socket address), as getaddrinfo gives it."""

REFUSED = tuple(
    map(
        ip_network,
        (
            # IPv4: the IANA special-purpose registry (RFC 6890 and its updates), multicast and reserved blocks.
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by the customers of a carrier; Alibaba's metadata is 100.100.100.200
            "127.0.0.0/8",  # this machine
            "169.254.0.0/16",  # link-local; the clouds' metadata
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments; Oracle's metadata is 192.0.0.192
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
            "168.63.129.16/32",  # Azure's wire server: in no registry
            # IPv6: what is not 2000::/3 is not the public Internet; what people meet is named first.
            "::1/128",  # this machine
            "::ffff:0:0/96",  # IPv4 mapped
            "64:ff9b::/96",  # IPv4 behind NAT64
            "64:ff9b:1::/48",  # the same, local
            "fc00::/7",  # private; AWS's metadata is fd00:ec2::254
            "fe80::/10",  # link-local
            "fec0::/10",  # site-local, deprecated
            "ff00::/8",  # multicast
            "::/3",  # unspecified, IPv4-compatible, IPv4-translated, discard…
            "4000::/2",
            "8000::/1",
            # … and within 2000::/3, the registry again.
            "2001::/23",  # protocol assignments; Teredo wraps IPv4 in it
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4 wraps IPv4
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)

ISATAP = {0x00005EFE, 0x02005EFE}
"""The middle of an IPv6 address that wraps an IPv4 one on any prefix (RFC 5214)."""


class AddressRefused(OSError):
    """A connection was about to reach an address that is refused; `range` is the block it lies in."""

    def __init__(self, block: str) -> None:
        super().__init__(f"address refused: within {block}")
        self.range = block


def refused(ip: str) -> bool:
    """Whether no feed may live at this address."""
    return block_of(ip) is not None


def block_of(ip: str) -> str | None:
    """The refused block that the address lies in (« 192.168.0.0/16 »); None for a public address.

    What is no address at all is refused, as itself.
    """
    try:
        address = ip_address(ip)
    except ValueError:
        return ip
    inner = wrapped(address)
    if inner is not None and (block := block_of(str(inner))):
        return block
    return next((str(network) for network in REFUSED if address in network), None)


def wrapped(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address at the end of an IPv6 one that wraps it: mapped, ISATAP; None where there is none."""
    if isinstance(address, IPv4Address):
        return None
    if (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped


class Guard:
    """Lets a connection through or not. What the operator allows is written `host:port`, by name or by address.

    An allowed name may resolve to anything; the connection must be opened within `approach(host, port)`.
    """

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self._allow = frozenset(place.lower() for place in allow)
        self._trusted: ContextVar[bool] = ContextVar("trusted", default=False)

    def allows(self, host: str, port: int) -> bool:
        """Whether the operator named this place; an IPv6 address stands in brackets on the list, or bare."""
        host = host.lower().strip("[]").removesuffix(".")
        return f"{host}:{port}" in self._allow or f"[{host}]:{port}" in self._allow

    @contextlib.contextmanager
    def approach(self, host: str, port: int) -> Iterator[None]:
        """Connections opened within, by this task or those it starts, are for this host and port."""
        token = self._trusted.set(self.allows(host, port))
        try:
            yield
        finally:
            self._trusted.reset(token)

    def open(self, info: AddressInfo, made: type[S] = socket.socket) -> S:  # type: ignore[assignment]
        """A socket for an address that may be reached: aiohttp's socket_factory. Raises AddressRefused."""
        family, kind, protocol, _, address = info
        block = block_of(str(address[0]))
        if block is not None and not self._trusted.get():
            raise AddressRefused(block)
        return made(family, kind, protocol)


Lookup = Callable[[str, int, int], "list[AddressInfo]"]
"""(host, port, family) -> addresses, as slowly as the network likes. Raises OSError."""


def lookup(host: str, port: int, family: int) -> list[AddressInfo]:
    """The system's own answer, for addresses of the kinds that this machine has."""
    try:
        return list(socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG))
    except UnicodeError as error:  # an empty label, or one over 63 letters
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error


class GuardedResolver(AbstractResolver):
    """aiohttp's resolver: a name where any address is refused is refused, unless the operator allows the place.

    Each look-up has a thread that may be left behind: a dead name server must not hold up the end of the program,
    and asyncio waits for the threads of its own pool.
    """

    def __init__(self, guard: Guard, lookup: Lookup = lookup) -> None:
        self._guard = guard
        self._lookup = lookup

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_UNSPEC) -> list[ResolveResult]:
        infos = await in_thread(lambda: self._lookup(host, port, family))
        addresses = [(str(info[4][0]), info[0], info[2]) for info in infos]
        blocks = [block for address, _, _ in addresses if (block := block_of(address))]
        if blocks and not self._guard.allows(host, port):
            raise AddressRefused(blocks[0])
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=protocol, flags=flags)
            for address, family, protocol in addresses
        ]

    async def close(self) -> None:
        """Nothing to close: the threads end with their look-ups."""


async def in_thread(work: Callable[[], list[AddressInfo]]) -> list[AddressInfo]:
    """Run blocking work in a daemon thread of its own; whoever waits may be cancelled at once."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[AddressInfo]] = loop.create_future()

    def settle(result: list[AddressInfo], error: OSError | None) -> None:
        if future.done():  # nobody waits any more
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    def run() -> None:
        result: list[AddressInfo] = []
        failure: OSError | None = None
        try:
            result = work()
        except OSError as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop is gone: so is whoever asked
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="dns", daemon=True).start()
    return await future
