"""The terminal: what its cards look like, what cannot get through them, and what happens at its prompt."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.patience import PATIENCE
from fakes.vigie import GAZETTE, MORVAN, PONANT, Vigie
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.cells import cell_len
from rich.console import Console

from handlers.terminal import TerminalPlatform
from handlers.terminal.layout import drawn, harmless, link, one_line, quoted, typed, web_domain, wrapped
from handlers.terminal.platform import LOCAL_WORDS, YOU, at_a_keyboard
from handlers.terminal.prompt import Suggestions
from vigie.cards import Action, Card
from vigie.commands import Reply
from vigie.commands.typed import read
from vigie.model import TERMINAL, Alert, Delivery, DeliveryKind, Feed
from vigie.ports import PostError

NBSP = "\u00a0"

CARD = Card(
    topic="layoffs",
    heading="🔻 Ateliers Morvan · Emploi · projet",
    summary=f"Ateliers Morvan envisage de supprimer 120{NBSP}postes à Nevers, selon les syndicats{NBSP}: « un choc ».",
    details="Nevers · publié le 2 mars 2026 · gazette.example",
    sources=f"Repris par 2 médias{NBSP}: La Gazette · Le Courrier",
    link="https://www.gazette.example/a/1?x=2",
    title="Ateliers Morvan : 120 postes menacés",
    notification="",
    actions=(Action("Pourquoi ?", "pourquoi", {"alerte": "12"}),),
)


def shown(card: Card, width: int = 80, *, terminal: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=terminal, color_system="standard" if terminal else None
    )
    console.print(drawn(card, clickable=terminal), crop=False)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


# -- cards ------------------------------------------------------------------------------------------------------------


def test_a_card_shows_its_heading_its_summary_its_details_its_sources_and_its_number() -> None:
    text = shown(CARD)
    assert [line.strip("┃ ") for line in text.splitlines()] == [
        CARD.heading,
        "Ateliers Morvan envisage de supprimer 120\u00a0postes à Nevers, selon les",
        "syndicats\u00a0: « un choc ».",
        CARD.details,
        CARD.sources,
        "→ https://www.gazette.example/a/1?x=2",
        "n°\u00a012 · pourquoi 12 · lire 12",
    ]


def test_in_a_terminal_the_title_is_a_link_with_its_domain_beside_it() -> None:
    text = shown(CARD, terminal=True)
    assert "]8;" in text
    assert "https://www.gazette.example/a/1?x=2" in text
    assert "(gazette.example)" in text


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    for line in shown(CARD, width).splitlines():
        assert cell_len(line) <= width


def test_without_colour_the_topic_and_the_mark_are_still_words() -> None:
    text = shown(replace(CARD, mark="Aperçu"))
    assert "\x1b" not in text
    assert "Aperçu · 🔻 Ateliers Morvan · Emploi" in text


def test_a_card_without_link_or_number_shows_what_it_has() -> None:
    text = shown(replace(CARD, link="javascript:alert(1)", actions=(), sources="", topic="else"))
    assert "javascript" not in text
    assert "« Ateliers Morvan : 120 postes menacés »" in text
    assert "pourquoi" not in text
    assert "→" not in shown(replace(CARD, link="", title="", actions=()))


def test_a_line_never_begins_with_a_lonely_sign_of_punctuation() -> None:
    lines = wrapped(f"un deux trois{NBSP}: quatre cinq{NBSP}?", 12)
    assert lines == ["un deux", f"trois{NBSP}:", f"quatre cinq{NBSP}?"[:0] or "quatre", f"cinq{NBSP}?"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert wrapped("abcdefghij kl", 4) == ["abcd", "efgh", "ij", "kl"]


# -- foreign text -----------------------------------------------------------------------------------------------------

ATTACKS = [
    "\x1b[2J\x1b[31mrouge",
    "\x1b]8;;https://evil.example\x07clic\x1b]8;;\x07",
    "\x1b]0;titre\x1b\\",
    "a\x9b31mb",
    "\x07\x08\x00\x7f",
    "\u202egnol\u202c",
    "\u2066x\u2069",
    "Mor\u200bvan",
    "[bold red]x[/bold red] [link=https://evil.example]y[/link]",
    "\ud800",
    "a\rb\x0bc\x0c",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_foreign_text_can_neither_move_the_cursor_nor_lie(attack: str) -> None:
    hostile = replace(CARD, heading=attack, summary=attack, details=attack, sources=attack, title=attack, mark=attack)
    text = shown(hostile)
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202e\u2066\u200b\ud800" for c in text)


def test_square_brackets_are_shown_as_they_are() -> None:
    assert "[bold red]x[/bold red]" in shown(replace(CARD, summary="[bold red]x[/bold red]"))


def test_an_address_cannot_close_its_own_link() -> None:
    style = link("https://a.example/\x1b]8;;\x07\x1b\\ x")
    assert style is not None
    assert style.link is not None
    assert style.link.isprintable()
    assert link("ftp://a.example/") is None
    assert link("https://[") is None


def test_lines_are_told_apart_only_where_they_may_be() -> None:
    assert harmless("a\r\nb\tc") == "a\nb c"
    assert one_line(" a\n b  c ") == "a b c"
    assert web_domain("https://www.a.example/b") == "a.example"


# -- the platform -----------------------------------------------------------------------------------------------------


@contextmanager
def at_a_terminal(vigie: Vigie, *, interactive: bool = False, width: int = 100) -> Iterator[TerminalPlatform]:
    console = Console(file=io.StringIO(), width=width, color_system=None, highlight=False)
    screen = TerminalPlatform(vigie.desk, console, interactive=interactive)
    vigie.services.platforms["terminal"] = screen  # type: ignore[index]
    yield screen


def said(screen: TerminalPlatform) -> str:
    """What was shown since the last look."""
    file = screen.console.file
    assert isinstance(file, io.StringIO)
    text = file.getvalue()
    file.seek(0)
    file.truncate()
    return text


async def watching(vigie: Vigie) -> None:
    await vigie.watching(GAZETTE)
    await vigie.subscribe(TERMINAL)
    vigie.clock.forward(minutes=1)


def publish(vigie: Vigie) -> str:
    return vigie.web.publish(
        GAZETTE, "Ateliers Morvan : 120 postes supprimés", "Ateliers Morvan a annoncé la suppression de 120 postes."
    )


async def test_an_alert_shows_up_and_its_number_answers_why_and_where(vigie: Vigie) -> None:
    await watching(vigie)
    with at_a_terminal(vigie) as screen:
        url = publish(vigie)
        await vigie.tick(minutes=20)
        assert "Ateliers Morvan" in said(screen)
        assert screen.shown == 1
        await screen.answer("pourquoi 1")
        assert "Publié ici parce que" in said(screen)
        await screen.answer("lire 1")
        assert said(screen).strip() == url
        await screen.answer("lire 77")
        assert "n°\u00a077" in said(screen)


async def test_a_second_outlet_is_one_short_line(vigie: Vigie) -> None:
    await vigie.watching()
    await vigie.subscribe(TERMINAL)
    with at_a_terminal(vigie) as screen:
        publish(vigie)
        await vigie.tick(minutes=20)
        said(screen)
        from fakes.vigie import COURRIER

        vigie.web.publish(COURRIER, "Ateliers Morvan supprime 120 postes", "La suppression de 120 postes est annoncée.")
        await vigie.tick(minutes=20)
        text = said(screen)
        assert text.strip().startswith("↳ n°\u00a01 · Ateliers Morvan · Repris par 2 médias")
        assert screen.shown == 1


async def test_a_digest_shows_each_story_and_counts_the_older_ones(vigie: Vigie) -> None:
    await watching(vigie)
    with at_a_terminal(vigie) as screen:
        publish(vigie)
        await vigie.tick(minutes=20)
        story = await vigie.store.story(1, TERMINAL.tenant)
        assert story is not None
        said(screen)
        digest = Delivery(7, TERMINAL, Alert(story), DeliveryKind.DIGEST, stories=(story, story), older=3, again=True)
        assert await screen.post(digest) == "1"
        text = said(screen)
        assert text.count("Reprise · 🔻 Ateliers Morvan") == 2
        assert "Et 3 de plus" in text
        assert await screen.find(digest) is None


async def test_a_terminal_forgets_is_always_there_and_warns_on_the_spot(vigie: Vigie) -> None:
    with at_a_terminal(vigie) as screen:
        assert not screen.remembers(TERMINAL)
        assert await screen.exists(TERMINAL)
        await screen.warn("local", TERMINAL, "Ce salon refuse nos messages.")
        assert "refuse nos messages" in said(screen)
        await screen.tell("local", "Le flux « La Gazette » est muet.")
        assert "est muet" in said(screen)


async def test_tester_shows_the_example(vigie: Vigie) -> None:
    with at_a_terminal(vigie) as screen:
        await screen.answer("tester")
        text = said(screen)
        assert "Exemple · " in text
        assert "Tout est en ordre" in text


async def test_further_pages_are_told_as_the_line_to_type(vigie: Vigie) -> None:
    await watching(vigie)
    with at_a_terminal(vigie) as screen:
        await screen.reply(
            Reply("Voilà.", actions=(Action("Suite", "chercher", {"mots": "plan social", "page": "2"}),))
        )
        line = said(screen).splitlines()[-1]
        assert line == 'Suite\u00a0: chercher mots: "plan social" page: 2'
        assert read(line.split(": ", 1)[1]) == ("chercher", {"mots": "plan social", "page": "2"})


def test_a_button_is_typed_with_quotes_only_where_needed() -> None:
    assert typed(Action("x", "liste", {})) == "liste"
    assert quoted("Morvan") == "Morvan"
    assert quoted("") == '""'
    assert quoted("l'Oréal") == "l'Oréal"


async def test_a_screen_that_is_gone_is_a_passing_refusal(vigie: Vigie) -> None:
    with at_a_terminal(vigie) as screen:
        screen.console.file.close()
        with pytest.raises(PostError) as refused:
            screen.say("bonjour")
        assert not refused.value.permanent


async def test_the_living_line_says_the_last_thing(vigie: Vigie) -> None:
    with at_a_terminal(vigie) as screen:
        with screen.living():
            screen.status("1/2 flux lus")
            assert screen.spinner is not None
        assert screen.spinner is None
        assert screen.status_line == "1/2 flux lus"


async def test_without_a_keyboard_it_waits_to_be_stopped(vigie: Vigie) -> None:
    with at_a_terminal(vigie) as screen:
        task = asyncio.create_task(screen.run())
        await asyncio.sleep(0)
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def test_a_closed_input_is_no_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert not at_a_keyboard()


# -- the prompt -------------------------------------------------------------------------------------------------------


async def typed_at_the_prompt(vigie: Vigie, keys: str, history: Path | None = None) -> str:
    """Run the prompt with these keys until it ends; what was shown."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        with at_a_terminal(vigie, interactive=True) as screen:
            screen.history = history
            screen.status("3/3 flux lus")
            async with asyncio.timeout(PATIENCE):
                await screen.run()
            return said(screen)


