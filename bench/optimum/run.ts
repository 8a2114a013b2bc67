/**
 * `npm run bench:optimum -- [--customers 2357,1000000]`: the BG/NBD optimum of the simulated base to 30 digits, into `optima.json`,
 * against which every benchmark of a fit is checked. Minutes for a million customers, because the gradient is summed in 40 digits.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { countHistories } from "../../src/data/histories.ts";
import { fit } from "../../src/fit/fit.ts";
import { pythonWith } from "../support/python.ts";
import { writeRawColumns } from "../support/raw-columns.ts";
import { simulatedBase } from "../support/simulated-base.ts";

const FOLDER = join(process.cwd(), "bench/optimum");
const OPTIMA = join(FOLDER, "optima.json");

const { values: flags } = parseArgs({
  options: { customers: { type: "string", default: "2357,10000,100000,1000000" } },
});
const interpreter = pythonWith("optimum", join(FOLDER, "requirements.txt"));
if (interpreter === undefined) throw new Error("optimum: expected Python with mpmath and numpy, got none");

for (const customers of flags.customers.split(",")) {
  const histories = countHistories(simulatedBase(Number(customers)));
  const start = fit(bgNbd, histories).estimates.map(({ value }) => String(value));
  const data = mkdtempSync(join(tmpdir(), "clv-optimum-"));
  try {
    const { frequency, recency, T, count } = histories;
    writeRawColumns(data, { frequency, recency, T, count });
    const found = JSON.parse(
      execFileSync(interpreter, [join(FOLDER, "bg_nbd.py"), data, ...start], { encoding: "utf8" }),
    );
    const optima = JSON.parse(readFileSync(OPTIMA, "utf8"));
    optima[bgNbd.name] = { ...optima[bgNbd.name], [customers]: found };
    writeFileSync(OPTIMA, `${JSON.stringify(optima, null, 2)}\n`);
  } finally {
    rmSync(data, { recursive: true });
  }
}
