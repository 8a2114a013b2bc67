import fc from "fast-check";
import { expect, test } from "vitest";
import { convertBase } from "../../src/data/convert-base.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { summarize } from "../../src/data/summarize.ts";
import { GRAINS, UNITS } from "../../src/data/time-unit.ts";

test("a converted base is the base summarize makes in that unit, to the last bit", async () => {
  const purchase = fc.record({
    customer: fc.constantFrom("a", "b", "c"),
    date: fc.integer({ min: 0, max: 2_000_000_000_000 }),
    value: fc.integer({ min: 1, max: 1000 }),
  });
  const purchases = fc.array(purchase, { minLength: 2, maxLength: 20 });
  const unit = fc.constantFrom(...UNITS);
  await fc.assert(
    fc.asyncProperty(purchases, unit, unit, fc.constantFrom(...GRAINS), async (transactions, from, to, grain) => {
      const log = await readTransactions(transactions);
      const base = summarize(log, { unit: from, grain }).base;
      expect(convertBase(base, to)).toEqual(summarize(log, { unit: to, grain }).base);
    }),
  );
});
