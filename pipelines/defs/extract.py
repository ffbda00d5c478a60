"""Assets of the extraction room: which articles were read, which events they tell, which words say so."""

import dagster as dg

from pipelines import progress
from pipelines.defs.ingest import run_metadata
from pipelines.defs.resources import POOL, BuildFile, table_metadata
from pipelines.settings import settings
from pipelines.warehouse.extract import count_pending, extract_pending

GROUP = "extraction"
_TABLES = {
    "extractions": (
        "One row per article version and extractor version: sentences read, events found, time taken, errors.",
        "extracted_at desc",
    ),
    "event_mentions": ("One row per event as one article tells it, in the codebook's form.", "event_type, mention_id"),
    "event_evidence": (
        "One row per quoted span: `text[char_start:char_end]` of the article is the quote, always.",
        "mention_id, char_start",
    ),
}


@dg.multi_asset(
    name="extract_events",
    specs=[
        dg.AssetSpec(
            ["raw", table],
            deps=[["raw", "articles"]],
            description=description,
            owners=["team:extraction"],
            kinds={"python", "spacy", "duckdb"},
        )
        for table, (description, _) in _TABLES.items()
    ],
    group_name=GROUP,
    pool=POOL,
)
def extract_events(context: dg.AssetExecutionContext, build: BuildFile):
    from pipelines.extraction.document import EXTRACTOR_VERSION, Extractor

    knobs = settings()
    with progress.stage("extract") as report, build.write() as con:
        due = count_pending(con, EXTRACTOR_VERSION, languages=knobs.languages)
        if due:
            summary = extract_pending(
                con,
                Extractor(knobs.spacy_model),
                extractor_version=EXTRACTOR_VERSION,
                languages=knobs.languages,
                on_progress=lambda done, of: progress.moved("extract", f"{done} of {of} articles"),
            )
            report.counts = {
                "articles": summary.n_articles,
                "sentences": summary.n_sentences,
                "meetings": summary.n_meetings,
                "pledges": summary.n_pledges,
                "agreements": summary.n_agreements,
            } | ({"failed": summary.n_failed} if summary.n_failed else {})
        else:
            report.counts, report.note = {"articles": 0}, "no article is new"
        metadata = {table: table_metadata(con, f"raw.{table}", order_by=order) for table, (_, order) in _TABLES.items()}
    common = run_metadata(report) | {"extractor_version": EXTRACTOR_VERSION}
    for table, about in metadata.items():
        yield dg.MaterializeResult(asset_key=["raw", table], metadata=about | common)
