"""Checks of what Python writes; dbt's tests check the models. A blocking check that fails keeps the release back.

Here belongs what must hold of raw rows and of the published file, each as one query that counts the rows that break it.
"""

import dagster as dg

from pipelines.defs.publish import warehouse
from pipelines.defs.resources import BuildFile
from pipelines.settings import settings
from pipelines.warehouse import facts
from pipelines.warehouse.connection import connect

_PARSE_RATE_FLOOR = 0.5
_CLOCK_SKEW = "interval 1 day"


def _none(build: BuildFile, broken: str, sentence: str, severity: dg.AssetCheckSeverity) -> dg.AssetCheckResult:
    """Passes where the query ``broken`` counts no row."""
    with build.read() as con:
        row = con.execute(broken).fetchone()
    count = row[0] if row else 0
    return dg.AssetCheckResult(
        passed=count == 0, severity=severity, metadata={"rows": count}, description=f"{count} {sentence}"
    )


@dg.asset_check(
    asset=dg.AssetKey(["raw", "event_evidence"]),
    blocking=True,
    description="Each quote stands in its article where the offsets say.",
)
def every_quote_stands_in_its_text(build: BuildFile) -> dg.AssetCheckResult:
    return _none(
        build,
        """
        select count(*) from raw.event_evidence as e
        join raw.event_mentions as m using (mention_id)
        join raw.articles as a using (article_id)
        where substring(a.text, e.char_start + 1, e.char_end - e.char_start) is distinct from e.quote
           or e.text_sha256 is distinct from a.text_sha256
        """,
        "quotes do not stand at their offsets in the stored text",
        dg.AssetCheckSeverity.ERROR,
    )


@dg.asset_check(
    asset=dg.AssetKey(["raw", "event_mentions"]),
    blocking=True,
    description="No event is recorded without words that say so.",
)
def every_event_has_evidence(build: BuildFile) -> dg.AssetCheckResult:
    return _none(
        build,
        "select count(*) from raw.event_mentions where mention_id not in (select mention_id from raw.event_evidence)",
        "events have no evidence",
        dg.AssetCheckSeverity.ERROR,
    )


@dg.asset_check(asset=dg.AssetKey(["raw", "extractions"]), description="No article made extraction fail.")
def no_extraction_failed(build: BuildFile) -> dg.AssetCheckResult:
    return _none(
        build,
        "select count(*) from raw.extractions where error is not null",
        "articles could not be read; the column `error` says why",
        dg.AssetCheckSeverity.WARN,
    )


@dg.asset_check(
    asset=dg.AssetKey(["raw", "articles"]),
    blocking=True,
    description="Each URL has one current version, and it has words.",
)
def one_current_version_per_url(build: BuildFile) -> dg.AssetCheckResult:
    return _none(
        build,
        """
        select count(*) from (
            select canonical_url from raw.articles where is_current group by canonical_url
            having count(*) > 1 or min(length(trim(text))) = 0)
        """,
        "URLs have several current versions, or an empty one",
        dg.AssetCheckSeverity.ERROR,
    )


@dg.asset_check(asset=dg.AssetKey(["raw", "articles"]), description="No article is dated after it was seen.")
def no_article_from_the_future(build: BuildFile) -> dg.AssetCheckResult:
    return _none(
        build,
        f"select count(*) from raw.articles where published_at > first_seen_at + {_CLOCK_SKEW}",
        "articles are dated more than a day after they were first seen",
        dg.AssetCheckSeverity.WARN,
    )


@dg.asset_check(
    asset=dg.AssetKey(["raw", "articles"]), description="At least half of the pages that were fetched became articles."
)
def most_pages_become_articles(build: BuildFile) -> dg.AssetCheckResult:
    with build.read() as con:
        row = con.execute(
            """
            select count(*), count(a.fetch_id) from raw.fetches as f
            left join (select distinct fetch_id from raw.articles) as a using (fetch_id)
            where f.kind = 'page' and f.status = 200 and f.parsed_at is not null
            """
        ).fetchone()
    pages, parsed = row if row else (0, 0)
    rate = parsed / pages if pages else 1.0
    return dg.AssetCheckResult(
        passed=rate >= _PARSE_RATE_FLOOR,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"pages": pages, "articles": parsed, "rate": rate},
        description=f"{parsed} of {pages} pages became articles",
    )


@dg.asset_check(asset=dg.AssetKey(["raw", "fetches"]), description="Every source answered the last time it was asked.")
def every_source_answers(build: BuildFile) -> dg.AssetCheckResult:
    with build.read() as con:
        silent = con.execute(
            """
            select source_id from raw.fetches where kind = 'feed'
            group by source_id having arg_max(error is not null, requested_at) order by source_id
            """
        ).fetchall()
    names = ", ".join(row[0] for row in silent)
    return dg.AssetCheckResult(
        passed=not silent,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"sources": names or "none"},
        description=f"no answer from: {names}" if silent else "every source answered",
    )


@dg.asset_check(asset=warehouse, description="The published file opens read-only and every fact in it has evidence.")
def published_facts_have_evidence() -> dg.AssetCheckResult:
    with connect(settings().warehouse_path, read_only=True) as con:
        bare = 0
        for event_type, table in facts.FACTS.items():
            row = con.execute(
                f"select count(*) from {table} where {event_type}_id not in (select event_id from fct_event_evidence)"
            ).fetchone()
            bare += row[0] if row else 0
    return dg.AssetCheckResult(passed=bare == 0, metadata={"facts_without_evidence": bare})
