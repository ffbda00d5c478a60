"""The asset of exchange rates."""

import dagster as dg

from pipelines import progress
from pipelines.defs.ingest import run_metadata
from pipelines.defs.resources import POOL, BuildFile, table_metadata
from pipelines.warehouse.fx import load_fx_rates


@dg.asset(
    key=["raw", "fx_rates"],
    group_name="money",
    kinds={"python", "duckdb"},
    owners=["team:warehouse"],
    pool=POOL,
    op_tags={"dagster/priority": "-1"},  # nothing waits for it before the models do
    description=(
        "Reference rates of the European Central Bank by day and currency, from the packaged history: no network. "
        "Only days newer than those stored are added."
    ),
)
def fx_rates(context: dg.AssetExecutionContext, build: BuildFile) -> dg.MaterializeResult:
    with progress.stage("rates") as report, build.write() as con:
        report.counts = {name: value for name, value in load_fx_rates(con).items() if isinstance(value, int)}
        metadata = table_metadata(con, "raw.fx_rates", order_by="rate_date desc, currency")
    return dg.MaterializeResult(metadata=metadata | run_metadata(report))
