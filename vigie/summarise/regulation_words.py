"""The wordings of what authorities do, by act: data for the grammar, nothing else.

{a} the authority with its article, {aof} « de la CNIL », {ato} « à la CNIL », {aby} « par la CNIL », {c} the company,
{cof} « de Meta », {cto} « à Meta », {chez}, {e} the feminine of a participle, {m} the amount, {w} where with
its leading space, {k…} the authority where it is a court, {g…} where it is none, {aff} « une affaire de
corruption », {deal} « une fusion »; <verbe> is conjugated. A wording with no {a…} serves where no authority is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

Wordings = tuple[str, ...]

ACTS: Mapping[str, Wordings] = MappingProxyType(
    {
        "fine": (
            "{a} <infliger> une amende {cto}",
            "{c} <écoper> d'une amende infligée {aby}",
            "{a} <sanctionner> {c} d'une amende",
            "{c} <écoper> d'une amende{w}",
            "une amende <être> infligée {cto}{w}",
        ),
        "probe": (
            "{a} <enquêter> sur {c}",
            "{c} <être> visé{e} par une enquête {aof}",
            "{c} <faire> l'objet d'une enquête {aof}",
            "{c} <être> visé{e} par une enquête{w}",
            "{c} <faire> l'objet d'une enquête{w}",
        ),
        "lawsuit": (
            "{a} <poursuivre> {c} en justice",
            "{a} <attaquer> {c} en justice",
            "{c} <être> poursuivi{e} en justice {aby}",
            "{c} <être> visé{e} par une action en justice{w}",
            "une action en justice <viser> {c}{w}",
        ),
        "ruling": (
            "{a} <se prononcer> dans {aff} qui concerne {c}",
            "{a} <rendre> une décision dans {aff} qui concerne {c}",
            "une décision de justice <être> rendue dans {aff} qui concerne {c}{w}",
        ),
        "ban": (
            "{a} <prononcer> une interdiction contre {c}",
            "{c} <être> visé{e} par une interdiction {aof}",
            "{c} <être> visé{e} par une interdiction{w}",
        ),
        "order": (
            "{a} <adresser> une injonction {cto}",
            "{c} <être> visé{e} par une injonction {aof}",
            "{c} <être> visé{e} par une injonction{w}",
        ),
        "law": (
            "une mesure {aof} <concerner> {c}",
            "{c} <être> concerné{e} par une mesure {aof}",
            "{c} <être> concerné{e} par une mesure réglementaire{w}",
        ),
        "approval": (
            "{a} <donner> {son} feu vert {cto}",
            "{c} <obtenir> le feu vert {aof}",
            "{c} <obtenir> une autorisation{w}",
        ),
        "block": (
            "{a} <bloquer> une opération {cof}",
            "{a} <s'opposer> à une opération {cof}",
            "une opération {cof} <être> bloquée{w}",
        ),
        "settlement": (
            "{c} <conclure> un accord amiable avec {a}",
            "{c} <conclure> un accord amiable{w}",
        ),
        "appeal": (
            "un recours <être> formé dans {aff} qui oppose {a} {cto}",
            "un recours <être> formé dans {aff} qui concerne {c}{w}",
        ),
    }
)

OTHER: Wordings = (
    "{a} <intervenir> dans {aff} qui concerne {c}",
    "{c} <être> au centre d'un dossier suivi {aby}",
    "{c} <être> au centre d'un dossier réglementaire{w}",
)

UNCERTAIN = re.compile(
    r"\b(?:urges?|urged|calls? (?:on|for)|wants?|seeks?|should|hopes?|awaits?|threat(?:s|en\w*)?|"
    r"avert\w*|stave off|fears?|steels|"
    r"braces?|talks|lobb\w+|push(?:es)? (?:for|back)|opposes?|looking|menaces?|menacent|craint|souhaite|espere|"
    r"veut|veulent|reclame\w*|appelle|demande|projet|plaide|faut-il|suggest\w*|recommend\w*|"
    r"discuss\w*|weighs?|consider\w*|"
    r"envisage\w*|unlikely|must approve|still|yet to|in the dark|discuss|un-grounding|requests?|"
    r"questioned|threatened)\b|\?\W*$"
)
"""Words of a headline (@c, @a in it) under which an act is no fact yet, and possibly somebody else's wish."""

