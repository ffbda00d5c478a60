"""Events of whole articles: what counts, what does not, how sentences become one record."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.extraction.document import Extractor
from pipelines.extraction.events import Article

PUBLISHED = "2025-06-11"  # a Wednesday


def events(text: str, published: str | None = PUBLISHED, title: str | None = None) -> dict[str, Any]:
    return Extractor().read(Article("a", text, title, published)).to_dict(text)


def sides(event: dict[str, Any]) -> set[str]:
    return {p["actor"] for p in event["participants"] if p["actor"]}


@pytest.mark.parametrize(
    ("text", "actors", "status", "place"),
    [
        ("Peruvian president Ana Quispe meets with Chilean president Joe Bloggs in Lima.", {"PER", "CHL"}, "held", "Lima"),
        ("Peru and Chile hold talks in Geneva on their border.", {"PER", "CHL"}, "held", "Geneva"),
        ("Talks between Peru and Chile begin in Geneva.", {"PER", "CHL"}, "held", "Geneva"),
        ("Peru's foreign minister held talks in Geneva on Monday with his Chilean counterpart, Joe Bloggs.", {"PER", "CHL"}, "held", "Geneva"),
        ("The presidents of Peru and Chile will meet in Lima next month.", {"PER", "CHL"}, "planned", "Lima"),
        ("Peru called off a summit with Chile.", {"PER", "CHL"}, "cancelled", None),
        ("German chancellor Ada Braun receives Kenyan president Joe Otieno in Berlin.", {"DEU", "KEN"}, "held", "Berlin"),
        ("Iran's foreign minister arrives in Baghdad for talks with Iraqi leaders.", {"IRN", "IRQ"}, "held", "Baghdad"),
        ("The foreign ministers of Egypt, Jordan and Iraq met in Cairo.", {"EGY", "JOR", "IRQ"}, "held", "Cairo"),
    ],
)  # fmt: skip
def test_a_contact_between_two_sides_is_a_meeting(text: str, actors: set[str], status: str, place: str | None) -> None:
    [meeting] = events(text)["meetings"]
    assert (sides(meeting), meeting["status"], meeting["place"]) == (actors, status, place)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Peruvian president Ana Quispe spoke by telephone with Chilean president Joe Bloggs.", "phone"),
        ("Peruvian president Ana Quispe held a video conference with Chilean president Joe Bloggs.", "video"),
        ("Peruvian president Ana Quispe met Chilean president Joe Bloggs in Lima.", "in_person"),
    ],
)
def test_the_form_of_a_meeting_is_told_by_its_words(text: str, form: str) -> None:
    assert events(text)["meetings"][0]["format"] == form


@pytest.mark.parametrize(
    "text",
    [
        "Peru's ministry denied that its president had met Chilean president Joe Bloggs.",
        "If Peru and Chile meet, the border could be opened.",
        "Peru's president urged Chile and Bolivia to meet.",
        "The plan met with criticism in Peru and Chile.",
        "Peru must meet the targets that Chile has set.",
        "Peru met Chile in the final and won on penalties.",
        "Peruvian president Ana Quispe held a press conference in Lima.",
        "Peru's parliament met to vote on the budget.",
        "Peru and Chile agreed that the situation is grave.",
        "Despite the ceasefire between Peru and Chile, shots were heard.",
        "The company signed a deal with the club.",
        "A court in Peru fined the bank $5 million.",
        "The floods caused damage of $300 million in Peru.",
        "Peru's government approved a budget of $60 billion.",
        "The UN called on Peru to give $5 million to Haiti.",
        "Peru appealed for $5 million in aid.",
        "Peru bought 20 helicopters from France for $300 million.",
        "Peru's president did not sign the agreement with Chile.",
        "The Peruvian president met her economy minister in Lima.",
        "Peru hopes that Chile will give Bolivia $5 million in aid.",
    ],
)
def test_what_is_no_event_by_the_codebook_is_not_recorded(text: str) -> None:
    found = events(text)
    assert (found["meetings"], found["pledges"], found["agreements"]) == ([], [], [])


@pytest.mark.parametrize(
    ("text", "donor", "recipient", "amount", "currency", "kind", "status"),
    [
        ("Japan pledges $10 million to Nepal for schools.", ["JPN"], ["NPL"], 10e6, "USD", "grant_or_unspecified_money", "announced"),
        ("The World Bank approved a $200 million loan to Ghana.", ["World Bank"], ["GHA"], 200e6, "USD", "loan", "committed"),
        ("Norway announces 50 million euros in military aid for Ukraine.", ["NOR"], ["UKR"], 50e6, "EUR", "military", "announced"),
        ("India hands over 10 ambulances to Nepal.", ["IND"], ["NPL"], None, None, "in_kind", "disbursed"),
        ("Turkey will train 300 Somali soldiers.", ["TUR"], ["SOM"], None, None, "training_technical", "announced"),
        ("The United Kingdom suspends aid to Rwanda.", ["GBR"], ["RWA"], None, None, "grant_or_unspecified_money", "suspended"),
        ("China forgave $20 million of debt owed by Chad.", ["CHN"], ["TCD"], 20e6, "USD", "debt_relief", "disbursed"),
    ],
)  # fmt: skip
def test_an_undertaking_for_somebody_else_s_good_is_a_pledge(
    text: str,
    donor: list[str],
    recipient: list[str],
    amount: float | None,
    currency: str | None,
    kind: str,
    status: str,
) -> None:
    [pledge] = events(text)["pledges"]
    assert (pledge["donor"], pledge["recipient"], pledge["amount"], pledge["currency"]) == (
        donor,
        recipient,
        amount,
        currency,
    )
    assert (pledge["kind"], pledge["status"]) == (kind, status)


def test_two_sums_for_two_recipients_are_two_pledges() -> None:
    found = events("Sweden pledges $3 million to Chad and $2 million to Niger.")["pledges"]
    assert sorted((p["amount"], *p["recipient"]) for p in found) == [(2e6, "NER"), (3e6, "TCD")]


def test_it_is_the_side_that_the_sentence_before_opened_with() -> None:
    found = events("Japan pledged $5 million to Ukraine. It will also give Ukraine 20 generators.")["pledges"]
    assert [(p["donor"], p["recipient"], p["amount"], p["quantity"]) for p in found] == [
        (["JPN"], ["UKR"], 5e6, None),
        (["JPN"], ["UKR"], None, "20 generators"),
    ]


def test_a_running_total_is_marked_and_kept_apart_from_the_new_sum() -> None:
    found = events("Canada gave Haiti $5 million in aid, bringing its total contribution to $40 million.")["pledges"]
    assert [(p["amount"], p["is_total"]) for p in found] == [(5e6, False), (40e6, True)]


@pytest.mark.parametrize(
    ("text", "parties", "kind", "status"),
    [
        ("Peru and Chile sign a free trade agreement.", {"PER", "CHL"}, "trade_economic", "signed"),
        ("A ceasefire between Israel and Hezbollah takes effect.", {"ISR", "Hezbollah"}, "ceasefire_truce", "in_force"),
        ("Peru and Chile agree to set up a joint working group on fisheries.", {"PER", "CHL"}, "joint_body", "agreed"),
        ("Ukraine and Greece sign a memorandum of understanding on gas.", {"UKR", "GRC"}, "mou_protocol", "signed"),
        ("Russia and Ukraine exchange 200 prisoners.", {"RUS", "UKR"}, "exchange_release", "agreed"),
        ("Kenya and Uganda will sign a pact on oil transport next month.", {"KEN", "UGA"}, "trade_economic", "planned"),
        ("Japan and the Philippines ratify a defence treaty.", {"JPN", "PHL"}, "defence_security", "ratified"),
        ("Chad ends its defence agreement with France.", {"TCD", "FRA"}, "defence_security", "terminated"),
    ],
)
def test_a_mutual_undertaking_is_an_agreement(text: str, parties: set[str], kind: str, status: str) -> None:
    [agreement] = events(text)["agreements"]
    assert (set(agreement["parties"]), agreement["type"], agreement["status"]) == (parties, kind, status)


ARTICLE = (
    "LIMA, June 11 (Meridian) - Peruvian Foreign Minister Ana Quispe met her Chilean counterpart, Joe Bloggs, in Lima on Tuesday.\n\n"
    "The two ministers discussed migration at the border. They agreed to form a joint committee on smuggling.\n\n"
    "Bloggs said that Chile would give Peru $2 million for border posts."
)


def test_sentences_about_one_meeting_become_one_record_with_all_their_words() -> None:
    found = events(ARTICLE)
    [meeting] = found["meetings"]
    assert sides(meeting) == {"PER", "CHL"}
    assert {p["name"] for p in meeting["participants"]} == {"Ana Quispe", "Joe Bloggs"}
    assert (meeting["date"], meeting["date_text"], meeting["place_country"]) == ("2025-06-10", "Tuesday", "PER")
    assert "migration" in meeting["topics"]
    assert len(meeting["evidence"]) >= 2


def test_what_was_agreed_at_a_meeting_is_linked_to_it_and_dated_by_it() -> None:
    found = events(ARTICLE)
    [agreement] = found["agreements"]
    assert agreement["date"] == "2025-06-10"
    assert {"from": ["agreement", 0], "to": ["meeting", 0], "link_type": "agreed_at"} in found["links"]


def test_background_of_years_ago_is_marked_historical() -> None:
    [agreement] = events("Peru and Chile signed a border treaty in 1999.")["agreements"]
    assert agreement["historical"] is True


def test_the_same_article_gives_the_same_events_alone_and_among_others() -> None:
    articles = [
        Article("a", ARTICLE, None, PUBLISHED),
        Article("b", "Japan pledges $10 million to Nepal.", None, PUBLISHED),
    ]
    both = [json.dumps(e.to_dict(a.text)) for a, e in zip(articles, Extractor().extract(articles), strict=True)]
    turned = [
        json.dumps(e.to_dict(a.text)) for a, e in zip(articles[::-1], Extractor().extract(articles[::-1]), strict=True)
    ]
    assert both == turned[::-1]
    assert json.loads(both[0]) == json.loads(json.dumps({**events(ARTICLE), "id": "a"}))


@pytest.mark.parametrize(
    "text", ["", " ", "€", "\x00\x07\x1b[31m", "🎈" * 50, "‏مرحبا Peru met Chile‏", "<b>Peru</b> met <i>Chile</i> in Lima.", "a" * 300_000, "Peru met " * 2_000]
)  # fmt: skip
def test_odd_texts_neither_stop_the_reader_nor_move_the_offsets(text: str) -> None:
    article = Extractor().read(Article("a", text, None, None))
    for event in (*article.meetings, *article.pledges, *article.agreements):
        assert all(0 <= s.start < s.end <= len(text) for s in event.evidence)


_PIECES = st.sampled_from(
    ["Peru", "Chile", "met", "signed", "a treaty", "gave", "$5 million", "in aid", "to", "with", "and", ".", "\n", "🎈", "‏", "<p>", "Mr.", "U.S.", "President", "Ana Quispe", ",", "on Monday", "\x07", "“", "”", "will", "not"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=30).map(" ".join))
def test_every_quote_stands_in_the_text_whatever_the_text(text: str) -> None:
    found = events(text)
    for kind in ("meetings", "pledges", "agreements"):
        for event in found[kind]:
            assert event["evidence"]
            assert all(quote in text for quote in event["evidence"])


def test_an_article_that_cannot_be_read_gives_no_events_and_is_named() -> None:
    failures: list[str] = []
    broken = Article("bad", None, None, None)  # type: ignore[arg-type]
    good = Article("good", "Peru and Chile sign a treaty.", None, None)
    results = list(Extractor().extract([broken, good], lambda article, _: failures.append(article.id)))
    assert failures == ["bad"]
    assert [len(r.agreements) for r in results] == [0, 1]


def test_a_title_alone_makes_no_event() -> None:
    found = events("", title="Peru and Chile sign a treaty")
    assert re.sub(r"\s", "", json.dumps(found["agreements"])) == "[]"
