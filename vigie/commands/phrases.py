"""French that several commands say alike: dates, places, lines to type, pages. It knows no command and no store."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from babel.dates import format_date

from vigie.cards import Action
from vigie.commands.table import Caller, Refused, Values
from vigie.health import health as of_feed
from vigie.model import Channel, FeedState
from vigie.text.french import counted, joined

LONGEST = 1900
"""Characters of a reply: Discord takes 2,000 in a message."""

ROOM = 1500
"""Characters of a page's lines, so that its heading and its foot fit beside them."""

LINES = 20
"""Lines of a page: more is not read on a phone."""

HERE: Mapping[str, str] = {"terminal": "ce terminal"}
PREFIX: Mapping[str, str] = {"terminal": ""}
"""What a command is typed with; elsewhere « /vigie »."""


def here(channel: Channel) -> str:
    """« ce salon »; the terminal is none."""
    return HERE.get(channel.platform, "ce salon")


def to_type(caller: Caller, line: str) -> str:
    """A line as this person must type it: « /vigie abonner entreprises: Renault »."""
    return PREFIX.get(caller.channel.platform, "/vigie ") + line


def line_of(command: str, values: Values) -> str:
    """The line that gives these values: « entreprise ajouter nom: Air France alias: AF »."""
    return " ".join([command, *(f"{name}: {value}" for name, value in values.items() if value)])


def named(names: Iterable[str], most: int = 12) -> str:
    """« A, B et C »; with too many, « A, B et 3 autres »."""
    names = list(names)
    if len(names) <= most:
        return joined(names)
    return f"{', '.join(names[:most])} et {len(names) - most} autres"


def clipped(text: str, most: int) -> str:
    """The text in at most `most` characters, cut at a space, with « … » where it was cut."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:") + "…"


def clean(text: str) -> str:
    """What a person typed, in composed letters, with single spaces and nothing invisible."""
    text = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    shown = (c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") else " " for c in text)
    return " ".join("".join(shown).split())


# -- time -------------------------------------------------------------------------------------------------------------


def on(day: date) -> str:
    """« 25 nov. 2026 », « 1er janv. 2027 »."""
    return ("1er" if day.day == 1 else str(day.day)) + format_date(day, " MMM y", locale="fr")


STEPS = (
    (timedelta(minutes=1), timedelta(hours=1), "min"),
    (timedelta(hours=1), timedelta(days=1), "h"),
    (timedelta(days=1), timedelta(days=400), "j"),
)


def ago(moment: datetime, now: datetime) -> str:
    """« il y a 4 min », « il y a 3 h », « il y a 2 j »."""
    passed = now - moment
    for unit, until, name in STEPS:
        if unit <= passed < until:
            return f"il y a {passed // unit} {name}"
    return "à l'instant" if passed < timedelta(minutes=1) else "il y a plus d'un an"


# -- feeds ------------------------------------------------------------------------------------------------------------


def host(url: str) -> str:
    """« lesechos.fr »: all that is said of a feed's address, whose query may hold a key."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        name = ""
    return name.removeprefix("www.") or "cette adresse"


def in_trouble(state: FeedState) -> bool:
    return state.failures > 0


def health(state: FeedState, now: datetime) -> str:
    """« lu il y a 4 min, 12 articles par jour », « muet depuis 9 j », « en panne, dernière lecture… : 404 »."""
    found = of_feed(state, now)
    reason = clipped((state.last_error or "raison inconnue").rstrip("."), 160)
    if found.stopped:
        return f"arrêté, Vigie ne le lit plus : {reason}"
    if not in_trouble(state):
        read = f"lu {ago(state.last_success, now)}" if state.last_success else "pas encore lu"
        silent = f"muet depuis {lasting(found.silence)}{usually(found.gap)}, {read}"
        return silent if is_silent(state, now) else read + pace(found.a_day)
    if state.last_success is None:
        return f"jamais lu, {counted(state.failures, 'essai', 'essais')} : {reason}"
    return f"en panne, dernière lecture {ago(state.last_success, now)} : {reason}"


def is_silent(state: FeedState, now: datetime) -> bool:
    return of_feed(state, now).trouble == "silent"


PACES = ((1.0, "jour"), (7.0, "semaine"), (30.0, "mois"), (365.0, "an"))


def pace(a_day: float | None) -> str:
    """« , 12 articles par jour », in the shortest period that has one; '' where nobody knows."""
    for days, period in PACES:
        if a_day and round(a_day * days):
            return f", {counted(round(a_day * days), 'article', 'articles')} par {period}"
    return ""


def usually(gap: timedelta | None) -> str:
    """« (d'habitude, il publie toutes les 3 h) », with its space; '' where nobody knows."""
    if gap is None:
        return ""
    if gap < timedelta(hours=2):
        often = "plusieurs fois par heure" if gap < timedelta(minutes=45) else "chaque heure"
    else:
        often = f"{'toutes' if gap < timedelta(days=2) else 'tous'} les {lasting(gap)}"
    return f" (d'habitude, il publie {often})"


def lasting(time: timedelta | None) -> str:
    """« 9 j », « 20 h »."""
    hours = (time or timedelta()) // timedelta(hours=1)
    return f"{hours // 24} j" if hours >= 48 else f"{hours} h"


# -- pages ------------------------------------------------------------------------------------------------------------


def page_number(values: Values) -> int:
    """The page asked for, 1 where none is. Raises Refused."""
    typed = values.get("page", "1")
    if not re.fullmatch(r"[0-9]{1,4}", typed) or int(typed) < 1:
        raise Refused(f"« {clipped(typed, 40)} » n'est pas un numéro de page. Donnez un nombre, par exemple : page: 2")
    return int(typed)


def pages(lines: Iterable[str]) -> list[list[str]]:
    """The lines in pages that fit a message; at least one page."""
    done: list[list[str]] = []
    now: list[str] = []
    for line in lines:
        line = clipped(line, ROOM)
        if now and (len(now) == LINES or sum(map(len, now)) + len(now) + len(line) > ROOM):
            done.append(now)
            now = []
        now.append(line)
    return [*done, now]


def page_of(lines: Iterable[str], values: Values, command: str) -> tuple[list[str], tuple[Action, ...]]:
    """The lines of the page asked for, with « page 2 sur 3 » where there are several, and the buttons that turn it.

    Raises Refused where there is no such page.
    """
    all_pages = pages(lines)
    number = existing(page_number(values), len(all_pages))
    foot = [f"Page {number} sur {len(all_pages)}"] if len(all_pages) > 1 else []
    return all_pages[number - 1] + foot, turning(command, values, number, len(all_pages))


def existing(number: int, last: int) -> int:
    """The page's number again. Raises Refused where it is past the last one."""
    if number > max(last, 1):
        raise Refused(
            f"Il n'y a que {counted(max(last, 1), 'page', 'pages')}. Demandez page: {max(last, 1)}, ou moins."
        )
    return number


def turning(command: str, values: Values, number: int, last: int) -> tuple[Action, ...]:
    """« Retour » and « Suite », each only where it leads somewhere."""
    targets = {"Retour": number - 1, "Suite": number + 1}
    return tuple(
        Action(label, command, {**values, "page": str(to)}) for label, to in targets.items() if 1 <= to <= last
    )


def told(*lines: str | Sequence[str]) -> str:
    """Lines put under each other; empty ones are left out."""
    flat = [line for entry in lines for line in ([entry] if isinstance(entry, str) else entry)]
    return "\n".join(line for line in flat if line)
