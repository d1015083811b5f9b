#!/usr/bin/env bash
# Measures the whole ingest beside DuckDB, which reads the same files and groups by source, name, identity and error, each on one core.
# DuckDB comes from npm, so this needs Node; nothing else of the project does. Generates its data, always the same, in a folder of its own and removes it.
# Usage: bench/database.sh [FILES]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/Leastwise.Bench -c Release -v q --nologo
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet artifacts/bin/Leastwise.Bench/release/Leastwise.Bench.dll ingest-ratios large "$folder" "${1:-60}"
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1
cat > measure.mjs <<'EOF'
import { DuckDBInstance } from '@duckdb/node-api';

const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
const columns = "{Records: 'STRUCT(eventSource VARCHAR, eventName VARCHAR, userIdentity STRUCT(arn VARCHAR), errorCode VARCHAR)[]'}";
const query = `SELECT r.eventSource, r.eventName, r.userIdentity.arn, r.errorCode, count(*)
  FROM (SELECT unnest(Records) AS r FROM read_json('AWSLogs/**/*.json.gz', columns = ${columns})) GROUP BY ALL`;
let wall = Infinity, cpu = Infinity, groups = 0;
for (let round = 0; round < 5; round++) {
  const used = process.cpuUsage(), start = performance.now();
  groups = (await connection.runAndReadAll(query)).currentRowCount;
  const { user, system } = process.cpuUsage(used);
  wall = Math.min(wall, (performance.now() - start) / 1000);
  cpu = Math.min(cpu, (user + system) / 1e6);
}
console.log(`DuckDB, one core: ${wall.toFixed(3)} s (${cpu.toFixed(3)} s), ${groups} groups; best of 5 rounds`);
EOF
node measure.mjs
