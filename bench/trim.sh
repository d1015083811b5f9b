#!/usr/bin/env bash
# Measures trim and replay: 5,000 roles from a ledger of 100 million events' sums, and a replay from raw logs beside an ingest of them. Both measure the program as a
# process of its own. Generates its data, always the same, in a folder of its own and removes it.
# Usage: bench/trim.sh [roles|raw]...
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/Leastwise.Bench -c Release -v q --nologo
dotnet build src/Leastwise.Cli -c Release -v q --nologo
program=artifacts/bin/Leastwise.Cli/release/Leastwise.Cli
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for what in "${@:-roles}"; do
    case "$what" in
        roles) dotnet artifacts/bin/Leastwise.Bench/release/Leastwise.Bench.dll trim-scale "$folder" 5000 "$program" ;;
        raw) dotnet artifacts/bin/Leastwise.Bench/release/Leastwise.Bench.dll replay-ratio "$folder" 240 "$program" ;;
        *) echo "bench/trim.sh: '$what' is no measurement: roles, raw." >&2; exit 2 ;;
    esac
done
