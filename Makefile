# Two commands for a newcomer: `make demo` runs the main job, `make test` proves everything. `make help` lists the rest.
# Each sets up what it needs in .venv and does nothing twice.

# The first Python that is new enough (3.11); name another with `make PYTHON=python3.13 demo`.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
KG := $(BIN)/kg
STORE := build/graph
SOURCES = $(shell find kg ontology queries seeds -type f -not -name '*.pyc' 2>/dev/null)

COMPILE = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make constraints"

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PYTHONUNBUFFERED = 1
# One thread a process: the tests run in as many processes as there are cores.
export OMP_NUM_THREADS = 1

.DEFAULT_GOAL := help
.PHONY: help demo test quick install dev constraints docs figures clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build/celebrities.ttl ## build a graph from seeds/, validate it, ask it some questions, write build/celebrities.ttl
	$(KG) validate --store $(STORE)
	$(KG) stats --store $(STORE) -f table
	$(KG) query events-between --from 1956-01-01 --to 1956-12-31 --store $(STORE) -f table
	$(KG) query spouses --person "Elizabeth Taylor" --store $(STORE) -f table
	$(KG) query said-only --person "Greta Garbo" --store $(STORE) -f table
	$(KG) show "Elizabeth Taylor" --store $(STORE)
	@echo
	@echo "The graph is in $(STORE), its Turtle in build/celebrities.ttl. Next, for example:"
	@echo "  $(KG) explain \"Elizabeth Taylor\" marriedTo \"Richard Burton\" --store $(STORE)"

build/celebrities.ttl: $(VENV)/.installed $(SOURCES)
	@mkdir -p build && rm -rf $(STORE)
	$(KG) build seeds/*.txt --store $(STORE) --ttl $@

test: dev ## lint, types, import contract, all tests with doctests, and the wheel proof
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

quick: dev ## the tests without the slow ones
	$(BIN)/pytest -n auto -m "not slow" -q

install: $(VENV)/.installed ## set up .venv with what running needs
dev: $(VENV)/.dev ## set up .venv with what developing needs

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it, or name it: make PYTHON=... $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments; on Debian: apt-get install python3-venv"; exit 2; }
	$(PYTHON) -m venv $(VENV)

# Every package by version and hash, then the checkout itself, which needs nothing more.
$(VENV)/.installed: constraints.txt pyproject.toml | $(BIN)/python
	@echo "Installing the packages of constraints.txt into $(VENV): a minute or two, once."
	$(BIN)/python -m pip install -qq --require-hashes -r constraints.txt
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: constraints-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install -qq --require-hashes -r constraints-dev.txt
	@touch $@

constraints: dev ## resolve the newest versions for every platform and write both constraints files
	$(BIN)/python -m pip install --quiet uv
	echo "hatchling>=1.27" | $(COMPILE) pyproject.toml - -o constraints.txt
	echo "hatchling>=1.27" | $(COMPILE) --constraint constraints.txt --extra dev pyproject.toml - -o constraints-dev.txt

docs: dev ## write the generated parts of README.md and docs/ anew
	$(BIN)/python -m kg.queries.docs > docs/queries.md
	$(BIN)/cog -r -I docs README.md

# Needs the gold articles and the corpus that lie beside the maintainers' checkouts.
figures: dev ## measure what the README says of quality and speed, into benchmarks/results/
	mkdir -p benchmarks/results
	COLUMNS=100 $(BIN)/python -m benchmarks.gold > benchmarks/results/gold.txt
	COLUMNS=100 $(BIN)/python -m benchmarks.gold seeds/gold > benchmarks/results/seeds.txt
	COLUMNS=100 $(BIN)/python -m benchmarks.gold benchmarks/unseen > benchmarks/results/unseen.txt
	COLUMNS=100 $(BIN)/python -m benchmarks.celebrity_corpus > benchmarks/results/celebrity-corpus.txt
	$(BIN)/python -m benchmarks.speed > benchmarks/results/speed.md

clean: ## remove what was built (not .venv)
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
