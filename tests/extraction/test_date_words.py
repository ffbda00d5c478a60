"""The long table of test_dates.py: words for days and months, the turn of years, months of publication, and any text at all."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.dates import find_dates, is_historical, parse_published

THURSDAY = "2019-10-24"


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("met on Monday morning", "Monday morning", "2019-10-21"),
        ("met this morning", "this morning", "2019-10-24"),
        ("met last night", "last night", "2019-10-23"),
        ("met earlier today", "earlier today", "2019-10-24"),
        ("met this month", "this month", "2019-10"),
        ("met a month ago", "a month ago", "2019-09"),
        ("met last year", "last year", "2018"),
        ("met 10 years ago", "10 years ago", "2009"),
        ("met on 5 April 2018", "5 April 2018", "2018-04-05"),
        ("met on April 5, 2018", "April 5, 2018", "2018-04-05"),
        ("met on the 1st of March 2019", "1st of March 2019", "2019-03-01"),
        ("met on Sept. 4", "Sept. 4", "2019-09-04"),
        # a range is dated by its first day
        ("met on 5-6 April", "5-6 April", "2019-04-05"),
        ("met on 5–6 April 2018", "5–6 April 2018", "2018-04-05"),
        ("met on April 5 and 6", "April 5 and 6", "2019-04-05"),
        ("met from 3 to 5 June 2019", "3 to 5 June 2019", "2019-06-03"),
        ("met from June 3 to 5, 2019", "June 3 to 5, 2019", "2019-06-03"),
        ("met last October", "October", "2018-10"),
    ],
)
def test_the_words_of_a_date_are_kept_whole_beside_what_they_mean(text: str, words: str, value: str) -> None:
    assert [(d.text, d.value) for d in find_dates(text, THURSDAY)] == [(words, value)]


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("will meet on Friday", THURSDAY, "2019-10-25"),
        ("will meet on Wednesday", THURSDAY, "2019-10-30"),
        ("will meet later today", THURSDAY, "2019-10-24"),
        ("will meet next month", "2019-12-15", "2020-01"),
        ("will meet in December", THURSDAY, "2019-12"),
        ("will meet on 2 November", THURSDAY, "2019-11-02"),
        ("will meet on 3 January", "2019-12-28", "2020-01-03"),
    ],
)
def test_a_plan_lies_ahead_across_the_end_of_the_year_too(text: str, published: str, value: str) -> None:
    assert [d.value for d in find_dates(text, published, future=True)] == [value]


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("met on 20 December", "2020-01-05", "2019-12-20"),
        ("met last month", "2019-01-15", "2018-12"),
        ("met last month", "2019-01", "2018-12"),
        ("met two months ago", "2019-01-15", "2018-11"),
        ("met yesterday", "2020-03-01", "2020-02-29"),
        ("met yesterday", "2019-01-01", "2018-12-31"),
        ("met on 29 February", "2020-03-02", "2020-02-29"),
    ],
)
def test_a_report_crosses_the_turn_of_a_month_or_year_backwards(text: str, published: str, value: str) -> None:
    assert [d.value for d in find_dates(text, published)] == [value]


@pytest.mark.parametrize("published", ["", "yesterday", "2019-13-45", "24/10/2019"])
@pytest.mark.parametrize("words", ["Wednesday", "yesterday", "5 April", "last month", "three days ago"])
def test_a_publication_date_that_is_none_counts_as_absent(words: str, published: str) -> None:
    (found,) = find_dates(f"They met {words} in Rome", published)
    assert (found.text, found.value, found.precision, found.source) == (words, None, "none", "none")


@pytest.mark.parametrize(("words", "value"), [("5 April 2018", "2018-04-05"), ("March 2017", "2017-03")])
def test_a_date_told_with_its_year_needs_no_publication_date(words: str, value: str) -> None:
    (found,) = find_dates(f"They met in {words}", None)
    assert (found.text, found.value, found.source) == (words, value, "stated")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("met on Wednesday", None),
        ("met yesterday", None),
        ("met last month", "2019-09"),
        ("met this month", "2019-10"),
        ("met in September", "2019-09"),
        ("met on 5 April", "2019-04-05"),
    ],
)
def test_a_publication_month_resolves_months_and_no_weekdays(text: str, value: str | None) -> None:
    assert [d.value for d in find_dates(text, "2019-10")] == [value]


@pytest.mark.parametrize("text", ["by 31 December", "until Friday", "before 31 December"])
def test_a_deadline_is_marked_as_one(text: str) -> None:
    (found,) = find_dates(text, THURSDAY, future=True)
    assert found.is_deadline


@pytest.mark.parametrize(
    "text", ["", "no dates here", "they may 5 times", "the march of 300 people", "a sunny day", "March 5 million"]
)
def test_words_that_only_look_like_dates_are_none(text: str) -> None:
    assert find_dates(text, THURSDAY) == []


def test_every_date_of_a_sentence_is_found_in_its_order() -> None:
    found = find_dates("On Monday they agreed to meet on 2 November; they had met in April.", THURSDAY)
    assert [d.text for d in found] == ["Monday", "2 November", "April"]


@pytest.mark.parametrize(
    ("published", "parsed"),
    [
        ("2019-10-24", (date(2019, 10, 24), "2019-10")),
        ("2019-10-24T23:30:00+02:00", (date(2019, 10, 24), "2019-10")),
        ("2019-10", (None, "2019-10")),
        ("2019-13", (None, None)),
        ("soon", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_publication_date_is_a_day_a_month_or_nothing(
    published: str | None, parsed: tuple[date | None, str | None]
) -> None:
    assert parse_published(published) == parsed


@pytest.mark.parametrize(
    ("value", "published", "historical"),
    [
        ("2018-10-22", THURSDAY, True),
        ("2018-10-25", THURSDAY, False),
        ("2018-09", THURSDAY, True),
        ("2018-11", THURSDAY, False),
        ("2015-05-05", "2019-10", True),
        ("2015-05-05", None, False),
    ],
)
def test_history_begins_a_year_before_the_day_or_month_of_publication(
    value: str, published: str | None, historical: bool
) -> None:
    assert is_historical(value, published) is historical


_WORDS = ["Monday", "last ", "next ", "5", "31", "29 ", "-", "–", " and ", "February", "May", "Sept.", "2020", " of ", "in ", "by ", "two months ago",
          "99 years ago", "this weekend", "yesterday", ", ", "🙂", "\u202e", "2019-02-28"]  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=5)), max_size=12).map("".join),
    st.dates(date(1950, 1, 1), date(2100, 12, 31)),
    st.sampled_from([10, 7, 0]),
    st.booleans(),
)
def test_dates_of_any_text_quote_it_and_are_days_that_exist(text: str, day: date, precision: int, future: bool) -> None:
    found = find_dates(text, day.isoformat()[:precision] or None, future=future)
    for mention in found:
        assert mention.text == text[mention.start : mention.end]
        length = len(mention.value) if mention.value else 0
        assert mention.precision == {0: "none", 10: "day", 7: "month", 4: "year"}[length]
        if mention.value:
            date.fromisoformat((mention.value + "-01-01")[:10])
    assert all(a.end <= b.start for a, b in pairwise(found))
