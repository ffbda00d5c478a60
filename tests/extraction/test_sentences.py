"""Sentences with exact offsets."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.sentences import MAX_SENTENCE, split


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The U.S. president met Mr. Smith. They talked.", 2),
        ("He flew to the U.S. The visit was short.", 2),
        ("Gen. Haskins arrived at 5 p.m. on Friday.", 1),
        ("A headline without a stop\nThe first sentence.", 2),
        ("“We agreed.” He left.", 2),
        ("", 0),
        (" \n\t ", 0),
    ],
)
def test_abbreviations_do_not_end_a_sentence(text: str, count: int) -> None:
    assert len(split(text)) == count


@given(st.text(max_size=400))
def test_spans_stand_in_order_and_cover_every_word(text: str) -> None:
    spans = split(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    covered = "".join("".join(text[a:b].split()) for a, b in spans)
    assert covered == "".join(text.split())


def test_a_line_without_stops_is_cut_at_spaces() -> None:
    text = "word " * 5_000
    assert all(b - a <= MAX_SENTENCE for a, b in split(text))
