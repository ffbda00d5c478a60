"""Pledges told in one sentence: who gives what to whom, and how far it has come; and money that is no pledge."""

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., dict[str, Any]]
MONEY = "grant_or_unspecified_money"


@pytest.mark.parametrize(
    ("text", "donor", "recipient", "told"),
    [
        # money
        ("Japan pledged $50 million to Ukraine on Tuesday.", ["JPN"], ["UKR"], {"kind": MONEY, "amount": 50e6, "currency": "USD", "status": "announced", "date": "2024-05-14"}),
        ("Canada will give Haiti C$30 million for food aid.", ["CAN"], ["HTI"], {"kind": MONEY, "amount": 30e6, "currency": "CAD", "status": "announced", "sectors": ["food"]}),
        ("Austria promised to give Moldova €2m.", ["AUT"], ["MDA"], {"amount": 2e6, "currency": "EUR", "status": "announced"}),
        ("Luxembourg promised half a million euros to Niger.", ["LUX"], ["NER"], {"amount": 5e5, "currency": "EUR", "status": "announced"}),
        ("Australia's government said it would provide A$12 million to Fiji after the cyclone.", ["AUS"], ["FJI"], {"amount": 12e6, "currency": "AUD", "status": "announced"}),
        ("The European Commission has announced €3 million in humanitarian aid for Chad.", ["EU"], ["TCD"], {"amount": 3e6, "currency": "EUR", "status": "announced"}),
        ("The United Kingdom committed £20 million to Malawi for maize.", ["GBR"], ["MWI"], {"amount": 20e6, "currency": "GBP", "status": "committed"}),
        ("The IMF disbursed $500 million to Pakistan.", ["IMF"], ["PAK"], {"amount": 500e6, "status": "disbursed"}),
        ("Ireland donated €1 million to UNICEF for children in Gaza.", ["IRL"], ["UNICEF"], {"amount": 1e6, "status": "disbursed"}),
        # "rupees" and "kroner" are the donor's own
        ("Pakistan sent Rs 5 crore to Nepal.", ["PAK"], ["NPL"], {"amount": 50e6, "currency": "PKR"}),
        ("The Danish prime minister pledged 5 million kroner to Greenland's schools.", ["DNK"], ["GRL"], {"amount": 5e6, "currency": "DKK", "sectors": ["education"]}),
        # how sure the figure is
        ("Germany gave Togo about €8 million.", ["DEU"], ["TGO"], {"amount": 8e6, "qualifier": "about"}),
        ("The European Union allocated at least €15 million in humanitarian aid for Yemen.", ["EU"], ["YEM"], {"amount": 15e6, "qualifier": "at_least", "status": "committed"}),
        ("The United States announced up to $120 million in military assistance for Poland.", ["USA"], ["POL"], {"amount": 120e6, "qualifier": "up_to", "kind": "military"}),
        # one sum in two currencies is one pledge
        ("Britain gave Sudan £50m (€58m) for clinics.", ["GBR"], ["SDN"], {"amount": 50e6, "currency": "GBP", "sectors": ["health"]}),
        # loans
        ("The World Bank approved a $200 million loan to Kenya for roads.", ["World Bank"], ["KEN"], {"kind": "loan", "amount": 200e6, "status": "committed", "sectors": ["infrastructure"]}),
        ("China provided a concessional loan of 200 million yuan to Laos.", ["CHN"], ["LAO"], {"kind": "loan", "amount": 200e6, "currency": "CNY", "status": "disbursed"}),
        ("India agreed to lend Sri Lanka $1 billion.", ["IND"], ["LKA"], {"kind": "loan", "amount": 1e9, "status": "announced"}),
        # goods, personnel, training, arms
        ("France donated ten ambulances to Senegal.", ["FRA"], ["SEN"], {"kind": "in_kind", "amount": None, "currency": None, "quantity": "ten ambulances", "status": "disbursed"}),
        ("Turkey sent 300 tonnes of flour to Sudan.", ["TUR"], ["SDN"], {"kind": "in_kind", "quantity": "300 tonnes of flour", "sectors": ["food"], "status": "disbursed"}),
        ("India has delivered 100,000 doses of vaccine to Bhutan.", ["IND"], ["BTN"], {"kind": "in_kind", "quantity": "100,000 doses of vaccine", "status": "disbursed"}),
        ("Germany delivered 20 armoured vehicles to Moldova on Monday.", ["DEU"], ["MDA"], {"kind": "military", "quantity": "20 armoured vehicles", "date": "2024-05-13"}),
        ("Sweden will train Georgian border guards.", ["SWE"], ["GEO"], {"kind": "training_technical", "amount": None, "status": "announced"}),
        ("The Netherlands will provide training for Iraqi police officers.", ["NLD"], ["IRQ"], {"kind": "training_technical", "status": "announced"}),
        # two donors of one gift
        ("The United States and Australia donated 50,000 vaccine doses to Vanuatu.", ["USA", "AUS"], ["VUT"], {"kind": "in_kind", "quantity": "50,000 vaccine doses"}),
        # a donor that is not named
        ("The charity gave £50m to Sudan.", [], ["SDN"], {"amount": 50e6, "currency": "GBP"}),
        # taken back
        ("Norway suspended aid to Afghanistan.", ["NOR"], ["AFG"], {"status": "suspended", "amount": None}),
        ("Finland cancelled a €5 million grant to Mali.", ["FIN"], ["MLI"], {"status": "cancelled", "amount": 5e6}),
    ],
)  # fmt: skip
def test_a_gift_to_somebody_else_is_one_pledge_with_its_fields(
    read: Read, text: str, donor: list[str], recipient: list[str], told: dict[str, Any]
) -> None:
    found = read(text)
    (pledge,) = found["pledges"]
    assert (pledge["donor"], pledge["recipient"]) == (donor, recipient)
    assert {field: pledge[field] for field in told} == told
    assert (found["meetings"], found["agreements"]) == ([], [])
    assert all(quote in text for quote in pledge["evidence"])


