"""What assets are given: the build file with its one writer, and dbt.

Here belongs whatever opens or starts something. No asset, no check, no schedule.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.metadata import version as installed_version
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DbtCliInvocation, DbtCliResource
from packaging.version import Version

from pipelines import dbt
from pipelines.settings import settings
from pipelines.warehouse.connection import connect
from pipelines.warehouse.lock import writer_lock
from pipelines.warehouse.tables import create_raw_tables

POOL = "build_file"
"""Every step that opens the build file belongs to this Dagster pool, whose limit is 1."""

WAIT_FOR_WRITER_S = 600.0
"""A scheduled run waits this long for a refresh from the command line to finish."""

SAMPLE_ROWS = 5
_SAMPLE_WIDTH = 80


class BuildFile(dg.ConfigurableResource):
    """The pipeline's own DuckDB file. The run that holds this resource is its only writer.

    dagster-duckdb's resource is always read-write and leaks its handle on an exception; this one closes it, and opens
    the file read-only where nothing is written.
    """

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["BuildFile"]:
        with writer_lock(settings().data_dir, "a refresh", wait_s=WAIT_FOR_WRITER_S):
            yield self

    @contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection that writes, with every raw table in place."""
        with connect(settings().build_path) as con:
            create_raw_tables(con)
            yield con

    @contextmanager
    def read(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection that only reads."""
        with connect(settings().build_path, read_only=True) as con:
            yield con


class QuietDbt(DbtCliResource):
    """dagster-dbt's resource without its two look-ups: ``dbt --version`` asks a package index for newer releases, and
    the in-process adapter is only there for row counts, which we count ourselves."""

    @cached_property
    def _cli_version(self) -> Version:
        return Version(installed_version("dbt-core"))

    def cli(self, *args: Any, **kwargs: Any) -> DbtCliInvocation:
        # The process that it starts inherits our environment, and the profile reads the build file's path there.
        os.environ.update(dbt.environment(settings()))
        return super().cli(*args, **kwargs)

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        return None


def dbt_resource() -> QuietDbt:
    """dbt as installed with this Python, on this project."""
    project = str(settings().dbt_project_dir)
    return QuietDbt(project_dir=project, profiles_dir=project, dbt_executable=str(dbt.executable()))


def table_metadata(con: duckdb.DuckDBPyConnection, table: str, *, order_by: str | None = None) -> dict[str, Any]:
    """Row count and a sample of rows as a Markdown table, for an asset's page in the UI.

    Args:
        table: qualified name, such as ``raw.articles``.
        order_by: SQL that says which rows are worth seeing; without it any will do.
    """
    counted = con.execute(f"select count(*) from {table}").fetchone()
    cursor = con.execute(f"select * from {table} {f'order by {order_by}' if order_by else ''} limit {SAMPLE_ROWS}")
    columns = [column[0] for column in cursor.description or []]
    return {
        "dagster/row_count": counted[0] if counted else 0,
        "sample": dg.MetadataValue.md(markdown_table(columns, cursor.fetchall())),
    }


def markdown_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A Markdown table; long values are cut and bars escaped."""
    if not rows:
        return "_no rows_"
    lines = [columns, ["---"] * len(columns), *([_cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: Any) -> str:
    text = "" if value is None else re.sub(r"\s+", " ", str(value)).replace("|", "\\|")
    return text if len(text) <= _SAMPLE_WIDTH else text[: _SAMPLE_WIDTH - 1] + "…"
