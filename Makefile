# Everything runs from a fresh clone with python3 (3.11 or later) and make; what is needed goes into .venv.
#
#   make demo     the portal and the town of simulated offices; prints the addresses. PORT, TOWN_PORT, SCENARIO and DAY
#                 are read from the environment
#   make test     every check and every test, browser tests included
#   make check    linters, types and the fast tests, under two minutes
#   make bench    benchmarks, as a table and as JSON in var/bench; PART=measures runs one of tests/benchmarks. Only by
#                 name: PART=year and PART=growth-long, which take hours; OPTIONS="--cases 5000" makes a part shorter
#   make chaos    the long runs: 500 kills and 40 power cuts on each database, 200 cases under a random mix of all
#                 faults, bad lines, full disks, clocks that are set, many random pairs raised by a level; prints what
#                 it did and found. The power cuts (powercuts.py, in no other run) mount a file system, which takes
#                 FUSE 3 (apt-get install fuse3) and the right to open /dev/fuse; where they cannot, they say so
#   make format   puts the code into its usual shape
#   make lock     renews requirements.lock; UPGRADE=1 also takes the newest version of everything
#   make clean    removes what the above left, the database in var/ included

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
# Written last, so its presence means that the environment is whole. It names this folder, because an environment that
# was copied or moved along with a clone still runs the code in the old place.
STAMP := .venv/ready
ORACLE := .venv/oracle
PEERS := .venv/peers
ASSETS := frontdoor/assets/static/stamp
ASSET_SOURCES := frontdoor/assets/build.py frontdoor/assets/package.json frontdoor/assets/package-lock.json
# Two processes, each with whole files, so that a browser or a town is opened once for its file. In their own order: the
# few long files would otherwise come last, one process waiting for the other.
TWO := -n 2 --dist loadfile --no-loadscope-reorder
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

ifneq ($(shell cat $(STAMP) 2>/dev/null),$(CURDIR))
.PHONY: $(STAMP)
endif

.DELETE_ON_ERROR:
.PHONY: demo test chaos check bench lint setup oracle peers browser lock format clean

demo: setup
	@exec $(BIN)/frontdoor demo

test: setup oracle lint browser
	@exec $(BIN)/python -m pytest $(TWO)

CHAOS := test_clock_steps.py test_kills.py powercuts.py test_chaos.py test_network.py test_callback_orders.py test_disk.py test_lost_database.py test_workers.py test_crash.py test_raising.py
chaos: setup
	@FRONTDOOR_TRIALS=60 FRONTDOOR_CASES=200 FRONTDOOR_KILLS=500 FRONTDOOR_POWERCUTS=20 exec $(BIN)/python -m pytest $(TWO) $(addprefix tests/handoffs/,$(CHAOS))

check: setup lint
	@exec $(BIN)/python -m pytest $(TWO) -m "not slow and not browser" --ignore=tests/browser

PART ?= $(filter-out growth_long year,$(sort $(basename $(notdir $(wildcard tests/benchmarks/*.py)))))
bench: setup oracle peers
	@for part in $(subst -,_,$(PART)); do $(BIN)/python -m tests.benchmarks.$$part $(OPTIONS) || exit 1; done

lint: setup
	@$(BIN)/ruff format --check --quiet --output-format concise . || { echo "Run make format." >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy

format: setup
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

setup: $(STAMP) $(ASSETS)

# The project goes in without its dependencies and without a build environment of its own: the lock has both.
$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON). Install Python 3.11 or later (on Debian and Ubuntu: apt-get install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is older than Python 3.11. Install a newer one and say so: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv." >&2; exit 1; }
	@echo "Setting up .venv (about a minute, once) ..."
	@{ test ! -e $(STAMP) || test "$$(cat $(STAMP))" = "$(CURDIR)"; } && $(PIP) --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@rm -f $(STAMP)
	@$(PIP) install -qq --require-hashes --requirement requirements.lock
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@printf '%s\n' "$(CURDIR)" > $(STAMP)

# pm4py is AGPL and large: only tests and benchmarks have it, to be compared with, and no demo waits for it.
oracle: $(ORACLE)

$(ORACLE): tests/oracle.lock $(STAMP)
	@echo "Adding what the measures are compared with (a minute, once) ..."
	@$(PIP) install -qq --require-hashes --requirement tests/oracle.lock
	@touch $@

peers: $(PEERS)

$(PEERS): tests/peers.lock $(STAMP)
	@echo "Adding what routing is compared with (a minute, once) ..."
	@$(PIP) install -qq --require-hashes --requirement tests/peers.lock
	@touch $@

$(ASSETS): $(STAMP) $(ASSET_SOURCES)
	@$(BIN)/python frontdoor/assets/build.py
	@touch $@

# Browser tests need Chromium; where it cannot be installed they are reported as skipped, with the reason.
browser:
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ]; then \
	  echo "Chromium is missing and only root can install it: browser tests will be skipped."; exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	  echo "Chromium is missing and there is no apt-get to install it with: browser tests will be skipped."; exit 0; fi; \
	echo "Installing Chromium ..."; mkdir -p var; export DEBIAN_FRONTEND=noninteractive; \
	{ apt-get -qq -o DPkg::Lock::Timeout=120 update && \
	  apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends chromium fonts-liberation; \
	} </dev/null >var/chromium.log 2>&1 || { tail -n 5 var/chromium.log; \
	  echo "apt-get could not install Chromium (all of it: var/chromium.log): browser tests will be skipped."; }

# The build's own requirements are locked too, read from pyproject.toml so that they are written down once.
lock:
	@mkdir -p var
	@test -x var/lock/bin/uv || { $(PYTHON) -m venv var/lock && var/lock/bin/python -m pip install -qq uv; }
	@$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' >var/lock/build.in
	@cp requirements.lock var/lock/out.txt 2>/dev/null || true
	@var/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url $(if $(UPGRADE),--upgrade) --extra test --output-file var/lock/out.txt pyproject.toml var/lock/build.in >/dev/null
	@{ echo "# Every package that running, testing and building needs, with hashes. Renew with: make lock"; \
	   grep -v '^#' var/lock/out.txt; } >var/lock/requirements.lock
	@mv var/lock/requirements.lock requirements.lock
	@for extra in oracle peers; do \
	  cp tests/$$extra.lock var/lock/$$extra.txt 2>/dev/null || true; \
	  var/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-index-url $(if $(UPGRADE),--upgrade) --extra $$extra --constraint requirements.lock \
	    --output-file var/lock/$$extra.txt pyproject.toml >/dev/null || exit 1; \
	  { echo "# What tests and benchmarks compare with: the extra $$extra, and what that needs. Renew with: make lock"; \
	    grep -v '^#' var/lock/$$extra.txt; } >var/lock/$$extra.lock; \
	  mv var/lock/$$extra.lock tests/$$extra.lock; \
	done

clean:
	@rm -rf .venv var dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis frontdoor/assets/static
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
