"""The reader as a whole, beside test_document.py: one record an event, links, history, and any text without harm."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.document import Extractor
from pipelines.extraction.events import EVENT_TYPES, Article, ArticleEvents

Read = Callable[..., dict[str, Any]]
MET = "Kenyan President Amina Odhiambo met Ugandan President Joseph Kato in Nairobi on Tuesday."
QUOTE = "Kenyan President Amina Odhiambo met Ugandan President Joseph Kato in Nairobi"
ARTICLES = [
    Article("a", f"{MET} They agreed to set up a joint commission. Kenya will give Uganda $2 million.", None, "2024-05-16"),
    Article("b", "Japan pledged $50 million to Ukraine. It was signed in Kyiv.", "Japan helps", None),
    Article("c", "The two sides agreed to meet again. He met Nowak in Riga.", None, "2024-05"),
    Article("d", "", "Kenya and Uganda sign trade pact", None),
    Article("e", "Chile and Peru signed a pact in 1998. The two sides agreed to extend it on Monday.", None, "2024-05-16"),
]  # fmt: skip


# ---- one record an event


def test_a_meeting_told_again_without_its_day_is_the_same_meeting(read: Read) -> None:
    found = read(f"{MET} The two presidents discussed trade.\n\nKato met Odhiambo at State House, an aide said.")
    (meeting,) = found["meetings"]
    assert meeting["evidence"][0] == QUOTE
    assert "Kato met Odhiambo at State House" in meeting["evidence"]
    assert (meeting["date"], meeting["topics"]) == ("2024-05-14", ["economy_trade"])


def test_the_same_two_persons_on_two_days_are_two_meetings(read: Read) -> None:
    found = read(f"{MET}\n\nOdhiambo met Kato again in Kampala on Wednesday.")
    assert [(m["date"], m["place"]) for m in found["meetings"]] == [
        ("2024-05-14", "Nairobi"),
        ("2024-05-15", "Kampala"),
    ]


def test_one_person_with_two_counterparts_has_two_meetings(read: Read) -> None:
    found = read(f"{MET} She met Rwandan President Alice Uwera in Kigali on Wednesday.")
    assert [{p["name"] for p in m["participants"]} for m in found["meetings"]] == [
        {"Amina Odhiambo", "Joseph Kato"},
        {"Amina Odhiambo", "Alice Uwera"},
    ]


def test_a_meeting_held_and_the_next_one_planned_are_two(read: Read) -> None:
    found = read(
        "The Polish and Czech prime ministers met in Warsaw on Monday. The Polish and Czech prime ministers will meet in Prague on 3 June."
    )
    assert [(m["status"], m["date"]) for m in found["meetings"]] == [("held", "2024-05-13"), ("planned", "2024-06-03")]


def test_a_sum_told_twice_is_one_pledge_and_other_goods_are_another(read: Read) -> None:
    found = read(
        "Japan pledged $50 million to Ukraine on Tuesday. The Japanese government said the $50 million for Ukraine would pay "
        "for heating. Japan will also give Ukraine 20 generators."
    )
    assert [(p["amount"], p["quantity"]) for p in found["pledges"]] == [(50e6, None), (None, "20 generators")]


def test_gifts_of_one_donor_to_two_recipients_are_two_pledges(read: Read) -> None:
    found = read("Japan pledged $50 million to Ukraine on Tuesday. Japan pledged $20 million to Moldova.")
    assert [(p["recipient"], p["amount"]) for p in found["pledges"]] == [(["UKR"], 50e6), (["MDA"], 20e6)]


def test_a_pact_agreed_and_then_signed_is_one_agreement_signed(read: Read) -> None:
    found = read(
        "Chile and Peru agreed on a trade pact on Monday. The trade pact was signed by Chile and Peru in Lima on Tuesday."
    )
    (agreement,) = found["agreements"]
    assert (agreement["status"], agreement["place"]) == ("signed", "Lima")


def test_pacts_with_two_partners_are_two_agreements(read: Read) -> None:
    found = read(
        "Chile and Peru signed a free trade agreement. Chile and Bolivia signed a memorandum of understanding on water."
    )
    assert [a["parties"] for a in found["agreements"]] == [["CHL", "PER"], ["CHL", "BOL"]]


# ---- links and history


def test_an_agreement_and_a_pledge_made_at_a_meeting_are_linked_to_it(read: Read) -> None:
    found = read(
        f"{MET} They agreed to set up a joint commission on the border. Kenya pledged $5 million to Uganda for schools."
    )
    assert found["links"] == [
        {"from": ["agreement", 0], "to": ["meeting", 0], "link_type": "agreed_at"},
        {"from": ["pledge", 0], "to": ["meeting", 0], "link_type": "pledged_at"},
    ]
    assert found["agreements"][0]["date"] == found["meetings"][0]["date"] == "2024-05-14"


@pytest.mark.parametrize(
    "other",
    [
        "Chile and Peru signed a trade agreement.",
        "Japan pledged $5 million to Nepal.",
        "Kenya and Uganda signed a trade agreement in 1998.",
    ],
)
def test_what_others_agreed_or_what_is_history_is_not_linked_to_the_meeting(read: Read, other: str) -> None:
    assert read(f"{MET} {other}")["links"] == []


def test_an_agreement_is_not_linked_to_a_meeting_that_is_only_planned(read: Read) -> None:
    found = read("Kenya and Uganda signed a trade agreement. The presidents of Kenya and Uganda will meet in June.")
    assert ([m["status"] for m in found["meetings"]], found["links"]) == (["planned"], [])


@pytest.mark.parametrize(
    ("kind", "text", "historical"),
    [
        ("meetings", "The presidents of Malawi and Zambia met in Lusaka in June 2019.", True),
        ("meetings", "The presidents of Malawi and Zambia met in Lusaka in June 2023.", False),
        ("pledges", "Norway gave Malawi 5 million dollars in 1998.", True),
        ("pledges", "Norway gave Malawi 5 million dollars on Monday.", False),
        ("agreements", "France and Rwanda signed a military cooperation agreement in 1975.", True),
        ("agreements", "France and Rwanda signed a military cooperation agreement.", False),
    ],
)
def test_background_of_more_than_a_year_ago_is_marked_historical(
    read: Read, kind: str, text: str, historical: bool
) -> None:
    (event,) = read(text)[kind]
    assert event["historical"] is historical


def test_old_and_new_gifts_of_one_donor_stay_apart(read: Read) -> None:
    found = read("In March 2010 Norway gave Haiti $5 million. Norway will give Haiti $7 million.")
    assert [(p["amount"], p["historical"]) for p in found["pledges"]] == [(5e6, True), (7e6, False)]


# ---- the same article, always the same events


def _told(extractor: Extractor, articles: list[Article]) -> dict[str, str]:
    return {
        article.id: json.dumps(events.to_dict(article.text))
        for article, events in zip(articles, extractor.extract(articles), strict=True)
    }


def test_an_article_gives_the_same_events_alone_repeated_and_among_others_in_any_order(extractor: Extractor) -> None:
    alone = {article.id: _told(extractor, [article])[article.id] for article in ARTICLES}
    assert sum(len(json.loads(told)["meetings"]) for told in alone.values()) >= 1
    for articles in (ARTICLES, ARTICLES[::-1], ARTICLES[2:] + ARTICLES[:2], [*ARTICLES, *ARTICLES]):
        assert _told(extractor, articles) == alone


def test_another_process_with_another_hash_seed_gives_the_same_lines(
    extractor: Extractor, run_communique: Callable[..., Any]
) -> None:
    rows = [{"id": a.id, "text": a.text, "title": a.title, "published": a.published} for a in ARTICLES]
    done = run_communique("extract", stdin="\n".join(json.dumps(row) for row in rows), PYTHONHASHSEED="12345")
    assert done.returncode == 0, done.stderr
    here = [json.loads(told) for told in _told(extractor, ARTICLES).values()]
    assert [json.loads(line) for line in done.stdout.splitlines()] == here


def test_events_come_in_the_order_of_the_articles_and_as_they_are_read(extractor: Extractor) -> None:
    given: list[str] = []

    def articles() -> Any:
        for article in ARTICLES:
            given.append(article.id)
            yield article

    reader = extractor.extract(articles())
    assert next(reader).id == "a"
    assert len(given) < len(ARTICLES)
    assert [events.id for events in reader] == ["b", "c", "d", "e"]


# ---- any text at all


def _spans_are_exact(events: ArticleEvents, text: str) -> None:
    for event_type in EVENT_TYPES:
        for event in events.of_type(event_type):
            told = event.to_dict(text)
            assert told["evidence"]
            assert all(quote.strip() and quote in text for quote in told["evidence"])
            assert all(0 <= span.start < span.end <= len(text) for span in event.evidence)
            for field in ("date_text", "place"):
                if told.get(field):
                    assert told[field] in text
            for span in event.evidence:
                if span.field == "place":
                    assert text[span.start : span.end] == told["place"]


_WORDS = ["Kenya", "Uganda", "the U.S.", "met", "signed", "agreed to", "pledged", "a deal with", "talks between", "a loan", "ceasefire", "€5m", "$",
          "2 million euros", "(", ")", "President", "Presidents", "Jean Roy", "Ivo Tal", "foreign ministers of", "his counterpart, ", "the two", "they", "he",
          "to", "and", "of", "on Tuesday", "in March 2010", "in Rome", "5-6 April", "will", "not", ",", ".", "\n", "“", "”", "'s", "🙂", "👩‍👩‍👧", "\u202eعربى",
          "שלום", "\x00", "\x1b[31m", "\ufeff", "\u200b", "e\u0301", "<b>", "</p>&nbsp;", "<script>", "İ", "ß", "½", "\u2029", "\t"]  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=100)
@given(
    st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=8)), max_size=40),
    st.sampled_from([" ", " ", ""]),
    st.sampled_from([None, "2024-05-16", "2024-05"]),
    st.one_of(st.none(), st.text(max_size=20), st.just("Kenya and Uganda sign pact")),
)
def test_no_text_stops_the_reader_and_every_quote_is_the_texts_own(
    words: list[str], joint: str, published: str | None, title: str | None
) -> None:
    text = joint.join(words)
    errors: list[Exception] = []
    (events,) = Extractor().extract([Article("x", text, title, published)], lambda _, error: errors.append(error))
    assert errors == []
    _spans_are_exact(events, text)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.text(st.characters(codec="utf-8"), max_size=40), st.text(st.characters(codec="utf-8"), max_size=40))
def test_whatever_stands_around_a_report_its_quote_stands_where_it_stood(before: str, after: str) -> None:
    text = f"{before}\n\n{MET}\n\n{after}"
    events = Extractor().read(Article("x", text, None, "2024-05-16"))
    at = len(before) + 2
    assert (at, at + len(QUOTE)) in [
        (s.start, s.end) for m in events.meetings for s in m.evidence if s.field == "event"
    ]
    _spans_are_exact(events, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"🙂🙂 {MET} 🙂", id="emoji"),
        pytest.param(f"عاجل: اجتماع\u202e {MET}", id="right to left"),
        pytest.param(f"<p>{MET}</p>", id="tags"),
        pytest.param(f"{MET} \x07 \x1b[0m", id="control characters"),
        pytest.param(MET.replace(" ", "\xa0"), id="no-break spaces"),
        pytest.param(MET.replace("\n", "\r\n") + "\r\n", id="carriage returns"),
    ],
)
def test_a_report_is_read_through_the_debris_of_its_page(read: Read, text: str) -> None:
    (meeting,) = read(text)["meetings"]
    assert {p["actor"] for p in meeting["participants"]} == {"KEN", "UGA"}
    assert meeting["evidence"] == [text[text.index("Kenyan") : text.index("Nairobi") + len("Nairobi")]]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "€", "$", ".", "🙂", "\x00", "“”", "<br>", "1", "met"])
def test_a_text_that_says_nothing_gives_no_events(read: Read, text: str) -> None:
    assert read(text) == {"id": "a", "meetings": [], "pledges": [], "agreements": [], "links": []}


def test_a_line_of_two_megabytes_is_read_in_seconds_and_hides_no_report(extractor: Extractor) -> None:
    text = f"{MET} " + "x" * 2_000_000 + " Japan pledged $50 million to Ukraine."
    started = time.monotonic()
    events = extractor.read(Article("long", text, None, "2024-05-16"))
    assert time.monotonic() - started < 15
    assert (len(events.meetings), len(events.pledges)) == (1, 1)
    _spans_are_exact(events, text)


def test_an_article_that_breaks_the_reader_is_named_and_the_next_one_is_read() -> None:
    broken = Extractor("xx_absent_sm")
    heard: list[str] = []
    found = list(
        broken.extract([ARTICLES[0], ARTICLES[3]], lambda article, error: heard.append(f"{article.id}: {error}"))
    )
    assert [events.id for events in found] == ["a", "d"]
    assert heard[0].startswith("a: The language model 'xx_absent_sm' is not installed")
    assert found[0].meetings == []
