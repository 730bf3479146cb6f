"""Who is quoted: newspapers, agencies, « sources », unions, as what follows « selon » in French. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from vigie.text.authorities import authority
from vigie.text.fold import fold
from vigie.text.french import Article, Gender, Noun

OUTLETS = """
    Bloomberg, Reuters, CNBC, CNN, Axios, Politico, Politico Europe, TechCrunch, The Verge, The Information,
    Business Insider, Insider, Fortune, Forbes, Der Spiegel, Die Zeit, Die Welt, Nikkei, Nikkei Asia,
    Il Sole 24 Ore, El País, Semafor, Les Échos, Le Monde, Le Figaro, Libération, Le Parisien, L'Humanité,
    La Tribune, La Croix, Les Echos, L'Express, Le Point, L'Obs, Marianne, Mediapart, BFM Business, BFMTV, BFM TV,
    France Info, franceinfo, France Inter, RTL, RMC, Europe 1, TF1, LCI, Ouest-France, Sud Ouest, La Voix du Nord,
    L'Usine nouvelle, L'Informé, La Lettre, Capital, Challenges, Contexte, Wired, Engadget, Kotaku, Polygon,
    Eurogamer, Variety, Deadline, Sky News, ITV, NBC, NBC News, ABC News, CBS, CBS News, Fox Business,
    Yahoo Finance, MarketWatch, Barron's, Electrek, Manager Magazin, Business Standard, Mint, Moneycontrol, Caixin,
    Yonhap, Kyodo, Xinhua, Interfax, Tass, France 3, France 2, France Bleu, ici, NRC, De Tijd, L'Écho, L'Echo,
    Le Soir, Le Temps, Numerama, Next, Next INpact, 01net, L'Équipe
