"""What the command line shows."""

import io
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines import report
from pipelines.progress import StageReport, stage, watch
from pipelines.warehouse.facts import Changes, compare


@pytest.fixture
def out() -> Any:
    return report.console(io.StringIO())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "yes"),
        (2_000_000.0, "2,000,000"),
        (Decimal("1234.50"), "1,234"),
        (0.256, "0.26"),
        (1999, "1999"),
        (date(2024, 5, 6), "2024-05-06"),
        (datetime(2024, 5, 6, 9, 30, 1), "2024-05-06 09:30"),
        (["LBY", "ITA"], "LBY, ITA"),
        ("two\n  lines", "two lines"),
    ],
)
def test_values_are_shown_as_a_person_reads_them(value: Any, shown: str) -> None:
    assert report.show(value) == shown


def test_a_table_keeps_one_line_per_row_within_the_width(out: Any) -> None:
    report.table(out, "Pledges", [("date", "text"), ("what", "long1"), ("EUR", "number")], [
        ("2024-05-06", "hospital beds " * 20, 1_000_000.0), ("2024-05-07", "[bold]tents[/]", 5.0)
    ])  # fmt: skip
    lines = out.file.getvalue().splitlines()
    assert lines[:2] == ["", "Pledges"]
    assert len(lines) == 5
    assert all(len(line) <= report.PIPE_WIDTH for line in lines)
    assert lines[3].rstrip().endswith("1,000,000")
    assert "…" in lines[3]
    assert "[bold]tents[/]" in lines[4]


def test_a_table_without_rows_says_so(out: Any) -> None:
    report.table(out, "Pledges", [("date", "text")], [])
    assert out.file.getvalue() == "\nPledges\n  none\n"


def test_each_stage_is_one_line_with_its_counts_and_seconds(out: Any) -> None:
    with watch(report.Lines(out)), stage("fetch") as done:
        done.counts = {"requests": 1200, "pages": 1, "failed": 0}
        done.note = "no news"
    line = out.file.getvalue()
    assert line.startswith("  fetch    1,200 requests · 1 page · no news ")
    assert line.endswith(" s\n")
    assert len(line.rstrip()) == report.PIPE_WIDTH - 1


def test_a_stage_that_fails_says_so_and_lets_the_error_through(out: Any) -> None:
    with pytest.raises(ValueError, match="no"), watch(report.Lines(out)), stage("build"):
        raise ValueError("no")
    assert "  build    failed " in out.file.getvalue()


def test_nobody_needs_to_watch() -> None:
    with stage("fetch") as done:
        done.counts = {"requests": 1}
    assert isinstance(done, StageReport)
    assert done.seconds >= 0


def test_changes_are_told_in_a_sentence(out: Any) -> None:
    before = {"meeting": {"m1": "a", "m2": "b"}, "pledge": {"p1": "a"}, "agreement": {}}
    after = {"meeting": {"m1": "a", "m2": "c", "m3": "d"}, "pledge": {}, "agreement": {}}
    report.changes(out, compare(before, after), None)
    told = "\n1 new fact, 1 changed, 1 withdrawn. The ledger holds 3 meetings, 0 pledges and 0 agreements.\n"
    assert out.file.getvalue() == told


def test_nothing_new_is_told_with_since_when(out: Any) -> None:
    same = {"meeting": {"m1": "a"}, "pledge": {"p1": "a"}, "agreement": {"a1": "a"}}
    report.changes(out, compare(same, same), datetime(2024, 5, 6, 9, 30))
    assert "0 new facts; nothing changed since 2024-05-06 09:30 UTC." in out.file.getvalue()
    assert "1 meeting, 1 pledge and 1 agreement." in out.file.getvalue()


def test_problems_are_named_and_many_are_counted(out: Any) -> None:
    problem = SimpleNamespace(
        stage="fetch", reason="http_404", url="https://herald.example/1", source_id="h", detail="Gone."
    )
    report.problems(out, [problem] * 15)
    shown = out.file.getvalue()
    assert "15 things could not be used" in shown
    assert shown.count("http_404") == 12
    assert "… and 3 more" in shown


def test_no_problem_is_no_line(out: Any) -> None:
    report.problems(out, [])
    assert out.file.getvalue() == ""


def test_an_empty_ledger_has_a_sentence_too(out: Any) -> None:
    report.changes(out, Changes(), None)
    assert "The ledger holds no fact yet." in out.file.getvalue()
