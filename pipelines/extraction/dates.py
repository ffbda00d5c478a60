"""Date expressions of a sentence, resolved against the publication date. Knows no events."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.extraction.events import DateSource, Precision

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: n for n, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_MONTH = r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_RANGE = r"(?:\s*(?:-|–|—|to|and|until|through)\s*[0-3]?\d(?:st|nd|rd|th)?)?"
_NUMBERS = {
    w: n
    for n, w in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}

_PATTERNS: list[tuple[str, re.Pattern[str]]] = [
    ("iso", re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<mn>[01]\d)-(?P<d>[0-3]\d)\b")),
    ("mdy", re.compile(rf"\b{_MONTH.format('m')}\s+{_DAY.format('d')}{_RANGE}(?:,?\s+{_YEAR.format('y')})?(?!\d)(?!\s*(?:million|billion|per|percent|%))")),
    ("dmy", re.compile(rf"\b{_DAY.format('d')}{_RANGE}\s+(?:of\s+)?{_MONTH.format('m')}\b(?:,?\s+{_YEAR.format('y')})?")),
    ("my", re.compile(rf"\b(?:(?:early|mid|late)[- ])?{_MONTH.format('m')},?\s+(?:of\s+)?{_YEAR.format('y')}\b")),
    ("m", re.compile(rf"\b(?P<lead>(?:in|last|this|next|since|during|of|until|by)\s+(?:(?:early|mid|late)[- ])?){_MONTH.format('m')}\b(?!\s*\d)")),
    ("rel", re.compile(r"\b(?:earlier\s+|later\s+)?(?P<rel>today|yesterday|tomorrow|tonight|this (?:morning|afternoon|evening)|last night)\b", re.I)),
    ("wd", re.compile(r"\b(?P<mod>last |next |this |coming |the following |the previous )?(?P<wd>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?:\s+(?:morning|afternoon|evening|night))?\b")),
    ("ago", re.compile(r"\b(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?P<unit>day|week|month|year)s? (?:ago|earlier)\b", re.I)),
    ("period", re.compile(r"\b(?P<mod>last|this|next|earlier this|later this|the previous|the past) (?P<unit>week|month|year|weekend|summer|winter|spring|autumn|fall)\b", re.I)),
    ("in_year", re.compile(r"\b(?:in|since|of|from|during|until|by)\s+(?:early |late |mid-)?(?P<y>(?:19|20)\d\d)\b")),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression: where it stands in the searched text, and the day, month or year it names.

    ``value`` is ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY`` or None where it cannot be known (no publication date).
    """

    start: int
    end: int
    text: str
    value: str | None
    precision: Precision
    source: DateSource
    is_deadline: bool = False


def parse_published(published: str | None) -> tuple[date | None, str | None]:
    """(day or None, ``YYYY-MM`` or None) of a publication date as given."""
    if not published:
        return None, None
    try:
        if len(published) >= 10:
            day = date.fromisoformat(published[:10])
            return day, published[:7]
        if len(published) == 7:
            date.fromisoformat(published + "-01")
            return None, published
    except ValueError:
        pass
    return None, None


def find_dates(text: str, published: str | None, *, future: bool = False) -> list[DateMention]:
    """Every date expression of ``text``, left to right, longest reading first.

    Args:
        published: the article's publication date, ``YYYY-MM-DD``, ``YYYY-MM`` or None.
        future: whether the sentence speaks of what will happen: a bare weekday is then the next one.
    """
    day, month = parse_published(published)
    taken: list[DateMention] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < t.end and t.start < match.end() for t in taken):
                continue
            mention = _read(kind, match, day, month, future)
            if mention:
                taken.append(mention)
    return sorted(taken, key=lambda m: m.start)


def _mention(match: re.Match[str], value: str | None, source: DateSource, start: int | None = None) -> DateMention:
    precision: Precision = "none" if value is None else {10: "day", 7: "month", 4: "year"}[len(value)]  # type: ignore[assignment]
    first = match.start() if start is None else start
    before = match.string[max(0, first - 10) : first].lower()
    return DateMention(first, match.end(), match.string[first : match.end()], value, precision, source if value else "none",
                       is_deadline=bool(re.search(r"\b(by|until|before)\s+(the\s+)?$", before)))  # fmt: skip


