"""slack-sdk's clients as we use them: through our operator's proxy or none, and never twice the same post.

The SDK takes HTTPS_PROXY and its like from the environment, silently, wherever it is given no proxy: here that is
undone.
"""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.slack_app.logs import sdk

TIMEOUT = 15
"""Seconds for one call."""


class Web(AsyncWebClient):
    """The Web API. It repeats nothing: the SDK's own repetition, after a connection that broke, posts twice."""

    def __init__(self, token: str | None, base_url: str, proxy: str | None, timeout: float = TIMEOUT) -> None:
        super().__init__(
            token,
            base_url=base_url,
            timeout=timeout,  # type: ignore[arg-type]  # aiohttp takes parts of a second
            logger=sdk,
            retry_handlers=[],
        )
        self.proxy = proxy


def answer_to(url: str, proxy: str | None) -> AsyncWebhookClient:
    """Through which an answer reaches the person who asked."""
    client = AsyncWebhookClient(url, timeout=TIMEOUT, logger=sdk)
    client.proxy = proxy
    return client
