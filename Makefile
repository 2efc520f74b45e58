# `make` alone lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
LINT := tools/bin/golangci-lint

.PHONY: help init run demo build ui screenshots packages test-packages test test-go test-ui test-e2e test-replicas reliability bench bench-10m check lint fmt generate geo deps fuzz clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-13s %s\n", $$1, $$2}'

init: ## install the pre-commit hook
	git config core.hooksPath .githooks

run: build ## build and start it: on this machine's fail2ban if there is one, else on the demo
	./scripts/run bin/bangui

demo: build ## build and start it on a private fail2ban with generated attacks
	bin/bangui demo

build: ui ## build UI and binary into bin/
	CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o bin/bangui ./cmd/bangui

ui: web/dist/index.html ## build the UI into web/dist

web/node_modules: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch web/node_modules

e2e/node_modules: e2e/package-lock.json
	cd e2e && npm ci --no-audit --no-fund
	@touch e2e/node_modules

web/dist/index.html: web/node_modules $(shell find web/src web/public web/*.json web/*.ts web/*.html -type f 2>/dev/null)
	cd web && npm run build

deps: ## install what the tests need, with apt, if root; else say what is missing
	./scripts/deps

packages: build tools/bin/nfpm ## build the .deb and .rpm packages into dist/
	./scripts/packages

tools/bin/nfpm: tools/go.mod tools/go.sum
	cd tools && GOBIN=$(CURDIR)/tools/bin go install github.com/goreleaser/nfpm/v2/cmd/nfpm

test-packages: build tools/bin/nfpm ## install, upgrade, remove and purge the packages in a copy of this system (root)
	./packaging/test

test: deps build e2e/node_modules tools/bin/nfpm ## all the tests: Go with the race detector, real fail2ban and databases, UI, browser
	./scripts/test

test-go: ## only the Go tests
	./scripts/test-go

test-ui: web/node_modules ## only the UI's unit tests
	cd web && npm test

test-e2e: build e2e/node_modules ## only the browser tests
	./scripts/e2e

test-replicas: build deps ## only the checks of what several servers promise together, the short way
	./scripts/replicas -quick

reliability: build deps ## the same at full length, three quarters of an hour; writes docs/reliability.md
	./scripts/replicas -out docs/reliability.md

screenshots: build deps e2e/node_modules ## take the pictures of docs/guide anew
	node e2e/screenshots.js

bench: build deps e2e/node_modules ## measure, and write docs/benchmarks.md
	./scripts/bench

bench-10m: build deps e2e/node_modules ## measure a history of ten million bans, half an hour; writes docs/benchmarks-10m.md
	./scripts/bench -only history -bans 10000000 -out docs/benchmarks-10m.md

check: lint test ## format, lint, tests, generated code, architecture: before every push

lint: $(LINT) web/node_modules ## only the linters
	$(LINT) run ./...
	cd web && npm run lint

$(LINT): tools/go.mod tools/go.sum
	cd tools && GOBIN=$(CURDIR)/tools/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint

fmt: $(LINT) web/node_modules ## format everything
	$(LINT) fmt ./...
	cd web && npm run format

generate: web/node_modules ## write api/openapi.json and the UI's types anew
	go run ./internal/httpapi/openapigen api/openapi.json
	cd web && npm run api

geo: ## make the built-in country data anew from Debian's tor-geoipdb
	./scripts/geo

fuzz: ## run every fuzz target for a while (FUZZTIME=30s)
	./scripts/fuzz $${FUZZTIME:-30s}

clean: ## remove what was built
	rm -rf bin dist web/dist web/node_modules e2e/node_modules e2e/out
