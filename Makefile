.DEFAULT_GOAL := help
.PHONY: help setup system demo test check format bench clean

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
READY := .venv/.ready

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Create .venv with everything that running and testing need
	@scripts/browser

$(READY): pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(UV) || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	@$(UV) sync --frozen --quiet
	@touch $(READY)

demo: $(READY) ## Serve the sample shop, with pictures set over the API
	@$(BIN)/openshelf demo --data-dir var/demo

test: setup ## Run every test
	@$(BIN)/pytest

check: $(READY) ## Lint, types and import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY) ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup ## Measure, and write bench/results
	@scripts/wrk
	@$(BIN)/python -m bench.run

clean: ## Remove what make has made, and the sample shop
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache tests/.artifacts
