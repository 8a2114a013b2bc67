import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spendCorrelation } from "../../src/fit/spend-correlation.ts";
import { rankCorrelation, ranked } from "../../src/math/ranks.ts";
import { expectClose } from "../support/close.ts";

/** Values, neighbours of them and values far apart. */
const value = fc.oneof(
  fc.integer({ min: 1, max: 900 }),
  fc.constantFrom(19.99, 19.995, 20, 20.000001),
  fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
);
const rows = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), value, fc.integer({ min: 1, max: 4 })), {
  minLength: 2,
  maxLength: 60,
});

describe("rank correlation of frequency and mean value", () => {
  it("is Spearman's over the customers, counts as repetition", () => {
    fc.assert(
      fc.property(rows, (table) => {
        const column = (k: 0 | 1 | 2) => Float64Array.from(table, (row) => row[k]);
        const repeated = (k: 0 | 1) =>
          Float64Array.from(table.flatMap((row) => new Array<number>(row[2]).fill(row[k])));
        const histories = { length: table.length, frequency: column(0), monetaryValue: column(1), count: column(2) };
        const wanted = rankCorrelation(ranked(repeated(0)), ranked(repeated(1)));
        const rho = spendCorrelation(histories);
        if (wanted === undefined) expect(rho).toBeUndefined();
        else expectClose(rho!, wanted, 1e-12, "ρ", 1e-12);
      }),
    );
  });

  it("takes prices a cent apart for what they are", () => {
    // Frequent buyers have only few of their purchases at the lower price, and means in between.
    const rows = Array.from({ length: 400 }, (_, k) => [1 + (k % 8), k % 2 === 0 ? 19.99 : 20] as const);
    const column = (k: 0 | 1) => Float64Array.from(rows, (row) => row[k]);
    const wanted = rankCorrelation(ranked(column(0)), ranked(column(1)))!;
    const histories = {
      length: 400,
      frequency: column(0),
      monetaryValue: column(1),
      count: new Float64Array(400).fill(1),
    };
    expect(Math.abs(wanted)).toBeGreaterThan(0.1);
    expectClose(spendCorrelation(histories)!, wanted, 1e-12);
  });

  it("is undefined without customers", () => {
    const none = new Float64Array(0);
    expect(spendCorrelation({ length: 0, frequency: none, monetaryValue: none, count: none })).toBeUndefined();
  });
});
