import { describe, expect, it } from "vitest";
import { cnbd, mbgNbd, nbd, paretoNbd } from "../../models/index.ts";
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
  [
    "CDNOW's sample",
    paretoNbd,
    -9594.9761789395,
    { r: 0.55327704685318, alpha: 10.577683463302, s: 0.60623998912783, beta: 11.668735288855 },
  ],
  [
    "grocery",
    paretoNbd,
    -15782.3921378156,
    { r: 0.78643679338763, alpha: 5.6790405615393, s: 0.38623915470754, beta: 5.7177891163526 },
  ],
];

/** Those of regular purchases, whose log-likelihood needs litt, so that only the parameters are held here. */
const REGULAR: readonly [
  data: "CDNOW's sample" | "grocery",
  model: PurchaseModel,
  parameters: Readonly<Record<string, number>>,
][] = [
  [
    "CDNOW's sample",
    cnbd(2, 0),
    { r: 0.22691721418723, alpha: 1.4629196348654, a: 0.94400225385351, b: 2.0743288701475 },
  ],
  [
    "CDNOW's sample",
    cnbd(2, 1),
    { r: 0.5798961595061, alpha: 2.2881488010646, a: 1.1344526959706, b: 1.5849742245147 },
  ],
  [
    "CDNOW's sample",
    cnbd(3, 0),
    { r: 0.21948173158595, alpha: 0.83343106487552, a: 1.0260926385904, b: 2.0941347920084 },
  ],
  [
    "CDNOW's sample",
    cnbd(3, 1),
    { r: 0.53296835932183, alpha: 1.2581955896135, a: 1.2886639878221, b: 1.8452094286398 },
  ],
  [
    "CDNOW's sample",
    cnbd(4, 0),
    { r: 0.21445162840285, alpha: 0.56984669478253, a: 1.0818562632601, b: 2.1381163619487 },
  ],
  [
    "CDNOW's sample",
    cnbd(4, 1),
    { r: 0.49585766799375, alpha: 0.83081810600487, a: 1.4066818351028, b: 2.0891496311512 },
  ],
  ["grocery", cnbd(2, 0), { r: 0.3590641946103, alpha: 1.1293795315149, a: 0.52282092173459, b: 2.7854508898818 }],
  ["grocery", cnbd(2, 1), { r: 1.3291753535821, alpha: 2.8125512081299, a: 0.42470899036325, b: 0.7900287342336 }],
  ["grocery", cnbd(3, 0), { r: 0.35977997904302, alpha: 0.71228197043648, a: 0.55376564435375, b: 2.7581676917393 }],
  ["grocery", cnbd(3, 1), { r: 1.3026209826999, alpha: 1.7497860776634, a: 0.44944178375817, b: 0.83540558684483 }],
  ["grocery", cnbd(4, 0), { r: 0.35869351160014, alpha: 0.51570137022516, a: 0.57690179443176, b: 2.7927459743531 }],
  ["grocery", cnbd(4, 1), { r: 1.2652670287176, alpha: 1.2384218552159, a: 0.46563512265385, b: 0.87077877940762 }],
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

    it.each(REGULAR.map(([name, model, parameters]) => [name, model.title, model, parameters] as const))(
      "%s: %s to 1e-10, within ten evaluations",
      (name, _, model, parameters) => {
        const found = fit(model, data![name]);
        expect(found).toMatchObject({ stop: "stationary", notices: [] });
        for (const [key, value] of Object.entries(parameters)) expectClose(found.parameters[key], value, 1e-10, key);
        expect(found.evaluations).toBeLessThanOrEqual(10);
      },
    );

    it("grocery: MBG/CNBD-2 expects 3 811.54 purchases in 52 weeks, exactly (../shared/reference/family/tournament.csv)", () => {
      const model = cnbd(2, 1);
      const found = fit(model, data!.grocery);
      const expected = model.future(data!.grocery)(found.parameters).expected(52);
      const total = expected.reduce((sum, purchases, k) => sum + purchases * data!.grocery.count[k], 0);
      expectClose(total, 3811.54322598, 1e-8);
    });
  },
);
