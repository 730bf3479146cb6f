"""`confidentialite`: what is kept of this server or workspace, all of it to read, and its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vigie.cards import Action
from vigie.commands.means import Means
from vigie.commands.naming import CONFIRM, PAGE
from vigie.commands.phrases import page_of, to_type, told
from vigie.commands.table import Argument, Caller, Level, Refused, Reply, Values, command
from vigie.model import LOCAL
from vigie.text.fold import fold
from vigie.text.french import counted

WHAT = (
    "Vigie garde, dans un fichier de la machine qui l'héberge et nulle part ailleurs :",
    "• les salons, leurs abonnements et réglages, et le numéro de qui les a faits ;",
    "• vos entreprises et vos flux ; une ligne par changement, avec le nom de son auteur ;",
    "• les alertes envoyées, et le numéro de leur message.",
    "Elle ne lit pas vos messages. Le texte des articles est oublié après 30 jours au plus. Si Vigie quitte le serveur "
    "ou que le salon disparaît, tout est effacé après 7 jours.",
)

EXPORT, ERASE = ("exporter", "export"), ("supprimer", "effacer", "delete", "erase")


@command(
    "confidentialite",
    "Ce qui est gardé ici ; l'exporter ; tout effacer",
    Argument(
        "action", "exporter pour tout lire, supprimer pour tout effacer ; rien : ce qui est gardé", required=False,
        english="action", choices=(("Exporter", "exporter"), ("Supprimer", "supprimer")), one_word=True, limit=20,
    ),
    CONFIRM,
    PAGE,
    english="privacy",
    english_help="What is kept here; export it; erase it all",
    level=Level.ADMIN,
    examples=("confidentialite", "confidentialite exporter", "confidentialite supprimer"),
)  # fmt: skip
async def privacy(means: Means, caller: Caller, values: Values) -> Reply:
    asked = fold(values.get("action", ""))
    kept = await means.store.kept(caller.channel.tenant)
    if asked in EXPORT:
        shown, turning = page_of(listed(kept), values, "confidentialite")
        return Reply(told(shown), actions=turning)
    if asked in ERASE:
        return await erase(means, caller, values, kept)
    if asked:
        raise Refused("Écrivez confidentialite exporter, ou confidentialite supprimer.")
    return Reply(told(WHAT, summary(kept), f"Tout lire : {to_type(caller, 'confidentialite exporter')}"))


def summary(kept: Mapping[str, Sequence[str]]) -> str:
    """« Ici : 3 salons, 5 abonnements, aucune entreprise… »."""
    counts = [f"{len(rows)} {name if len(rows) > 1 else singular(name)}" for name, rows in kept.items() if rows]
    return f"Ici : {', '.join(counts)}." if counts else "Ici, rien n'est gardé pour l'instant."


def singular(name: str) -> str:
    return name if name == "flux" else name.removesuffix("s")


def listed(kept: Mapping[str, Sequence[str]]) -> list[str]:
    """All of it, under its headings."""
    lines = [line for name, rows in kept.items() if rows for line in (f"{name} :", *(f"• {row}" for row in rows))]
    return lines or ["Rien n'est gardé pour l'instant."]


async def erase(means: Means, caller: Caller, values: Values, kept: Mapping[str, Sequence[str]]) -> Reply:
    tenant = caller.channel.tenant
    if tenant == LOCAL:
        raise Refused("Ici tout est à vous : arrêtez Vigie et supprimez son dossier de données.")
    if values.get("confirme") == "non":
        return Reply("C'est noté : rien n'a été effacé.")
    if values.get("confirme") != "oui":
        count = counted(len(kept["salons"]), "salon", "salons")
        return Reply(
            told(
                f"Tout ce qui est gardé ici sera effacé, sans retour : {count}, abonnements, réglages, entreprises, "
                "flux, historique. Plus aucune alerte n'arrivera. Les messages déjà publiés restent.",
                f"Pour en garder une copie d'abord : {to_type(caller, 'confidentialite exporter')}",
                "Confirmez-vous ?",
            ),
            actions=(
                Action("Oui, tout effacer", "confidentialite", {"action": "supprimer", "confirme": "oui"}, danger=True),
                Action("Non, garder", "confidentialite", {"action": "supprimer", "confirme": "non"}),
            ),
        )
    await means.store.erase_tenant(tenant)
    return Reply("C'est fait : Vigie ne garde plus rien d'ici. Pour repartir de zéro, abonnez un salon.")