"""
"""Media that take no article."""

MEDIA: Mapping[str, tuple[str, Gender, bool, Article]] = MappingProxyType(
    {
        **{fold(name): (name, "m", False, "") for name in re.split(r",\s+", OUTLETS.strip())},
        "afp": ("AFP", "f", False, "le"),
        "ap": ("AP", "f", False, "le"),
        "associated press": ("Associated Press", "f", False, "le"),
        "dpa": ("DPA", "f", False, "le"),
        "ansa": ("ANSA", "f", False, "le"),
        "bbc": ("BBC", "f", False, "le"),
        "bbc news": ("BBC", "f", False, "le"),
        "rtbf": ("RTBF", "f", False, "le"),
        "rts": ("RTS", "f", False, "le"),
        "wsj": ("Wall Street Journal", "m", False, "le"),
        "wall street journal": ("Wall Street Journal", "m", False, "le"),
        "ft": ("Financial Times", "m", False, "le"),
        "financial times": ("Financial Times", "m", False, "le"),
        "nyt": ("New York Times", "m", False, "le"),
        "ny times": ("New York Times", "m", False, "le"),
        "new york times": ("New York Times", "m", False, "le"),
        "washington post": ("Washington Post", "m", False, "le"),
        "new york post": ("New York Post", "m", False, "le"),
        "guardian": ("Guardian", "m", False, "le"),
        "times": ("Times", "m", False, "le"),
        "sunday times": ("Sunday Times", "m", False, "le"),
        "telegraph": ("Telegraph", "m", False, "le"),
        "daily telegraph": ("Telegraph", "m", False, "le"),
        "handelsblatt": ("Handelsblatt", "m", False, "le"),
        "spiegel": ("Spiegel", "m", False, "le"),
        "faz": ("FAZ", "f", False, "le"),
        "jdd": ("JDD", "m", False, "le"),
        "journal du dimanche": ("Journal du dimanche", "m", False, "le"),
        "canard enchaine": ("Canard enchaîné", "m", False, "le"),
        "monde": ("Monde", "m", False, "le"),
        "figaro": ("Figaro", "m", False, "le"),
        "parisien": ("Parisien", "m", False, "le"),
        "south china morning post": ("South China Morning Post", "m", False, "le"),
        "globe and mail": ("Globe and Mail", "m", False, "le"),
        "economic times": ("Economic Times", "m", False, "le"),
        "corriere della sera": ("Corriere della Sera", "m", False, "le"),
    }
)
"""Newspapers, agencies, channels: what « selon » they are told by."""

VOICES: Mapping[str, str] = MappingProxyType(
    {
        "source": "une source", "sources": "des sources", "a source": "une source", "people": "des sources",
        "source familiar": "une source proche du dossier", "sources familiar": "des sources proches du dossier",
        "people familiar with the matter": "des sources proches du dossier",
        "sources familiar with the matter": "des sources proches du dossier",
        "person familiar with the matter": "une source proche du dossier",
        "union": "un syndicat", "unions": "les syndicats", "labor union": "un syndicat", "labour union": "un syndicat",
        "trade union": "un syndicat", "trade unions": "les syndicats", "union official": "un responsable syndical",
        "union source": "une source syndicale", "union sources": "des sources syndicales",
        "report": "la presse", "reports": "la presse", "media": "la presse", "media reports": "la presse",
        "media report": "la presse", "newspaper": "un journal", "paper": "un journal", "newspapers": "la presse",
        "local media": "la presse locale", "press": "la presse", "magazine": "un magazine",
        "ceo": "son patron", "memo": "une note interne", "internal memo": "une note interne",
        "document": "un document", "documents": "des documents", "court document": "un document judiciaire",
        "court documents": "des documents judiciaires", "filing": "un document officiel",
        "court filing": "un document judiciaire", "lawyer": "un avocat", "lawyers": "des avocats",
        "analyst": "un analyste", "analysts": "des analystes", "minister": "un ministre",
        "spokesman": "un porte-parole",
        "spokeswoman": "une porte-parole", "spokesperson": "un porte-parole", "executive": "un dirigeant",
        "government": "le gouvernement", "government source": "une source gouvernementale",
        "syndicats": "les syndicats", "syndicat": "un syndicat", "la presse": "la presse", "presse": "la presse",
        "medias": "la presse", "direction": "la direction", "intersyndicale": "l'intersyndicale",
        "source syndicale": "une source syndicale", "sources syndicales": "des sources syndicales",
        "source proche du dossier": "une source proche du dossier", "une source": "une source",
        "sources concordantes": "des sources concordantes", "gouvernement": "le gouvernement",
        "cgt": "la CGT", "cfdt": "la CFDT", "cftc": "la CFTC", "cfe-cgc": "la CFE-CGC", "fo": "FO", "sud": "SUD",
        "unsa": "l'Unsa", "force ouvriere": "FO", "ig metall": "IG Metall", "verdi": "Verdi", "unite": "Unite",
        "the company": "l'entreprise", "company": "l'entreprise", "entreprise": "l'entreprise", "groupe": "le groupe",
        "uaw": "l'UAW", "elus": "des élus", "presse allemande": "la presse allemande",
        "presse locale": "la presse locale",
    }
)  # fmt: skip
"""Others who are quoted, folded -> what follows « selon »."""


def medium(written: str) -> Noun | None:
    """The newspaper, agency or channel that is written so: « WSJ » -> le Wall Street Journal."""
    key = re.sub(r"^(?:the|le|la|les|l')\s*(?<=['\s])", "", fold(written).strip())
    row = MEDIA.get(fold(written).strip()) or MEDIA.get(key)
    return Noun(*row) if row else None


def according_to(written: str, *, in_french: bool) -> str | None:
    """What follows « selon »: « Bloomberg », « les syndicats », « le Financial Times »; None where it has no French."""
    if noun := medium(written):
        return str(noun)
    key = re.sub(r"^(?:the|an?|les?|la|l'|des|une?|du)\s*(?<=['\s])", "", fold(written).strip())
    if voice := VOICES.get(key):
        return voice
    noun = authority(None, written, in_french=in_french)
    return str(noun) if noun else None


def speaker(folded: str) -> str | None:
    """A medium, « sources » or a union, by its folded words; None for any other voice (a minister, the company)."""
    key = re.sub(r"^(?:the|an?|les?|la|l'|des|une?|du)\s*(?<=['\s])", "", folded.strip())
    if noun := medium(folded):
        return str(noun)
    voice = VOICES.get(key)
    return voice if voice and QUOTABLE.search(voice) else None


QUOTABLE = re.compile(
    r"source|presse|syndica|CGT|CFDT|CFTC|CFE|FO\b|SUD|Unsa|Verdi|IG Metall|UAW|Unite|journal|"
    r"magazine|note interne|document"
)


def is_press(written: str) -> bool:
    """Whether who is quoted is a medium, or « sources » that a medium quotes: a report, not an announcement."""
    voice = VOICES.get(fold(written).strip(), "")
    return medium(written) is not None or "source" in voice or "presse" in voice or "journal" in voice