@pytest.mark.parametrize("leave", ["quitter\r", "QUIT\r", "\x04", "\x03"])
async def test_leaving_is_a_word_or_a_key(vigie: Vigie, leave: str) -> None:
    assert await typed_at_the_prompt(vigie, leave) == ""


async def test_what_is_typed_is_answered_and_remembered(vigie: Vigie, tmp_path: Path) -> None:
    text = await typed_at_the_prompt(vigie, "\raide\rquitter\r", tmp_path / "historique")
    assert "chercher" in text
    assert "+aide" in (tmp_path / "historique").read_text()


async def test_the_living_line_under_the_prompt_changes_while_one_types(vigie: Vigie) -> None:
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
        at_a_terminal(vigie, interactive=True) as screen,
    ):
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            group.create_task(screen.run())
            await asyncio.sleep(0)  # it is at its prompt
            screen.status("2/3 flux lus")
            assert screen.prompt is not None
            assert callable(screen.prompt.bottom_toolbar)
            assert screen.prompt.bottom_toolbar() == "2/3 flux lus"
            pipe.send_text("\x04")


@pytest.mark.parametrize(("answer", "remain"), [("o\r", False), ("n\r", True), ("\r", True), ("\x04", True)])
async def test_a_confirmation_is_a_question(vigie: Vigie, answer: str, remain: bool) -> None:
    await vigie.store.adopt([GAZETTE], [MORVAN, PONANT], vigie.clock())
    await vigie.subscribe(TERMINAL)
    await vigie.subscribe(TERMINAL, MORVAN)
    await typed_at_the_prompt(vigie, f"desabonner\r{answer}quitter\r")
    assert bool(await vigie.store.subscriptions(TERMINAL)) is remain


