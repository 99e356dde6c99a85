# The commands people type. Each one is a line or two; the work stands in package.json and scripts/.
.DEFAULT_GOAL := build
.PHONY: build verify test check golden golden-check test-faults test-nodes test-openssl test-hsm test-aws conformance bench bench-docs pack sbom clean

# What the build reads. It looks at the contents itself: a file that was touched and not changed costs nothing.
SOURCES := $(shell find src scripts/build.mjs scripts/build scripts/stand-ins -type f 2>/dev/null)

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

dist/cli/main.js: node_modules/.package-lock.json tsconfig.json tsconfig.build.json $(SOURCES)
	npm run --silent build

build: dist/cli/main.js

verify: build
	node dist/cli/main.js verify --partition all

# As root on Debian, installs the programs of others that tests run, such as zsh and xmllint; elsewhere those tests are skipped.
test: build
	node scripts/tools.mjs
	npx --no-install vitest run

# Signals, full disks, a lying openssl, secrets in /proc: injected into the built command.
test-faults: build
	npx --no-install vitest run --config vitest.faults.config.ts

check: build
	npm run --silent check

golden: build
	node scripts/golden-recipes.mjs
	node scripts/golden.mjs
	node scripts/wycheproof.mjs

golden-check: build
	npx --no-install vitest run test/golden test/recipe/golden.test.ts

# Take other releases of node and OpenSSL into .cache/ first; need the network once.
# NODES='22 24' takes these releases alone.
test-nodes: build
	node scripts/nodes.mjs $(NODES)

test-openssl: build
	node scripts/openssl-versions.mjs

test-hsm: build
	node scripts/hsm.mjs

test-aws: build
	node scripts/aws.mjs

# Runs the implementations of this machine over the vectors and faults; writes docs/conformance.md.
conformance: build
	node scripts/conformance.mjs

bench: build
	npm run --silent bench

# Writes docs/performance.md. On a machine that does nothing else.
bench-docs: build
	node scripts/bench.mjs --docs

pack: build
	npm pack --ignore-scripts --loglevel=error

# What the package brings along, as CycloneDX JSON.
sbom: node_modules/.package-lock.json
	npm sbom --sbom-format cyclonedx --omit dev --loglevel=error > sbom.json

clean:
	rm -rf dist coverage .cache sbom.json *.tgz
