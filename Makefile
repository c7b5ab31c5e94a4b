# Two commands are enough: `make start` and `make test`. The rest is for those who change Duly.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# uv is taken from the path; where it is missing it is fetched into .uv by Python's own pip.
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --frozen --no-sync
WORKERS ?= 2
PYTEST_ARGS ?=
MINUTES ?= $(if $(filter soak,$(MAKECMDGOALS)),60,1)
PARSER ?= all
SEED ?= 1
COUNT ?= 10000
export UV_COMPILE_BYTECODE := 1
export UV_PYTHON_DOWNLOADS := never

.PHONY: help env tested-with start stop test quick explore chaos soak fuzz check bench format shots messages lock clean

help:  ## Say what there is to make
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

.uv/bin/uv:
	@bash .ci/fetch-uv

# Bytecode is compiled ahead: commands then start in half the time, the first one included.
.venv/.ready: pyproject.toml uv.lock | $(if $(filter .uv/bin/uv,$(UV)),.uv/bin/uv)
	@$(UV) sync --frozen --quiet
	@.venv/bin/python -m compileall -q src
	@touch $@

env: .venv/.ready  ## Set up the environment in .venv

start: env  ## Set up everything and open Duly in your browser
	@$(RUN) duly desk

stop: env  ## Stop the page and the worker beside it
	@$(RUN) duly desk --stop

tested-with:  # a mail server and a browser for the tests; quick where they are there already
	@bash .ci/fetch-for-tests

test: env tested-with  ## Run every test
	$(RUN) pytest -n $(WORKERS) $(PYTEST_ARGS)

quick: env  ## Run the tests that take seconds
	$(RUN) pytest -n $(WORKERS) tests/unit tests/scenarios $(PYTEST_ARGS)

check: env  ## Lint, types, imports, migrations, documentation
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) django-admin makemigrations --check --dry-run --settings duly.server.settings

explore: env  ## Look for plans that break a law, in examples nobody has tried
	HYPOTHESIS_PROFILE=explore $(RUN) pytest -n $(WORKERS) --timeout 0 tests/unit/properties $(PYTEST_ARGS)

chaos: env  ## Kill the sender of letters at random: COUNT=10000 SEED=1; CI does 500
	DULY_KILLS=$(COUNT) DULY_SEED=$(SEED) $(RUN) pytest -n $(WORKERS) -rP tests/faults/test_kill_dispatch.py $(PYTEST_ARGS)

fuzz: env  ## Damage good files and read them: MINUTES=20 PARSER=mail SEED=1, or every parser
	$(RUN) python -m tools.fuzz $(PARSER) --minutes $(MINUTES) --seed $(SEED)

soak: env tested-with  ## Let `duly run` work for MINUTES=60 and see that it neither grows nor doubles
	$(RUN) python -m tools.soak --minutes $(MINUTES)

bench: env  ## Measure what speed is promised
	$(RUN) python -m bench

shots: env tested-with  ## Draw the pictures of the README and of the tutorial anew
	@.venv/bin/python docs/shots.py
	@.venv/bin/python docs/shots_page.py

format: env  ## Format the code
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

messages: env  ## Gather what pages say into the catalogues of translators
	@$(RUN) python -m tools.messages

lock:  ## Take newer dependencies, none younger than a week
	$(UV) lock --upgrade

clean:  ## Remove what can be made again
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
