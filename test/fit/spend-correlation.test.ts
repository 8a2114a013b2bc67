import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spendCorrelation } from "../../src/fit/spend-correlation.ts";
import { rankCorrelation, ranked } from "../../src/math/ranks.ts";
import { expectClose } from "../support/close.ts";

/** Values that differ by more than 0.1 %, so that what counts as tied is tied. */
const value = fc.integer({ min: 1, max: 900 });
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

  it("is undefined without customers", () => {
    const none = new Float64Array(0);
    expect(spendCorrelation({ length: 0, frequency: none, monetaryValue: none, count: none })).toBeUndefined();
  });
});
