"""The dbt command and its manifest."""

import json
from pathlib import Path

import pytest

from pipelines import dbt
from pipelines.settings import Settings


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    """A dbt project of one model."""
    folder = tmp_path / "project"
    (folder / "models").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text("name: small\nprofile: small\nmodel-paths: [models]\n")
    (folder / "profiles.yml").write_text(
        "small: {target: build, outputs: {build: {type: duckdb, path: \"{{ env_var('COMMUNIQUE_BUILD_PATH') }}\"}}}\n"
    )
    (folder / "models" / "one.sql").write_text("select 1 as n")
    return Settings(data_dir=tmp_path / "data", dbt_project_dir=folder)


def test_the_manifest_is_parsed_when_the_project_changes_and_only_then(project: Settings) -> None:
    manifest = dbt.ensure_manifest(project)
    assert set(json.loads(manifest.read_text())["nodes"]) == {"model.small.one"}
    first = manifest.stat().st_mtime_ns
    dbt.ensure_manifest(project)
    assert manifest.stat().st_mtime_ns == first
    (project.dbt_project_dir / "models" / "two.sql").write_text("select 2 as n")
    dbt.ensure_manifest(project)
    assert set(json.loads(manifest.read_text())["nodes"]) == {"model.small.one", "model.small.two"}


def test_a_project_that_does_not_parse_is_told_and_parsed_again_when_mended(project: Settings) -> None:
    broken = project.dbt_project_dir / "models" / "two.sql"
    broken.write_text("select {{ no_such_macro( }}")
    with pytest.raises(
        dbt.DbtError, match=r"^`dbt parse` failed in \S+: Compilation Error in model two \(models/two\.sql\)"
    ):
        dbt.ensure_manifest(project)
    broken.unlink()
    assert dbt.ensure_manifest(project).exists()