EVOKED: Mapping[str, Wordings] = MappingProxyType(
    {
        "fine": ("une amende {aof} est évoquée à l'encontre {cof}", "une amende est évoquée à l'encontre {cof}{w}"),
        "ban": (
            "une interdiction {aof} est évoquée à l'encontre {cof}",
            "une interdiction est évoquée à l'encontre {cof}{w}",
        ),
        "block": (
            "un refus {aof} est évoqué pour une opération {cof}",
            "un refus est évoqué pour une opération {cof}{w}",
        ),
        "approval": ("le feu vert {aof} {cto} est en question", "un feu vert des autorités {cto} est en question{w}"),
        "settlement": ("un accord entre {c} et {a} est évoqué", "un accord amiable {cof} est évoqué{w}"),
        "order": ("une injonction {aof} {cto} est évoquée", "une injonction {cto} est évoquée{w}"),
        "law": ("une mesure {aof} qui toucherait {c} est évoquée", "une mesure qui toucherait {c} est évoquée{w}"),
        "probe": ("une enquête {gof} sur {c} est évoquée", "une enquête sur {c} est évoquée{w}"),
        "lawsuit": (
            "une action en justice {gof} contre {c} est évoquée",
            "une action en justice contre {c} est évoquée{w}",
        ),
        "appeal": (
            "un recours est évoqué dans {aff} qui oppose {g} {cto}",
            "un recours est évoqué dans {aff} qui concerne {c}{w}",
        ),
    }
)
"""The act as a thing spoken of, where the headline only wishes, fears or discusses it."""

IN_COURT: Mapping[str, Wordings] = MappingProxyType(
    {
        "lawsuit": (
            "{c} <faire> l'objet de poursuites devant {a}",
            "{a} <être> saisi{ae} d'une action en justice contre {c}",
        ),
        "probe": ("une enquête judiciaire <viser> {c}", "{c} <faire> l'objet d'une enquête judiciaire"),
        "settlement": ("{c} <conclure> un accord amiable devant {a}", "{a} <examiner> un accord amiable {cof}"),
        "fine": ("{a} <condamner> {c} à une amende", "{c} <être> condamné{e} à une amende {aby}"),
        "law": ("{a} <se prononcer> sur une règle qui touche {c}",),
        "approval": ("{k} <donner> raison {cto}", "{c} <obtenir> une décision favorable {aof}"),
        "other": ("{a} <être> saisi{ae} d'{aff} qui concerne {c}",),
    }
)
"""Acts in which the authority is a court: it is no plaintiff and no investigator."""

DEALS: Mapping[str, Wordings] = MappingProxyType(
    {
        "approval": (
            "{a} <donner> {son} feu vert à {deal} qui concerne {c}",
            "{a} <autoriser> {deal} qui concerne {c}",
            "{deal} qui concerne {c} <obtenir> une autorisation{w}",
        ),
        "block": (
            "{a} <s'opposer> à {deal} qui concerne {c}",
            "{a} <bloquer> {deal} qui concerne {c}",
            "{deal} qui concerne {c} <être> bloqué{de}{w}",
        ),
        "probe": (
            "{a} <examiner> {deal} qui concerne {c}",
            "{deal} qui concerne {c} <être> à l'examen{w}",
        ),
        "other": (
            "{a} <examiner> {deal} qui concerne {c}",
            "{deal} qui concerne {c} <être> à l'examen{w}",
        ),
        "lawsuit": (
            "{a} <attaquer> en justice {deal} qui concerne {c}",
            "{deal} qui concerne {c} <être> attaqué{de} en justice{w}",
        ),
        "ruling": ("{a} <se prononcer> sur {deal} qui concerne {c}",),
    }
)

MONEY_EVOKED: Mapping[str, Wordings] = MappingProxyType(
    {
        "fine": (
            "une amende de {m} {aof} est évoquée à l'encontre {cof}",
            "une amende de {m} est évoquée à l'encontre {cof}{w}",
        ),
        "settlement": ("un accord à {m} entre {c} et {g} est évoqué", "un accord à {m} est évoqué pour {c}{w}"),
        "lawsuit": ("des poursuites portant sur {m} sont évoquées contre {c}{w}",),
    }
)
"""The same with its amount."""

