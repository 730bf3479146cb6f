"""Which channels an event is worth telling: the strictest sensitivity that hears of it. Pure."""

from __future__ import annotations

from vigie.match.lexicons import Model
from vigie.match.reading import Reading
from vigie.model import Facts, LayoffFacts, RegulationFacts, Role, Sensitivity


def heard(
    model: Model, reading: Reading, company: int, role: Role, facts: Facts, score: float, told: float
) -> Sensitivity | None:
    """score: how likely it is the subject; told: how likely the article tells of it at all."""
    if role is Role.SUBJECT:
        sure = titled(reading, company) and score >= model.begins(Sensitivity.STRICT)
        return Sensitivity.STRICT if sure else Sensitivity.NORMAL
    return Sensitivity.WIDE if told >= model.begins(Sensitivity.WIDE) and has_substance(facts) else None


def titled(reading: Reading, company: int) -> bool:
    """Whether the title names it."""
    return any(name.start < reading.document.title_end for name in reading.by_company[company])


def has_substance(facts: Facts) -> bool:
    """Whether there is a figure or an act, without which a mention tells nothing."""
    match facts:
        case LayoffFacts():
            return facts.jobs is not None or facts.share is not None
        case RegulationFacts():
            acts = facts.action is not None and facts.action.value != "other"
            return facts.amount is not None or (acts and facts.authority is not None)
    return False
