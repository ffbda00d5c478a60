"""Meetings told in one sentence: who, how, where and when; and what only sounds like a meeting. Published on a Thursday, 2024-05-16."""

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., dict[str, Any]]


def _sides(meeting: dict[str, Any]) -> list[str]:
    return sorted({p["actor"] for p in meeting["participants"] if p["actor"]})


@pytest.mark.parametrize(
    ("text", "sides", "told"),
    [
        (
            "Kenyan President Amina Odhiambo met Ugandan President Joseph Kato in Nairobi on Tuesday.",
            ["KEN", "UGA"],
            {"status": "held", "date": "2024-05-14", "date_text": "Tuesday", "place": "Nairobi", "place_country": "KEN", "format": "in_person"},
        ),
        (
            "The foreign ministers of Egypt, Jordan and Iraq met in Baghdad on Monday to discuss border security.",
            ["EGY", "IRQ", "JOR"],
            {"status": "held", "date": "2024-05-13", "place_country": "IRQ", "topics": ["security", "border_territory"]},
        ),
        (
            "President Anna Berg of Sweden and Foreign Minister Ivo Tal of Estonia met in Tallinn.",
            ["EST", "SWE"],
            {"status": "held", "place": "Tallinn", "date_text": None},
        ),
        (
            "Norwegian Prime Minister Ingrid Dahl spoke by telephone with Finnish President Aino Laine on Wednesday.",
            ["FIN", "NOR"],
            {"status": "held", "format": "phone", "date": "2024-05-15", "place": None},
        ),
        (
            "Norwegian Prime Minister Ingrid Dahl held a video conference with Finnish President Aino Laine yesterday.",
            ["FIN", "NOR"],
            {"status": "held", "format": "video", "date": "2024-05-15"},
        ),
        ("The Lao and Vietnamese prime ministers met online on Tuesday.", ["LAO", "VNM"], {"status": "held", "format": "video"}),
        (
            "Delegations from India and Bangladesh held talks in Dhaka.",
            ["BGD", "IND"],
            {"status": "held", "place": "Dhaka", "place_country": "BGD"},
        ),
        (
            "Ghana's President Kofi Mensah received the Togolese foreign minister at his residence in Accra.",
            ["GHA", "TGO"],
            {"status": "held", "format": "in_person", "place_country": "GHA"},
        ),
        (
            "Vietnamese Foreign Minister Tran Van Minh hosted his Indonesian counterpart, Rini Sari, in Hanoi.",
            ["IDN", "VNM"],
            {"status": "held", "place": "Hanoi"},
        ),
        ("Pope Leo received the Slovenian president at the Vatican on Friday.", ["SVN", "VAT"], {"status": "held", "date": "2024-05-10"}),
        (
            "Spanish Foreign Minister Clara Vidal visited Algeria for talks with its leaders on gas supplies.",
            ["DZA", "ESP"],
            {"status": "held", "place_country": "DZA", "topics": ["energy"]},
        ),
        (
            "A Chinese delegation arrived in Islamabad on Monday for talks with Pakistani officials.",
            ["CHN", "PAK"],
            {"status": "held", "place": "Islamabad", "date": "2024-05-13"},
        ),
        ("The summit between the African Union and the European Union opened in Brussels on Monday.", ["African Union", "EU"], {"status": "held"}),
        ("UN envoy Lena Ortiz met Houthi leaders in Sanaa on Tuesday.", ["Houthis", "UN"], {"status": "held", "place_country": "YEM"}),
        ("The Red Cross met Taliban officials in Kabul on access for aid workers.", ["Red Cross", "Taliban"], {"status": "held", "topics": ["humanitarian"]}),
        ("Colombia's government and the ELN resumed peace talks in Havana on Monday.", ["COL", "ELN"], {"status": "held", "place_country": "CUB", "topics": ["ceasefire_peace"]}),
        ("Swiss and Chinese negotiators concluded a third round of trade talks in Geneva on Sunday.", ["CHE", "CHN"], {"status": "held", "topics": ["economy_trade"]}),
        # to come
        (
            "Chilean Foreign Minister Rosa Vera will meet her Peruvian counterpart, Luis Paz, in Lima on Saturday.",
            ["CHL", "PER"],
            {"status": "planned", "date": "2024-05-18", "place": "Lima"},
        ),
        ("The presidents of Kenya and Uganda are expected to meet in Kampala on Monday.", ["KEN", "UGA"], {"status": "planned", "date": "2024-05-20"}),
        ("Uganda's president said he would meet the Kenyan president on Monday in Kampala.", ["KEN", "UGA"], {"status": "planned", "date": "2024-05-20"}),
        ("A meeting between the Thai and Cambodian prime ministers is planned for Monday in Kuala Lumpur.", ["KHM", "THA"], {"status": "planned", "place_country": "MYS"}),
        ("Peru and Bolivia agreed to meet again in June.", ["BOL", "PER"], {"status": "planned", "date": "2024-06"}),
        # called off, put off, collapsed
        ("Armenia's prime minister cancelled a meeting with the Russian president.", ["ARM", "RUS"], {"status": "cancelled"}),
        ("The French president postponed his meeting with the Moroccan king.", ["FRA", "MAR"], {"status": "cancelled"}),
        ("Talks between Eritrea and Djibouti collapsed on Tuesday.", ["DJI", "ERI"], {"status": "cancelled"}),
    ],
)  # fmt: skip
def test_a_contact_between_sides_is_one_meeting_with_its_fields(
    read: Read, text: str, sides: list[str], told: dict[str, Any]
) -> None:
    found = read(text)
    (meeting,) = found["meetings"]
    assert _sides(meeting) == sides
    assert {field: meeting[field] for field in told} == told
    assert (found["pledges"], found["agreements"]) == ([], [])
    assert all(quote in text for quote in meeting["evidence"])


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        (
            "Italian Foreign Minister Marco Riva met his Greek counterpart, Eleni Pappa, in Rome.",
            {"Marco Riva": "ITA", "Eleni Pappa": "GRC"},
        ),
        (
            "The president of Zambia, Grace Phiri, and the president of Malawi, John Banda, met in Lilongwe.",
            {"Grace Phiri": "ZMB", "John Banda": "MWI"},
        ),
        (
            "Presidents Anna Berg of Sweden and Ivo Tal of Estonia met in Tallinn.",
            {"Anna Berg": "SWE", "Ivo Tal": "EST"},
        ),
    ],
)
def test_each_person_named_is_a_participant_for_his_side(read: Read, text: str, participants: dict[str, str]) -> None:
    (meeting,) = read(text)["meetings"]
    assert {p["name"]: p["actor"] for p in meeting["participants"]} == participants


