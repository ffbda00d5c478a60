"""The command line: parses words, calls the rooms, prints. Thin on purpose.

Exit codes: 0 done, 1 a run failed (the published file is untouched), 2 wrong usage. Both kinds of failure are told in
one sentence on the error stream; a traceback is a bug of ours.
"""

import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import duckdb

from pipelines import report
from pipelines.dbt import DbtError, ensure_manifest
from pipelines.progress import stage, watch
from pipelines.scraping.sources import SourcesError, load_sources
from pipelines.settings import ROOT, settings
from pipelines.warehouse import facts
from pipelines.warehouse.connection import WarehouseError, connect
from pipelines.warehouse.lock import Busy, writer_lock

FAILED, WRONG_USAGE = 1, 2
UI_PORT = 3000
_PORTS_TRIED = 20
_DAY_OR_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?")


class Failed(click.ClickException):
    """A run that failed; what was published before is untouched."""

    exit_code = FAILED


class WrongInput(click.UsageError):
    """Words that click accepts and we do not; the message says what to write instead."""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False, invoke_without_command=True
)
@click.option(
    "--data-dir", type=click.Path(file_okay=False, path_type=Path), help="Where files are kept (COMMUNIQUE_DATA_DIR)."
)
@click.version_option(package_name="communique", message="communique %(version)s")
@click.pass_context
def cli(context: click.Context, data_dir: Path | None) -> None:
    """Reads diplomatic news and keeps the ledger: who met whom, who pledged what to whom, who agreed to what."""
    if data_dir:
        _set_environment(COMMUNIQUE_DATA_DIR=str(data_dir.expanduser().resolve()))
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command()
@click.option("--force", is_flag=True, help="Build the models although nothing that they read has changed.")
@click.option(
    "--sources",
    type=click.Path(path_type=Path),
    help="A sources file other than the usual one (COMMUNIQUE_SOURCES_FILE).",
)
def refresh(force: bool, sources: Path | None) -> None:
    """Fetch, parse, extract, build, audit, publish."""
    if sources:
        _set_environment(COMMUNIQUE_SOURCES_FILE=str(sources.expanduser().resolve()))
    enabled = [source for source in load_sources(settings().sources_file) if source.enabled]
    out = report.console()
    out.print(
        f"[bold]Communiqué[/] · {len(enabled)} source{'' if len(enabled) == 1 else 's'} of {settings().sources_file}\n"
    )
    _run(out, "refresh", force=force)
    report.next_steps(out, settings().warehouse_path, demonstration=False)


@cli.command()
@click.option("--force", is_flag=True, help="Build the models although nothing that they read has changed.")
def rebuild(force: bool) -> None:
    """Extract what waits, build, audit, publish; ask no outlet for anything."""
    _run(report.console(), "rebuild", force=force)


@cli.command()
def demo() -> None:
    """Refresh from the bundled newsroom, and show what came of it."""
    from pipelines.newsroom import Newsroom

    out = report.console()
    with Newsroom(settings().newsroom_dir) as newsroom, _sources_from(newsroom):
        out.print(
            f"[bold]Communiqué[/] · {len(newsroom.hosts)} fictional outlets, served on 127.0.0.1:{newsroom.port}\n"
        )
        _run(out, "refresh", force=False)
    report.next_steps(out, settings().warehouse_path, demonstration=True)


@cli.command()
@click.argument("targets", nargs=-1, required=True, metavar="PATH_OR_URL…")
@click.option(
    "--published", metavar="DATE", help="Publication date, YYYY-MM-DD or YYYY-MM, for articles that do not say it."
)
@click.option("--no-refresh", is_flag=True, help="Only store and extract; the published file is left as it is.")
def ingest(targets: tuple[str, ...], published: str | None, no_refresh: bool) -> None:
    """Take in web pages, local HTML or text files, or JSON Lines of articles."""
    _check_targets(targets)
    _check_published(published)
    from pipelines.extraction.document import EXTRACTOR_VERSION
    from pipelines.scraping.collect import ingest as ingest_targets
    from pipelines.warehouse.tables import create_raw_tables

    out = report.console()
    lines = report.Lines(out)
    with writer_lock(settings().data_dir, "an ingest"), watch(lines):
        with stage("ingest") as done, connect(settings().build_path) as con:
            create_raw_tables(con)
            summary = ingest_targets(con, list(targets), settings=settings(), published=published)
            done.counts = {
                "targets": summary.n_targets,
                "new articles": summary.n_articles_new,
                "changed": summary.n_articles_changed,
                "known": summary.n_articles_unchanged,
            }
        if no_refresh:
            _extract()
            outcome_problems: list[Any] = []
        else:
            outcome_problems = _run(out, "rebuild", force=False, show_facts=False).problems
        with connect(settings().build_path, read_only=True) as con:
            n_events = report.mentions(out, con, summary.article_ids, EXTRACTOR_VERSION)
    if not n_events:
        out.print("\nNo event was found in what was ingested.")
    report.problems(out, [*summary.problems, *outcome_problems])
    if summary.problems and not summary.article_ids:
        raise Failed("Nothing could be ingested; each reason is named above.")


