"""`pourquoi`: why an alert was posted here, or why an article was not, with the passages that decided it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vigie.cards import STAGES, Action, made, moment
from vigie.commands.means import Means
from vigie.commands.naming import topic_label, visible
from vigie.commands.phrases import LONGEST, clipped, here, host, to_type, told
from vigie.commands.table import Argument, Caller, Level, Refused, Reply, Values, command
from vigie.model import OWN, Article, Event, Fact, Passage, Role, Sensitivity, Story, Subscription
from vigie.ports import Trace
from vigie.route import hears, wants
from vigie.rules import in_force
from vigie.text.french import de, elides, number

AROUND = 45
"""Characters shown on each side of a passage."""

MOST_QUOTED = 120
"""Characters of a passage itself."""

MOST_EVENTS = 4
"""Of one article: the others are counted."""

LABELS: Mapping[str, str] = {
    "jobs": "postes",
    "share": "part",
    "unit": "périmètre",
    "wave": "vague",
    "since": "depuis",
    "reason": "motif",
    "procedure": "procédure",
    "deadline": "échéance",
    "authority": "autorité",
    "action": "acte",
    "amount": "montant",
    "law": "texte",
    "object": "objet",
    "source": "source",
    "places": "lieu",
}
"""The facts worth telling, in this order; those left out only qualify one of these."""


@command(
    "pourquoi",
    "Pourquoi une alerte est parue, ou un article non",
    Argument("alerte", "Le numéro de l'alerte, ou l'adresse de l'article", english="alert", limit=2000),
    english="why",
    english_help="Why an alert was posted, or why an article was not",
    examples=("pourquoi 12", "pourquoi https://exemple.fr/article"),
)
async def why(means: Means, caller: Caller, values: Values) -> Reply:
    typed = re.sub(r"^<(.*?)(\|.*)?>$", r"\1", values["alerte"])  # Slack writes a link so
    if match := re.fullmatch(r"(?:alerte )?(?:n ?°|nº|#)? ?(\d{1,15})", typed, re.I):
        return await of_story(means, caller, int(match[1]))
    if re.match(r"https?://\S+$", typed, re.I):
        return Reply(await of_article(means, caller, typed))
    raise Refused(
        f"« {clipped(typed, 80)} » n'est ni un numéro d'alerte ni une adresse d'article. Exemples : "
        f"{to_type(caller, 'pourquoi 12')} ; {to_type(caller, 'pourquoi https://exemple.fr/article')}"
    )


# -- by its number ----------------------------------------------------------------------------------------------------


async def of_story(means: Means, caller: Caller, id: int) -> Reply:
    """Raises Refused where there is no such alert for this tenant."""
    story = await means.store.story(id, caller.channel.tenant)
    if story is None or not visible(story.event, caller):
        raise Refused(
            f"Je ne trouve pas d'alerte n° {id} dans les flux suivis ici. Donnez le numéro d'une alerte affichée, "
            "ou l'adresse de l'article."
        )
    article = await means.store.article_of(id, caller.channel.tenant)
    case = await case_of(means, caller, story, await means.store.trace(story.lead.url, caller.channel.tenant))
    text = told(
        f"Alerte n° {id} : « {clipped(story.lead.title, 150)} », {story.lead.outlet}.",
        verdict(story.event, case),
        explained(means, story.event, article, case)
        if article
        else [
            "Le texte de l'article n'est plus gardé : ses passages ne peuvent plus être montrés.",
            score(means, story.event, case),
        ],
        made(story.summary),
    )
    return Reply(text, actions=offers(story, caller))


def offers(story: Story, caller: Caller) -> tuple[Action, ...]:
    """To hear no more of it here, for those who may."""
    company = story.event.company.name
    if caller.level < Level.SETUP:
        return ()
    return (
        Action("Muet : les suites de cette alerte", "muet", {"alerte": str(story.id)}),
        Action(clipped(f"Muet : {company}, 30 jours", 60), "muet", {"entreprise": company}),
    )


# -- by its address ---------------------------------------------------------------------------------------------------


async def of_article(means: Means, caller: Caller, url: str) -> str:
    """Raises Refused where the article is in no feed that the tenant follows."""
    trace = await means.store.trace(url, caller.channel.tenant)
    if trace is None:
        raise Refused(
            f"Non publié parce que cet article ({host(url)}) n'est passé dans aucun flux suivi ici. "
            f"Pour voir les flux suivis : {to_type(caller, 'flux liste')} ; pour en ajouter un : "
            f"{to_type(caller, 'flux ajouter')}"
        )
    seen = (
        f"« {clipped(trace.article.title, 150)} », vu dans {trace.feed.name} le {moment(trace.first_seen, means.zone)}."
    )
    events = [(event, story) for event, story in trace.events if visible(event, caller)]
    if not events:
        return told(seen, f"Non publié parce que {nothing_found(trace)}")
    told_events = [await block(means, caller, trace, event, story) for event, story in events[:MOST_EVENTS]]
    more = len(events) - MOST_EVENTS
    return told(seen, fitted(told_events, LONGEST - len(seen) - 60), f"Et {more} autres constats." if more > 0 else "")


def nothing_found(trace: Trace) -> str:
    if trace.problem:
        return f"son examen a échoué : {trace.problem}"
    if not trace.examined:
        return "l'article vient d'arriver : il n'est pas encore examiné. Redemandez dans une minute."
    return (
        "l'article ne raconte ni fait d'emploi ni acte d'une autorité au sujet d'une entreprise surveillée. "
        "Si une entreprise y est citée sous un autre nom, ajoutez-le en alias."
    )


async def block(means: Means, caller: Caller, trace: Trace, event: Event, id: int | None) -> list[str]:
    """The lines about one event of the article."""
    story = await means.store.story(id, caller.channel.tenant) if id is not None else None
    case = await case_of(means, caller, story, trace)
    return [
        f"{event.company.name}, {topic(event)}. {verdict(event, case)}",
        *explained(means, event, trace.article, case),
    ]


def fitted(parts: Sequence[Sequence[str]], room: int) -> list[str]:
    """The parts' lines, each part cut to its share of the room."""
    share = room // len(parts)
    return [clipped("\n".join(part), share) for part in parts]


