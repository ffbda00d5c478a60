"""Who is named in a text: the small grammar of offices, demonyms and names."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.actors import Cast, Person, bare_title, find_mentions, surname


def _named(text: str) -> list[tuple[str, list[tuple[str | None, str | None, str | None]]]]:
    return [(text[m.start : m.end], [(p.name, p.title, p.actor) for p in m.people]) for m in find_mentions(text)]


def _actors(text: str) -> list[str]:
    return [actor for mention in find_mentions(text) for actor in mention.actors]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Kenya and Uganda", ["KEN", "UGA"]),
        ("The Netherlands", ["NLD"]),
        ("the Democratic Republic of the Congo", ["COD"]),
        ("the Republic of Korea and North Korea", ["KOR", "PRK"]),
        ("South Sudan and Sudan", ["SSD", "SDN"]),
        ("Guinea-Bissau and Guinea", ["GNB", "GIN"]),
        ("Timor-Leste", ["TLS"]),
        ("Ivory Coast and Côte d'Ivoire", ["CIV", "CIV"]),
        ("Kosovo", ["XKX"]),
        ("the Holy See", ["VAT"]),
        # initials, with and without stops; "us" is no state
        ("The U.S. and the U.K.", ["USA", "GBR"]),
        ("the US, the UK and the UAE", ["USA", "GBR", "ARE"]),
        ("let us go, and who said so", []),
        # capitals and seats of power stand for their state
        ("Rome and the Kremlin", ["ITA", "RUS"]),
        ("the White House and Kyiv", ["USA", "UKR"]),
        # demonyms
        ("Dutch and Kenyan diplomats", ["NLD", "KEN"]),
        ("the Philippine and Lao delegations", ["PHL", "LAO"]),
        # organisations
        ("the European Commission and the European Union", ["EU", "EU"]),
        ("the World Bank, the International Monetary Fund and UNICEF", ["World Bank", "IMF", "UNICEF"]),
        ("the African Union, ASEAN and ECOWAS", ["African Union", "ASEAN", "ECOWAS"]),
        ("Hamas, Fatah and the Taliban", ["Hamas", "Fatah", "Taliban"]),
        # a state's name inside another name
        ("Air France flew to New Mexico", []),
        ("Michael Jordan played well", []),
    ],
)
def test_states_and_organisations_are_known_by_all_their_names(text: str, actors: list[str]) -> None:
    assert _actors(text) == actors


@pytest.mark.parametrize(
    ("text", "name", "title", "actor"),
    [
        ("Libyan Interior Minister Fathi Bashagha left.", "Fathi Bashagha", "Libyan Interior Minister", "LBY"),
        ("U.S. Secretary of State Mara Holt spoke.", "Mara Holt", "U.S. Secretary of State", "USA"),
        ("Ghana's President Kofi Mensah said", "Kofi Mensah", "Ghana's President", "GHA"),
        ("Prime Minister of Japan Kenji Mori said", "Kenji Mori", "Prime Minister of Japan", "JPN"),
        ("UN Secretary-General Lena Ortiz said", "Lena Ortiz", "UN Secretary-General", "UN"),
        ("African Union envoy Olu Ade said", "Olu Ade", "African Union envoy", "African Union"),
        ("EU foreign policy chief Nora Vidal said", "Nora Vidal", "EU foreign policy chief", "EU"),
        # apposition, either way round
        ("Kofi Mensah, the president of Ghana, said", "Kofi Mensah", "president of Ghana", "GHA"),
        ("the President of Ghana, Kofi Mensah, said", "Kofi Mensah", "President of Ghana", "GHA"),
        # a counterpart bears the side, and the name behind it
        ("with his Italian counterpart, Luciana Rossi, there", "Luciana Rossi", "Italian counterpart", "ITA"),
        ("with his Italian counterpart Luciana Rossi", "Luciana Rossi", "Italian counterpart", "ITA"),
        # honorifics are no part of a name, particles are
        ("Omani Foreign Minister Sayyid Badr bin Hamad Al Busaidi met", "Badr bin Hamad Al Busaidi", "Omani Foreign Minister", "OMN"),
        ("the Emir of Qatar, Sheikh Tamim bin Hamad Al Thani, left", "Tamim bin Hamad Al Thani", "Emir of Qatar", "QAT"),
        # an office alone
        ("the Italian president said", None, "Italian president", "ITA"),
        ("the Saudi crown prince said", None, "Saudi crown prince", "SAU"),
        ("Kosovo's prime minister said", None, "Kosovo's prime minister", "XKX"),
        ("the Turkish army said", None, "Turkish army", "TUR"),
    ],
)  # fmt: skip
def test_a_person_is_a_name_an_office_and_a_side(text: str, name: str | None, title: str, actor: str) -> None:
    ((_, people),) = _named(text)
    assert people == [(name, title, actor)]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "the foreign ministers of Egypt, Jordan and Iraq met",
            [
                (None, "foreign ministers", "EGY"),
                (None, "foreign ministers", "JOR"),
                (None, "foreign ministers", "IRQ"),
            ],
        ),
        (
            "foreign ministers from Japan, China and South Korea met",
            [
                (None, "foreign ministers", "JPN"),
                (None, "foreign ministers", "CHN"),
                (None, "foreign ministers", "KOR"),
            ],
        ),
        (
            "Egyptian and Jordanian foreign ministers met",
            [(None, "foreign ministers", "EGY"), (None, "foreign ministers", "JOR")],
        ),
        ("the presidents of Kenya and Uganda met", [(None, "presidents", "KEN"), (None, "presidents", "UGA")]),
        ("Presidents Anna Berg and Ivo Tal met", [("Anna Berg", "President", None), ("Ivo Tal", "President", None)]),
        (
            "defence ministers Ana Cruz of Chile and Luis Paz of Peru met",
            [("Ana Cruz", "defence minister", "CHL"), ("Luis Paz", "defence minister", "PER")],
        ),
    ],
)
def test_one_office_of_several_sides_is_one_mention_with_a_person_a_side(
    text: str, people: list[tuple[str | None, str | None, str | None]]
) -> None:
    ((_, found),) = _named(text)
    assert found == people


def test_two_offices_joined_are_two_persons() -> None:
    assert _named("German Chancellor Eva Lang and French President Paul Roux met") == [
        ("German Chancellor Eva Lang", [("Eva Lang", "German Chancellor", "DEU")]),
        ("French President Paul Roux", [("Paul Roux", "French President", "FRA")]),
    ]


def test_a_place_before_an_office_is_not_the_side_it_acts_for() -> None:
    assert _named("In Turkey Minister Tobias Hale met them") == [
        ("Turkey", [(None, None, "TUR")]),
        ("Minister Tobias Hale", [("Tobias Hale", "Minister", None)]),
    ]


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "🙂 Nothing here.\nGerman Chancellor Eva Lang left Kenya."
    start = text.index("German")
    assert [text[m.start : m.end] for m in find_mentions(text, start)] == ["German Chancellor Eva Lang", "Kenya"]


def test_a_bare_surname_and_a_bare_office_lead_back_to_the_person_introduced() -> None:
    cast = Cast()
    cast.learn(find_mentions("Polish Foreign Minister Adam Nowak met Latvian President Ilze Kalnina."))
    assert cast.resolve(Person("Nowak", None, None)).actor == "POL"
    assert cast.resolve(Person("Nowak", None, None)).name == "Adam Nowak"
    assert cast.resolve(Person(None, "President", None)).name == "Ilze Kalnina"
    assert cast.resolve(Person("Smith", None, None)) == Person("Smith", None, None)


def test_a_namesake_is_not_taken_for_the_person_introduced() -> None:
    cast = Cast()
    cast.learn(find_mentions("Polish Foreign Minister Adam Nowak spoke."))
    assert cast.resolve(Person("Zofia Nowak", None, None)).name == "Zofia Nowak"
    assert cast.resolve(Person("Zofia Nowak", None, None)).actor is None


@pytest.mark.parametrize(
    ("title", "bare"), [("Ukrainian president", "president"), ("the new Foreign Minister of Chile", "foreign minister")]
)
def test_an_office_without_its_country_is_the_bare_office(title: str, bare: str) -> None:
    assert bare_title(title) == bare


@pytest.mark.parametrize(("name", "last"), [("Adam Nowak", "nowak"), ("Jean-Luc Picard", "picard")])
def test_a_surname_is_the_last_word_of_a_name(name: str, last: str) -> None:
    assert surname(name) == last


_WORDS = ["Kenya", " ", ", ", "President ", "Presidents ", "Jean ", "Ivo Tal", "U.S. ", "the ", "foreign ministers of ", "his Italian counterpart, ", " and ", "'s ", "\n", "🙂", "\u202e", "\x00",
          "Sheikh ", "bin ", "of ", "former ", "-", "St. ", "İ", "ß"]  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=6)), max_size=20).map("".join))
def test_mentions_of_any_text_stand_in_it_in_order(text: str) -> None:
    found = find_mentions(text)
    assert all(0 <= m.start < m.end <= len(text) and m.people for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for mention in found:
        for person in mention.people:
            for word in (person.name or "").split():
                assert word.strip(".,'’") in text
