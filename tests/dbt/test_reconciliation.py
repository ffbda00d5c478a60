"""From tellings to events: what is one event, what is two, and where each stands."""

from datetime import date
from pathlib import Path
from typing import Any

from newsdesk import rows


def _meetings(built: Path, *iso3: str) -> list[dict[str, Any]]:
    query = """
        select m.* from fct_meetings as m
        where (select count(distinct iso3) from fct_meeting_participants p
               where p.meeting_id = m.meeting_id and list_contains($iso3, p.iso3)) = len($iso3)
        order by meeting_date
    """
    return rows(built, query, {"iso3": list(iso3)})


def _pledges(built: Path, donor: str, recipient: str) -> list[dict[str, Any]]:
    query = """
        select * from fct_pledges
        where pledge_id in (select pledge_id from fct_pledge_donors where iso3 = $donor or actor_id = $donor)
            and pledge_id in (select pledge_id from fct_pledge_recipients where iso3 = $recipient)
        order by pledge_date, amount
    """
    return rows(built, query, {"donor": donor, "recipient": recipient})


def _agreements(built: Path, *actors: str) -> list[dict[str, Any]]:
    query = """
        select * from fct_agreements as a
        where (select count(*) from fct_agreement_parties p
               where p.agreement_id = a.agreement_id and list_contains($actors, p.actor_id)) = len($actors)
        order by agreement_date
    """
    return rows(built, query, {"actors": list(actors)})


def test_one_meeting_told_by_four_outlets_over_three_days_is_one_fact(built: Path) -> None:
    (told,) = _meetings(built, "ITA", "LBY")
    assert (told["n_articles"], told["n_stories"], told["n_sources"]) == (4, 4, 4)
    assert (told["meeting_date"], told["date_precision"], told["date_source"]) == (date(2024, 3, 4), "day", "relative")
    assert (told["place"], told["place_country_iso3"], told["topics_text"]) == ("Rome", "ITA", "migration, security")
    assert (told["status"], told["plover_event"], told["cameo_root"]) == ("held", "CONSULT", "04")


def test_a_surname_an_office_and_a_second_spelling_are_one_person(built: Path) -> None:
    (told,) = _meetings(built, "ITA", "LBY")
    seats = rows(
        built,
        "select person_id, role_class from fct_meeting_participants where meeting_id = ? order by iso3",
        [told["meeting_id"]],
    )
    assert [seat["person_id"] for seat in seats] == ["person:ITA:luciana-lamorgese", "person:LBY:fathi-bashagha"]
    assert {seat["role_class"] for seat in seats} == {"interior_minister"}
    assert told["n_participants"] == told["n_actors"] == 2
    (role,) = rows(built, "select * from dim_actor_roles where person_id = 'person:LBY:fathi-bashagha'")
    assert (role["title"], role["valid_from"], role["actor_id"]) == (
        "Libyan Interior Minister",
        date(2024, 3, 5),
        "state:LBY",
    )


def test_a_planned_meeting_later_held_is_one_held_meeting(built: Path) -> None:
    (told,) = _meetings(built, "FRA", "DEU")
    assert (told["status"], told["meeting_date"], told["n_articles"]) == ("held", date(2024, 4, 10), 2)


def test_a_plan_without_a_day_joins_the_meeting_that_came_of_it(built: Path) -> None:
    (told,) = _meetings(built, "JPN", "KOR")
    assert (told["status"], told["meeting_date"], told["n_articles"]) == ("held", date(2024, 4, 19), 2)


def test_a_meeting_called_off_is_cancelled_and_one_never_told_again_is_overdue(built: Path) -> None:
    (off,) = _meetings(built, "IND", "PAK")
    assert (off["status"], off["n_articles"]) == ("cancelled", 2)
    (plan,) = _meetings(built, "BRA", "ARG")
    report = {row["meeting_id"]: row for row in rows(built, "select * from rpt_planned_not_held")}
    assert set(report) == {off["meeting_id"], plan["meeting_id"]}
    assert report[plan["meeting_id"]]["is_overdue"] is True
    assert report[off["meeting_id"]]["is_overdue"] is False


def test_two_meetings_of_the_same_ministers_in_one_week_stay_two(built: Path) -> None:
    first, second = _meetings(built, "EGY", "TUR")
    assert (first["meeting_date"], second["meeting_date"]) == (date(2024, 6, 4), date(2024, 6, 7))
    # The telling without a day was printed a day after the second meeting, and joins that one alone.
    assert (first["n_articles"], second["n_articles"]) == (2, 2)


def test_two_pairs_of_ministers_of_the_same_states_on_one_day_are_two_meetings(built: Path) -> None:
    assert len(_meetings(built, "POL", "LTU")) == 2


