"""What the command line shows: progress lines, aligned tables, the summary of a run, one event in full.

Reads the published file through :mod:`pipelines.warehouse.facts` and prints; decides nothing. Looks the same at 100
columns in a terminal and in a pipe, where there are no colours and no spinner.
"""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.status import Status
from rich.table import Table

from pipelines.progress import StageReport
from pipelines.warehouse.facts import Changes, rows

PIPE_WIDTH = 100
_WIDEST = 120
_SHOWN_PROBLEMS = 12
LATEST = 8

_NOUNS = {"meeting": ("meeting", "meetings"), "pledge": ("pledge", "pledges"), "agreement": ("agreement", "agreements")}


def console(stream: IO[str] | None = None, *, width: int | None = None) -> Console:
    """A console on ``stream`` (default: standard output as it is now, kept even if it is redirected later)."""
    stream = stream or sys.stdout
    if width is None:
        width = min(shutil.get_terminal_size((PIPE_WIDTH, 24)).columns, _WIDEST) if stream.isatty() else PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=False, emoji=False)


_DOING = {
    "start": "starting Dagster and dbt",
    "fetch": "asking the outlets",
    "parse": "reading pages",
    "extract": "looking for events",
    "rates": "loading exchange rates",
    "build": "building and testing the models",
    "publish": "publishing",
}


@dataclass
class Lines:
    """A :class:`pipelines.progress.Watcher`: one line per stage, with a spinner where there is a terminal."""

    out: Console
    status: Status | None = field(default=None, init=False)

    def started(self, stage: str) -> None:
        if self.out.is_terminal:
            self.status = self.out.status(f"{_DOING.get(stage, stage)} …")
            self.status.start()

    def moved(self, stage: str, text: str) -> None:
        if self.status:
            self.status.update(f"{_DOING.get(stage, stage)} … {escape(text)}")

    def done(self, report: StageReport) -> None:
        if self.status:
            self.status.stop()
            self.status = None
        self.out.print(self._line(report), no_wrap=True, overflow="ellipsis", crop=True)

    def _line(self, report: StageReport) -> str:
        counts = [pair for place, pair in enumerate(report.counts.items()) if place == 0 or pair[1]]
        said = " · ".join(f"{value:,} {_plain(name, value)}" for name, value in counts)
        words = " · ".join(part for part in (said, report.note) if part)
        if report.failed:
            words = "failed" if not words else f"{words} · failed"
        room = self.out.width - 22
        words = words if len(words) <= room else words[: room - 1] + "…"
        colour = "red" if report.failed else "cyan"
        return f"  [{colour}]{report.name:<9}[/]{escape(words):<{room}}{report.seconds:>8.1f} s"


def _plain(name: str, value: int) -> str:
    word = name.removeprefix("n_").replace("_", " ")
    return word[:-1] if value == 1 and word.endswith("s") and not word.endswith("ss") else word


def table(
    out: Console,
    title: str | None,
    columns: Sequence[tuple[str, str]],
    lines: Sequence[Sequence[Any]],
    *,
    empty: str = "none",
) -> None:
    """An aligned table of one line per row.

    Args:
        columns: (heading, kind): ``text`` keeps its width, ``longN`` takes N shares of the rest and is cut, ``number``
            is right-aligned.
    """
    if title:
        out.print(f"\n[bold]{escape(title)}[/]")
    if not lines:
        out.print(f"  {empty}")
        return
    grid = Table(
        box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False, header_style="dim", width=out.width - 2
    )
    for heading, kind in columns:
        grid.add_column(
            heading,
            justify="right" if kind == "number" else "left",
            no_wrap=True,
            overflow="ellipsis",
            ratio=int(kind.removeprefix("long") or 1) if kind.startswith("long") else None,
        )
    for line in lines:
        grid.add_row(*(escape(show(value)) for value in line))
    padded = Padding(grid, (0, 0, 0, 2))
    if out.is_terminal:
        out.print(padded)
        return
    with out.capture() as captured:
        out.print(padded)
    out.file.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def show(value: Any) -> str:
    """A value as a person reads it: missing is blank, whole amounts have no decimals, thousands are grouped."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (float, Decimal)):
        number = float(value)
        return f"{number:,.0f}" if number.is_integer() or abs(number) >= 1000 else f"{number:,.2f}"
    if isinstance(value, list):
        return ", ".join(show(item) for item in value)
    return " ".join(str(value).split())


_DAY = "left({0}::varchar, case date_precision when 'month' then 7 when 'year' then 4 else 10 end)"
_MEETINGS = f"""
    select {_DAY.format("meeting_date")}, status, participants_text, concat_ws(', ', place, place_country_iso3),
           n_sources
    from fct_meetings order by coalesce(meeting_date, first_reported_at::date) desc nulls last, meeting_id limit ?
