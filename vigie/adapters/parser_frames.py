"""How a page goes to a process that reads it, and its articles come back: bytes in frames. Both sides import it.

Requests are two lengths, a JSON head and the bytes; replies are two lengths, JSON (parser_worker.replied) and the texts
of the articles, which are most of it and so go without quotes.
"""

from __future__ import annotations

import json
import struct
from typing import Any

REQUEST = struct.Struct("!II")
REPLY = struct.Struct("!II")
TEXT = 2
"""Where the text stands in the row of an article; its length stands there in JSON."""
READY = b"ready"
"""The first reply: the imports are done."""


def packed(reply: dict[str, Any]) -> tuple[bytes, bytes]:
    rows = reply.get("articles", ())
    texts = [row[TEXT] for row in rows]
    for row, text in zip(rows, texts, strict=True):
        row[TEXT] = len(text)
    return json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace"), "".join(texts).encode("utf-8", "replace")


def unpacked(about: bytes, texts: bytes) -> dict[str, Any]:
    """What was packed. Raises ValueError for what was not."""
    reply: dict[str, Any] = json.loads(about)
    text, start = texts.decode(), 0
    for row in reply.get("articles", ()):
        end = start + row[TEXT]
        row[TEXT], start = text[start:end], end
    return reply
