import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectClose } from "../support/close.ts";
import { clvHere, root, temporaryFolder } from "../support/clv.ts";

/** CDNOW by its authors' convention: days merged, calibration to 1997-09-30, weeks. Numbers: shared/reference/numbers.md §4.1. */
const published = {
  purchase: {
    logLikelihood: -9582.4292066739,
    parameters: { r: 0.24259452243, alpha: 4.41360201901, a: 0.792922017226, b: 2.42590677683 },
    standardErrors: { r: 0.0125573781, alpha: 0.37822406, a: 0.185733821, b: 0.70541426 },
    covariance: [
      [1.5768774e-4],
      [3.7064201e-3, 0.14305344],
      [-8.7847028e-5, -2.8656789e-3, 0.034497052],
      [6.5637038e-5, 0.010523281, 0.12321777, 0.49760928],
    ],
  },
  spend: {
    logLikelihood: -4055.9176948018,
    parameters: { p: 6.24957227132, q: 3.74422466713, v: 15.4435209626 },
    standardErrors: { p: 1.1900553, q: 0.29013307, v: 4.1594228 },
  },
  // x: customers, Σ expected / customers, actual / customers over 39 weeks.
  holdout: [
    ["0", 1411, 0.2250873261, 0.2367116],
    ["1", 439, 0.5231311734, 0.6970387],
    ["2", 214, 1.044134122, 1.3925234],
    ["3", 100, 1.520279513, 1.56],
    ["4", 62, 2.163865799, 2.5322581],
    ["5", 38, 2.653845885, 2.9473684],
    ["6", 29, 3.504042299, 3.862069],
    ["7+", 64, 6.157190508, 6.359375],
  ] as const,
};

interface FileFit {
  readonly logLikelihood: number;
  readonly estimates: readonly { readonly name: string; readonly value: number; readonly standardError: number }[];
  readonly covariance: readonly (readonly number[])[];
}

interface Model {
  readonly purchase: FileFit;
  readonly spend: FileFit;
  readonly data: object;
}

function holdToPublished(model: Model): void {
  for (const part of ["purchase", "spend"] as const) {
    const { logLikelihood, estimates } = model[part];
    expectClose(logLikelihood, published[part].logLikelihood, 1e-12, `${part} log-likelihood`);
    for (const { name, value, standardError } of estimates) {
      // Published to 12 digits, and standard errors to 8 or 9.
      expectClose(value, Reflect.get(published[part].parameters, name), 1e-11, name);
      expectClose(standardError, Reflect.get(published[part].standardErrors, name), 1e-7, `standard error of ${name}`);
    }
  }
  for (const [i, row] of published.purchase.covariance.entries()) {
    for (const [j, covariance] of row.entries()) {
      expectClose(model.purchase.covariance[i]![j]!, covariance, 1e-7, `covariance ${i} ${j}`);
    }
  }
}

test("the model file that ships holds CDNOW's estimates to every published digit", () => {
  holdToPublished(JSON.parse(readFileSync(join(root, "models/bg-nbd/fitted/cdnow.json"), "utf8")) as Model);
});

const data = join(root, "../shared/data");

describe.skipIf(!existsSync(data))(
  "CDNOW through the command (needs ../shared/data, which is no part of the project)",
  () => {
    test.each([
      ["as CSV", "cdnow-sample.csv", []],
      ["as its authors publish it", "cdnow-sample.txt", ["--no-header", "--columns", "_,customer,date,_,amount"]],
    ])("%s: estimates, standard errors and the holdout table", async (_, name, flags) => {
      const folder = temporaryFolder();
      const args = [
        "run",
        join(data, name),
        "--model",
        "bg-nbd",
        ...flags,
        "--split",
        "1997-10-01",
        "--score-at",
        "split",
        "--unit",
        "week",
        "-o",
        folder,
        "--json",
        "--no-report",
      ];
      const { code, stdout } = await clvHere(args);
      expect(code).toBe(0);
      const summary = JSON.parse(stdout) as {
        scores: { expectedPurchases: number; alive: number };
        holdout: {
          actual: number;
          byFrequency: { frequency: string; customers: number; expected: number; actual: number }[];
        };
      };
      holdToPublished(JSON.parse(readFileSync(join(folder, "model.json"), "utf8")) as Model);
      expectClose(summary.scores.expectedPurchases, 1653.40869794, 1e-11, "Σ CET(39)");
      expectClose(summary.scores.alive, 1917.27767104, 1e-11, "Σ P(alive)");
      expect(summary.holdout.actual).toBe(1882);
      expect(summary.holdout.byFrequency).toHaveLength(published.holdout.length);
      summary.holdout.byFrequency.forEach((bin, k) => {
        const [frequency, customers, expected, actual] = published.holdout[k]!;
        expect([bin.frequency, bin.customers]).toEqual([frequency, customers]);
        expectClose(bin.expected, expected, 1e-9, `expected of x = ${frequency}`);
        // Published to seven decimals.
        expectClose(bin.actual, actual, 0, `actual of x = ${frequency}`, 5e-8);
      });
    });

    test("one customer's score, by hand in the papers", async () => {
      const args = [
        "predict",
        join(data, "cdnow-sample.csv"),
        "--until",
        "1997-09-30",
        "--horizon",
        "39w",
        "-o",
        "-",
        "-q",
      ];
      const { stdout } = await clvHere([...args, "--model", join(root, "models/bg-nbd/fitted/cdnow.json")]);
      const [id, alive, purchases] = stdout.split("\n")[1]!.split(",");
      expect(id).toBe("0001");
      expectClose(Number(alive), 0.726620311662, 1e-11, "P(alive) of customer 1");
      expectClose(Number(purchases), 1.22599445529, 1e-11, "CET(39) of customer 1");
    });
  },
);
