"""Names of articles: what folds to one, and what does not."""

import pytest

from pipelines.scraping.article import Article, canonical_url, file_url


@pytest.mark.parametrize(
    "variant",
    [
        "http://gazette.example/world/talks",
        "https://gazette.example/world/talks/",
        "https://GAZETTE.example:443/world/talks",
        "https://gazette.example/world/talks?utm_source=rss&utm_medium=feed&fbclid=x1",
        "https://gazette.example/world/talks#comments",
        "https://gazette.example/world/talks/amp/",
        "https://gazette.example/amp/world/talks",
        "https://amp.gazette.example/world/talks",
        "https://gazette.example/world/talks?amp=1",
        "https://gazette.example//world//talks",
    ],
)
def test_variants_of_one_address_fold_to_one_name(variant: str) -> None:
    assert canonical_url(variant) == "https://gazette.example/world/talks"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://gazette.example/?p=12", "https://gazette.example/?p=13"),
        ("https://gazette.example/a", "https://gazette.example/A"),
        ("https://gazette.example:8080/a", "https://gazette.example/a"),
        ("https://gazette.example/a?page=2", "https://gazette.example/a"),
        ("https://gazette.example/camp", "https://gazette.example/c"),
    ],
)
def test_different_pages_keep_different_names(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_the_order_of_parameters_does_not_matter() -> None:
    assert canonical_url("http://a.example/x?b=2&a=1") == canonical_url("http://a.example/x?a=1&b=2")


def test_escaped_and_plain_letters_are_one_address() -> None:
    assert canonical_url("http://a.example/caf%c3%a9") == canonical_url("http://a.example/café")


def test_an_address_that_is_none_is_left_as_it_is() -> None:
    assert canonical_url("http://[broken/") == "http://[broken/"


def test_an_article_is_its_address_and_its_text() -> None:
    def article(url: str, text: str) -> str:
        return Article(url=url, canonical_url=canonical_url(url), text=text).article_id

    assert article("http://a.example/x", "one") == article("https://a.example/x/", "one")
    assert article("http://a.example/x", "one") != article("http://a.example/x", "two")
    assert article("http://a.example/x", "one") != article("http://a.example/y", "one")


def test_a_file_is_named_without_its_folder() -> None:
    assert file_url("talks.txt", b"text").startswith("file:talks.txt?sha256=")
    assert file_url("talks.txt", b"text") != file_url("talks.txt", b"other")
