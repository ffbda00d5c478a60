"""Assets of the scraping room: what was fetched, what became an article, what did not.

Here belongs calling ``pipelines.scraping`` and reporting on it. How pages are found, fetched and parsed does not.
"""

from datetime import timedelta
from typing import Any

import dagster as dg

from pipelines import progress
from pipelines.defs.resources import POOL, BuildFile, table_metadata
from pipelines.scraping import collect
from pipelines.scraping.sources import load_sources
from pipelines.settings import settings

OWNERS = ["team:scraping"]
GROUP = "scraping"
SEEN_RECENTLY = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=24), warn_window=timedelta(hours=2))


@dg.asset(
    key=["raw", "fetches"],
    group_name=GROUP,
    kinds={"python", "duckdb"},
    owners=OWNERS,
    pool=POOL,
    freshness_policy=SEEN_RECENTLY,
    description=(
        "One row per HTTP attempt: feeds are read, pages they name are asked for when they are new or may have changed "
        "(`If-None-Match`, `If-Modified-Since`), and every body is kept in the WARC archive."
    ),
)
def fetches(context: dg.AssetExecutionContext, build: BuildFile) -> dg.MaterializeResult:
    knobs = settings()
    sources = load_sources(knobs.sources_file)
    with progress.stage("fetch") as report, build.write() as con:
        summary = collect.fetch_sources(
            con,
            sources,
            settings=knobs,
            on_progress=lambda done, of: progress.moved("fetch", f"{done} of {of} so far"),
        )
        report.counts = {
            "requests": summary.n_requests,
            "pages new": summary.n_pages_fetched,
            "unchanged": summary.n_feeds_unchanged + summary.n_pages_unchanged,
            "failed": summary.n_pages_failed,
        }
        report.problems = list(summary.problems)
        about = table_metadata(con, "raw.fetches", order_by="requested_at desc")
    about |= progress.numbers(summary)
    return dg.MaterializeResult(metadata=about | run_metadata(report))


@dg.multi_asset(
    name="parse_pages",
    specs=[
        dg.AssetSpec(
            ["raw", "articles"],
            deps=[["raw", "fetches"]],
            description=(
                "One row per article version (canonical URL and text): clean text, title, author, language, "
                "publication date, reprint line, and the story that reprints share."
            ),
            owners=OWNERS,
            kinds={"python", "duckdb"},
            freshness_policy=SEEN_RECENTLY,
        ),
        dg.AssetSpec(
            ["raw", "quarantine"],
            deps=[["raw", "fetches"]],
            description="What could not be used, and why, in a word and in a sentence. Nothing is dropped silently.",
            owners=OWNERS,
            kinds={"python", "duckdb"},
        ),
    ],
    group_name=GROUP,
    pool=POOL,
)
def parse_pages(context: dg.AssetExecutionContext, build: BuildFile):
    knobs = settings()
    sources = load_sources(knobs.sources_file)
    with progress.stage("parse") as report, build.write() as con:
        summary = collect.parse_fetches(
            con,
            settings=knobs,
            sources=sources,
            on_progress=lambda done, of: progress.moved("parse", f"{done} of {of} pages"),
        )
        report.counts = {
            "pages": summary.n_pages,
            "new articles": summary.n_articles_new,
            "changed": summary.n_articles_changed,
            "unchanged": summary.n_articles_unchanged,
            "no article": summary.n_not_articles,
        }
        report.problems = list(summary.problems)
        articles = table_metadata(con, "(select * exclude (text) from raw.articles)", order_by="first_seen_at desc")
        quarantine = table_metadata(con, "raw.quarantine", order_by="last_seen_at desc")
    articles |= progress.numbers(summary)
    yield dg.MaterializeResult(asset_key=["raw", "articles"], metadata=articles | run_metadata(report))
    yield dg.MaterializeResult(asset_key=["raw", "quarantine"], metadata=quarantine)


def run_metadata(report: progress.StageReport) -> dict[str, Any]:
    """Counts, seconds and problems of one stage as Dagster metadata."""
    metadata: dict[str, Any] = {f"this run: {name}": value for name, value in report.counts.items()}
    metadata["this run: seconds"] = round(report.seconds, 3)
    if report.note:
        metadata["note"] = report.note
    if report.problems:
        lines = [f"- **{p.reason}** {p.url or p.source_id}: {p.detail}" for p in report.problems]
        metadata["problems"] = dg.MetadataValue.md("\n".join(lines))
    return metadata
