"""What a page says about itself in its markup: JSON-LD, meta elements, <time>, links. Reads a tree, changes nothing.

The text of the article is ``parse.py``'s; words that depend on a language are in ``boilerplate.yml``.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines.scraping.article import Dated, utc

_ARTICLE_TYPES = re.compile(r"(Article|BlogPosting|Report|Review)$")
_INDEX_TYPES = {"CollectionPage", "SearchResultsPage"}
# Most telling first. Names come from Open Graph, schema.org, Dublin Core, PRISM and the large analytics vendors.
_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "article_published_time", "date.available", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "citation_publication_date", "prism.publicationdate", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date",
    "dc.date.created", "dcterms.created", "pubdate", "publish_date", "publish-date", "publishdate", "publication_date",
    "published", "og:pubdate", "date.created", "datecreated", "article_date_original", "displaydate", "date",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "date.modified",
    "date.updated", "last_updated_date", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
)  # fmt: skip
_AUTHOR_META = (
    "article:author_name",
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
)
_DATE_CLASS = re.compile(
    r"(?<!up)dates?(?![a-z])|publish(ed)?(?![a-z])|pubdate|posted|timestamp|byline|(^|[\s_-])(meta|time)(?![a-z])", re.I
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_WRITTEN_DATES = [
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>(?:19|20)\d\d)\b", re.I),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b", re.I),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)\b"),
    re.compile(r"\b(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>(?:19|20)\d\d)\b"),  # with dots the day comes first
]
_URL_DATES = [
    re.compile(r"/(?P<year>20\d\d|19\d\d)[/-](?P<month>0?[1-9]|1[0-2])[/-](?P<day>0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
    re.compile(r"/(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
]
SAME_HEADLINE = 0.6
"""Share of a title's words that stand in the headline too, below which the two are different texts."""
_CLOCKS_AHEAD = timedelta(hours=14)
"""A local time without a zone may look as much later than it is."""


@dataclass(slots=True)
class Metadata:
    """What the markup says; missing is None."""

    titles: list[str] = field(default_factory=list)
    """Best first; the others are what else the page calls itself."""
    authors: list[str] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    """Best first, of JSON-LD and meta elements."""
    visible_dates: list[Dated] = field(default_factory=list)
    modified_at: datetime | None = None
    canonical: str | None = None
    site: str | None = None
    language: str | None = None
    is_article: bool = False
    is_index: bool = False
    body: str | None = None
    """The text that JSON-LD carries, if it does."""


def read_metadata(tree: HtmlElement, url: str) -> Metadata:
    """Everything that the markup of one page says about it."""
    nodes = list(_json_ld(tree))
    articles = [node for node in nodes if any(_ARTICLE_TYPES.search(kind) for kind in _types(node))]
    articles.sort(key=lambda node: not (node.get("headline") and node.get("datePublished")))
    meta = _meta(tree)
    found = Metadata()
    found.is_article = bool(articles) or meta.get("og:type", "").lower() == "article"
    found.is_index = not articles and any(_INDEX_TYPES & set(_types(node)) for node in nodes)
    found.titles = _titles(tree, articles, meta)
    found.authors = _authors(tree, articles, meta)
    ld_dates = [node.get("datePublished") for node in [*articles, *nodes] if not _INDEX_TYPES & set(_types(node))]
    found.dates = [dated for value in ld_dates if (dated := iso_dated(value, "json-ld"))]
    found.dates += [dated for name in _PUBLISHED_META if (dated := iso_dated(meta.get(name), "meta"))]
    found.dates += [dated for value in _marked_times(tree) if (dated := iso_dated(value, "meta"))]
    found.visible_dates = list(_visible_dates(tree))
    changed = [node.get("dateModified") for node in articles] + [meta.get(name) for name in _MODIFIED_META]
    found.modified_at = next((dated.at for value in changed if (dated := iso_dated(value, "meta"))), None)
    found.canonical = _canonical(tree, meta, url)
    found.site = meta.get("og:site_name")
    found.language = _language(tree, meta)
    bodies = [node["articleBody"] for node in articles if isinstance(node.get("articleBody"), str)]
    found.body = max(bodies, key=len, default=None)
    return found


