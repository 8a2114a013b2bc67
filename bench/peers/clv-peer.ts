/** `clv` in a fresh process, stage by stage: `clv-peer.js columns FOLDER` or `clv-peer.js log LOG.csv UNTIL`. */

import { createReadStream, readFileSync } from "node:fs";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import { openCsv } from "../../src/data/csv/table.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { buildSpendHistories, countHistories } from "../../src/data/histories.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fit } from "../../src/fit/fit.ts";
import type { FittedModel } from "../../src/fit/fitted-model.ts";
import { parseHorizon } from "../../src/predict/horizon.ts";
import { score } from "../../src/predict/score.ts";

/** Fits of a small base before it is timed warm. */
const WARM_UP = 100;

async function stage<T>(
  name: string,
  work: () => T | Promise<T>,
  report: (result: T) => object = () => ({}),
): Promise<T> {
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ stage: name, seconds, ...report(result) }));
  return result;
}

function column(folder: string, name: string): Float64Array {
  const bytes = readFileSync(`${folder}/${name}.f64`);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function fromColumns(folder: string): CustomerBase {
  const frequency = column(folder, "frequency");
  return {
    length: frequency.length,
    customers: [],
    frequency,
    recency: column(folder, "recency"),
    T: column(folder, "T"),
    monetaryValue: column(folder, "monetary_value"),
    unit: "day",
    grain: "day",
  };
}

async function fromLog(path: string, until: string): Promise<CustomerBase> {
  const log = await stage("read", () => openCsv(createReadStream(path)).then((table) => readTransactions(table)));
  const { base } = await stage("rfm", () => summarize(log, { unit: "day", until }));
  return base;
}

const [kind, source, until] = process.argv.slice(2) as [string, string, string];
const base = kind === "log" ? await fromLog(source, until) : fromColumns(source);
const fitPurchases = () => fit(bgNbd, countHistories(base));
const purchase = await stage("fit", fitPurchases, ({ parameters }) => ({ parameters }));
// Once warm: a service that has fitted before. The compiler of Node needs some runs for that; Python has none to wait for.
for (let run = 0; run < WARM_UP && base.length < 100_000; run++) fitPurchases();
await stage("fit_warm", fitPurchases);
const spend = await stage(
  "fit_spend",
  () => fit(gammaGamma, buildSpendHistories(base)!.histories),
  ({ parameters }) => ({ parameters }),
);
const data = { customers: base.length, repeatPurchases: 0, sha256: "" };
const fitted: FittedModel = { purchase, spend, unit: "day", grain: "day", data };
const total = (values: Float64Array) => ({ sum: values.reduce((sum, value) => sum + value, 0) });
await stage(
  "clv_12m",
  () => score(base, fitted, { horizon: parseHorizon("12m"), discountRate: 0.1 }),
  (scores) => total(scores.value!.clv),
);
const future = () => bgNbd.future(base)(purchase.parameters);
await stage("p_alive", () => future().alive, total);
await stage("expected_90d", () => future().expected(90), total);
console.log(JSON.stringify({ stage: "peak", bytes: process.resourceUsage().maxRSS * 1024, node: process.version }));
