"""One page or file in, one article out, or the reason why it is none. No web, no database.

The text is trafilatura's, without what stands around articles (``boilerplate.yml``); title, author, dates and addresses
come from the markup (``metadata.py``). Everything is generic: no rule for one publisher belongs here.
"""

import copy
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import trafilatura
import yaml
from charset_normalizer import from_bytes
from lxml.html import HtmlElement
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipelines.scraping.article import Article, Dated, NotAnArticle, canonical_url
from pipelines.scraping.metadata import Metadata, iso_dated, not_later, read_metadata, url_dated, written_dated

__all__ = ["PARSER_VERSION", "from_text", "iso_dated", "looks_like_html", "parse_page", "parse_text"]

PARSER_VERSION = "1"

_LEXICON = Path(__file__).with_name("boilerplate.yml")
MIN_WORDS = 40
MIN_WORDS_MARKED = 15
"""For pages whose markup says that they are an article: flashes are short."""
MIN_WORDS_LANGUAGE = 25
_EDGE_LINES = 4
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)


class _Lexicon:
    """``boilerplate.yml``, compiled."""

    def __init__(self, path: Path) -> None:
        words: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.drop = re.compile("|".join(f"(?:{pattern})" for pattern in words["drop"]), re.I)
        self.attribution_lines = [re.compile(pattern, re.I) for pattern in words["attribution_lines"]]
        self.datelines = [re.compile(pattern) for pattern in words["attribution_datelines"]]
        names = "|".join(re.escape(name) for name in sorted(words["agencies"], key=len, reverse=True))
        self.attribution_lines.append(re.compile(rf"[(\[–—-]*\s*(?P<name>{names})\s*[)\]]?\.?"))
        self.bylines = [re.compile(pattern, re.I) for pattern in words["bylines"]]
        self.pages = [
            (
                page["reason"],
                page["detail"],
                page["where"],
                page["at_most_words"],
                re.compile("|".join(page["patterns"]), re.I),
            )
            for page in words["pages"]
        ]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    return _Lexicon(_LEXICON)


@lru_cache(maxsize=1)
def _languages() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


# What callers use


def parse_page(
    body: bytes,
    url: str,
    *,
    fetched_at: datetime,
    content_type: str = "",
    feed_title: str | None = None,
    feed_published_at: datetime | None = None,
    outlet: str | None = None,
) -> Article:
    """The article of an HTML page.

    Args:
        url: where the page was found after redirects.
        fetched_at: naive UTC; no date of the article is later.
        content_type: the header, for the character set.
        feed_title, feed_published_at: what the feed said, for pages that do not say it themselves.
        outlet: the publisher's name: naming itself is no attribution.

    Raises:
        NotAnArticle: it holds none; the reason is one of no_html, no_text, binary, not_found_page, paywall,
            consent_page, needs_javascript, index_page, too_short.
    """
    if (
        b"\0" in body[:4096]
        and not body.startswith((b"\xff\xfe", b"\xfe\xff"))
        and "utf-16" not in content_type.lower()
    ):
        raise NotAnArticle("binary", "It is served as a page and holds binary data.")
    html, encoding = decode(body, content_type)
    tree = _tree(html)
    page = read_metadata(tree, url)
    raw = _body_text(tree, url, page)
    title = next(iter(page.titles), None) or feed_title
    lines, attribution, byline, line_date = _clean(raw.split("\n"), titles=[*page.titles, *filter(None, [feed_title])])
    text = "\n".join(_without_kicker(lines))
    if attribution and any(_names_itself(attribution, name) for name in (outlet, page.site) if name):
        attribution = None
    _must_be_article(text, title, tree, page, url)
    feed_date = Dated(feed_published_at, "instant", "feed") if feed_published_at else None
    return Article(
        url=url,
        canonical_url=canonical_url(page.canonical or url),
        text=text,
        title=title,
        author=", ".join(page.authors) or byline,
        language=language_of(text, page.language),
        published=not_later([*page.dates, feed_date, *page.visible_dates, url_dated(url), line_date], fetched_at),
        modified_at=min(page.modified_at, fetched_at) if page.modified_at else None,
        attribution=attribution,
        encoding=encoding,
    )


def parse_text(body: bytes, url: str, *, fetched_at: datetime) -> Article:
    """The article of a plain text file: a first line that reads like a headline is its title.

    Raises:
        NotAnArticle: no_text, or binary.
    """
    if b"\0" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotAnArticle("binary", "It is a binary file, not text.")
    text, encoding = decode(body, "")
    lines = [line for line in text.splitlines() if line.strip()]
    title = lines[0].strip() if len(lines) > 1 and _is_headline(lines[0]) else None
    if title:
        text = text[text.index(lines[0]) + len(lines[0]) :]
    article = from_text(text, url, title=title)
    article.published = not_later([article.published], fetched_at)
    article.encoding = encoding
    return article


