# The two commands of a fresh machine: `make demo` and `make test`. They need Python 3.11+ and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export RUMOR_CACHE ?= $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/rumor-monitor
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test setup setup-dev lint faults soak bench bench-claims bench-workers bench-cost bench-spread bench-track bench-recovery lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: setup ## set up, replay the seed story and watch the alert fire
	@$(BIN)/rumor demo

test: setup-dev lint ## set up, check and test
	$(BIN)/pytest -m "not faults"

faults: setup-dev ## kill workers at every seam, many times over
	$(BIN)/pytest -m faults

soak: setup-dev ## all connectors together for two hours of their time, with faults
	$(BIN)/python tests/bench/soak.py

bench: setup-dev ## print what the stream carries and how long an alert takes
	$(BIN)/python tests/bench/bench_stream.py

bench-claims: setup-dev ## print how well posts are put into claims, beside baselines and without each part
	$(BIN)/python tests/bench/bench_claims.py table models agree

bench-workers: setup-dev ## print whether 2 and 4 workers give the claims that one gives, and how fast
	$(BIN)/python tests/bench/bench_workers.py

bench-cost: setup-dev ## print what reading and matching cost beside the embedder alone
	$(BIN)/python tests/bench/bench_cost.py

bench-spread: setup-dev ## print how well reshares are foretold, plain methods beside; RUMOR_DATA: a folder of cascades
	$(BIN)/python tests/bench/bench_spread.py

bench-track: setup-dev ## print what one step of following a claim costs
	$(BIN)/python tests/bench/bench_track.py

bench-recovery: setup-dev ## print how long a worker takes to have 100,000 claims back
	$(BIN)/python tests/bench/bench_recovery.py

lint: setup-dev ## ruff, mypy --strict, the layers, the dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .

setup: $(VENV)/.runtime $(VENV)/.model ## Python packages, the broker's jars, the embedding model

setup-dev: $(VENV)/.dev $(VENV)/.model

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 demo"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "the venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "1/3 Python packages"
	@$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e . 
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "1/3 Python packages, with those of the tests"
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e . 
	@touch $@ $(VENV)/.runtime

$(VENV)/.model: | $(VENV)/.runtime
	@echo "2/3 Kafka"
	@$(BIN)/rumor broker --fetch-only
	@echo "3/3 the embedding model"
	@$(BIN)/rumor model build
	@touch $@

lock: ## pin the dependencies anew, with hashes
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --group build --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --all-extras --group build --group dev --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -c requirements.lock -o requirements-dev.lock

clean: ## remove what set-up and runs made here
	rm -rf $(VENV) data out .mypy_cache .ruff_cache .pytest_cache .hypothesis
