# Everything sets up what it needs from a bare Python 3.11 or newer: `make demo` is a fine first command.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: help venv fulltext demo run test lint pins

help:            ## this list
	@sed -n 's/^\([a-z]*\): .*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 14

venv: $(VENV)/run.stamp   ## the sentry in .venv/bin/vedette

fulltext: $(VENV)/fulltext.stamp   ## what `fulltext: true` on a feed needs: it reads the article itself (70 MB)

demo: venv       ## the whole pipeline on a bundled newsstand; no network, no accounts
	@$(BIN)/vedette demo

run: venv        ## watch the feeds of feeds.yaml; without a chat token the console is the chat
	@$(BIN)/vedette run

test: $(VENV)/dev.stamp   ## all tests
	@$(BIN)/python -m pytest -n auto

lint: $(VENV)/dev.stamp   ## ruff, mypy --strict, hadolint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@if [ -f Dockerfile ]; then $(BIN)/hadolint Dockerfile; fi

pins: $(VENV)/dev.stamp   ## write requirements/*.txt anew from pyproject.toml
	@$(BIN)/python -m pip install --quiet uv
	@for kind in run fulltext dev; do \
	  extra=""; [ $$kind = run ] || extra="--extra $$kind"; \
	  $(BIN)/uv pip compile pyproject.toml $$extra --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate -o requirements/$$kind.txt; \
	done

# uv where it is present (seconds), pip where it is not (a minute); both check every hash.
define install
	@echo "setting up $(VENV) from $(1) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Vedette needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	@if command -v uv >/dev/null 2>&1; then \
	  [ -x $(BIN)/python ] || uv venv --quiet --python $(PYTHON) $(VENV); \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --editable .; \
	else \
	  [ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV); \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .; \
	fi
endef

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	$(call install,requirements/run.txt)
	@touch $@

$(VENV)/fulltext.stamp: requirements/fulltext.txt pyproject.toml
	$(call install,requirements/fulltext.txt)
	@touch $@ $(VENV)/run.stamp

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml
	$(call install,requirements/dev.txt)
	@touch $@ $(VENV)/run.stamp
