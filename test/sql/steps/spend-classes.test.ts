import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../../models/index.ts";
import { spendPoints } from "../../../src/data/spend-points.ts";
import { fit } from "../../../src/fit/fit.ts";
import { fitHistories } from "../../../src/fit/fit-base.ts";
import type { Parameters } from "../../../src/model.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import type { EngineBase } from "../../../src/sql/steps/engine-base.ts";
import { fetchFitData } from "../../../src/sql/steps/histories.ts";
import { fetchSpendClasses } from "../../../src/sql/steps/spend-classes-sql.ts";
import { summarizeLog } from "../../../src/sql/steps/summarize-log.ts";
import { expectClose } from "../../support/close.ts";
import { scratch } from "../../support/two-ways.ts";

/** A step is 2⁻¹⁹ of a total, its variance a twelfth of that squared; ½f″z² is below px + q, some tens here. Relative to 3 for each customer. */
const LIKELIHOOD = 1e-11;

let session: DuckdbSession;
let base: EngineBase;

/** Customers whose orders are worth from cents to tens of thousands, nearly all different, some alike. */
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB" });
  const random = seeded(11);
  const lines = ["customer_id,date,amount"];
  for (let c = 0; c < 6000; c++) {
    const level = c % 7 === 0 ? 20 : 0.4 * Math.exp(8 * random.uniform() ** 2);
    for (let k = 0; k <= c % 5; k++) {
      const date = new Date(Date.UTC(2024, 0, 1 + Math.floor(300 * random.uniform()))).toISOString().slice(0, 10);
      const amount = c % 7 === 0 ? level : level * (0.2 + 2 * random.uniform());
      lines.push(`${c},${date},${amount.toFixed(c % 2 === 0 ? 2 : 4)}`);
    }
  }
  const source = await openSource(session, scratch(`${lines.join("\n")}\n`));
  ({ base } = await summarizeLog(session, source, {}, { unit: "week", grain: "day" }));
});
afterAll(() => session.close());

it("the points of crowded classes give the likelihood of all", async () => {
  const random = seeded(12);
  const rows = 40_000;
  const x = Float64Array.from({ length: rows }, (_, k) => 1 + (k % 3));
  // Gamma-like between 5 and 20, as whole millionths: some twenty customers in each class.
  const spent = x.map((n) => Math.round(1e6 * n * (5 + 15 * random.uniform() ** 2)));
  const m = spent.map((z, k) => z / (x[k]! * 1e6));
  await session.load("crowded", ["frequency", "spent", "monetary_value"], [x, spent, m]);
  const points = spendPoints(await fetchSpendClasses(session, "crowded"));
  expect(points.length).toBeLessThan(rows / 5);
  const all = { length: rows, frequency: x, monetaryValue: m, count: new Float64Array(rows).fill(1) };
  const [want, got] = [fit(gammaGamma, all), fit(gammaGamma, points)];
  for (const name of ["p", "q", "v"]) expectClose(got.parameters[name]!, want.parameters[name]!, 1e-10, name);
  expectClose(got.logLikelihood, want.logLikelihood, LIKELIHOOD);
  for (let k = 0; k < points.length; k++) expect(points.count[k]).toBeGreaterThan(0);
});

describe("more pairs of x and m than are wanted here", () => {
  it("come over as fewer points, by which the spend model is the same to ten digits", async () => {
    const all = await fetchFitData(session, base);
    const few = await fetchFitData({ ...session, mostPairs: 1000 }, base);
    expect(all.values!.histories.length).toBeGreaterThan(3000);
    expect(few.values!.pairs).toBe(all.values!.histories.length);
    expect(few.values!.zeroValued).toBe(all.values!.zeroValued);
    const [want, got] = await Promise.all([all, few].map((data) => fitHistories(data, bgNbd, gammaGamma)));
    const of = (fitted: typeof want): Parameters => fitted!.spend!.parameters;
    for (const name of ["p", "q", "v"]) expectClose(of(got)[name]!, of(want)[name]!, 1e-10, name);
    expectClose(got!.spend!.logLikelihood, want!.spend!.logLikelihood, LIKELIHOOD);
    expect(got!.data).toEqual(want!.data);
    expect(got!.spend!.notices).toContainEqual(expect.objectContaining({ name: "spend-in-points" }));
    expect(want!.spend!.notices).not.toContainEqual(expect.objectContaining({ name: "spend-in-points" }));
  });

  it("are whole where they are as many as are wanted", async () => {
    const all = await fetchFitData(session, base);
    const same = await fetchFitData({ ...session, mostPairs: all.values!.histories.length }, base);
    expect(same).toEqual(all);
  });
});
