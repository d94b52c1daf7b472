# Needs GNU make, a POSIX shell and python3 with venv and pip; everything else goes into $(VENV).

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
TIMES ?= 60
SECONDS ?= 600
PARALLEL = -n auto --dist loadfile
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
EXAMPLE = examples/dense-compute/nova.conf --deployment examples/dense-compute/deployment.toml

.PHONY: help demo test test-all fuzz guided live mutants lint docs release site man wheel bench scale clean

help: ## list what can be made; so does make alone
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/installed ## check the nova.conf of a dense cloud's compute node
	@echo '$$ novalint check $(EXAMPLE)'
	@$(BIN)/novalint check $(EXAMPLE); test $$? -eq 1
	@echo
	@echo 'The program is $(BIN)/novalint; try it on a file of yours:'
	@echo '  $(BIN)/novalint check /etc/nova/nova.conf --release 2025.1 --role compute'
	@echo '`pipx install .` puts it on your PATH.'

# Tests start hundreds of processes, which compile everything anew where no bytecode is kept.
unexport PYTHONDONTWRITEBYTECODE
test test-all: export PYTHONPYCACHEPREFIX = $(abspath $(VENV))/pycache
# Each would import trio, which is there for selenium alone, since that offers hypothesis a plugin.
test test-all: export HYPOTHESIS_NO_PLUGINS = 1

test: lint ## lint the code, then run all tests but the slow ones, with a few cases of each
	$(BIN)/python -m pytest $(PARALLEL) -m 'not slow'

test-all: lint ## lint the code, then run all tests
	$(BIN)/python -m pytest $(PARALLEL)

fuzz: $(VENV)/installed-dev ## try generated files for long; TIMES=100 is 100 times a usual run
	NOVALINT_FUZZ=$(TIMES) $(BIN)/python -m pytest tests/fuzz

guided: $(VENV)/installed-fuzz ## search for bytes that break something, led by the code they reach; for SECONDS=600
	$(BIN)/python tests/fuzz/guided.py -max_total_time=$(SECONDS)

live: export NOVALINT_LIVE ?= $(abspath build/live)
live: $(VENV)/installed-dev ## try claims of rules on real services of Nova, which needs uv and RabbitMQ
	$(BIN)/python -m pytest -m live tests/live

mutants: $(VENV)/installed-mutants ## change the code in thousands of places and see whether a test notices
	$(BIN)/python tools/mutants.py $(OF)

lint: $(VENV)/installed-dev ## style, types and the imports that must not be
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/installed ## write anew what docs has from docstrings, declarations and schemas
	$(BIN)/python tools/rule_pages.py
	$(BIN)/python tools/release_figure.py
	$(BIN)/python tools/symptom_pages.py

release: $(VENV)/installed ## make the schema of a release of Nova, be it new: SERIES=2027.1; needs uv
	uv run --no-project --python 3.11 --directory schemas -m generator $(SERIES) $(CODENAME:%=--codename %)
	@$(MAKE) --no-print-directory docs
	$(BIN)/python tests/pages.py

site: $(VENV)/installed-docs ## build the documentation site, with its links checked, into site/
	@rm -rf site build/site
	$(BIN)/python -m sphinx -W --keep-going -q -c tools/website -d build/site . site

man: $(VENV)/installed ## write the manual page to build/novalint.1
	$(BIN)/python tools/man_page.py

wheel: $(VENV)/installed-dev ## try the wheel on each supported Python that there is
	$(BIN)/python tools/try_wheel.py

bench: $(VENV)/installed ## measure start-up, speed and memory
	$(BIN)/python tests/benchmarks/run.py
	$(BIN)/python tests/benchmarks/growth.py
	$(BIN)/python tests/benchmarks/logs.py
	$(BIN)/python tests/benchmarks/editor.py
	$(BIN)/python tests/benchmarks/fleet.py
	$(BIN)/python tests/benchmarks/many.py 2000

scale: $(VENV)/installed ## check 10,000 files, with one job and with two
	$(BIN)/python tests/benchmarks/many.py

clean: ## remove the virtual environment, the site and everything cached
	rm -rf $(VENV) build dist mutants site .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
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

$(VENV)/installed-docs: pyproject.toml
	@echo 'installing novalint and what its site needs into $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --editable '.[docs]'
	@touch $(VENV)/installed $@

$(VENV)/installed-mutants: pyproject.toml
	@echo 'installing novalint and what tests its tests into $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --editable '.[mutants]'
	@touch $(VENV)/installed $@

$(VENV)/installed-fuzz: pyproject.toml
	@echo 'installing novalint and what makes bytes into $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --editable '.[fuzz]'
	@touch $(VENV)/installed $@
