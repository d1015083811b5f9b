#!/usr/bin/env bash
# Measures ingest from a bucket: a loopback server that answers every request after 50 ms, in a process of its own. Generates its data, always the same.
# Usage: bench/remote.sh [OBJECTS]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/Leastwise.Bench -c Release -v q --nologo
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet artifacts/bin/Leastwise.Bench/release/Leastwise.Bench.dll remote-s3 "$folder" "${1:-10000}"
