"""The gate: whether a summary says nothing that its article does not, by deterministic code; and why not. Pure.

It judges every maker alike, and knows nothing of how a text was made. Known holes (reliability.md, 7): a number of the
article that belongs to another company, true words in a false relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from vigie.model import LAYOFFS, Article, Event, RegulationFacts, Stage
from vigie.summarise import figures as fig
from vigie.summarise import reading as read
from vigie.summarise.claims import unbacked
from vigie.summarise.vocabulary import forms_of, may_open
from vigie.text.fold import fold

LIMIT = 280
"""Characters of a summary."""
COPY = 12
"""Words in a row from which a passage counts as copied."""


WORDS = re.compile(r"\w+")


class Known:
    """What an article states, folded and read once; each part is worked out when it is first asked for."""

    def __init__(self, article: Article) -> None:
        self.raw = f"{article.title}\n{article.text}"

    @cached_property
    def folded(self) -> str:
        return fold(self.raw)

    @cached_property
    def run(self) -> str:
        """All words, one space between: what a copy is looked for in."""
        return " " + " ".join(WORDS.findall(self.folded)) + " "

    @cached_property
    def spots(self) -> tuple[tuple[int, int], ...]:
        """Where numbers in digits stand in the raw text."""
        return tuple(match.span() for match in fig.DIGITS.finditer(self.raw))

    @cached_property
    def spelt(self) -> frozenset[float]:
        return frozenset(v for _, values in fig.spelt(self.folded) for v in values)


@lru_cache(maxsize=64)
def known(article: Article) -> Known:
    return Known(article)


def faults(text: str, event: Event, article: Article) -> tuple[str, ...]:
    """Why this text must not be posted as the summary of the event; none where it may."""
    return tuple(all_faults(text, event, article))


def passes(text: str, event: Event, article: Article) -> bool:
    return next(all_faults(text, event, article), None) is None


def all_faults(text: str, event: Event, article: Article) -> Iterator[str]:
    source = known(article)
    yield from shape(text, event)
    yield from numbers(text, source)
    yield from names(text, event, source)
    yield from named(text, event)
    yield from modality(text, event, article)
    if claim := unbacked(fold(text), event, source.folded, read.language_of(article.title, article.text)):
        yield f"job cuts that the article does not speak of: {claim!r}"
    yield from copied(text, source)


# -- shape ------------------------------------------------------------------------------------------------------------

LINK = re.compile(
    r"https?[\s\u00a0]*:|//|www\.|\b[\w-]+\.(?:com|fr|net|org|io|ru|xyz|info|biz|co|eu|de|uk|ly|me|app|dev|ai|top|gg)\b",
    re.I,
)
MARKUP = re.compile(r"[<>`@#*_~|\\\[\]{}^]")
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
LONG_TOKEN = re.compile(r"\b(?=\w*\d)\w{20,}|\w{36,}")
PHONE = re.compile(r"\+\d[\d .\u00a0-]{8,}|\b0\d(?:[ .\u00a0-]?\d\d){4}\b")
ORDER = re.compile(
    r"\b(?:ignore[zr]? (?:l|c|t|v|toute)\w*|cliquez|clique|abonnez|telechargez|instructions? "
    r"precedentes?|system prompt|en tant qu'ia|"
    r"je suis (?:une ia|un assistant)|voici (?:le|un|votre) resume|resume\s*:|repondez|envoyez|"
    r"contactez|rendez-vous sur)\b"
)
FRENCH_WORDS = """
    le la les un une des du de et à au aux en dans sur pour par chez après avant selon qui que son sa ses leur est
    sont a ont été être va vont ne pas plus se il elle ce cette et ses malgré
"""
ENGLISH_WORDS = "the of and to in for on by with from after over its is are has have will was were as at an it that"
FRENCH, ENGLISH = frozenset(FRENCH_WORDS.split()), frozenset(ENGLISH_WORDS.split())


def shape(text: str, event: Event) -> Iterator[str]:
    """Length, language, and nothing but plain words."""
    if not text.strip():
        yield "empty"
    if len(text) > LIMIT:
        yield f"{len(text)} characters"
    bare = without_names(text, event)
    for pattern, what in (
        (LINK, "a link"),
        (MARKUP, "markup or a mention"),
        (HIDDEN, "hidden characters"),
        (LONG_TOKEN, "a code"),
        (PHONE, "a phone number"),
    ):
        if found := pattern.search(bare):
            yield f"{what}: {found[0]!r}"
    if found := ORDER.search(fold(text)):
        yield f"an order to the reader: {found[0]!r}"
    if not is_french(text):
        yield "not French"


def without_names(text: str, event: Event) -> str:
    """The text without the company's own names, which may look like a domain (Booking.com)."""
    for name in event.company.names:
        if LINK.search(name):
            text = text.replace(name, "X")
    return text


