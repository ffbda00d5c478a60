"""When a rebuild could change something, and when it could not."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse import state
from pipelines.warehouse.connection import connect
from pipelines.warehouse.tables import create_raw_tables


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path / "build.duckdb") as connection:
        create_raw_tables(connection)
        yield connection


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project" / "models").mkdir(parents=True)
    (tmp_path / "project" / "models" / "m.sql").write_text("select 1")
    return tmp_path / "project"


def _fetch(con: duckdb.DuckDBPyConnection, number: int, status: int | None, day: int, error: str | None = None) -> None:
    con.execute(
        "insert into raw.fetches (fetch_id, source_id, url, requested_at, status, error, from_cache, kind) "
        "values (?, 'herald', 'https://herald.example/feed', ?, ?, ?, ?, 'feed')",
        [str(number), datetime(2024, 5, day, number), status, error, status == 304],
    )


def test_asking_again_and_finding_nothing_new_needs_no_rebuild(con: duckdb.DuckDBPyConnection, project: Path) -> None:
    _fetch(con, 1, 200, day=6)
    before = state.fingerprint(con, project)
    _fetch(con, 2, 304, day=6)
    assert state.fingerprint(con, project) == before


def test_a_source_that_falls_silent_needs_a_rebuild(con: duckdb.DuckDBPyConnection, project: Path) -> None:
    _fetch(con, 1, 200, day=6)
    before = state.fingerprint(con, project)
    _fetch(con, 2, None, day=6, error="no answer")
    assert state.fingerprint(con, project) != before


def test_the_first_refresh_of_a_day_needs_a_rebuild(con: duckdb.DuckDBPyConnection, project: Path) -> None:
    _fetch(con, 1, 200, day=6)
    before = state.fingerprint(con, project)
    _fetch(con, 2, 304, day=7)
    assert state.fingerprint(con, project) != before


def test_a_raw_row_that_changes_needs_a_rebuild(con: duckdb.DuckDBPyConnection, project: Path) -> None:
    con.execute("insert into raw.fx_rates values (date '2024-05-06', 'USD', 0.93, 'ECB')")
    before = state.fingerprint(con, project)
    con.execute("update raw.fx_rates set eur_per_unit = 0.94")
    assert state.fingerprint(con, project) != before


def test_an_edited_model_needs_a_rebuild_and_what_dbt_writes_does_not(
    con: duckdb.DuckDBPyConnection, project: Path
) -> None:
    before = state.fingerprint(con, project)
    (project / "target").mkdir()
    (project / "target" / "compiled.sql").write_text("select 1")
    assert state.fingerprint(con, project) == before
    (project / "models" / "m.sql").write_text("select 2")
    assert state.fingerprint(con, project) != before


def test_a_build_counts_as_known_only_from_its_end_to_the_start_of_the_next(con: duckdb.DuckDBPyConnection) -> None:
    assert state.last_build(con) is None
    state.remember_build(con, "one", n_checks=12)
    built = state.last_build(con)
    assert built is not None
    assert (built.fingerprint, built.n_checks, built.published_at) == ("one", 12, None)
    state.mark_published(con)
    published = state.last_build(con)
    assert published is not None
    assert published.published_at is not None
    state.forget_build(con)
    assert state.last_build(con) is None
