"""Job cuts in French: sentences composed from the facts of an event, the figure first where there is one. Pure.

`tell` gives candidates, best first; the gate judges them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vigie.model import OWN, Event, Fact, LayoffFacts, Stage
from vigie.summarise import certainty
from vigie.summarise import layoffs_words as words
from vigie.summarise import reading as read
from vigie.summarise.reading import Reading
from vigie.summarise.sites import closing
from vigie.text import nouns, places
from vigie.text.fold import fold
from vigie.text.french import NBSP, de, number, ordinal, percent


@dataclass(frozen=True, slots=True)
class Plan:
    """What the sentences are made of: the wordings that fit, the slots, and the asides from the most useful down."""

    wordings: tuple[str, ...]
    slots: dict[str, str]
    asides: tuple[str, ...]


def tell(reading: Reading, facts: LayoffFacts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Sentences without their full stop, each with the asides that may follow it, best first.

    None where nothing but a word of feeds.yaml tells the event: what it says, only the article knows.
    """
    if by_own_words(reading.event):
        return
    slots = common(reading, facts)
    asides = tuple(
        a for a in (share_aside(facts), procedure(facts), reason(reading, facts), deadline(reading, facts)) if a
    )
    for wordings, extra in shapes(reading, facts):
        filled = slots | extra
        filled["dq"] = de(filled["q"])
        fitting = [w for w in wordings if not clumsy(w, filled)] or list(wordings)
        turn = reading.seed % len(fitting)
        for wording in fitting[turn:] + fitting[:turn]:
            yield wording.format_map(filled), asides if "{q}" in wording or "{nth}" in wording else asides[-3:]


TELLING = ("cut", "closure", "insolvency", "threat", "dismissal")
"""The groups of shipped wordings that tell of lost jobs."""


def by_own_words(event: Event) -> bool:
    """Whether the operator's words tell the event, and none of ours does."""
    groups = {evidence.group for evidence in event.evidence if evidence.kind == "event"}
    return OWN in groups and groups.isdisjoint(TELLING)


def shapes(reading: Reading, facts: LayoffFacts) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """The sets of wordings that the facts allow, from the most telling down, with the slots that only they use."""
    stage = certainty.stage(reading)
    if facts.wave and 2 <= facts.wave.value <= 10:
        yield pick(words.WAVES, stage), {"nth": ordinal(facts.wave.value)}
    site = closing(reading)
    if facts.jobs:
        yield from counted(reading, facts.jobs, stage, site is not None)
    elif facts.share and (base := base_of(facts)):
        yield pick(words.SHARES, stage), {"q": percent(facts.share.value), "base": base}
    if site:
        yield pick(words.CLOSURES, stage), {}
    if unsure(reading):
        yield words.MAYBE, {}
    yield pick(words.UNCOUNTED, stage), {}


def counted(
    reading: Reading, jobs: Fact[int], stage: Stage | None, closes: bool
) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    kind = kind_of(reading, jobs)
    if closes and closes_there(reading, jobs) and kind in ("threatened", "cuts", "people"):
        yield words.CLOSURE_JOBS.get(stage) or pick(words.THREATENED, stage), {}
    if unsure(reading) and kind in MAYBE:
        yield MAYBE[kind], {}
    yield pick(KINDS[kind], stage), {}


CLOSES = re.compile(r"\bferm|\bclos|\bshut|cessation|arret")


def closes_there(reading: Reading, jobs: Fact[int]) -> bool:
    """Whether the closure is told with the figure, or in the title: else they need not be the same thing."""
    return any(CLOSES.search(t) for t in (reading.title, fold(read.sentence_at(reading.article, jobs.passage))))


KINDS = {
    "cuts": words.CUTS,
    "people": words.PEOPLE,
    "dismissals": words.DISMISSALS,
    "departures": words.DEPARTURES,
    "furloughs": words.FURLOUGHS,
    "threatened": words.THREATENED,
}
MAYBE = {"cuts": words.MAYBE_CUTS, "dismissals": words.MAYBE_DISMISSALS}


def unsure(reading: Reading) -> bool:
    """Whether the article says « could », not « is said to »: by its title for a plan, anywhere for a rumour."""
    stage = certainty.stage(reading)
    if stage is Stage.PLAN:
        return certainty.MAY.search(reading.title) is not None and not PLANS.search(reading.title)
    return stage is Stage.RUMOUR and certainty.may(reading)


PLANS = re.compile(r"\bplans?\b|\bplanning\b|prevoi|envisag|\bprojet")


