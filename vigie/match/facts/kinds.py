"""The kinds of words that tell what a number counts: what is cut, who is employed, who is kept, who protests. Pure.

They are finer and wider than the triggers of a topic: they do not tell an event, they tell its figure from the others.
"""

from __future__ import annotations

import re
from functools import lru_cache

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "cut",
            r"supprim\w*|suppressions?|licenci\w*|cuts?|cutting|axe[ds]?|axing|lay|lays|laying|laid|layoffs?|lay-offs?"
            r"|redundan\w*|sans|perd(?:u|re|ent|ront|raient)?|disparai\w*|departs?|partir|separer|slash\w*|shed\w*"
            r"|eliminat\w*|carreau|dismiss\w*|sack\w*|furlough\w*|lose|losing|loss\w*|sacrifi\w*",
        ),
        (
            "threat",
            r"menac\w*|concern\w*|touche\w*|peril|danger|risk|threat\w*|affect\w*|impact\w*|sellette|craign\w*|inqui\w*"
            r"|sort|avenir|sursis|jeu",
        ),
        (
            "workforce",
            r"emploi(?:e|ent|ait|aient)|employs?|employed|employing|compt(?:e|ait|ent)|effectifs?|workforce|vivre"
            r"|travaill\w*|total|employeur|employant|encore|headcount",
        ),
        ("of", r"sur|of|parmi|among"),
        (
            "keep",
            r"gard\w+|repren\w+|repris\w*|maint\w+|conserv\w+|sauv\w+|preserv\w+|cre[er]\w*|creation\w*|embauch\w*"
            r"|recrut\w*|hir(?:e|ing)\w*|reclass\w*|sav(?:e|ing)|add(?:s|ing)?|retrouv\w+|prom(?:is|ett|ess)\w*",
        ),
        ("indirect", r"indirects?|sous-traitan\w*|interimaires?|pigistes|fournisseurs|habitants"),
        (
            "protest",
            r"manifest\w*|rassembl\w*|mobilis\w*|grev\w*|march\w*|strik\w*|protest\w*|defil\w*|reunis|attaqu\w*"
            r"|contest\w*|prud'hommes|plaign\w*|demandeurs|votes?|voix|bloqu\w*",
        ),
        ("past", r"depuis|since|deja|already|previous\w*|precedent\w*|dernier\w*|last|avait|had"),
        (
            "plan",
            r"prevoi\w*|annonc\w*|announc\w*|plan\w*|devrai\w*|va|vont|will|pourrai\w*|could|confirm\w*|envisag\w*"
            r"|veut|souhait\w*",
        ),
        ("other", r"autres?|aussi|ailleurs|other|another|more|supplementaires?|nouve\w+"),
        ("among", r"dont|including|soit"),
        ("place", r"france|monde|worldwide|global\w*|europe|allemagne|germany|britain"),
        ("units", r"magasins?|agences?|usines?|sites?|stores?|branches|plants?|avions?|lignes?|pays|communes"),
        ("money", r"euros?|dollars?|millions?|milliards?|prime\w*|indemnit\w*|%"),
        ("each", r"chaque|each|par|per"),
        (
            "people",
            r"postes?|emplois?|salaries?|employes?|personnes?|jobs?|workers?|employees?|staff|positions?|roles?|cdi"
            r"|ouvriers|agents|collaborateurs|people|licenciements|suppressions",
        ),
        ("about", r"plus|pres|environ|quelque|about|some|over|nearly|almost|around"),
        ("up to", r"jusqu|up|many|au"),
        ("definite", r"les|ces|ses|leurs|the|des|aux|its"),
    )
)


@lru_cache(maxsize=20_000)
def kinds_of(word: str) -> tuple[str, ...]:
    """The kinds a folded word is of; articles repeat their words, so most are known."""
    return tuple(kind for kind, pattern in KINDS if pattern.fullmatch(word))
