"""The form in which events leave: the codebook's keys, and evidence as the article's own words in their order."""

from pipelines.extraction.events import (
    EVENT_TYPES,
    Agreement,
    ArticleEvents,
    Link,
    Meeting,
    Participant,
    Pledge,
    Span,
)

TEXT = "🙂 Kenya met Uganda. Later Kenya met Uganda."
COMMON = {"status", "date", "date_text", "date_precision", "date_source", "historical", "confidence", "evidence"}


def test_every_type_of_event_has_the_keys_of_the_codebook() -> None:
    assert set(Meeting(status="held").to_dict("")) == COMMON | {
        "participants",
        "format",
        "place",
        "place_country",
        "topics",
    }
    assert set(Pledge(status="announced").to_dict("")) == COMMON | {
        "donor", "recipient", "kind", "amount", "currency", "quantity", "qualifier", "is_total", "purpose", "sectors",
    }  # fmt: skip
    assert set(Agreement(status="signed").to_dict("")) == COMMON | {
        "parties",
        "type",
        "subject",
        "place",
        "place_country",
    }


def test_evidence_is_cut_from_the_text_in_its_order_without_repeats_and_without_other_fields() -> None:
    spans = [Span(20, 43), Span(2, 18), Span(2, 18), Span(2, 7, "place")]
    assert Meeting(status="held", evidence=spans).to_dict(TEXT)["evidence"] == [
        "Kenya met Uganda",
        "Later Kenya met Uganda.",
    ]


def test_participants_and_links_are_plain_data() -> None:
    events = ArticleEvents(
        "x",
        meetings=[Meeting(status="held", participants=[Participant("Ana Cruz", "envoy", "CHL")])],
        agreements=[Agreement(status="agreed")],
        links=[Link(("agreement", 0), ("meeting", 0), "agreed_at")],
    )
    told = events.to_dict(TEXT)
    assert list(told) == ["id", "meetings", "pledges", "agreements", "links"]
    assert told["meetings"][0]["participants"] == [{"name": "Ana Cruz", "title": "envoy", "actor": "CHL"}]
    assert told["links"] == [{"from": ["agreement", 0], "to": ["meeting", 0], "link_type": "agreed_at"}]


def test_events_are_reached_by_the_name_of_their_type() -> None:
    events = ArticleEvents("x", meetings=[Meeting(status="held")], pledges=[Pledge(status="announced")])
    assert [len(events.of_type(event_type)) for event_type in EVENT_TYPES] == [1, 1, 0]
