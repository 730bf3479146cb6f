"""What an article says around the facts of one event: its language, how sure it is, its words for what is cut. Pure.

The facts are the matcher's; here is only what the grammar needs to put them into a sentence. No French is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from zlib import crc32

from vigie.model import Article, Event, Fact, Passage, RegulationFacts
from vigie.text import nouns
from vigie.text.fold import fold
from vigie.text.french import Noun
from vigie.text.language import language
from vigie.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Reading:
    """An event in its article; title, told and body are folded."""

    event: Event
    article: Article
    language: str
    title: str
    told: str
    """The title and the sentences in which the event was read, folded, one a line."""

    @property
    def french(self) -> bool:
        return self.language == "fr"

    @property
    def subject(self) -> Noun:
        """The company as the article names it: « Air France » (of Air France-KLM), « WhatsApp (Meta) », « la SNCF »."""
        return subject(self)

    @property
    def seed(self) -> int:
        """Stable from one run to the next: chooses among wordings by the article's own content."""
        return crc32(f"{self.article.title}\n{self.event.company.name}\n{self.event.topic}".encode())


ALIKE = 3
"""First letters by which an alias is taken for a spelling of the name (« Nestle », « VW » is not)."""


def subject(reading: Reading) -> Noun:
    """The company as a noun, by the name that the article gives it where that says more than the canonical one."""
    company = reading.event.company
    used = alias_used(reading)
    if used is None:
        return nouns.company(company.name)
    own, other = set(re.findall(r"\w+", fold(company.name))), set(re.findall(r"\w+", fold(used)))
    if other < own:
        return nouns.company(used)
    return replace(nouns.company(used), text=f"{used} ({company.name})")


def alias_used(reading: Reading) -> str | None:
    """The brand or subsidiary that the title (else the event's sentences) names while it names the company nowhere.

    Abbreviations (GM, VW), longer forms (Walt Disney) and other spellings (Nestle) are no names of their own.
    """
    company = reading.event.company
    own = fold(company.name)
    for text in (reading.title, reading.told):
        if stands(own, text):
            return None
        for alias in sorted(company.aliases, key=len, reverse=True):
            if stands(fold(alias), text):
                return None if same_name(own, fold(alias)) or alias.isupper() else alias
    return None


def same_name(own: str, alias: str) -> bool:
    """Whether an alias is but another writing of the name: « walt disney », « mcdo », « nestle », « bofa »."""
    letters = re.sub(r"\W", "", own), re.sub(r"\W", "", alias)
    if letters[0][:ALIKE] == letters[1][:ALIKE]:
        return not (set(alias.split()) < set(re.split(r"[ -]", own)) and len(alias) > ALIKE)
    return own in alias or len(alias) <= ALIKE + 1


def stands(name: str, folded: str) -> bool:
    """Whether a folded text holds a folded name as whole words."""
    at = folded.find(name)
    while at >= 0:
        end = at + len(name)
        if not is_letter(folded[at - 1 : at]) and not is_letter(folded[end : end + 1]):
            return True
        at = folded.find(name, at + 1)
    return False


def is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=4096)
def whole(name: str) -> re.Pattern[str]:
    """A folded name as whole words, with its English possessive."""
    return re.compile(rf"(?<![\w@]){re.escape(name)}(?:'s)?(?!\w)")


def headline(reading: Reading) -> str:
    """The folded title with @c for the company and @a for the authority: what patterns of who does what are read on."""
    facts = reading.event.facts
    authority = facts.authority.value if isinstance(facts, RegulationFacts) and facts.authority else ""
    return masked(reading.title, reading.event.company.names, authority)


def account(reading: Reading) -> str:
    """The title and the event's sentences, masked like a headline."""
    facts = reading.event.facts
    authority = facts.authority.value if isinstance(facts, RegulationFacts) and facts.authority else ""
    return masked(reading.told, reading.event.company.names, authority)


@lru_cache(maxsize=256)
def masked(text: str, names: tuple[str, ...], authority: str) -> str:
    if len(authority) > 1:
        text = whole(fold(authority)).sub("@a", text)
    for name in sorted(names, key=len, reverse=True):
        text = whole(fold(name)).sub("@c", text)
    return text


WINDOW = 700
"""Characters on each side of a passage among which its sentence is looked for."""
LEAD = 1600
"""Characters of the text in which sentences about the company are looked for."""


