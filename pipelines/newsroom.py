"""The bundled newsroom: four small fictional news sites, served over real HTTP on the loopback interface.

Here belongs: reading ``data/newsroom/`` (one folder per outlet: ``outlet.yml``, ``templates/``, ``articles/*.md``),
rendering it, and answering requests as real sites do (virtual hosts, validators and 304, gzip, feeds, a WordPress REST
endpoint, a sitemap, robots.txt). Here does not belong: anything that scrapes, parses or extracts. The pipeline knows
these outlets only as hosts that it was told to connect to elsewhere (``settings.connect_to``).

    with Newsroom() as newsroom:
        settings.connect_to = newsroom.connect_to      # {"meridian-wire.example": "127.0.0.1:40123", ...}

``python -m pipelines.newsroom [--port N]`` serves until it is interrupted. How to add an article: data/README.md.
"""

import argparse
import gzip
import hashlib
import html
import json
import math
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.settings import settings

GZIP_FROM_BYTES = 500
"""Below this a compressed answer is hardly smaller; common servers draw the line in the same region."""
WORDS_PER_MINUTE = 180
WORDPRESS_API = "/wp-json/wp/v2/posts"

Served = Literal["page", "gone", "broken", "closed"]
"""``page`` as usual; ``gone`` answers 404 while the feed still names it; ``broken`` is markup without an article;
``closed`` is a page that robots.txt closes to crawlers."""


# --- what lies in data/newsroom ------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Outlet:
    """One fictional outlet, as its ``outlet.yml`` describes it."""

    host: str
    name: str
    language: str
    tagline: str
    article_path: str
    """Path of an article with ``{year}``, ``{month}``, ``{day}`` and ``{slug}`` to fill in."""
    offers: str
    """How a reader's program finds new articles: ``rss``, ``atom``, ``wordpress`` or ``sitemap``."""
    discovery_path: str
    robots: str
    menu: tuple[str, ...]
    feed_link_suffix: str
    """What the feed appends to each link, as many do to count readers; the page's canonical link goes without."""
    pages: Mapping[str, Mapping[str, str]]
    """Standing pages (about, privacy ...): path to title and text."""
    directory: Path

    @property
    def base_url(self) -> str:
        return f"http://{self.host}"


@dataclass(frozen=True, eq=False)
class NewsroomArticle:
    """One article file: front matter, and a body in a small part of Markdown (see ``render_markdown``)."""

    outlet: Outlet
    slug: str
    title: str
    date: datetime
    modified: datetime
    author: str
    section: str
    body: str
    number: int
    """Position in the outlet's history, oldest is 1: the WordPress post id derives from it."""
    summary: str = ""
    tags: tuple[str, ...] = ()
    via: str | None = None
    """Name of the outlet that this one reprints."""
    language: str = "en"
    caption: str | None = None
    printed_date: str | None = None
    """The date as the page shows it, where it does not follow the outlet's usual form."""
    path_override: str | None = None
    served: Served = "page"

    @property
    def path(self) -> str:
        if self.path_override:
            return self.path_override
        return self.outlet.article_path.format(
            year=f"{self.date:%Y}", month=f"{self.date:%m}", day=f"{self.date:%d}", slug=self.slug
        )

    @property
    def url(self) -> str:
        """The canonical URL; the article's id in ``expected.jsonl``."""
        return self.outlet.base_url + self.path

    @property
    def published(self) -> str:
        """The publication day, ``YYYY-MM-DD``, in the outlet's own time zone."""
        return f"{self.date:%Y-%m-%d}"

    @cached_property
    def html(self) -> str:
        return render_markdown(self.body)

    @cached_property
    def text(self) -> str:
        """The body as a reader sees it: paragraphs parted by an empty line, without marks or the ``Via`` line."""
        return "\n\n".join(text for _, text in _blocks(_INLINE.sub(_inline_text, self.body)))

    @property
    def reading_minutes(self) -> int:
        return max(1, math.ceil(len(self.text.split()) / WORDS_PER_MINUTE))


_FRONT_MATTER = re.compile(r"\A---\n(?P<meta>.*?)\n---\n(?P<body>.*)\Z", re.S)
_INLINE = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<href>[^)\s]+)\)|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*\n]+)\*")


