"""The articles that the reconciliation tests read: each scene has actors of its own, so that scenes do not touch each other."""

# ruff: noqa: E501  (a scene reads best with one article a line)

from newsdesk import Told, agreement, meeting, pledge, seat

LAMORGESE = ("ITA", "Luciana Lamorgese", "Italian Interior Minister")
BASHAGHA = ("LBY", "Fathi Bashagha", "Libyan Interior Minister")

SCENES: dict[str, list[Told]] = {
    # One meeting told by four outlets over three days: dated, by weekday, and without a day; one figure differs.
    "one_meeting": [
        Told(
            "http://meridian.example/rome", "2024-03-05T09:00",
            [
                meeting(seat(*LAMORGESE), seat(*BASHAGHA), date="2024-03-04", place="Rome", place_country="ITA",
                        topics=["migration", "security"]),
                pledge("EU", "LBY", 2_000_000, "EUR", sectors=["health"]),
                pledge("ITA", "LBY", kind="training_technical", purpose="training of coast guards", date="2024-03-04"),
            ],
            "2024-03-05T10:00", links=[(1, 0, "pledged_at")],
        ),
        Told(
            "http://courier.example/libya", "2024-03-05T15:00",
            [
                meeting(seat("ITA", "Lamorgese"), seat("LBY", "Fathi Bashaga"), date="2024-03-04", source="relative",
                        topics=["migration"]),
                pledge("EU", "LBY", 2_000_000, "EUR", sectors=["health"]),
            ],
            "2024-03-05T16:00",
        ),
        Told(
            "http://gazette.example/visit", "2024-03-06T07:00",
            [
                meeting(seat("ITA", None, "Interior Minister"), seat("LBY", "Fathi Bashagha"), topics=["migration"]),
                pledge("EU", "LBY", 2_500_000, "EUR", sectors=["health"]),
            ],
            "2024-03-06T08:00",
        ),
        Told(
            "http://herald.example/rome", "2024-03-07T07:00",
            [meeting(seat("LBY", "Fathi Bashagha"), seat("ITA", "Luciana Lamorgese"), date="2024-03-04", source="relative")],
            "2024-03-07T08:00",
        ),
    ],
    "planned_then_held": [
        Told("http://meridian.example/plan", "2024-04-01T09:00",
             [meeting(seat("FRA", "Anne Rochas"), seat("DEU", "Karl Weber"), status="planned", date="2024-04-10")], "2024-04-01T10:00"),
        Told("http://courier.example/held", "2024-04-11T09:00",
             [meeting(seat("FRA", "Anne Rochas"), seat("DEU", "Karl Weber"), date="2024-04-10", place="Lyon", place_country="FRA")],
             "2024-04-11T10:00"),
        Told("http://gazette.example/soon", "2024-04-01T09:00",
             [meeting(seat("JPN", None, "foreign minister"), seat("KOR", None, "foreign minister"), status="planned")], "2024-04-01T10:00"),
        Told("http://herald.example/met", "2024-04-20T09:00",
             [meeting(seat("JPN", None, "foreign minister"), seat("KOR", None, "foreign minister"), date="2024-04-19")],
             "2024-04-20T10:00"),
    ],
    "cancelled": [
        Told("http://meridian.example/talks", "2024-05-01T09:00",
             [meeting(seat("IND"), seat("PAK"), status="planned", date="2024-05-09")], "2024-05-01T10:00"),
        Told("http://courier.example/off", "2024-05-06T09:00",
             [meeting(seat("IND"), seat("PAK"), status="cancelled", date="2024-05-09")], "2024-05-06T10:00"),
        Told("http://gazette.example/brasilia", "2024-05-02T09:00",
             [meeting(seat("BRA"), seat("ARG"), status="planned", date="2024-05-05")], "2024-05-02T10:00"),
    ],
    # The same two ministers twice in one week, told in one article and in two others; one telling names no day.
    "two_meetings": [
        Told("http://meridian.example/week", "2024-06-08T09:00",
             [meeting(seat("EGY", "Samir Adel"), seat("TUR", "Deniz Aksoy"), date="2024-06-04"),
              meeting(seat("EGY", "Samir Adel"), seat("TUR", "Deniz Aksoy"), date="2024-06-07")], "2024-06-08T10:00"),
        Told("http://courier.example/tuesday", "2024-06-05T09:00",
             [meeting(seat("EGY", "Samir Adel"), seat("TUR", "Deniz Aksoy"), date="2024-06-04", source="relative")], "2024-06-05T10:00"),
        Told("http://gazette.example/again", "2024-06-08T09:00",
             [meeting(seat("EGY", "Samir Adel"), seat("TUR", "Deniz Aksoy"))], "2024-06-08T11:00"),
    ],
    "two_pairs_of_ministers": [
        Told("http://meridian.example/fm", "2024-06-05T09:00",
             [meeting(seat("POL", "Jan Lis", "foreign minister"), seat("LTU", "Rasa Petraite", "foreign minister"), date="2024-06-04")],
             "2024-06-05T10:00"),
        Told("http://courier.example/im", "2024-06-05T09:00",
             [meeting(seat("POL", "Ewa Sowa", "interior minister"), seat("LTU", "Tomas Vaitkus", "interior minister"), date="2024-06-04")],
             "2024-06-05T10:00"),
    ],
    # Announced, announced again at another summit, committed, disbursed; then called a promise in the background of a late article.
    "one_pledge": [
        Told("http://meridian.example/ukr1", "2024-02-01T09:00", [pledge("DEU", "UKR", 50e6, "EUR", date="2024-02-01")], "2024-02-01T10:00"),
        Told("http://courier.example/ukr2", "2024-02-20T09:00", [pledge("DEU", "UKR", 50e6, "EUR", date="2024-02-19")], "2024-02-20T10:00"),
        Told("http://gazette.example/ukr3", "2024-04-02T09:00",
             [pledge("DEU", "UKR", 50e6, "EUR", status="committed", date="2024-04-01")], "2024-04-02T10:00"),
        Told("http://herald.example/ukr4", "2024-06-02T09:00",
             [pledge("DEU", "UKR", 50e6, "EUR", status="disbursed", date="2024-06-01")], "2024-06-02T10:00"),
        Told("http://meridian.example/ukr5", "2024-06-20T09:00", [pledge("DEU", "UKR", 50e6, "EUR")], "2024-06-20T10:00"),
        Told("http://courier.example/ukr6", "2024-06-21T09:00", [pledge("DEU", "UKR", 80e6, "EUR", date="2024-06-20")], "2024-06-21T10:00"),
    ],
    "total": [
        Told("http://meridian.example/haiti", "2024-03-02T09:00",
             [pledge("CAN", "HTI", 10e6, "CAD", date="2024-03-01"), pledge("CAN", "HTI", 123e6, "CAD", date="2024-03-01", is_total=True)],
             "2024-03-02T10:00"),
        Told("http://courier.example/haiti", "2024-03-02T12:00",
             [pledge("CAN", "HTI", 123e6, "CAD", date="2024-03-01", is_total=True)], "2024-03-02T13:00"),
    ],
    "part_delivered": [
        Told("http://meridian.example/malawi", "2024-03-02T09:00", [pledge("NOR", "MWI", 20e6, "NOK", date="2024-03-01")],
             "2024-03-02T10:00"),
        Told("http://courier.example/malawi", "2024-05-02T09:00",
             [pledge("NOR", "MWI", 20e6, "NOK", date="2024-03-01"), pledge("NOR", "MWI", 5e6, "NOK", status="disbursed", date="2024-05-01")],
             "2024-05-02T10:00", links=[(1, 0, "follows_up")]),
    ],
    "stopped": [
        Told("http://meridian.example/mali", "2024-03-02T09:00", [pledge("SWE", "MLI", 30e6, "SEK", date="2024-03-01")], "2024-03-02T10:00"),
        Told("http://courier.example/mali", "2024-05-02T09:00",
             [pledge("SWE", "MLI", 30e6, "SEK", status="suspended", date="2024-05-01")], "2024-05-02T10:00"),
    ],
    # One text printed by two outlets, and an independent third.
    "reprint": [
        Told("http://meridian.example/boats", "2024-07-02T09:00",
             [pledge("GBR", "GHA", kind="in_kind", quantity="10 patrol boats")], "2024-07-02T10:00", story="boats"),
        Told("http://courier.example/boats", "2024-07-03T09:00",
             [pledge("GBR", "GHA", kind="in_kind", quantity="10 patrol boats")], "2024-07-03T10:00", story="boats"),
        Told("http://gazette.example/boats", "2024-07-03T12:00",
             [pledge("GBR", "GHA", kind="in_kind", quantity="ten boats", purpose="patrol of the coast")], "2024-07-03T13:00"),
    ],
    "money": [
        Told("http://meridian.example/yemen", "2024-03-07T09:00", [pledge("SAU", "YEM", 75e6, "SAR", date="2024-03-06")], "2024-03-07T10:00"),
        Told("http://meridian.example/niger", "2024-03-07T09:00", [pledge("NGA", "NER", 1e9, "NGN", date="2024-03-06")], "2024-03-07T10:00"),
        Told("http://meridian.example/cuba", "2024-03-07T09:00", [pledge("RUS", "CUB", 1e9, "RUB", date="2024-03-06")], "2024-03-07T10:00"),
        Told("http://meridian.example/undated", None, [pledge("CHE", "NPL", 1e6, "CHF")], "2024-03-07T10:00"),
        Told("http://meridian.example/sunday", "2024-03-11T09:00", [pledge("USA", "FJI", 1e6, "USD", date="2024-03-10")], "2024-03-11T10:00"),
        Told("http://meridian.example/joint", "2024-03-07T09:00",
             [pledge(["DNK", "FIN", "ISL"], ["GRL", "flood victims"], 1e6, "EUR", date="2024-03-06", sectors=["health", "other"])],
             "2024-03-07T10:00"),
    ],
    # What no reader would write and an extractor might: it must not stop the ledger.
    "misread": [
        Told("http://meridian.example/misread", "2024-03-07T09:00",
             [pledge("PRT", "AGO", -5.0, "EUR", date="2924-03-06"), pledge("PRT", "CPV", 3e6, "QQQ", date="2024-03-06"),
              meeting(seat("PRT"), seat("AGO"), date="2924-03-06", place_country="YUG")], "2024-03-07T10:00"),
    ],
    "agreements": [
        Told("http://meridian.example/dam", "2024-01-10T09:00",
             [agreement(["KEN", "ETH"], "treaty_pact", "sharing the waters of the river", status="planned", date="2024-01-20")],
             "2024-01-10T10:00"),
        Told("http://courier.example/dam", "2024-01-21T09:00",
             [agreement(["KEN", "ETH"], "treaty_pact", "a pact on the waters of the river", date="2024-01-20", place="Nairobi",
                        place_country="KEN")], "2024-01-21T10:00"),
        Told("http://gazette.example/dam", "2024-06-21T09:00",
             [agreement(["ETH", "KEN"], "treaty_pact", "river waters", status="ratified", date="2024-06-20")], "2024-06-21T10:00"),
        Told("http://meridian.example/truce", "2024-02-02T09:00",
             [agreement(["SDN", "TCD"], "ceasefire_truce", "a truce", status="agreed", date="2024-02-01")], "2024-02-02T10:00"),
        Told("http://courier.example/truce", "2024-03-02T09:00",
             [agreement(["SDN", "TCD"], "ceasefire_truce", "the truce", status="terminated", date="2024-03-01")], "2024-03-02T10:00"),
        Told("http://gazette.example/truce", "2024-05-02T09:00",
             [agreement(["SDN", "TCD"], "ceasefire_truce", "a new truce", status="agreed", date="2024-05-01")], "2024-05-02T10:00"),
    ],
    # Told five days apart without a day, these are two events, until a report between them is near enough to both.
    "undated": [
        Told("http://meridian.example/muscat", "2024-03-01T09:00", [meeting(seat("OMN", "Ali Said"), seat("KWT", "Omar Nasser"))],
             "2024-03-01T10:00"),
        Told("http://courier.example/muscat", "2024-03-06T09:00", [meeting(seat("OMN", "Ali Said"), seat("KWT", "Omar Nasser"))],
             "2024-03-06T10:00"),
    ],
}  # fmt: skip


def everything() -> list[Told]:
    return [told for scene in SCENES.values() for told in scene]
