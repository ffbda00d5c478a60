"""Which articles are due for extraction, and what becomes of them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.extraction.events import Article, ArticleEvents, Meeting, Span
from pipelines.scraping.article import Dated
from pipelines.warehouse.connection import connect
from pipelines.warehouse.extract import count_pending, extract_pending
from pipelines.warehouse.load import give_date
from pipelines.warehouse.tables import create_raw_tables

TEXT = "The two ministers met in Tunis on Monday."


class Reader:
    """An extractor that finds one meeting in each article, and remembers what it was given."""

    def __init__(self, breaks_at: str | None = None) -> None:
        self.given: list[Article] = []
        self.breaks_at = breaks_at

    def extract(
        self, articles: Iterable[Article], on_error: Callable[[Article, Exception], None] | None = None
    ) -> Iterator[ArticleEvents]:
        for article in articles:
            self.given.append(article)
            if article.id == self.breaks_at and on_error:
                on_error(article, ValueError("unreadable"))
                yield ArticleEvents(article.id)
                continue
            met = Meeting(status="held", evidence=[Span(0, 21)])
            yield ArticleEvents(article.id, meetings=[met], n_sentences=1, n_candidates=1)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path / "build.duckdb") as connection:
        create_raw_tables(connection)
        yield connection


def _store(con: duckdb.DuckDBPyConnection, article_id: str, **changed: Any) -> None:
    row = {
        "article_id": article_id,
        "source_id": "herald",
        "url": f"https://herald.example/{article_id}",
        "canonical_url": f"https://herald.example/{article_id}",
        "title": "Ministers meet",
        "language": "en",
        "published_at": datetime(2024, 5, 6, 9, 30),
        "published_precision": "instant",
        "text": TEXT,
        "text_sha256": f"sha-{article_id}",
        "word_count": 8,
        "parser_version": "1",
        "first_seen_at": datetime(2024, 5, 6, 10),
        "is_current": True,
        "story_id": article_id,
    } | changed
    con.execute(
        f"insert into raw.articles ({', '.join(row)}) values ({', '.join('?' for _ in row)})", list(row.values())
    )


def _read(con: duckdb.DuckDBPyConnection, reader: Reader, version: str = "1", **options: Any) -> Any:
    return extract_pending(con, reader, extractor_version=version, languages=("en",), **options)


def test_an_article_is_read_once_by_one_version_and_again_by_the_next(con: duckdb.DuckDBPyConnection) -> None:
    _store(con, "a")
    assert _read(con, Reader()).n_articles == 1
    assert _read(con, Reader()).n_articles == 0
    assert _read(con, Reader(), version="2").n_articles == 1
    versions = con.execute("select extractor_version from raw.event_mentions order by 1").fetchall()
    assert versions == [("1",), ("2",)]


def test_superseded_texts_and_other_languages_are_left_alone(con: duckdb.DuckDBPyConnection) -> None:
    _store(con, "old", is_current=False)
    _store(con, "french", language="fr")
    _store(con, "unknown", language=None)
    assert count_pending(con, "1", languages=("en",)) == 1
    assert _read(con, Reader()).article_ids == ["unknown"]


@pytest.mark.parametrize(
    ("precision", "expected"), [("instant", "2024-05-06"), ("day", "2024-05-06"), ("month", "2024-05"), (None, None)]
)
def test_extraction_is_told_the_publication_date_as_precisely_as_it_is_known(
    con: duckdb.DuckDBPyConnection, precision: str | None, expected: str | None
) -> None:
    reader = Reader()
    _store(con, "a", published_precision=precision, **({} if precision else {"published_at": None}))
    _read(con, reader)
    assert [article.published for article in reader.given] == [expected]


def test_one_article_that_breaks_extraction_is_noted_and_the_rest_are_read(con: duckdb.DuckDBPyConnection) -> None:
    for article_id in ("a", "b", "c"):
        _store(con, article_id)
    summary = _read(con, Reader(breaks_at="b"), batch=10)
    assert (summary.n_articles, summary.n_failed, summary.n_meetings) == (3, 1, 2)
    errors = con.execute("select article_id, error from raw.extractions where error is not null").fetchall()
    assert errors == [("b", "ValueError: unreadable")]
    assert _read(con, Reader()).n_articles == 0


def test_progress_is_told_after_each_batch_and_a_finished_batch_outlives_a_stop(con: duckdb.DuckDBPyConnection) -> None:
    for article_id in ("a", "b", "c"):
        _store(con, article_id)
    told: list[tuple[int, int]] = []

    def stop_after_two(done: int, due: int) -> None:
        told.append((done, due))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _read(con, Reader(), batch=2, on_progress=stop_after_two)
    assert told == [(2, 3)]
    assert _read(con, Reader()).article_ids == ["c"]


def test_an_article_is_read_again_when_a_person_gives_its_date_and_only_then(con: duckdb.DuckDBPyConnection) -> None:
    _store(con, "a", published_at=None, published_precision=None)
    _store(con, "b")
    _read(con, Reader())
    given = Dated(datetime(2024, 5, 9), "day", "given")
    give_date(con, "a", given)
    reader = Reader()
    assert _read(con, reader).n_articles == 1
    assert [(article.id, article.published) for article in reader.given] == [("a", "2024-05-09")]
    give_date(con, "a", given)
    assert _read(con, Reader()).n_articles == 0
    assert con.execute("select count(*) from raw.event_mentions").fetchone() == (2,)