def kind_of(reading: Reading, jobs: Fact[int]) -> str:
    """What the figure counts, by the matcher's word for it and the noun beside it in the article."""
    facts = reading.event.facts
    told = facts.jobs_kind.value if isinstance(facts, LayoffFacts) and facts.jobs_kind else ""
    noun = read.cut_noun(reading, jobs.passage)
    if told == "threatened":
        return "threatened"
    if told == "departures" or noun == "departures":
        return "departures"
    return noun if noun in ("dismissals", "furloughs", "people") else "cuts"


def pick(wordings: words.Wordings, stage: Stage | None) -> tuple[str, ...]:
    return wordings.get(stage) or wordings[None]


RENOUNCES = re.compile(
    r"renonc|abandonn|retir|scrap|drop|cancel|halt|shelv|backs? (?:down|off|away)|revers|annul|suspen"
)


def clumsy(wording: str, slots: dict[str, str]) -> bool:
    """What would go wrong: one post is no plural, « de jusqu'à » is no French, not every rescue is a renunciation."""
    figure = slots["q"]
    if "renonce" in wording and slots["renounces"] == "":
        return True
    return (figure == "1" and wording.startswith("{q}")) or (figure.startswith("jusqu'à") and "{dq}" in wording)


def common(reading: Reading, facts: LayoffFacts) -> dict[str, str]:
    """The slots that every wording may use."""
    company = reading.subject
    noun = read.cut_noun(reading, facts.jobs.passage) if facts.jobs else "posts"
    plain = "emploi" if noun == "jobs" else "poste"
    figure = quantity(reading, facts)
    dismissals = read.names_dismissals(reading)
    site = closing(reading)
    return {
        "q": figure,
        "dq": de(figure),
        "ps": "emplois" if plain == "emploi" else "postes",
        "sup": "suppressions d'emplois" if plain == "emploi" else "suppressions de postes",
        "c": str(company),
        "chez": nouns.at(company),
        "of": company.of,
        "w": where(reading, facts),
        "lic": "licenciements" if dismissals else "suppressions de postes",
        "cuts": what_is_cut(reading, dismissals=dismissals),
        "vol": " volontaires" if "volont" in reading.told or "buyout" in reading.told else "",
        "site": site or "un site",
        "ofsite": de((site or "un site").removeprefix("des ")),
        "colon": f"{NBSP}:",
        "renounces": "oui" if RENOUNCES.search(reading.told) else "",
    }


def what_is_cut(reading: Reading, *, dismissals: bool) -> str:
    """« des licenciements » only where the article says so; « des départs volontaires » where it says that."""
    if re.search(
        r"departs? volontaires|volontariat|voluntary (?:redundanc|depart|exit|leav|buyout)|buyouts?\b", reading.told
    ):
        return "des départs volontaires"
    if "furlough" in reading.title:
        return "des mises au chômage temporaire"
    return "des licenciements" if dismissals else "des suppressions de postes"


def quantity(reading: Reading, facts: LayoffFacts) -> str:
    """« près de 600 », « jusqu'à 3 000 », « 1,2 million de »."""
    if facts.jobs is None:
        return ""
    bound = read.bound(reading.article, facts.jobs.passage)
    if facts.jobs_kind and facts.jobs_kind.value == "ceiling":
        bound = "jusqu'à"
    figure = number(facts.jobs.value)
    figure += " de" if figure.endswith(("million", "millions")) else ""
    return f"{bound} {figure}".strip().replace(f" {figure}", f"{' ' if bound else ''}{figure}")


def where(reading: Reading, facts: LayoffFacts) -> str:
    """« à Caudry (Nord) », « au sein de TikTok Shop US aux États-Unis »: with its leading space, or nothing."""
    parts = [unit(reading, facts), place(reading, facts)]
    since = read.date(facts.since, french=reading.french)
    return "".join(f" {part}" for part in [*parts, f"depuis {since}" if since else ""] if part)


def unit(reading: Reading, facts: LayoffFacts) -> str:
    """A division by its name, where it has one: « au sein de TikTok Shop US »."""
    if facts.unit is None:
        return ""
    name = facts.unit.value.strip()
    known = {fold(n) for n in reading.event.company.names if fold(n) != fold(name)}
    if fold(name) in (fold(reading.event.company.name),) or not name[:1].isupper() or len(name) > 40:
        return ""
    return "" if fold(name) in known and len(name.split()) == 1 else f"au sein {de(name)}"


