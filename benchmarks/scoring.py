"""What the figures of ``make eval`` mean: events that were found against events that a coder wrote down.

Works on plain dictionaries in the codebook's form (docs/codebook.md), one per article, and knows neither files nor the
extractor (that is evaluate.py's part). In short:

* A predicted event and a coded one are *partners* when they are alike enough in who takes part (for a pledge: and in
  the sum); each event has at most one partner, the likeliest pairs first. Precision, recall and F1 count partners.
* *Fields* are then compared over partners alone, each from 0 to 1, and only those fields that the coder filled in.
* *Record* is F1 again, with a pair counting as the mean of its fields and not as 1: the strictest figure.
* Events that the coder marked ``historical`` count on neither side.
* Partial gold lists only some of a text's events: what else was found is not held against it, and only recall and
  fields mean something.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Record = Mapping[str, Any]
TYPES = ("meetings", "pledges", "agreements")
SURE = 0.8
"""Confidence from which an event is called sure in the confidence table."""
MISSED = 0.7
"""How bad a miss is among errors: less than a sure invention, which misleads, and more than a hesitant one."""

# Words that tell no two names apart.
_EMPTY_WORDS = frozenset(
    ("a", "an", "and", "for", "government", "in", "ministry", "of", "people", "republic", "s", "the", "to")
)

# One organisation under several names; each group folds to its first.
_ONE_BODY = (
    ("eu", "european union", "european commission", "european council", "european parliament"),
    ("un", "united nations"),
    ("imf", "international monetary fund"),
    ("nato", "north atlantic treaty organization"),
    ("pse", "palestine", "palestinian authority"),
    ("xkx", "kosovo"),
    ("krg", "kurdistan regional government"),
    ("sdf", "syrian democratic forces"),
    ("rsf", "rapid support forces"),
    ("isis", "islamic state"),
    ("who", "world health organization"),
    ("m23", "march 23 movement"),
    ("arab league", "league of arab states"),
    ("african union", "au"),
)
_FOLDED = {name: group[0] for group in _ONE_BODY for name in group}


# --- likeness of single values, 0 to 1 ------------------------------------------------------------------------------


def fold(value: object) -> str:
    """A name as it is compared: lower case, no punctuation, no leading article, one name per organisation."""
    words = " ".join(re.sub(r"[^\w ]", " ", str(value).lower() if value else "").split())
    words = words.removeprefix("the ")
    return _FOLDED.get(words, words)


def same_name(one: object, other: object) -> bool:
    """Equal, or sharing over half of the shorter one's telling words; a three-letter code only equals itself."""
    a, b = fold(one), fold(other)
    if a == b or 3 in (len(a), len(b)):
        return a == b
    x, y = set(a.split()) - _EMPTY_WORDS, set(b.split()) - _EMPTY_WORDS
    return bool(x and y) and 2 * len(x & y) > min(len(x), len(y))


def same_person(one: object, other: object) -> bool:
    """The surname agrees, or one name is the tail of the other."""
    a, b = fold(one).split(), fold(other).split()
    if not a or not b:
        return False
    return a[-1] == b[-1] or a == b[-len(a) :] or b == a[-len(b) :]


def overlap(gold: Iterable[Any], found: Iterable[Any], equal: Callable[[Any, Any], bool] = same_name) -> float:
    """F1 between two lists; each value is used once, and two empty lists agree in full."""
    wanted, left = [g for g in gold if g], [f for f in found if f]
    size = len(wanted) + len(left)
    if not size:
        return 1.0
    hits = 0
    for value in wanted:
        at = next((i for i, candidate in enumerate(left) if equal(value, candidate)), None)
        if at is not None:
            del left[at]
            hits += 1
    return 2 * hits / size


def same_sum(gold: Record, found: Record) -> bool:
    """Both without a sum, or the same currency and sums within one per cent of the larger."""
    a, b = gold.get("amount"), found.get("amount")
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= 0.01 * max(abs(a), abs(b)) and fold(gold.get("currency")) == fold(found.get("currency"))


def date_likeness(gold: Record, found: Record) -> float:
    """1 for the same date (or none on both sides), a half where one side knows the month only and the month agrees."""
    a, b = gold.get("date"), found.get("date")
    if not a or not b:
        return float(not a and not b)
    if a == b:
        return 1.0
    return 0.5 if a[:7] == b[:7] and 7 in (len(a), len(b)) else 0.0


# --- likeness of events ---------------------------------------------------------------------------------------------


def _list(event: Record, name: str) -> list[Any]:
    return event.get(name) or []


def _actors(meeting: Record) -> list[str]:
    first: dict[str, str] = {}
    for participant in _list(meeting, "participants"):
        if participant.get("actor"):
            first.setdefault(fold(participant["actor"]), participant["actor"])
    return list(first.values())


