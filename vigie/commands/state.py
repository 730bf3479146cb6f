"""`etat`: what does not go well here: feeds, companies that nothing is said of, what waits. It mends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from vigie.cards import moment
from vigie.commands.feeds import condition, line
from vigie.commands.means import Means
from vigie.commands.naming import PAGE
from vigie.commands.phrases import here, in_trouble, is_silent, named, page_of, to_type, told
from vigie.commands.table import Caller, Reply, Values, command
from vigie.model import Company, Subscription
from vigie.ports import Query
from vigie.text.french import capital, counted

LONG, MOST = timedelta(days=90), 1_000
"""How long a company may be silent; how many stories are looked at for that."""


@command(
    "etat",
    "Ce qui va mal : flux, entreprises, envois",
    PAGE,
    english="health",
    english_help="What is wrong: feeds, companies without news, what waits",
    examples=("etat",),
)
async def state(means: Means, caller: Caller, values: Values) -> Reply:
    lines = [
        *await waiting(means, caller),
        *await companies(means, caller),
        *await feeds(means, caller),  # last: a day without a network fills pages
    ]
    shown, turning = page_of(lines, values, "etat")
    return Reply(told(shown), actions=turning)


async def feeds(means: Means, caller: Caller) -> list[str]:
    """« 41 flux suivis, dont 2 en panne : », then these."""
    known = await means.store.feeds(caller.channel.tenant)
    if not known:
        return [f"Aucun flux n'est suivi. Pour commencer : {to_type(caller, 'flux ajouter')}"]
    ill = [pair for pair in known if in_trouble(pair[1]) or is_silent(pair[1], means.clock())]
    head = f"{counted(len(known), 'flux suivi', 'flux suivis')}, {condition([one for _, one in known], means)}"
    return [f"{head} :" if ill else f"{head}.", *(line(feed, one, means) for feed, one in ill)]


async def companies(means: Means, caller: Caller) -> list[str]:
    """« Sans alerte depuis 90 jours : A, B… », of those that the channel follows and that were there so long."""
    subscriptions = await means.store.subscriptions(caller.channel)
    if not subscriptions:
        return [f"{capital(here(caller.channel))} n'est abonné à rien : {to_type(caller, 'abonner')}"]
    since = means.clock() - LONG
    found = await means.store.search(Query(caller.channel.tenant, caller.channel, since=since, limit=MOST))
    if found.total > len(found.stories):  # a busy place: who was not seen among these may yet be there
        return []
    heard = {story.event.company.id for story in found.stories}
    silent = [one for one in await followed(means, caller, subscriptions) if one.id not in heard]
    if not silent:
        return ["Chaque entreprise suivie ici a eu au moins une alerte en 90 jours."]
    several = counted(len(silent), "entreprise suivie ici", "entreprises suivies ici")
    return [
        f"Sans alerte depuis 90 jours, {several} : {named(one.name for one in silent)}.",
        f"Si la presse en parle sous un autre nom, il manque un alias : {to_type(caller, 'aide entreprise modifier')}",
    ]


async def followed(means: Means, caller: Caller, subscriptions: Sequence[Subscription]) -> list[Company]:
    if any(one.company is None for one in subscriptions):
        return list(await means.store.companies(caller.channel.tenant))
    return [one.company for one in subscriptions if one.company]


async def waiting(means: Means, caller: Caller) -> list[str]:
    """« 3 alertes attendent ici, la première jusqu'au 3 déc. 2026, 8 h 30. »."""
    due = await means.store.waits(caller.channel)
    if not due:
        return ["Aucune alerte n'attend d'être envoyée ici."]
    until = moment(min(due), means.zone)
    if len(due) == 1:
        return [f"1 alerte attend d'être envoyée ici, le {until}."]
    return [f"{len(due)} alertes attendent d'être envoyées ici, les premières le {until}."]
