.PHONY: check
check:
	cargo fmt --check
