"""The HTTP client against a real server: manners, limits, retries, and the ways in which an answer can be none."""

import gzip
import socket
import threading
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from gazette import Site

from pipelines.scraping.fetch import Attempt, Fetcher, Previous, Request
from pipelines.settings import Settings

HOST = "http://gazette.example"


@pytest.fixture
def fetcher(settings: Settings) -> Fetcher:
    return Fetcher(settings, read_archived=lambda previous: None)


def ask(fetcher: Fetcher, path: str, **options: object) -> list[Attempt]:
    url = path if "://" in path else HOST + path
    return fetcher.fetch(Request(url, "page", "gazette", **options))  # type: ignore[arg-type]


def test_a_page_comes_with_its_body_and_our_name(site: Site, fetcher: Fetcher, settings: Settings) -> None:
    site.put("/a", "<p>hello</p>")
    last = ask(fetcher, "/a")[-1]
    assert (last.ok, last.status, last.body) == (True, 200, b"<p>hello</p>")
    assert site.hits[-1].host == "gazette.example"
    assert site.hits[-1].user_agent == settings.user_agent


def test_robots_txt_is_read_once_and_obeyed(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/", content_type="text/plain")
    site.put("/private/a", "secret")
    site.put("/public/a", "open")
    refused = ask(fetcher, "/private/a")
    assert [attempt.request.kind for attempt in refused] == ["robots", "page"]
    assert refused[-1].reason == "robots"
    assert ask(fetcher, "/public/a")[-1].ok
    assert [hit.path for hit in site.hits] == ["/robots.txt", "/public/a"]


def test_a_rule_for_our_name_is_ours(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: communique\nDisallow: /\n\nUser-agent: *\nAllow: /", content_type="text/plain")
    assert ask(fetcher, "/a")[-1].reason == "robots"


def test_where_robots_txt_cannot_be_read_nothing_is_asked(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "", status=503)
    site.put("/a", "page")
    last = ask(fetcher, "/a")[-1]
    assert last.reason == "robots_unreadable"
    assert not site.asked("/a")


def test_robots_txt_that_fails_is_as_it_was_last_time(site: Site, settings: Settings) -> None:
    site.put("/robots.txt", "", status=503)
    site.put("/a", "page")
    url = f"{HOST}/robots.txt"
    fetcher = Fetcher(
        settings, read_archived=lambda _: b"User-agent: *\nDisallow: /private/", previous_robots={url: Previous("x")}
    )
    assert ask(fetcher, "/a")[-1].ok
    assert ask(fetcher, "/private/a")[-1].reason == "robots"


def test_an_unchanged_page_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "page")
    etag = ask(fetcher, "/a")[-1].header("etag")
    last = ask(fetcher, "/a", previous=Previous(etag=etag))[-1]
    assert (last.unchanged, last.body) == (True, None)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_servers_trouble_is_tried_again(site: Site, fetcher: Fetcher, status: int) -> None:
    site.put("/a", "page")
    site.put("/a", "", status=status, times=2, then=site.pages["/a"])
    attempts = [attempt for attempt in ask(fetcher, "/a") if attempt.request.kind == "page"]
    assert [attempt.status for attempt in attempts] == [status, status, 200]
    assert attempts[-1].ok


def test_a_page_that_is_gone_is_asked_once(site: Site, fetcher: Fetcher) -> None:
    last = ask(fetcher, "/gone")[-1]
    assert (last.reason, last.error) == ("http_404", "It answered 404 Not Found.")
    assert len(site.asked("/gone")) == 1


def test_retry_after_is_waited_for(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "page")
    site.put("/a", "", status=429, headers={"Retry-After": "1"}, times=1, then=site.pages["/a"])
    assert ask(fetcher, "/a")[-1].ok
    first, second = site.asked("/a")
    assert second.at - first.at >= 1


def test_a_host_that_asks_for_a_long_wait_is_left_for_now(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "", status=503, headers={"Retry-After": "3600"})
    assert ask(fetcher, "/a")[-1].retry_after_s == 3600
    assert len(site.asked("/a")) == 1


def test_a_server_that_does_not_answer_is_given_up_after_three_times(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "page", delay_s=1)
    last = ask(fetcher, "/a")[-1]
    assert (last.reason, last.error) == ("timeout", "It did not answer within 0.8 s.")
    assert len(site.asked("/a")) == 3


def test_a_body_that_breaks_off_is_no_page(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "x" * 5000, cut_after=100)
    last = ask(fetcher, "/a")[-1]
    assert (last.reason, last.body) == ("cut_off", None)


@pytest.mark.parametrize("size", [300_000, 30_000_000])
def test_a_page_without_end_is_stopped(site: Site, fetcher: Fetcher, size: int) -> None:
    site.put("/a", b"x" * size)
    assert ask(fetcher, "/a")[-1].reason == "too_large"


def test_a_compressed_bomb_is_stopped_while_it_unfolds(site: Site, settings: Settings) -> None:
    patient = settings.model_copy(update={"timeout_s": 20.0})  # it is size that must stop it, on a busy machine too
    fetcher = Fetcher(patient, read_archived=lambda previous: None)
    site.put("/a", b"\0" * 50_000_000, gzipped=True)
    assert len(gzip.compress(b"\0" * 50_000_000)) < 200_000
    last = ask(fetcher, "/a")[-1]
    assert (last.reason, last.body) == ("too_large", None)


def test_a_file_that_is_no_page_is_not_loaded(site: Site, fetcher: Fetcher) -> None:
    site.put("/a.pdf", b"%PDF", content_type="application/pdf")
    last = ask(fetcher, "/a.pdf")[-1]
    assert (last.reason, last.error) == ("not_html", "It is application/pdf, not a page that can be read.")


def test_redirects_are_followed_and_the_end_is_told(site: Site, fetcher: Fetcher) -> None:
    site.put("/old", "", status=301, headers={"Location": "http://courier.example/new"})
    site.put("courier.example/new", "page")
    last = ask(fetcher, "/old")[-1]
    assert (last.body, last.final_url) == (b"page", "http://courier.example/new")
    assert len(site.asked("/robots.txt")) == 2  # the second host was asked for its rules too


def test_a_redirect_does_not_lead_around_robots_txt(site: Site, fetcher: Fetcher) -> None:
    site.put("/old", "", status=302, headers={"Location": "http://courier.example/private"})
    site.put("courier.example/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    assert ask(fetcher, "/old")[-1].reason == "robots"
    assert not site.asked("/private")


def test_a_loop_of_redirects_ends(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "", status=302, headers={"Location": "/b"})
    site.put("/b", "", status=302, headers={"Location": "/a"})
    for number in range(10):
        site.put(f"/{number}", "", status=302, headers={"Location": f"/{number + 1}"})
    assert "in a loop" in (ask(fetcher, "/a")[-1].error or "")
    assert "more than 5 times" in (ask(fetcher, "/0")[-1].error or "")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9/", "private_address"),
        ("http://[::1]:9/", "private_address"),
        ("http://localhost:9/", "private_address"),
        ("http://10.1.2.3/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://[::ffff:127.0.0.1]/", "private_address"),
        ("http://0.0.0.0/", "private_address"),
        ("file:///etc/hostname", "not_http"),
        ("ftp://gazette.example/a", "not_http"),
        ("http://user:word@gazette.example/", "credentials"),
        ("http://[broken/", "bad_url"),
    ],
)
def test_what_must_not_be_asked_is_refused(fetcher: Fetcher, url: str, reason: str) -> None:
    attempts = ask(fetcher, url)
    assert reason in {attempt.reason for attempt in attempts}
    assert not attempts[-1].ok