@lru_cache(maxsize=256)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentences(text))


@lru_cache(maxsize=256)
def language_of(title: str, text: str) -> str:
    return language(f"{title}. {text[:600]}")


def read(event: Event, article: Article) -> Reading:
    """The event with what surrounds it."""
    title = fold(article.title)
    told = "\n".join([title, *(fold(s) for s in dict.fromkeys(telling(event, article)))])
    return Reading(event, article, language_of(article.title, article.text), title, told)


TRIGGERS = re.compile(
    r"licenci|suppress|supprim|emploi|postes?\b|plan social|\bpse\b|fermeture|salari|amende|"
    r"sanction|enquet|plainte|tribunal|justice|"
    r"condamn|interdi|regulat|autorite|commission|ministre|gouvernement|parquet|proces|\bloi\b|"
    r"\bjobs?\b|layoff|lay off|laid off|redundan|job cuts|workforce|fine[ds]?\b|probe|investigat|"
    r"lawsuit|\bsue[ds]?\b|court|judge|"
    r"regulator|\bban\b|banned|antitrust|settle|watchdog|prosecutor|approv|ruling|tariff|senat|minister|government"
)
"""Words of events, for articles of which the matcher kept no passage but the name's."""


def telling(event: Event, article: Article) -> list[str]:
    """The sentences that the event was read from; else the first two that name the company beside an event."""
    passages = sorted(e.passage for e in event.evidence if e.kind in ("event", "stage") and e.passage.where == "text")
    if passages:
        return [sentence_at(article, passage) for passage in passages]
    return list(islice(about(event, article), 2))


def about(event: Event, article: Article) -> Iterator[str]:
    """The sentences that name the company and an event."""
    names = [fold(name) for name in event.company.names]
    lead = article.text[:LEAD]
    for start, end in spans(lead):
        sentence = lead[start:end]
        folded = fold(sentence)
        if any(name in folded and stands(name, folded) for name in names) and TRIGGERS.search(folded):
            yield sentence


def sentence_at(article: Article, passage: Passage) -> str:
    """The sentence that holds a passage; the whole title for one of the title."""
    if passage.where == "title":
        return article.title
    first = max(0, passage.start - WINDOW)
    around = article.text[first : passage.end + WINDOW]
    for start, end in spans(around):
        if start <= passage.start - first < end:
            return around[start:end]
    return article.text[passage.start : passage.end]


def before(article: Article, passage: Passage, width: int = 40) -> str:
    """The folded words that stand before a passage."""
    whole = article.title if passage.where == "title" else article.text
    return fold(whole[max(0, passage.start - width) : passage.start])


def after(article: Article, passage: Passage, width: int = 60) -> str:
    whole = article.title if passage.where == "title" else article.text
    return fold(whole[passage.end : passage.end + width])


# -- how much ---------------------------------------------------------------------------------------------------------

PREFIXES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:jusqu'a|up to|as many as|au plus|at most|maximum)(?: pres de| environ)?\W*$"), "jusqu'à"),
    (re.compile(r"(?:entre|between) \d[\d .,\u00a0\u202f]* (?:et|and)\W*$"), "jusqu'à"),
    (re.compile(r"(?:plus de?|plus d'un|more than|over|upwards of|exceeding|above)\W*(?:the )?$"), "plus de"),
    (re.compile(r"(?:pres de|nearly|almost|close to|presque|just under|not far from)\W*(?:the )?$"), "près de"),
    (re.compile(r"(?:au moins|at least|minimum|au minimum)\W*$"), "au moins"),
    (re.compile(r"(?:moins de|fewer than|less than|under)\W*$"), "moins de"),
    (
        re.compile(r"(?:environ|quelque|about|around|some|approximately|roughly|autour de|aux alentours de|~)\W*$"),
        "environ",
    ),
)
"""What stands before a figure -> its French."""
INSIDE = re.compile(
    r"^(?:jusqu'a|up to|plus de?|more than|over|pres de|nearly|almost|au moins|at least|environ|about)\b"
)
ROUGH = re.compile(
    r"\b(?:une? )(?:dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|"
    r"soixantaine|centaine|millier)\b|\ba dozen\b"
)


