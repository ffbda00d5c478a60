"""What tests share by name: the command line as a user runs it, and a folder in which the demonstration has run."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipelines.settings import ROOT, Settings

Result = subprocess.CompletedProcess[str]


def communique(*words: str, data_dir: Path, stdin: str | bytes | None = None, **environment: str) -> Result:
    """Run ``communique`` in a process of its own, as a user does."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *words],
        cwd=ROOT,
        env=os.environ | {"COMMUNIQUE_DATA_DIR": str(data_dir)} | environment,
        input=given if given is not None else b"",
        capture_output=True,
        timeout=600,
        check=False,
    )
    return Result(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass
class Demonstration:
    """A data folder in which ``communique demo`` has run."""

    data_dir: Path
    first: Result

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.data_dir)

    @cached_property
    def second(self) -> Result:
        """The demonstration once more, in the same folder."""
        return communique("demo", data_dir=self.data_dir)

    def copy(self, where: Path) -> Path:
        """The folder once more, for a test that breaks something."""
        return Path(shutil.copytree(self.data_dir, where / "data"))
