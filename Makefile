# One folder, .venv, serves every command: it is made from requirements.lock, or from
# requirements-dev.lock for the commands that need the development tools, and made anew only when
# that file changes. The second holds all of the first, at the same versions.
#
# A command that fails makes `make` end with 2, whatever its own code was.
# Call a script directly for its own: .venv/bin/python scripts/validate.py

MAKEFLAGS += --no-builtin-rules --no-print-directory
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help validate verify format export site dist agreement answers words lint test browser \
	campaign benchmark lock clean

PYTHON ?= python3
PYTEST_ARGS ?=
SITE_ARGS ?=
LOCK_ARGS ?=

VENV := .venv/pyvenv.cfg
PY := .venv/bin/python
UV_VERSION := 0.13.9
# What the site loads in a browser. Without npm it is built without these, and says so.
LIBRARIES := $(if $(shell command -v npm),node_modules/.package-lock.json)
UV := .venv/uv-$(UV_VERSION)/bin/uv


help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "PYTHON=python3.12 names another interpreter to make .venv with (first: make clean)."
	@echo "A command that fails ends make with code 2, whatever its own code was."

validate: .venv/runtime.stamp ## Say what is wrong with the data; with the letter's seals: LETTER=path
	@$(PY) scripts/validate.py $${LETTER:+--letter="$$LETTER"}

verify: .venv/runtime.stamp ## Find every passage in the letter's own text: make verify LETTER=path
	@test -n "$$LETTER" || { echo "Say where the text is: make verify LETTER=path" >&2; exit 2; }
	@$(PY) scripts/verify.py "$$LETTER"

format: .venv/runtime.stamp ## Write each table in its one canonical form
	@$(PY) scripts/format.py

export: .venv/dev.stamp ## Write dist/: claims and missions as tables to read
	@$(PY) scripts/export.py

site: .venv/dev.stamp $(LIBRARIES) ## Write dist/site/: pages to read, tables, map, codebook
	@$(PY) scripts/build_site.py $(SITE_ARGS)
	@echo "Open dist/site/index.html in a browser."

dist: .venv/dev.stamp $(LIBRARIES) ## Write dist/: every file of a release but the kill matrix, and SHA256SUMS
	@$(PY) scripts/release.py build

agreement: .venv/runtime.stamp ## Compute how far two coders agree, into data/reliability/
	@$(PY) scripts/agreement.py --into data/reliability/README.md

answers: .venv/dev.stamp ## Run the examples of the documents, and write there what they print
	@$(PY) -m tests.readme

words: .venv/dev.stamp ## List in validation/outputs/nl.po each word of the interface that needs Dutch
	@$(PY) -m tests.words

lint: .venv/dev.stamp ## Check the code: ruff, mypy and import-linter
	@$(PY) -m ruff check --quiet
	@$(PY) -m ruff format --check --quiet
	@$(PY) -m mypy --no-error-summary
	@.venv/bin/lint-imports --no-cache --no-logo >.venv/imports.txt || { cat .venv/imports.txt; exit 1; }

test: .venv/dev.stamp ## Run the tests on every core: make test PYTEST_ARGS="-k relations"
	@$(if $(PYTEST_ARGS),:,echo "All tests take about 3 minutes on two quiet cores.")
	@$(PY) -m pytest -n auto --dist worksteal $(PYTEST_ARGS)

browser: .venv/dev.stamp $(LIBRARIES) ## Run the tests of the site in Chromium
	@$(PY) -m pytest -n auto tests/browser $(PYTEST_ARGS)

campaign: .venv/dev.stamp ## Break the package in every way there is; writes the counts into validation/
	@$(PY) -m tests.campaign --all --into validation/README.md

benchmark: .venv/dev.stamp $(LIBRARIES) ## Measure how long validation takes, and what the site takes of a browser
	@$(PY) scripts/benchmark.py
	@$(PY) -m tests.browser.measure

clean: ## Remove .venv, dist/ and every cache
	@rm -rf .venv dist node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name .git -prune -o -type d -name __pycache__ -exec rm -rf {} +


# Versions that still fit stay as they are; LOCK_ARGS=--upgrade takes the newest.
# The settings of the machine are left out, so that the hashes are those of the public index.
COMPILE := env -u UV_DEFAULT_INDEX -u UV_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL \
	-u UV_FIND_LINKS $(UV) --no-config pip compile pyproject.toml --quiet --universal \
	--python-version 3.11 --fork-strategy fewest --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: $(UV) ## Write the two lock files anew from pyproject.toml
	@$(COMPILE) $(LOCK_ARGS) -o requirements.lock
	@$(COMPILE) $(LOCK_ARGS) --extra dev --extra export -c requirements.lock -o requirements-dev.lock

$(UV): $(VENV)
	@$(PYTHON) -m venv .venv/uv-$(UV_VERSION)
	@.venv/uv-$(UV_VERSION)/bin/python -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@


node_modules/.package-lock.json: package-lock.json
	@echo "Setting up node_modules from $<" >&2
	@npm ci --silent
	@touch $@

# A .venv whose interpreter is gone is made again.
$(shell test -x $(PY) || rm -f $(VENV))

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  found=$$(command -v $(PYTHON) >/dev/null && $(PYTHON) --version 2>&1 || echo missing); \
	  echo "Python 3.11 or later is needed; $(PYTHON) is $$found." >&2; \
	  echo "Name another: make $(or $(firstword $(MAKECMDGOALS)),validate) PYTHON=python3.12" >&2; \
	  exit 1; }
	@$(PYTHON) -m venv --clear .venv || { \
	  rm -rf .venv; \
	  echo "No .venv could be made (on Debian and Ubuntu: apt install python3-venv)." >&2; \
	  exit 1; }

define install
@echo "Setting up .venv from $<" >&2
@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r $<
@touch $@
endef

.venv/runtime.stamp: requirements.lock $(VENV)
	$(install)

.venv/dev.stamp: requirements-dev.lock $(VENV)
	$(install)
	@touch .venv/runtime.stamp
