"""Whether this machine has what Vigie needs: Python, SQLite, expat, time zones, a folder to write in."""

from __future__ import annotations

import pyexpat
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vigie.cli.doctor.verdicts import Verdict, fine, note, wrong
from vigie.pressure import LEAST_FREE
from vigie.text.system import refusal

PYTHON = (3, 11)
SQLITE = (3, 40)
EXPAT = (2, 7, 2)
"""From this version on, a hostile feed cannot hold the reader up for seconds (cpython#138998)."""

LITTLE, TOO_LITTLE = LEAST_FREE, 50 * 2**20
"""Bytes of free disk."""


def examine(data: Path) -> Iterator[Verdict]:
    yield python(sys.version_info[:3])
    yield sqlite(sqlite3.sqlite_version_info, fts5())
    yield expat(pyexpat.version_info)
    yield zones()
    yield folder(data)
    yield disk(data)


def dotted(version: Sequence[int]) -> str:
    return ".".join(map(str, version))


def python(version: Sequence[int]) -> Verdict:
    if tuple(version[:2]) < PYTHON:
        return wrong(f"Python {dotted(version)}", f"Installez Python {dotted(PYTHON)} ou plus récent.")
    return fine(f"Python {dotted(version)}")


def sqlite(version: Sequence[int], searchable: bool) -> Verdict:
    seen = f"SQLite {dotted(version)}"
    if tuple(version[:2]) < SQLITE:
        return wrong(
            seen, f"Il faut SQLite {dotted(SQLITE)} ou plus récent : prenez un Python plus récent (uv python)."
        )
    if not searchable:
        return wrong(f"{seen}, sans recherche plein texte", "Prenez un Python dont SQLite a FTS5 (uv python install).")
    return fine(f"{seen}, avec la recherche plein texte")


def fts5() -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)").close()
        except sqlite3.OperationalError:
            return False
    return True


def expat(version: Sequence[int]) -> Verdict:
    if tuple(version) < EXPAT:
        return note(
            f"expat {dotted(version)}",
            f"Un flux malveillant peut occuper la lecture quelques secondes ; expat {dotted(EXPAT)} l'évite "
            "(mise à jour de Python ou du système).",
        )
    return fine(f"expat {dotted(version)}")


def zones(name: str = "Europe/Paris") -> Verdict:
    try:
        ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return wrong(f"Fuseau horaire {name} introuvable", "Installez le paquet Python tzdata.")
    return fine(f"Fuseaux horaires ({name})")


def folder(data: Path) -> Verdict:
    """Whether a file can be written in the data folder, or the folder made."""
    place = nearest(data)
    try:
        data.is_dir()  # a name that is too long is refused here, as it will be at the start
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return wrong(
            f"Dossier {data} : écriture refusée ({refusal(error)})",
            "Donnez le droit d'y écrire, ou choisissez un autre dossier avec --data ou VIGIE_DATA.",
        )
    return fine(f"Dossier {data}" + ("" if place == data else " (sera créé au premier démarrage)"))


def nearest(folder: Path) -> Path:
    """The folder, or the first one above it that exists."""
    return next(place for place in (folder, *folder.absolute().parents) if is_there(place))


def is_there(place: Path) -> bool:
    """Whether it exists; a path that the system cannot even look for (too long, forbidden) does not."""
    try:
        return place.exists()
    except OSError:
        return False


def disk(data: Path, free: int | None = None) -> Verdict:
    left = shutil.disk_usage(nearest(data)).free if free is None else free
    seen = f"Disque : {left / 2**30:.1f} Go libres".replace(".", ",")
    if left < TOO_LITTLE:
        return wrong(seen, "Libérez de la place : Vigie ne pourra bientôt plus rien enregistrer.")
    if left < LITTLE:
        return note(seen, "Sous 500 Mo, Vigie ne lit plus les flux et ne fait qu'envoyer ce qui est dû.")
    return fine(seen)
