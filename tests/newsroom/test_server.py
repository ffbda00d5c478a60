"""The bundled sites over real HTTP: what a crawler meets on them."""

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from shutil import copytree

import feedparser
import pytest
import requests
from lxml import etree, html
from protego import Protego

from pipelines.newsroom import Newsroom, NewsroomArticle, load_newsroom, render_markdown
from pipelines.settings import ROOT, Settings

Get = Callable[..., requests.Response]

WIRE = "http://meridian-wire.example"
COURIER = "http://maghreb-courier.example"
CHANCERY = "http://chancery-press.example"
GROUNDWORK = "http://groundwork-review.example"
RSS = f"{WIRE}/feeds/world.xml"
POSTS = f"{COURIER}/wp-json/wp/v2/posts"
FINGERPRINTED = [RSS, POSTS, f"{CHANCERY}/sitemap.xml", f"{GROUNDWORK}/atom.xml", f"{WIRE}/", f"{COURIER}/robots.txt"]


def urls(document: bytes, tag: str) -> list[str]:
    return [found.text or "" for found in etree.fromstring(document).iter(f"{{*}}{tag}")]


def test_every_article_is_served_with_all_its_words(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    for url, article in articles.items():
        answer = get(url)
        assert answer.status_code == 200, url
        words = " ".join(html.fromstring(answer.content).text_content().split())
        for paragraph in article.text.split("\n\n"):
            assert paragraph in words, f"{url} does not show {paragraph!r}"


def test_pages_wear_what_real_pages_wear(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    """Menus, cookie banners and reading times surround the text, so that a parser has something to leave out."""
    for url, article in articles.items():
        page = get(url).text
        assert all(f">{entry}<" in page for entry in article.outlet.menu), url
    marks = {WIRE: "Accept all", COURIER: "Reading Time:", CHANCERY: "Skip to main content", GROUNDWORK: "Your choices"}
    for base, mark in marks.items():
        assert all(mark in get(url).text for url in articles if url.startswith(base)), base


def test_dates_stand_in_different_places(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    """JSON-LD at the agency, meta and <time> at the daily, one meta at the magazine, words at the press service."""
    for url, article in articles.items():
        page = get(url).text
        as_data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
        if url.startswith(WIRE):
            assert as_data
            assert json.loads(as_data[1])["datePublished"] == article.date.isoformat()
        else:
            assert as_data is None
        if url.startswith(COURIER):
            assert f'<meta property="article:published_time" content="{article.date.isoformat()}">' in page
        if url.startswith(CHANCERY):
            assert "<time" not in page
            assert "<meta property" not in page
            assert str(article.date.year) in page
        if url.startswith(GROUNDWORK) and not article.printed_date:
            assert f'<meta name="date" content="{article.published}">' in page


def test_hosts_share_one_port_and_are_told_apart_by_name(get: Get, newsroom: Newsroom) -> None:
    assert newsroom.hosts == sorted(base.removeprefix("http://") for base in (WIRE, COURIER, CHANCERY, GROUNDWORK))
    assert newsroom.connect_to == dict.fromkeys(newsroom.hosts, f"127.0.0.1:{newsroom.port}")
    titles = {html.fromstring(get(f"http://{host}/").content).findtext(".//title") for host in newsroom.hosts}
    assert len(titles) == 4


def test_a_host_is_recognised_in_capitals_and_with_its_port(newsroom: Newsroom) -> None:
    for host in ("MERIDIAN-wire.example", "meridian-wire.example:80"):
        answer = requests.get(f"http://127.0.0.1:{newsroom.port}/about", headers={"Host": host}, timeout=10)
        assert "About Meridian Wire" in answer.text


def test_an_unknown_host_gets_no_site(get: Get) -> None:
    answer = get("http://elsewhere.example/")
    assert answer.status_code == 421
    assert "elsewhere.example" in answer.text


def test_the_server_can_be_used_as_a_proxy(newsroom: Newsroom) -> None:
    """A proxy is asked with the absolute URI, which counts for more than the Host header."""
    proxies = {"http": f"http://127.0.0.1:{newsroom.port}"}
    answer = requests.get(
        f"{CHANCERY}/sitemap.xml", proxies=proxies, headers={"Host": "maghreb-courier.example"}, timeout=10
    )
    assert answer.status_code == 200
    assert b"sitemapindex" in answer.content


def test_one_connection_serves_several_hosts(newsroom: Newsroom) -> None:
    with requests.Session() as session:
        for base in (WIRE, COURIER, WIRE):
            host = base.removeprefix("http://")
            answer = session.get(f"http://127.0.0.1:{newsroom.port}/robots.txt", headers={"Host": host}, timeout=10)
            assert answer.status_code == 200
            assert answer.raw.version == 11


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("url", FINGERPRINTED)
def test_what_has_not_changed_is_not_sent_again(get: Get, url: str, encoding: str) -> None:
    first = get(url, headers={"Accept-Encoding": encoding})
    assert first.status_code == 200
    assert not first.headers["ETag"].startswith("W/")
    for condition in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-None-Match": f'"other", W/{first.headers["ETag"]}'},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = get(url, headers={"Accept-Encoding": encoding, **condition})
        assert again.status_code == 304, condition
        assert again.content == b""
        assert again.headers["ETag"] == first.headers["ETag"]


def test_a_different_tag_is_answered_in_full_whatever_the_date(get: Get) -> None:
    first = get(RSS)
    condition = {"If-None-Match": '"older"', "If-Modified-Since": first.headers["Last-Modified"]}
    assert get(RSS, headers=condition).status_code == 200


def test_an_older_copy_and_an_unreadable_date_are_answered_in_full(get: Get) -> None:
    for since in ("Mon, 01 Jun 2026 00:00:00 GMT", "yesterday"):
        assert get(RSS, headers={"If-Modified-Since": since}).status_code == 200


def test_validators_are_the_same_after_a_restart(
    get: Get, directory: Path, articles: dict[str, NewsroomArticle]
) -> None:
    """Or else the second run would fetch everything anew."""
    with Newsroom(directory) as other:
        for url in [*FINGERPRINTED, *articles]:
            host, _, path = url.removeprefix("http://").partition("/")
            answer = requests.get(f"http://127.0.0.1:{other.port}/{path}", headers={"Host": host}, timeout=10)
            for name in ("ETag", "Last-Modified"):
                assert answer.headers[name] == get(url).headers[name], url


def test_last_modified_is_the_articles_own(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    changed_later = 0
    for url, article in articles.items():
        assert parsedate_to_datetime(get(url).headers["Last-Modified"]) == article.modified
        changed_later += article.modified > article.date
    assert changed_later >= 1


def test_compression_is_used_where_it_is_asked_for(get: Get) -> None:
    plain = get(RSS, headers={"Accept-Encoding": "identity"})
    packed = get(RSS, headers={"Accept-Encoding": "br;q=1.0, gzip;q=0.8"})
    refused = get(RSS, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 2
    assert packed.content == plain.content == refused.content
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in refused.headers
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_head_says_the_same_without_a_body(get: Get) -> None:
    full, head = get(RSS), get(RSS, method="HEAD")
    assert head.content == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Last-Modified"):
        assert head.headers[name] == full.headers[name]


def test_nothing_can_be_written(get: Get) -> None:
    answer = get(POSTS, method="POST", json={"title": "hello"})
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_the_rss_feed_lists_the_agencys_articles_newest_first(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    answer = get(RSS)
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    links = [entry.link.removesuffix("?utm_source=rss&utm_medium=feed") for entry in feed.entries]
    assert {url for url in articles if url.startswith(WIRE)} < set(links)
    days = [entry.published_parsed for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    assert get(feed.entries[0].link).status_code == 200


def test_the_atom_feed_lists_the_magazines_articles(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    feed = feedparser.parse(get(f"{GROUNDWORK}/atom.xml").content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert {url for url in articles if url.startswith(GROUNDWORK)} < {entry.link for entry in feed.entries}


def test_the_sitemap_index_leads_to_every_statement(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    lists = urls(get(f"{CHANCERY}/sitemap.xml").content, "loc")
    assert len(lists) >= 4
    found: dict[str, str] = {}
    for address in lists:
        document = get(address).content
        found |= dict(zip(urls(document, "loc"), urls(document, "lastmod"), strict=True))
    expected = {url: a.modified.isoformat() for url, a in articles.items() if url.startswith(CHANCERY)}
    assert found == expected


def test_wordpress_pages_through_its_posts(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    first = get(f"{POSTS}?per_page=5")
    total, pages = int(first.headers["X-WP-Total"]), int(first.headers["X-WP-TotalPages"])
    assert (total, pages) == (13, 3)
    links = [p["link"] for n in range(1, pages + 1) for p in get(f"{POSTS}?per_page=5&page={n}").json()]
    assert len(links) == len(set(links)) == total
    assert set(links) == {url for url in articles if url.startswith(COURIER)}
    assert len(get(f"{POSTS}?per_page=5&page={pages}").json()) == total - 10


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("page=99", "rest_post_invalid_page_number"),
        ("per_page=101", "rest_invalid_param"),
        ("per_page=0", "rest_invalid_param"),
        ("page=two", "rest_invalid_param"),
        ("modified_after=soon", "rest_invalid_param"),
    ],
)
def test_wordpress_refuses_bad_parameters_in_its_own_words(get: Get, query: str, code: str) -> None:
    answer = get(f"{POSTS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["code"] == code


def test_wordpress_lists_only_what_changed_since(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    later = sorted(a.url for a in articles.values() if a.url.startswith(COURIER) and f"{a.modified:%Y-%m}" >= "2026-09")
    answer = get(
        f"{POSTS}?per_page=100&modified_after=2026-09-01T00:00:00&orderby=modified&order=asc&_fields=link,modified_gmt"
    )
    posts = answer.json()
    assert sorted(p["link"] for p in posts) == later
    assert [p["modified_gmt"] for p in posts] == sorted(p["modified_gmt"] for p in posts)
    assert set(posts[0]) == {"link", "modified_gmt"}
    none = get(f"{POSTS}?modified_after=2027-01-01T00:00:00")
    assert (none.json(), none.headers["X-WP-TotalPages"]) == ([], "0")


def test_wordpress_content_holds_the_article_and_its_clutter(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    for post in get(f"{POSTS}?per_page=100").json():
        article = articles[post["link"]]
        content = post["content"]["rendered"]
        words = " ".join(html.fromstring(content).text_content().split())
        assert all(paragraph in words for paragraph in article.text.split("\n\n")), article.slug
        assert "Reading Time:" in content
        assert "Share this:" in content
        assert (f"<p>Via {article.via}</p>" in content) == bool(article.via)
        assert post["date"] == f"{article.date:%Y-%m-%dT%H:%M:%S}"
        assert post["date_gmt"] < post["date"]
        assert get(f"{POSTS}/{post['id']}").json() == post


def test_wordpress_adds_the_slash_that_a_link_lacks(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    url = next(url for url in articles if url.startswith(COURIER))
    answer = get(url.removesuffix("/"))
    assert answer.status_code == 301
    assert answer.headers["Location"] == url


def test_robots_txt_closes_one_page_that_the_feed_names(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    advertisement = f"{WIRE}/partner-content/halden-bank-green-future"
    rules = {base: Protego.parse(get(f"{base}/robots.txt").text) for base in (WIRE, COURIER, CHANCERY, GROUNDWORK)}
    assert advertisement in get(RSS).text
    assert get(advertisement).status_code == 200
    assert not rules[WIRE].can_fetch(advertisement, "Communique/0.1")
    assert advertisement not in articles
    for url, article in articles.items():
        assert rules[article.outlet.base_url].can_fetch(url, "Communique/0.1")
    assert all(not of_site.crawl_delay("Communique/0.1") for of_site in rules.values())


def test_the_gone_page_is_in_the_feed_and_answers_404(get: Get) -> None:
    gone = f"{WIRE}/news/2026-08/tanker-collision-strait-of-hormuz"
    assert gone in get(RSS).text
    answer = get(gone)
    assert answer.status_code == 404
    assert "no longer exists" in answer.text


def test_the_broken_page_is_in_the_feed_and_holds_no_article(get: Get) -> None:
    broken = f"{GROUNDWORK}/2026/09/interactive-where-the-money-went"
    assert broken in get(f"{GROUNDWORK}/atom.xml").text
    answer = get(broken)
    assert answer.status_code == 200
    assert "</html>" not in answer.text
    assert not html.fromstring(answer.content).xpath("//p | //article")


def test_the_log_tells_who_asked_for_what(get: Get, newsroom: Newsroom) -> None:
    get(f"{WIRE}/feeds/world.xml?page=1", headers={"User-Agent": "log-reader/1"})
    get(RSS, headers={"User-Agent": "log-reader/1", "If-None-Match": "*"})
    first, second = [entry for entry in newsroom.log if entry.user_agent == "log-reader/1"]
    assert (first.method, first.host, first.path) == ("GET", "meridian-wire.example", "/feeds/world.xml?page=1")
    assert (first.status, first.conditional) == (200, False)
    assert (second.status, second.conditional) == (304, True)


def test_many_readers_are_served_at_once(get: Get, articles: dict[str, NewsroomArticle]) -> None:
    failures: list[str] = []

    def read(part: list[str]) -> None:
        failures.extend(url for url in part if get(url).status_code != 200)

    threads = [threading.Thread(target=read, args=(list(articles)[start::8],)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_the_port_is_free_again_afterwards(directory: Path) -> None:
    with Newsroom(directory) as newsroom:
        port = newsroom.port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    with pytest.raises(RuntimeError, match="not serving"):
        _ = newsroom.port


def test_a_change_of_an_article_changes_its_tag_and_the_feeds(get: Get, directory: Path, tmp_path: Path) -> None:
    copy = Path(copytree(directory, tmp_path / "newsroom"))
    path = copy / "meridian-wire.example" / "articles" / "kdp-puk-cabinet-deal.md"
    path.write_text(
        path.read_text()
        .replace("eleven-page", "twelve-page")
        .replace("date: ", "modified: 2026-10-18T08:00:00+00:00\ndate: ", 1)
    )
    url = f"{WIRE}/news/2026-10/kdp-puk-cabinet-deal"
    with Newsroom(copy) as changed:
        for address in (url, RSS):
            host, _, rest = address.removeprefix("http://").partition("/")
            condition = {"Host": host, "If-None-Match": get(address).headers["ETag"]}
            answer = requests.get(f"http://127.0.0.1:{changed.port}/{rest}", headers=condition, timeout=10)
            assert answer.status_code == 200, address
            assert answer.headers["Last-Modified"] == "Sun, 18 Oct 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("No front matter.", "does not start with front matter"),
        ("---\ntitle: T\nsection: S\n---\nText.", "has no 'date' in its front matter"),
        ("---\ntitle: T\nsection: S\ndate: 2026-07-01\n---\nText.", "needs a time and an offset"),
        ("---\ntitle: Egypt: a title\n---\nText.", "is not valid YAML"),
    ],
)
def test_an_article_that_cannot_be_read_is_named_with_the_cure(
    directory: Path, tmp_path: Path, text: str, complaint: str
) -> None:
    copy = Path(copytree(directory, tmp_path / "newsroom"))
    (copy / "meridian-wire.example" / "articles" / "mine.md").write_text(text)
    with pytest.raises(ValueError, match=f"mine.md.*{complaint}"):
        load_newsroom(copy)


def test_a_folder_without_outlets_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"{tmp_path} holds no outlet"):
        load_newsroom(tmp_path)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One\nline.\n\nAnother.", "<p>One line.</p>\n<p>Another.</p>\n"),
        (
            "## Head\n\n- a\n- b *c*\n\nEnd <b>.",
            "<h2>Head</h2>\n<ul>\n<li>a</li>\n<li>b <em>c</em></li>\n</ul>\n<p>End &lt;b&gt;.</p>\n",
        ),
        ("> Said\n> so.", "<blockquote><p>Said so.</p></blockquote>\n"),
        (
            "[here](http://a.example/?b=1&c=2) and **there**",
            '<p><a href="http://a.example/?b=1&amp;c=2">here</a> and <strong>there</strong></p>\n',
        ),
        ("- last", "<ul>\n<li>last</li>\n</ul>\n"),
    ],
)
def test_markdown_becomes_html(markdown: str, expected: str) -> None:
    assert render_markdown(markdown) == expected


def test_the_command_serves_until_it_is_stopped(articles: dict[str, NewsroomArticle]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "pipelines.newsroom"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            lines = [process.stdout.readline() for _ in range(5)]
            connect_to = json.loads(lines[-1].removeprefix("COMMUNIQUE_CONNECT_TO='").rstrip("'\n"))
            assert Settings(connect_to=connect_to).connect_to.keys() == {a.outlet.host for a in articles.values()}
            host, address = next(iter(connect_to.items()))
            assert requests.get(f"http://{address}/robots.txt", headers={"Host": host}, timeout=10).status_code == 200
        finally:
            process.terminate()


def test_the_command_prints_a_line_to_fill_in(directory: Path) -> None:
    path = directory / "meridian-wire.example" / "articles" / "kdp-puk-cabinet-deal.md"
    command = [sys.executable, "-m", "pipelines.newsroom", "--expect"]
    done = subprocess.run([*command, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    row = json.loads(done.stdout)
    assert (row["id"], row["published"]) == (f"{WIRE}/news/2026-10/kdp-puk-cabinet-deal", "2026-10-15")
    assert row["meetings"] == row["pledges"] == row["agreements"] == []
    wrong = subprocess.run([*command, "absent.md"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert "absent.md is no file" in wrong.stderr
