"""What somebody is ordered or asked to do, as English headlines say it -> French infinitives: data and its reading."""

from __future__ import annotations

import re

DUTIES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\bto (?:\w+ly )?(?:{pattern})", re.I), french)
    for pattern, french in (
        (
            r"(?:hand over|turn over|provide|produce|disclose|submit|release|share|"
            r"give)\b.{0,24}\bdocuments",
            "fournir des documents",
        ),
        (r"(?:hand over|turn over|provide|disclose|submit|release|share|give)\b.{0,24}\bdata", "fournir des données"),
        (
            r"(?:hand over|turn over|provide|disclose|submit|release|share|give)\b.{0,24}\b(?:info\w*|"
            r"details)",
            "fournir des informations",
        ),
        (r"(?:explain|clarify|account for|answer|respond)", "s'expliquer"),
        (r"(?:testify|appear|attend)", "venir témoigner"),
        (r"(?:pay|reimburse)\b", "payer {m}"),
        (r"recall", "procéder à un rappel"),
        (r"(?:stop|halt|cease|suspend|end|freeze) (?:the )?(?:sales?|selling)", "cesser des ventes"),
        (
            r"(?:stop|halt|cease|suspend) (?:the )?(?:work|construction|building|cutting down|"
            r"production)",
            "suspendre des travaux",
        ),
        (r"(?:stop|halt|cease|end)\b", "mettre fin à une pratique"),
        (r"(?:pause|delay|postpone)\b", "suspendre un projet"),
        (
            r"(?:take down|remove|delete|block)\b.{0,30}\b(?:content|posts?|ads?|videos?|accounts?|pages?|"
            r"apps?|news)",
            "retirer des contenus",
        ),
        (r"(?:change|revise|overhaul|modify|review|tighten|improve|update)\b", "revoir ses pratiques"),
        (r"do more\b", "en faire davantage"),
        (r"(?:comply|follow|respect|obey)\b", "respecter la réglementation"),
        (r"(?:fix|address|resolve|correct)\b", "corriger des défauts"),
        (r"(?:divest|sell off)\b", "céder des actifs"),
        (r"(?:compensate|refund|reimburse|repay)\b", "indemniser des clients"),
        (r"(?:rehire|reinstate)\b", "réintégrer des salariés"),
        (r"(?:protect)\b", "mieux protéger ses utilisateurs"),
        (r"(?:act|move fast|speed up|hurry)\b", "agir rapidement"),
    )
)


def duty(text: str) -> str:
    """« fournir des documents », by the first « to … » of the text that the table knows; else empty."""
    found = [(m.start(), french) for pattern, french in DUTIES if (m := pattern.search(text))]
    return min(found, key=lambda one: one[0])[1] if found else ""
