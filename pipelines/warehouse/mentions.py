"""Events of articles into raw.extractions, event_mentions and event_evidence: a transaction per batch, idempotent."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.extraction.events import EVENT_TYPES, ArticleEvents


@dataclass(slots=True)
class Extraction:
    """What extraction made of one article version; ``error`` says why nothing was made of it."""

    article_id: str
    text: str
    text_sha256: str
    events: ArticleEvents | None
    elapsed_ms: float
    error: str | None = None


def mention_id(article_id: str, extractor_version: str, event_type: str, position: int) -> str:
    key = "\x1f".join((article_id, extractor_version, event_type, str(position)))
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def load_extractions(
    con: duckdb.DuckDBPyConnection, extractions: Iterable[Extraction], extractor_version: str
) -> dict[str, int]:
    """Replace what ``extractor_version`` said of these articles, in one transaction.

    Returns:
        Rows written, by table.
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    runs: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    evidence: list[dict[str, Any]] = []
    for extraction in extractions:
        events = extraction.events
        found = _mention_rows(extraction, extractor_version, mentions, evidence) if events else 0
        runs.append(
            {
                "article_id": extraction.article_id,
                "extractor_version": extractor_version,
                "extracted_at": now,
                "elapsed_ms": extraction.elapsed_ms,
                "n_sentences": events.n_sentences if events else None,
                "n_candidates": events.n_candidates if events else None,
                "n_events": found if events else None,
                "error": extraction.error,
            }
        )
    if not runs:
        return {"extractions": 0, "event_mentions": 0, "event_evidence": 0}
    con.execute("begin")
    try:
        done = pa.table({"article_id": [row["article_id"] for row in runs]})
        con.register("_done", done)
        written = "raw.event_mentions join _done using (article_id)"
        old = f"select mention_id from {written} where extractor_version = $version"
        con.execute(f"delete from raw.event_evidence where mention_id in ({old})", {"version": extractor_version})
        con.execute(f"delete from raw.event_mentions where mention_id in ({old})", {"version": extractor_version})
        for table, rows in (("extractions", runs), ("event_mentions", mentions), ("event_evidence", evidence)):
            if rows:
                con.register("_rows", pa.Table.from_pylist(rows))
                verb = "insert or replace" if table == "extractions" else "insert"
                con.execute(f"{verb} into raw.{table} by name select * from _rows")
                con.unregister("_rows")
        con.unregister("_done")
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
    return {"extractions": len(runs), "event_mentions": len(mentions), "event_evidence": len(evidence)}


def _mention_rows(
    extraction: Extraction, version: str, mentions: list[dict[str, Any]], evidence: list[dict[str, Any]]
) -> int:
    events, text = extraction.events, extraction.text
    assert events is not None
    ids = {
        (event_type, position): mention_id(extraction.article_id, version, event_type, position)
        for event_type in EVENT_TYPES
        for position in range(len(events.of_type(event_type)))
    }
    for event_type in EVENT_TYPES:
        for position, event in enumerate(events.of_type(event_type)):
            key = (event_type, position)
            payload = event.to_dict(text)
            payload["links"] = [
                {"mention_id": ids[link.target], "link_type": link.link_type}
                for link in events.links
                if link.source == key
            ]
            day = event.date if event.date is None or len(event.date) == 10 else f"{event.date}-01"
            mentions.append(
                {
                    "mention_id": ids[key],
                    "article_id": extraction.article_id,
                    "extractor_version": version,
                    "event_type": event_type,
                    "status": event.status,
                    "event_date": datetime.strptime(day, "%Y-%m-%d").date() if day else None,
                    "date_precision": event.date_precision,
                    "date_source": event.date_source,
                    "date_text": event.date_text,
                    "place": getattr(event, "place", None),
                    "place_country": getattr(event, "place_country", None),
                    "confidence": event.confidence,
                    "is_historical": event.historical,
                    "payload": json.dumps(payload, ensure_ascii=False, sort_keys=True),
                }
            )
            evidence.extend(
                {
                    "mention_id": ids[key],
                    "field": span.field,
                    "char_start": span.start,
                    "char_end": span.end,
                    "quote": text[span.start : span.end],
                    "text_sha256": extraction.text_sha256,
                }
                for span in sorted(set(event.evidence))
            )
    return len(ids)
