from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from pipelines.newsroom import Newsroom, NewsroomArticle, load_articles
from pipelines.settings import ROOT

NEWSROOM = ROOT / "data" / "newsroom"


@pytest.fixture(scope="session")
def directory() -> Path:
    return NEWSROOM


@pytest.fixture(scope="session")
def newsroom(directory: Path) -> Iterator[Newsroom]:
    with Newsroom(directory) as serving:
        yield serving


@pytest.fixture(scope="session")
def articles(directory: Path) -> dict[str, NewsroomArticle]:
    return {article.url: article for article in load_articles(directory)}


@pytest.fixture(scope="session")
def get(newsroom: Newsroom) -> Callable[..., requests.Response]:
    """Ask for a URL of a fictional host over HTTP: its name in the Host header, the connection to the loopback port."""

    def ask(
        url: str, method: str = "GET", headers: dict[str, str] | None = None, **options: object
    ) -> requests.Response:
        host, _, path = url.removeprefix("http://").partition("/")
        return requests.request(
            method,
            f"http://127.0.0.1:{newsroom.port}/{path}",
            headers={"Host": host, **(headers or {})},
            timeout=10,
            allow_redirects=False,
            **options,  # type: ignore[arg-type]
        )

    return ask
