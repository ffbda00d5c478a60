"""Articles in, events out, one JSON object a line: ``communique extract``. No database."""

import json
from collections.abc import Iterable
from typing import TextIO

from pipelines.extraction.document import Extractor
from pipelines.extraction.events import Article


class LineError(ValueError):
    """A line that is no article; the message says which line and what it lacks."""


def read_line(line: bytes, number: int) -> Article | None:
    """The article of one line; None for a blank line.

    Raises:
        LineError: not UTF-8, not a JSON object, without an ``id`` or a ``text``.
    """
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise LineError(f"line {number}: not UTF-8 (byte {error.start}). Save the file as UTF-8.") from error
    if not text.strip():
        return None
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LineError(f"line {number}: not JSON ({error}). One object a line is expected.") from error
    if not isinstance(row, dict):
        raise LineError(f'line {number}: not an object. Expected {{"id", "published", "title", "text"}}.')
    if row.get("id") is None or not isinstance(row.get("text"), str):
        missing = "id" if row.get("id") is None else "text"
        raise LineError(f'line {number}: no "{missing}". Expected {{"id", "published", "title", "text"}}.')
    title, published = row.get("title"), row.get("published")
    return Article(
        str(row["id"]),
        row["text"],
        title if isinstance(title, str) else None,
        published if isinstance(published, str) else None,
    )


def _is_utf8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def run(lines: Iterable[bytes], out: TextIO, err: TextIO) -> int:
    """Write one line of events for each article; name each bad line on ``err`` and go on.

    Returns:
        0, or 1 when a line could not be read.
    """
    extractor, failed = Extractor(), 0
    for number, line in enumerate(lines, 1):
        try:
            article = read_line(line, number)
        except LineError as error:
            print(error, file=err)
            failed = 1
            continue
        if article is None:
            continue

        def complain(bad: Article, error: Exception) -> None:
            nonlocal failed
            failed = 1
            print(f"{bad.id}: could not be read ({error}); no events are given for it.", file=err)

        for events in extractor.extract([article], complain):
            row = events.to_dict(article.text)
            line_out = json.dumps(row, ensure_ascii=False)
            # half a surrogate pair cannot be written as UTF-8; escaped it can
            print(line_out if _is_utf8(line_out) else json.dumps(row), file=out)
    return failed
