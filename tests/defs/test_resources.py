"""What assets are given."""

import duckdb
import pytest

from pipelines.defs.resources import BuildFile, markdown_table, table_metadata
from pipelines.settings import Settings
from pipelines.warehouse.connection import WarehouseError


def test_the_build_file_is_made_with_every_raw_table_and_closed_after_use(house: Settings) -> None:
    with BuildFile().write() as con:
        con.execute("insert into raw.fx_rates values (date '2024-05-06', 'USD', 0.93, 'ECB')")
    with duckdb.connect(str(house.build_path)) as other:
        assert other.execute("select count(*) from raw.fx_rates").fetchone() == (1,)


def test_the_build_file_is_closed_after_an_error_too(house: Settings) -> None:
    with pytest.raises(duckdb.CatalogException), BuildFile().write() as con:
        con.execute("select * from no_such_table")
    duckdb.connect(str(house.build_path), read_only=True).close()


def test_a_check_cannot_write(house: Settings) -> None:
    with BuildFile().write():
        pass
    with BuildFile().read() as con, pytest.raises(duckdb.InvalidInputException, match="read-only"):
        con.execute("delete from raw.fx_rates")


def test_reading_before_anything_was_written_says_what_to_run(house: Settings) -> None:
    with pytest.raises(WarehouseError, match="Run `make run`"), BuildFile().read():
        pass


def test_a_sample_of_rows_is_a_table_whose_cells_cannot_break_it(house: Settings) -> None:
    with BuildFile().write() as con:
        con.execute("create table t as select 'a | b' || chr(10) || 'c' as words, null::int as n")
        metadata = table_metadata(con, "t")
    assert metadata["dagster/row_count"] == 1
    assert metadata["sample"].value == "| words | n |\n| --- | --- |\n| a \\| b c |  |"


def test_a_long_value_is_cut_in_a_sample() -> None:
    last = markdown_table(["words"], [("x" * 500,)]).splitlines()[-1]
    assert len(last) < 100
    assert last.endswith("… |")
