"""The companies that a tenant watches beside those of feeds.yaml: `entreprise ajouter|modifier|retirer|liste`."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from vigie.cards import Action
from vigie.commands.means import Means
from vigie.commands.naming import CONFIRM, PAGE, for_button, items, one_company
from vigie.commands.phrases import clipped, here, line_of, page_of, to_type, told
from vigie.commands.subscriptions import change, lines_again
from vigie.commands.table import Argument, Caller, Kind, Level, Refused, Reply, Values, command
from vigie.model import Company, Subscription
from vigie.text.fold import fold
from vigie.text.french import capital, counted, joined

log = logging.getLogger(__name__)

MOST = 500
"""Companies that a tenant may add."""

NAME = range(2, 81)
"""Characters of a name, an alias or a context word."""

WORDS = 20
"""Aliases, context words and exclusions a company may have, of each."""

NOTHING = "aucun"
NONE = frozenset({NOTHING, "aucune", "rien", "none", "-"})
"""What empties a list."""

SUGGESTED: Mapping[str, str] = {
    "accor": "hôtel, hôtellerie, Sofitel, Novotel",
    "action": "enseigne, magasins, discounter",
    "alphabet": "Google, Californie, Wall Street",
    "amazon": "Bezos, AWS, e-commerce, entrepôt",
    "apple": "iPhone, Cupertino, Tim Cook",
    "block": "Square, Cash App, Jack Dorsey",
    "boulanger": "enseigne, magasins, électroménager",
    "but": "enseigne, magasins, meubles, ameublement",
    "carrefour": "hypermarché, enseigne, distributeur, Bompard",
    "casino": "distributeur, supermarchés, Monoprix, Franprix",
    "castorama": "bricolage, enseigne, magasins",
    "celio": "prêt-à-porter, enseigne, magasins",
    "champion": "enseigne, supermarchés",
    "continental": "pneus, équipementier, automobile",
    "eden": "Edenred, titres-restaurant",
    "free": "Iliad, opérateur, télécoms, Xavier Niel",
    "gap": "prêt-à-porter, enseigne, magasins",
    "geant": "hypermarché, enseigne, Casino",
    "habitat": "enseigne, ameublement, magasins",
    "intel": "processeurs, puces, semi-conducteurs",
    "kiabi": "prêt-à-porter, enseigne, magasins",
    "la poste": "facteurs, courrier, colis, Colissimo",
    "leader price": "enseigne, magasins",
    "match": "enseigne, supermarchés, Tinder",
    "meta": "Facebook, Instagram, WhatsApp, Zuckerberg",
    "minelli": "chaussures, enseigne, magasins",
    "nature & decouvertes": "enseigne, magasins",
    "oracle": "logiciels, base de données, Larry Ellison",
    "orange": "opérateur, télécoms, Orange SA, Christel Heydemann",
    "picard": "surgelés, enseigne, magasins",
    "printemps": "grand magasin, Haussmann, enseigne",
    "safran": "aéronautique, motoriste, moteurs d'avion",
    "shell": "pétrole, pétrolier, raffinerie, stations-service",
    "suez": "eau, déchets, Veolia",
    "target": "distributeur, enseigne, Minneapolis",
    "teams": "Microsoft, logiciel",
    "thales": "défense, électronique, La Défense",
    "total": "TotalEnergies, pétrolier, raffinerie, Pouyanné",
    "unity": "moteur de jeu, jeux vidéo",
    "vinci": "BTP, autoroutes, concessions",
    "visa": "cartes bancaires, paiement, Mastercard",
    "zoom": "visioconférence, Eric Yuan",
}
"""Names (folded) that are also common words or other people's names, with words that tell the company apart."""

PROPOSED = "~"
"""Stands on a button for the context words of this table, which would be too long there."""

