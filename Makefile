# Every target makes its own environment in .venv first. Type `make` for the list.
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTHON ?= $(shell command -v python3.11 || command -v python3)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help env demo test lint format types check wheel clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 10

env: $(STAMP)  ## make .venv and install everything, pinned by constraints.txt

$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "make: no Python found; install Python 3.11 or set PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is older than 3.11; set PYTHON=/path/to/python3.11" >&2; exit 2; }
	@test -x $(BIN)/python || { echo "Making $(VENV) ..."; $(PYTHON) -m venv $(VENV); }
	@echo "Installing (some 500 MB to download on a fresh machine) ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[models,amx,train,dev]"
	@mkdir -p $(VENV)/typing && ln -sfn ../.. $(VENV)/typing/shopctl
	@touch $@

demo: $(STAMP)  ## build the embedded demo shop and show what shopctl does with it
	@$(BIN)/shopctl demo

test: $(STAMP)  ## run the tests
	@$(BIN)/python -m pytest

lint: $(STAMP)  ## ruff: lint and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(STAMP)  ## let ruff rewrite what it can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

# The root is the package: mypy finds it under its name through the link that `env` makes.
types: $(STAMP)  ## mypy, strict
	@MYPYPATH=$(VENV)/typing $(BIN)/mypy -p shopctl

check: lint types test  ## all of it, as CI does

wheel: $(STAMP)  ## build sdist and wheel into dist/
	@$(BIN)/python -m build --outdir dist .

clean:  ## remove the environment and what was built
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
