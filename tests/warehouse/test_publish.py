"""The published file: whole, checked, and put in place at once, or not at all."""

import multiprocessing
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.warehouse.connection import connect
from pipelines.warehouse.publish import PublishError, Release, publish


def _build(path: Path, n_meetings: int = 2, *, evidence: bool = True, merged: tuple[str, str] | None = None) -> Path:
    """A build file with the tables that a publish needs, as dbt leaves them: keys, views on views, comments."""
    path.unlink(missing_ok=True)
    with connect(path) as con:
        con.execute(
            """
            create schema marts;
            create schema meta;
            create table marts.dim_articles (article_id varchar primary key, is_current boolean);
            insert into marts.dim_articles values ('a1', true), ('a2', false);
            create table marts.fct_meetings (meeting_id varchar not null, n_sources bigint, primary key (meeting_id));
            create table marts.fct_pledges (pledge_id varchar primary key);
            create table marts.fct_agreements (agreement_id varchar primary key);
            create table marts.fct_event_evidence (event_id varchar, quote varchar);
            create table marts.fct_event_mentions
                (mention_id varchar, event_id varchar, reported_at timestamp, extractor_version varchar);
            create view marts.rpt_b as select meeting_id, n_sources from marts.fct_meetings;
            create view marts.rpt_a as select count(*) as n from marts.rpt_b;
            comment on column marts.fct_meetings.n_sources is 'Publishers'' count.';
            comment on table marts.fct_meetings is 'Meetings.';
            create table meta.merged_events
                (event_id varchar, merged_into_id varchar, merged_at timestamp, reason varchar);
            """
        )
        con.execute("insert into marts.fct_meetings select 'meeting:' || i, i from range(?) r(i)", [n_meetings])
        con.execute(
            "insert into marts.fct_event_mentions"
            " select split_part(meeting_id, ':', 2), meeting_id, '2024-01-01', 'v1' from marts.fct_meetings"
        )
        if evidence:
            con.execute("insert into marts.fct_event_evidence select meeting_id, 'it''s said' from marts.fct_meetings")
        if merged:
            con.execute("insert into meta.merged_events values (?, ?, '2024-01-01', 'one event')", list(merged))
    return path


