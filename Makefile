# Two commands do all: `make demo` runs the main job, `make test` passes the tests.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test coverage lint check bench crash schemas docs form-vendor-check

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	touch $(READY)

demo: $(READY)
	$(BIN)/audit demo audit-demo

test: $(READY)
	$(BIN)/python -m pytest -n 2

# Tracing doubles the time of the tests, so it is a run of its own.
CORE := audit/conditions/*,audit/questionnaire/*,audit/response/*,audit/evidence/*,audit/policy/*,audit/assessment/*,audit/offer/*,audit/columnar/*,audit/comparison/*,audit/remedy/*
coverage: $(READY)
	$(BIN)/python -m pytest -n 2 --cov --cov-report=
	$(BIN)/coverage report --skip-covered --include='$(CORE)' --fail-under=95

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: $(READY)
	$(BIN)/python benchmarks/run.py

# Kills writers of registers, and servers, and looks for what they promised to keep.
KILLS ?= 10000
crash: $(READY)
	$(BIN)/python -m tests.register.crash --store folder --kills $(KILLS)
	$(BIN)/python -m tests.register.crash --store sealed --kills $(KILLS)
	$(BIN)/python -m tests.register.crash --store server --kills $(KILLS)
	$(BIN)/python -m tests.register.crash --store outage --kills $$(( $(KILLS) / 100 ))

# Do the row engine and the columnar engine agree on 10,000 random responses a policy?
agreement: $(READY)
	$(BIN)/python -m benchmarks.agreement --count 10000

schemas: $(READY)
	$(BIN)/python -m audit.schema_files

# The reference of the Python interface, from its docstrings.
docs: $(READY)
	$(BIN)/python docs/reference.py

# The rest needs Node and the npm registry.
# The form's vendored script is rebuilt and compared:
form-vendor-check:
	audit/form/vendor/build/check.sh

# The engine that VS Code edits JSON with, for tests/editor:
tests/editor/node_modules: tests/editor/package-lock.json
	cd tests/editor && npm ci --ignore-scripts --silent --no-audit --no-fund
	touch $@
