"""Amounts of money in the spellings of news."""

import pytest

from pipelines.extraction.money import find_money, in_currency_of


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("a package of €2m", 2_000_000, "EUR"),
        ("US$1.6 billion in loans", 1_600_000_000, "USD"),
        ("2 million euros", 2_000_000, "EUR"),
        ("2,000,000 dollars", 2_000_000, "USD"),
        ("40 million QR", 40_000_000, "QAR"),
        ("Rs 5 crore", 50_000_000, "INR"),
        ("a GB£2.26 billion loan", 2_260_000_000, "GBP"),
        ("A$500 million", 500_000_000, "AUD"),
        ("KWD 5 million", 5_000_000, "KWD"),
        ("half a million euros", 500_000, "EUR"),
        ("a 50-million-euro credit", 50_000_000, "EUR"),
        ("£39,500", 39_500, "GBP"),
        ("$10-15 million", 10_000_000, "USD"),
        ("€1.000.000", 1_000_000, "EUR"),
        ("€1.2trn", 1_200_000_000_000, "EUR"),
        ("3.5bn yen", 3_500_000_000, "JPY"),
        ("Kuwaiti dinars 12 million", 12_000_000, "KWD"),
    ],
)
def test_an_amount_is_read_in_units_of_its_currency(text: str, amount: float, currency: str) -> None:
    [money] = find_money(text)
    assert (money.amount, money.currency) == (amount, currency)
    assert text[money.start : money.end].strip() == text[money.start : money.end]


@pytest.mark.parametrize(
    "text",
    [
        "€",
        "$",
        "the euro fell",
        "5 million people",
        "R and D",
        "in 2019",
        "No. 5",
        "",
        "in 2019 ALL",
        "5 try to",
        "TOP 10",
    ],
)
def test_a_sign_or_a_number_alone_is_no_money(text: str) -> None:
    assert find_money(text) == []


def test_the_figure_in_brackets_is_the_same_money() -> None:
    first, second = find_money("gave $50m (£39m) to the fund")
    assert not first.is_converted
    assert second.is_converted


def test_two_sums_in_a_list_are_two_sums() -> None:
    assert [m.is_converted for m in find_money("€2 million, $3 million and £1 million")] == [False, False, False]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("more than $5 million", "at_least"),
        ("at least an additional $5 million", "at_least"),
        ("up to $5 million", "up_to"),
        ("no more than $5 million", "up_to"),
        ("$5-6 million", "at_least"),
        ("about $5 million", "about"),
        ("some $5 million", "about"),
        ("a grant of $5 million", "exact"),
    ],
)
def test_the_words_before_a_sum_qualify_it(text: str, qualifier: str) -> None:
    assert find_money(text)[0].qualifier == qualifier


def test_a_shared_currency_word_is_read_in_the_giver_s_own_currency() -> None:
    [money] = find_money("10 million riyals")
    assert in_currency_of(money, ["QAT", "JOR"]).currency == "QAR"
    assert in_currency_of(money, ["SAU"]).currency == "SAR"
    [rupees] = find_money("24 million rupees")
    assert in_currency_of(rupees, ["QAT", "PAK"]).currency == "PKR"