def _ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with connect(path, read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_published_file_has_tables_views_keys_and_comments_without_a_schema_prefix(tmp_path: Path) -> None:
    build, target = _build(tmp_path / "build.duckdb"), tmp_path / "warehouse.duckdb"
    done = publish(build, target, release=Release(git_sha="abc", checks_passed=7))
    assert (done.n_meetings, done.n_pledges, done.n_articles, done.extractor_version) == (2, 0, 1, "v1")
    assert _ask(target, "select n from rpt_a") == [(2,)]
    assert _ask(target, "select release_id, git_sha, checks_passed, n_meetings from meta.releases") == [
        (done.release_id, "abc", 7, 2)
    ]
    assert _ask(
        target, "select comment from duckdb_columns() where column_name = 'n_sources' and table_name = 'fct_meetings'"
    ) == [("Publishers' count.",)]
    assert _ask(target, "select constraint_column_names from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
                        " and table_name = 'fct_meetings'") == [(["meeting_id"],)]  # fmt: skip
    assert _ask(target, "select distinct schema_name from duckdb_tables() order by 1") == [("main",), ("meta",)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["build.duckdb", "warehouse.duckdb"]


def test_a_published_file_answers_under_any_name_and_place(tmp_path: Path) -> None:
    publish(_build(tmp_path / "build.duckdb"), tmp_path / "warehouse.duckdb", release=Release())
    moved = tmp_path / "elsewhere.duckdb"
    (tmp_path / "warehouse.duckdb").rename(moved)
    (tmp_path / "build.duckdb").unlink()
    assert _ask(moved, "select n from rpt_a") == [(2,)]


def test_releases_and_merges_accumulate(tmp_path: Path) -> None:
    target = tmp_path / "warehouse.duckdb"
    publish(_build(tmp_path / "b.duckdb", 4), target, release=Release())
    publish(_build(tmp_path / "b.duckdb", 3, merged=("meeting:3", "meeting:2")), target, release=Release())
    publish(_build(tmp_path / "b.duckdb", 2, merged=("meeting:2", "meeting:1")), target, release=Release())
    assert _ask(target, "select n_meetings from meta.releases order by published_at") == [(4,), (3,), (2,)]
    # The id that was merged first follows its heir to where that went.
    assert _ask(target, "select event_id, merged_into_id from meta.merged_events order by 1") == [
        ("meeting:2", "meeting:1"), ("meeting:3", "meeting:1"),
    ]  # fmt: skip


def test_a_build_made_anew_still_says_where_a_published_id_went(tmp_path: Path) -> None:
    target = tmp_path / "warehouse.duckdb"
    publish(_build(tmp_path / "b.duckdb", 3), target, release=Release())
    anew = _build(tmp_path / "b.duckdb", 2)
    with connect(anew) as con:
        con.execute("insert into marts.fct_event_mentions values ('2', 'meeting:0', '2024-01-02', 'v1')")
    publish(anew, target, release=Release())
    assert _ask(target, "select event_id, merged_into_id from meta.merged_events") == [("meeting:2", "meeting:0")]


def test_a_fact_without_evidence_stops_the_publish_and_the_old_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "warehouse.duckdb"
    publish(_build(tmp_path / "b.duckdb"), target, release=Release())
    before = target.read_bytes()
    with pytest.raises(PublishError, match=r"fct_meetings has rows without any evidence, meeting:0"):
        publish(_build(tmp_path / "b.duckdb", 5, evidence=False), target, release=Release())
    assert target.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.duckdb", "warehouse.duckdb"]


def test_an_incomplete_or_absent_build_is_refused_in_a_sentence(tmp_path: Path) -> None:
    target = tmp_path / "warehouse.duckdb"
    with pytest.raises(PublishError, match="does not exist, so there is nothing to publish"):
        publish(tmp_path / "none.duckdb", target, release=Release())
    build = _build(tmp_path / "b.duckdb")
    with connect(build) as con:
        con.execute("drop table marts.fct_pledges")
    with pytest.raises(PublishError, match=r"has no fct_pledges in its schema marts\. Run dbt build"):
        publish(build, target, release=Release())
    with pytest.raises(PublishError, match="equals one of its schemas"):
        publish(build, tmp_path / "meta.duckdb", release=Release())
    assert not target.exists()


def test_a_report_on_something_unpublished_is_named(tmp_path: Path) -> None:
    build = _build(tmp_path / "b.duckdb")
    with connect(build) as con:
        con.execute(
            "create schema staging; create table staging.t (x int);create view marts.rpt_bad as select * from staging.t"
        )
    with pytest.raises(PublishError, match="rpt_bad"):
        publish(build, tmp_path / "warehouse.duckdb", release=Release())


def test_leftovers_of_a_killed_publish_are_cleared(tmp_path: Path) -> None:
    target = tmp_path / "warehouse.duckdb"
    build = _build(tmp_path / "b.duckdb", 200_000)
    script = (
        "import sys; from pathlib import Path; from pipelines.warehouse.publish import publish, Release;"
        "print('go', flush=True); publish(Path(sys.argv[1]), Path(sys.argv[2]), release=Release())"
    )
    child = subprocess.Popen([sys.executable, "-c", script, str(build), str(target)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob(".warehouse.duckdb.*.new")) and time.monotonic() < deadline:
        time.sleep(0.002)
    child.kill()
    child.wait()
    child.stdout.close()
    assert list(tmp_path.glob(".warehouse.duckdb.*.new*")), "the publish was killed while it wrote"
    assert not target.exists()
    publish(build, target, release=Release())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.duckdb", "warehouse.duckdb"]


def _read_until(path: str, stop: str, out: Any) -> None:
    """Reads in a loop until ``stop`` exists; tells how often, what failed, and which releases it saw mixed."""
    reads, failures, mixed = 0, [], 0
    while not os.path.exists(stop):
        try:
            with connect(Path(path), read_only=True) as con:
                (meetings,) = con.execute("select count(*) from fct_meetings").fetchone() or (None,)
                (told,) = con.execute(
                    "select n_meetings from meta.releases order by published_at desc limit 1"
                ).fetchone() or (None,)
                mixed += meetings != told
                reads += 1
        except Exception as error:
            failures.append(repr(error))
    out.put((reads, failures[:3], mixed))


def test_readers_in_other_processes_never_fail_and_never_see_a_mixture(tmp_path: Path) -> None:
    target, stop = tmp_path / "warehouse.duckdb", tmp_path / "stop"
    builds = [_build(tmp_path / f"b{n}.duckdb", 10 + n) for n in range(2)]
    publish(builds[0], target, release=Release(published_at=datetime(2024, 1, 1)))
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    reader = context.Process(target=_read_until, args=(str(target), str(stop), out))
    reader.start()
    time.sleep(1.5)
    for n in range(12):
        publish(builds[n % 2], target, release=Release(published_at=datetime(2024, 1, 2, n)))
    stop.touch()
    reads, failures, mixed = out.get(timeout=30)
    reader.join(timeout=30)
    assert failures == []
    assert mixed == 0
    assert reads > 5
