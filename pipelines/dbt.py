"""The dbt command and the manifest that it makes: found beside this Python, told where the build file is, kept quiet.

dbt always runs as a process of its own: inside ours it would keep the build file locked afterwards.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from pipelines.settings import Settings
from pipelines.warehouse.state import project_digest


class DbtError(RuntimeError):
    """dbt ended with an error; the message carries what it said."""


def executable() -> Path:
    """The ``dbt`` that was installed with this Python.

    Raises:
        DbtError: there is none.
    """
    path = Path(sys.executable).parent / "dbt"
    if not path.exists():
        raise DbtError(f"{path} does not exist. Install the project's requirements with `make install`.")
    return path


def environment(settings: Settings) -> dict[str, str]:
    """What dbt's profile reads from the environment, and no statistics sent to anyone."""
    return {"COMMUNIQUE_BUILD_PATH": str(settings.build_path), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}


def ensure_manifest(settings: Settings) -> Path:
    """The manifest of the dbt project as it is now: parsed anew where a file of the project has changed.

    Raises:
        DbtError: the project does not parse.
    """
    project = settings.dbt_project_dir
    target = project / "target"
    manifest, stamp = target / "manifest.json", target / "manifest.digest"
    target.mkdir(parents=True, exist_ok=True)
    with (target / "parse.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test workers must not parse at once
        digest = project_digest(project)
        if not manifest.exists() or not stamp.exists() or stamp.read_text() != digest:
            stamp.unlink(missing_ok=True)
            run(settings, "parse")
            stamp.write_text(digest)
    return manifest


def run(settings: Settings, *arguments: str) -> str:
    """Run one dbt command in the project folder and give back what it printed.

    Raises:
        DbtError: it failed.
    """
    project = settings.dbt_project_dir
    done = subprocess.run(
        [
            str(executable()),
            "--no-use-colors",
            *arguments,
            "--project-dir",
            str(project),
            "--profiles-dir",
            str(project),
        ],
        cwd=project,
        env=os.environ | environment(settings),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}"
        reason = " ".join(said.partition("Encountered an error:")[2].split() or said.split())
        raise DbtError(f"`dbt {' '.join(arguments)}` failed in {project}: {reason}")
    return done.stdout
