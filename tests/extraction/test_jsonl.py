"""Articles in, events out, one object a line."""

import io
import json

from pipelines.extraction.jsonl import run

GOOD = {"id": "x", "published": "2025-06-11", "title": None, "text": "Peru and Chile sign a treaty."}


def extract(*lines: bytes) -> tuple[int, list[dict], str]:
    out, err = io.StringIO(), io.StringIO()
    code = run(lines, out, err)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_a_line_of_events_follows_each_article_in_order() -> None:
    code, rows, err = extract(
        json.dumps(GOOD).encode(), b"\n", json.dumps(GOOD | {"id": "y", "published": None}).encode()
    )
    assert (code, [r["id"] for r in rows], err) == (0, ["x", "y"], "")
    [agreement] = rows[0]["agreements"]
    assert (agreement["parties"], agreement["date"], agreement["historical"]) == (["PER", "CHL"], "2025-06-11", False)
    assert agreement["evidence"]
    assert rows[1]["agreements"][0]["date"] is None


def test_bad_lines_are_named_by_number_and_the_rest_goes_on() -> None:
    code, rows, err = extract(b"{", b"[]", b'{"id": "a"}', b'{"text": "a"}', b"\xff\xfe", json.dumps(GOOD).encode())
    assert (code, len(rows)) == (1, 1)
    assert [line.split(":")[0] for line in err.splitlines()] == ["line 1", "line 2", "line 3", "line 4", "line 5"]
    assert 'no "text"' in err
    assert "UTF-8" in err


def test_a_byte_order_mark_is_no_error() -> None:
    code, rows, _ = extract(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert (code, len(rows)) == (0, 1)


def test_a_line_nested_beyond_reason_is_a_bad_line() -> None:
    code, rows, err = extract(b"[" * 200_000, json.dumps(GOOD).encode())
    assert (code, len(rows)) == (1, 1)
    assert err.startswith("line 1: not JSON")
