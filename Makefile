# Two commands for a new user: `make run` and `make test`. Needs python3 (3.11 to 3.13), make and git, nothing else.
PYTHON ?= python3
UV      = .boot/bin/uv
BIN     = .venv/bin
REAL   ?= ../shared/disclosures

export UV_PYTHON_DOWNLOADS = never

.PHONY: run test check bench accuracy faults dagster lock samples clean

run: .venv/.run
	@$(BIN)/mingzhang refresh --raw data/raw --warehouse data/warehouse/fiscal.duckdb

test: .venv/.dev
	@$(BIN)/python -m pytest -n auto --dist loadfile

check: .venv/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv/.dev
	@$(BIN)/python -m tests.bench

accuracy: .venv/.dev
	@$(BIN)/python -m tests.accuracy

faults: .venv/.dev
	@$(BIN)/python -m tests.faults

dagster: .venv/.run
	@$(BIN)/dagster dev -m pipelines.definitions

samples: .venv/.dev
	@$(BIN)/python -m tests.documents.typeset

# uv is put into a folder of its own, so that an "externally managed" Python is no obstacle.
$(UV):
	@echo "preparing the environment (once)"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .boot uv==0.13.8

.venv/bin/python: | $(UV)
	@$(UV) venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

# The locks name no address: --universal serves 3.11 to 3.13 on every platform.
lock: | $(UV)
	@$(UV) pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --quiet pyproject.toml -o requirements.lock
	@$(UV) pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --quiet pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	@rm -rf data/warehouse dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