def from_text(text: str, url: str, *, title: str | None = None, published: Dated | None = None) -> Article:
    """An article from text that is at hand, without what stands around it. Paragraph breaks stay as they are.

    Raises:
        NotAnArticle: nothing is left of the text.
    """
    lines, attribution, byline, line_date = _clean(text.splitlines(), titles=[title] if title else [])
    cleaned = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not cleaned:
        raise NotAnArticle("no_text", "It has no text.")
    return Article(
        url=url,
        canonical_url=canonical_url(url),
        text=cleaned,
        title=title,
        author=byline,
        language=language_of(cleaned, None),
        published=published or line_date,
        attribution=attribution,
    )


def decode(body: bytes, content_type: str) -> tuple[str, str | None]:
    """Bytes as text: by byte-order mark, header, meta element, UTF-8, and last by what the bytes look like.

    Returns:
        The text, and the character set where it had to be guessed. A declared one in which the bytes are not valid is
        not believed.
    """
    declared = [
        re.search(r"charset=[\"']?([\w-]+)", content_type, re.I),
        re.search(r"<meta[^>]+charset=[\"']?\s*([\w-]+)", body[:4096].decode("latin-1"), re.I),
    ]
    names = [match[1].lower() for match in declared if match]
    # Pages that say Latin-1 mean Windows-1252: so do browsers (WHATWG Encoding).
    names = ["cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else name for name in names]
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        names.insert(0, "utf-16")
    if body.startswith(b"\xef\xbb\xbf"):
        names.insert(0, "utf-8-sig")
    for name in [*names, "utf-8"]:
        try:
            return body.decode(name), None
        except (UnicodeDecodeError, LookupError):
            continue
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") * 20 < sum(byte > 127 for byte in body):
        return text, "utf-8 with broken characters"  # cut-off characters, a pasted line of Latin-1
    best = from_bytes(body[:200_000]).best()
    name = best.encoding if best else "cp1252"
    return body.decode(name, "replace"), name


def looks_like_html(body: bytes) -> bool:
    return bool(re.search(rb"<(!doctype html|html|head|body|article|p)\b", body[:2000], re.I))


def language_of(text: str, declared: str | None) -> str | None:
    """The language of a text, ISO 639-1: as it reads where it is long enough to tell, else as its page declares it."""
    if len(text.split()) < 5:
        return declared
    code, certainty = _languages().classify(text[:5000])
    if len(text.split()) >= MIN_WORDS_LANGUAGE and certainty > 0.9:
        return str(code)
    return declared or (str(code) if certainty > 0.9 else None)


# The page's text


def _tree(html: str) -> HtmlElement:
    # An XML declaration with an encoding makes lxml refuse text; NUL makes it stop.
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html).replace("\0", "")
    # Comments go while parsing: the extractor loses the words that follow one in a paragraph.
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(html, parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise NotAnArticle("no_html", "It holds no HTML that can be read.") from error
    return tree


def _body_text(tree: HtmlElement, url: str, page: Metadata) -> str:
    text = trafilatura.extract(copy.deepcopy(tree), url=url, include_comments=False, include_tables=True) or ""
    # Some pages split an article over containers, of which an extractor finds one; JSON-LD then has the whole.
    if page.body and len(page.body.split()) > 1.3 * len(text.split()):
        whole = page.body if "</p>" not in page.body else "\n".join(re.split(r"</p>", page.body))
        return "\n".join(re.sub(r"<[^<>]{1,300}>", " ", line) for line in re.split(r"\s*\n\s*", whole))
    return text


def _clean(lines: Iterable[str], *, titles: list[str]) -> tuple[list[str], str | None, str | None, Dated | None]:
    """Lines that are the article's own, whom it reprints, its byline, and a date that stood in a line of its own."""
    lexicon = _lexicon()
    kept = [_tidy(line) for line in lines]
    filled = [number for number, line in enumerate(kept) if line]
    attribution = byline = None
    dated: Dated | None = None
    dropped: set[int] = set()
    names = {_letters(title) for title in titles}
    top = 0
    for number in filled:
        line = kept[number]
        at_top = top < _EDGE_LINES
        if at_top and (_letters(line) in names or _letters(line.lstrip("#- ")) in names):
            dropped.add(number)
        elif at_top and (match := _whole(lexicon.bylines, line)) and len(line.split()) <= 12:
            byline = byline or match["name"]
            dropped.add(number)
        elif at_top and len(line) <= 60 and (found := written_dated(line)) and _letters_without_date(line) <= 25:
            dated = dated or found
            dropped.add(number)
        elif lexicon.drop.fullmatch(line):
            dropped.add(number)
            if at_top and dated is None:
                dated = written_dated(line)
        else:
            top += 1
    left = [number for number in filled if number not in dropped]
    for number in [*left[: _EDGE_LINES // 2], *reversed(left[-_EDGE_LINES:])]:
        if match := _whole(lexicon.attribution_lines, kept[number]):
            attribution = attribution or match["name"].strip(" .")
            dropped.add(number)
    left = [number for number in left if number not in dropped]
    if attribution is None:
        starts = (pattern.match(kept[number]) for number in left[:2] for pattern in lexicon.datelines)
        attribution = next((match["name"].strip() for match in starts if match), None)
    return [line for number, line in enumerate(kept) if number not in dropped], attribution, byline, dated


def _without_kicker(lines: list[str]) -> list[str]:
    """A page's text without the label of its section, of one to three words, that stands above it."""
    filled = [line for line in lines if line]
    is_label = (
        len(filled) > 2 and len(filled[0].split()) <= 3 and filled[0][-1].isalnum() and len(filled[1].split()) >= 8
    )
    return filled[1:] if is_label else filled


def _names_itself(attribution: str, outlet: str) -> bool:
    a, b = (re.sub(r"^the", "", _letters(name)) for name in (attribution, outlet))
    return bool(a) and (a in b or b in a)


def _must_be_article(text: str, title: str | None, tree: HtmlElement, page: Metadata, url: str) -> None:
    n_words = _n_words(text)
    visible: str | None = None
    for reason, detail, where, most, pattern in _lexicon().pages:
        if n_words > most:
            continue
        if where == "page" and visible is None:
            visible = _visible_text(tree)
        haystack = {"title": title or "", "text": text, "page": visible or ""}[where]
        if pattern.search(haystack):
            raise NotAnArticle(reason, detail)
    if not n_words:
        raise NotAnArticle("no_text", "No text could be found in it.")
    if page.is_index or (not page.is_article and _is_list_of_links(text, tree)):
        raise NotAnArticle("index_page", "It is a list of links to articles, not an article.")
    if urlsplit(url).path in ("", "/") and not urlsplit(url).query and not page.is_article and url.startswith("http"):
        raise NotAnArticle("index_page", "It is a site's front page, not an article.")
    least = MIN_WORDS_MARKED if page.is_article else MIN_WORDS
    if n_words < least:
        raise NotAnArticle(
            "too_short", f"Only {n_words} words of text were found in it; an article has at least {least}."
        )


def _is_list_of_links(text: str, tree: HtmlElement) -> bool:
    """Whether at least two in five lines, or half of all letters, are the words of links."""
    links = {_letters(node.text_content()) for node in tree.iter("a") if _n_words(node.text_content()) >= 3}
    lines = [_letters(line) for line in text.split("\n") if line.strip()]
    if len(lines) >= 5 and sum(line in links for line in lines) >= len(lines) * 0.4:
        return True
    # Short words of links ("World", "Section 4") can stand in a text by chance; a text of nothing else is a menu.
    every = {_letters(node.text_content()) for node in tree.iter("a")}
    if len(lines) >= 5 and sum(line in every for line in lines) >= len(lines) * 0.8:
        return True
    whole = "".join(lines)
    return sum(len(link) for link in links if link in whole) > len(whole) / 2


def _visible_text(tree: HtmlElement) -> str:
    return " ".join(
        " ".join(node.itertext())
        for node in tree.iter("p", "div", "span", "h1", "h2", "h3", "a", "button", "noscript", "label")
        if len(node) == 0
    )


# Lines


def _tidy(line: str) -> str:
    line = unicodedata.normalize("NFC", line.translate(_INVISIBLE))
    return re.sub(r"[^\S\n]+", " ", line).strip()


def _whole(patterns: Iterable[re.Pattern[str]], line: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.fullmatch(line))), None)


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text.lower()))


def _letters_without_date(line: str) -> int:
    return len(
        _letters(re.sub(r"\b\w*\d\w*\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*", "", line, flags=re.I))
    )


def _is_headline(line: str) -> bool:
    line = line.strip()
    return len(line) <= 200 and len(line.split()) <= 30 and not re.search(r"[.;,:]$", line)


def _n_words(text: str) -> int:
    """Words; where a script writes none apart, two letters count as one."""
    words = len(text.split())
    return max(words, len(text) // 2 if words * 20 < len(text) else 0)
