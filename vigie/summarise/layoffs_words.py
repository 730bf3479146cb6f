"""The wordings of job cuts, by what is counted and how far it has gone: data for the grammar, nothing else.

{q} the figure with its bound (« près de 600 »), {ps} postes or emplois, {sup} suppressions de postes or d'emplois,
{c} the company, {chez} « chez Renault », {of} « de Renault », {w} where with its leading space, {site} « une usine »,
{ofsite} « d'une usine », {lic} licenciements or suppressions de postes, {nth} « troisième ».
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from vigie.model import Stage

Wordings = Mapping[Stage | None, tuple[str, ...]]

R, P, A, U, D, C, N = (
    Stage.RUMOUR, Stage.PLAN, Stage.ANNOUNCED, Stage.UNDERWAY, Stage.DONE, Stage.CANCELLED, Stage.DENIED,
)  # fmt: skip

CUTS: Wordings = MappingProxyType(
    {
        R: (
            "{q} {ps} seraient supprimés {chez}{w}",
            "{c} supprimerait {q} {ps}{w}",
            "{q} {sup} se prépareraient {chez}{w}",
        ),
        P: (
            "{q} {sup} sont envisagées {chez}{w}",
            "{c} prévoit de supprimer {q} {ps}{w}",
            "{c} envisage de supprimer {q} {ps}{w}",
            "{q} {ps} pourraient être supprimés {chez}{w}",
        ),
        A: (
            "{q} {ps} vont être supprimés {chez}{w}",
            "{c} annonce {q} {sup}{w}",
            "{c} va supprimer {q} {ps}{w}",
            "{q} {sup} sont annoncées {chez}{w}",
        ),
        U: ("{c} supprime {q} {ps}{w}", "{q} {sup} sont en cours {chez}{w}"),
        D: ("{q} {ps} ont été supprimés {chez}{w}", "{c} a supprimé {q} {ps}{w}"),
        C: ("{c} renonce à supprimer {q} {ps}{w}", "{q} {ps} ne sont plus menacés {chez}{w}"),
        N: ("{c} dément vouloir supprimer {q} {ps}{w}", "{c} dément la suppression {dq} {ps}{w}"),
        None: ("{q} {ps} sont en jeu {chez}{w}", "{c}{colon} {q} {ps} sont en jeu{w}"),
    }
)
MAYBE_CUTS = ("{q} {ps} pourraient être supprimés {chez}{w}", "{c} pourrait supprimer {q} {ps}{w}")

DISMISSALS: Wordings = MappingProxyType(
    {
        R: ("{c} licencierait {q} salariés{w}", "{q} salariés seraient licenciés {chez}{w}"),
        P: (
            "{q} licenciements sont envisagés {chez}{w}",
            "{c} prévoit de licencier {q} salariés{w}",
            "{q} salariés pourraient être licenciés {chez}{w}",
        ),
        A: (
            "{q} salariés vont être licenciés {chez}{w}",
            "{c} annonce {q} licenciements{w}",
            "{c} va licencier {q} salariés{w}",
        ),
        U: ("{c} licencie {q} salariés{w}", "{q} licenciements sont en cours {chez}{w}"),
        D: ("{q} salariés ont été licenciés {chez}{w}", "{c} a licencié {q} salariés{w}"),
        C: ("{c} renonce à licencier {q} salariés{w}", "{q} licenciements sont abandonnés {chez}{w}"),
        N: ("{c} dément vouloir licencier {q} salariés{w}", "{c} dément le licenciement {dq} salariés{w}"),
        None: (
            "{q} licenciements sont en cause {chez}{w}",
            "{q} salariés sont concernés par des licenciements {chez}{w}",
        ),
    }
)
MAYBE_DISMISSALS = ("{q} salariés pourraient être licenciés {chez}{w}", "{c} pourrait licencier {q} salariés{w}")

DEPARTURES: Wordings = MappingProxyType(
    {
        R: ("{q} départs{vol} seraient envisagés {chez}{w}", "{c} viserait {q} départs{vol}{w}"),
        P: (
            "{q} départs{vol} sont envisagés {chez}{w}",
            "{c} vise {q} départs{vol}{w}",
            "{c} prévoit {q} départs{vol}{w}",
        ),
        A: (
            "{q} départs{vol} sont prévus {chez}{w}",
            "{c} annonce {q} départs{vol}{w}",
            "{c} prévoit {q} départs{vol}{w}",
        ),
        U: ("{q} départs{vol} sont en cours {chez}{w}", "{c} organise {q} départs{vol}{w}"),
        D: ("{q} départs{vol} ont eu lieu {chez}{w}",),
        C: ("{c} renonce à un plan {dq} départs{vol}{w}",),
        N: ("{c} dément un plan {dq} départs{vol}{w}",),
        None: ("{q} départs{vol} sont en jeu {chez}{w}",),
    }
)

FURLOUGHS: Wordings = MappingProxyType(
    {
        R: ("{c} mettrait {q} salariés au chômage temporaire{w}",),
        P: ("{c} prévoit de mettre {q} salariés au chômage temporaire{w}",),
        A: ("{c} met {q} salariés au chômage temporaire{w}", "{q} salariés sont mis au chômage temporaire {chez}{w}"),
        U: ("{q} salariés sont au chômage temporaire {chez}{w}",),
        D: ("{c} a mis {q} salariés au chômage temporaire{w}",),
        C: ("{c} renonce à mettre {q} salariés au chômage temporaire{w}",),
        N: ("{c} dément la mise au chômage temporaire {dq} salariés{w}",),
        None: ("{q} salariés sont concernés par un chômage temporaire {chez}{w}",),
    }
)

PEOPLE: Wordings = MappingProxyType(
    {
        R: ("{q} salariés seraient concernés par {cuts} {chez}{w}",),
        P: ("{q} salariés pourraient être concernés par {cuts} {chez}{w}",),
        D: ("{q} salariés ont été concernés par {cuts} {chez}{w}",),
        C: ("{q} salariés ne sont plus menacés {chez}{w}",),
        N: ("{c} dément que {q} salariés soient menacés{w}",),
        None: ("{q} salariés sont concernés par {cuts} {chez}{w}",),
    }
)
"""People of whom the article does not say what becomes of them."""

THREATENED: Wordings = MappingProxyType(
    {
        R: ("{q} {ps} seraient menacés {chez}{w}",),
        D: ("{q} {ps} ont été touchés {chez}{w}",),
        C: ("{q} {ps} ne sont plus menacés {chez}{w}", "la menace qui pesait sur {q} {ps} {chez}{w} est levée"),
        N: ("{c} dément que {q} {ps} soient menacés{w}",),
        None: ("{q} {ps} sont menacés {chez}{w}", "{c}{colon} {q} {ps} sont menacés{w}"),
    }
)
"""A stage that is not here says what None says."""

UNCOUNTED: Wordings = MappingProxyType(
    {
        R: ("{c} préparerait {cuts}{w}", "{c} envisagerait {cuts}{w}"),
        P: ("{c} envisage {cuts}{w}", "{c} prévoit {cuts}{w}"),
        A: ("{c} annonce {cuts}{w}", "{c} va procéder à {cuts}{w}"),
        U: ("{c} procède à {cuts}{w}", "{cuts} sont en cours {chez}{w}"),
        D: ("{c} a procédé à {cuts}{w}", "{cuts} ont eu lieu {chez}{w}"),
        C: ("{c} renonce à {cuts}{w}",),
        N: ("{c} dément {cuts}{w}", "{c} écarte {cuts}{w}"),
        None: ("{cuts} sont en question {chez}{w}", "l'emploi est en question {chez}{w}"),
    }
)
MAYBE = ("{c} pourrait procéder à {cuts}{w}", "{cuts} sont possibles {chez}{w}")

SHARES: Wordings = MappingProxyType(
    {
        R: ("{c} supprimerait {q} {base}{w}", "{q} {base} {chez} seraient menacés{w}"),
        P: ("{c} prévoit de supprimer {q} {base}{w}", "{c} envisage de supprimer {q} {base}{w}"),
        A: ("{c} va supprimer {q} {base}{w}", "{c} annonce la suppression {dq} {base}{w}"),
        U: ("{c} supprime {q} {base}{w}",),
        D: ("{c} a supprimé {q} {base}{w}",),
        C: ("{c} renonce à supprimer {q} {base}{w}",),
        N: ("{c} dément vouloir supprimer {q} {base}{w}",),
        None: ("{c} pourrait supprimer {q} {base}{w}",),
    }
)

WAVES: Wordings = MappingProxyType(
    {
        R: ("{c} aurait engagé une {nth} vague de {lic}{w}", "une {nth} vague de {lic} serait engagée {chez}{w}"),
        P: ("{c} prépare une {nth} vague de {lic}{w}",),
        A: ("{c} annonce une {nth} vague de {lic}{w}",),
        U: ("{c} mène une {nth} vague de {lic}{w}", "une {nth} vague de {lic} est en cours {chez}{w}"),
        D: ("{c} a mené une {nth} vague de {lic}{w}",),
        C: ("{c} renonce à une {nth} vague de {lic}{w}",),
        N: ("{c} dément une {nth} vague de {lic}{w}",),
        None: ("une {nth} vague de {lic} touche {c}{w}",),
    }
)

CLOSURES: Wordings = MappingProxyType(
    {
        R: ("{c} fermerait {site}{w}", "{c} envisagerait de fermer {site}{w}"),
        P: ("{c} envisage de fermer {site}{w}", "{c} prévoit de fermer {site}{w}"),
        A: ("{c} va fermer {site}{w}", "{c} annonce la fermeture {ofsite}{w}"),
        U: ("{c} ferme {site}{w}",),
        D: ("{c} a fermé {site}{w}",),
        C: ("{c} renonce à fermer {site}{w}",),
        N: ("{c} dément vouloir fermer {site}{w}",),
        None: ("la fermeture {ofsite} {of} est en question{w}",),
    }
)
CLOSURE_JOBS: Wordings = MappingProxyType(
    {
        R: ("{q} {ps} seraient menacés par la fermeture {ofsite} {of}{w}",),
        P: ("{q} {ps} sont menacés par la fermeture envisagée {ofsite} {of}{w}",),
        A: ("{q} {ps} sont touchés par la fermeture {ofsite} {of}{w}",),
        U: ("{q} {ps} sont touchés par la fermeture {ofsite} {of}{w}",),
        D: ("{q} {ps} ont été touchés par la fermeture {ofsite} {of}{w}",),
        None: ("{q} {ps} sont menacés par la fermeture {ofsite} {of}{w}",),
    }
)

PROCEDURES = MappingProxyType(
    {
        "PSE": "dans le cadre d'un plan de sauvegarde de l'emploi",
        "RCC": "par une rupture conventionnelle collective",
        "PDV": "par un plan de départs volontaires",
        "APC": "avec un accord de performance collective",
        "redressement": "sur fond de redressement judiciaire",
        "liquidation": "sur fond de liquidation judiciaire",
        "sauvegarde": "sur fond de procédure de sauvegarde",
    }
)
"""The procedure of French law, as the end of a sentence."""
