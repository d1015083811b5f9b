// Runs an Athena statement on DuckDB over rows of JSON: node duckdb.mjs PLAN. DuckDB is looked for in the folder that LEASTWISE_DUCKDB names
// (where 'npm install @duckdb/node-api' was run). Functions with other names there are defined as macros; `transform`, which takes a lambda as macros
// cannot, is called by DuckDB's name. Nothing else of the statement is touched.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { DuckDBInstance } = createRequire(join(process.env.LEASTWISE_DUCKDB, 'package.json'))('@duckdb/node-api');
const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();

const type = text => text
    .replaceAll(/(\w+):map<string,string>/g, '$1 MAP(VARCHAR, VARCHAR)').replaceAll(/^timestamp$/g, 'TIMESTAMP')
    .replaceAll(/array<(struct<[^<>]*>)>/g, '$1[]')
    .replaceAll(/array<string>/g, 'VARCHAR[]')
    .replaceAll('struct<', 'STRUCT(').replaceAll('>', ')').replaceAll(':string', ' VARCHAR').replaceAll(':STRUCT', ' STRUCT').replaceAll(/^string$/g, 'VARCHAR')
    .replaceAll(/([(,])(\w+) /g, '$1"$2" ');
const columns = Object.entries(plan.columns).map(([name, hive]) => `${name}: '${type(hive)}'`).join(', ');

for (const statement of [
    "CREATE MACRO regexp_replace(subject, pattern, replacement) AS system.main.regexp_replace(subject, pattern, replace(replacement, '$', chr(92)), 'g')",
    'CREATE MACRO regexp_like(subject, pattern) AS regexp_matches(subject, pattern)',
    'CREATE MACRO array_join(list, separator) AS array_to_string(list, separator)',
    'CREATE MACRO element_at(pairs, name) AS map_extract_value(pairs, name)',
    "CREATE MACRO date_format(moment, form) AS strftime(moment, replace(replace(form, '%i', '%M'), '%s', '%S'))",
    'CREATE MACRO json_extract_scalar(document, path) AS json_extract_string(document, path)',
    `CREATE SCHEMA "${plan.database}"`,
    `CREATE TABLE "${plan.database}"."${plan.table}" AS SELECT * FROM read_json('${plan.rows}', format = 'newline_delimited', maximum_object_size = 134217728, columns = {${columns}})`,
]) {
    await connection.run(statement);
}

const answer = await connection.run(plan.statement.replaceAll('transform(', 'list_transform('));
const quoted = value => value === null ? '' : `"${String(value).replaceAll('"', '""')}"`;
const lines = [answer.columnNames().map(quoted).join(',')];
for (const row of await answer.getRows()) {
    lines.push(row.map(quoted).join(','));
}

writeFileSync(plan.answer, lines.join('\n') + '\n');
