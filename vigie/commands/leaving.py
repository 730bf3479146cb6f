"""`desabonner`: it asks first, then hands back what it ended as lines that make it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from vigie.cards import Action
from vigie.commands.means import Means
from vigie.commands.naming import CONFIRM, EVERY, for_button, several_companies, topic_label
from vigie.commands.phrases import ROOM, clipped, here, line_of, named, to_type, told
from vigie.commands.subscriptions import COMPANIES, EVERYTHING, change, grouped, lines_again, names_of, what
from vigie.commands.table import Caller, Level, Refused, Reply, Values, command
from vigie.model import Subscription
from vigie.text.fold import fold
from vigie.text.french import capital, counted

MOST_NAMED = 10
"""Companies that a button can name, by their codes."""


@command(
    "desabonner",
    "Ne plus envoyer ici ces alertes, ou plus aucune",
    replace(COMPANIES, help="Entreprises à ne plus suivre, séparées par des virgules ; rien pour tout arrêter"),
    CONFIRM,
    english="unsubscribe",
    english_help="Stop sending alerts about companies here, or all of them",
    level=Level.SETUP,
    examples=("desabonner Renault", "desabonner"),
)
async def unsubscribe(means: Means, caller: Caller, values: Values) -> Reply:
    if values.get("confirme") == "non":
        return Reply("C'est noté : rien n'a changé.")
    current = await means.store.subscriptions(caller.channel)
    if not current:
        raise Refused(f"{capital(here(caller.channel))} n'est abonné à rien : il n'y a rien à arrêter.")
    typed = values.get("entreprises", "")
    everything = not typed or fold(typed) in EVERY
    leaving = all_of(current) if everything else await those_named(means, caller, current, typed)
    batch = fitting(leaving) if everything else leaving[:MOST_NAMED]
    if values.get("confirme") == "oui":
        return await end(means, caller, batch, len(leaving) - len(batch))
    return ask_all(caller, leaving, batch) if everything else ask_some(caller, leaving, batch, to_all(current))


def all_of(subscriptions: Iterable[Subscription]) -> list[Subscription]:
    """All of them, those that one line makes again beside each other."""
    return [s for _, group in grouped(subscriptions) for s in group]


def to_all(subscriptions: Iterable[Subscription]) -> Subscription | None:
    """The subscription to every company."""
    return next((s for s in subscriptions if s.company is None), None)


async def those_named(means: Means, caller: Caller, current: Sequence[Subscription], typed: str) -> list[Subscription]:
    """The subscriptions to the companies of a list. Raises Refused where one of them is not followed here."""
    followed = [s.company for s in current if s.company]
    companies = several_companies([*followed, *await means.store.companies(caller.channel.tenant)], typed, caller)
    if strangers := [company.name for company in companies if company not in followed]:
        raise Refused(not_followed(caller, strangers, has_all=to_all(current) is not None))
    return [s for s in current if s.company in companies]


def not_followed(caller: Caller, names: Sequence[str], *, has_all: bool) -> str:
    place = capital(here(caller.channel))
    if has_all:
        return (
            f"{place} est abonné à toutes les entreprises : on ne peut pas en ôter seulement {named(names)}.\n"
            f"Pour choisir, arrêtez tout avec {to_type(caller, 'desabonner')}, puis abonnez-le à celles voulues, "
            f"par exemple : {to_type(caller, 'abonner entreprises: Renault, Air France')}"
        )
    return f"{place} n'est pas abonné à {named(names)}. Pour voir ce qu'il reçoit : {to_type(caller, 'liste')}"


def fitting(subscriptions: Sequence[Subscription]) -> Sequence[Subscription]:
    """As many as one message can hand back: the others are for the next one."""
    count = len(subscriptions)
    while count > 1 and sum(map(len, lines_again(subscriptions[:count]))) > ROOM:
        count -= max(1, count // 10)
    return subscriptions[:count]


def ask_all(caller: Caller, leaving: Sequence[Subscription], batch: Sequence[Subscription]) -> Reply:
    """The question before everything ends; what does not fit in one answer comes after."""
    gets = " ; ".join(what([s.company for s in group], topics) for topics, group in grouped(leaving))
    in_parts = f", par lots : {len(batch)} abonnements d'abord, sur {len(leaving)}" if len(batch) < len(leaving) else ""
    return Reply(
        told(
            f"{capital(here(caller.channel))} ne recevra plus aucune alerte{in_parts}.",
            f"Il reçoit : {clipped(gets, 800)}.",
            "Confirmez-vous ?",
        ),
        actions=buttons({}),
    )


def ask_some(
    caller: Caller, leaving: Sequence[Subscription], batch: Sequence[Subscription], kept: Subscription | None
) -> Reply:
    """The question before some companies leave; a button cannot name more than so many."""
    rest = names_of(leaving[len(batch) :])
    line = to_type(caller, line_of("desabonner", {"entreprises": ", ".join(rest)}))
    return Reply(
        told(
            f"L'abonnement de {here(caller.channel)} à {named(names_of(batch))} prendra fin.",
            f"Les alertes de {EVERYTHING} ({topic_label(kept.topics)}) continueront." if kept else "",
            f"Pour les autres, tapez ensuite : {clipped(line, 900)}" if rest else "",
            "Confirmez-vous ?",
        ),
        actions=buttons({"entreprises": for_button(*(s.company for s in batch if s.company))}),
    )


def buttons(values: Values) -> tuple[Action, ...]:
    return (
        Action("Oui, arrêter", "desabonner", {**values, "confirme": "oui"}, danger=True),
        Action("Non, garder", "desabonner", {"confirme": "non"}),
    )


async def end(means: Means, caller: Caller, batch: Sequence[Subscription], waiting: int) -> Reply:
    """End these; what was removed comes back as lines that make it again, with what goes on."""
    removed = await means.store.unsubscribe(
        caller.channel,
        [s.company.id if s.company else None for s in batch],
        change(means, caller, f"fin de l'abonnement à {named(names_of(batch))}"),
    )
    left = await means.store.subscriptions(caller.channel)
    kept = to_all(left)
    nothing = "" if left else f"{capital(here(caller.channel))} ne reçoit plus d'alertes."
    return Reply(
        told(
            f"C'est fait, {counted(len(removed), 'abonnement arrêté', 'abonnements arrêtés')}.",
            f"Les alertes de {EVERYTHING} ({topic_label(kept.topics)}) continuent." if kept else nothing,
            "Pour revenir en arrière, tapez :",
            [to_type(caller, line) for line in lines_again(removed)],
            f"Il en reste {waiting} à arrêter." if waiting else "",
        ),
        private=False,
        actions=(Action("Continuer", "desabonner", {"confirme": "oui"}, danger=True),) if waiting else (),
    )
