"""The whole house, end to end: what `make run` promises, on the bundled newsroom, in processes of their own."""

import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pycountry
import pytest
import yaml

from pipelines.settings import ROOT
from pipelines.warehouse.publish import Release, publish
from tests.support import Demonstration, communique

pytestmark = pytest.mark.demonstration

FOUND_AT_LEAST = 0.9
EXPECTED: dict[str, Any] = yaml.safe_load((ROOT / "data" / "newsroom" / "expected_facts.yml").read_text())


def _query(demonstration: Demonstration, sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(demonstration.settings.warehouse_path), read_only=True) as con:
        return con.execute(sql, parameters or []).fetchall()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- what a newcomer sees -------------------------------------------------------------------------------------------


def test_the_run_shows_each_stage_the_latest_facts_and_what_to_type_next(demonstration: Demonstration) -> None:
    out = demonstration.first.stdout
    for stage in ("fetch", "parse", "extract", "rates", "build", "publish", "total"):
        assert re.search(rf"^  {stage} .*\d\.\d s$", out, re.MULTILINE), f"no line for {stage} in:\n{out}"
    for title in ("Latest meetings", "Latest pledges", "Latest agreements", "Next"):
        assert f"\n{title}\n" in out
    assert re.search(r"^\d+ new facts\. The ledger holds \d+ meetings, \d+ pledges", out, re.MULTILINE)
    assert "make sql q=" in out
    assert demonstration.first.stderr == ""


def test_the_output_fits_a_hundred_columns_and_has_no_colours_in_a_pipe(demonstration: Demonstration) -> None:
    tables = demonstration.first.stdout.split("could not be used")[0].rpartition("\n")[0]
    assert max(len(line) for line in tables.splitlines()) <= 100
    assert "\x1b" not in demonstration.first.stdout
    assert not re.search(r"[ \t]+$", tables, re.MULTILINE)


def test_what_could_not_be_used_is_named_with_its_reason_and_the_run_went_on(demonstration: Demonstration) -> None:
    for problem in EXPECTED["problems"]:
        line = re.search(rf"^  (\S+) +{re.escape(problem['url'])}", demonstration.first.stdout, re.MULTILINE)
        assert line, f"{problem['url']} is not named"
        if problem["reason"] != "not_an_article":
            assert line[1] == problem["reason"]


def test_the_second_run_fetches_nothing_again_and_changes_no_fact(demonstration: Demonstration) -> None:
    before = _query(demonstration, "select release_id from meta.releases")
    facts = {table: _query(demonstration, f"select * from {table} order by all") for table in _FACT_TABLES}
    second = demonstration.second
    assert second.returncode == 0, second.stderr
    assert re.search(r"^  fetch .* 0 |^  parse +0 pages", second.stdout, re.MULTILINE)
    assert "pages new" not in second.stdout
    assert re.search(r"^0 new facts; nothing changed since 20\d\d-", second.stdout, re.MULTILINE)
    assert {table: _query(demonstration, f"select * from {table} order by all") for table in _FACT_TABLES} == facts
    assert _query(demonstration, "select release_id from meta.releases") == before


def test_the_second_run_takes_a_fraction_of_the_first(demonstration: Demonstration) -> None:
    assert _total_seconds(demonstration.second.stdout) < 0.6 * _total_seconds(demonstration.first.stdout)


def _total_seconds(out: str) -> float:
    line = re.search(r"^  total +([\d.]+) s", out, re.MULTILINE)
    assert line, out
    return float(line[1])


# --- the facts ------------------------------------------------------------------------------------------------------

_FACT_TABLES = {"fct_meetings": "meeting", "fct_pledges": "pledge", "fct_agreements": "agreement"}
_ACTORS = {
    "meeting": "select meeting_id, iso3 from fct_meeting_participants where iso3 is not null",
    "pledge": "select pledge_id, coalesce(iso3, name) from fct_pledge_donors",
    "agreement": "select agreement_id, coalesce(iso3, name) from fct_agreement_parties",
}


def _published(demonstration: Demonstration, event_type: str) -> dict[str, dict[str, Any]]:
    """Every published fact of a type: the articles that tell it, its actors, its amount."""
    amount = "amount" if event_type == "pledge" else "null"
    events: dict[str, dict[str, Any]] = {
        row[0]: {"amount": row[1], "status": row[2], "articles": set(), "actors": set()}
        for row in _query(demonstration, f"select {event_type}_id, {amount}, status from fct_{event_type}s")
    }
    told = """
        select m.event_id, a.url from fct_event_mentions as m join dim_articles as a using (article_id)
        where event_type = ?
    """
    for event_id, url in _query(demonstration, told, [event_type]):
        if event_id in events:
            events[event_id]["articles"].add(url.partition("?")[0])
    for event_id, actor in _query(demonstration, _ACTORS[event_type]):
        events[event_id]["actors"].add(actor)
    return events


