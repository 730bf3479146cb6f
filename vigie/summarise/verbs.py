"""French verbs of authorities and companies, conjugated by number and by how sure the article is. Pure.

« <infliger> » in a wording becomes « inflige », « infligent », « infligerait », « pourraient infliger ».
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Mood = Literal["fact", "reported", "may", "should", "will"]

IRREGULAR: Mapping[str, tuple[str, str, str]] = {
    # present singular, present plural, stem of the conditional
    "être": ("est", "sont", "ser"),
    "avoir": ("a", "ont", "aur"),
    "ouvrir": ("ouvre", "ouvrent", "ouvrir"),
    "poursuivre": ("poursuit", "poursuivent", "poursuivr"),
    "rendre": ("rend", "rendent", "rendr"),
    "interdire": ("interdit", "interdisent", "interdir"),
    "mettre": ("met", "mettent", "mettr"),
    "obtenir": ("obtient", "obtiennent", "obtiendr"),
    "conclure": ("conclut", "concluent", "conclur"),
    "faire": ("fait", "font", "fer"),
    "intervenir": ("intervient", "interviennent", "interviendr"),
    "clore": ("clôt", "closent", "clor"),
    "devoir": ("doit", "doivent", "devr"),
    "requérir": ("requiert", "requièrent", "requerr"),
    "soumettre": ("soumet", "soumettent", "soumettr"),
    "encourir": ("encourt", "encourent", "encourr"),
    "perdre": ("perd", "perdent", "perdr"),
    "maintenir": ("maintient", "maintiennent", "maintiendr"),
    "définir": ("définit", "définissent", "définir"),
    "essuyer": ("essuie", "essuient", "essuier"),
    "recevoir": ("reçoit", "reçoivent", "recevr"),
    "saisir": ("saisit", "saisissent", "saisir"),
    "entendre": ("entend", "entendent", "entendr"),
    "réagir": ("réagit", "réagissent", "réagir"),
    "soutenir": ("soutient", "soutiennent", "soutiendr"),
    "prendre": ("prend", "prennent", "prendr"),
    "permettre": ("permet", "permettent", "permettr"),
    "blanchir": ("blanchit", "blanchissent", "blanchir"),
    "attendre": ("attend", "attendent", "attendr"),
    "payer": ("paie", "paient", "paier"),
    "rejeter": ("rejette", "rejettent", "rejetter"),
    "réduire": ("réduit", "réduisent", "réduir"),
    "suspendre": ("suspend", "suspendent", "suspendr"),
}
VERB = re.compile(r"<([^<>]+)>")


def conjugated(wording: str, mood: Mood, *, plural: bool) -> str:
    """The wording with its « <infinitive> » conjugated; « <s'opposer> » keeps its pronoun in front."""
    return VERB.sub(lambda m: form(m[1], mood, plural=plural), wording)


PLURALS = {"visent": "viser", "poursuivent": "poursuivre", "écopent": "écoper", "concluent": "conclure"}
"""A wording whose subject is always plural writes its verb so: « des actionnaires <poursuivent> »."""


def form(infinitive: str, mood: Mood, *, plural: bool) -> str:
    if infinitive in PLURALS:
        infinitive, plural = PLURALS[infinitive], True
    pronoun, verb = split(infinitive)
    if mood in ("may", "should", "will"):
        return f"{auxiliary(mood, plural)} {infinitive}"
    singular, many, stem = IRREGULAR.get(verb) or regular(verb)
    if mood == "reported":
        return pronoun + stem + ("aient" if plural else "ait")
    return pronoun + (many if plural else singular)


def auxiliary(mood: Mood, plural: bool) -> str:
    if mood == "will":
        return "vont" if plural else "va"
    stem = "pourrai" if mood == "may" else "devrai"
    return stem + ("ent" if plural else "t")


def split(infinitive: str) -> tuple[str, str]:
    match = re.match(r"(se |s')(.+)", infinitive)
    return (match[1], match[2]) if match else ("", infinitive)


def regular(verb: str) -> tuple[str, str, str]:
    """Verbs in -er: « inflige », « infligent », « infliger » + ait."""
    stem = re.sub(r"[eé](?=[mnrltv]er$)", "è", verb).removesuffix("er")
    return f"{stem}e", f"{stem}ent", re.sub(r"e(?=[mnv]er$)", "è", verb)
