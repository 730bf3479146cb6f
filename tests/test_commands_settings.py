"""`reglages`, `pause`, `reprendre`, `bilan`, `confidentialite`: what is typed, what is read, what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from fakes.vigie import GAZETTE, HERE, Vigie

from vigie.commands import Caller, Level, Reply, read
from vigie.commands.standing import FOREVER
from vigie.model import LOCAL, Channel, Company, Feed, Sensitivity
from vigie.rules import Mention, Rhythm, Rules

ALICE = Caller(HERE, "u1", "Alice", Level.ADMIN)
BOB = Caller(HERE, "u2", "Bob", Level.LOOK)
ON_DISCORD = replace(ALICE, channel=Channel("discord", "discord:1", "42"))
ON_SLACK = replace(ALICE, channel=Channel("slack", "slack:T1", "C1"))
NIGHT_OWL = replace(ALICE, channel=Channel("terminal", LOCAL, "ici"))

PLAN = "Ateliers Morvan va supprimer {} postes à Dijon"


async def ask(vigie: Vigie, line: str, caller: Caller = ALICE) -> Reply:
    reply = await vigie.desk.answer(caller, *read(line))
    assert "erreur inattendue" not in reply.text
    return replace(reply, text=reply.text.replace("\u00a0", " ").replace("\u202f", " "))


async def press(vigie: Vigie, reply: Reply, label: str, caller: Caller = ALICE) -> Reply:
    action = next(a for a in reply.actions if a.label.replace("\u00a0", " ") == label)
    return await vigie.desk.answer(caller, action.command, action.values)


def publish(vigie: Vigie, jobs: int) -> None:
    title = PLAN.format(jobs)
    vigie.web.publish(GAZETTE, title, f"{title}, annonce la direction mardi.")


# -- reglages ---------------------------------------------------------------------------------------------------------


async def test_without_anything_typed_the_settings_are_told(vigie):
    reply = await ask(vigie, "reglages")
    assert reply.private
    assert reply.text.splitlines() == [
        "Ce salon est prévenu ainsi :",
        "• Rythme : immédiat, 6 messages par heure au plus, le reste groupé",
        "• Sensibilité : normale, l'entreprise est le sujet",
        "• Silence : de 20 h 30 à 7 h 30, les week-ends et jours fériés ; ce qui est urgent passe",
        "• Urgent : 100 emplois en France, 1 000 ailleurs, 10 M€ de sanction prononcée, une liquidation ou un veto",
        "• Fuseau : Europe/Paris",
        "• Mention : aucune",
        "• Semaine sans alerte : une ligne le dit, le premier jour ouvré à 8 h 30",
        "• En cas de doute sur une arrivée : republier, marqué « (reprise) »",
        "Pour changer, par exemple : /vigie reglages silence: 21:00-8:00",
    ]


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ("rythme: quotidien", Rules(rhythm=Rhythm.DAILY)),
        ("rythme: Hebdomadaire", Rules(rhythm=Rhythm.WEEKLY)),
        ("silence: 21:00-8:15", Rules(quiet_from=time(21), quiet_to=time(8, 15))),
        ("silence: 22h à 6h30", Rules(quiet_from=time(22), quiet_to=time(6, 30))),
        ("silence: 24-7", Rules(quiet_from=time(), quiet_to=time(7))),
        ("silence: non", Rules(quiet_from=time(), quiet_to=time())),
        ("repos: non", Rules(days_off=False)),
        ("emplois: 50", Rules(jobs=50)),
        ("ailleurs: 2 000", Rules(jobs_elsewhere=2000)),
        ("montant: 2,5", Rules(amount=2.5e6)),
        ("plafond: 12", Rules(hourly=12)),
        ("fuseau: indian/reunion", Rules(zone="Indian/Reunion")),
        ("role: <@&123456789012345678>", Rules(role="123456789012345678")),
        ("pour: tout", Rules(mention=Mention.ALL)),
        ("doute: laisser", Rules(republish=False)),
        ("semaine: non", Rules(weekly=False)),
        ("sensibilite: Stricte", Rules(sensitivity=Sensitivity.STRICT)),
        ("sensitivity: wide", Rules(sensitivity=Sensitivity.WIDE)),
    ],
)
async def test_each_setting_is_kept_and_told_to_all(vigie, line, rules):
    reply = await ask(vigie, f"reglages {line}", ON_DISCORD)
    assert not reply.private
    assert (await vigie.store.manner(ON_DISCORD.channel)).rules == rules
    change = await vigie.store.last_change(ON_DISCORD.channel)
    assert change.who == "Alice"
    assert change.what.startswith("Réglages")
    assert (await ask(vigie, f"reglages {line}", ON_DISCORD)).text.endswith("rien n'a changé.")


async def test_a_group_of_people_on_slack_can_be_mentioned(vigie):
    await ask(vigie, "reglages role: <!subteam^S0AB12|@crise> pour: tout", ON_SLACK)
    assert "le rôle S0AB12, pour chaque alerte" in (await ask(vigie, "reglages", ON_SLACK)).text
    await ask(vigie, "reglages role: aucun", ON_SLACK)
    assert (await vigie.store.manner(ON_SLACK.channel)).rules.role == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rythme: parfois", "n'est pas un rythme"),
        ("silence: la nuit", "Écrivez deux heures"),
        ("silence: 21:75-8:00", "n'existent pas"),
        ("repos: peut-être", "oui ou par non"),
        ("emplois: beaucoup", "de 1 à 1 million"),
        ("plafond: 61", "de 1 à 60"),
        ("fuseau: Mars", "Europe/Paris"),
        ("role: @tous", "n'est pas un rôle"),
        ("pour: rien", "pour: urgent"),
        ("doute: oui", "doute: republier"),
        ("sensibilite: forte", "stricte, normale ou large"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_to_write(vigie, line, said):
    assert said in (await ask(vigie, f"reglages {line}", ON_DISCORD)).text
    assert (await vigie.store.manner(ON_DISCORD.channel)).rules == Rules()


async def test_everyone_sees_the_settings_and_whoever_may_set_up_changes_them(vigie):
    seen = await ask(vigie, "reglages", BOB)
    assert seen.text.startswith("Ce salon est prévenu ainsi")
    assert "Pour changer" not in seen.text
    assert "il faut" in (await ask(vigie, "reglages plafond: 9", BOB)).text
    in_thread, alone = (replace(ALICE, place=place) for place in ("fil", "message privé"))
    assert "prévenu ainsi" in (await ask(vigie, "reglages", in_thread)).text
    assert "hors du fil" in (await ask(vigie, "reglages plafond: 9", in_thread)).text
    assert "ne reçoit pas d'alertes" in (await ask(vigie, "reglages", alone)).text
    assert (await vigie.store.manner(HERE)).rules == Rules()
    assert "Pour tout le monde ; changer, pour qui peut régler ce salon." in (await ask(vigie, "aide reglages")).text


async def test_a_terminal_has_no_roles_and_no_quiet_hours(vigie):
    assert "pas de rôles" in (await ask(vigie, "reglages role: 1", NIGHT_OWL)).text
    assert "Silence : aucun" in (await ask(vigie, "reglages", NIGHT_OWL)).text


async def test_a_digest_is_described_with_its_hour(vigie):
    await ask(vigie, "reglages rythme: quotidien")
    assert "un bilan chaque jour ouvré à 8 h 30" in (await ask(vigie, "reglages repos: oui plafond: 9")).text
    assert "chaque jour à 8 h 30" in (await ask(vigie, "reglages repos: non")).text
    await ask(vigie, "reglages rythme: hebdomadaire silence: non")
    reply = await ask(vigie, "reglages")
    assert "un bilan le premier jour ouvré de la semaine" in reply.text
    assert "Silence : aucun" in reply.text


async def test_setting_up_is_for_those_who_may(vigie):
    assert "il faut" in (await ask(vigie, "reglages rythme: quotidien", BOB)).text


# -- pause ------------------------------------------------------------------------------------------------------------


async def test_what_appears_during_a_pause_is_not_told_and_what_comes_after_is(vigie):
    await vigie.watching()
    reply = await ask(vigie, "pause 2 h")
    assert "jusqu'au 2 mars 2026, 15 h 20" in reply.text
    publish(vigie, 120)
    await vigie.tick(hours=1)
    assert vigie.chat.posts == {}
    assert "En pause jusqu'au 2 mars" in (await ask(vigie, "reglages")).text
    await vigie.tick(hours=2)
    publish(vigie, 900)
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 1


async def test_a_pause_without_an_end_is_ended_by_hand(vigie):
    await vigie.watching()
    paused = await ask(vigie, "pause")
    assert "jusqu'à ce que vous la leviez" in paused.text
    assert (await vigie.store.manner(HERE)).paused_until == FOREVER
    resumed = await press(vigie, paused, "Reprendre")
    assert "reprennent" in resumed.text
    assert "rien n'a changé" in (await ask(vigie, "reprendre")).text
    publish(vigie, 120)
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 1


@pytest.mark.parametrize("typed", ["longtemps", "0 jours", "3 siècles"])
async def test_a_span_that_is_none_is_refused(vigie, typed):
    assert "3 jours" in (await ask(vigie, f"pause {typed}")).text


async def test_a_refused_channel_is_shown_and_tried_again_on_demand(vigie):
    from vigie.ports import PostError

    await vigie.watching()
    publish(vigie, 120)
    vigie.chat.errors = [PostError("non", blocked=True, retry_after=timedelta(hours=9))]
    await vigie.tick()
    for line in ("reglages", "liste"):
        said = (await ask(vigie, line, BOB)).text
        assert "refusés ici : /vigie tester dit ce qui manque" in said
        assert "/vigie reprendre" in said
    await ask(vigie, "reprendre")
    assert (await vigie.store.manner(HERE)).blocked_until is None


# -- bilan ------------------------------------------------------------------------------------------------------------


async def test_what_appeared_is_listed(vigie):
    await vigie.watching()
    publish(vigie, 120)
    await vigie.tick()
    reply = await ask(vigie, "bilan")
    assert reply.text.startswith("1 alerte depuis le 23 févr. 2026")
    assert "n° 1 · 🔻 Ateliers Morvan · Emploi" in reply.text
    assert reply.private


async def test_a_quiet_channel_is_told_how_much_was_read(vigie):
    await vigie.watching()
    assert (await ask(vigie, "bilan depuis: hier")).text == (
        "Rien depuis le 1er mars 2026 : 2 flux suivis, aucune alerte."
    )


async def test_what_waits_is_told_and_can_be_had_at_once(vigie):
    await vigie.watching()
    await ask(vigie, "reglages rythme: quotidien")
    publish(vigie, 120)
    await vigie.tick()
    waiting = await ask(vigie, "bilan")
    assert "1 alerte attend : elle arrivera le 3 mars 2026, 8 h 30." in waiting.text
    assert (await ask(vigie, "bilan", BOB)).actions == ()
    assert "Demandez" in (await vigie.desk.answer(BOB, "bilan", {"maintenant": "oui"})).text
    assert "1\u00a0alerte arrive" in (await press(vigie, waiting, "Les recevoir maintenant")).text
    await vigie.tick()
    assert len(vigie.chat.digests) == 1
    assert "Rien n'attend" in (await press(vigie, waiting, "Les recevoir maintenant")).text


async def test_a_channel_that_gets_nothing_has_no_digest(vigie):
    assert "abonné" in (await ask(vigie, "bilan")).text


# -- confidentialite --------------------------------------------------------------------------------------------------


async def test_what_is_kept_is_said_and_can_be_read_whole(vigie):
    assert "rien n'est gardé" in (await ask(vigie, "confidentialite")).text
    assert "Rien n'est gardé" in (await ask(vigie, "confidentialite exporter")).text
    await vigie.watching()
    await vigie.store.add_company(Company(0, "Verreries de Loire", ("VL",), tenant="chat:1"), vigie.clock())
    await vigie.store.follow(Feed("https://interne.example/rss", "Interne", tenant="chat:1"), vigie.clock())
    await ask(vigie, "reglages plafond: 9")
    publish(vigie, 120)
    await vigie.tick()
    assert (
        "1 salon, 1 abonnement, 1 entreprise, 1 flux, 1 changement, 1 alerte"
        in (await ask(vigie, "confidentialite")).text
    )
    whole = (await ask(vigie, "confidentialite exporter")).text
    for said in (
        "veille {'hourly': 9}",
        "Verreries de Loire, VL",
        "https://interne.example/rss",
        "Alice",
        "veille : 1",
    ):
        assert said in whole


async def test_erasing_asks_first_and_leaves_nothing(vigie):
    await vigie.watching()
    asked = await ask(vigie, "confidentialite supprimer")
    assert "Confirmez-vous" in asked.text
    assert "rien n'a été effacé" in (await press(vigie, asked, "Non, garder")).text
    assert "plus rien" in (await press(vigie, asked, "Oui, tout effacer")).text
    assert await vigie.store.subscriptions(HERE) == []
    assert "exporter, ou" in (await vigie.desk.answer(ALICE, "confidentialite", {"action": "x"})).text
    assert "dossier" in (await ask(vigie, "confidentialite supprimer", NIGHT_OWL)).text
    assert "il faut" in (await ask(vigie, "confidentialite", BOB)).text
