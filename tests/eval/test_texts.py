"""The coded texts of ``make eval`` are well formed: what is measured against them means nothing otherwise.

Whether a coding is *right* is the coder's part (docs/codebook.md); here only what a machine can see.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pycountry
import pytest

HERE = Path(__file__).parent
FILES = {"practice": HERE / "practice.jsonl", "heldback": HERE / "heldback.jsonl"}

TOPICS = {
    "migration", "security", "defence", "terrorism", "ceasefire_peace", "humanitarian", "economy_trade", "energy",
    "climate", "health", "human_rights", "elections_governance", "border_territory", "nuclear", "development",
    "diplomacy_general", "other",
}  # fmt: skip
SECTORS = {
    "health", "food", "water_sanitation", "shelter", "protection", "livelihoods", "education", "infrastructure",
    "budget_support", "security_military", "migration", "emergency_multi", "governance", "environment", "other",
}  # fmt: skip
FIELDS = {
    "meetings": {"status", "date", "date_text", "place", "place_country", "format", "participants", "topics"},
    "pledges": {
        "donor", "recipient", "kind", "amount", "currency", "quantity", "qualifier", "status", "is_total", "sectors",
        "date",
    },
    "agreements": {"parties", "type", "subject", "status", "date", "place"},
}  # fmt: skip
ALLOWED = {
    ("meetings", "status"): {"held", "planned", "cancelled"},
    ("meetings", "format"): {"in_person", "phone", "video", "unknown"},
    ("pledges", "kind"): {
        "grant_or_unspecified_money", "loan", "debt_relief", "in_kind", "training_technical", "military",
    },
    ("pledges", "status"): {"announced", "committed", "disbursed", "cancelled", "suspended"},
    ("pledges", "qualifier"): {"exact", "at_least", "up_to", "about", None},
    ("agreements", "type"): {
        "ceasefire_truce", "peace_political", "treaty_pact", "mou_protocol", "joint_body", "trade_economic",
        "defence_security", "exchange_release", "loan_aid_programme", "declaration_communique", "other",
    },
    ("agreements", "status"): {
        "planned", "agreed", "signed", "ratified", "in_force", "extended", "suspended", "terminated", "rejected",
    },
}  # fmt: skip
# Three capitals that are the usual name of an organisation and no country code.
ORGANISATIONS_OF_THREE_LETTERS = {"CIS", "ELN", "IMF", "KRG", "MSF", "RSF", "SDF", "WHO"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILES[name].read_text(encoding="utf-8").splitlines()]


ALL = [row for name in FILES for row in rows(name)]
EVENTS = [(row, kind, event) for row in ALL for kind in FIELDS for event in row[kind]]


def label(row: dict[str, Any], kind: str, event: dict[str, Any]) -> str:
    return f"{row['id']} {kind} {event['evidence'][:1]}"


def test_there_are_enough_texts_and_many_hold_nothing() -> None:
    empty = [row for row in ALL if not any(row[kind] for kind in FIELDS)]
    assert len(ALL) >= 170
    assert 0.25 < len(empty) / len(ALL) < 0.6


def test_ids_and_texts_are_unique_and_heldback_ids_say_so() -> None:
    assert len({row["id"] for row in ALL}) == len(ALL)
    assert len({row["text"] for row in ALL}) == len(ALL)
    assert all(row["id"].startswith("hb-") for row in rows("heldback"))
    assert not any(row["id"].startswith("hb-") for row in rows("practice"))


@pytest.mark.parametrize("row", ALL, ids=lambda row: row["id"])
def test_a_text_has_every_key_and_a_real_publication_date(row: dict[str, Any]) -> None:
    assert set(row) == {"id", "published", "title", "text", *FIELDS}
    assert row["text"].strip()
    if row["published"] is not None:
        date.fromisoformat(row["published"])


def test_every_event_has_every_field_and_only_values_of_the_codebook() -> None:
    for row, kind, event in EVENTS:
        assert set(event) == FIELDS[kind] | {"historical", "evidence"}, label(row, kind, event)
        for (of_kind, name), allowed in ALLOWED.items():
            if of_kind == kind:
                assert event[name] in allowed, label(row, kind, event)
        assert set(event.get("topics", [])) <= TOPICS, label(row, kind, event)
        assert set(event.get("sectors", [])) <= SECTORS, label(row, kind, event)
        assert isinstance(event["historical"], bool), label(row, kind, event)


def test_every_quote_and_every_word_taken_from_the_text_stands_in_it() -> None:
    for row, kind, event in EVENTS:
        assert event["evidence"], label(row, kind, event)
        taken = [*event["evidence"], event.get("place"), event.get("quantity"), event.get("date_text")]
        taken += [person[key] for person in event.get("participants", []) for key in ("name", "title")]
        for words in filter(None, taken):
            assert words in row["text"], (label(row, kind, event), words)


def test_actors_and_currencies_are_codes_that_exist() -> None:
    for row, kind, event in EVENTS:
        actors = [person["actor"] for person in event.get("participants", [])]
        for name in ("donor", "recipient", "parties"):
            actors += event.get(name, [])
        for actor in filter(None, actors):
            if re.fullmatch("[A-Z]{3}", actor) and actor not in ORGANISATIONS_OF_THREE_LETTERS | {"XKX"}:
                assert pycountry.countries.get(alpha_3=actor), (label(row, kind, event), actor)
        if event.get("place_country"):
            country = event["place_country"]
            assert country == "XKX" or pycountry.countries.get(alpha_3=country), label(row, kind, event)
        if kind == "pledges":
            assert (event["amount"] is None) == (event["currency"] is None), label(row, kind, event)
            assert event["currency"] is None or pycountry.currencies.get(alpha_3=event["currency"]), label(
                row, kind, event
            )


def test_dates_are_days_or_months_and_history_is_older_than_a_year() -> None:
    for row, kind, event in EVENTS:
        day = event["date"]
        if day is None:
            continue
        assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", day), label(row, kind, event)
        if len(day) == 7:
            date.fromisoformat(f"{day}-01")
        elif row["published"]:
            age = (date.fromisoformat(row["published"]) - date.fromisoformat(day)).days
            assert (age > 366) == event["historical"], label(row, kind, event)


def test_a_meeting_has_two_sides_and_an_agreement_two_parties() -> None:
    for row, kind, event in EVENTS:
        if kind == "meetings":
            assert len(event["participants"]) >= 2, label(row, kind, event)
        if kind == "agreements":
            assert len(event["parties"]) >= 2, label(row, kind, event)
