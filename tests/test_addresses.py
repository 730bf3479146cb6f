"""The guard of addresses, on its own: blocks, allow-list, resolver."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from vigie.adapters.addresses import AddressRefused, Guard, GuardedResolver, block_of, lookup, refused

REFUSED = (
    "127.0.0.1 127.127.127.127 0.0.0.0 0.0.0.1 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.1.1 "
    "169.254.169.254 100.64.0.1 100.100.100.200 100.127.255.255 192.0.0.1 192.0.0.8 192.0.0.192 192.0.2.1 192.88.99.1 "
    "198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 "
    "168.63.129.16 ::1 :: ::ffff:127.0.0.1 ::ffff:a9fe:a9fe ::127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 "
    "64:ff9b:1::a9fe:a9fe 2002:7f00:1:: 2001:0:7f00:1::1 fe80::1 fe80::1%lo fec0::1 fc00::1 fd00:ec2::254 ff02::1 "
    "::5efe:10.0.0.1 2001:db8::1 2a01:e0a:1:2:0:5efe:192.168.1.1 2a01:e0a:1:2:200:5efe:7f00:1 100::1 3fff::1 5f00::1 "
    "4000::1 "
)
PUBLIC = (
    "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 172.15.255.255 172.32.0.1 192.167.255.255 "
    "192.169.0.1 198.17.255.255 198.20.0.1 223.255.255.255 168.63.129.15 2a01:e0a::1 2606:4700:4700::1111 "
    "2001:4860:4860::8888 2a01:e0a:1:2:0:5efe:8.8.8.8 "
)


@pytest.mark.parametrize("address", REFUSED.split())
def test_no_feed_lives_at_an_address_that_is_not_public(address: str) -> None:
    assert refused(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_a_public_address_is_let_through(address: str) -> None:
    assert not refused(address)


@pytest.mark.parametrize("text", ["", "localhost", "2130706433", "127.1", "0x7f.1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("192.168.1.20", "192.168.0.0/16"),
        ("::ffff:10.1.2.3", "10.0.0.0/8"),
        ("::1", "::1/128"),
        ("fd12::1", "fc00::/7"),
        ("2a01::5efe:172.16.0.1", "172.16.0.0/12"),
    ],
)
def test_a_refusal_names_the_block_and_not_the_machine(address: str, block: str) -> None:
    assert block_of(address) == block


def info(address: str, port: int = 80) -> tuple[int, int, int, str, tuple[object, ...]]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    tail = (0, 0) if family == socket.AF_INET6 else ()
    return (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port, *tail))


@pytest.mark.parametrize("address", REFUSED.split())
def test_no_socket_is_made_for_a_refused_address(address: str) -> None:
    with pytest.raises(AddressRefused), Guard().approach("exemple.fr", 80):
        Guard().open(info(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "127.0.0.1"])
def test_a_socket_is_made_for_a_public_address_and_for_an_allowed_place(address: str) -> None:
    guard = Guard({"intranet.example:80"})
    with guard.approach("intranet.example", 80), guard.open(info(address)) as opened:
        assert opened.family == socket.AF_INET


def test_trust_ends_with_the_approach() -> None:
    guard = Guard({"intranet.example:80"})
    with guard.approach("intranet.example", 80), guard.approach("exemple.fr", 80), pytest.raises(AddressRefused):
        guard.open(info("127.0.0.1"))
    with pytest.raises(AddressRefused):
        guard.open(info("127.0.0.1"))


@pytest.mark.parametrize(
    ("host", "port", "allowed"),
    [
        ("intranet.example", 8443, True),
        ("INTRANET.example.", 8443, True),
        ("intranet.example", 443, False),
        ("autre.intranet.example", 8443, False),
        ("10.1.2.3", 80, True),
        ("10.1.2.4", 80, False),
        ("fd00::7", 443, True),
        ("[fd00::7]", 443, True),
        ("fd00::8", 443, False),
    ],
)
def test_the_operator_allows_a_host_with_its_port(host: str, port: int, allowed: bool) -> None:
    assert Guard({"Intranet.example:8443", "10.1.2.3:80", "[fd00::7]:443"}).allows(host, port) is allowed


async def resolved(*addresses: str, allow: frozenset[str] = frozenset()) -> list[str]:
    resolver = GuardedResolver(Guard(allow), lambda host, port, family: [info(address, port) for address in addresses])
    found = await resolver.resolve("exemple.fr", 80)
    await resolver.close()
    return [one["host"] for one in found]


async def test_a_name_resolves_to_its_public_addresses() -> None:
    assert await resolved("1.1.1.1", "2606:4700:4700::1111") == ["1.1.1.1", "2606:4700:4700::1111"]


@pytest.mark.parametrize("addresses", [["1.1.1.1", "::1"], ["10.0.0.1", "1.1.1.1"], ["169.254.169.254"]])
async def test_a_name_with_one_refused_address_is_refused_whole(addresses: list[str]) -> None:
    with pytest.raises(AddressRefused):
        await resolved(*addresses)


async def test_a_name_that_turns_internal_after_a_first_visit_is_refused() -> None:
    answers = iter(["1.1.1.1", "127.0.0.1"])
    resolver = GuardedResolver(Guard(), lambda host, port, family: [info(next(answers), port)])
    assert await resolver.resolve("exemple.fr", 80)
    with pytest.raises(AddressRefused):
        await resolver.resolve("exemple.fr", 80)


async def test_an_allowed_name_may_resolve_to_anything() -> None:
    assert await resolved("10.0.0.1", allow=frozenset({"exemple.fr:80"})) == ["10.0.0.1"]


@pytest.mark.parametrize("name", ["a" * 64 + ".example", "a..example", "nulle-part.invalid"])
async def test_a_name_that_cannot_be_one_is_unknown(name: str) -> None:
    with pytest.raises(socket.gaierror):
        await GuardedResolver(Guard(), lookup).resolve(name, 80)


async def test_an_odd_spelling_of_an_address_resolves_to_what_it_means() -> None:
    with pytest.raises(AddressRefused):
        await GuardedResolver(Guard(), lookup).resolve("0x7f000001", 80)


async def test_whoever_waits_for_a_dead_name_server_can_leave() -> None:
    started, release = threading.Event(), threading.Event()

    def slow(host: str, port: int, family: int) -> list[tuple[int, int, int, str, tuple[object, ...]]]:
        started.set()
        release.wait(10)
        return []

    waiting = asyncio.create_task(GuardedResolver(Guard(), slow).resolve("exemple.fr", 80))
    await asyncio.to_thread(started.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    release.set()
    for thread in threading.enumerate():
        if thread.name == "dns":
            await asyncio.to_thread(thread.join)
    await asyncio.sleep(0)  # the answer comes too late, to nobody


def test_an_answer_that_comes_after_the_loop_is_gone_disturbs_nobody() -> None:
    started, release = threading.Event(), threading.Event()

    def slow(host: str, port: int, family: int) -> list[tuple[int, int, int, str, tuple[object, ...]]]:
        started.set()
        release.wait(10)
        return []

    async def leave() -> threading.Thread:
        waiting = asyncio.create_task(GuardedResolver(Guard(), slow).resolve("exemple.fr", 80))
        await asyncio.to_thread(started.wait, 10)
        waiting.cancel()
        return next(thread for thread in threading.enumerate() if thread.name == "dns")

    thread = asyncio.run(leave())
    release.set()
    thread.join()
