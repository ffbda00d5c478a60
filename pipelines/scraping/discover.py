"""Which pages a source points to: feeds, WordPress APIs, sitemaps, lists of links, read into entries.

Bytes come in through a ``get`` that the caller gives, so that nothing here opens a connection or a database.
"""

import calendar
import html
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import feedparser
from lxml import etree

from pipelines.scraping.article import utc
from pipelines.scraping.sources import Source

_WORDPRESS_PAGE = 100  # the API's own maximum
_MAX_SITEMAPS = 50


@dataclass(slots=True)
class Entry:
    """A page that a source points to, and what it says of it. Instants are naive UTC."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a source. ``fatal``: nothing usable came from this address."""

    url: str
    reason: str
    detail: str
    fatal: bool = False


@dataclass(slots=True)
class Answer:
    """What ``get`` gives: the body (also of an unchanged answer, from the archive), or None where none came."""

    url: str
    body: bytes | None
    unchanged: bool = False


@dataclass(slots=True)
class Discovered:
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


Get = Callable[[str], Answer]


def discover(source: Source, get: Get, *, known_until: datetime | None = None) -> Discovered:
    """Everything that ``source`` points to now, at most ``max_items``.

    Args:
        known_until: the newest modification known from this source, if its last reading was complete. A WordPress API
            is
            paged back to that instant only.
    """
    if source.kind == "wordpress":
        found = _wordpress(source, get, known_until)
    else:
        found = {"rss": _rss, "sitemap": _sitemap, "urls": _urls}[source.kind](source, get)
    usable: dict[str, Entry] = {}
    for entry in found.entries:
        entry.url = entry.url.strip()
        if is_web_address(entry.url):
            usable.setdefault(entry.url, entry)
        else:
            detail = f"It points to {entry.url!r}, which is not a web address; that was left out."
            found.faults.append(Fault(source.url, "not_http", detail))
    found.entries = list(usable.values())[: source.max_items]
    return found


