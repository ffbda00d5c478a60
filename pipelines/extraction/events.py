"""The types that extraction takes and gives: an article, and the events that it tells.

Field names and values are the codebook's (docs/codebook.md). Offsets count characters (Unicode code points) of the article's
text, end exclusive, so that ``text[start:end]`` is the quote.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, Literal

Precision = Literal["day", "month", "year", "none"]
DateSource = Literal["stated", "relative", "publication", "none"]
EVENT_TYPES = ("meeting", "pledge", "agreement")


@dataclass(slots=True)
class Article:
    """What extraction reads. ``published`` is ``YYYY-MM-DD``, ``YYYY-MM`` or None."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One quoted run of the article's text and the field that it supports (``event`` for the whole record)."""

    start: int
    end: int
    field: str = "event"


@dataclass(slots=True)
class Participant:
    name: str | None
    title: str | None
    actor: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"name": self.name, "title": self.title, "actor": self.actor}


@dataclass(slots=True, kw_only=True)
class Event(ABC):
    status: str
    date: str | None = None
    """``YYYY-MM-DD``, ``YYYY-MM`` or None."""
    date_text: str | None = None
    date_precision: Precision = "none"
    date_source: DateSource = "none"
    historical: bool = False
    confidence: float = 0.5
    evidence: list[Span] = field(default_factory=list)

    @abstractmethod
    def fields(self) -> dict[str, Any]:
        """What this type has besides the common fields, in the codebook's form."""

    def to_dict(self, text: str) -> dict[str, Any]:
        """The codebook's form, evidence as exact substrings of ``text`` (whole-record spans, in the order of the text)."""
        quotes = [text[s.start : s.end] for s in sorted(set(self.evidence)) if s.field == "event"]
        return {
            **self.fields(),
            "date": self.date,
            "date_text": self.date_text,
            "date_precision": self.date_precision,
            "date_source": self.date_source,
            "historical": self.historical,
            "confidence": round(self.confidence, 3),
            "evidence": list(dict.fromkeys(quotes)),
        }


@dataclass(slots=True, kw_only=True)
class Meeting(Event):
    participants: list[Participant] = field(default_factory=list)
    format: str = "unknown"
    place: str | None = None
    place_country: str | None = None
    topics: list[str] = field(default_factory=list)

    def fields(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "participants": [p.to_dict() for p in self.participants],
            "format": self.format,
            "place": self.place,
            "place_country": self.place_country,
            "topics": self.topics,
        }


@dataclass(slots=True, kw_only=True)
class Pledge(Event):
    donor: list[str] = field(default_factory=list)
    recipient: list[str] = field(default_factory=list)
    kind: str = "grant_or_unspecified_money"
    amount: float | None = None
    currency: str | None = None
    quantity: str | None = None
    qualifier: str = "exact"
    is_total: bool = False
    purpose: str | None = None
    sectors: list[str] = field(default_factory=list)

    def fields(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "donor": self.donor,
            "recipient": self.recipient,
            "kind": self.kind,
            "amount": self.amount,
            "currency": self.currency,
            "quantity": self.quantity,
            "qualifier": self.qualifier,
            "is_total": self.is_total,
            "purpose": self.purpose,
            "sectors": self.sectors,
        }


@dataclass(slots=True, kw_only=True)
class Agreement(Event):
    parties: list[str] = field(default_factory=list)
    type: str = "other"
    subject: str | None = None
    place: str | None = None
    place_country: str | None = None

    def fields(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "parties": self.parties,
            "type": self.type,
            "subject": self.subject,
            "place": self.place,
            "place_country": self.place_country,
        }


@dataclass(frozen=True, slots=True)
class Link:
    """``source`` happened at, follows or supersedes ``target``; each is (event type, position in its list)."""

    source: tuple[str, int]
    target: tuple[str, int]
    link_type: str


@dataclass(slots=True)
class ArticleEvents:
    """Everything that one article tells."""

    id: str
    meetings: list[Meeting] = field(default_factory=list)
    pledges: list[Pledge] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    n_sentences: int = 0
    n_candidates: int = 0

    def of_type(self, event_type: str) -> list[Event]:
        return {"meeting": self.meetings, "pledge": self.pledges, "agreement": self.agreements}[event_type]  # type: ignore[return-value]

    def to_dict(self, text: str) -> dict[str, Any]:
        """One line of ``communique extract``."""
        return {
            "id": self.id,
            "meetings": [e.to_dict(text) for e in self.meetings],
            "pledges": [e.to_dict(text) for e in self.pledges],
            "agreements": [e.to_dict(text) for e in self.agreements],
            "links": [
                {"from": list(link.source), "to": list(link.target), "link_type": link.link_type} for link in self.links
            ],
        }