NAME_ARGUMENT = Argument("nom", "Le nom de l'entreprise, comme la presse l'écrit", english="name", limit=80)
ALIASES = Argument(
    "alias", "Autres noms, marques et filiales, séparés par des virgules", required=False, english="aliases", limit=1000
)
CONTEXT = Argument(
    "contexte", "Mots dont l'un au moins doit figurer dans l'article", required=False, english="context", limit=1000
)
EXCLUDE = Argument(
    "exclure", "Mots qui, près du nom, montrent que ce n'est pas elle", required=False, english="exclude", limit=1000
)
OWN = Argument("nom", "L'entreprise, par son nom ou un alias", Kind.COMPANY, english="name", limit=80)


@command(
    "entreprise ajouter",
    "Surveiller une entreprise de plus",
    NAME_ARGUMENT,
    ALIASES,
    CONTEXT,
    EXCLUDE,
    english="company add",
    english_help="Watch one more company",
    level=Level.ADMIN,
    examples=("entreprise ajouter Air France alias: AF", "entreprise ajouter Orange contexte: opérateur, télécoms"),
)
async def add(means: Means, caller: Caller, values: Values) -> Reply:
    tenant = caller.channel.tenant
    wanted = stated(Company(0, values["nom"], tenant=tenant), values)
    async with means.changing:
        known = await means.store.companies(tenant)
        check(wanted, known)
        if sum(company.tenant is not None for company in known) >= MOST:
            raise Refused(
                f"Vous surveillez déjà {counted(MOST, 'entreprise', 'entreprises')} à vous, le maximum. "
                f"Retirez-en une d'abord : {to_type(caller, 'entreprise retirer')}"
            )
        company = await means.store.add_company(wanted, means.clock())
        await note(means, caller, f"entreprise ajoutée : {company.name}{described(company)}")
    log.info("%s (%s) of %s added company %d", caller.name, caller.user, tenant, company.id)
    gets_it = await gets_everything(means, caller)
    warning, mend = doubt(company)
    join = Action("Abonner ce salon", "abonner", {"entreprises": for_button(company)})
    return Reply(
        told(
            f"{company.name} est surveillée{described(company)}.",
            f"{capital(here(caller.channel))}, abonné à toutes les entreprises, recevra ses alertes."
            if gets_it
            else f"Pour recevoir ses alertes ici : {to_type(caller, f'abonner entreprises: {company.name}')}",
            warning,
        ),
        private=not gets_it,
        actions=(*mend, *(() if gets_it or caller.place != "salon" else (join,))),
    )


async def note(means: Means, caller: Caller, sentence: str) -> None:
    """In the audit of the channel where it was typed: what a tenant watches has no channel of its own."""
    await means.store.note(change(means, caller, sentence))


def stated(company: Company, values: Values) -> Company:
    """The company with the lists that were given; « aucun » empties one. Raises Refused."""
    if values.get("contexte") == PROPOSED:
        values = {
            **values,
            "contexte": next((SUGGESTED[n] for n in map(fold, company.names) if n in SUGGESTED), NOTHING),
        }
    lists = {"aliases": "alias", "context": "contexte", "exclude": "exclure"}
    given = {field: word_list(name, values[name]) for field, name in lists.items() if name in values}
    return replace(company, **given)  # type: ignore[arg-type]


def word_list(name: str, typed: str) -> tuple[str, ...]:
    """What commas separate, each once. Raises Refused where there are too many, or one is too short or too long."""
    if fold(typed) in NONE:
        return ()
    words = tuple({fold(word): word for word in items(typed)}.values())
    if len(words) > WORDS:
        raise Refused(f"« {name} » a {len(words)} éléments, {WORDS} au plus. Gardez les plus courants.")
    for word in words:
        check_length(word, f"« {clipped(word, 40)} » (dans « {name} »)")
    return words


def check_length(word: str, called: str) -> None:
    """Raises Refused where the word could not be found safely in an article."""
    if len(word) not in NAME:
        raise Refused(
            f"{called} a {counted(len(word), 'caractère', 'caractères')} : il en faut {NAME.start} au moins, "
            f"{NAME.stop - 1} au plus."
            + (" Une seule lettre se trouverait partout : donnez un nom plus complet." if len(word) == 1 else "")
        )
    if not re.search(r"[^\W_]", word):
        raise Refused(f"{called} ne contient ni lettre ni chiffre. Écrivez-le comme la presse l'écrit.")


