#!/bin/sh
# Builds and runs the verifier in Go, with Debian's packages instead of modules.
set -eu
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="${TMPDIR:-/tmp}/latchkey-go-cache" go build -o "$build/verifier" ./go
"$build/verifier"