def test_a_redirect_into_a_private_network_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "", status=302, headers={"Location": f"http://{site.address}/inside"})
    site.put("/inside", "secret")
    assert not ask(fetcher, "/a")[-1].ok
    assert not site.asked("/inside")


def test_a_name_that_turns_private_between_two_look_ups_is_refused(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_ups = 0

    def resolve(host: str, port: int, *args: object, **kwargs: object) -> list[tuple[object, ...]]:
        nonlocal look_ups
        look_ups += 1
        address = "8.8.8.8" if look_ups % 2 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    port = site.address.rpartition(":")[2]
    assert "private_address" in {attempt.reason for attempt in ask(fetcher, f"http://rebinding.example:{port}/a")}
    assert look_ups >= 2
    assert not site.hits


def test_a_source_may_allow_its_private_address(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "page")
    assert ask(fetcher, f"http://{site.address}/a", allow_private=True)[-1].body == b"page"


def test_requests_to_one_host_keep_its_pace(site: Site, fetcher: Fetcher) -> None:
    for number in range(4):
        site.put(f"/{number}", "page")
        ask(fetcher, f"/{number}", pace_s=0.1)
    times = [hit.at for hit in site.hits]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.09


def test_crawl_delay_is_kept(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.2", content_type="text/plain")
    for number in range(3):
        site.put(f"/{number}", "page")
        ask(fetcher, f"/{number}")
    first, second, third = (hit.at for hit in site.hits[1:])
    assert second - first >= 0.19
    assert third - second >= 0.19


def test_one_host_is_never_asked_twice_at_a_time(site: Site, fetcher: Fetcher) -> None:
    def many(run: Callable[[], object]) -> None:
        threads = [threading.Thread(target=run) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    site.put("/a", "page", delay_s=0.02)
    site.put("/b", "", status=302, headers={"Location": "http://courier.example/a"}, delay_s=0.02)
    many(lambda: [ask(fetcher, "/a"), ask(fetcher, "/b")])
    assert site.most_open_by_host == {"gazette.example": 1, "courier.example": 1}


def test_a_host_that_stays_silent_is_left_alone_for_the_run(site: Site, settings: Settings) -> None:
    quick = settings.model_copy(update={"fetch_attempts": 1, "timeout_s": 0.1})
    fetcher = Fetcher(quick, read_archived=lambda previous: None)
    for number in range(5):
        site.put(f"/{number}", "page", delay_s=0.3)
    reasons = [ask(fetcher, f"/{number}")[-1].reason for number in range(5)]
    assert reasons == ["timeout", "timeout", "timeout", "host_down", "host_down"]


def test_a_stopped_run_asks_nothing_more(site: Site, settings: Settings) -> None:
    stop = threading.Event()
    fetcher = Fetcher(settings, read_archived=lambda previous: None, stop=stop)
    site.put("/a", "page")
    stop.set()
    started = time.monotonic()
    assert not ask(fetcher, "/a", pace_s=30)[-1].ok
    assert time.monotonic() - started < 1
