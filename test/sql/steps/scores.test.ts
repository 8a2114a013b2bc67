import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../../models/index.ts";
import { openCsv } from "../../../src/data/csv/table.ts";
import { readTransactions } from "../../../src/data/read-transactions.ts";
import { summarize } from "../../../src/data/summarize.ts";
import { fitBase, fitHistories } from "../../../src/fit/fit-base.ts";
import { customerBaseCsv } from "../../../src/io/customer-base-csv.ts";
import { openOutputs } from "../../../src/io/outputs.ts";
import { scoresCsv } from "../../../src/io/scores-csv.ts";
import { roomForEnds } from "../../../src/predict/interval-ends.ts";
import { score } from "../../../src/predict/score.ts";
import { groupsOf } from "../../../src/predict/score-sheet.ts";
import { totalScores } from "../../../src/predict/totals.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { writeTable } from "../../../src/sql/duckdb/write-table.ts";
import { addIntervals } from "../../../src/sql/steps/add-intervals.ts";
import { beginArranging } from "../../../src/sql/steps/arrange.ts";
import { bestCustomers } from "../../../src/sql/steps/best-customers.ts";
import { fetchFitData } from "../../../src/sql/steps/histories.ts";
import { baseOutputColumns, scoreOutputColumns } from "../../../src/sql/steps/output-columns.ts";
import { scoreBaseHistories, scoreEngineBase } from "../../../src/sql/steps/score-engine-base.ts";
import { summarizeLog } from "../../../src/sql/steps/summarize-log.ts";
import { expectClose } from "../../support/close.ts";
import { scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB" });
});
afterAll(() => session.close());

/** A log of some thousand purchases, with ids that want quoting. */
function drawnLog(): string {
  const random = seeded(4);
  const lines = ["customer_id,date,amount"];
  for (let k = 0; k < 6000; k++) {
    const c = Math.floor(1500 * random.uniform() ** 2);
    const id = c % 50 === 0 ? `"O'Brien, ""${c}"""` : c % 77 === 0 ? `😀 ${c}` : c % 78 === 0 ? `\uffee${c}` : `C${c}`;
    const date = new Date(Date.UTC(2023, 0, 1 + Math.floor(700 * random.uniform()))).toISOString().slice(0, 10);
    lines.push(`${id},${date},${(1 + 99 * random.uniform()).toFixed(2)}`);
  }
  return `${lines.join("\n")}\n`;
}

