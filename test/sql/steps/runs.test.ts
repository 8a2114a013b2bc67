import { afterAll, beforeAll, expect, it } from "vitest";
import type { Period } from "../../../src/data/periods.ts";
import { periodClock } from "../../../src/data/periods.ts";
import { purchasesOf } from "../../../src/data/purchases.ts";
import type { Grain } from "../../../src/data/time-unit.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { countRuns } from "../../../src/segments/count-runs.ts";
import { statesOf } from "../../../src/segments/customer-states.ts";
import { movesOfRuns } from "../../../src/segments/moves.ts";
import { layScheme, type SegmentRules } from "../../../src/segments/scheme.ts";
import { BLOCKS } from "../../../src/segments/state.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { keepTransactions } from "../../../src/sql/steps/kept-log.ts";
import { countKeptRuns } from "../../../src/sql/steps/runs-sql.ts";
import { keptStates } from "../../../src/sql/steps/states-sql.ts";
import { readLog } from "../../support/log.ts";
import { scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB", threads: 2 });
});
afterAll(() => session.close());

const HOUR = 3_600_000;

function rowsFrom(seed: number, price?: number): string {
  const random = seeded(seed);
  const below = (n: number): number => Math.floor(random.uniform() * n);
  const ids = ["é", "O'Brien", "-", ...Array.from({ length: 27 }, (_, k) => String(k))];
  const lines = Array.from({ length: 400 }, () => {
    const at = new Date(Date.UTC(1969, 5, 1) + below(730 * 24) * HOUR).toISOString();
    return `${ids[below(30)]},${at},${price ?? (below(1200) - 300) / 100}`;
  });
  // Where there is one price, some customers bought alike.
  const alike = Array.from({ length: 20 }, (_, k) => [`a${k},1969-12-31,5`, `a${k},1970-06-0${1 + (k % 2)},5`]).flat();
  return `customer,date,value\n${[...lines, ...(price === undefined ? [] : alike)].join("\n")}\n`;
}

const RULES: SegmentRules = {
  name: "all bounds",
  segments: [
    { name: "many", orders: [5, null], recency: [0, 3] },
    { name: "dear", value: [2, 6] },
    { name: "few", orders: [1, 2] },
    { name: "other" },
  ],
};

it.each<[Grain, Period, number | undefined, "net" | "match" | "drop", object, number?]>([
  ["day", "month", 4, "net", {}],
  ["day", "month", 4, "net", { from: "1969-08-10" }, 5],
  ["day", "week", undefined, "net", { until: "1970-11-15" }, 5],
  ["day", "week", 12, "match", { until: "1970-11-15" }],
  ["day", "quarter", undefined, "drop", { from: "1970-02-10" }],
  ["none", "month", 1, "drop", {}],
])("counts the runs of %s grains by %s in SQL as in memory", async (grain, period, window, returns, bounds, price) => {
  const text = rowsFrom(11, price);
  const scheme = layScheme({ ...RULES, ...(window !== undefined && { window }) });
  const log = await readLog(text, { returns });
  const asked = { ...bounds, grain, unit: "day" } as const;
  const { purchases } = purchasesOf(log, asked);
  const kept = await keepTransactions(session, await openSource(session, scratch(text), { csv: {} }), { returns });
  const clock = periodClock(period);
  const [first, until] = [clock.indexOf(Date.UTC(1970, 2, 1)), clock.indexOf(Date.UTC(1970, 9, 1))];
  const question = { ...scheme, period, grain, until };
  const runs = countRuns(purchases, log.zone, question);
  expect(runs.length).toBeGreaterThan(30);
  expect(await countKeptRuns(session, kept, question, asked)).toStrictEqual(runs);

  if (returns !== "match") {
    // The page takes the runs of the whole log from the customers of a split.
    const split = { ...asked, split: "1970-06-01" };
    expect(await countKeptRuns(session, kept, question, split)).toStrictEqual(runs);
    expect(countRuns(purchasesOf(log, split).purchases, log.zone, question)).toStrictEqual(runs);
  }

  const asOf = { period, grain, known: first, until: [first, until], depth: 3 };
  expect(await keptStates(session, kept, asOf, asked)).toStrictEqual(statesOf(purchases, log.zone, asOf));

  // Moves and entries add up to the next snapshot, and no customer is lost.
  const { segments, snapshots, counts, entries, byBlock } = movesOfRuns(runs, scheme, first, until - first + 1, BLOCKS);
  const arrived = entries.slice();
  counts.forEach((n, k) => {
    arrived[segments * (1 + Math.floor(k / segments ** 2)) + (k % segments)]! += n;
  });
  expect(arrived).toStrictEqual(snapshots);
  const left = snapshots.map(() => 0);
  counts.forEach((n, k) => {
    left[Math.floor(k / segments)]! += n;
  });
  expect(left.subarray(0, -segments)).toStrictEqual(snapshots.subarray(0, -segments));
  const sum = (column: Float64Array): number => column.reduce((all, n) => all + n, 0);
  expect(sum(byBlock)).toBe(sum(counts));
});
