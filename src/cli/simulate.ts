import type { Transaction } from "../data/transaction-log.ts";
import { logCsv } from "../io/log-csv.ts";
import { openOutputs } from "../io/outputs.ts";
import { simulateTransactions } from "../predict/simulate-log.ts";
import { seeded } from "../random/seeded.ts";
import type { Options } from "./flags.ts";
import { count, list } from "./format.ts";
import { given } from "./given.ts";
import { readModel, requirePrediction } from "./models.ts";
import { needed } from "./needed.ts";
import { type Outcome, section } from "./outcome.ts";
import { reportFiles } from "./report-files.ts";

/** `clv simulate --model MODEL.json …`: a log drawn from a fitted model. */
export async function simulate(_: readonly string[], options: Options): Promise<Outcome> {
  const path = needed("simulate", options, "model");
  const output = needed("simulate", options, "output");
  const customers = needed("simulate", options, "customers");
  const from = needed("simulate", options, "from");
  const until = needed("simulate", options, "until");
  const fitted = await readModel(path);
  requirePrediction(fitted);
  const chosen = { customers, from, until, ...given({ joinUntil: options.joinUntil }) };
  const drawn = simulateTransactions(fitted, seeded(options.seed), chosen);
  let purchases = 0;
  function* counting(): Generator<Transaction> {
    for (const transaction of drawn) {
      purchases++;
      yield transaction;
    }
  }
  const outputs = openOutputs([path]);
  await outputs.write(output, logCsv(counting(), fitted.grain, fitted.spend !== undefined));
  await outputs.commit();
  const files = { log: output };
  return {
    report: [
      section(
        `Log drawn from ${path}`,
        list([
          ["customers", count(customers)],
          ["purchases", count(purchases)],
          ["from", from],
          ["until", until],
          ["seed", String(options.seed)],
        ]),
      ),
      reportFiles(files),
    ].join("\n"),
    summary: { customers, purchases, from, until, seed: options.seed, files },
    notices: [],
  };
}
