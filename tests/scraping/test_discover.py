"""What each kind of source is read as: entries with addresses, titles and instants, and faults with a cure."""

import gzip
import json
from collections.abc import Callable
from datetime import datetime

import pytest

from pipelines.scraping.discover import Answer, discover, read_feed, read_sitemap, wordpress_url
from pipelines.scraping.sources import Source

FEEDS = {
    "RSS 2.0": """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>G</title>
        <item><title>Talks &amp;amp; tea</title><link>http://g.example/1</link>
        <pubDate>Tue, 05 Mar 2024 12:00:00 +0200</pubDate></item>
        </channel></rss>""",
    "RSS 1.0": """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>G</title></channel>
        <item><title>Talks &amp; tea</title><link>http://g.example/1</link>
        <dc:date>2024-03-05T10:00:00Z</dc:date></item></rdf:RDF>""",
    "RSS 0.91": """<?xml version="1.0"?><rss version="0.91"><channel><title>G</title>
        <item><title>Talks &amp; tea</title><link>http://g.example/1</link>
        <pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate></item>
        </channel></rss>""",
    "Atom": """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>G</title>
        <entry><title type="html">Talks &amp;amp; tea</title><link rel="alternate" href="/1"/><id>tag:1</id>
        <published>2024-03-05T10:00:00Z</published></entry></feed>""",
    "JSON Feed": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"url": "http://g.example/1", "title": "Talks & tea", "date_published": "2024-03-05T10:00:00Z"}],
        }
    ),
}


@pytest.mark.parametrize("kind", FEEDS)
def test_feeds_of_every_age_are_read_alike(kind: str) -> None:
    found = read_feed(FEEDS[kind].encode(), "http://g.example/feed")
    (entry,) = found.entries
    assert (entry.url, entry.title, entry.published_at) == (
        "http://g.example/1",
        "Talks & tea",
        datetime(2024, 3, 5, 10),
    )
    assert not found.faults


def test_an_atom_entry_tells_when_it_was_changed() -> None:
    feed = FEEDS["Atom"].replace("<published>", "<updated>2024-03-07T08:00:00Z</updated><published>")
    (entry,) = read_feed(feed.encode(), "http://g.example/feed").entries
    assert entry.published_at == datetime(2024, 3, 5, 10)
    assert entry.modified_at == datetime(2024, 3, 7, 8)


@pytest.mark.parametrize(
    ("body", "reason", "said"),
    [
        (FEEDS["RSS 2.0"].split("<item>")[0] + "</channel></rss>", "empty_feed", "lists no entry"),
        (
            '<html><link type="application/rss+xml" href="/real"><p>Hi',
            "feed_not_xml",
            "names this feed: http://g.example/real",
        ),
        ("<html><body><p>Hello", "feed_not_xml", "use kind wordpress or sitemap"),
        ("just words", "feed_not_xml", "neither RSS, Atom nor JSON Feed"),
        ('{"items": 3}', "feed_not_xml", "not a JSON Feed"),
        (FEEDS["RSS 2.0"].split("</item>")[0], "malformed_feed", "1 entries could be read"),
    ],
)
def test_a_feed_that_is_none_is_told_with_a_reason(body: str, reason: str, said: str) -> None:
    (fault,) = read_feed(body.encode(), "http://g.example/feed").faults
    assert fault.reason == reason
    assert said in fault.detail


def test_what_can_be_read_of_a_malformed_feed_is_read() -> None:
    body = FEEDS["RSS 2.0"].replace("</channel></rss>", "<item><title>cut off")
    found = read_feed(body.encode(), "http://g.example/feed")
    assert [entry.url for entry in found.entries] == ["http://g.example/1"]
    assert not found.faults[0].fatal


def urlset(*pages: tuple[str, str]) -> bytes:
    rows = "".join(f"<url><loc>{url}</loc><lastmod>{day}</lastmod></url>" for url, day in pages)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def sitemap_index(*sitemaps: str) -> bytes:
    rows = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in sitemaps)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode()


def answering(**pages: bytes) -> Callable[[str], Answer]:
    return lambda url: Answer(url, pages.get(url.rsplit("/", 1)[1].partition(".")[0]))


def test_a_sitemap_is_read_newest_first() -> None:
    _, entries = read_sitemap(
        urlset(("http://g.example/old", "2024-01-01"), ("http://g.example/new", "2024-02-01")), ""
    )
    assert [entry.url for entry in entries] == ["http://g.example/new", "http://g.example/old"]


