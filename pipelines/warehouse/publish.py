"""From the build file to the published file, in one atomic rename.

The new file is written beside the old one, checked, made durable and only then put in its place: a reader meets the
old release or the new one, whole, and never a lock. What is checked here is that the copy is complete and every fact
has evidence; whether the facts are right is the audit's matter (dbt tests, asset checks), which runs before. Nothing
here knows a model by its SQL.
"""

import logging
import os
import re
import time
import uuid
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines.warehouse.connection import STORAGE_VERSION, WarehouseError, connect

log = logging.getLogger(__name__)

BUILD_SCHEMA = "marts"
FACTS = {"fct_meetings": "meeting_id", "fct_pledges": "pledge_id", "fct_agreements": "agreement_id"}
_BUILD_ALIAS = "build_file"
_MARTS_REFERENCE = re.compile(r'(?<![\w".])(?:(?:"[^"]+"|\w+)\.)?(?:"marts"|marts)\.')
STALE_AFTER_S = 3600
"""A file of an unfinished publish that is older than this belongs to nobody any more; no publish takes minutes."""


class PublishError(WarehouseError):
    """The new release was not put in place; the message says why. The published file is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One row of ``meta.releases``. ``publish`` fills what the caller leaves at None."""

    release_id: str | None = None
    published_at: datetime | None = None
    """UTC, without a zone."""
    git_sha: str | None = None
    extractor_version: str | None = None
    n_articles: int | None = None
    n_meetings: int | None = None
    n_pledges: int | None = None
    n_agreements: int | None = None
    checks_passed: int = 0
    duration_s: float | None = None
    """Seconds from the start of the refresh; of the publish alone where the caller does not say."""


@dataclass(slots=True)
class _Copied:
    tables: dict[str, int] = field(default_factory=dict)
    views: list[str] = field(default_factory=list)


RELEASES_DDL = """
    create table if not exists meta.releases (
        release_id varchar primary key,
        published_at timestamp not null,
        git_sha varchar,
        extractor_version varchar,
        n_articles bigint not null,
        n_meetings bigint not null,
        n_pledges bigint not null,
        n_agreements bigint not null,
        checks_passed bigint not null,
        duration_s double not null
    )
"""
MERGED_DDL = """
    create table if not exists meta.merged_events (
        event_id varchar primary key,
        merged_into_id varchar not null,
        merged_at timestamp not null,
        reason varchar not null
    )
"""
META_COMMENTS = {
    "meta.releases": "One publish. The newest row is the release you are reading.",
    "meta.merged_events": "Ids that no fact bears any more: two events turned out to be one. Follow merged_into_id.",
}


def publish(build_path: Path, warehouse_path: Path, *, release: Release) -> Release:
    """Put the marts of ``build_path`` in place as ``warehouse_path``.

    Readers of the old file keep it until they reconnect. Call it after dbt has closed the build file and its tests have
    passed. ``meta.releases`` and ``meta.merged_events`` of the file that is replaced live on in the new one.

    Returns:
        ``release`` with its id, instant, counts and duration.

    Raises:
        PublishError: the build file is absent or incomplete, or the copy failed a check. The published file is
            untouched.
    """
    started = time.monotonic()
    build_path, warehouse_path = build_path.resolve(), warehouse_path.resolve()
    if not build_path.exists():
        raise PublishError(f"{build_path} does not exist, so there is nothing to publish. Run the refresh first.")
    if warehouse_path.stem.lower() in {"main", "meta"}:
        raise PublishError(
            f"{warehouse_path} cannot be the published file: its name equals one of its schemas, and SQL could not "
            "tell them apart. Choose another name, such as warehouse.duckdb."
        )
    warehouse_path.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(warehouse_path)
    beside = warehouse_path.with_name(f".{warehouse_path.name}.{uuid.uuid4().hex[:12]}.new")
    try:
        copied = _write(build_path, warehouse_path, beside)
        done = _describe(beside, release, started)
        _verify(beside, copied)
        _sync(beside)
        os.replace(beside, warehouse_path)
        _sync(warehouse_path.parent)
    except (duckdb.Error, WarehouseError, OSError) as error:
        if isinstance(error, PublishError):
            raise
        raise PublishError(f"{warehouse_path} was left as it was, because the new release failed: {error}") from error
    finally:
        for leftover in (beside, beside.with_name(beside.name + ".wal")):
            leftover.unlink(missing_ok=True)
    log.info("published %s: %d tables, %d views", warehouse_path, len(copied.tables), len(copied.views))
    return done


