"""DuckDB in one room: the raw contract, loads, connections, the publish. No web, no language, no Dagster."""