@pytest.mark.parametrize(
    "text", ["Britain cut its aid to Myanmar by £10 million.", "Belgium halted its military aid to Rwanda."]
)
def test_aid_that_is_cut_or_halted_is_a_pledge_that_does_not_stand(read: Read, text: str) -> None:
    (pledge,) = read(text)["pledges"]
    assert pledge["status"] in ("cancelled", "suspended")


def test_sums_for_two_recipients_are_two_pledges(read: Read) -> None:
    found = read("Italy promised €2 million to Libya and €3 million to Tunisia.")["pledges"]
    assert [(p["amount"], p["recipient"]) for p in found] == [(2e6, ["LBY"]), (3e6, ["TUN"])]


def test_a_figure_that_restates_all_giving_so_far_is_a_total(read: Read) -> None:
    (pledge,) = read("The new grant brings Japan's total aid to Ukraine to $400 million.")["pledges"]
    assert (pledge["amount"], pledge["is_total"]) == (400e6, True)


def test_a_new_sum_and_the_total_it_leads_to_are_two_records(read: Read) -> None:
    found = read(
        "Sweden gave Somalia €4 million on Monday. The gift brings Sweden's total aid to Somalia to €90 million."
    )
    assert [(p["amount"], p["is_total"]) for p in found["pledges"]] == [(4e6, False), (90e6, True)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The UN appealed for $300 million for Somalia.", id="appeal"),
        pytest.param("Kenya's president called on Germany to give Somalia $10 million.", id="call on another"),
        pytest.param("Iran should give Iraq $5 million, an analyst said.", id="wish"),
        pytest.param("Morocco asked Spain for 10 patrol boats.", id="request"),
        pytest.param("If Congress agrees, the United States could give Jordan $1 billion.", id="hypothesis"),
        pytest.param("Slovakia may give Ukraine 10 jets.", id="possibility"),
        pytest.param("Belgium denied that it had sent weapons to Ethiopia.", id="denial"),
        pytest.param("Ireland refused to give money to Hungary.", id="refusal"),
        pytest.param("Egypt bought 24 fighter jets from France for $5 billion.", id="purchase"),
        pytest.param("Iraq will buy wheat from Australia for $40 million.", id="purchase of food"),
        pytest.param("Apple will invest €500 million in Ireland.", id="company"),
        pytest.param("A court fined the company $3 million.", id="fine"),
        pytest.param("The French government fined Google €500 million.", id="fine by a state"),
        pytest.param("Vietnam compensated Cambodia with $3 million after a court ordered it.", id="compensation"),
        pytest.param("The ransom of $2 million was paid to the kidnappers.", id="ransom"),
        pytest.param("The earthquake caused $2 billion in damage in Nepal.", id="damage"),
        pytest.param("Poland's parliament approved a budget of 500 billion zloty.", id="budget"),
        pytest.param(
            "Norway's government approved a budget of 20 billion kroner for Norwegian schools.", id="own schools"
        ),
        pytest.param("Denmark reaffirmed its support for Ukraine.", id="vague support"),
        pytest.param("The EU will keep working to help Libya.", id="vague help"),
        pytest.param("Mozambique's government thanked Portugal for its help.", id="thanks"),
        pytest.param("The United States lifted its sanctions on Syria.", id="sanctions"),
        pytest.param("Germany gave € to Greece.", id="a sign alone"),
    ],
)
def test_money_that_is_not_given_to_somebody_else_is_no_pledge(read: Read, text: str) -> None:
    assert read(text)["pledges"] == []