def is_web_address(url: str) -> bool:
    """Whether it is an http or https URL with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


# Feeds


def _rss(source: Source, get: Get) -> Discovered:
    answer = get(source.url)
    if answer.body is None or answer.unchanged:
        return Discovered()
    return read_feed(answer.body, answer.url)


def read_feed(body: bytes, url: str) -> Discovered:
    """Entries of an RSS (0.9-2.0), Atom or JSON feed. What is malformed but readable is read, and named."""
    if body.lstrip()[:1] == b"{":
        return _json_feed(body, url)
    parsed = feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version") and not parsed.entries:
        return Discovered(faults=[_not_a_feed(body, url)])
    found = Discovered()
    for item in parsed.entries:
        link = item.get("link") or (item.get("id") if str(item.get("id", "")).startswith("http") else None)
        if link:
            # dict.get: feedparser's own gives the publication date where there is no change date
            published, modified = (_instant(dict.get(item, key)) for key in ("published_parsed", "updated_parsed"))
            title = _plain(item.get("title"))
            found.entries.append(Entry(urljoin(url, link), title, published or modified, modified or published))
    if parsed.bozo and not isinstance(parsed.bozo_exception, feedparser.exceptions.CharacterEncodingOverride):
        problem = str(parsed.bozo_exception).strip() or type(parsed.bozo_exception).__name__
        found.faults.append(
            Fault(
                url,
                "malformed_feed" if found.entries else "feed_not_xml",
                f"The feed is malformed ({problem}); {len(found.entries)} entries could be read.",
                fatal=not found.entries,
            )
        )
    elif not found.entries:
        found.faults.append(Fault(url, "empty_feed", "The feed is well-formed and lists no entry."))
    return found


def _json_feed(body: bytes, url: str) -> Discovered:
    try:
        feed = json.loads(body)
        items = feed["items"]
        if not str(feed.get("version", "")).startswith("https://jsonfeed.org/"):
            raise ValueError("no version")
    except (ValueError, KeyError, TypeError):
        return Discovered(
            faults=[Fault(url, "feed_not_xml", "It answered with JSON that is not a JSON Feed.", fatal=True)]
        )
    found = Discovered()
    for item in items:
        link = item.get("url") or item.get("external_url")
        if link:
            published, modified = _iso(item.get("date_published")), _iso(item.get("date_modified"))
            found.entries.append(Entry(urljoin(url, link), item.get("title"), published, modified or published))
    if not found.entries:
        found.faults.append(Fault(url, "empty_feed", "The feed is well-formed and lists no entry."))
    return found


_FEED_LINK = re.compile(rb"<link\b[^>]*application/(?:rss|atom)\+xml[^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"href\s*=\s*[\"']([^\"']+)", re.IGNORECASE)


def _not_a_feed(body: bytes, url: str) -> Fault:
    if not re.search(rb"<(?:!doctype\s+html|html|body)\b", body[:5000], re.IGNORECASE):
        return Fault(
            url, "feed_not_xml", "It answered with something that is neither RSS, Atom nor JSON Feed.", fatal=True
        )
    link = _FEED_LINK.search(body)
    href = _HREF.search(link[0]) if link else None
    cure = (
        f"The page itself names this feed: {urljoin(url, href[1].decode('utf-8', 'replace'))}"
        if href
        else ("Look for the feed's own address, or use kind wordpress or sitemap.")
    )
    return Fault(url, "feed_not_xml", f"It answered with a web page in place of a feed. {cure}", fatal=True)


# WordPress


def _wordpress(source: Source, get: Get, known_until: datetime | None) -> Discovered:
    """The REST API's list of posts, newest change first, until what is known already.

    Only links, titles and instants are taken from it; the rendered page is then fetched like any other. The API's own
    ``content`` would save requests, but leaves out what themes and plug-ins add (bylines, corrections, paywall
    notices), and the page is what a reader who follows the evidence will see.
    """
    found = Discovered()
    size = min(_WORDPRESS_PAGE, source.max_items)
    for number in range(1, -(-source.max_items // size) + 1):
        answer = get(wordpress_url(source.url, number, size))
        if answer.body is None or (answer.unchanged and known_until):
            break
        try:
            posts = json.loads(answer.body)
            if not isinstance(posts, list):
                raise ValueError(posts.get("message", "") if isinstance(posts, dict) else "")
        except ValueError as error:
            detail = "It answered with something that is not a WordPress list of posts" + (
                f": {error}" if str(error) else ""
            )
            found.faults.append(Fault(answer.url, "not_wordpress", f"{detail.rstrip('.')}.", fatal=True))
            break
        entries = [entry for post in posts if isinstance(post, dict) and (entry := _post(post))]
        found.entries.extend(entries)
        changes = [entry.modified_at for entry in entries if entry.modified_at]
        if len(posts) < size or (known_until and changes and min(changes) <= known_until):
            break
    if not found.entries and not found.faults and number == 1 and answer.body is not None and not answer.unchanged:
        found.faults.append(Fault(source.url, "empty_feed", "The WordPress API lists no post."))
    return found


def wordpress_url(url: str, number: int, size: int) -> str:
    """The API's address for one page of posts, from a site's address or from the endpoint's own (with its filters)."""
    parts = urlsplit(url)
    path = parts.path if "/wp-json/" in parts.path else f"{parts.path.rstrip('/')}/wp-json/wp/v2/posts"
    query = dict(parse_qsl(parts.query))
    query |= {"per_page": str(size), "page": str(number), "orderby": "modified", "order": "desc"}
    query["_fields"] = "link,title,date_gmt,modified_gmt"
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query, safe=","), ""))


