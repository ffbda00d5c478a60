"""One line per stage of a run, for whoever watches.

The rooms do their work and say how it went; a terminal, a test or nobody listens. Nothing here prints, and nothing here
knows Dagster: the command line registers a watcher, Dagster's daemon registers none.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any, Protocol


@dataclass(slots=True)
class StageReport:
    """What one stage of a run did."""

    name: str
    """Short verb: ``fetch``, ``parse``, ``extract``, ``rates``, ``build``, ``publish``."""
    counts: dict[str, int] = field(default_factory=dict)
    """Label → number, in the order in which they are shown."""
    seconds: float = 0.0
    note: str | None = None
    """One sentence that the numbers do not say, such as "nothing new"."""
    problems: list[Any] = field(default_factory=list)
    """Objects with ``stage``, ``source_id``, ``url``, ``reason`` and ``detail``."""
    facts: dict[str, Any] = field(default_factory=dict)
    """Anything else a caller may want to know, such as the release that was published."""
    failed: bool = False


class Watcher(Protocol):
    def started(self, stage: str) -> None: ...
    def moved(self, stage: str, text: str) -> None: ...
    def done(self, report: StageReport) -> None: ...


class _Nobody:
    def started(self, stage: str) -> None: ...
    def moved(self, stage: str, text: str) -> None: ...
    def done(self, report: StageReport) -> None: ...


_watcher: Watcher = _Nobody()


@contextmanager
def watch(watcher: Watcher) -> Iterator[None]:
    """Let ``watcher`` hear of every stage until the block ends."""
    global _watcher
    before, _watcher = _watcher, watcher
    try:
        yield
    finally:
        _watcher = before


@contextmanager
def stage(name: str) -> Iterator[StageReport]:
    """Time a stage and tell the watcher; the block fills in the counts."""
    report = StageReport(name)
    _watcher.started(name)
    started = time.perf_counter()
    try:
        yield report
    except BaseException:
        report.failed = True
        raise
    finally:
        report.seconds = time.perf_counter() - started
        _watcher.done(report)


def moved(stage_name: str, *words: object) -> None:
    """Tell the watcher how far a stage is, in a few words."""
    _watcher.moved(stage_name, " ".join(str(word) for word in words))


def numbers(summary: Any) -> dict[str, int]:
    """The whole numbers of a summary dataclass, in their order."""
    values = {field.name: getattr(summary, field.name) for field in fields(summary)}
    return {name: value for name, value in values.items() if isinstance(value, int) and not isinstance(value, bool)}
