"""A small news site on the loopback interface, told by each test what to serve; and the pages that it serves."""

import gzip
import hashlib
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What the site answers at one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"
    validators: bool = True
    """Whether it sends an ETag and answers 304."""
    delay_s: float = 0.0
    cut_after: int | None = None
    """Close the connection after so many bytes of the body that was announced."""
    gzipped: bool = False
    times: int | None = None
    """Serve this so often, then what ``then`` says."""
    then: "Page | None" = None


@dataclass
class Hit:
    host: str
    path: str
    status: int
    conditional: bool
    at: float
    user_agent: str


class Site:
    """A server whose pages a test puts in by path (any host) or by "host/path"."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {"/robots.txt": Page(b"", 404)}
        self.hits: list[Hit] = []
        self.open_by_host: dict[str, int] = {}
        self.most_open_by_host: dict[str, int] = {}
        self.most_open = 0
        self._lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site._answer(self)

            def log_message(self, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # clients that hang up are what some tests are about

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def put(self, path: str, body: str | bytes = b"", **options: object) -> None:
        self.pages[path] = Page(body.encode() if isinstance(body, str) else body, **options)  # type: ignore[arg-type]

    def asked(self, path: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.path == path]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        host = (request.headers["Host"] or "").lower()
        with self._lock:
            self.open_by_host[host] = self.open_by_host.get(host, 0) + 1
            self.most_open_by_host[host] = max(self.most_open_by_host.get(host, 0), self.open_by_host[host])
            self.most_open = max(self.most_open, sum(self.open_by_host.values()))
            key = host + request.path if host + request.path in self.pages else request.path
            page = self.pages.get(key) or Page(b"nothing here", 404)
            if page.times is not None:
                page.times -= 1
                if page.times <= 0:
                    self.pages[key] = page.then or Page(b"", 404)
        self._send(request, host, page)

    def _send(self, request: BaseHTTPRequestHandler, host: str, page: Page) -> None:
        etag = f'"{hashlib.sha256(page.body).hexdigest()[:12]}"'
        condition = request.headers["If-None-Match"]
        status = page.status
        body = page.body
        if page.validators and status == 200 and condition == etag:
            status, body = 304, b""
        with self._lock:
            self.hits.append(
                Hit(host, request.path, status, condition is not None, time.monotonic(), request.headers["User-Agent"])
            )
        time.sleep(page.delay_s)
        with self._lock:  # before the first byte goes out: then the client may ask again
            self.open_by_host[host] -= 1
        if page.gzipped and body:
            body = gzip.compress(body)
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        if status != 304:
            request.send_header("Content-Type", page.content_type)
        if page.gzipped:
            request.send_header("Content-Encoding", "gzip")
        if page.validators and page.status == 200:
            request.send_header("ETag", etag)
        for name, value in page.headers.items():
            request.send_header(name, value)
        request.end_headers()
        if page.cut_after is not None:
            request.wfile.write(body[: page.cut_after])
            request.wfile.flush()
            request.close_connection = True
            request.connection.close()
            return
        request.wfile.write(body)


SENTENCES = (
    "The foreign ministers of Arland and Bergia met in the port of Casten on Tuesday to speak about fishing rights.",
    "They agreed to set up a committee that is to draw the line between both countries' waters before next summer.",
    "Fishermen on both shores have complained for years that patrols chase them out of grounds their fathers used.",
    "A spokeswoman for the ministry in Casten said the talks had been calm, detailed and longer than anybody planned.",
    "Arland's government expects the committee to hear the villages first and the experts afterwards, she added.",
)


def article_html(title: str, *, body: str | None = None, head: str = "", extra: str = "") -> str:
    """A page as outlets make them: navigation and a footer around a headline and five paragraphs."""
    text = (
        body
        if body is not None
        else "".join(f"<p>{sentence} This is told under the headline {title}.</p>" for sentence in SENTENCES)
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
        f"<main><article><h1>{title}</h1>{text}</article>{extra}</main>"
        "<footer><p>© The Casten Gazette. All rights reserved.</p></footer></body></html>"
    )


def rss(*items: tuple[str, str, str]) -> str:
    """An RSS feed of (address, title, RFC 2822 date)."""
    entries = "".join(
        f"<item><title>{title}</title><link>{url}</link><pubDate>{date}</pubDate></item>" for url, title, date in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>{entries}</channel></rss>'


DAY = "Tue, 05 Mar 2024 10:00:00 GMT"
LATER = "Wed, 06 Mar 2024 10:00:00 GMT"
