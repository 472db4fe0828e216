# make demo: everything on this machine. make test: the whole suite, from nothing.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	2>/dev/null && echo "$$python" && break; done)
RUN := .venv/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate
# Who is done takes over what the other has not begun: some files take as long as a hundred others.
SPREAD := -n 2 --dist worksteal
# On a machine that has everything, a test that does not run is a failure; and the order is the same
# every time, so that what passed passes again.
STRICT := $(if $(filter true 1,$(CI)),--nothing-skipped --randomly-seed=4711)

.PHONY: demo install test verify bench evaluate races lock

demo: install
	@$(RUN) manage.py up

install: .venv/installed

test: verify
	$(RUN) -m pytest $(SPREAD) $(STRICT)
	$(RUN) -m tests.services.run_on_servers $(SPREAD) $(STRICT)

verify: .venv/installed-test
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	.venv/bin/lint-imports
	$(RUN) manage.py makemigrations --check --dry-run
	$(RUN) manage.py spectacular --validate --fail-on-warn --file /dev/null

bench: .venv/installed-test
	$(RUN) -m benchmarks

# The functional suite, case by case of every capability, under the default policy.
evaluate: .venv/installed-test
	$(RUN) manage.py evaluate --checklist tests/data/checklist

# Every pair of acts on a comment, both at once, 200 times each on both databases: an hour or two.
races: .venv/installed-test
	RACE_ROUNDS=200 $(RUN) -m pytest -n 2 -q tests/races
	RACE_ROUNDS=200 $(RUN) -m tests.services.run_on_servers -n 2 -q tests/races

# What pip installs, by version and hash, without the address it comes from.
lock:
	$(LOCK) --extra embedded --extra postgres --output-file requirements.lock
	$(LOCK) --extra test --extra lint --extra browser --extra evaluation \
		--constraints requirements.lock --output-file requirements-test.lock
	$(LOCK) --extra detoxify --no-emit-package torch \
		--constraints requirements.lock --constraints requirements-test.lock \
		--output-file requirements-detoxify.lock

.venv/installed: requirements.lock
	$(if $(PYTHON),,$(error Python 3.11, 3.12 or 3.13 with its venv module is needed, and none runs \
	here. Debian: apt-get install python3 python3-venv. Another place: make PYTHON=/path/to/python))
	@$(RUN) -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	$(PIP) --no-deps --require-hashes --requirement requirements.lock
	@touch $@

.venv/installed-test: .venv/installed requirements-test.lock
	$(PIP) --no-deps --require-hashes --requirement requirements-test.lock
	@touch $@
