"""What a sentence owes to those before it: pronouns, "the two sides", surnames, offices, and the headline."""

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., dict[str, Any]]
MET = "The Polish and Latvian foreign ministers met in Riga on Monday. "


def _people(meeting: dict[str, Any]) -> dict[str, str]:
    return {p["name"]: p["actor"] for p in meeting["participants"]}


@pytest.mark.parametrize("who", ["They", "The two ministers", "The two sides", "Both countries", "Both sides"])
def test_those_who_met_are_meant_by_every_word_for_both_of_them(read: Read, who: str) -> None:
    (agreement,) = read(f"{MET}{who} agreed to set up a joint commission on rail links.")["agreements"]
    assert sorted(agreement["parties"]) == ["LVA", "POL"]


def test_nobody_is_meant_by_both_sides_where_no_sides_were_named(read: Read) -> None:
    found = read("The two sides agreed to set up a joint commission on rail links.")
    assert all(agreement["parties"] == [] for agreement in found["agreements"])


def test_he_is_the_person_with_whom_the_text_began(read: Read) -> None:
    found = read("Polish Foreign Minister Adam Nowak arrived in Riga on Monday. He met Latvian President Ilze Kalnina.")
    (meeting,) = found["meetings"]
    assert _people(meeting) == {"Adam Nowak": "POL", "Ilze Kalnina": "LVA"}


def test_a_surname_is_given_back_the_full_name_office_and_side(read: Read) -> None:
    found = read("Polish Foreign Minister Adam Nowak gave a speech. Latvian President Ilze Kalnina met Nowak in Riga.")
    (meeting,) = found["meetings"]
    assert {"name": "Adam Nowak", "title": "Polish Foreign Minister", "actor": "POL"} in meeting["participants"]


def test_a_person_may_be_introduced_by_the_headline_alone(read: Read) -> None:
    title = "Latvian President Ilze Kalnina receives Polish Foreign Minister Adam Nowak"
    (meeting,) = read("Kalnina met Nowak in Riga on Monday.", title=title)["meetings"]
    assert _people(meeting) == {"Adam Nowak": "POL", "Ilze Kalnina": "LVA"}


def test_a_headline_alone_is_no_evidence_and_makes_no_event(read: Read) -> None:
    found = read("", title="Kenya and Uganda sign trade pact")
    assert (found["meetings"], found["pledges"], found["agreements"]) == ([], [], [])
