"""feeds.yaml and the environment -> frozen settings, or one ConfigError that lists every mistake. It starts nothing."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from yarl import URL

from vigie.links import spelt
from vigie.match.patterns import BadPattern, split
from vigie.model import LAYOFFS, REGULATION, Company, Feed, OwnWords
from vigie.text.fold import fold
from vigie.text.system import refusal

Place = tuple[str | int, ...]
"""Where a value stands: ('feeds', 3, 'url')."""


class ConfigError(Exception):
    """feeds.yaml or the environment is wrong; the message is French, one mistake a line, and says what to write."""


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where hubs can reach us (WebSub), and where we listen for whatever relays them."""

    address: str
    """Without a slash at its end."""
    host: str = "127.0.0.1"
    port: int = 8480


@dataclass(frozen=True, slots=True)
class FileConfig:
    """What feeds.yaml says."""

    feeds: tuple[Feed, ...]
    companies: tuple[Company, ...]
    """Their ids are 0: the store gives them."""
    allow: frozenset[str] = frozenset()
    """host:port of intranet feeds that may be read although their address is private."""
    contact: str = ""
    """Where the operator can be reached by the sites that are read; none is made up where they give none."""
    proxy: str | None = field(default=None, repr=False)
    """Through which feeds are read, in networks that let nothing else out; it may hold a password."""
    push: PublicAddress | None = None
    """None: feeds are polled, all of them."""
    topics: tuple[OwnWords, ...] = ()
    texts: timedelta = timedelta(days=30)
    """How long articles keep their texts."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says."""

    data: Path
    discord_token: str | None = None
    slack_bot_token: str | None = None
    slack_app_token: str | None = None
    database: Path | str | None = None
    """A file, or the address of a PostgreSQL database, which may hold a password; None: a file in the data folder."""

    def __repr__(self) -> str:
        return f"Settings(data={self.data!r})"  # tokens stay out of logs and traces


def settings(env: Mapping[str, str]) -> Settings:
    """Read the environment. Raises ConfigError where only one of Slack's two tokens is there."""
    tokens = {name: (env.get(name) or "").strip() or None for name in TOKENS}
    bot, app = tokens["SLACK_BOT_TOKEN"], tokens["SLACK_APP_TOKEN"]
    if bool(bot) != bool(app):
        given, lacking = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN") if bot else ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN")
        raise ConfigError(
            f"{given} est donné mais pas {lacking} : Slack a besoin des deux. Ajoutez {lacking} ({TOKENS[lacking]}) "
            "dans le fichier .env, ou retirez l'autre."
        )
    return Settings(Path(env.get("VIGIE_DATA") or "data"), tokens["DISCORD_TOKEN"], bot, app, database(env))


def database(env: Mapping[str, str]) -> Path | str | None:
    """What VIGIE_DATABASE says. Raises ConfigError, which does not show it, for an address of anything else."""
    said = (env.get("VIGIE_DATABASE") or "").strip()
    if "://" in said and not said.startswith(("postgresql://", "postgres://")):
        raise ConfigError(
            "VIGIE_DATABASE est l'adresse d'une base que Vigie ne connaît pas : écrivez "
            "postgresql://utilisateur:mot-de-passe@machine/base, ou le chemin d'un fichier SQLite."
        )
    return said if "://" in said else Path(said) if said else None


TOKENS = {
    "DISCORD_TOKEN": "page « Bot » de votre application sur https://discord.com/developers/applications",
    "SLACK_BOT_TOKEN": "« OAuth & Permissions », commence par xoxb-",
    "SLACK_APP_TOKEN": "« Basic Information », « App-Level Tokens », commence par xapp-",
}
"""Each token's variable, with where to find it."""


# -- feeds.yaml -------------------------------------------------------------------------------------------------------


