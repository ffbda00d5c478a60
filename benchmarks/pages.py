"""How well pages are read: titles, publication days and text against pages that a publisher-specific parser has read.

    python -m benchmarks.pages [FOLDER] [--details]

FOLDER (``../shared/pages`` beside the project by default) holds ``expected.jsonl`` and ``html/*.html.gz``; without it
the benchmark says so and ends. Text is scored by token overlap (multiset F1), beside trafilatura's own default on the
same pages. Exit code 1 where a figure is below its floor.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura

from pipelines.scraping.article import NotAnArticle, utc
from pipelines.scraping.parse import parse_page

FLOORS = {"title": 0.95, "day": 0.95, "text_f1": 0.93}


def token_f1(found: str, expected: str) -> float:
    """Multiset F1 of lower-cased words."""
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (found, expected))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0


def title_agrees(found: str | None, expected: str) -> bool:
    """Equal, or one within the other, case, punctuation and spaces aside."""
    a, b = ("".join(re.findall(r"\w", (text or "").lower())) for text in (found, expected))
    return bool(a) and (a in b or b in a)


def measure(folder: Path) -> list[dict[str, Any]]:
    """One record per page: what was found and how it scores."""
    results = []
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        expected = json.loads(line)
        body = gzip.decompress((folder / "html" / expected["file"]).read_bytes())
        started = time.perf_counter()
        try:
            article = parse_page(body, expected["url"], fetched_at=utc(datetime.fromisoformat(expected["crawled"])))
        except NotAnArticle as finding:
            article = None
            print(f"{expected['file']}: {finding}", file=sys.stderr)
        seconds = time.perf_counter() - started
        day = utc(datetime.fromisoformat(expected["published_at"])).date()
        found_day = article.published.at.date() if article and article.published else None
        results.append(
            {
                "file": expected["file"],
                "title": title_agrees(article.title if article else None, expected["title"]),
                "found_title": article.title if article else None,
                "expected_title": expected["title"],
                "day": found_day == day,
                "found_day": found_day,
                "expected_day": day,
                "text_f1": token_f1(article.text if article else "", expected["text"]),
                "plain_f1": token_f1(trafilatura.extract(body, url=expected["url"]) or "", expected["text"]),
                "seconds": seconds,
                "article": article,
                "expected_text": expected["text"],
            }
        )
    return results


def main() -> int:
    words = argparse.ArgumentParser(description="Score the page parser on pages with known contents.")
    default = Path(__file__).resolve().parent.parent.parent / "shared" / "pages"
    words.add_argument("folder", type=Path, nargs="?", default=default)
    words.add_argument("--details", action="store_true", help="list lines that are too many or missing in the text")
    options = words.parse_args()
    if not (options.folder / "expected.jsonl").exists():
        print(f"{options.folder} holds no expected.jsonl: nothing to measure.")
        return 0
    results = measure(options.folder)
    n = len(results)
    figures = {name: sum(result[name] for result in results) / n for name in ("title", "day", "text_f1", "plain_f1")}
    for result in sorted(results, key=lambda result: result["text_f1"]):
        complaints = []
        if not result["title"]:
            complaints.append(f"title {result['found_title']!r}, expected {result['expected_title']!r}")
        if not result["day"]:
            complaints.append(f"day {result['found_day']}, expected {result['expected_day']}")
        if result["text_f1"] < FLOORS["text_f1"]:
            complaints.append(f"text F1 {result['text_f1']:.3f} (trafilatura's default {result['plain_f1']:.3f})")
        if complaints:
            print(f"{result['file']}: {'; '.join(complaints)}")
        if options.details:
            _details(result)
    print(f"{datetime.now(UTC):%Y-%m-%d}  {n} pages, {sum(r['seconds'] for r in results) / n * 1000:.0f} ms a page")
    print(f"title {figures['title']:.3f}  publication day {figures['day']:.3f}  text F1 {figures['text_f1']:.3f}")
    print(f"text F1 ÷ trafilatura's default: {figures['text_f1'] / figures['plain_f1']:.3f}")
    low = [name for name, floor in FLOORS.items() if figures[name] < floor]
    for name in low:
        print(f"{name} is below its floor of {FLOORS[name]}.")
    return 1 if low else 0


def _details(result: dict[str, Any]) -> None:
    def letters(text: str) -> str:
        return "".join(re.findall(r"\w", text.lower()))

    found = result["article"].text if result["article"] else ""
    all_found, all_expected = letters(found), letters(result["expected_text"])
    for line in found.split("\n"):
        if letters(line) and letters(line) not in all_expected:
            print(f"  + {line[:150]}")
    for line in result["expected_text"].split("\n"):
        if letters(line) and letters(line) not in all_found:
            print(f"  - {line[:150]}")


if __name__ == "__main__":
    sys.exit(main())
