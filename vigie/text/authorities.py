"""Public authorities as French nouns: article and gender by the head noun, English names in French. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from vigie.text import places
from vigie.text.fold import fold
from vigie.text.french import Article, Gender, Noun

HEADS = {
    "f": """
        maison-blanche
        autorite commission cour direction prefecture justice agence banque chambre inspection police mairie ville
        region assemblee haute repression brigade reserve organisation municipalite metropole province maison
        administration instance gendarmerie douane ico cnil amf acpr arcep arcom dgccrf cre anssi ansm anses hadopi
        cjue bce sec ftc fcc cma fca cfpb faa fda epa aesa easa nhtsa ntsb dpc bafin finma accc nlrb eeoc osha irs
        asn dreets direccte drieets dreal urssaf dgt dgac cnccfp bundesbank cftc finra itc asa agcm consob cnmc aepd
        comco fas samr jftc kftc cci rbi sebi asic anatel profeco kppu mas knesset dgfip igas oms omc ocde nca acm
        kfda pcaob fdic aepd cnpd cmvm cvm acm afm fsma anacom asae anpd arera agcom audiencia guardia bundesnetzagentur
        ksa adc
        """,
    "m": """
        parquet tribunal conseil gouvernement ministere parlement senat congres departement bureau comite defenseur
        regulateur gendarme procureur juge ministre secretariat conseiller csa fisc pnf doj fbi kremlin secretaire
        prefet maire tresor fmi bundeskartellamt garante service centre institut rapporteur pole president etat
        cabinet organisme superviseur controleur jury magistrat commissaire fonds mediateur pentagone cfius occ hmrc
        kba cade ivass bundestag procon fiod elysee sfo ofcom ofgem haut gouverneur
        """,
    "mp": """
        juges regulateurs procureurs tribunaux ministres elus deputes senateurs parlementaires services pouvoirs
        eurodeputes enqueteurs magistrats prud'hommes douaniers etats maires
        """,
    "fp": "autorites instances douanes cours collectivites communes",
}
"""The first word of an authority's French name, folded, by gender; p is plural."""
HEAD_OF: Mapping[str, str] = MappingProxyType({word: kind for kind, row in HEADS.items() for word in row.split()})

NAMED_WITHOUT_ARTICLE = frozenset({"bercy", "matignon", "tracfin", "europol", "interpol", "eurojust", "roskomnadzor"})
"""Authorities that take no article."""
ONE_AMONG_SEVERAL = frozenset(
    {"juge", "procureur", "regulateur", "magistrat", "jury", "maire", "prefet", "ministre", "tribunal"}
)
"""« un juge américain »: indefinite, unless the rest of its name says which."""
SAYS_WHICH = re.compile(
    r" (?:d(?:e|u|es) |d'(?!instruction|appel)|général d|correctionnel|judiciaire|administratif|"
    r"fédéral\b$|néerlandais|européen)|^Premier"
)
COMMON = re.compile(
    r"^(?:Justice|Gouvernement|Parquet|Tribunal|Juges?|Procureurs?|Régulateurs?|Police|"
    r"Ministères?|Fisc|Douanes?|Autorités|"
    r"Mairie|Maire|Préfecture|Prefecture|Ville|Région|Répression|Inspection|Département|Services|"
    r"Collectivités|Médiateur|Ministre|"
    r"Députés|Sénateurs|Élus|Direction|Commission d'enquête|Conseil de prud|Cour d'appel|"
    r"Administration|Jury|Parlementaires|États membres)\b"
)
"""Common nouns: a capital in a table is no capital in a sentence (« le parquet national financier »)."""

