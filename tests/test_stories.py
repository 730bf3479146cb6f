"""Which story an article belongs to, and what it changes there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from vigie.model import (
    LAYOFFS,
    REGULATION,
    Article,
    Company,
    Event,
    Fact,
    Facts,
    LayoffFacts,
    News,
    Passage,
    RegulationFacts,
    Role,
    Stage,
    Summary,
)
from vigie.stories import Candidate, is_copy, match, news, telling
from vigie.stories.compare import explained, probability
from vigie.summarise.updates import update

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MORVAN = Company(1, "Ateliers Morvan")
AT = Passage("title", 0, 1)


def event(facts, topic=LAYOFFS, stage=None):
    return Event(MORVAN, topic, Role.SUBJECT, stage, facts, (), 1.0)


def told(title, facts=None, text="", topic=LAYOFFS, seen=NOON, stage=None):
    facts = facts or (LayoffFacts() if topic == LAYOFFS else RegulationFacts())
    return telling(event(facts, topic, stage), Article("https://b.example/1", title, text), seen)


def story(*tellings, id=1):
    return Candidate(id, tellings[0].seen, tellings[-1].seen, tellings)


def joins(one, *stories, seen=None):
    return match(one, seen or one.seen, stories)


def jobs(n):
    return LayoffFacts(jobs=Fact(n, AT))


def fine(amount, authority="CNIL", action="fine"):
    return RegulationFacts(
        amount=Fact(amount, AT), currency=Fact("EUR", AT), authority_fr=authority, action=Fact(action, AT)
    )


# -- the same event ---------------------------------------------------------------------------------------------------


def test_the_same_figure_is_the_same_story_in_whatever_words_and_language():
    known = story(told("Ateliers Morvan supprime 400 postes", jobs(400)))
    assert joins(told("Morvan workshops to cut 400 jobs worldwide", jobs(400)), known) is known


def test_another_figure_is_another_story_even_in_the_same_words():
    known = story(told("Ateliers Morvan supprime 400 postes à Nevers", jobs(400)))
    assert joins(told("Ateliers Morvan supprime 90 postes à Nevers", jobs(90)), known) is None


def test_without_a_figure_to_compare_alike_titles_are_one_story():
    known = story(told("Plan social en vue chez Ateliers Morvan à Nevers"))
    assert joins(told("Ateliers Morvan : plan social en vue à Nevers"), known) is known


def test_a_wave_tells_one_plan_from_the_next():
    known = story(told("Vague de départs", LayoffFacts(share=Fact(12.0, AT), wave=Fact(3, AT))))
    assert joins(told("Départs", LayoffFacts(share=Fact(12.0, AT))), known) is known
    assert joins(told("Vague de départs", LayoffFacts(wave=Fact(2, AT))), known) is None


def test_two_authorities_tell_two_stories():
    known = story(told("Amende pour Ateliers Morvan", fine(5e7), topic=REGULATION))
    assert joins(told("Morvan fined", fine(5e7), topic=REGULATION), known) is known
    assert joins(told("Ateliers Morvan puni", fine(9e6, "AMF"), topic=REGULATION), known) is None


def test_the_newest_of_several_stories_that_fit_is_joined():
    newer, older = (story(told("Titre", jobs(400)), id=n) for n in (2, 1))
    assert joins(told("Titre", jobs(400)), newer, older) is newer


def test_articles_that_share_nothing_are_not_one_story():
    assert joins(told("!"), story(told("?"))) is None
    assert joins(told("Ateliers Morvan ouvre un magasin", Facts()), story(told("Grève", Facts()))) is None


def test_where_it_happens_tells_two_plans_apart():
    def at(place, n):
        return LayoffFacts(jobs=Fact(n, AT), places=(Fact(place, AT),))

    known = story(told("Ateliers Morvan ferme Autun", at("Autun", 34)))
    other = told("Ateliers Morvan réduit la voilure au Creusot", at("Creusot", 51))
    assert joins(other, known) is None
    assert {"places apart", "title places apart", "elsewhere"} <= explained(other, known.tellings[0]).keys()


def test_a_round_up_joins_by_a_figure_alone_and_draws_nobody_in():
    plan = told("Ateliers Morvan supprime 400 postes à Nevers", jobs(400))
    alone = story(plan)
    listing = told("L'essentiel de la semaine : Morvan, Kerouan, Ponant", jobs(400), "Ateliers Morvan : 400 postes.")
    assert listing.lists
    assert joins(listing, alone) is alone
    assert joins(told("La revue de presse : plan social à Nevers"), alone) is None
    glued = story(plan, listing)
    assert joins(told("Kerouan et Ponant inquiets", jobs(60)), glued) is None


def test_a_chain_of_articles_that_drift_apart_is_no_story():
    """Each speaks of a place of the one before it, and none but the second of those of the first."""
    towns = [f"{start}{end}" for start in ("Mont", "Bourg", "Pont", "Val") for end in ("clair", "noir", "vert", "gris")]
    grown = story(told(f"Plan social chez Ateliers Morvan à {towns[0]}, inquiétude à {towns[1]}"))
    for day, (one, other) in enumerate(pairwise(towns[1:]), 1):
        link = told(f"Ateliers Morvan : {one} et {other} fermeront", seen=NOON + timedelta(days=day))
        if joins(link, grown) is not None:
            grown = story(*grown.tellings, link)
    assert len(grown.tellings) < 6


def test_a_story_closes_a_week_after_its_last_article():
    old = told("Plan social chez Ateliers Morvan à Nevers")
    late = told("Plan social chez Ateliers Morvan à Nevers", seen=NOON + timedelta(days=8))
    assert joins(late, story(old)) is None


def test_an_old_story_is_known_again_by_its_very_figure_for_three_months():
    old = story(told("Ateliers Morvan supprime 283 postes à Nevers", jobs(283)))
    for days, found in ((40, old), (100, None)):
        again = told("Morvan : six mois après les 283 suppressions de postes à Nevers", jobs(283))
        assert joins(again, old, seen=NOON + timedelta(days=days)) is found
    assert joins(told("Morvan à Nevers"), old, seen=NOON + timedelta(days=40)) is None


def test_a_story_that_never_stops_is_closed_after_two_months():
    opened = told("Plan social chez Ateliers Morvan à Nevers")
    grown = Candidate(1, NOON, NOON + timedelta(days=61), (opened,))
    now = NOON + timedelta(days=62)
    assert joins(told("Plan social chez Ateliers Morvan à Nevers", seen=now), grown) is None


def test_of_many_articles_two_must_agree():
    lead = told("Ateliers Morvan supprime 400 postes à Nevers", jobs(400))
    others = [told(f"Ateliers Morvan : colère à Nevers, jour {n}") for n in range(5)]
    known = story(lead, *others)
    assert joins(told("Ateliers Morvan : la colère monte à Nevers"), known) is known


def test_probability_is_symmetric():
    one, other = told("Ateliers Morvan supprime 400 postes", jobs(400)), told("Morvan axes 400 jobs", jobs(400))
    assert probability(one, other) == pytest.approx(probability(other, one))


# -- what it changes --------------------------------------------------------------------------------------------------


def test_a_repetition_is_no_news():
    known = [told("Ateliers Morvan supprime 400 postes", jobs(400))]
    assert news(told("400 postes supprimés chez Ateliers Morvan", jobs(400)), known) is None
    assert news(told("Ateliers Morvan : les syndicats en colère"), known) is None


def test_another_figure_is_news_with_the_old_one_beside_it():
    known = [told("Ateliers Morvan supprime 9 000 postes", jobs(9000))]
    found = news(told("Ateliers Morvan : 9 100 postes", jobs(9100)), known)
    assert found == News("figure", "jobs", 9100, 9000)
    assert not found.loud
    new = update(found, event(jobs(9100)), Summary("…", "brief", "fr"), "https://b.example/1", "b.example")
    assert new.text == "Mise à jour\u00a0: 9\u202f100\u00a0postes, contre 9\u202f000"
    assert (new.figure, new.outlet, new.loud) == ("9\u202f100\u00a0postes", "b.example", False)


def test_the_first_figure_is_news():
    found = news(told("Ateliers Morvan : 400 postes", jobs(400)), [told("Ateliers Morvan licencie")])
    assert found == News("figure", "jobs", 400)
    new = update(found, event(jobs(400)), Summary("…", "brief", "fr"), "", "")
    assert (new.text, new.figure) == ("Mise à jour\u00a0: 400\u00a0postes", "")


@pytest.mark.parametrize(("exact", "rounded"), [(2389, 2400), (1254, 1200), (93, 100)])
def test_a_rounded_figure_is_no_news(exact, rounded):
    known = [told("Ateliers Morvan licencie", jobs(exact))]
    assert news(told("Ateliers Morvan licencie", jobs(rounded)), known) is None


def test_a_figure_is_compared_with_the_exact_one_among_those_told():
    known = [told("a", jobs(93)), told("b", jobs(100))]
    assert news(told("Morvan : 70 postes au lieu de 93", jobs(70)), known) == News("figure", "jobs", 70, 93)


def test_a_part_of_the_whole_is_no_contradiction():
    known = [told("Ateliers Morvan supprime 4 000 postes", jobs(4000))]
    part = told("Morvan : 2 900 postes à Nevers", jobs(2900), "Sur les 4 000 postes, 2 900 sont à Nevers.")
    assert news(part, known) is None
    assert news(told("Morvan : 400 postes à Nevers", jobs(400)), known) is None


def test_a_share_beside_a_known_number_is_no_news():
    known = [told("Ateliers Morvan supprime 400 postes", jobs(400))]
    assert news(told("Morvan : 10 % des effectifs", LayoffFacts(share=Fact(10.0, AT))), known) is None
    found = news(told("Morvan : 12,5 %", LayoffFacts(share=Fact(12.5, AT))), [told("Morvan licencie")])
    new = update(found, event(LayoffFacts()), Summary("…", "brief", "fr"), "", "")
    assert new.text == "Mise à jour\u00a0: 12,5\u00a0%"


def test_a_figure_that_moved_by_a_fifth_is_loud():
    found = news(
        told("Morvan : 500 postes au lieu de 400", jobs(500)), [told("Ateliers Morvan supprime 400 postes", jobs(400))]
    )
    assert found.loud


def test_amounts_are_told_in_words_and_in_their_currency():
    known = [told("Amende", fine(1.2e9), topic=REGULATION)]
    found = news(told("Amende de 1,3 milliard", fine(1.3e9), topic=REGULATION), known)
    new = update(found, event(fine(1.3e9), REGULATION), Summary("…", "brief", "fr"), "", "")
    assert new.text == "Mise à jour\u00a0: 1,3\u00a0milliard d'euros, contre 1,2\u00a0milliard d'euros"
    unread = [told("Amende de 58 millions de dollars", topic=REGULATION)]
    assert news(told("Amende", fine(5e6), topic=REGULATION), unread) is None
    strange = News("figure", "amount", 5.0, None, "XXX")
    assert update(strange, event(fine(5.0), REGULATION), Summary("…", "brief", "fr"), "", "").text.endswith("5")


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Ateliers Morvan dément tout plan social", Stage.DENIED),
        ("Ateliers Morvan denies layoffs", Stage.DENIED),
        ("Ateliers Morvan renonce à son plan social", Stage.CANCELLED),
        ("Ateliers Morvan reverses course on layoffs", Stage.CANCELLED),
    ],
)
def test_a_denial_or_a_cancellation_turns_the_story_once(title, stage):
    known = [told("Ateliers Morvan supprime 400 postes", jobs(400))]
    found = news(told(title), known)
    assert (found.kind, found.stage, found.turns, found.loud) == ("turned", stage, True, True)
    assert news(told(title), [*known, told(title)]) is None


def test_the_matchers_stage_counts_where_the_title_says_so_too():
    known = [told("Ateliers Morvan supprime 400 postes", jobs(400))]
    assert (
        news(told("Morvan retire les lettres de licenciement", stage=Stage.CANCELLED), known).stage is Stage.CANCELLED
    )
    assert news(told("Ateliers Morvan : point sur la situation", stage=Stage.CANCELLED), known) is None


def test_a_rumour_that_is_confirmed_turns_the_story():
    known = [told("Ateliers Morvan supprimerait 400 postes, selon FO", jobs(400))]
    sure = told("Ateliers Morvan confirme 400 suppressions de postes", jobs(400), stage=Stage.ANNOUNCED)
    assert news(sure, known).kind == "confirmed"
    assert news(sure, [told("Ateliers Morvan supprime 400 postes", jobs(400))]) is None
    assert news(sure, [*known, sure]) is None


def test_an_appeal_is_told_once_and_in_our_words():
    known = [told("Ateliers Morvan condamné à une amende", fine(5e7), topic=REGULATION)]
    appeal = told("Ateliers Morvan fait appel de son amende", fine(5e7), topic=REGULATION)
    found = news(appeal, known)
    new = update(found, event(fine(5e7), REGULATION), Summary("Une amende.", "brief", "fr"), "", "")
    assert new.text == "Mise à jour\u00a0: un recours contre la décision est annoncé"
    assert news(appeal, [*known, appeal]) is None
    decided = news(told("La cour rejette l'appel des Ateliers Morvan, un recours rejeté", topic=REGULATION), known)
    assert update(decided, event(Facts(), REGULATION), Summary("Rejeté.", "brief", "fr"), "", "").text.endswith(
        "Rejeté."
    )


def test_what_settles_a_probe_is_news_a_day_later():
    probe = told("Enquête sur Ateliers Morvan", RegulationFacts(action=Fact("probe", AT)), topic=REGULATION)
    ruling = RegulationFacts(action=Fact("ruling", AT))
    later = NOON + timedelta(days=2)
    assert news(told("Ateliers Morvan condamné", ruling, topic=REGULATION, seen=later), [probe]).kind == "act"
    assert news(told("Ateliers Morvan condamné", ruling, topic=REGULATION), [probe]) is None


def test_a_liquidation_after_a_receivership_is_news():
    known = [told("Ateliers Morvan en redressement judiciaire")]
    dead = told("Ateliers Morvan : la liquidation prononcée")
    assert news(dead, known).kind == "act"
    assert news(dead, [dead]) is None


def test_a_round_up_brings_no_news():
    assert news(told("L'essentiel de la semaine", jobs(9)), [told("Ateliers Morvan licencie")]) is None


def test_a_dispatch_printed_twice_is_a_copy():
    dispatch = (
        "Le groupe mécanique a présenté mardi à ses syndicats un plan qui menace 120 postes à Nevers, "
        "a-t-on appris auprès de la direction. Une réunion est prévue jeudi."
    )
    known = [told("Ateliers Morvan : 120 postes menacés", text=dispatch)]
    assert is_copy(told("120 emplois menacés aux Ateliers Morvan", text=dispatch + " (AFP)"), known)
    assert not is_copy(told("Colère à Nevers", text="Les salariés ont bloqué l'usine toute la journée. " * 4), known)
    assert not is_copy(told("Bref", text="Bref."), known)
