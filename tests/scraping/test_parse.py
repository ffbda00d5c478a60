"""Pages and text files in, articles out: text without what stands around it, and what the page says about itself."""

from datetime import datetime

import pytest
from gazette import SENTENCES, article_html

from pipelines.scraping.article import Article, NotAnArticle
from pipelines.scraping.parse import from_text, parse_page, parse_text

FETCHED = datetime(2024, 3, 10, 12, 0)
URL = "http://gazette.example/world/talks"


def page(html: str | bytes, url: str = URL, **options: object) -> Article:
    body = html.encode() if isinstance(html, str) else html
    return parse_page(body, url, **({"fetched_at": FETCHED} | options))  # type: ignore[arg-type]


def json_ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


# Text


def test_the_text_is_the_article_and_nothing_around_it() -> None:
    article = page(article_html("Talks in Casten"))
    assert article.text == "\n".join(
        f"{sentence} This is told under the headline Talks in Casten." for sentence in SENTENCES
    )
    assert article.title == "Talks in Casten"
    assert article.language == "en"


@pytest.mark.parametrize(
    "line",
    [
        "Reading Time: 2 minutes",
        "4 min read",
        "Share this:",
        "Share on Facebook",
        "Facebook Twitter WhatsApp Email",
        "Click to share on X (Opens in new window)",
        "Like Loading...",
        "%d bloggers like this:",
        "Once you're here...",
        "Leave a comment",
        "Would you like to comment on this article?",
        "Sign up for our daily newsletter",
        "Subscribe",
        "Read more: Bergia recalls its ambassador",
        "READ MORE:",
        "Related articles",
        "You may also like",
        "Advertisement",
        "This website uses cookies to give you the best experience.",
        "© 2024 The Casten Gazette",
        "All rights reserved.",
        "Tags: Arland, Bergia, fishing",
        "Photo: A. Photographer",
        "Follow us on Telegram",
        "Story continues below",
        "* * *",
    ],
)
def test_lines_that_stand_around_articles_are_left_out(line: str) -> None:
    paragraphs = [f"<p>{sentence}</p>" for sentence in SENTENCES]
    paragraphs.insert(2, f"<p>{line}</p>")
    article = page(article_html("Talks", body="".join([*paragraphs, f"<p>{line}</p>"])))
    assert article.text == "\n".join(SENTENCES)


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister asked both sides to share the harbour.",
        "Read the treaty before you sign it, she told reporters.",
        "Related talks on grain are to follow in May.",
        "Support for the plan has grown since the winter.",
        "Comments by the president were not published.",
        "Follow-up meetings will be held in Bergia.",
        "The two sides signed.",
        "Source material for the study came from both archives.",
        "Via the new bridge, lorries reach the port in an hour.",
        "Photographs of the visit were handed to the press.",
        "Published figures show that exports grew.",
    ],
)
def test_sentences_that_only_look_like_it_stay(sentence: str) -> None:
    text = "\n\n".join([*SENTENCES[:2], sentence, *SENTENCES[2:], sentence])
    assert from_text(text, "file:talks.txt").text == text


def test_words_after_a_comment_in_the_markup_are_kept() -> None:
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES).replace("agreed to", "agreed <!-- ad --> to")
    assert "They agreed to set up a committee" in page(article_html("Talks", body=body)).text


def test_the_headline_and_the_sections_label_are_not_text() -> None:
    body = "<p>World</p><p>Talks in Casten</p>" + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    assert page(article_html("Talks in Casten", body=body)).text.startswith("The foreign ministers")


def test_a_text_that_only_the_markup_carries_whole_is_taken_from_there() -> None:
    whole = " ".join(SENTENCES * 3)
    html = article_html("Talks", body=f"<p>{SENTENCES[0]}</p>" * 2, head=json_ld(
        f'{{"@type": "NewsArticle", "headline": "Talks", "articleBody": "{whole}"}}'
    ))  # fmt: skip
    assert page(html).text == whole


# Whom it reprints


@pytest.mark.parametrize(
    ("first", "last", "attribution"),
    [
        ("", "Via Casten Courier", "Casten Courier"),
        ("", "Source: Arland News Agency", "Arland News Agency"),
        ("", "This article was originally published by The Harbour Post.", "The Harbour Post"),
        ("", "(Reuters)", "Reuters"),
        ("CASTEN, March 5 (Reuters) - ", "", "Reuters"),
        ("CASTEN (AP) — ", "", "AP"),
        ("", "", None),
    ],
)
def test_whom_an_outlet_reprints_is_told(first: str, last: str, attribution: str | None) -> None:
    body = "".join(
        f"<p>{sentence}</p>" for sentence in [first + SENTENCES[0], *SENTENCES[1:], *([last] if last else [])]
    )
    article = page(article_html("Talks", body=body))
    assert article.attribution == attribution
    assert article.text == first + "\n".join(SENTENCES)


def test_an_outlet_that_names_itself_reprints_nobody() -> None:
    body = f"<p>CASTEN (Gazette) - {' '.join(SENTENCES)}</p>" * 2
    assert page(article_html("Talks", body=body), outlet="The Casten Gazette").attribution is None
    assert page(article_html("Talks", body=body), outlet="Harbour Post").attribution == "Gazette"


