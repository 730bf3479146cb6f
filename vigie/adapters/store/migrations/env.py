"""What Alembic runs to migrate: on the connection that migrate.py hands over, one transaction a migration."""

from __future__ import annotations

from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext

from vigie.adapters.store.schema import metadata


def check_references(ctx: MigrationContext, step: Any, heads: Any, run_args: Any) -> None:
    """Before a migration commits: no row may refer to one that is gone, which SQLite let pass while it ran."""
    assert ctx.connection is not None
    if ctx.connection.dialect.name != "sqlite":
        return  # PostgreSQL lets none pass
    if broken := ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise ValueError(f"the migration leaves rows that refer to nothing: {broken[:5]}")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can; Alembic is told otherwise by its dialect
    transaction_per_migration=True,
    on_version_apply=check_references,
)
with context.begin_transaction():
    context.run_migrations()
