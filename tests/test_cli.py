"""The command line: what wrong usage is told, and what each command prints."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import duckdb
import pytest

from pipelines import cli
from pipelines.settings import Settings
from pipelines.warehouse.lock import writer_lock

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(house: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``communique`` in this process: exit code, output, errors."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["communique", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def published(house: Settings) -> Path:
    """A published file with one fact of each type; enough of the contract for the commands that read."""
    house.data_dir.mkdir(parents=True)
    with duckdb.connect(str(house.warehouse_path)) as con:
        con.execute(
            """
            create table fct_meetings as
                select 'meeting:aa11' as meeting_id, 'held' as status, date '2024-05-06' as meeting_date;
            create table fct_pledges as
                select 'pledge:ab22' as pledge_id, 2500000.0::double as amount, 'EUR' as currency;
            create table fct_agreements as
                select 'agreement:cc33' as agreement_id, 'signed' as status;
            create table fct_event_evidence as
                select 'meeting:aa11' as event_id, 'https://herald.example/1' as url, 'event' as field,
                       'the ministers met' as quote, 4 as char_start, 21 as char_end;
            create table fct_event_links as
                select 'pledge:ab22' as from_event_id, 'meeting:aa11' as to_event_id, 'pledged_at' as link_type;
            """
        )
    return house.warehouse_path


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["refresh", "--frob"], "No such option"),
        (["refresh", "--sources", "/no/such/sources.yml"], "/no/such/sources.yml does not exist"),
        (["ingest"], "Missing argument"),
        (["ingest", "/no/such/file.html"], "/no/such/file.html does not exist as a file"),
        (["ingest", "ftp://herald.example/1"], "ftp://herald.example/1 is not a web address"),
        (["ingest", __file__, "--published", "24 October"], "'24 October' is not a date"),
        (["ingest", __file__, "--published", "2019-13-01"], "'2019-13-01' is not a date"),
        (["sql"], "Missing argument"),
        (["sql", "  "], "The query is empty"),
        (["sql", "select 1", "--csv", "--json"], "--csv and --json exclude each other"),
        (["explain"], "Missing argument"),
        (["serve", "--port", "99999"], "99999 is not in the range"),
    ],
)
def test_wrong_usage_ends_with_one_sentence_and_exit_code_2(run: Run, words: list[str], told: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert told in err
    assert err.startswith("communique: ")
    assert err.count("\n") == 1


def test_a_fault_in_the_sources_file_names_file_entry_and_field(run: Run, tmp_path: Path) -> None:
    sources = tmp_path / "sources.yml"
    sources.write_text("sources:\n  - {name: herald, kind: rss, url: herald.example, outlet: Herald, language: en}\n")
    code, _, err = run("refresh", "--sources", str(sources))
    assert code == 2
    assert f"{sources}, entry 1 (herald), field url" in err


@pytest.mark.parametrize("words", [["sql", "select 1"], ["explain", "aa11"]])
def test_asking_before_the_first_run_says_what_to_run(run: Run, words: list[str]) -> None:
    code, _, err = run(*words)
    assert code == 1
    assert "Run `make run`" in err


def test_without_a_command_the_commands_are_listed(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    for command in ("refresh", "ingest", "extract", "sql", "explain", "serve"):
        assert f"\n  {command} " in out


def test_a_query_is_answered_as_an_aligned_table(run: Run, published: Path) -> None:
    code, out, _ = run("sql", "select * from fct_pledges")
    assert code == 0
    assert out.splitlines() == [
        "pledge_id       amount  currency",
        "───────────  ─────────  ────────",
        "pledge:ab22  2,500,000  EUR",
        "(1 row)",
    ]


def test_a_query_is_answered_as_csv_and_as_json_lines_without_rounding(run: Run, published: Path) -> None:
    query = "select amount + 0.125 as amount, null as nothing, date '2024-05-06' as day from fct_pledges"
    _, out, _ = run("sql", query, "--csv")
    assert list(csv.reader(io.StringIO(out))) == [["amount", "nothing", "day"], ["2500000.125", "", "2024-05-06"]]
    _, out, _ = run("sql", "select amount, date '2024-05-06' as day from fct_pledges", "--json")
    assert json.loads(out) == {"amount": 2500000.0, "day": "2024-05-06"}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("select * from fct_visits", "fct_visits does not exist"),
        ("delete from fct_pledges", "read-only"),
        ("select * from read_csv('/etc/passwd')", "disabled"),
        ("copy fct_pledges to '/tmp/pledges.csv'", "disabled"),
        ("attach '/tmp/other.duckdb'", "disabled"),
        ("set enable_external_access = true", "locked"),
    ],
)
def test_a_query_that_fails_or_reaches_outside_is_refused_in_one_sentence(
    run: Run, published: Path, query: str, told: str
) -> None:
    code, out, err = run("sql", query)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("given", ["meeting:aa11", "aa11", "aa"])
def test_an_event_is_explained_with_its_words_and_links_from_its_id_or_a_part_of_it(
    run: Run, published: Path, given: str
) -> None:
    code, out, _ = run("explain", given)
    assert code == 0
    assert "meeting:aa11" in out
    assert "4–21 event: “the ministers met”" in out
    assert "https://herald.example/1" in out
    assert "is pledged_at of" in out


def test_an_event_that_is_unknown_or_ambiguous_is_refused(run: Run, published: Path) -> None:
    code, _, err = run("explain", "zz99")
    assert code == 2
    assert "No event has the id 'zz99'" in err
    code, _, err = run("explain", "a")
    assert code == 2
    assert "'a' begins 3 ids (meeting:aa11, pledge:ab22, agreement:cc33)" in err


def test_two_refreshes_at_once_are_refused_with_who_runs_since_when(
    house: Settings, run_communique: Callable[..., CompletedProcess[str]]
) -> None:
    with writer_lock(house.data_dir, "a refresh"):
        done = run_communique("rebuild")
    assert done.returncode == 1
    assert "A refresh (process" in done.stderr
    assert "has been running since" in done.stderr
    assert "Traceback" not in done.stderr


def test_output_into_a_reader_that_has_gone_is_no_error(published: Path, house: Settings) -> None:
    import subprocess

    command = f"{sys.executable} -m pipelines.cli sql 'select range from range(100000)' | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "range"
    assert done.stderr == ""
