"""``make bench``: what it reads, that it measures everything and divides it. How fast anything is, no test says."""

import json
import re
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.speed import (
    EXTRACTION,
    HTML,
    PLAIN,
    RATIOS,
    SPACY,
    TWO,
    WORDS,
    Measured,
    SpeedError,
    event_paragraphs,
    make_articles,
    page,
    ratio,
    render,
    run,
)
from pipelines.extraction.document import Extractor
from pipelines.extraction.events import Article
from pipelines.scraping.parse import parse_page

NAMES = (EXTRACTION, TWO, HTML, PLAIN, SPACY)


def measured(rate: float, peak_mb: float = 100.0) -> Measured:
    counts = {"articles_with_events": 2, "sentences": 300, "parsed": 60, "words": 6000}
    return Measured(articles=10, articles_per_s=rate, cpu_ms=1000 / rate, peak_mb=peak_mb, counts=counts)


# --- the articles ----------------------------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_articles_and_another_seed_makes_others() -> None:
    telling = event_paragraphs()
    first = list(make_articles(20, telling))
    assert list(make_articles(20, telling)) == first
    assert {a.text for a in make_articles(20, telling, seed=1)}.isdisjoint(a.text for a in first)


def test_articles_are_as_long_as_promised_and_one_in_five_is_given_events() -> None:
    made = list(make_articles(100, event_paragraphs()))
    lengths = [len(article.text.split()) for article in made]
    assert WORDS[0] <= min(lengths) < 450
    assert 700 < max(lengths) <= WORDS[1]
    assert sum(article.tells_events for article in made) == 20


def test_events_are_found_where_they_were_put_and_hardly_elsewhere() -> None:
    made = list(make_articles(60, event_paragraphs()))
    found = Extractor().extract(Article(a.id, a.text, a.title, f"{a.published}") for a in made)
    telling = {a.id: bool(e.meetings or e.pledges or e.agreements) for a, e in zip(made, found, strict=True)}
    assert sum(telling[a.id] for a in made if a.tells_events) > 6
    assert sum(telling[a.id] for a in made if not a.tells_events) <= 3


def test_the_parser_finds_the_made_article_in_its_page_and_nothing_else() -> None:
    for article in islice(make_articles(10, event_paragraphs()), 3):
        markup = page(article)
        assert len(markup) > 80_000
        parsed = parse_page(markup.encode(), f"http://benchmark.example/{article.id}", fetched_at=datetime(2026, 3, 1))
        assert parsed.text.split() == article.text.split()
        assert parsed.title == article.title
        assert parsed.published is not None
        assert parsed.published.at.date() == article.published


# --- the figures -----------------------------------------------------------------------------------------------------


def test_ratios_are_divided_round_by_round_before_the_median_is_taken() -> None:
    rounds = [
        {HTML: measured(10), SPACY: measured(5)},
        {HTML: measured(2), SPACY: measured(4)},
        {HTML: measured(30, 150), SPACY: measured(10, 600)},
    ]
    found = ratio(rounds, HTML, SPACY)
    assert (found.speed, found.slowest, found.fastest, found.memory) == (2.0, 0.5, 3.0, 0.25)


def test_what_is_printed_names_every_task_and_every_ratio_in_columns_that_line_up() -> None:
    lines = render([{name: measured(10.0 + i) for i, name in enumerate(NAMES)}]).splitlines()
    assert lines[0] == "10 made-up articles of 600 words: events found in 20%, 20% of sentences parsed."
    for name in [*NAMES, *(f"{a} ÷ {b}" for a, b in RATIOS)]:
        assert sum(line.startswith(f"  {name}  ") for line in lines) == 1, name
    assert len({len(line) for line in lines[2:] if line}) == 1


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.xdist_group("speed")
def test_a_small_run_measures_every_task_on_every_article(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", "4", "--rounds", "2", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [set(r) for r in report["rounds"]] == [set(NAMES)] * 2
    rounds = [{name: Measured(**figures) for name, figures in r.items()} for r in report["rounds"]]
    for name in NAMES:
        assert sum(r[name].articles for r in rounds) == 4
        assert all(r[name].articles_per_s > 0 and r[name].cpu_ms > 0 and r[name].peak_mb > 20 for r in rounds)
    # Each task did its work: the same articles one by one, in two processes and out of their pages.
    for r in rounds:
        assert r[EXTRACTION].counts == r[TWO].counts
        assert r[HTML].counts["sentences"] >= r[EXTRACTION].counts["sentences"] > 20
        assert r[PLAIN].counts["words"] == pytest.approx(r[SPACY].counts["words"], rel=0.01)
        assert r[PLAIN].counts["words"] > 2 * WORDS[0]
    assert all(ratio(rounds, a, b).speed > 0 for a, b in RATIOS)
    assert re.search(r"HTML to events ÷ trafilatura alone +\d", render(rounds))


def test_a_measurement_that_does_not_end_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_SPACY_MODEL", "no_such_model")
    with pytest.raises(SpeedError, match="“extraction” ended with code 1"):
        run(tmp_path, 2, 1)


def test_fewer_articles_than_the_rounds_can_share_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--articles", "5", "--rounds", "3"])
    assert "3 rounds need at least 6 articles" in capsys.readouterr().err


def test_help_names_the_other_benchmarks(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    out = capsys.readouterr().out
    assert "benchmarks.pages" in out
    assert "benchmarks.evaluate" in out