def _post(post: dict[str, Any]) -> Entry | None:
    link = post.get("link")
    if not isinstance(link, str):
        return None
    title = post.get("title")
    if isinstance(title, dict):
        title = title.get("rendered")
    published = _iso(post.get("date_gmt"))
    return Entry(link, _plain(title), published, _iso(post.get("modified_gmt")) or published)


# Sitemaps


def _sitemap(source: Source, get: Get) -> Discovered:
    found = Discovered()
    waiting: list[str] = [source.url]
    asked: set[str] = set()
    while waiting and len(asked) < _MAX_SITEMAPS and len(found.entries) < source.max_items:
        url = waiting.pop(0)
        asked.add(url)
        answer = get(url)
        if answer.body is None:
            continue
        try:
            children, entries = read_sitemap(answer.body, answer.url)
        except ValueError as error:
            found.faults.append(Fault(url, "not_a_sitemap", f"It is not a sitemap: {error}.", fatal=True))
            continue
        waiting.extend(child for child in children if child not in asked and child not in waiting)
        found.entries.extend(entries)
    if not found.entries and not found.faults and asked == {source.url} and answer.body is not None:
        found.faults.append(Fault(source.url, "empty_feed", "The sitemap lists no page."))
    found.entries.sort(key=lambda entry: entry.modified_at or datetime.min, reverse=True)
    return found


def read_sitemap(body: bytes, url: str, *, max_bytes: int = 50_000_000) -> tuple[list[str], list[Entry]]:
    """(sitemaps that an index names, pages that a urlset lists), newest first; gzip is undone.

    Raises:
        ValueError: it is not a sitemap, or is larger than ``max_bytes`` once unpacked (the protocol's own limit).
    """
    if body[:2] == b"\x1f\x8b":
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            body = unpack.decompress(body, max_bytes)
        except zlib.error as error:
            raise ValueError(f"its gzip is broken ({error})") from error
        if unpack.unconsumed_tail:
            raise ValueError(f"it unpacks to more than {max_bytes:,} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(body, parser) if body.strip() else None
    if root is None or _local(root) not in ("urlset", "sitemapindex"):
        raise ValueError("its root is neither <urlset> nor <sitemapindex>")
    listed: list[Entry] = []
    for node in root:
        values = {_local(child): (child.text or "").strip() for child in node.iter() if isinstance(child.tag, str)}
        if values.get("loc"):
            published, changed = _iso(values.get("publication_date")), _iso(values.get("lastmod"))
            listed.append(
                Entry(urljoin(url, values["loc"]), values.get("title") or None, published, changed or published)
            )
    listed.sort(key=lambda entry: entry.modified_at or datetime.min, reverse=True)
    return ([entry.url for entry in listed], []) if _local(root) == "sitemapindex" else ([], listed)


def _local(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


# Lists of links


def _urls(source: Source, get: Get) -> Discovered:
    local = source.local_file
    if local is not None:
        try:
            body: bytes | None = Path(local).read_bytes()
        except OSError as error:
            detail = f"The list of links cannot be read ({error.strerror}): correct `url` of source {source.name}."
            return Discovered(faults=[Fault(local.name, "no_file", detail, fatal=True)])
    else:
        answer = get(source.url)
        body = None if answer.unchanged else answer.body
    found = Discovered()
    if body is not None:
        found.entries = [Entry(line) for line in _lines(body.decode("utf-8-sig", "replace"))]
        if not found.entries:
            found.faults.append(Fault(local.name if local else source.url, "empty_feed", "The list holds no link."))
    return found


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()


# Small readers


def _plain(value: Any) -> str | None:
    text = re.sub(r"<[^>]+>", "", html.unescape(str(value))) if value else ""
    return " ".join(html.unescape(text).split()) or None


def _instant(value: Iterable[int] | None) -> datetime | None:
    if not value:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(tuple(value)), tz=UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


def _iso(value: Any) -> datetime | None:
    try:
        return utc(datetime.fromisoformat(str(value).strip())) if value else None
    except (ValueError, OverflowError):
        return None
