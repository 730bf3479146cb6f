"""The facts of a regulation event: who acts, how, for how much, under which law, about what. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from vigie.match.facts import authorities, circumstances, figures
from vigie.match.facts.telling import Span, search, spans, told
from vigie.match.lexicons import Model
from vigie.match.linear import best
from vigie.match.reading import Reading
from vigie.match.stages import action_features
from vigie.model import OWN, Fact, Passage, RegulationFacts
from vigie.text.numbers import Quantity

GROUPS: Mapping[str, tuple[str, ...]] = {
    "fine": ("fine",),
    "probe": ("probe", "offence", "summon"),
    "lawsuit": ("suit", "trial"),
    "ruling": ("ruling", "court"),
    "ban": ("ban",),
    "order": ("order", "demand"),
    "law": ("law",),
    "approval": ("approval", "merger"),
    "block": ("block", "merger"),
    "settlement": ("settlement",),
    "appeal": ("appeal",),
    "other": ("demand", "summon", "politics", "agency"),
}
"""For each action, the groups of triggers that tell it."""

AMOUNTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("deal", re.compile(r"\b(?:rachat|racheter|acquisition|fusion|takeover|merger|deal|bid|buyout|purchase)\b")),
    (
        "settlement",
        re.compile(r"\b(?:settl\w*|amiable|transaction\w*|accord|accept\w* de (?:payer|verser)|agree\w*|resolve)\b"),
    ),
    (
        "incurred",
        re.compile(
            r"\b(?:risqu\w*|encour\w*|pourrai\w*|menac\w*|could|may|might|faces?|facing|up to|jusqu'a|threat\w*)\b"
        ),
    ),
    ("claimed", re.compile(r"\b(?:reclam\w*|demand\w*|requi\w*|exig\w*|seek\w*|claim\w*|sued|sues|lawsuit|suit)\b")),
    ("imposed", re.compile(r"\b(?:amende|condamn\w*|inflig\w*|ecop\w*|sanction\w*|fine[ds]?|penalt\w*|ordered|pay)\b")),
)
LAWS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "RGPD",
            r"\b(?:rgpd|gdpr|general data protection regulation|reglement general sur la protection des donnees)\b",
        ),
        ("DMA", r"\b(?:dma|digital markets act|reglement sur les marches numeriques)\b"),
        ("DSA", r"\b(?:dsa|digital services act|reglement sur les services numeriques|digital content rules)\b"),
        ("AI Act", r"\b(?:ai act|reglement (?:europeen )?sur l'intelligence artificielle)\b"),
        ("Online Safety Act", r"\bonline safety act\b"),
        ("devoir de vigilance", r"\bdevoir de vigilance\b"),
        ("droits voisins", r"\bdroits? voisins?\b"),
        ("loi Sapin 2", r"\bloi sapin\b"),
        ("loi Florange", r"\bloi florange\b"),
        ("loi Macron", r"\bloi macron\b"),
        ("Foreign Corrupt Practices Act", r"\b(?:fcpa|foreign corrupt practices act)\b"),
        ("Clean Air Act", r"\bclean air act\b"),
        ("Sherman Act", r"\bsherman act\b"),
        ("aides d’État", r"\b(?:aides? d'etat|state aid)\b"),
        (
            "antitrust",
            r"\b(?:anti-?trust|abus de position dominante|pratiques anticoncurrentielles|competition law)\b",
        ),
    )
)
OBJECT = re.compile(
    r"\b(?:pour|sur|concernant|a propos de|accuse\w* d[e']|soupconn\w* d[e']|over|for|about|regarding|into)\s?"
    r"(?P<what>[^.,;:()!?\n\"]{4,90})"
)


def read(models: Mapping[str, Model], reading: Reading, company: int) -> RegulationFacts:
    """The facts that the article states of what an authority does about this company."""
    document = reading.document
    where = spans(reading, company, "regulation")
    amount = figures.chosen(models["amount"], reading, company, "regulation", "amount")
    seen = authorities.chosen(models["authority"], reading, company)
    passage = document.passage(amount.start, amount.end) if amount else None
    kind = best(models["action"], action_features(reading, company))
    return RegulationFacts(
        places=circumstances.places(reading, where),
        source=circumstances.source(reading, where),
        authority=Fact(document.written(seen.start, seen.end), document.passage(seen.start, seen.end))
        if seen
        else None,
        authority_fr=seen.authority.french if seen else None,
        action=action(reading, company, kind),
        amount=Fact(amount.value, passage) if amount and passage else None,
        currency=Fact(amount.currency, passage) if amount and passage and amount.currency else None,
        amount_kind=Fact(amount_kind(reading, amount), passage) if amount and passage else None,
        law=law(reading, where),
        object=about(reading, company, kind),
    )


def action(reading: Reading, company: int, kind: str) -> Fact[str] | None:
    """The action with the wording that tells it; where none does, there is no fact."""
    triggers = told(reading, company, "regulation")
    if not triggers:
        return None
    groups = GROUPS.get(kind, ())
    trigger = next((t for t in triggers if t.group in groups), triggers[0])
    if trigger.group == OWN:  # a word of feeds.yaml tells that an authority acts, not how
        kind = "other"
    return Fact(kind, reading.document.passage(trigger.start, trigger.end))


def amount_kind(reading: Reading, amount: Quantity) -> str:
    """imposed | incurred | claimed | settlement | deal, by the words around the amount."""
    start, end = reading.document.sentences[reading.document.sentence_of(amount.start)]
    text = reading.document.text
    near = text[max(start, amount.start - 60) : min(end, amount.end + 60)]
    return next((name for name, pattern in AMOUNTS if pattern.search(near)), "imposed")


def law(reading: Reading, where: list[Span]) -> Fact[str] | None:
    document = reading.document
    for name, pattern in LAWS:
        for match in search(reading, pattern, where):
            return Fact(name, document.passage(*match.span()))
    return None


def about(reading: Reading, company: int, kind: str) -> Fact[str] | None:
    """What it is about: the words after « pour », « over »… that follow the wording of the action, in its sentence."""
    document = reading.document
    groups = GROUPS.get(kind, ())
    for trigger in [t for t in told(reading, company, "regulation") if t.group in groups][:2]:
        end = document.sentences[trigger.sentence][1]
        if (match := OBJECT.search(document.text, trigger.end, end)) is not None:
            words = re.compile(r"(?:\S+\s?){1,10}").match(document.text, match.start("what"), match.end("what"))
            if words and words[0].strip():
                stop = words.start() + len(words[0].rstrip())
                passage: Passage = document.passage(words.start(), stop)
                return Fact(document.written(words.start(), stop), passage)
    return None
