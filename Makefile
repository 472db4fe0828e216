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

# There both rounds run: what starts every process of the service does so on the servers.
ON_SERVERS := $(if $(STRICT),$(addprefix --ignore=tests/,faults route/test_asked_at_once.py \
	route/test_ban_and_undo.py route/test_complaints_and_appeals.py route/test_told_by_mail.py))

# Tools of a release, apart from what they look at.
RELEASE := .venv-release
LOCKS := requirements.lock requirements-test.lock requirements-detoxify.lock

.PHONY: demo install test verify bench evaluate races fuzz lives coverage mutants soak lock audit licences sbom

demo: install
	@$(RUN) manage.py up

install: .venv/installed

test: verify
	$(RUN) -m pytest $(SPREAD) $(STRICT) $(ON_SERVERS)
	$(RUN) -m tests.services.run_on_servers $(SPREAD) $(STRICT)

verify: .venv/installed-test
	@! git grep -nE '^(<{7}|>{7}) ' -- . || { echo "A merge was left in the middle."; exit 1; }
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
races: RACE_ROUNDS ?= 200
races: .venv/installed-test
	RACE_ROUNDS=$(RACE_ROUNDS) $(RUN) -m pytest -n 2 -q tests/races
	RACE_ROUNDS=$(RACE_ROUNDS) $(RUN) -m tests.services.run_on_servers -n 2 -q tests/races

# What takes a night, before a release: 100,000 comments on each database while everything breaks (at
# least 50 kills and 12 stalls, 10 faults of the broker, 5 crashes of PostgreSQL), then long races, and
# on the servers what the second round of `make test` leaves to the first.
soak: .venv/installed-test
	$(RUN) manage.py chaos --db sqlite --broker valkey --comments 100000 --faults 105
	$(RUN) manage.py chaos --db postgresql --broker redis --comments 100000 --faults 115
	$(MAKE) races RACE_ROUNDS=1000
	$(MAKE) fuzz lives
	$(RUN) -m tests.services.run_on_servers $(SPREAD) --everything
	TAMPERINGS=1000 $(RUN) -m pytest -q tests/discussion/test_tampering.py
	TAMPERINGS=1000 $(RUN) -m tests.services.run_on_servers -q tests/discussion/test_tampering.py

# 10,000 requests that are nearly good, to every route (a fault names its seed and number), and 40 of
# each caller to each call of the API, as its document allows them and as it does not.
fuzz: .venv/installed-test
	FUZZ_REQUESTS=10000 SCHEMA_REQUESTS=40 $(RUN) -m pytest -n 2 -q tests/fuzz

# 500 lives of a site, 50 steps each, everything looked at after each step; a fault is a shortest life.
lives: .venv/installed-test
	LIVES=500 STEPS=50 $(RUN) -m pytest -q tests/lives/test_any_life.py

# Which lines and branches the tests of the first round see: 95 % of all, and every one of CORE.
CORE := moderation/policy/* discussion/transitions.py discussion/flows/set_status.py \
	moderation/roles.py moderation/staff/* articles/api/authentication.py \
	discussion/api/authentication.py discussion/api/session.py articles/strict_json.py \
	articles/api/wall.py discussion/body.py discussion/tokens/* discussion/outward.py \
	discussion/addresses.py
COMMA := ,
coverage: .venv/installed-test
	$(RUN) -m coverage erase
	$(RUN) -m coverage run -m pytest $(SPREAD) $(STRICT)
	$(RUN) -m coverage combine --quiet
	$(RUN) -m coverage report --fail-under=95
	$(RUN) -m coverage report --fail-under=100 \
		--include="$(subst $() $(),$(COMMA),$(CORE))"

# Small faults put into the core one at a time, in a checkout of their own: the tests of each module
# have to see nine of ten. tests/mutation/README.md tells of those that they need not see.
MUTANTS ?= $(sort $(notdir $(basename $(wildcard tests/mutation/*.toml))))
mutants: .venv/installed-test $(RELEASE)/installed
	@mkdir -p build && rm -rf build/mutants && git worktree prune
	@git worktree add --quiet --detach build/mutants && ln -s $(CURDIR)/.venv build/mutants/.venv
	@PATH=$(CURDIR)/$(RELEASE)/bin:$$PATH && cd build/mutants && for each in $(MUTANTS); do \
		cosmic-ray init tests/mutation/$$each.toml ../$$each.sqlite --force \
		&& cosmic-ray exec tests/mutation/$$each.toml ../$$each.sqlite \
		&& cr-report --surviving-only --show-diff ../$$each.sqlite \
		&& cr-rate --fail-over 10 ../$$each.sqlite || exit 1; \
	done
	@git worktree remove --force build/mutants

# What pip installs, by version and hash, without the address it comes from.
lock:
	$(LOCK) --extra embedded --extra postgres --output-file requirements.lock
	$(LOCK) --extra test --extra lint --extra browser --extra evaluation \
		--constraints requirements.lock --output-file requirements-test.lock
	$(LOCK) --extra detoxify --no-emit-package torch \
		--constraints requirements.lock --constraints requirements-test.lock \
		--output-file requirements-detoxify.lock
	$(subst pyproject.toml,--group release,$(LOCK)) --output-file requirements-release.lock

# Known weaknesses of all that is locked. Without the network, and for a package that could not be
# asked about, it fails: "nothing found" has to mean that somebody looked.
audit: $(RELEASE)/installed
	@for lock in $(LOCKS) requirements-release.lock; do \
		echo "$$lock: $$(grep -c '==' $$lock) packages"; \
		$(RELEASE)/bin/pip-audit --strict --disable-pip --require-hashes --requirement $$lock \
			|| exit 1; \
	done

# The licences of what the service needs, as each package states its own.
licences: .venv/installed $(RELEASE)/installed
	@$(RELEASE)/bin/pip-licenses --python $(RUN) --from=mixed --with-urls --with-system \
		--packages $$(sed -n 's/^\([A-Za-z0-9][A-Za-z0-9._-]*\)==.*/\1/p' requirements.lock)

# A bill of materials (CycloneDX) of the same, with the hashes of the lock; twice is the same file.
sbom: $(RELEASE)/installed
	@mkdir -p build
	@$(RELEASE)/bin/python -W ignore -m cyclonedx_py requirements requirements.lock \
		--pyproject pyproject.toml --output-reproducible --output-file build/sbom.cdx.json
	@echo build/sbom.cdx.json

$(RELEASE)/installed: requirements-release.lock
	$(PYTHON) -m venv --clear $(RELEASE)
	$(RELEASE)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--require-hashes --requirement requirements-release.lock
	@touch $@

.venv/installed: requirements.lock
	$(if $(PYTHON),,$(error Python 3.11, 3.12 or 3.13 with its venv module is needed, and none runs \
	here. Debian: apt-get install python3 python3-venv. Another place: make PYTHON=/path/to/python))
	@$(RUN) -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	$(PIP) --no-deps --require-hashes --requirement requirements.lock
	@touch $@

.venv/installed-test: .venv/installed requirements-test.lock
	$(PIP) --no-deps --require-hashes --requirement requirements-test.lock
	@touch $@
