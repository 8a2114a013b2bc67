import { describe, expect, it } from "vitest";
import { mbgNbd, nbd } from "../../models/index.ts";
import { countHistories } from "../../src/data/histories.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fit } from "../../src/fit/fit.ts";
import type { Histories, PurchaseModel } from "../../src/model.ts";
import { expectClose } from "../support/close.ts";
import { csv, sharedData } from "../support/log.ts";

// Skipped where the folder ../shared/data, which is no part of the project, is missing.
const sample = sharedData("cdnow-sample.csv");
const grocery = sharedData("grocery.csv");

async function historiesOf(bytes: Uint8Array, split: string): Promise<Histories> {
  const log = await readTransactions(await csv(bytes, {}, 8191));
  return countHistories(summarize(log, { unit: "week", split }).base);
}

/** Maxima by Newton in 80-bit arithmetic with complex-step gradients (../shared/reference/family/optima.csv): 12 digits are good. */
const OPTIMA: readonly [
  data: "CDNOW's sample" | "grocery",
  model: PurchaseModel,
  logLikelihood: number,
  parameters: Readonly<Record<string, number>>,
][] = [
  ["CDNOW's sample", nbd, -9763.6576146726, { r: 0.38476613576878, alpha: 12.072022844837 }],
  [
    "CDNOW's sample",
    mbgNbd,
    -9582.1357155537,
    { r: 0.5248431591063, alpha: 6.183085279576, a: 0.89135939073222, b: 1.6140022401703 },
  ],
  ["grocery", nbd, -16376.863901058, { r: 0.4203202786605, alpha: 5.2451192258336 }],
  [
    "grocery",
    mbgNbd,
    -15781.9393748932,
    { r: 1.2569212766755, alpha: 6.039142323595, a: 0.36827661329723, b: 0.71576362330038 },
  ],
];

describe.skipIf(sample === undefined || grocery === undefined)(
  "the models at their maxima (../shared/data)",
  async () => {
    const data = sample &&
      grocery && {
        "CDNOW's sample": await historiesOf(sample, "1997-10-01"),
        grocery: await historiesOf(grocery, "2007-01-01"),
      };

    it.each(OPTIMA.map(([name, model, ...rest]) => [name, model.title, model, ...rest] as const))(
      "%s: %s to 1e-10, within ten evaluations",
      (name, _, model, logLikelihood, parameters) => {
        const found = fit(model, data![name]);
        expect(found).toMatchObject({ stop: "stationary", notices: [] });
        expectClose(found.logLikelihood, logLikelihood, 1e-12);
        for (const [key, value] of Object.entries(parameters)) expectClose(found.parameters[key], value, 1e-10, key);
        expect(found.evaluations).toBeLessThanOrEqual(10);
      },
    );
  },
);
