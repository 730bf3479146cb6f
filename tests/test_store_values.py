"""What the store makes of single values: JSON, moments, identities, words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from fakes.store import MORVAN, an_article, an_event
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from vigie.adapters.store.codec import (
    clean,
    dumps,
    evidence_from_json,
    evidence_to_json,
    facts_from_json,
    facts_to_json,
    strings,
)
from vigie.adapters.store.identity import identify
from vigie.adapters.store.schema import UtcTime
from vigie.adapters.store.visits import storable
from vigie.adapters.store.words import indexed, sought, words
from vigie.model import LAYOFFS, REGULATION, Evidence, Fact, Facts, LayoffFacts, Passage, RegulationFacts

PASSAGE = Passage("text", 3, 9)


@pytest.mark.parametrize(
    ("topic", "facts"),
    [
        (LAYOFFS, LayoffFacts()),
        (
            LAYOFFS,
            LayoffFacts(
                places=(Fact("Dijon", PASSAGE), Fact("Brest", Passage("title", 0, 5))),
                source=Fact("la CFDT", PASSAGE),
                jobs=Fact(120, PASSAGE),
                share=Fact(12.0, PASSAGE),
                wave=Fact(3, PASSAGE),
            ),
        ),
        (REGULATION, RegulationFacts(authority_fr="CNIL", amount=Fact(1.8e9, PASSAGE), currency=Fact("EUR", PASSAGE))),
        ("weather", Facts(places=(Fact("Dijon", PASSAGE),))),
    ],
)
def test_facts_come_back_as_they_were(topic, facts):
    event = an_event(MORVAN, topic, facts=facts)
    back = facts_from_json(topic, facts_to_json(event))
    assert back == facts
    assert type(back) is type(facts)


def test_whole_numbers_and_shares_keep_their_kind():
    facts = LayoffFacts(jobs=Fact(120, PASSAGE), share=Fact(12.0, PASSAGE))
    back = facts_from_json(LAYOFFS, facts_to_json(an_event(MORVAN, facts=facts)))
    assert (type(back.jobs.value), type(back.share.value)) == (int, float)


def test_evidence_comes_back_with_its_offsets():
    evidence = (Evidence("name", Passage("title", 0, 15), "alias"), Evidence("against", PASSAGE))
    assert evidence_from_json(evidence_to_json(an_event(MORVAN, evidence=evidence))) == evidence


def test_equal_values_are_equal_texts():
    assert dumps({"b": 1, "a": ["é"]}) == dumps({"a": ["é"], "b": 1}) == '{"a":["é"],"b":1}'


def test_the_words_of_facts_are_read_without_their_passages():
    facts = RegulationFacts(
        places=(Fact("Paris", PASSAGE),), authority_fr="CNIL", law=Fact("DSA", PASSAGE), amount=Fact(5.0, PASSAGE)
    )
    assert sorted(strings(facts_to_json(an_event(MORVAN, REGULATION, facts=facts)))) == ["CNIL", "DSA", "Paris"]


@pytest.mark.parametrize(("dirty", "kept"), [("a\0b", "a\ufffdb"), ("\ud800é", "\ufffdé"), ("plain", "plain")])
def test_text_that_no_database_takes_is_mended_without_moving_an_offset(dirty, kept):
    assert clean(dirty) == kept


def test_a_moment_out_of_the_calendar_is_unknown():
    east = timezone(timedelta(hours=2))
    assert storable(an_article(published=datetime(1, 1, 1, tzinfo=east))).published is None
    assert storable(an_article(published=datetime(2026, 1, 1, 2, tzinfo=east))).published == datetime(
        2026, 1, 1, tzinfo=UTC
    )


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="without its time zone"):
        UtcTime().process_bind_param(datetime(2026, 1, 1), sqlite.dialect())


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        (None, None),
        (datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)),  # SQLite
        (datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))), datetime(2026, 1, 1, tzinfo=UTC)),  # PostgreSQL
    ],
)
def test_a_moment_is_read_in_utc(kept, read):
    assert UtcTime().process_result_value(kept, sqlite.dialect()) == read


# -- identity ---------------------------------------------------------------------------------------------------------


def test_an_entry_is_known_by_its_guid_and_its_article_by_its_link():
    [one] = identify([an_article(url="https://www.gazette.example/a?utm_source=rss", guid="tag:1")])
    assert (one.entry, one.article) == ("guid:tag:1", "https://gazette.example/a")


def test_a_guid_is_compared_without_its_entities():
    [one, other] = (identify([an_article(guid=guid)])[0] for guid in ("a?x&y", "a?x&#38;y"))
    assert one.entry == other.entry


def test_a_guid_that_a_document_repeats_is_no_identity():
    one, other = identify([an_article(guid="https://gazette.example/") for _ in range(2)])
    assert one.entry != other.entry
    assert one.entry.startswith("link:")


def test_without_guid_the_link_tells():
    [one] = identify([an_article(url="http://gazette.example/a/")])
    assert one.entry == "link:https://gazette.example/a"


def test_without_guid_and_link_the_title_and_the_opening_tell():
    long = "x" * 500
    articles = [an_article("T", long + "a", url=""), an_article("T", long + "b", url=""), an_article("U", url="")]
    one, same, other = identify(articles)
    assert one == same
    assert one.article.startswith("words:")
    assert other.entry != one.entry


def test_a_link_that_several_entries_of_a_document_share_names_none_of_them():
    page = "https://gazette.example/notes"
    notes = [an_article("1", url=page + "#1", guid="n1"), an_article("2", url=page + "#2", guid="n2")]
    assert len({one.article for one in identify(notes)}) == 2
    bare = [an_article("1", url=page), an_article("2", url=page)]
    assert len({one.article for one in identify(bare)}) == len({one.entry for one in identify(bare)}) == 2
    assert all(one.link == page for one in identify(notes))


def test_the_same_entry_twice_in_a_document_is_one():
    twice = [an_article("1", url="https://gazette.example/1")] * 2
    assert len(set(identify(twice))) == 1


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'Oréal ferme", ["oreal", "ferme"]),
        ("l’œuvre d’art, qu’il achète", ["oeuvre", "art", "achete"]),
        ("company_12 AND NOT (x)", ["company", "12", "not", "x"]),
        ("aujourd'hui R&D", ["aujourd", "hui", "r", "d"]),
        ("🔥 de la ?!", []),
        ("北京", ["北京"]),
    ],
)
def test_words_are_folded_and_freed_of_what_says_nothing(text, found):
    assert words(text) == found


def test_every_word_is_indexed_under_its_french_and_its_english_stem():
    stems = set(indexed(["licenciements layoffs"]).split())
    assert {"licenci", "layoff"} <= stems


@pytest.mark.parametrize(
    ("asked", "told"),
    [("licenciement", "des licenciements"), ("fines", "was fined"), ("amende", "deux amendes"), ("usine", "Usines")],
)
def test_a_word_is_found_under_another_of_its_forms(asked, told):
    [stems] = sought(asked)
    assert set(stems) & set(indexed([told]).split())


@given(st.text())
def test_no_text_makes_a_token_that_a_query_could_not_hold(text):
    for token in [token for stems in sought(text) for token in stems]:
        assert not set(token) & set(" _\"'()*:^-+")
