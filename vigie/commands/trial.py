"""`tester`: an example in this channel, and whatever keeps alerts from arriving there."""

from __future__ import annotations

from vigie.cards import example
from vigie.commands.means import Means
from vigie.commands.phrases import here, to_type, told
from vigie.commands.table import Caller, Level, Refused, Reply, Values, command
from vigie.ports import PostError
from vigie.text.french import capital


@command(
    "tester",
    "Publier un exemple ici et vérifier les permissions",
    english="test",
    english_help="Post an example here and check that alerts can arrive",
    level=Level.SETUP,
    examples=("tester",),
)
async def try_out(means: Means, caller: Caller, values: Values) -> Reply:
    platform = means.platforms.get(caller.channel.platform)
    if platform is None:
        raise Refused("Cette plateforme n'est pas connectée : redémarrez Vigie avec son jeton, puis refaites l'essai.")
    try:
        missing = await platform.try_out(caller.channel, example(means.zone, means.clock()))
    except PostError as error:
        missing = [str(error)]
    idle = (
        ""
        if await means.store.subscriptions(caller.channel)
        else (f"{capital(here(caller.channel))} n'est encore abonné à rien : {to_type(caller, 'abonner')}")
    )
    if missing:
        return Reply(
            told("Les alertes ne peuvent pas encore arriver comme il faut :", [f"• {m}" for m in missing], idle)
        )
    return Reply(told("Tout est en ordre : l'exemple est publié, les alertes pourront arriver ici.", idle))
