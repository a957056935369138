# Everything a newcomer or CI needs; each target works from a clean clone and is fast the second time.
SHELL := /bin/bash
TOOLS := $(CURDIR)/.tools
VENV := $(CURDIR)/python/.venv
PYTHON := $(VENV)/bin/python
TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
CORE := $(CURDIR)/python/src/carabiner/_core.abi3.so
NEXTEST := $(shell command -v cargo-nextest >/dev/null && echo nextest run --no-fail-fast || echo test --no-fail-fast)
# What builds for tests has a clock that jumps; one set of features, one set of compiled dependencies.
WORKSPACE := --workspace --features carabiner-host/simulation
export PATH := $(TOOLS)/bin:$(VENV)/bin:$(PATH)
export VIRTUAL_ENV := $(VENV)
export UV_PYTHON_DOWNLOADS := never
export CARABINER_PYTHON := $(PYTHON)

.PHONY: setup build release core demo check fmt format-check lint types deny test test-rust test-python test-end-to-end test-oracle programs suite-table fuzz snapshots bench bench-interpreter

# Installs what this machine lacks.
setup:
	@tools/setup

# The programs and the SDK's native core, barely optimised: what the tests run. The whole workspace at once, so that lints, programs,
# core and tests share one set of compiled dependencies.
build: setup
	cargo build --quiet $(WORKSPACE)
	@$(MAKE) --no-print-directory core PROFILE=debug

release: setup
	cargo build --release --workspace
	@$(MAKE) --no-print-directory core PROFILE=release

# Puts the core where the SDK imports it from; a new file, so that a process that runs keeps the one it has.
core:
	@cmp -s $(TARGET)/$(PROFILE)/lib_core.so $(CORE) || { cp $(TARGET)/$(PROFILE)/lib_core.so $(CORE).new && mv $(CORE).new $(CORE); }

# The greeting, from nothing, on an embedded Postgres.
demo: release
	@$(PYTHON) examples/demo.py

check: format-check lint types deny test

fmt: setup
	cargo fmt
	ruff format python examples tests tools benches
	ruff check --fix python examples tests tools benches

format-check: setup
	cargo fmt --check
	ruff format --check python examples tests tools benches

lint: setup
	cargo clippy $(WORKSPACE) --all-targets --quiet -- -D warnings
	ruff check python examples tests tools benches
	cd python && lint-imports --no-cache | tail -n 3

types: build
	mypy
	cd python && mypy

deny: setup
	@tools/setup check
	cargo deny check bans licenses sources

test: test-rust test-python test-end-to-end test-oracle

test-rust: build
	$(PYTHON) tools/with-postgres cargo $(NEXTEST) $(WORKSPACE)

test-python: build
	cd python && $(PYTHON) -m pytest -q

# Real processes, killed where durability is claimed.
test-end-to-end: build
	$(PYTHON) -m pytest -q tests

# CPython decides: random programs, always the same ones, of which none differs; others still do (CONTRIBUTING.md).
test-oracle: exec-many
	cd interpreter/oracle && $(PYTHON) programs/compare.py --first 27 --count 110 --seed always

# CPython's own tests, of which fewer may never pass than tests/cpython.md has: for a Python that has its `test` package.
suite-check: exec-many
	cd interpreter/oracle && $(PYTHON) suite/table.py --check

# As long as it takes: 10,000 programs without a difference is what is wanted.
programs: exec-many
	cd interpreter/oracle && $(PYTHON) programs/compare.py --count $(or $(COUNT),10000)

# Writes tests/cpython.md: what passes of CPython's test package, and why what does not pass does not.
suite-table: exec-many
	cd interpreter/oracle && $(PYTHON) suite/table.py --write

.PHONY: exec-many programs suite-table suite-check test-oracle fuzz bench-interpreter
exec-many: setup
	cargo build --quiet -p carabiner-interpreter --example exec_many

# Mutated texts, programs, snapshots and values, for SECONDS (600) each.
fuzz: setup
	FUZZ_SECONDS=$(or $(SECONDS),600) cargo test -p carabiner-interpreter --test fuzz -- --nocapture --test-threads 1

# Accepts the disassembly and other recorded output as it is now; read the diff before committing it.
snapshots: setup
	INSTA_UPDATE=always cargo $(NEXTEST) -p carabiner-interpreter

bench: release bench-interpreter
	@$(PYTHON) tools/with-postgres $(PYTHON) benches/latency.py

# The interpreter, in wasm and natively, against the CPython that runs the tests.
bench-interpreter: release
	@$(PYTHON) benches/interpreter.py
