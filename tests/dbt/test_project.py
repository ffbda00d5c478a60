"""What every model must carry, read from dbt's own manifest, and seeds that agree with what they are made from."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from newsdesk import DBT_PROJECT, WORKSHOP, rows

from pipelines.warehouse.seeds import countries, organisations


@pytest.fixture(scope="module")
def published_models(built: Path) -> dict[str, dict[str, Any]]:
    manifest = json.loads((WORKSHOP / "target" / "manifest.json").read_text())
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in ("marts", "meta")
    }


def test_every_published_model_states_its_grain_and_enforces_a_contract(
    published_models: dict[str, dict[str, Any]],
) -> None:
    assert len(published_models) > 30
    without = [
        name for name, node in published_models.items()
        if "**Grain:**" not in node["description"] or not node["config"]["contract"]["enforced"]
    ]  # fmt: skip
    assert without == []


def test_every_column_of_a_published_model_is_described(published_models: dict[str, dict[str, Any]]) -> None:
    bare = [
        f"{name}.{column['name']}"
        for name, node in published_models.items()
        for column in node["columns"].values()
        if not column["description"].strip()
    ]
    assert bare == []


def test_every_mart_and_report_is_named_by_an_exposure(
    built: Path, published_models: dict[str, dict[str, Any]]
) -> None:
    manifest = json.loads((WORKSHOP / "target" / "manifest.json").read_text())
    used = {
        node.split(".")[-1] for exposure in manifest["exposures"].values() for node in exposure["depends_on"]["nodes"]
    }
    assert set(published_models) - used == {"event_ids"}


@pytest.mark.parametrize("name", ["countries", "organisations"])
def test_made_seeds_are_as_their_script_makes_them(name: str) -> None:
    with (DBT_PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as seed:
        kept = [{key: value or None for key, value in row.items()} for row in csv.DictReader(seed)]
    made = countries() if name == "countries" else organisations()
    assert kept == made, "Run `python -m pipelines.warehouse.seeds` and commit the CSV."


def test_codes_that_look_like_numbers_or_nothing_survive_the_seed(built: Path) -> None:
    (namibia,) = rows(built, "select iso2, m49 from dim_countries where iso3 = 'NAM'")
    assert namibia == {"iso2": "NA", "m49": "516"}
    (afghanistan,) = rows(built, "select m49 from dim_countries where iso3 = 'AFG'")
    assert afghanistan["m49"] == "004"
    (kosovo,) = rows(built, "select iso2, m49, currency from dim_countries where iso3 = 'XKX'")
    assert kosovo == {"iso2": "XK", "m49": "412", "currency": "EUR"}
