# Studyhall's one door. `make help` lists what there is.

PYTHON ?= python3
BIN := .venv/bin
# The course that `make start` opens is ingested once; DATA is where everything is kept.
DATA ?= data
INSTALLED_FROM := pyproject.toml constraints.txt overrides.txt scripts/install scripts/package_index

.DEFAULT_GOAL := help
.PHONY: help start test check format lint types imports bench soak pictures constraints clean

help: ## list these
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

start: .venv/.start ## set up whatever is missing and open the study bot
	@$(BIN)/studyhall --data $(DATA) start

test: .venv/.dev ## the whole test suite
	@$(BIN)/python -m pytest

check: lint types imports test ## everything that CI runs

format: .venv/.dev ## put the code in its form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lint: .venv/.dev ## form and habits
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: .venv/.dev ## mypy, strict
	@$(BIN)/mypy

imports: .venv/.dev ## who may import whom
	@$(BIN)/lint-imports

bench: .venv/.dev ## ours beside the usual pipeline; EVAL=DIR: your own material; MODEL=200: a weak model too
	@$(BIN)/python -m benchmarks $(EVAL) $(if $(MODEL),--model $(MODEL))

soak: .venv/.dev ## the long randomised runs
	@$(BIN)/python -m tests.soak.generation_switch
	@$(BIN)/python -m tests.soak.dailies

pictures: .venv/.dev ## draw the README's session and all pictures anew from the running program
	@$(BIN)/python -m scripts.readme_session && $(BIN)/python -m scripts.discord_pictures

constraints: .venv/.dev ## resolve the pinned versions anew
	@scripts/pin

clean: ## remove the environment; data stays
	rm -rf .venv

.venv/.start: $(INSTALLED_FROM)
	@PYTHON=$(PYTHON) scripts/install
	@$(BIN)/studyhall setup </dev/null >&2
	@touch $@

.venv/.dev: $(INSTALLED_FROM)
	@PYTHON=$(PYTHON) scripts/install dev
	@$(BIN)/studyhall setup </dev/null >&2
	@touch $@ .venv/.start
