"""Dagster's own home (``data/dagster``): its settings file, and the instance that keeps the command line's runs.

One home for the command line and for the UI, so that the UI shows what the command line ran.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipelines.settings import Settings

_HEADER = "# Written by communique at every start; delete this line to keep changes of your own."
_COMMON = """\
telemetry:
  enabled: false
nux:
  enabled: false                # no newsletter dialogue over the graph
freshness:
  enabled: true
concurrency:
  runs:
    max_concurrent_runs: 1      # one writer on the build file
  pools:
    default_limit: 1
    granularity: run
retention:
  schedule:
    purge_after_days: {skipped: 7, failure: 30, success: 30}
"""
# A run in our own process would otherwise start two helper processes per step to copy its output.
_NO_CAPTURE = """\
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""
_SERVER_FILE, _CLI_FILE = "dagster.yaml", "dagster-cli.yaml"


def prepare_home(settings: Settings) -> Path:
    """Make Dagster's home with telemetry off and one run at a time; a settings file that was edited is left alone."""
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    for name, body in ((_SERVER_FILE, _COMMON), (_CLI_FILE, _COMMON + _NO_CAPTURE)):
        path, text = home / name, f"{_HEADER}\n{body}"
        if not path.exists() or (path.read_text().startswith(_HEADER) and path.read_text() != text):
            path.write_text(text)
    return home


@contextmanager
def cli_instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """The instance for a run in this process; the same storage that the UI reads."""
    home = prepare_home(settings)
    before = os.environ.get("DAGSTER_HOME")
    os.environ["DAGSTER_HOME"] = str(home)
    try:
        with dg.DagsterInstance.from_config(str(home), config_filename=_CLI_FILE) as instance:
            yield instance
    finally:
        if before is None:
            os.environ.pop("DAGSTER_HOME", None)
        else:
            os.environ["DAGSTER_HOME"] = before
