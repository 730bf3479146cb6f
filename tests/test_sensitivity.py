"""The three sensitivities from the feed to the channel, with the real matcher and its weights."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fakes.vigie import GAZETTE, HERE

from vigie.model import Change, Sensitivity
from vigie.rules import NEVER_QUIET

AT = datetime(2026, 3, 2, tzinfo=UTC)
TITLED = ("Ateliers Morvan va supprimer 120 postes à Dijon", "Ateliers Morvan a annoncé la suppression de 120 postes.")
UNTITLED = (
    "Coup dur pour l’emploi à Dijon",
    "Ateliers Morvan a annoncé mardi la suppression de 120 postes dans son usine de Dijon. Ateliers Morvan présentera "
    "un plan de sauvegarde de l’emploi aux syndicats.",
)
WEATHER = ("Le temps sera beau demain", "Soleil partout, selon la météo.")


async def hearing(vigie, sensitivity):
    rules = type(NEVER_QUIET)(quiet_from=NEVER_QUIET.quiet_from, quiet_to=NEVER_QUIET.quiet_to, days_off=False,
                              sensitivity=sensitivity)  # fmt: skip
    await vigie.watching()
    await vigie.store.set_rules(HERE, rules, Change(HERE, "Ada", "Réglages.", AT))


@pytest.mark.parametrize(
    ("sensitivity", "article", "count"),
    [
        (Sensitivity.STRICT, TITLED, 1),
        (Sensitivity.STRICT, UNTITLED, 0),
        (Sensitivity.NORMAL, TITLED, 1),
        (Sensitivity.NORMAL, UNTITLED, 1),
        (Sensitivity.WIDE, UNTITLED, 1),
        (Sensitivity.WIDE, WEATHER, 0),
    ],
)
async def test_a_channel_is_told_what_its_sensitivity_asks_for(vigie, sensitivity, article, count):
    await hearing(vigie, sensitivity)
    vigie.web.publish(GAZETTE, *article)
    await vigie.tick()
    assert len(vigie.chat.posts) == count


async def test_a_strict_channel_is_told_once_an_article_names_the_company_in_its_title(vigie):
    await hearing(vigie, Sensitivity.STRICT)
    vigie.web.publish(GAZETTE, *UNTITLED)
    await vigie.tick()
    assert vigie.chat.posts == {}
    vigie.web.publish(GAZETTE, *TITLED)
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 1


async def test_a_story_of_before_the_watch_stays_no_news_to_a_strict_channel(vigie):
    vigie.web.publish(GAZETTE, *UNTITLED)
    await hearing(vigie, Sensitivity.STRICT)
    vigie.web.publish(GAZETTE, *TITLED)
    await vigie.tick(hours=1)
    assert vigie.chat.posts == {}
