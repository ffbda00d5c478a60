"""What the scraping room brings into raw: fetches, pages, articles with their stories, quarantine. Every load is
idempotent.

SQL over ``raw`` belongs here; the web, WARC and HTML do not. Each function is one step of a transaction that the caller
opens with ``transaction`` (a batch is in the file whole or not at all).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.scraping import stories
from pipelines.scraping.article import Article, Dated, short_hash

FIRST_RETRY = timedelta(minutes=10)
LONGEST_RETRY = timedelta(days=7)
_CANDIDATES = 10
"""Most similar texts that a new one is compared with: a story of a thousand copies costs no more than one of ten."""
_BANDS_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be used, and why: a row of raw.quarantine, a line of a summary."""

    stage: str
    source_id: str | None
    url: str | None
    reason: str
    detail: str
    fetch_id: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is due: what to ask for, and what its source said of it."""

    key: str
    source_id: str
    url: str
    title: str | None
    published_at: datetime | None
    modified_at: datetime | None
    failures: int


@dataclass(slots=True)
class ArticleRow:
    """An article on its way into raw.articles."""

    article: Article
    source_id: str
    fetch_id: str | None = None
    outlet: str | None = None
    country: str | None = None


@dataclass(slots=True)
class Loaded:
    """What became of a batch of articles; ids of all versions it named, in its order."""

    n_new: int = 0
    n_changed: int = 0
    n_unchanged: int = 0
    article_ids: list[str] = field(default_factory=list)


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit on the way out, roll back on any exception."""
    con.execute("begin")
    try:
        yield
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise


# Fetches


