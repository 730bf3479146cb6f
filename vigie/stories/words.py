"""Words that say the same in French and English, or nothing at all: tables, compiled. It compares nothing.

Folded; « * » stands for any ending, « # » for a number, « _ » for a blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ROOT = 5
"""Letters that a word is known by: « transfert » and "transfers", « licencie » and « licenciements » are one root."""


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


MONTHS = listed(
    """
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march
    april may june july august september october november december
    """
)

GRAMMAR = MONTHS | listed(
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday
    les des une aux dans pour par sur avec sans sous chez qui que dont est sont ont pas plus ses son leur leurs
    cette ces apres avant entre vers mais elle ils elles nous vous tout toute tous aussi deja encore ainsi alors
    comme selon contre depuis pendant jusqu etre avoir fait faire sera seront soit ete aurait serait etait deux
    trois quatre moins autre autres meme dernier derniere nouveau nouvelle nouvelles premier premiere annee
    annees jour jours mois semaine fin the and for its with from that this will would has have had was were are
    not but his her their they been who whose which about after before over into more than some says said say
    told tells new last first week year years month months day days ahead amid only most many much also still
    just under between through during there what when where could should may might been being
    """
)
"""Words that no event is known by."""

COMMON = frozenset(
    word[:ROOT]
    for word in listed(
        """
        supprimer suppression emplois emploi poste postes licencier licenciement social sociale plan salaries
        salarie effectif effectifs departs volontaires groupe direction annonce annoncer entreprise societe syndicat
        syndicats usine site sites menace menaces reduire reduction restructuration travail travailleurs personnes
        personne personnel fermeture fermer ferme job jobs cut cuts cutting layoff layoffs laid lay laying off staff
        workers worker workforce employees employee company group plant plants announced announce plans planned
        union unions close closure shut redundancies redundant roles slash shed axe eliminate people percent amende
        amendes infliger inflige condamner condamne sanction sanctions sanctionne enquete justice tribunal milliard
        milliards million millions euros dollars autorite regulateur concurrence europeen europeenne commission
        procedure accuse fine fined fines regulator watchdog court judge lawsuit sues sue probe investigation
        antitrust authority billion euro dollar pay order orders ordered rules ruling ruled penalty privacy
        department federal monde france french francais francaise
        """
    )
)
"""Roots that most articles of these topics have: they tell little."""


def compiled(words: str) -> re.Pattern[str]:
    forms = (re.escape(word).replace(r"\*", r"\w*").replace(r"\#", r"\d+").replace("_", " ") for word in words.split())
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")


CUES: Mapping[str, re.Pattern[str]] = {
    name: compiled(words)
    for name, words in {
        "appeal": """appeal* fait_appel faire_appel recours interjet* challeng* conteste* overturn* stay_of
            saisit_le_conseil saisit_la_cour saisit_la_justice saisit_le_tribunal""",
        "drop": """renonce* abandonne* annule* retire* cancel* scraps_plan scraps_its_plan scraps_the_plan revers*
            back_down backs_down call_back reopen*""",
        "deny": "dement* denies denied deny infonde* unfounded aucun_plan",
        "revise": """au_lieu_de plutot_que rather_than instead_of porte_a portes_a ramene_a ramenes_a ramenees_a revoit
            revoient revu* finalement corrige* against_the contre_les contre_le contre_# against_# et_non_#
            up_from down_from fewer_than reported
            true_number should_reach reach""",
        "react": """reagi* denonc* exige* redout* colere choc maire ministre gouvernement reclame*
            convoque* react*
            slam* brace* vow* shock* defend* shares excuses inacceptable* criti*""",
        "strike": "greve* debray* strik* walked_out walk_out walks_out walkout*",
        "sequel": """apres_l'annonce au_lendemain after_layoffs after_the_layoffs after_job_cuts after_the_job_cuts
            after_cuts after_the_cuts after_announc* after_the_announc* after_fine after_the_fine after_the_decision
            cuts_announced losses_announced jobs_announced layoffs_announced plan_announced cuts_reported
            licenciements_annonce* postes_annonce* emplois_annonce* suppressions_annonce* plan_annonce*
            suppressions_d'emplois_annonce* suppressions_de_postes_annonce* plan_presente* salaries_menaces
            emplois_menaces postes_menaces amende_infligee company-wide companywide apres_l'amende layoffs_hit
            layoffs_reach* layoffs_begin* laid-off premiere_etape a_week_after une_semaine_apres
            sur_les_milliers over_layoffs over_the_layoffs over_job_cuts""",
        "another": """aussi_a egalement_a a_day_after_the un_plan_distinct nouveau_plan another_round autre_plan
            autre_site second_plan separate""",
    }.items()
}
"""How an article stands to an earlier one."""

CONCEPTS: Mapping[str, re.Pattern[str]] = {
    name: compiled(words)
    for name, words in {
        "ad": "publicit* ad ads adverti* adtech",
        "bank": "bank* banque*",
        "car": "voiture* car cars vehicule* vehicle*",
        "child": "enfant* mineurs children childlike minors teen* nourrisson* infant*",
        "chocolate": "chocolat* cacao cocoa",
        "closing": "ferme* fermer* fermeture* close closes closed closing closure* shut*",
        "cloud": "cloud",
        "consent": "consent*",
        "cookie": "cookie* traceur* tracker*",
        "crash": "accident* crash* deraill* derail*",
        "crew": "crew* attendant* hotesse* steward* cabine",
        "data": "donnees data",
        "discount": "promotion* discount* price_cuts rabais solde*",
        "driver": "chauffeur* driver* livreur* rider*",
        "drug": "medicament* drug drugs antidouleur* painkiller*",
        "electric": "electri*",
        "engineer": "ingenieur* engineer* informaticien* tech",
        "food": "alimentaire* food",
        "game": "jeu jeux game games gaming studio*",
        "gender": "femme* women female gender",
        "half": "moitie halve halves halved half",
        "head office": "siege sieges head-office head_office head_offices headquarters",
        "insolvency": """redressement liquidation liquide liquidee sauvegarde faillite bankruptcy insolven*
            administration receivership chapter_11""",
        "journalist": "journalis* redaction* newsroom*",
        "laundering": "blanchiment launder*",
        "listing": "annonces_illegales listing* rental* location*",
        "moderation": "moderat*",
        "monopoly": "monopol*",
        "music": "musi*",
        "network": "reseau* network* fibre fiber",
        "office": "bureau* office* corporate",
        "pilot": "pilot*",
        "plane": "avion* aircraft plane planes jet jets",
        "police": "perquisition* raid* searched",
        "price": "prix price prices pricing tarif*",
        "recall": "rappel* recall*",
        "refund": "rembourse* refund*",
        "sailor": "marin marins seafarer* sailor*",
        "search": "recherche search research",
        "settlement": "accord settle* deal transaction plead* plaid*",
        "smartphone": "smartphone* iphone* telephone* handset*",
        "store": "magasin* store stores shop shops supermar* hypermar* boutique*",
        "takeover": "rachat* rachete* acquisition* takeover* merger* fusion* acquire*",
        "tax": "fiscal* impot* tax taxes",
        "training": "formation* training",
        "vaccine": "vaccin* dose doses",
        "victim": "victim* morts mort killed death*",
        "voluntary": "volontaire* voluntary rcc buyout*",
        "water": "water waters eau eaux",
    }.items()
}
"""What an event is about, where French and English have no root in common, or a short one."""
