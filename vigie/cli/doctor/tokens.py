"""Whether the chat tokens have the right form and are accepted, and what the bot may do there. It posts nothing."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL

from vigie.cli.doctor.verdicts import Verdict, fine, note, wrong
from vigie.cli.token_forms import FORMS, misshapen
from vigie.config import ConfigError, settings

PATIENCE = aiohttp.ClientTimeout(total=10)

NO_TOKEN = note(
    "Aucun jeton : Vigie se lit et se commande dans le terminal",
    "Pour Discord ou Slack, mettez leurs jetons dans .env ; le README explique comment les obtenir.",
)

PERMISSIONS = {
    "voir les salons": 1 << 10,
    "envoyer des messages": 1 << 11,
    "intégrer des liens": 1 << 14,
    "voir les anciens messages": 1 << 16,
}
"""What the bot needs in a Discord channel -> its bit (https://discord.com/developers/docs/topics/permissions)."""

NEEDS = sum(PERMISSIONS.values())

ADMINISTRATOR = 1 << 3

SCOPES = frozenset({"chat:write", "commands", "users:read", "channels:read", "groups:read"})
"""What the Slack app needs at least: slack-manifest.yaml asks for the same."""


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the two APIs are, without a slash at the end."""

    discord: str = "https://discord.com/api/v10"
    slack: str = "https://slack.com/api"


REAL = Servers()

PROXY_REFUSES = (
    "Faites-lui laisser passer discord.com, gateway.discord.gg et slack.com ; 407 veut dire qu'il attend un mot de "
    "passe, dans l'adresse de « proxy »."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    body: Any
    """Its JSON; None where it is none."""
    headers: Mapping[str, str]


async def examine(env: Mapping[str, str], servers: Servers = REAL, proxy: str | None = None) -> list[Verdict]:
    given = {name: token for name in CHECKS if (token := (env.get(name) or "").strip())}
    if not given:
        return [NO_TOKEN]
    verdicts = []
    try:
        settings(env)
    except ConfigError as error:
        verdicts.append(wrong("Jetons de Slack", str(error)))
    async with aiohttp.ClientSession(timeout=PATIENCE, proxy=proxy) as session:
        for name, token in given.items():
            verdicts += await verdict(name, token, session, servers, proxy)
    return verdicts


async def verdict(
    name: str, token: str, session: aiohttp.ClientSession, servers: Servers, proxy: str | None
) -> list[Verdict]:
    """Of one token: its form, then what its server says of it."""
    if said := misshapen(name, token):
        return [wrong(said, FORMS[name][1])]
    try:
        return await CHECKS[name](session, servers, token)
    except (aiohttp.ClientHttpProxyError, aiohttp.ClientProxyConnectionError) as error:
        return [refused_by(URL(proxy or "").host or "", name, error)]
    except (aiohttp.ClientError, OSError) as error:
        unreachable = f"{name} : forme correcte, mais le serveur n'a pas pu être joint ({type(error).__name__})"
        return [wrong(unreachable, "Vérifiez la connexion à Internet, puis relancez doctor.")]


def refused_by(proxy: str, name: str, error: aiohttp.ClientError) -> Verdict:
    """What stands between: a proxy that does not answer, or does not want to."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        told = f"le serveur mandataire {proxy} refuse (réponse {error.status})"
        return wrong(f"{name} : forme correcte, mais {told}", PROXY_REFUSES)
    told = f"le serveur mandataire {proxy} ne répond pas"
    return wrong(f"{name} : forme correcte, mais {told}", "Vérifiez « proxy » dans feeds.yaml.")


async def ask(session: aiohttp.ClientSession, method: str, url: str, authorization: str) -> Answer:
    """Raises ClientError or OSError (TimeoutError is one) where there is no answer."""
    async with session.request(method, url, headers={"Authorization": authorization}) as response:
        raw = await response.read()
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        return Answer(response.status, body, response.headers)


# -- Discord ----------------------------------------------------------------------------------------------------------


async def on_discord(session: aiohttp.ClientSession, servers: Servers, token: str) -> list[Verdict]:
    """https://discord.com/developers/docs/resources/user"""
    me = await ask(session, "GET", f"{servers.discord}/users/@me", f"Bot {token}")
    if me.status == 401:
        return [wrong("DISCORD_TOKEN est refusé par Discord", "Refaites-le : page « Bot », bouton « Reset Token ».")]
    if me.status != 200 or not isinstance(me.body, dict):
        return [note(f"Discord répond {me.status}", "Réessayez plus tard : https://discordstatus.com")]
    guilds = await ask(session, "GET", f"{servers.discord}/users/@me/guilds", f"Bot {token}")
    known = fine(f"DISCORD_TOKEN : accepté, le bot s'appelle {me.body.get('username')}")
    return [known, *servers_of(guilds.body if isinstance(guilds.body, list) else [], str(me.body.get("id")))]


def servers_of(guilds: Sequence[Mapping[str, Any]], bot: str) -> list[Verdict]:
    """In which servers the bot is, and what it lacks there as a member; a channel may still refuse it more."""
    invitation = (
        f"https://discord.com/oauth2/authorize?client_id={bot}&scope=bot+applications.commands&permissions={NEEDS}"
    )
    if not guilds:
        return [wrong("Le bot n'est dans aucun serveur Discord", f"Invitez-le : {invitation}")]
    lacking = {guild["name"]: missing(int(guild["permissions"])) for guild in guilds}
    return [
        wrong(f"Serveur « {name} » : il manque {', '.join(lacks)}", f"Invitez le bot à nouveau : {invitation}")
        if lacks
        else fine(f"Serveur « {name} » : le bot y est, avec ses permissions")
        for name, lacks in lacking.items()
    ]


def missing(permissions: int) -> list[str]:
    if permissions & ADMINISTRATOR:
        return []
    return [name for name, bit in PERMISSIONS.items() if not permissions & bit]


# -- Slack ------------------------------------------------------------------------------------------------------------


async def as_bot(session: aiohttp.ClientSession, servers: Servers, token: str) -> list[Verdict]:
    """https://docs.slack.dev/reference/methods/auth.test"""
    said = await ask(session, "POST", f"{servers.slack}/auth.test", f"Bearer {token}")
    if refused := slack_refusal("SLACK_BOT_TOKEN", said):
        return [refused]
    lacks = SCOPES - {scope.strip() for scope in said.headers.get("x-oauth-scopes", "").split(",")}
    if lacks:
        return [
            wrong(
                f"SLACK_BOT_TOKEN : il manque {', '.join(sorted(lacks))}",
                "Recréez l'application avec slack-manifest.yaml, ou ajoutez ces « scopes » et réinstallez-la.",
            )
        ]
    return [fine(f"SLACK_BOT_TOKEN : accepté, espace « {said.body.get('team')} »")]


async def as_app(session: aiohttp.ClientSession, servers: Servers, token: str) -> list[Verdict]:
    """https://docs.slack.dev/reference/methods/apps.connections.open: it names a socket and opens none."""
    said = await ask(session, "POST", f"{servers.slack}/apps.connections.open", f"Bearer {token}")
    return [slack_refusal("SLACK_APP_TOKEN", said) or fine("SLACK_APP_TOKEN : accepté, Socket Mode est actif")]


def slack_refusal(name: str, said: Answer) -> Verdict | None:
    """What Slack objects to; None where it says yes."""
    if said.status == 200 and isinstance(said.body, dict):
        if said.body.get("ok") is True:
            return None
        error = str(said.body.get("error"))
        return wrong(f"{name} est refusé par Slack ({error})", REFUSALS.get(error, FORMS[name][1]))
    return note(f"Slack répond {said.status}", "Réessayez plus tard : https://slack-status.com")


REFUSALS: Mapping[str, str] = {
    "missing_scope": "Donnez « connections:write » à ce jeton (page « Basic Information », « App-Level Tokens »).",
    "socket_mode_not_enabled": "Activez « Socket Mode » dans les réglages de l'application.",
    "account_inactive": "L'application a été retirée de l'espace : réinstallez-la, puis copiez le nouveau jeton.",
    "token_revoked": "Le jeton a été révoqué : réinstallez l'application, puis copiez le nouveau jeton.",
}
"""Slack's word for it -> what to do."""

Check = Callable[[aiohttp.ClientSession, Servers, str], Awaitable[list[Verdict]]]

CHECKS: Mapping[str, Check] = {
    "DISCORD_TOKEN": on_discord,
    "SLACK_BOT_TOKEN": as_bot,
    "SLACK_APP_TOKEN": as_app,
}