ENGLISH_HEADS: Mapping[str, tuple[str, Gender, bool, Article]] = MappingProxyType(
    {
        # written: French with {m} or {f} where the country's adjective stands, gender, plural, article
        "regulator": ("régulateur {m}", "m", False, "le"),
        "regulators": ("autorités {fp}", "f", True, "le"),
        "watchdog": ("régulateur {m}", "m", False, "le"),
        "watchdogs": ("autorités {fp}", "f", True, "le"),
        "antitrust regulator": ("autorité {f} de la concurrence", "f", False, "le"),
        "antitrust regulators": ("autorités {fp} de la concurrence", "f", True, "le"),
        "antitrust watchdog": ("autorité {f} de la concurrence", "f", False, "le"),
        "antitrust authority": ("autorité {f} de la concurrence", "f", False, "le"),
        "antitrust authorities": ("autorités {fp} de la concurrence", "f", True, "le"),
        "antitrust agency": ("autorité {f} de la concurrence", "f", False, "le"),
        "antitrust enforcers": ("autorités {fp} de la concurrence", "f", True, "le"),
        "competition regulator": ("autorité {f} de la concurrence", "f", False, "le"),
        "competition watchdog": ("autorité {f} de la concurrence", "f", False, "le"),
        "competition authority": ("autorité {f} de la concurrence", "f", False, "le"),
        "cartel office": ("autorité {f} de la concurrence", "f", False, "le"),
        "competition commission": ("autorité {f} de la concurrence", "f", False, "le"),
        "data protection authority": ("autorité {f} de protection des données", "f", False, "le"),
        "data protection watchdog": ("autorité {f} de protection des données", "f", False, "le"),
        "data protection regulator": ("autorité {f} de protection des données", "f", False, "le"),
        "privacy regulator": ("autorité {f} de protection des données", "f", False, "le"),
        "privacy watchdog": ("autorité {f} de protection des données", "f", False, "le"),
        "privacy commissioner": ("autorité {f} de protection des données", "f", False, "le"),
        "data regulator": ("autorité {f} de protection des données", "f", False, "le"),
        "data watchdog": ("autorité {f} de protection des données", "f", False, "le"),
        "data privacy regulator": ("autorité {f} de protection des données", "f", False, "le"),
        "financial regulator": ("régulateur financier {m}", "m", False, "le"),
        "financial watchdog": ("régulateur financier {m}", "m", False, "le"),
        "financial regulators": ("autorités financières {fp}", "f", True, "le"),
        "market regulator": ("régulateur {m} des marchés", "m", False, "le"),
        "markets regulator": ("régulateur {m} des marchés", "m", False, "le"),
        "securities regulator": ("régulateur {m} des marchés", "m", False, "le"),
        "markets watchdog": ("régulateur {m} des marchés", "m", False, "le"),
        "market watchdog": ("régulateur {m} des marchés", "m", False, "le"),
        "banking regulator": ("régulateur bancaire {m}", "m", False, "le"),
        "bank regulator": ("régulateur bancaire {m}", "m", False, "le"),
        "telecoms regulator": ("régulateur {m} des télécoms", "m", False, "le"),
        "telecom regulator": ("régulateur {m} des télécoms", "m", False, "le"),
        "media regulator": ("régulateur {m} des médias", "m", False, "le"),
        "internet regulator": ("régulateur {m} d'internet", "m", False, "le"),
        "internet watchdog": ("régulateur {m} d'internet", "m", False, "le"),
        "cyberspace regulator": ("régulateur {m} d'internet", "m", False, "le"),
        "communications regulator": ("régulateur {m} des communications", "m", False, "le"),
        "communications watchdog": ("régulateur {m} des communications", "m", False, "le"),
        "energy regulator": ("régulateur {m} de l'énergie", "m", False, "le"),
        "aviation regulator": ("régulateur {m} de l'aviation", "m", False, "le"),
        "aviation authority": ("autorité {f} de l'aviation", "f", False, "le"),
        "aviation authorities": ("autorités {fp} de l'aviation", "f", True, "le"),
        "safety regulator": ("autorité {f} de la sécurité", "f", False, "le"),
        "safety regulators": ("autorités {fp} de la sécurité", "f", True, "le"),
        "auto safety regulator": ("autorité {f} de la sécurité routière", "f", False, "le"),
        "auto safety regulators": ("autorités {fp} de la sécurité routière", "f", True, "le"),
        "auto safety agency": ("autorité {f} de la sécurité routière", "f", False, "le"),
        "health regulator": ("autorité sanitaire {f}", "f", False, "le"),
        "health regulators": ("autorités sanitaires {fp}", "f", True, "le"),
        "health authorities": ("autorités sanitaires {fp}", "f", True, "le"),
        "drug regulator": ("autorité {f} du médicament", "f", False, "le"),
        "medicines regulator": ("autorité {f} du médicament", "f", False, "le"),
        "drugs regulator": ("autorité {f} du médicament", "f", False, "le"),
        "consumer watchdog": ("autorité {f} de protection des consommateurs", "f", False, "le"),
        "consumer protection agency": ("autorité {f} de protection des consommateurs", "f", False, "le"),
        "consumer protection watchdog": ("autorité {f} de protection des consommateurs", "f", False, "le"),
        "advertising watchdog": ("régulateur {m} de la publicité", "m", False, "le"),
        "advertising regulator": ("régulateur {m} de la publicité", "m", False, "le"),
        "audit watchdog": ("régulateur {m} de l'audit", "m", False, "le"),
        "accounting watchdog": ("régulateur comptable {m}", "m", False, "le"),
        "accounting regulator": ("régulateur comptable {m}", "m", False, "le"),
        "labor board": ("autorité {f} du travail", "f", False, "le"),
        "labour board": ("autorité {f} du travail", "f", False, "le"),
        "labor regulator": ("autorité {f} du travail", "f", False, "le"),
        "environment agency": ("agence {f} de l'environnement", "f", False, "le"),
        "environmental regulator": ("autorité {f} de l'environnement", "f", False, "le"),
        "tax authorities": ("autorités fiscales {fp}", "f", True, "le"),
        "tax authority": ("fisc {m}", "m", False, "le"),
        "tax agency": ("fisc {m}", "m", False, "le"),
        "tax office": ("fisc {m}", "m", False, "le"),
        "authorities": ("autorités {fp}", "f", True, "le"),
        "authority": ("autorité {f}", "f", False, "le"),
        "officials": ("autorités {fp}", "f", True, "le"),
        "government": ("gouvernement {m}", "m", False, "le"),
        "govt": ("gouvernement {m}", "m", False, "le"),
        "gov't": ("gouvernement {m}", "m", False, "le"),
        "administration": ("gouvernement {m}", "m", False, "le"),
        "parliament": ("Parlement {m}", "m", False, "le"),
        "lawmakers": ("parlementaires {mp}", "m", True, "un"),
        "legislators": ("parlementaires {mp}", "m", True, "un"),
        "parliamentary committee": ("commission parlementaire {f}", "f", False, "un"),
        "senate": ("Sénat {m}", "m", False, "le"),
        "senators": ("sénateurs {mp}", "m", True, "un"),
        "congress": ("Congrès {m}", "m", False, "le"),
        "congressional committee": ("commission du Congrès {m}", "f", False, "un"),
        "house committee": ("commission de la Chambre des représentants {f}", "f", False, "un"),
        "senate committee": ("commission du Sénat {m}", "f", False, "un"),
        "supreme court": ("Cour suprême {f}", "f", False, "le"),
        "top court": ("plus haute juridiction {f}", "f", False, "le"),
        "high court": ("Haute Cour {f}", "f", False, "le"),
        "appeals court": ("cour d'appel {f}", "f", False, "un"),
        "appeal court": ("cour d'appel {f}", "f", False, "un"),
        "court of appeal": ("cour d'appel {f}", "f", False, "un"),
        "court of appeals": ("cour d'appel {f}", "f", False, "un"),
        "federal court": ("tribunal fédéral {m}", "m", False, "un"),
        "district court": ("tribunal {m}", "m", False, "un"),
        "bankruptcy court": ("tribunal des faillites {m}", "m", False, "un"),
        "labor court": ("tribunal du travail {m}", "m", False, "un"),
        "labour court": ("tribunal du travail {m}", "m", False, "un"),
        "employment tribunal": ("tribunal du travail {m}", "m", False, "un"),
        "court": ("justice {f}", "f", False, "le"),
        "courts": ("justice {f}", "f", False, "le"),
        "tribunal": ("tribunal {m}", "m", False, "un"),
        "judge": ("juge {m}", "m", False, "un"),
        "judges": ("juges {mp}", "m", True, "un"),
        "federal judge": ("juge fédéral {m}", "m", False, "un"),
        "district judge": ("juge {m}", "m", False, "un"),
        "bankruptcy judge": ("juge des faillites {m}", "m", False, "un"),
        "jury": ("jury {m}", "m", False, "un"),
        "federal jury": ("jury fédéral {m}", "m", False, "un"),
        "grand jury": ("grand jury {m}", "m", False, "un"),
        "prosecutor": ("parquet {m}", "m", False, "le"),
        "prosecutors": ("parquet {m}", "m", False, "le"),
        "federal prosecutors": ("parquet fédéral {m}", "m", False, "le"),
        "public prosecutor": ("parquet {m}", "m", False, "le"),
        "police": ("police {f}", "f", False, "le"),
        "justice department": ("ministère {m} de la Justice", "m", False, "le"),
        "department of justice": ("ministère {m} de la Justice", "m", False, "le"),
        "justice ministry": ("ministère {m} de la Justice", "m", False, "le"),
        "labor department": ("ministère {m} du Travail", "m", False, "le"),
        "department of labor": ("ministère {m} du Travail", "m", False, "le"),
        "labour ministry": ("ministère {m} du Travail", "m", False, "le"),
        "labor ministry": ("ministère {m} du Travail", "m", False, "le"),
        "commerce department": ("ministère {m} du Commerce", "m", False, "le"),
        "commerce ministry": ("ministère {m} du Commerce", "m", False, "le"),
        "trade ministry": ("ministère {m} du Commerce", "m", False, "le"),
        "treasury": ("Trésor {m}", "m", False, "le"),
        "finance ministry": ("ministère {m} des Finances", "m", False, "le"),
        "health ministry": ("ministère {m} de la Santé", "m", False, "le"),
        "industry ministry": ("ministère {m} de l'Industrie", "m", False, "le"),
        "transport ministry": ("ministère {m} des Transports", "m", False, "le"),
        "transportation department": ("ministère {m} des Transports", "m", False, "le"),
        "central bank": ("banque centrale {f}", "f", False, "le"),
        "attorney general": ("ministre {m} de la Justice", "m", False, "le"),
        "states": ("États {mp}", "m", True, "un"),
        "state attorneys general": ("procureurs généraux d'États {mp}", "m", True, "un"),
        "attorneys general": ("procureurs généraux {mp}", "m", True, "un"),
        "customs": ("douanes {fp}", "f", True, "le"),
        "mps": ("députés {mp}", "m", True, "un"),
        "investigators": ("enquêteurs {mp}", "m", True, "un"),
        "agency": ("agence publique {f}", "f", False, "un"),
        "minister": ("ministre {m}", "m", False, "un"),
        "attorneys": ("procureurs {mp}", "m", True, "un"),
        "governor": ("gouverneur {m}", "m", False, "le"),
        "department": ("administration {f}", "f", False, "le"),
        "central government": ("gouvernement {m}", "m", False, "le"),
        "financial conduct authority": ("FCA", "f", False, "le"),
        "cyber watchdog": ("autorité {f} de la cybersécurité", "f", False, "le"),
        "crime agency": ("police criminelle {f}", "f", False, "le"),
        "financial markets authority": ("autorité {f} des marchés financiers", "f", False, "le"),
        "justice dept": ("ministère {m} de la Justice", "m", False, "le"),
    }
)

