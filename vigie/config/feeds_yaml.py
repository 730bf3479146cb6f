"""A feeds.yaml, read and checked -> FileConfig."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from pydantic import ValidationError

from vigie.config.mistakes import ConfigError, Place
from vigie.config.rows import Document, PushRow
from vigie.config.tree import Tree
from vigie.model import LAYOFFS, REGULATION, Company, Feed, OwnWords
from vigie.text.fold import fold
from vigie.text.system import refusal


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


def public_address(row: PushRow | None) -> PublicAddress | None:
    if row is None:
        return None
    host, _, port = row.listen.rpartition(":")
    return PublicAddress(row.address, host.strip("[]"), int(port))


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
