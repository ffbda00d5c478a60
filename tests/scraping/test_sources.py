"""sources.yml: what is accepted, and what a person is told about what is not."""

from pathlib import Path

import pytest

from pipelines.scraping.sources import SourcesError, load_sources
from pipelines.settings import ROOT

GOOD = """
sources:
  - name: gazette
    kind: rss
    url: https://gazette.example/feed
    outlet: The Casten Gazette
    country: LBY
    language: en
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_source_is_read_with_its_defaults(tmp_path: Path) -> None:
    (source,) = load_sources(written(tmp_path, GOOD))
    assert (source.name, source.kind, source.country, source.enabled) == ("gazette", "rss", "LBY", True)
    assert not source.allow_private


def test_the_shipped_sources_are_valid_and_all_switched_off() -> None:
    sources = load_sources(ROOT / "pipelines" / "scraping" / "sources.yml")
    assert len(sources) >= 8
    assert not any(source.enabled for source in sources)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("kind: rrs", "field kind: 'rrs' must be one of rss, wordpress, sitemap, urls"),
        ("country: Libya", "field country: 'Libya' is not an ISO 3166 alpha-3 code: write three capitals"),
        ("language: English", "field language: 'English' must be a language code"),
        ("url: gazette.example/feed", "field url: is not a web address: write it in full"),
        ("enabled: perhaps", "field enabled: 'perhaps' must be true or false"),
        ("colour: red", "field colour: is not a field of a source: remove it"),
        ("name: The Gazette", "field name: 'The Gazette' must be lower-case letters"),
        ("max_items: 0", "field max_items: 0 "),
    ],
)
def test_a_fault_names_file_entry_and_field_and_the_cure(tmp_path: Path, line: str, said: str) -> None:
    field = line.split(":")[0]
    lines = [text for text in GOOD.splitlines() if not text.strip().lstrip("- ").startswith(f"{field}:")]
    indent = "    "
    if field == "name":
        lines = [text.replace("    kind", "  - kind") for text in lines]
    path = written(tmp_path, "\n".join([*lines, f"{indent}{line}"]))
    with pytest.raises(SourcesError) as caught:
        load_sources(path)
    assert f"{path}, entry 1" in str(caught.value)
    assert said in str(caught.value)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD + "  - name: second\n    kind: rss\n  - just words\n")
    with pytest.raises(SourcesError) as caught:
        load_sources(path)
    said = str(caught.value)
    assert "entry 2 (second), field url: is missing: add it" in said
    assert "entry 2 (second), field language: is missing: add it" in said
    assert "entry 3: is not a mapping" in said


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD + GOOD.split("sources:\n")[1])
    with pytest.raises(SourcesError, match=r"entry 2 \(gazette\), field name: is taken by entry 1"):
        load_sources(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [("sources: [", "line 1: is not valid YAML"), ("outlets: []", "has no list `sources:`"), ("", "has no list")],
)
def test_a_file_that_is_no_list_of_sources_is_told_apart(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourcesError, match=said.replace("`", "`")):
        load_sources(written(tmp_path, text))


def test_a_file_that_is_absent_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match=r"nowhere\.yml does not exist"):
        load_sources(tmp_path / "nowhere.yml")


def test_a_list_of_links_is_found_beside_the_sources_file(tmp_path: Path) -> None:
    path = written(
        tmp_path, GOOD.replace("kind: rss", "kind: urls").replace("https://gazette.example/feed", "links.txt")
    )
    (source,) = load_sources(path)
    assert source.local_file == tmp_path / "links.txt"
