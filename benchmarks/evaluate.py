"""``make eval``: run the extractor over coded texts and print how right it is.

Sets of coded texts, how a run is printed, and the floors that a set may not fall below. What a figure means is in
scoring.py; how events are extracted is in pipelines/extraction.

    python -m benchmarks.evaluate [--set newsroom|practice|heldback|own|dev|aiddata|all] [--errors N] [--json]
                                  [--write-floor [--lower-because REASON]]

Exit code 0; 1 where a set falls below its floor or a floor would be lowered without a reason; 2 for wrong usage.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.scoring import SURE, TYPES, Band, Mistake, Score, score
from pipelines.settings import ROOT, Settings

FLOORS = ROOT / "tests" / "eval" / "floors.json"
_SHARED_GOLD = ROOT.parent / "shared" / "gold"


class EvaluationError(Exception):
    """A set or the floor file cannot be used; the message says which line and what to do."""


@dataclass(frozen=True)
class GoldSet:
    """A named file of coded texts, one JSON object a line: ``id``, ``text`` and the events in the codebook's form."""

    name: str
    says: str
    path: Callable[[], Path]
    partial: bool = False
    texts: Callable[[], Mapping[str, str]] | None = None
    """Where the texts are, when the file holds none."""
    show_errors: bool = True
    """False for texts whose errors nobody may look at, so that rules cannot be fitted to them."""


def newsroom_texts() -> dict[str, str]:
    """The body of every article of the bundled newsroom, by its URL; expected.jsonl holds codings alone."""
    from pipelines.newsroom import load_expected

    return {row["id"]: row["text"] for row in load_expected(Settings().newsroom_dir)}


SETS = (
    GoldSet(
        "newsroom",
        "the bundled newsroom's expected facts",
        lambda: Settings().newsroom_dir / "expected.jsonl",
        texts=newsroom_texts,
    ),
    GoldSet("practice", "our own texts, for tuning", lambda: ROOT / "tests" / "eval" / "practice.jsonl"),
    GoldSet(
        "heldback",
        "our own texts, only their score is looked at",
        lambda: ROOT / "tests" / "eval" / "heldback.jsonl",
        show_errors=False,
    ),
    GoldSet("dev", "real news, coded (not part of the project)", lambda: _SHARED_GOLD / "dev.jsonl"),
    GoldSet(
        "aiddata",
        "pledge narratives coded by AidData (not part of the project; one pledge a text)",
        lambda: _SHARED_GOLD / "aiddata_qatar.jsonl",
        partial=True,
    ),
)
_GROUPS = {"own": ("practice", "heldback"), "all": tuple(s.name for s in SETS)}


# --- reading and running --------------------------------------------------------------------------------------------


def read_gold(path: Path, texts: Mapping[str, str] | None = None) -> dict[str, dict[str, Any]]:
    """Coded texts by id, in the file's order; ``texts`` gives the text of lines that have none of their own.

    Lines in a language that extraction does not read are left out. Raises EvaluationError naming the line that cannot
    be used.
    """
    languages = Settings().languages
    articles: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise EvaluationError(f"{path}:{number} is not JSON ({error}); each line must hold one object.") from error
        key = row.get("id") if isinstance(row, dict) else None
        if key and row.get("language", languages[0]) not in languages:
            continue
        if key and texts and key in texts:
            row["text"] = texts[key]
        if not key or not isinstance(row.get("text"), str):
            raise EvaluationError(f"{path}:{number} has no id or no text; give the object both as strings.")
        if key in articles:
            raise EvaluationError(f"{path}:{number} repeats the id {key}; ids must be unique in a file.")
        articles[key] = row
    return articles


