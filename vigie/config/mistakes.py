"""What is wrong with feeds.yaml or the environment, in French, with what to write instead. It finds nothing itself."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import yaml

from vigie.config.rows import CompanyRow, Defaults, Document, FeedRow, PushRow, TopicRow, Topics

Place = tuple[str | int, ...]
"""Where a value stands: ('feeds', 3, 'url')."""


class ConfigError(Exception):
    """feeds.yaml or the environment is wrong; the message is French, one mistake a line, and says what to write."""


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
