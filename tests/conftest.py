"""Shared by all tests: a data folder of its own, the command line as a user runs it, one demonstration per session.

The demonstration is the real thing: the bundled newsroom over HTTP, Dagster, dbt, the publish. Tests that need it carry
the mark ``demonstration``, which keeps them in one worker, so that it runs once.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipelines.settings import Settings, settings
from tests.support import Demonstration, Result, communique


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "demonstration: needs the session's demonstration run (kept in one worker)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("demonstration"):
            item.add_marker(pytest.mark.xdist_group("demonstration"))


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> Iterator[None]:
    """A developer's COMMUNIQUE_* settings must not change what tests see."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("COMMUNIQUE_")]:
            patch.delenv(name)
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of this process with an empty data folder."""
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield settings()
    settings.cache_clear()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    data_dir = tmp_path_factory.mktemp("demonstration") / "data"
    first = communique("demo", data_dir=data_dir)
    assert first.returncode == 0, f"{first.stdout}\n{first.stderr}"
    done = Demonstration(data_dir, first)
    assert done.second.returncode == 0  # at once, before the page that is gone is due for another try
    return done


@pytest.fixture
def run_communique(tmp_path: Path) -> Callable[..., Result]:
    """``communique`` with a data folder of the test's own."""

    def run(*words: str, stdin: str | bytes | None = None, **environment: str) -> Result:
        return communique(*words, data_dir=tmp_path / "data", stdin=stdin, **environment)

    return run
