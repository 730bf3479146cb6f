"""Events and stories in the store: opened, joined, never doubled, traced."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from fakes.store import (
    COURRIER,
    GAZETTE,
    HERE,
    NOON,
    PONANT,
    THERE,
    a_summary,
    an_article,
    an_event,
    store,
    told,
)

from vigie.model import LAYOFFS, REGULATION, Evidence, Fact, Feed, Finding, LayoffFacts, Passage, Role, Sensitivity

ON_BOTH = True

__all__ = ["store", "told"]

WEEK = NOON - timedelta(days=7)


async def recent(told, company, topic=LAYOFFS, since=WEEK):
    return await told.recent(company.id, topic, since)


async def test_a_story_comes_back_as_it_was_opened(told):
    morvan = await told.company()
    facts = LayoffFacts(jobs=Fact(120, Passage("title", 26, 29)), places=(Fact("Dijon", Passage("title", 41, 46)),))
    evidence = (Evidence("name", Passage("title", 0, 15), "alias"), Evidence("event", Passage("title", 16, 25)))
    event = replace(an_event(morvan, facts=facts, evidence=evidence, score=0.75), sensitivity=Sensitivity.STRICT)
    article = an_article(published=NOON - timedelta(hours=2))
    await told.subscribe()
    await told.open_story(morvan, article, event=event)
    [story] = await recent(told, morvan)
    assert (story.event, story.summary) == (event, a_summary())
    assert (story.first_seen, story.updated_at, story.revision) == (NOON, NOON, 0)
    assert (story.lead.outlet, story.lead.title, story.lead.url) == ("La Gazette", article.title, article.url)
    assert (story.lead.published, story.lead.first_seen) == (article.published, NOON)
    assert story.seen_by == {"chat:1"}


async def test_another_outlet_joins_and_makes_a_revision(told):
    morvan = await told.company()
    opened = await told.open_story(morvan)
    told.later(hours=2)
    await told.join(opened, morvan)
    [story] = await recent(told, morvan)
    assert story.outlets == ("La Gazette", "Le Courrier")
    assert (story.revision, story.first_seen, story.updated_at) == (1, NOON, told.now)


async def test_another_article_of_the_same_outlet_joins_without_a_revision(told):
    morvan = await told.company()
    opened = await told.open_story(morvan)
    tech = Feed("https://tech.gazette.example/rss", "La Gazette Tech")
    await told.adopt([GAZETTE, tech])
    await told.join(opened, morvan, an_article("Suite", url="https://www.gazette.example/suite"), feed=tech)
    [story] = await recent(told, morvan)
    assert story.outlets == ("La Gazette",)
    assert (len(story.sources), story.revision) == (2, 0)


async def test_an_outlet_that_the_feed_only_links_to_is_named_by_its_domain(told):
    morvan = await told.company()
    await told.open_story(morvan, an_article(url="https://www.lepetitjournal.example/a"))
    await told.open_story(await told.company(PONANT), an_article("Sans lien", url=""))
    [story], [other] = await recent(told, morvan), await recent(told, await told.company(PONANT))
    assert (story.outlets, other.outlets) == (("lepetitjournal.example",), ("La Gazette",))


async def test_articles_without_a_link_are_of_the_outlet_of_their_feed(told):
    morvan = await told.company()
    opened = await told.open_story(morvan, an_article("Sans lien", url=""))
    await told.join(opened, morvan, an_article("Sans lien non plus", url=""))
    [story] = await recent(told, morvan)
    assert (story.outlets, story.revision) == (("La Gazette", "Le Courrier"), 1)


async def test_examining_twice_changes_nothing_more(told):
    morvan = await told.company()
    [entry] = await told.meet(an_article())
    opens = Finding(an_event(morvan), summary=a_summary(), alerts=(HERE, THERE))
    await told.examine(entry, opens)
    await told.examine(entry, opens)
    [story] = await recent(told, morvan)
    assert len(story.sources) == 1
    assert len(await told.store.due_deliveries(NOON)) == 2
    joined = await told.join(story.id, morvan, edits=[HERE])
    before = await recent(told, morvan)
    await told.examine(joined, Finding(an_event(morvan), story.id, edits=(HERE,)))
    assert await recent(told, morvan) == before


async def test_one_article_opens_one_story_even_through_two_feeds(told):
    morvan = await told.company()
    opened = await told.open_story(morvan, an_article(url="https://gazette.example/1"))
    [again] = await told.meet(an_article(url="https://gazette.example/1"), feed=COURRIER)
    await told.examine(again, Finding(an_event(morvan), summary=a_summary("Autre."), alerts=(HERE,)))
    [story] = await recent(told, morvan)
    assert (story.id, story.summary, len(story.sources)) == (opened, a_summary(), 1)
    assert [delivery.channel for delivery in await told.store.due_deliveries(NOON)] == [HERE]


async def test_a_mention_is_kept_without_a_story(told):
    morvan = await told.company()
    [entry] = await told.meet(an_article())
    await told.examine(entry, Finding(an_event(morvan, role=Role.MENTION, stage=None)))
    assert await recent(told, morvan) == []
    trace = await told.store.trace(entry.article.url, "chat:1")
    assert trace.events == ((an_event(morvan, role=Role.MENTION, stage=None), None),)


async def test_a_mention_that_turns_out_to_be_a_subject_opens_its_story(told):
    morvan = await told.company()
    [entry] = await told.meet(an_article())
    await told.examine(entry, Finding(an_event(morvan, role=Role.MENTION)))
    await told.examine(entry, Finding(an_event(morvan), summary=a_summary()))
    [story] = await recent(told, morvan)
    assert story.event.role is Role.SUBJECT


async def test_an_article_may_tell_several_stories(told):
    morvan, ponant = await told.company(), await told.company(PONANT)
    [entry] = await told.meet(an_article())
    findings = [
        Finding(an_event(morvan, score=0.9), summary=a_summary()),
        Finding(an_event(morvan, REGULATION, score=0.95), summary=a_summary("B")),
        Finding(an_event(ponant, score=0.5), summary=a_summary("C")),
    ]
    await told.examine(entry, *findings)
    trace = await told.store.trace(entry.article.url + "?utm_medium=mail", "chat:1")
    assert [(e.company, e.topic) for e, _ in trace.events] == [
        (morvan, REGULATION),
        (morvan, LAYOFFS),
        (ponant, LAYOFFS),
    ]
    assert len({story for _, story in trace.events}) == 3


async def test_recent_stories_are_those_of_a_company_and_topic_newest_first(told):
    morvan = await told.company()
    old = await told.open_story(morvan)
    told.later(days=3)
    new = await told.open_story(morvan)
    await told.open_story(await told.company(PONANT))
    await told.open_story(morvan, event=an_event(morvan, REGULATION))
    assert [s.id for s in await recent(told, morvan)] == [new, old]
    assert [s.id for s in await recent(told, morvan, since=NOON + timedelta(hours=1))] == [new]
    told.later(days=1)
    await told.join(old, morvan)
    assert [s.id for s in await recent(told, morvan)] == [old, new]


async def test_an_older_article_that_joins_late_does_not_take_the_lead(told):
    morvan = await told.company()
    [early] = await told.meet(an_article("Plus tôt"), feed=COURRIER)
    await told.examine(early)
    told.later(days=1)
    opened = await told.open_story(morvan)
    await told.examine(early, Finding(an_event(morvan), opened))
    [story] = await recent(told, morvan)
    assert [source.title for source in story.sources][1:] == ["Plus tôt"]
    assert story.updated_at == told.now
    assert (await told.store.article_of(opened, "chat:1")).title == story.lead.title


async def test_the_leading_article_is_read_again(told):
    morvan = await told.company()
    article = an_article(text="La direction l'a annoncé.", language="fr", published=NOON)
    opened = await told.open_story(morvan, article)
    assert await told.store.article_of(opened, "chat:1") == article
    assert await told.store.article_of(999, "chat:1") is None


async def test_an_article_that_was_not_met_has_no_trace(told):
    assert await told.store.trace("https://gazette.example/unknown", "chat:1") is None
    assert await told.store.trace("not an address", "chat:1") is None


async def test_a_trace_tells_what_has_not_happened_yet(told):
    [entry] = await told.meet(an_article(guid="a"), baseline=True)
    trace = await told.store.trace(entry.article.url, "chat:1")
    assert (trace.article, trace.feed, trace.first_seen) == (entry.article, GAZETTE, NOON)
    assert (trace.baseline, trace.examined, trace.events, trace.problem) == (True, False, (), None)


async def test_the_trace_of_an_article_met_twice_is_that_which_counted(told):
    url = "https://gazette.example/1"
    await told.meet(an_article(url=url), feed=GAZETTE, baseline=True)
    await told.meet(an_article(url=url), feed=COURRIER)
    assert (await told.store.trace(url, "chat:1")).feed == COURRIER


async def test_a_story_is_shown_to_a_tenant(told):
    morvan = await told.company()
    opened = await told.open_story(morvan)
    [story] = await recent(told, morvan)
    assert await told.store.story(opened, "chat:1") == replace(story, seen_by=story.seen_by)
    assert await told.store.story(999, "chat:1") is None
