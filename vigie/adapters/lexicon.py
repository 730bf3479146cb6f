"""Reads the lexicons of vigie.match (YAML for linguists, weights as JSON) into values, or says which line is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from vigie.match.lexicons import Ambiguity, Authority, Lexicons, Model, OtherName, Point, Rule
from vigie.match.patterns import BadPattern, split
from vigie.model import Sensitivity
from vigie.text.fold import fold

FOLDER = Path(__file__).parent.parent / "match" / "lexicon"

KINDS = ("regulator", "court", "prosecutor", "government", "parliament", "country")

SINGLES = {"authorities.yaml", "names.yaml", "words.yaml"}
"""The files that are not about one language."""


class LexiconError(Exception):
    """A lexicon is not what it should be; the message is a French sentence with file and line."""


@cache
def load(folder: Path = FOLDER) -> Lexicons:
    """Every lexicon of the folder. Raises LexiconError."""
    rules: list[Rule] = []
    topics: dict[str, None] = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.name not in SINGLES:
            rules += language_rules(Sheet(file), topics)
    words = Sheet(folder / "words.yaml")
    return Lexicons(
        rules=tuple(rules),
        authorities=tuple(authorities(Sheet(folder / "authorities.yaml"))),
        ambiguities=ambiguities(names := Sheet(folder / "names.yaml")),
        other_names=tuple(other_names(names)),
        common_words=words.word_set("common"),
        first_names=words.word_set("first_names"),
        stop_words=words.word_set("stop"),
        grammar=words.word_set("grammar"),
        models=models(folder / "weights.json"),
        topics=tuple(topics),
    )


class Sheet:
    """One YAML file, its nodes at hand so that a mistake has a line."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise LexiconError(f"{file.name}, ligne {line} : ce n’est pas du YAML ({error.problem})") from error
        if root is None:
            raise LexiconError(f"{file.name}, ligne 1 : le fichier est vide")
        self.root: yaml.Node = root

    def wrong(self, node: yaml.Node, what: str) -> LexiconError:
        return LexiconError(f"{self.file.name}, ligne {node.start_mark.line + 1} : {what}")

    def mapping(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Each key, its node and its value's node."""
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(node, "il faut ici des lignes « clé: valeur »")
        for key, value in node.value:
            yield str(key.value), key, value

    def items(self, node: yaml.Node) -> Iterator[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.wrong(node, "il faut ici une liste, une ligne « - … » par élément")
        yield from node.value

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.wrong(node, "il faut ici un texte")
        return str(node.value)

    def patterns(self, node: yaml.Node) -> Iterator[str]:
        """The patterns of a list, each checked."""
        for item in self.items(node):
            pattern = self.text(item)
            try:
                split(pattern)
            except BadPattern as error:
                raise self.wrong(item, str(error)) from error
            yield pattern

    def field(self, name: str) -> yaml.Node:
        for key, _, value in self.mapping(self.root):
            if key == name:
                return value
        raise self.wrong(self.root, f"il manque la clé « {name} »")

    def word_set(self, name: str) -> frozenset[str]:
        return frozenset(fold(self.text(self.field(name))).split())


def language_rules(sheet: Sheet, topics: dict[str, None]) -> Iterator[Rule]:
    """The rules of one language's file."""
    language = sheet.text(sheet.field("language"))
    for key, key_node, value in sheet.mapping(sheet.root):
        if key == "language":
            continue
        if key == "masks":
            yield from (Rule("mask", pattern, language) for pattern in sheet.patterns(value))
        elif key == "stage":
            for stage, _, patterns in sheet.mapping(value):
                yield from (Rule(f"stage.{stage}", pattern, language) for pattern in sheet.patterns(patterns))
        elif key == "topics":
            for topic, _, groups in sheet.mapping(value):
                topics[topic] = None
                for group, _, patterns in sheet.mapping(groups):
                    yield from (Rule(f"{topic}.{group}", pattern, language) for pattern in sheet.patterns(patterns))
        else:
            raise sheet.wrong(key_node, f"« {key} » n’est pas connu ici : language, topics, masks ou stage")


def authorities(sheet: Sheet) -> Iterator[Authority]:
    for entry in sheet.items(sheet.field("authorities")):
        fields = {key: value for key, _, value in sheet.mapping(entry)}
        if missing := {"french", "kind", "written"} - fields.keys():
            raise sheet.wrong(entry, f"il manque la clé « {min(missing)} »")
        kind = sheet.text(fields["kind"])
        if kind not in KINDS:
            raise sheet.wrong(fields["kind"], f"« {kind} » n’est pas une nature connue : {', '.join(KINDS)}")
        yield Authority(sheet.text(fields["french"]), tuple(sheet.patterns(fields["written"])), kind)


def ambiguities(sheet: Sheet) -> dict[str, Ambiguity]:
    company = tuple(sheet.patterns(sheet.field("company")))
    found = {}
    for name, _, entry in sheet.mapping(sheet.field("names")):
        fields = {key: value for key, _, value in sheet.mapping(entry)}
        if unknown := fields.keys() - {"needs", "never", "common", "first_name"}:
            raise sheet.wrong(
                fields[min(unknown)], f"« {min(unknown)} » n’est pas connu ici : needs, never, common ou first_name"
            )
        needs = tuple(sheet.patterns(fields["needs"])) if "needs" in fields else ()
        never = tuple(sheet.patterns(fields["never"])) if "never" in fields else ()
        common = "common" not in fields or sheet.text(fields["common"]) == "true"
        first_name = "first_name" in fields and sheet.text(fields["first_name"]) == "true"
        found[fold(name)] = Ambiguity(fold(name), needs + company, never, common, first_name)
    return found


def other_names(sheet: Sheet) -> Iterator[OtherName]:
    for of, key, entry in sheet.mapping(sheet.field("also")):
        fields = {name: value for name, _, value in sheet.mapping(entry)}
        if missing := {"name", "where", "around"} - fields.keys():
            raise sheet.wrong(key, f"il manque la clé « {min(missing)} »")
        where, around = tuple(sheet.patterns(fields["where"])), tuple(sheet.patterns(fields["around"]))
        yield OtherName(fold(of), sheet.text(fields["name"]), where, around)


def models(file: Path) -> dict[str, Model]:
    """The weights that tools/fit_match.py wrote; none where the file is not there yet."""
    if not file.exists():
        return {}
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {
        name: Model(
            classes=tuple(model["classes"]),
            bias=tuple(model["bias"]),
            weights={key: tuple(value) for key, value in model["weights"].items()},
            threshold=model.get("threshold", 0.5),
            calibration=tuple(model.get("calibration", (1.0, 0.0))),
            points={Sensitivity(key): Point(*value) for key, value in model.get("points", {}).items()},
        )
        for name, model in data.items()
    }
