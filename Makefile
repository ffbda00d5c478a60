# The short list. `make run` is where to begin; docs/operations.md says more of each.

BIN := .venv/bin
q ?= show tables

.PHONY: help install run test lint format serve serve-demo sql ingest eval bench docs lock clean

help:           ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install:        ## .venv with every package of requirements.lock; does nothing when it is there
	@scripts/install.sh

run: install    ## scrape the bundled newsroom, extract, build, audit, publish, and show the facts
	@$(BIN)/communique demo

test: install   ## every test
	@$(BIN)/python -c "from pipelines.dbt import ensure_manifest; from pipelines.settings import settings; ensure_manifest(settings())"
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: install   ## ruff, mypy, sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint --disable-progress-bar dbt_project/models dbt_project/tests

format: install ## let ruff write the code as it wants it
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

serve: install  ## Dagster's UI and a refresh of your own sources every 15 minutes
	@$(BIN)/communique serve

serve-demo: install ## the same, with the bundled newsroom as the only source
	@$(BIN)/communique serve --newsroom

sql: install    ## query the published file: make sql q="select * from fct_pledges"
	@$(BIN)/communique sql "$$QUERY"
sql: export QUERY = $(q)

eval: install   ## score extraction against articles coded by hand
	@$(BIN)/python -m benchmarks.evaluate

bench: install  ## speed and peak memory, beside trafilatura and full spaCy
	@$(BIN)/python -m benchmarks

docs: install   ## dbt's documentation site, one HTML file
	@$(BIN)/python -c "from pipelines.dbt import run; from pipelines.settings import settings; run(settings(), 'docs', 'generate', '--static')"
	@echo "Open dbt_project/target/static_index.html in a browser."

lock: install   ## pin every package anew (CONTRIBUTING.md)
	@$(BIN)/python -m pip install --quiet "uv>=0.5"
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet -o requirements.lock

clean:          ## empty the ledger: everything that runs made in data/
	@rm -rf data/build.duckdb data/build.duckdb.wal data/warehouse.duckdb data/archive data/dagster data/dbt data/logs data/refresh.lock
