"""The three sensitivities as people type and read them. What each one hears is vigie.route's and the matcher's."""

from __future__ import annotations

from collections.abc import Mapping

from vigie.commands.phrases import clipped
from vigie.commands.table import Argument, Refused
from vigie.model import Sensitivity
from vigie.text.fold import fold
from vigie.text.french import NBSP

MEANING: Mapping[Sensitivity, str] = {
    Sensitivity.STRICT: "l'entreprise est le sujet et le titre la nomme",
    Sensitivity.NORMAL: "l'entreprise est le sujet",
    Sensitivity.WIDE: "elle est le sujet ; citée avec un chiffre ou un acte, elle n'est que dans les bilans",
}

WORDS: Mapping[str, Sensitivity] = {
    **{str(one): one for one in Sensitivity},
    "strict": Sensitivity.STRICT,
    "normal": Sensitivity.NORMAL,
    "wide": Sensitivity.WIDE,
}
"""What people type, folded."""

SENSITIVITY = Argument(
    "sensibilite",
    "Stricte : sujet nommé au titre ; normale : sujet ; large : aussi les citations, en bilan",
    required=False,
    english="sensitivity",
    choices=tuple((one.capitalize(), str(one)) for one in Sensitivity),
    limit=40,
)


def sensitivity_of(typed: str) -> Sensitivity:
    """Raises Refused."""
    if (found := WORDS.get(fold(typed))) is None:
        raise Refused(
            f"«{NBSP}{clipped(typed, 40)}{NBSP}» n'est pas une sensibilité. Écrivez stricte, normale ou large."
        )
    return found


def meaning(sensitivity: Sensitivity) -> str:
    """« stricte, l'entreprise est le sujet et le titre la nomme »."""
    return f"{sensitivity}, {MEANING[sensitivity]}"
