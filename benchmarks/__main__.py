"""``make bench``: how fast articles are read, and with how much memory. What is measured, and how, is in speed.py.

    python -m benchmarks [--articles N] [--rounds N] [--json]

Exit code 0; 1 where a measurement did not end; 2 for wrong usage.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks import speed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Speed and peak memory of extraction and of HTML to events, beside trafilatura and full spaCy.",
        epilog="How right the results are: python -m benchmarks.evaluate (events), python -m benchmarks.pages (pages).",
    )
    parser.add_argument("--articles", type=_positive, default=500, metavar="N", help="articles in all (default: 500)")
    parser.add_argument("--rounds", type=_positive, default=5, metavar="N", help="shares they are read in (default: 5)")
    parser.add_argument("--json", action="store_true", help="print one JSON object: every round's figures")
    args = parser.parse_args(arguments)
    if args.articles < 2 * args.rounds:
        parser.error(f"{args.rounds} rounds need at least {2 * args.rounds} articles, --articles is {args.articles}.")
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as folder:
        try:
            results = speed.run(Path(folder), args.articles, args.rounds, _progress)
        except (speed.SpeedError, subprocess.CalledProcessError) as error:
            _progress("")
            print(error, file=sys.stderr)
            return 1
    _progress("")
    if args.json:
        rounds = [{name: asdict(measured) for name, measured in r.items()} for r in results]
        print(json.dumps({"articles": args.articles, "rounds": rounds}, ensure_ascii=False))
    else:
        print(speed.render(results))
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return number


def _progress(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
