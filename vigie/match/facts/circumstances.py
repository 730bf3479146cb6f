"""What any event may have: where it happens and who says so. Pure."""

from __future__ import annotations

import re

from vigie.match.facts.telling import Span, search, written
from vigie.match.reading import Reading
from vigie.model import Fact

SOURCE = re.compile(
    r"""\b(?: selon | d'apres | according\ to | as\ reported\ by | citing )\s
        (?: (?:des|les|une?|nos|the|a)\ (?:informations?|sources?|reports?|reporting|revelations?|etude)
            \s(?:de|du|d'|des|by|from|in|of)\s? )?
        (?: (?:le|la|les|l'|the|du|de)\s?(?:quotidien|journal|magazine|site|agence|chaine|newspaper|(?:news\ )?agency)
            \s(?:de\ presse\s)? )?
        (?P<who> (?:(?:le|la|les|l'|the)\s?)? [^\W_][\w.&'-]* (?:\ [^\W_][\w.&'-]*){0,3} )""",
    re.VERBOSE,
)
AT_END = re.compile(
    r"""(?: [:,-]\s?(?:says?\s)?(?P<who> (?:union\s)?sources? | reports? | [^\W_][\w.&'\ ]{1,24}(?:\ssources?)? )
        | \bsays?\s(?P<other> report|reports|sources? ) ) \s*$""",
    re.VERBOSE,
)
OUTLETS = """bloomberg reuters afp wsj ft cnbc cnn bbc telegraph nikkei handelsblatt spiegel bild figaro parisien monde
echos liberation mediapart bfm rtl europe guardian times post journal magazine tribune capital challenges axios verge
information politico insider techcrunch source sources report reports bfmtv franceinfo humanite presse point express
marianne disclose canard kyodo yonhap caixin xinhua sky faz zeitung independent observer mirror nyt"""
PRESS = frozenset(OUTLETS.split())
LABOUR = "syndicat syndicats cgt cfdt fo cftc cfe unsa sud union unions uaw ufcw intersyndicale delegue"
UNIONS = frozenset(LABOUR.split())

PLACE = re.compile(
    r"""\b(?: a | au | aux | en | dans\ (?:le|la|les|l') | sur\ le\ site\ de | de\ (?:son|l')\s?usine\ (?:de|d')
        | site\ (?:de|d') | usine\ (?:de|d') | usine\ \w+\ (?:de|d') | in | at | across | near | pres\ de )\s?
        (?P<place>[^\W\d_][\w'-]*(?:[ -][^\W\d_][\w'-]*){0,3})""",
    re.VERBOSE,
)
TIMES = """janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi
jeudi vendredi samedi dimanche january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday covid bourse ceo twitter facebook pse cse"""
NO_PLACE = frozenset(TIMES.split())
MOST_PLACES = 3


def source(reading: Reading, where: list[Span]) -> Fact[str] | None:
    """According to whom: an outlet or a union named after « selon », or at the end of a headline."""
    document = reading.document
    for match in AT_END.finditer(document.text, 0, document.title_end):
        group = "who" if match["who"] else "other"
        if (PRESS | UNIONS) & set(re.findall(r"\w+", match[group])):
            return written(reading, match, group)
    for match in search(reading, SOURCE, where):
        if fact := attributed(reading, match):
            return fact
    return None


def attributed(reading: Reading, match: re.Match[str]) -> Fact[str] | None:
    """The source in the words after « selon »: up to the last one that belongs to its name."""
    start = match.start("who")
    words = list(re.finditer(r"[^\s]+", match["who"]))
    end = 0
    for number, word in enumerate(words):
        first = reading.document.written(start + word.start(), start + word.start() + 1)
        known = word[0].strip("'.,").removeprefix("l'") in PRESS | UNIONS
        if first[:1].isupper() or known or (number == 0 and word[0] in ("le", "la", "les", "the")):
            end = word.end()
        else:
            break
    text = match["who"][:end].rstrip(".'-")
    if not end or not (PRESS | UNIONS) & set(re.findall(r"\w+", text)):
        return None
    document = reading.document
    leading = re.match(r"(?:le|la|the)\s", text)
    drop = leading is not None and document.written(start, start + 1).islower()
    low, high = start + (leading.end() if leading and drop else 0), start + len(text)
    return Fact(document.written(low, high), document.passage(low, high))


def places(reading: Reading, where: list[Span]) -> tuple[Fact[str], ...]:
    """Sites, towns and countries named in these stretches, as written, each once, the first ones."""
    document = reading.document
    taken = {(name.start, name.end) for name in reading.scan.names}
    found: dict[str, Fact[str]] = {}
    for match in search(reading, PLACE, where):
        start = match.start("place")
        end = start
        for word in re.finditer(r"[^\s]+", match["place"]):
            raw = document.written(start + word.start(), start + word.end())
            if not raw[:1].isupper() or word[0] in NO_PLACE:
                break
            end = start + word.end()
        if end == start or any(low < end and start < high for low, high in taken):
            continue
        text = document.written(start, end).strip(" '-")
        found.setdefault(text, Fact(text, document.passage(start, start + len(text))))
    return tuple(found.values())[:MOST_PLACES]
