"""What extraction found, stored: one transaction a batch, replaced and never doubled, every quote cut from its text."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.extraction.events import Agreement, ArticleEvents, Event, Link, Meeting, Participant, Pledge, Span
from pipelines.warehouse.connection import connect
from pipelines.warehouse.mentions import Extraction, load_extractions, mention_id
from pipelines.warehouse.tables import create_raw_tables

TEXT = "🙂 The ministers met in Tunis on Monday. They agreed to form a joint committee. Italy gave €2m."


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path / "build.duckdb") as connection:
        create_raw_tables(connection)
        yield connection


def _span(quote: str, field: str = "event") -> Span:
    start = TEXT.index(quote)
    return Span(start, start + len(quote), field)


def _meeting(**changed: Any) -> Meeting:
    given: dict[str, Any] = {
        "status": "held",
        "date": "2024-05-13",
        "date_text": "Monday",
        "date_precision": "day",
        "date_source": "relative",
        "place": "Tunis",
        "place_country": "TUN",
        "confidence": 0.8,
        "participants": [Participant(None, "minister", "TUN"), Participant("Ana Cruz", "minister", "ITA")],
        "evidence": [_span("The ministers met in Tunis"), _span("Tunis", "place"), _span("Monday", "date")],
    }
    return Meeting(**(given | changed))


def _found(article_id: str = "a", *events: Event, links: list[Link] | None = None) -> Extraction:
    told = ArticleEvents(article_id, links=links or [], n_sentences=3, n_candidates=2)
    told.meetings = [e for e in events if isinstance(e, Meeting)]
    told.pledges = [e for e in events if isinstance(e, Pledge)]
    told.agreements = [e for e in events if isinstance(e, Agreement)]
    return Extraction(article_id, TEXT, "sha", told, 1.5)


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


def _everything(con: duckdb.DuckDBPyConnection) -> list[list[tuple[Any, ...]]]:
    return [
        _rows(con, "select article_id, extractor_version, n_events, error from raw.extractions order by all"),
        _rows(con, "select * from raw.event_mentions order by all"),
        _rows(con, "select * from raw.event_evidence order by all"),
    ]


def test_an_event_is_stored_with_its_fields_and_its_quotes(con: duckdb.DuckDBPyConnection) -> None:
    assert load_extractions(con, [_found("a", _meeting())], "1") == {
        "extractions": 1, "event_mentions": 1, "event_evidence": 3,
    }  # fmt: skip
    (row,) = _rows(
        con,
        "select mention_id, article_id, extractor_version, event_type, status, event_date, date_precision, "
        "date_source, date_text, place, place_country, confidence, is_historical from raw.event_mentions",
    )
    assert row == (
        mention_id("a", "1", "meeting", 0), "a", "1", "meeting", "held", date(2024, 5, 13), "day", "relative", "Monday",
        "Tunis", "TUN", 0.8, False,
    )  # fmt: skip
    (run,) = _rows(con, "select n_sentences, n_candidates, n_events, elapsed_ms, error from raw.extractions")
    assert run == (3, 2, 1, 1.5, None)


def test_every_quote_is_the_run_of_the_text_that_its_offsets_name(con: duckdb.DuckDBPyConnection) -> None:
    load_extractions(con, [_found("a", _meeting())], "1")
    quotes = _rows(con, "select field, char_start, char_end, quote, text_sha256 from raw.event_evidence order by field")
    assert [(field, quote) for field, _, _, quote, _ in quotes] == [
        ("date", "Monday"),
        ("event", "The ministers met in Tunis"),
        ("place", "Tunis"),
    ]
    assert all(TEXT[start:end] == quote and sha == "sha" for _, start, end, quote, sha in quotes)


def test_the_payload_is_the_event_in_the_codebooks_form(con: duckdb.DuckDBPyConnection) -> None:
    meeting = _meeting(topics=["migration"])
    load_extractions(con, [_found("a", meeting)], "1")
    ((payload,),) = _rows(con, "select payload from raw.event_mentions")
    assert json.loads(payload) == meeting.to_dict(TEXT) | {"links": []}


def test_a_link_names_the_mention_that_it_leads_to(con: duckdb.DuckDBPyConnection) -> None:
    agreement = Agreement(status="agreed", parties=["ITA", "TUN"], evidence=[_span("They agreed")])
    link = Link(("agreement", 0), ("meeting", 1), "agreed_at")
    load_extractions(con, [_found("a", _meeting(), _meeting(), agreement, links=[link])], "1")
    links = dict(_rows(con, "select mention_id, payload ->> '$.links' from raw.event_mentions"))
    assert json.loads(links.pop(mention_id("a", "1", "agreement", 0))) == [
        {"mention_id": mention_id("a", "1", "meeting", 1), "link_type": "agreed_at"}
    ]
    assert [json.loads(other) for other in links.values()] == [[], []]


@pytest.mark.parametrize(
    ("told", "precision", "stored"),
    [
        ("2024-05-13", "day", date(2024, 5, 13)),
        ("2024-05", "month", date(2024, 5, 1)),
        (None, "year", None),
        (None, "none", None),
    ],
)
def test_a_month_is_stored_as_its_first_day_and_its_precision(
    con: duckdb.DuckDBPyConnection, told: str | None, precision: str, stored: date | None
) -> None:
    load_extractions(con, [_found("a", _meeting(date=told, date_precision=precision))], "1")
    assert _rows(con, "select event_date, date_precision from raw.event_mentions") == [(stored, precision)]


def test_what_has_no_place_has_null_for_it(con: duckdb.DuckDBPyConnection) -> None:
    pledge = Pledge(status="disbursed", donor=["ITA"], amount=2e6, currency="EUR", evidence=[_span("Italy gave €2m")])
    load_extractions(con, [_found("a", pledge)], "1")
    assert _rows(con, "select event_type, place, place_country, event_date from raw.event_mentions") == [
        ("pledge", None, None, None)
    ]


def test_the_same_load_twice_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    batch = [_found("a", _meeting()), _found("b", _meeting(), _meeting(status="planned"))]
    first = load_extractions(con, batch, "1")
    stored = _everything(con)
    assert load_extractions(con, batch, "1") == first
    assert _everything(con) == stored


def test_reading_an_article_again_replaces_what_the_same_version_said_of_it_alone(
    con: duckdb.DuckDBPyConnection,
) -> None:
    load_extractions(con, [_found("a", _meeting(), _meeting()), _found("b", _meeting())], "1")
    load_extractions(con, [_found("a", _meeting())], "2")
    load_extractions(con, [_found("a", _meeting(status="cancelled"))], "1")
    mentions = _rows(con, "select article_id, extractor_version, status from raw.event_mentions order by all")
    assert mentions == [("a", "1", "cancelled"), ("a", "2", "held"), ("b", "1", "held")]
    orphans = _rows(con, "select 1 from raw.event_evidence anti join raw.event_mentions using (mention_id)")
    assert orphans == []


def test_an_article_that_tells_nothing_has_a_run_and_no_mentions(con: duckdb.DuckDBPyConnection) -> None:
    load_extractions(con, [_found("a", _meeting())], "1")
    assert load_extractions(con, [_found("a")], "1") == {"extractions": 1, "event_mentions": 0, "event_evidence": 0}
    assert _everything(con) == [[("a", "1", 0, None)], [], []]


def test_an_article_that_could_not_be_read_keeps_the_reason(con: duckdb.DuckDBPyConnection) -> None:
    load_extractions(con, [Extraction("a", TEXT, "sha", None, 0.0, "unreadable")], "1")
    assert _everything(con) == [[("a", "1", None, "unreadable")], [], []]


def test_an_empty_batch_writes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    assert load_extractions(con, [], "1") == {"extractions": 0, "event_mentions": 0, "event_evidence": 0}
    assert _everything(con) == [[], [], []]


def test_a_batch_that_cannot_be_stored_leaves_everything_as_it_was_and_the_next_one_goes_in(
    con: duckdb.DuckDBPyConnection,
) -> None:
    load_extractions(con, [_found("a", _meeting())], "1")
    stored = _everything(con)
    nameless = _meeting(status=None)  # the table wants a status
    with pytest.raises(duckdb.ConstraintException):
        load_extractions(con, [_found("a"), _found("b", _meeting(), nameless)], "1")
    assert _everything(con) == stored
    load_extractions(con, [_found("b", _meeting())], "1")
    assert _rows(con, "select article_id from raw.event_mentions order by 1") == [("a",), ("b",)]


def test_a_mention_has_one_id_for_its_article_version_type_and_position() -> None:
    ids = {
        mention_id(article, version, event_type, position)
        for article in ("a", "b")
        for version in ("1", "2")
        for event_type in ("meeting", "pledge")
        for position in (0, 1)
    }
    assert len(ids) == 16
    assert all(len(one) == 16 for one in ids)
    assert mention_id("a", "1", "meeting", 0) == mention_id("a", "1", "meeting", 0)
    assert mention_id("a1", "", "meeting", 0) != mention_id("a", "1", "meeting", 0)