def _blocks(body: str) -> Iterator[tuple[str, str]]:
    """Yield (tag, text) per block: blocks are parted by empty lines, and a line break within one is a space."""
    for raw in re.split(r"\n\s*\n", body.strip()):
        if raw.startswith("- "):
            for item in re.split(r"\n(?=- )", raw):
                yield "li", " ".join(item[2:].split())
        elif raw.startswith("## "):
            yield "h2", " ".join(raw[3:].split())
        elif raw.startswith("> "):
            yield "blockquote", " ".join(raw[2:].replace("\n> ", " ").split())
        else:
            yield "p", " ".join(raw.split())


def _inline_text(match: re.Match[str]) -> str:
    return match["label"] or match["strong"] or match["em"]


def _inline_html(text: str) -> str:
    def element(match: re.Match[str]) -> str:
        if match["label"]:
            return f'<a href="{match["href"]}">{match["label"]}</a>'
        return f"<strong>{match['strong']}</strong>" if match["strong"] else f"<em>{match['em']}</em>"

    return _INLINE.sub(element, html.escape(text, quote=False))


def render_markdown(body: str) -> str:
    """HTML of paragraphs, ``## `` headings, ``- `` lists, ``> `` quotes, ``[links](url)``, ``*em*`` and ``**strong**``.

    No more than the newsroom's articles use; a Markdown library would be a dependency for thirty lines.
    """
    out: list[str] = []
    in_list = False
    for tag, text in _blocks(body):
        if in_list != (tag == "li"):
            out.append("</ul>" if in_list else "<ul>")
            in_list = not in_list
        inner = _inline_html(text)
        out.append(f"<blockquote><p>{inner}</p></blockquote>" if tag == "blockquote" else f"<{tag}>{inner}</{tag}>")
    if in_list:
        out.append("</ul>")
    return "\n".join(out) + "\n"


def _read_outlet(directory: Path) -> Outlet:
    path = directory / "outlet.yml"
    entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return Outlet(
            host=directory.name,
            name=entry["name"],
            language=entry["language"],
            tagline=entry["tagline"],
            article_path=entry["article_path"],
            offers=entry["offers"],
            discovery_path=entry["discovery_path"],
            robots=entry["robots"],
            menu=tuple(entry["menu"]),
            feed_link_suffix=entry.get("feed_link_suffix", ""),
            pages=entry.get("pages", {}),
            directory=directory,
        )
    except KeyError as missing:
        raise ValueError(f"{path} has no entry {missing}; every outlet needs it (see another outlet.yml).") from None


def _read_article(path: Path, outlet: Outlet) -> NewsroomArticle:
    match = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if not match:
        raise ValueError(f"{path} does not start with front matter between two lines '---' (see data/README.md).")
    try:
        meta = yaml.safe_load(match["meta"])
    except yaml.YAMLError as error:
        raise ValueError(
            f"{path}: the front matter is not valid YAML ({error}); quote values that hold a colon."
        ) from None
    try:
        date = meta["date"]
        if not isinstance(date, datetime) or date.tzinfo is None:
            raise ValueError(f"{path}: 'date: {date}' needs a time and an offset, like 2026-06-04T09:30:00+01:00.")
        return NewsroomArticle(
            outlet=outlet,
            slug=path.stem,
            title=meta["title"],
            date=date,
            modified=meta.get("modified", date),
            author=meta.get("author", f"{outlet.name} staff"),
            section=meta["section"],
            body=match["body"].strip(),
            number=0,
            summary=meta.get("summary", ""),
            tags=tuple(meta.get("tags", ())),
            via=meta.get("via"),
            language=meta.get("language", outlet.language),
            caption=meta.get("caption"),
            printed_date=meta.get("printed_date"),
            path_override=meta.get("path"),
            served=meta.get("served", "page"),
        )
    except KeyError as missing:
        raise ValueError(f"{path} has no {missing} in its front matter; add it (see data/README.md).") from None


def load_newsroom(directory: Path | None = None) -> dict[Outlet, list[NewsroomArticle]]:
    """Every outlet below ``directory`` (default: the bundled one) with its articles, oldest first.

    Raises ``ValueError`` naming the file and the cure where an ``outlet.yml`` or an article cannot be read.
    """
    directory = directory or settings().newsroom_dir
    outlets = [_read_outlet(path.parent) for path in sorted(directory.glob("*/outlet.yml"))]
    if not outlets:
        raise ValueError(f"{directory} holds no outlet (a folder with an outlet.yml); is it the newsroom's folder?")
    newsroom = {}
    for outlet in outlets:
        articles = [_read_article(path, outlet) for path in (outlet.directory / "articles").glob("*.md")]
        if not articles:
            raise ValueError(f"{outlet.directory / 'articles'} holds no article; add one (see data/README.md).")
        articles.sort(key=lambda a: (a.date, a.slug))
        newsroom[outlet] = [replace(article, number=number) for number, article in enumerate(articles, start=1)]
    return newsroom


