# Everything a newcomer or CI needs; each target works from a clean clone and is fast the second time.
SHELL := /bin/bash
TOOLS := $(CURDIR)/.tools
VENV := $(CURDIR)/python/.venv
PYTHON := $(VENV)/bin/python
NEXTEST := $(shell command -v cargo-nextest >/dev/null && echo nextest run --no-fail-fast || echo test --no-fail-fast)
export PATH := $(TOOLS)/bin:$(VENV)/bin:$(PATH)
export VIRTUAL_ENV := $(VENV)
export UV_PYTHON_DOWNLOADS := never
export CARABINER_PYTHON := $(PYTHON)

.PHONY: setup build release demo check fmt format-check lint types deny test test-rust test-python test-end-to-end snapshots bench

# Installs what this machine lacks.
setup:
	@tools/setup

# The programs and the SDK's native core, unoptimised: what the tests run.
build: setup
	cargo build --quiet -p carabiner-host --bins
	maturin develop --quiet --uv --manifest-path python/core/Cargo.toml

release: setup
	cargo build --release -p carabiner-host --bins
	maturin develop --release --quiet --uv --manifest-path python/core/Cargo.toml

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
	cargo clippy --workspace --all-targets --quiet -- -D warnings
	ruff check python examples tests tools benches
	cd python && lint-imports --no-cache | tail -n 3

types: build
	mypy
	cd python && mypy

deny: setup
	@tools/setup check
	cargo deny check bans licenses sources

test: test-rust test-python test-end-to-end

test-rust: build
	$(PYTHON) tools/with-postgres cargo $(NEXTEST) --workspace

test-python: build
	cd python && $(PYTHON) -m pytest -q

# Real processes, killed where durability is claimed.
test-end-to-end: build
	$(PYTHON) -m pytest -q tests

# Accepts the disassembly and other recorded output as it is now; read the diff before committing it.
snapshots: setup
	INSTA_UPDATE=always cargo $(NEXTEST) -p carabiner-interpreter

bench: release
	@$(PYTHON) tools/with-postgres $(PYTHON) benches/latency.py