MONEY: Mapping[tuple[str, str], Wordings] = MappingProxyType(
    {
        ("fine", ""): (
            "une amende de {m} <être> infligée {cto} {aby}",
            "{a} <infliger> une amende de {m} {cto}",
            "{c} <écoper> d'une amende de {m} infligée {aby}",
            "{c} <écoper> d'une amende de {m}{w}",
            "une amende de {m} <être> infligée {cto}{w}",
        ),
        ("fine", "incurred"): (
            "{c} <encourir> une amende de {m} {aof}",
            "{c} <risquer> une amende de {m}{w}",
        ),
        ("fine", "claimed"): (
            "{a} <réclamer> une amende de {m} {cto}",
            "une amende de {m} <être> réclamée {cto}{w}",
        ),
        ("settlement", ""): (
            "{c} <conclure> un accord à {m} avec {g}",
            "{c} <conclure> un accord à {m}{w}",
        ),
        ("ruling", "imposed"): (
            "{k} <condamner> {c} à payer {m}",
            "{c} <être> condamné{e} à payer {m}{w}",
        ),
        ("ruling", ""): (
            "{a} <se prononcer> dans une affaire à {m} qui concerne {c}",
            "une affaire à {m} qui concerne {c} <être> tranchée{w}",
        ),
        ("lawsuit", "claimed"): (
            "{g} <réclamer> {m} {cto} en justice",
            "{m} <être> réclamés {cto} en justice{w}",
        ),
        ("lawsuit", ""): (
            "{c} <être> visé{e} par des poursuites {gof} portant sur {m}",
            "{c} <être> visé{e} par des poursuites portant sur {m}{w}",
        ),
        ("approval", "deal"): (
            "{a} <autoriser> une opération à {m} qui concerne {c}",
            "une opération à {m} qui concerne {c} <être> autorisée{w}",
        ),
        ("block", "deal"): (
            "{a} <s'opposer> à une opération à {m} qui concerne {c}",
            "une opération à {m} qui concerne {c} <être> bloquée{w}",
        ),
        ("probe", "deal"): ("{a} <examiner> une opération à {m} qui concerne {c}",),
        ("other", "deal"): ("{a} <examiner> une opération à {m} qui concerne {c}",),
        ("appeal", ""): (
            "un recours <être> formé dans une affaire à {m} qui oppose {a} {cto}",
            "un recours <être> formé dans une affaire à {m} qui concerne {c}{w}",
        ),
        ("order", ""): (
            "{a} <adresser> {cto} une injonction portant sur {m}",
            "{c} <être> visé{e} par une injonction portant sur {m}{w}",
        ),
        ("", ""): (
            "un dossier chiffré à {m} <concerner> {c}",
            "{c} <être> concerné{e} par un dossier chiffré à {m}",
        ),
        ("", "imposed"): ("{a} <imposer> {m} {cto}", "{c} <devoir> payer {m}{w}"),
        ("", "incurred"): ("{c} <risquer> {m} dans un dossier {aof}", "{c} <risquer> {m}{w}"),
        ("", "claimed"): ("{g} <réclamer> {m} {cto}", "{m} <être> réclamés {cto}{w}"),
        ("", "settlement"): ("{c} <conclure> un accord à {m} avec {g}", "{c} <conclure> un accord à {m}{w}"),
        ("", "deal"): (
            "{a} <se saisir> d'une opération à {m} qui concerne {c}",
            "une opération à {m} qui concerne {c} <être> à l'examen{w}",
        ),
    }
)
"""(act, kind of amount) -> wordings; an empty kind serves any, an empty act the acts that are not here."""

ANNULLED: Mapping[str, Wordings] = MappingProxyType(
    {
        "ban": ("{a} <annuler> une interdiction qui visait {c}", "une interdiction qui visait {c} <être> annulée{w}"),
        "fine": ("{a} <annuler> une amende infligée {cto}", "une amende infligée {cto} <être> annulée{w}"),
        "ruling": ("{a} <annuler> une décision qui visait {c}", "une décision qui visait {c} <être> annulée{w}"),
        "order": ("{a} <annuler> une injonction qui visait {c}", "une injonction qui visait {c} <être> annulée{w}"),
    }
)
"""What is over: a ban, a fine, a judgment."""

SHARED: Mapping[str, Wordings] = MappingProxyType(
    {
        "fine": (
            "{a} <infliger> à plusieurs entreprises, dont {c}, une amende de {m}",
            "plusieurs entreprises, dont {c}, <écopent> d'une amende de {m}{w}",
        ),
        "settlement": ("plusieurs entreprises, dont {c}, <concluent> un accord à {m}{w}",),
    }
)
"""An amount that is several companies' together."""
