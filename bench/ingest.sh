#!/usr/bin/env bash
# Measures the whole ingest against its parts. Generates its data, always the same, in a folder of its own and removes it.
# Usage: bench/ingest.sh [large|many|small|sessions]...   (many: large files, sixteen times as many, which takes some minutes)
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/Leastwise.Bench -c Release -v q --nologo
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for what in "${@:-large}"; do
    case "$what" in
        large) files=60 measure=large ;;
        many) files=960 measure=large ;;
        small) files=100000 measure=small ;;
        sessions) files=800 measure=sessions ;;
        *) echo "bench/ingest.sh: '$what' is no measurement: large, many, small, sessions." >&2; exit 2 ;;
    esac
    mkdir "$folder/$what"
    dotnet artifacts/bin/Leastwise.Bench/release/Leastwise.Bench.dll ingest-ratios "$measure" "$folder/$what" "$files"
    rm -rf "${folder:?}/$what"
done