async def test_a_refused_confirmation_without_another_button_changes_nothing(vigie: Vigie) -> None:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("n\r")
        with at_a_terminal(vigie) as screen:
            await screen.confirm(Action("Retirer", "desabonner", {"confirme": "oui"}, danger=True), None)
            assert "Rien n'a été changé." in said(screen)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("cherc", ["chercher"]),
        ("ENTREPRISE A", ["entreprise ajouter"]),
        ("quit", ["quitter"]),
        ("chercher entreprise: mor", ['"Ateliers Morvan"']),
        ("abonner Ateliers Morvan, pon", ['"Brasseries du Ponant"']),
        ("xyz ", []),
        ("chercher mots: a entreprise: b sujet: c depuis: d avant: e page: 1 ", []),
        ("liste x", []),
    ],
)
async def test_completion_offers_what_fits(vigie: Vigie, line: str, offered: list[str]) -> None:
    await vigie.store.adopt([GAZETTE], [MORVAN, PONANT], vigie.clock())
    await vigie.subscribe(TERMINAL)
    suggestions = Suggestions(vigie.desk, YOU, LOCAL_WORDS)
    found = [c.text async for c in suggestions.get_completions_async(Document(line), CompleteEvent())]
    assert found == offered


async def test_completion_names_the_arguments_but_never_the_hidden_ones(vigie: Vigie) -> None:
    suggestions = Suggestions(vigie.desk, YOU, LOCAL_WORDS)
    found = [c.text async for c in suggestions.get_completions_async(Document("desabonner "), CompleteEvent())]
    assert "entreprises: " in found
    assert "confirme: " not in found


