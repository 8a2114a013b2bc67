import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bgNbd, models } from "../../models/index.ts";
import { grainClock } from "../../src/data/calendar.ts";
import { convertBase } from "../../src/data/convert-base.ts";
import { openCsv } from "../../src/data/csv/table.ts";
import { readCustomerBase } from "../../src/data/read-customer-base.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { summarize } from "../../src/data/summarize.ts";
import { DAY, GRAINS, type Grain, HOUR, type TimeUnit, UNIT_MILLISECONDS, UNITS } from "../../src/data/time-unit.ts";
import { timeZone } from "../../src/data/time-zone.ts";
import type { FittedModel } from "../../src/fit/fitted-model.ts";
import { customerBaseCsv } from "../../src/io/customer-base-csv.ts";
import { modelFromJson } from "../../src/io/model-file.ts";
import type { Parameters } from "../../src/model.ts";
import { score } from "../../src/predict/score.ts";
import { scoreIntervals } from "../../src/predict/score-intervals.ts";
import { buildReportData } from "../../src/report/build/build-report-data.ts";
import { purchaseTimes } from "../../src/report/build/purchase-times.ts";
import { buildSurface } from "../../src/report/build/surface.ts";
import { validate } from "../../src/validate/validate.ts";
import { shippedModel } from "../support/clv.ts";
import { baseOf } from "./build/base-of.ts";
import { sampleReport } from "./sample-report.ts";

const cdnow = modelFromJson(readFileSync(shippedModel, "utf8"), models);

/** The published estimates of CDNOW, with time in another unit. */
function fittedIn(unit: TimeUnit): FittedModel {
  const factor = UNIT_MILLISECONDS[cdnow.unit] / UNIT_MILLISECONDS[unit];
  const { parameters, estimates } = cdnow.purchase;
  const scaled: Parameters = { ...parameters, alpha: parameters["alpha"] * factor };
  const purchase = {
    ...cdnow.purchase,
    parameters: scaled,
    estimates: estimates.map((one) => ({ ...one, value: scaled[one.name] })),
  };
  return { ...cdnow, purchase, unit };
}

/** The first day from a day on, in days since 1970, on which a grain begins. */
function splitAfter(day: number, grain: Grain): string {
  const { startOf } = grainClock(grain, timeZone("UTC"));
  while (grain !== "none" && startOf(day * DAY) !== day * DAY) day++;
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Times of purchases in hours after the first day, by customer; one buys on the first and the last day, so that t_x = T. */
const logs = fc.record({
  unit: fc.constantFrom(...UNITS),
  grain: fc.constantFrom(...GRAINS),
  begin: fc.integer({ min: Date.UTC(1990, 0, 1) / DAY, max: Date.UTC(2030, 0, 1) / DAY }),
  days: fc.integer({ min: 100, max: 900 }),
  customers: fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 8,
  }),
});

describe("ages are made in one way", () => {
  it("so that no history ends before its last purchase, in scores, intervals, validation or page", async () => {
    await fc.assert(
      fc.asyncProperty(logs, async ({ unit, grain, begin, days: drawn, customers }) => {
        // A year has to begin in the second half.
        const days = grain === "year" ? drawn + 800 : drawn;
        const end = days * 24;
        const hours = [
          [0, Math.floor(end / 3), end],
          ...customers.map((times) => times.map((u) => Math.floor(u * end))),
        ];
        const rows = hours.flatMap((times, k) =>
          times.map((hour) => ({ customer: `c${k}`, date: begin * DAY + hour * HOUR, value: 5 + (hour % 17) })),
        );
        const log = await readTransactions(rows);
        const split = splitAfter(begin + Math.floor(days / 2), grain);
        const options = { unit, grain, split };
        const held = summarize(log, options).base;
        const model = fittedIn(unit);
        const parameters = [{ purchase: model.purchase.parameters, spend: model.spend!.parameters }];
        const validation = validate(log, held, model, {
          ...options,
          level: 0.9,
          parameters: [...parameters, ...parameters],
        });
        expect(validation.purchases.total.actual).toBeGreaterThanOrEqual(0);

        const { base } = summarize(log, { unit, grain });
        const read = await readCustomerBase(await openCsv(await bytesOf(customerBaseCsv(base))), { unit });
        for (const one of [base, read, convertBase(base, "week")]) {
          const fitted = fittedIn(one.unit);
          const terms = { horizon: { amount: 26, unit: "week" }, margin: 1, discountRate: 0.1 } as const;
          const scores = score(one, fitted, terms);
          const twice = [...parameters, ...parameters].map((draw) => ({
            ...draw,
            purchase: fitted.purchase.parameters,
          }));
          const intervals = scoreIntervals(one, fitted, { ...terms, level: 0.9, parameters: twice });
          const data = await buildReportData({
            ...{ subject: "drawn", writtenBy: "clv test", base: one, fitted },
            ...{ scores, margin: 1, discountRate: 0.1, goodness: sampleReport().goodness, level: 0.9 },
            ...{ scoreIntervals: intervals, notices: [], top: 5, anonymous: false },
            ...(one !== read && { purchasesOf: (customer: number) => purchaseTimes(log, base, customer) }),
          });
          expect(JSON.stringify(data)).not.toContain("null");
        }
      }),
      { numRuns: 25 },
    );
  });

  it("every T of whole days, in every unit, has a last column of the surface", () => {
    const { parameters } = cdnow.purchase;
    for (const unit of UNITS) {
      for (let days = 1; days <= 2000; days += 3) {
        const T = (days * DAY) / UNIT_MILLISECONDS[unit];
        const base = { ...baseOf([[1, T, T]]), unit };
        expect(buildSurface(base, bgNbd, parameters, 10).recency.at(-1)).toBe(T);
      }
    }
  });
});

async function bytesOf(text: Iterable<string> | AsyncIterable<string>): Promise<Uint8Array[]> {
  const parts: string[] = [];
  for await (const part of text) parts.push(part);
  return [new TextEncoder().encode(parts.join(""))];
}
