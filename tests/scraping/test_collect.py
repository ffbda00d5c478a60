"""The whole room over real HTTP, real WARC files and a real warehouse: fetch, parse, ingest, and again."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from gazette import DAY, LATER, SENTENCES, Site, article_html, rss

from pipelines.scraping import archive
from pipelines.scraping.collect import FetchSummary, ParseSummary, fetch_sources, ingest, parse_fetches
from pipelines.scraping.sources import Source
from pipelines.settings import Settings

HOST = "http://gazette.example"


class Desk:
    """One warehouse and its settings, refreshed as the pipeline does."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
        self.con, self.settings = con, settings

    def refresh(self, *sources: Source) -> tuple[FetchSummary, ParseSummary]:
        fetched = fetch_sources(self.con, sources, settings=self.settings)
        return fetched, parse_fetches(self.con, settings=self.settings, sources=sources)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.con.execute(query).fetchall()

    def value(self, query: str) -> Any:
        (row,) = self.rows(query)
        return row[0]


@pytest.fixture
def desk(con: duckdb.DuckDBPyConnection, settings: Settings) -> Desk:
    return Desk(con, settings)


def serve(site: Site, *names: str, host: str = "gazette.example") -> None:
    site.put(f"{host}/feed", rss(*((f"http://{host}/{name}", f"Talks {name}", DAY) for name in names)))
    for name in names:
        site.put(f"{host}/{name}", article_html(f"Talks {name}"))


def reasons(summary: Any) -> set[str]:
    return {problem.reason for problem in summary.problems}


# Fetching


def test_a_feeds_pages_become_articles(site: Site, desk: Desk, source: Callable[..., Source]) -> None:
    serve(site, "a", "b")
    fetched, parsed = desk.refresh(source(country="LBY"))
    assert (fetched.n_pages_discovered, fetched.n_pages_fetched, parsed.n_articles_new) == (2, 2, 2)
    assert not fetched.problems
    row = desk.rows(
        "select source_id, outlet, country, title, published_at, published_at_source, is_current from raw.articles"
    )[0]
    assert row == ("gazette", "The Casten Gazette", "LBY", "Talks a", datetime(2024, 3, 5, 10), "feed", True)


