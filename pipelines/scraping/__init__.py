"""The web in, articles out: sources, discovery, fetching, the page archive, parsing. No events, no dbt, no Dagster."""
