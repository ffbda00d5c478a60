"""The article that the project was founded on, where it lies beside the project."""

import pytest

from pipelines.extraction.document import Extractor
from pipelines.extraction.events import Article
from pipelines.scraping.parse import parse_text
from pipelines.settings import ROOT

SEED = ROOT.parent / "shared" / "seed" / "article.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="../shared/seed/article.txt is not there")


def read(published: str | None) -> dict:
    from datetime import datetime

    article = parse_text(SEED.read_bytes(), "file:article.txt", fetched_at=datetime(2026, 1, 1))
    assert article.attribution == "Libya Observer"
    for phrase in ("Reading Time", "Via ", "Once you're here", "bloggers like this"):
        assert phrase not in article.text
    return Extractor().read(Article("seed", article.text, article.title, published)).to_dict(article.text)


def test_the_seed_article_gives_its_five_facts_and_no_other() -> None:
    found = read("2019-10-24")
    [meeting] = found["meetings"]
    assert {p["name"]: p["actor"] for p in meeting["participants"]} == {
        "Fathi Bashagha": "LBY",
        "Luciana Lamorgese": "ITA",
    }
    assert (meeting["status"], meeting["place"], meeting["place_country"]) == ("held", "Rome", "ITA")
    assert meeting["date"] == "2019-10-23"
    [agreement] = found["agreements"]
    assert (set(agreement["parties"]), agreement["type"], agreement["status"]) == (
        {"LBY", "ITA"},
        "joint_body",
        "agreed",
    )
    pledges = sorted(found["pledges"], key=lambda p: (p["donor"], p["quantity"] or ""))
    assert [(p["donor"], p["recipient"], p["kind"], p["amount"], p["status"], p["is_total"]) for p in pledges] == [
        (["EU"], ["LBY"], "grant_or_unspecified_money", 2_000_000, "announced", False),
        (["ITA"], ["LBY"], "training_technical", None, "announced", False),
        (["ITA"], ["LBY"], "training_technical", None, "announced", False),
    ]
    assert set(pledges[0]["sectors"]) == {"health", "food", "livelihoods", "protection"}
    assert {"from": ["agreement", 0], "to": ["meeting", 0], "link_type": "agreed_at"} in found["links"]


def test_without_a_publication_date_the_meeting_keeps_its_weekday_and_no_date() -> None:
    [meeting] = read(None)["meetings"]
    assert (meeting["date"], meeting["date_text"]) == (None, "Wednesday")
