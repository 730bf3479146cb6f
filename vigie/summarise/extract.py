"""The extract: the sentence of a French article that tells the event, shortened by rules; and the last resort. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from vigie.model import LAYOFFS, Article, LayoffFacts, Passage, RegulationFacts
from vigie.summarise import reading as read
from vigie.summarise.reading import Reading
from vigie.summarise.rephrase import PRESENT, rephrased
from vigie.text import nouns
from vigie.text.fold import fold
from vigie.text.french import NBSP, capital, quoted, typeset

LIMIT = 280
SHORTEST = 45
"""Characters under which a sentence says too little."""
LONGEST_QUOTE = 230


def extracts(reading: Reading) -> Iterator[str]:
    """Candidates from a French article: the sentences that tell the event, said more shortly, where no twelve of their
    words stand in a row as in the article; then its title; then those sentences as quotations.
    """
    told = [
        text
        for sentence in candidates(reading)
        if tells(reading, sentence) and read.TRIGGERS.search(fold(sentence)) and (text := shortened(sentence))
    ]
    fitting = [text for text in told if SHORTEST <= len(text) <= LIMIT]
    yield from (capital(rephrased(text)) for text in fitting)
    yield from from_title(reading)
    yield from (quotation(reading, text) for text in fitting if len(text) <= LONGEST_QUOTE)


def candidates(reading: Reading) -> list[str]:
    """The sentence of the figure, those of the event, the first ones that name the company beside an event."""
    event, article = reading.event, reading.article
    facts = event.facts
    figures: list[Passage] = []
    if isinstance(facts, LayoffFacts):
        figures = [fact.passage for fact in (facts.jobs, facts.share) if fact]
    elif isinstance(facts, RegulationFacts) and facts.amount:
        figures = [facts.amount.passage]
    stated = [read.sentence_at(article, passage) for passage in figures if passage.where == "text"]
    return list(dict.fromkeys([*stated, *read.telling(event, article), *islice(read.about(event, article), 3)]))


NO_START = re.compile(
    r"^(?:Ils?|Elles?|Ce|Cela|Celui|Celle|Ceux|Comme|Lui|Leurs?|Ces|Cette|Cet|Sa|Son|Ses|Selon "
    r"(?:nos|lui|elle|eux)|Pour (?:lui|elle|sa|son)|"
    r"Finalement|C'|On|Autre|Dans (?:la|cette|ce)|Une fois|Pour|Et|Mais|Là|Y|À l'inverse|A "
    r"l'inverse|Ainsi|Plus|Aussi|Alors|Après cela|"
    r"Face à (?:cela|ce)|Dès lors|De quoi|Résultat|Reste|Au total|Même|Tout|Rien|Car|Donc|Si)\b"
)
PRONOUN = re.compile(r"[^,]{1,40}, (?:ils?|elles?|on|celui|celle|ceux)\b")
"""« En 2012, ils travaillaient… »."""
PERSONAL = re.compile(r"\b(?:je|j'|nous|vous|mon|ma|mes|notre|nos|votre|vos|tu|moi)\b|\?|!|…|\.\.\.", re.I)


VERB = re.compile(
    r"\b(?:est|sont|va|vont|doit|doivent|peut|peuvent|veut|veulent|fait|font|avait|\w{2,}(?:era|"
    r"eront|rait|raient|aient)|n'\w+|s'\w+e|"
    r"ont|a (?=\w+(?:é|i|u|is|it|ert)e?s?\b)|"
    + "|".join(sorted({form for pair in PRESENT.values() for form in pair}, key=len, reverse=True))
    + r"|prévoit|prévoient|concerne|concernent|menace|menacent|vise|visent|emploie|compte|cherche|"
    r"envisage|affirme|risque)\b"
)


def tells(reading: Reading, sentence: str) -> bool:
    """Whether a sentence can stand alone: it names the company, points to nothing before it, nobody speaks in it."""
    text = sentence.strip()
    quotes = text.count("«") == text.count("»") and text.count('"') % 2 == 0 and text.count("“") == text.count("”")
    spoken = sum(len(q) for q in re.findall(r"«[^»]*»|\"[^\"]*\"", text)) > len(text) / 3
    return (
        names_it(reading, text)
        and quotes
        and not spoken
        and text[:1].isupper()
        and not NO_START.match(text)
        and not PRONOUN.match(text)
        and not PERSONAL.search(text)
        and VERB.search(text) is not None
    )


def names_it(reading: Reading, text: str) -> bool:
    folded = fold(text)
    return any(read.stands(fold(name), folded) for name in reading.event.company.names)


def from_title(reading: Reading) -> Iterator[str]:
    """The title as a sentence, unless it asks a question."""
    title = typeset(FLAG.sub("", reading.article.title).strip().rstrip(".…"))
    if not names_it(reading, title):
        title = f"{reading.event.company.name}{NBSP}: {title}"
    if not title.endswith("?") and len(title) < LIMIT:
        yield f"{capital(title)}."


def quoted_title(reading: Reading) -> Iterator[str]:
    """The title in quotation marks, as what the press writes, or asks itself."""
    title = typeset(FLAG.sub("", reading.article.title).strip().rstrip(".…"))
    verb = "s'interroge dans" if title.endswith("?") else "évoque"
    inner = re.sub(rf"«{NBSP}|{NBSP}»", "'", title)
    if title and len(title) <= LONGEST_QUOTE:
        yield f"La presse {verb} {AFFAIR} {reading.subject}{NBSP}: {quoted(inner)}"


def quotation(reading: Reading, text: str) -> str:
    """« Lactalis : « … » »: a whole sentence of the article, marked as such."""
    inner = text.replace("«", "“").replace("»", "”").rstrip(".")
    return f"{reading.event.company.name}{NBSP}: {quoted(typeset_inner(inner))}"


def typeset_inner(text: str) -> str:
    return re.sub(rf"“{NBSP}?|{NBSP}?”", "'", text)


FLAG = re.compile(
    r"^(?:VIDÉO|VIDEO|DIRECT|EXCLUSIF|INFOGRAPHIE|ENTRETIEN|REPORTAGE|PODCAST|CARTE|URGENT|"
    r"Exclusif|Vidéo)S?\s*[.:–—-]\s*"
)
DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
SAID = (
    r"(?:annoncé|indiqué|déclaré|affirmé|précisé|expliqué|ajouté|fait savoir|confirmé|rapporté|souligné|estimé|assuré|"
    r"détaillé|révélé|appris)"
)
GLUED = (
    r"^[^.;:,«]{8,90}?[a-zà-ÿ] (?=(?:Les|Le|La|L'|Un|Une|Des|Cette|Selon|Dans|Après|Depuis|"
    r"Aujourd'hui,|Au|En) ?[a-zà-ÿ])"
)
"""A crosshead that lost its line break: « Une issue incertaine Les salariés… »."""
CUTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"^[A-ZÀ-Ý][\w' -]{2,30},? (?:\d{1,2} \w+ \d{4} )?\([A-Z][^)]{0,40}\) ?[-–—] ?", ""),
        (r"^[A-ZÀ-Ý]{3,}[A-ZÀ-Ý /-]* [–—-] ", ""),
        (r"^.{0,40}?[A-ZÀ-Ý]{5,} [–—-] ", ""),
        (GLUED, ""),
        (r"\s*\([^()]{0,160}\)", ""),
        (r"\s*\[[^\[\]]{0,80}\]", ""),
        (
            rf", (?:a|ont)(?:-t-(?:il|elle|on|ils))? {SAID}[^,.«»]{{0,90}}(?=[,.]|$)",
            "",
        ),
        (r", (?:selon|d'après) (?:un communiqué|la direction|le groupe|l'entreprise)[^,.«»]{0,60}(?=[,.]|$)", ""),
        (
            r"^(?:Par ailleurs|En effet|De plus|Ainsi|Enfin|En outre|Toutefois|Cependant|Mais|Et|"
            r"Or|Pourtant|Résultat|De son côté|"
            r"Autre exemple|Conséquence|C'est officiel|C'est désormais officiel|Pour rappel|Au total|À noter)\s*[,:]? ",
            "",
        ),
        (
            rf"^(?:Ce |Hier,? |Aujourd'hui,? )?{DAY}(?: (?:matin|soir|après-midi))?(?: "
            rf"\d{{1,2}}(?:er)? [a-zéû]{{3,9}})?(?: \d{{4}})?, ",
            "",
        ),
        (
            r",?(?<! le)(?<! les)(?<! de)(?<! du)(?<! au)(?<! chaque)(?<! un)(?<! à) (?:[Cc]e |"
            rf"dès |hier |depuis )?{DAY}(?: (?:matin|soir|après-midi|dernier|prochain))?(?: "
            rf"\d{{1,2}}(?:er)? [a-zéû]{{3,9}})?"
            rf"(?: \d{{4}})?,?(?= [a-zà-ÿ«\d]|[.,])",
            "",
        ),
        (
            r", (?:qui|dont|où|alors que|tandis que|ce qui|même si|après avoir|en raison|"
            r"notamment)\b[^,.«»]{0,120}(?=\.$)",
            "",
        ),
        (r"\s+,", ","),
        (r",\s*([.,])", r"\1"),
        (r" {2,}", " "),
    )
)
"""What a sentence can lose and stay true: date lines, parentheses, who said so in the company, weekdays, links, a last
relative clause.
"""


def shortened(sentence: str) -> str:
    """The sentence without its asides, typeset, with a full stop; a hedge (« selon la CGT ») stays."""
    text = " ".join(sentence.replace("’", "'").split())
    for pattern, new in CUTS:
        text = pattern.sub(new, text)
    text = typeset(capital(text.strip(" ,;:-")))
    return text if text.endswith((".", "!", "?", "»")) else f"{text.rstrip('…')}."


# -- the last resort --------------------------------------------------------------------------------------------------

LANGUAGES = {
    "en": "anglais",
    "de": "allemand",
    "es": "espagnol",
    "it": "italien",
    "pt": "portugais",
    "nl": "néerlandais",
}
HIDDEN = (
    "\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
UNSAFE = re.compile(rf"[<>`@#*_~|\\\[\]{{}}^{HIDDEN}]")
LINKS = re.compile(r"\S*(?:https?:|www\.)\S*|\b[\w.-]+\.(?:com|net|org|io|ru|xyz|info|biz|gg|ly|me)\b\S*", re.I)


def last_resort(reading: Reading) -> str:
    """What can always be said: the company, and the title as a quotation; for an article that is not in French, what it
    is about in general, since neither its act nor its job cuts have passed the gate.
    """
    company = clean(reading.event.company.name)[:60] or "une entreprise"
    title = clean_title(reading.article)
    if reading.french and title:
        title = re.sub(rf"^{re.escape(company)}[ {NBSP}]?: *", "", title) or title
        return told_as(company, title)
    tongue = LANGUAGES.get(reading.language)
    written = f"Un article{f' en {tongue}' if tongue else ''}"
    about = f"l'emploi {nouns.at(nouns.company(company))}" if reading.event.topic == LAYOFFS else f"{AFFAIR} {company}"
    said = f"{written} évoque {about}"
    return told_as(said, title) if title else f"{said}."


AFFAIR = "un dossier qui concerne"


def told_as(said: str, title: str) -> str:
    """« Verlane : « l'atelier garde espoir » », the title cut where it is too long."""
    room = LIMIT - len(said) - 12
    return f"{said}{NBSP}: {quoted(title if len(title) <= room else title[: room - 1].rstrip() + '…')}"


def clean_title(article: Article) -> str:
    return typeset(re.sub(r"[«»“”\"]", "", clean(FLAG.sub("", article.title)))).strip()


def clean(text: str) -> str:
    """With no markup, link or hidden character."""
    return " ".join(UNSAFE.sub(" ", LINKS.sub(" ", text)).split())
