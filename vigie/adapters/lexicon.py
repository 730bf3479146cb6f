"""Reads the lexicons of vigie.match (YAML for linguists, weights as JSON) into values, or says which line is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from vigie.match.lexicons import Ambiguity, Authority, Lexicons, Model, OtherName, Point, Rule, Standing, Tongue
from vigie.match.patterns import BadPattern, split
from vigie.model import Sensitivity, Stage
from vigie.text.fold import fold
from vigie.text.notations import Notation

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
    sheets = [Sheet(file) for file in sorted(folder.glob("*.yaml")) if file.name not in SINGLES]
    for sheet in sheets:
        rules += language_rules(sheet, topics)
    words = Sheet(folder / "words.yaml")
    return Lexicons(
        rules=tuple(rules),
        authorities=(
            *authorities(Sheet(folder / "authorities.yaml")),
            *(one for sheet in sheets for one in own_authorities(sheet)),
        ),
        ambiguities=ambiguities(
            names := Sheet(folder / "names.yaml"), [one for sheet in sheets for one in sheet.listed("surroundings")]
        ),
        other_names=tuple(other_names(names)),
        common_words=words.word_set("common"),
        first_names=words.word_set("first_names"),
        stop_words=words.word_set("stop"),
        grammar=words.word_set("grammar"),
        classes=words.word_classes("classes"),
        models=models(folder / "weights.json") | models(folder / "facts.json"),
        topics=tuple(topics),
        tongues={tongue.language: tongue for sheet in sheets for tongue in tongues(sheet)},
        standing={language_of(sheet): one for sheet in sheets for one in standings(sheet)},
    )


class Sheet:
    """One YAML file, its nodes at hand so that a mistake has a line."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
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

    def part(self, name: str) -> yaml.Node | None:
        """The value of a key that may be left out."""
        return next((value for key, _, value in self.mapping(self.root) if key == name), None)

    def listed(self, name: str) -> tuple[str, ...]:
        """The patterns of a key that may be left out."""
        node = self.part(name)
        return tuple(self.patterns(node)) if node is not None else ()

    def word_set(self, name: str) -> frozenset[str]:
        return frozenset(fold(self.text(self.field(name))).split())

    def word_classes(self, name: str) -> dict[str, str]:
        """For each word of a mapping of lists, the key that it stands under; of two keys, the first one counts."""
        found: dict[str, str] = {}
        for key, _, value in self.mapping(self.field(name)):
            for word in fold(self.text(value)).split():
                found.setdefault(word, key)
        return found


def language_rules(sheet: Sheet, topics: dict[str, None]) -> Iterator[Rule]:
    """The rules of one language's file."""
    language = language_of(sheet)
    for key, key_node, value in sheet.mapping(sheet.root):
        if key in ("language", *STANDING, *OF_TONGUE):
            continue
        if key == "masks":
            yield from (Rule("mask", pattern, language) for pattern in sheet.patterns(value))
        elif key == "stage":
            for stage, stage_node, patterns in sheet.mapping(value):
                if stage not in tuple(Stage):
                    raise sheet.wrong(stage_node, f"« {stage} » n’est pas une étape : {', '.join(Stage)}")
                yield from (Rule(f"stage.{stage}", pattern, language) for pattern in sheet.patterns(patterns))
        elif key == "topics":
            for topic, _, groups in sheet.mapping(value):
                topics[topic] = None
                for group, _, patterns in sheet.mapping(groups):
                    yield from (Rule(f"{topic}.{group}", pattern, language) for pattern in sheet.patterns(patterns))
        else:
            known = ", ".join(("language", "topics", "masks", "stage", *STANDING, *OF_TONGUE))
            raise sheet.wrong(key_node, f"« {key} » n’est pas connu ici : {known}")


def language_of(sheet: Sheet) -> str:
    """Two letters, of a language that vigie.text.language can tell."""
    node = sheet.field("language")
    language = sheet.text(node)
    if not re.fullmatch(r"[a-z]{2}", language):
        raise sheet.wrong(node, f"« {language} » n’est pas un code de langue : deux lettres, comme de ou es")
    return language


