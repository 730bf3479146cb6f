"""`replay`: an archive of feeds goes through the whole line again."""

from __future__ import annotations

import io
import json
from html import escape

import pytest

from vigie.cli.arguments import parsed
from vigie.cli.once import once
from vigie.cli.replay import main
from vigie.config import ConfigError

COMPANIES = '[{"name": "Ateliers Morvan", "aliases": ["Morvan SA"]}, {"name": "Brasseries du Ponant"}]'

PLAN = (
    "https://www.gazette.example/a?utm_source=rss",
    "Ateliers Morvan supprime 120 postes à Dijon",
    "Ateliers Morvan a annoncé mardi la suppression de 120 postes dans son usine de Dijon.",
)
AGAIN = (
    "https://eco.courrier.example/b",
    "120 postes supprimés chez Ateliers Morvan",
    "La direction d'Ateliers Morvan supprime 120 postes sur son site de Dijon.",
)
MORE = (
    "https://eco.courrier.example/c",
    "Ateliers Morvan : 135 suppressions de postes à Dijon, contre 120 annoncées",
    "À Dijon, Ateliers Morvan supprimera 135 postes au lieu de 120.",
)
OLD = (
    "https://www.gazette.example/0",
    "Brasseries du Ponant supprime 45 postes à Brest",
    "Les Brasseries du Ponant suppriment 45 postes à Brest.",
)


def rss(*items):
    told = "".join(
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link><guid>{escape(link)}</guid>"
        f"<description>{escape(text)}</description></item>"
        for link, title, text in items
    )
    return f"<rss version='2.0'><channel><title>t</title><link>https://x.example/</link>{told}</channel></rss>"


@pytest.fixture
def archive(tmp_path):
    """Three polls of two feeds, one of which is missing once, and what is not a poll."""
    folder = tmp_path / "archive"
    for name, feeds in {
        "2022-03-01T19-00-00": {"gazette": rss(OLD), "courrier": rss()},
        "2022-03-01T20-00-00": {"gazette": rss(PLAN, OLD)},
        "2022-03-01T21-30-00": {"gazette": rss(PLAN, OLD), "courrier": rss(AGAIN)},
        "2022-03-02T08-00-00": {"gazette": "<html><title>Panne</title>", "courrier": rss(MORE, AGAIN)},
        "notes": {},
    }.items():
        (folder / name).mkdir(parents=True)
        for feed, body in feeds.items():
            (folder / name / f"{feed}.xml").write_text(body, encoding="utf-8")
    (folder / "LISEZMOI").write_text("")
    (tmp_path / "companies.json").write_text(COMPANIES, encoding="utf-8")
    return folder


def replayed(archive, **options):
    out = io.BytesIO()
    code = main(archive, archive.parent / "companies.json", archive, out, **options)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_post_is_a_line_at_the_time_of_its_poll(archive, capsys):
    code, lines = replayed(archive)
    assert code == 0
    assert [(line["time"], line["kind"]) for line in lines] == [
        ("2022-03-01T20:00:00+00:00", "alert"),
        ("2022-03-01T21:30:00+00:00", "edit"),
        ("2022-03-02T08:00:00+00:00", "update"),
        ("2022-03-02T08:00:00+00:00", "edit"),
    ]
    alert, edit, update, _ = lines
    assert (alert["company"], alert["topic"], alert["articles"]) == ("Ateliers Morvan", "layoffs", [PLAN[0]])
    assert "120" in alert["summary"]
    assert {line["story"] for line in lines} == {alert["story"]}
    assert edit["articles"] == [PLAN[0], AGAIN[0]]
    assert edit["outlets"] == ["gazette.example", "courrier.example"]
    assert update["summary"].startswith("Mise à jour")
    assert "135" in update["summary"]
    said = capsys.readouterr().err
    assert "4 passages, 7 documents, 4 lignes." in said
    assert "gazette.xml\u00a0: Cette adresse est une page web" in said


def test_without_a_baseline_the_first_poll_posts_like_any_other(archive):
    _, lines = replayed(archive, baseline=False)
    assert (lines[0]["time"], lines[0]["company"]) == ("2022-03-01T19:00:00+00:00", "Brasseries du Ponant")
    assert len([line for line in lines if line["kind"] == "alert"]) == 2


def test_a_replay_is_the_same_each_time(archive):
    assert replayed(archive) == replayed(archive)


@pytest.mark.parametrize("name", ["absent", "vide"])
def test_a_folder_that_is_no_archive_is_one_sentence(tmp_path, archive, capsys, name):
    (tmp_path / "vide" / "notes").mkdir(parents=True)
    assert main(tmp_path / name, tmp_path / "companies.json", archive, io.BytesIO()) == 1
    assert "2022-03-01T19-00-00" in capsys.readouterr().err


def test_companies_that_cannot_be_read_are_an_error(tmp_path, archive):
    with pytest.raises(ConfigError, match="illisible"):
        main(archive, tmp_path / "absent.json", archive, io.BytesIO())


def test_the_command_line_plays_it(archive, capsysbinary):
    companies = archive.parent / "companies.json"
    asked = parsed(["replay", str(archive), "--companies", str(companies), "--no-baseline"])
    assert once(asked) == 0
    assert capsysbinary.readouterr().out.count(b"\n") == 5