def test_calls_to_several_counterparts_in_turn_are_one_meeting_each(read: Read) -> None:
    found = read(
        "The Thai prime minister spoke to the president of Laos and to the king of Cambodia by phone on Sunday."
    )
    assert [(_sides(m), m["format"]) for m in found["meetings"]] == [
        (["LAO", "THA"], "phone"),
        (["KHM", "THA"], "phone"),
    ]


def test_two_meetings_of_one_sentence_keep_their_own_days(read: Read) -> None:
    found = read(
        "The Kenyan and Ugandan presidents met on Tuesday and the Polish and Czech presidents met on Wednesday."
    )
    assert [(_sides(m), m["date"]) for m in found["meetings"]] == [
        (["KEN", "UGA"], "2024-05-14"),
        (["CZE", "POL"], "2024-05-15"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The ministry denied that the Syrian and Israeli foreign ministers had met.", id="denial"),
        pytest.param("Iran denied any meeting with American officials.", id="denial of any"),
        pytest.param("The presidents of Kenya and Uganda did not meet.", id="negation"),
        pytest.param("The presidents of Kenya and Uganda never met.", id="never"),
        pytest.param("There were no talks between Iran and Israel.", id="no talks"),
        pytest.param("If the Ukrainian and Russian presidents meet, the war could end.", id="hypothesis"),
        pytest.param("The presidents of Armenia and Azerbaijan could meet next month.", id="possibility"),
        pytest.param("Germany's chancellor called on the presidents of Serbia and Kosovo to meet.", id="appeal"),
        pytest.param("An analyst said Iran and Israel should hold talks.", id="wish"),
        pytest.param("The Kenyan president's plan was met with criticism.", id="met with criticism"),
        pytest.param("Canadian Prime Minister Jean Roy met with fierce criticism in Quebec.", id="person met with criticism"),
        pytest.param("Brazil's plan met strong opposition in Argentina.", id="met opposition"),
        pytest.param("Iraq needs to meet its obligations to Kuwait.", id="meet obligations"),
        pytest.param("Shares met expectations in Japan and Germany.", id="met expectations"),
        pytest.param("India's cricketers will meet Pakistan in Dubai on Friday.", id="sport"),
        pytest.param("Gabon's football club met Cameroon's in Libreville.", id="clubs"),
        pytest.param("Executives of Toyota met executives of Volkswagen in Tokyo.", id="companies"),
        pytest.param("Turkish President Deniz Aydin met the chief executive of Boeing.", id="one state and a company"),
        pytest.param("Talks between the nurses' union and the government of Peru broke down.", id="union"),
        pytest.param("The Polish president met students in Krakow.", id="crowd"),
        pytest.param("The Danish cabinet met on Tuesday to discuss the budget.", id="one government"),
        pytest.param("The Swedish parliament met on Monday.", id="one parliament"),
        pytest.param("The UN Security Council met on Tuesday to vote on a resolution.", id="standing body"),
        pytest.param("Polish Foreign Minister Adam Nowak held a press conference in Warsaw on Tuesday.", id="press conference"),
        pytest.param("The French president will travel to Chad on Friday.", id="visit without counterpart"),
        pytest.param("The Dutch prime minister cancelled a trip to Morocco.", id="trip without counterpart"),
        pytest.param("The Chilean president opened a hospital in Santiago.", id="other business"),
        pytest.param("Le président kényan a rencontré son homologue ougandais à Nairobi mardi.", id="another language"),
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_meeting_is_none(read: Read, text: str) -> None:
    assert read(text)["meetings"] == []


@pytest.mark.parametrize(
    ("when", "published", "date", "words", "precision"),
    [
        ("on Wednesday", "2024-05-16", "2024-05-15", "Wednesday", "day"),
        ("earlier today", "2024-05-16", "2024-05-16", "earlier today", "day"),
        ("last month", "2024-05-16", "2024-04", "last month", "month"),
        ("in April", "2024-05-16", "2024-04", "April", "month"),
        ("on 5-6 April", "2024-05-16", "2024-04-05", "5-6 April", "day"),
        ("on 5 April 2024", None, "2024-04-05", "5 April 2024", "day"),
        ("last month", "2024-05", "2024-04", "last month", "month"),
        # not to be known: the words stay, no day is invented
        ("on Wednesday", "2024-05", None, "Wednesday", "none"),
        ("on Wednesday", None, None, "Wednesday", "none"),
        ("on 5-6 April", None, None, "5-6 April", "none"),
    ],
)
def test_a_meeting_is_dated_by_its_words_and_the_publication_date(
    read: Read, when: str, published: str | None, date: str | None, words: str, precision: str
) -> None:
    (meeting,) = read(f"The presidents of Kenya and Uganda met {when} in Nairobi.", published)["meetings"]
    assert (meeting["date"], meeting["date_text"], meeting["date_precision"]) == (date, words, precision)


def test_a_meeting_without_words_for_its_date_takes_no_words_from_the_publication_date(read: Read) -> None:
    (meeting,) = read("The presidents of Kenya and Uganda met in Nairobi.")["meetings"]
    assert (meeting["date_text"], meeting["date_source"]) == (None, "publication")
    (undated,) = read("The presidents of Kenya and Uganda met in Nairobi.", None)["meetings"]
    assert (undated["date"], undated["date_source"]) == (None, "none")