def test_a_news_sitemap_gives_title_and_date() -> None:
    body = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
        <url><loc>http://g.example/1</loc><news:news><news:publication_date>2024-03-05T10:00:00+00:00</news:publication_date>
        <news:title>Talks</news:title></news:news></url></urlset>"""
    _, (entry,) = read_sitemap(body, "http://g.example/sitemap.xml")
    assert (entry.title, entry.published_at) == ("Talks", datetime(2024, 3, 5, 10))


def test_an_index_leads_to_packed_sitemaps(source: Callable[..., Source]) -> None:
    get = answering(
        index=sitemap_index("http://g.example/a.xml.gz", "http://g.example/b.xml"),
        a=gzip.compress(urlset(("http://g.example/1", "2024-01-01"))),
        b=urlset(("http://g.example/2", "2024-01-02")),
    )
    found = discover(source(kind="sitemap", url="http://g.example/index.xml"), get)
    assert [entry.url for entry in found.entries] == ["http://g.example/2", "http://g.example/1"]


def test_an_index_that_names_itself_is_read_once(source: Callable[..., Source]) -> None:
    asked: list[str] = []

    def get(url: str) -> Answer:
        asked.append(url)
        return Answer(url, sitemap_index("http://g.example/index.xml"))

    discover(source(kind="sitemap", url="http://g.example/index.xml"), get)
    assert asked == ["http://g.example/index.xml"]


def test_a_packed_sitemap_that_unfolds_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="unpacks to more than 10,000 bytes"):
        read_sitemap(gzip.compress(b" " * 1_000_000), "", max_bytes=10_000)


def test_a_sitemap_cannot_read_local_files() -> None:
    body = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><urlset><url><loc>http://g.example/&e;</loc></url></urlset>'
    _, entries = read_sitemap(body, "")
    assert [entry.url for entry in entries] == ["http://g.example/"]


def test_no_more_than_the_newest_items_are_taken(source: Callable[..., Source]) -> None:
    pages = urlset(*((f"http://g.example/{day}", f"2024-01-{day:02}") for day in range(1, 29)))
    found = discover(source(kind="sitemap", url="http://g.example/index.xml", max_items=3), answering(index=pages))
    assert [entry.url for entry in found.entries] == [f"http://g.example/{day}" for day in (28, 27, 26)]


def posts(*numbers: int) -> bytes:
    return json.dumps(
        [
            {
                "link": f"http://g.example/{number}",
                "title": {"rendered": f"Talks &#8211; {number}"},
                "date_gmt": "2024-03-05T10:00:00",
                "modified_gmt": f"2024-03-{number:02}T10:00:00",
            }
            for number in numbers
        ]
    ).encode()


def test_a_wordpress_site_is_asked_for_its_newest_changes() -> None:
    url = wordpress_url("https://g.example/blog/", 2, 100)
    assert url.startswith("https://g.example/blog/wp-json/wp/v2/posts?")
    assert "page=2" in url
    assert "orderby=modified" in url


def test_filters_of_a_wordpress_endpoint_are_kept() -> None:
    url = wordpress_url("https://g.example/wp-json/wp/v2/posts?categories=5", 1, 10)
    assert url.startswith("https://g.example/wp-json/wp/v2/posts?categories=5&per_page=10&page=1")


def test_posts_are_read_newest_change_first_up_to_the_limit(source: Callable[..., Source]) -> None:
    asked: list[str] = []

    def get(url: str) -> Answer:
        asked.append(url)
        return Answer(url, posts(28, 27))

    found = discover(source(kind="wordpress", url="http://g.example", max_items=2), get)
    assert len(asked) == 1
    assert [entry.url for entry in found.entries] == ["http://g.example/28", "http://g.example/27"]
    assert found.entries[0].title == "Talks – 28"
    assert found.entries[0].modified_at == datetime(2024, 3, 28, 10)


def test_wordpress_stops_at_the_first_page_of_known_posts(
    source: Callable[..., Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.scraping.discover._WORDPRESS_PAGE", 2)
    pages = [posts(28, 27), posts(26, 25), posts(24, 23)]
    asked: list[str] = []

    def get(url: str) -> Answer:
        asked.append(url)
        return Answer(url, pages[len(asked) - 1])

    site = source(kind="wordpress", url="http://g.example", max_items=100)
    found = discover(site, get, known_until=datetime(2024, 3, 25, 10))
    assert len(asked) == 2
    assert len(found.entries) == 4


def test_a_site_without_the_api_is_told(source: Callable[..., Source]) -> None:
    body = b'{"code": "rest_no_route", "message": "No route was found."}'
    found = discover(source(kind="wordpress", url="http://g.example"), lambda url: Answer(url, body))
    assert found.faults[0].reason == "not_wordpress"
    assert "No route was found." in found.faults[0].detail


def test_a_list_of_links_is_read_from_a_file(source: Callable[..., Source], tmp_path: object) -> None:
    path = tmp_path / "links.txt"  # type: ignore[operator]
    path.write_text("# ours\nhttp://g.example/1\n\nftp://g.example/2\nhttp://g.example/1\n")
    found = discover(source(kind="urls", url=str(path)), lambda url: Answer(url, None))
    assert [entry.url for entry in found.entries] == ["http://g.example/1"]
    assert "'ftp://g.example/2'" in found.faults[0].detail


def test_a_list_of_links_that_is_absent_is_told(source: Callable[..., Source], tmp_path: object) -> None:
    found = discover(source(kind="urls", url=f"{tmp_path}/none.txt"), lambda url: Answer(url, None))
    assert found.faults[0].reason == "no_file"
