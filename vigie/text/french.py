"""French as it is typeset and joined: spaces, figures, amounts, elision, contraction. It knows no company and no event.

Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale (spaces, figures, percent);
Grevisse & Goosse, Le Bon Usage, §§ 45-50 (elision, h aspiré) and §§ 580-590 (contraction of the article).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

NBSP = "\u00a0"
THIN = "\u202f"
"""Espace fine insécable: groups the digits of a number, as Babel's French does."""

Gender = Literal["m", "f"]
Article = Literal["le", "un", ""]
"""Definite, indefinite, none."""

VOWEL = re.compile(r"[aeiouàâäéèêëîïôöùûüœæ]", re.I)
MUTE_H = frozenset(
    {
        "hermès", "hermes", "havas", "heineken", "helsinki", "hydro-québec", "haïti", "hippopotamus", "hello",
        "homeserve",
        "hôpital", "hôtel", "hôpitaux", "hôtels", "horloger", "huissier",
    }
)  # fmt: skip
"""Words whose h lets « de » elide; any other h is taken as aspiré, which is how foreign names are said."""
NO_ELISION = re.compile(r"y[aeiou]|ou[iï]|onz")


def elides(word: str) -> bool:
    """Whether « de », « le », « la » lose their vowel before this word.

    A y before a vowel is a consonant (« de Yahoo »), « oui » and « onze » are kept apart.
    """
    low = word.lstrip("«\u00a0 ").casefold()
    if low[:1] == "h":
        return re.split(r"[\s,.]", low, maxsplit=1)[0] in MUTE_H
    if NO_ELISION.match(low):
        return False
    return bool(VOWEL.match(low))


def de(word: str) -> str:
    """« d'Orange », « de Renault », « de L'Oréal »."""
    return f"d'{word}" if elides(word) else f"de {word}"


@dataclass(frozen=True, slots=True)
class Noun:
    """A name that a sentence can carry, with its article: la CNIL, un juge, Renault."""

    text: str
    gender: Gender = "m"
    plural: bool = False
    article: Article = ""

    @property
    def feminine(self) -> bool:
        return self.gender == "f"

    def __str__(self) -> str:
        """« la CNIL », « l'Autorité de la concurrence », « un juge américain », « Renault »."""
        if self.article == "":
            return self.text
        if self.plural:
            return f"{'les' if self.article == 'le' else 'des'} {self.text}"
        if self.article == "un":
            return f"{'une' if self.feminine else 'un'} {self.text}"
        return f"l'{self.text}" if elides(self.text) else f"{'la' if self.feminine else 'le'} {self.text}"

    @property
    def of(self) -> str:
        """« de la CNIL », « du parquet », « des États-Unis », « d'un juge », « d'Orange »."""
        if self.article == "le" and self.plural:
            return f"des {self.text}"
        if self.article == "le" and not self.feminine and not elides(self.text):
            return f"du {self.text}"
        if self.article == "un" and self.plural:
            return de(self.text)
        return de(str(self)) if self.article != "le" else f"de {self}"

    @property
    def to(self) -> str:
        """« à la CNIL », « au parquet », « aux États-Unis », « à Renault »."""
        if self.article == "le" and self.plural:
            return f"aux {self.text}"
        if self.article == "le" and not self.feminine and not elides(self.text):
            return f"au {self.text}"
        return f"à {self}"

    @property
    def by(self) -> str:
        return f"par {self}"

    def agree(self, participle: str) -> str:
        """« visé », « visée », « visés », « visées »."""
        return participle + ("e" if self.feminine else "") + ("s" if self.plural else "")

    def verb(self, singular: str, plural: str) -> str:
        return plural if self.plural else singular


def number(value: float) -> str:
    """12.5 -> « 12,5 », 1900 -> « 1 900 » (U+202F), 1200000 -> « 1,2 million »."""
    if value >= 1_000_000:
        return scaled(value)
    whole = f"{int(value):,}".replace(",", THIN)
    return whole if value == int(value) else f"{whole},{decimals(value)}"


def decimals(value: float) -> str:
    """The digits after the comma, three at most."""
    return f"{value:.3f}".split(".")[1].rstrip("0")


def scaled(value: float) -> str:
    """1_800_000_000 -> « 1,8 milliard »; singular under two (Imprimerie nationale: le pluriel commence à deux)."""
    unit, word = (1_000_000_000, "milliard") if value >= 1_000_000_000 else (1_000_000, "million")
    count = value / unit
    if abs(count * 1000 - round(count * 1000)) > 1e-6:  # 1 234 567 has no short form: all its digits stay
        return f"{round(value):,}".replace(",", THIN)
    return f"{number(round(count, 3))}{NBSP}{word}{'s' if count >= 2 else ''}"


