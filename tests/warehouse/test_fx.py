"""Reference rates from the packaged history."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.warehouse.connection import connect
from pipelines.warehouse.fx import load_fx_rates
from pipelines.warehouse.tables import create_raw_tables


def test_the_history_is_loaded_once_and_then_only_newer_days(tmp_path: Path) -> None:
    with connect(tmp_path / "build.duckdb") as con:
        create_raw_tables(con)
        first = load_fx_rates(con)
        assert first["rows"] > 200_000
        assert first["first_date"] == date(1999, 1, 4)
        again = load_fx_rates(con)
        assert (again["rows"], again["last_date"]) == (0, first["last_date"])

        con.execute("delete from raw.fx_rates where rate_date = ?", [first["last_date"]])
        newer = load_fx_rates(con)
        assert 20 < newer["rows"] < 60
        assert newer["last_date"] == first["last_date"]


def test_a_rate_is_euros_for_one_unit(tmp_path: Path) -> None:
    with connect(tmp_path / "build.duckdb") as con:
        create_raw_tables(con)
        load_fx_rates(con)
        row = con.execute(
            "select eur_per_unit from raw.fx_rates where currency = 'USD' and rate_date = '1999-01-04'"
        ).fetchone()
    # The first rate the ECB ever set: 1.1789 dollars for a euro.
    assert row == (pytest.approx(1 / 1.1789),)