def load_articles(directory: Path | None = None) -> list[NewsroomArticle]:
    """The articles that a polite reader gets, all outlets, oldest first: none gone, broken or closed by robots.txt."""
    articles = [a for of_outlet in load_newsroom(directory).values() for a in of_outlet if a.served == "page"]
    return sorted(articles, key=lambda a: (a.date, a.url))


def load_expected(directory: Path | None = None) -> list[dict[str, Any]]:
    """The lines of ``expected.jsonl``, each with its article's ``text``: gold for a scorer, and input for extraction.

    Raises ``ValueError`` where a line names an article that the newsroom does not have.
    """
    directory = directory or settings().newsroom_dir
    texts = {article.url: article.text for article in load_articles(directory)}
    rows = []
    for number, line in enumerate((directory / "expected.jsonl").read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        if row["id"] not in texts:
            raise ValueError(f"{directory / 'expected.jsonl'}, line {number}: no article has the address {row['id']}.")
        rows.append({**row, "text": texts[row["id"]]})
    return rows


def blank_expectation(path: Path) -> str:
    """The line of ``expected.jsonl`` for the article file ``path``, telling nothing yet.

    Raises ``ValueError`` naming the file where it is none, or cannot be read.
    """
    if not path.is_file():
        raise ValueError(f"{path} is no file; name one like data/newsroom/<host>/articles/<slug>.md.")
    article = _read_article(path, _read_outlet(path.resolve().parent.parent))
    row = {"id": article.url, "published": article.published, "title": article.title, "language": article.language}
    return json.dumps({**row, "meetings": [], "pledges": [], "agreements": []}, ensure_ascii=False)


# --- what the server answers ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Resource:
    """One answer, with everything that its headers need."""

    body: bytes
    content_type: str
    last_modified: datetime
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def etag(self) -> str:
        """A strong validator of the uncompressed body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @property
    def etag_gzip(self) -> str:
        """A strong validator must differ between encodings of one body (RFC 9110, 8.8.3.3)."""
        return f'{self.etag[:-1]}-gzip"'

    @cached_property
    def body_gzip(self) -> bytes:
        return gzip.compress(self.body, mtime=0)


Page = Resource | Callable[[dict[str, str]], Resource]
"""An answer made at start, or one that depends on the query."""

_TEXT = "text/plain; charset=UTF-8"
_HTML = "text/html; charset=UTF-8"
_XML = "application/xml; charset=UTF-8"
_JSON = "application/json; charset=UTF-8"


class Site:
    """All paths of one host, rendered when the server starts."""

    def __init__(self, outlet: Outlet, articles: list[NewsroomArticle], shared: Path) -> None:
        self.outlet = outlet
        self.articles = articles[::-1]  # newest first, as sites list them
        self.readable = [a for a in self.articles if a.served == "page"]
        self.changed = max(a.modified for a in self.articles)
        self.templates = Environment(
            loader=FileSystemLoader([outlet.directory / "templates", shared]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters["rfc822"] = lambda moment: format_datetime(moment)
        self.templates.filters["long_date"] = lambda moment: f"{moment.day} {moment:%B %Y}"
        self.pages: dict[str, Page] = {}
        self._render()

    def answer(self, path: str, query: dict[str, str]) -> Resource:
        """The answer to GET ``path``: the page, a redirect to its spelling with a slash at the end, or a 404."""
        page = self.pages.get(path)
        if page is None and f"{path}/" in self.pages:
            location = f"{self.outlet.base_url}{path}/"
            return Resource(b"", _HTML, self.changed, status=301, headers={"Location": location})
        if page is None:
            return self._page("not-found.html", self.changed, status=404)
        return page if isinstance(page, Resource) else page(query)

    def _page(
        self, template: str, changed: datetime, *, status: int = 200, kind: str = _HTML, **context: Any
    ) -> Resource:
        latest = [a for a in self.readable if a is not context.get("article")][:5]
        text = self.templates.get_template(template).render(site=self.outlet, latest=latest, **context)
        return Resource(text.encode(), kind, changed, status)

    def _render(self) -> None:
        outlet = self.outlet
        self.pages["/robots.txt"] = Resource(outlet.robots.encode(), _TEXT, self.articles[-1].date)
        self.pages["/"] = self._page("front.html", self.changed, articles=self.readable[:20])
        for path, page in outlet.pages.items():
            self.pages[path] = self._page("standing.html", self.articles[-1].date, page=page)
        for article in self.articles:
            if article.served == "gone":
                continue  # the feed goes on naming it: that is what a gone page looks like
            template = "broken.html" if article.served == "broken" else "article.html"
            related = [a for a in self.readable if a is not article and a.section == article.section][:3]
            self.pages[article.path] = self._page(template, article.modified, article=article, related=related)
        # A gone page leaves the site's own lists at once and its feed last: so only feeds name it.
        listed = self.articles
        match outlet.offers:
            case "rss":
                self._add_feed("rss.xml", "application/rss+xml; charset=UTF-8", listed)
            case "atom":
                self._add_feed("atom.xml", "application/atom+xml; charset=UTF-8", listed)
            case "sitemap":
                self._add_sitemaps(listed)
            case "wordpress":
                self._add_wordpress()
            case other:
                raise ValueError(
                    f"{outlet.directory / 'outlet.yml'}: 'offers: {other}' is none of rss, atom, wordpress, sitemap."
                )

    def _add_feed(self, template: str, kind: str, articles: list[NewsroomArticle]) -> None:
        self.pages[self.outlet.discovery_path] = self._page(
            template, self.changed, kind=kind, articles=articles, updated=self.changed
        )

    def _add_sitemaps(self, articles: list[NewsroomArticle]) -> None:
        """An index that names one list of URLs per month, newest month first."""
        months: dict[str, list[NewsroomArticle]] = {}
        for article in articles:
            months.setdefault(f"{article.date:%Y-%m}", []).append(article)
        lists = []
        for month, of_month in months.items():
            changed = max(a.modified for a in of_month)
            path = f"/sitemap-{month}.xml"
            self.pages[path] = self._page("sitemap.xml", changed, kind=_XML, articles=of_month)
            lists.append({"url": self.outlet.base_url + path, "changed": changed})
        self.pages[self.outlet.discovery_path] = self._page("sitemap-index.xml", self.changed, kind=_XML, lists=lists)

    def _add_wordpress(self) -> None:
        outlet = self.outlet
        root = {
            "name": outlet.name,
            "description": outlet.tagline,
            "url": outlet.base_url,
            "home": outlet.base_url,
            "gmt_offset": "1",
            "timezone_string": "Africa/Tunis",
            "namespaces": ["oembed/1.0", "wp/v2"],
            "routes": {"/wp/v2/posts": {"namespace": "wp/v2", "methods": ["GET"]}},
        }
        self.pages["/wp-json/"] = _json(root, self.changed)
        self.pages[WORDPRESS_API] = self._wordpress_posts
        for article in self.readable:
            self.pages[f"{WORDPRESS_API}/{_post_id(article)}"] = _json(self._post(article), article.modified)

    def _wordpress_posts(self, query: dict[str, str]) -> Resource:
        """The list of posts, with WordPress' own parameters, bounds, header names and error bodies."""
        numbers = {}
        for name, default, highest in (("per_page", 10, 100), ("page", 1, None)):
            value = query.get(name, str(default))
            if not value.isdigit() or int(value) < 1 or (highest and int(value) > highest):
                return _wordpress_error("rest_invalid_param", f"Invalid parameter(s): {name}", self.changed)
            numbers[name] = int(value)
        posts = self.readable
        bounds: tuple[tuple[str, Callable[[NewsroomArticle, datetime], bool]], ...] = (
            ("modified_after", lambda a, moment: a.modified > moment),
            ("modified_before", lambda a, moment: a.modified < moment),
            ("after", lambda a, moment: a.date > moment),
            ("before", lambda a, moment: a.date < moment),
        )
        for name, keep in bounds:
            if name in query:
                try:
                    moment = datetime.fromisoformat(query[name])
                except ValueError:
                    return _wordpress_error("rest_invalid_param", f"Invalid parameter(s): {name}", self.changed)
                # WordPress reads a date without an offset in the site's own time: that of its articles.
                moment = moment if moment.tzinfo else moment.replace(tzinfo=self.articles[0].date.tzinfo)
                posts = [a for a in posts if keep(a, moment)]
        if "search" in query:
            posts = [a for a in posts if query["search"].lower() in f"{a.title} {a.text}".lower()]
        if query.get("orderby", "date") == "modified":
            posts = sorted(posts, key=lambda a: a.modified, reverse=True)
        if query.get("order", "desc") == "asc":
            posts = posts[::-1]
        pages = math.ceil(len(posts) / numbers["per_page"])
        if numbers["page"] > max(pages, 1):
            return _wordpress_error(
                "rest_post_invalid_page_number",
                "The page number requested is larger than the number of pages available.",
                self.changed,
            )
        start = (numbers["page"] - 1) * numbers["per_page"]
        rows = [self._post(article) for article in posts[start : start + numbers["per_page"]]]
        if "_fields" in query:
            wanted = {name.split(".")[0] for name in query["_fields"].split(",")}
            rows = [{key: value for key, value in row.items() if key in wanted} for row in rows]
        return _json(rows, self.changed, {"X-WP-Total": str(len(posts)), "X-WP-TotalPages": str(pages)})

    def _post(self, article: NewsroomArticle) -> dict[str, Any]:
        excerpt = html.escape(article.summary or article.text[:160], quote=False)
        content = self.templates.get_template("content.html").render(site=self.outlet, article=article)
        number = _post_id(article)

        def local(moment: datetime) -> str:
            return f"{moment:%Y-%m-%dT%H:%M:%S}"

        return {
            "id": number,
            "date": local(article.date),
            "date_gmt": local(article.date.astimezone(UTC)),
            "guid": {"rendered": f"{self.outlet.base_url}/?p={number}"},
            "modified": local(article.modified),
            "modified_gmt": local(article.modified.astimezone(UTC)),
            "slug": article.slug,
            "status": "publish",
            "type": "post",
            "link": article.url,
            "title": {"rendered": html.escape(article.title, quote=False)},
            "content": {"rendered": content, "protected": False},
            "excerpt": {"rendered": f"<p>{excerpt} [&hellip;]</p>\n"},
            "author": 1 + sum(article.author.encode()) % 7,
            "featured_media": 0,
            "comment_status": "closed",
            "sticky": False,
            "format": "standard",
            "categories": [1 + sum(article.section.encode()) % 9],
            "tags": [],
            "lang": article.language,
        }


def _post_id(article: NewsroomArticle) -> int:
    return 41_000 + 17 * article.number


def _json(value: Any, changed: datetime, headers: Mapping[str, str] | None = None, status: int = 200) -> Resource:
    return Resource(json.dumps(value, ensure_ascii=False).encode(), _JSON, changed, status, headers or {})


def _wordpress_error(code: str, message: str, changed: datetime) -> Resource:
    return _json({"code": code, "message": message, "data": {"status": 400}}, changed, status=400)


# --- the server ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Request:
    """One line of the server's log."""

    method: str
    host: str
    path: str
    """As asked for, with its query."""
    status: int
    conditional: bool
    """True where the client sent If-None-Match or If-Modified-Since."""
    user_agent: str


class Newsroom:
    """Serves ``directory`` (default: the bundled newsroom) on 127.0.0.1 while the ``with`` block lasts.

    ``port`` 0 takes a free one. All hosts share the port; the request's Host header (or an absolute URI) tells them
    apart, so a client needs ``connect_to`` and keeps the fictional names in its URLs.
    """

    def __init__(self, directory: Path | None = None, port: int = 0) -> None:
        self.directory = directory or settings().newsroom_dir
        self.newsroom = load_newsroom(self.directory)
        self.sites = {o.host: Site(o, articles, self.directory / "shared") for o, articles in self.newsroom.items()}
        self.log: list[Request] = []
        self._wanted_port = port
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def hosts(self) -> list[str]:
        return list(self.sites)

    @property
    def port(self) -> int:
        if self._server is None:
            raise RuntimeError("The newsroom is not serving; use it in a 'with' statement, or call start() first.")
        return int(self._server.server_address[1])

    @property
    def connect_to(self) -> dict[str, str]:
        """Host to ``address:port``, the form of ``settings.connect_to``."""
        return dict.fromkeys(self.hosts, f"127.0.0.1:{self.port}")

    @property
    def sources_file(self) -> Path:
        """The newsroom's outlets as entries of a sources file."""
        return self.directory / "sources.yml"

    def start(self) -> Self:
        handler = type("NewsroomHandler", (_Handler,), {"newsroom": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self._wanted_port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="newsroom", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and free the port. Safe to call twice."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join(timeout=5)
        self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Handler(BaseHTTPRequestHandler):
    newsroom: Newsroom
    protocol_version = "HTTP/1.1"  # connections are kept open, as crawlers expect
    server_version = "newsroom"
    sys_version = ""
    timeout = 30
    # One packet per answer: with Nagle's algorithm a body written after its headers waits 40 ms for an acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        target = urlsplit(self.path)
        # An absolute URI (what a client sends to a proxy) overrules the Host header: RFC 9112, 3.2.2.
        host = (target.netloc or self.headers.get("Host", "")).rsplit("@", 1)[-1].split(":")[0].lower()
        query = {key: values[-1] for key, values in parse_qs(target.query, keep_blank_values=True).items()}
        site = self.newsroom.sites.get(host)
        if not host:
            resource = _refusal(HTTPStatus.BAD_REQUEST, "The request names no host.")
        elif site is None:
            resource = _refusal(HTTPStatus.MISDIRECTED_REQUEST, f"No site named {host} is served here.")
        else:
            resource = site.answer(target.path or "/", query)
        self._send(resource, host, target.path + (f"?{target.query}" if target.query else ""))

    do_HEAD = do_GET  # noqa: N815 (the base class looks for these names)

    def _refuse_method(self) -> None:
        self.close_connection = True  # a body that we do not read may follow
        sentence = "This site is read with GET and HEAD."
        resource = _refusal(HTTPStatus.METHOD_NOT_ALLOWED, sentence, {"Allow": "GET, HEAD"})
        self._send(resource, self.headers.get("Host", ""), self.path)

    do_POST = do_PUT = do_DELETE = do_PATCH = _refuse_method  # noqa: N815

    def _send(self, resource: Resource, host: str, path: str) -> None:
        accepted = self.headers.get("Accept-Encoding", "").lower().replace(" ", "").split(",")
        compress = len(resource.body) >= GZIP_FROM_BYTES and any(
            coding == "gzip" or (coding.startswith("gzip;") and coding not in ("gzip;q=0", "gzip;q=0.0"))
            for coding in accepted
        )
        etag = resource.etag_gzip if compress else resource.etag
        status = HTTPStatus.NOT_MODIFIED if self._is_current(resource) else HTTPStatus(resource.status)
        body = b"" if status == HTTPStatus.NOT_MODIFIED else resource.body_gzip if compress else resource.body
        self.send_response(status)
        for name, value in resource.headers.items():
            self.send_header(name, value)
        self.send_header("ETag", etag)
        self.send_header("Last-Modified", format_datetime(resource.last_modified.astimezone(UTC), usegmt=True))
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", "max-age=0, must-revalidate")
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(body)))
            if compress:
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        self.newsroom.log.append(
            Request(self.command, host, path, int(status), conditional, self.headers.get("User-Agent", ""))
        )

    def _is_current(self, resource: Resource) -> bool:
        """Whether the client's copy is this one. If-None-Match decides alone where it is sent (RFC 9110, 13.2.2)."""
        if resource.status != 200:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            given = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return bool(given & {"*", resource.etag, resource.etag_gzip})
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            moment = parsedate_to_datetime(since)
        except ValueError:
            return False  # a date that cannot be read is ignored: RFC 9110, 13.1.3
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return resource.last_modified.replace(microsecond=0) <= moment

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: the log is ``Newsroom.log``, and ``main`` prints its own lines."""


def _refusal(status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None) -> Resource:
    return Resource(f"{sentence}\n".encode(), _TEXT, datetime(2026, 6, 1, tzinfo=UTC), status, headers or {})


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted, or print the blank expectation of one article. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m pipelines.newsroom", description="Serve the bundled newsroom on 127.0.0.1."
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument(
        "--expect", type=Path, metavar="ARTICLE.md", help="print the article's line for expected.jsonl, and end"
    )
    options = parser.parse_args(arguments)
    try:
        if options.expect:
            print(blank_expectation(options.expect))
            return 0
        newsroom = Newsroom(port=options.port).start()
    except (OSError, ValueError) as error:
        print(
            f"{'No line can be printed' if options.expect else 'The newsroom cannot be served'}: {error}",
            file=sys.stderr,
        )
        return 1
    for host, address in newsroom.connect_to.items():
        print(f"http://{host}/  at {address}")
    print(f"COMMUNIQUE_CONNECT_TO='{json.dumps(newsroom.connect_to)}'", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        newsroom.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
