# `make` alone lists the targets. Only Python 3.11 or newer is needed; everything else is installed into .venv/ and var/.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-all test-sites check bench screenshots requirements sbom format clean
SHELL := /bin/sh
VENV := .venv
SBOM := sbom.cdx.json
PY := $(VENV)/bin/python
# The lists name a hash for every file that may be installed; pip refuses any other.
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(PY) -m pip install --quiet --no-input --use-pep517 --require-hashes
COMPILE := $(PY) -m uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --system-certs \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" pyproject.toml
TYPED := api batches books core images ops providers publishing quiz sheets stories storybook storyforge studio videos visitors
export PIP_ROOT_USER_ACTION = ignore
# Every process that starts (and the tests start hundreds) would compile all files again.
export PYTHONDONTWRITEBYTECODE =

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run-ready ## start everything; PORT and FLOWER_PORT choose the ports, Ctrl-C stops
	@exec $(PY) -m ops.run

test: $(VENV)/.test-ready ## test all but running sites; PYTEST_ARGS go to pytest, TEST_DATABASE_URL chooses the database
	@$(PY) -m ops.browser
	@exec $(PY) -m pytest -n auto --dist worksteal -m "not site" $(PYTEST_ARGS)

test-all: test test-sites ## test everything

test-sites: $(VENV)/.test-ready ## test running sites: their start, live pages, killed workers, attacks, Chromium
	@$(PY) -m ops.browser
	@exec $(PY) -m pytest -n auto --dist loadfile -m site $(PYTEST_ARGS)

check: export DEBUG := true
check: $(VENV)/.test-ready ## style, types, architecture, migrations, settings
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy $(TYPED)
	$(PY) -c "from importlinter.cli import lint_imports_command as lint; lint()"
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py lintmigrations --settings tests.linted
	$(PY) manage.py document_states --check
	$(PY) manage.py document_settings --check
	$(PY) manage.py check

bench: $(VENV)/.test-ready ## run the benchmarks
	@exec $(PY) -m benchmarks

screenshots: $(VENV)/.test-ready ## photograph every page, for phones and desktops, light and dark
	@$(PY) -m ops.browser
	@$(PY) -m pytest -q tests/browser/screenshots.py
	@echo "The photographs are in var/screenshots/; contact-sheet.png there shows all of them."

requirements: $(VENV)/.test-ready ## write the exact versions and hashes of pyproject.toml's packages
	$(COMPILE) --output-file requirements.txt --extra voice
	$(COMPILE) --output-file requirements-slim.txt --constraint requirements.txt
	$(COMPILE) --output-file requirements-dev.txt --extra voice --extra dev --constraint requirements.txt

sbom: $(VENV)/.test-ready ## write a list of all packages of the site, as CycloneDX; SBOM chooses the file
	@$(PY) -W ignore -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml --output-reproducible \
		-o $(SBOM)
	@echo "$(SBOM) lists every package of requirements.txt with its version and hashes."

format: $(VENV)/.test-ready ## fix style and formatting
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

clean: ## remove .venv/ and caches; var/ with your stories stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis staticfiles
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The first Python that is new enough makes the environment. It is made again when it is incomplete, or when its Python
# was removed.
ifneq ($(shell test -f $(VENV)/.made && $(PY) -c '' 2>/dev/null && echo works),works)
.PHONY: $(VENV)/.made
endif
$(VENV)/.made:
	@for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { missing=$$python; continue; }; \
		echo "Making $(VENV) with $$($$python --version)."; \
		"$$python" -m venv --clear --upgrade-deps $(VENV) && exec touch $@; \
		exit 1; \
	done; \
	if [ -n "$$missing" ]; then \
		echo "$$missing has no venv module with pip, so no package can be installed. On Debian and Ubuntu:" \
			"apt-get install python3-venv. Or name another Python: make PYTHON=/path/to/python3 ..." >&2; \
	else \
		echo "No Python 3.11 or newer was found, and StoryForge needs one. Install it, or say where it is:" \
			"make PYTHON=/path/to/python3 ..." >&2; \
	fi; exit 1

$(VENV)/.run-ready: requirements.txt $(VENV)/.made
	@echo "Installing the packages of requirements.txt into $(VENV); the first time this takes about a minute."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.test-ready: requirements-dev.txt $(VENV)/.made
	@echo "Installing the packages of requirements-dev.txt into $(VENV); the first time this takes about a minute."
	@$(PIP) -r requirements-dev.txt
	@touch $@
