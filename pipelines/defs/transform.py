"""Every dbt model and seed as an asset, every dbt data test as an asset check; built in one dbt command.

Here belongs how dbt's graph is joined to the raw assets and how its run is reported. SQL lives in ``dbt_project/``.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.dbt_manifest import validate_manifest

from pipelines import progress
from pipelines.dbt import ensure_manifest
from pipelines.defs.resources import POOL, BuildFile, QuietDbt, table_metadata
from pipelines.settings import settings
from pipelines.warehouse import state

OWNERS = ["team:warehouse"]
WITH_SAMPLE = ("fct_", "dim_", "rpt_")
REBUILDING_JOBS = ("refresh", "rebuild")
_SHOWN_FAILURES = 5


class House(DagsterDbtTranslator):
    """Groups dbt's nodes by their folder; a source table ``raw.x`` is the asset ``raw/x`` that Python writes."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        folders = dbt_resource_props["fqn"][1:-1]
        return folders[0] if folders else "models"

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])
        return super().get_asset_key(dbt_resource_props)

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return OWNERS


class BuildConfig(dg.Config):
    force: bool = False
    """Build although nothing that the models read has changed."""


@dbt_assets(
    # Parsed here where it is missing or stale, so that importing the definitions is all that anyone has to do.
    manifest=ensure_manifest(settings()),
    dagster_dbt_translator=House(settings=DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True)),
    name="dbt_build",
    pool=POOL,
)
def dbt_build(context: dg.AssetExecutionContext, dbt: QuietDbt, build: BuildFile, config: BuildConfig) -> Iterator[Any]:
    knobs = settings()
    whole = context.job_name in REBUILDING_JOBS
    with progress.stage("build") as report:
        with build.write() as con:
            built_from = state.fingerprint(con, knobs.dbt_project_dir)
            last = state.last_build(con)
            known = last is not None and last.fingerprint == built_from and knobs.warehouse_path.exists()
            if whole and not config.force and known and last and last.published_at:
                _nothing_new(context, report, last.published_at)
                return
            state.forget_build(con)
        invocation = dbt.cli(
            ["build", "--exclude-resource-type", "unit_test"],
            context=context,
            target_path=knobs.data_dir / "dbt",
            raise_on_error=False,
        )
        events = []
        for event in invocation.stream():
            events.append(event)
            progress.moved("build", f"{len(events)} models and tests")
        succeeded = invocation.process.wait() == 0
        passed, failures = _results(invocation)
        report.counts = {"models": sum(isinstance(e, dg.Output) for e in events), "tests": passed["test"]}
        with build.write() as con:
            if whole and succeeded:
                state.remember_build(con, built_from, passed["test"])
            relations = _relations(con)
            yield from (_with_rows(con, event, relations) for event in events)
        if not succeeded:
            raise dg.Failure(description=_sentence(failures), allow_retries=False)


def _nothing_new(context: dg.AssetExecutionContext, report: progress.StageReport, since: datetime) -> None:
    """Yielding no output leaves every model, and the published file, as it is; the run shows them as skipped."""
    report.note = "nothing new"
    report.facts["unchanged_since"] = since
    context.log.info(f"Nothing that the models read has changed since {since} UTC: they stay as built.")
    context.log_event(dg.AssetObservation("warehouse", metadata={"note": "nothing new", "published_at": str(since)}))


def _results(invocation: Any) -> tuple[dict[str, int], list[str]]:
    """How many models and tests passed, and one line per failure."""
    passed = {"model": 0, "seed": 0, "test": 0}
    failures = []
    try:
        results = invocation.get_artifact("run_results.json")["results"]
    except FileNotFoundError:
        return passed, list(invocation._error_messages)
    for result in results:
        kind, _, name = result["unique_id"].split(".", 2)
        if result["status"] in ("success", "pass", "warn"):
            passed[kind] = passed.get(kind, 0) + 1
        elif result["status"] in ("fail", "error", "runtime error"):
            failures.append(f"{kind} {name}: {' '.join((result['message'] or result['status']).split())}")
    return passed, failures


def _sentence(failures: list[str]) -> str:
    shown = "; ".join(failures[:_SHOWN_FAILURES]) or "dbt gave no reason"
    more = f"; and {len(failures) - _SHOWN_FAILURES} more" if len(failures) > _SHOWN_FAILURES else ""
    return f"dbt build failed, so nothing is published: {shown}{more}."


def _with_rows(con: duckdb.DuckDBPyConnection, event: Any, relations: Mapping[str, tuple[str, str]]) -> Any:
    """A model's output with its row count, and with a sample of rows where people read it."""
    if not isinstance(event, dg.Output):
        return event
    name = event.metadata.get("unique_id")
    relation = relations.get(str(name.value)) if name is not None else None
    if relation is None:
        return event
    metadata = table_metadata(con, relation[0])
    if not relation[1].startswith(WITH_SAMPLE):
        metadata.pop("sample")
    return event.with_metadata({**event.metadata, **metadata})


def _relations(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Unique id of each model or seed that is in the build file → its quoted ``schema.table`` and its name."""
    there = set(con.execute("select table_schema, table_name from information_schema.tables").fetchall())
    nodes = validate_manifest(settings().dbt_project_dir / "target" / "manifest.json")["nodes"]
    return {
        unique_id: (f'"{node["schema"]}"."{node["alias"]}"', node["name"])
        for unique_id, node in nodes.items()
        if node["resource_type"] in ("model", "seed") and (node["schema"], node["alias"]) in there
    }