def _read(kind: str, match: re.Match[str], day: date | None, month: str | None, future: bool) -> DateMention | None:
    g = match.groupdict()
    if kind == "iso":
        try:
            return _mention(match, date.fromisoformat(match.group()).isoformat(), "stated")
        except ValueError:
            return None
    if kind in ("mdy", "dmy"):
        month_number, number = MONTHS[g["m"].lower().rstrip(".")], int(g["d"])
        if not 1 <= number <= 31:
            return None
        year = int(g["y"]) if g["y"] else _year_for(month_number, number, day, month, future)
        if year is None:
            return _mention(match, None, "none")
        try:
            return _mention(match, date(year, month_number, number).isoformat(), "stated")
        except ValueError:
            return None
    if kind == "my":
        return _mention(match, f"{g['y']}-{MONTHS[g['m'].lower().rstrip('.')]:02d}", "stated")
    if kind == "m":
        number = MONTHS[g["m"].lower().rstrip(".")]
        year = _year_for(number, None, day, month, future or "next" in g["lead"].lower())
        if (
            year is not None
            and g["lead"].lower().startswith("last")
            and day
            and (year, number) == (day.year, day.month)
        ):
            year -= 1
        return _mention(match, f"{year}-{number:02d}" if year else None, "relative", match.start("m"))
    if kind == "in_year":
        return _mention(match, g["y"], "stated", match.start("y"))
    if kind == "rel":
        if day is None:
            return _mention(match, None, "none")
        shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(g["rel"].lower(), 0)
        return _mention(match, (day + timedelta(days=shift)).isoformat(), "relative")
    if kind == "wd":
        if day is None:
            return _mention(match, None, "none")
        wanted, mod = WEEKDAYS[g["wd"].lower()], (g["mod"] or "").strip().lower()
        back, ahead = (day.weekday() - wanted) % 7, (wanted - day.weekday()) % 7
        if mod in ("next", "coming", "the following") or (future and mod != "last"):
            return _mention(match, (day + timedelta(days=ahead or 7 if mod else ahead)).isoformat(), "relative")
        return _mention(
            match,
            (day - timedelta(days=(back or 7) if mod in ("last", "the previous") else back)).isoformat(),
            "relative",
        )
    if kind == "ago":
        if day is None:
            return _mention(match, None, "none")
        count = int(g["n"]) if g["n"].isdigit() else _NUMBERS.get(g["n"].lower(), 1)
        unit = g["unit"].lower()
        if count > 3000:
            return None
        if unit in ("day", "week"):
            then = day - timedelta(days=count * (7 if unit == "week" else 1))
            return _mention(match, then.isoformat() if unit == "day" else then.isoformat()[:7], "relative")
        months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
        return _mention(
            match, f"{months // 12:04d}-{months % 12 + 1:02d}" if unit == "month" else f"{months // 12:04d}", "relative"
        )
    if kind == "period":
        anchor = day or (date.fromisoformat(month + "-01") if month else None)
        if anchor is None:
            return _mention(match, None, "none")
        mod, unit = g["mod"].lower(), g["unit"].lower()
        step = -1 if mod in ("last", "the previous", "the past") else 1 if mod == "next" else 0
        if unit == "month":
            months = anchor.year * 12 + anchor.month - 1 + step
            return _mention(match, f"{months // 12:04d}-{months % 12 + 1:02d}", "relative")
        if unit in ("week", "weekend"):
            then = anchor + timedelta(days=7 * step)
            return _mention(match, then.isoformat()[:7] if day else None, "relative")
        return _mention(match, f"{anchor.year + step:04d}", "relative")
    return None


def _year_for(
    month: int, number: int | None, day: date | None, published_month: str | None, future: bool
) -> int | None:
    """The year of a day and month given without one: the nearest that fits a report of the past (or of the future)."""
    if day is None:
        if published_month is None:
            return None
        year, this = int(published_month[:4]), int(published_month[5:])
        return year + (1 if future and month < this - 6 else -1 if not future and month > this + 1 else 0)
    candidate = (month, number or 1)
    if future:
        return day.year + (1 if candidate < (day.month, day.day if number else 1) and day.month - month > 2 else 0)
    # A date shortly ahead of the publication date ("on 5 May", written on 2 May) is of this year.
    ahead = (date(day.year, month, min(number or 1, 28)) - day).days
    return day.year - (1 if ahead > 45 else 0)


def is_historical(value: str | None, published: str | None) -> bool:
    """Whether ``value`` lies more than a year before publication (codebook: background, not news)."""
    day, month = parse_published(published)
    if value is None or month is None:
        return False
    anchor = day or date.fromisoformat(month + "-01")
    padded = {10: value, 7: value + "-28", 4: value + "-12-31"}[len(value)]
    try:
        return (anchor - date.fromisoformat(padded)).days > 366
    except ValueError:
        return False
