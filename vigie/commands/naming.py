"""What a person called it -> the company, feed or topics that are meant, or a refusal that helps. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from urllib.parse import quote_plus, urlsplit

from vigie.commands.phrases import clipped, host, to_type
from vigie.commands.table import Argument, Caller, Kind, Refused
from vigie.model import LAYOFFS, REGULATION, TOPICS, Company, Event, Feed
from vigie.text.fold import fold
from vigie.text.french import joined

ALL_TOPICS = "tous"
TOPIC_VALUES: Mapping[str, str] = {LAYOFFS: "emploi", REGULATION: "autorites"}
"""How a topic is typed."""

TOPIC_CHOICES = (
    *((TOPICS[key].label, value) for key, value in TOPIC_VALUES.items()),
    ("Tous les sujets", ALL_TOPICS),
)
TOPIC_WORDS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("emploi", "licenciements", "layoffs", "jobs"), frozenset({LAYOFFS})),
    **dict.fromkeys(("autorites", "autorite", "reglementation", "regulation", "authorities"), frozenset({REGULATION})),
    **dict.fromkeys(("tous", "tout", "tous les sujets", "all"), frozenset()),
}
"""What people type for topics, folded; the empty set is all of them."""


def topics_of(typed: str) -> frozenset[str]:
    """« emploi », « emploi, autorites » -> topics, empty for all of them. Raises Refused."""
    chosen: set[str] = set()
    for item in items(typed):
        if fold(item) not in TOPIC_WORDS:
            known = joined([*TOPIC_VALUES.values(), ALL_TOPICS], "ou")
            raise Refused(f"« {clipped(item, 60)} » n'est pas un sujet. Écrivez {known}.")
        if not TOPIC_WORDS[fold(item)]:
            return frozenset()
        chosen |= TOPIC_WORDS[fold(item)]
    return frozenset() if chosen == set(TOPICS) else frozenset(chosen)


def topic_value(topics: frozenset[str]) -> str:
    """How these topics are typed: « emploi », « tous »."""
    return ", ".join(value for key, value in TOPIC_VALUES.items() if key in topics) or ALL_TOPICS


def topic_label(topics: frozenset[str]) -> str:
    """« Emploi », « tous les sujets »."""
    return joined([topic.label for key, topic in TOPICS.items() if key in topics]) or "tous les sujets"


def items(typed: str) -> list[str]:
    """What commas separate, without empty ones."""
    return [item for item in (part.strip() for part in typed.split(",")) if item]


# -- companies --------------------------------------------------------------------------------------------------------


def by_names(companies: Iterable[Company]) -> Mapping[str, Company]:
    """Each name (folded), else each alias, else each code, with the company that it means."""
    companies = list(companies)
    found = {fold(company.name): company for company in reversed(companies)}
    for company in companies:
        for other in (*map(fold, company.aliases), code(company)):
            found.setdefault(other, company)
    return found


def company_named(companies: Iterable[Company], typed: str) -> Company | None:
    """The company with this name, else this alias, whatever the case and the accents, else this code."""
    return by_names(companies).get(fold(typed))


ROOM_ON_BUTTON = 45
"""Characters that a name may take on a button once escaped: Discord gives a button 100 for the whole command."""


def code(named: Company | Feed) -> str:
    """A short stand-in for a long name, for buttons: « ~12 », « ~3fa9c1 »."""
    return f"~{named.id}" if isinstance(named, Company) else f"~{sha256(named.url.encode()).hexdigest()[:8]}"


def for_button(*named: Company | Feed) -> str:
    """The names, separated by commas, or their codes where the names are too long for a button."""
    names = ", ".join(one.name for one in named)
    return names if len(quote_plus(names)) <= ROOM_ON_BUTTON else ",".join(code(one) for one in named)


def one_company(companies: Sequence[Company], typed: str, caller: Caller) -> Company:
    """The company that is meant. Raises Refused, with the nearest names and how to add it."""
    if found := company_named(companies, typed):
        return found
    raise Refused(unknown_company(companies, typed, caller))


def unknown_company(companies: Sequence[Company], typed: str, caller: Caller) -> str:
    shown = clipped(typed, 80)
    add = to_type(caller, f"entreprise ajouter nom: {shown}")
    return (
        f"« {shown} » n'est pas une entreprise surveillée."
        f"{meant(near(typed, [name for company in companies for name in company.names]))}\n"
        f"Pour la surveiller, une personne qui administre Vigie ici peut taper : {add}"
    )


EVERY = frozenset({"toutes", "tous", "tout", "toutes les entreprises", "all", "*"})


def several_companies(companies: Sequence[Company], typed: str, caller: Caller) -> list[Company]:
    """The companies that a list separated by commas means, each once; none where it says « toutes ».

    Raises Refused for the first unknown one.
    """
    if fold(typed) in EVERY:
        return []
    known = by_names(companies)
    found: dict[Company, None] = {}
    for item in listed(known, items(typed)):
        if fold(item) not in known:
            raise Refused(unknown_company(companies, item, caller))
        found[known[fold(item)]] = None
    return list(found)


COMMAS = 3
"""The most commas that a name in a list may have itself."""


def listed(known: Mapping[str, Company], parts: Sequence[str]) -> Iterator[str]:
    """The parts of a list, those joined again that make a known name with a comma in it (« Dupont, Fils »)."""
    start = 0
    while start < len(parts):
        ends = range(min(len(parts), start + COMMAS + 1), start + 1, -1)
        end = next((end for end in ends if fold(", ".join(parts[start:end])) in known), start + 1)
        yield ", ".join(parts[start:end])
        start = end


def near(typed: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The names most like what was typed, each once."""
    by_fold = {fold(name): name for name in names}
    wanted = fold(typed)
    close = difflib.get_close_matches(wanted, by_fold, n=most, cutoff=0.7)
    inside = [name for name in by_fold if len(wanted) >= 3 and (wanted in name or (len(name) >= 3 and name in wanted))]
    return [by_fold[name] for name in dict.fromkeys([*close, *sorted(inside)])][:most]


