import { execFileSync } from "node:child_process";
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { clv } from "./clv.ts";

/**
 * A seeded log as a CSV file in the order of time, simulated with `clv simulate` from CDNOW's published estimates.
 * First purchases take a year, and observation one more; there are about 2.6 rows per customer. Made once, kept where
 * it is, never committed.
 */
export async function makeLog(customers: number, path: string): Promise<void> {
  if (existsSync(path)) return;
  const model = `${path}.model.json`;
  const drawn = `${path}.drawn.csv`;
  writeFileSync(model, modelInDays());
  const dates = ["--from", "2023-01-01", "--join-until", "2023-12-31", "--until", "2024-12-30"];
  const flags = ["--customers", String(customers), "--seed", "1", ...dates];
  execFileSync(process.execPath, [clv, "simulate", "--model", model, ...flags, "-o", drawn, "--quiet"]);
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "4GB", temp_directory: `${path}.spill` });
  const connection = await instance.connect();
  const read = `read_csv('${drawn}', header = true, all_varchar = true)`;
  // Drawn customer by customer; shops write as time goes by.
  await connection.run(`COPY (SELECT * FROM ${read} ORDER BY date) TO '${path}.part' (FORMAT csv)`);
  connection.closeSync();
  instance.closeSync();
  for (const file of [model, drawn]) rmSync(file);
  rmSync(`${path}.spill`, { recursive: true, force: true });
  renameSync(`${path}.part`, path);
}

/** CDNOW's published estimates, as shipped. */
function modelInDays(): string {
  return execFileSync("cat", ["models/bg-nbd/fitted/cdnow.json"], { encoding: "utf8" });
}
