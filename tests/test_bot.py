"""bot.py as people start it: a process of its own, its signals, its exit codes, its prompt."""

from __future__ import annotations

import ast
import asyncio
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fakes.feeds import FeedServer, Item, rss
from fakes.patience import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
BOT = ROOT / "bot.py"

DISMISSALS = Item(
    "Ateliers Morvan : 120 postes supprimés à Nevers",
    "https://gazette.example/morvan",
    "Les Ateliers Morvan ont annoncé lundi la suppression de 120 postes à Nevers.",
)


def environment(**more: str) -> dict[str, str]:
    """Ours, without any token of whoever runs the tests."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD", "SLACK", "VIGIE"))}
    return {**ours, "PYTHONUNBUFFERED": "1", "COLUMNS": "200", **more}


def feeds_yaml(folder: Path, *urls: str, allow: str = "127.0.0.1:9") -> None:
    rows = "".join(f"  - {{name: Flux {n}, url: '{url}'}}\n" for n, url in enumerate(urls, 1))
    text = f"feeds:\n{rows}companies:\n  - name: Ateliers Morvan\nallow: ['{allow}']\n"
    (folder / "feeds.yaml").write_text(text, encoding="utf-8")


class Process:
    """A running bot.py and what it has said."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""

    async def until(self, words: str) -> None:
        assert self.process.stdout
        async with asyncio.timeout(PATIENCE):
            while words not in self.said:
                line = await self.process.stdout.readline()
                assert line, f"it ended without saying « {words} »: {self.said}"
                self.said += line.decode().replace("\u00a0", " ")

    async def ended(self, within: float = PATIENCE) -> int:
        """The exit code; whatever else was said is in `said`."""
        assert self.process.stdout
        async with asyncio.timeout(within):
            self.said += (await self.process.stdout.read()).decode().replace("\u00a0", " ")
            return await self.process.wait()


@asynccontextmanager
async def started(folder: Path, *words: str, **env: str) -> AsyncIterator[Process]:
    """Standard error goes where standard output goes; the input is closed."""
    pipe, none, same = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL, asyncio.subprocess.STDOUT
    process = await asyncio.create_subprocess_exec(
        sys.executable, BOT, *words, cwd=folder, env=environment(**env), stdin=none, stdout=pipe, stderr=same
    )
    try:
        yield Process(process)
    finally:
        if process.returncode is None:  # the test failed
            process.kill()
        await process.communicate()


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as made:
        yield made


async def test_without_a_terminal_it_runs_until_sigterm_and_does_not_wait_for_a_feed_that_hangs(
    server: FeedServer, tmp_path: Path
) -> None:
    feeds_yaml(tmp_path, server.serve("/a", rss(DISMISSALS)), server.hang("/b"), allow=server.host)
    async with started(tmp_path) as bot:
        await bot.until("Premier flux lu : Flux 1, 1 article.")
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended(within=25) == 0, bot.said  # the feed has thirty
    assert "Traceback" not in bot.said
    assert "vigie>" not in bot.said


async def test_a_second_bot_on_the_same_data_is_refused_in_one_sentence(server: FeedServer, tmp_path: Path) -> None:
    feeds_yaml(tmp_path, server.serve("/a", rss(DISMISSALS)), allow=server.host)
    async with started(tmp_path, "--data", "ici") as first:
        await first.until("La veille commence maintenant")
        assert "Aperçu · 🔻 Ateliers Morvan" in first.said
        async with started(tmp_path, "--once", VIGIE_DATA="ici") as second:
            assert await second.ended() == 1
        assert len(second.said.splitlines()) == 1
        assert "déjà utilisée par une autre Vigie" in second.said
        first.process.send_signal(signal.SIGINT)
        assert await first.ended() == 0, first.said


async def test_once_finds_nobody_home_and_ends_in_1(tmp_path: Path) -> None:
    feeds_yaml(tmp_path, "http://127.0.0.1:9/")
    async with started(tmp_path, "--once") as bot:
        assert await bot.ended() == 1
    assert "Aucun flux n'a répondu." in bot.said


