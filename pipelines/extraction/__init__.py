"""Text in, events out. Knows no web, no database and no Dagster."""
