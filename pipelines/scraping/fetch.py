"""One polite HTTP client: robots.txt, pace, conditional requests, retries, limits, and no way into private networks.

It asks and reports; it knows no database, no archive layout and no HTML. Which URLs to ask is decided in
``discover.py`` and ``collect.py``; that each host has one thread is ``lanes.py``'s work, and the lock here holds even
where a redirect leads to another host.
"""

import ipaddress
import random
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from protego import Protego
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.util.connection import create_connection

from pipelines.settings import Settings

MAX_WAIT_S = 60.0
"""The longest that Retry-After or Crawl-delay is waited for; a host that asks for more is left until the next
refresh."""
BROKEN_AFTER = 3
"""URLs in a row without any answer, after which a host is left alone for the rest of the run."""
_RETRIED = {408, 425, 429, 500, 502, 503, 504}
_PAGE_TYPES = ("text/", "application/xhtml", "application/xml")
_ACCEPT = {
    "page": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
    "feed": "application/rss+xml,application/atom+xml,application/feed+json,application/json,application/xml,*/*;q=0.5",
    "robots": "text/plain,*/*;q=0.5",
}


@dataclass(frozen=True, slots=True)
class Previous:
    """The last good answer of a URL: what makes the next request conditional, and where its body lies."""

    etag: str | None = None
    last_modified: str | None = None
    content_sha256: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    url: str
    kind: str
    """robots | feed | page"""
    source_id: str
    previous: Previous | None = None
    pace_s: float | None = None
    allow_private: bool = False


@dataclass(slots=True)
class Attempt:
    """One HTTP attempt, redirects included. ``error`` is None exactly where a usable body came, or 304."""

    request: Request
    requested_at: datetime
    """Naive UTC."""
    elapsed_ms: float = 0.0
    status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes | None = None
    final_url: str | None = None
    reason: str | None = None
    """Short code of the error."""
    error: str | None = None
    retry_after_s: float | None = None
    retryable: bool = False

    @property
    def ok(self) -> bool:
        return self.error is None

    @property
    def unchanged(self) -> bool:
        return self.status == 304 and self.ok

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)

    def fail(self, reason: str, error: str, *, retryable: bool = False) -> "Attempt":
        self.reason, self.error, self.retryable = reason, error, retryable
        return self


class PrivateAddressError(NewConnectionError):
    """A host that lies in a private network, on this machine, or nowhere public."""


class _Refused(Exception):  # noqa: N818
    def __init__(self, reason: str, error: str) -> None:
        super().__init__(error)
        self.reason = reason


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    """Held for one request. Whoever holds it takes no other lock."""
    robots_lock: threading.Lock = field(default_factory=threading.Lock)
    """Held while robots.txt is read, which takes the locks of the hosts that it redirects to, one after the other."""
    ready_at: float = 0.0
    robots: Protego | None = None
    robots_read: bool = False
    robots_error: str | None = None
    silent: int = 0