def iso_dated(value: Any, source: str) -> Dated | None:
    """An ISO 8601 or RFC 2822 date as it stands in markup: ``2024-05``, ``2024-05-01``, an instant with or without a
    zone.

    A midnight is a day: content systems write it when they know no time.
    """
    if not isinstance(value, str) or not value.strip():
        return None
    text = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", value.strip())
    try:
        if re.fullmatch(r"(19|20)\d\d-\d\d", text):
            return Dated(datetime.strptime(text, "%Y-%m"), "month", source)
        try:
            at = datetime.fromisoformat(re.sub(r"\s*(UTC|GMT)$", "+00:00", text))
        except ValueError:
            at = parsedate_to_datetime(text)
        if not 1900 <= at.year <= 2200:
            return None
        midnight = (at.hour, at.minute, at.second) == (0, 0, 0)
        return Dated(at.replace(tzinfo=None), "day", source) if midnight else Dated(utc(at), "instant", source)
    except (ValueError, TypeError, OverflowError):
        return None


def written_dated(text: str, source: str = "text") -> Dated | None:
    """The first day written out in a text: "5 May 2024", "May 5, 2024", "2024-05-05", "5.5.2024". 05/06/2024 is left
    alone: outlets disagree on which is the month."""
    hits = [match for pattern in _WRITTEN_DATES if (match := pattern.search(text))]
    for match in sorted(hits, key=lambda match: match.start()):
        month = match["month"].lower()
        try:
            number = int(month) if month.isdigit() else _MONTHS[month]
            return Dated(datetime(int(match["year"]), number, int(match["day"])), "day", source)
        except ValueError:
            continue
    return None


def url_dated(url: str) -> Dated | None:
    """The day in an address such as ``/2024/05/01/``."""
    for pattern in _URL_DATES:
        if match := pattern.search(urlsplit(url).path):
            try:
                return Dated(datetime(int(match["year"]), int(match["month"]), int(match["day"])), "day", "url")
            except ValueError:
                continue
    return None


def not_later(dates: Iterable[Dated | None], fetched_at: datetime) -> Dated | None:
    """The first date that can be true of a page fetched then. What lies a little ahead is a clock without a zone."""
    for dated in dates:
        if dated is None or dated.at > fetched_at + _CLOCKS_AHEAD:
            continue
        return Dated(min(dated.at, fetched_at), dated.precision, dated.source)
    return None


def without_site(title: str, site: str | None, others: Iterable[str] = ()) -> str:
    """A title without the " | Site" that pages append: the site's own name, or what no other title of the page has."""
    title = " ".join(title.split())
    parts = re.split(r"\s+[|–—•·»-]\s+", title)
    if len(parts) < 2:
        return title
    if site and _plain(parts[-1]) == _plain(site):
        return title[: title.rfind(parts[-1])].rstrip(" |–—•·»-")
    for other in others:
        shorter = _plain(other)
        if shorter and _plain(title) != shorter and _plain(title).startswith(shorter) and len(shorter) > 15:
            return " ".join(other.split())
    return title


# JSON-LD


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            text = re.sub(r"^\s*(<!--|//<!\[CDATA\[|<!\[CDATA\[)|(-->|//\]\]>|\]\]>)\s*$", "", script.text or "")
            try:
                yield from _nodes(json.loads(text, strict=False))
            except (ValueError, RecursionError):
                continue  # broken JSON-LD is common; the page has other words for the same


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), (list, dict)):
                yield from _nodes(value[key])


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


# Titles and authors


def _titles(tree: HtmlElement, articles: list[dict[str, Any]], meta: dict[str, str]) -> list[str]:
    site = meta.get("og:site_name")
    headlines = [node.get("headline") or node.get("name") for node in articles]
    headings = [_text(node) for node in tree.iter("h1")]
    tab = [_text(node) for node in tree.iterfind(".//head/title")]
    graph = [meta.get("og:title"), meta.get("twitter:title")]
    given = [
        unescaped(value) for value in [*graph, *headlines, *headings, *tab] if isinstance(value, str) and value.strip()
    ]
    titles = list(dict.fromkeys(without_site(title, site, (o for o in given if o != title)) for title in given))
    # The title that a page gives to others, unless that is a teaser of other words than the headline.
    headline = next(
        (unescaped(value) for value in [*headlines, *headings] if isinstance(value, str) and value.strip()), None
    )
    if headline and titles and _share_of_words(titles[0], headline) < SAME_HEADLINE:
        headline = without_site(headline, site, (o for o in given if o != headline))
        titles = [headline, *(title for title in titles if title != headline)]
    return titles


