"""What people's words mean to the commands: dates, topics, names; and the French they are answered in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from fakes.commands import spaced
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.commands import Caller, Level, Refused
from vigie.commands.days import first_day, read_day
from vigie.commands.naming import (
    company_named,
    feed_named,
    near,
    ranked,
    several_companies,
    topic_label,
    topic_value,
    topics_of,
)
from vigie.commands.phrases import ago, clean, clipped, health, host, named, page_of, pages, to_type
from vigie.memory import Memory, Rhythm
from vigie.model import LAYOFFS, REGULATION, Channel, Company, Feed, FeedState
from vigie.schedule import learnt

WEDNESDAY = date(2026, 11, 25)

DAYS = [
    ("2026-11-20", date(2026, 11, 20)),
    ("2026-11", date(2026, 11, 1)),
    ("20/11/2026", date(2026, 11, 20)),
    ("20/11/26", date(2026, 11, 20)),
    ("20.11.2026", date(2026, 11, 20)),
    ("11/2026", date(2026, 11, 1)),
    ("20/11", date(2026, 11, 20)),
    ("26/11", date(2025, 11, 26)),
    ("aujourd'hui", WEDNESDAY),
    ("Aujourd’hui", WEDNESDAY),
    ("hier", date(2026, 11, 24)),
    ("yesterday", date(2026, 11, 24)),
    ("avant-hier", date(2026, 11, 23)),
    ("7 jours", date(2026, 11, 18)),
    ("7j", date(2026, 11, 18)),
    ("les 7 derniers jours", date(2026, 11, 18)),
    ("il y a 2 semaines", date(2026, 11, 11)),
    ("une semaine", date(2026, 11, 18)),
    ("3 mois", date(2026, 8, 27)),
    ("2 weeks ago", date(2026, 11, 11)),
    ("1 an", date(2025, 11, 25)),
    ("novembre", date(2026, 11, 1)),
    ("Décembre", date(2025, 12, 1)),
    ("août 2024", date(2024, 8, 1)),
    ("1er novembre 2025", date(2025, 11, 1)),
    ("le 3 mars", date(2026, 3, 3)),
    ("janv.", date(2026, 1, 1)),
    ("march 2025", date(2025, 3, 1)),
    ("2025", date(2025, 1, 1)),
    ("en 2025", date(2025, 1, 1)),
    ("lundi", date(2026, 11, 23)),
    ("mercredi", WEDNESDAY),
    ("jeudi dernier", date(2026, 11, 19)),
    ("cette semaine", date(2026, 11, 23)),
    ("ce mois", date(2026, 11, 1)),
    ("cette année", date(2026, 1, 1)),
    ("la semaine dernière", date(2026, 11, 16)),
    ("mois dernier", date(2026, 10, 1)),
    ("l'année dernière", date(2025, 1, 1)),
    ("31/02/2026", None),
    ("2026-13-01", None),
    ("0 0 0", None),
    ("99999 jours", None),
    ("9999 jours", None),
    ("12/12/1200", None),
    ("jadis", None),
    ("", None),
    ("hier soir", None),
]


@pytest.mark.parametrize(("typed", "day"), DAYS)
def test_a_day_as_people_write_it(typed: str, day: date | None) -> None:
    assert read_day(typed, WEDNESDAY) == day


def test_nonsense_is_answered_with_examples_of_today() -> None:
    with pytest.raises(Refused) as refused:
        first_day("jadis", WEDNESDAY)
    assert "« jadis »" in spaced(str(refused.value))
    assert str(refused.value).endswith("2026-11-25, 25/11/2026, hier, 7 jours, novembre.")


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_text_is_too_odd_to_be_asked_for_a_date(typed: str) -> None:
    read_day(typed, WEDNESDAY)


# -- topics -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "topics"),
    [
        ("", set()),
        ("tous", set()),
        ("Tout", set()),
        ("emploi", {LAYOFFS}),
        ("Autorités", {REGULATION}),
        ("regulation", {REGULATION}),
        ("emploi, autorités", set()),
        ("emploi, tous", set()),
    ],
)
def test_topics_as_people_write_them(typed: str, topics: set[str]) -> None:
    assert topics_of(typed) == topics


def test_an_unknown_topic_is_answered_with_those_there_are() -> None:
    with pytest.raises(Refused) as refused:
        topics_of("emploi, sport")
    assert spaced(str(refused.value)) == "« sport » n'est pas un sujet. Écrivez emploi, autorites ou tous."


def test_topics_are_written_as_they_are_typed_and_said_as_on_a_card() -> None:
    assert (topic_value(frozenset()), topic_label(frozenset())) == ("tous", "tous les sujets")
    assert (topic_value(frozenset({LAYOFFS})), topic_label(frozenset({REGULATION}))) == ("emploi", "Autorités")


# -- names ------------------------------------------------------------------------------------------------------------

LOREAL = Company(1, "L'Oréal", ("L'Oreal Paris",))
AIR = Company(2, "Air France", ("AF", "Compagnie Air France"))
PARTNERS = Company(3, "Dupont, Fils et Cie")
RENAULT = Company(4, "Renault", ("Dacia",))
KNOWN = [LOREAL, AIR, PARTNERS, RENAULT]
SOMEONE = Caller(Channel("discord", "discord:1", "2"), "7", "Alice", Level.ADMIN)


@pytest.mark.parametrize("typed", ["L'Oréal", "l’oreal", "L'OREAL PARIS"])
def test_a_company_is_known_by_any_name_whatever_the_case_and_accents(typed: str) -> None:
    assert company_named(KNOWN, typed) == LOREAL


def test_a_name_wins_over_an_alias() -> None:
    dacia = Company(5, "Dacia")
    assert company_named([RENAULT, dacia], "dacia") == dacia


def test_a_list_may_hold_a_name_with_a_comma_and_repeat_itself() -> None:
    asked = "Renault, Dupont, Fils et Cie, dacia, AF"
    assert several_companies(KNOWN, asked, SOMEONE) == [RENAULT, PARTNERS, AIR]


@pytest.mark.parametrize("typed", ["", "toutes", "All", " , "])
def test_no_name_means_every_company(typed: str) -> None:
    assert several_companies(KNOWN, typed, SOMEONE) == []


def test_an_unknown_company_is_answered_with_the_nearest_and_how_to_add_it() -> None:
    with pytest.raises(Refused) as refused:
        several_companies(KNOWN, "Renaut", SOMEONE)
    text = spaced(str(refused.value))
    assert "« Renaut » n'est pas une entreprise surveillée. Vouliez-vous dire « Renault » ?" in text
    assert text.endswith("/vigie entreprise ajouter nom: Renaut")


def test_near_names_hold_the_word_or_are_spelt_like_it() -> None:
    names = ["Renault", "Air France", "Air Liquide", "Thales"]
    assert near("renaud", names) == ["Renault"]
    assert near("air", names) == ["Air France", "Air Liquide"]
    assert near("zzz", names) == []
    assert near("", names) == []


def test_suggestions_rank_a_beginning_before_a_word_before_the_inside_before_an_alias() -> None:
    names = {"Safran": (), "Meta": ("Facebook", "France Meta"), "Air France": ("AF",), "Frans": (), "Renault": ()}
    labels = [label for label, _ in ranked("fra", names)]
    assert labels == ["Frans", "Meta (France Meta)", "Air France", "Safran"]
    assert ranked("af", names)[0] == ("Air France (AF)", "Air France")
    assert ranked("ÀIR", names) == [("Air France", "Air France")]
    assert len(ranked("", {f"Société {n}": () for n in range(60)})) == 25


FEEDS = [Feed("https://www.echos.example/rss/", "Les Échos"), Feed("http://a.example:8080/f?k=1", "A")]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("les echos", "Les Échos"),
        ("http://echos.example/rss", "Les Échos"),
        ("echos.example/rss", "Les Échos"),
        ("https://a.example:8080/f?k=1", "A"),
        ("https://a.example:8080/f?k=2", None),
        ("https://a.example/f?k=1", None),
        ("http://[", None),
    ],
)
def test_a_feed_is_known_by_its_name_or_its_address(typed: str, name: str | None) -> None:
    found = feed_named(FEEDS, typed)
    assert (found.name if found else None) == name


# -- French -----------------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-5), "à l'instant"),
        (timedelta(seconds=59), "à l'instant"),
        (timedelta(minutes=4), "il y a 4 min"),
        (timedelta(hours=3, minutes=50), "il y a 3 h"),
        (timedelta(days=2), "il y a 2 j"),
        (timedelta(days=500), "il y a plus d'un an"),
    ],
)
def test_how_long_ago(passed: timedelta, said: str) -> None:
    assert spaced(ago(NOW - passed, NOW)) == said


def test_the_health_of_a_feed_in_words() -> None:
    read = FeedState("u", last_success=NOW - timedelta(minutes=4))
    broken = FeedState("u", last_success=NOW - timedelta(days=2), failures=3, last_error="Le serveur ne répond pas.")
    never = FeedState("u", failures=1)
    assert spaced(health(read, NOW)) == "lu il y a 4 min"
    assert health(FeedState("u"), NOW) == "pas encore lu"
    assert spaced(health(broken, NOW)) == "en panne, dernière lecture il y a 2 j : Le serveur ne répond pas"
    assert spaced(health(never, NOW)) == "jamais lu, 1 essai : raison inconnue"


@pytest.mark.parametrize(
    ("gap", "usually"),
    [
        (timedelta(minutes=20), "plusieurs fois par heure"),
        (timedelta(minutes=62), "chaque heure"),
        (timedelta(hours=3, minutes=3), "toutes les 3 h"),
        (timedelta(hours=86), "tous les 3 j"),
    ],
)
def test_a_silent_feed_is_told_with_its_usual_gap(gap: timedelta, usually: str) -> None:
    last = NOW - timedelta(days=40)
    rhythm = learnt(Rhythm(), [last - n * gap for n in range(timedelta(days=30) // gap, -1, -1)], last)
    silent = FeedState("u", last_success=NOW - timedelta(minutes=4), memory=Memory(rhythm))
    assert spaced(health(silent, NOW)) == f"muet depuis 40 j (d'habitude, il publie {usually}), lu il y a 4 min"


def test_an_address_is_shown_by_its_host_alone() -> None:
    assert host("https://user:pass@www.echos.example:81/rss?key=secret") == "echos.example"
    assert host("http://[") == "cette adresse"


def test_names_in_a_sentence() -> None:
    assert named(["A"]) == "A"
    assert named(["A", "B", "C"]) == "A, B et C"
    assert named([str(n) for n in range(15)]).endswith("11 et 3 autres")


def test_what_is_typed_loses_its_invisible_letters() -> None:
    assert clean("  Re\u00adnau\u202elt\x00 \u200b\n e\u0301co ") == "Renau lt éco"


def test_a_long_text_is_cut_between_words() -> None:
    assert clipped("un deux trois", 13) == "un deux trois"
    assert clipped("un deux trois", 10) == "un deux…"
    assert clipped("a" * 30, 10) == "a" * 9 + "…"


def test_the_terminal_types_without_a_slash() -> None:
    here = Caller(Channel("terminal", "local", "ici"), "local", "vous", Level.ADMIN)
    assert (to_type(here, "liste"), to_type(SOMEONE, "liste")) == ("liste", "/vigie liste")


def test_lines_are_paged_by_number_and_by_length() -> None:
    assert [len(page) for page in pages(f"{n}" for n in range(45))] == [20, 20, 5]
    assert [len(page) for page in pages("x" * 700 for _ in range(5))] == [2, 2, 1]
    assert pages([]) == [[]]


def test_a_page_offers_only_the_turns_that_lead_somewhere() -> None:
    lines = [f"{n}" for n in range(45)]
    shown, turns = page_of(lines, {}, "liste")
    assert shown[-1] == "Page 1 sur 3"
    assert [(turn.label, turn.values) for turn in turns] == [("Suite", {"page": "2"})]
    _, turns = page_of(lines, {"page": "2"}, "liste")
    assert [(turn.label, turn.values["page"]) for turn in turns] == [("Retour", "1"), ("Suite", "3")]
    assert page_of(["un"], {}, "liste") == (["un"], ())


@pytest.mark.parametrize("page", ["0", "-1", "deux", "99999", "²"])
def test_a_page_that_is_no_number_is_refused(page: str) -> None:
    with pytest.raises(Refused, match="n'est pas un numéro de page"):
        page_of(["un"], {"page": page}, "liste")


def test_a_page_past_the_last_is_refused() -> None:
    with pytest.raises(Refused, match=r"Il n'y a que 1.page"):
        page_of(["un"], {"page": "2"}, "liste")
