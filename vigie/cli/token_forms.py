"""What a chat token looks like, so that a wrong paste is told without asking anyone. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "DISCORD_TOKEN": (
        re.compile(r"[\w-]{10,}\.[\w-]+\.[\w-]{10,}"),
        "Copiez celui de la page « Bot » (bouton « Reset Token ») : trois parties séparées par des points, "
        "sans « Bot » devant. Ce n'est ni l'identifiant ni la clé publique.",
    ),
    "SLACK_BOT_TOKEN": (re.compile(r"xoxb-[\w-]+"), "Copiez « Bot User OAuth Token » : il commence par xoxb-."),
    "SLACK_APP_TOKEN": (re.compile(r"xapp-[\w-]+"), "Créez un « App-Level Token » : il commence par xapp-."),
}
"""Each token's form, and where the right one is."""


def misshapen(name: str, token: str) -> str | None:
    """« DISCORD_TOKEN n'a pas la forme attendue »; None where it has. The token itself is never said."""
    form, _ = FORMS[name]
    return None if form.fullmatch(token) else f"{name} n'a pas la forme attendue"