def _persons(meeting: Record) -> list[str]:
    return [p["name"] for p in _list(meeting, "participants") if p.get("name")]


def _meeting_likeness(gold: Record, found: Record) -> float:
    who = overlap(_actors(gold), _actors(found))
    if _persons(gold) and _persons(found):
        who = 0.6 * who + 0.4 * overlap(_persons(gold), _persons(found), same_person)
    return who if who >= 0.4 else 0.0


def _pledge_likeness(gold: Record, found: Record) -> float:
    donor = overlap(_list(gold, "donor"), _list(found, "donor"))
    recipient = overlap(_list(gold, "recipient"), _list(found, "recipient"))
    likeness = 0.35 * donor + 0.25 * recipient + 0.4 * same_sum(gold, found)
    return likeness if likeness >= 0.5 else 0.0


def _agreement_likeness(gold: Record, found: Record) -> float:
    who = overlap(_list(gold, "parties"), _list(found, "parties"))
    return who if who >= 0.5 else 0.0


_LIKENESS: dict[str, Callable[[Record, Record], float]] = {
    "meetings": _meeting_likeness,
    "pledges": _pledge_likeness,
    "agreements": _agreement_likeness,
}


def pair_up(kind: str, gold: Sequence[Record], found: Sequence[Record]) -> list[tuple[int, int]]:
    """Partners as (position in gold, position in found), the likeliest first; among equals the later in the text."""
    likeness = _LIKENESS[kind]
    ranked = sorted(((likeness(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)), reverse=True)
    partner_of: dict[int, int] = {}
    for value, i, j in ranked:
        if value > 0 and i not in partner_of and j not in partner_of.values():
            partner_of[i] = j
    return list(partner_of.items())


def _same_word(name: str) -> Callable[[Record, Record], float]:
    return lambda gold, found: float(fold(gold.get(name)) == fold(found.get(name)))


def _same_list(name: str) -> Callable[[Record, Record], float]:
    return lambda gold, found: overlap(_list(gold, name), _list(found, name))


def _same_place(gold: Record, found: Record) -> float:
    a, b = gold.get("place"), found.get("place")
    return float(same_name(a, b)) if a or b else 1.0


# Field shown → (the key that the coder must have filled in, how two values compare).
_FIELDS: dict[str, dict[str, tuple[str, Callable[[Record, Record], float]]]] = {
    "meetings": {
        "actors": ("participants", lambda g, f: overlap(_actors(g), _actors(f))),
        "names": ("participants", lambda g, f: overlap(_persons(g), _persons(f), same_person)),
        "status": ("status", _same_word("status")),
        "date": ("date", date_likeness),
        "place": ("place", _same_place),
        "format": ("format", _same_word("format")),
        "topics": ("topics", _same_list("topics")),
    },
    "pledges": {
        "donor": ("donor", _same_list("donor")),
        "recipient": ("recipient", _same_list("recipient")),
        "amount": ("amount", lambda g, f: float(same_sum(g, f))),
        "kind": ("kind", _same_word("kind")),
        "status": ("status", _same_word("status")),
        "qualifier": ("qualifier", lambda g, f: float((g["qualifier"] or "exact") == (f.get("qualifier") or "exact"))),
        "is_total": ("is_total", lambda g, f: float(bool(g["is_total"]) == bool(f.get("is_total")))),
        "date": ("date", date_likeness),
        "sectors": ("sectors", _same_list("sectors")),
    },
    "agreements": {
        "parties": ("parties", _same_list("parties")),
        "type": ("type", _same_word("type")),
        "status": ("status", _same_word("status")),
        "date": ("date", date_likeness),
    },
}


def compare_fields(kind: str, gold: Record, found: Record) -> dict[str, float]:
    """Field → 0 to 1, over the fields that the coder filled in."""
    return {name: compare(gold, found) for name, (key, compare) in _FIELDS[kind].items() if key in gold}


# --- a whole set ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Mistake:
    """One thing to look at: an event missed, one invented, or one found whose fields are partly wrong."""

    article: str
    kind: str
    what: Literal["missed", "invented", "inexact"]
    event: Record
    """What the coder wrote; for an invented event what the extractor wrote."""
    found: Record | None = None
    wrong: tuple[str, ...] = ()
    """The fields of an inexact event that are not fully right."""
    weight: float = 1.0
    """How bad: the confidence for an invention, MISSED for a miss, the wrong share of the fields else."""


@dataclass(slots=True)
class Figures:
    """The measures of one event type in one set."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    mass: float = 0.0
    """Sum over found pairs of the mean of their fields."""
    sums: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        return self.found / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)

    @property
    def record(self) -> float:
        both = (self.mass / n if n else 0.0 for n in (self.predicted, self.gold))
        return harmonic(*both)

    @property
    def fields(self) -> dict[str, float]:
        return {name: self.sums[name] / n for name, n in self.counts.items()}

    def add_pair(self, likeness: Mapping[str, float]) -> float:
        """Count a found pair; gives the mean of its fields."""
        mean = sum(likeness.values()) / len(likeness)
        self.found += 1
        self.mass += mean
        for name, value in likeness.items():
            self.sums[name] = self.sums.get(name, 0.0) + value
            self.counts[name] = self.counts.get(name, 0) + 1
        return mean


@dataclass(slots=True)
class Band:
    """Events of a range of confidence: how many were predicted, and how many of them have a partner."""

    predicted: int = 0
    right: int = 0

    @property
    def share(self) -> float | None:
        return self.right / self.predicted if self.predicted else None


@dataclass(slots=True)
class Score:
    """Everything that is reported of one set."""

    partial: bool
    figures: dict[str, Figures]
    quotes: int = 0
    quotes_outside: int = 0
    sure: Band = field(default_factory=Band)
    unsure: Band = field(default_factory=Band)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def macro_f1(self) -> float:
        return sum(round(f.f1, 3) for f in self.figures.values()) / len(TYPES)

    @property
    def macro_record(self) -> float:
        return sum(round(f.record, 3) for f in self.figures.values()) / len(TYPES)

    def to_dict(self) -> dict[str, Any]:
        """For ``--json``; figures rounded to three places."""
        per_type = {
            kind: {
                "gold": f.gold,
                "predicted": f.predicted,
                "found": f.found,
                "precision": round(f.precision, 3),
                "recall": round(f.recall, 3),
                "f1": round(f.f1, 3),
                "record": round(f.record, 3),
                "fields": {name: round(value, 3) for name, value in f.fields.items()},
            }
            for kind, f in self.figures.items()
        }
        return {
            "partial": self.partial,
            **per_type,
            "macro": {"f1": round(self.macro_f1, 3), "record": round(self.macro_record, 3)},
            "evidence": {"quotes": self.quotes, "outside_text": self.quotes_outside},
            "confidence": {
                name: {"predicted": band.predicted, "right": band.right}
                for name, band in (("sure", self.sure), ("unsure", self.unsure))
            },
        }


def harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def score(gold: Mapping[str, Record], found: Mapping[str, Record], *, partial: bool = False) -> Score:
    """Compare coded articles with extracted ones, both keyed by article id.

    An article missing from ``found`` counts as one in which nothing was found; one missing from ``gold`` is ignored.
    Quotes are checked against the ``text`` and ``title`` of the coded article, where it has a text.
    """
    result = Score(partial, {kind: Figures() for kind in TYPES})
    for article, coded in gold.items():
        extracted = found.get(article) or {}
        for kind in TYPES:
            _score_article(result, kind, article, _list(coded, kind), _list(extracted, kind))
            _check_quotes(result, coded, _list(extracted, kind))
    result.mistakes.sort(key=lambda m: -m.weight)
    return result


def _score_article(result: Score, kind: str, article: str, coded: list[Record], extracted: list[Record]) -> None:
    figures = result.figures[kind]
    pairs = pair_up(kind, coded, extracted)
    has_partner = {i for i, _ in pairs}
    is_partner = {j for _, j in pairs}
    for i, j in pairs:
        if coded[i].get("historical"):
            continue
        likeness = compare_fields(kind, coded[i], extracted[j])
        figures.gold += 1
        figures.predicted += 1
        mean = figures.add_pair(likeness)
        _count_confidence(result, extracted[j], right=True)
        wrong = tuple(name for name, value in likeness.items() if value < 1)
        if wrong:
            result.mistakes.append(Mistake(article, kind, "inexact", coded[i], extracted[j], wrong, 1 - mean))
    for i, event in enumerate(coded):
        if i not in has_partner and not event.get("historical"):
            figures.gold += 1
            result.mistakes.append(Mistake(article, kind, "missed", event, weight=MISSED))
    if result.partial:
        return
    for j, event in enumerate(extracted):
        if j not in is_partner and not event.get("historical"):
            figures.predicted += 1
            _count_confidence(result, event, right=False)
            weight = event.get("confidence")
            result.mistakes.append(Mistake(article, kind, "invented", event, weight=1.0 if weight is None else weight))


def _count_confidence(result: Score, event: Record, *, right: bool) -> None:
    if event.get("confidence") is None:
        return
    band = result.sure if event["confidence"] >= SURE else result.unsure
    band.predicted += 1
    band.right += right


def _check_quotes(result: Score, coded: Record, extracted: list[Record]) -> None:
    for event in extracted:
        for quote in _list(event, "evidence"):
            result.quotes += 1
            if "text" in coded and quote not in coded["text"] and quote not in (coded.get("title") or ""):
                result.quotes_outside += 1
