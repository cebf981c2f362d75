# The daily commands. Each is a script or one line, so that none needs make.
.PHONY: setup run test check fmt golden bench fuzz

SWIFT_SOURCES = Package.swift Sources Tests $(wildcard Benchmarks)

setup:            ## install what building and testing need
	./scripts/setup

run:              ## build, index the demo set, serve it on http://127.0.0.1:7070
	./scripts/run

test:             ## every test
	./scripts/test

check:            ## quick: rules of the code base, layout, shell scripts
	swift build -c release --build-tests
	swift test -c release --skip-build --filter TidyTests
	swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)
	if command -v shellcheck >/dev/null; then shellcheck -x scripts/setup scripts/run scripts/test .ci/run; fi

fmt:              ## lay out the Swift sources
	swift format --in-place --recursive --parallel $(SWIFT_SOURCES)

golden:           ## rewrite golden files and generated pages; the difference in git is the review
	swift build -c release --build-tests
	GOLDEN=1 swift test -c release --skip-build

bench:            ## measure; see docs/benchmarks.md
	./scripts/bench $(ARGUMENTS)

fuzz:             ## regexes against RE2 for ten minutes
	./scripts/setup
	swift build -c release
	.build-venv/bin/python3 scripts/fuzz-regex.py --seconds 600