NAMED: Mapping[str, tuple[str, Gender, bool, Article]] = MappingProxyType(
    {
        # English names of single bodies, folded
        "european commission": ("Commission européenne", "f", False, "le"),
        "eu commission": ("Commission européenne", "f", False, "le"),
        "ec": ("Commission européenne", "f", False, "le"),
        "european union": ("Union européenne", "f", False, "le"),
        "eu": ("Union européenne", "f", False, "le"),
        "european parliament": ("Parlement européen", "m", False, "le"),
        "european court of justice": ("Cour de justice de l'Union européenne", "f", False, "le"),
        "eu court": ("justice européenne", "f", False, "le"),
        "eu's top court": ("Cour de justice de l'Union européenne", "f", False, "le"),
        "eu top court": ("Cour de justice de l'Union européenne", "f", False, "le"),
        "european central bank": ("Banque centrale européenne", "f", False, "le"),
        "ecb": ("BCE", "f", False, "le"),
        "brussels": ("Bruxelles", "m", False, ""),
        "white house": ("Maison-Blanche", "f", False, "le"),
        "trump administration": ("administration Trump", "f", False, "le"),
        "biden administration": ("administration Biden", "f", False, "le"),
        "obama administration": ("administration Obama", "f", False, "le"),
        "department of justice": ("ministère américain de la Justice", "m", False, "le"),
        "justice department": ("ministère américain de la Justice", "m", False, "le"),
        "justice dept": ("ministère américain de la Justice", "m", False, "le"),
        "doj": ("ministère américain de la Justice", "m", False, "le"),
        "federal trade commission": ("FTC", "f", False, "le"),
        "securities and exchange commission": ("SEC", "f", False, "le"),
        "federal communications commission": ("FCC", "f", False, "le"),
        "federal aviation administration": ("FAA", "f", False, "le"),
        "federal reserve": ("Réserve fédérale", "f", False, "le"),
        "fed": ("Réserve fédérale", "f", False, "le"),
        "u.s. supreme court": ("Cour suprême des États-Unis", "f", False, "le"),
        "us supreme court": ("Cour suprême des États-Unis", "f", False, "le"),
        "supreme court": ("Cour suprême", "f", False, "le"),
        "pentagon": ("Pentagone", "m", False, "le"),
        "competition and markets authority": ("CMA", "f", False, "le"),
        "financial conduct authority": ("FCA", "f", False, "le"),
        "serious fraud office": ("SFO", "m", False, "le"),
        "information commissioner's office": ("ICO", "f", False, "le"),
        "environment protection agency": ("EPA", "f", False, "le"),
        "environmental protection agency": ("EPA", "f", False, "le"),
        "new york attorney general": ("procureur général de New York", "m", False, "le"),
        "texas attorney general": ("procureur général du Texas", "m", False, "le"),
        "california attorney general": ("procureur général de Californie", "m", False, "le"),
        "interpol": ("Interpol", "m", False, ""),
        "ofcom": ("Ofcom", "m", False, "le"),
        "ofgem": ("Ofgem", "m", False, "le"),
        "beijing": ("Pékin", "m", False, ""),
        "london": ("Londres", "m", False, ""),
        "washington": ("Washington", "m", False, ""),
        "congress": ("Congrès américain", "m", False, "le"),
        "senate": ("Sénat", "m", False, "le"),
        "wto": ("OMC", "f", False, "le"),
        "who": ("OMS", "f", False, "le"),
    }
)