class Fetcher:
    """Asks URLs, one request at a time per host. Safe to use from many threads.

    Args:
        read_archived: gives the body of a ``Previous`` answer, for an unchanged robots.txt; None if it is lost.
        previous_robots: robots.txt URL → its last good answer.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        read_archived: Callable[[Previous], bytes | None],
        previous_robots: dict[str, Previous] | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self._settings = settings
        self._read_archived = read_archived
        self._previous_robots = previous_robots or {}
        self._stop = stop or threading.Event()
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()
        self._threads = threading.local()
        self._sessions: list[requests.Session] = []

    def fetch(self, request: Request) -> list[Attempt]:
        """Ask for one URL, up to ``fetch_attempts`` times. Never raises for anything the network does.

        Returns:
            Every attempt made, robots.txt of a host asked for the first time included; the last one is the outcome.
        """
        attempts: list[Attempt] = []
        for number in range(1, self._settings.fetch_attempts + 1):
            attempt = self._attempt(request, attempts)
            attempts.append(attempt)
            if not attempt.retryable or number == self._settings.fetch_attempts:
                break
            backoff = self._settings.backoff_s * 2 ** (number - 1) * random.uniform(0.75, 1.25)
            wait = max(backoff, attempt.retry_after_s or 0.0)
            if wait > MAX_WAIT_S or self._stop.wait(wait):
                break
        if attempt.status is None and attempt.retryable:
            self._host(request.url).silent += 1
        return attempts

    def close(self) -> None:
        """Close every connection that is kept open."""
        for session in self._sessions:
            session.close()

    # One attempt: redirects are followed here, each hop under its own host's lock, robots and pace.

    def _attempt(self, request: Request, log: list[Attempt]) -> Attempt:
        attempt = Attempt(request, _now())
        started = time.perf_counter()
        url = request.url
        seen = set()
        try:
            for _ in range(self._settings.max_redirects + 1):
                seen.add(url)
                host = self._host(url)
                if request.kind != "robots":
                    self._obey_robots(url, host, request, log)
                with host.lock:
                    if host.silent >= BROKEN_AFTER:
                        raise _Refused(
                            "host_down",
                            f"{_netloc(url)} gave no answer {BROKEN_AFTER} times in a row; it was left alone.",
                        )
                    self._keep_pace(host, url, request)
                    if self._stop.is_set():
                        raise _Refused("stopped", "The run was stopped before this request.")
                    if len(seen) == 1:
                        attempt.requested_at = _now()
                        started = time.perf_counter()
                    location = self._exchange(url, request, attempt)
                    host.silent = 0
                if location is None:
                    break
                url = urljoin(url, location)
                if url in seen:
                    raise _Refused("redirects", f"It redirects in a loop, by way of {url}.")
            else:
                raise _Refused("redirects", f"It redirects more than {self._settings.max_redirects} times.")
        except _Refused as refused:
            attempt.fail(refused.reason, str(refused))
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            _explain(attempt, error, self._settings)
        attempt.elapsed_ms = (time.perf_counter() - started) * 1000
        return attempt

    def _exchange(self, url: str, request: Request, attempt: Attempt) -> str | None:
        """One request and its answer, read into ``attempt``; returns where it redirects to, if it does."""
        deadline = time.monotonic() + 3 * self._settings.timeout_s
        own = self._is_own(url)
        with self._session(request.allow_private).get(
            url,
            headers=_headers(request),
            timeout=self._settings.timeout_s,
            stream=True,
            allow_redirects=False,
            proxies={} if own else requests.utils.get_environ_proxies(url),
        ) as response:
            attempt.status = response.status_code
            attempt.headers = list(response.headers.items())
            if response.is_redirect:
                return response.headers["location"]
            attempt.final_url = url if url != request.url else None
            if response.status_code == 304:
                if request.previous is None:
                    attempt.fail("http_304", "It answered 304 Not Modified to a request that had no condition.")
                return None
            attempt.body = self._read(response, request, deadline)
            if response.status_code >= 400:
                status = f"{response.status_code} {response.reason or ''}".strip()
                attempt.retry_after_s = _retry_after(response.headers.get("retry-after"))
                attempt.fail(
                    f"http_{response.status_code}", f"It answered {status}.", retryable=response.status_code in _RETRIED
                )
            elif response.status_code != 200:
                attempt.fail(
                    f"http_{response.status_code}", f"It answered {response.status_code}, which carries no page."
                )
            elif not attempt.body and request.kind != "robots":
                attempt.fail("empty_body", "It answered 200 with an empty body.")
        return None

    def _read(self, response: requests.Response, request: Request, deadline: float) -> bytes:
        limit = self._settings.max_bytes
        kind = response.headers.get("content-type", "").lower()
        if request.kind == "page" and response.ok and kind and not kind.startswith(_PAGE_TYPES):
            raise _Refused("not_html", f"It is {kind.split(';')[0]}, not a page that can be read.")
        too_large = _Refused(
            "too_large", f"Its body is larger than {limit:,} bytes; raise COMMUNIQUE_MAX_BYTES to take it."
        )
        if (
            response.headers.get("content-length", "0").isdigit()
            and int(response.headers.get("content-length", 0)) > limit
        ):
            raise too_large
        chunks, size = [], 0
        for chunk in response.iter_content(65_536):  # decoded, so that a compressed bomb is measured as it unfolds
            size += len(chunk)
            if size > limit:
                raise too_large
            if time.monotonic() > deadline or self._stop.is_set():
                raise requests.exceptions.ReadTimeout("the body came too slowly")
            chunks.append(chunk)
        return b"".join(chunks)

    # Hosts: robots.txt and pace

    def _host(self, url: str) -> _Host:
        try:
            parts = urlsplit(url)
        except ValueError:
            raise _Refused("bad_url", "Its address is not a valid URL.") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise _Refused("not_http", f"{url} is not an http or https address; only those are asked.")
        if parts.username or parts.password:
            raise _Refused("credentials", "Its address carries a user name or password; remove them.")
        with self._hosts_lock:
            return self._hosts.setdefault(_netloc(url), _Host())

    def _obey_robots(self, url: str, host: _Host, request: Request, log: list[Attempt]) -> None:
        with host.robots_lock:
            if not host.robots_read:
                self._read_robots(url, host, request, log)
        if host.robots_error:
            raise _Refused("robots_unreadable", host.robots_error)
        if host.robots and not host.robots.can_fetch(url, self._settings.user_agent):
            raise _Refused("robots", f"The robots.txt of {_netloc(url)} does not allow {urlsplit(url).path or '/'}.")

    def _read_robots(self, url: str, host: _Host, request: Request, log: list[Attempt]) -> None:
        parts = urlsplit(url)
        robots_url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        previous = self._previous_robots.get(robots_url)
        attempts = self.fetch(
            Request(robots_url, "robots", request.source_id, previous, request.pace_s, request.allow_private)
        )
        log.extend(attempts)
        last = attempts[-1]
        host.robots_read = True
        body: bytes | None = None
        if last.ok:
            body = self._read_archived(previous) if last.unchanged and previous else last.body or b""
        elif last.status is not None and 400 <= last.status < 500 and last.status != 429:
            body = b""  # no robots.txt: nothing is forbidden (RFC 9309)
        elif previous is not None:
            body = self._read_archived(previous)  # what it said last stands until it can be read again
        if body is None:
            host.robots_error = (
                f"The robots.txt of {parts.netloc} could not be read ({(last.error or '').rstrip('.')}), "
                "so nothing was asked of that host."
            )
        else:
            host.robots = Protego.parse(body[:500_000].decode("utf-8", "replace"))

    def _keep_pace(self, host: _Host, url: str, request: Request) -> None:
        pace = request.pace_s
        if pace is None:
            pace = 0.0 if self._is_own(url) else self._settings.pace_s
        if host.robots:
            pace = max(pace, min(host.robots.crawl_delay(self._settings.user_agent) or 0.0, MAX_WAIT_S))
        self._stop.wait(max(0.0, host.ready_at - time.monotonic()))
        host.ready_at = time.monotonic() + pace

    # Connections

    def _is_own(self, url: str) -> bool:
        return (urlsplit(url).hostname or "") in self._settings.connect_to

    def _session(self, allow_private: bool) -> requests.Session:
        """A session of this thread: requests' sessions are not promised to be safe across threads."""
        sessions = self._threads.__dict__.setdefault("sessions", {})
        if allow_private not in sessions:
            session = requests.Session()
            session.trust_env = False  # no .netrc: a crawler sends no credentials (proxies are passed by request)
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            session.headers = requests.structures.CaseInsensitiveDict(
                {"User-Agent": self._settings.user_agent, "Accept-Encoding": "gzip, deflate"}
            )
            adapter = _Adapter(self._settings.connect_to, allow_private)
            session.mount("http://", adapter)
            session.mount("https://", adapter)
            sessions[allow_private] = session
            self._sessions.append(session)
        return sessions[allow_private]