def is_french(text: str) -> bool:
    """More French small words than twice the English ones."""
    found = re.findall(r"[a-zàâçéèêëîïôûùüœ]+", text.casefold())
    french, english = sum(w in FRENCH for w in found), sum(w in ENGLISH for w in found)
    return french >= 1 and french > 2 * english


# -- numbers ----------------------------------------------------------------------------------------------------------


def numbers(text: str, source: Known) -> Iterator[str]:
    """Each number is in the source, as the same kind of thing, in the same currency."""
    for figure in fig.figures(text):
        if not stated(figure, source):
            yield f"number not in the article: {figure.written!r}"
    words_only = fig.DIGITS.sub(" . ", fold(text))
    for written, values in fig.spelt(re.sub(r"\.\s*(?:millions?|milliards?|mille)\b", ".", words_only)):
        if not any(fig.same(max(values), v) for v in source.spelt) and not in_digits(max(values), source):
            yield f"number not in the article: {written!r}"


def in_digits(value: float, source: Known) -> bool:
    return bool(fig.alike(fig.Figure("", frozenset({value}), "count"), source.raw, source.spots))


def stated(figure: fig.Figure, source: Known) -> bool:
    """Whether the source has the figure, of the same kind; in words too."""
    alike = fig.alike(figure, source.raw, source.spots)
    if figure.kind == "money":
        money = [f for f in alike if f.kind == "money"]
        if money:
            return any(f.currency == figure.currency for f in money)
        return spelt_money(figure, source) or (any(f.kind == "count" for f in alike) and currency_near(figure, source))
    if any(f.kind == figure.kind or (f.kind == "money" and min(figure.values) >= 1e6) for f in alike):
        return True
    if figure.kind == "share" and any(f.kind == "count" for f in alike) and ranged(figure, source):
        return True
    return any(fig.same(a, b) for a in figure.values for b in source.spelt)


def spelt_money(figure: fig.Figure, source: Known) -> bool:
    return any(fig.same(a, b) for a in figure.values for b in source.spelt) and currency_near(figure, source)


def currency_near(figure: fig.Figure, source: Known) -> bool:
    """Whether the article names the currency at all."""
    return bool(re.search(fig.CURRENCIES.get(figure.currency, r"(?!)"), source.folded, re.I))


def ranged(figure: fig.Figure, source: Known) -> bool:
    """« 10-20% »: the sign stands behind the last figure only."""
    return bool(
        re.search(rf"{re.escape(figure.written)}\s*(?:-|–|to|à|et|and|ou|or)\s*\d[\d.,]*\s*(?:%|per|pour)", source.raw)
    )


# -- names ------------------------------------------------------------------------------------------------------------

CAPITAL = re.compile(r"(?<![\w'’-])(?:[ldLDnNsScCjJmMtT]['’]|[qQ]u['’])?([A-ZÀ-ÖØ-Ý](?!['’])[\w&+.-]*)")
SENTENCE_START = re.compile(r"(?:^|[.!?…:;]\s+|[«\u00ab][\s\u00a0]*)$")


def names(text: str, event: Event, source: Known) -> Iterator[str]:
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


# -- how sure ---------------------------------------------------------------------------------------------------------

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


def modality(text: str, event: Event, article: Article) -> Iterator[str]:
    """Nothing is said with more certainty than the article has, and no negation is lost."""
    folded = fold(text)
    unsure = bool(UNSURE.search(folded))
    if event.topic == LAYOFFS:
        yield from stages(folded, event, article, unsure=unsure)
    title = fold(article.title)
    if (
        (event.stage is None or event.topic != LAYOFFS)
        and read.HEDGED.search(title)
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


# -- copies -----------------------------------------------------------------------------------------------------------

QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"")


def copied(text: str, source: Known) -> Iterator[str]:
    """No twelve words in a row of the article outside « … »."""
    for part in QUOTED.split(fold_quotes(text)):
        told = WORDS.findall(fold(part))
        if not could_be_copied(told, source):
            continue
        for at in range(len(told) - COPY + 1):
            run = " ".join(told[at : at + COPY])
            if f" {run} " in source.run:
                yield f"copies {COPY} words: {run!r}"
                return


def could_be_copied(told: list[str], source: Known) -> bool:
    """Whether twelve words in a row all occur somewhere in the source: what is cheap to know first."""
    streak = 0
    for word in told:
        streak = streak + 1 if word in source.folded else 0
        if streak >= COPY:
            return True
    return False


def fold_quotes(text: str) -> str:
    return text.replace("“", "«").replace("”", "»")