STANDING = ("asides", "speakers", "says")


def standings(sheet: Sheet) -> Iterator[Standing]:
    """How companies stand, where the file says it."""
    if any(sheet.part(name) is not None for name in STANDING):
        yield Standing(*(sheet.listed(name) for name in STANDING))


OF_TONGUE = ("authorities", "surroundings", "people", "totals", "procedures", "numbers")
"""What only the file of a language that the weights of the words do not know may hold."""


def tongues(sheet: Sheet) -> Iterator[Tongue]:
    """What makes a language judged by itself: a file has it where it says how numbers are written there."""
    numbers = sheet.part("numbers")
    if numbers is None:
        return
    procedures = sheet.part("procedures")
    yield Tongue(
        language_of(sheet),
        notation(sheet, numbers),
        sheet.listed("people"),
        sheet.listed("totals"),
        tuple(
            (name, pattern)
            for name, _, listed in (sheet.mapping(procedures) if procedures is not None else ())
            for pattern in sheet.patterns(listed)
        ),
    )


VALUES = ("units", "powers", "scales", "rough", "shares")
WORDS = ("percent", "joints")


def notation(sheet: Sheet, node: yaml.Node) -> Notation:
    read: dict[str, Any] = {}
    for key, key_node, value in sheet.mapping(node):
        if key in VALUES:
            read[key] = {word: amount for text, amount in numbers_of(sheet, value) for word in text}
        elif key == "currencies":
            read[key] = {word: code for code, words in currencies(sheet, value) for word in words}
        elif key in WORDS:
            read[key] = split_words(sheet, value)
        else:
            known = ", ".join((*VALUES, *WORDS, "currencies"))
            raise sheet.wrong(key_node, f"« {key} » n’est pas connu ici : {known}")
    return Notation(**read)


def currencies(sheet: Sheet, node: yaml.Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    """« EUR: euro, euros »."""
    for code, code_node, words in sheet.mapping(node):
        if not re.fullmatch(r"[A-Z]{3}", code):
            raise sheet.wrong(code_node, f"« {code} » n’est pas un code de monnaie : trois capitales, comme EUR")
        yield code, split_words(sheet, words)


def numbers_of(sheet: Sheet, node: yaml.Node) -> Iterator[tuple[tuple[str, ...], float]]:
    """« 20: zwanzig », « 1000000: mio, million, millionen »."""
    for key, key_node, value in sheet.mapping(node):
        try:
            amount = float(key)
        except ValueError:
            raise sheet.wrong(key_node, f"« {key} » n’est pas un nombre") from None
        yield split_words(sheet, value), amount


def split_words(sheet: Sheet, node: yaml.Node) -> tuple[str, ...]:
    """The words of a text, separated by commas; folded."""
    return tuple(word for word in (fold(part).strip() for part in sheet.text(node).split(",")) if word)


def own_authorities(sheet: Sheet) -> Iterator[Authority]:
    """Those that articles of this language name."""
    if sheet.part("authorities") is not None:
        yield from (replace(one, language=language_of(sheet)) for one in authorities(sheet))


def authorities(sheet: Sheet) -> Iterator[Authority]:
    for entry in sheet.items(sheet.field("authorities")):
        fields = {key: value for key, _, value in sheet.mapping(entry)}
        if missing := {"french", "kind", "written"} - fields.keys():
            raise sheet.wrong(entry, f"il manque la clé « {min(missing)} »")
        kind = sheet.text(fields["kind"])
        if kind not in KINDS:
            raise sheet.wrong(fields["kind"], f"« {kind} » n’est pas une nature connue : {', '.join(KINDS)}")
        yield Authority(sheet.text(fields["french"]), tuple(sheet.patterns(fields["written"])), kind)


def ambiguities(sheet: Sheet, abroad: Sequence[str]) -> dict[str, Ambiguity]:
    """abroad: the surroundings of a company in other languages."""
    company = (*sheet.patterns(sheet.field("company")), *abroad)
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
