"""The page archive on a real disk: what is written is read back, and a crash costs nothing that was committed."""

from datetime import datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipelines.scraping.archive import Archive, ArchiveError, read

AT = datetime(2024, 3, 5, 10, 0, 0, 123456)


def archive(folder: Path, **options: object) -> Archive:
    return Archive(folder, **({"max_bytes": 1_000_000} | options))  # type: ignore[arg-type]


def test_a_page_is_read_back_by_file_and_offset(tmp_path: Path) -> None:
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("X-Odd", "caf\u00e9 \u20ac"),
    ]
    with archive(tmp_path) as store:
        store.write("http://a.example/1", AT, b"first", status=200)
        file, offset = store.write("http://a.example/2", AT, b"<p>caf\xc3\xa9</p>" * 500, status=200, headers=headers)
    record = read(tmp_path / file, offset)
    assert (record.url, record.status, record.body) == ("http://a.example/2", 200, b"<p>caf\xc3\xa9</p>" * 500)
    assert record.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-encoding" not in record.headers  # the body is stored as it reads


def test_other_tools_can_read_the_files(tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        for number in range(3):
            store.write(f"http://a.example/{number}", AT, b"body", status=200)
    (path,) = tmp_path.iterdir()
    with path.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds == ["warcinfo", "response", "response", "response"]


def test_files_turn_over_by_size_and_by_day(tmp_path: Path) -> None:
    with archive(tmp_path, max_bytes=1000) as store:
        files = [store.write("http://a.example/", AT, bytes(range(256)), status=200)[0] for _ in range(3)]
        files.append(store.write("http://a.example/", AT.replace(day=6), b"x", status=200)[0])
    assert files == [
        "communique-20240305-0001.warc.gz",
        "communique-20240305-0001.warc.gz",
        "communique-20240305-0002.warc.gz",
        "communique-20240306-0001.warc.gz",
    ]


def test_a_run_goes_on_in_the_file_that_it_finds_whole(tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        first = store.write("http://a.example/1", AT, b"first", status=200)
    with archive(tmp_path, last_committed=first) as store:
        second = store.write("http://a.example/2", AT, b"second", status=200)
    assert second[0] == first[0]
    assert read(tmp_path / second[0], second[1]).body == b"second"


def test_a_file_with_a_torn_end_is_left_alone_and_what_was_committed_stays_readable(tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        first = store.write("http://a.example/1", AT, b"first", status=200)
        store.write("http://a.example/lost", AT, b"lost" * 100, status=200)
    path = tmp_path / first[0]
    torn = path.read_bytes()[:-20]
    path.write_bytes(torn)
    with archive(tmp_path, last_committed=first) as store:
        second = store.write("http://a.example/2", AT, b"second", status=200)
    assert second[0] != first[0]
    assert path.read_bytes() == torn
    assert read(path, first[1]).body == b"first"
    assert read(tmp_path / second[0], second[1]).body == b"second"


def test_a_place_that_holds_no_record_is_named(tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        file, offset = store.write("http://a.example/1", AT, b"first", status=200)
    with pytest.raises(ArchiveError, match=f"holds no readable record at byte {offset + 5}"):
        read(tmp_path / file, offset + 5)
    with pytest.raises(ArchiveError, match=r"gone\.warc\.gz .*No such file"):
        read(tmp_path / "gone.warc.gz", 0)