@lru_cache(maxsize=4096)
def authority(french: str | None, written: str | None, *, in_french: bool) -> Noun | None:
    """The authority as a noun; None where no French form is certain.

    french: its French name from the matcher's table; written: the words of the article; in_french: its language.
    """
    if french:
        return from_french(french) or Noun(shortest(french))
    if not written:
        return None
    return (from_french(written) if in_french else None) or from_english(written)


def from_french(name: str) -> Noun | None:
    """« CNIL », « Autorité de la concurrence », « juge américain »: article and gender by the head noun.

    None for a name that starts with no known noun.
    """
    name = re.sub(r"^(?:l'|les? |la |des? |une? |du )", "", name.strip().replace("’", "'"), flags=re.I)
    name = shortest(name)
    words = re.findall(r"[\w'-]+", fold(name))
    if not words:
        return None
    if place := places.find(name):
        return place.noun
    if words[0] in NAMED_WITHOUT_ARTICLE:
        return Noun(name)
    if COMMON.match(name):
        name = name[0].lower() + name[1:]
    kind = HEAD_OF.get(words[0])
    if kind is None:
        row = NAMED.get(fold(name))
        return Noun(*row) if row else None
    indefinite = words[0].rstrip("s") in ONE_AMONG_SEVERAL and not SAYS_WHICH.search(name)
    return Noun(name, "f" if kind[0] == "f" else "m", kind.endswith("p"), "un" if indefinite else "le")


