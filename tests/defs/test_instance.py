"""Dagster's home: made on demand, silent towards the outside, respectful of a person's edits."""

import yaml

from pipelines.defs.instance import cli_instance, prepare_home
from pipelines.settings import Settings


def test_the_home_has_telemetry_off_and_one_run_at_a_time(house: Settings) -> None:
    chosen = yaml.safe_load((prepare_home(house) / "dagster.yaml").read_text())
    assert chosen["telemetry"] == {"enabled": False}
    assert chosen["concurrency"]["runs"]["max_concurrent_runs"] == 1
    with cli_instance(house) as instance:
        assert instance.telemetry_enabled is False
        assert instance.root_directory == str(house.dagster_home)


def test_an_outdated_settings_file_is_replaced_and_an_edited_one_is_kept(house: Settings) -> None:
    written = prepare_home(house) / "dagster.yaml"
    fresh = written.read_text()
    written.write_text(fresh + "run_monitoring:\n  enabled: true\n")
    prepare_home(house)
    assert written.read_text() == fresh
    own = "telemetry:\n  enabled: false\n"
    written.write_text(own)
    prepare_home(house)
    assert written.read_text() == own
