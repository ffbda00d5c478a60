"""One writer at a time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.warehouse.lock import Busy, writer_lock

_HOLD = """
import sys, pathlib
from pipelines.warehouse.lock import writer_lock
with writer_lock(pathlib.Path(sys.argv[1]), "a refresh"):
    print("held", flush=True)
    sys.stdin.read()
"""


def _hold(data_dir: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_the_second_writer_is_told_who_writes_and_since_when(tmp_path: Path) -> None:
    holder = _hold(tmp_path)
    told = rf"A refresh \(process {holder.pid}\) has been running since 20\d\d-"
    with pytest.raises(Busy, match=told), writer_lock(tmp_path, "an ingest"):
        pass
    holder.communicate()


def test_a_writer_that_waits_gets_its_turn_when_the_first_ends(tmp_path: Path) -> None:
    holder = _hold(tmp_path)
    assert holder.stdin is not None
    holder.stdin.close()
    with writer_lock(tmp_path, "an ingest", wait_s=10):
        holder.wait(timeout=10)


def test_a_writer_that_was_killed_leaves_no_lock_behind(tmp_path: Path) -> None:
    holder = _hold(tmp_path)
    holder.kill()
    holder.wait()
    with writer_lock(tmp_path, "an ingest"):
        assert f'"pid": {os.getpid()}' in (tmp_path / "refresh.lock").read_text()


def test_the_process_that_holds_the_lock_may_take_it_again(tmp_path: Path) -> None:
    with writer_lock(tmp_path, "an ingest"):
        with writer_lock(tmp_path, "a rebuild"):
            pass
        with pytest.raises(subprocess.CalledProcessError):
            subprocess.run(
                [sys.executable, "-c", _HOLD, str(tmp_path)], stdin=subprocess.DEVNULL, capture_output=True, check=True
            )
