"""A small press written by us: articles and their events, put into a real build file the way the pipeline puts them.

The events go through ``load_extractions`` itself, so that these tests and the pipeline agree on the payload. Running
dbt is here too, as a subprocess, because that is how the pipeline runs it.
"""

import copy
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pipelines.extraction.events import Agreement, ArticleEvents, Link, Meeting, Participant, Pledge, Span
from pipelines.settings import ROOT
from pipelines.warehouse.connection import connect
from pipelines.warehouse.fx import load_fx_rates
from pipelines.warehouse.mentions import Extraction, load_extractions
from pipelines.warehouse.tables import create_raw_tables

DBT_PROJECT = ROOT / "dbt_project"
VERSION = "test-1"
WORKSHOP = Path(tempfile.gettempdir()) / f"communique-dbt-{os.getpid()}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def seat(actor: str | None, name: str | None = None, title: str | None = None) -> Participant:
    return Participant(name=name, title=title, actor=actor)


def _dated(event: Any, date: str | None, source: str = "stated") -> Any:
    event.date = date
    event.date_source = source if date else "none"
    event.date_precision = "none" if date is None else "day" if len(date) == 10 else "month"
    return event


def meeting(
    *participants: Participant, status: str = "held", date: str | None = None, source: str = "stated", **more: Any
) -> Meeting:
    return _dated(Meeting(status=status, participants=list(participants), confidence=0.8, **more), date, source)


def pledge(
    donor: str | list[str],
    recipient: str | list[str],
    amount: float | None = None,
    currency: str | None = None,
    status: str = "announced",
    date: str | None = None,
    source: str = "stated",
    **more: Any,
) -> Pledge:
    donors = [donor] if isinstance(donor, str) else donor
    recipients = [recipient] if isinstance(recipient, str) else recipient
    made = Pledge(
        status=status, donor=donors, recipient=recipients, amount=amount, currency=currency, confidence=0.8, **more
    )
    return _dated(made, date, source)


def agreement(parties: list[str], kind: str, subject: str | None, status: str = "signed", date: str | None = None,
              source: str = "stated", **more: Any) -> Agreement:  # fmt: skip
    return _dated(
        Agreement(status=status, parties=parties, type=kind, subject=subject, confidence=0.8, **more), date, source
    )


@dataclass
class Told:
    """One article version and what it tells."""

    url: str
    published: str | None
    events: list[Any]
    seen: str
    story: str | None = None
    text: str | None = None
    outlet: str | None = None
    links: list[tuple[int, int, str]] = field(default_factory=list)


class Newsdesk:
    """Writes articles and events into one build file."""

    def __init__(self, path: Path, *, fx: bool = True) -> None:
        self.path = path
        with connect(path) as con:
            create_raw_tables(con)
            if fx:
                load_fx_rates(con)

    def tell(self, *articles: Told, version: str = VERSION) -> None:
        """Each article in the order given; a second text at one URL supersedes the first."""
        with connect(self.path) as con:
            for article in articles:
                extraction = self._file(con, article)
                load_extractions(con, [extraction], version)
                # As if each article had been read when it came in, and read anew a year later.
                con.execute(
                    "update raw.extractions set extracted_at = $seen::timestamp + to_years($years)"
                    " where article_id = $id and extractor_version = $version",
                    {
                        "seen": article.seen,
                        "years": int(version != VERSION),
                        "id": extraction.article_id,
                        "version": version,
                    },
                )

    def _file(self, con: duckdb.DuckDBPyConnection, told: Told) -> Extraction:
        text = told.text or f"Report at {told.url}. " + " ".join(repr(event) for event in told.events)
        sha = hashlib.sha256(text.encode()).hexdigest()
        article_id = _digest(told.url, sha)
        host = told.url.split("/")[2]
        con.execute("update raw.articles set is_current = false where canonical_url = ?", [told.url])
        con.execute(
            """insert or replace into raw.articles by name select
                $article_id as article_id, $source as source_id, $url as url, $url as canonical_url,
                'A headline' as title, 'en' as language, $published::timestamp as published_at,
                'meta' as published_at_source,
                case when $published is not null then 'instant' end as published_precision,
                $text as text, $sha as text_sha256, 20 as word_count, 'parser-1' as parser_version,
                $seen::timestamp as first_seen_at, true as is_current, $outlet as outlet, 'FRA' as country,
                $story as story_id""",
            {
                "article_id": article_id,
                "source": host.split(".")[0],
                "url": told.url,
                "published": told.published,
                "text": text,
                "sha": sha,
                "seen": told.seen,
                "outlet": told.outlet or host,
                "story": told.story or article_id,
            },
        )
        events = ArticleEvents(id=article_id, n_sentences=3, n_candidates=len(told.events))
        keys: list[tuple[str, int]] = []
        for event in copy.deepcopy(told.events):
            kind = type(event).__name__.lower()
            group = events.of_type(kind)
            keys.append((kind, len(group)))
            event.evidence = [Span(10 * len(keys), min(10 * len(keys) + 40, len(text)))]
            group.append(event)
        events.links = [Link(keys[source], keys[target], link_type) for source, target, link_type in told.links]
        return Extraction(article_id, text, sha, events, elapsed_ms=1.0)


def run_dbt(build_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """dbt as the pipeline runs it; the caller looks at ``returncode`` and ``stdout``.

    The file is moved to one place while dbt works on it: dbt parses the project anew, five seconds, whenever its path
    changes.
    """
    WORKSHOP.mkdir(exist_ok=True)
    bench = WORKSHOP / "build.duckdb"
    env = os.environ | {
        "COMMUNIQUE_BUILD_PATH": str(bench),
        "DBT_TARGET_PATH": str(WORKSHOP / "target"),
        "DBT_LOG_PATH": str(WORKSHOP / "logs"),
    }
    dbt = Path(sys.executable).with_name("dbt")
    shutil.move(build_path, bench)
    try:
        return subprocess.run(
            [str(dbt), *words, "--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)],
            env=env, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
    finally:
        shutil.move(bench, build_path)


def rows(path: Path, query: str, parameters: Any = None) -> list[dict[str, Any]]:
    """The answer to ``query`` as dictionaries, from a connection that is closed at once."""
    with connect(path, read_only=True) as con:
        con.execute(
            "use marts"
            if con.execute("select 1 from duckdb_schemas() where schema_name = 'marts'").fetchone()
            else "use main"
        )
        answer = con.execute(query, parameters)
        names = [column[0] for column in answer.description or []]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
