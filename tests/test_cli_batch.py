"""`analyse` and `summarise`: one line in, one line out, whatever the lines are."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from vigie.cli.batch import analyse, summarise

WATCHED = [{"name": "Ateliers Morvan", "aliases": ["Morvan SA"]}, {"name": "Nuagéo"}]

DISMISSALS = {
    "id": "1",
    "title": "Ateliers Morvan : 120 postes supprimés à Nevers",
    "text": "Les Ateliers Morvan ont annoncé lundi la suppression de 120 postes à Nevers. Nuagéo n'a rien annoncé.",
}
FINE = {
    "id": "2",
    "title": "La CNIL inflige une amende de 2 millions d'euros à Nuagéo",
    "text": "La CNIL a sanctionné lundi la société Nuagéo d'une amende de 2 millions d'euros.",
    "lang": "fr",
    "published": "2026-03-02T08:00:00+01:00",
}


@pytest.fixture
def companies(tmp_path: Path) -> Path:
    path = tmp_path / "watchlist.json"
    path.write_text(json.dumps(WATCHED), encoding="utf-8")
    return path


def lines(*items: object) -> io.BytesIO:
    return io.BytesIO(b"".join(i if isinstance(i, bytes) else json.dumps(i).encode() + b"\n" for i in items))


def found(companies: Path, *items: object) -> list[dict[str, Any]]:
    out = io.BytesIO()
    assert analyse(companies, Path("none.yaml"), lines(*items), out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_article_becomes_its_alerts_with_facts_evidence_and_a_summary(companies: Path) -> None:
    [line] = found(companies, DISMISSALS)
    [alert] = [a for a in line["alerts"] if a["role"] == "subject"]
    assert (line["id"], line["lang"]) == ("1", "fr")
    assert (alert["company"], alert["topic"], alert["facts"]["jobs"]) == ("Ateliers Morvan", "layoffs", 120)
    assert 0 <= alert["score"] <= 1
    assert "120" in alert["summary"]
    texts = [DISMISSALS[e["field"]][e["start"] : e["end"]] for e in alert["evidence"]]
    assert any("Morvan" in text for text in texts)


def test_a_fine_has_its_authority_as_written_and_in_french(companies: Path) -> None:
    [line] = found(companies, FINE)
    facts = line["alerts"][0]["facts"]
    assert facts["authority_fr"] == "CNIL"
    assert "CNIL" in facts["authority"]
    assert (facts["action"], facts["amount"], facts["currency"]) == ("fine", 2_000_000, "EUR")


def test_the_answers_come_in_the_order_of_the_articles(companies: Path) -> None:
    assert [line["id"] for line in found(companies, FINE, DISMISSALS, {"id": 3, "title": "Rien"})] == ["2", "1", 3]


def test_only_the_companies_that_the_line_names_are_considered(companies: Path) -> None:
    assert found(companies, DISMISSALS | {"companies": ["Nuagéo"]})[0]["alerts"] == [] or all(
        a["company"] == "Nuagéo" for a in found(companies, DISMISSALS | {"companies": ["Nuagéo"]})[0]["alerts"]
    )
    assert found(companies, DISMISSALS | {"companies": ["Ateliers Morvan"]})[0]["alerts"]


def test_without_a_watch_list_the_companies_of_feeds_yaml_are_watched(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text(
        "feeds: [{name: G, url: 'https://g.example/rss'}]\ncompanies: [{name: Ateliers Morvan}]\n", encoding="utf-8"
    )
    out = io.BytesIO()
    assert analyse(None, feeds, lines(DISMISSALS), out) == 0
    assert json.loads(out.getvalue())["alerts"][0]["company"] == "Ateliers Morvan"


BROKEN = [
    (b"{\n", "ce n'est pas du JSON"),
    (b'{"title": "\xe9"}\n', "UTF-8"),
    (b"[" * 100_000 + b"\n", "imbriqué"),
    (b"[1]\n", "il faut un objet"),
    (b'{"id": "9"}\n', "il faut un « title »"),
    (b'{"title": 3}\n', "doivent être des textes"),
]


@pytest.mark.parametrize(("line", "said"), BROKEN)
def test_a_broken_line_is_told_with_its_number_and_the_others_go_on(
    companies: Path, line: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [one["id"] for one in found(companies, FINE, b"\n", line, DISMISSALS)] == ["2", "1"]
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert told.startswith("ligne 3 : ")
    assert said in told


def test_odd_values_do_no_harm(companies: Path) -> None:
    odd = DISMISSALS | {"id": "\ud800", "url": 3, "lang": 4, "published": "hier", "companies": "Nuagéo"}
    [line] = found(companies, odd | {"text": DISMISSALS["text"] + " \ud800"})
    assert line["alerts"]


@pytest.mark.parametrize(
    "content", ["{", "3", '[{"aliases": []}]', '[{"name": 3}]', '[{"name": "A", "aliases": [3]}]', "[4]"]
)
def test_a_wrong_watch_list_is_one_sentence_and_exit_code_1(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.json"
    path.write_text(content, encoding="utf-8")
    assert analyse(path, Path("x"), lines(FINE), io.BytesIO()) == 1
    assert "il faut une liste JSON" in capsys.readouterr().err


def test_the_words_that_feeds_yaml_adds_to_a_topic_count_too(tmp_path: Path) -> None:
    broom = {"id": "b", "title": "Coup de balai aux Ateliers Morvan", "text": "Un coup de balai."}
    feeds = tmp_path / "feeds.yaml"
    text = "feeds: [{name: G, url: 'https://g.example/rss'}]\ncompanies: [{name: Ateliers Morvan}]\n"
    found = []
    for more in ("", "topics: {layoffs: {words: [coup de balai]}}\n"):
        feeds.write_text(text + more, encoding="utf-8")
        out = io.BytesIO()
        assert analyse(None, feeds, lines(broom), out) == 0
        found.append([alert["topic"] for alert in json.loads(out.getvalue())["alerts"]])
    assert found == [[], ["layoffs"]]


def test_a_missing_watch_list_or_feeds_yaml_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert analyse(tmp_path / "no.json", Path("x"), lines(FINE), io.BytesIO()) == 1
    assert "--companies" in capsys.readouterr().err
    assert analyse(None, tmp_path / "no.yaml", lines(FINE), io.BytesIO()) == 1
    assert "no.yaml" in capsys.readouterr().err


def test_an_article_is_summed_up_whatever_it_is_about() -> None:
    out = io.BytesIO()
    text = "Le phare de Saint-Evran rouvre samedi après deux ans de travaux. La visite sera gratuite tout l'été."
    assert summarise(lines({"id": "a", "title": "Le phare rouvre", "text": text}), out) == 0
    line = json.loads(out.getvalue())
    assert line["id"] == "a"
    assert 0 < len(line["summary"]) <= 280


class Closed(io.BytesIO):
    """The end of a pipe whose reader left."""

    def write(self, data: object, /) -> int:
        raise BrokenPipeError


def test_a_reader_that_has_had_enough_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert summarise(lines({"title": "Un titre"}), Closed()) == 0
