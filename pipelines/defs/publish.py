"""The published file as an asset: written only when every model is built and every check has passed."""

import subprocess
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines import progress
from pipelines.defs.ingest import run_metadata
from pipelines.defs.resources import POOL, BuildFile, markdown_table
from pipelines.defs.transform import dbt_build
from pipelines.settings import ROOT, settings
from pipelines.warehouse import facts, state
from pipelines.warehouse.connection import connect
from pipelines.warehouse.publish import Release, publish

_LATEST = """
    select release_id, published_at, extractor_version, n_articles, n_meetings, n_pledges, n_agreements, checks_passed
    from meta.releases order by published_at desc limit 5
"""


@dg.asset(
    key="warehouse",
    deps=[dbt_build],
    group_name="publish",
    kinds={"duckdb"},
    owners=["team:warehouse"],
    pool=POOL,
    # Even without news a refresh rebuilds once a day, for the coverage reports.
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=48), warn_window=timedelta(hours=26)),
    description=(
        "`data/warehouse.duckdb`: marts, reports, evidence and `meta`, for analysts and BI tools. Written beside the "
        "old file, verified, and put in its place with one rename; readers never meet a lock or half a release."
    ),
)
def warehouse(context: dg.AssetExecutionContext, build: BuildFile) -> dg.MaterializeResult:
    from pipelines.extraction.document import EXTRACTOR_VERSION

    knobs = settings()
    with progress.stage("publish") as report:
        before = facts.snapshot(knobs.warehouse_path)
        record = context.instance.get_run_record_by_id(context.run_id)
        began = record.start_time if record and record.start_time else time.time()
        with build.write() as con:
            built = state.last_build(con)
        if built is None:
            raise dg.Failure(
                "The last build is not whole and audited, so there is nothing to publish. Run the job `rebuild`."
            )
        release = publish(
            knobs.build_path,
            knobs.warehouse_path,
            release=Release(
                git_sha=_git_sha(),
                extractor_version=EXTRACTOR_VERSION,
                checks_passed=built.n_checks,
                duration_s=round(time.time() - began, 3),
            ),
        )
        with build.write() as con:
            state.mark_published(con)
        changes = facts.compare(before, facts.snapshot(knobs.warehouse_path))
        report.counts = {f"{event_type}s": changes.total[event_type] for event_type in facts.FACTS}
        report.facts |= {"release": release, "changes": changes}
        with connect(knobs.warehouse_path, read_only=True) as con:
            releases = markdown_table(*facts.rows(con, _LATEST))
    metadata: dict[str, Any] = {
        "releases": dg.MetadataValue.md(releases),
        "path": dg.MetadataValue.path(str(knobs.warehouse_path)),
        "bytes": knobs.warehouse_path.stat().st_size,
        "new_facts": changes.n_new,
        "changed_facts": changes.n_changed,
        "gone_facts": changes.n_gone,
    }
    return dg.MaterializeResult(metadata=metadata | run_metadata(report))


def _git_sha() -> str | None:
    """The commit of this checkout; None outside one, or without git."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--show-toplevel", "HEAD"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    top, sha = done.stdout.split("\n")[:2]
    return sha if Path(top) == ROOT else None
