"""The page archive: every answer with a body, in WARC files, so that a page can be parsed again without asking its
site.

``raw.fetches`` points into it by file name and offset. Bodies are stored decoded (no Content-Encoding), headers as they
came. One writer at a time; readers may read records that the writer has flushed. Nothing here knows what a page says.
"""

import io
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_NAME = re.compile(r"communique-(\d{8})-(\d{4})\.warc\.gz$")
_CODING_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}


class ArchiveError(RuntimeError):
    """A record that is not where the warehouse says; the message names file and offset."""


@dataclass(frozen=True, slots=True)
class Archived:
    """One record read back. ``headers`` have lower-case names."""

    url: str
    status: int | None
    headers: dict[str, str]
    body: bytes


def read(path: Path, offset: int) -> Archived:
    """The record that starts at byte ``offset`` of a WARC(.gz) file.

    Raises:
        ArchiveError: the file is gone or no record starts there.
    """
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            http = record.http_headers
            return Archived(
                url=record.rec_headers.get_header("WARC-Target-URI"),
                status=int(http.get_statuscode()) if http else None,
                headers={name.lower(): value for name, value in http.headers} if http else {},
                body=record.content_stream().read(),
            )
    except (OSError, StopIteration, ArchiveLoadFailed, ValueError, EOFError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is cut off or not a WARC record"
        raise ArchiveError(
            f"{path} holds no readable record at byte {offset} ({why}). "
            "Restore the archive folder, or ingest the page's address again."
        ) from error


class Archive:
    """Appends records to ``communique-<day>-<number>.warc.gz`` in one folder, turned over by day and by size.

    ``last_committed`` is the newest record that the warehouse knows (file name, offset). What follows it in that file
    was written by a run that died before its commit, perhaps in mid-record: such a file is left as it is and a new one
    begun, so that every file is whole up to the last record that anything points to.
    """

    def __init__(self, folder: Path, *, max_bytes: int, last_committed: tuple[str, int] | None = None) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._last_committed = last_committed
        self._stream: io.BufferedWriter | None = None
        self._writer: Any = None
        self._day = ""

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(
        self, url: str, at: datetime, body: bytes, *, status: int | None = None, headers: Iterable[tuple[str, str]] = ()
    ) -> tuple[str, int]:
        """Append one record and return (file name, offset). It is safe on disk only after ``sync``.

        ``at`` is naive UTC. With a status it is a ``response`` record, without one (a local file) a ``resource``.
        """
        stream = self._open(at)
        offset = stream.tell()
        warc_headers = {"WARC-Date": at.replace(tzinfo=UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")}
        http = None
        if status is not None:
            kept = [(name, _latin(value)) for name, value in headers if name.lower() not in _CODING_HEADERS]
            http = StatusAndHeaders(str(status), [*kept, ("Content-Length", str(len(body)))], protocol="HTTP/1.1")
        record = self._writer.create_warc_record(
            url,
            "response" if http else "resource",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict=warc_headers,
        )
        self._writer.write_record(record)
        return Path(stream.name).name, offset

    def sync(self) -> None:
        """Bring every record written so far to the disk: called before the commit that points to them."""
        if self._stream:
            self._stream.flush()
            os.fsync(self._stream.fileno())

    def close(self) -> None:
        if self._stream:
            self.sync()
            self._stream.close()
            self._stream = self._writer = None

    def _open(self, at: datetime) -> io.BufferedWriter:
        day = at.strftime("%Y%m%d")
        if self._stream and self._day == day and self._stream.tell() < self._max_bytes:
            return self._stream
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        numbers = [
            int(match[2]) for path in self._folder.iterdir() if (match := _NAME.match(path.name)) and match[1] == day
        ]
        number = max(numbers, default=1)
        path = self._folder / f"communique-{day}-{number:04}.warc.gz"
        if path.exists() and (path.stat().st_size >= self._max_bytes or not self._ends_committed(path)):
            path = self._folder / f"communique-{day}-{number + 1:04}.warc.gz"
        fresh = not path.exists()
        self._stream = path.open("ab")
        self._writer = WARCWriter(self._stream, gzip=True)
        self._day = day
        if fresh:
            self._writer.write_record(
                self._writer.create_warcinfo_record(
                    path.name, {"software": "communique", "format": "WARC File Format 1.1"}
                )
            )
        return self._stream

    def _ends_committed(self, path: Path) -> bool:
        if not self._last_committed or self._last_committed[0] != path.name:
            return False
        try:
            with path.open("rb") as stream:
                stream.seek(self._last_committed[1])
                records = ArchiveIterator(stream)
                next(records)
                records.read_to_end()
                return self._last_committed[1] + records.get_record_length() == path.stat().st_size
        except (OSError, StopIteration, ArchiveLoadFailed, ValueError, EOFError):
            return False


def _latin(value: str) -> str:
    return value.encode("latin-1", "replace").decode("latin-1").replace("\r", " ").replace("\n", " ")