@cli.command()
def extract() -> None:
    """Articles in as JSON Lines (standard input), events out as JSON Lines (standard output); no database."""
    from pipelines.extraction import jsonl

    sys.exit(jsonl.run(sys.stdin.buffer, sys.stdout, sys.stderr))


@cli.command()
@click.argument("query")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values with a header.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per row.")
def sql(query: str, as_csv: bool, as_json: bool) -> None:
    """Query the published file, read-only."""
    if as_csv and as_json:
        raise WrongInput("--csv and --json exclude each other: choose one.")
    if not query.strip():
        raise WrongInput('The query is empty: write one, such as "select * from fct_pledges".')
    with connect(settings().warehouse_path, read_only=True) as con:
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        try:
            names, found = facts.rows(con, query)
        except duckdb.Error as error:
            said = str(error).partition("\n\nLINE ")[0]
            raise WrongInput(f"DuckDB does not accept the query: {' '.join(said.split())}") from None
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(found)
    elif as_json:
        for row in found:
            click.echo(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_json))
    else:
        _print_result(names, found)


@cli.command()
@click.argument("event_id")
def explain(event_id: str) -> None:
    """One event in full, with the words that say so. The id may be cut short."""
    with connect(settings().warehouse_path, read_only=True) as con:
        found = facts.find_event(con, event_id.strip())
        if not event_id.strip() or not found:
            raise WrongInput(
                f"No event has the id {event_id!r}: take one from fct_meetings, fct_pledges or fct_agreements."
            )
        if len(found) > 1:
            ids = ", ".join(pair[1] for pair in found[:5])
            raise WrongInput(
                f"{event_id!r} begins {len(found)} ids ({ids}{' …' if len(found) > 5 else ''}): write more of it."
            )
        report.event(report.console(), con, *found[0])


@cli.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help=f"Port on the loopback interface; default: the first free from {UI_PORT}.",
)
@click.option("--newsroom", "with_newsroom", is_flag=True, help="Serve the bundled newsroom along and refresh from it.")
def serve(port: int | None, with_newsroom: bool) -> None:
    """Serve Dagster's UI and its daemon on the loopback interface, with a refresh every 15 minutes."""
    from pipelines.defs.instance import prepare_home
    from pipelines.newsroom import Newsroom

    if port is not None and not _is_free(port):
        raise WrongInput(f"Port {port} is in use: choose another with --port, or leave it out.")
    port = port or next((p for p in range(UI_PORT, UI_PORT + _PORTS_TRIED) if _is_free(p)), None)
    if port is None:
        raise Failed(f"Every port from {UI_PORT} to {UI_PORT + _PORTS_TRIED - 1} is in use: choose one with --port.")
    newsroom = Newsroom(settings().newsroom_dir) if with_newsroom else None
    with newsroom or nullcontext(), _sources_from(newsroom) if newsroom else nullcontext():
        load_sources(settings().sources_file)
        ensure_manifest(settings())
        home = prepare_home(settings())
        sys.exit(_serve(port, home))


@cli.command(name="eval")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def evaluate(arguments: tuple[str, ...]) -> None:
    """Score extraction against coded articles (from a checkout; the arguments go to benchmarks.evaluate)."""
    if not (ROOT / "benchmarks" / "evaluate.py").exists():
        raise WrongInput("The evaluation is part of the repository: run it from a checkout, as `make eval`.")
    sys.exit(subprocess.call([sys.executable, "-m", "benchmarks.evaluate", *arguments], cwd=ROOT))


def main() -> None:
    """Entry point: every expected failure becomes one sentence and an exit code."""
    try:
        code = cli.main(standalone_mode=False, prog_name="communique")
        sys.exit(code if isinstance(code, int) else 0)
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "communique"
        _complain(
            error.format_message(), "" if isinstance(error, WrongInput) else f" (`{path} --help` shows the usage.)"
        )
        sys.exit(WRONG_USAGE)
    except SourcesError as error:
        _complain(str(error))
        sys.exit(WRONG_USAGE)
    except click.ClickException as error:
        _complain(error.format_message())
        sys.exit(error.exit_code)
    except (Busy, WarehouseError, DbtError) as error:
        _complain(str(error))
        sys.exit(FAILED)
    except (KeyboardInterrupt, click.Abort):
        _complain("Interrupted; the published file is as it was.")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _complain(sentence: str, hint: str = "") -> None:
    click.echo(f"communique: {sentence}{hint}", err=True)


