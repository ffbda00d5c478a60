"""Loads of the scraping room on a real DuckDB file: idempotent, in whole transactions, at a cost that does not grow."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.scraping.article import Article, Dated, canonical_url
from pipelines.warehouse import load
from pipelines.warehouse.connection import connect
from pipelines.warehouse.load import ArticleRow, Loaded, Page, Problem
from pipelines.warehouse.tables import create_raw_tables

NOW = datetime(2024, 3, 5, 12, 0)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path / "build.duckdb") as connection:
        create_raw_tables(connection)
        yield connection


def words(seed: int, n: int = 120) -> str:
    chance = random.Random(seed)
    return " ".join(f"word{chance.randrange(2000)}" for _ in range(n))


def row(name: str, text: str, published: Dated | None = None) -> ArticleRow:
    url = f"http://gazette.example/{name}"
    return ArticleRow(Article(url=url, canonical_url=canonical_url(url), text=text, published=published), "gazette")


def store(con: duckdb.DuckDBPyConnection, *rows: ArticleRow, at: datetime = NOW) -> Loaded:
    with load.transaction(con):
        return load.store_articles(con, rows, parser_version="1", at=at)


def page(name: str, modified: datetime | None = None) -> Page:
    return Page(f"https://gazette.example/{name}", "gazette", f"http://gazette.example/{name}", name, None, modified, 0)


def due(con: duckdb.DuckDBPyConnection, at: datetime = NOW) -> list[str]:
    return [found.url.rsplit("/", 1)[1] for found in load.due_pages(con, ["gazette"], at)]


def test_the_same_article_twice_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    store(con, row("a", words(1)))
    before = (
        con.execute("select * from raw.articles").fetchall(),
        con.execute("select * from raw.story_bands").fetchall(),
    )
    again = store(con, row("a", words(1)), at=NOW + timedelta(days=1))
    assert (again.n_new, again.n_changed, again.n_unchanged) == (0, 0, 1)
    assert (
        con.execute("select * from raw.articles").fetchall(),
        con.execute("select * from raw.story_bands").fetchall(),
    ) == before


def test_versions_follow_each_other_and_one_is_current(con: duckdb.DuckDBPyConnection) -> None:
    counts = [store(con, row("a", words(seed))) for seed in (1, 2, 1)]
    assert [(loaded.n_new, loaded.n_changed) for loaded in counts] == [(1, 0), (0, 1), (0, 1)]
    current = con.execute("select text from raw.articles where is_current").fetchall()
    assert current == [(words(1),)]  # the outlet went back to its first text
    assert con.execute("select count(*), count(distinct story_id) from raw.articles").fetchone() == (2, 1)


def test_two_versions_in_one_batch_are_two_versions(con: duckdb.DuckDBPyConnection) -> None:
    loaded = store(con, row("a", words(1)), row("a", words(2)), row("a", words(2)))
    assert (loaded.n_new, loaded.n_changed, loaded.n_unchanged) == (1, 1, 1)
    assert con.execute("select text from raw.articles where is_current").fetchall() == [(words(2),)]


def test_a_date_given_by_hand_reaches_a_known_article(con: duckdb.DuckDBPyConnection) -> None:
    store(con, row("a", words(1), Dated(NOW, "instant", "meta")))
    store(con, row("a", words(1), Dated(datetime(2020, 1, 1), "day", "given")))
    store(con, row("a", words(1), Dated(NOW, "instant", "meta")))
    found = con.execute("select published_at, published_at_source, published_precision from raw.articles").fetchall()
    assert found == [(datetime(2020, 1, 1), "given", "day")]


def test_reprints_fold_into_one_story_within_and_across_batches(con: duckdb.DuckDBPyConnection) -> None:
    original = words(1)
    store(con, row("a", original), row("b", f"Officials said {original}"), row("c", words(2)))
    store(con, row("d", f"{original} more follows"))
    stories = dict(con.execute("select url, story_id from raw.articles").fetchall())
    a, b, c, d = (stories[f"http://gazette.example/{name}"] for name in "abcd")
    assert a == b == d != c


def test_stories_are_the_same_on_every_build(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = [row(str(n), words(n % 7) + f" ending{n}") for n in range(21)]
    store(con, *rows)
    with connect(tmp_path / "other.duckdb") as other:
        create_raw_tables(other)
        for one in rows:
            store(other, one)
        query = "select article_id, story_id from raw.articles order by 1"
        assert other.execute(query).fetchall() == con.execute(query).fetchall()


def test_the_search_for_a_reprint_does_not_read_the_archive(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "insert into raw.story_bands select md5(i::varchar)[:16], 's', (i // 20)::varchar from range(100_000) as t(i)"
    )
    known = [band for (band,) in con.execute("select band_hash from raw.story_bands limit 20").fetchall()]
    for n in (20, 400):
        bands = [*known, *(f"{i:016x}" for i in range(n - 20))]
        plan = con.execute(f"explain (analyze, format json) {load.band_holders_sql(n)}", bands).fetchall()[0][1]
        assert json.loads(plan)["cumulative_rows_scanned"] <= 20


def test_a_batch_that_fails_leaves_nothing_behind(con: duckdb.DuckDBPyConnection) -> None:
    def load_and_fail() -> None:
        with load.transaction(con):
            load.store_articles(con, [row("a", words(1))], parser_version="1", at=NOW)
            load.store_quarantine(con, [Problem("parse", "gazette", "u", "too_short", "…")], NOW)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        load_and_fail()
    for table in ("articles", "story_bands", "quarantine"):
        assert con.execute(f"select count(*) from raw.{table}").fetchone() == (0,)


def test_a_page_is_due_until_it_is_held_and_again_when_it_changes(con: duckdb.DuckDBPyConnection) -> None:
    assert load.store_pages(con, [page("a", NOW)], NOW) == 1
    assert due(con) == ["a"]
    load.page_held(con, page("a", NOW), NOW)
    assert load.store_pages(con, [page("a", NOW)], NOW) == 0
    assert due(con) == []
    load.store_pages(con, [page("a", NOW + timedelta(hours=1))], NOW)
    assert due(con) == ["a"]


def test_a_page_without_a_change_date_is_fetched_once(con: duckdb.DuckDBPyConnection) -> None:
    load.store_pages(con, [page("a")], NOW)
    load.page_held(con, page("a"), NOW)
    load.store_pages(con, [page("a")], NOW + timedelta(days=9))
    assert due(con, NOW + timedelta(days=9)) == []


def test_a_page_that_failed_is_not_due_before_its_time(con: duckdb.DuckDBPyConnection) -> None:
    load.store_pages(con, [page("a")], NOW)
    assert "2024-03-05 12:10 UTC (1 of 5)" in load.page_failed(con, page("a"), NOW, give_up_after=5)
    assert due(con, NOW + timedelta(minutes=9)) == []
    assert due(con, NOW + timedelta(minutes=10)) == ["a"]


def test_a_page_that_was_given_up_is_tried_again_when_its_source_says_that_it_changed(
    con: duckdb.DuckDBPyConnection,
) -> None:
    load.store_pages(con, [page("a", NOW)], NOW)
    assert "given up" in load.page_failed(con, page("a", NOW), NOW, give_up_after=1)
    assert due(con, NOW + timedelta(days=99)) == []
    load.store_pages(con, [page("a", NOW + timedelta(days=1))], NOW)
    assert due(con) == ["a"]


def test_a_problem_that_comes_again_is_counted_and_not_repeated(con: duckdb.DuckDBPyConnection) -> None:
    problem = Problem("fetch", "gazette", "http://gazette.example/a", "http_404", "It answered 404.")
    for hours in range(3):
        load.store_quarantine(con, [problem, problem], NOW + timedelta(hours=hours))
    found = con.execute("select attempts, first_seen_at, last_seen_at from raw.quarantine").fetchall()
    assert found == [(3, NOW, NOW + timedelta(hours=2))]
    load.release(con, "fetch", url="http://gazette.example/other")
    assert con.execute("select count(*) from raw.quarantine").fetchone() == (1,)
    load.release(con, "fetch", url="http://gazette.example/a")
    assert con.execute("select count(*) from raw.quarantine").fetchone() == (0,)


def test_a_fetch_is_stored_once(con: duckdb.DuckDBPyConnection) -> None:
    fetch = {
        "fetch_id": "f1", "source_id": "gazette", "url": "u", "requested_at": NOW, "from_cache": False, "kind": "page",
    }  # fmt: skip
    load.store_fetches(con, [fetch])
    load.store_fetches(con, [fetch, fetch | {"fetch_id": "f2"}])
    assert con.execute("select count(*) from raw.fetches").fetchone() == (2,)