def test_a_pledge_repeated_committed_and_disbursed_is_one_pledge_with_its_first_date(built: Path) -> None:
    first, other = _pledges(built, "DEU", "UKR")
    assert (first["status"], first["fts_status"], first["iati_transaction_type"]) == ("disbursed", "paid", "3")
    assert (first["amount"], first["pledge_date"], first["n_articles"]) == (50e6, date(2024, 2, 1), 5)
    assert (other["amount"], other["status"], other["n_articles"]) == (80e6, "announced", 1)


def test_another_figure_of_one_outlet_widens_the_range_and_is_a_conflict_with_both_quotes(built: Path) -> None:
    (told,) = _pledges(built, "org:eu", "LBY")
    assert (told["amount"], told["amount_min_reported"], told["amount_max_reported"]) == (2e6, 2e6, 2.5e6)
    assert (told["n_articles"], told["recommended_for_totals"]) == (3, True)
    conflicts = rows(
        built, "select * from rpt_source_conflicts where event_id = ? and field = 'amount'", [told["pledge_id"]]
    )
    assert {(row["claim_a"], row["claim_b"]) for row in conflicts} == {("2000000 EUR", "2500000 EUR")}
    assert all(row["quote_a"] and row["quote_b"] for row in conflicts)


def test_a_running_total_is_parent_of_its_part_and_is_never_added(built: Path) -> None:
    part, total = _pledges(built, "CAN", "HTI")
    assert (part["is_total"], part["recommended_for_totals"], part["parent_pledge_id"]) == (
        False,
        True,
        total["pledge_id"],
    )
    assert (total["is_total"], total["recommended_for_totals"], total["n_articles"]) == (True, False, 2)


def test_a_delivery_out_of_a_promise_is_counted_in_the_promise(built: Path) -> None:
    promise, delivery = _pledges(built, "NOR", "MWI")
    assert (promise["amount"], promise["recommended_for_totals"]) == (20e6, True)
    assert (delivery["status"], delivery["parent_pledge_id"], delivery["recommended_for_totals"]) == (
        "disbursed", promise["pledge_id"], False,
    )  # fmt: skip


def test_a_pledge_that_was_suspended_is_one_pledge_and_is_not_added(built: Path) -> None:
    (told,) = _pledges(built, "SWE", "MLI")
    assert (told["status"], told["n_articles"], told["recommended_for_totals"]) == ("suspended", 2, False)


def test_a_reprint_counts_as_article_and_publisher_and_not_as_story(built: Path) -> None:
    (told,) = _pledges(built, "GBR", "GHA")
    assert (told["n_articles"], told["n_stories"], told["n_sources"]) == (3, 2, 3)


def test_an_agreement_goes_from_plan_to_ratification_with_a_history(built: Path) -> None:
    (told,) = _agreements(built, "state:KEN", "state:ETH")
    assert (told["status"], told["n_articles"], told["n_parties"]) == ("ratified", 3, 2)
    history = rows(
        built,
        "select status, status_date from fct_agreement_status_history where agreement_id = ?"
        " order by first_reported_at",
        [told["agreement_id"]],
    )
    assert [(row["status"], row["status_date"]) for row in history] == [
        ("planned", date(2024, 1, 20)),
        ("signed", date(2024, 1, 20)),
        ("ratified", date(2024, 6, 20)),
    ]


def test_a_truce_agreed_anew_after_its_end_is_another_agreement(built: Path) -> None:
    ended, new = _agreements(built, "state:SDN", "state:TCD")
    assert (ended["status"], ended["n_articles"]) == ("terminated", 2)
    assert (new["status"], new["n_articles"]) == ("agreed", 1)


def test_links_of_an_article_join_the_facts_that_its_events_became(built: Path) -> None:
    (told,) = _meetings(built, "ITA", "LBY")
    (money,) = _pledges(built, "org:eu", "LBY")
    (link,) = rows(built, "select * from fct_event_links where from_event_id = ?", [money["pledge_id"]])
    assert (link["to_event_id"], link["link_type"]) == (told["meeting_id"], "pledged_at")
    (card,) = rows(built, "select * from rpt_conference_scorecard where meeting_id = ?", [told["meeting_id"]])
    assert (card["n_pledges"], card["pledged_amount_eur"]) == (1, 2e6)


def test_dyads_expand_a_meeting_and_every_report_answers(built: Path) -> None:
    (told,) = _meetings(built, "ITA", "LBY")
    (pair,) = rows(built, "select * from rpt_dyads where meeting_id = ?", [told["meeting_id"]])
    assert (pair["actor_a"], pair["actor_b"], pair["is_bilateral"]) == ("Italy", "Libya", True)
    reports = [
        row["view_name"]
        for row in rows(built, "select view_name from duckdb_views() where view_name like 'rpt\\_%' escape '\\'")
    ]
    assert len(reports) == 12
    assert [name for name in reports if not rows(built, f"select * from {name} limit 1")] == []
