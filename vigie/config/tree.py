"""The text of a feeds.yaml -> plain values, each with its line. What they must be is rows.py's to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from pydantic_core import ErrorDetails

from vigie.config.mistakes import SYNTAX, WRONG, ConfigError, Place, line_of, nearest


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