def store_fetches(con: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Append attempts; an attempt that is stored already is left as it is."""
    _write(con, "insert or ignore into raw.fetches by name select * from _rows", rows)


def previous_answers(
    con: duckdb.DuckDBPyConnection, *, kind: str | None = None, urls: Iterable[str] = ()
) -> list[tuple[Any, ...]]:
    """The last good answer of each URL of one kind, or of the URLs named:
    (url, etag, last_modified, content_sha256, warc_file, warc_offset)."""
    wanted = [{"url": url} for url in urls]
    if kind is None and not wanted:
        return []
    where = "kind = $kind" if kind else "url in (select url from _wanted)"
    with _registered(con, "_wanted", wanted or [{"url": ""}]):
        return con.execute(
            f"""
            select url, etag, last_modified, content_sha256, warc_file, warc_offset
            from raw.fetches
            where {where} and error is null and warc_file is not null
            qualify row_number() over (partition by url order by requested_at desc, fetch_id) = 1
            """,
            {"kind": kind} if kind else {},
        ).fetchall()


def feed_state(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[bool, datetime | None]]:
    """source_id → (whether its last reading was complete, newest modification that it has told of)."""
    rows = con.execute(
        """
        select source_id, arg_max(error is null, requested_at),
            (select max(p.modified_at) from raw.pages p where p.source_id = f.source_id)
        from raw.fetches f where kind = 'feed' group by source_id
        """
    ).fetchall()
    return {source_id: (complete, newest) for source_id, complete, newest in rows}


def last_archived(con: duckdb.DuckDBPyConnection) -> tuple[str, int] | None:
    """(file, offset) of the newest archive record that a committed fetch points to."""
    row = con.execute(
        "select warc_file, warc_offset from raw.fetches where warc_file is not null "
        "order by warc_file desc, warc_offset desc limit 1"
    ).fetchone()
    return (row[0], row[1]) if row else None


def waiting_fetches(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Pages and files in the archive that nobody has parsed, in an order that does not depend on which host was
    faster."""
    return (
        con.execute(
            """
            select fetch_id, source_id, url, requested_at, kind, content_type, final_url, warc_file, warc_offset,
                discovered_title, discovered_published_at
            from raw.fetches
            where kind in ('page', 'file') and parsed_at is null and error is null and warc_file is not null
            order by url, requested_at, fetch_id
            """
        )
        .to_arrow_table()
        .to_pylist()
    )


def mark_parsed(con: duckdb.DuckDBPyConnection, fetch_ids: Iterable[str], at: datetime) -> None:
    """Note when these fetches were read, whatever came of it."""
    with _registered(con, "_wanted", [{"fetch_id": fetch_id} for fetch_id in fetch_ids] or [{"fetch_id": ""}]):
        con.execute(
            "update raw.fetches set parsed_at = $at from _wanted w where fetches.fetch_id = w.fetch_id", {"at": at}
        )


# Pages that sources point to


def store_pages(con: duckdb.DuckDBPyConnection, pages: Sequence[Page], at: datetime) -> int:
    """Note what sources say of their pages; a page that was given up is tried again when its source says that it
    changed.

    Returns:
        How many of them were not known.
    """
    if not pages:
        return 0
    rows = [
        {
            "page_key": page.key,
            "source_id": page.source_id,
            "url": page.url,
            "title": page.title,
            "published_at": page.published_at,
            "modified_at": page.modified_at,
            "discovered_at": at,
            "held_at": None,
            "held_modified_at": None,
            "failures": 0,
            "next_attempt_at": None,
            "gave_up": False,
        }
        for page in {page.key: page for page in reversed(pages)}.values()
    ]
    before = _count(con, "raw.pages")
    _write(
        con,
        """
        insert into raw.pages as p by name select * from _rows
        on conflict (page_key) do update set
            title = coalesce(excluded.title, p.title),
            published_at = coalesce(excluded.published_at, p.published_at),
            modified_at = coalesce(greatest(excluded.modified_at, p.modified_at), excluded.modified_at, p.modified_at),
            failures = if(excluded.modified_at > p.modified_at, 0, p.failures),
            next_attempt_at = if(excluded.modified_at > p.modified_at, null, p.next_attempt_at),
            gave_up = if(excluded.modified_at > p.modified_at, false, p.gave_up)
        """,
        rows,
    )
    return _count(con, "raw.pages") - before


def due_pages(con: duckdb.DuckDBPyConnection, source_ids: Iterable[str], now: datetime) -> list[Page]:
    """Pages of these sources that are not held, or that their source says have changed since; newest first."""
    with _registered(con, "_wanted", [{"source_id": source_id} for source_id in source_ids] or [{"source_id": ""}]):
        rows = con.execute(
            """
            select page_key, source_id, url, title, published_at, modified_at, failures
            from raw.pages
            where source_id in (select source_id from _wanted)
                and not gave_up
                and (held_at is null or modified_at > coalesce(held_modified_at, held_at))
                and (next_attempt_at is null or next_attempt_at <= $now)
            order by published_at desc nulls last, page_key
            """,
            {"now": now},
        ).fetchall()
    return [Page(*row) for row in rows]


def known_page(con: duckdb.DuckDBPyConnection, key: str) -> Page | None:
    row = con.execute(
        "select page_key, source_id, url, title, published_at, modified_at, failures from raw.pages where page_key = ?",
        [key],
    ).fetchone()
    return Page(*row) if row else None


def page_held(con: duckdb.DuckDBPyConnection, page: Page, at: datetime) -> None:
    """A usable body is in the archive (or the one there still stands): nothing is due until the source tells of a
    change."""
    con.execute(
        "update raw.pages set held_at = ?, held_modified_at = ?, failures = 0, next_attempt_at = null, gave_up = false "
        "where page_key = ?",
        [at, page.modified_at, page.key],
    )
    con.execute("delete from raw.quarantine where stage = 'fetch' and url = ?", [page.url])


def page_failed(con: duckdb.DuckDBPyConnection, page: Page, at: datetime, *, give_up_after: int) -> str:
    """Note a failure and when to try again (10 minutes, then four times as long each time); returns that as a
    sentence."""
    failures = page.failures + 1
    gave_up = failures >= give_up_after
    wait = min(FIRST_RETRY * 4 ** (failures - 1), LONGEST_RETRY)
    con.execute(
        "update raw.pages set failures = ?, next_attempt_at = ?, gave_up = ? where page_key = ?",
        [failures, at + wait, gave_up, page.key],
    )
    if gave_up:
        return f"It failed in {failures} refreshes and was given up; ingest its address to try again."
    return f"It is tried again after {at + wait:%Y-%m-%d %H:%M} UTC ({failures} of {give_up_after})."


# Articles and their stories


def store_articles(
    con: duckdb.DuckDBPyConnection, batch: Sequence[ArticleRow], *, parser_version: str, at: datetime
) -> Loaded:
    """Bring article versions in, in the order given. A changed text becomes a new version and the current one; the same
    text changes nothing, except that a date given by hand replaces one that was found."""
    loaded = Loaded(article_ids=[row.article.article_id for row in batch])
    versions = _versions(con, [row.article.canonical_url for row in batch])
    new: list[ArticleRow] = []
    for row in batch:
        article, known = row.article, versions[row.article.canonical_url]
        version = known.get(article.article_id)
        if version and version.is_current:
            loaded.n_unchanged += 1
        elif known:
            loaded.n_changed += 1  # a new text, or the outlet went back to an earlier one
        else:
            loaded.n_new += 1
        if version is None:
            new.append(row)
        for other in known.values():
            other.is_current = False
        known[article.article_id] = _Version(True, version.story_id if version else None)
        if version and article.published and article.published.source == "given":
            give_date(con, article.article_id, article.published)
    _insert_articles(con, new, versions, parser_version, at)
    flags = [
        {"article_id": article_id, "is_current": version.is_current}
        for known in versions.values()
        for article_id, version in known.items()
    ]
    with _registered(con, "_flags", flags or [{"article_id": "", "is_current": False}]):
        con.execute(
            "update raw.articles as a set is_current = f.is_current from _flags f "
            "where a.article_id = f.article_id and a.is_current <> f.is_current"
        )
    return loaded


def current_article(con: duckdb.DuckDBPyConnection, url: str) -> str | None:
    """article_id of the current article that was read from ``url``, under whatever canonical URL the page gave
    itself."""
    row = con.execute(
        """
        select article_id from raw.articles where is_current and canonical_url in (
            select a.canonical_url from raw.articles a left join raw.fetches f using (fetch_id)
            where a.url = $url or f.url = $url)
        """,
        {"url": url},
    ).fetchone()
    return str(row[0]) if row else None


def give_date(con: duckdb.DuckDBPyConnection, article_id: str, given: Dated) -> None:
    """Put a date that a person gave in place of the one that was found, and make the article due for extraction again.

    Its words ("Wednesday") are resolved against the date, so events read under the old one no longer hold.
    """
    changed = con.execute(
        "update raw.articles set published_at = $at, published_at_source = 'given', published_precision = $precision "
        "where article_id = $id and (published_at is distinct from $at::timestamp "
        "or published_at_source is distinct from 'given' or published_precision is distinct from $precision) "
        "returning article_id",
        {"at": given.at, "precision": given.precision, "id": article_id},
    ).fetchall()
    if changed:
        con.execute("delete from raw.extractions where article_id = ?", [article_id])


@dataclass(slots=True)
class _Version:
    is_current: bool
    story_id: str | None


def _versions(con: duckdb.DuckDBPyConnection, canonical_urls: Iterable[str]) -> dict[str, dict[str, _Version]]:
    """canonical_url → article_id → what is stored of that version, oldest first."""
    versions: dict[str, dict[str, _Version]] = {url: {} for url in canonical_urls}
    with _registered(con, "_wanted", [{"canonical_url": url} for url in versions] or [{"canonical_url": ""}]):
        rows = con.execute(
            "select canonical_url, article_id, is_current, story_id from raw.articles "
            "semi join _wanted using (canonical_url) order by first_seen_at, article_id"
        ).fetchall()
    for url, article_id, is_current, story_id in rows:
        versions[url][article_id] = _Version(is_current, story_id)
    return versions


def _insert_articles(
    con: duckdb.DuckDBPyConnection,
    new: Sequence[ArticleRow],
    versions: dict[str, dict[str, _Version]],
    parser_version: str,
    at: datetime,
) -> None:
    if not new:
        return
    stories_of_pages = {
        url: story_id for url, known in versions.items() if (story_id := next(iter(known.values())).story_id)
    }
    assigned = _assign_stories(con, new, stories_of_pages)
    article_rows: list[dict[str, Any]] = []
    band_rows: list[dict[str, Any]] = []
    for row in new:
        article = row.article
        story_id, article_bands = assigned[article.article_id]
        article_rows.append(
            {
                "article_id": article.article_id,
                "source_id": row.source_id,
                "url": article.url,
                "canonical_url": article.canonical_url,
                "title": article.title,
                "author": article.author,
                "language": article.language,
                "published_at": article.published.at if article.published else None,
                "published_at_source": article.published.source if article.published else None,
                "published_precision": article.published.precision if article.published else None,
                "modified_at": article.modified_at,
                "text": article.text,
                "text_sha256": article.text_sha256,
                "word_count": article.word_count,
                "attribution": article.attribution,
                "fetch_id": row.fetch_id,
                "parser_version": parser_version,
                "first_seen_at": at,
                "is_current": versions[article.canonical_url][article.article_id].is_current,
                "outlet": row.outlet,
                "country": row.country,
                "story_id": story_id,
            }
        )
        band_rows.extend(
            {"band_hash": band, "story_id": story_id, "article_id": article.article_id} for band in article_bands
        )
    _write(con, "insert into raw.articles by name select * from _rows", article_rows)
    _write(con, "insert into raw.story_bands by name select * from _rows", band_rows)


def _assign_stories(
    con: duckdb.DuckDBPyConnection, new: Sequence[ArticleRow], of_page: dict[str, str]
) -> dict[str, tuple[str, list[str]]]:
    """article_id → (story_id, bands). A further version keeps the story of its page (``of_page``: canonical URL →
    story_id);
    any other text joins the most similar text that it meets in a band, and begins a story where there is none."""
    sketches = {row.article.article_id: stories.shingles(row.article.text) for row in new}
    bands = {article_id: stories.bands(sketch) for article_id, sketch in sketches.items()}
    stored = _stored_candidates(con, bands)
    known: dict[str, tuple[str, frozenset[int]]] = {
        article_id: (story_id, stories.shingles(text))
        for article_id, story_id, text in _texts(con, {one for candidates in stored.values() for one in candidates})
    }
    in_batch: dict[str, list[str]] = defaultdict(list)
    assigned: dict[str, tuple[str, list[str]]] = {}
    for row in new:
        article_id, url = row.article.article_id, row.article.canonical_url
        candidates = dict.fromkeys([*stored.get(article_id, []), *_meeting(in_batch, bands[article_id])])
        scores = ((stories.likeness(sketches[article_id], known[other][1]), other) for other in candidates)
        best = min(((-score, other) for score, other in scores if score), default=None)
        story_id = of_page.get(url) or (known[best[1]][0] if best else article_id)
        of_page.setdefault(url, story_id)
        known[article_id] = (story_id, sketches[article_id])
        for band in bands[article_id]:
            in_batch[band].append(article_id)
        assigned[article_id] = (story_id, bands[article_id])
    return assigned


def _meeting(in_batch: dict[str, list[str]], bands: Iterable[str]) -> list[str]:
    counts: dict[str, int] = defaultdict(int)
    for band in bands:
        for article_id in in_batch.get(band, ()):
            counts[article_id] += 1
    return sorted(counts, key=lambda article_id: (-counts[article_id], article_id))[:_CANDIDATES]


def _stored_candidates(con: duckdb.DuckDBPyConnection, bands: dict[str, list[str]]) -> dict[str, list[str]]:
    """article_id → stored articles that share most bands with it."""
    asked = sorted({band for hashes in bands.values() for band in hashes})
    holders: dict[str, list[str]] = defaultdict(list)
    for at in range(0, len(asked), _BANDS_AT_ONCE):
        some = asked[at : at + _BANDS_AT_ONCE]
        for band, article_id in con.execute(band_holders_sql(len(some)), some).fetchall():
            holders[band].append(article_id)
    return {article_id: _meeting(holders, hashes) for article_id, hashes in bands.items()}


def band_holders_sql(n: int) -> str:
    """Who holds these ``n`` bands. A list of values, and not a join: DuckDB then goes by the index, which at 8 million
    bands takes 9 ms and not 190."""
    return f"""
        select band_hash, article_id from raw.story_bands where band_hash in ({", ".join("?" * n)})
        qualify row_number() over (partition by band_hash order by article_id) <= {_CANDIDATES}
        order by article_id
    """


def _texts(con: duckdb.DuckDBPyConnection, article_ids: set[str]) -> list[tuple[str, str, str]]:
    with _registered(con, "_wanted", [{"article_id": i} for i in sorted(article_ids)] or [{"article_id": ""}]):
        return con.execute(
            "select article_id, story_id, text from raw.articles semi join _wanted using (article_id)"
        ).fetchall()


# Quarantine


def store_quarantine(con: duckdb.DuckDBPyConnection, problems: Iterable[Problem], at: datetime) -> None:
    """Note each problem once; one that comes again has its time and its count moved on."""
    rows = {}
    for problem in problems:
        key = short_hash(problem.stage, problem.source_id, problem.url, problem.reason)
        rows[key] = {
            "quarantine_id": key,
            "stage": problem.stage,
            "source_id": problem.source_id,
            "url": problem.url,
            "reason": problem.reason,
            "detail": problem.detail,
            "fetch_id": problem.fetch_id,
            "first_seen_at": at,
            "last_seen_at": at,
            "attempts": 1,
        }
    _write(
        con,
        """
        insert into raw.quarantine as q by name select * from _rows
        on conflict (quarantine_id) do update set
            last_seen_at = excluded.last_seen_at, attempts = q.attempts + 1,
            detail = excluded.detail, fetch_id = coalesce(excluded.fetch_id, q.fetch_id)
        """,
        list(rows.values()),
    )


def release(
    con: duckdb.DuckDBPyConnection,
    stage: str,
    *,
    source_id: str | None = None,
    url: str | None = None,
    keep: Sequence[str] = (),
) -> None:
    """Take out of quarantine what works again: everything of a source at a stage, or one URL; reasons in ``keep``
    stay."""
    con.execute(
        "delete from raw.quarantine where stage = $stage and (source_id = $source_id or url = $url) "
        "and not list_contains($keep::varchar[], reason)",
        {"stage": stage, "source_id": source_id, "url": url, "keep": list(keep)},
    )


# Small helpers


def _write(con: duckdb.DuckDBPyConnection, statement: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        with _registered(con, "_rows", rows):
            con.execute(statement)


@contextmanager
def _registered(con: duckdb.DuckDBPyConnection, name: str, rows: Sequence[dict[str, Any]]) -> Iterator[None]:
    con.register(name, pa.Table.from_pylist(list(rows)))
    try:
        yield
    finally:
        con.unregister(name)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0