def shortest(name: str) -> str:
    """« Commission fédérale du commerce (FTC) » -> « FTC », « Garante (Italie) » -> « Garante »."""
    match = re.match(r"(.+?)\s*\(([^()]+)\)$", name)
    if match is None:
        return name
    return match[2] if match[2].isupper() and fold(match[2]) in HEAD_OF else match[1]


def from_english(written: str) -> Noun | None:
    """« EU antitrust regulators » -> « les autorités européennes de la concurrence »."""
    key = re.sub(r"^(?:the|an?) ", "", fold(written).strip().rstrip(".").removesuffix("'s")).strip()
    if row := NAMED.get(key):
        return Noun(*row)
    if place := places.find(key):
        return place.noun
    return translated(key) or acronym(written) or vague(key)


def acronym(written: str) -> Noun | None:
    """« FTC », « U.S. SEC »: a body known by its letters, of which the table of heads has the gender."""
    last = written.split()[-1].rstrip(".'s") if written.split() else ""
    if row := NAMED.get(fold(last)):
        return Noun(*row) if last.isupper() or last == "DoJ" else None
    kind = HEAD_OF.get(fold(last)) if last.isupper() else None
    return Noun(last, "f" if kind == "f" else "m", False, "le") if kind else None


VAGUE: Mapping[str, Noun] = MappingProxyType(
    {
        "court": Noun("tribunal", "m", False, "un"),
        "judge": Noun("juge", "m", False, "un"),
        "jury": Noun("jury", "m", False, "un"),
        "tribunal": Noun("tribunal", "m", False, "un"),
        "regulator": Noun("autorité", "f", False, "un"),
        "regulators": Noun("autorités", "f", True, "un"),
        "watchdog": Noun("autorité", "f", False, "un"),
        "authority": Noun("autorité", "f", False, "un"),
        "authorities": Noun("autorités", "f", True, "un"),
        "prosecutor": Noun("procureur", "m", False, "un"),
        "prosecutors": Noun("procureurs", "m", True, "un"),
        "senators": Noun("sénateurs", "m", True, "un"),
        "lawmakers": Noun("parlementaires", "m", True, "un"),
        "mps": Noun("parlementaires", "m", True, "un"),
        "minister": Noun("ministre", "m", False, "un"),
        "committee": Noun("commission parlementaire", "f", False, "un"),
        "investigators": Noun("enquêteurs", "m", True, "un"),
        "agency": Noun("agence publique", "f", False, "un"),
        "officials": Noun("autorités", "f", True, "un"),
    }
)


