"""What the wide sensitivity hears besides: mentions with a figure or an act, in digests and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.commands import GAZETTE as OFFICE_GAZETTE
from fakes.commands import office, spaced
from fakes.store import GAZETTE, HERE, NOON, THERE, an_article, an_event, store, told

from vigie.digest import digest
from vigie.model import Change, DeliveryKind, Finding, Role, Sensitivity
from vigie.rules import Rhythm, Rules

__all__ = ["store", "told"]

CHANGE = Change(HERE, "Ada", "Réglages.", NOON)
DAILY = Rules(rhythm=Rhythm.DAILY, sensitivity=Sensitivity.WIDE)
HOUR = timedelta(hours=1)


async def mention(told, company, title="Morvan avait supprimé 120 postes en mars", hears=Sensitivity.WIDE, **fields):
    [entry] = await told.meet(an_article(title), feed=GAZETTE, **fields)
    event = replace(an_event(company, role=Role.MENTION), sensitivity=hears)
    await told.examine(entry, Finding(event))


async def titles(told, channel=HERE, since=NOON - HOUR, until=NOON + HOUR):
    return [one.title for one in await told.store.cited(channel, since, until)]


@pytest.mark.parametrize(("rules", "count"), [(DAILY, 1), (Rules(), 0), (Rules(sensitivity=Sensitivity.STRICT), 0)])
async def test_only_the_wide_sensitivity_hears_of_a_mention(told, rules, count):
    await told.subscribe(HERE)
    await told.store.set_rules(HERE, rules, CHANGE)
    await mention(told, await told.company())
    assert len(await titles(told)) == count
    assert await told.store.due_deliveries(NOON) == []


async def test_a_mention_without_substance_and_one_of_before_or_after_are_not_listed(told):
    await told.subscribe(HERE)
    await told.store.set_rules(HERE, DAILY, CHANGE)
    await mention(told, await told.company(), hears=None)
    assert await titles(told) == []
    await mention(told, await told.company())
    assert await titles(told, since=NOON) == []
    assert await titles(told, until=NOON - HOUR) == []
    assert len(await titles(told)) == 1


async def test_a_mention_concerns_those_who_follow_its_company(told):
    morvan = await told.company()
    await told.subscribe(HERE, morvan)
    await told.subscribe(THERE, morvan)
    await told.store.set_rules(HERE, DAILY, CHANGE)
    await mention(told, await told.company(replace(morvan, name="Brasseries du Ponant")))
    assert (await titles(told), await titles(told, THERE)) == ([], [])
    await mention(told, morvan)
    assert (len(await titles(told)), await titles(told, THERE)) == (1, [])


async def test_a_digest_lists_the_mentions_since_the_one_before_it_once(told):
    morvan = await told.company()
    await told.subscribe(HERE)
    await told.store.set_rules(HERE, DAILY, CHANGE)
    await mention(told, morvan, "Ateliers Morvan cité avec 120 postes")
    await told.open_story(morvan, alerts=[HERE])
    await told.store.gather(HERE, told.now)
    [first] = await told.store.due_deliveries(told.now)
    assert first.kind is DeliveryKind.DIGEST
    lines = [line.text.replace("\u00a0", " ") for line in digest(first).lines]
    assert lines[-1] == "Ateliers Morvan, seulement citée : « Ateliers Morvan cité avec 120 postes »"
    assert len(lines) == 2
    told.later(hours=3)
    await told.open_story(morvan, an_article("Ateliers Morvan ferme Dole"), alerts=[HERE])
    await told.store.gather(HERE, told.now)
    second = next(d for d in await told.store.due_deliveries(told.now) if d.id != first.id)
    assert second.cited == ()


async def test_the_digest_that_is_asked_for_lists_them_after_the_alerts(tmp_path):
    async with office(tmp_path) as here:
        await here.type("abonner sensibilite: large")
        await here.publish("L'Orée", "L'Orée a un plan")
        await here.read_feed(OFFICE_GAZETTE, an_article("L'Orée et ses rivaux", url="https://www.exemple.example/1"))
        event = replace(an_event(await here.company("L'Orée"), role=Role.MENTION), sensitivity=Sensitivity.WIDE)
        for entry in await here.store.unexamined():
            await here.store.save_examination(entry, [Finding(event)], 1, here.clock())
        assert spaced((await here.type("bilan")).text).splitlines()[-2:] == [
            "Seulement citées, avec un chiffre ou un acte :",
            "• L'Orée · Emploi : « L'Orée et ses rivaux » (exemple.example)",
        ]
        await here.type("abonner sensibilite: normale")
        assert "Seulement citées" not in (await here.type("bilan")).text