describe("the engine's fits and scores", () => {
  for (const [unit, horizon, discountRate, margin, grain] of [
    ["week", { amount: 52, unit: "week" }, 0.1, 0.3, "day"],
    ["month", { amount: 30, unit: "day" }, 0, 1, "hour"],
  ] as const) {
    it(`are those of memory, to the last bit (${unit})`, async () => {
      const log = drawnLog();
      const path = scratch(log);
      const read = await readTransactions(await openCsv([new TextEncoder().encode(log)]));
      const { base } = summarize(read, { unit, grain });
      const fitted = await fitBase(base, bgNbd, gammaGamma);
      const options = { horizon, discountRate, margin };
      const scores = score(base, fitted, options);

      const made = await summarizeLog(session, await openSource(session, path), {}, { unit, grain });
      const data = await fetchFitData(session, made.base);
      expect(await fitHistories(data, bgNbd, gammaGamma)).toStrictEqual(fitted);

      const outputs = openOutputs([]);
      const [basePath, scorePath] = [
        join(dirname(path), `base-${unit}.csv`),
        join(dirname(path), `scores-${unit}.csv`),
      ];
      const arranging = await beginArranging(session, made.base);
      const arranged = await arranging.done;
      const table = { name: "base", from: arranged.relation, columns: baseOutputColumns(made.base), metadata: {} };
      await writeTable(session, outputs, basePath, table);
      const scored = scoreBaseHistories(data, fitted, options);
      const engineScores = await scoreEngineBase(session, arranging, scored);
      await writeTable(session, outputs, scorePath, {
        ...table,
        from: engineScores.relation,
        columns: scoreOutputColumns(engineScores),
        order: "place",
      });
      const all = engineScores.totals();
      const best = await bestCustomers(session, engineScores, engineScores.relation);
      await outputs.commit();
      expect(readFileSync(basePath, "utf8")).toBe([...customerBaseCsv(base)].join(""));
      expect(readFileSync(scorePath, "utf8")).toBe([...scoresCsv(scores)].join(""));
      const totals = totalScores(scores);
      expect(all.customers).toBe(totals.customers);
      expectClose(all.alive, totals.alive, 1e-13);
      expectClose(all.expectedPurchases, totals.expectedPurchases, 1e-13);
      // Billionths of some hundred thousands.
      expectClose(all.value!.equity, totals.value!.equity, 1e-12);
      expectClose(all.value!.equityUndiscounted, totals.value!.equityUndiscounted, 1e-12);
      expect(best).toHaveLength(10);
    });
  }

  it("leave values and ends empty that are not finite, as memory does", async () => {
    const log = drawnLog();
    const path = scratch(log);
    const { base } = summarize(await readTransactions(await openCsv([new TextEncoder().encode(log)])), {
      unit: "week",
    });
    const fitted = await fitBase(base, bgNbd, gammaGamma);
    // No mean below x = 2, and a margin at which the worth of some is more than a double holds.
    const shallow = { ...fitted, spend: { ...fitted.spend!, parameters: { p: 4, q: 0.5, v: 3 } } };
    const options = { horizon: { amount: 52, unit: "week" }, margin: "1e308%" } as const;
    const scores = score(base, shallow, options);
    const { expectedSpend, clv, clvUndiscounted } = scores.value!;
    const [spent, valued] = [expectedSpend, clv].map((column) => column.filter(Number.isFinite).length) as [
      number,
      number,
    ];
    expect(valued).toBeGreaterThan(0);
    expect(spent).toBeGreaterThan(valued);
    expect(base.length).toBeGreaterThan(spent);
    expect([...expectedSpend, ...clv, ...clvUndiscounted]).not.toContain(Number.POSITIVE_INFINITY);
    expect(scores.notices[0]!.message).toBe(
      `For ${base.length - valued} customers the spend model has no finite expected value.`,
    );
    const ends = roomForEnds(base.length, groupsOf(true));
    for (const { low, high } of [...Object.values(ends.estimate), ...Object.values(ends.outcome)]) {
      for (let k = 0; k < base.length; k++) [low[k], high[k]] = [k / 7, k % 3 ? k : Number.POSITIVE_INFINITY];
    }

    const made = await summarizeLog(session, await openSource(session, path), {}, { unit: "week" });
    const data = await fetchFitData(session, made.base);
    const arranging = await beginArranging(session, made.base);
    await arranging.done;
    const plain = await scoreEngineBase(session, arranging, scoreBaseHistories(data, shallow, options));
    const engineScores = await addIntervals(session, plain, base.customers, ends);
    const outputs = openOutputs([]);
    const [csv, parquet] = ["csv", "parquet"].map((kind) => join(dirname(path), `infinite.${kind}`)) as [
      string,
      string,
    ];
    const columns = scoreOutputColumns(engineScores);
    const table = { name: "scores", from: engineScores.relation, columns, order: "place", metadata: {} };
    await writeTable(session, outputs, csv, table);
    await writeTable(session, outputs, parquet, table);
    await outputs.commit();
    const text = readFileSync(csv, "utf8");
    expect(text).toBe([...scoresCsv(scores, undefined, ends)].join(""));
    expect(text).not.toMatch(/NaN|Infinity/);
    const numbers = columns.filter(({ kind }) => kind === "number").map(({ name }) => name);
    const infinite = numbers.map((name) => `count(*) FILTER (NOT isfinite(${name}))`).join(" + ");
    expect(await session.texts(`SELECT CAST(${infinite} AS VARCHAR) FROM '${parquet}'`)).toEqual([["0"]]);
    const best = await bestCustomers(session, engineScores, engineScores.relation);
    const largestFirst = [...clv].filter(Number.isFinite).sort((a, b) => b - a);
    expect(best.map((one) => one.clv)).toEqual(largestFirst.slice(0, 10));
  });

  it("give the same Parquet bytes with any threads and memory", async () => {
    const path = scratch(drawnLog());
    const hashes = new Set<string>();
    for (const limits of [{ threads: 1 }, { threads: 2 }, { threads: 4, memoryLimit: "100MB" }]) {
      const own = await openSession(limits);
      const { base } = await summarizeLog(own, await openSource(own, path), {}, { unit: "week" });
      await fetchFitData(own, base);
      const { relation } = await (await beginArranging(own, base)).done;
      const outputs = openOutputs([]);
      const out = join(dirname(path), "base.parquet");
      const columns = baseOutputColumns(base);
      await writeTable(own, outputs, out, {
        name: "base",
        from: relation,
        columns,
        metadata: { "a'b;--": 'c"d' },
      });
      await outputs.commit();
      hashes.add(createHash("sha256").update(readFileSync(out)).digest("hex"));
      const metadata = await own.texts(`SELECT decode(key), decode(value) FROM parquet_kv_metadata('${out}')`);
      expect(metadata).toContainEqual(["a'b;--", 'c"d']);
      own.close();
    }
    expect(hashes.size).toBe(1);
  });
});