def remove_leftovers(warehouse_path: Path) -> list[Path]:
    """Delete what killed publishes left beside ``warehouse_path``; returns what was deleted.

    A WAL of the published file itself goes too: readers never write one, and a stale one breaks the file that takes its
    place.
    """
    removed = []
    for path in warehouse_path.parent.glob(f".{warehouse_path.name}.*.new*"):
        if time.time() - path.stat().st_mtime > STALE_AFTER_S or not _is_alive(path):
            path.unlink(missing_ok=True)
            removed.append(path)
    wal = warehouse_path.with_name(warehouse_path.name + ".wal")
    if wal.exists():
        wal.unlink()
        removed.append(wal)
    return removed


def _is_alive(path: Path) -> bool:
    """Whether another process is writing ``path``: DuckDB locks what it writes."""
    if path.suffix == ".wal":
        return False
    try:
        duckdb.connect(str(path)).close()
    except duckdb.IOException as error:
        return "lock" in str(error).lower()
    except duckdb.Error:
        return False
    return False


def _write(build_path: Path, warehouse_path: Path, beside: Path) -> _Copied:
    """Tables with their keys and comments, then views in the order in which they need each other, then ``meta``."""
    copied = _Copied()
    with connect(beside) as con:
        con.execute(f"attach '{_quoted(build_path)}' as {_BUILD_ALIAS} (read_only)")
        has_old = warehouse_path.exists()
        if has_old:
            con.execute(f"attach '{_quoted(warehouse_path)}' as old_file (read_only)")
        # One transaction: a comment on each of hundreds of columns is otherwise a commit to disk each.
        con.execute("begin")
        con.execute("create schema meta")
        tables = con.execute(
            "select table_name, sql, comment from duckdb_tables()"
            " where database_name = ? and schema_name = ? order by table_name",
            [_BUILD_ALIAS, BUILD_SCHEMA],
        ).fetchall()
        missing = sorted(set(FACTS) - {name for name, _, _ in tables})
        if missing:
            raise PublishError(
                f"{build_path} has no {', '.join(missing)} in its schema {BUILD_SCHEMA}. "
                "Run dbt build on it, then publish."
            )
        for name, ddl, comment in tables:
            con.execute(_in_main(ddl, name))
            con.execute(f'insert into main."{name}" select * from {_BUILD_ALIAS}.{BUILD_SCHEMA}."{name}"')
            row = con.execute(f'select count(*) from {_BUILD_ALIAS}.{BUILD_SCHEMA}."{name}"').fetchone()
            copied.tables[name] = row[0] if row else 0
            _comment(con, "table", name, comment)
        copied.views = _copy_views(con)
        con.execute(RELEASES_DDL)
        con.execute(MERGED_DDL)
        for name, text in META_COMMENTS.items():
            con.execute(f"comment on table {name} is '{_quoted(text)}'")
        _carry_over(con, has_old=has_old)
        con.execute("commit")
        con.execute("checkpoint")
    return copied


def _in_main(ddl: str, name: str) -> str:
    """The build file's own DDL, keys and not-nulls with it, for the published schema."""
    head = re.compile(
        rf'^CREATE TABLE (?:(?:"[^"]+"|\w+)\.)*(?:"{re.escape(name)}"|{re.escape(name)})\s*\(', re.IGNORECASE
    )
    rewritten, n = head.subn(f'CREATE TABLE main."{name}"(', ddl, count=1)
    if n != 1:
        raise PublishError(f"The definition of {name} in the build file cannot be read: {ddl[:120]}")
    return rewritten


