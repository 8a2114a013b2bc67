import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { STEPS } from "../../src/data/litt.ts";
import { DAY } from "../../src/data/time-unit.ts";
import type { Transaction } from "../../src/data/transaction-log.ts";
import { logCsv } from "../../src/io/log-csv.ts";
import { simulateTransactions } from "../../src/predict/simulate-log.ts";
import { seeded } from "../../src/random/seeded.ts";

/** What every suite simulates from: CDNOW's estimates, in days. */
export const TRUTH = {
  purchases: { r: 0.243, alpha: 30.9, a: 0.793, b: 2.426 },
  spend: { p: 6.25, q: 3.74, v: 15.44 },
} as const;

/** Customers join over 365 days and are observed to the end of day 730. */
const PERIOD = { from: "2023-01-01", joinUntil: "2023-12-31", until: "2024-12-30" } as const;
export const LAST_DAY: string = PERIOD.until;
const SEED = 1;

function transactions(customers: number): Generator<Transaction> {
  const model = {
    unit: "day",
    purchase: { model: bgNbd, parameters: TRUTH.purchases },
    spend: { model: gammaGamma, parameters: TRUTH.spend },
  } as const;
  return simulateTransactions(model, seeded(SEED), { customers, ...PERIOD });
}

/** The simulated log as a CSV file, streamed to disk: the same purchases as {@link simulatedBase}. */
export async function writeSimulatedLog(path: string, customers: number): Promise<void> {
  await pipeline(Readable.from(logCsv(transactions(customers), "day", true)), createWriteStream(path));
}

/** The simulated customer base on a grid of days: purchases of one day merged, values in cents; with litt, in days. */
export function simulatedBase(customers: number): CustomerBase {
  const ids: string[] = [];
  const frequency = new Float64Array(customers);
  const recency = new Float64Array(customers);
  const T = new Float64Array(customers);
  const cents = new Float64Array(customers);
  const litt = new Float64Array(customers);
  const lastDay = Date.parse(LAST_DAY) / DAY;
  let first = 0;
  let last = 0;
  for (const { customer, date, value } of transactions(customers)) {
    const day = Math.floor((date as number) / DAY);
    if (customer !== ids.at(-1)) {
      ids.push(customer);
      first = day;
      last = day;
      T[ids.length - 1] = lastDay - day;
    }
    const k = ids.length - 1;
    if (day > last) {
      frequency[k]++;
      litt[k] += Math.log(day - last);
    }
    if (day > first) cents[k] += Math.round(100 * value!);
    last = day;
    recency[k] = last - first;
  }
  const monetaryValue = cents.map((sum, k) => (frequency[k] === 0 ? Number.NaN : sum / (100 * frequency[k])));
  const columns = { frequency, recency, T, monetaryValue, litt: litt.map((sum) => Math.round(sum * STEPS) / STEPS) };
  return { length: customers, customers: ids, ...columns, unit: "day", grain: "day" };
}