# Titles and authors


def test_a_title_loses_the_sites_name() -> None:
    html = article_html("Talks in Casten").replace(
        "<title>Talks in Casten", "<title>Talks in Casten | The Casten Gazette"
    )
    html = html.replace("<h1>Talks in Casten</h1>", "")
    head = '<meta property="og:site_name" content="The Casten Gazette">'
    assert page(html.replace("</head>", head + "</head>")).title == "Talks in Casten"


def test_a_dash_within_a_title_stays() -> None:
    assert page(article_html("Arland - Bergia: what comes next")).title == "Arland - Bergia: what comes next"


def test_a_teaser_for_social_media_is_not_the_title() -> None:
    head = '<meta property="og:title" content="You will not believe who came to dinner">'
    assert page(article_html("Ministers meet in Casten harbour", head=head)).title == "Ministers meet in Casten harbour"


def test_entities_in_markup_are_letters_in_titles() -> None:
    head = json_ld(
        '{"@type": "NewsArticle", "headline": "Arland&#8217;s &quot;deal&quot;", "author": {"name": "By Ada Lind"}}'
    )
    article = page(article_html("Arland’s &quot;deal&quot;", head=head))
    assert (article.title, article.author) == ('Arland’s "deal"', "Ada Lind")


def test_a_byline_gives_the_author_and_is_not_text() -> None:
    body = "<p>By Ada Lind and Bo Kern</p>" + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    article = page(article_html("Talks", body=body))
    assert article.author == "Ada Lind and Bo Kern"
    assert article.text == "\n".join(SENTENCES)


# Dates


@pytest.mark.parametrize(
    ("head", "body", "url", "expected"),
    [
        (json_ld('{"@type": "NewsArticle", "datePublished": "2024-03-05T23:30:00-02:00"}'), "", URL,
         (datetime(2024, 3, 6, 1, 30), "instant", "json-ld")),
        (json_ld('{"@graph": [{"@type": ["Thing", "NewsArticle"], "datePublished": "2024-03-05"}]}'), "", URL,
         (datetime(2024, 3, 5), "day", "json-ld")),
        ('<meta property="article:published_time" content="2024-03-05T10:00:00Z">', "", URL,
         (datetime(2024, 3, 5, 10), "instant", "meta")),
        ('<meta name="dc.date" content="2024-03-05">', "", URL, (datetime(2024, 3, 5), "day", "meta")),
        ("", '<span itemprop="datePublished" content="2024-03-05T10:00:00+01:00"></span>', URL,
         (datetime(2024, 3, 5, 9), "instant", "meta")),
        ("", '<time datetime="2024-03-05T10:00:00Z">Tue</time>', URL, (datetime(2024, 3, 5, 10), "instant", "text")),
        ("", '<div class="docdate">Casten, 5 March 2024</div>', URL, (datetime(2024, 3, 5), "day", "text")),
        ("", "<p>Published on March 5th, 2024</p>", URL, (datetime(2024, 3, 5), "day", "text")),
        ("", "", "http://gazette.example/2024/03/05/talks", (datetime(2024, 3, 5), "day", "url")),
        ("", "", URL, None),
    ],
)  # fmt: skip
def test_the_date_comes_from_the_best_place_that_has_one(
    head: str, body: str, url: str, expected: tuple[datetime, str, str] | None
) -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    dated = page(article_html("Talks", head=head, body=body + paragraphs), url).published
    assert (dated and (dated.at, dated.precision, dated.source)) == expected


def test_what_the_feed_says_comes_after_the_markup_and_before_the_address() -> None:
    url = "http://gazette.example/2024/03/01/talks"
    dated = page(article_html("Talks"), url, feed_published_at=datetime(2024, 3, 4, 8)).published
    assert dated
    assert (dated.at, dated.source) == (datetime(2024, 3, 4, 8), "feed")


def test_no_date_is_later_than_the_fetch() -> None:
    ahead = json_ld('{"@type": "NewsArticle", "datePublished": "2024-03-10T20:00:00"}')
    article = page(article_html("Talks", head=ahead))
    assert article.published
    assert article.published.at == FETCHED
    years = json_ld('{"@type": "NewsArticle", "datePublished": "2034-03-10T20:00:00"}')
    article = page(article_html("Talks", head=years + '<meta name="date" content="2024-03-05">'))
    assert article.published
    assert article.published.at == datetime(2024, 3, 5)


def test_broken_json_ld_is_passed_over() -> None:
    head = json_ld('{"@type": "NewsArticle", "datePublished": ') + '<meta name="date" content="2024-03-05">'
    article = page(article_html("Talks", head=head))
    assert article.published
    assert article.published.source == "meta"


