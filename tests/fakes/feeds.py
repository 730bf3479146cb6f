"""A loopback server of feeds for the tests, and builders of RSS and Atom; it answers as told, however badly."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from types import TracebackType

RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"

Handler = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""Writes whatever it likes to the client; the server closes the connection after it."""


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    """Names in lower case."""


@dataclass(frozen=True)
class Answer:
    """What a path answers. With a gate, the answer starts once the gate is set."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    gate: asyncio.Event | None = None

    def bytes_for(self, request: Request) -> bytes:
        unchanged = self.status == 200 and self.matches(request)
        body = b"" if unchanged else self.body
        lines = [f"HTTP/1.1 {304 if unchanged else self.status} Whatever", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [] if "Content-Length" in self.headers else [f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def matches(self, request: Request) -> bool:
        """If-None-Match decides where it was sent, else If-Modified-Since (RFC 9110, 13.2.2)."""
        sent = [("if-none-match", "ETag"), ("if-modified-since", "Last-Modified")]
        given = [(request.headers[name], self.headers.get(mine)) for name, mine in sent if name in request.headers]
        return bool(given) and given[0][0] == given[0][1]


class FeedServer:
    """Serves on a free port of 127.0.0.1 (or of another host of this machine) between `async with` and its end.

    `requests` holds what came, oldest first. Paths are looked up with their query, then without; an unknown one is 404.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self._host = host
        self.requests: list[Request] = []
        self.port = 0
        self._tls = tls
        self._answers: dict[str, Answer | Handler] = {}
        self._arrivals: dict[str, asyncio.Event] = {}
        self._open: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> FeedServer:
        self._server = await asyncio.start_server(self._accept, self._host, 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def host(self) -> str:
        """What an allow-list must hold for us: « 127.0.0.1:45123 »."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str, *, host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def serve(
        self,
        path: str,
        body: bytes = b"",
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        status: int = 200,
        content_type: str | None = RSS,
        headers: Mapping[str, str] | None = None,
        gate: asyncio.Event | None = None,
    ) -> str:
        """Answer with this from now on, or 304 where the validators match; the address of the path."""
        known = {"ETag": etag, "Last-Modified": last_modified, "Content-Type": content_type}
        kept = {name: value for name, value in known.items() if value is not None}
        self._answers[path] = Answer(body, status, {**kept, **(headers or {})}, gate)
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        return self.serve(path, status=status, headers={"Location": to})

    def hang(self, path: str) -> str:
        """Take the request and never answer, until the server ends."""
        return self.serve(path, gate=asyncio.Event())

    def raw(self, path: str, answer: bytes | Handler) -> str:
        """Answer with these bytes as they are, status line and all, or let the handler write."""

        async def write(writer: asyncio.StreamWriter) -> None:
            assert isinstance(answer, bytes)
            writer.write(answer)
            await writer.drain()

        self._answers[path] = write if isinstance(answer, bytes) else answer
        return self.url(path)

    def arrival(self, path: str) -> asyncio.Event:
        """Set once a request for this path (with its query) has come."""
        return self._arrivals.setdefault(path, asyncio.Event())

    def asked(self, path: str) -> list[Request]:
        """The requests for this path, query left out."""
        return [request for request in self.requests if request.path.partition("?")[0] == path]

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                await self._answer(await self._read(reader), writer)
        except asyncio.CancelledError:  # the server ends: the connection does too
            pass
        finally:
            self._open.discard(task)
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Request:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "surrogateescape").split("\r\n")
        method, path, _ = head[0].split(" ")
        pairs = (line.partition(":") for line in head[1:] if line)
        return Request(method, path, {name.lower(): value.strip() for name, _, value in pairs})

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> None:
        self.requests.append(request)
        self.arrival(request.path).set()
        bare = request.path.partition("?")[0]
        answer = self._answers.get(request.path) or self._answers.get(bare) or Answer(status=404)
        if not isinstance(answer, Answer):
            await answer(writer)
            return
        if answer.gate:
            await answer.gate.wait()
        writer.write(answer.bytes_for(request))
        await writer.drain()


@dataclass(frozen=True)
class Item:
    """An entry to publish; markup in `text` is escaped, as most feeds do it."""

    title: str = ""
    link: str = ""
    text: str = ""
    guid: str = ""
    published: datetime | None = None
    content: str = ""
    updated: datetime | None = None


def rss(*items: Item, title: str = "La Gazette", link: str = "https://gazette.example/", language: str = "fr") -> bytes:
    """RSS 2.0 with these items in this order, UTF-8."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"{tag('title', title)}{tag('link', link)}{tag('language', language)}"
        f"{''.join(map(rss_item, items))}</channel></rss>\n"
    ).encode()


def rss_item(item: Item) -> str:
    published = format_datetime(item.published.astimezone(UTC), usegmt=True) if item.published else ""
    return (
        f"<item>{tag('title', item.title)}{tag('link', item.link)}{tag('description', item.text)}"
        f"{tag('guid', item.guid, isPermaLink='false')}{tag('pubDate', published)}"
        f"{tag('content:encoded', item.content)}</item>"
    )


def atom(
    *items: Item, title: str = "Le Courrier", link: str = "https://courrier.example/", language: str = "fr"
) -> bytes:
    """Atom 1.0 with these entries in this order, UTF-8."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">'
        f"{tag('title', title)}<link href='{escape(link)}'/>{tag('id', link)}"
        f"{''.join(map(atom_entry, items))}</feed>\n"
    ).encode()


def atom_entry(item: Item) -> str:
    published = item.published.isoformat() if item.published else ""
    updated = item.updated.isoformat() if item.updated else published
    link = f"<link rel='alternate' href='{escape(item.link)}'/>" if item.link else ""
    return (
        f"<entry>{tag('title', item.title)}{link}{tag('id', item.guid)}{tag('summary', item.text, type='html')}"
        f"{tag('content', item.content, type='html')}{tag('published', published)}{tag('updated', updated)}</entry>"
    )


def tag(name: str, text: str, **attributes: str) -> str:
    """One element, or nothing where there is no text to put in it."""
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{escape(text)}</{name}>" if text else ""
