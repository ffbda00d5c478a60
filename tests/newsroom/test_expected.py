"""The newsroom's expectations agree with its articles, with the codebook's lists, and with each other."""

import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pycountry
import pytest
import yaml

from pipelines.newsroom import Newsroom, NewsroomArticle, load_expected, load_newsroom

KINDS = ("meetings", "pledges", "agreements")
KEYS = {
    "meetings": ("fact status date date_text place place_country format participants topics historical evidence"),
    "pledges": (
        "fact donor recipient kind amount currency quantity qualifier status is_total sectors date historical evidence"
    ),
    "agreements": "fact parties type subject status date place historical evidence",
}
VALUES = {
    "meetings": {
        "status": "held planned cancelled",
        "format": "in_person phone video unknown",
        "topics": (
            "migration security defence terrorism ceasefire_peace humanitarian economy_trade energy climate health "
            "human_rights elections_governance border_territory nuclear development diplomacy_general other"
        ),
    },
    "pledges": {
        "status": "announced committed disbursed cancelled suspended",
        "kind": "grant_or_unspecified_money loan debt_relief in_kind training_technical military",
        "qualifier": "exact at_least up_to about",
        "sectors": (
            "health food water_sanitation shelter protection livelihoods education infrastructure budget_support "
            "security_military migration emergency_multi governance environment other"
        ),
    },
    "agreements": {
        "status": "planned agreed signed ratified in_force extended suspended terminated rejected",
        "type": (
            "ceasefire_truce peace_political treaty_pact mou_protocol joint_body trade_economic defence_security "
            "exchange_release loan_aid_programme declaration_communique other"
        ),
    },
}
ORGANISATIONS = {"EU", "ECOWAS", "IMF", "KDP", "PUK", "Rapid Support Forces", "UNHCR", "World Bank"}


@pytest.fixture(scope="module")
def expected(directory: Path) -> list[dict[str, Any]]:
    return load_expected(directory)


