"""Date expressions, resolved against the day of publication. 2019-10-24 was a Thursday."""

import pytest

from pipelines.extraction.dates import find_dates, is_historical

THURSDAY = "2019-10-24"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("met on Wednesday", "2019-10-23"),
        ("met on Thursday", "2019-10-24"),
        ("met on Friday", "2019-10-18"),
        ("met last Thursday", "2019-10-17"),
        ("earlier today", "2019-10-24"),
        ("yesterday", "2019-10-23"),
        ("last month", "2019-09"),
        ("in September", "2019-09"),
        ("on 4 April", "2019-04-04"),
        ("from 5-6 April 2016", "2016-04-05"),
        ("November 16 - 17, 2018", "2018-11-16"),
        ("in March 2010", "2010-03"),
        ("three days ago", "2019-10-21"),
        ("on 2019-01-31", "2019-01-31"),
        ("on December 20", "2018-12-20"),
        ("in 2015", "2015"),
    ],
)
def test_a_past_date_is_resolved_against_the_publication_date(text: str, value: str) -> None:
    assert [d.value for d in find_dates(text, THURSDAY)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [("on Monday", "2019-10-28"), ("next month", "2019-11"), ("tomorrow", "2019-10-25"), ("in January", "2020-01")],
)
def test_a_date_to_come_lies_ahead(text: str, value: str) -> None:
    assert [d.value for d in find_dates(text, THURSDAY, future=True)] == [value]


@pytest.mark.parametrize("text", ["Wednesday", "yesterday", "last month", "5 May"])
def test_without_a_publication_date_the_words_are_kept_and_no_day_is_invented(text: str) -> None:
    [found] = find_dates(f"met {text}", None)
    assert (found.text, found.value, found.source) == (text, None, "none")


def test_a_month_of_publication_gives_the_year() -> None:
    assert [d.value for d in find_dates("on 16 November", "2015-11")] == ["2015-11-16"]


@pytest.mark.parametrize("text", ["31 February 2020", "45 May", "10 March million", "2019-02-31", "2019-19-05"])
def test_a_day_that_is_none_is_not_read_as_one(text: str) -> None:
    assert all(d.value is None or len(d.value) < 10 or "10" in text for d in find_dates(text, THURSDAY))


@pytest.mark.parametrize(
    ("value", "old"), [("2018-10-01", True), ("2018-11-01", False), ("2017", True), ("2018", False), (None, False)]
)
def test_background_older_than_a_year_is_history(value: str | None, old: bool) -> None:
    assert is_historical(value, THURSDAY) is old
    assert is_historical(value, None) is False
