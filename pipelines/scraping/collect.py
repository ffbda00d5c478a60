"""The work of the room, start to end: sources → raw.fetches and the archive → raw.articles; and single files and URLs.

Order and bookkeeping belong here. How a thing is discovered, fetched, archived or parsed does not. One thread (the
caller's) writes to the database and to the archive; HTTP happens in one thread per host and outside any transaction.
"""

import hashlib
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import duckdb

from pipelines.scraping import archive, parse
from pipelines.scraping.article import Article, Dated, NotAnArticle, canonical_url, file_url, short_hash
from pipelines.scraping.discover import Answer, Discovered, Fault, discover, is_web_address
from pipelines.scraping.fetch import Attempt, Fetcher, Previous, Request
from pipelines.scraping.lanes import Lanes
from pipelines.scraping.sources import Source
from pipelines.settings import Settings
from pipelines.warehouse import load
from pipelines.warehouse.load import ArticleRow, Loaded, Page, Problem
from pipelines.warehouse.tables import create_raw_tables

__all__ = ["FetchSummary", "IngestSummary", "ParseSummary", "Problem", "fetch_sources", "ingest", "parse_fetches"]

OnProgress = Callable[[int, int], None]
"""Called with (done, total so far) after each batch."""

BATCH = 50
INGEST = "ingest"
"""source_id of what was named on the command line."""
_NOT_ASKED = {"robots", "robots_unreadable", "host_down", "not_http", "credentials", "bad_url", "stopped"}
"""Refusals of our own: no request was made, so there is no row in raw.fetches."""
_HOSTS_FAULT = {"robots_unreadable", "host_down", "stopped"}
"""Nothing is known against the page itself: it stays due, and its host is named once."""
_FAULTS_OF_CONTENT = ("empty_feed", "malformed_feed", "not_http")


@dataclass(slots=True)
class FetchSummary:
    n_sources: int = 0
    n_requests: int = 0
    n_feeds_read: int = 0
    n_feeds_unchanged: int = 0
    n_pages_discovered: int = 0
    """Pages that no source had pointed to before."""
    n_pages_fetched: int = 0
    n_pages_unchanged: int = 0
    """Asked for again and answered 304, or with the very same bytes."""
    n_pages_failed: int = 0
    n_bytes: int = 0
    elapsed_s: float = 0.0
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class ParseSummary:
    n_pages: int = 0
    n_articles_new: int = 0
    n_articles_changed: int = 0
    n_articles_unchanged: int = 0
    n_not_articles: int = 0
    elapsed_s: float = 0.0
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class IngestSummary:
    n_targets: int = 0
    n_articles_new: int = 0
    n_articles_changed: int = 0
    n_articles_unchanged: int = 0
    elapsed_s: float = 0.0
    article_ids: list[str] = field(default_factory=list)
    """Every article version that the targets hold, known before or not."""
    problems: list[Problem] = field(default_factory=list)


def fetch_sources(
    con: duckdb.DuckDBPyConnection,
    sources: Iterable[Source],
    *,
    settings: Settings,
    on_progress: OnProgress | None = None,
) -> FetchSummary:
    """Read every enabled source and fetch the pages that are new, changed or due for another try.

    A source that fails is a problem in the summary and in the tables, and never stops another. Killed at any moment,
    the next call goes on where the last commit stood.
    """
    with _Crawl(con, settings) as crawl:
        return crawl.run([source for source in sources if source.enabled], on_progress)


def parse_fetches(
    con: duckdb.DuckDBPyConnection,
    *,
    settings: Settings,
    sources: Iterable[Source],
    on_progress: OnProgress | None = None,
) -> ParseSummary:
    """Read every archived page that nobody has parsed into an article or a quarantine row."""
    started = time.perf_counter()
    create_raw_tables(con)
    by_name = {source.name: source for source in sources}
    waiting = load.waiting_fetches(con)
    summary = ParseSummary()
    for at in range(0, len(waiting), BATCH):
        batch = waiting[at : at + BATCH]
        loaded, problems = _parse_batch(con, batch, settings, by_name)
        summary.n_pages += len(batch)
        summary.n_articles_new += loaded.n_new
        summary.n_articles_changed += loaded.n_changed
        summary.n_articles_unchanged += loaded.n_unchanged
        summary.n_not_articles += len(batch) - len(loaded.article_ids)
        summary.problems += problems
        if on_progress:
            on_progress(summary.n_pages, len(waiting))
    summary.elapsed_s = time.perf_counter() - started
    return summary