class _Adapter(HTTPAdapter):
    """Connects where ``connect_to`` says, and to no private address. Only the connection changes: URL, Host header and
    TLS name stay the host's own."""

    def __init__(self, connect_to: dict[str, str], allow_private: bool) -> None:
        self._connect_to = connect_to
        self._allow_private = allow_private
        super().__init__(pool_connections=4, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        connect_to, allow_private = self._connect_to, self._allow_private

        class Http(_GuardedConnection, HTTPConnection):
            pass

        class Https(_GuardedConnection, HTTPSConnection):
            pass

        for connection in (Http, Https):
            connection.connect_to, connection.allow_private = connect_to, allow_private
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("HttpPool", (HTTPConnectionPool,), {"ConnectionCls": Http}),
            "https": type("HttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": Https}),
        }


class _GuardedConnection:
    connect_to: dict[str, str] = {}  # noqa: RUF012 - set once per adapter
    allow_private = False

    def _new_conn(self) -> socket.socket:
        this: Any = self
        own = self.connect_to.get(this.host)
        if own:
            address, _, port = own.rpartition(":")
            try:
                return create_connection(
                    (address.strip("[]"), int(port)), this.timeout, socket_options=this.socket_options
                )
            except OSError as error:
                raise NewConnectionError(this, f"{own} (for {this.host}) refused the connection: {error}") from error
        if not self.allow_private:
            for info in socket.getaddrinfo(this.host, this.port, type=socket.SOCK_STREAM):
                self._must_be_public(str(info[4][0]))
        connection: socket.socket = super()._new_conn()  # type: ignore[misc]
        if not self.allow_private:
            try:  # the name was resolved again to connect: what counts is where we are
                self._must_be_public(connection.getpeername()[0])
            except BaseException:
                connection.close()
                raise
        return connection

    def _must_be_public(self, address: str) -> None:
        ip = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
        if not ip.is_global or ip.is_multicast or (mapped and not mapped.is_global):
            host = self.host  # type: ignore[attr-defined]
            raise PrivateAddressError(self, f"{host} has the address {address}, which is not public")  # type: ignore[arg-type]