def _copy_views(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Views are copied as views, their references turned to this file; one that needs another waits for it."""
    waiting = con.execute(
        "select view_name, sql, comment from duckdb_views()"
        " where database_name = ? and schema_name = ? order by view_name",
        [_BUILD_ALIAS, BUILD_SCHEMA],
    ).fetchall()
    order: list[str] = []
    while waiting:
        still = []
        for name, sql, comment in waiting:
            body = re.sub(r"^CREATE VIEW .*? AS ", "", sql, count=1, flags=re.IGNORECASE | re.DOTALL)
            try:
                con.execute(f'create view main."{name}" as {_MARTS_REFERENCE.sub("main.", body)}')
            except duckdb.CatalogException:
                still.append((name, sql, comment))
                continue
            _comment(con, "view", name, comment)
            order.append(name)
        if len(still) == len(waiting):
            raise PublishError(
                f"The views {', '.join(name for name, _, _ in still)} refer to something that is not published. "
                "Reports may refer to marts and to other reports only."
            )
        waiting = still
    return order


def _comment(con: duckdb.DuckDBPyConnection, kind: str, name: str, comment: str | None) -> None:
    """The descriptions that dbt persisted, for tools that show them."""
    if comment:
        con.execute(f"comment on {kind} main.\"{name}\" is '{_quoted(comment)}'")
    columns = con.execute(
        "select column_name, comment from duckdb_columns()"
        " where database_name = ? and schema_name = ? and table_name = ? and comment is not null",
        [_BUILD_ALIAS, BUILD_SCHEMA, name],
    ).fetchall()
    for column, text in columns:
        con.execute(f'comment on column main."{name}"."{column}" is \'{_quoted(text)}\'')


def _carry_over(con: duckdb.DuckDBPyConnection, *, has_old: bool) -> None:
    """Releases accumulate, and so do merges: a build file made anew remembers none, the published file does."""
    facts = " union all ".join(f"select {key} as event_id from main.{table}" for table, key in FACTS.items())
    merged = f"select event_id, merged_into_id, merged_at, reason from {_BUILD_ALIAS}.meta.merged_events"
    has_merged = con.execute(
        "select 1 from duckdb_tables()"
        " where database_name = ? and schema_name = 'meta' and table_name = 'merged_events'",
        [_BUILD_ALIAS],
    ).fetchone()
    if has_merged:
        con.execute(f"insert into meta.merged_events {merged}")
    if not has_old:
        return
    con.execute("insert into meta.releases by name select * from old_file.meta.releases")
    con.execute(
        f"""insert or ignore into meta.merged_events
            select event_id, merged_into_id, merged_at, reason from old_file.meta.merged_events
            where event_id not in ({facts})"""
    )
    # An id of the old file whose first telling now stands under another event: the memory of a build file made anew.
    for table, key in FACTS.items():
        con.execute(
            f"""insert or ignore into meta.merged_events
                select old.{key}, tellings.event_id, tellings.reported_at,
                    'the ledger was built anew, and both are one event'
                from old_file.main.{table} as old
                inner join main.fct_event_mentions as tellings on split_part(old.{key}, ':', 2) = tellings.mention_id
                where old.{key} not in ({facts}) and tellings.event_id != old.{key}"""
        )
    # An id that went into one which later went further now points at the end of the chain.
    while (
        row := con.execute(
            """update meta.merged_events as earlier set merged_into_id = later.merged_into_id
               from meta.merged_events as later
               where earlier.merged_into_id = later.event_id and later.merged_into_id != earlier.event_id"""
        ).fetchone()
    ) and row[0]:
        pass


def _describe(beside: Path, release: Release, started: float) -> Release:
    """The release's own row, written last, with counts read from the copy itself."""
    with connect(beside) as con:

        def one(query: str) -> object:
            row = con.execute(query).fetchone()
            return row[0] if row else None

        now = release.published_at or datetime.now(UTC).replace(tzinfo=None)
        version = release.extractor_version or one("select max(extractor_version) from fct_event_mentions")
        done = replace(
            release,
            release_id=release.release_id or f"{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}",
            published_at=now,
            extractor_version=str(version) if version is not None else None,
            n_articles=int(str(one("select count(*) from dim_articles where is_current"))),
            n_meetings=int(str(one("select count(*) from fct_meetings"))),
            n_pledges=int(str(one("select count(*) from fct_pledges"))),
            n_agreements=int(str(one("select count(*) from fct_agreements"))),
            duration_s=release.duration_s if release.duration_s is not None else round(time.monotonic() - started, 3),
        )
        values = asdict(done)
        names = ", ".join(values)
        con.execute(f"insert into meta.releases ({names}) values ({', '.join('$' + name for name in values)})", values)
        con.execute("checkpoint")
    return done


def _verify(beside: Path, copied: _Copied) -> None:
    """Opened as a reader opens it: every table as long as in the build, every view answers, every fact has evidence."""
    if beside.with_name(beside.name + ".wal").exists():
        raise PublishError(
            f"{beside} still has a write-ahead log after it was closed, so it is not whole. Run the refresh again."
        )
    with connect(beside, read_only=True) as con:
        version = con.execute("select tags['storage_version'] from duckdb_databases() where not internal").fetchone()
        for name, expected in copied.tables.items():
            row = con.execute(f'select count(*) from "{name}"').fetchone()
            if not row or row[0] != expected:
                raise PublishError(
                    f"{name} has {row[0] if row else 'no'} rows in the copy and {expected} in the build. Run again."
                )
        for name in copied.views:
            con.execute(f'select * from "{name}" limit 1').fetchall()
        for table, key in FACTS.items():
            bare = con.execute(
                f"select {key} from {table}"
                f" where {key} not in (select event_id from fct_event_evidence) order by 1 limit 3"
            ).fetchall()
            if bare:
                raise PublishError(
                    f"{table} has rows without any evidence, {', '.join(row[0] for row in bare)} among them. A fact "
                    "that cannot be checked is not published; run the dbt tests to see where it was lost."
                )
    if version and version[0] and STORAGE_VERSION.removesuffix(".0") not in version[0]:
        raise PublishError(
            f"{beside} was written for {version[0]}, and readers need {STORAGE_VERSION}. Upgrade or pin duckdb."
        )


def _sync(path: Path) -> None:
    """Onto the disk, file or folder, so that a power cut leaves the old release or the new one."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _quoted(value: object) -> str:
    return str(value).replace("'", "''")
