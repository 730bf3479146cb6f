"""Each change has its line in the audit of the channel where it was typed, companies and feeds of a tenant too."""

from __future__ import annotations

import pytest
from fakes.vigie import HERE, Vigie

from vigie.commands import Caller, Level, read
from vigie.model import Article, Feed

ALICE = Caller(HERE, "u1", "Alice", Level.ADMIN)
LETTER = Feed("https://lettre.example/rss?cle=s3cr3te", "La Lettre")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["entreprise ajouter Verreries de Loire alias: VDL"], "Entreprise ajoutée : Verreries de Loire, alias VDL."),
        (
            ["entreprise ajouter Verreries de Loire", "entreprise modifier Verreries de Loire nouveau: Verreries"],
            "Entreprise modifiée : Verreries.",
        ),
        (
            ["entreprise ajouter Verreries de Loire", "entreprise retirer nom: Verreries de Loire confirme: oui"],
            "Entreprise retirée : Verreries de Loire.",
        ),
        ([f"flux ajouter {LETTER.url} nom: La Lettre"], "Flux suivi : La Lettre (lettre.example)."),
        (
            [f"flux ajouter {LETTER.url} nom: La Lettre", "flux retirer flux: La Lettre confirme: oui"],
            "Flux retiré : La Lettre (lettre.example).",
        ),
    ],
)
async def test_what_a_tenant_watches_changes_with_a_line_that_holds_no_key(vigie: Vigie, lines, said):
    vigie.web.items[LETTER.url] = [Article("https://lettre.example/1", "Un titre")]
    for line in lines:
        await typed(vigie, line)
    change = await vigie.store.last_change(HERE)
    assert change is not None
    assert (change.who, change.what.replace("\u00a0", " ")) == ("Alice", said)


async def typed(vigie: Vigie, *lines: str) -> str:
    text = ""
    for line in lines:
        name, values = read(line)
        if "confirme: oui" in line:
            values = {**values, "confirme": "oui"}
        text = (await vigie.desk.answer(ALICE, name, values)).text
    return text
