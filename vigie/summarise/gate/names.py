"""Whether each name of a text stands in the article, and the company is named as it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from vigie.model import Event, RegulationFacts
from vigie.summarise import reading as read
from vigie.summarise.gate.known import WORDS, Known
from vigie.summarise.vocabulary import forms_of, may_open
from vigie.text.fold import fold

CAPITAL = re.compile(r"(?<![\w'’-])(?:[ldLDnNsScCjJmMtT]['’]|[qQ]u['’])?([A-ZÀ-ÖØ-Ý](?!['’])[\w&+.-]*)")
SENTENCE_START = re.compile(r"(?:^|[.!?…:;]\s+|[«\u00ab][\s\u00a0]*)$")


def faults(text: str, event: Event, source: Known) -> Iterator[str]:
    """Each capitalised word is in the source, or is the French form of one that is."""
    own = own_words(event)
    for match in CAPITAL.finditer(text):
        word = match[1].rstrip(".-")
        parts = [p for p in re.findall(r"\w+", fold(word)) if not p.isdigit()]
        if not parts or all(p in own or form_in(p, source) for p in parts):
            continue
        if SENTENCE_START.search(text[: match.start()]) and may_open(fold(word)):
            continue
        if not any(form_in(form, source) for form in forms_of(fold(word))):
            yield f"name not in the article: {word!r}"


def form_in(form: str, source: Known) -> bool:
    """Whether the source has a written form as whole words."""
    return read.stands(form, source.folded)


def own_words(event: Event) -> frozenset[str]:
    """The words of the company's names, and of the authority's French name where its passage is known."""
    facts = event.facts
    french = facts.authority_fr if isinstance(facts, RegulationFacts) and facts.authority else None
    return words_of((*event.company.names, french or ""))


@lru_cache(maxsize=1024)
def words_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(WORDS.findall(fold(" ".join(names))))


EVENT_WORDS = {
    "layoffs": re.compile(
        r"licenci|suppr|emploi|\bpostes?\b|depart|plan social|\bpse\b|\brcc\b|effectif|reduction|"
        r"salarie|ferm|chomage|restructur|"
        r"liquidation|redressement|reclassement|disparai|disparition|menac|repreneur|reprise|"
        r"mise a pied|debauch|congedi|remerci|se separe|usine|mises? a pied|externalis|coupes|"
        r"compressions?|dismissals|travail|embauche"
    ),
    "regulation": re.compile(
        r"amende|sanction|enquet|proces|non-lieu|plainte|justice|tribunal|cour\b|juge|condamn|interdi|"
        r"injonction|demeure|autoris|feu vert|"
        r"accord|recours|appel\b|loi\b|mesure|regle|reglement|(?<!se )poursui|perquisition|"
        r"examen|bloqu|oppos|licence|regulat|"
        r"autorite|commission|parquet|decision|decret|taxe|droits de douane|gouvernement|"
        r"ministere|ministre|etat|rachat|fusion|"
        r"penalit|redressement|indemn|verser|payer|attaqu|mise? en cause|interpell|parlement|"
        r"senat|congres|affaire|dossier|"
        r"avertissement|mise? en garde|entendu|relax|suspen|conforme|obligation|homolog|valid|"
        r"retrait|rappel|investigation|"
        r"impos|exig|judiciaire|correctionnel|astreinte|penal|action collective|assemblee|approb|"
        r"approuv|prison|arrete|accus|"
        r"concurrence|illicite|vie privee|exclu|bannis|inflige|licence|reclam|loi|texte|vote|"
        r"legislat|procedure|inspect|certif|"
        r"coupable|repit|interrog|explications|restriction|reconna|victimes|homicide|fraude|corruption|contest|trait|vise|saisi|reforme|"
        r"reclame|audit|controle|depute|senateur|union europeenne|bruxelles|aides? d'etat|tarif|abus|entente|convoqu"
    ),
}


def named(text: str, event: Event) -> Iterator[str]:
    """The company and the event are named."""
    folded = fold(text)
    if not any(read.stands(fold(name), folded) for name in event.company.names):
        yield "the company is not named"
    pattern = EVENT_WORDS.get(event.topic)
    if pattern and not pattern.search(folded):
        yield "the event is not named"
