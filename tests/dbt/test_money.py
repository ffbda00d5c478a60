"""What a pledge is worth in euros and dollars, and why not where it is not known."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from newsdesk import rows


def _pledge(built: Path, recipient: str) -> dict[str, Any]:
    (row,) = rows(
        built,
        "select * from fct_pledges where pledge_id in (select pledge_id from fct_pledge_recipients where iso3 = ?)",
        [recipient],
    )
    return row


def _rate(built: Path, currency: str, day: str) -> float:
    (row,) = rows(built, "select eur_per_unit from raw.fx_rates where currency = ? and rate_date = ?", [currency, day])
    return row["eur_per_unit"]


def test_a_pegged_currency_goes_through_the_dollar_of_its_day(built: Path) -> None:
    row = _pledge(built, "YEM")
    assert row["amount_usd"] == pytest.approx(20e6, rel=1e-6)
    assert row["amount_eur"] == pytest.approx(20e6 * _rate(built, "USD", "2024-03-06"), rel=1e-6)
    assert (row["fx_rate_date"], row["fx_missing_reason"]) == (date(2024, 3, 6), None)


def test_a_sunday_is_priced_at_the_friday_before(built: Path) -> None:
    row = _pledge(built, "FJI")
    assert (row["amount_usd"], row["fx_rate_date"]) == (1e6, date(2024, 3, 8))
    assert row["amount_eur"] == pytest.approx(1e6 * _rate(built, "USD", "2024-03-08"), abs=0.01)


@pytest.mark.parametrize(
    ("recipient", "reason"), [("NER", "currency_not_quoted"), ("CUB", "no_rate_near_date"), ("NPL", "no_date")]
)
def test_a_sum_without_a_rate_is_null_and_says_why(built: Path, recipient: str, reason: str) -> None:
    row = _pledge(built, recipient)
    assert (row["amount_eur"], row["amount_usd"], row["fx_rate_date"], row["fx_missing_reason"]) == (
        None,
        None,
        None,
        reason,
    )


def test_a_pledge_without_a_day_takes_the_day_of_its_first_report_and_says_so(built: Path) -> None:
    row = _pledge(built, "GHA")
    assert (row["pledge_date"], row["date_source"]) == (date(2024, 7, 2), "publication")
    undated = _pledge(built, "NPL")
    assert (undated["pledge_date"], undated["date_precision"], undated["date_source"]) == (None, "none", "none")


def test_a_joint_pledge_is_split_equally_and_marked_so(built: Path) -> None:
    row = _pledge(built, "GRL")
    shares = rows(built, "select * from fct_pledge_donors where pledge_id = ?", [row["pledge_id"]])
    assert [share["share_basis"] for share in shares] == ["equal_split"] * 3
    assert sum(share["share_amount_eur"] for share in shares) == pytest.approx(1e6, abs=0.05)
    # A population in words is not counted beside the country that it lives in.
    assert row["recipients_text"] == "Greenland"


def test_sectors_carry_dac_codes_where_one_fits(built: Path) -> None:
    row = _pledge(built, "GRL")
    sectors = rows(built, "select * from fct_pledge_sectors where pledge_id = ? order by sector", [row["pledge_id"]])
    assert [(s["sector"], s["sector_vocabulary"], s["sector_code"]) for s in sectors] == [
        ("health", "2", "120"),
        ("other", "99", "other"),
    ]


def test_the_sum_to_recommend_counts_nothing_twice(built: Path) -> None:
    (row,) = rows(built, "select sum(amount_eur) filter (recommended_for_totals) as eur from fct_pledges")
    expected = (
        2e6  # EU to Libya, not 2.5
        + 50e6  # Germany to Ukraine, told five times
        + 80e6  # and a new one
        + 10e6 * _rate(built, "CAD", "2024-03-01")  # the part, not the total
        + 20e6 * _rate(built, "NOK", "2024-03-01")  # the promise, not the delivery out of it
        + 20e6 * _rate(built, "USD", "2024-03-06")  # 75 million riyals
        + 1e6 * _rate(built, "USD", "2024-03-08")
        + 1e6  # three donors
    )
    assert row["eur"] == pytest.approx(expected, abs=0.1)
    by_pair = rows(built, "select sum(amount_eur) as eur from rpt_pledges_by_donor_recipient_year")
    assert by_pair[0]["eur"] == pytest.approx(expected, abs=0.1)


def test_an_impossible_sum_day_or_currency_is_left_out_and_the_rest_is_kept(built: Path) -> None:
    minus = _pledge(built, "AGO")
    assert (minus["amount"], minus["pledge_date"], minus["date_source"]) == (None, date(2024, 3, 7), "publication")
    unknown = _pledge(built, "CPV")
    assert (unknown["amount"], unknown["amount_eur"], unknown["fx_missing_reason"]) == (
        3e6,
        None,
        "currency_not_quoted",
    )
    (talks,) = rows(
        built,
        "select m.* from fct_meetings as m where exists"
        " (select 1 from fct_meeting_participants p where p.meeting_id = m.meeting_id and p.iso3 = 'AGO')",
    )
    assert (talks["meeting_date"], talks["date_precision"], talks["place_country_iso3"]) == (None, "none", None)