def _share_of_words(title: str, headline: str) -> float:
    words = _plain(title).split()
    return sum(word in _plain(headline).split() for word in words) / max(1, len(words))


def _authors(tree: HtmlElement, articles: list[dict[str, Any]], meta: dict[str, str]) -> list[str]:
    names: list[str] = []
    for node in articles:
        authors = node.get("author") or node.get("creator")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            names += [part for part in (name if isinstance(name, list) else [name]) if isinstance(part, str)]
        if names:
            break
    if not names:
        names = [meta[name] for name in _AUTHOR_META if meta.get(name)][:1]
    if not names:
        marked = tree.xpath('//*[@rel="author" or @itemprop="author" or contains(@class, "author-name")]')
        names = [_text(node) for node in marked[:3]]
    cleaned = (re.sub(r"^(by|from)\s+", "", unescaped(name).strip(), flags=re.I) for name in names)
    return list(dict.fromkeys(name for name in cleaned if name and len(name) <= 100 and "://" not in name))


# Dates in markup


def _meta(tree: HtmlElement) -> dict[str, str]:
    values: dict[str, str] = {}
    for node in tree.iter("meta"):
        content = (node.get("content") or "").strip()
        for name in (node.get("property"), node.get("name"), node.get("itemprop"), node.get("http-equiv")):
            if name and content:
                values.setdefault(name.lower(), content)
    return values


def _marked_times(tree: HtmlElement) -> Iterator[str | None]:
    for node in tree.xpath('//*[@itemprop="datePublished"] | //time[@pubdate] | //time[contains(@class, "published")]'):
        yield node.get("datetime") or node.get("content") or _text(node)


def _visible_dates(tree: HtmlElement) -> Iterator[Dated]:
    """Dates that a reader sees at the top: <time> elements of the article, then elements that their class calls a
    date."""
    within = tree.xpath("(//article | //main | //*[@role='main'])[1]") or [tree]
    for root in dict.fromkeys([*within, tree]):
        for node in root.iter("time"):
            if node.xpath("ancestor::aside | ancestor::nav | ancestor::footer"):
                continue
            if dated := (iso_dated(node.get("datetime"), "text") or written_dated(_text(node))):
                yield dated
                break
    below_headline = tree.xpath("(//h1)[1]/following-sibling::*[position() <= 3]")
    for node in [*within[0].iter("span", "p", "div", "li", "small", "a"), *below_headline]:
        if node in below_headline or _DATE_CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
            text = _text(node)
            if len(text) <= 120 and (dated := written_dated(text)):
                yield dated


# Where and in which language


def _canonical(tree: HtmlElement, meta: dict[str, str], url: str) -> str | None:
    """The address that the page gives itself, if it is one of an article on the same site."""
    links = [node.get("href") for node in tree.iter("link") if "canonical" in (node.get("rel") or "").lower().split()]
    for href in [*links, meta.get("og:url")]:
        if not href or not href.strip():
            continue
        try:
            address = urljoin(url, href.strip())
            there, here = urlsplit(address), urlsplit(url)
        except ValueError:
            continue
        is_local = here.scheme not in ("http", "https")
        same_site = _site(there.hostname) == _site(here.hostname) or is_local
        front_page = there.path in ("", "/") and not there.query and here.path not in ("", "/")
        if there.scheme in ("http", "https") and there.hostname and same_site and not front_page:
            return address
    return None


def _site(host: str | None) -> str:
    return re.sub(r"^(www|amp|m|mobile)\.", "", (host or "").lower())


def _language(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    root = tree.getroottree().getroot()
    for value in (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        meta.get("og:locale"),
        meta.get("content-language"),
    ):
        if value and (match := re.match(r"[a-zA-Z]{2,3}(?=$|[-_,\s])", value.strip())):
            return match[0].lower()
    return None


# Small helpers


def unescaped(value: str) -> str:
    """Text without entities and without tags, as they get into JSON-LD and feeds."""
    return " ".join(re.sub(r"<[^<>]{1,200}>", " ", html.unescape(value)).split())


def _text(node: HtmlElement) -> str:
    return " ".join(node.text_content().split())


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
