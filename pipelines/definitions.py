"""The Dagster code location. Assembles and nothing else: assets, checks, jobs, schedules live in ``pipelines.defs``."""

import dagster as dg

from pipelines.defs import checks, extract, ingest, money, publish, schedules, transform
from pipelines.defs.resources import BuildFile, dbt_resource

defs = dg.Definitions(
    assets=dg.load_assets_from_modules([ingest, extract, money, transform, publish]),
    asset_checks=dg.load_asset_checks_from_modules([checks]),
    jobs=[schedules.refresh, schedules.rebuild],
    schedules=[schedules.every_15_minutes],
    resources={"build": BuildFile(), "dbt": dbt_resource()},
)
