"""Words that a summary may write with a capital though its article has them not: openers, translated names. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from vigie.text import authorities, media, places
from vigie.text.fold import fold

OPENING_WORDS = """
    a abandon abus accord accords accuse accusee accuses action actions activite administration aerien affaire afin
    agences ainsi alors amende amendes apres argent au aucun aucune aujourd'hui automobile autorisation autorite
    autorites aux avant avec baisse banque banques blanchiment cartel ce cela celle celui cent ces cession cet cette
    chez cinq cinquante climat comme commerce concurrence condamne condamnee confronte consommateurs contraint
    contre contrefacon cookies corruption cour d'ici dans de decision depart departs depuis des deux deuxieme devant
    direction discrimination dix donnees du eau eaux eclairage electricite elle elles emissions emploi emplois en
    energie enquete enquetes entre environ espionnage et etat ex face faute fermeture fermetures ferroviaire feu fin
    fisc fraude fuite fusion gaz gouvernement grace grippage groupe harcelement huit il ils impots industrie
    injonction interdiction interdit internet juge juges jusqu jusqu' jusqu'a justice l' la lait le les leur leurs
    licenciement licenciements liquidation logement loi lors mais malgre medicament medicaments menace menaces mille
    mise mises moins motif neuf non nouveau nouvelle nouvelles nucleaire numerique on onze or ou oui par parlement
    parmi parquet pas pendant perquisition perquisitions petrole plainte plaintes plan plus plusieurs police
    pollution pour pourquoi poursuite poursuites poursuivi poursuivie premier premiere pres presse prix proces
    projet protection publicite quand quarante quatorze quatre quatrieme que quelque quelques qui quinze rachat
    recours redressement reglement regulateur renonce reprise restructuration retard retards retrait risque rumeur
    sa salarie salaries sanction sanctions sans sante sauvegarde securite seize selon sept ses si site six soit
    soixante son sous sucre suite suppression suppressions sur surveillance syndicat syndicats tabac taxe telephonie
    toujours tous tout toute transport transports travail trente tribunal trois troisieme un une usine usines vaccin
    vaccins vague vers vingt vise visee visite votre
"""
OPENERS = frozenset(OPENING_WORDS.split())
"""What French sentences of this kind open with; a name is none of these."""


COMMON = re.compile(r"(?:tions?|ments|eurs|euses|ites?|istes|ismes?|ants|ees|aux)$")
"""Endings of common nouns and participles, folded: « Moteurs truqués : », « Accusations de… »."""
NOT_COMMON = frozenset({"action", "activision", "bordeaux", "meaux", "citeos", "nantes", "caen"})

PEOPLE_AND_THINGS = (
    ("Elon", "musk"),
    ("Donald", "trump"),
    ("Mark", "zuckerberg"),
    ("Tim", "cook"),
    ("Joe", "biden"),
    ("Emmanuel", "macron"),
    ("PDG", "ceo", "chief executive", "pdg", "president-directeur general", "boss", "patron"),
    ("UE", "eu", "ue", "european union", "union europeenne", "e.u.", "european", "europeenne"),
    ("État", "state", "government", "etat", "gouvernement", "states", "state-backed"),
    ("Banque", "bank", "banque"),
    ("Bourse", "stock exchange", "shares", "bourse", "stock market", "public"),
    ("IPO", "ipo"),
    ("Premier", "prime minister", "premier ministre"),
    ("Première", "prime minister", "premiere ministre"),
    ("Maison", "white house"),
    ("Justice", "justice"),
    ("Parlement", "parliament", "mps", "lawmakers"),
    ("Sénat", "senate", "senators"),
    ("Cour", "court", "judges", "cour"),
    ("Chambre", "house", "representatives", "chambre"),
    ("Finances", "finance minister", "finance ministry", "finances"),
    ("Gambie", "gambian", "gambia"),
    ("Internet", "internet", "online"),
    ("RGPD", "gdpr", "general data protection regulation"),
    ("DMA", "digital markets act"),
    ("DSA", "digital services act"),
    ("FCPA", "foreign corrupt practices act"),
    ("II", "sapin 2", "sapin ii"),
)
"""French words with a capital -> the written forms that let a summary use them."""


def may_open(word: str) -> bool:
    """Whether a folded word may open a sentence with a capital and be no name."""
    return word in OPENERS or (COMMON.search(word) is not None and word not in NOT_COMMON)


@cache
def translations() -> Mapping[str, frozenset[str]]:
    """A folded word of a French name -> the written forms, folded, that let a summary use it."""
    table: dict[str, set[str]] = defaultdict(set)

    def allow(french: str, *forms: str) -> None:
        for word in re.findall(r"[\w&+-]+", fold(french)):
            table[word] |= {fold(form) for form in forms}

    for place in places.PLACES:
        allow(place.name, *place.forms, *(a for a in place.adjective if a))
        for adjective in place.adjective:
            allow(adjective, *place.forms, adjective)
    for written, row in authorities.NAMED.items():
        allow(row[0], written)
    for written, row in media.MEDIA.items():
        allow(row[0], written)
    for written, entry in authorities.ENGLISH_HEADS.items():
        allow(re.sub(r"\{\w+\}", "", entry[0]), written)
    for written, voice in media.VOICES.items():
        allow(voice, written)
    for french, *forms in PEOPLE_AND_THINGS:
        allow(french, *forms)
    allow("Covid-19", "coronavirus", "covid", "covid-19", "pandemic", "pandemie")
    allow("IA", "ai", "artificial intelligence", "ia", "intelligence artificielle")
    return {word: frozenset(forms) for word, forms in table.items()}


def forms_of(word: str) -> frozenset[str]:
    """The written forms that allow a folded word; none where it is nobody's translation."""
    return translations().get(word, frozenset())
