#!/usr/bin/env bash
# Measures the answers about use from a ledger of 100 million events' sums. Generates it, always the same, in a folder of its own and removes it.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/Leastwise.Bench -c Release -v q --nologo
dotnet build src/Leastwise.Cli -c Release -v q --nologo
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet artifacts/bin/Leastwise.Bench/release/Leastwise.Bench.dll usage-ledger "$folder"
input=(--iam "$folder/account.json" --ledger "$folder/usage.db")
TIMEFORMAT='  %R s, of which %U s user and %S s system'
for run in 1 2 3; do
    for what in "usage --all --format json" "usage --all --count" "usage --all --with-resources --count" "actors roles" "usage --user user-0007 --show-used" "usage --role role-2005 --show-used" "usage --role role-2005 --by-origin" "sessions --format csv"; do
        echo "$what"
        # shellcheck disable=SC2086
        time artifacts/bin/Leastwise.Cli/release/Leastwise.Cli $what "${input[@]}" > /dev/null
    done
done
