"""The ``make eval`` command: which sets it reads, what it prints, and that floors are not lowered silently."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.evaluate import (
    FLOORS,
    SETS,
    EvaluationError,
    GoldSet,
    below_floor,
    main,
    move_floors,
    read_floors,
    read_gold,
    render,
)
from benchmarks.scoring import score

DAY = date(2026, 3, 4)


def write(path: Path, *rows: Any) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def set_named(name: str) -> GoldSet:
    return next(s for s in SETS if s.name == name)


# --- reading ---------------------------------------------------------------------------------------------------------


def test_coded_texts_are_read_by_id_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", {"id": "b", "text": "x"}, "", {"id": "a", "text": "y"})
    assert list(read_gold(path)) == ["b", "a"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id": ', "gold.jsonl:2 is not JSON"),
        ('{"id": "b"}', "gold.jsonl:2 has no id or no text"),
        ("[1]", "has no id"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str, says: str) -> None:
    path = write(tmp_path / "gold.jsonl", {"id": "a", "text": "x"}, line)
    with pytest.raises(EvaluationError, match=says):
        read_gold(path)


def test_an_id_that_comes_twice_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", {"id": "a", "text": "x"}, {"id": "a", "text": "y"})
    with pytest.raises(EvaluationError, match="repeats the id a"):
        read_gold(path)


def test_texts_in_a_language_that_is_not_extracted_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", {"id": "a", "text": "x", "language": "fr"}, {"id": "b", "text": "y"})
    assert list(read_gold(path)) == ["b"]


def test_every_text_of_the_newsroom_is_found() -> None:
    newsroom = set_named("newsroom")
    assert newsroom.texts is not None
    gold = read_gold(newsroom.path(), newsroom.texts())
    assert len(gold) >= 40
    assert all(row["text"] for row in gold.values())


# --- floors ----------------------------------------------------------------------------------------------------------


def test_a_figure_below_its_floor_is_said_and_one_at_it_is_not() -> None:
    floors = {"floors": {"practice": {"f1": 0.80, "record": 0.70}}, "lowered": []}
    assert below_floor("practice", {"f1": 0.80, "record": 0.70}, floors) == []
    assert below_floor("practice", {"f1": 0.799, "record": 0.70}, floors) == [
        "practice: f1 is 0.799, below its floor of 0.800."
    ]
    assert below_floor("dev", {"f1": 0.1}, floors) == []


def test_floors_rise_to_what_was_measured_rounded_down() -> None:
    floors = {"floors": {"practice": {"f1": 0.80}, "dev": {"f1": 0.5}}, "lowered": []}
    new, refused = move_floors(floors, {"practice": {"f1": 0.8567, "record": 0.7}}, because=None, today=DAY)
    assert new["floors"] == {"practice": {"f1": 0.85, "record": 0.7}, "dev": {"f1": 0.5}}
    assert refused == []


def test_a_floor_is_not_lowered_without_a_reason() -> None:
    floors = {"floors": {"practice": {"f1": 0.80}}, "lowered": []}
    new, refused = move_floors(floors, {"practice": {"f1": 0.79}}, because=None, today=DAY)
    assert new == floors
    assert refused == ["practice: the floor of f1 stays at 0.800; 0.790 would lower it."]


def test_a_figure_just_above_its_floor_leaves_it_where_it_is() -> None:
    floors = {"floors": {"practice": {"f1": 0.80}}, "lowered": []}
    assert move_floors(floors, {"practice": {"f1": 0.804}}, because="a reason", today=DAY) == (floors, [])


def test_lowering_with_a_reason_is_kept_in_the_file() -> None:
    floors = {"floors": {"practice": {"f1": 0.80}}, "lowered": []}
    new, refused = move_floors(floors, {"practice": {"f1": 0.79}}, because="two wrong codings removed", today=DAY)
    assert refused == []
    assert new["floors"] == {"practice": {"f1": 0.79}}
    assert new["lowered"] == [
        {
            "set": "practice",
            "figure": "f1",
            "from": 0.80,
            "to": 0.79,
            "because": "two wrong codings removed",
            "on": "2026-03-04",
        }
    ]


def test_a_broken_floor_file_is_no_reason_to_pass(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no floor file"):
        read_floors(write(tmp_path / "floors.json", '{"floors": 3}'))


def test_the_floor_file_of_the_project_covers_the_sets_that_lie_in_it() -> None:
    floors = read_floors(FLOORS)["floors"]
    assert {"newsroom", "practice", "heldback"} <= set(floors)
    assert all(0 < floor <= 1 for figures in floors.values() for floor in figures.values())
    assert all(set(floors[name]) == {"f1", "record"} for name in ("newsroom", "practice", "heldback"))


# --- the command -----------------------------------------------------------------------------------------------------


def test_errors_of_the_heldback_set_are_never_printed() -> None:
    gold = {"a": {"id": "a", "text": "Secret.", "agreements": [{"parties": ["FRA", "DEU"], "evidence": ["Secret"]}]}}
    result = score(gold, {})
    floors: dict[str, Any] = {"floors": {}, "lowered": []}
    assert "Secret" not in render(set_named("heldback"), result, 1, 0.1, floors, errors=5)
    assert "Secret" in render(set_named("practice"), result, 1, 0.1, floors, errors=5)


def test_the_command_scores_its_own_texts_and_holds_them_to_the_floor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.json"
    assert main(["--set", "practice", "--write-floor", "--json", "--floors", str(floors)]) == 0
    report = json.loads(capsys.readouterr().out)["practice"]
    assert report["texts"] == len(read_gold(set_named("practice").path()))
    assert report["evidence"]["outside_text"] == 0
    written = read_floors(floors)["floors"]["practice"]
    assert 0 <= report["macro"]["f1"] - written["f1"] < 0.01

    floors.write_text(json.dumps({"floors": {"practice": {"f1": 1.01}}, "lowered": []}), encoding="utf-8")
    assert main(["--set", "practice", "--floors", str(floors)]) == 1
    shown = capsys.readouterr()
    assert "BELOW FLOOR" in shown.out
    assert "below its floor of 1.010" in shown.err

    assert main(["--set", "practice", "--json", "--write-floor", "--floors", str(floors)]) == 1
    assert read_floors(floors)["floors"]["practice"]["f1"] == 1.01


@pytest.mark.parametrize(
    "words", [["--lower-because", "why"], ["--write-floor", "--lower-because", " "], ["--set", "x"]]
)
def test_wrong_usage_ends_with_code_two(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2


def test_a_set_that_is_not_there_is_skipped_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = GoldSet("dev", "real news", lambda: tmp_path / "dev.jsonl")
    monkeypatch.setattr("benchmarks.evaluate.SETS", (absent,))
    assert main(["--set", "dev"]) == 0
    assert "dev: skipped" in capsys.readouterr().out
