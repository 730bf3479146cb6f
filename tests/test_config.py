"""feeds.yaml and the environment: what is right is taken up, what is wrong is told with its line, all at once."""

from datetime import timedelta
from pathlib import Path

import pytest

from vigie.config import ConfigError, PublicAddress, load, read, settings
from vigie.model import OwnWords

SMALL = """\
feeds:
  - {name: La Gazette, url: "https://gazette.example/rss", every: 30, language: fr}
  - {name: Le Courrier, url: "https://courrier.example/rss", title_only: true}
companies:
  - {name: Ateliers Morvan, aliases: [Morvan], context: [usine], exclude: [parc du Morvan]}
  - name: No
allow: ["Intranet.example:8443"]
defaults: {every: 20, contact: veille@example.org}
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(text)
    return str(caught.value).replace("\u00a0", " ").splitlines()


def test_a_right_file_is_taken_up_whole():
    config = read(SMALL)
    gazette, courrier = config.feeds
    assert (gazette.every, gazette.language) == (timedelta(minutes=30), "fr")
    assert (courrier.every, courrier.title_only) == (timedelta(minutes=20), True)
    assert config.companies[0].names == ("Ateliers Morvan", "Morvan")
    assert config.companies[0].context == ("usine",)
    assert config.allow == {"intranet.example:8443"}
    assert config.contact == "veille@example.org"
    assert config.texts == timedelta(days=30)
    assert read(SMALL.replace("every: 20", "texts: 7")).texts == timedelta(days=7)


def test_a_name_that_yaml_reads_as_a_boolean_stays_a_name():
    assert read(SMALL).companies[1].name == "No"


def test_the_file_that_ships_is_right_and_holds_about_forty_of_each():
    config = load(Path(__file__).parent.parent / "feeds.yaml")
    assert len(config.feeds) >= 40
    assert len(config.companies) >= 40


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (SMALL.replace("name: La Gazette, ", ""), 2, "il manque « name »"),
        (SMALL.replace("every: 30", "every: souvent"), 2, "nombre entier de minutes"),
        (SMALL.replace("every: 30", "every: 1"), 2, "5 minutes au moins"),
        (SMALL.replace("every: 30", "every: 9999"), 2, "1440 minutes"),
        (SMALL.replace("language: fr", "language: français"), 2, "deux lettres"),
        (SMALL.replace("title_only: true", "title_only: peut-être"), 3, "true ou false"),
        (SMALL.replace("https://gazette.example/rss", "gazette.example"), 2, "adresse complète"),
        (SMALL.replace("https://gazette.example/rss", "https://[oops/rss"), 2, "adresse complète"),
        (SMALL.replace("//gazette", "//moi:secret@gazette"), 2, "mot de passe"),
        (SMALL.replace("aliases: [", "alias: ["), 5, "Vouliez-vous dire « aliases »"),
        (SMALL.replace("aliases: [Morvan]", "zzz: [Morvan]"), 5, "Réglages possibles ici"),
        (SMALL.replace("[Morvan]", "Morvan"), 5, "doit être une liste"),
        (SMALL.replace("[Morvan]", "[{a: b}]"), 5, "texte simple"),
        (SMALL.replace("[Morvan]", f"[{'x' * 81}]"), 5, "trop long"),
        (SMALL.replace("[Morvan]", "['']"), 5, "est vide"),
        (SMALL.replace("[Morvan]", f"[{', '.join(map(str, range(51)))}]"), 5, "trop d'éléments"),
        (SMALL.replace("name: No", "Renault"), 6, "nom: valeur"),
        (SMALL.replace("Intranet.example:8443", "intranet"), 7, "une machine et un port"),
        (SMALL.replace("name: No", "name: morvan"), 6, "nom d'entreprise déjà pris, ligne 5"),
        *[
            (SMALL.replace("veille@example.org", contact), SMALL[: SMALL.index("contact:")].count("\n") + 1, "joindre")
            for contact in ("moi", "équipe@example.org", "'veille @example.org'", '"a@b\\nX: y"', "' '")
        ],
        (SMALL.replace("courrier.example", "gazette.example"), 3, "adresse déjà donnée, ligne 2"),
        (SMALL.replace("courrier.example/rss", "GAZETTE.example:443/rss#haut"), 3, "adresse déjà donnée, ligne 2"),
        (SMALL + "topics: {emploi: {words: [rafle]}}\n", 9, "Réglages possibles ici : layoffs, regulation"),
        (SMALL + "topics:\n  layoffs: {word: [rafle]}\n", 10, "Vouliez-vous dire « words »"),
        (SMALL + "topics:\n  layoffs: [rafle]\n", 10, "nom: valeur"),
        (SMALL + "topics:\n  layoffs: {words: rafle}\n", 10, "doit être une liste"),
        (SMALL + "topics:\n  layoffs:\n    words:\n      - rafle\n      - '# postes'\n", 13, "par un mot entier"),
        (SMALL + "topics:\n  regulation: {exclude: ['{tu} ~2 x']}\n", 10, "« {tu} ~2 x » doit commencer"),
        (SMALL + "topics:\n  layoffs: {words: ['plan|en* social']}\n", 10, "trois lettres au moins"),
        *((SMALL.replace("every: 20", f"texts: {n}"), 8, "de 1 à 30") for n in ("0", "31", "-1", "sept", "1.5", "[7]")),
        (SMALL + "allow: []\n", 9, "écrit deux fois (déjà ligne 7)"),
        (SMALL.replace("aliases: [Morvan]", "aliases: [Morvan"), 5, "YAML"),
        ("feeds: []\ncompanies:\n  - name: A\n", 1, "au moins un élément"),
        ("companies:\n  - name: A\n", 1, "il manque « feeds »"),
        ("- a\n", 1, "nom: valeur"),
        ("", 1, "il manque « feeds »"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_write(text, line, words):
    said = mistakes(text)
    assert any(row.startswith(f"feeds.yaml, ligne {line} : ") and words in row for row in said), said


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    text = SMALL.replace("every: 30", "every: 1").replace("aliases:", "alias:").replace("contact:", "contacts:")
    assert [row.split(" : ")[0] for row in mistakes(text)] == [f"feeds.yaml, ligne {n}" for n in (2, 5, 8)]


def test_a_mistake_names_its_feed():
    assert mistakes(SMALL.replace("every: 30", "every: 1"))[0].endswith("(flux « La Gazette »)")


def test_a_value_left_empty_is_a_value_left_out():
    assert read(SMALL.replace("[Morvan]", "")).companies[0].aliases == ()


def test_a_topic_takes_words_of_the_operators_own():
    text = (
        SMALL
        + "topics:\n  regulation: {words: [carton rouge]}\n  layoffs: {words: [rafle*], exclude: [rafle de vent]}\n"
    )
    assert read(text).topics == (
        OwnWords("layoffs", ("rafle*",), ("rafle de vent",)),
        OwnWords("regulation", ("carton rouge",)),
    )
    assert read(SMALL).topics == ()


def test_a_missing_file_says_where_to_start_from(tmp_path):
    with pytest.raises(ConfigError, match="n'existe pas"):
        load(tmp_path / "feeds.yaml")


def test_a_file_that_is_not_utf8_says_its_line(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_bytes("feeds:\n  - name: Économie\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="ligne 2"):
        load(path)


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match="illisible"):
        load(tmp_path)


def test_a_control_character_is_told():
    assert "caractère interdit" in mistakes("feeds: \x00")[0]


def test_the_environment_gives_data_and_tokens_and_empty_ones_count_as_none():
    found = settings({"VIGIE_DATA": "/srv/vigie", "DISCORD_TOKEN": " abc ", "SLACK_BOT_TOKEN": ""})
    assert (found.data, found.discord_token, found.slack_bot_token) == (Path("/srv/vigie"), "abc", None)
    assert settings({}).data == Path("data")


def test_tokens_stay_out_of_the_representation():
    assert "s3cret" not in repr(settings({"DISCORD_TOKEN": "s3cret"}))


@pytest.mark.parametrize("given", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_one_of_slacks_two_tokens_alone_is_told(given):
    with pytest.raises(ConfigError, match="Slack a besoin des deux"):
        settings({given: "xoxb-1"})


def test_a_proxy_is_taken_up_and_its_password_shown_nowhere():
    config = read(SMALL + "proxy: http://ana:secret@proxy.example:3128\n")
    assert config.proxy == "http://ana:secret@proxy.example:3128"
    assert "secret" not in repr(config)
    assert read(SMALL).proxy is None


@pytest.mark.parametrize(
    "proxy", ["proxy.example:3128", "socks5://proxy.example", "http://proxy.example/chemin", "http://"]
)
def test_what_is_no_proxy_is_told(proxy):
    [mistake] = mistakes(SMALL + f"proxy: {proxy}\n")
    assert "http://proxy.exemple.fr:3128" in mistake


def test_a_public_address_is_taken_up_with_the_place_to_listen_at():
    assert read(SMALL).push is None
    assert read(SMALL + "push: {address: https://vigie.example/}\n").push == PublicAddress("https://vigie.example")
    there = read(SMALL + 'push: {address: https://example.org/vigie, listen: "[::]:9000"}\n').push
    assert there == PublicAddress("https://example.org/vigie", "::", 9000)


@pytest.mark.parametrize(
    ("push", "said"),
    [
        ("{address: vigie.example}", "https://exemple.fr"),
        ("{address: 'https://vigie.example/?a=b'}", "https://vigie.exemple.fr"),
        ("{address: 'https://ana:secret@vigie.example'}", "mot de passe"),
        ("{address: https://vigie.example, listen: '8480'}", "une machine et un port"),
        ("{listen: '127.0.0.1:8480'}", "il manque « address »"),
        ("{address: https://vigie.example, port: 80}", "address, listen"),
        ("https://vigie.example", "« push » doit contenir des lignes"),
    ],
)
def test_what_is_no_public_address_is_told(push, said):
    [mistake] = mistakes(SMALL + f"push: {push}\n")
    assert said in mistake


@pytest.mark.parametrize(
    ("said", "database"),
    [
        ("", None),
        ("/srv/vigie.db", Path("/srv/vigie.db")),
        ("postgresql://v:s3cr3t@db.example/vigie", "postgresql://v:s3cr3t@db.example/vigie"),
        ("postgres://db.example/vigie", "postgres://db.example/vigie"),
    ],
)
def test_the_database_is_a_file_or_an_address_and_is_never_shown(said, database):
    found = settings({"VIGIE_DATABASE": said})
    assert found.database == database
    assert "s3cr3t" not in repr(found)


def test_a_database_of_another_kind_is_refused_without_showing_its_password():
    with pytest.raises(ConfigError, match=r"postgresql://utilisateur") as error:
        settings({"VIGIE_DATABASE": "mysql://v:s3cr3t@db.example/vigie"})
    assert "s3cr3t" not in str(error.value)
