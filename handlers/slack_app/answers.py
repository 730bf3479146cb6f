"""What Slack's refusals mean: one table of error codes, in French, with what can be done. It sends nothing.

Sources: docs.slack.dev/reference/methods/{auth.test, apps.connections.open, chat.postMessage, chat.update}.
Passing is what time, or a person who reads the sentence, can mend: the alert waits. Permanent is what nobody can.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from vigie.ports import PostError, TokenError

BOT_TOKEN = "SLACK_BOT_TOKEN"
APP_TOKEN = "SLACK_APP_TOKEN"

INVITE = "invitez-moi : tapez /invite @{bot} dans ce salon"

PERMANENT: Mapping[str, str] = {
    "channel_not_found": f"Slack ne trouve pas ce salon ; s'il est privé, {INVITE}.",
    "is_archived": "Ce salon est archivé : désarchivez-le, ou abonnez un autre salon.",
    "user_not_found": "Slack ne connaît plus cette personne.",
    "user_disabled": "Le compte de cette personne est désactivé.",
    "cannot_dm_bot": "Un robot ne reçoit pas de messages privés : abonnez un salon.",
    "message_not_found": "Le message de cette alerte a été supprimé.",
    "cant_update_message": "Ce message n'est pas de moi : je ne peux pas le modifier.",
    "edit_window_closed": "Slack ne laisse plus modifier ce message : il est trop ancien.",
    "invalid_arguments": "Slack n'a pas compris le message ; le journal le décrit.",
}

MALFORMED = frozenset(
    {
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    }
)
"""Our own mistakes in laying a message out: it is sent once more as bare text, so that no alert is lost to them."""

PASSING: Mapping[str, str] = {
    "not_in_channel": f"Je ne suis pas dans ce salon : {INVITE}.",
    "missing_scope": (
        "Il me manque l'autorisation {needed} : ajoutez-la à l'application Slack (« OAuth & Permissions »), "
        "puis réinstallez l'application."
    ),
    "restricted_action": "Un réglage de Slack m'interdit d'écrire dans ce salon : voyez un administrateur.",
    "restricted_action_read_only_channel": (
        "Ce salon est en lecture seule : demandez à un administrateur de m'y laisser écrire."
    ),
    "restricted_action_thread_only_channel": "Ce salon n'accepte que des réponses en fil : abonnez un autre salon.",
    "ekm_access_denied": "Les administrateurs de Slack ont suspendu l'envoi de messages.",
    "messages_tab_disabled": (
        "Mes messages privés sont fermés : cochez « Messages Tab » sous « App Home » dans l'application Slack."
    ),
    "ratelimited": "Slack demande d'attendre avant le prochain message.",
    "rate_limited": "Slack demande d'attendre avant le prochain message.",
    "message_limit_exceeded": "L'espace de travail Slack a atteint sa limite de messages.",
    "team_added_to_org": "L'espace de travail rejoint une organisation Slack ; je réessaierai.",
    "internal_error": "Slack a eu une erreur interne ; je réessaierai.",
    "fatal_error": "Slack a eu une erreur interne ; je réessaierai.",
    "request_timeout": "Slack n'a pas reçu le message en entier ; je réessaierai.",
    "service_unavailable": "Slack est momentanément indisponible ; je réessaierai.",
}

UNCLEAR = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
"""« It's possible some aspect of the operation succeeded before the error was raised »: chat.postMessage's page."""

GONE = frozenset({"channel_not_found", "is_archived"})
"""The room is no more, or is not for us; Slack is asked once more before that is believed."""

BLOCKED = frozenset(
    {
        "not_in_channel",
        "missing_scope",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "ekm_access_denied",
        "messages_tab_disabled",
    }
)
"""What people have to mend."""

POSTED_AND_DELETED = frozenset({"duplicate_message_not_found", "duplicate_channel_not_found"})

UNREACHABLE = (SlackApiError, aiohttp.ClientError, OSError, ValueError, AttributeError)
"""What a call raises; the last two where the SDK stumbles over a body that is no JSON."""

UNINSTALLED = frozenset({"account_inactive", "token_revoked"})
"""What Slack answers where the app was taken out of the workspace, or the workspace closed."""

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)

TOKENS: Mapping[str, str] = {
    "account_inactive": "le compte ou l'espace de travail a été désactivé",
    "invalid_auth": "il n'existe pas",
    "not_allowed_token_type": "ce n'est pas un jeton de cette sorte",
    "not_authed": "il est vide",
    "token_expired": "il a expiré",
    "token_revoked": "il a été révoqué",
}
"""Why Slack does not accept a token."""

WHERE: Mapping[str, str] = {
    BOT_TOKEN: (
        "Sur api.slack.com/apps, ouvrez votre application, puis « OAuth & Permissions » : copiez le "
        "« Bot User OAuth Token » (xoxb-…), ou réinstallez d'abord l'application."
    ),
    APP_TOKEN: (
        "Sur api.slack.com/apps, ouvrez votre application, puis « Basic Information », « App-Level Tokens » : "
        "créez un jeton (xapp-…) avec la portée connections:write."
    ),
}

KINDS: Mapping[str, str] = {"xoxb-": BOT_TOKEN, "xapp-": APP_TOKEN}
"""Which variable a token belongs in, by how it begins."""


def code(error: Exception) -> str:
    """Slack's word for what went wrong, or nothing where its answer could not be read."""
    return str(found.get("error") or "") if (found := answer(error)) else ""


