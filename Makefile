# Works with GNU make 3.81 and later: Debian (also as root) and macOS.
# Without make, as on Windows: create a virtual environment, install into it as "make install" does below,
# then "python -m esafety demo" does what "make run" does.

PORT ?= 8000
WORKERS ?= 2
VENV := .venv
PYTHON_IN := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
# These run first and alone, for they must reach every branch of the rooms that pyproject.toml lists under coverage.
PURE_TESTS := tests/unit tests/content tests/filtering tests/authors
LOCK := $(PYTHON_IN) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help install run test check faults bench screens messages lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

install: $(INSTALLED) ## make .venv with everything that running and testing need

run: install ## make the demonstration school and serve it (PORT=8000)
	@$(PYTHON_IN) -m esafety demo --port $(PORT)

test: install ## check everything, then run every test, in a real browser too
	@browser=`$(PYTHON_IN) -m tests.browser.chromium` && export ESAFETY_CHROMIUM="$$browser" && \
	echo "Browser: $$browser" && \
	$(MAKE) --no-print-directory check && \
	$(PYTHON_IN) -m pytest -n $(WORKERS) $(PURE_TESTS) --cov --cov-report=term:skip-covered && \
	$(PYTHON_IN) -m pytest -n $(WORKERS) --ignore tests/faults $(PURE_TESTS:%=--ignore %) && \
	$(MAKE) --no-print-directory faults

faults: install ## kill, cut off and overload the program, and see that nothing is lost (docs/faults.md)
	@$(PYTHON_IN) -m pytest tests/faults -p no:playwright --quiet

check: install ## style, types and which part may look at which
	@$(PYTHON_IN) -m ruff check .
	@$(PYTHON_IN) -m ruff format --check .
	@$(PYTHON_IN) -m mypy --strict esafety
	@$(VENV)/bin/lint-imports

bench: install ## one table of how fast it is, beside what this machine can do (three minutes)
	@$(PYTHON_IN) -m tests.bench

screens: install ## a picture of every page as each role at each size, to look at, in build/screens
	@browser=`$(PYTHON_IN) -m tests.browser.chromium` && export ESAFETY_CHROMIUM="$$browser" && \
	$(PYTHON_IN) -m tests.screens

messages: install ## gather the words of the screens for translators
	@mkdir -p esafety/translations
	@$(VENV)/bin/pybabel extract --mapping pyproject.toml --project esafety --no-wrap --sort-by-file \
		--add-comments "Translators:" --output-file esafety/translations/messages.pot .

lock: install ## bring the lock files in step with pyproject.toml (needs the internet)
	@$(PYTHON_IN) -m uv --version >/dev/null 2>&1 || $(PYTHON_IN) -m pip install --quiet uv
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --group dev --output-file requirements-dev.lock

clean: ## remove what was made, but never the data folder
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage* test-results
	@find esafety tests -type d -name __pycache__ -prune -exec rm -rf {} +

# The stamp is written last: an installation that broke off is begun again.
# The lock names every package, so pip is told to resolve nothing (--no-deps): left to resolve, the pip that Python 3.11
# brings takes a newer coverage for "coverage[toml]" on the day one appears, finds no hash for it, and refuses everything.
$(INSTALLED): requirements-dev.lock pyproject.toml
	@set -e; \
	for name in python3.13 python3.12 python3.11 python3; do \
		if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$name; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
		echo "esafety needs Python 3.11 or later: install it from python.org or with your package manager, then try again." >&2; exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
		package="$$($$found -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"; \
		if [ "`id -u`" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing $$package ..."; \
			apt-get update -qq; \
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$$package" >/dev/null; \
		else \
			echo "Python's venv module is missing: install the package $$package (as an administrator), then try again." >&2; exit 1; \
		fi; \
	fi; \
	$(PYTHON_IN) -c 'import pip' 2>/dev/null || { echo "Making $(VENV) ..."; $$found -m venv --clear $(VENV); }; \
	echo "Installing what esafety needs (about a minute) ..."; \
	$(PYTHON_IN) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock; \
	$(PYTHON_IN) -m pip check --disable-pip-version-check >/dev/null; \
	$(PYTHON_IN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	touch $(INSTALLED)
