"""One Dagster job, run in this process and kept where the UI finds it; what it did is handed back as plain data.

Used by the command line. The UI and its schedule run the same jobs through Dagster's daemon.
"""

import logging
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from typing import Any, Literal

from pipelines import progress
from pipelines.settings import Settings
from pipelines.warehouse.facts import Changes, compare, snapshot
from pipelines.warehouse.lock import writer_lock

Job = Literal["refresh", "rebuild"]
LOG_FILE = "refresh.log"


@dataclass(slots=True)
class Outcome:
    """What one run did."""

    success: bool
    run_id: str
    stages: list[progress.StageReport] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
    errors: list[str] = field(default_factory=list)
    """One sentence per step that failed."""
    seconds: float = 0.0

    @property
    def problems(self) -> list[Any]:
        return [problem for stage in self.stages for problem in stage.problems]

    def stage(self, name: str) -> progress.StageReport | None:
        return next((stage for stage in self.stages if stage.name == name), None)


@dataclass(slots=True)
class _Recorder:
    """Keeps every stage's report and passes each event on."""

    onward: progress.Watcher
    stages: list[progress.StageReport] = field(default_factory=list)

    def started(self, stage: str) -> None:
        self.onward.started(stage)

    def moved(self, stage: str, text: str) -> None:
        self.onward.moved(stage, text)

    def done(self, report: progress.StageReport) -> None:
        self.stages.append(report)
        self.onward.done(report)


def run_job(settings: Settings, job: Job, *, watcher: progress.Watcher, force: bool = False) -> Outcome:
    """Run a job from start to end in this process.

    Args:
        settings: must be the process's own (:func:`pipelines.settings.settings`), since assets read that.
        force: build the models although nothing that they read has changed.

    Raises:
        Busy: another process is writing to the data folder.
        DbtError: the dbt project does not parse.
    """
    started = time.perf_counter()
    recorder = _Recorder(watcher)
    with writer_lock(settings.data_dir, f"a {job}"), progress.watch(recorder), _quiet(settings):
        before = snapshot(settings.warehouse_path)
        with progress.stage("start"):
            from pipelines.definitions import defs
            from pipelines.defs.instance import cli_instance

            definition = defs.resolve_job_def(job)
        with cli_instance(settings) as instance:
            result = definition.execute_in_process(
                instance=instance,
                raise_on_error=False,
                run_config={
                    "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
                    "ops": {"dbt_build": {"config": {"force": force}}},
                },
                tags={"communique/started_by": "command line"},
            )
        changes = compare(before, snapshot(settings.warehouse_path))
    return Outcome(
        success=result.success,
        run_id=result.run_id,
        stages=recorder.stages,
        changes=changes,
        errors=[] if result.success else _errors(result),
        seconds=time.perf_counter() - started,
    )


@contextmanager
def _quiet(settings: Settings) -> Iterator[None]:
    """Send what libraries and dbt print and warn of to a log file; the terminal belongs to the progress lines."""
    folder = settings.data_dir / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOG_FILE).open("w", encoding="utf-8") as log, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        handler = logging.StreamHandler(log)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root = logging.getLogger()
        root.addHandler(handler)
        try:
            with redirect_stdout(log):
                yield
        finally:
            root.removeHandler(handler)
            sys.stdout.flush()


def _errors(result: Any) -> list[str]:
    """One sentence per failed step: the root cause, not Dagster's wrapping of it."""
    sentences = []
    for event in result.all_events:
        if not event.is_step_failure:
            continue
        data = event.step_failure_data
        if data.user_failure_data and data.user_failure_data.description:
            sentences.append(_one_line(data.user_failure_data.description))
            continue
        error = data.error
        while error is not None and error.cause is not None:
            error = error.cause
        text = _one_line(error.message) if error else "no reason given"
        name, _, message = text.partition(": ")
        module_like = name.replace(".", "").isidentifier()
        sentence = f"{event.step_key} failed: {message if module_like and message else text}"
        sentences.append(sentence if sentence.endswith(".") else f"{sentence}.")
    return sentences or ["The run failed before any step; see the log."]


def _one_line(text: str) -> str:
    return " ".join(text.split())
