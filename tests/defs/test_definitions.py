"""The code location: which assets there are, how they hang together, what runs when."""

import dagster as dg
import pytest
from dagster._core.definitions.assets.graph.base_asset_graph import BaseAssetGraph

from pipelines.definitions import defs
from pipelines.defs.instance import cli_instance
from pipelines.defs.schedules import every_15_minutes
from pipelines.settings import ROOT, Settings

DBT = ROOT / "dbt_project"
RAW = {"fetches", "articles", "quarantine", "extractions", "event_mentions", "event_evidence", "fx_rates"}
PYTHON_CHECKS = {
    "every_quote_stands_in_its_text",
    "every_event_has_evidence",
    "no_extraction_failed",
    "one_current_version_per_url",
    "no_article_from_the_future",
    "most_pages_become_articles",
    "every_source_answers",
    "published_facts_have_evidence",
}


@pytest.fixture(scope="module")
def graph() -> BaseAssetGraph:
    return defs.resolve_asset_graph()


def test_the_assets_are_the_raw_tables_the_dbt_project_the_published_file_and_no_others(graph: BaseAssetGraph) -> None:
    dbt_nodes = {path.stem for path in [*(DBT / "models").rglob("*.sql"), *(DBT / "seeds").glob("*.csv")]}
    keys = graph.materializable_asset_keys
    assert {key for key in keys if key.path[0] == "raw"} == {dg.AssetKey(["raw", table]) for table in RAW}
    rest = {key for key in keys if key.path[0] != "raw"}
    assert dg.AssetKey("warehouse") in rest
    assert {key.path[-1] for key in rest - {dg.AssetKey("warehouse")}} == dbt_nodes
    assert len(rest) == len(dbt_nodes) + 1
    assert graph.get_all_asset_keys() == keys, "a dbt source is not mapped to the asset that writes it"


def test_every_table_that_extraction_or_money_writes_leads_to_the_published_file(graph: BaseAssetGraph) -> None:
    upstream = _upstream(graph, dg.AssetKey("warehouse"))
    assert {dg.AssetKey(["raw", table]) for table in RAW - {"quarantine"}} <= upstream


def test_every_mart_and_report_is_published(graph: BaseAssetGraph) -> None:
    parents = graph.get(dg.AssetKey("warehouse")).parent_keys
    published = {path.stem for folder in ("marts", "reports") for path in (DBT / "models" / folder).rglob("*.sql")}
    assert published <= {key.path[-1] for key in parents}


def test_every_asset_is_described_owned_and_grouped(graph: BaseAssetGraph) -> None:
    for key in graph.materializable_asset_keys:
        node = graph.get(key)
        assert node.description, f"{key.to_user_string()} has no description"
        assert node.owners, f"{key.to_user_string()} has no owner"
        assert node.group_name != "default", f"{key.to_user_string()} is in no group"


def test_assets_are_grouped_by_room(graph: BaseAssetGraph) -> None:
    groups = {graph.get(key).group_name for key in graph.materializable_asset_keys}
    rooms = {"scraping", "extraction", "money", "seeds", "staging", "intermediate", "marts", "reports", "publish"}
    assert rooms <= groups


def test_checks_of_raw_rows_and_data_tests_of_dbt_are_asset_checks(graph: BaseAssetGraph) -> None:
    names = {check.name for check in graph.asset_check_keys}
    assert names >= PYTHON_CHECKS
    assert len(names - PYTHON_CHECKS) > 50, "dbt's data tests are not asset checks"


@pytest.mark.parametrize("name", ["every_quote_stands_in_its_text", "every_event_has_evidence"])
def test_a_release_without_true_evidence_is_held_back(name: str) -> None:
    specs = [spec for checks in defs.asset_checks or [] for spec in checks.check_specs]  # type: ignore[union-attr]
    assert [spec.blocking for spec in specs if spec.name == name] == [True]


def test_the_refresh_runs_everything_in_one_process() -> None:
    job = defs.resolve_job_def("refresh")
    assert job.executor_def.name == "in_process"
    assert job.asset_layer.executable_asset_keys == defs.resolve_asset_graph().materializable_asset_keys


def test_a_rebuild_asks_no_outlet_for_anything() -> None:
    keys = defs.resolve_job_def("rebuild").asset_layer.selected_asset_keys
    assert dg.AssetKey("warehouse") in keys
    assert dg.AssetKey(["raw", "extractions"]) in keys
    assert not keys & {dg.AssetKey(["raw", table]) for table in ("fetches", "articles", "quarantine")}


def test_a_refresh_is_due_every_fifteen_minutes_unless_one_is_still_running(house: Settings) -> None:
    assert every_15_minutes.cron_schedule == "*/15 * * * *"
    assert every_15_minutes.default_status == dg.DefaultScheduleStatus.RUNNING
    with cli_instance(house) as instance:
        assert isinstance(every_15_minutes(dg.build_schedule_context(instance)), dg.RunRequest)
        instance.add_run(dg.DagsterRun(job_name="refresh", status=dg.DagsterRunStatus.STARTED))
        assert isinstance(every_15_minutes(dg.build_schedule_context(instance)), dg.SkipReason)


def _upstream(graph: BaseAssetGraph, key: dg.AssetKey) -> set[dg.AssetKey]:
    found: set[dg.AssetKey] = set()
    waiting = [key]
    while waiting:
        for parent in graph.get(waiting.pop()).parent_keys:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found