def meant(names: Sequence[str]) -> str:
    """« Vouliez-vous dire « Renault » ou « Renfe » ? », with a space before; nothing for no name."""
    return f" Vouliez-vous dire {joined([f'« {name} »' for name in names], 'ou')} ?" if names else ""


# -- feeds ------------------------------------------------------------------------------------------------------------


def feed_named(feeds: Iterable[Feed], typed: str) -> Feed | None:
    """The feed with this name, else this address, else this code."""
    wanted, address, feeds = fold(typed), same_address(typed), list(feeds)
    by_name = (feed for feed in feeds if fold(feed.name) == wanted)
    by_address = (feed for feed in feeds if same_address(feed.url) == address)
    by_code = (feed for feed in feeds if code(feed) == wanted)
    return next(by_name, None) or next(by_address, None) or next(by_code, None)


def one_feed(feeds: Sequence[Feed], typed: str, caller: Caller) -> Feed:
    """The feed that is meant. Raises Refused with the nearest names."""
    if found := feed_named(feeds, typed):
        return found
    hints = meant(near(typed, [feed.name for feed in feeds]))
    raise Refused(
        f"« {clipped(shown_address(typed), 80)} » n'est pas un flux suivi.{hints} "
        f"Pour les voir tous : {to_type(caller, 'flux liste')}"
    )


def same_address(url: str) -> str:
    """A form of the address in which http and https, « www. » and a last slash make no difference."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    except ValueError:
        return url
    name = (parts.hostname or "").removeprefix("www.")
    return f"{name}{port}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def shown_address(typed: str) -> str:
    """What was typed, or only its host where it is an address: a query may hold a key."""
    return host(typed) if "://" in typed or "?" in typed else typed


# -- completion -------------------------------------------------------------------------------------------------------

MOST = 25
"""Suggestions: Discord's limit. Each value has at most 100 characters there."""


def ranked(typed: str, names: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """(label, name) for what fits: first where a name begins so, then where a word of it does, then anywhere in it.

    names: what may be suggested, each with its aliases, which come after names that fit as well; the label tells the
    alias that fitted.
    """
    wanted = fold(typed.strip())
    found = []
    for name, others in names.items():
        place, n, other = min((rank(wanted, one), n, one) for n, one in enumerate((name, *others)))
        found.append((place, n > 0, fold(name), f"{name} ({other})" if n else name, name))
    return [(clipped(label, 100), name) for place, *_, label, name in sorted(found) if place < UNFIT][:MOST]


UNFIT = 3


def rank(wanted: str, name: str) -> int:
    """0 the name begins so, 1 one of its words does, 2 it is in there somewhere, 3 it does not fit."""
    name = fold(name)
    tests: tuple[Callable[[], bool], ...] = (
        lambda: name.startswith(wanted),
        lambda: any(word.startswith(wanted) for word in name.replace("-", " ").replace("'", " ").split()),
        lambda: wanted in name,
    )
    return next((place for place, test in enumerate(tests) if test()), UNFIT)


def topic_suggestions(typed: str, argument: Argument) -> list[tuple[str, str]]:
    """The choices of an argument that fit what was typed."""
    wanted = fold(typed.strip())
    return [(label, value) for label, value in argument.choices if wanted in fold(label) or wanted in value][:MOST]


# -- arguments that several commands share ----------------------------------------------------------------------------

TOPIC = Argument(
    "sujet", "Emploi, Autorités ou tous les sujets", Kind.TOPIC, required=False, english="topic", choices=TOPIC_CHOICES
)
PAGE = Argument("page", "Numéro de la page", Kind.NUMBER, required=False, english="page", one_word=True, limit=10)
CONFIRM = Argument("confirme", "oui ou non", required=False, english="confirm", hidden=True, one_word=True)


def visible(event: Event, caller: Caller) -> bool:
    """Whether the event is about a company that this tenant watches."""
    return event.company.tenant in (None, caller.channel.tenant)
