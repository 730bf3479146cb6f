"""What feedparser makes of a document: the reference, for whatever is not plain enough for `quick`."""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser

from vigie.parse.refusal import UNREADABLE, NotAFeed

CUT_SHORT_SIGNS = ("no element found", "unclosed token", "unclosed CDATA section")
"""What expat says where a document ends too early."""


def read(document: str) -> Any:
    """What feedparser makes of a document. It neither cleans markup nor completes the links inside it.

    Both would be thrown away (only plain text is kept), cost two thirds of the time, and are where most of its
    quadratic patterns are.
    """
    text = re.sub(r"^<\?xml[^>]*\?>", "", document)
    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:  # the worker's limit, not a matter of form
        raise
    except Exception as error:  # on hostile bytes feedparser raises whatever its parts raise
        raise NotAFeed(UNREADABLE) from error


def is_cut_short(document: str, root: str, trouble: object) -> bool:
    """Whether a document that is not well-formed ends before its end."""
    return f"</{root}" not in document or any(sign in str(trouble) for sign in CUT_SHORT_SIGNS)
