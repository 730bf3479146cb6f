"""What a channel gets: `abonner`, `liste`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from vigie.cards import Card, card, moment
from vigie.commands.hearing import SENSITIVITY, sensitivity_of
from vigie.commands.means import Means
from vigie.commands.naming import (
    PAGE,
    TOPIC,
    several_companies,
    topic_label,
    topic_value,
    topics_of,
)
from vigie.commands.phrases import (
    clipped,
    health,
    here,
    in_trouble,
    line_of,
    named,
    page_of,
    to_type,
    told,
)
from vigie.commands.standing import obstacles
from vigie.commands.table import Argument, Caller, Kind, Level, Refused, Reply, Values, command
from vigie.model import Change, Company, Sensitivity, Story, Subscription
from vigie.ports import Query
from vigie.text.french import capital, counted

EXAMPLES = 3
"""Cards shown at once after a subscription."""

PER_LINE = 15
"""Names in a line of the list."""

ASKED = 10
"""Companies whose stories are looked up for those cards."""

EVERYTHING = "toutes les entreprises"

COMPANIES = Argument(
    "entreprises",
    "Entreprises à suivre, séparées par des virgules ; rien pour toutes",
    Kind.COMPANIES,
    required=False,
    english="companies",
    limit=1500,
)
TOPICS_HERE = replace(TOPIC, name="sujets", english="topics")


@command(
    "abonner",
    "Envoyer ici les alertes d'entreprises, ou de toutes",
    COMPANIES,
    TOPICS_HERE,
    SENSITIVITY,
    english="subscribe",
    english_help="Send alerts about companies here, or about all of them",
    level=Level.SETUP,
    examples=("abonner Air France, Renault sujets: emploi", "abonner sensibilite: stricte"),
)
async def subscribe(means: Means, caller: Caller, values: Values) -> Reply:
    topics = topics_of(values.get("sujets", ""))
    heard = sensitivity_of(values["sensibilite"]) if "sensibilite" in values else None
    visible = await means.store.companies(caller.channel.tenant)
    companies: Sequence[Company | None] = several_companies(visible, values.get("entreprises", ""), caller) or [None]
    before = await means.store.subscriptions(caller.channel)
    wanted = [company for company in companies if not covered(company, topics, heard, before)]
    new = await means.store.subscribe(
        [Subscription(caller.channel, c, topics, means.clock(), caller.user, heard) for c in wanted],
        change(means, caller, f"abonnement à {what(wanted, topics, heard)}") if wanted else None,
    )
    stories = await latest(means, caller, companies, topics)
    if not new:
        return Reply(
            told(already(caller, companies, topics, heard), what_now(caller, before)), cards=aperçus(means, stories)
        )
    now = await means.store.subscriptions(caller.channel)
    return Reply(
        told(
            f"{capital(here(caller.channel))} est abonné à {what([s.company for s in new], topics, heard)}.",
            moved(new, before),
            what_now(caller, now) if len(now) > len(new) else "",
            shown_stories(stories),
        ),
        private=False,
        cards=aperçus(means, stories),
    )


def covered(
    company: Company | None,
    topics: frozenset[str],
    heard: Sensitivity | None,
    subscriptions: Iterable[Subscription],
) -> bool:
    """Whether the channel gets exactly this already: asked for by name, or within its subscription to everything."""
    for s in subscriptions:
        if s.company == company and s.topics == topics and heard in (None, s.sensitivity):
            return True
        if (
            s.company is None
            and company is not None
            and heard == s.sensitivity
            and (not s.topics or (topics and topics <= s.topics))
        ):
            return True
    return False


async def latest(
    means: Means, caller: Caller, companies: Sequence[Company | None], topics: frozenset[str]
) -> Sequence[Story]:
    """The last stories that the subscription would have sent, newest first."""
    topic = next(iter(topics)) if len(topics) == 1 else None
    stories: dict[int, Story] = {}
    for company in companies[:ASKED]:
        found = await means.store.search(
            Query(
                caller.channel.tenant,
                caller.channel,
                company=company.id if company else None,
                topic=topic,
                limit=EXAMPLES,
            )
        )
        stories |= {story.id: story for story in found.stories}
    return sorted(stories.values(), key=lambda story: story.lead.published or story.first_seen, reverse=True)[:EXAMPLES]


def aperçus(means: Means, stories: Iterable[Story]) -> tuple[Card, ...]:
    return tuple(card(story, means.zone, mark="Aperçu") for story in stories)


def shown_stories(stories: Sequence[Story]) -> str:
    if not stories:
        return "Rien à montrer pour l'instant : les alertes viendront dès qu'un flux en parlera."
    last = "Voici la dernière alerte passée" if len(stories) == 1 else f"Voici les {len(stories)} dernières passées"
    return f"{last}, en aperçu ; les prochaines arriveront d'elles-mêmes."


def what(companies: Sequence[Company | None], topics: frozenset[str], heard: Sensitivity | None = None) -> str:
    """« Renault et Air France (Emploi) », « toutes les entreprises, dont Renault (Emploi, sensibilité stricte) »."""
    names = [company.name for company in companies if company]
    if len(names) < len(companies):
        return f"{EVERYTHING}{f', dont {named(names)}' if names else ''} ({label(topics, heard)})"
    return f"{named(names)} ({label(topics, heard)})"


def label(topics: frozenset[str], heard: Sensitivity | None) -> str:
    """« Emploi, sensibilité stricte »; nothing of a sensitivity that is the channel's."""
    return topic_label(topics) + (f", sensibilité {heard}" if heard else "")