def check(company: Company, known: Iterable[Company]) -> None:
    """Raises Refused for a name that cannot be watched, or that another company has already."""
    check_length(company.name, f"« {company.name} »")
    if "," in company.name:
        raise Refused("Un nom ne contient pas de virgule : elle sépare les entreprises d'une liste. Ôtez-la du nom.")
    taken = {fold(name): other for other in known if other.id != company.id for name in other.names}
    for name in company.names:
        if other := taken.get(fold(name)):
            whose = "dans feeds.yaml" if other.tenant is None else "ajoutée ici"
            already = "est déjà surveillée" if fold(other.name) == fold(name) else f"est déjà un alias de {other.name}"
            raise Refused(f"« {name} » {already} ({whose}). Choisissez un autre nom, ou gardez celle-là.")


def described(company: Company) -> str:
    """« , alias AF ; seulement avec : avion » after a name."""
    parts = [
        f"alias {joined(company.aliases)}" if company.aliases else "",
        f"si l'article dit aussi {joined(company.context, 'ou')}" if company.context else "",
        f"sauf près de {joined(company.exclude, 'ou')}" if company.exclude else "",
    ]
    return clipped("".join(f", {part}" for part in parts if part), 700)


def doubt(company: Company) -> tuple[str, tuple[Action, ...]]:
    """A warning where one of its names is a common word and no context is asked for, with a button that adds one."""
    common = next((name for name in company.names if fold(name) in SUGGESTED), None)
    if company.context or common is None:
        return "", ()
    words = SUGGESTED[fold(common)]
    return (
        f"Attention, « {common} » est aussi un mot courant ou un autre nom : sans mots de contexte, de fausses alertes "
        f"viendront. Je propose : {words}.",
        (Action("Ajouter ces mots", "entreprise modifier", {"nom": for_button(company), "contexte": PROPOSED}),),
    )


async def gets_everything(means: Means, caller: Caller) -> bool:
    return any(s.company is None for s in await means.store.subscriptions(caller.channel))


async def gets(means: Means, caller: Caller, company: Company) -> bool:
    """Whether this channel has alerts of the company."""
    subscriptions = await means.store.subscriptions(caller.channel)
    return any(s.company is None or s.company.id == company.id for s in subscriptions)


# -- modifier ---------------------------------------------------------------------------------------------------------


@command(
    "entreprise modifier",
    "Changer une entreprise ajoutée ici : nom, alias, contexte",
    OWN,
    Argument("nouveau", "Son nouveau nom", required=False, english="new", limit=80),
    *(replace(argument, help=f"{argument.help} ; « aucun » pour vider") for argument in (ALIASES, CONTEXT, EXCLUDE)),
    english="company edit",
    english_help="Change the name, aliases or context of a company added here",
    level=Level.ADMIN,
    examples=("entreprise modifier Orange contexte: opérateur, télécoms", "entreprise modifier Orange exclure: aucun"),
)
async def modify(means: Means, caller: Caller, values: Values) -> Reply:
    async with means.changing:
        known = await means.store.companies(caller.channel.tenant)
        old = owned(one_company(known, values["nom"], caller))
        new = stated(replace(old, name=values.get("nouveau", old.name)), values)
        if len(values) == 1:
            raise Refused(
                f"Dites ce qui change pour {old.name}{described(old)}. Exemple : "
                f"{to_type(caller, f'entreprise modifier nom: {old.name} contexte: opérateur, télécoms')}"
            )
        if new == old:
            return Reply(f"{old.name} est déjà ainsi{described(old)} : rien n'a changé.")
        check(new, known)
        await means.store.change_company(new)
        await note(means, caller, f"entreprise modifiée : {new.name}{described(new)}")
    log.info("%s (%s) of %s changed company %d", caller.name, caller.user, caller.channel.tenant, new.id)
    warning, mend = doubt(new)
    return Reply(
        told(
            f"Désormais : {new.name}{described(new)}.",
            f"Auparavant : {old.name}{described(old)}.",
            "Les articles déjà lus ne sont pas relus.",
            warning,
        ),
        private=not await gets(means, caller, new),
        actions=mend,
    )


