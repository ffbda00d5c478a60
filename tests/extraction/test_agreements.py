"""Agreements told in one sentence: an act on a mutual undertaking; and what is none."""

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "parties", "kind", "status"),
    [
        ("Chile and Peru signed a free trade agreement in Lima on Tuesday.", ["CHL", "PER"], "trade_economic", "signed"),
        ("Kenya and Somalia signed a memorandum of understanding on fisheries.", ["KEN", "SOM"], "mou_protocol", "signed"),
        ("Kosovo and Serbia signed a declaration on missing persons in Brussels.", ["XKX", "SRB"], "declaration_communique", "signed"),
        ("Iran and Pakistan signed a prisoner exchange deal in Tehran.", ["IRN", "PAK"], "exchange_release", "signed"),
        ("Rebels of the M23 and Congo's government signed a peace accord in Doha.", ["M23", "COD"], "peace_political", "signed"),
        ("The trade pact between Mexico and Canada was signed in Ottawa on 3 May.", ["MEX", "CAN"], "trade_economic", "signed"),
        ("The prime ministers of Spain and Portugal signed a treaty of friendship in Lisbon.", ["ESP", "PRT"], "treaty_pact", "signed"),
        ("Armenia and Azerbaijan agreed to a ceasefire on Monday.", ["ARM", "AZE"], "ceasefire_truce", "agreed"),
        ("Sudan's army and the Rapid Support Forces reached a truce.", ["SDN", "Rapid Support Forces"], "ceasefire_truce", "agreed"),
        ("Egypt and Sudan agreed to form a joint committee on water.", ["EGY", "SDN"], "joint_body", "agreed"),
        ("Kazakhstan and Uzbekistan established a joint commission on water in Tashkent.", ["KAZ", "UZB"], "joint_body", "agreed"),
        ("Russia and Ukraine agreed to exchange 200 prisoners.", ["RUS", "UKR"], "exchange_release", "agreed"),
        ("The Gulf Cooperation Council and Japan concluded a free trade agreement.", ["GCC", "JPN"], "trade_economic", "agreed"),
        ("The foreign ministers of Iran and Iraq issued a joint communique.", ["IRN", "IRQ"], "declaration_communique", "agreed"),
        # announced by a mediator: theirs, not his
        ("Qatar announced a ceasefire between Israel and Hamas.", ["ISR", "Hamas"], "ceasefire_truce", "agreed"),
        # acts on an agreement that exists
        ("The Philippine senate ratified the defence treaty with Japan.", ["PHL", "JPN"], "defence_security", "ratified"),
        ("The ceasefire between the government of Yemen and the Houthis entered into force at midnight.", ["YEM", "Houthis"], "ceasefire_truce", "in_force"),
        ("Israel and Hamas extended their truce by two days.", ["ISR", "Hamas"], "ceasefire_truce", "extended"),
        ("Moscow and Ankara suspended the grain deal.", ["RUS", "TUR"], "trade_economic", "suspended"),
        ("Russia terminated its fisheries agreement with Norway.", ["RUS", "NOR"], "trade_economic", "terminated"),
        ("The United States withdrew from the nuclear treaty with Russia.", ["USA", "RUS"], "treaty_pact", "terminated"),
        ("Serbia rejected the agreement with Kosovo.", ["SRB", "XKX"], "other", "rejected"),
        # a settled plan to sign
        ("India and Vietnam will sign a defence pact next month.", ["IND", "VNM"], "defence_security", "planned"),
        ("Denmark and Iceland are to sign a defence agreement in Copenhagen on Friday.", ["DNK", "ISL"], "defence_security", "planned"),
    ],
)  # fmt: skip
def test_an_act_on_a_mutual_undertaking_is_one_agreement(
    read: Read, text: str, parties: list[str], kind: str, status: str
) -> None:
    found = read(text)
    (agreement,) = found["agreements"]
    assert (sorted(agreement["parties"]), agreement["type"], agreement["status"]) == (sorted(parties), kind, status)
    assert agreement["subject"] in text
    assert (found["meetings"], found["pledges"]) == ([], [])
    assert all(quote in text for quote in agreement["evidence"])


@pytest.mark.parametrize(
    ("text", "date", "place", "country"),
    [
        ("Chile and Peru signed a free trade agreement in Lima on Tuesday.", "2024-05-14", "Lima", "PER"),
        ("The trade pact between Mexico and Canada was signed in Ottawa on 3 May.", "2024-05-03", "Ottawa", "CAN"),
        ("The prime ministers of Spain and Portugal signed a treaty of friendship in Lisbon last month.", "2024-04", "Lisbon", "PRT"),
        ("India and Vietnam will sign a defence pact next month.", "2024-06", None, None),
        ("Denmark and Iceland are to sign a defence agreement in Copenhagen on Friday.", "2024-05-17", "Copenhagen", "DNK"),
    ],
)  # fmt: skip
def test_an_agreement_has_the_day_and_the_place_of_its_act(
    read: Read, text: str, date: str, place: str | None, country: str | None
) -> None:
    (agreement,) = read(text)["agreements"]
    assert (agreement["date"], agreement["place"], agreement["place_country"]) == (date, place, country)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kenya and Uganda agreed that the drought is a serious problem.", id="an opinion"),
        pytest.param("The two presidents agreed that the situation is grave.", id="an opinion of leaders"),
        pytest.param(
            "Fighting went on in Aden despite the ceasefire between Yemen's government and the Houthis.",
            id="despite one",
        ),
        pytest.param("Under the 2015 nuclear deal, Iran limits enrichment.", id="under one"),
        pytest.param("Iran violated the agreement with France, Paris said.", id="one violated"),
        pytest.param("Egypt accused Ethiopia of breaking the agreement.", id="one said to be broken"),
        pytest.param("Turkey called the deal with Greece meaningless.", id="one called meaningless"),
        pytest.param("Germany has to deal with a shortage of gas from Russia.", id="deal with"),
        pytest.param("Oman has a good deal of trade with India.", id="a good deal"),
        pytest.param("Toyota signed an agreement with Panasonic on batteries.", id="companies"),
        pytest.param("Ethiopia signed a $2 billion contract with Siemens.", id="a state and a company"),
        pytest.param("The company signed a deal with the government of Ghana.", id="a company and a state"),
        pytest.param("Arsenal and Real Madrid agreed a deal for the striker.", id="sport"),
        pytest.param("Mali denied that it had signed a deal with Russia.", id="denial"),
        pytest.param("Kenya denied signing a deal with Uganda.", id="denial by noun"),
        pytest.param("The Tunisian and Algerian presidents met, but there was no agreement.", id="none reached"),
        pytest.param("Turkey and Greece could sign an agreement next year.", id="possibility"),
        pytest.param("A deal between Oman and India remains possible.", id="possible"),
        pytest.param("If Chad and Niger sign the pact, trade will grow.", id="hypothesis"),
        pytest.param("The UN called on Sudan and South Sudan to sign a peace agreement.", id="appeal"),
        pytest.param("Poland offered Ukraine a trade deal.", id="an offer"),
        pytest.param("Georgia's parliament passed a law on foreign agents.", id="a law"),
        pytest.param("Peru and Bolivia agreed to meet again in June.", id="meeting again"),
        pytest.param("India agreed to lend Sri Lanka $1 billion.", id="one side"),
    ],
)
def test_what_binds_no_two_sides_is_no_agreement(read: Read, text: str) -> None:
    assert read(text)["agreements"] == []