# -- files ------------------------------------------------------------------------------------------------------------


async def test_a_list_goes_out_as_a_file_beside_those_that_are_there(
    vigie: Vigie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await watching(vigie)
    monkeypatch.chdir(tmp_path)
    with at_a_terminal(vigie) as screen:
        await screen.answer("flux exporter")
        await screen.answer("flux exporter")
        text = said(screen)
    assert "Enregistré" in text
    assert (tmp_path / "vigie-flux.opml").read_text() == (tmp_path / "vigie-flux-2.opml").read_text()
    assert "gazette.example" in (tmp_path / "vigie-flux.opml").read_text()


async def test_a_list_is_shown_where_it_cannot_be_written(
    vigie: Vigie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await watching(vigie)
    monkeypatch.setattr(Path, "cwd", lambda: tmp_path / "nowhere")
    with at_a_terminal(vigie, width=200) as screen:
        await screen.answer("flux exporter")
        text = said(screen)
    assert "ne peut pas être écrit" in text
    assert '<opml version="2.0">' in text


@pytest.mark.parametrize("line", ["flux importer {}", "flux importer fichier: {}", 'flux importer "{}"'])
async def test_a_list_comes_in_from_a_file_of_this_machine(vigie: Vigie, tmp_path: Path, line: str) -> None:
    await watching(vigie)
    new = Feed("https://nouveau.example/rss", "")
    vigie.web.publish(new, "Rien de neuf")
    file = tmp_path / "mes-flux.opml"
    file.write_text(f'<opml><body><outline xmlUrl="{new.url}" text="Le Nouveau"/></body></opml>')
    with at_a_terminal(vigie) as screen:
        await screen.answer(line.format(file))
        text = said(screen)
    assert "1 flux ajouté sur 1" in text.replace("\u00a0", " ")
    assert "Le Nouveau" in [feed.name for feed, _ in await vigie.store.feeds("local")]


async def test_a_file_that_is_not_there_is_told(vigie: Vigie) -> None:
    await watching(vigie)
    with at_a_terminal(vigie) as screen:
        await screen.answer("flux importer mes-flux.opml")
        assert "Il n'y a pas de fichier « mes-flux.opml »" in said(screen).replace("\u00a0", " ")