def answer(error: Exception) -> dict[str, Any]:
    """The body of Slack's refusal, empty where there is none: a proxy's page, a broken answer, no answer."""
    data = getattr(getattr(error, "response", None), "data", None)
    return data if isinstance(data, dict) else {}


def retry_after(error: Exception) -> timedelta | None:
    """What Slack's Retry-After header asks for."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    seconds = str(headers.get("Retry-After", ""))
    return timedelta(seconds=int(seconds)) if seconds.isascii() and seconds.isdigit() else None


def refusal(error: Exception, bot: str) -> PostError:
    """What a failed call means for the alert; `bot` is our name in the workspace, for the invitation."""
    word, known, asked = code(error), {**PERMANENT, **PASSING}, retry_after(error)
    if word in TOKENS:
        return PostError(str(refused_token(error, BOT_TOKEN)), retry_after=QUARTER, everywhere=True)
    if word in MALFORMED:
        return PostError(f"Slack refuse la forme du message ({word}).", permanent=True)
    if word in known:
        return PostError(
            known[word].format(bot=bot, needed=answer(error).get("needed") or "nécessaire"),
            permanent=word in PERMANENT,
            retry_after=HOUR if word in BLOCKED and asked is None else asked,
            unclear=word in UNCLEAR,
            blocked=word in BLOCKED,
            gone=word in GONE,
        )
    return PostError(unforeseen(error, word), retry_after=asked, unclear=not word and not is_unsent(error))


def is_unsent(error: Exception) -> bool:
    """Whether nothing was done: no connection was made, or the server says that it takes nothing now."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ClientHttpProxyError) or status in (429, 503)


def unforeseen(error: Exception, word: str) -> str:
    """No word that we know: a new one, a proxy's page, a broken answer, or no answer."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if word:
        return f"Slack a refusé le message ({word}) ; je réessaierai."
    if isinstance(error, aiohttp.ClientError | OSError):
        return "Slack ne répond pas ; je réessaierai."
    return f"Slack a mal répondu{f' (HTTP {status})' if status else ''} ; je réessaierai."


def refused_token(error: Exception, variable: str) -> TokenError | None:
    """The sentence to end with where Slack refuses the token of that variable; None where it is something else."""
    word = code(error)
    if word == "missing_scope" and variable == APP_TOKEN:
        return TokenError(f"{APP_TOKEN} n'a pas la portée connections:write. {WHERE[APP_TOKEN]}")
    return TokenError(f"Slack refuse {variable} : {TOKENS[word]}. {WHERE[variable]}") if word in TOKENS else None


def misplaced_token(bot_token: str, app_token: str) -> TokenError | None:
    """What the tokens' beginnings tell before anything is sent."""
    kinds = tuple(next((v for start, v in KINDS.items() if t.startswith(start)), None) for t in (bot_token, app_token))
    if kinds == (APP_TOKEN, BOT_TOKEN):
        return TokenError(
            f"{BOT_TOKEN} et {APP_TOKEN} sont intervertis : le premier commence par xoxb-, le second par xapp-."
        )
    if kinds[0] == APP_TOKEN or bot_token.startswith("xoxp-"):
        return TokenError(f"{BOT_TOKEN} n'est pas un jeton de robot : il doit commencer par xoxb-. {WHERE[BOT_TOKEN]}")
    if kinds[1] != APP_TOKEN:
        return TokenError(
            f"{APP_TOKEN} n'est pas un jeton d'application : il doit commencer par xapp-. {WHERE[APP_TOKEN]}"
        )
    return None


def reason(error: Exception) -> str:
    return code(error) or type(error).__name__
