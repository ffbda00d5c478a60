"""Connections to the two DuckDB files, opened for one purpose and always closed.

DuckDB allows many readers or one writer on a file, never both. The build file has one writer, the pipeline; the
published file has readers only. Nothing here knows a table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

STORAGE_VERSION = "v1.4.0"
"""Files are written so that DuckDB 1.4 and newer open them: BI drivers lag behind the library."""


class WarehouseError(RuntimeError):
    """A warehouse file that cannot be used; the message says which, why, and what to do."""


@contextmanager
def connect(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to ``path``, closed on the way out whatever happens.

    A writable path is created when absent. Extensions are neither installed nor loaded from the network.

    Raises:
        WarehouseError: the file is absent (read-only), locked by another process, or not a DuckDB file.
    """
    if read_only and not path.exists():
        raise WarehouseError(f"{path} does not exist yet. Run `make run` (or `communique refresh`) to build it.")
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
    config: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    try:
        if read_only:
            con = duckdb.connect(str(path), read_only=True, config=config)
        else:
            con = duckdb.connect(str(path), config=config | {"storage_compatibility_version": STORAGE_VERSION})
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise WarehouseError(
                f"{path} is in use by another process, most likely a refresh. "
                "Wait for it to end, or stop it, and try again."
            ) from error
        raise WarehouseError(
            f"{path} cannot be opened as a DuckDB file: {error}. Move it away and run again."
        ) from error
    try:
        con.execute("set TimeZone = 'UTC'")
        yield con
    finally:
        con.close()
