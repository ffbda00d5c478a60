"""What an article is once it is read, and how it is named: canonical URLs and stable ids.

No HTML here (``parse.py``) and no database (``pipelines/warehouse/load.py``).
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

Precision = Literal["instant", "day", "month"]

# Parameters that say where a reader came from, never which article it is.
_TRACKING = re.compile(
    r"^(utm_\w+|mtm_\w+|pk_\w+|at_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_cid|mc_eid|cmp|cmpid|ncid|"
    r"ocid|icid|ref|ref_src|referrer|referer|source|share|smid|sref|sr_share|__twitter_impression|guccounter|ftag|"
    r"spm|xtor|wt_mc|rss|traffic_source|outputtype|amp|usqp|_ga|_gl)$",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Dated:
    """An instant in UTC (naive), how precisely it is known, and what said so."""

    at: datetime
    precision: Precision
    source: str
    """json-ld | meta | feed | url | text | given"""


@dataclass(slots=True)
class Article:
    """One article as read from one page; missing is None."""

    url: str
    canonical_url: str
    text: str
    title: str | None = None
    author: str | None = None
    language: str | None = None
    published: Dated | None = None
    modified_at: datetime | None = None
    attribution: str | None = None
    encoding: str | None = None
    """The character set that had to be guessed, where the declared one (or UTF-8, where none is) did not fit the
    bytes."""

    @property
    def text_sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def article_id(self) -> str:
        """One version: the same text at the same canonical URL is the same article, whenever it is read."""
        return short_hash(self.canonical_url, self.text_sha256)

    @property
    def word_count(self) -> int:
        return len(self.text.split())


class NotAnArticle(Exception):  # noqa: N818 - it is a finding, not a fault
    """A page that holds no article. ``reason`` is a short code, ``detail`` a sentence for a person."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def short_hash(*parts: str | None) -> str:
    """16 hexadecimal digits that stand for these parts, in this order."""
    return hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()[:16]


def utc(value: datetime) -> datetime:
    """The instant in UTC without a zone, as the warehouse stores it. A value without a zone is taken as UTC."""
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def canonical_url(url: str) -> str:
    """The one name of a page: the same for http and https, with and without tracking parameters, AMP or a trailing
    slash.

    It identifies; the address to open is the article's ``url``. A ``file:`` URL is returned as it is.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    if parts.scheme not in ("http", "https"):
        return url.strip()
    host = (parts.hostname or "").lower().rstrip(".")
    host = host.removeprefix("amp.")
    try:
        port = parts.port
    except ValueError:
        port = None
    if port and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._")
    path = re.sub(r"/{2,}", "/", path)
    path = re.sub(r"^/amp(?=/.)", "", path)
    path = re.sub(r"(?:/amp|\.amp)(?=/?$|\.html?$)", "", path).rstrip("/")
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k))
    return urlunsplit(("https", host, path, urlencode(query), ""))


def file_url(name: str, content: bytes) -> str:
    """The name of a local file's article: its file name and a hash of its content, never the folder that it lies in."""
    return f"file:{quote(name)}?sha256={hashlib.sha256(content).hexdigest()[:16]}"
