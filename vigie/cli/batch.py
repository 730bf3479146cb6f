"""`analyse` and `summarise`: JSON lines in, JSON lines out, nothing kept. No chat and no database is imported here."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from vigie import config
from vigie.adapters.lexicon import load
from vigie.cli.streams import complain
from vigie.config import ConfigError
from vigie.match import Matcher
from vigie.model import Article, Company, Event, Fact, Facts, OwnWords
from vigie.summarise import summarise_article, summary
from vigie.text.language import language
from vigie.text.system import refusal

Item = Mapping[str, Any]


def analyse(companies: Path | None, feeds: Path, lines: BinaryIO, out: BinaryIO) -> int:
    """Find the events of each article. 1 where the watch-list cannot be read; broken lines are told and skipped."""
    try:
        watched, own = watching(companies, feeds)
    except ConfigError as error:
        return complain(error)
    matcher = Matcher([*numbered(watched)], load().adding(own))
    return each(lines, out, lambda item: analysed(item, matcher))


def summarise(lines: BinaryIO, out: BinaryIO) -> int:
    """Sum up each article, whatever it is about."""
    return each(lines, out, lambda item: {"id": item.get("id"), "summary": summarise_article(*words(item))})


# -- lines ------------------------------------------------------------------------------------------------------------


class BadLine(Exception):
    """A line of the input that is no article; the message is French."""


def each(lines: Iterable[bytes], out: BinaryIO, answer: Callable[[Item], object]) -> int:
    """Answer each line at once, so that a pipe never waits; a broken one is told on standard error."""
    try:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                told = answer(item_of(line))
            except BadLine as error:
                print(f"ligne {number} : {error}", file=sys.stderr)
                continue
            out.write(json.dumps(told, ensure_ascii=False).encode(errors="replace") + b"\n")
            out.flush()
    except BrokenPipeError:  # the reader has had enough (| head): that is its right
        sys.stderr.close()
    return 0


def item_of(line: bytes) -> Item:
    """An article. Raises BadLine."""
    try:
        item = json.loads(line)
    except UnicodeDecodeError:
        raise BadLine("ce n'est pas de l'UTF-8 ; ligne ignorée.") from None
    except ValueError as error:
        raise BadLine(f"ce n'est pas du JSON ({error}) ; ligne ignorée.") from None
    except RecursionError:
        raise BadLine("ce JSON est trop imbriqué ; ligne ignorée.") from None
    if not isinstance(item, dict):
        raise BadLine('il faut un objet, comme {"id": "1", "title": "…", "text": "…"} ; ligne ignorée.')
    return item


def words(item: Item) -> tuple[str, str]:
    """Title and text. Raises BadLine where neither is there."""
    title, text = (item.get(name) or "" for name in ("title", "text"))
    if not isinstance(title, str) or not isinstance(text, str):
        raise BadLine("« title » et « text » doivent être des textes ; ligne ignorée.")
    if not (title or text):
        raise BadLine("il faut un « title » ou un « text » ; ligne ignorée.")
    return clean(title), clean(text)


def clean(text: str) -> str:
    """Lone halves of surrogate pairs, which JSON can carry, cannot be written again; length is kept."""
    return text.encode("utf-8", "replace").decode("utf-8")


# -- the watch-list ---------------------------------------------------------------------------------------------------


def watching(companies: Path | None, feeds: Path) -> tuple[Sequence[Company], Sequence[OwnWords]]:
    """The companies of a list, else those of feeds.yaml, with its wordings. Raises ConfigError."""
    if companies:
        return watchlist(companies), ()
    file = config.load(feeds)
    return file.companies, file.topics


def watchlist(path: Path) -> list[Company]:
    """[{"name": …, "aliases": […]}] as JSON. Raises ConfigError."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [company(row) for row in rows]
    except OSError as error:
        raise ConfigError(f"{path} : illisible ({refusal(error)}). Donnez un autre fichier à --companies.") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ConfigError(
            f'{path} : il faut une liste JSON d\'entreprises, comme [{{"name": "Orange", "aliases": ["Orange SA"]}}].'
        ) from None


def company(row: Mapping[str, Any]) -> Company:
    lists = [row.get(name) or () for name in ("aliases", "context", "exclude")]
    if not isinstance(row["name"], str) or not all(isinstance(word, str) for words in lists for word in words):
        raise TypeError
    aliases, context, exclude = (tuple(words) for words in lists)
    return Company(0, row["name"], aliases, context, exclude)


def numbered(companies: Iterable[Company]) -> Iterator[Company]:
    """With the ids that the store would give."""
    for number, one in enumerate(companies, 1):
        yield Company(number, one.name, one.aliases, one.context, one.exclude)


# -- what is said of an article ---------------------------------------------------------------------------------------


def analysed(item: Item, matcher: Matcher) -> dict[str, object]:
    title, text = words(item)
    article = Article(
        url=str(item.get("url") or ""),
        title=title,
        text=text,
        published=day(item.get("published")),
        language=item.get("lang") if isinstance(item.get("lang"), str) else None,
    )
    wanted = item.get("companies")
    events = [e for e in matcher.events(article) if not isinstance(wanted, list) or e.company.name in wanted]
    spoken = article.language or language(f"{title}\n{text}")
    return {"id": item.get("id"), "lang": spoken, "alerts": [told(event, article) for event in events]}


def day(written: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(written))
    except ValueError:
        return None


def told(event: Event, article: Article) -> dict[str, object]:
    """An event as plain values."""
    return {
        "company": event.company.name,
        "topic": event.topic,
        "role": str(event.role),
        "score": round(event.score, 4),
        "stage": str(event.stage) if event.stage else None,
        "facts": plain(event.facts) | ({"stage": str(event.stage)} if event.stage else {}),
        "evidence": passages(event),
        "summary": summary(event, article).text,
    }


def plain(facts: Facts) -> dict[str, object]:
    """The facts that are known, without their passages; `place` is the first of `places`."""
    values = {field.name: value_of(getattr(facts, field.name)) for field in fields(facts)}
    known = {name: value for name, value in values.items() if value not in (None, [])}
    if facts.places:
        known["place"] = facts.places[0].value
    return known


def value_of(fact: object) -> object:
    """A fact's value; a tuple's as a list."""
    if isinstance(fact, tuple):
        return [value_of(one) for one in fact]
    return fact.value if isinstance(fact, Fact) else fact


def passages(event: Event) -> list[dict[str, object]]:
    """Each passage that spoke for the event, once."""
    spoke = dict.fromkeys(e.passage for e in event.evidence if e.kind != "against")
    return [{"field": p.where, "start": p.start, "end": p.end} for p in spoke]