def ingest(
    con: duckdb.DuckDBPyConnection, targets: list[str], *, settings: Settings, published: str | None = None
) -> IngestSummary:
    """Bring in single articles: http(s) URLs, local HTML or text files, JSON Lines ({"id"?, "url"?, "published"?,
    "title"?, "text"}). The same target again gives the same ids.

    Args:
        published: YYYY-MM-DD, YYYY-MM or an ISO instant, in place of any date that is found.

    Raises:
        ValueError: ``published`` is not a date.
    """
    started = time.perf_counter()
    create_raw_tables(con)
    given = given_date(published) if published else None
    summary = IngestSummary(n_targets=len(targets))
    web = [target for target in targets if is_web_address(target)]
    if web:
        with _Crawl(con, settings) as crawl:
            fetched = crawl.run_pages(web)
        summary.problems += fetched.problems
        keys = {canonical_url(url) for url in web}
        waiting = [row for row in load.waiting_fetches(con) if canonical_url(row["url"]) in keys]
        _add(summary, *_parse_batch(con, waiting, settings, {}, given))
        _add_held(con, summary, web, waiting, given)
    for target in targets:
        if target not in web:
            _ingest_file(con, target, settings, given, summary)
    summary.article_ids = list(dict.fromkeys(summary.article_ids))
    summary.elapsed_s = time.perf_counter() - started
    return summary


def given_date(value: str) -> Dated:
    """A date as a person gives it: ``YYYY-MM``, ``YYYY-MM-DD`` or an ISO instant (UTC where no zone is said).

    Raises:
        ValueError: it is none of these; the message says what to write.
    """
    found = parse.iso_dated(value.strip(), "given")
    if found is None:
        raise ValueError(f"{value!r} is not a date: write YYYY-MM-DD, YYYY-MM or an ISO instant.")
    return found


# Fetching


@dataclass(slots=True)
class _Done:
    """What a lane brings back: a source that was read, or a page that was asked for."""

    attempts: list[Attempt]
    source: Source | None = None
    discovered: Discovered | None = None
    page: Page | None = None


