"""Whether a rebuild could change anything: a fingerprint of what the models read and of the models themselves.

Kept in the build file (schema ``ops``), so that a build file that is moved away takes it along.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

# Attempts that answered "not modified" add a row to raw.fetches and nothing to the facts; a day on which a source first
# fails or recovers does change the coverage reports, and so does the first refresh of a new day.
_INPUTS = {
    "articles": "select count(*), bit_xor(hash(a)) from (select * exclude (text) from raw.articles) as a",
    "extractions": "select count(*), max(extracted_at) from raw.extractions",
    "mentions": "select count(*), bit_xor(hash(m)) from raw.event_mentions as m",
    "evidence": "select count(*), bit_xor(hash(e)) from raw.event_evidence as e",
    # a sum of doubles depends on the order of threads: the same rates gave two digests in three runs
    "rates": "select count(*), bit_xor(hash(r)) from raw.fx_rates as r",
    "quarantine": "select count(*), bit_xor(hash(stage, source_id, url, reason)) from raw.quarantine",
    "coverage": """
        select count(*), bit_xor(outcome) from (
            select distinct hash(requested_at::date, source_id, kind, error is null and status in (200, 304)) as outcome
            from raw.fetches)
    """,
}


def fingerprint(con: duckdb.DuckDBPyConnection, project_dir: Path) -> str:
    """Digest of every input of the models and of the dbt project's files."""
    digest = hashlib.sha256(project_digest(project_dir).encode())
    for name, query in _INPUTS.items():
        digest.update(f"{name}={con.execute(query).fetchone()}".encode())
    return digest.hexdigest()


def project_digest(project_dir: Path) -> str:
    """Digest of the dbt project's own files: models, seeds, macros, tests, settings."""
    digest = hashlib.sha256()
    for path in project_files(project_dir):
        digest.update(str(path.relative_to(project_dir)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def project_files(project_dir: Path) -> list[Path]:
    """The files from which dbt builds, in a fixed order."""
    made_by_dbt = {"target", "logs", "dbt_packages"}
    return sorted(
        path
        for path in project_dir.rglob("*")
        if path.suffix in {".sql", ".yml", ".yaml", ".csv", ".md"}
        and not path.name.startswith(".")
        and made_by_dbt.isdisjoint(path.relative_to(project_dir).parts)
    )


@dataclass(frozen=True, slots=True)
class Build:
    """The last complete build: what it was made from, when, and whether it has been published (times in UTC)."""

    fingerprint: str
    built_at: datetime
    n_checks: int
    published_at: datetime | None


def last_build(con: duckdb.DuckDBPyConnection) -> Build | None:
    """The last complete build; None before the first, and after one that failed."""
    _create(con)
    row = con.execute("select fingerprint, built_at, n_checks, published_at from ops.builds").fetchone()
    return Build(*row) if row else None


def forget_build(con: duckdb.DuckDBPyConnection) -> None:
    """A build begins: until it is complete, the models are in no known state."""
    _create(con)
    con.execute("delete from ops.builds")


def remember_build(con: duckdb.DuckDBPyConnection, built_from: str, n_checks: int) -> None:
    """Note a complete build of everything, with the number of tests that it passed."""
    forget_build(con)
    con.execute("insert into ops.builds values (?, ?, ?, null)", [built_from, _now(), n_checks])


def mark_published(con: duckdb.DuckDBPyConnection) -> None:
    """Note that the last build has been published."""
    _create(con)
    con.execute("update ops.builds set published_at = ?", [_now()])


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _create(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create schema if not exists ops")
    con.execute(
        """
        create table if not exists ops.builds (
            fingerprint varchar not null, built_at timestamp not null, n_checks integer not null, published_at timestamp
        )
        """
    )
