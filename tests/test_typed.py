"""What a typed line means, before anything runs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.commands import COMMANDS, Command, read

MEANS = [
    # an empty line, a question mark: help
    ("", "aide", {}),
    ("   ", "aide", {}),
    ("?", "aide", {}),
    ("/vigie", "aide", {}),
    # French and English, case, accents, the slash
    ("liste", "liste", {}),
    ("/vigie liste", "liste", {}),
    ("vigie liste", "liste", {}),
    ("/liste", "liste", {}),
    ("LISTE", "liste", {}),
    ("désabonner Renault", "desabonner", {"entreprises": "Renault"}),
    ("unsubscribe Renault", "desabonner", {"entreprises": "Renault"}),
    ("company add Renault", "entreprise ajouter", {"nom": "Renault"}),
    ("entreprise add Renault", "entreprise ajouter", {"nom": "Renault"}),
    ("why 12", "pourquoi", {"alerte": "12"}),
    # a group alone asks for its help
    ("entreprise", "aide", {"commande": "entreprise"}),
    ("feed", "aide", {"commande": "flux"}),
    ("aide entreprise ajouter", "aide", {"commande": "entreprise ajouter"}),
    # what is unknown comes back as it was typed
    ("bonjour tout le monde", "bonjour", {}),
    ("entreprise manger Renault", "entreprise manger", {}),
    ("Cherchr plan", "Cherchr", {}),
    # an apostrophe is a letter
    ("chercher l'Oréal", "chercher", {"mots": "l'Oréal"}),
    ("chercher aujourd’hui l’usine", "chercher", {"mots": "aujourd’hui l’usine"}),
    (
        "entreprise ajouter L'Oréal alias: L'Oreal Paris",
        "entreprise ajouter",
        {"nom": "L'Oréal", "alias": "L'Oreal Paris"},
    ),
    # only these quote, and only where they close
    ('entreprise ajouter "Air France" alias: AF', "entreprise ajouter", {"nom": "Air France", "alias": "AF"}),
    ("chercher «\u00a0plan social\u00a0» depuis: hier", "chercher", {"mots": "plan social", "depuis": "hier"}),
    ("chercher “plan social”", "chercher", {"mots": "plan social"}),
    ('chercher "plan', "chercher", {"mots": '"plan'}),
    ("chercher « plan", "chercher", {"mots": "« plan"}),
    ('chercher écran 15" TV 12"', "chercher", {"mots": 'écran 15" TV 12"'}),
    ('chercher "sujet: emploi"', "chercher", {"mots": "sujet: emploi"}),
    # named arguments, in either language, with or without spaces, singular or plural
    (
        "abonner Air France, Renault sujets: emploi",
        "abonner",
        {"entreprises": "Air France, Renault", "sujets": "emploi"},
    ),
    ("abonner Renault sujet : emploi", "abonner", {"entreprises": "Renault", "sujets": "emploi"}),
    ("abonner Renault Sujets\u00a0: emploi", "abonner", {"entreprises": "Renault", "sujets": "emploi"}),
    ("subscribe topics=emploi companies=Renault", "abonner", {"entreprises": "Renault", "sujets": "emploi"}),
    ("chercher sujet:emploi plan social", "chercher", {"mots": "plan social", "sujet": "emploi"}),
    ("chercher plan sujet: emploi social", "chercher", {"mots": "plan social", "sujet": "emploi"}),
    ('chercher entreprise: "Air France" plan social', "chercher", {"mots": "plan social", "entreprise": "Air France"}),
    ("chercher plan entreprise: Air France", "chercher", {"mots": "plan", "entreprise": "Air France"}),
    ("chercher usine: fermeture", "chercher", {"mots": "usine: fermeture"}),
    ("chercher depuis l'été", "chercher", {"mots": "depuis l'été"}),
    ("chercher plan sujet:", "chercher", {"mots": "plan"}),
    ("abonner sujets: emploi, autorites Renault", "abonner", {"entreprises": "Renault", "sujets": "emploi, autorites"}),
    ("abonner entreprises: Renault entreprises: Meta", "abonner", {"entreprises": "Renault, Meta"}),
    # dates take as many words as they need
    ("chercher depuis: 7 jours plan", "chercher", {"mots": "plan", "depuis": "7 jours"}),
    ("chercher depuis: il y a 7 jours plan", "chercher", {"mots": "plan", "depuis": "il y a 7 jours"}),
    (
        "chercher depuis: novembre 2025 avant: 25/11/2025 plan",
        "chercher",
        {"mots": "plan", "depuis": "novembre 2025", "avant": "25/11/2025"},
    ),
    ("chercher depuis: jadis plan", "chercher", {"mots": "plan", "depuis": "jadis"}),
    ("search since: 2025-11 fine page: 2", "chercher", {"mots": "fine", "depuis": "2025-11", "page": "2"}),
    # lists
    (
        'entreprise ajouter X1 alias: "Air F", AF, "A. F."',
        "entreprise ajouter",
        {"nom": "X1", "alias": "Air F, AF, A. F."},
    ),
    ("abonner Renault emploi", "abonner", {"entreprises": "Renault", "sujets": "emploi"}),
    ("abonner emploi", "abonner", {"sujets": "emploi"}),
    ('abonner "emploi"', "abonner", {"entreprises": "emploi"}),
    ("abonner Renault, emploi", "abonner", {"entreprises": "Renault, emploi"}),
    ("abonner Renault,", "abonner", {"entreprises": "Renault"}),
    ("desabonner Renault emploi", "desabonner", {"entreprises": "Renault emploi"}),
    # the last required text takes all that is left
    (
        "chercher plan social chez Renault, 12,5 % des postes",
        "chercher",
        {"mots": "plan social chez Renault, 12,5 % des postes"},
    ),
    ("entreprise ajouter Air France KLM", "entreprise ajouter", {"nom": "Air France KLM"}),
    (
        "entreprise ajouter nom: Orange contexte: opérateur, télécoms exclure: fruit",
        "entreprise ajouter",
        {"nom": "Orange", "contexte": "opérateur, télécoms", "exclure": "fruit"},
    ),
    # an address is one word, whatever it holds
    (
        "flux ajouter https://a.fr/rss,1.xml?b=c,d Les Échos",
        "flux ajouter",
        {"adresse": "https://a.fr/rss,1.xml?b=c,d", "nom": "Les Échos"},
    ),
    (
        "flux ajouter adresse:https://a.fr/x nom: Les Échos",
        "flux ajouter",
        {"adresse": "https://a.fr/x", "nom": "Les Échos"},
    ),
    ("pourquoi https://a.fr/b,c?alerte=1", "pourquoi", {"alerte": "https://a.fr/b,c?alerte=1"}),
    ("pourquoi n° 12", "pourquoi", {"alerte": "n° 12"}),
    ("liste 2", "liste", {"page": "2"}),
    ("liste 2 3 4", "liste", {"page": "2"}),
    ("tester maintenant", "tester", {}),
    # a hidden argument is set by its name only
    ("desabonner Renault confirme: oui", "desabonner", {"entreprises": "Renault", "confirme": "oui"}),
]


@pytest.mark.parametrize(("line", "name", "values"), MEANS)
def test_a_line_means(line: str, name: str, values: dict[str, str]) -> None:
    assert read(line) == (name, values)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    name, values = read(text)
    assert isinstance(name, str)
    if name in COMMANDS:
        assert set(values) <= {argument.name for argument in COMMANDS[name].arguments}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)
def test_the_examples_of_every_command_are_read_as_that_command(command: Command) -> None:
    for example in command.examples:
        assert read(example)[0] == command.name
