"""What the tests of the scraping room share: a site, settings that lead to it, a real warehouse, a source."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from gazette import Site

from pipelines.scraping.sources import Source
from pipelines.settings import Settings
from pipelines.warehouse.connection import connect


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    yield server
    server.close()


@pytest.fixture
def settings(site: Site, tmp_path: Path) -> Settings:
    """Hosts under ``.example`` lead to the site; waits are short."""
    hosts = ("gazette.example", "courier.example", "wire.example")
    return Settings(
        data_dir=tmp_path / "data",
        connect_to=dict.fromkeys(hosts, site.address),
        timeout_s=0.8,
        backoff_s=0.01,
        max_bytes=200_000,
    )


@pytest.fixture
def con(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(settings.build_path) as connection:
        yield connection


@pytest.fixture
def source() -> Callable[..., Source]:
    def make(
        name: str = "gazette", kind: str = "rss", url: str = "http://gazette.example/feed", **fields: object
    ) -> Source:
        return Source.model_validate(
            {"name": name, "kind": kind, "url": url, "outlet": "The Casten Gazette", "language": "en", **fields}
        )

    return make
