"""What this process connects to, whoever in it does: for tests that nothing did."""

from __future__ import annotations

import sys

CONNECTED: list[object] = []
"""The addresses that any socket of this process was asked to connect to, as the interpreter itself saw it."""


def audit(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        CONNECTED.append(arguments[1])


sys.addaudithook(audit)