"""
_PLEDGES = f"""
    select {_DAY.format("pledge_date")}, status, donors_text, recipients_text, amount, currency, amount_eur,
           coalesce(quantity_text, purpose, if(kind like 'grant%', 'grant', replace(kind, '_', ' ')))
    from fct_pledges order by coalesce(pledge_date, first_reported_at::date) desc nulls last, pledge_id limit ?
"""
_AGREEMENTS = f"""
    select {_DAY.format("agreement_date")}, status, replace(agreement_type, '_', ' '), parties_text, subject
    from fct_agreements order by coalesce(agreement_date, first_reported_at::date) desc nulls last, agreement_id limit ?
"""
_MEETING_COLUMNS = [("date", "text"), ("status", "text"), ("who", "long3"), ("where", "long1"), ("sources", "number")]
_PLEDGE_COLUMNS = [
    ("date", "text"), ("status", "text"), ("from", "long2"), ("to", "long2"),
    ("amount", "number"), ("", "text"), ("EUR", "number"), ("what", "long3"),
]  # fmt: skip
_AGREEMENT_COLUMNS = [("date", "text"), ("status", "text"), ("type", "text"), ("between", "long2"), ("about", "long3")]


def latest_facts(out: Console, con: duckdb.DuckDBPyConnection, limit: int = LATEST) -> None:
    """The latest meetings, pledges and agreements of the published file, a table each."""
    table(out, "Latest meetings", _MEETING_COLUMNS, rows(con, _MEETINGS, [limit])[1])
    table(out, "Latest pledges", _PLEDGE_COLUMNS, rows(con, _PLEDGES, [limit])[1])
    table(out, "Latest agreements", _AGREEMENT_COLUMNS, rows(con, _AGREEMENTS, [limit])[1])


def problems(out: Console, found: Sequence[Any]) -> None:
    """What did not work, named; nothing at all where all went well."""
    if not found:
        return
    title = "1 thing could not be used" if len(found) == 1 else f"{len(found)} things could not be used"
    out.print(f"\n[bold]{title}[/] (the rest of the run went on)")
    for problem in found[:_SHOWN_PROBLEMS]:
        out.print(f"  {problem.reason:<17} {escape(problem.url or problem.source_id or '')}", soft_wrap=True)
        if problem.detail:
            out.print(f"  {'':<17} [dim]{escape(show(problem.detail))}[/]", soft_wrap=True)
    if len(found) > _SHOWN_PROBLEMS:
        out.print(f"  … and {len(found) - _SHOWN_PROBLEMS} more, in raw.quarantine and raw.fetches of the build file")


def changes(out: Console, changed: Changes, unchanged_since: datetime | None) -> None:
    """One sentence on what the run changed in the ledger."""
    total = _counted(changed.total)
    if unchanged_since and not (changed.n_new or changed.n_changed or changed.n_gone):
        out.print(
            f"\n[bold]0 new facts[/]; nothing changed since {unchanged_since:%Y-%m-%d %H:%M} UTC.\n"
            f"The ledger holds {total}."
        )
    elif not (changed.n_new or changed.n_changed or changed.n_gone):
        out.print(f"\n[bold]0 new facts[/]; none changed. The ledger holds {total}.")
    else:
        new = f"{changed.n_new} new {'fact' if changed.n_new == 1 else 'facts'}"
        parts = [f"{changed.n_changed} changed"] if changed.n_changed else []
        parts += [f"{changed.n_gone} withdrawn"] if changed.n_gone else []
        tail = f", {', '.join(parts)}" if parts else ""
        out.print(f"\n[bold]{new}[/]{tail}. The ledger holds {total}.")


def _counted(counts: dict[str, int]) -> str:
    parts = [f"{count:,} {_NOUNS[event_type][count != 1]}" for event_type, count in counts.items()]
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts) or "no fact yet"


def next_steps(out: Console, warehouse: Path, *, demonstration: bool) -> None:
    """What a user would type next."""
    shown = _short(warehouse)
    out.print("\n[bold]Next[/]")
    for what, how in (
        ("ask", 'make sql q="select donors_text, recipients_text, amount_eur from fct_pledges"'),
        ("BI tool", f"open {shown} read-only as DuckDB (docs/operations.md)"),
        (
            "UI",
            f"make {'serve-demo' if demonstration else 'serve'}: the graph, every run, a refresh every 15 minutes",
        ),
    ):
        out.print(f"  {what:<9}{escape(how)}", no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def mentions(out: Console, con: duckdb.DuckDBPyConnection, article_ids: Sequence[str], extractor_version: str) -> int:
    """The events that extraction found in these articles (build file), a table per type; returns how many."""
    found = con.execute(
        """
        select m.event_type, m.event_date, m.date_precision, m.date_text, m.status, m.payload, m.place, m.place_country
        from raw.event_mentions as m join raw.articles as a using (article_id)
        where list_contains($ids::varchar[], m.article_id) and m.extractor_version = $version and not m.is_historical
        order by a.first_seen_at, m.article_id, m.event_type, m.event_date, m.mention_id
        """,
        {"ids": list(article_ids), "version": extractor_version},
    ).fetchall()
    import json

    lines: dict[str, list[tuple[Any, ...]]] = {"meeting": [], "pledge": [], "agreement": []}
    for event_type, day, precision, date_text, status, payload, place, country in found:
        fields = json.loads(payload)
        when = day.strftime("%Y-%m" if precision == "month" else "%Y-%m-%d") if day else date_text
        if event_type == "meeting":
            who = ", ".join(_participant(person) for person in fields["participants"])
            lines[event_type].append((when, status, who, ", ".join(filter(None, (place, country))), None))
        elif event_type == "pledge":
            kind = "grant" if fields["kind"].startswith("grant") else fields["kind"].replace("_", " ")
            what = fields["quantity"] or fields["purpose"] or kind
            giver, taker = ", ".join(fields["donor"]), ", ".join(fields["recipient"])
            lines[event_type].append((when, status, giver, taker, fields["amount"], fields["currency"], what))
        else:
            kind = fields["type"].replace("_", " ")
            lines[event_type].append((when, status, kind, ", ".join(fields["parties"]), fields["subject"]))
    pledge_columns = [column for column in _PLEDGE_COLUMNS if column[0] != "EUR"]
    for event_type, columns in (
        ("meeting", _MEETING_COLUMNS[:-1]),
        ("pledge", pledge_columns),
        ("agreement", _AGREEMENT_COLUMNS),
    ):
        if lines[event_type]:
            shown = [line[: len(columns)] for line in lines[event_type]]
            table(out, f"{_NOUNS[event_type][1].capitalize()} told", columns, shown)
    return len(found)


def _participant(person: dict[str, Any]) -> str:
    name = person["name"] or person["title"] or person["actor"] or "unnamed"
    return f"{name} ({person['actor']})" if person["actor"] and person["actor"] != name else name


def event(out: Console, con: duckdb.DuckDBPyConnection, event_type: str, event_id: str) -> None:
    """One event in full: its row, the words of each article that say so, and the events that it is linked to."""
    names, found = rows(con, f"select * from fct_{event_type}s where {event_type}_id = ?", [event_id])
    out.print(f"[bold]{escape(event_id)}[/]\n")
    width = max(len(name) for name in names)
    for name, value in zip(names, found[0], strict=True):
        if value is not None:
            out.print(f"  {name:<{width}}  {escape(show(value))}", soft_wrap=True)
    names, told = rows(
        con,
        """
        select e.url, e.field, e.quote, e.char_start, e.char_end from fct_event_evidence as e
        where e.event_id = ? order by e.url, e.char_start, e.field
        """,
        [event_id],
    )
    out.print("\n[bold]The words that say so[/] (character offsets into the stored text)")
    url = None
    for link, named, quote, begin, end in told:
        if link != url:
            out.print(f"\n  {escape(link)}", soft_wrap=True)
            url = link
        out.print(f"    {begin}–{end} {named}: “{escape(show(quote))}”", soft_wrap=True)
    _, links = rows(
        con,
        """
        select link_type, to_event_id from fct_event_links where from_event_id = $id
        union all
        select 'is ' || link_type || ' of', from_event_id from fct_event_links where to_event_id = $id order by all
        """,
        {"id": event_id},
    )
    if links:
        table(out, "Linked events", [("link", "text"), ("event", "text")], links)