def already(
    caller: Caller, companies: Sequence[Company | None], topics: frozenset[str], heard: Sensitivity | None
) -> str:
    asked = what(companies, topics, heard)
    return f"{capital(here(caller.channel))} reçoit déjà les alertes sur {asked} : rien n'a changé."


def moved(new: Iterable[Subscription], before: Iterable[Subscription]) -> list[str]:
    """« Renault : Emploi (auparavant : tous les sujets) » for each that changed, the first five."""
    old = {s.company: label(s.topics, s.sensitivity) for s in before}
    return [
        f"{capital(name_of(s))} : {label(s.topics, s.sensitivity)} (auparavant : {old[s.company]})"
        for s in new
        if s.company in old
    ][:5]


def what_now(caller: Caller, subscriptions: Sequence[Subscription]) -> str:
    """« En tout, ce salon reçoit : … »."""
    groups = [
        what([s.company for s in group], topics, group[0].sensitivity) for topics, group in grouped(subscriptions)
    ]
    return clipped(f"En tout, {here(caller.channel)} reçoit : {' ; '.join(groups)}.", 600)


def grouped(subscriptions: Iterable[Subscription]) -> Iterable[tuple[frozenset[str], list[Subscription]]]:
    """The subscriptions by their topics and sensitivity, in a stable order."""

    def kind(s: Subscription) -> tuple[str, str]:
        return topic_value(s.topics), s.sensitivity or ""

    def order(s: Subscription) -> tuple[tuple[str, str], bool, str]:
        return kind(s), s.company is not None, s.company.name.casefold() if s.company else ""

    for _, group in groupby(sorted(subscriptions, key=order), key=kind):
        members = list(group)
        yield members[0].topics, members


def lines_again(subscriptions: Iterable[Subscription]) -> list[str]:
    """The lines that make these subscriptions again, as they may be typed."""
    return [
        line_of(
            "abonner",
            {"entreprises": entreprises, "sujets": topic_value(topics), "sensibilite": group[0].sensitivity or ""},
        )
        for topics, group in grouped(subscriptions)
        for entreprises in again(group)
    ]


def again(group: Sequence[Subscription]) -> Iterable[str]:
    """The companies as they are typed; empty for the subscription to all of them."""
    if any(s.company is None for s in group):
        yield ""
    if names := [s.company.name for s in group if s.company]:
        yield ", ".join(names)


def names_of(subscriptions: Iterable[Subscription]) -> list[str]:
    return [name_of(s) for s in subscriptions]


def name_of(subscription: Subscription) -> str:
    return subscription.company.name if subscription.company else EVERYTHING


def change(means: Means, caller: Caller, sentence: str) -> Change:
    return Change(caller.channel, caller.name, clipped(capital(sentence), 500) + ".", means.clock())


# -- liste ------------------------------------------------------------------------------------------------------------


@command(
    "liste",
    "Ce que ce salon reçoit, de quels flux, réglé par qui",
    PAGE,
    english="list",
    english_help="What this channel gets, from which feeds, and who changed it last",
    examples=("liste",),
)
async def list_here(means: Means, caller: Caller, values: Values) -> Reply:
    subscriptions = await means.store.subscriptions(caller.channel)
    if not subscriptions:
        raise Refused(nothing_here(caller))
    lines = [
        f"{capital(here(caller.channel))} reçoit :",
        *(f"• {line}" for line in whole(subscriptions)),
        *obstacles(await means.store.manner(caller.channel), means, caller),
        *await sources(means, caller),
        *await last_change(means, caller),
    ]
    shown, turning = page_of(lines, values, "liste")
    return Reply(told(shown), actions=turning)


def nothing_here(caller: Caller) -> str:
    """What to do where there is nothing to look at."""
    if caller.place == "message privé":
        return (
            "Un message privé ne reçoit pas d'alertes : il n'y a rien à consulter ici. "
            "Tapez cette commande dans un salon abonné."
        )
    return (
        f"{capital(here(caller.channel))} n'est abonné à rien pour l'instant. "
        f"Pour l'abonner à toutes les entreprises : {to_type(caller, 'abonner')} ; "
        f"à certaines : {to_type(caller, 'abonner entreprises: Renault, Air France')}"
    )


def whole(subscriptions: Iterable[Subscription]) -> Iterable[str]:
    """Every company by its name."""
    for topics, group in grouped(subscriptions):
        names = names_of(group)
        for start in range(0, len(names), PER_LINE):
            yield f"{', '.join(names[start : start + PER_LINE])} ({label(topics, group[0].sensitivity)})"


async def sources(means: Means, caller: Caller) -> list[str]:
    """How many feeds it comes from, their names, and those in trouble with their reason."""
    feeds = await means.store.feeds(caller.channel.tenant)
    if not feeds:
        return [f"Aucun flux n'est suivi : rien ne peut arriver. Pour en suivre un : {to_type(caller, 'flux ajouter')}"]
    names = [feed.name for feed, _ in feeds]
    lines = [f"De {counted(len(feeds), 'flux', 'flux')} :"]
    lines += [f"  {', '.join(names[start : start + PER_LINE])}" for start in range(0, len(names), PER_LINE)]
    troubled = [(feed, state) for feed, state in feeds if in_trouble(state)]
    if troubled:
        lines.append(f"Dont {counted(len(troubled), 'en panne', 'en panne')} :")
        lines += [f"• {feed.name} : {health(state, means.clock())}" for feed, state in troubled]
    return lines


async def last_change(means: Means, caller: Caller) -> list[str]:
    change = await means.store.last_change(caller.channel)
    return (
        [f"Dernier changement le {moment(change.at, means.zone)}, par {change.who} : {change.what}"] if change else []
    )
