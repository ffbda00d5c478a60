"""Words as data: the lists that a person without Python extends are well formed, and names lead where they should."""

import re

import pycountry
import pytest
from babel import Locale

from pipelines.extraction.lexicon import (
    actor_names,
    cities,
    country_of_place,
    known_persons,
    titles,
    words,
    words_of,
)

TOPICS = {
    "migration", "security", "defence", "terrorism", "ceasefire_peace", "humanitarian", "economy_trade", "energy", "climate", "health",
    "human_rights", "elections_governance", "border_territory", "nuclear", "development", "diplomacy_general", "other",
}  # fmt: skip
SECTORS = {
    "health", "food", "water_sanitation", "shelter", "protection", "livelihoods", "education", "infrastructure", "budget_support",
    "security_military", "migration", "emergency_multi", "governance", "environment", "other",
}  # fmt: skip
AGREEMENT_TYPES = {
    "ceasefire_truce", "peace_political", "treaty_pact", "mou_protocol", "joint_body", "trade_economic", "defence_security",
    "exchange_release", "loan_aid_programme", "declaration_communique", "other",
}  # fmt: skip
STATES = {country.alpha_3 for country in pycountry.countries} | {"XKX"}


def test_the_lists_use_only_the_values_of_the_codebook() -> None:
    assert set(words()["topics"]) <= TOPICS
    assert set(words()["sectors"]) <= SECTORS
    assert {kind for kind, _ in words()["agreement_types"]} <= AGREEMENT_TYPES


def test_every_pattern_of_the_lists_compiles_and_matches_no_empty_text() -> None:
    patterns = [*words()["topics"].values(), *words()["sectors"].values(), *(p for _, p in words()["agreement_types"])]
    patterns += [p for p in words()["give"].values() if isinstance(p, str)]
    assert len(patterns) > 40
    assert [p for p in patterns if re.compile(p, re.IGNORECASE).search("")] == []


def test_currencies_are_those_of_iso_4217() -> None:
    known = set(Locale("en").currencies)  # retired ones included: old articles use them
    lists = words()["currencies"]
    used = {*lists["signs"].values(), *lists["names"].values()}
    used |= {code for codes in words()["shared_currencies"].values() for code in codes}
    assert used - known == set()


def test_every_state_of_iso_3166_is_known_by_its_own_name() -> None:
    names = actor_names()
    missing = []
    for country in pycountry.countries:
        written = getattr(country, "common_name", country.name)
        found = names.get(words_of(written))
        if "," not in written and (found is None or found.actor != country.alpha_3) and country.name != "Congo":
            missing.append((written, found))
    assert missing == []


def test_the_two_congos_are_told_apart_by_their_full_names() -> None:
    assert actor_names()[("Democratic", "Republic", "of", "the", "Congo")].actor == "COD"
    assert actor_names()[("Republic", "of", "the", "Congo")].actor == "COG"


def test_what_stands_for_a_state_leads_to_a_code_and_every_other_actor_to_a_name() -> None:
    wrong = [
        (key, n) for key, n in actor_names().items() if n.kind in ("state", "demonym", "seat") and n.actor not in STATES
    ]
    assert wrong == []


def test_persons_and_offices_act_for_known_actors() -> None:
    actors = {name.actor for name in actor_names().values()}
    assert {actor for _, actor in known_persons().values()} <= actors
    assert {title.actor for title in titles().values() if title.actor} <= actors
    assert {title.role for title in titles().values()} <= {
        "head", "minister", "envoy", "official", "military", "legislator", "royal", "body", "counterpart",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "iso3"),
    [
        ("Rome", "ITA"),
        ("Nairobi", "KEN"),
        ("Geneva", "CHE"),
        ("New York", "USA"),
        ("Sharm el-Sheikh", "EGY"),
        ("The Hague", "NLD"),
        ("the White House", "USA"),
        ("the Kremlin", "RUS"),
        ("Camp David", "USA"),
        ("Turkey", "TUR"),
        # the widest part decides
        ("Paris", "FRA"),
        ("Paris, Texas", "USA"),
        ("Tbilisi, Georgia", "GEO"),
        ("a hotel in Doha", "QAT"),
        ("Nowhereville", None),
        ("", None),
    ],
)
def test_a_place_lies_in_its_country(place: str, iso3: str | None) -> None:
    assert country_of_place(place) == iso3


def test_of_cities_that_share_a_name_the_largest_is_meant() -> None:
    assert cities()["Birmingham"][0] == "GBR"
    assert cities()["Tripoli"][0] == "LBY"
