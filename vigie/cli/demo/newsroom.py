"""What the demonstration's newspapers publish: companies, papers and facts are all invented. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from vigie.model import Company

OPENING = datetime(2026, 3, 2, 7, tzinfo=UTC)
"""Monday 2 March 2026, 8 h in Paris."""

COMPANIES = (
    Company(0, "Brasseries du Ponant", ("Ponant Brasseries",)),
    Company(0, "Ateliers Morvan"),
    Company(0, "Halcyon Freight"),
    Company(0, "Verreries Kerouan"),
)
"""None of these exists."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article of a paper."""

    slug: str
    title: str
    text: str
    age: timedelta
    """Between its publication and the visit that finds it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper and the form of its feed."""

    slug: str
    name: str
    form: str
    """rss | atom | broken"""
    language: str
    kind: str
    """What the demonstration calls it."""

    @property
    def host(self) -> str:
        """A name that nobody can own (RFC 2606)."""
        return f"{self.slug}.example"

    @property
    def site(self) -> str:
        return f"https://{self.host}"


GAZETTE = Paper("gazette-des-quais", "La Gazette des Quais", "rss", "fr", "RSS")
COURRIER = Paper("courrier-du-bocage", "Le Courrier du Bocage", "atom", "fr", "Atom")
HARBOUR = Paper("harbour-post", "The Harbour Post", "rss", "en", "RSS, en anglais")
SEMAPHORE = Paper("radio-semaphore", "Radio Sémaphore", "broken", "fr", "RSS abîmé")
FANAL = Paper("fanal-du-soir", "Le Fanal du Soir", "rss", "fr", "RSS, lent")

PAPERS = (GAZETTE, COURRIER, HARBOUR, SEMAPHORE, FANAL)


def ago(**span: float) -> timedelta:
    return timedelta(**span)


AT_FIRST: dict[Paper, tuple[Item, ...]] = {
    GAZETTE: (
        Item(
            "biere-de-ble-noir",
            "Brasseries du Ponant : une bière au blé noir pour le printemps",
            "La nouvelle recette sera brassée à Lorient et vendue dès le mois d'avril.",
            ago(hours=3),
        ),
        Item("carnaval", "Le carnaval de Lorient attire la foule", "Trente chars ont défilé.", ago(hours=14)),
    ),
    COURRIER: (
        Item(
            "verreries-kerouan",
            "Verreries Kerouan : 60 postes supprimés à Fougères",
            "Les Verreries Kerouan ont confirmé vendredi la suppression de 60 postes dans leur usine de Fougères.",
            ago(days=3),
        ),
    ),
    HARBOUR: (Item("ferry", "New ferry line opens to the islands", "Two crossings a day are planned.", ago(days=1)),),
    FANAL: (Item("phare", "Le vieux phare rouvre au public", "Les visites reprennent le week-end.", ago(days=1)),),
}
"""What the feeds hold at the first visit."""

DISMISSALS = Item(
    "ponant-120-postes",
    "Brasseries du Ponant : 120 postes supprimés à Lorient",
    "Les Brasseries du Ponant ont annoncé lundi la suppression de 120 postes sur leur site de Lorient. "
    "Un plan de sauvegarde de l'emploi a été présenté aux représentants du personnel. La direction invoque la "
    "hausse du prix du malt.",
    ago(minutes=12),
)

FINE = Item(
    "halcyon-fined",
    "France's CNIL fines Halcyon Freight €2.4 million over driver tracking",
    "The French privacy watchdog CNIL said on Monday it had fined Halcyon Freight 2.4 million euros for tracking "
    "its drivers outside working hours. The company said it would review the decision.",
    ago(minutes=8),
)

SAME_STORY = Item(
    "bocage-ponant",
    "Plan social chez Brasseries du Ponant : 120 emplois supprimés",
    "120 emplois vont disparaître à Lorient, où les Brasseries du Ponant ont présenté un plan social. "
    "Les élus de la ville demandent à être reçus.",
    ago(minutes=5),
)

NO_NEWS = Item(
    "morvan-recrute",
    "Ateliers Morvan : quarante soudeurs recherchés avant l'été",
    "Les Ateliers Morvan recrutent quarante soudeurs. Une centaine de candidats sont attendus à la journée "
    "portes ouvertes.",
    ago(minutes=20),
)
"""A watched company, and nothing that calls for an alert."""


def document(paper: Paper, items: list[Item], now: datetime) -> bytes:
    """The paper's feed as it is at this moment, newest first."""
    return FORMS[paper.form](paper, items, now).encode()


def rss(paper: Paper, items: list[Item], now: datetime) -> str:
    entries = "".join(
        f"<item><title>{escape(i.title)}</title><link>{paper.site}/{i.slug}</link>"
        f"<guid>{paper.site}/{i.slug}</guid><pubDate>{format_datetime(now - i.age)}</pubDate>"
        f"<description>{escape(i.text)}</description></item>"
        for i in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{escape(paper.name)}</title>'
        f"<link>{paper.site}/</link><language>{paper.language}</language>"
        f"<description>Journal inventé</description>{entries}</channel></rss>"
    )


def atom(paper: Paper, items: list[Item], now: datetime) -> str:
    entries = "".join(
        f"<entry><title>{escape(i.title)}</title><link href='{paper.site}/{i.slug}'/><id>{paper.site}/{i.slug}</id>"
        f"<updated>{(now - i.age).isoformat()}</updated><summary>{escape(i.text)}</summary></entry>"
        for i in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{paper.language}">'
        f"<title>{escape(paper.name)}</title><id>{paper.site}/</id><updated>{now.isoformat()}</updated>{entries}</feed>"
    )


def broken(paper: Paper, items: list[Item], now: datetime) -> str:
    """A page where a feed should be: what a site under repair answers."""
    return f"<!DOCTYPE html><title>{escape(paper.name)}</title><p>Site en travaux<p>Revenez bientôt"


FORMS = {"rss": rss, "atom": atom, "broken": broken}
