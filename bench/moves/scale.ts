/**
 * The runs of a large log beside the bare GROUP BY of its customers, in DuckDB on one thread. How many times as long do
 * they take, and how much memory?
 *
 *     scale LOG.csv [--limit 4GB] [--threads 1]
 */
import { parseArgs } from "node:util";
import { periodClock } from "../../src/data/periods.ts";
import { builtInScheme } from "../../src/segments/built-in-schemes.ts";
import { movesOfRuns } from "../../src/segments/moves.ts";
import { BLOCKS } from "../../src/segments/state.ts";
import { openSource } from "../../src/sql/duckdb/open-source.ts";
import { openSession } from "../../src/sql/duckdb/session.ts";
import { keepTransactions } from "../../src/sql/steps/kept-log.ts";
import { countKeptRuns } from "../../src/sql/steps/runs-sql.ts";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { limit: { type: "string", default: "4GB" }, threads: { type: "string", default: "1" } },
});
const session = await openSession({ memoryLimit: flags.limit, threads: Number(flags.threads) });
const kept = await keepTransactions(session, await openSource(session, positionals[0]!, { csv: {} }), {});
/** In seconds of the processor, which other work on the machine does not lengthen. */
const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const begin = process.cpuUsage();
  const done = await work();
  const { user, system } = process.cpuUsage(begin);
  return [done, (user + system) / 1e6];
};
const bare = `SELECT CAST(count(*) AS DOUBLE) AS customers, CAST(sum(n) AS DOUBLE) AS n, CAST(sum(last - born) AS DOUBLE) AS lived, sum(spent) AS spent FROM (SELECT customer, count(*) AS n, min(instant) AS born, max(instant) AS last, sum(value) AS spent FROM "transactions" GROUP BY customer)`;
const [counted, ofBare] = await timed(() => session.doubles(bare));
console.log(`${counted[0]![0]} customers, ${counted[1]![0]} rows; bare GROUP BY ${ofBare.toFixed(2)} s`);
const first = periodClock("month").indexOf(
  (await session.numbers(`SELECT min(instant) AS first FROM "transactions"`)).first!,
);
for (const name of ["recency", "rfm", "micro"] as const) {
  const scheme = builtInScheme(name);
  const question = { ...scheme, period: "month", grain: "day", until: first + 23 } as const;
  const [runs, seconds] = await timed(() => countKeptRuns(session, kept, question, { unit: "day", grain: "day" }));
  const moves = movesOfRuns(runs, scheme, first, 24, BLOCKS);
  const all = moves.snapshots.slice(-moves.segments).reduce((sum, n) => sum + n, 0);
  console.log(
    `${name}: ${runs.length} kinds of runs, ${all} customers in the last snapshot, ${seconds.toFixed(2)} s = ${(seconds / ofBare).toFixed(1)} x`,
  );
}
console.log(`${(process.resourceUsage().maxRSS / 1024 / 1024).toFixed(2)} GB at most`);
await session.close();