# -- the verdict ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """What decided whether this channel was told."""

    caller: Caller
    subscriptions: Sequence[Subscription]
    story: Story | None
    was_told: bool
    baseline: bool
    leads: bool
    """Whether the article in question is the one that opened the story."""
    usual: Sensitivity = Sensitivity.NORMAL
    """The channel's."""
    muted: Mapping[int, str] = field(default_factory=dict)
    """Until when the channel wants to hear nothing of a company, by its id."""

    def sensitivity(self, event: Event) -> Sensitivity:
        """The widest of the subscriptions that cover the event, else the channel's."""
        asked = {s.sensitivity or self.usual for s in self.subscriptions if wants(s, event)}
        return next((one for one in reversed(Sensitivity) if one in asked), self.usual)


async def case_of(means: Means, caller: Caller, story: Story | None, trace: Trace | None) -> Case:
    rules = (await means.store.manner(caller.channel)).rules
    return Case(
        caller,
        await means.store.subscriptions(caller.channel),
        story,
        was_told=story is not None and caller.channel in await means.store.alerted(story.id),
        baseline=trace is not None and trace.baseline,
        leads=trace is None or (story is not None and story.lead.url == trace.article.url),
        usual=rules.sensitivity,
        muted={m.company: moment(m.until, means.zone) for m in in_force(rules.muted, means.clock())},
    )


def verdict(event: Event, case: Case) -> str:
    """« Publié ici parce que… » or « Non publié ici parce que… »."""
    name, place = event.company.name, here(case.caller.channel)
    if case.was_told and case.story and not case.leads:
        return f"Ajouté à l'alerte n° {case.story.id}, publiée ici, parce que l'article raconte le même fait."
    if case.was_told:
        return (
            f"Publié ici parce que l'article a pour sujet {name} et raconte {TOLD[event.topic]}, ce que suit {place}."
        )
    return f"Non publié ici {because(reason(event, case))}"


def because(reason: str) -> str:
    return f"parce qu'{reason}" if elides(reason) else f"parce que {reason}"


TOLD: Mapping[str, str] = {"layoffs": "un fait d'emploi", "regulation": "l'acte d'une autorité"}


def reason(event: Event, case: Case) -> str:
    """Why this channel was not told, most decisive first."""
    name, place = event.company.name, here(case.caller.channel)
    asked = [s for s in case.subscriptions if wants(s, event)]
    if event.role is Role.MENTION and event.sensitivity is Sensitivity.WIDE is case.sensitivity(event):
        return f"{name} n'y est que citée : à la sensibilité large, l'article figure dans les bilans, sans alerte."
    if event.role is Role.MENTION:
        return f"{name} n'y est que citée : seule l'entreprise dont parle l'article donne une alerte."
    if not asked:
        line = to_type(case.caller, f"abonner entreprises: {name}")
        return f"{place} n'est pas abonné à {name} pour le sujet {topic(event)}. Pour l'abonner : {line}"
    if until := case.muted.get(event.company.id):
        return f"{place} ne veut plus entendre parler {de(name)} jusqu'au {until}."
    if not hears(case.sensitivity(event), event):
        return (
            f"{place} ne retient, à la sensibilité stricte, que les articles sûrs qui nomment {name} dans leur titre."
        )
    if case.baseline:
        return (
            "il était déjà dans le flux quand la veille de ce flux a commencé : seuls les suivants donnent une alerte."
        )
    seen = case.story.first_seen if case.story else None
    if seen and all(s.created_at and s.created_at > seen for s in asked):
        return f"{place} s'est abonné après coup : rien de ce qui précède un abonnement n'est publié."
    if case.story:
        return f"le fait était déjà connu (alerte n° {case.story.id}) : une histoire n'est publiée qu'une fois."
    return "rien n'en est encore fait : redemandez dans une minute."


