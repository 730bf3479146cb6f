"""A French sentence said more shortly and in other words, by rules that keep its meaning. Pure.

News tells yesterday's act in the passé composé; a headline or a brief tells it in the present (présent de narration:
Le Bon Usage, § 880): « a condamné » -> « condamne », « a été condamné » -> « est condamné ».
"""

from __future__ import annotations

import re

FIRST_GROUP = """
    annoncé dévoilé décidé adopté voté validé rejeté condamné confirmé déposé demandé ordonné prononcé lancé engagé
    accusé assigné attaqué réclamé approuvé autorisé bloqué refusé imposé exigé jugé estimé écarté renvoyé placé
    visé sommé exhorté critiqué dénoncé présenté proposé signé accepté retiré supprimé fermé licencié renoncé évoqué
    précisé épinglé sanctionné invalidé annulé relaxé débouté convoqué repoussé reporté entamé déclaré désigné
    accordé relancé menacé débuté rencontré manifesté cessé arrêté
"""
PRESENT = {
    **{w: (w[:-1] + "e", w[:-1] + "ent") for w in FIRST_GROUP.split()},
    "ouvert": ("ouvre", "ouvrent"),
    "rendu": ("rend", "rendent"),
    "mis": ("met", "mettent"),
    "pris": ("prend", "prennent"),
    "interdit": ("interdit", "interdisent"),
    "saisi": ("saisit", "saisissent"),
    "obtenu": ("obtient", "obtiennent"),
    "suspendu": ("suspend", "suspendent"),
    "promis": ("promet", "promettent"),
    "conclu": ("conclut", "concluent"),
    "averti": ("avertit", "avertissent"),
    "appelé": ("appelle", "appellent"),
    "infligé": ("inflige", "infligent"),
    "reconnu": ("reconnaît", "reconnaissent"),
    "perdu": ("perd", "perdent"),
    "dû": ("doit", "doivent"),
    "fait": ("fait", "font"),
    "vendu": ("vend", "vendent"),
    "choisi": ("choisit", "choisissent"),
    "rejeté": ("rejette", "rejettent"),
    "requis": ("requiert", "requièrent"),
    "inculpé": ("inculpe", "inculpent"),
    "exigé": ("exige", "exigent"),
    "jugé": ("juge", "jugent"),
    "engagé": ("engage", "engagent"),
}
"""Past participle -> present, singular and plural."""

VERBS = "|".join(sorted(PRESENT, key=len, reverse=True))
ACTIVE = re.compile(
    r"(?<!y )(?<!en )(?<!qu'il )(?<!-t-)\b(a|ont) (?:(également|aussi|finalement|donc|ainsi|"
    rf"déjà|officiellement) )?({VERBS})\b(?! (?:à|par) \w+ (?:été)\b)"
)
PASSIVE = re.compile(
    r"\b(a|ont) (?:finalement |également |officiellement )?été (?=\w+(?:é|i|is|it|ert|u)(?:e|s|es)?\b)"
)

WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"\ben raison d(?=['e] ?)", "à cause d"),
        (r"\bafin d(?:e |')", "pour "),
        (r"\b([Ss])elon des informations d(?:e |u |')", r"\1elon "),
        (r", marquant ainsi ", ", ce qui marque "),
        (r"\bau sein de (?=son|sa|ses|la|l')", "dans "),
        (r"\bau sein du ", "dans le "),
        (r"\bau sein des ", "dans les "),
        (r"\bdédié(e?s?) (?=à|aux?)", r"consacré\1 "),
        (r"\bl'ensemble des\b", "tous les"),
        (r"\bcontraindre\b", "obliger"),
        (r"\brémunérer\b", "payer"),
        (r"\bd'ici à\b", "d'ici"),
        (r"\bà l'encontre d(?:e |')", "contre "),
        (r"\bà l'encontre du ", "contre le "),
        (r"\bà l'encontre des ", "contre les "),
        (r"\ben vue d(?:e |')(?=\w+(?:er|ir|re)\b)", "pour "),
        (r"\b(?:suite à|à l'issue de) (?=la|l'|une?|son|sa|ses|ce|cette)", "après "),
        (r"\b(?:suite au|à l'issue du) ", "après le "),
        (r"\b(?:suite aux|à l'issue des) ", "après les "),
        (r"\b(?:parce que|puisque) (?=[a-zà-ÿ])", "car "),
        (r"\b[Qq]uelque (?=\d)", "environ "),
        (r"\bun peu plus de\b", "plus de"),
        (r"\bun peu moins de\b", "moins de"),
        (r"\bpermettant d(?:e |')", "pour "),
        (r"\bdans lequel\b", "où"),
        (r"\bdans laquelle\b", "où"),
        (r"\bconcernant (?=l|s|d|une?)", "sur "),
        (r"\bà compter du\b", "dès le"),
        (r"\bde la part d(?=e |u |es |')", "d"),
        (r"\bainsi (?=\w)", ""),
        (r"\bvisant à\b", "pour"),
        (r"\bainsi que\b", "et"),
        (r"\bau cours des\b", "pendant les"),
        (r"\bau cours du\b", "pendant le"),
        (r"\bau cours de la\b", "pendant la"),
        (r"\bde manière à\b", "pour"),
        (r"\bdans le but de\b", "pour"),
        (r"\bune nouvelle fois\b", "encore"),
        (r"\bà hauteur de\b", "de"),
        (r"\bfaire l'objet de\b", "subir"),
        (r"\bun certain nombre de\b", "plusieurs"),
        (r"\bdans le collimateur de\b", "visé par"),
        (r"\bdans le cadre d'un\b", "lors d'un"),
        (r"\bd'un montant de\b", "de"),
        (r"\bd'une valeur de\b", "de"),
        (r"\bprès d'un millier\b", "presque un millier"),
        (
            r"\ble (?:géant|groupe|constructeur|distributeur|géant américain|géant chinois|groupe "
            r"français|groupe américain|laboratoire|cimentier|spécialiste|opérateur|fabricant|"
            r"équipementier|avionneur|sidérurgiste|transporteur|industriel) (?:(?:français|américain|"
            r"chinois|allemand|japonais|suédois|britannique|automobile|pharmaceutique|aérien) "
            r")*(?:d[eu] (?:l'|la )?[a-zé]+ )?(?=[A-Z])",
            "",
        ),
        (
            r"\bLe (?:géant|groupe|constructeur|distributeur|laboratoire|cimentier|opérateur|"
            r"fabricant|équipementier|avionneur|sidérurgiste|transporteur|industriel|spécialiste) "
            r"(?:(?:français|américain|chinois|allemand|japonais|suédois|britannique|automobile|"
            r"pharmaceutique|aérien) )*(?:d[eu] (?:l'|la )?[a-zé]+ )?(?=[A-Z])",
            "",
        ),
        (r"\b(?:l'enseigne|la société|l'entreprise|la compagnie|la marque|la firme|la plateforme) (?=[A-Z])", ""),
        (r"\b(?:L'enseigne|La société|L'entreprise|La compagnie|La marque|La firme|La plateforme) (?=[A-Z])", ""),
        (
            r"\b(?:également|notamment|désormais|finalement|officiellement|actuellement|tout "
            r"simplement|par ailleurs|d'ores et déjà|bel et bien) ",
            "",
        ),
    )
)
"""Longer turns -> shorter ones, and a trade before a name -> the name alone."""


def rephrased(sentence: str) -> str:
    """The same statement in the present tense and with shorter turns; untouched inside « … »."""
    parts = re.split(r"(«[^»]*»)", sentence)
    return "".join(part if part.startswith("«") else plainly(part) for part in parts)


def plainly(text: str) -> str:
    text = PASSIVE.sub(lambda m: "est " if m[1] == "a" else "sont ", text)
    text = ACTIVE.sub(lambda m: PRESENT[m[3]][m[1] == "ont"], text)
    for pattern, new in WORDS:
        text = pattern.sub(new, text)
    return re.sub(r" {2,}", " ", text)
