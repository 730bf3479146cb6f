"""A story as a card: its heading, its details, its sources, and nothing that a reader cannot see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.cards import LIMITS, MADE, card, example, made, plain
from vigie.model import (
    LAYOFFS,
    REGULATION,
    Company,
    Event,
    Fact,
    Facts,
    LayoffFacts,
    Passage,
    RegulationFacts,
    Role,
    Source,
    Stage,
    Story,
    Summary,
)

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 7, 9, 12, 5, tzinfo=UTC)
HERE = Passage("title", 0, 1)


def fact(value: str) -> Fact[str]:
    return Fact(value, HERE)


def story(
    facts: Facts,
    *,
    stage: Stage | None = None,
    text: str = "Verlane va supprimer 430 postes.",
    outlets: tuple[str, ...] = ("exemple.fr",),
    name: str = "Verlane",
    language: str = "fr",
) -> Story:
    topic = REGULATION if isinstance(facts, RegulationFacts) else LAYOFFS
    event = Event(Company(1, name), topic, Role.SUBJECT, stage, facts, (), 0.9)
    sources = tuple(Source(o, "Un titre", f"https://www.{o}/a?x=1", NOON, NOON) for o in outlets)
    return Story(7, event, Summary(text, "brief", language), sources, NOON, NOON)


def test_a_card_says_company_topic_stage_place_time_and_domain() -> None:
    made = card(story(LayoffFacts(places=(fact("U.S."),)), stage=Stage.ANNOUNCED, language="en"), PARIS)
    assert made.heading == "🔻 Verlane · Emploi · annoncé"
    assert made.details == "États-Unis · publié le 9 juil. 2026, 14\u00a0h\u00a005 · exemple.fr"
    assert (made.sources, made.link, made.title) == ("", "https://www.exemple.fr/a?x=1", "Un titre")
    assert made.notification == made.summary
    assert [(a.command, dict(a.values)) for a in made.actions] == [("pourquoi", {"alerte": "7"})]


@pytest.mark.parametrize(
    ("stage", "source", "text", "expected"),
    [
        (Stage.RUMOUR, None, "Verlane supprimerait des postes.", "rumeur"),
        (Stage.RUMOUR, "Bloomberg", "Verlane supprimerait des postes.", "selon la presse"),
        (Stage.RUMOUR, None, "Verlane supprimerait des postes, selon des sources.", "selon la presse"),
        (Stage.ANNOUNCED, "WSJ", "Verlane va supprimer des postes.", "selon la presse"),
        (Stage.ANNOUNCED, None, "Verlane supprimerait des postes.", "à confirmer"),
        (Stage.PLAN, None, "Verlane pourrait supprimer des postes.", "projet"),
        (Stage.UNDERWAY, None, "Verlane supprime des postes.", "en cours"),
        (Stage.DONE, None, "Verlane a supprimé des postes.", "fait"),
        (Stage.CANCELLED, "WSJ", "Verlane renonce.", "abandonné"),
        (Stage.DENIED, None, "Verlane dément.", "démenti"),
    ],
)
def test_the_stage_is_never_stronger_than_the_article(
    stage: Stage, source: str | None, text: str, expected: str
) -> None:
    facts = LayoffFacts(source=fact(source) if source else None)
    assert card(story(facts, stage=stage, text=text), PARIS).heading.endswith(f"· {expected}")


def test_no_stage_is_shown_where_none_is_known() -> None:
    assert card(story(LayoffFacts()), PARIS).heading == "🔻 Verlane · Emploi"


@pytest.mark.parametrize(
    ("procedure", "stage", "expected"),
    [
        ("RCC", Stage.PLAN, "🔻 Verlane · RCC · en négociation"),
        ("RCC", Stage.CANCELLED, "🔻 Verlane · RCC · abandonné"),
        ("PSE", Stage.ANNOUNCED, "🔻 Verlane · PSE · annoncé"),
        ("liquidation", None, "🔻 Verlane · Liquidation judiciaire"),
        ("inconnue", None, "🔻 Verlane · Emploi"),
    ],
)
def test_the_form_replaces_the_topic_where_it_is_known(procedure: str, stage: Stage | None, expected: str) -> None:
    assert card(story(LayoffFacts(procedure=fact(procedure)), stage=stage), PARIS).heading == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (RegulationFacts(action=fact("fine"), authority_fr="CNIL"), "⚖️ Verlane · Amende · CNIL"),
        (RegulationFacts(action=fact("probe"), authority=fact("U.S. judge")), "⚖️ Verlane · Enquête · juge américain"),
        (RegulationFacts(action=fact("probe"), authority=fact("Mr Nobody")), "⚖️ Verlane · Enquête"),
        (RegulationFacts(action=fact("other"), authority_fr="CNIL"), "⚖️ Verlane · Autorités · CNIL"),
        (RegulationFacts(action=fact("other")), "⚖️ Verlane · Autorités"),
    ],
)
def test_the_act_and_the_authority_stand_in_the_heading(facts: RegulationFacts, expected: str) -> None:
    told = story(facts, text="La CNIL inflige une amende à Verlane.", stage=Stage.PLAN)
    assert card(told, PARIS).heading == expected


def test_a_reported_act_of_an_authority_is_said_to_be_so() -> None:
    told = story(RegulationFacts(action=fact("fine")), text="Verlane écoperait d'une amende, selon le Figaro.")
    assert card(told, PARIS).heading == "⚖️ Verlane · Amende · selon la presse"


def test_outlets_are_counted_and_the_origin_stands_apart() -> None:
    facts = LayoffFacts(source=fact("Bloomberg"))
    assert card(story(facts, outlets=("a.fr", "b.fr", "a.fr")), PARIS).sources == (
        "D'après Bloomberg · repris par 2 médias\u00a0: a.fr · b.fr"
    )
    assert (
        card(story(LayoffFacts(), outlets=("a.fr", "b.fr")), PARIS).sources == "Repris par 2 médias\u00a0: a.fr · b.fr"
    )
    union = LayoffFacts(source=fact("la CGT"))
    assert card(story(union, outlets=("a.fr", "b.fr")), PARIS).sources.startswith("Repris par")


def test_the_notification_names_the_company_once() -> None:
    assert (
        card(story(LayoffFacts(), text="430 postes menacés."), PARIS).notification
        == "Verlane\u00a0: 430 postes menacés."
    )


def test_english_phrases_that_have_no_french_are_left_out_of_the_details() -> None:
    facts = LayoffFacts(places=(fact("its main plant"), fact("Lordstown")))
    assert card(story(facts, language="en"), PARIS).details.startswith("Lordstown · publié")
    assert card(story(LayoffFacts(places=(fact("usine du Nord"),))), PARIS).details.startswith("usine du Nord · ")


def test_an_unknown_topic_and_a_link_that_is_none_still_make_a_card() -> None:
    told = story(Facts())
    event = replace(told.event, topic="strikes")
    lead = replace(told.lead, url="http://[broken", published=None)
    made = card(replace(told, event=event, sources=(lead,)), PARIS, mark="Aperçu", actions=False)
    assert (made.heading, made.details, made.actions, made.mark) == ("• Verlane · strikes", "", (), "Aperçu")


@given(st.text(max_size=600), st.text(max_size=600))
def test_every_line_is_clean_and_fits(text: str, title: str) -> None:
    told = story(
        LayoffFacts(places=(fact(title or "x"),)), text=text, outlets=("a.fr", title or "b"), name=title or "x"
    )
    made = card(replace(told, sources=tuple(replace(s, title=title) for s in told.sources)), PARIS)
    for line, limit in LIMITS.items():
        value = getattr(made, line)
        assert len(value) <= limit
        assert not set(value) & set("\x00\n\r\u202e\u200b\u2066\ufeff\U000e0041")


def test_a_long_line_is_cut_between_words() -> None:
    assert plain("un mot " * 50, 30) == "un mot un mot un mot un mot…"
    assert plain("x" * 50, 10) == "x" * 9 + "…"


def test_the_example_is_marked_and_has_no_button() -> None:
    made = example(PARIS, NOON)
    assert made.mark == "Exemple"
    assert made.actions == ()
    assert made.heading == "🔻 Société Exemple · Emploi · projet"


def test_only_a_model_s_summary_is_labelled_on_the_card_and_each_where_one_asks() -> None:
    told = story(LayoffFacts())
    assert "automatique" not in card(told, PARIS).details
    by_model = replace(told, summary=replace(told.summary, method="model"))
    assert card(by_model, PARIS).details.endswith(" · résumé automatique")
    for method in MADE:
        said = made(Summary("Verlane va supprimer 430 postes.", method, "fr"))  # type: ignore[arg-type]
        assert said.startswith("Résumé automatique\u00a0: ")
