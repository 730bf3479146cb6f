"""The port Store on SQLite: SqlStore, and the two ways it refuses to start.

Read schema (the tables), then sql_store (the methods) and the module of the group you want; database and sqlite hold
what is SQLite's, migrate what brings an old file up to date.
"""

from __future__ import annotations

from vigie.adapters.store.choices import NoSuchStory
from vigie.adapters.store.failures import AlreadyRunning
from vigie.adapters.store.leases import SqlLeases
from vigie.adapters.store.sql_store import SqlStore
from vigie.ports import StoreError

__all__ = ["AlreadyRunning", "NoSuchStory", "SqlLeases", "SqlStore", "StoreError"]