class _Crawl:
    """One run over hosts: lanes ask, this thread archives and commits."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
        self._con = con
        self._settings = settings
        self._summary = FetchSummary()
        self._started = time.perf_counter()
        self._held_back: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._options: dict[str, Source] = {}
        create_raw_tables(con)
        stop = threading.Event()
        self._archive = archive.Archive(
            settings.archive_dir, max_bytes=settings.archive_max_bytes, last_committed=load.last_archived(con)
        )
        self._feeds = _previous(load.previous_answers(con, kind="feed"))
        self._fetcher = Fetcher(
            settings,
            read_archived=self._read_archived,
            previous_robots={
                url: previous
                for url, previous in _previous(load.previous_answers(con, kind="robots")).items()
                if self._read_archived(previous) is not None
            },
            stop=stop,
        )
        self._lanes: Lanes[_Done] = Lanes(stop)

    def __enter__(self) -> "_Crawl":
        return self

    def __exit__(self, *error: Any) -> None:
        self._lanes.__exit__(*error)
        self._fetcher.close()
        self._archive.close()

    def run(self, sources: list[Source], on_progress: OnProgress | None) -> FetchSummary:
        self._options = {source.name: source for source in sources}
        self._summary.n_sources = len(sources)
        states = load.feed_state(self._con)
        for source in sources:
            complete, newest = states.get(source.name, (False, None))
            known_until = newest if complete else None
            self._lanes.submit(_host(source.url), lambda s=source, k=known_until: self._read_source(s, k))  # type: ignore[misc]
        return self._drain(on_progress)

    def run_pages(self, urls: list[str]) -> FetchSummary:
        """Ask for these URLs now, whatever was held or had failed before."""
        now = _now()
        pages = []
        with load.transaction(self._con):
            for url in urls:
                key = canonical_url(url)
                page = load.known_page(self._con, key) or Page(key, INGEST, url, None, None, None, 0)
                load.store_pages(self._con, [page], now)
                pages.append(page)
        self._submit_pages(pages)
        return self._drain(None)

    # In the lanes' threads: HTTP, and nothing that writes

    def _read_source(self, source: Source, known_until: datetime | None) -> _Done:
        attempts: list[Attempt] = []

        def get(url: str) -> Answer:
            previous = self._feeds.get(url)
            if source.kind == "wordpress" and known_until is None:
                previous = None  # the last reading broke off: every page of the list is needed again
            body = self._read_archived(previous) if previous else None
            if body is None:
                previous = None
            request = Request(url, "feed", source.name, previous, source.pace_s, source.allow_private)
            attempts.extend(self._fetcher.fetch(request))
            last = attempts[-1]
            if last.unchanged:
                return Answer(url, body, unchanged=True)
            return Answer(url, last.body if last.ok else None)

        try:
            found = discover(source, get, known_until=known_until)
        except Exception as error:  # a source that breaks its reader must not stop the others
            detail = f"Its reader failed on it ({type(error).__name__}: {error})."
            found = Discovered(faults=[Fault(source.url, "reader_error", detail, fatal=True)])
        for fault in found.faults:
            for attempt in attempts:
                if fault.fatal and attempt.request.url == fault.url and attempt.ok:
                    attempt.fail(fault.reason, fault.detail)  # so that it is read in full next time
        return _Done(attempts, source=source, discovered=found)

    def _read_page(self, page: Page, previous: Previous | None) -> _Done:
        options = self._options.get(page.source_id)
        request = Request(
            page.url,
            "page",
            page.source_id,
            previous,
            options.pace_s if options else None,
            options.allow_private if options else False,
        )
        return _Done(self._fetcher.fetch(request), page=page)

    def _read_archived(self, previous: Previous) -> bytes | None:
        if previous.warc_file is None or previous.warc_offset is None:
            return None
        try:
            return archive.read(self._settings.archive_dir / previous.warc_file, previous.warc_offset).body
        except archive.ArchiveError:
            return None

    # In the caller's thread: archive, commit, and what follows from it

    def _drain(self, on_progress: OnProgress | None) -> FetchSummary:
        done = 0
        while self._lanes.outstanding:
            batch = self._lanes.take(most=BATCH, wait_s=1.0)
            if not batch:
                continue
            done += len(batch)
            self._store(batch)
            read = [item.source.name for item in batch if item.source]
            if read:
                self._submit_pages(load.due_pages(self._con, read, _now()))
            if on_progress:
                on_progress(done, done + self._lanes.outstanding)
        self._store_held_back()
        self._summary.elapsed_s = time.perf_counter() - self._started
        return self._summary

    def _submit_pages(self, pages: list[Page]) -> None:
        previous = _previous(load.previous_answers(self._con, urls=[page.url for page in pages]))
        for page in pages:
            self._lanes.submit(_host(page.url), lambda p=page: self._read_page(p, previous.get(p.url)))  # type: ignore[misc]

    def _store(self, batch: list[_Done]) -> None:
        """One batch: bodies to the archive and to the disk first, then one commit of everything that points to them."""
        with load.transaction(self._con):
            rows = []
            problems: list[Problem] = []
            for item in batch:
                made = [self._row(attempt, item.page) for attempt in item.attempts]
                rows += [row for row in made if row]
                if item.source and item.discovered:
                    problems += self._source_read(item.source, item.discovered, item.attempts)
                elif item.page:
                    problems += self._page_read(item.page, item.attempts, made[-1])
            self._archive.sync()
            load.store_fetches(self._con, rows)
            load.store_quarantine(self._con, problems, _now())
        self._summary.problems += problems

    def _row(self, attempt: Attempt, page: Page | None) -> dict[str, Any] | None:
        if attempt.reason in _NOT_ASKED and attempt.status is None:
            return None
        request, body = attempt.request, attempt.body
        same = request.previous
        digest = hashlib.sha256(body).hexdigest() if body is not None else None
        file: str | None = None
        offset: int | None = None
        if attempt.unchanged or (attempt.ok and same and same.warc_file and digest == same.content_sha256):
            assert same is not None
            file, offset, digest = same.warc_file, same.warc_offset, same.content_sha256
        elif body:
            file, offset = self._archive.write(
                attempt.final_url or request.url,
                attempt.requested_at,
                body,
                status=attempt.status,
                headers=attempt.headers,
            )
        self._summary.n_requests += 1
        self._summary.n_bytes += len(body or b"")
        return {
            "fetch_id": short_hash(request.source_id, request.url, attempt.requested_at.isoformat()),
            "source_id": request.source_id,
            "url": request.url,
            "requested_at": attempt.requested_at,
            "status": attempt.status,
            "error": attempt.error,
            "etag": attempt.header("etag") or (same.etag if same and attempt.unchanged else None),
            "last_modified": attempt.header("last-modified")
            or (same.last_modified if same and attempt.unchanged else None),
            "bytes": len(body) if body is not None else None,
            "content_sha256": digest,
            "warc_file": file,
            "warc_offset": offset,
            "elapsed_ms": attempt.elapsed_ms,
            "from_cache": attempt.unchanged,
            "kind": request.kind,
            "content_type": attempt.header("content-type"),
            "final_url": attempt.final_url,
            "discovered_title": page.title if page else None,
            "discovered_published_at": page.published_at if page else None,
            # the same bytes were parsed, or wait to be, under the fetch that brought them
            "parsed_at": attempt.requested_at
            if page and same and (file, offset) == (same.warc_file, same.warc_offset)
            else None,
        }

    def _source_read(self, source: Source, found: Discovered, attempts: list[Attempt]) -> list[Problem]:
        feeds = [attempt for attempt in attempts if attempt.request.kind == "feed"]
        self._summary.n_feeds_read += any(a.ok and not a.unchanged for a in feeds)
        self._summary.n_feeds_unchanged += bool(feeds) and all(a.unchanged for a in feeds)
        now = _now()
        pages = [
            Page(canonical_url(e.url), source.name, e.url, e.title, e.published_at, e.modified_at, 0)
            for e in found.entries
        ]
        self._summary.n_pages_discovered += load.store_pages(self._con, pages, now)
        problems = [Problem("discover", source.name, f.url, f.reason, f.detail) for f in found.faults]
        named = {problem.url for problem in problems}
        last_by_url = {attempt.request.url: attempt for attempt in feeds}
        for url, attempt in last_by_url.items():
            if attempt.error and url not in named:
                problems.append(Problem("discover", source.name, url, attempt.reason or "error", attempt.error))
        if not problems:  # an unchanged feed keeps the faults of its content
            kept = _FAULTS_OF_CONTENT if any(attempt.unchanged for attempt in feeds) else ()
            load.release(self._con, "discover", source_id=source.name, keep=kept)
        return problems

    def _page_read(self, page: Page, attempts: list[Attempt], row: dict[str, Any] | None) -> list[Problem]:
        last = attempts[-1]
        if last.ok:
            load.page_held(self._con, page, last.requested_at)
            if row and row["parsed_at"]:
                self._summary.n_pages_unchanged += 1
            else:
                self._summary.n_pages_fetched += 1
            return []
        assert last.reason
        assert last.error
        self._summary.n_pages_failed += 1
        if last.reason in _HOSTS_FAULT:
            self._held_back[(page.source_id, last.reason, last.error)].append(page.url)
            return []
        again = load.page_failed(self._con, page, _now(), give_up_after=self._settings.give_up_after)
        fetch_id = row["fetch_id"] if row else None
        return [Problem("fetch", page.source_id, page.url, last.reason, f"{last.error} {again}", fetch_id)]

    def _store_held_back(self) -> None:
        problems = []
        for (source_id, reason, error), urls in self._held_back.items():
            waiting = "1 page waits" if len(urls) == 1 else f"{len(urls)} pages wait"
            problems.append(Problem("fetch", source_id, urls[0], reason, f"{error} {waiting} for the next refresh."))
        if problems:
            with load.transaction(self._con):
                load.store_quarantine(self._con, problems, _now())
            self._summary.problems += problems


def _previous(rows: list[tuple[Any, ...]]) -> dict[str, Previous]:
    return {url: Previous(*rest) for url, *rest in rows}


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower() or "local"


# Parsing


def _parse_batch(
    con: duckdb.DuckDBPyConnection,
    rows: list[dict[str, Any]],
    settings: Settings,
    sources: dict[str, Source],
    given: Dated | None = None,
) -> tuple[Loaded, list[Problem]]:
    found: list[ArticleRow] = []
    problems: list[Problem] = []
    for row in rows:
        source = sources.get(row["source_id"])
        try:
            article = _parse_row(row, settings, source)
        except NotAnArticle as finding:
            problems.append(_parse_problem(row, finding.reason, finding.detail))
            continue
        except archive.ArchiveError as error:
            problems.append(_parse_problem(row, "archive_lost", str(error)))
            continue
        except Exception as error:  # one page that breaks a parser must not stop the others
            problems.append(
                _parse_problem(row, "parser_error", f"The parser failed on it ({type(error).__name__}: {error}).")
            )
            continue
        if given:
            article.published = given
        problems += _remarks(row, article, settings)
        found.append(
            ArticleRow(
                article,
                row["source_id"],
                row["fetch_id"],
                source.outlet if source else None,
                source.country if source else None,
            )
        )
    now = _now()
    with load.transaction(con):
        for row in rows:
            load.release(con, "parse", url=row["url"])
        loaded = load.store_articles(con, found, parser_version=parse.PARSER_VERSION, at=now)
        load.store_quarantine(con, problems, now)
        load.mark_parsed(con, [row["fetch_id"] for row in rows], now)
    return loaded, problems


def _parse_row(row: dict[str, Any], settings: Settings, source: Source | None) -> Article:
    record = archive.read(settings.archive_dir / row["warc_file"], row["warc_offset"])
    content_type = row["content_type"] or ""
    if content_type.startswith("text/plain"):
        return parse.parse_text(record.body, row["url"], fetched_at=row["requested_at"])
    return parse.parse_page(
        record.body,
        row["final_url"] or row["url"],
        fetched_at=row["requested_at"],
        content_type=content_type,
        feed_title=row["discovered_title"],
        feed_published_at=row["discovered_published_at"],
        outlet=source.outlet if source else None,
    )


def _parse_problem(row: dict[str, Any], reason: str, detail: str) -> Problem:
    return Problem("parse", row["source_id"], row["url"], reason, detail, row["fetch_id"])


def _remarks(row: dict[str, Any], article: Article, settings: Settings) -> list[Problem]:
    """What is stored all the same, and said."""
    remarks = []
    if article.language and article.language not in settings.languages:
        detail = f"It is written in {article.language!r}: stored, and not read for events."
        remarks.append(_parse_problem(row, "other_language", detail))
    if article.encoding:
        detail = f"It is not the UTF-8 that it should be: read as {article.encoding} and stored."
        remarks.append(_parse_problem(row, "not_utf8", detail))
    return remarks


# Files


def _ingest_file(
    con: duckdb.DuckDBPyConnection, target: str, settings: Settings, given: Dated | None, summary: IngestSummary
) -> None:
    path = Path(unquote(target.removeprefix("file://").removeprefix("file:")) if target.startswith("file:") else target)
    path = path.expanduser()
    try:
        content = path.read_bytes()
    except OSError as error:
        if "://" in target and not target.startswith("file:"):
            problem = Problem(
                "ingest", INGEST, target, "not_http", f"{target} is not an http or https address, nor a file."
            )
        else:
            detail = f"{target} cannot be read ({error.strerror}): check the path."
            problem = Problem("ingest", INGEST, f"file:{quote(path.name)}", "no_file", detail)
        with load.transaction(con):
            load.store_quarantine(con, [problem], _now())
        summary.problems.append(problem)
        return
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        _add(summary, *_ingest_lines(con, path.name, content, settings, given))
        return
    _add(summary, *_ingest_document(con, path, content, settings, given))


def _ingest_document(
    con: duckdb.DuckDBPyConnection, path: Path, content: bytes, settings: Settings, given: Dated | None
) -> tuple[Loaded, list[Problem]]:
    """One HTML or text file, kept in the archive like a page and parsed like one."""
    url, now = file_url(path.name, content), _now()
    is_html = path.suffix.lower() in (".html", ".htm", ".xhtml") or parse.looks_like_html(content)
    row: dict[str, Any] = {
        "fetch_id": short_hash(INGEST, url),
        "source_id": INGEST,
        "url": url,
        "requested_at": now,
        "status": None,
        "error": None,
        "bytes": len(content),
        "content_sha256": hashlib.sha256(content).hexdigest(),
        "elapsed_ms": 0.0,
        "from_cache": False,
        "kind": "file",
        "content_type": "text/html" if is_html else "text/plain",
        "final_url": None,
        "discovered_title": None,
        "discovered_published_at": None,
        "parsed_at": None,
    }
    known = _previous(load.previous_answers(con, urls=[url])).get(url)
    if known:
        row |= {"warc_file": known.warc_file, "warc_offset": known.warc_offset}
    else:
        with (
            archive.Archive(
                settings.archive_dir, max_bytes=settings.archive_max_bytes, last_committed=load.last_archived(con)
            ) as store,
            load.transaction(con),
        ):
            row["warc_file"], row["warc_offset"] = store.write(url, now, content)
            store.sync()
            load.store_fetches(con, [row])
    return _parse_batch(con, [row], settings, {}, given)


def _ingest_lines(
    con: duckdb.DuckDBPyConnection, name: str, content: bytes, settings: Settings, given: Dated | None
) -> tuple[Loaded, list[Problem]]:
    """JSON Lines of articles; a line that is none is named by file and line, and the others go on."""
    total = Loaded()
    problems: list[Problem] = []
    batch: list[ArticleRow] = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            batch.append(ArticleRow(_article_of_line(line, name, given), INGEST))
        except NotAnArticle as finding:
            where = f"file:{quote(name)}#line={number}"
            problems.append(
                Problem("ingest", INGEST, where, finding.reason, f"{name}, line {number}: {finding.detail}")
            )
    now = _now()
    for rows in _batches(batch):
        with load.transaction(con):
            loaded = load.store_articles(con, rows, parser_version=parse.PARSER_VERSION, at=now)
        total.n_new += loaded.n_new
        total.n_changed += loaded.n_changed
        total.n_unchanged += loaded.n_unchanged
        total.article_ids += loaded.article_ids
    with load.transaction(con):
        load.store_quarantine(con, problems, now)
    return total, problems


def _article_of_line(line: bytes, name: str, given: Dated | None) -> Article:
    try:
        record = json.loads(line.decode("utf-8"))
        json.dumps(record, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        # JSON may escape half of a surrogate pair, which no text in UTF-8 can hold
        raise NotAnArticle(
            "not_utf8", "it holds half of a surrogate pair (\\ud800 to \\udfff): mend the escape."
        ) from error
    except UnicodeDecodeError as error:
        raise NotAnArticle("not_utf8", f"it is not UTF-8 (byte {error.start}): save the file as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise NotAnArticle("not_json", f"it is not valid JSON ({error}).") from error
    if not isinstance(record, dict):
        raise NotAnArticle("not_json", "it is not a JSON object with a field `text`.")
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise NotAnArticle("no_text", "it has no `text`: write the article's text there.")
    title, url, key, published = (record.get(part) for part in ("title", "url", "id", "published"))
    dated = given
    if dated is None and published:
        dated = parse.iso_dated(str(published), "given")
        if dated is None:
            raise NotAnArticle(
                "bad_date", f"`published` is {published!r}: write YYYY-MM-DD, YYYY-MM, an ISO instant or null."
            )
    if url:
        address = str(url)
    elif key is not None:
        address = f"file:{quote(name)}#id={quote(str(key))}"
    else:
        address = file_url(name, text.encode())
    return parse.from_text(text, address, title=str(title).strip() or None if title else None, published=dated)


def _batches(rows: list[ArticleRow], size: int = 500) -> Iterator[list[ArticleRow]]:
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def _add(summary: IngestSummary, loaded: Loaded, problems: list[Problem]) -> None:
    summary.n_articles_new += loaded.n_new
    summary.n_articles_changed += loaded.n_changed
    summary.n_articles_unchanged += loaded.n_unchanged
    summary.article_ids += loaded.article_ids
    summary.problems += problems


def _add_held(
    con: duckdb.DuckDBPyConnection,
    summary: IngestSummary,
    urls: list[str],
    parsed: list[dict[str, Any]],
    given: Dated | None,
) -> None:
    """URLs that answered "not modified": their articles are known, and still take a date given by hand."""
    fresh = {row["url"] for row in parsed}
    failed = {problem.url for problem in summary.problems}
    for url in urls:
        held = load.current_article(con, url) if url not in fresh and url not in failed else None
        if held:
            summary.n_articles_unchanged += 1
            summary.article_ids.append(held)
            if given:
                with load.transaction(con):
                    load.give_date(con, held, given)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
