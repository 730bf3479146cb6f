"""What people may ask of Vigie, whatever the platform they ask from: one table, COMMANDS, and Desk.answer().

A platform reads `COMMANDS` to offer them, turns what a person typed or clicked into
(caller, name, values), and lays out the Reply. It knows no more of the core than this.
"""

from __future__ import annotations

# Imported for what they put into COMMANDS, in the order in which people meet the commands.
# isort: off
from vigie.commands import subscriptions, leaving, settings, muting, digest, search, dossier  # noqa: F401
from vigie.commands import companies, feeds, lists, state, trial  # noqa: F401
from vigie.commands import explain, privacy, helping  # noqa: F401

# isort: on
from vigie.commands.desk import Desk
from vigie.commands.table import COMMANDS, Argument, Caller, Command, File, Kind, Level, Refused, Reply, Values
from vigie.commands.typed import read

__all__ = [
    "COMMANDS",
    "Argument",
    "Caller",
    "Command",
    "Desk",
    "File",
    "Kind",
    "Level",
    "Refused",
    "Reply",
    "Values",
    "read",
]
