"""A wire to PostgreSQL that can be cut in the middle of a COMMIT: before it arrives, or before its answer does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

COMMIT = b"COMMIT\0"
"""Not « READ COMMITTED »."""


@dataclass
class Wire:
    """A relay on a port of its own; `cut` is used up by the next COMMIT."""

    to: int
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    cut: str = ""
    """« before »: the COMMIT does not arrive; « after »: it does, its answer does not."""
    cuts: int = 0
    ends: list[socket.socket] = field(default_factory=list)

    @property
    def port(self) -> int:
        port: int = self.listener.getsockname()[1]
        return port

    def run(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
                self.ends += [near, far]
                lost = threading.Event()
                for work, one, other in ((self.ask, near, far), (self.answer, far, near)):
                    threading.Thread(target=work, args=(one, other, lost), daemon=True).start()

    def ask(self, near: socket.socket, far: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while data := near.recv(65536):
                cut = self.cut if COMMIT in data else ""
                if cut:
                    self.cut, self.cuts = "", self.cuts + 1
                    lost.set()
                if cut == "before":
                    break
                far.sendall(data)
                if cut == "after":
                    return  # answer() has the answer first, and hangs up
        close(near, far)

    def answer(self, far: socket.socket, near: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while (data := far.recv(65536)) and not lost.is_set():
                near.sendall(data)
        close(near, far)

    def close(self) -> None:
        close(self.listener, *self.ends)


def close(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def wire(to: int) -> Iterator[Wire]:
    made = Wire(to)
    threading.Thread(target=made.run, daemon=True).start()
    try:
        yield made
    finally:
        made.close()
