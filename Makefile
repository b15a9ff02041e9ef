# make demo: the seed article converted, validated, stored and served. make test: everything tests need, then the tests.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8094
DEMARCHE_SHARED ?= $(if $(wildcard ../shared),$(abspath ../shared),)
export DEMARCHE_SHARED

.PHONY: demo test check terms bench bench-server evaluate figures calibrate docs train clean browser comunica

demo: $(VENV)/.installed
	$(BIN)/demarche demo --store data/demo --port $(PORT)

test: $(VENV)/.dev browser comunica
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

terms: $(VENV)/.dev
	$(BIN)/python -m ontology.generate_terms
	$(BIN)/python -m kg.frames
	$(BIN)/python -m kg.concepts
	$(BIN)/python -m server.examples
	$(BIN)/python -m kg.gazetteer  # kg/compiled/gazetteer.db, which git does not keep

bench: $(VENV)/.dev
	$(BIN)/python -m bench.conversion --linear
	@test -z "$(DEMARCHE_SHARED)" || $(BIN)/python -m bench.growing
	$(BIN)/python -m bench.gazetteer

# The server beside oxigraph serve and rdflib-endpoint, over a million statements: some fifteen minutes.
bench-server: $(VENV)/.bench
	$(BIN)/python -m bench.server

# The ontology as one page for readers.
docs: $(VENV)/.installed
	@mkdir -p build/docs
	$(BIN)/demarche ontology docs > build/docs/ontology.html
	@echo "written: build/docs/ontology.html"

# Every figure of docs/evaluation.md; of the articles held out nothing but figures.
EVAL := $(DEMARCHE_SHARED)/eval
CALIBRATION = folder=$$(mktemp -d); for set in development-2 development-3 development-4; do \
	  $(BIN)/python -m scripts.fill_gold --articles $(EVAL)/articles --set $$set --out $$folder/$$set >/dev/null || exit 1; done \
	  && $(BIN)/python -m kg.evaluation.calibration $(EVAL)/gold $$folder/development-* --articles $(EVAL)/articles
evaluate: $(VENV)/.dev
	@test -n "$(DEMARCHE_SHARED)" || { echo "measuring needs DEMARCHE_SHARED, the folder that holds eval/ and treebanks/"; exit 2; }
	@echo "== 12 development articles, sentence records, event-free sentences"
	@$(BIN)/python -m cli.main evaluate $(EVAL)/gold --records $(EVAL)/records/records.jsonl \
	  --event-free tests/cases/event-free.txt --event-free tests/cases/event-free-ids.csv --treebanks $(DEMARCHE_SHARED)/treebanks
	@for set in development-2 development-3 development-4 development-5 held-out; do echo "== articles of $$set"; folder=$$(mktemp -d); \
	  $(BIN)/python -m scripts.fill_gold --articles $(EVAL)/articles --set $$set --out $$folder >/dev/null \
	  && $(BIN)/python -m cli.main evaluate $$folder --articles $(EVAL)/articles || exit 1; rm -r $$folder; done
	@echo "== confidence"
	@$(CALIBRATION)
	@echo "== language model"
	@$(BIN)/python -m training.evaluate --treebanks $(DEMARCHE_SHARED)/treebanks

# The figures of docs/evaluation.md and docs/performance.md.
figures: $(VENV)/.dev
	set -o pipefail; $(MAKE) -s evaluate 2>/dev/null | $(BIN)/python -m scripts.refresh_figures docs/evaluation.md "make evaluate"
	set -o pipefail; $(MAKE) -s bench | $(BIN)/python -m scripts.refresh_figures docs/performance.md "make bench"

# Fits kg/compiled/confidence.json anew.
calibrate: $(VENV)/.dev
	@test -n "$(DEMARCHE_SHARED)" || { echo "measuring needs DEMARCHE_SHARED, the folder that holds eval/"; exit 2; }
	@$(CALIBRATION) --write

# The language model in two rounds and its head of entities, some two hours on two cores; what was cut off goes on from its last epoch.
train:
	@test -n "$(DEMARCHE_SHARED)" || { echo "training needs DEMARCHE_SHARED, the folder that holds treebanks/"; exit 2; }
	$(PYTHON) -m training.train --treebanks $(DEMARCHE_SHARED)/treebanks --minilm data/minilm --out data/training/first
	$(PYTHON) -m training.train --treebanks $(DEMARCHE_SHARED)/treebanks --minilm data/minilm --out data/training/second \
	  --start data/training/first/checkpoint.pt --rate 0.3 --epochs 2
	$(PYTHON) -m training.export --run data/training/second --treebanks $(DEMARCHE_SHARED)/treebanks --minilm data/minilm --out kg/models
	$(PYTHON) -m training.names_head --treebanks $(DEMARCHE_SHARED)/treebanks --model kg/models

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Demarche needs Python 3.11 or newer; found $$($(PYTHON) --version 2>&1). Give another with: make PYTHON=python3.11 ..."; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@

# The browser is for the page tests only; without it they are skipped and say so.
browser:
	@bash scripts/install_browser.sh

comunica:
	@bash scripts/install_comunica.sh

clean:
	rm -rf $(VENV) build data .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
