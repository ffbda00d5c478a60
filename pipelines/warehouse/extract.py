"""Articles that wait for extraction, and their events into the raw tables.

The language work is in ``pipelines.extraction``; this module decides which article versions are due and moves rows.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import duckdb

from pipelines.extraction.events import Article, ArticleEvents
from pipelines.warehouse.mentions import Extraction, load_extractions


class EventExtractor(Protocol):
    """What :class:`pipelines.extraction.document.Extractor` offers."""

    def extract(
        self, articles: Iterable[Article], on_error: Callable[[Article, Exception], None] | None = None
    ) -> Iterator[ArticleEvents]: ...


@dataclass(slots=True)
class ExtractSummary:
    """What one pass of extraction read and found."""

    n_articles: int = 0
    n_sentences: int = 0
    n_candidates: int = 0
    n_meetings: int = 0
    n_pledges: int = 0
    n_agreements: int = 0
    n_failed: int = 0
    elapsed_s: float = 0.0
    article_ids: list[str] = field(default_factory=list)

    @property
    def n_events(self) -> int:
        return self.n_meetings + self.n_pledges + self.n_agreements


@dataclass(slots=True)
class _Waiting:
    article_id: str
    title: str | None
    text: str
    text_sha256: str
    published: str | None


def count_pending(con: duckdb.DuckDBPyConnection, extractor_version: str, *, languages: Sequence[str]) -> int:
    """How many current article versions in these languages ``extractor_version`` has not read."""
    row = con.execute(f"select count(*) {_PENDING}", _parameters(extractor_version, languages)).fetchone()
    return int(row[0]) if row else 0


def extract_pending(
    con: duckdb.DuckDBPyConnection,
    extractor: EventExtractor,
    *,
    extractor_version: str,
    languages: Sequence[str],
    batch: int = 64,
    on_progress: Callable[[int, int], None] | None = None,
) -> ExtractSummary:
    """Extract from every current article version that ``extractor_version`` has not read, batch by batch.

    Each batch is one transaction, so that a run that is stopped goes on where it was. An article whose extraction fails
    is written down with its error and not tried again by the same version.

    Args:
        languages: ISO 639-1 codes that extraction reads; an article without a language is read too.
        batch: articles per transaction.
        on_progress: called with (articles done, articles due) after each batch.
    """
    started = time.perf_counter()
    parameters = _parameters(extractor_version, languages)
    ids = [
        row[0]
        for row in con.execute(
            f"select a.article_id {_PENDING} order by a.first_seen_at, a.article_id", parameters
        ).fetchall()
    ]
    summary = ExtractSummary(article_ids=ids)
    for chunk in _batches(ids, batch):
        extractions = list(_extract(extractor, _read(con, chunk)))
        load_extractions(con, extractions, extractor_version)
        for extraction in extractions:
            _count(summary, extraction)
        if on_progress:
            on_progress(summary.n_articles, len(ids))
    summary.elapsed_s = time.perf_counter() - started
    return summary


_PENDING = """
    from raw.articles as a
    left join raw.extractions as e on e.article_id = a.article_id and e.extractor_version = $version
    where a.is_current and e.article_id is null
    and (a.language is null or list_contains($languages::varchar[], a.language))
"""


def _parameters(extractor_version: str, languages: Sequence[str]) -> dict[str, object]:
    return {"version": extractor_version, "languages": list(languages)}


def _batches(ids: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _read(con: duckdb.DuckDBPyConnection, ids: list[str]) -> list[_Waiting]:
    rows = con.execute(
        """
        select article_id, title, text, text_sha256, published_at, published_precision
        from raw.articles where list_contains($ids::varchar[], article_id)
        order by first_seen_at, article_id
        """,
        {"ids": ids},
    ).fetchall()
    return [_Waiting(row[0], row[1], row[2], row[3], _published(row[4], row[5])) for row in rows]


def _published(at: datetime | None, precision: str | None) -> str | None:
    """The publication date as extraction takes it: a day, a month, or nothing."""
    if at is None:
        return None
    return at.strftime("%Y-%m" if precision == "month" else "%Y-%m-%d")


def _extract(extractor: EventExtractor, waiting: list[_Waiting]) -> Iterator[Extraction]:
    errors: dict[str, str] = {}

    def note(article: Article, error: Exception) -> None:
        errors[article.id] = f"{type(error).__name__}: {error}"

    articles = [Article(id=row.article_id, text=row.text, title=row.title, published=row.published) for row in waiting]
    results = extractor.extract(articles, on_error=note)
    for row in waiting:
        started = time.perf_counter()
        events = next(results)
        elapsed_ms = (time.perf_counter() - started) * 1000
        error = errors.get(row.article_id)
        yield Extraction(row.article_id, row.text, row.text_sha256, None if error else events, elapsed_ms, error)


def _count(summary: ExtractSummary, extraction: Extraction) -> None:
    summary.n_articles += 1
    if extraction.events is None:
        summary.n_failed += 1
        return
    summary.n_sentences += extraction.events.n_sentences
    summary.n_candidates += extraction.events.n_candidates
    summary.n_meetings += len(extraction.events.meetings)
    summary.n_pledges += len(extraction.events.pledges)
    summary.n_agreements += len(extraction.events.agreements)
