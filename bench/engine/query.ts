/** `node query.js SQL`: runs statements in a DuckDB with its own defaults and prints the seconds the last one took. */
import { DuckDBInstance } from "@duckdb/node-api";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
const begin = performance.now();
await connection.run(process.argv[2]!);
console.log((performance.now() - begin) / 1000);