def vague(key: str) -> Noun | None:
    """« Los Angeles County Superior Court » -> « un tribunal »: the kind of body, where its name has no French."""
    return VAGUE.get(key.split()[-1]) if key else None


def translated(key: str) -> Noun | None:
    """A country and a kind of body: « kuwaiti parliament », « u.s. regulators », « french court »."""
    if key in ENGLISH_HEADS:
        return built(key, None)
    words = key.split()
    for cut in (3, 2, 1):
        origin = places.find(" ".join(words[:cut]).removesuffix("'s")) if len(words) > cut else None
        rest = " ".join(words[cut:])
        if origin and rest in ENGLISH_HEADS:
            return built(rest, origin)
    return None


def built(head: str, origin: places.Place | None) -> Noun | None:
    pattern, gender, plural, article = ENGLISH_HEADS[head]
    if origin is None:
        text = re.sub(r" ?\{\w+\}", "", pattern)
    elif origin.adjective[0]:
        man, woman = origin.adjective
        forms = {"m": man, "f": woman, "mp": man if man.endswith(("s", "x")) else f"{man}s", "fp": f"{woman}s"}
        text = pattern.format(**forms)
    else:
        text = f"{re.sub(r' ?{[a-z]+}', '', pattern)} {of_place(origin)}"
    return Noun(text, gender, plural, article)


def of_place(place: places.Place) -> str:
    """« de New York », « du Texas », « de l'Ohio »."""
    return place.noun.of