def load(path: Path) -> FileConfig:
    """Read and check the file. Raises ConfigError with every mistake, each with its line."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            f"{path} : ce fichier n'existe pas. Lancez Vigie depuis le dossier du projet, ou donnez --feeds FICHIER."
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}, ligne {line} : ce n'est pas de l'UTF-8. Enregistrez le fichier en UTF-8.") from None
    except OSError as error:
        raise ConfigError(f"{path} : illisible ({refusal(error)}). Vérifiez ses droits.") from None
    return read(text, str(path))


def read(text: str, name: str = "feeds.yaml") -> FileConfig:
    """The text of a feeds.yaml -> FileConfig. Raises ConfigError, whose lines name the file as `name`."""
    tree = Tree(text, name)
    try:
        document = Document.model_validate(tree.value)
    except ValidationError as error:
        mistakes = [*tree.mistakes, *(tree.mistake(detail) for detail in error.errors())]
        raise ConfigError("\n".join(f"{name}, ligne {line} : {what}" for line, what in sorted(mistakes))) from None
    mistakes = sorted([*tree.mistakes, *repeated(document, tree)])
    if mistakes:
        raise ConfigError("\n".join(f"{name}, ligne {line} : {what}" for line, what in mistakes))
    return FileConfig(
        feeds=tuple(
            Feed(f.url, f.name, timedelta(minutes=f.every or document.defaults.every), f.language, f.title_only)
            for f in document.feeds
        ),
        companies=tuple(
            Company(0, c.name, tuple(c.aliases), tuple(c.context), tuple(c.exclude)) for c in document.companies
        ),
        allow=frozenset(document.allow),
        contact=document.defaults.contact or "",
        texts=timedelta(days=document.defaults.texts),
        proxy=document.proxy,
        push=public_address(document.push),
        topics=tuple(
            OwnWords(topic, tuple(row.words), tuple(row.exclude))
            for topic in (LAYOFFS, REGULATION)
            if (row := getattr(document.topics, topic)) is not None
        ),
    )


def web_address(value: str) -> str:
    url = parsed(value)
    if url is None or url.scheme not in ("http", "https") or not url.host:
        raise PydanticCustomError("url", "doit être une adresse complète, comme https://exemple.fr/rss.xml")
    if url.user or url.password:
        raise PydanticCustomError("url", "ne doit pas contenir de mot de passe : Vigie le montrerait dans ses messages")
    return value


def feed_address(value: str) -> str:
    """In the spelling under which everybody follows it: a feed is one, and asked once, however it is written."""
    return spelt(web_address(value))


CONTACTED = re.compile(r"[!-~]+@[!-~]+|https?://[!-~]+")
"""An address of mail or of the web, as a header may hold it."""


def contact_address(value: str) -> str:
    if not CONTACTED.fullmatch(value := value.strip()):
        raise PydanticCustomError(
            "contact",
            "doit être une adresse où les sites lus peuvent vous joindre, sans accent, comme veille@exemple.fr ou "
            "https://exemple.fr/contact",
        )
    return value


def parsed(value: str) -> URL | None:
    try:
        return URL(value)
    except ValueError:
        return None


def host_and_port(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise PydanticCustomError("allow", "doit être une machine et un port, comme intranet.exemple.fr:443")
    return value.lower()


def proxy_address(value: str) -> str:
    url = parsed(value)
    if url is None or url.scheme != "http" or not url.host or url.path != "/" or url.query_string:
        raise PydanticCustomError(
            "proxy", "doit être l'adresse du serveur mandataire, comme http://proxy.exemple.fr:3128"
        )
    return value


def public(value: str) -> str:
    url = parsed(web_address(value))
    if url is None or url.query_string or url.fragment or len(value) > 200:
        raise PydanticCustomError("public", "doit être une adresse simple, comme https://vigie.exemple.fr")
    return value.rstrip("/")


def public_address(row: PushRow | None) -> PublicAddress | None:
    if row is None:
        return None
    host, _, port = row.listen.rpartition(":")
    return PublicAddress(row.address, host.strip("[]"), int(port))


SHORTEST = 3
"""Letters that the beginning of a word needs to tell something: « a* » is half of a text."""


def wording(value: str) -> str:
    try:
        first = split(value)[0]
    except BadPattern as error:
        raise PydanticCustomError("wording", "{reason}", {"reason": str(error)}) from None
    if any(option.endswith("*") and len(option) <= SHORTEST for option in first.split("|")):
        reason = f"« {value} » a besoin de trois lettres au moins avant « * »"
        raise PydanticCustomError("wording", "{reason}", {"reason": reason})
    return value


Name = Annotated[str, Field(min_length=1, max_length=80)]
Words = Annotated[list[Name], Field(default_factory=list, max_length=50)]
Minutes = Annotated[int, Field(ge=5, le=1440)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FeedRow(Strict):
    url: Annotated[str, AfterValidator(feed_address)]
    name: Name
    every: Minutes | None = None
    language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = None
    title_only: bool = False


class CompanyRow(Strict):
    name: Name
    aliases: Words
    context: Words
    exclude: Words


LONGEST_KEPT = 30
"""Days that texts are kept at most, and where nothing is said."""


def days(value: str | int) -> int:
    number = int(value) if str(value).isdecimal() else 0
    if not 1 <= number <= LONGEST_KEPT:
        raise PydanticCustomError("days", "doit être un nombre de jours, de 1 à 30")
    return number


class Defaults(Strict):
    every: Minutes = 15
    contact: Annotated[Name, AfterValidator(contact_address)] | None = None
    texts: Annotated[int, BeforeValidator(days)] = LONGEST_KEPT


Wordings = Annotated[list[Annotated[Name, AfterValidator(wording)]], Field(default_factory=list, max_length=100)]


class TopicRow(Strict):
    words: Wordings
    exclude: Wordings


class Topics(Strict):
    layoffs: TopicRow | None = None
    regulation: TopicRow | None = None


class PushRow(Strict):
    address: Annotated[str, AfterValidator(public)]
    listen: Annotated[str, AfterValidator(host_and_port)] = "127.0.0.1:8480"


class Document(Strict):
    feeds: Annotated[list[FeedRow], Field(min_length=1)]
    companies: Annotated[list[CompanyRow], Field(min_length=1)]
    allow: Annotated[list[Annotated[str, AfterValidator(host_and_port)]], Field(default_factory=list)]
    proxy: Annotated[str, AfterValidator(proxy_address)] | None = None
    push: PushRow | None = None
    topics: Topics = Field(default_factory=Topics)
    defaults: Defaults = Field(default_factory=Defaults)


WRONG: Mapping[str, str] = {
    "missing": "il manque « {key} ». Ajoutez une ligne « {key}: … ».",
    "extra_forbidden": "« {key} » n'est pas un réglage connu.{nearest}",
    "list_type": "« {key} » doit être une liste : [un, deux], ou une ligne « - … » par élément.",
    "model_type": "« {key} » doit contenir des lignes « nom: valeur ».",
    "string_type": "« {key} » doit être un texte simple, entre guillemets s'il contient « : » ou « # ».",
    "string_too_short": "« {key} » est vide. Écrivez-y un texte, ou retirez la ligne.",
    "string_too_long": "« {key} » est trop long : {max_length} caractères au plus.",
    "string_pattern_mismatch": "« {key} » doit être un code de langue de deux lettres, comme fr ou en.",
    "too_short": "« {key} » est vide : il en faut au moins un élément.",
    "too_long": "« {key} » a trop d'éléments : {max_length} au plus.",
    "int_parsing": "« {key} » doit être un nombre entier de minutes, comme 15.",
    "int_from_float": "« {key} » doit être un nombre entier de minutes, comme 15.",
    "greater_than_equal": "« {key} » est trop petit : {ge} minutes au moins, par égard pour le site lu.",
    "less_than_equal": "« {key} » est trop grand : {le} minutes (un jour) au plus.",
    "wording": "« {key} » : {reason}.",
    "bool_parsing": "« {key} » doit être true ou false.",
}
"""pydantic's kinds of error, in French, with what to write instead."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "feeds": tuple(FeedRow.model_fields),
    "companies": tuple(CompanyRow.model_fields),
    "defaults": tuple(Defaults.model_fields),
    "push": tuple(PushRow.model_fields),
    "topics": tuple(Topics.model_fields),
    **dict.fromkeys(("topics.layoffs", "topics.regulation"), tuple(TopicRow.model_fields)),
    "": tuple(Document.model_fields),
}


