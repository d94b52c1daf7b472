# Needs GNU make, a POSIX shell and python3 with venv and pip; everything else goes into $(VENV).

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
EXAMPLE = examples/dense-compute/nova.conf --deployment examples/dense-compute/deployment.toml

.PHONY: help demo test lint docs bench clean

help: ## list what can be made; so does make alone
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/installed ## check the nova.conf of a dense cloud's compute node
	@echo '$$ novalint check $(EXAMPLE)'
	@$(BIN)/novalint check $(EXAMPLE); test $$? -eq 1

test: lint ## lint the code, then run all tests
	$(BIN)/python -m pytest

lint: $(VENV)/installed-dev ## style, types and the imports that must not be
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/installed ## write docs/rules anew from the rules' docstrings
	$(BIN)/python tools/rule_pages.py

bench: $(VENV)/installed ## measure start-up, speed and memory
	$(BIN)/python tests/benchmarks/run.py

clean: ## remove the virtual environment and everything cached
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is as new as the pyproject.toml that it was installed from; editable, so that code is not
# installed again when it changes.
$(VENV)/installed: pyproject.toml
	@echo 'installing novalint into $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml
	@echo 'installing novalint and what its tests need into $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --editable '.[dev]'
	@touch $(VENV)/installed $@
