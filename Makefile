# Each target is one line; `make` alone lists them. Needs Python 3.11 or newer, make and git, and nothing else.
# The system's own Python comes first: distributions build theirs with profile-guided optimisation, which is quicker.
PYTHON := $(shell for name in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do command -v $$name >/dev/null && $$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help run test check bench docs

help: ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(BIN)/.ready ## database, demonstration data, server on 127.0.0.1:8000 with its scheduler; Ctrl-C stops both
	@exec $(BIN)/platform-app run

test: $(BIN)/.ready ## every test that this machine can run
	@$(BIN)/pytest -n auto --dist worksteal $(ARGS)

check: $(BIN)/.ready ## lint, types, security, templates, translations
	@$(BIN)/ruff check . && $(BIN)/mypy platform_app && $(BIN)/bandit -q -r platform_app -ll && $(BIN)/djlint templates --lint --quiet && $(BIN)/pytest -q tests/architecture/test_templates.py tests/architecture/test_translations.py

bench: $(BIN)/.ready ## measured ratios; figures go into docs/measurements.md
	@$(BIN)/platform-app bench all $(ARGS)

docs: $(BIN)/.ready ## write the reference under docs/reference from the code
	@$(BIN)/python -m platform_app.operations.reference docs/reference

# The environment follows setup.cfg; generated readings are optional and may be missing.
$(BIN)/.ready: setup.cfg
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its module venv (on Debian the package python3-venv) is needed and was not found"; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,check]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[readings]' || echo "generated readings are left out: SudachiPy cannot be installed here"
	@touch $@
