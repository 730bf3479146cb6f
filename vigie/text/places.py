"""Countries, regions and towns under their French names, with the preposition and the adjective that each takes. Pure.

A place that is not in the table has no French form here, except a town written as a name (« à Lordstown »).
Genders and prepositions follow Le Bon Usage, § 1051 (en + feminine or vowel, au + masculine, aux + plural, à + town).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from vigie.text import gazetteer
from vigie.text.fold import fold
from vigie.text.french import Noun, elides


@dataclass(frozen=True, slots=True)
class Place:
    """French name; kind f | m | p (plural) | v (town, no article) | i (island or state said with « à ») | n (dans le);
    the adjective, masculine and feminine, empty where none is known; the forms that articles write, folded.
    """

    name: str
    kind: str
    adjective: tuple[str, str] = ("", "")
    forms: tuple[str, ...] = ()

    @property
    def noun(self) -> Noun:
        """« les États-Unis », « l'Allemagne », « Bruxelles »."""
        bare = self.kind in "vi"
        return Noun(self.name, "f" if self.kind in "fd" else "m", self.kind in "pq", "" if bare else "le")

    @property
    def where(self) -> str:
        """« aux États-Unis », « en Allemagne », « au Japon », « à Londres », « dans le Nord »."""
        return located(self)


def located(place: Place) -> str:
    name, kind = place.name, place.kind
    if kind in "vi":
        return town(name)
    if kind == "p":
        return f"aux {name}"
    if kind in "ndq":
        return f"dans {place.noun}"
    return f"en {name}" if kind == "f" or elides(name) else f"au {name}"


def town(name: str) -> str:
    """« à Caudry », « au Havre », « aux Ulis », « à La Souterraine »."""
    if name.startswith("Le "):
        return f"au {name[3:]}"
    if name.startswith("Les "):
        return f"aux {name[4:]}"
    return f"à {name}"


SIDES = {
    "southern": "dans le sud {of}",
    "south": "dans le sud {of}",
    "northern": "dans le nord {of}",
    "north": "dans le nord {of}",
    "eastern": "dans l'est {of}",
    "western": "dans l'ouest {of}",
    "central": "dans le centre {of}",
    "northwest": "dans le nord-ouest {of}",
    "northeast": "dans le nord-est {of}",
    "southeast": "dans le sud-est {of}",
    "southwest": "dans le sud-ouest {of}",
    "nord": "dans le nord {of}",
    "sud": "dans le sud {of}",
}

WORLD = frozenset({"world", "worldwide", "globally", "the world", "around the world", "across the world", "monde"})


def read(row: str) -> Place:
    """One row of a table; kind r is a department named as its river: l'Aisne, « dans l'Aisne »."""
    name, kind, adjective, forms, *_ = [*row.split("|"), "", "", ""]
    man, _, woman = adjective.partition(",")
    spelt = tuple(form for form in forms.split(",") if form)
    if kind == "r":
        return Place(name, "d", (man, woman), (fold(name),))
    return Place(name, kind, (man, woman), tuple(dict.fromkeys((*spelt, fold(name)))))


PLACES: tuple[Place, ...] = tuple(
    read(row) for row in (gazetteer.COUNTRIES + gazetteer.REGIONS + gazetteer.TOWNS).splitlines() if row
)


def index() -> Mapping[str, Place]:
    """Folded written form -> place; countries win over regions, regions over towns."""
    table: dict[str, Place] = {}
    for place in PLACES:
        for form in place.forms:
            table.setdefault(form, place)
    return MappingProxyType(table)


BY_FORM: Mapping[str, Place] = index()


def find(written: str) -> Place | None:
    """The place that an article writes so: « U.S. », « Germany », « Etats-Unis »."""
    key = re.sub(r"^(?:the|la|le|les|l'|en|au|aux)\s*(?<=['\s])", "", fold(written).strip())
    return BY_FORM.get(key) or BY_FORM.get(key.rstrip(".")) or BY_FORM.get(fold(written).strip())


TOWN = re.compile(
    r"^(?:[A-ZÀ-Ý][\w'’.-]*|d[eu]|la|les?|sur|sous|en|lès|aux?|d'[A-ZÀ-Ý]\w*)(?:[ "
    r"-](?:[A-ZÀ-Ý][\w'’.-]*|d[eu]s?|la|les?|sur|sous|en|lès|aux?|the|upon|on))*$"
)
WITH_DEPARTMENT = re.compile(r"^(.+?)\s*\(([^()]+)\)$")
WITH_STATE = re.compile(r"^([^,]+),\s*([^,]+)$")


def where(written: str, *, french: bool) -> str | None:
    """« à Caudry (Nord) », « aux États-Unis », « dans le sud de l'Italie »; None where no French form is certain.

    `french` says the article's language: a name from a French text is French already.
    """
    written = written.strip().replace("’", "'")
    if fold(written) in WORLD:
        return "dans le monde"
    if match := WITH_DEPARTMENT.match(written):
        inner, outer = where(match[1], french=french), find(match[2])
        name = outer.name if outer else match[2] if french else None
        return f"{inner} ({name})" if inner and name else inner
    if match := WITH_STATE.match(written):
        inner, outer = where(match[1], french=french), find(match[2])
        return f"{inner} ({outer.name})" if inner and outer else inner
    if place := find(written):
        return place.where
    if fold(written) in ("hexagone", "l'hexagone"):
        return "en France"
    return sided(written) or settled(written)


def sided(written: str) -> str | None:
    """« southern Italy » -> « dans le sud de l'Italie »."""
    side, _, rest = fold(written).partition(" ")
    place = find(rest) if side in SIDES else None
    return SIDES[side].format(of=place.noun.of) if place else None


NOT_TOWNS = re.compile(
    r"\b(?:plants?|factor(?:y|ies)|usines?|sites?|stores?|offices?|division|units?|headquarters|si[eè]ge|groupe?|"
    r"magasins?|works|mines?|regions?|state|counties|county|areas?|services?|aviation|business|operations?)\b",
    re.I,
)


def settled(written: str) -> str | None:
    """« à Lordstown »: a town, as far as its capitals say."""
    if NOT_TOWNS.search(written) or not TOWN.match(written) or written.isupper() or len(written) > 40:
        return None
    return town(written[0].upper() + written[1:])
