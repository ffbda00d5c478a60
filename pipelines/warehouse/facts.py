"""Reading the published file: what changed between two releases, the latest facts, one event in full.

Every function takes a read-only connection to the published file, or its path. Nothing is written here.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pipelines.warehouse.connection import connect

FACTS = {"meeting": "fct_meetings", "pledge": "fct_pledges", "agreement": "fct_agreements"}
"""Event type → its fact table. The key column is ``<event type>_id``."""

Snapshot = dict[str, dict[str, str]]
"""Event type → event id → digest of the whole row."""


@dataclass(slots=True)
class Changes:
    """How the facts of one release differ from those of the one before."""

    new: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)

    @property
    def n_new(self) -> int:
        return sum(self.new.values())

    @property
    def n_changed(self) -> int:
        return sum(self.changed.values())

    @property
    def n_gone(self) -> int:
        return sum(self.gone.values())


def snapshot(path: Path) -> Snapshot:
    """A digest of every fact in the published file; empty where there is none yet."""
    if not path.exists():
        return {event_type: {} for event_type in FACTS}
    with connect(path, read_only=True) as con:
        return {
            event_type: dict(con.execute(f"select {event_type}_id, md5(f::varchar) from {table} as f").fetchall())
            for event_type, table in FACTS.items()
        }


def compare(before: Snapshot, after: Snapshot) -> Changes:
    """Count new, changed and vanished facts by event type."""
    changes = Changes()
    for event_type in FACTS:
        old, new = before.get(event_type, {}), after.get(event_type, {})
        changes.total[event_type] = len(new)
        changes.new[event_type] = len(new.keys() - old.keys())
        changes.gone[event_type] = len(old.keys() - new.keys())
        changes.changed[event_type] = sum(1 for key in new.keys() & old.keys() if new[key] != old[key])
    return changes


def rows(con: duckdb.DuckDBPyConnection, sql: str, parameters: Any = None) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one query."""
    cursor = con.execute(sql, parameters) if parameters is not None else con.execute(sql)
    return [column[0] for column in cursor.description or []], cursor.fetchall()


def find_event(con: duckdb.DuckDBPyConnection, given: str) -> list[tuple[str, str]]:
    """(event type, event id) of each event whose id is ``given`` or starts so, with or without the type before it."""
    found: list[tuple[str, str]] = []
    for event_type, table in FACTS.items():
        key = f"{event_type}_id"
        found += [
            (event_type, row[0])
            for row in con.execute(
                f"select {key} from {table} where starts_with({key}, $id) or contains({key}, ':' || $id) order by all",
                {"id": given},
            ).fetchall()
        ]
    exact = [pair for pair in found if pair[1] == given]
    return exact or found