def _headers(request: Request) -> dict[str, str]:
    headers = {"Accept": _ACCEPT[request.kind]}
    if request.previous and request.previous.etag:
        headers["If-None-Match"] = request.previous.etag
    if request.previous and request.previous.last_modified:
        headers["If-Modified-Since"] = request.previous.last_modified
    return headers


def _explain(attempt: Attempt, error: Exception, settings: Settings) -> None:
    causes: list[BaseException] = [error]
    while len(causes) < 8:
        last = causes[-1]
        inner = getattr(last, "reason", None) or next(
            (arg for arg in last.args if isinstance(arg, BaseException)), None
        )
        inner = inner if isinstance(inner, BaseException) else last.__cause__ or last.__context__
        if inner is None:
            break
        causes.append(inner)
    private = next((cause for cause in causes if isinstance(cause, PrivateAddressError)), None)
    text = str(error).lower()
    if private:
        detail = str(private.args[0] if private.args else private).split(": ", 1)[-1]
        attempt.fail("private_address", f"{detail}; set allow_private on the source if that is meant.")
    elif isinstance(error, requests.Timeout) or "timed out" in text:
        attempt.fail("timeout", f"It did not answer within {settings.timeout_s:g} s.", retryable=True)
    elif any(isinstance(cause, socket.gaierror) for cause in causes):
        attempt.fail("unknown_host", f"Its host {urlsplit(attempt.request.url).hostname} is not known.", retryable=True)
    elif isinstance(error, requests.exceptions.SSLError):
        attempt.fail("tls", f"Its certificate was not accepted: {error}")
    elif isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError)):
        attempt.fail("bad_url", "Its address is not a valid URL.")
    elif isinstance(error, requests.exceptions.ContentDecodingError):
        attempt.fail("bad_encoding", "Its body is not in the compression that its headers name.", retryable=True)
    elif isinstance(error, requests.exceptions.ChunkedEncodingError) or "incompleteread" in text:
        attempt.fail("cut_off", "The connection broke before the body was complete.", retryable=True)
    elif any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        attempt.fail("refused", "The connection was refused.", retryable=True)
    else:
        root = causes[-1]
        attempt.fail("connection", f"The connection failed ({type(root).__name__}: {root}).", retryable=True)
    attempt.body = None


def _retry_after(value: str | None) -> float | None:
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _netloc(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
