"""What a source is: one declarative entry of ``sources.yml``, and the reading of that file.

A source is data, not a class. How each kind is read is in ``discover.py``; nothing here opens a connection.
"""

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import pycountry
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

KINDS = ("rss", "wordpress", "sitemap", "urls")
_USER_ASSIGNED = {"XKX"}  # Kosovo: used by the codebook, absent from ISO 3166


class SourcesError(ValueError):
    """A sources file that cannot be used; the message names file, entry and field, and says what to write instead."""


class Source(BaseModel):
    """One place that points to articles. ``name`` is the ``source_id`` of everything that comes from it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
    kind: Literal["rss", "wordpress", "sitemap", "urls"]
    url: str
    """Address of the feed, WordPress site, sitemap or list of links; for ``urls`` also a file beside the sources
    file."""
    outlet: Annotated[str, Field(min_length=1)]
    country: str | None = None
    """Where the outlet sits, ISO 3166 alpha-3; absent for international organisations."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    enabled: bool = True
    pace_s: Annotated[float, Field(ge=0, le=3600)] | None = None
    """Seconds between two requests to its host, in place of the setting; robots.txt may ask for more."""
    max_items: Annotated[int, Field(ge=1)] = 500
    """At most so many items are read from it in one refresh, the newest first."""
    allow_private: bool = False
    """Whether addresses in private networks may be asked: only for a source inside your own network."""

    @field_validator("url")
    @classmethod
    def _has_a_host(cls, value: str, info: Any) -> str:
        parts = urlsplit(value)
        if parts.scheme in ("http", "https") and parts.hostname:
            return value
        if info.data.get("kind") == "urls" and parts.scheme in ("", "file") and value:
            return value
        raise ValueError("is not a web address: write it in full, as https://host/path")

    @field_validator("country")
    @classmethod
    def _is_alpha3(cls, value: str | None) -> str | None:
        if value is None or value in _USER_ASSIGNED or pycountry.countries.get(alpha_3=value):
            return value
        raise ValueError(
            f"{value!r} is not an ISO 3166 alpha-3 code: write three capitals, such as LBY, or leave it out"
        )

    @property
    def local_file(self) -> Path | None:
        """The file of links on this machine, for kind ``urls``; None where the list is on the web."""
        parts = urlsplit(self.url)
        return None if parts.scheme in ("http", "https") else Path(parts.path)


_CURES = {
    "missing": "is missing: add it",
    "extra_forbidden": "is not a field of a source: remove it, or correct its spelling",
    "literal_error": f"must be one of {', '.join(KINDS)}",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
}
_PATTERN_CURES = {
    "name": "must be lower-case letters, digits, '-' and '_', such as libya-herald",
    "language": "must be a language code of two or three lower-case letters, such as en",
}


def load_sources(path: Path) -> list[Source]:
    """The sources of one file, in its order, disabled ones included.

    Raises:
        SourcesError: every fault of the file in one message, each naming file, entry (name and place) and field.
    """
    entries = _entries(path)
    sources: list[Source] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for place, entry in enumerate(entries, start=1):
        label = f"{path}, entry {place}"
        if not isinstance(entry, dict):
            faults.append(f"{label}: is not a mapping: write `- name: …` with the other fields below it")
            continue
        if isinstance(entry.get("name"), str):
            label += f" ({entry['name']})"
        try:
            source = Source.model_validate(entry)
        except ValidationError as error:
            faults.extend(f"{label}, field {_describe(fault)}" for fault in error.errors())
            continue
        if source.name in seen:
            faults.append(f"{label}, field name: is taken by entry {seen[source.name]}: choose another")
            continue
        seen[source.name] = place
        sources.append(_resolve(source, path))
    if faults:
        raise SourcesError("\n".join(faults))
    return sources


def _entries(path: Path) -> list[Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourcesError(
            f"{path} does not exist: create it, or set COMMUNIQUE_SOURCES_FILE to another file."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourcesError(f"{path} cannot be read ({error}): save it as UTF-8 text.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise SourcesError(
            f"{path}{line}: is not valid YAML ({problem}): check indentation, colons and quotes."
        ) from error
    if not isinstance(content, dict) or not isinstance(content.get("sources"), list):
        raise SourcesError(f"{path}: has no list `sources:` at its top: write `sources:` and the entries below it.")
    return content["sources"]


def _resolve(source: Source, path: Path) -> Source:
    local = source.local_file
    if local is None:
        return source
    return source.model_copy(update={"url": str((path.parent / local.expanduser()).resolve())})


def _describe(fault: Any) -> str:
    field = ".".join(str(part) for part in fault["loc"])
    kind, given = fault["type"], fault.get("input")
    if kind == "value_error":
        reason = re.sub(r"^Value error, ", "", fault["msg"])
    elif kind == "string_pattern_mismatch":
        reason = f"{given!r} {_PATTERN_CURES.get(field, fault['msg'])}"
    elif kind in ("missing", "extra_forbidden"):
        reason = _CURES[kind]
    else:
        reason = f"{given!r} {_CURES.get(kind, fault['msg'][:1].lower() + fault['msg'][1:])}"
    return f"{field}: {reason}"
