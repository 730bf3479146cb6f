"""What authorities do, in French: sentences composed from the facts of an event, the amount early. Pure.

`tell` gives candidates, best first; the gate judges them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vigie.model import RegulationFacts, Stage
from vigie.summarise import certainty, headlines, themes
from vigie.summarise import reading as read
from vigie.summarise import regulation_turns as turns
from vigie.summarise import regulation_words as words
from vigie.summarise.reading import Reading
from vigie.summarise.regulation_object import quoted_object
from vigie.summarise.verbs import Mood, conjugated
from vigie.text import authorities, nouns, places
from vigie.text.fold import fold
from vigie.text.french import CURRENCIES, Noun, amount, de


@dataclass(frozen=True, slots=True)
class Case:
    """The parts of a sentence: the company, the authority if it has a French name, the amount, what it is about."""

    company: Noun
    authority: Noun | None
    money: str
    theme: str
    where: str
    mood: Mood
    thing: Noun | None = None
    """The deal or the product that an English headline names."""
    duty: str = ""
    """What it says is ordered or asked, as an infinitive."""
    law: str = ""
    """« au titre du RGPD »."""
    object: str = ""
    """What it is about, in the article's own few words, as a quoted name."""


def tell(reading: Reading, facts: RegulationFacts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Sentences without their full stop, each with the asides that may follow it, best first."""
    case = understood(reading, facts)
    if reading.language == "en" and headlines.names_company(reading, reading.article.title):
        yield from framed(reading, facts, case)
        return
    asides = aside(case)
    if shared(reading, facts):
        for wording in words.SHARED.get(facts.action.value if facts.action else "", ()):
            if possible(wording, case):
                yield spoken(wording, case), asides
    for wordings in shapes(reading, facts, case):
        fitting = [w for w in wordings if possible(w, case)]
        turn = reading.seed % len(fitting) if fitting else 0
        for wording in fitting[turn:] + fitting[:turn]:
            yield spoken(wording, case), asides if has_room(wording) else ()


def framed(reading: Reading, facts: RegulationFacts, case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What an English headline says where it fits a frame; else its key phrase, quoted."""
    told = headlines.told(reading)
    if told:
        who = named_authority(reading, facts)
        country = who is not None and places.find(who.text) is not None
        acting = who if told.by_authority or headlines.with_it(reading, country=country) else None
        where = case.where or (as_place(who) if who and not acting else "")
        precise = replace(
            case, authority=acting, mood=told.mood, thing=told.thing, duty=duty(told.duty, case), where=where
        )
        if precise.thing and precise.money and facts.amount_kind and facts.amount_kind.value == "deal":
            precise = replace(precise, thing=headlines.priced(precise.thing, precise.money))
        several = shared(reading, facts)
        for wording in priced_too(told.wordings, precise, facts, several=several):
            if possible(wording, precise):
                yield spoken(wording, precise), () if has_matter(wording, precise) else aside(precise)
        return
    if case.money and (facts.action and facts.action.value in ("fine", "settlement")):
        for wordings in priced(facts.action.value, kind_of(facts), reading, facts) if certain(reading, facts) else ():
            yield from ((spoken(w, case), aside(case) if has_room(w) else ()) for w in wordings if possible(w, case))
    parties = f"{case.company} et {case.authority}" if case.authority else str(case.company)
    matter = themes.affair(case.theme) if case.theme else "un dossier"
    for text in headlines.quotations(reading, parties, matter):
        yield text, ()


VAGUE = re.compile(r"(?:regulateurs?|autorites?|justice|parquet|gouvernement|tribunal|juge|cour|police|parlement)$")


def is_vague(noun: Noun | None) -> bool:
    """Whether a name says neither whose nor which: « régulateur »."""
    return noun is not None and VAGUE.match(fold(noun.text)) is not None


def duty(wanted: str, case: Case) -> str:
    """What is asked, with its amount where it is to pay one; empty where that is not known."""
    return "" if "{m}" in wanted and not case.money else wanted.replace("{m}", case.money)


def kind_of(facts: RegulationFacts) -> str:
    return facts.amount_kind.value if facts.amount_kind else ""


def certain(reading: Reading, facts: RegulationFacts) -> bool:
    """Whether the headline tells the act of the company itself: « Mastercard: EU fine of … »."""
    return facts.action is not None and told(reading, facts.action.value) == "fact" and headlines.about_it(reading)


def has_matter(wording: str, case: Case) -> bool:
    """Whether the sentence says already what it is about."""
    return "{o" in wording or not has_room(wording) or bool(case.theme and case.theme in wording)


def named_authority(reading: Reading, facts: RegulationFacts) -> Noun | None:
    written = facts.authority.value if facts.authority else None
    noun = authorities.authority(facts.authority_fr, written, in_french=reading.french)
    first = headlines.opening(headlines.bare(reading.article.title), reading.event.company.names)
    if written is None or fold(written) not in reading.title or (is_vague(noun) and fold(written) in fold(first)):
        noun = authorities.from_english(first) or noun
    own = {fold(name) for name in reading.event.company.names}
    return None if noun and fold(noun.text) in own else noun


def priced_too(wordings: tuple[str, ...], case: Case, facts: RegulationFacts, *, several: bool) -> Iterator[str]:
    """The wordings, first with the amount where they have a place for it."""
    if case.money and several:
        yield from (w for name in ("fine", "settlement") for w in words.SHARED[name] if of_kind(name, wordings))
    for wording in wordings:
        yield with_amount(wording, case, facts) if case.money and not several else wording
    yield from wordings


def with_amount(wording: str, case: Case, facts: RegulationFacts) -> str:
    """The wording with the amount in its place, else « dans un dossier à … », else as it is."""
    if (
        not worth(facts)
        or "{m}" in wording
        or kind_of(facts) == "deal"
        or ("v}" in wording and case.money in case.duty)
    ):
        return wording
    placed = wording.replace("une amende", "une amende de {m}").replace("accord amiable", "accord à {m}")
    if placed == wording and has_room(wording) and "<réagir>" not in wording:
        return f"{wording} dans un dossier à {{m}}"
    return placed


def of_kind(name: str, wordings: tuple[str, ...]) -> bool:
    return any({"fine": "amende", "settlement": "accord"}[name] in wording for wording in wordings)


def shared(reading: Reading, facts: RegulationFacts) -> bool:
    """Whether the amount is several companies' together, as the sentence that tells it lists them."""
    if facts.amount is None:
        return False
    sentence = read.sentence_at(reading.article, facts.amount.passage)
    return headlines.lists(sentence, reading.event.company.names)


def has_room(wording: str) -> bool:
    """Whether a sentence can bear « dans une affaire de… » behind it: not one that has its affair already."""
    return not any(part in wording for part in ("{aff}", "{deal}", "affaire", "dossier", "opération"))


def understood(reading: Reading, facts: RegulationFacts) -> Case:
    written = facts.authority.value if facts.authority else None
    authority = authorities.authority(facts.authority_fr, written, in_french=reading.french)
    where = place(reading, facts)
    if authority and not acts(authority, reading, facts):
        where = where or as_place(authority)
        authority = None
    return Case(
        reading.subject,
        authority,
        money(facts),
        subject_matter(reading, authority) if reading.language in KNOWN else "",
        where,
        mood(reading),
        law=themes.law(facts.law.value) if facts.law else "",
        object=quoted_object(reading, facts),
    )


def acts(authority: Noun, reading: Reading, facts: RegulationFacts) -> bool:
    """Whether the authority may be told as who acts: it stands where the event is told, and is not the company itself.

    A country, or the plaintiff of a suit, must act in the title itself: elsewhere it is where things happen.
    """
    if fold(authority.text) in {fold(name) for name in reading.event.company.names}:
        return False
    headline, country = read.headline(reading), places.find(authority.text) is not None
    if "@a" in headline:
        return (
            not country or re.search(turns.FRENCH_ACTS if reading.french else turns.COUNTRY_ACTS, headline) is not None
        )
    suit = facts.action is not None and facts.action.value == "lawsuit" and not is_court(authority)
    said = facts.authority is not None and fold(facts.authority.value) in reading.told
    return said and not suit and not country


def as_place(authority: Noun) -> str:
    """« en France », where a country is not who acts."""
    found = places.find(authority.text)
    return f" {found.where}" if found else ""


def subject_matter(reading: Reading, authority: Noun | None) -> str:
    """What it is about, unless the authority's name says it already."""
    found = themes.theme(reading.title, reading.told)
    said = fold(authority.text) if authority else ""
    return "" if found and (found == "concurrence" or fold(found) in said) and "concurrence" in said else found


def money(facts: RegulationFacts) -> str:
    if not facts.amount or not facts.currency or facts.currency.value not in CURRENCIES:
        return ""
    return amount(facts.amount.value, facts.currency.value)


def place(reading: Reading, facts: RegulationFacts) -> str:
    """Where, when the authority says nothing of it."""
    names = {fold(n) for n in reading.event.company.names}
    for fact in facts.places:
        if fold(fact.value) not in names and (told := places.where(fact.value, french=reading.french)):
            return f" {told}"
    return ""


def mood(reading: Reading) -> Mood:
    """How sure: a fact, a report (« infligerait »), a possibility (« pourrait »), to come (« va », « devrait »)."""
    if certainty.MAY.search(reading.title):
        return "may"
    if re.search(r"\b(?:set to|expected to|likely to|poised to|about to|due to|devrai(?:t|ent))\b", reading.title):
        return "should"
    if certainty.hedged(reading):
        return "reported"
    return "will" if re.search(r"@[ac](?:, @[ac])? (?:to (?!face)|will |va |vont )", read.headline(reading)) else "fact"


def shapes(reading: Reading, facts: RegulationFacts, case: Case) -> Iterator[tuple[str, ...]]:
    """The sets of wordings that the act allows, the most telling first; the last one always fits."""
    action = facts.action.value if facts.action else "other"
    kind = facts.amount_kind.value if facts.amount_kind else ""
    certainty = told(reading, action)
    if turns.ANNULLED.search(read.headline(reading)) and action in words.ANNULLED:
        yield words.ANNULLED[action]
    if certainty == "nowhere":
        action = "other"
    if certainty == "evoked" and action in words.EVOKED:
        if worth(facts) and case.money:
            yield words.MONEY_EVOKED.get(action, ())
        yield words.EVOKED[action]
    if case.theme in themes.DEALS and not kind and action in words.DEALS:
        kind = "deal"
    if case.money:
        yield from priced(action, kind, reading, facts)
    yield from turned(action, reading)
    if case.theme in themes.DEALS and (action not in ("other", "probe") or EXAMINED.search(reading.told)):
        yield words.DEALS.get(action, ())
    in_court = case.authority is not None and is_court(case.authority)
    yield words.IN_COURT.get(action, words.ACTS.get(action, ())) if in_court else words.ACTS.get(action, ())
    yield words.OTHER


KNOWN = ("fr", "en")
"""The languages whose acts are known by their words here."""


def told_abroad(reading: Reading) -> str:
    """The same where only the matcher knows the words: by where it read the act, and whether anybody doubts it."""
    facts = reading.event.facts
    act = facts.action if isinstance(facts, RegulationFacts) else None
    sure = reading.event.stage is not Stage.RUMOUR
    return "fact" if act is not None and act.passage.where == "title" and sure else "evoked"


def told(reading: Reading, action: str) -> str:
    """How the article tells the act: a « fact » of its headline, « evoked » elsewhere or as a wish, or « nowhere »."""
    said = turns.SAID.get(action)
    headline = read.headline(reading)
    if said is None:
        return "fact"
    if reading.language not in KNOWN:
        return told_abroad(reading)
    if re.search(said, headline):
        return "evoked" if words.UNCERTAIN.search(headline) else "fact"
    return "evoked" if re.search(said, reading.told) else "nowhere"


def priced(action: str, kind: str, reading: Reading, facts: RegulationFacts) -> Iterator[tuple[str, ...]]:
    """The wordings that tell an amount."""
    imposed = (
        action == "ruling"
        and kind in ("", "imposed")
        and re.search(turns.CONDEMNED, reading.told)
        and not is_won(reading)
    )
    yield words.MONEY.get((action, "imposed" if imposed else kind)) or words.MONEY.get((action, "")) or ()
    if (action, "") not in words.MONEY and worth(facts):
        yield words.MONEY.get(("", kind), ())


def is_won(reading: Reading) -> bool:
    """Whether the headline says that the company wins in court."""
    return turns.WON in turned("ruling", reading)


def turned(action: str, reading: Reading) -> list[tuple[str, ...]]:
    """What the headline says more precisely of the act; else what the event's sentences say."""
    known = turns.TURNS.get(action, ())
    found = [wordings for pattern, wordings in known if re.search(pattern, read.headline(reading))]
    return found or [wordings for pattern, wordings in known if re.search(pattern, read.account(reading))][:1]


PRECISE = frozenset({"fine", "probe", "lawsuit", "settlement"})
"""Acts whose wordings tell what happened where the authority is known; the others need what the headline adds."""


def is_precise(reading: Reading, facts: RegulationFacts) -> bool:
    """Whether the grammar can say what happens: the headline tells a known turn of the act, or who acts is known."""
    action = facts.action.value if facts.action else "other"
    headline = read.headline(reading)
    if any(re.search(pattern, headline) for pattern, _ in turns.TURNS.get(action, ())):
        return True
    if told(reading, action) != "fact":
        return False
    if facts.amount and action in ("fine", "settlement"):
        return True
    return action in PRECISE and facts.authority is not None and "@a" in headline


def is_court(authority: Noun) -> bool:
    return (
        re.match(
            r"(?:cour|tribuna|juge(?! d.instruction)|justice|haute cour|plus haute jurid|jury|"
            r"grand jury|prud|conseil d'etat)",
            fold(authority.text),
        )
        is not None
    )


EXAMINED = re.compile(r"examin|enquet|etudi|se prononc|scrut|review|probe|investigat|decide|rule on|analys")
"""Words under which a deal may be told as being looked at."""
WORTH_TELLING = 50_000
"""The amount from which it is told though the grammar does not know what it is."""


def worth(facts: RegulationFacts) -> bool:
    return facts.amount is not None and facts.amount.value >= WORTH_TELLING


SLOT = re.compile(r"\{([akg])(?:of|to|by)?\}")


def possible(wording: str, case: Case) -> bool:
    """Whether every part that the wording needs is known: {a…} any authority, {k…} a court, {g…} any but a court."""
    if ("{o" in wording and case.thing is None) or ("v}" in wording and not case.duty):
        return False
    if "{m}" in wording and not case.money:
        return False
    kinds = set(SLOT.findall(wording))
    if not kinds:
        return case.authority is None or "{w}" not in wording
    if case.authority is None:
        return False
    return not ("k" in kinds and not is_court(case.authority)) and not ("g" in kinds and is_court(case.authority))


def spoken(wording: str, case: Case) -> str:
    """The wording with its verbs conjugated and its parts filled in."""
    a = case.authority or Noun("")
    plural = wording.startswith("{m}") or bool(a.plural and SLOT.match(wording))
    slots = {
        f"{kind}{end}": form for kind in "akg" for end, form in (("", a), ("of", a.of), ("to", a.to), ("by", a.by))
    }
    return conjugated(wording, case.mood, plural=plural).format(
        **slots,
        c=case.company,
        cof=case.company.of,
        cto=case.company.to,
        chez=nouns.at(case.company),
        e="e" if case.company.feminine else "",
        ae=a.agree(""),
        son="leur" if a.plural else "son",
        m=case.money,
        w=case.where,
        aff=themes.affair(case.theme),
        deal="un rachat" if case.theme == "rachat" else "une fusion",
        de="" if case.theme == "rachat" else "e",
        o=case.thing or "",
        oof=case.thing.of if case.thing else "",
        oto=case.thing.to if case.thing else "",
        v=case.duty,
        dev=de(case.duty),
    )


def aside(case: Case) -> tuple[str, ...]:
    """« dans une affaire de corruption », « au titre du RGPD », « à propos de « fuel economy shortfall » »."""
    if case.theme and case.theme not in themes.DEALS:
        return (f" {themes.about(case.theme)}",)
    if case.law:
        return (f" {case.law}",)
    return (f", à propos de {case.object}",) if case.object and not case.theme else ()
