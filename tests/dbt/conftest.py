"""One build of the whole press per session: dbt is slow to start, and its answers do not depend on who asks."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from newsdesk import WORKSHOP, Newsdesk, run_dbt
from press import everything


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build file of the press, built and audited by dbt; read it, do not write it."""
    path = tmp_path_factory.mktemp("built") / "build.duckdb"
    Newsdesk(path).tell(*everything())
    done = run_dbt(path, "build", "--exclude-resource-type", "unit_test")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return path


@pytest.fixture(scope="session", autouse=True)
def _workshop_cleared() -> Iterator[None]:
    yield
    shutil.rmtree(WORKSHOP, ignore_errors=True)
