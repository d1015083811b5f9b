#!/usr/bin/env bash
# Measures the answers about use from a ledger of 100 million events' sums. Generates it, always the same, in a folder of its own and removes it; with FOLDER, in that one,
# where it stays for the next time. Takes two minutes on a quiet machine, besides the generating.
#   bench/usage.sh [FOLDER]
set -euo pipefail
folder=$(realpath -m "${1:-$(mktemp -d)}")
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || trap 'rm -rf "$folder"' EXIT
dotnet build src/Leastwise.Cli -c Release -v q --nologo > /dev/null
if [ ! -s "$folder/usage.db" ] || [ ! -s "$folder/account.json" ]; then
    mkdir -p "$folder"
    dotnet build bench/Leastwise.Bench -c Release -v q --nologo
    dotnet artifacts/bin/Leastwise.Bench/release/Leastwise.Bench.dll usage-ledger "$folder"
fi

input=(--iam "$folder/account.json" --ledger "$folder/usage.db")
TIMEFORMAT='%R s, of which %U s user and %S s system'
measure() {
    # shellcheck disable=SC2086
    time artifacts/bin/Leastwise.Cli/release/Leastwise.Cli $1 "${input[@]}" > /dev/null
}

for what in "usage --user user-0007 --show-used" "usage --role role-2005 --show-used" "usage --role role-2005 --by-origin"; do
    echo "$what, the least of ten runs"
    for run in 1 2 3 4 5 6 7 8 9 10; do
        measure "$what"
    done 2>&1 | sort -n | sed -n '1s/^/  /p'
done

for what in "usage --all --format json" "usage --all --count" "usage --all --with-resources --count" "actors roles" "sessions --format csv"; do
    echo "$what"
    measure "$what" 2>&1 | sed 's/^/  /'
done
