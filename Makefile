# Moi. `make run` for a working copy with example people, `make test` for everything CI runs, `make quick` for the
# minute-long part, `make soak` for the faults at length (a quarter of an hour: MOI_SOAK=1 picks the larger numbers of
# tests/faults/sizes.py), `make bench` for the figures. Needs git, make and Python 3.11 or newer with venv; the rest is fetched.

PY = .venv/bin/python
SOURCES = app.py gunicorn.conf.py community chat forums sociale_kaart kennis spreekuur tests tools migrations

.PHONY: run test quick soak bench assets setup setup-test services lint types

run: setup assets
	@$(PY) tools/run.py

test: setup-test assets services lint types
	$(PY) -m pytest --databases=sqlite,postgresql

quick: setup-test assets lint types
	$(PY) -m pytest -m "not journey and not faults" --databases=sqlite

soak: setup-test assets services
	MOI_SOAK=1 $(PY) -m pytest tests/faults --durations=0

bench: setup-test assets
	$(PY) tools/bench.py

setup:
	@sh tools/setup.sh run

setup-test:
	@sh tools/setup.sh test

assets: $(filter setup setup-test,$(MAKECMDGOALS))
	@$(PY) tools/assets.py
	@$(PY) tools/languages.py

services:
	@sh tools/services.sh

lint:
	@.venv/bin/ruff format --check $(SOURCES)
	@.venv/bin/ruff check $(SOURCES)

types:
	@.venv/bin/mypy
