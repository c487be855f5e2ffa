# Opora. `make help` lists the targets.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
# Linux elsewhere: TORCH_INDEX=https://download.pytorch.org/whl/cpu gets the CPU build of torch instead of gigabytes of CUDA.
TORCH_INDEX ?=
SOURCES ?= sources
# Where to listen, in place of OPORA_HOST and OPORA_PORT, which may stand in .env.
HOST ?=
PORT ?=

# All but XQuAD: a benchmark says little of support, and takes longer than all others.
GATED := attacks conflicts followups handover outside owndata smalltalk support

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EXTRA := $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))

.DEFAULT_GOAL := help
.PHONY: help install run test soak gate baseline lint format lock clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

install: .venv/installed ## Make the virtual environment with the locked packages

run: install ## Put the articles of sources/ live and serve them on http://127.0.0.1:8000
	@$(BIN)/python -m ingest sync $(SOURCES)
	@exec $(BIN)/python -m api serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

test: .venv/installed-dev ## Run all tests but the soak
	@$(BIN)/python -m pytest

soak: .venv/installed-dev ## Run the tests that load a whole service for minutes
	@$(BIN)/python -m pytest -m soak tests/soak

gate: .venv/installed ## Ask all cases and fail where the answers are worse than the committed baseline beyond noise
	@$(BIN)/python -m evals run --system opora $(GATED:%=--dataset %) --gate evals/baseline.json

baseline: .venv/installed ## Make the answers of now the baseline
	@$(BIN)/python -m evals run --system opora $(GATED:%=--dataset %) --baseline evals/baseline.json

lint: .venv/installed-dev ## Check style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy agent ingest api evals

format: .venv/installed-dev ## Put the code into the common style
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

lock: ## Renew requirements.lock and requirements-dev.lock from pyproject.toml (several minutes)
	@$(PYTHON) scripts/lock.py $(EXTRA)

clean: ## Remove the virtual environment (not your data in .opora)
	@rm -rf .venv

.venv/bin/python:
	@$(PYTHON) -m venv .venv

.venv/installed: requirements.lock | .venv/bin/python
	@echo "Installing packages: about a minute the first time…"
	@$(PIP) install --no-compile $(EXTRA) -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	@$(PIP) install -r requirements-dev.lock
	@touch $@
