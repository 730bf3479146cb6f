"""Feeds in the store: who follows them, when they are due, what they brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.store import COURRIER, GAZETTE, MORVAN, NOON, a_summary, an_article, an_event, store, told

from vigie.memory import Closure, Memory
from vigie.model import Article, Feed, FeedState, Finding, Page
from vigie.ports import Query

ON_BOTH = True

__all__ = ["store", "told"]

OWN = Feed("https://interne.example/rss", "Interne", timedelta(minutes=30), "fr", True, "chat:1")


async def due(told, **step):
    return [feed.name for feed, _ in await told.store.due_feeds(told.later(**step))]


async def test_the_feeds_of_the_file_are_due_at_once(told):
    found = await told.store.due_feeds(NOON)
    assert found == [(GAZETTE, FeedState(GAZETTE.url)), (COURRIER, FeedState(COURRIER.url))]


async def test_a_visited_feed_is_due_when_its_state_says_so(told):
    await told.meet(feed=GAZETTE)
    assert await due(told, minutes=14) == ["Le Courrier"]
    assert await due(told, minutes=1) == ["Le Courrier", "La Gazette"]


async def test_every_feed_is_given_where_everything_is_asked(told):
    await told.meet(feed=GAZETTE)
    assert len(await told.store.due_feeds(told.now, everything=True)) == 2


@pytest.mark.parametrize(
    ("memory", "asked"),
    [
        (Memory(stopped_at=NOON), ["Le Courrier"]),
        (Memory(closed=Closure("gazette.example", NOON + timedelta(minutes=30))), ["Le Courrier"]),
        (Memory(closed=Closure("courrier.example", NOON + timedelta(minutes=30))), []),
        (Memory(closed=Closure("courrier.example", NOON)), ["La Gazette", "Le Courrier"]),
    ],
)
async def test_a_site_that_asked_to_be_left_alone_is_so_even_where_everything_is_asked(told, memory, asked):
    await told.store.save_visit(GAZETTE, FeedState(GAZETTE.url, failures=1, memory=memory), [], NOON, baseline=True)
    assert sorted(feed.name for feed, _ in await told.store.due_feeds(NOON, everything=True)) == asked


async def test_a_state_comes_back_as_it_was(told):
    page = Page(b"x", GAZETTE.url, '"etag"', "Mon, 02 Mar 2026 12:00:00 GMT")
    state = FeedState(GAZETTE.url).after_success(page, GAZETTE, NOON)
    await told.store.save_visit(GAZETTE, state, [], NOON, baseline=True)
    [_, (_, found)] = await told.store.due_feeds(NOON, everything=True)
    assert found == state
    failed = state.after_failure("Introuvable.", GAZETTE, NOON, None)
    await told.store.save_visit(GAZETTE, failed, [], NOON, baseline=False)
    assert failed in [state for _, state in await told.store.due_feeds(NOON, everything=True)]


async def test_the_file_is_adopted_again_when_it_changes(told):
    renamed = replace(GAZETTE, name="La Gazette du soir", language="fr", title_only=True)
    new = Feed("https://nouveau.example/rss", "Nouveau")
    await told.store.adopt([renamed, new], [MORVAN], told.later(hours=1))
    assert [feed for feed, _ in await told.store.due_feeds(told.now)] == [renamed, new]


async def test_a_feed_that_should_be_read_more_often_does_not_wait_for_its_old_hour(told):
    slow = replace(GAZETTE, every=timedelta(days=1))
    await told.adopt([slow])
    await told.meet(feed=slow)
    await told.adopt([GAZETTE])
    assert await due(told) == ["La Gazette"]


async def test_a_feed_nobody_follows_any_more_is_not_visited(told):
    await told.adopt([GAZETTE])
    assert await due(told) == ["La Gazette"]


async def test_a_feed_that_comes_back_is_read_as_for_the_first_time(told):
    await told.meet(an_article(), feed=COURRIER)
    await told.adopt([GAZETTE])
    told.later(days=30)
    await told.adopt()
    assert (COURRIER, FeedState(COURRIER.url)) in await told.store.due_feeds(told.now)


async def test_a_tenant_follows_a_feed_of_its_own(told):
    assert await told.store.follow(OWN, NOON)
    assert not await told.store.follow(OWN, NOON)
    assert [feed for feed, _ in await told.store.feeds("chat:1")] == [OWN, GAZETTE, COURRIER]
    assert [feed for feed, _ in await told.store.feeds("chat:2")] == [GAZETTE, COURRIER]
    assert await told.store.unfollow("chat:1", OWN.url)
    assert not await told.store.unfollow("chat:1", OWN.url)
    assert not await told.store.unfollow("chat:1", GAZETTE.url)


async def test_a_feed_of_the_file_is_followed_already(told):
    assert not await told.store.follow(replace(GAZETTE, tenant="chat:1"), NOON)


async def test_a_feed_followed_in_nobodys_name_is_as_one_of_the_file(told):
    assert await told.store.follow(replace(OWN, tenant=None), NOON)
    assert len(await told.store.feeds("chat:2")) == 3


async def test_an_address_is_visited_once_however_many_follow_it(told):
    hasty = replace(OWN, tenant="chat:2", name="À nous", every=timedelta(minutes=5))
    await told.store.follow(OWN, NOON)
    await told.store.follow(hasty, NOON)
    [found] = [feed for feed, _ in await told.store.due_feeds(NOON) if feed.url == OWN.url]
    assert found == replace(OWN, every=timedelta(minutes=5))
    await told.adopt([GAZETTE, replace(OWN, name="Du fichier", tenant=None, every=timedelta(hours=1))])
    [found] = [feed for feed, _ in await told.store.due_feeds(NOON) if feed.url == OWN.url]
    assert (found.name, found.tenant, found.every) == ("Du fichier", None, timedelta(minutes=5))
    assert [feed.name for feed, _ in await told.store.feeds("chat:2")] == ["Du fichier", "La Gazette"]
    await told.store.unfollow("chat:2", OWN.url)
    await told.adopt([GAZETTE])
    [found] = [feed for feed, _ in await told.store.due_feeds(NOON) if feed.url == OWN.url]
    assert found == OWN


# -- what they brought ------------------------------------------------------------------------------------------------


async def test_new_articles_become_entries_oldest_first(told):
    first, second = an_article("1", "Texte.", language="fr", published=NOON, guid="a"), an_article("2")
    entries = await told.meet(first, second, baseline=True)
    assert [entry.article for entry in entries] == [first, second]
    assert {(e.feed, e.first_seen, e.baseline) for e in entries} == {(GAZETTE, NOON, True)}


async def test_what_was_met_before_is_not_new(told):
    one, two = an_article("1"), an_article("2")
    state = FeedState(GAZETTE.url)
    assert await told.store.save_visit(GAZETTE, state, [one], NOON, baseline=True) == 1
    assert await told.store.save_visit(GAZETTE, state, [one, two, two], NOON, baseline=False) == 1
    assert await told.store.save_visit(GAZETTE, state, [], NOON, baseline=False) == 0
    assert [e.baseline for e in await told.store.unexamined()] == [True, False]


@pytest.mark.parametrize(
    ("before", "after", "entries"),
    [
        ({"guid": "a"}, {"guid": "a", "url": "https://gazette.example/moved"}, 1),
        ({"guid": "a?x&y"}, {"guid": "a?x&amp;y", "url": "https://gazette.example/moved"}, 1),
        ({"guid": "a"}, {"guid": "b"}, 1),  # a feed that renames its guids, as some do every day
        ({}, {"url": "https://gazette.example/1?utm_source=rss"}, 1),
        ({}, {"title": "Corrigé"}, 1),
        ({"url": ""}, {"url": ""}, 1),
        ({"url": ""}, {"url": "", "title": "Autre"}, 2),
        ({"url": "", "guid": "a"}, {"url": "", "guid": "b"}, 1),
        ({"guid": "a"}, {"guid": "b", "url": "https://gazette.example/2"}, 2),
    ],
)
async def test_an_entry_is_known_again(told, before, after, entries):
    fields = {"url": "https://gazette.example/1", "title": "Titre"}
    await told.meet(Article(**(fields | before)))
    assert len(await told.meet(Article(**(fields | after)))) == entries


async def test_notes_that_share_one_page_are_several_articles(told):
    page = "https://gazette.example/notes"
    first, second, third = (an_article(f"Note {n}", url=f"{page}#{n}", guid=f"n{n}") for n in range(3))
    assert len(await told.meet(first, second)) == 2
    assert len(await told.meet(second, third)) == 3


async def test_two_feeds_share_an_article(told):
    await told.meet(an_article("1", url="https://gazette.example/1"), feed=GAZETTE)
    one, other = await told.meet(an_article("1 bis", url="https://gazette.example/1?xtor=RSS-1"), feed=COURRIER)
    assert one.article_id == other.article_id
    assert other.article.title == "1"
    assert (one.feed.name, other.feed.name) == ("La Gazette", "Le Courrier")


async def test_a_document_of_many_entries_is_kept_whole(told):
    articles = [an_article(f"{n}", url=f"https://gazette.example/{n}") for n in range(6_000)]
    state = FeedState(GAZETTE.url)
    assert await told.store.save_visit(GAZETTE, state, articles, NOON, baseline=True) == 6_000
    assert await told.store.save_visit(GAZETTE, state, articles, NOON, baseline=True) == 0
    assert len(await told.store.unexamined()) == 200


async def test_text_that_no_database_takes_does_not_stop_a_visit(told):
    [entry] = await told.meet(an_article("T\0", "moitié \ud83d de caractère"))
    assert (entry.article.title, entry.article.text) == ("T\ufffd", "moitié \ufffd de caractère")


async def test_a_visit_of_a_feed_that_was_dropped_meanwhile_is_kept_all_the_same(told):
    dropped = Feed("https://parti.example/rss", "Parti")
    [entry] = await told.meet(an_article(), feed=dropped)
    assert entry.feed == dropped


# -- examined ---------------------------------------------------------------------------------------------------------


async def test_an_examined_entry_is_not_given_again(told):
    one, two = await told.meet(an_article("1"), an_article("2"))
    await told.examine(one)
    await told.store.set_aside(two, "Une erreur inattendue est survenue.", NOON)
    assert await told.store.unexamined() == []
    trace = await told.store.trace(two.article.url, "chat:1")
    assert (trace.examined, trace.problem) == (True, "Une erreur inattendue est survenue.")


async def test_no_more_entries_are_given_than_asked(told):
    await told.meet(*(an_article(str(n)) for n in range(5)))
    assert [entry.article.title for entry in await told.store.unexamined(2)] == ["0", "1"]


async def test_the_past_is_read_within_the_feeds_of_a_tenant(told):
    await told.store.follow(OWN, NOON)
    for feed in (GAZETTE, OWN):
        [entry] = await told.meet(an_article(feed.name), feed=feed)
        await told.examine(entry)
    await told.meet(an_article("not examined"))

    async def titles(since, tenant):
        return [entry.article.title for entry in await told.store.entries_since(since, tenant)]

    assert await titles(NOON, None) == await titles(NOON, "chat:1") == ["La Gazette", "Interne"]
    assert await titles(NOON, "chat:2") == ["La Gazette"]
    assert await titles(NOON + timedelta(seconds=1), None) == []


async def test_a_later_examination_leaves_the_first_ones_mark(told):
    [entry] = await told.meet(an_article())
    await told.examine(entry, version=1)
    await told.examine(entry, Finding(an_event(await told.company()), summary=a_summary()), version=2)
    versions = await told.store.database.read(
        lambda db: db.exec_driver_sql("select version from entry").scalars().all()
    )
    assert versions == [1]


async def test_texts_are_forgotten_after_a_while_and_stay_searchable_by_what_is_kept(told):
    company = await told.company()
    article = an_article("Ateliers Morvan ferme", "La cantine de Quetigny a été prévenue lundi.")
    story = await told.open_story(company, article)
    told.later(days=31)
    recent = an_article("Ateliers Morvan recrute", "Au musée de Cluny.")
    await told.open_story(company, recent)

    async def found(words):
        return (await told.store.search(Query("chat:1", words=words))).total

    assert (await found("Quetigny"), await found("Cluny")) == (1, 1)
    assert (await told.store.article_of(story, "chat:1")).text == article.text
    assert await told.store.forget_texts(told.now - timedelta(days=30)) == 1
    assert await told.store.forget_texts(told.now - timedelta(days=30)) == 0
    assert (await found("Quetigny"), await found("Cluny"), await found("ferme")) == (0, 1, 1)
    assert await told.store.article_of(story, "chat:1") is None
    trace = await told.store.trace(article.url, "chat:1")
    assert (trace.article.title, trace.article.text) == (article.title, "")


# -- spellings that are no longer a feed's own ------------------------------------------------------------------------

OLD, NEW = (Feed(f"https://blog.example/{home}ana/rss", "Blog d'Ana") for home in ("%7e", "~"))


async def test_a_feed_that_an_older_vigie_wrote_otherwise_is_the_feed_that_it_was(told):
    await told.adopt([GAZETTE])
    await told.store.follow(replace(OLD, tenant="chat:1"), told.now)  # as it wrote whatever was typed
    article = an_article()
    await told.meet(article, feed=OLD, baseline=True)
    [state] = [state for feed, state in await told.store.due_feeds(told.later(days=1)) if feed.url == OLD.url]
    await told.adopt([GAZETTE])
    [found] = [both for both in await told.store.feeds("chat:1") if both[0].name == NEW.name]
    assert found == (replace(NEW, tenant="chat:1"), replace(state, url=NEW.url))
    assert not await told.store.follow(replace(NEW, tenant="chat:1"), told.now)
    assert await told.store.save_visit(NEW, state, [article], told.now, baseline=False) == 0


async def test_a_feed_of_the_file_is_not_read_as_for_the_first_time_for_its_new_spelling(told):
    await told.adopt([OLD])
    await told.meet(an_article(), feed=OLD, baseline=True)
    await told.adopt([NEW])
    [(feed, state)] = await told.store.due_feeds(told.later(days=1))
    assert (feed, state.baseline_at) == (NEW, NOON)


async def test_two_feeds_that_are_one_from_now_on_tell_nothing_twice(told):
    await told.adopt([NEW])
    await told.store.follow(replace(OLD, tenant="chat:1"), told.now)
    await told.store.follow(replace(OLD, tenant="chat:2"), told.now)
    await told.store.follow(replace(OLD, url=OLD.url.replace("blog", "BLOG"), tenant="chat:2"), told.now)
    both, his, hers = (an_article() for _ in range(3))
    await told.meet(both, his, feed=OLD, baseline=True)
    await told.meet(both, hers, feed=NEW, baseline=True)
    await told.adopt([NEW])
    [(feed, state)] = [one for one in await told.store.due_feeds(told.later(days=1)) if one[0].url == NEW.url]
    assert await told.store.save_visit(feed, state, [both, his, hers], told.now, baseline=False) == 0
    for tenant in ("chat:1", "chat:2"):
        assert [one.url for one, _ in await told.store.feeds(tenant)].count(NEW.url) == 1
    assert len(await told.store.due_feeds(told.now, everything=True)) == 1


async def test_a_feed_that_is_followed_gets_its_address_from_one_that_nobody_follows(told):
    await told.adopt([NEW])
    await told.meet(an_article(), feed=NEW, baseline=True)
    await told.adopt([OLD])
    await told.store.save_visit(OLD, FeedState(OLD.url, etag='"1"'), [], told.now, baseline=True)
    for _ in range(2):
        await told.adopt([NEW])
        [(feed, state)] = await told.store.due_feeds(told.later(days=1))
        assert (feed, state.etag) == (NEW, '"1"')