def topic(event: Event) -> str:
    return topic_label(frozenset({event.topic}))


# -- the passages -----------------------------------------------------------------------------------------------------


def explained(means: Means, event: Event, article: Article, case: Case) -> list[str]:
    """The lines that give the passages: name, event, stage, facts, what speaks against; then the score."""
    return [
        *spoken("Nomme l'entreprise", passages(event, "name"), article),
        *spoken(telling(event), passages(event, "event"), article),
        *stage(event, article),
        *facts(event, article),
        *spoken("Parle contre", passages(event, "against"), article),
        score(means, event, case),
    ]


def telling(event: Event) -> str:
    """Whose wording it is that tells the event, where it is not one of those shipped."""
    own = [evidence.passage for evidence in event.evidence if evidence.kind == "event" and evidence.group == OWN]
    ours = "Raconte le fait"
    return f"{ours} (tournure ajoutée dans feeds.yaml)" if own and first(passages(event, "event")) in own else ours


def passages(event: Event, kind: str) -> list[Passage]:
    return [evidence.passage for evidence in event.evidence if evidence.kind == kind]


def spoken(label: str, found: Sequence[Passage], article: Article) -> list[str]:
    """« Nomme l'entreprise : « … » », with the first passage, the title's before the text's."""
    if not found:
        return []
    return [f"{label} : {quoted(first(found), article)}"]


def first(found: Sequence[Passage]) -> Passage:
    """The title's before the text's."""
    return min(found, key=lambda p: (p.where == "text", p.start))


def quoted(passage: Passage, article: Article) -> str:
    """« …le passage et ce qui l'entoure… », cut between words."""
    text = article.title if passage.where == "title" else article.text
    start, end = max(0, passage.start - AROUND), min(len(text), passage.end + AROUND)
    before, after = text[start : passage.start], text[passage.end : end]
    if start > 0:
        before = "…" + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0].rstrip(" ,;:.") + "…"
    return between_quotes(f"{before}{clipped(passage.of(article), MOST_QUOTED)}{after}")


def alone(passage: Passage, article: Article) -> str:
    """« le passage »."""
    return between_quotes(clipped(passage.of(article), MOST_QUOTED))


def between_quotes(text: str) -> str:
    return "« " + re.sub(r"[ \t\r\n]+", " ", text).strip() + " »"


def stage(event: Event, article: Article) -> list[str]:
    """« Étape : projet, d'après « envisage » »."""
    if event.stage is None:
        return []
    found = passages(event, "stage")
    said = f", d'après {alone(found[0], article)}" if found else ""
    return [f"Étape : {STAGES[event.stage]}{said}"]


def facts(event: Event, article: Article) -> list[str]:
    """« Faits : postes « 1 900 postes » · source « la direction » », each as its passage says it."""
    known = [
        f"{label} {alone(fact.passage, article)}"
        for name, label in LABELS.items()
        for fact in as_facts(getattr(event.facts, name, None))
    ]
    return [clipped(f"Faits : {' · '.join(known)}", 500)] if known else []


def as_facts(value: object) -> Sequence[Fact[object]]:
    """A fact, several or none, as a sequence."""
    values = value if isinstance(value, tuple) else (value,)
    return [fact for fact in values if isinstance(fact, Fact)]


def score(means: Means, event: Event, case: Case) -> str:
    """« Note : 0,93 sur 1 ; seuil de ce salon : 0,5 (sensibilité normale) »."""
    sensitivity = case.sensitivity(event)
    threshold = means.thresholds.get(event.topic, {}).get(sensitivity)
    known = f"seuil de {here(case.caller.channel)} : {number(round(threshold, 2))}" if threshold is not None else ""
    limit = f" ; {known} (sensibilité {sensitivity})" if known else ""
    shown = min(round(event.score, 2), 0.99)  # a score of 0,997 is no certainty
    return f"Note : {number(shown)} sur 1{limit}."
