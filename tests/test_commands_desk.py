"""The desk: whatever is asked, by whomever, from wherever, the answer is a sentence that says what to do."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.commands import ALICE, AT_TERMINAL, READER, SETTER, STRANGER, Office, office, spaced

from vigie.commands import COMMANDS, Caller, Level, Values
from vigie.commands.table import Command, Reply, command


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as built:
        yield built


# -- the table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", COMMANDS.values(), ids=lambda entry: entry.name)
def test_every_command_fits_every_platform(entry: Command) -> None:
    for name in (*entry.name.split(), *(a.name for a in entry.arguments)):
        assert name.isascii()
        assert name.islower()
        assert len(name) <= 32
    assert len(entry.name.split()) == len(entry.english.split()) <= 2
    assert 0 < len(entry.help) <= 100
    assert 0 < len(entry.english_help) <= 100
    assert entry.examples
    for argument in entry.arguments:
        assert 0 < len(argument.help) <= 100
        assert argument.english
        assert len(argument.choices) <= 25
    required = [argument.required for argument in entry.arguments]
    assert required == sorted(required, reverse=True), "Discord wants the required options first"


def test_the_commands_of_this_version_are_there() -> None:
    assert list(COMMANDS) == [
        "abonner",
        "liste",
        "desabonner",
        "reglages",
        "pause",
        "reprendre",
        "muet",
        "bilan",
        "chercher",
        "chronologie",
        "exporter",
        "entreprise ajouter",
        "entreprise modifier",
        "entreprise retirer",
        "entreprise liste",
        "flux ajouter",
        "flux retirer",
        "flux liste",
        "flux importer",
        "flux exporter",
        "etat",
        "tester",
        "pourquoi",
        "confidentialite",
        "aide",
    ]


def test_looking_is_for_all_setting_up_is_not() -> None:
    levels = {level: {c.name for c in COMMANDS.values() if c.level is level} for level in Level}
    assert levels[Level.LOOK] == {
        "liste",
        "reglages",
        "muet",
        "bilan",
        "chercher",
        "chronologie",
        "exporter",
        "entreprise liste",
        "flux liste",
        "etat",
        "pourquoi",
        "aide",
    }
    assert levels[Level.SETUP] == {"abonner", "desabonner", "pause", "reprendre", "tester"}


# -- what is unknown or missing ---------------------------------------------------------------------------------------


async def test_an_unknown_command_is_answered_with_the_nearest_and_all_of_them(here: Office) -> None:
    reply = await here.type("cherchr plan social")
    assert reply.text.startswith("« cherchr » n'est pas une commande. Vouliez-vous dire « chercher » ?")
    assert all(name in reply.text for name in COMMANDS)
    assert reply.text.endswith("/vigie aide")


async def test_an_english_slip_is_answered_with_the_french_name(here: Office) -> None:
    assert "Vouliez-vous dire « chercher » ?" in (await here.type("serch plan")).text


async def test_an_unknown_verb_of_a_group_is_answered_with_its_verbs(here: Office) -> None:
    assert "« entreprise ajouter »" in (await here.type("entreprise ajuter Renault")).text


async def test_english_names_are_answered_too(here: Office) -> None:
    english = await here.desk.answer(ALICE, "company list", {})
    assert spaced(english.text) == (await here.type("entreprise liste")).text


async def test_an_empty_search_is_refused_with_an_example(here: Office) -> None:
    reply = await here.type("chercher")
    assert reply.text.startswith("Il manque « mots »")
    assert reply.text.endswith("Exemple : /vigie chercher plan social")


async def test_blank_and_invisible_values_count_as_missing(here: Office) -> None:
    assert "Il manque « mots »" in spaced((await here.desk.answer(ALICE, "chercher", {"mots": " \u200b\n"})).text)


async def test_an_overlong_value_is_refused_with_its_limit(here: Office) -> None:
    reply = await here.type("chercher " + "mot " * 100)
    assert reply.text == "« mots » est trop long : 399 caractères, 200 au plus. Raccourcissez-le."


async def test_values_that_a_command_does_not_know_are_left_out(here: Office) -> None:
    reply = await here.desk.answer(ALICE, "aide", {"commande": "liste", "sel": "poivre"})
    assert "liste" in reply.text


# -- who may, and where -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "line", "lack"),
    [
        ("discord", "abonner", "« Gérer les salons »"),
        ("discord", "flux ajouter a.fr", "« Gérer le serveur »"),
        ("slack", "tester", "les invités peuvent seulement consulter"),
        ("slack", "entreprise retirer X", "administrer l'espace de travail"),
        ("web", "abonner", "il faut en avoir le droit"),
    ],
)
async def test_a_missing_permission_is_named_in_the_words_of_the_platform(
    here: Office, platform: str, line: str, lack: str
) -> None:
    asker = replace(READER, channel=replace(READER.channel, platform=platform))
    reply = await here.type(line, asker)
    assert lack in reply.text
    assert "Demandez à une personne" in reply.text
    assert reply.private


async def test_whoever_sets_a_channel_up_may_not_change_what_all_share(here: Office) -> None:
    assert "« Gérer le serveur »" in (await here.type("entreprise ajouter Nouvelle", SETTER)).text
    assert "est abonné" in (await here.type("abonner", SETTER)).text


@pytest.mark.parametrize("line", ["abonner", "desabonner", "tester"])
async def test_in_a_thread_one_is_sent_to_the_channel(here: Office, line: str) -> None:
    reply = await here.type(line, replace(ALICE, place="fil"))
    assert reply.text.startswith("Les alertes vont au salon, pas dans ses fils")
    assert f"/vigie {line}" in reply.text
    assert await here.store.subscriptions(ALICE.channel) == []


async def test_in_a_thread_one_may_look_and_change_what_is_shared(here: Office) -> None:
    reader = replace(ALICE, place="fil")
    assert "Ateliers Morvan" in (await here.type("entreprise liste", reader)).text
    assert "est surveillée" in (await here.type("entreprise ajouter Nouvelle", reader)).text


@pytest.mark.parametrize("line", ["abonner", "tester", "entreprise ajouter X2", "flux retirer La Gazette"])
async def test_in_a_private_message_nothing_is_changed(here: Office, line: str) -> None:
    reply = await here.type(line, replace(ALICE, place="message privé"))
    assert "ne se fait pas en message privé" in reply.text
    assert "dans le salon" in reply.text


@pytest.mark.parametrize("line", ["liste", "chercher plan"])
async def test_in_a_private_message_there_is_nothing_to_look_at(here: Office, line: str) -> None:
    reply = await here.type(line, replace(READER, place="message privé"))
    assert reply.text.startswith("Un message privé ne reçoit pas d'alertes")


async def test_help_is_given_anywhere(here: Office) -> None:
    assert "Vigie lit" in (await here.type("aide", replace(READER, place="message privé"))).text


# -- accidents --------------------------------------------------------------------------------------------------------


async def test_an_accident_is_an_apology_with_a_mark_that_the_log_explains(
    here: Office, caplog: pytest.LogCaptureFixture
) -> None:
    here.store.database.close()
    with caplog.at_level(logging.ERROR):
        reply = await here.type("chercher motsecret")
    assert reply.text.startswith("Une erreur inattendue m'a arrêté, pardon. Réessayez dans une minute")
    mark = reply.text.split()[-1]
    assert mark in caplog.text
    assert "Traceback" in caplog.text
    assert "motsecret" not in caplog.records[0].getMessage()
    await here.store.__aenter__()


async def test_a_completion_that_fails_suggests_nothing(here: Office, caplog: pytest.LogCaptureFixture) -> None:
    here.store.database.close()
    assert await here.desk.complete(ALICE, "abonner", "entreprises", "a") == ()
    assert "could not complete" in caplog.text
    await here.store.__aenter__()


async def test_a_reply_never_passes_the_limit_of_a_message(here: Office) -> None:
    try:

        @command("parler", "Parler longtemps", english="talk", english_help="Talk for long")
        async def talk(desk: object, caller: object, values: Values) -> Reply:
            return Reply("mot " * 1000)

        reply = await here.type("parler")
        assert len(reply.text) <= 1900
        assert reply.text.endswith("…")
    finally:
        del COMMANDS["parler"]


ODD = [
    "'; DROP TABLE story;--",
    "%s%n{0}{x}",
    "@everyone <!channel> <@1>",
    "\u202eà l'envers\u202c",
    "\ud800 moitié",
    "ﷺ" * 40,
    "Z͑ͫ̓a̡l͠g͡o̷",
    "0x7fffffff",
    "-1",
    "9" * 180,
    "\N{PILE OF POO}",
    '«\u00a0» " “”',
    ",,,",
    "~",
    "~1",
    "* NEAR( OR ^",
    "http://[",
    "\x00\x1b[31mrouge",
]
"""What people, and those who are not people, put into a field."""


@pytest.mark.parametrize("name", COMMANDS)
async def test_no_odd_value_is_an_accident(here: Office, name: str, caplog: pytest.LogCaptureFixture) -> None:
    await here.type("abonner")
    for odd in ODD:
        values = {argument.name: odd for argument in COMMANDS[name].arguments}
        for given in (values, *({one: odd} for one in values)):
            reply = await here.desk.answer(ALICE, name, given)
            assert 0 < len(reply.text) <= 1900
            assert "inattendue" not in reply.text
        for argument in values:
            await here.desk.complete(ALICE, name, argument, odd)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


# -- completion -------------------------------------------------------------------------------------------------------


async def suggested(here: Office, name: str, argument: str, typed: str, caller: Caller = ALICE) -> list[str]:
    return [value for _, value in await here.desk.complete(caller, name, argument, typed)]


async def test_companies_complete_by_name_and_alias(here: Office) -> None:
    assert await suggested(here, "abonner", "entreprises", "pon") == ["Brasseries du Ponant"]
    assert await suggested(here, "abonner", "entreprises", "groupe") == ["L'Orée"]
    assert await suggested(here, "abonner", "entreprises", "ORÉE") == ["L'Orée"]
    assert await suggested(here, "abonner", "entreprises", "zzz") == []


async def test_a_list_completes_its_last_item_and_keeps_the_others(here: Office) -> None:
    assert await suggested(here, "abonner", "entreprises", "L'Orée, mor") == ["L'Orée, Ateliers Morvan"]
    assert await suggested(here, "abonner", "entreprises", "L'Orée,") == [
        "L'Orée, Ateliers Morvan",
        "L'Orée, Brasseries du Ponant",
    ]
    assert await suggested(here, "abonner", "entreprises", "x" * 95 + ", mor") == []


async def test_each_command_completes_what_it_is_about(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague")
    await here.type("abonner L'Orée")
    assert await suggested(here, "desabonner", "entreprises", "") == ["L'Orée"]
    assert await suggested(here, "chercher", "entreprise", "") == ["L'Orée"]
    assert await suggested(here, "entreprise modifier", "nom", "") == ["Nouvelle Vague"]
    await here.type("abonner")
    assert len(await suggested(here, "chercher", "entreprise", "")) == 4


async def test_nobody_is_shown_another_tenant_s_companies(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague")
    assert "Nouvelle Vague" not in await suggested(here, "abonner", "entreprises", "", STRANGER)


async def test_topics_complete(here: Office) -> None:
    assert await suggested(here, "abonner", "sujets", "aut") == ["autorites"]
    assert await suggested(here, "chercher", "sujet", "") == ["emploi", "autorites", "tous"]


async def test_only_a_tenant_s_own_feeds_complete_for_removal(here: Office) -> None:
    assert await suggested(here, "flux retirer", "flux", "") == []


async def test_nothing_completes_what_is_unknown_free_or_not_allowed(here: Office) -> None:
    assert await suggested(here, "manger", "plat", "") == []
    assert await suggested(here, "abonner", "plat", "") == []
    assert await suggested(here, "chercher", "mots", "plan") == []
    assert await suggested(here, "entreprise modifier", "nom", "", READER) == []


async def test_the_terminal_is_answered_without_slashes(here: Office) -> None:
    assert (
        await here.type("desabonner", AT_TERMINAL)
    ).text == "Ce terminal n'est abonné à rien : il n'y a rien à arrêter."
    assert "tapez" not in (await here.type("aide", AT_TERMINAL)).text
    assert "/vigie" not in (await here.type("aide", AT_TERMINAL)).text