def test_a_second_refresh_asks_only_whether_the_feed_has_changed(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /x", content_type="text/plain")
    serve(site, "a", "b")
    desk.refresh(source())
    before, articles = len(site.hits), desk.rows("select * from raw.articles order by 1")
    fetched, parsed = desk.refresh(source())
    assert [(hit.path, hit.status, hit.conditional) for hit in site.hits[before:]] == [
        ("/robots.txt", 304, True),
        ("/feed", 304, True),
    ]
    assert (fetched.n_feeds_unchanged, fetched.n_pages_fetched, parsed.n_pages) == (1, 0, 0)
    assert desk.rows("select * from raw.articles order by 1") == articles
    assert desk.value("select count(*) from raw.fetches where from_cache and error is null") == 2


def test_a_refresh_fetches_what_is_new_and_leaves_what_is_held(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    serve(site, "a")
    desk.refresh(source())
    serve(site, "a", "b")
    fetched, parsed = desk.refresh(source())
    assert (fetched.n_pages_discovered, fetched.n_pages_fetched, parsed.n_articles_new) == (1, 1, 1)
    assert len(site.asked("/a")) == 1


def test_a_changed_page_becomes_a_new_version_and_the_old_is_kept(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    serve(site, "a")
    desk.refresh(source())
    site.put(
        "gazette.example/a",
        article_html("Talks a").replace("</article>", "<p>A second round is to follow in May.</p></article>"),
    )
    site.put("gazette.example/feed", rss((f"{HOST}/a", "Talks a", LATER)))
    fetched, parsed = desk.refresh(source())
    assert (fetched.n_pages_fetched, parsed.n_articles_changed) == (1, 1)
    versions = desk.rows(
        "select is_current, text like '%second round%', story_id from raw.articles order by first_seen_at"
    )
    assert [version[:2] for version in versions] == [(False, False), (True, True)]
    assert versions[0][2] == versions[1][2]


def test_a_page_that_its_feed_calls_changed_and_is_not_costs_one_conditional_request(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    serve(site, "a")
    desk.refresh(source())
    site.put("gazette.example/feed", rss((f"{HOST}/a", "Talks a", LATER)))
    fetched, parsed = desk.refresh(source())
    assert (fetched.n_pages_unchanged, parsed.n_pages) == (1, 0)
    assert site.asked("/a")[-1].status == 304
    fetched, _ = desk.refresh(source())
    assert len(site.asked("/a")) == 2


def test_the_same_bytes_from_a_server_without_validators_are_kept_once(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    serve(site, "a")
    for page in site.pages.values():
        page.validators = False
    desk.refresh(source())
    _, parsed = desk.refresh(source())
    assert parsed.n_pages == 0
    assert desk.value("select count(distinct (warc_file, warc_offset)) from raw.fetches where kind = 'feed'") == 1


def test_two_feeds_that_point_to_one_page_fetch_it_once(site: Site, desk: Desk, source: Callable[..., Source]) -> None:
    serve(site, "a")
    site.put("gazette.example/feed2", rss((f"{HOST}/a?utm_source=rss", "Talks a", DAY)))
    desk.refresh(source(), source(name="second", url=f"{HOST}/feed2"))
    assert len([hit for hit in site.hits if hit.path.startswith("/a")]) == 1
    assert desk.value("select count(*) from raw.articles") == 1


def test_a_page_that_is_gone_is_recorded_and_the_run_goes_on(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    serve(site, "a", "b")
    del site.pages["gazette.example/a"]
    fetched, parsed = desk.refresh(source())
    assert (fetched.n_pages_failed, parsed.n_articles_new) == (1, 1)
    (problem,) = fetched.problems
    assert (problem.stage, problem.url, problem.reason) == ("fetch", f"{HOST}/a", "http_404")
    assert desk.rows("select status, error from raw.fetches where url like '%/a'") == [
        (404, "It answered 404 Not Found.")
    ]
    assert desk.value("select count(*) from raw.quarantine where reason = 'http_404'") == 1


def test_a_page_that_failed_waits_longer_each_time_and_is_given_up(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    serve(site, "a")
    del site.pages["gazette.example/a"]
    waits = []
    for _ in range(desk.settings.give_up_after):
        fetched, _ = desk.refresh(source())
        assert fetched.n_pages_failed == 1
        desk.refresh(source())  # not due yet: nothing is asked
        waits.append(
            desk.value(
                "select next_attempt_at - max(requested_at) over () from raw.pages join raw.fetches using (url) "
                "order by requested_at limit 1"
            )
        )
        desk.con.execute("update raw.pages set next_attempt_at = now()::timestamp - interval 1 second")
    assert len(site.asked("/a")) == desk.settings.give_up_after
    assert all(later > 3 * earlier for earlier, later in pairwise(waits))
    assert waits[0] > timedelta(minutes=9)
    fetched, _ = desk.refresh(source())
    assert len(site.asked("/a")) == desk.settings.give_up_after
    assert "was given up" in desk.value("select detail from raw.quarantine where reason = 'http_404'")


def test_a_page_that_comes_back_leaves_quarantine(site: Site, desk: Desk, source: Callable[..., Source]) -> None:
    serve(site, "a")
    page = site.pages.pop("gazette.example/a")
    desk.refresh(source())
    desk.con.execute("update raw.pages set next_attempt_at = null")
    site.pages["gazette.example/a"] = page
    _, parsed = desk.refresh(source())
    assert parsed.n_articles_new == 1
    assert desk.value("select count(*) from raw.quarantine") == 0


def test_every_attempt_is_a_row(site: Site, desk: Desk, source: Callable[..., Source]) -> None:
    serve(site, "a")
    good = site.pages["gazette.example/a"]
    site.put("gazette.example/a", "busy", status=503, times=2, then=good)
    fetched, _ = desk.refresh(source())
    assert desk.rows("select status, error is null from raw.fetches where url like '%/a' order by requested_at") == [
        (503, False),
        (503, False),
        (200, True),
    ]
    assert fetched.n_requests == len(site.hits)
    assert not fetched.problems


def test_every_body_is_in_the_archive_where_its_row_says(site: Site, desk: Desk, source: Callable[..., Source]) -> None:
    serve(site, "a", "b")
    site.pages["gazette.example/a"].gzipped = True
    desk.refresh(source())
    rows = desk.rows("select url, warc_file, warc_offset, status from raw.fetches where warc_file is not null")
    assert {row[0].rsplit("/", 1)[1] for row in rows} == {"feed", "a", "b"}
    for url, file, offset, status in rows:
        record = archive.read(desk.settings.archive_dir / file, offset)
        assert (record.url, record.status) == (url, status)
        if status == 200:
            assert record.body == site.pages["gazette.example/" + url.rsplit("/", 1)[1]].body


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        ({"body": rss()}, "empty_feed"),
        ({"body": "<html><body><p>Welcome"}, "feed_not_xml"),
        ({"body": b"\xff\xfe\x00\xd8 broken"}, "feed_not_xml"),
        ({"body": "gone", "status": 410}, "http_410"),
        ({"body": "x", "delay_s": 1.0}, "timeout"),
        ({"body": rss() * 9000}, "too_large"),
        ({"body": rss(), "status": 302, "headers": {"Location": "/feed"}}, "redirects"),
    ],
)
def test_a_source_that_fails_is_named_and_stops_no_other(
    site: Site, desk: Desk, source: Callable[..., Source], feed: dict[str, Any], reason: str
) -> None:
    serve(site, "a", host="courier.example")
    site.put("gazette.example/feed", **feed)
    sources = source(), source(name="courier", url="http://courier.example/feed")
    for _ in range(2):  # told again for as long as it lasts
        fetched, _ = desk.refresh(*sources)
        if reason != "empty_feed":
            assert [(p.stage, p.source_id, p.reason) for p in fetched.problems] == [("discover", "gazette", reason)]
    assert desk.value("select count(*) from raw.articles") == 1
    assert desk.rows("select source_id, reason from raw.quarantine") == [("gazette", reason)]
    serve(site, "b")
    fetched, _ = desk.refresh(*sources)
    assert not fetched.problems
    assert desk.value("select count(*) from raw.quarantine") == 0
    assert desk.value("select count(*) from raw.articles") == 2


def test_a_host_without_a_server_is_named_once(desk: Desk, source: Callable[..., Source]) -> None:
    desk.settings.connect_to["nobody.example"] = "127.0.0.1:9"
    fetched, _ = desk.refresh(source(url="http://nobody.example/feed"))
    (problem,) = fetched.problems
    assert (problem.source_id, problem.reason) == ("gazette", "robots_unreadable")
    assert "The connection was refused" in problem.detail
    assert desk.value("select count(*) from raw.fetches where status is null and error is not null") == 3


def test_a_page_that_robots_forbids_is_quarantined_and_not_asked(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /a", content_type="text/plain")
    serve(site, "a", "b")
    fetched, _ = desk.refresh(source())
    assert reasons(fetched) == {"robots"}
    assert not site.asked("/a")
    assert desk.value("select count(*) from raw.quarantine where stage = 'fetch' and reason = 'robots'") == 1


def test_disabled_sources_are_left_alone(site: Site, desk: Desk, source: Callable[..., Source]) -> None:
    serve(site, "a")
    fetched, _ = desk.refresh(source(enabled=False))
    assert fetched.n_sources == 0
    assert not site.hits


def test_hosts_are_asked_side_by_side(site: Site, desk: Desk, source: Callable[..., Source]) -> None:
    for host in ("gazette.example", "courier.example", "wire.example"):
        serve(site, "a", "b", "c", host=host)
    for path, page in site.pages.items():
        page.delay_s = 0.1 if path[-2:] in ("/a", "/b", "/c") else 0
    sources = [
        source(name=host.split(".")[0], url=f"http://{host}/feed")
        for host in ("gazette.example", "courier.example", "wire.example")
    ]
    fetched, _ = desk.refresh(*sources)
    assert fetched.n_pages_fetched == 9
    assert site.most_open == 3
    assert set(site.most_open_by_host.values()) == {1}


def test_wordpress_and_sitemap_sources_lead_to_pages(site: Site, desk: Desk, source: Callable[..., Source]) -> None:
    posts = [
        {
            "link": f"{HOST}/a",
            "title": {"rendered": "Talks a"},
            "date_gmt": "2024-03-05T10:00:00",
            "modified_gmt": "2024-03-05T11:00:00",
        }
    ]
    query = "per_page=100&page=1&orderby=modified&order=desc&_fields=link,title,date_gmt,modified_gmt"
    site.put(f"/wp-json/wp/v2/posts?{query}", json.dumps(posts), content_type="application/json")
    site.put(
        "/sitemap.xml", "<urlset><url><loc>http://courier.example/b</loc><lastmod>2024-03-05</lastmod></url></urlset>"
    )
    site.put("/a", article_html("Talks a"))
    site.put("/b", article_html("Talks b"))
    sources = (
        source(kind="wordpress", url=HOST),
        source(name="courier", kind="sitemap", url="http://courier.example/sitemap.xml"),
    )
    _, parsed = desk.refresh(*sources)
    assert parsed.n_articles_new == 2
    before = len(site.hits)
    fetched, _ = desk.refresh(*sources)
    assert {hit.status for hit in site.hits[before:]} - {404} == {304}
    assert fetched.n_pages_fetched == 0
    posts.append(posts[0] | {"link": f"{HOST}/c", "modified_gmt": "2024-03-06T10:00:00"})
    site.put(f"/wp-json/wp/v2/posts?{query}", json.dumps(posts), content_type="application/json")
    site.put("/c", article_html("Talks c"))
    _, parsed = desk.refresh(*sources)
    assert parsed.n_articles_new == 1


def test_a_run_that_dies_in_the_middle_is_made_good_by_the_next(
    site: Site, desk: Desk, source: Callable[..., Source], tmp_path: Path
) -> None:
    names = [f"p{number}" for number in range(12)]
    serve(site, *names)
    calls = 0

    def die(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt

    for page in site.pages.values():
        page.delay_s = 0.02
    with pytest.raises(KeyboardInterrupt):
        fetch_sources(desk.con, [source()], settings=desk.settings, on_progress=die)
    held = desk.value("select count(*) from raw.pages where held_at is not null")
    assert 0 < held < 12
    _, parsed = desk.refresh(source())
    assert parsed.n_articles_new == 12
    assert desk.value("select count(*) from raw.articles") == 12
    assert desk.value("select count(*) from raw.pages where held_at is null") == 0


# Parsing


def test_pages_that_are_no_article_are_quarantined_and_the_rest_goes_on(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    serve(site, "a", "short", "empty")
    site.put("gazette.example/short", article_html("Brief", body="<p>The talks go on.</p>"))
    site.put("gazette.example/empty", "<html></html>")
    _, parsed = desk.refresh(source())
    assert (parsed.n_articles_new, parsed.n_not_articles) == (1, 2)
    assert reasons(parsed) == {"too_short", "no_text"}
    assert desk.rows("select stage, url, reason from raw.quarantine order by url") == [
        ("parse", f"{HOST}/empty", "no_text"),
        ("parse", f"{HOST}/short", "too_short"),
    ]
    _, parsed = desk.refresh(source())
    assert parsed.n_pages == 0


def test_an_article_in_another_language_is_stored_and_said(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    serve(site, "a")
    body = "<p>Les ministres des affaires étrangères se sont réunis mardi au port pour parler de la pêche et "
    body += "de la frontière maritime entre les deux pays. Une commission doit rendre son avis "
    body += "avant l’été prochain, selon la porte-parole du ministère, et les villages attendent.</p>"
    site.put("gazette.example/a", article_html("Entretiens", body=body))
    _, parsed = desk.refresh(source())
    assert reasons(parsed) == {"other_language"}
    assert desk.rows("select language, is_current from raw.articles") == [("fr", True)]


def test_reprints_share_a_story_and_other_articles_do_not(
    site: Site, desk: Desk, source: Callable[..., Source]
) -> None:
    serve(site, "a")
    site.put("gazette.example/feed", rss((f"{HOST}/a", "Talks", DAY), (f"{HOST}/other", "Rain", DAY)))
    rain = "".join(
        f"<p>Rain fell on village number {n}, where {n * 7} houses lost their roofs and nobody was hurt.</p>"
        for n in range(8)
    )
    site.put("gazette.example/other", article_html("Rain", body=rain))
    body = "".join(f"<p>{sentence} This is told under the headline Talks a.</p>" for sentence in SENTENCES)
    site.put("courier.example/feed", rss(("http://courier.example/reprint", "Neighbours talk", LATER)))
    site.put("courier.example/reprint", article_html("Neighbours talk", body=body + "<p>Via The Casten Gazette</p>"))
    desk.refresh(source())
    desk.refresh(source(name="courier", url="http://courier.example/feed", outlet="Courier"))
    rows = dict(desk.rows("select title, story_id from raw.articles"))
    assert rows["Talks a"] == rows["Neighbours talk"] != rows["Rain"]
    assert desk.value("select attribution from raw.articles where title = 'Neighbours talk'") == "The Casten Gazette"


def test_an_archive_that_lost_a_page_is_said(site: Site, desk: Desk, source: Callable[..., Source]) -> None:
    serve(site, "a")
    fetch_sources(desk.con, [source()], settings=desk.settings)
    for path in desk.settings.archive_dir.iterdir():
        path.unlink()
    parsed = parse_fetches(desk.con, settings=desk.settings, sources=[source()])
    assert reasons(parsed) == {"archive_lost"}
    fetched, _ = desk.refresh(source())  # the feed is read in full again, as its last body is gone
    assert fetched.n_feeds_read == 1


# Ingesting

TEXT = "Talks in Casten\n\n" + "\n\n".join(SENTENCES) + "\n\nVia Casten Courier\n"


def test_a_text_file_is_ingested_and_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "talks.txt"
    path.write_text(TEXT, encoding="utf-8")
    first = ingest(desk.con, [str(path)], settings=desk.settings)
    rows = desk.rows("select * from raw.articles")
    assert (first.n_articles_new, len(first.article_ids), first.problems) == (1, 1, [])
    again = ingest(desk.con, [path.as_uri()], settings=desk.settings)
    assert (again.n_articles_unchanged, again.article_ids) == (1, first.article_ids)
    assert desk.rows("select * from raw.articles") == rows
    assert desk.value("select count(*) from raw.fetches") == 1
    title, attribution, url, published = desk.rows("select title, attribution, url, published_at from raw.articles")[0]
    assert (title, attribution, published) == ("Talks in Casten", "Casten Courier", None)
    assert url.startswith("file:talks.txt?")
    assert str(tmp_path) not in str(desk.rows("from raw.articles") + desk.rows("from raw.fetches"))


@pytest.mark.parametrize(
    ("published", "at", "precision"),
    [
        ("2019-10-24", datetime(2019, 10, 24), "day"),
        ("2019-10", datetime(2019, 10, 1), "month"),
        ("2019-10-24T18:30:00+02:00", datetime(2019, 10, 24, 16, 30), "instant"),
    ],
)
def test_a_date_given_by_hand_replaces_what_was_found(
    desk: Desk, tmp_path: Path, published: str, at: datetime, precision: str
) -> None:
    path = tmp_path / "talks.txt"
    path.write_text(TEXT, encoding="utf-8")
    for given in (None, published):
        ingest(desk.con, [str(path)], settings=desk.settings, published=given)
    assert desk.rows("select published_at, published_at_source, published_precision from raw.articles") == [
        (at, "given", precision)
    ]


def test_a_date_that_is_none_is_refused_with_a_cure(desk: Desk) -> None:
    with pytest.raises(ValueError, match="'last week' is not a date: write YYYY-MM-DD"):
        ingest(desk.con, [], settings=desk.settings, published="last week")


def test_an_html_file_is_read_like_a_page(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "talks.html"
    path.write_text(
        article_html("Talks", head='<link rel="canonical" href="https://gazette.example/talks">'), encoding="utf-8"
    )
    ingest(desk.con, [str(path)], settings=desk.settings)
    assert desk.rows("select canonical_url, title from raw.articles") == [("https://gazette.example/talks", "Talks")]


def test_an_address_is_fetched_and_parsed(site: Site, desk: Desk) -> None:
    site.put("/a", article_html("Talks a"))
    first = ingest(desk.con, [f"{HOST}/a"], settings=desk.settings)
    assert first.n_articles_new == 1
    assert desk.rows("select source_id, url from raw.articles") == [("ingest", f"{HOST}/a")]
    again = ingest(desk.con, [f"{HOST}/a"], settings=desk.settings, published="2024-03-05")
    assert (again.n_articles_unchanged, again.article_ids) == (1, first.article_ids)
    assert site.asked("/a")[-1].status == 304
    assert desk.value("select published_at from raw.articles") == datetime(2024, 3, 5)


def test_an_address_that_fails_is_a_problem_and_the_others_are_read(site: Site, desk: Desk) -> None:
    site.put("/a", article_html("Talks a"))
    summary = ingest(desk.con, [f"{HOST}/gone", f"{HOST}/a", "ftp://x.example/a"], settings=desk.settings)
    assert summary.n_articles_new == 1
    assert reasons(summary) == {"http_404", "not_http"}


def test_json_lines_are_ingested_and_bad_lines_are_named(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    lines = [
        json.dumps({"id": "n1", "title": "Talks", "published": "2024-03-05", "text": SENTENCES[0]}),
        json.dumps({"url": "http://gazette.example/x?utm_source=a", "text": SENTENCES[1], "published": "2024-03"}),
        json.dumps({"title": "no text"}),
        "{broken",
        "[1, 2]",
        "",
        json.dumps({"text": SENTENCES[2], "published": "soon"}),
    ]
    path.write_bytes("\n".join(lines).encode() + b'\n{"text": "caf\xe9"}\n')
    summary = ingest(desk.con, [str(path)], settings=desk.settings)
    assert summary.n_articles_new == 2
    assert [(p.reason, p.detail.split(":")[0]) for p in summary.problems] == [
        ("no_text", "articles.jsonl, line 3"),
        ("not_json", "articles.jsonl, line 4"),
        ("not_json", "articles.jsonl, line 5"),
        ("bad_date", "articles.jsonl, line 7"),
        ("not_utf8", "articles.jsonl, line 8"),
    ]
    assert desk.rows("select canonical_url, title, published_precision from raw.articles order by 1") == [
        ("file:articles.jsonl#id=n1", "Talks", "day"),
        ("https://gazette.example/x", None, "month"),
    ]
    assert desk.value("select count(*) from raw.quarantine") == 5
    again = ingest(desk.con, [str(path)], settings=desk.settings)
    assert (again.n_articles_new, again.n_articles_unchanged) == (0, 2)


@pytest.mark.parametrize(
    ("name", "content", "reason", "n_articles"),
    [
        ("empty.txt", b"", "no_text", 0),
        ("binary.txt", b"\x00\x01\x02", "binary", 0),
        ("latin.txt", "\n\n".join([*SENTENCES, "Un café à Orléans était fermé."]).encode("latin-1"), "not_utf8", 1),
        ("blank.html", b"<html></html>", "no_text", 0),
    ],
)
def test_files_that_cannot_be_read_as_they_are_are_said(
    desk: Desk, tmp_path: Path, name: str, content: bytes, reason: str, n_articles: int
) -> None:
    (tmp_path / name).write_bytes(content)
    summary = ingest(desk.con, [str(tmp_path / name)], settings=desk.settings)
    assert reasons(summary) == {reason}
    assert summary.n_articles_new == n_articles
    assert desk.rows("select reason from raw.quarantine") == [(reason,)]


def test_a_file_that_is_absent_is_said(desk: Desk, tmp_path: Path) -> None:
    (problem,) = ingest(desk.con, [str(tmp_path / "none.txt")], settings=desk.settings).problems
    assert problem.reason == "no_file"
    assert "check the path" in problem.detail


def test_half_a_surrogate_pair_in_one_line_costs_no_other_line(desk: Desk, tmp_path: Path) -> None:
    lines = [
        '{"id": "bad", "text": "half a pair \\ud800 here"}',
        "[" * 200_000,
        json.dumps({"id": "good", "text": " ".join(SENTENCES)}),
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    summary = ingest(desk.con, [str(path)], settings=desk.settings)
    assert summary.n_articles_new == 1
    assert [problem.reason for problem in summary.problems] == ["not_utf8", "not_json"]