def _is_told_by(fact: dict[str, Any], event: dict[str, Any]) -> bool:
    if not event["articles"] & set(fact["articles"]):
        return False
    named = fact.get("actors") or fact.get("donor") or fact.get("parties")
    actors = {actor for actor in named if pycountry.countries.get(alpha_3=actor)}
    if actors and not actors & event["actors"]:
        return False
    return fact.get("amount") is None or event["amount"] in (None, fact["amount"])


@pytest.mark.parametrize("event_type", ["meeting", "pledge", "agreement"])
def test_the_expected_facts_are_found_each_once_and_nothing_is_invented(
    demonstration: Demonstration, event_type: str
) -> None:
    events = _published(demonstration, event_type)
    facts = EXPECTED[f"{event_type}s"]
    found: dict[str, list[str]] = {
        fact["id"]: [event_id for event_id, event in events.items() if _is_told_by(fact, event)] for fact in facts
    }
    missed = [fact_id for fact_id, ids in found.items() if not ids]
    known = {event_id for ids in found.values() for event_id in ids}
    invented = {event_id: event for event_id, event in events.items() if event_id not in known}
    assert not invented, f"no expected {event_type} stands behind {invented}"
    assert len(missed) <= (1 - FOUND_AT_LEAST) * len(facts), f"not found: {missed}"
    assert len(events) <= len(facts), f"facts told apart that are one: {found}"


def test_every_fact_has_words_that_say_so(demonstration: Demonstration) -> None:
    for table, event_type in _FACT_TABLES.items():
        bare = f"{event_type}_id not in (select event_id from fct_event_evidence)"
        assert _query(demonstration, f"from {table} where {bare}") == []


def test_a_reprint_is_one_story_with_the_article_that_it_reprints(demonstration: Demonstration) -> None:
    for reprint in EXPECTED["reprints"]:
        stories = _query(
            demonstration,
            "select distinct m.story_id, a.attribution from fct_event_mentions as m "
            "join dim_articles as a using (article_id) where split_part(a.url, '?', 1) in (?, ?) order by 2 nulls last",
            [reprint["url"], reprint["of"]],
        )
        assert len({story for story, _ in stories}) == 1
        assert stories[0][1] == reprint["via"]


def test_money_is_converted_at_a_rate_of_the_day(demonstration: Demonstration) -> None:
    rows = _query(
        demonstration, "select amount, amount_eur from fct_pledges where currency = 'EUR' and amount is not null"
    )
    assert rows
    assert all(amount == eur for amount, eur in rows)
    missing = (
        "select count(*) from fct_pledges where amount is not null and amount_eur is null and fx_missing_reason is null"
    )
    assert _query(demonstration, missing) == [(0,)]


def test_a_release_says_what_it_holds(demonstration: Demonstration) -> None:
    row = _query(
        demonstration,
        "select n_meetings, n_pledges, n_agreements, n_articles, checks_passed > 50, extractor_version is not null, "
        "duration_s > 0 from meta.releases order by published_at limit 1",
    )[0]
    counts = tuple(_query(demonstration, f"select count(*) from {table}")[0][0] for table in _FACT_TABLES)
    assert row[:3] == counts
    assert row[3] == EXPECTED["totals"]["articles"]
    assert row[4:] == (True, True, True)


# --- commands on a ledger -------------------------------------------------------------------------------------------


def test_an_event_can_be_explained_from_the_ledger(demonstration: Demonstration) -> None:
    (event_id,) = _query(
        demonstration, "select pledge_id from fct_pledges order by amount_eur desc nulls last limit 1"
    )[0]
    done = communique("explain", event_id, data_dir=demonstration.data_dir)
    assert done.returncode == 0
    assert "The words that say so" in done.stdout
    assert re.search(r"\d+–\d+ \w+: “.+”", done.stdout)


def test_an_ingested_article_becomes_facts_of_the_published_file(demonstration: Demonstration, tmp_path: Path) -> None:
    data_dir = demonstration.copy(tmp_path)
    article = tmp_path / "article.jsonl"
    text = (
        "Iceland will give 4 million euros to Moldova to repair hospitals, the Icelandic foreign ministry announced on "
        "Tuesday.\n\nThe money will be paid over two years, it said."
    )
    article.write_text(
        json.dumps({"id": "x", "published": "2026-11-10", "title": "Iceland helps Moldova", "text": text})
    )
    done = communique("ingest", str(article), data_dir=data_dir)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^  2026-11-10 +announced +ISL +MDA +4,000,000 +EUR", done.stdout, re.MULTILINE), done.stdout
    assert re.search(r"^1 new fact\. ", done.stdout, re.MULTILINE)
    with duckdb.connect(str(data_dir / "warehouse.duckdb"), read_only=True) as con:
        query = "select amount_eur from fct_pledges where amount = 4000000 and pledge_date = date '2026-11-10'"
        assert con.execute(query).fetchall() == [(4000000.0,)]


