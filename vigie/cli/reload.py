"""feeds.yaml while Vigie runs: a change is taken up at the next tick, a broken one refused."""

from __future__ import annotations

from pathlib import Path

from vigie import config
from vigie.cli.progress import Progress, count
from vigie.config import ConfigError, FileConfig
from vigie.ports import Services
from vigie.text.french import joined

Stamp = tuple[int, int] | None

AT_START = ("allow", "contact", "proxy", "push")
"""What is taken up when Vigie starts, and only then."""


class Watched:
    """The file as it was last read. Raises ConfigError where it is wrong from the start."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp = stamp(path)
        self.config = config.load(path)

    async def reload(self, services: Services, progress: Progress) -> None:
        """Adopt the file where it has changed; tell what changed, or what is wrong with it."""
        now = stamp(self.path)
        if now == self.stamp:
            return
        self.stamp = now
        try:
            fresh = config.load(self.path)
        except ConfigError as error:
            return progress.say(f"{error}\nCe changement n'est pas repris : Vigie continue avec ce qu'elle avait lu.")
        old, self.config = self.config, fresh
        if fresh == old:
            return
        await services.engine.learn(fresh.topics)
        await services.store.adopt(fresh.feeds, fresh.companies, services.clock())
        urls, former = {feed.url for feed in fresh.feeds}, {feed.url for feed in old.feeds}
        progress.follow(
            [feed for feed in old.feeds if feed.url not in urls],
            [feed for feed in fresh.feeds if feed.url not in former],
        )
        progress.say(changed(self.path, old, fresh))


def stamp(path: Path) -> Stamp:
    """What changes when the file does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def changed(path: Path, old: FileConfig, fresh: FileConfig) -> str:
    told = f"{path.name} a changé : {count(len(fresh.feeds), 'flux', 'flux')}, " + count(
        len(fresh.companies), "entreprise"
    )
    if fresh.topics != old.topics:
        told += f", {count(sum(len(own.words) for own in fresh.topics), 'tournure')} à vous"
    later = [f"« {name} »" for name in AT_START if getattr(fresh, name) != getattr(old, name)]
    if not later:
        return f"{told}."
    return f"{told} ; {joined(later)} ne {'sera repris' if len(later) == 1 else 'seront repris'} qu'au redémarrage."
