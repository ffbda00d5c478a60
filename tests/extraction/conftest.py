"""Shared by the tests of extraction: one reader a session, and an article read as ``communique extract`` reads it."""

from collections.abc import Callable
from typing import Any

import pytest

from pipelines.extraction.document import Extractor
from pipelines.extraction.events import Article

THURSDAY = "2024-05-16"
"""The day on which the articles of these tests are published, unless a test says otherwise."""


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="session")
def read(extractor: Extractor) -> Callable[..., dict[str, Any]]:
    """Events of a text in the codebook's form."""

    def read(text: str, published: str | None = THURSDAY, title: str | None = None) -> dict[str, Any]:
        return extractor.read(Article("a", text, title, published)).to_dict(text)

    return read
