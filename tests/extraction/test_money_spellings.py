"""The long table of test_money.py: every spelling of an amount that news was seen to use, alone and inside a sentence."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.money import find_money, in_currency_of


def _amounts(text: str) -> list[tuple[float, str]]:
    return [(money.amount, money.currency) for money in find_money(text)]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        # a sign before the number
        ("€2m", 2e6, "EUR"),
        ("€ 2 million", 2e6, "EUR"),
        ("$5M", 5e6, "USD"),
        ("$5mn", 5e6, "USD"),
        ("$300 k", 3e5, "USD"),
        ("£1.5bn", 1.5e9, "GBP"),
        ("¥500 million", 5e8, "JPY"),
        ("$1.2 trillion", 1.2e12, "USD"),
        ("$1,250,000", 1_250_000, "USD"),
        ("$2,000,000.00", 2e6, "USD"),
        ("US$1.6 billion", 1.6e9, "USD"),
        ("US$ 5 million", 5e6, "USD"),
        ("C$4m", 4e6, "CAD"),
        ("R10 million", 1e7, "ZAR"),
        ("a $5-million grant", 5e6, "USD"),
        # a code before or behind it
        ("EUR 3.5 million", 3.5e6, "EUR"),
        ("3.5 million EUR", 3.5e6, "EUR"),
        ("USD 20,000", 20_000, "USD"),
        ("NOK 200 million", 2e8, "NOK"),
        ("CHF 5 million", 5e6, "CHF"),
        ("40 million QR", 4e7, "QAR"),
        # a currency's name behind it
        ("10m euros", 1e7, "EUR"),
        ("5 million U.S. dollars", 5e6, "USD"),
        ("500 million Japanese yen", 5e8, "JPY"),
        ("1 billion yuan", 1e9, "CNY"),
        ("8 million Swiss francs", 8e6, "CHF"),
        ("250 million kronor", 2.5e8, "SEK"),
        ("200 million Norwegian kroner", 2e8, "NOK"),
        ("50 million Egyptian pounds", 5e7, "EGP"),
        ("a 5 million-euro grant", 5e6, "EUR"),
        # South Asian scales and grouping
        ("Rs 5 crore", 5e7, "INR"),
        ("Rs. 12 lakh", 1.2e6, "INR"),
        ("₹12 crore", 1.2e8, "INR"),
        ("2,50,000 rupees", 250_000, "INR"),
        # numbers in words
        ("half a million dollars", 5e5, "USD"),
        ("half a billion euros", 5e8, "EUR"),
        ("a million dollars", 1e6, "USD"),
        ("twenty million pounds", 2e7, "GBP"),
        ("a hundred million dollars", 1e8, "USD"),
        ("one hundred thousand euros", 1e5, "EUR"),
    ],
)
def test_an_amount_reads_the_same_alone_and_wherever_a_sentence_puts_it(
    text: str, amount: float, currency: str
) -> None:
    for written in (text, f"gave {text}.", f"({text})", f"It was {text}, he said", f"🙂\u202e{text} "):
        assert _amounts(written) == [(amount, currency)], written


@pytest.mark.parametrize(
    "text", ["£ ", "the € sign", "$ million", "$0", "a few dollars", "half a million", "million", "US"]
)
def test_a_currency_without_a_number_and_a_number_without_a_currency_are_no_money(text: str) -> None:
    assert find_money(text) == []


@pytest.mark.parametrize(
    "text", ["between $10 million and $15 million", "$10m-$15m", "from US$10 million to US$15 million"]
)
def test_a_range_gives_its_lower_sum_first(text: str) -> None:
    assert _amounts(text) == [(1e7, "USD"), (1.5e7, "USD")]


@pytest.mark.parametrize(
    ("text", "converted"),
    [
        ("€10 million, or $11 million", [False, True]),
        ("€10 million (about $11 million)", [False, True]),
        ("$1.6 billion ($900 million of it in loans)", [False, False]),
    ],
)
def test_only_another_currency_can_tell_the_same_sum_again(text: str, converted: list[bool]) -> None:
    assert [money.is_converted for money in find_money(text)] == converted


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("as much as €30 million", "up_to"),
        ("over 8 million Swiss francs", "at_least"),
        ("nearly £3m", "about"),
        ("an estimated £3m", "about"),
        ("an additional €2 million", "exact"),
    ],
)
def test_further_words_qualify_a_sum(text: str, qualifier: str) -> None:
    assert [money.qualifier for money in find_money(text)] == [qualifier]


@pytest.mark.parametrize(
    ("text", "actors", "currency"),
    [
        ("5 million pounds", ["EGY"], "EGP"),
        ("5 million kroner", ["DNK"], "DKK"),
        ("5 million pesos", ["FRA"], "PHP"),
        ("5 million dollars", ["AUS"], "USD"),
        ("5 million euros", ["QAT"], "EUR"),
    ],
)
def test_a_currency_word_is_the_givers_own_only_where_it_bears_that_word(
    text: str, actors: list[str], currency: str
) -> None:
    (money,) = find_money(text)
    assert in_currency_of(money, actors).currency == currency


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.text(alphabet=st.one_of(st.sampled_from("€$£ 0123456789.,()-mbnkRsQ"), st.characters()), max_size=60))
def test_amounts_of_any_text_stand_in_it_in_order_and_are_positive(text: str) -> None:
    found = find_money(text)
    assert all(money.amount > 0 and len(money.currency) == 3 for money in found)
    assert all(any(c.isdigit() for c in text[m.start : m.end]) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
