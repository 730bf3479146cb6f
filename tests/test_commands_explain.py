"""« Pourquoi ? »: the passages, the facts and the score, for what was posted here and for what was not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.commands import ELSEWHERE, GAZETTE, HERE, READER, STRANGER, Office, office, passage, spaced

from vigie.commands.explain import alone, quoted
from vigie.model import (
    REGULATION,
    Article,
    Event,
    Evidence,
    Fact,
    Feed,
    Finding,
    LayoffFacts,
    Passage,
    RegulationFacts,
    Role,
    Sensitivity,
    Stage,
)

TITLE = "L'Orée envisage un plan social"
TEXT = (
    "Réunis mardi matin au siège, les élus du personnel ont appris que le groupe L'Orée envisage de supprimer "
    "240 postes dans ses boutiques de Nantes et d'Épinal, selon la direction, qui invoque la baisse des ventes."
)
FACTS = LayoffFacts(
    jobs=Fact(240, passage(TEXT, "240 postes")),
    jobs_kind=Fact("threatened", passage(TEXT, "supprimer")),
    places=(Fact("Nantes", passage(TEXT, "Nantes")), Fact("Épinal", passage(TEXT, "Épinal"))),
    source=Fact("la direction", passage(TEXT, "la direction")),
)
EVIDENCE = (
    Evidence("name", passage(TEXT, "L'Orée"), "alias"),
    Evidence("name", passage(TITLE, "L'Orée", "title"), "alias"),
    Evidence("event", passage(TEXT, "supprimer 240 postes"), "jobs"),
    Evidence("stage", passage(TEXT, "envisage"), "plan"),
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as built:
        yield built


async def tell(here: Office, **how: object) -> str:
    """Publish the article; its address."""
    given: dict[str, object] = {"facts": FACTS, "evidence": EVIDENCE} | how
    return await here.publish("L'Orée", TITLE, TEXT, **given)  # type: ignore[arg-type]


# -- what was posted --------------------------------------------------------------------------------------------------


async def test_a_posted_alert_is_explained_by_its_passages(here: Office) -> None:
    await here.type("abonner L'Orée")
    await tell(here, alerts=[HERE])
    reply = await here.type("pourquoi 1", READER)
    assert reply.text.splitlines() == [
        "Alerte n° 1 : « L'Orée envisage un plan social », La Gazette.",
        "Publié ici parce que l'article a pour sujet L'Orée et raconte un fait d'emploi, ce que suit ce salon.",
        "Nomme l'entreprise : « L'Orée envisage un plan social »",
        "Raconte le fait : « …ont appris que le groupe L'Orée envisage de supprimer 240 postes dans ses boutiques de "
        "Nantes et d'Épinal… »",
        "Étape : projet, d'après « envisage »",
        "Faits : postes « 240 postes » · source « la direction » · lieu « Nantes » · lieu « Épinal »",
        "Note : 0,93 sur 1.",
        "Résumé automatique : d'après le seul titre de l'article.",
    ]
    assert reply.private


@pytest.mark.parametrize("typed", ["#1", "n° 1", "N°1", "nº 1", "alerte 1"])
async def test_an_alert_may_be_named_in_several_ways(here: Office, typed: str) -> None:
    await tell(here)
    assert (await here.type(f"pourquoi {typed}")).text.startswith("Alerte n° 1 :")


async def test_the_article_s_address_explains_it_too(here: Office) -> None:
    await here.type("abonner L'Orée")
    url = await tell(here, alerts=[HERE])
    for typed in (url, f"{url}?utm_source=rss", f"<{url}>"):
        lines = (await here.type(f"pourquoi {typed}")).text.splitlines()
        assert lines[0] == "« L'Orée envisage un plan social », vu dans La Gazette le 25 nov. 2026, 13 h 00."
        assert lines[1].startswith("L'Orée, Emploi. Publié ici parce que l'article a pour sujet L'Orée")
        assert "Étape : projet, d'après « envisage »" in lines


async def test_no_score_is_told_as_certain(here: Office) -> None:
    await tell(here, score=0.9973)
    assert "Note : 0,99 sur 1." in (await here.type("pourquoi 1")).text.splitlines()


async def test_the_threshold_is_shown_beside_the_score(here: Office) -> None:
    await tell(here)
    here.desk = replace(here.desk, thresholds={"layoffs": {Sensitivity.NORMAL: 0.52}})
    reply = await here.type("pourquoi 1")
    assert reply.text.splitlines()[-2].endswith("Note : 0,93 sur 1 ; seuil de ce salon : 0,52 (sensibilité normale).")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("abonner", "seuil de ce salon : 0,52 (sensibilité normale)"),
        ("abonner sensibilite: stricte", "seuil de ce salon : 0,8 (sensibilité stricte)"),
        ("abonner L'Orée sensibilite: large", "seuil de ce salon : 0,52 (sensibilité large)"),
        ("reglages sensibilite: stricte", "seuil de ce salon : 0,8 (sensibilité stricte)"),
    ],
)
async def test_the_threshold_is_that_of_the_channel_s_sensitivity(here: Office, line: str, said: str) -> None:
    await here.type(line)
    await tell(here)
    known = {Sensitivity.STRICT: 0.8, Sensitivity.NORMAL: 0.52, Sensitivity.WIDE: 0.52}
    here.desk = replace(here.desk, thresholds={"layoffs": known})
    assert said in (await here.type("pourquoi 1")).text


async def test_what_the_strict_sensitivity_left_out_says_so(here: Office) -> None:
    await here.type("abonner sensibilite: stricte")
    await tell(here)
    assert (
        "Non publié ici parce que ce salon ne retient, à la sensibilité stricte, que"
        in (await here.type("pourquoi 1")).text
    )


async def test_an_article_that_joined_an_alert_says_which(here: Office) -> None:
    await here.type("abonner L'Orée")
    await tell(here, alerts=[HERE])
    second = await tell(here, story=1)
    assert "Ajouté à l'alerte n° 1, publiée ici" in (await here.type(f"pourquoi {second}")).text


async def test_once_its_text_is_gone_only_the_essential_is_left(here: Office) -> None:
    await here.type("abonner")
    await tell(here, alerts=[HERE])
    await here.store.forget_texts(here.clock() + timedelta(days=31))
    lines = (await here.type("pourquoi 1")).text.splitlines()
    assert lines[2] == "Le texte de l'article n'est plus gardé : ses passages ne peuvent plus être montrés."
    assert lines[3].startswith("Note : 0,93")


# -- what was not -----------------------------------------------------------------------------------------------------


async def test_a_channel_that_does_not_follow_the_company_is_told_how_to(here: Office) -> None:
    await here.type("abonner Ateliers Morvan")
    await here.type("abonner L'Orée sujets: autorites")
    url = await tell(here, alerts=[ELSEWHERE.channel])
    for typed in ("1", url):
        assert (
            "Non publié ici parce que ce salon n'est pas abonné à L'Orée pour le sujet Emploi. "
            "Pour l'abonner : /vigie abonner entreprises: L'Orée"
        ) in (await here.type(f"pourquoi {typed}")).text


async def test_a_mere_mention_says_so(here: Office) -> None:
    await here.type("abonner")
    url = await tell(here, role=Role.MENTION)
    assert "Non publié ici parce que L'Orée n'y est que citée" in (await here.type(f"pourquoi {url}")).text


async def test_a_mention_that_the_wide_sensitivity_hears_says_where_it_is_told(here: Office) -> None:
    await here.type("abonner sensibilite: large")
    url = "https://gazette.example/cite"
    await here.read_feed(GAZETTE, Article(url, TITLE, TEXT))
    about = await here.company("L'Orée")
    event = Event(about, "layoffs", Role.MENTION, None, FACTS, (), 0.2, Sensitivity.WIDE)
    for entry in await here.store.unexamined():
        await here.store.save_examination(entry, [Finding(event)], 1, here.clock())
    assert "l'article figure dans les bilans, sans alerte" in (await here.type(f"pourquoi {url}")).text
    await here.type("abonner sensibilite: normale")
    assert "seule l'entreprise dont parle l'article" in (await here.type(f"pourquoi {url}")).text


async def test_what_was_there_before_the_watch_says_so(here: Office) -> None:
    await here.type("abonner")
    url = await tell(here, baseline=True)
    for typed in ("1", url):
        assert "Non publié ici parce qu'il était déjà dans le flux" in (await here.type(f"pourquoi {typed}")).text


async def test_what_came_before_the_subscription_says_so(here: Office) -> None:
    await tell(here)
    here.clock.forward(hours=1)
    await here.type("abonner")
    assert "ce salon s'est abonné après coup" in (await here.type("pourquoi 1")).text


async def test_a_story_known_otherwise_says_which(here: Office) -> None:
    await here.type("abonner")
    here.clock.forward(hours=1)
    await tell(here)
    assert "le fait était déjà connu (alerte n° 1)" in (await here.type("pourquoi 1")).text


async def test_an_event_that_nothing_was_made_of_yet_says_to_ask_again(here: Office) -> None:
    await here.type("abonner")
    url = "https://gazette.example/seul"
    await here.read_feed(GAZETTE, Article(url, TITLE, TEXT))
    event = Event(await here.company("L'Orée"), "layoffs", Role.SUBJECT, None, LayoffFacts(), (), 0.6)
    for entry in await here.store.unexamined():
        await here.store.save_examination(entry, [Finding(event)], 1, here.clock())
    assert "rien n'en est encore fait" in (await here.type(f"pourquoi {url}")).text


async def test_an_article_without_any_event_says_so(here: Office) -> None:
    url = "https://gazette.example/rien"
    await here.read_feed(GAZETTE, Article(url, "Il fait beau"))
    assert "il n'est pas encore examiné" in (await here.type(f"pourquoi {url}")).text
    for entry in await here.store.unexamined():
        await here.store.save_examination(entry, [], 1, here.clock())
    reply = await here.type(f"pourquoi {url}")
    assert "Non publié parce que l'article ne raconte ni fait d'emploi ni acte d'une autorité" in reply.text
    assert "ajoutez-le en alias" in reply.text


async def test_an_article_that_could_not_be_examined_says_why(here: Office) -> None:
    url = "https://gazette.example/mauvais"
    await here.read_feed(GAZETTE, Article(url, "Illisible"))
    for entry in await here.store.unexamined():
        await here.store.set_aside(entry, "Une erreur inattendue est survenue.", here.clock())
    assert "son examen a échoué : Une erreur inattendue" in (await here.type(f"pourquoi {url}")).text


async def test_an_article_of_no_feed_says_so(here: Office) -> None:
    reply = await here.type("pourquoi https://ailleurs.example/x?key=secret")
    assert reply.text.startswith(
        "Non publié parce que cet article (ailleurs.example) n'est passé dans aucun flux suivi"
    )
    assert "secret" not in reply.text


async def test_several_events_share_the_room(here: Office) -> None:
    await here.type("abonner")
    url = "https://gazette.example/long"
    words = "très " * 60
    long = f"L'Orée et Ateliers Morvan et Brasseries du Ponant {words} 240 postes"
    await here.read_feed(GAZETTE, Article(url, "Trois groupes en difficulté " + words, long))
    facts = [
        ("layoffs", LayoffFacts(jobs=Fact(240, passage(long, "240 postes")))),
        (REGULATION, RegulationFacts(object=Fact("x", Passage("text", 0, 300)))),
    ]
    events = [
        Event(company, topic, Role.SUBJECT, Stage.DONE, known, (Evidence("against", Passage("text", 0, 300)),), 0.8)
        for company in await here.store.companies(HERE.tenant)
        for topic, known in facts
    ]
    for entry in await here.store.unexamined():
        await here.store.save_examination(entry, [Finding(event) for event in events], 1, here.clock())
    reply = await here.type(f"pourquoi {url}")
    assert reply.text.endswith("Et 2 autres constats.")
    assert reply.text.count("Non publié ici") == 4


# -- who may know -----------------------------------------------------------------------------------------------------


async def test_nobody_learns_of_another_tenant_s_company_or_feed(here: Office) -> None:
    await here.type("entreprise ajouter Nouvelle Vague")
    url = await here.publish("Nouvelle Vague", "Nouvelle Vague, un plan", alerts=[HERE])
    assert "Je ne trouve pas d'alerte n° 1" in (await here.type("pourquoi 1", STRANGER)).text
    assert "ne raconte ni fait d'emploi" in (await here.type(f"pourquoi {url}", STRANGER)).text
    port = Feed("https://port.example/rss", "Mon Port", tenant=HERE.tenant)
    await here.store.follow(port, here.clock())
    await here.publish("L'Orée", "L'Orée, un plan du port", feed=port)
    assert "Je ne trouve pas d'alerte n° 2" in (await here.type("pourquoi 2", STRANGER)).text
    assert "Alerte n° 2" in (await here.type("pourquoi 2")).text


@pytest.mark.parametrize("typed", ["bonjour", "12 singes", "ftp://a.example", "9" * 40])
async def test_what_is_neither_a_number_nor_an_address_is_refused_with_examples(here: Office, typed: str) -> None:
    reply = await here.type(f"pourquoi {typed}")
    assert "n'est ni un numéro d'alerte ni une adresse d'article. Exemples : /vigie pourquoi 12" in reply.text


async def test_an_unknown_number_is_refused(here: Office) -> None:
    assert "Je ne trouve pas d'alerte n° 999999999999999" in (await here.type("pourquoi 999999999999999")).text


# -- quoting ----------------------------------------------------------------------------------------------------------


def test_a_quotation_is_cut_between_words_and_marked() -> None:
    words = [f"mot{n:02d}" for n in range(40)]
    article = Article("u", "Un titre", " ".join(words))
    around = " ".join(words[13:28])
    assert spaced(quoted(passage(article.text, "mot20"), article)) == f"« …{around}… »"
    assert spaced(quoted(Passage("title", 0, 2), article)) == "« Un titre »"
    assert spaced(alone(Passage("title", 3, 8), article)) == "« titre »"


async def test_a_wording_that_the_operator_added_is_said_to_be_theirs(here: Office) -> None:
    own = (*EVIDENCE, Evidence("event", passage(TITLE, "plan social", "title"), "own : plan social"))
    said = (await here.type(f"pourquoi {await tell(here, evidence=own)}")).text.splitlines()
    assert "Raconte le fait (tournure ajoutée dans feeds.yaml) : « L'Orée envisage un plan social »" in said