def owned(company: Company) -> Company:
    """The company again. Raises Refused where it is one of feeds.yaml."""
    if company.tenant is None:
        raise Refused(
            f"{company.name} vient de feeds.yaml, le fichier commun à tous : elle ne se change que là, par la personne "
            "qui exploite Vigie. Le fichier est relu dès qu'il est enregistré."
        )
    return company


# -- retirer ----------------------------------------------------------------------------------------------------------


@command(
    "entreprise retirer",
    "Ne plus surveiller une entreprise ajoutée ici",
    OWN,
    CONFIRM,
    english="company remove",
    english_help="Stop watching a company added here",
    level=Level.ADMIN,
    examples=("entreprise retirer Air France",),
)
async def remove(means: Means, caller: Caller, values: Values) -> Reply:
    if values.get("confirme") == "non":
        return Reply("C'est noté : rien n'a changé.")
    async with means.changing:
        known = await means.store.companies(caller.channel.tenant)
        company = owned(one_company(known, values["nom"], caller))
        if values.get("confirme") != "oui":
            return ask(company)
        was_got = await gets(means, caller, company)
        ended = await means.store.retire_company(company.id, means.clock())
        await note(means, caller, f"entreprise retirée : {company.name}")
    log.info("%s (%s) of %s retired company %d", caller.name, caller.user, caller.channel.tenant, company.id)
    return Reply(
        told(f"{company.name} n'est plus surveillée.", handed_back(caller, company, ended)), private=not was_got
    )


def ask(company: Company) -> Reply:
    return Reply(
        f"{company.name}{described(company)} ne sera plus surveillée, et les abonnements à cette seule entreprise "
        "prendront fin dans tous les salons.\nConfirmez-vous ?",
        actions=(
            Action("Oui, retirer", "entreprise retirer", {"nom": for_button(company), "confirme": "oui"}, danger=True),
            Action("Non, garder", "entreprise retirer", {"nom": for_button(company), "confirme": "non"}),
        ),
    )


def handed_back(caller: Caller, company: Company, ended: Sequence[Subscription]) -> list[str]:
    """The lines that make it again; the subscriptions of other channels are only counted."""
    mine = [s for s in ended if s.channel == caller.channel]
    others = len(ended) - len(mine)
    return [
        "Pour revenir en arrière, tapez :",
        to_type(caller, again(company)),
        *(to_type(caller, line) for line in lines_again(mine)),
        f"Et dans {counted(others, 'autre salon', 'autres salons')}, l'abonnement à cette entreprise est à refaire."
        if others
        else "",
    ]


def again(company: Company) -> str:
    lists = {"alias": company.aliases, "contexte": company.context, "exclure": company.exclude}
    values = {"nom": company.name, **{name: ", ".join(words) for name, words in lists.items()}}
    return line_of("entreprise ajouter", values)


# -- liste ------------------------------------------------------------------------------------------------------------


@command(
    "entreprise liste",
    "Les entreprises surveillées, avec leurs alias",
    PAGE,
    english="company list",
    english_help="The watched companies, with their aliases",
    examples=("entreprise liste",),
)
async def list_all(means: Means, caller: Caller, values: Values) -> Reply:
    known = await means.store.companies(caller.channel.tenant)
    if not known:
        raise Refused(f"Aucune entreprise n'est surveillée. Pour commencer : {to_type(caller, 'entreprise ajouter')}")
    own = [company for company in known if company.tenant is not None]
    common = [company for company in known if company.tenant is None]
    lines = [
        *([f"Ajoutées ici ({len(own)}) :", *map(line, own)] if own else []),
        *([f"De feeds.yaml ({len(common)}) :", *map(line, common)] if common else []),
    ]
    shown, turning = page_of(lines, values, "entreprise liste")
    return Reply(told(shown), actions=turning)


def line(company: Company) -> str:
    return clipped(f"• {company.name}{described(company)}", 300)