def place(reading: Reading, facts: LayoffFacts) -> str:
    """The most precise place that has a certain French form."""
    names = {fold(n) for n in reading.event.company.names}
    if facts.unit:
        names.add(fold(facts.unit.value))
    near = fold(read.sentence_at(reading.article, facts.jobs.passage)) if facts.jobs else ""
    told_there = [f for f in facts.places if not near or fold(f.value) in near or fold(f.value) in reading.title]
    found = [told for fact in told_there if fold(fact.value) not in names and (told := located(reading, fact))]
    towns = [told for told in found if told.startswith(("à ", "au Ha", "aux Ul"))]
    return (towns or found or [""])[0]


LEADS = re.compile(
    r"(?:^|[\s(\"'«,-])(?:a|au|aux|in|at|near|outside|de|d|du|of|from|to|en|sur|dans|et|and|pres "
    r"de)\W*(?:la |le |l')?$"
)
SITE = re.compile(r" (?:site|plant|factory|works|mill|office|store|warehouse)\b")
FOLLOWS = re.compile(
    r" (?!(?:as|after|to|with|and|over|in|by|from|for|on|but|amid|at|while|if|or|site|plant|factory|"
    r"works)\b)[a-z]"
)


def located(reading: Reading, fact: Fact[str]) -> str | None:
    """Where, unless the name is in no table and nothing around it says that it is a place (« at Eurowings staff »)."""
    told = places.where(fact.value, french=reading.french)
    if told is None or places.find(fact.value) or places.WITH_DEPARTMENT.match(fact.value):
        return told
    ahead, behind = read.before(reading.article, fact.passage), read.after(reading.article, fact.passage)
    is_led = not ahead or LEADS.search(ahead) is not None or SITE.match(behind) is not None
    return told if is_led and (reading.french or not FOLLOWS.match(behind)) else None


def base_of(facts: LayoffFacts) -> str:
    kind = facts.share_of.value if facts.share_of else "workforce"
    return {"workforce": "de ses effectifs", "managers": "de ses cadres", "site": "des effectifs du site"}.get(kind, "")


def share_aside(facts: LayoffFacts) -> str:
    """« , soit 12 % de ses effectifs »."""
    base = base_of(facts) if facts.share and facts.jobs else ""
    return f", soit {percent(facts.share.value)} {base}" if facts.share and base else ""


def procedure(facts: LayoffFacts) -> str:
    told = words.PROCEDURES.get(facts.procedure.value) if facts.procedure else None
    return f" {told}" if told else ""


REASONS: tuple[tuple[str, str], ...] = (
    (
        r"artificial intelligence|intelligence artificielle|(?<!['’])\bai\b(?! (?:pas|plus|ete|eu))|\bia\b|automat",
        "sur fond d'intelligence artificielle",
    ),
    (r"coronavirus|covid|pandemi", "sur fond de pandémie"),
    (r"tariffs?|droits de douane", "sur fond de droits de douane"),
    (r"restructur|reorgani|overhaul|revamp|shake-?up|turnaround", "dans le cadre d'une restructuration"),
    (r"merger|fusion|takeover|rachat|acquisition|tie-?up", "à la suite d'un rapprochement"),
    (
        r"cost[- ]cut|cut(?:ting)? costs|reduire (?:ses|les) couts|savings|economies|efficien|"
        r"reduction des couts",
        "pour réduire ses coûts",
    ),
    (
        r"demand|demande|sales (?:fall|drop|slump|decline)|slump|slowdown|baisse des ventes|chute "
        r"des ventes|ralentissement",
        "face à une baisse d'activité",
    ),
    (r"electric|electri", "sur fond de passage à l'électrique"),
)


def reason(reading: Reading, facts: LayoffFacts) -> str:
    """Why, where the article's reason has a French form: « , sur fond de Covid-19 »."""
    text = fold(facts.reason.value) if facts.reason else reading.title
    for pattern, french in REASONS[: None if facts.reason else 5]:
        if re.search(pattern, text):
            return f", {french}" if french.startswith("sur fond") else f" {french}"
    return ""


def deadline(reading: Reading, facts: LayoffFacts) -> str:
    """« d'ici fin 2026 »."""
    told = read.date(facts.deadline, french=reading.french)
    if not told or not re.search(
        r"\d{4}|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre", fold(told)
    ):
        return ""
    told = re.sub(r"^(?:d'ici(?: à)?|avant|en|à|jusqu'en|courant|dès|au) ", "", told)
    return f" d'ici {told}" if re.match(r"(?:la |le )?(?:fin|début|mi)\b|\w+ \d{4}$|\d{4}$", told) else ""
