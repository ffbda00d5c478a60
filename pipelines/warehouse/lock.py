"""One refresh at a time: a lock file in the data folder, held by the process that writes.

The lock is the kernel's (``flock``), so that it ends with its process however that dies; the file's text only says who
holds it. A process that holds the lock may take it again.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

_held: dict[Path, int] = {}


class Busy(RuntimeError):  # noqa: N818 - a state of affairs, not a fault
    """Another process is writing to this data folder; the message says what, since when and what to do."""


@contextmanager
def writer_lock(data_dir: Path, what: str, *, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the data folder's write lock while the block runs.

    Args:
        what: what is being done, for the one who finds the lock taken ("a refresh").
        wait_s: seconds to wait for another process to finish before giving up.

    Raises:
        Busy: another process holds it still.
    """
    path = data_dir / "refresh.lock"
    if _held.get(path):
        _held[path] += 1
        try:
            yield
        finally:
            _held[path] -= 1
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as handle:
        _acquire(handle, data_dir, wait_s)
        handle.seek(0)
        handle.truncate()
        json.dump({"pid": os.getpid(), "what": what, "since": datetime.now(UTC).isoformat(timespec="seconds")}, handle)
        handle.flush()
        _held[path] = 1
        try:
            yield
        finally:
            del _held[path]
            handle.seek(0)
            handle.truncate()
            handle.flush()
            fcntl.flock(handle, fcntl.LOCK_UN)


def _acquire(handle: IO[str], data_dir: Path, wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Busy(_who_holds(handle, data_dir)) from None
            time.sleep(0.2)


def _who_holds(handle: IO[str], data_dir: Path) -> str:
    handle.seek(0)
    try:
        holder = json.loads(handle.read())
        who = f"{holder['what'].capitalize()} (process {holder['pid']}) has been running since {holder['since']}"
    except (ValueError, KeyError):
        who = "Another refresh is running"
    return f"{who} in {data_dir}. Wait for it to end, then try again; the published file can be read meanwhile."
