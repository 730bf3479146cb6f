"""How the fake Slack answers a call, and how it fails."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web
from fakes.slack.limits import refused
from fakes.slack.workspace import Fault


def broken(request: web.Request, fault: Fault) -> web.StreamResponse:
    """The answer that a fault makes; none at all where the connection breaks."""
    if fault.drop or fault.lost:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
    if fault.error:
        return web.json_response(refused(fault.error, **fault.extra), status=fault.status, headers=headers)
    body = fault.body if fault.body is not None else "<html>upstream</html>"
    return web.Response(text=body, status=fault.status, content_type=fault.content_type, headers=headers)


async def arguments_of(request: web.Request) -> dict[str, Any]:
    """The arguments of a call, from the query, a form or JSON, those that are JSON in a form decoded."""
    if request.content_type == "application/json":
        return {**request.query, **await request.json()}
    form = {**request.query, **{k: v for k, v in (await request.post()).items() if isinstance(v, str)}}
    return {k: json.loads(v) if k in ("blocks", "metadata", "attachments") else v for k, v in form.items()}
