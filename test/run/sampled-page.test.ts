import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { drawParameters } from "../../src/fit/parameter-draws.ts";
import { run } from "../../src/node.ts";
import { deviationsOf } from "../../src/predict/deviations.ts";
import { seeded } from "../../src/random/seeded.ts";
import { deviationsOfAll, scoresOf, totalsOf } from "../../src/run/draws.ts";
import { SAMPLED } from "../../src/run/random-sample.ts";
import { openThreads } from "../../src/run/workers.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";
import { readLog } from "../support/log.ts";

const asShipped = { ...SAMPLED };
beforeAll(() => {
  Object.assign(SAMPLED, { most: 250, size: 150, totals: 100, resampled: 200 });
});
afterAll(() => {
  Object.assign(SAMPLED, asShipped);
});

const [header, ...rows] = readFileSync(shippedLog, "utf8")
  .split("\n")
  .filter((row) => row !== "" && !(Number(row.split(",")[0]) > 400));

test("the page of many customers tests the moves of a random sample, which neither engine nor ids nor order change", async () => {
  const chapterOf = async (lines: readonly string[], engine: "memory" | "duckdb"): Promise<string> => {
    const output = temporaryFolder();
    const log = join(output, "log.csv");
    writeFileSync(log, [header, ...lines].join("\n"));
    const asked = { unit: "week", split: "1997-10-01", model: "bg-nbd", anonymous: true } as const;
    const { files } = await run(log, { ...asked, engine, output });
    const page = readFileSync(files.report!, "utf8");
    return page.slice(page.indexOf('id="moves"')).split("</section>")[0]!;
  };
  const chapter = await chapterOf(rows, "memory");
  expect(chapter).toMatch(
    /of 150 customers into a wrong segment.* These are a random sample of the (?:3\d\d|400) customers\./,
  );
  const random = seeded(3);
  const others = rows
    .map((row) => ({
      row: `x${row.split(",")[0]!.split("").reverse().join("")},${row.split(",").slice(1).join(",")}`,
      at: random.uniform(),
    }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
  expect(await chapterOf(others, "duckdb")).toBe(chapter);
});

test("totals grow from a sample by the same factors, whether the scores of all customers are at hand or not", async () => {
  const { base } = summarize(await readLog([header, ...rows].join("\n")), { unit: "week" });
  const fitted = await fitBase(base, bgNbd, gammaGamma);
  const workers = openThreads({}).for(base.length);
  const horizon = { amount: 20, unit: "week" } as const;
  const terms = {
    ...{ horizon, margin: 0.4, discountRate: 0.1, level: 0.9 },
    parameters: drawParameters(fitted, 19, seeded(2)),
  };
  const scores = await scoresOf(workers, base, fitted, terms);
  const made = await totalsOf(workers, base, fitted, scores, terms);
  expect(await totalsOf(workers, base, fitted, undefined, terms)).toEqual(made);
  expect(made.totals[0]!.customers).toBe(base.length);
  expect(made.totals[0]!.estimate.expectedPurchases.median).toBeGreaterThan(0);
  // Of the sample alone, before it grows.
  expect(made.sums.reduce((sum, { customers }) => sum + customers, 0)).toBe(SAMPLED.totals);
  expect(deviationsOf(made)).toEqual(await deviationsOfAll(workers, base, fitted, terms));
});
