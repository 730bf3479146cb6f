"""Articles made to be slow to read: of names that are watched, of numbers, acts, authorities, or all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice

from vigie.model import Article, Company

SYLLABLES = ("Bra", "Cor", "Del", "Fos", "Gal", "Jun", "Kri", "Lom", "Mor", "Nav", "Pel", "Ros", "Tal", "Vul", "Zan")
WATCHED = [
    Company(at, f"{one}{two.lower()}ia")
    for at, (one, two) in enumerate(zip(cycle(SYLLABLES), (b for b in SYLLABLES for _ in SYLLABLES)))
]
NAMED = [company.name for company in WATCHED]
CUTS = ("supprime", "licencie", "ferme", "suppressions", "licenciements", "fermeture", "liquidation", "layoffs")
ACTS = (
    "amende",
    "condamne",
    "enquête",
    "tribunal",
    "plainte",
    "interdit",
    "ordonne",
    "procès",
    "appel",
    "lawsuit",
    "ban",
)
POWERS = ("Cnil", "SEC", "FTC", "Bruxelles", "DGCCRF", "Ofcom")
JOBS = [f"{number} postes" for number in range(100, 200)]
MONEY = [f"{number} 000 €" for number in range(100, 200)]
DE_CUTS = ("streicht Stellen", "Entlassungen", "Stellenabbau", "Insolvenz")
DE_ACTS = ("Geldbuße", "Klage", "Urteil", "Verbot", "Ermittlungen")
DE_JOBS = [f"{number} Stellen" for number in range(100, 200)]
DE_MONEY = [f"{number} Mio. Euro" for number in range(100, 200)]


def made_of(*kinds: Sequence[str], joint: str = " ") -> str:
    """Twenty thousand characters of these words in turns."""
    turns = zip(*map(cycle, kinds), strict=False)
    return joint.join(" ".join(words) for words in islice(turns, 20_000 // sum(len(kind[0]) for kind in kinds)))


HOSTILE = {
    "names": made_of(NAMED),
    "one name": made_of(NAMED[:1]),
    "numbers": made_of([str(number) for number in range(2, 9)]),
    "shares": made_of([f"{number} %" for number in range(2, 90)]),
    "names and numbers": made_of(NAMED, JOBS),
    "cuts": made_of(CUTS),
    "acts": made_of(ACTS),
    "one authority": made_of(["SEC"]),
    "an authority a sentence": made_of(["SEC."]),
    "authorities, acts and a name": made_of(POWERS, ACTS, NAMED[:1]),
    "names and acts": made_of(NAMED, CUTS, ACTS),
    "names and acts in sentences": made_of(NAMED, CUTS, ACTS, joint=". "),
    "names, authorities, acts": made_of(NAMED, POWERS, ACTS),
    "ten names and all else": made_of(NAMED[:10], CUTS, ACTS, POWERS, JOBS, MONEY),
    "all": made_of(NAMED, CUTS, ACTS, POWERS, JOBS, MONEY),
    "all in sentences": made_of(NAMED, CUTS, ACTS, POWERS, JOBS, MONEY, joint=". "),
    "all in German": made_of(NAMED, DE_CUTS, DE_ACTS, ["Kartellamt"], DE_JOBS, DE_MONEY),
}
"""By what each is made of."""

TITLE = f"{NAMED[0]} supprime 300 postes, amende de 4 millions d’euros"


def crowd(what: str, *, in_title: bool = False) -> Article:
    """One of them, whose title tells an event, or is made as its text is."""
    text = HOSTILE[what]
    language = "de" if what.endswith("German") else "fr"
    return Article("u", text[:1_000] if in_title else TITLE, f"{TITLE}. {text}", language=language)