@pytest.mark.parametrize(
    ("words", "env", "said"),
    [
        (["--feeds", "autre.yaml"], {}, "autre.yaml : ce fichier n'existe pas."),
        ([], {"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ([], {"DISCORD_TOKEN": "secret"}, "DISCORD_TOKEN n'a pas la forme attendue."),
        (["analyse"], {}, "feeds.yaml"),
    ],
)
async def test_what_is_missing_is_one_sentence_and_exit_code_1(
    tmp_path: Path, words: list[str], env: dict[str, str], said: str
) -> None:
    async with started(tmp_path, *words, **env) as bot:
        assert await bot.ended() == 1
    assert said in bot.said
    assert "Traceback" not in bot.said
    assert "secret" not in bot.said


def test_bot_py_is_short_and_imports_no_chat_library_before_its_token_is_set() -> None:
    text = BOT.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 100
    top = [node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not any("handlers" in ast.unparse(node) for node in top)


def test_batch_commands_import_neither_chat_nor_database() -> None:
    code = (
        "import sys; sys.argv = ['bot.py', 'summarise']; import bot\n"
        "assert bot.main() == 0\n"
        "heavy = {'discord', 'slack_bolt', 'sqlalchemy', 'aiohttp', 'rich', 'apscheduler'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    line = '{"id": 1, "title": "Le phare rouvre", "text": "Le phare de Brest rouvre samedi."}\n'
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=line,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(),
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    assert '"summary"' in done.stdout


# -- at a prompt ------------------------------------------------------------------------------------------------------


AT_THE_KEYBOARD = "import os, sys; os.login_tty(0); os.execv(sys.executable, [sys.executable, sys.argv[1]])"
"""Makes the pseudo-terminal the one whose Ctrl-C is ours, then becomes bot.py."""


class Keyboard:
    """A pseudo-terminal of 100 columns with a person at it."""

    def __init__(self, folder: Path) -> None:
        self.fd, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        env = environment(TERM="xterm-256color", PROMPT_TOOLKIT_NO_CPR="1")
        self.process = subprocess.Popen(
            [sys.executable, "-c", AT_THE_KEYBOARD, BOT], cwd=folder, env=env, stdin=other, stdout=other, stderr=other
        )
        os.close(other)
        self.screen = ""

    def until(self, words: str, within: float = PATIENCE) -> None:
        """Read the screen until these words are on it."""
        deadline = time.monotonic() + within
        while words not in self.screen:
            assert self.read(deadline), f"it ended before « {words} »: {self.screen!r}"

    def read(self, deadline: float) -> bool:
        """Take what is there; False once the other end is closed."""
        ready, _, _ = select.select([self.fd], [], [], max(0, deadline - time.monotonic()))
        assert ready, f"nothing more came: {self.screen!r}"
        try:
            self.screen += os.read(self.fd, 65536).decode("utf-8", "replace").replace("\u00a0", " ")
        except OSError:  # Linux's way to say so
            return False
        return True

    def type(self, keys: str) -> None:
        self.screen = ""
        os.write(self.fd, keys.encode())

    def ended(self) -> int:
        deadline = time.monotonic() + PATIENCE
        while self.read(deadline):
            pass
        return self.process.wait(PATIENCE)


@pytest.fixture
def keyboard(tmp_path: Path) -> Iterator[Keyboard]:
    feeds_yaml(tmp_path, "http://127.0.0.1:9/")
    made = Keyboard(tmp_path)
    yield made
    os.close(made.fd)
    made.process.kill()
    made.process.wait()


def leave_by_word(keyboard: Keyboard) -> None:
    keyboard.type("quitter\r")


def leave_by_key(keyboard: Keyboard) -> None:
    keyboard.type("\x03")


def leave_by_signal(keyboard: Keyboard) -> None:
    keyboard.process.send_signal(signal.SIGTERM)


@pytest.mark.parametrize("leave", [leave_by_word, leave_by_key, leave_by_signal])
def test_at_a_terminal_commands_are_typed_at_a_prompt(keyboard: Keyboard, leave: Callable[[Keyboard], None]) -> None:
    keyboard.until("vigie>")
    keyboard.until("1 en panne")
    keyboard.type("liste\r")
    keyboard.until("toutes les entreprises")
    leave(keyboard)
    assert keyboard.ended() == 0
    assert "Traceback" not in keyboard.screen


def test_a_terminal_that_cannot_write_a_character_gets_a_question_mark() -> None:
    done = subprocess.run(
        [sys.executable, BOT, "--help"],
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii"),
        timeout=PATIENCE,
    )
    assert done.returncode == 0
    assert b"Vigie surveille des flux RSS et signale, en fran?ais" in done.stdout


async def test_a_reader_that_leaves_ends_it_without_a_trace(server: FeedServer, tmp_path: Path) -> None:
    feeds_yaml(tmp_path, server.serve("/a", rss(DISMISSALS)), allow=server.host)
    none, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, BOT, "--once", cwd=tmp_path, env=environment(), stdin=none, stdout=pipe, stderr=pipe
    )
    process.stdout._transport.close()  # type: ignore[union-attr]
    _, error = await process.communicate()
    assert not error, error.decode()
