import type { Transaction } from "../../data/transaction-log.ts";
import { given } from "../../given.ts";
import { logCsv } from "../../io/log-csv.ts";
import { openOutputs } from "../../io/outputs.ts";
import { count } from "../../number-words.ts";
import { simulateTransactions } from "../../predict/simulate-log.ts";
import { seeded } from "../../random/seeded.ts";
import { readModel, requirePrediction } from "../../run/models.ts";
import type { Options } from "../flags.ts";
import { needed, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportFiles } from "../text/files.ts";
import { list, section } from "../text/format.ts";

/** `clv simulate --model MODEL.json …`: a log simulated from a fitted model. */
export async function simulateLog(_: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const path = needed("simulate", options, "model");
  const output = needed("simulate", options, "output");
  const customers = needed("simulate", options, "customers");
  const from = needed("simulate", options, "from");
  const until = needed("simulate", options, "until");
  const fitted = requirePrediction(await readModel(path, around.stdin));
  const chosen = { customers, from, until, ...given({ joinUntil: options.joinUntil }) };
  const drawn = simulateTransactions(fitted, seeded(options.seed), chosen);
  let purchases = 0;
  function* counting(): Generator<Transaction> {
    for (const transaction of drawn) {
      purchases++;
      yield transaction;
    }
  }
  const outputs = openOutputs([path], {
    ...{ force: options.force, stdout: around.stdout },
    ...given({ outputDelimiter: options.outputDelimiter, outputDecimal: options.outputDecimal }),
  });
  await outputs.write(output, logCsv(counting(), fitted.grain, fitted.spend !== undefined));
  await outputs.commit();
  const files = { log: output };
  return {
    report: [
      section(
        `Log simulated from ${path}`,
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
