"""An article made of names, numbers, acts or authorities costs little more than a long honest one, which is read whole.

Work is counted in calls of functions, not in seconds: the same on any machine.
"""

import asyncio
import sys
from itertools import cycle

import pytest
from fakes.crowds import HOSTILE, NAMED, TITLE, WATCHED, crowd

from vigie.adapters.engine import RuleEngine
from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.match.bounds import COMPANIES, NAMES, enough
from vigie.match.document import LONGEST_SENTENCE, Document
from vigie.model import LAYOFFS, Article, Company, Role

CALLS = 800_000
"""Calls that an article may cost, a tenth of a second. The honest round-up below takes 130,000; some took millions."""


class TooMuch(Exception):
    """More calls than an article may cost."""


def calls(work, most):
    """How many calls of functions it makes; it is ended where it makes too many."""
    made = 0

    def count(frame, event, argument):
        nonlocal made
        made += event in ("call", "c_call")
        if made > most:
            sys.setprofile(None)
            raise TooMuch(made)

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


@pytest.fixture(scope="module")
def matcher():
    matcher = Matcher(WATCHED, load())
    matcher.events(Article("u", TITLE))
    return matcher


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("in_title", [False, True])
def test_what_is_made_to_be_slow_is_not(matcher, what, in_title):
    article = crowd(what, in_title=in_title)
    assert calls(lambda: matcher.events(article), CALLS) < CALLS


@pytest.mark.parametrize(
    ("company", "text"),
    [
        (Company(0, "JPMorgan Chase"), "JPM "),
        (Company(0, "Action"), "Action "),
        (Company(0, "Braboria", context=tuple(f"absent{number}" for number in range(20))), "Braboria "),
    ],
    ids=["under conditions", "ambiguous", "in a context"],
)
def test_neither_is_one_name_that_must_be_looked_at_closely(company, text):
    matcher = Matcher([company], load())
    article = Article("u", "Amende et licenciements", text * 2_500, language="fr")
    matcher.events(article)
    assert calls(lambda: matcher.events(article), CALLS // 4) < CALLS // 4


def week(companies):
    """A round-up as papers print it, of as many companies."""
    told = (
        "{} supprime {} postes en Bretagne, soit 4 % de ses effectifs. La direction évoque la baisse des commandes. ",
        "La Cnil inflige une amende de {1} 000 euros à {0}. L’autorité lui reproche d’avoir gardé trop de données. ",
        "{} a annoncé la fermeture de son usine, qui emploie {} salariés, avant la fin de l’année. ",
    )
    text = "".join(line.format(name, 100 + at) for at, (name, line) in enumerate(zip(companies, cycle(told))))
    return Article("u", "Le récapitulatif de la semaine", text, language="fr")


def test_a_round_up_of_thirty_companies_is_read_to_its_end(matcher):
    article = week(NAMED[:30])
    reading = matcher.reading(article)
    assert enough(reading.scan) is None
    assert reading.document.raw.endswith(article.text)
    told = {event.company.name for event in matcher.events(article) if event.role is Role.SUBJECT}
    assert {NAMED[0], NAMED[27]} <= told


def test_of_a_longer_one_no_fewer_are_read(matcher):
    assert len(matcher.reading(week(NAMED[:65])).by_company) >= 30


def test_what_stands_behind_the_bound_is_told_of_nobody(matcher):
    """The cut of a company that is not read any more is not told of the last one that was."""
    crowd = " ".join([*NAMED[:5]] * (NAMES // 4))
    article = Article("u", "Les valeurs du jour", f"{crowd}. {NAMED[9]} supprime 300 postes.", language="fr")
    assert [event for event in matcher.events(article) if event.topic == LAYOFFS] == []


def test_the_companies_named_first_are_those_that_are_judged(matcher):
    reading = matcher.reading(Article("u", TITLE, HOSTILE["all"], language="fr"))
    named = list(dict.fromkeys(reading.by_company))
    assert COMPANIES <= len(named) < 60
    assert [WATCHED[number].name for number in named] == NAMED[: len(named)]


def test_a_sentence_without_an_end_is_cut_at_a_blank():
    document = Document(Article("u", "Titre", "mot " * 1_000))
    spans = document.sentences[1:]
    assert all(end - start <= LONGEST_SENTENCE for start, end in spans)
    assert {document.text[start:end].strip("mot ") for start, end in spans} == {""}
    assert sum(document.text[start:end].split().count("mot") for start, end in spans) == 1_000


def test_a_word_without_an_end_is_cut_too():
    assert len(Document(Article("u", "Titre", "m" * 8_000)).sentences) > 5


async def test_others_get_their_turn_while_an_article_of_many_companies_is_judged():
    engine = RuleEngine(load())
    await engine.refresh(WATCHED, 1)
    turns = 0

    async def other():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    events = await engine.analyse(week(NAMED[:30]))
    task.cancel()
    assert len(events) > 30
    assert turns > 10
