# make run    install what is missing, serve the page, print its address
# make test   install what is missing, check style, types and layers, run the tests
# make eval   may this version be released? (report: evals/out/report.html)        make bench   the benchmarks
# make dist   the wheel (the same bytes each time) and its bill of materials (CycloneDX), in dist/
# make widget build the widget anew (needs Node)     make screenshots   the pictures in the README
#
# Needs Python 3.11 or newer and make; everything else goes into .venv. Another Python: make run PYTHON=/path/to/python

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help python run test dist widget screenshots eval bench chromium services clean

# The first Python on the path that starts and is new enough; 3.11 first, as the pinned versions are for it.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
IN_VENV := .venv/bin/python
CHECKED := assistant $(wildcard evals app.py)

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed and was not found. Install it (python.org, or your package manager)," >&2; \
		echo "or name it: make run PYTHON=/path/to/python3.11" >&2; exit 1; fi

run: python
	@$(PYTHON) .ci/install.py run
	@exec $(IN_VENV) app.py

test: python
	@$(PYTHON) .ci/install.py test
	@$(MAKE) --no-print-directory chromium services
	@echo "1/4 Style (ruff)"; $(IN_VENV) -m ruff check --output-format=concise .
	@echo "2/4 Types (mypy --strict)"; $(IN_VENV) -m mypy --strict $(CHECKED)
	@echo "3/4 Layers (import-linter)"; .venv/bin/lint-imports
	@echo "4/4 Tests (pytest)"; $(IN_VENV) -m pytest -n auto --maxprocesses=4 --dist=loadfile

# The page is tested in Debian's Chromium; where it is missing, root installs it and others are told how.
chromium:
	@if command -v chromium >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing Chromium for the tests of the page"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			chromium fonts-noto-cjk >/dev/null; \
	else \
		echo "The tests of the page need Chromium. On Debian: sudo apt-get install chromium fonts-noto-cjk" >&2; fi

# The set-up for several processes is tested with Debian's nginx and PostgreSQL, which the tests start by themselves; where they
# are missing, root installs them, without starting them, and for others those tests are skipped.
services:
	@if { command -v nginx || [ -x /usr/sbin/nginx ]; } >/dev/null 2>&1 && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing nginx and PostgreSQL for the tests of several processes"; \
		[ -e /usr/sbin/policy-rc.d ] || { made=1; printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; }; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			nginx-light postgresql openssl >/dev/null || echo "They could not be installed; these tests are skipped." >&2; \
		[ -z "$$made" ] || rm /usr/sbin/policy-rc.d; \
	else \
		echo "Tests of several processes are skipped without: sudo apt-get install nginx-light postgresql" >&2; fi

# Only who changes the widget needs Node (20 or newer): the built file is in the repository.
widget:
	@command -v npm >/dev/null 2>&1 || { echo "Building the widget needs Node 20 or newer (nodejs.org)." >&2; exit 1; }
	cd assistant/web/widget && npm ci --no-audit --no-fund --silent && npm run --silent check && \
		npm run --silent build && npm run --silent test

# The pictures in the README, from the real server in a real browser.
screenshots: python
	@$(PYTHON) .ci/install.py test
	@$(MAKE) --no-print-directory chromium
	@$(IN_VENV) -m tests.web.screenshots --readme

eval: python
	@$(PYTHON) .ci/install.py test
	@$(IN_VENV) -m evals run

bench: python
	@$(PYTHON) .ci/install.py test
	@$(IN_VENV) -m evals.bench

dist: python
	@$(PYTHON) .ci/install.py run
	@$(IN_VENV) -m hatchling build -t wheel -d dist
	@$(PYTHON) .ci/bill.py

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
