import shutil

import pytest

from vigie.adapters.lexicon import FOLDER, LexiconError, load
from vigie.match.patterns import BadPattern, Patterns, compiled
from vigie.text.fold import fold


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped lexicons, to be spoilt."""
    copy = tmp_path / "lexicon"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("weights.json", "facts.json"))
    return copy


def test_the_shipped_lexicons_load():
    lexicons = load()
    assert {"layoffs", "regulation"} <= set(lexicons.topics)
    assert len(lexicons.authorities) >= 150
    assert {
        "layoffs",
        "regulation",
        "stage",
        "action",
        "jobs",
        "share",
        "amount",
        "authority",
    } <= lexicons.models.keys()


def test_without_weights_there_are_no_models(folder):
    assert load(folder).models == {}


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("xx.yaml", "language: xx\nmasks:\n  - '# postes'\n", "xx.yaml, ligne 3"),
        ("xx.yaml", "language: xx\nmask:\n  - plan\n", "xx.yaml, ligne 2 : « mask »"),
        ("xx.yaml", "masks: []\n", "il manque la clé « language »"),
        ("xx.yaml", "language: xx\nmasks: plan\n", "il faut ici une liste"),
        ("xx.yaml", "language: xx\nmasks:\n  - [a]\n", "il faut ici un texte"),
        ("xx.yaml", "- a\n", "il faut ici des lignes"),
        ("xx.yaml", "language: [\n", "ce n’est pas du YAML"),
        ("xx.yaml", "", "le fichier est vide"),
        ("xx.yaml", "language: xyz\n", "ligne 1 : « xyz » n’est pas un code de langue"),
        ("xx.yaml", "language: xx\nstage:\n  annonce: [dit]\n", "ligne 3 : « annonce » n’est pas une étape"),
        ("xx.yaml", "language: xx\nnumbers:\n  unites: {}\n", "ligne 3 : « unites » n’est pas connu ici"),
        ("xx.yaml", "language: xx\nnumbers:\n  units:\n    zwei: 2\n", "ligne 4 : « zwei » n’est pas un nombre"),
        ("xx.yaml", "language: xx\nnumbers:\n  units: [2]\n", "ligne 3 : il faut ici des lignes"),
        ("xx.yaml", "language: xx\nnumbers:\n  currencies:\n    euro: euro\n", "ligne 4 : « euro » n’est pas un code"),
        ("xx.yaml", "language: xx\nnumbers: {}\npeople:\n  - '# jobs'\n", "ligne 4 : « # jobs » doit commencer"),
        ("xx.yaml", "language: xx\nnumbers: {}\nprocedures: [ere]\n", "ligne 3 : il faut ici des lignes"),
        ("xx.yaml", "language: xx\nsurroundings: firma\n", "ligne 2 : il faut ici une liste"),
        (
            "xx.yaml",
            "language: xx\nauthorities:\n  - french: BaFin\n    kind: regulator\n",
            "xx.yaml, ligne 3 : il manque la clé « written »",
        ),
        (
            "authorities.yaml",
            "authorities:\n  - french: Arcep\n    kind: regulator\n",
            "ligne 2 : il manque la clé « written »",
        ),
        (
            "authorities.yaml",
            "authorities:\n  - french: A\n    kind: roi\n    written: [roi]\n",
            "« roi » n’est pas une nature",
        ),
        ("names.yaml", "company: [pdg]\nnames:\n  but:\n    neds: [x]\nalso: {}\n", "« neds » n’est pas connu ici"),
        ("names.yaml", "company: [pdg]\nnames: {}\nalso:\n  twitter:\n    name: X\n", "ligne 4 : il manque la clé"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(folder, file, content, expected):
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError) as raised:
        load(folder)
    assert expected in str(raised.value)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("supprim* ~3 poste*|emploi*", "Le groupe supprime près de 300 postes", "supprime pres de 300 postes"),
        ("supprim* ~1 poste*", "supprime tous ses vieux postes", None),
        ("job cut*", "Job-cuts loom", "job-cuts"),
        ("plan social?", "un plan flou", "plan"),
        ("depart* volontaire*", "départs volontaires", "departs volontaires"),
        ("jusqu a # depart*", "jusqu'à 3 000 départs", "jusqu'a 3 000 departs"),
        ("pse", "les pseudo-experts", None),
        ("eu", "lieu", None),
    ],
)
def test_a_pattern_finds_its_wordings_and_no_others(pattern, text, found):
    folded = fold(text)
    hits = [folded[hit.start : hit.end] for hit in Patterns([pattern]).find(folded)]
    assert hits == ([found] if found else [])


@pytest.mark.parametrize("pattern", ["", "# postes", "~3 plan", "plan? social", "*"])
def test_a_pattern_must_begin_with_a_word(pattern):
    with pytest.raises(BadPattern):
        compiled(pattern)


def test_no_patterns_find_nothing():
    assert Patterns([]).find("plan social") == []
