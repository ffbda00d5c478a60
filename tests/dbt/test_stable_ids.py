"""An id, once given, stays with its event: under new and edited articles, new extractor versions, rows in any order."""

# ruff: noqa: E501  (an article a line, as in press.py)

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from newsdesk import Newsdesk, Told, meeting, pledge, rows, run_dbt, seat
from press import SCENES, everything

MARTS = """
    select table_name from duckdb_tables() where schema_name = 'marts' order by table_name
"""


def _contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    names = [row["table_name"] for row in rows(path, MARTS)]
    return {
        name: sorted((tuple(row.values()) for row in rows(path, f"select * from {name}")), key=repr) for name in names
    }


def _ids(path: Path) -> dict[str, str]:
    """Event by mention."""
    return {
        row["mention_id"]: row["event_id"] for row in rows(path, "select mention_id, event_id from fct_event_mentions")
    }


def _dbt_run(path: Path, *words: str) -> None:
    done = run_dbt(path, "run", *words)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.fixture(scope="module")
def grown(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The press a month later: a late article, an edited one, an edited one that drops its
    event, and one that joins two events."""
    path = tmp_path_factory.mktemp("grown") / "build.duckdb"
    shutil.copy(built, path)
    desk = Newsdesk(path, fx=False)
    first = SCENES["one_meeting"][0]
    desk.tell(
        # A fifth outlet about the meeting in Rome; its address comes first in order, it was seen last.
        Told("http://a.example/late", "2024-03-06T20:00",
             [meeting(seat("ITA", "Luciana Lamorgese"), seat("LBY", "Fathi Bashagha"), date="2024-03-04")], "2024-07-10T10:00"),
        # The founding article is corrected: a new event on top, another sum.
        Told(first.url, first.published,
             [pledge("FRA", "LBY", 300_000, "EUR", kind="loan"), *first.events[:1],
              pledge("EU", "LBY", 2_100_000, "EUR", sectors=["health"])], "2024-07-11T10:00", text="A corrected report. " * 20),
        # The founding article of the truce is edited until nothing of it is left.
        Told(SCENES["agreements"][3].url, "2024-02-02T09:00", [], "2024-07-12T10:00", text="Nothing to see here any more."),
        # A report between two that were too far apart to be one event.
        Told("http://gazette.example/muscat", "2024-03-04T09:00", [meeting(seat("OMN", "Ali Said"), seat("KWT", "Omar Nasser"))],
             "2024-07-13T10:00"),
    )  # fmt: skip
    _dbt_run(path)
    return path


def test_a_second_build_from_the_same_raw_gives_the_same_rows(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "build.duckdb"
    shutil.copy(built, again)
    _dbt_run(again)
    assert _contents(again) == _contents(built)


def test_a_build_from_nothing_with_rows_in_any_order_gives_the_same_rows(built: Path, tmp_path: Path) -> None:
    shuffled = everything()
    random.Random(7).shuffle(shuffled)
    path = tmp_path / "build.duckdb"
    Newsdesk(path).tell(*shuffled)
    done = run_dbt(path, "build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
    assert done.returncode == 0, done.stdout[-4000:]
    assert _contents(path) == _contents(built)


def test_a_late_article_joins_its_event_and_does_not_rename_it(built: Path, grown: Path) -> None:
    before, after = _ids(built), _ids(grown)
    kept = set(before) & set(after)
    assert len(kept) > 30
    merged = {row["event_id"]: row["merged_into_id"] for row in rows(grown, "select * from meta.merged_events")}
    assert {mention: after[mention] for mention in kept} == {
        mention: merged.get(before[mention], before[mention]) for mention in kept
    }
    assert len(merged) == 1
    (late,) = rows(
        grown,
        "select event_id from fct_event_mentions join dim_articles using (article_id) where url = 'http://a.example/late'",
    )
    assert late["event_id"] in set(before.values())


def test_an_edited_article_keeps_its_events_and_ids_and_changes_their_figures(built: Path, grown: Path) -> None:
    query = """select pledge_id, amount_max_reported, n_articles from fct_pledges
               where pledge_id in (select pledge_id from fct_pledge_donors where actor_id = 'org:eu')"""
    (before,), (after,) = rows(built, query), rows(grown, query)
    assert after["pledge_id"] == before["pledge_id"]
    assert after["n_articles"] == before["n_articles"] == 3
    new = rows(grown, "select pledge_id from fct_pledges where kind = 'loan'")
    assert len(new) == 1
    assert new[0]["pledge_id"] not in set(_ids(built).values())


def test_an_event_keeps_its_id_when_its_first_article_no_longer_tells_it(built: Path, grown: Path) -> None:
    query = "select agreement_id from fct_agreements where status = 'terminated'"
    assert rows(grown, query) == rows(built, query)


def test_a_new_extractor_version_keeps_the_ids(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "build.duckdb"
    shutil.copy(built, path)
    with_time = [told for scene in ("one_meeting", "one_pledge", "agreements") for told in SCENES[scene]]
    Newsdesk(path, fx=False).tell(*with_time, version="test-2")
    _dbt_run(path)
    facts = "select meeting_id as id from fct_meetings union select pledge_id from fct_pledges union select agreement_id from fct_agreements"
    assert {row["id"] for row in rows(path, facts)} == {row["id"] for row in rows(built, facts)}
    versions = rows(path, "select extractor_version, count(*) as n from fct_event_mentions group by 1 order by 1")
    assert [row["extractor_version"] for row in versions] == ["test-1", "test-2"]
    assert not rows(path, "select * from meta.merged_events")


def test_two_events_that_turn_out_to_be_one_leave_the_younger_id_behind(built: Path, grown: Path) -> None:
    undated = """select meeting_id, n_articles from fct_meetings
                 where meeting_id in (select meeting_id from fct_meeting_participants where iso3 = 'OMN') order by first_reported_at"""
    elder, younger = rows(built, undated)
    (one,) = rows(grown, undated)
    assert (one["meeting_id"], one["n_articles"]) == (elder["meeting_id"], 3)
    assert not rows(built, "select * from meta.merged_events")
    (merged,) = rows(grown, "select * from meta.merged_events")
    assert (merged["event_id"], merged["merged_into_id"]) == (younger["meeting_id"], elder["meeting_id"])
    assert "one event" in merged["reason"]