# Addresses and languages


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("https://gazette.example/2024/talks", "https://gazette.example/2024/talks"),
        ("/2024/talks?utm_source=x", "https://gazette.example/2024/talks"),
        ("https://www.gazette.example/2024/talks", "https://www.gazette.example/2024/talks"),
        ("https://elsewhere.example/2024/talks", "https://gazette.example/world/talks"),
        ("https://gazette.example/", "https://gazette.example/world/talks"),
    ],
)
def test_a_page_may_name_its_own_address_on_its_own_site(canonical: str, expected: str) -> None:
    article = page(article_html("Talks", head=f'<link rel="canonical" href="{canonical}">'))
    assert (article.canonical_url, article.url) == (expected, URL)


def test_the_language_is_the_texts_where_the_page_declares_another() -> None:
    body = (
        "<p>Les ministres des affaires étrangères se sont réunis mardi dans la ville portuaire pour parler de la pêche "
    )
    body += "et de la frontière maritime entre les deux pays, que les pêcheurs contestent depuis des années; "
    body += "une commission doit rendre son avis avant l’été prochain, selon la porte-parole du ministère.</p>"
    assert page(article_html("Entretiens", body=body)).language == "fr"


# Characters


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_declared_characters_are_read(encoding: str) -> None:
    html = article_html("Café in Casten’s harbour").replace('charset="utf-8"', f'charset="{encoding}"')
    article = page(html.encode(encoding), content_type=f"text/html; charset={encoding}")
    assert (article.title, article.encoding) == ("Café in Casten’s harbour", None)


def test_a_wrong_declaration_is_not_believed_and_is_told() -> None:
    html = article_html("Ministers meet in a café in Orléans").encode("windows-1252")
    article = page(html, content_type="text/html; charset=utf-8")
    assert article.title == "Ministers meet in a café in Orléans"
    assert article.encoding


# Pages that are no article


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        ("", URL, "no_html"),
        ("<html><body></body></html>", URL, "no_text"),
        (article_html("Brief", body="<p>The talks go on.</p>"), URL, "too_short"),
        (article_html("Page not found", body="<p>The page that you look for was moved or never was here.</p>" * 3), URL,
         "not_found_page"),
        (article_html("Before", body="<p>We and our 812 partners store personal data on your device.</p>" * 3), URL,
         "consent_page"),
        (article_html("Talks", body=f"<p>{SENTENCES[0]}</p><p>Subscribe to continue reading</p>"), URL, "paywall"),
        (article_html("Map", body="<div id=app></div><noscript>Please enable JavaScript to go on.</noscript>"), URL,
         "needs_javascript"),
        (article_html("World", body="".join(f'<h2><a href="/{n}">{s}</a></h2>' for n, s in enumerate(SENTENCES))), URL,
         "index_page"),
        (article_html("Gazette"), "http://gazette.example/", "index_page"),
    ],
)  # fmt: skip
def test_a_page_that_is_no_article_says_why(html: str, url: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        page(html, url)
    assert caught.value.reason == reason


def test_a_flash_that_is_marked_as_an_article_is_one() -> None:
    body = (
        "<p>The ministers of Arland and Bergia have signed the treaty on fishing, both ministries said on Tuesday.</p>"
    )
    head = '<meta property="og:type" content="article">'
    assert page(article_html("Treaty signed", body=body, head=head)).word_count == 17
    with pytest.raises(NotAnArticle, match="too_short"):
        page(article_html("Treaty signed", body=body))


def test_an_article_about_cookies_is_an_article() -> None:
    body = "".join(f"<p>{sentence} The site uses cookies, a lawyer said.</p>" for sentence in SENTENCES * 4)
    assert page(article_html("Court rules on cookies", body=body)).word_count > 250


# Text files


def test_a_text_file_has_a_title_and_keeps_its_paragraphs() -> None:
    text = (
        "Talks in Casten\n\nReading Time: 2 minutes\n\n"
        + "\n\n".join(SENTENCES)
        + "\n\nVia Casten Courier\n\n\n%d bloggers like this:"
    )
    article = parse_text(text.encode(), "file:talks.txt", fetched_at=FETCHED)
    assert (article.title, article.attribution) == ("Talks in Casten", "Casten Courier")
    assert article.text == "\n\n".join(SENTENCES)


def test_a_first_line_that_is_a_sentence_is_no_title() -> None:
    article = parse_text("\n".join(SENTENCES).encode(), "file:talks.txt", fetched_at=FETCHED)
    assert article.title is None
    assert article.text.startswith(SENTENCES[0])


@pytest.mark.parametrize(("body", "reason"), [(b"", "no_text"), (b"\n \n", "no_text"), (b"\x7fELF\0\0\1", "binary")])
def test_a_text_file_without_text_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        parse_text(body, "file:x.txt", fetched_at=FETCHED)
    assert caught.value.reason == reason


def test_a_page_of_nothing_but_menu_links_is_an_index() -> None:
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(50))
    with pytest.raises(NotAnArticle, match="index_page"):
        parse_page(
            f"<html><body><nav><ul>{menu}</ul></nav></body></html>".encode(), "http://x.example/a/b", fetched_at=FETCHED
        )


def test_bytes_that_are_no_text_are_no_page_whatever_the_header_says() -> None:
    with pytest.raises(NotAnArticle, match="binary"):
        parse_page(bytes(range(256)) * 50, "http://x.example/a/b", fetched_at=FETCHED, content_type="text/html")
