import { describe, expect, it } from "vitest";
import { bgNbd } from "../../models/index.ts";
import { buildHistories } from "../../src/data/histories.ts";
import { purchasesOf } from "../../src/data/purchases.ts";
import { summarize } from "../../src/data/summarize.ts";
import { builtInScheme } from "../../src/segments/built-in-schemes.ts";
import { statesOf } from "../../src/segments/customer-states.ts";
import { misplaced, testFlows } from "../../src/segments/flows.ts";
import { type MovesAhead, segmentsNow } from "../../src/segments/moves-ahead.ts";
import { onePeriodAhead } from "../../src/segments/one-period-ahead.ts";
import { periodsAhead } from "../../src/segments/periods-ahead.ts";
import { readLog, sharedData } from "../support/log.ts";
import { figures } from "../value/economics.ts";
import { REFERENCE } from "./reference-schemes.ts";

const sample = sharedData("cdnow-sample.csv");
const SEPTEMBER = 12 * 27 + 8;
const DAYS = [31, 61, 92, 123, 151, 182, 212, 243, 273];
/** The parameters of the reference. */
const THETA = { r: 0.24259452243, alpha: 4.41360201902, a: 0.792922017226, b: 2.42590677683 };

describe.skipIf(sample === undefined)("the moves expected of CDNOW from September 1997 on", async () => {
  const log = await readLog(new TextDecoder().decode(sample));
  const split = "1997-10-01";
  const { histories, index } = buildHistories(summarize(log, { unit: "week", split }).base);
  const stateAt = (until: number, depth: number) =>
    statesOf(purchasesOf(log, { grain: "day", split }).purchases, log.zone, {
      ...{ period: "month", grain: "day", known: SEPTEMBER, until: [until], depth },
    })[0]!;
  const question = (months: number, futures = 60) => ({
    futures,
    ...{ scheme: REFERENCE.rf, states: stateAt(SEPTEMBER, 0), now: SEPTEMBER, histories, index, seed: 1, day: 1 / 7 },
    ends: DAYS.slice(0, months).map((days) => days / 7),
    purchase: bgNbd,
    parameters: [{ purchase: THETA }],
  });
  const names = REFERENCE.rf.segments.map(({ name }) => name);
  const size = names.length;
  const snapshot = (of: ArrayLike<number>): Float64Array => {
    const counts = new Float64Array(size);
    for (let k = 0; k < of.length; k++) counts[of[k]!]!++;
    return counts;
  };
  const actualAfter = (months: number) => {
    const states = stateAt(SEPTEMBER + months, 0);
    return segmentsNow({ scheme: REFERENCE.rf, states, now: SEPTEMBER + months });
  };
  const forecast = figures("cdnow-segments-forecast-by-model");
  const flowsInto = (expected: Float64Array): Float64Array =>
    Float64Array.from({ length: size }, (_, to) =>
      expected.reduce((sum, n, k) => (k % size === to ? sum + n : sum), 0),
    );

  let drawn: MovesAhead | undefined;
  /** The moves of a quarter, drawn so often that a single flow may be significant among 36. */
  const quarter = (): MovesAhead => (drawn ??= periodsAhead(question(3, 700)));

  it("misplace 19 of 2,357 customers after a month, exactly and drawn", () => {
    const actual = snapshot(actualAfter(1));
    const exact = flowsInto(onePeriodAhead(question(1)).flows.expected);
    const drawn = flowsInto(periodsAhead(question(1)).flows.expected);
    // The reference is the mean of 400 draws: 19, with a standard error of 1.
    expect(Math.abs(misplaced(exact, actual) - 19)).toBeLessThan(2);
    for (const row of forecast.filter(({ months_ahead }) => months_ahead === "1")) {
      const k = names.indexOf(row["segment"]!);
      expect(actual[k]).toBe(Number(row["actual"]));
      expect(Math.abs(exact[k]! - Number(row["expected"]))).toBeLessThan(0.02 * Number(row["expected"]) + 0.5);
      expect(Math.abs(drawn[k]! - exact[k]!)).toBeLessThan(0.02 * exact[k]! + 0.8);
    }
  });

  it("are drawn in one period as customers who move independently", () => {
    const asked = { ...question(1), parameters: Array.from({ length: 40 }, () => ({ purchase: THETA })) };
    const { from, probability, row, flows } = onePeriodAhead(asked);
    expect(flows.draws).toBe(1000);
    for (const [cell, counts] of flows.cells) {
      const chances = Array.from(from.keys(), (k) =>
        from[k] === Math.floor(cell / size) ? probability[row[k]! * size + (cell % size)]! : 0,
      );
      const variance = chances.reduce((sum, p) => sum + p * (1 - p), 0);
      const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
      const drawn = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / counts.length;
      // Five standard errors of 2,000 draws; small counts have long tails.
      expect(Math.abs(mean - flows.expected[cell]!)).toBeLessThan(5 * Math.sqrt(variance / 2000) + 1e-9);
      if (variance > 1) expect(Math.abs(drawn / variance - 1)).toBeLessThan(0.2);
    }
  });

  it.each([
    [3, 52],
    [6, 112],
    [9, 113],
  ])("misplace after %d months %d customers", (months, customers) => {
    const { flows } = months === 3 ? quarter() : periodsAhead(question(months));
    const expected = flowsInto(flows.expected);
    const actual = snapshot(actualAfter(months));
    expect(Math.abs(misplaced(expected, actual) - customers)).toBeLessThan(5);
    for (const row of forecast.filter(({ months_ahead }) => Number(months_ahead) === months)) {
      const k = names.indexOf(row["segment"]!);
      expect(actual[k]).toBe(Number(row["actual"]));
      expect(Math.abs(expected[k]! - Number(row["expected"]))).toBeLessThan(0.02 * Number(row["expected"]) + 2.5);
    }
  });

  it("show none of the 36 flows of a quarter as beyond chance", () => {
    const { from, flows } = quarter();
    const actual = new Float64Array(size * size);
    actualAfter(3).forEach((to, k) => {
      actual[from[k]! * size + to]!++;
    });
    const tested = testFlows(flows, actual, 0.9, 0.1);
    expect(tested.filter(({ significant }) => significant)).toStrictEqual([]);
    for (const row of figures("cdnow-flows-1997Q4-vs-model")) {
      const flow = tested.find(({ from, to }) => names[from] === row["from"] && names[to] === row["to"])!;
      expect(flow.customers).toBe(Number(row["actual"]));
      expect(Math.abs(flow.expected - Number(row["expected"]))).toBeLessThan(0.03 * Number(row["expected"]) + 0.8);
      // p is twice the share q of a tail among 700 futures here and 400 there: its standard error is 2·√(q(1−q)(1/700 + 1/400)).
      const q = Number(row["p"]) / 2;
      const error = 2 * Math.sqrt(q * (1 - q) * (1 / 700 + 1 / 400));
      if (flow.p !== undefined && flow.p < 0.1) expect(Math.abs(flow.p - Number(row["p"]))).toBeLessThan(4 * error);
    }
  });

  it("agree where orders count in a window", () => {
    const scheme = builtInScheme("micro");
    const asked = { ...question(1), scheme, states: stateAt(SEPTEMBER, 4) };
    const [exact, drawn] = [
      onePeriodAhead({ ...asked, parameters: asked.parameters.slice(0, 1) }),
      periodsAhead(asked),
    ];
    expect(drawn.from).toStrictEqual(exact.from);
    exact.flows.expected.forEach((n, cell) => {
      expect(Math.abs(drawn.flows.expected[cell]! - n)).toBeLessThan(0.03 * n + 0.8);
    });
  });
});
