"""Lines as files really hold them, beside test_jsonl.py: what each field may be, and what is said of a line that is no article."""

import io
import json
from typing import Any

import pytest

from pipelines.extraction.jsonl import LineError, read_line, run

MET = "The presidents of Kenya and Uganda met in Nairobi on Tuesday."


def _run(*lines: bytes) -> tuple[int, list[dict[str, Any]], list[str]]:
    out, err = io.StringIO(), io.StringIO()
    code = run(lines, out, err)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue().splitlines()


def _line(**row: Any) -> bytes:
    return json.dumps({"id": "x", "text": MET} | row).encode() + b"\n"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{bad", "line 7: not JSON"),
        (b'{"id": "a", "text": "x"', "line 7: not JSON"),
        (b"[1, 2]", "line 7: not an object"),
        (b'"text"', "line 7: not an object"),
        (b"null", "line 7: not an object"),
        (b'{"id": "a"}', 'line 7: no "text"'),
        (b'{"id": "a", "text": null}', 'line 7: no "text"'),
        (b'{"id": "a", "text": 5}', 'line 7: no "text"'),
        (b'{"text": "x"}', 'line 7: no "id"'),
        (b'{"id": null, "text": "x"}', 'line 7: no "id"'),
        (b'{"id": "a", "text": "caf\xe9"}', "line 7: not UTF-8"),
        ('{"id": "a", "text": "x"}'.encode("utf-16"), "line 7: not UTF-8"),
    ],
)
def test_a_line_that_is_no_article_is_told_by_its_number_and_its_lack(line: bytes, says: str) -> None:
    with pytest.raises(LineError) as told:
        read_line(line, 7)
    assert str(told.value).startswith(says)


@pytest.mark.parametrize("line", [b"", b"\n", b"  \t\r\n", b"\xef\xbb\xbf\n"])
def test_a_blank_line_is_no_article_and_no_error(line: bytes) -> None:
    assert read_line(line, 1) is None
    assert _run(line) == (0, [], [])


def test_a_number_for_an_id_is_written_as_words_and_odd_titles_count_as_none() -> None:
    article = read_line(_line(id=7, title=12, published=2024), 1)
    assert article is not None
    assert (article.id, article.title, article.published) == ("7", None, None)


def test_a_byte_order_mark_belongs_to_the_first_line_only() -> None:
    assert read_line(b"\xef\xbb\xbf" + _line(), 1) is not None
    with pytest.raises(LineError, match="line 2: not JSON"):
        read_line(b"\xef\xbb\xbf" + _line(), 2)


@pytest.mark.parametrize(
    ("published", "date"),
    [
        ("2024-05-16", "2024-05-14"),
        ("2024-05-16T08:00:00Z", "2024-05-14"),
        ("2024-05", None),
        (None, None),
        ("soon", None),
        ("2024-13-45", None),
        (2024, None),
    ],
)
def test_a_publication_date_may_be_a_day_a_month_nothing_or_nonsense(published: Any, date: str | None) -> None:
    code, (row,), errors = _run(_line(published=published))
    assert (code, errors) == (0, [])
    (meeting,) = row["meetings"]
    assert (meeting["date"], meeting["date_text"]) == (date, "Tuesday")


def test_good_lines_are_read_around_bad_and_blank_ones_and_the_run_is_reported_as_failed() -> None:
    code, rows, errors = _run(_line(id="a"), b"\n", b"{", _line(id="b", text=""), b'{"id": "c"}\n', _line(id="d"))
    assert code == 1
    assert [(row["id"], len(row["meetings"])) for row in rows] == [("a", 1), ("b", 0), ("d", 1)]
    assert [error.split(":")[0] for error in errors] == ["line 3", "line 5"]


def test_no_lines_are_no_failure() -> None:
    assert _run() == (0, [], [])


def test_words_of_any_script_are_written_as_they_are() -> None:
    out = io.StringIO()
    run([_line(id="Zürich-東京")], out, io.StringIO())
    assert '"Zürich-東京"' in out.getvalue()


def test_an_article_that_cannot_be_read_is_named_and_the_next_one_is_read() -> None:
    code, rows, errors = _run(b'{"id": "a", "text": "\\ud800 Kenya met Uganda."}', _line(id="b"))
    assert code == 1
    assert [(row["id"], len(row["meetings"])) for row in rows] == [("a", 0), ("b", 1)]
    assert len(errors) == 1
    assert errors[0].startswith("a: could not be read")