@pytest.fixture(scope="module")
def ledger(directory: Path) -> dict[str, Any]:
    return yaml.safe_load((directory / "expected_facts.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tellings(expected: list[dict[str, Any]]) -> dict[str, list[tuple[str, dict[str, Any], dict[str, Any]]]]:
    """Fact id to (kind, article, event), earliest article first."""
    told = defaultdict(list)
    for row in sorted(expected, key=lambda row: row["published"]):
        for kind in KINDS:
            for event in row[kind]:
                told[event["fact"]].append((kind, row, event))
    return told


def events(expected: list[dict[str, Any]], kind: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(row, event) for row in expected for event in row[kind]]


def test_every_article_has_one_line_and_every_line_its_article(
    expected: list[dict[str, Any]], articles: dict[str, NewsroomArticle]
) -> None:
    assert Counter(row["id"] for row in expected) == Counter(list(articles))
    for row in expected:
        article = articles[row["id"]]
        given = (article.published, article.title, article.language)
        assert (row["published"], row["title"], row["language"]) == given, row["id"]


def test_a_line_for_an_unknown_article_is_refused(directory: Path, tmp_path: Path) -> None:
    for path in directory.iterdir():
        if path.name != "expected.jsonl":
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / "expected.jsonl").write_text('{"id": "http://meridian-wire.example/absent"}\n')
    with pytest.raises(ValueError, match=r"expected.jsonl, line 1: no article has the address .*/absent"):
        load_expected(tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_events_have_the_codebooks_fields_and_values(expected: list[dict[str, Any]], kind: str) -> None:
    for row, event in events(expected, kind):
        assert set(event) == set(KEYS[kind].split()), row["id"]
        for field, allowed in VALUES[kind].items():
            given = event[field] if isinstance(event[field], list) else [event[field]]
            for value in given:
                # A pledge without any figure has nothing to qualify.
                assert value in allowed.split() or (field == "qualifier" and value is None), (row["id"], field, value)
        assert isinstance(event["historical"], bool)


@pytest.mark.parametrize("kind", KINDS)
def test_every_quotation_is_in_the_articles_own_text(expected: list[dict[str, Any]], kind: str) -> None:
    for row, event in events(expected, kind):
        assert event["evidence"], row["id"]
        for quote in event["evidence"]:
            assert quote in row["text"], (row["id"], quote)
        for field in ("date_text", "quantity", "subject", "place"):
            # An article of the KDP kind names the place in a sentence of its own; it must name it somewhere.
            if event.get(field):
                assert event[field].lower() in row["text"].lower(), (row["id"], field, event[field])


def test_people_and_offices_are_written_as_in_the_article(expected: list[dict[str, Any]]) -> None:
    for row, meeting in events(expected, "meetings"):
        for person in meeting["participants"]:
            assert set(person) == {"name", "title", "actor"}
            assert person["name"] or person["title"] or person["actor"]
            if person["name"]:
                assert person["name"] in row["text"], (row["id"], person)
            if person["title"]:
                assert person["title"].lower() in row["text"].lower(), (row["id"], person)


@pytest.mark.parametrize("kind", KINDS)
def test_actors_are_states_by_code_or_known_organisations(expected: list[dict[str, Any]], kind: str) -> None:
    codes = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
    for row, event in events(expected, kind):
        named = [*event.get("donor", ()), *event.get("recipient", ()), *event.get("parties", ())]
        named += [person["actor"] for person in event.get("participants", ()) if person["actor"]]
        assert set(named) <= codes | ORGANISATIONS, (row["id"], named)
        assert event.get("place_country") in codes | {None}
        if kind == "agreements":
            assert len(set(event["parties"])) >= 2
        if kind == "meetings":
            assert len({person["actor"] for person in event["participants"] if person["actor"]}) >= 2


def test_money_has_a_currency_and_a_currency_money(expected: list[dict[str, Any]]) -> None:
    currencies = {currency.alpha_3 for currency in pycountry.currencies}
    for row, pledge in events(expected, "pledges"):
        assert (pledge["amount"] is None) == (pledge["currency"] is None), row["id"]
        assert pledge["currency"] in currencies | {None}
        assert pledge["donor"], row["id"]
        assert pledge["recipient"], row["id"]


@pytest.mark.parametrize("kind", KINDS)
def test_dates_are_days_or_months_and_fit_the_publication(expected: list[dict[str, Any]], kind: str) -> None:
    for row, event in events(expected, kind):
        published = date.fromisoformat(row["published"])
        if event["date"] is None:
            assert event["historical"], row["id"]
            continue
        assert re.fullmatch(r"\d{4}-\d\d(-\d\d)?", event["date"]), row["id"]
        told = date.fromisoformat(event["date"] if len(event["date"]) == 10 else f"{event['date']}-01")
        assert event["historical"] == ((published - told).days > 365), row["id"]
        if event["status"] in ("planned", "cancelled"):
            assert told >= published, row["id"]
        else:
            assert told <= published, row["id"]


WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def test_a_weekday_is_the_day_that_it_was_resolved_to(expected: list[dict[str, Any]]) -> None:
    checked = 0
    for row, meeting in events(expected, "meetings"):
        weekday = next((day for day in WEEKDAYS if day in (meeting["date_text"] or "")), None)
        if weekday:
            told, published = date.fromisoformat(meeting["date"]), date.fromisoformat(row["published"])
            assert WEEKDAYS[told.weekday()] == weekday, row["id"]
            assert abs((published - told).days) < 7, row["id"]
            checked += 1
        if meeting["date_text"] == "today":
            assert meeting["date"] == row["published"]
    assert checked >= 10


def test_the_newsroom_is_as_varied_as_it_claims(
    expected: list[dict[str, Any]], articles: dict[str, NewsroomArticle], newsroom: Newsroom
) -> None:
    assert 44 <= len(articles) <= 50
    assert len(newsroom.hosts) == 4
    assert sum(not any(row[kind] for kind in KINDS) for row in expected) >= 8
    statuses = {kind: {event["status"] for _, event in events(expected, kind)} for kind in KINDS}
    assert statuses["meetings"] == {"held", "planned", "cancelled"}
    assert {"announced", "committed", "disbursed", "suspended"} <= statuses["pledges"]
    assert {"planned", "agreed", "signed", "ratified", "extended", "suspended"} <= statuses["agreements"]
    assert {event["format"] for _, event in events(expected, "meetings")} == {"in_person", "phone", "video"}
    assert {event["kind"] for _, event in events(expected, "pledges")} == set(VALUES["pledges"]["kind"].split())
    assert any(event["historical"] for kind in KINDS for _, event in events(expected, kind))
    days = sorted(row["published"] for row in expected)
    assert days[0] >= "2026-06-01"
    assert days[-1] <= "2026-10-20"
    assert {day[:7] for day in days} == {"2026-06", "2026-07", "2026-08", "2026-09", "2026-10"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_ledger_has_each_event_once_with_all_its_articles(
    ledger: dict[str, Any], tellings: dict[str, Any], kind: str
) -> None:
    facts = {fact["id"]: fact for fact in ledger[kind]}
    current = {
        name
        for name, told in tellings.items()
        if told[0][0] == kind and not any(event["historical"] for _, _, event in told)
    }
    assert set(facts) == current
    for name, fact in facts.items():
        told = tellings[name]
        assert Counter(fact["articles"]) == Counter(row["id"] for _, row, _ in told), name
        reported = {event["status"]: row["published"] for _, row, event in reversed(told)}
        assert {h["status"]: h["first_reported"] for h in fact["history"]} == reported, name
        assert fact["status"] == fact["history"][-1]["status"] == told[-1][2]["status"], name


def test_history_older_than_a_year_is_kept_apart(ledger: dict[str, Any], tellings: dict[str, Any]) -> None:
    old = {name for name, told in tellings.items() if all(event["historical"] for _, _, event in told)}
    assert old
    assert {fact["id"] for fact in ledger["historical"]} == old


def test_the_ledgers_fields_are_those_that_the_articles_tell(ledger: dict[str, Any], tellings: dict[str, Any]) -> None:
    for fact in ledger["meetings"]:
        for _, _, event in tellings[fact["id"]]:
            assert {p["actor"] for p in event["participants"]} - {None} == set(fact["actors"])
            assert {p["name"] for p in event["participants"]} - {None} == set(fact["people"])
            for field in ("date", "place", "place_country", "format"):
                assert event[field] == fact[field], (fact["id"], field)
    for fact in ledger["pledges"]:
        assert fact["date"] == tellings[fact["id"]][0][2]["date"]
        amounts = {event["amount"] for _, _, event in tellings[fact["id"]]}
        assert fact["amount"] in amounts
        assert (len(amounts) > 1) == ("amount_min_reported" in fact), fact["id"]
        if len(amounts) > 1:
            assert (fact["amount_min_reported"], fact["amount_max_reported"]) == (min(amounts), max(amounts))
        for _, _, event in tellings[fact["id"]]:
            for field in ("donor", "recipient", "kind", "currency", "quantity", "qualifier", "is_total"):
                assert event[field] == fact[field], (fact["id"], field)
    for fact in ledger["agreements"]:
        assert fact["date"] == tellings[fact["id"]][-1][2]["date"]
        for _, _, event in tellings[fact["id"]]:
            assert set(event["parties"]) == set(fact["parties"])
            assert event["type"] == fact["type"]


def test_the_totals_add_up(ledger: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    totals = ledger["totals"]
    assert totals["articles"] == len(expected)
    current = {kind: [event for _, event in events(expected, kind) if not event["historical"]] for kind in KINDS}
    assert totals["mentions"] == {kind: len(found) for kind, found in current.items()}
    assert totals["facts"] == {kind: len(ledger[kind]) for kind in KINDS}
    nothing = [row for row in expected if all(event["historical"] for kind in KINDS for event in row[kind])]
    assert totals["articles_with_nothing"] == len(nothing)
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for pledge in ledger["pledges"]:
        assert pledge["counts"] == (not pledge["is_total"])
        if pledge["amount"]:
            suspended = pledge["status"] == "suspended"
            where = "money_in_running_totals" if pledge["is_total"] else "money_suspended" if suspended else "money"
            sums[where][pledge["currency"]] += pledge["amount"]
    for where in ("money", "money_suspended", "money_in_running_totals"):
        assert totals[where] == sums[where]


def test_links_and_conflicts_name_facts_of_the_ledger(ledger: dict[str, Any], tellings: dict[str, Any]) -> None:
    known = {fact["id"] for kind in KINDS for fact in ledger[kind]}
    for link in ledger["links"]:
        assert {link["from"], link["to"]} <= known
        assert link["link_type"] in ("agreed_at", "pledged_at", "follows_up", "supersedes")
        together = {row["id"] for _, row, _ in tellings[link["from"]]} & {
            row["id"] for _, row, _ in tellings[link["to"]]
        }
        assert together, f"no article tells both {link['from']} and {link['to']}"
    for conflict in ledger["conflicts"]:
        told = Counter(event[conflict["field"]] for _, _, event in tellings[conflict["fact"]])
        assert told == {row["value"]: row["articles"] for row in conflict["told"]}


def test_reprints_repeat_another_outlets_words(ledger: dict[str, Any], articles: dict[str, NewsroomArticle]) -> None:
    assert {row["url"] for row in ledger["reprints"]} == {url for url, article in articles.items() if article.via}
    for row in ledger["reprints"]:
        reprint, original = articles[row["url"]], articles[row["of"]]
        assert original.outlet.name == row["via"] == reprint.via
        assert set(reprint.text.split("\n\n")) <= {p.split(" (Meridian) - ")[-1] for p in original.text.split("\n\n")}


def test_expected_problems_are_the_pages_that_are_no_plain_articles(ledger: dict[str, Any], directory: Path) -> None:
    reasons = {"gone": "http_404", "closed": "robots", "broken": "needs_javascript"}
    troubles = {
        article.url: reasons.get(article.served, "other_language")
        for of_outlet in load_newsroom(directory).values()
        for article in of_outlet
        if article.served != "page" or article.language != "en"
    }
    assert {row["url"]: row["reason"] for row in ledger["problems"]} == troubles
    sources = yaml.safe_load((directory / "sources.yml").read_text())["sources"]
    assert {row["source"] for row in ledger["problems"]} <= {source["name"] for source in sources}


def test_the_sources_file_names_what_each_outlet_offers(directory: Path) -> None:
    from pipelines.scraping.sources import load_sources

    offers = {outlet.host: outlet for outlet in load_newsroom(directory)}
    sources = load_sources(directory / "sources.yml")
    assert len(sources) == len(offers) == 4
    for source in sources:
        host = source.url.split("/")[2]
        outlet = offers.pop(host)
        assert source.kind == ("rss" if outlet.offers == "atom" else outlet.offers)
        assert (source.outlet, source.language) == (outlet.name, outlet.language)
        assert source.enabled
        if source.kind != "wordpress":
            assert source.url == outlet.base_url + outlet.discovery_path