def percent(value: float) -> str:
    return f"{number(value)}{NBSP}%"


CURRENCIES = {  # no capital in them: a name that the article does not write would be refused by the gate
    "EUR": ("euro", "euros"),
    "USD": ("dollar", "dollars"),
    "GBP": ("livre sterling", "livres sterling"),
    "CHF": ("franc suisse", "francs suisses"),
    "JPY": ("yen", "yens"),
    "CNY": ("yuan", "yuans"),
    "KRW": ("won", "wons"),
    "INR": ("roupie", "roupies"),
    "CAD": ("dollar canadien", "dollars canadiens"),
    "AUD": ("dollar australien", "dollars australiens"),
    "SEK": ("couronne suédoise", "couronnes suédoises"),
    "NOK": ("couronne norvégienne", "couronnes norvégiennes"),
    "DKK": ("couronne danoise", "couronnes danoises"),
    "BRL": ("réal", "réaux"),
    "RUB": ("rouble", "roubles"),
    "PLN": ("zloty", "zlotys"),
    "TRY": ("livre turque", "livres turques"),
    "MXN": ("peso mexicain", "pesos mexicains"),
    "ZAR": ("rand", "rands"),
    "HKD": ("dollar hongkongais", "dollars hongkongais"),
    "SGD": ("dollar singapourien", "dollars singapouriens"),
    "NZD": ("dollar néo-zélandais", "dollars néo-zélandais"),
    "ILS": ("shekel", "shekels"),
    "TWD": ("dollar taïwanais", "dollars taïwanais"),
}


def amount(value: float, currency: str) -> str:
    """« 1,8 milliard d'euros », « 250 millions de dollars », « 30 000 euros »; ValueError for an unknown currency."""
    if currency not in CURRENCIES:
        raise ValueError(f"no French name for the currency {currency}")
    one, many = CURRENCIES[currency]
    figure = number(value)
    if figure.endswith(("million", "millions", "milliard", "milliards")):
        return f"{figure} {de(many)}"
    return f"{figure}{NBSP}{one if value < 2 else many}"


def counted(value: float, one: str, many: str) -> str:
    """« 1 poste », « 1 900 postes », « 1,2 million de postes »."""
    figure = number(value)
    if figure.endswith(("million", "millions")):
        return f"{figure} {de(many)}"
    return f"{figure}{NBSP}{one if value < 2 else many}"


ORDINALS = (
    "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième", "dixième",
)  # fmt: skip


def ordinal(rank: int, gender: Gender = "f") -> str:
    """1 -> « première », 3 -> « troisième », 12 -> « 12e »."""
    if rank == 1:
        return "première" if gender == "f" else "premier"
    return ORDINALS[rank - 2] if 2 <= rank <= 10 else f"{rank}e"


def joined(items: Sequence[str], word: str = "et") -> str:
    """« A », « A et B », « A, B et C »."""
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else "".join(items)


def capital(sentence: str) -> str:
    """A capital at the start, also behind « d' » or a quotation mark; a name that starts small (eBay) stays."""
    if re.match(r"[a-z]+[A-Z]", sentence):
        return sentence
    return sentence[:1].upper() + sentence[1:]


SPACED = re.compile(rf"[ {NBSP}{THIN}]*([:;?!»%])")
AFTER_QUOTE = re.compile(rf"«[ {NBSP}{THIN}]*")
CLOCK = re.compile(rf"(\d){NBSP}:(\d)")
GROUPED = re.compile(r"(?<![\d.,])(\d{1,3})((?:[ \u00a0.]\d{3})+)(?![\d.,]\d)")
STRAIGHT = re.compile(r'"([^"]{1,200})"')


def typeset(text: str) -> str:
    """A French text with its no-break spaces, « » for quotes, straight apostrophes and grouped thousands.

    « 12% » -> « 12 % »; « 3.500 postes » -> « 3 500 postes »; "cash" -> « cash ».
    """
    text = STRAIGHT.sub(r"«\1»", text.replace("’", "'").replace("“", "«").replace("”", "»"))
    text = SPACED.sub(rf"{NBSP}\1", text)
    text = AFTER_QUOTE.sub(f"«{NBSP}", CLOCK.sub(r"\1:\2", text))
    return GROUPED.sub(lambda m: m[1] + re.sub(r"[ \u00a0.]", THIN, m[2]), text).lstrip()


def quoted(name: str) -> str:
    """« Shop US » between French quotation marks."""
    return f"«{NBSP}{name}{NBSP}»"
