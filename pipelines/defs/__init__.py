"""All of Dagster, and only Dagster: assets, checks, jobs, schedules, resources. The rooms beside it do the work."""