class Tree:
    """A YAML text as plain values, all scalars as the text that was typed, with the line of each.

    Typed text because YAML 1.1 reads the names « No » and « 1e3 » as a boolean and a number.
    """

    def __init__(self, text: str, name: str) -> None:
        self.lines: dict[Place, int] = {(): 1}
        self.mistakes: list[tuple[int, str]] = []
        try:
            node = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            raise ConfigError(f"{name}, ligne {line_of(error)} : {SYNTAX}") from None
        except yaml.YAMLError:
            raise ConfigError(
                f"{name} : un caractère interdit s'y trouve. Copiez-le dans un éditeur de texte."
            ) from None
        self.value = self.plain(node, ()) if node else {}

    def plain(self, node: yaml.Node, place: Place) -> Any:
        match node:
            case yaml.MappingNode():
                return dict(self.pairs(node, place))
            case yaml.SequenceNode():
                return [self.item(child, (*place, n)) for n, child in enumerate(node.value)]
            case _:
                return node.value

    def item(self, node: yaml.Node, place: Place) -> Any:
        self.lines[place] = node.start_mark.line + 1
        return self.plain(node, place)

    def pairs(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        """The mapping's pairs; a key with nothing after it counts as left out, a key written twice as a mistake."""
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            here = (*place, key)
            if here in self.lines:
                said = (
                    f"« {key} » est écrit deux fois (déjà ligne {self.lines[here]}). Gardez une seule des deux lignes."
                )
                self.mistakes.append((line, said))
                continue
            self.lines[here] = line
            if value_node.tag != "tag:yaml.org,2002:null":
                yield key, self.plain(value_node, here)

    def mistake(self, detail: ErrorDetails) -> tuple[int, str]:
        """One of pydantic's errors as (line, French sentence)."""
        place: Place = detail["loc"]
        key = next((str(part) for part in reversed(place) if isinstance(part, str)), "fichier")
        context = {**detail.get("ctx", {}), "key": key, "nearest": nearest(key, place)}
        pattern = WRONG.get(detail["type"], "« {key} » : " + detail["msg"] + ".")
        return self.line(place), pattern.format(**context) + self.whose(place)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it that is written in the file."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]

    def whose(self, place: Place) -> str:
        """« (flux « Les Échos ») »: which entry of a list the mistake stands in, if it has a name."""
        if len(place) < 3 or not isinstance(place[1], int):
            return ""
        row = self.value[place[0]][place[1]]
        name = row.get("name") if isinstance(row, dict) else None
        kind = {"feeds": "flux", "companies": "entreprise"}.get(str(place[0]), "")
        return f" ({kind} « {name} »)" if isinstance(name, str) and name else ""


SYNTAX = (
    "la mise en forme YAML se perd ici. Vérifiez l'alignement des lignes (des espaces, jamais de tabulation), "
    "les deux-points suivis d'un espace, et que chaque guillemet et crochet ouvert est refermé."
)


def line_of(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def nearest(key: str, place: Place) -> str:
    """« Vouliez-vous dire « aliases » ? », or the settings that exist there."""
    known = KEYS.get(".".join(part for part in place[:-1] if isinstance(part, str)), ())
    close = difflib.get_close_matches(key, known, n=1)
    return f" Vouliez-vous dire « {close[0]} » ?" if close else f" Réglages possibles ici : {', '.join(known)}."


def repeated(document: Document, tree: Tree) -> list[tuple[int, str]]:
    """The addresses and names that stand twice, each at the line of its second place."""
    seen: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
    for n, feed in enumerate(document.feeds):
        seen["adresse déjà donnée", feed.url].append(("feeds", n, "url"))
    for n, company in enumerate(document.companies):
        for name in {fold(x): x for x in (company.name, *company.aliases)}:
            seen["nom d'entreprise déjà pris", name].append(("companies", n))
    return [
        (tree.line(place), f"{what}, ligne {tree.line(places[0])} : « {said} ». Gardez un seul des deux.")
        for (what, said), places in seen.items()
        for place in places[1:]
    ]