def bound(article: Article, figure: Passage) -> str:
    """« près de », « plus de », « jusqu'à »… or nothing, as the article qualifies the figure."""
    ahead, inside = before(article, figure), fold(figure.of(article))
    if INSIDE.match(inside):
        ahead, inside = ahead + INSIDE.match(inside)[0], ""  # type: ignore[index]
    for pattern, french in PREFIXES:
        if pattern.search(ahead):
            return french
    return "environ" if ROUGH.search(inside) or (re.search(r"\bune? $", ahead) and "mill" in inside) else ""


# -- what is cut ------------------------------------------------------------------------------------------------------

NOUNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("departures", re.compile(r"departs?\b|volont|voluntar|buyouts?|rupture conventionnelle")),
    (
        "dismissals",
        re.compile(
            r"licenci|layoffs?|lay-offs?|lays? off|laid off|laying off|redundan|dismiss|sack|"
            r"\bfir(?:e|es|ed|ing)\b|mis a la porte|"
            r"axed? (?:workers|staff|employees)|\blet go\b"
        ),
    ),
    ("furloughs", re.compile(r"furlough|chomage (?:partiel|technique|temporaire)|mise a pied|temporary lay|suspend")),
    ("jobs", re.compile(r"\bemplois?\b|\bjobs?\b")),
    ("posts", re.compile(r"\bpostes?\b|positions?\b|\broles?\b|headcount|effectifs")),
    (
        "people",
        re.compile(r"salarie|personnes|employe|workers|staff|people|collaborateurs|ouvriers|agents|interimaires"),
    ),
)

PATTERN_OF = dict(NOUNS)


def cut_noun(reading: Reading, figure: Passage) -> str:
    """departures | dismissals | furloughs | jobs | posts | people: what the figure counts, by the nearest word."""
    ahead = before(reading.article, figure, 45)
    behind = after(reading.article, figure, 45)
    for text in (re.split(r"[.;!?]", behind)[0], re.split(r"[.;!?]", ahead)[-1]):
        found = [(m.start(), kind) for kind, pattern in NOUNS if (m := pattern.search(text))]
        if found:
            kind = min(found)[1]
            around = f"{ahead} {behind}"
            if kind in ("dismissals", "people") and PATTERN_OF["furloughs"].search(around):
                return "furloughs"
            return people_kind(around) if kind == "people" else kind
    return "posts"


CUTTING = re.compile(r"\bcut|slash|\baxe|\bshed|suppr|eliminat|reduc|reduire|trim|departs?\b|\blose\b")


def people_kind(around: str) -> str:
    """What happens to people: dismissed, furloughed, their jobs cut, or only « concerned »."""
    for kind in ("dismissals", "furloughs"):
        if PATTERN_OF[kind].search(around):
            return kind
    return "posts" if CUTTING.search(around) else "people"


def names_dismissals(reading: Reading) -> bool:
    """Whether the article speaks of dismissals where it tells the event: only then may the summary."""
    return bool(NOUNS[1][1].search(reading.told)) and not re.search(
        r"sans licenci|no (?:forced |compulsory )?(?:layoffs|redundanc)", reading.told
    )


MONTHS: Mapping[str, str] = MappingProxyType(
    {
        "january": "janvier", "february": "février", "march": "mars", "april": "avril", "may": "mai", "june": "juin",
        "july": "juillet", "august": "août", "september": "septembre", "october": "octobre", "november": "novembre",
        "december": "décembre",
    }
)  # fmt: skip


def date(fact: Fact[str] | None, *, french: bool) -> str:
    """A date in French, as written where the article is French: « avril », « fin 2026 »; empty where not certain."""
    if fact is None:
        return ""
    written = fact.value.strip()
    if french:
        return written if len(written) <= 30 else ""
    words = fold(written).split()
    if words and all(word in MONTHS or re.fullmatch(r"(?:19|20)\d\d", word) for word in words):
        return " ".join(MONTHS.get(word, word) for word in words)
    if match := re.fullmatch(r"(?:the )?end of ((?:19|20)\d\d)|late ((?:19|20)\d\d)", fold(written)):
        return f"fin {match[1] or match[2]}"
    if match := re.fullmatch(r"(?:the )?end of (?:the )?(\w+)", fold(written)):
        return f"fin {MONTHS[match[1]]}" if match[1] in MONTHS else "la fin de l'année" if match[1] == "year" else ""
    return ""