def test_extract_reads_lines_and_writes_lines_without_a_database(tmp_path: Path) -> None:
    line = {
        "id": "a",
        "published": "2024-05-07",
        "title": None,
        "text": "Norway pledged 5 million euros to Chad on Monday.",
    }
    done = communique("extract", data_dir=tmp_path / "data", stdin=json.dumps(line) + "\n")
    assert done.returncode == 0, done.stderr
    (events,) = [json.loads(text) for text in done.stdout.splitlines()]
    assert events["id"] == "a"
    assert events["pledges"][0]["amount"] == 5_000_000
    assert not (tmp_path / "data").exists()


# --- audit and publish ----------------------------------------------------------------------------------------------


def _break(data_dir: Path, statement: str) -> None:
    with duckdb.connect(str(data_dir / "build.duckdb")) as con:
        con.execute(statement)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update raw.event_evidence set quote = 'never said'", "every_quote_stands_in_its_text"),
        ("update raw.event_mentions set status = 'dreamt of'", "dbt build failed, so nothing is published"),
    ],
)
def test_a_failed_audit_leaves_the_published_file_untouched_and_says_what_failed(
    demonstration: Demonstration, tmp_path: Path, statement: str, told: str
) -> None:
    data_dir = demonstration.copy(tmp_path)
    before = _digest(data_dir / "warehouse.duckdb")
    _break(data_dir, statement)
    done = communique("rebuild", data_dir=data_dir)
    assert done.returncode == 1, done.stdout
    assert told in done.stderr
    assert "The published file is as it was." in done.stderr
    assert done.stderr.count("\n") == 1
    assert _digest(data_dir / "warehouse.duckdb") == before


_READER = """
import sys, time, duckdb
path, until = sys.argv[1], time.time() + float(sys.argv[2])
reads = 0
while time.time() < until:
    with duckdb.connect(path, read_only=True) as con:
        release, pledges, meetings = con.execute(
            "select release_id, n_pledges, n_meetings from meta.releases order by published_at desc limit 1").fetchone()
        assert con.execute("select count(*) from fct_pledges").fetchone() == (pledges,)
        assert con.execute("select count(*) from fct_meetings").fetchone() == (meetings,)
    reads += 1
print(reads)
"""


def test_ten_publishes_disturb_no_reader(demonstration: Demonstration, tmp_path: Path) -> None:
    data_dir = demonstration.copy(tmp_path)
    build, warehouse = data_dir / "build.duckdb", data_dir / "warehouse.duckdb"
    command = [sys.executable, "-c", _READER, str(warehouse)]
    readers = [
        subprocess.Popen([*command, "12"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    releases = {publish(build, warehouse, release=Release()).release_id for _ in range(10)}
    assert len(releases) == 10
    for reader in readers:
        out, err = reader.communicate(timeout=60)
        assert reader.returncode == 0, err
        assert int(out) > 20


# --- the UI ---------------------------------------------------------------------------------------------------------

_ASK = """
{ repositoriesOrError { __typename ... on RepositoryConnection { nodes {
    assetNodes { id } jobs { name } schedules { name scheduleState { status } } } } }
  runsOrError { ... on Runs { results { jobName status } } } }
"""


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ask(port: int) -> dict[str, Any]:
    body = json.dumps({"query": _ASK}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", body, {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return dict(json.load(answer)["data"])


def _wait_for(what: Callable[[], Any], seconds: float) -> Any:
    deadline = time.monotonic() + seconds
    while True:
        try:
            return what()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def test_the_ui_shows_the_runs_of_the_command_line_and_stops_when_told(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "serve", "--newsroom", "--port", str(port)],
        cwd=ROOT,
        env=os.environ | {"COMMUNIQUE_DATA_DIR": str(demonstration.copy(tmp_path))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        answer = _wait_for(lambda: _ask(port), 120)
        assert answer["repositoriesOrError"]["__typename"] == "RepositoryConnection"
        (repository,) = answer["repositoriesOrError"]["nodes"]
        assert {"refresh", "rebuild"} <= {job["name"] for job in repository["jobs"]}
        assert [schedule["scheduleState"]["status"] for schedule in repository["schedules"]] == ["RUNNING"]
        assert len(repository["assetNodes"]) > 50
        assert {"jobName": "refresh", "status": "SUCCESS"} in answer["runsOrError"]["results"]
    finally:
        server.send_signal(signal.SIGTERM)
        out, _ = server.communicate(timeout=60)
    assert f"http://127.0.0.1:{port}" in out
    with pytest.raises(OSError, match="refused"):
        _ask(port)