def extract_all(gold: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The extractor's events for every coded text, in the codebook's form and in the order of ``gold``."""
    # Imported here: reading floors or asking for --help must not wait for a language model.
    from pipelines.extraction.document import Extractor
    from pipelines.extraction.events import Article

    articles = [Article(key, row["text"], row.get("title"), row.get("published")) for key, row in gold.items()]
    for article, events in zip(articles, Extractor().extract(articles), strict=True):
        yield events.to_dict(article.text)


# --- floors ---------------------------------------------------------------------------------------------------------


def floor_figures(result: Score) -> dict[str, float]:
    """The figures of a set that have a floor."""
    if result.partial:
        pledges = result.figures["pledges"]
        return {"recall": round(pledges.recall, 3), "amount": round(pledges.fields.get("amount", 0.0), 3)}
    return {"f1": round(result.macro_f1, 3), "record": round(result.macro_record, 3)}


def read_floors(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {"floors": {}, "lowered": []}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {"floors": dict(content["floors"]), "lowered": list(content["lowered"])}
    except (ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path} is no floor file ({error!r}); restore it from version control.") from error


def below_floor(name: str, figures: Mapping[str, float], floors: Mapping[str, Any]) -> list[str]:
    """One sentence per figure of the set that is under its floor."""
    return [
        f"{name}: {figure} is {figures.get(figure, 0.0):.3f}, below its floor of {floor:.3f}."
        for figure, floor in floors["floors"].get(name, {}).items()
        if figures.get(figure, 0.0) < floor
    ]


def move_floors(
    floors: Mapping[str, Any], measured: Mapping[str, Mapping[str, float]], *, because: str | None, today: date
) -> tuple[dict[str, Any], list[str]]:
    """Floors brought to what was measured, and one sentence for each that was not moved because that would lower it.

    A floor is the measured figure rounded down to two places: the third place moves with the version of a dependency.
    With ``because`` floors go down too, and the file keeps what was lowered, when, and why. Other sets keep theirs.
    """
    new = {name: dict(figures) for name, figures in floors["floors"].items()}
    lowered, refused = list(floors["lowered"]), []
    for name, figures in measured.items():
        for figure, value in figures.items():
            old, floor = new.get(name, {}).get(figure), math.floor(round(value * 100, 6)) / 100
            if old is not None and value < old:
                if not because:
                    refused.append(f"{name}: the floor of {figure} stays at {old:.3f}; {value:.3f} would lower it.")
                    continue
                lowered.append(
                    {"set": name, "figure": figure, "from": old, "to": floor, "because": because, "on": f"{today}"}
                )
            elif old is not None and floor <= old:
                continue
            new.setdefault(name, {})[figure] = floor
    return {"floors": new, "lowered": lowered}, refused


# --- printing -------------------------------------------------------------------------------------------------------


def render(gold_set: GoldSet, result: Score, texts: int, seconds: float, floors: Mapping[str, Any], errors: int) -> str:
    """What a person reads about one set."""
    lines = [f"{gold_set.name}: {gold_set.says}", f"  {texts} texts in {seconds:.1f} s", ""]
    lines.append(f"  {'':<11}{'coded':>6}{'found':>7}{'right':>7}{'precision':>11}{'recall':>8}{'F1':>7}{'record':>8}")
    for kind in TYPES:
        f = result.figures[kind]
        if result.partial:
            if f.gold:
                lines.append(f"  {kind:<11}{f.gold:>6}{'':>7}{f.found:>7}{'–':>11}{f.recall:>8.3f}{'–':>7}{'–':>8}")
            continue
        counts = f"{f.gold:>6}{f.predicted:>7}{f.found:>7}"
        lines.append(f"  {kind:<11}{counts}{f.precision:>11.3f}{f.recall:>8.3f}{f.f1:>7.3f}{f.record:>8.3f}")
    if not result.partial:
        lines.append(f"  {'macro':<50}{result.macro_f1:>7.3f}{result.macro_record:>8.3f}")
    lines.append("")
    for kind in TYPES:
        if fields := result.figures[kind].fields:
            lines.append(f"  {kind:<11} " + "  ".join(f"{name} {value:.2f}" for name, value in fields.items()))
    lines.append(f"  evidence    {result.quotes} quotes, {result.quotes_outside} not in the text")
    if not result.partial and result.sure.predicted + result.unsure.predicted:
        lines += ["", "  confidence   events   right"]
        lines += [_band_line(f"{SURE} or more", result.sure), _band_line("less", result.unsure)]
    for sentence in below_floor(gold_set.name, floor_figures(result), floors):
        lines += ["", f"  BELOW FLOOR  {sentence}"]
    if errors and not gold_set.show_errors:
        lines += ["", "  Errors of this set are not shown: rules must not be fitted to it."]
    elif errors and result.mistakes:
        lines += ["", f"  worst errors ({min(errors, len(result.mistakes))} of {len(result.mistakes)})"]
        lines += [_mistake_line(m) for m in result.mistakes[:errors]]
    return "\n".join(lines)


def _band_line(label: str, band: Band) -> str:
    return f"  {label:<11}{band.predicted:>8}{'–' if band.share is None else f'{band.share:.2f}':>8}"


_TELLING = ("participants", "donor", "recipient", "amount", "currency", "parties", "type", "status", "date")
_KEY_OF_FIELD = {"actors": "participants", "names": "participants"}


def _mistake_line(mistake: Mistake) -> str:
    shown = _TELLING if mistake.found is None else dict.fromkeys(_KEY_OF_FIELD.get(k, k) for k in mistake.wrong)

    def short(event: Mapping[str, Any]) -> str:
        return json.dumps({k: event[k] for k in shown if event.get(k) is not None}, ensure_ascii=False)[:300]

    quote = next(iter(mistake.event.get("evidence") or []), "")
    lines = [f"  {mistake.what:<9}{mistake.kind[:-1]:<10} {mistake.article}  “{quote[:140]}”"]
    if mistake.found is None:
        lines.append(f"             {short(mistake.event)}")
    else:
        lines += [f"             coded {short(mistake.event)}", f"             found {short(mistake.found)}"]
    return "\n".join(lines)


# --- the command ----------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.evaluate", description="Score the extractor against coded texts (docs/accuracy.md)."
    )
    names = [*(s.name for s in SETS), *_GROUPS]
    parser.add_argument("--set", choices=names, default="all", help="which texts (default: all that are present)")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="also show the N worst errors of each set")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--write-floor", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--lower-because", metavar="REASON", help="with --write-floor: lower floors too, recording why")
    parser.add_argument("--floors", type=Path, default=FLOORS, metavar="FILE", help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.lower_because is not None and not (args.write_floor and args.lower_because.strip()):
        parser.error("--lower-because needs --write-floor and a reason that says something.")
    try:
        return _run(args)
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1


def _run(args: argparse.Namespace) -> int:
    wanted = _GROUPS.get(args.set, (args.set,))
    floors = read_floors(args.floors)
    reports: dict[str, Any] = {}
    measured: dict[str, dict[str, float]] = {}
    problems: list[str] = []
    for gold_set in (s for s in SETS if s.name in wanted):
        path = gold_set.path()
        if not path.exists():
            reports[gold_set.name] = {"skipped": f"{path.name} is not there"}
            if not args.json:
                print(f"{gold_set.name}: skipped, {path} is not there\n")
            continue
        gold = read_gold(path, gold_set.texts() if gold_set.texts else None)
        start = time.perf_counter()
        found = dict(zip(gold, extract_all(gold), strict=True))
        seconds = time.perf_counter() - start
        result = score(gold, found, partial=gold_set.partial)
        measured[gold_set.name] = floor_figures(result)
        problems += below_floor(gold_set.name, measured[gold_set.name], floors)
        reports[gold_set.name] = {"texts": len(gold), "seconds": round(seconds, 2), **result.to_dict()}
        if not args.json:
            print(render(gold_set, result, len(gold), seconds, floors, args.errors) + "\n", flush=True)
    if args.json:
        print(json.dumps(reports, ensure_ascii=False))
    if args.write_floor:
        floors, problems = move_floors(floors, measured, because=args.lower_because, today=date.today())
        args.floors.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for sentence in problems:
        print(sentence, file=sys.stderr)
    if args.write_floor and problems:
        print('To lower a floor, give the reason: --write-floor --lower-because "…".', file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
