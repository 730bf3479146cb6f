"""Brings a database to today's schema: Alembic run from code, each migration one transaction. It needs no alembic.ini.

A new migration is a file in migrations/versions, written by hand after the last one there; a test compares what they
make with schema.py. A process killed anywhere here leaves a database from which the next start goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from vigie.adapters.store.engines import Engine
from vigie.adapters.store.failures import not_ours, too_new

HERE = Path(__file__).parent / "migrations"
VERSIONS = (HERE / "versions",)
FIRST = "0001"


def upgrade(engine: Engine, versions: Sequence[Path] = VERSIONS) -> None:
    """Run what migrations the database lacks, after a copy of the file (`vigie.db.avant-0002`).

    Raises StoreError for a database that is not Vigie's, or of a newer one.
    """
    with closing(engine.migrator()) as connection:
        steps = pending(connection, engine.name, versions)
        connection.rollback()
        if not steps:
            return
        if steps[0] != FIRST:
            engine.before_migration(steps[0])
        configuration = config(versions)
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")


def pending(connection: Connection, name: str, versions: Sequence[Path]) -> list[str]:
    """The revisions that the database lacks, in the order to run them. Raises StoreError."""
    tables = set(inspect(connection).get_table_names())
    if tables and "alembic_version" not in tables:
        raise not_ours(name)
    current = MigrationContext.configure(connection).get_current_revision()
    known = [step.revision for step in ScriptDirectory.from_config(config(versions)).walk_revisions()][::-1]
    if current is not None and current not in known:
        raise too_new(name)
    return known[known.index(current) + 1 :] if current else known


def config(versions: Sequence[Path]) -> Config:
    """What an alembic.ini would say; a « % » is doubled because Alembic reads it as one would."""
    configuration = Config()
    configuration.set_main_option("script_location", str(HERE).replace("%", "%%"))
    configuration.set_main_option("path_separator", "newline")
    configuration.set_main_option("version_locations", "\n".join(map(str, versions)).replace("%", "%%"))
    return configuration
