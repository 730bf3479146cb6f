"""Whether a text is as sure as its event, and neither turns it round nor ends it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vigie.model import LAYOFFS, Article, Event, Stage
from vigie.summarise import certainty
from vigie.summarise import reading as read
from vigie.text.fold import fold

UNSURE = re.compile(
    r"\b(?:\w{2,}rai(?:t|ent)|selon|d'apres|rumeurs?|possibles?|peut-etre|menac\w+|risqu\w+|"
    r"envisag\w+|crain\w+|craign\w+|redout\w+|n'exclu\w+|"
    r"informations sur|soupconn\w+|etudi\w+|reflechi\w+|evoqu\w+|en question|presume\w*|"
    r"discut\w+|songe\w*|suspect\w*|inquiet\w*|incert\w+)\b"
)
INTENDED = re.compile(
    r"\b(?:prevo\w+|prevu\w*|proje\w+|veut|veulent|voudr\w+|compte|comptent|negoci\w+|en vue|"
    r"consult\w+|propos\w+|vise|visent|"
    r"prepar\w+|souhait\w+|entend|cherche\w*|examin\w+|en jeu|en cause|plan|doit|doivent|a venir|"
    r"pourra|pourront|demand\w+|appret\w+|discussions?|dialogue|evit\w+|appell\w+|manifest\w+|"
    r"greve|"
    r"contre|accept\w+|repouss\w+|pour (?:supprimer|licencier|fermer)|inquiet\w*|avertit|rumeur\w*|soumis\w*|ne|pas)\b"
)
DONE = re.compile(
    r"\b(?:a|ont) (?:deja )?(?:supprime|licencie|ferme|renvoye|congedie|coupe|inflige|condamne|"
    r"interdit|bloque|ouvert)\b|"
    r"\b(?:a|ont) ete (?:supprime|licencie|ferme|renvoye|congedie|inflige|condamne|interdit|bloque|ouvert)"
)
DONE_IN_SOURCE = re.compile(
    r"\b(?:a|ont|avait|avaient|ete) (?:deja |ete )?(?:supprim|licenci|ferm|renvoy|congedi|coup|"
    r"inflig|condamn|interdi|bloqu|ouvert|annonc)|"
    r"\b(?:laid off|has cut|have cut|cut \d|slashed|dismissed|fired|axed|sacked|eliminated|were "
    r"cut|was fined|has been fined|fined|"
    r"convicted|banned|blocked|opened|closed|let go|imposed|ordered|ruled|supprimes?|licencies?|"
    r"condamnee?s?|fermee?s?)\b"
)
REFUSAL = re.compile(
    r"\b(?:dement\w*|nie|nient|refut\w*|ecart\w+|exclu\w*|assur\w+|aucun\w*|n'\w+|ne|ni|sans|pas|"
    r"non|conteste\w*|rejet\w+|garant\w+)\b"
)
GIVEN_UP = re.compile(
    r"\b(?:renonc\w+|abandonn\w+|annul\w+|leve\w*|suspen\w+|retir\w+|sauv\w+|repreneu\w+|reprise|"
    r"report\w+|ne|n'\w+|gele\w*|maint\w+|"
    r"preserv\w+|evit\w+|rejet\w+|bloqu\w+|pas|plus|sans|interdi\w+|recule\w*|revien\w+|fin)\b"
)
NEGATIVE = re.compile(
    r"\b(?:ne|n'\w+|pas|aucune?|sans|jamais|ni|renonc\w+|abandonn\w+|rejet\w+|refus\w+|dement\w*|"
    r"nie|clos|clot|class\w+|annul\w+|"
    r"lev\w+|ecart\w+|blanchi\w*|relax\w+|non|exclu\w*|evit\w+|debout\w+|echapp\w+|contest\w+|"
    r"prononcer?|decision|recours|assure\w*|sauv\w+|preserv\w+)\b"
)
CUT = (
    r"(?:layoffs?|lay off|licenci\w*|suppress\w*|job cuts?|cut(?:ting)? jobs|job losses|clos(?:e|ure|"
    r"ing)|ferm\w+|departs? contraints?|redundanc\w+|sack\w*|dismiss\w*|shut\w*|supprim\w*)"
)
ACT = (
    r"(?:fines?|amende|prob(?:e|es|ing)|enquet\w*|charges?|poursui\w+|ban(?:ned|ning)?|interdi\w*|"
    r"block\w*|bloqu\w*|guilty|coupable|liable|sanction\w*|investigat\w*|lawsuits?|suits?|"
    r"prosecut\w*|condamn\w*)"
)
NOT = (
    r"(?:no|not|n't|cannot|never|without|won't|ne|n'|aucune?|sans|jamais|pas de|pas d'|drops?|"
    r"dropped|clears?|cleared|rules? out|abandonn\w+|renonc\w+|exclut|ecarte)"
)
NEGATED = {
    "layoffs": re.compile(
        rf"\b{NOT}(?:\b|(?<='))\W*(?:(?!after\b)[\w'-]+\W+){{0,4}}?{CUT}\b|\b{CUT}\b(?: \w+){{0,2}} (?:pas|not)\b"
    ),
    "regulation": re.compile(
        rf"\b{NOT}(?:\b|(?<='))\W*(?:(?!after\b)[\w'-]+\W+){{0,4}}?{ACT}\b|\b{ACT}\b(?: \w+){{0,2}} (?:pas|not)\b"
    ),
}


def faults(text: str, event: Event, article: Article) -> Iterator[str]:
    """Nothing is said with more certainty than the article has, and no negation is lost."""
    folded = fold(text)
    unsure = bool(UNSURE.search(folded))
    if event.topic == LAYOFFS:
        yield from stages(folded, event, article, unsure=unsure)
    title = fold(article.title)
    if (
        (event.stage is None or event.topic != LAYOFFS)
        and certainty.HEDGED.search(title)
        and not unsure
        and not INTENDED.search(folded)
    ):
        yield "a possibility told as a fact"
    negated = NEGATED.get(event.topic)
    if negated and negated.search(title) and not NEGATIVE.search(folded) and not negated.search(folded):
        yield "a negation lost"


def stages(folded: str, event: Event, article: Article, *, unsure: bool) -> Iterator[str]:
    """What the stage of job cuts asks of the words."""
    stage = event.stage
    if stage is Stage.RUMOUR and not unsure:
        yield "a rumour told as a fact"
    if stage is Stage.PLAN and not unsure and not INTENDED.search(folded):
        yield "a plan told as a fact"
    if stage is Stage.DENIED and not REFUSAL.search(folded):
        yield "a denial lost"
    if stage is Stage.CANCELLED and not GIVEN_UP.search(folded):
        yield "a cancellation lost"
    if stage in (Stage.PLAN, Stage.RUMOUR, Stage.ANNOUNCED) and DONE.search(folded) and not done(event, article):
        yield "told as done"


def done(event: Event, article: Article) -> bool:
    """Whether the article says that something of the kind was done."""
    return bool(DONE_IN_SOURCE.search(read.read(event, article).told))
