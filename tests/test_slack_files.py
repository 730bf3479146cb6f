"""Files on Slack: in private messages where the app may give them, else the same as text; nothing stays half done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fakes.commands import Office, office
from fakes.on_slack import manifest, platform_of, running, slack
from fakes.slack import FakeSlack

from handlers.slack_app.identity import FILES, NEEDED
from vigie.commands import Caller, Level
from vigie.model import Channel, Feed
from vigie.opml import Listed, feeds_of

__all__ = ["slack"]

LISTED = [Listed(f"https://site{n:02}.example/économie?a=1&b={n}", f"Le site n° {n:02} & Cie") for n in range(40)]
ALIX = Caller(Channel("slack", "slack:T1", "C1"), "U3", "Alix", Level.ADMIN)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk where the workspace follows forty feeds: more than one message holds."""
    async with office(tmp_path) as built:
        for one in LISTED:
            await built.store.follow(Feed(one.url, one.name, tenant="slack:T1"), built.clock())
        yield built


async def test_a_list_comes_as_one_file_in_a_private_message(slack: FakeSlack, town: Office) -> None:
    async with running(slack, platform_of(slack, town.desk)):
        (reply,) = await slack.type("/vigie flux exporter", user="U3")
    (file,) = slack.files
    assert (file.channel, file.name, file.title) == ("DU3", "vigie-flux.opml", "vigie-flux.opml")
    assert feeds_of(file.content.decode()) == LISTED
    assert [message.channel for message in slack.messages] == ["DU3"]
    assert slack.messages[0].said.startswith("40\u00a0flux, avec leurs noms")
    assert reply.private
    said = reply.said.replace("\u00a0", " ")
    assert said.endswith("Le fichier vigie-flux.opml vient de vous être envoyé en message privé.")
    assert "<opml" not in said


async def as_text(slack: FakeSlack, town: Office) -> None:
    """The list comes in the room, for the one who asked alone; and nothing of a file stays anywhere."""
    async with running(slack, platform_of(slack, town.desk)):
        (reply,) = await slack.type("/vigie flux exporter", user="U3")
    assert reply.private
    assert "Enregistrez ce texte dans un fichier .opml" in reply.said
    assert "<opml" in reply.said
    assert "Suite" in reply.labels
    assert slack.files == []
    assert slack.messages == []


async def test_an_app_that_may_give_no_file_gives_text(slack: FakeSlack, town: Office) -> None:
    slack.scopes.discard(FILES)
    await as_text(slack, town)
    assert not slack.called("files.getUploadURLExternal")


FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("chat.postMessage", {"error": "messages_tab_disabled"}),
    ("files.getUploadURLExternal", {"error": "missing_scope", "needed": FILES}),
    ("files.getUploadURLExternal", {"error": "ratelimited", "retry_after": 30}),
    ("files.getUploadURLExternal", {"status": 502}),
    ("files.getUploadURLExternal", {"drop": True}),
    ("upload", {"status": 413}),
    ("upload", {"drop": True}),
    ("files.completeUploadExternal", {"error": "not_in_channel"}),
    ("files.completeUploadExternal", {"error": "storage_limit_reached"}),
    ("files.completeUploadExternal", {"status": 503}),
]


@pytest.mark.parametrize(("method", "fault"), FAULTS)
async def test_where_any_step_fails_the_list_comes_as_text(
    slack: FakeSlack, town: Office, method: str, fault: dict[str, Any]
) -> None:
    slack.fail(method, **fault)
    await as_text(slack, town)


async def test_an_announcement_that_cannot_be_taken_back_is_no_reason_to_give_nothing(
    slack: FakeSlack, town: Office
) -> None:
    slack.fail("upload", status=500)
    slack.fail("chat.delete", error="internal_error")
    async with running(slack, platform_of(slack, town.desk)):
        (reply,) = await slack.type("/vigie flux exporter", user="U3")
    assert "<opml" in reply.said


def test_the_manifest_asks_for_files_and_an_app_without_them_lacks_nothing() -> None:
    assert FILES in manifest()["oauth_config"]["scopes"]["bot"]
    assert FILES not in NEEDED
