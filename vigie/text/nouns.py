"""Companies as French nouns: their article, their gender, and what « chez » becomes before them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from vigie.text.fold import fold
from vigie.text.french import Gender, Noun

ARTICLED: Mapping[str, Gender] = MappingProxyType(
    {
        **dict.fromkeys(("sncf", "ratp", "maif", "macif", "camif", "bred", "fdj", "societe generale"), "f"),
        **dict.fromkeys(("banque postale", "banque populaire", "caisse d'epargne", "deutsche bahn"), "f"),
        **dict.fromkeys(("cgt", "cfdt", "cftc", "cfe-cgc", "unsa"), "f"),
        **dict.fromkeys(("credit agricole", "credit mutuel", "credit lyonnais", "cic", "club med"), "m"),
    }
)
"""Names that the French press writes with an article."""
FEMININE = frozenset(
    {
        "la poste", "la redoute", "air france", "bnp paribas", "bnp", "lufthansa", "deutsche bank", "bank of america",
        "easyjet", "seafrance", "commerzbank", "british airways", "la banque postale", "societe generale", "natixis",
    }
)  # fmt: skip
"""Names without an article that participles agree with in the feminine (« Air France est visée »)."""


@lru_cache(maxsize=4096)
def company(name: str) -> Noun:
    """« Renault », « la SNCF », « L'Oréal »: the noun that a sentence carries."""
    key = fold(name)
    if gender := ARTICLED.get(key):
        return Noun(name, gender, False, "le")
    return Noun(name, "f" if key in FEMININE else "m")


def at(noun: Noun) -> str:
    """« chez Renault », « à la SNCF », « à La Poste », « au Crédit Agricole »."""
    if noun.article or noun.text.startswith(("La ", "Air ", "British ")):
        return noun.to
    return f"chez {noun}"