def _run(out: Any, job: Any, *, force: bool, show_facts: bool = True) -> Any:
    """Run a job with progress lines and print its summary; raises Failed where it failed."""
    from pipelines.defs.runner import LOG_FILE, run_job

    outcome = run_job(settings(), job, watcher=report.Lines(out), force=force)
    out.print(f"  {'total':<9}{'':<{out.width - 22}}{outcome.seconds:>8.1f} s")
    if not outcome.success:
        report.problems(out, outcome.problems)
        untouched = (
            "The published file is as it was."
            if settings().warehouse_path.exists()
            else "Nothing has been published yet."
        )
        log = settings().data_dir / "logs" / LOG_FILE
        raise Failed(
            f"{' '.join(outcome.errors)} {untouched} Run {outcome.run_id[:8]} in the UI, or {log}, has the details."
        )
    build = outcome.stage("build")
    report.changes(out, outcome.changes, build.facts.get("unchanged_since") if build else None)
    if show_facts:
        with connect(settings().warehouse_path, read_only=True) as con:
            report.latest_facts(out, con)
        report.problems(out, outcome.problems)
    return outcome


def _extract() -> None:
    """Extraction alone, for an ingest that does not rebuild."""
    from pipelines.extraction.document import EXTRACTOR_VERSION, Extractor
    from pipelines.warehouse.extract import extract_pending

    with stage("extract") as done, connect(settings().build_path) as con:
        summary = extract_pending(
            con, Extractor(settings().spacy_model), extractor_version=EXTRACTOR_VERSION, languages=settings().languages
        )
        done.counts = {"articles": summary.n_articles, "events": summary.n_events}


def _check_targets(targets: tuple[str, ...]) -> None:
    for target in targets:
        if re.match(r"[a-z][a-z0-9+.-]*://", target, re.IGNORECASE):
            if not re.match(r"https?://[^/\s]+", target, re.IGNORECASE):
                raise WrongInput(f"{target} is not a web address: write http:// or https:// and a host.")
        elif not Path(target).is_file():
            raise WrongInput(
                f"{target} does not exist as a file: give a file, or a web address with http:// or https://."
            )


def _check_published(published: str | None) -> None:
    if published is None:
        return
    try:
        if not _DAY_OR_MONTH.fullmatch(published):
            raise ValueError
        date.fromisoformat(published if len(published) == 10 else f"{published}-01")
    except ValueError:
        raise WrongInput(f"{published!r} is not a date: write --published as YYYY-MM-DD or YYYY-MM.") from None


def _set_environment(**values: str) -> None:
    """Settings for this process and for the dbt and Dagster processes that it starts."""
    os.environ.update(values)
    settings.cache_clear()


@contextmanager
def _sources_from(newsroom: Any) -> Iterator[None]:
    """Let the newsroom be the only source while the block runs."""
    names = ("COMMUNIQUE_SOURCES_FILE", "COMMUNIQUE_CONNECT_TO")
    before = {name: os.environ.get(name) for name in names}
    _set_environment(
        COMMUNIQUE_SOURCES_FILE=str(newsroom.sources_file), COMMUNIQUE_CONNECT_TO=json.dumps(newsroom.connect_to)
    )
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
        settings.cache_clear()


def _print_result(names: list[str], found: list[tuple[Any, ...]]) -> None:
    """Plain aligned text: whole values in a pipe, cut to the terminal's width in a terminal."""
    from rich.cells import cell_len

    lines = [[report.show(value) for value in row] for row in found]
    widths = [max([cell_len(name), *(cell_len(line[place]) for line in lines)]) for place, name in enumerate(names)]
    numeric = [
        bool(found) and all(isinstance(row[place], (int, float, Decimal, type(None))) for row in found)
        for place in range(len(names))
    ]
    out = report.console(width=None if sys.stdout.isatty() else max(sum(widths) + 2 * len(widths), 1))
    for line in ([*names], ["─" * width for width in widths], *lines):
        cells = [
            " " * (width - cell_len(cell)) + cell if right else cell + " " * (width - cell_len(cell))
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ]
        out.print("  ".join(cells).rstrip(), markup=False, no_wrap=True, overflow="ellipsis", crop=True)
    out.print(f"({len(found)} {'row' if len(found) == 1 else 'rows'})")


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _serve(port: int, home: Path) -> int:
    """Run Dagster's web server and daemon until they end or we are told to stop."""
    command = [str(Path(sys.executable).parent / "dagster"), "dev", "--workspace", str(ROOT / "workspace.yaml")]
    command += [
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--code-server-log-level",
        "warning",
    ]
    chosen = {
        "DAGSTER_HOME": str(home),
        "COMMUNIQUE_DATA_DIR": str(settings().data_dir),
        "PYTHONWARNINGS": "ignore",
    }
    click.echo("Starting Dagster …")
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | chosen, stdin=subprocess.DEVNULL)
    # dagster dev ends its children on SIGTERM and on Ctrl-C, which reaches it by the terminal.
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        while server.poll() is None and _is_free(port):
            time.sleep(0.3)
        if server.poll() is None:
            click.echo(f"The UI is at http://127.0.0.1:{port} · a refresh runs every 15 minutes · Ctrl-C stops it")
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        return server.wait()


if __name__ == "__main__":
    main()
