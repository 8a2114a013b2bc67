/**
 * Has the likelihood one peak in k, and does it change the choice to leave out what lies past it?
 *
 *     peaks [--sets 25] [--customers 1500]     worlds of each model
 */
import { parseArgs } from "node:util";
import { models } from "../../models/index.ts";
import { fit } from "../../src/fit/fit.ts";
import { tournamentData } from "../../src/validate/actual-by-history.ts";
import { modelsNamed } from "../../src/validate/choose-model.ts";
import { tournament } from "../../src/validate/tournament.ts";
import { drawWorld, TRUE_MODELS } from "./worlds.ts";

const { values: flags } = parseArgs({
  options: { sets: { type: "string", default: "25" }, customers: { type: "string", default: "1500" } },
});

const auto = modelsNamed("auto", models);
const tally = { worlds: 0, sequences: 0, onePeak: 0, sameChoice: 0, fits: 0, fitsLeft: 0, sameMaximum: 0 };
const milliseconds = { all: 0, left: 0 };

for (const truth of TRUE_MODELS) {
  for (let set = 0; set < Number(flags.sets); set++) {
    const data = tournamentData(drawWorld(truth, Number(flags.customers), set).base);
    const all = timed("all", () => tournament(data, auto));
    const left = timed("left", () => tournament(data, auto, { passOver: true }));
    tally.worlds++;
    tally.fits += all.contenders.length;
    tally.fitsLeft += left.contenders.length;
    if (left.chosen.fit.model === all.chosen.fit.model) tally.sameChoice++;
    const fits = all.contenders.map((contender) => contender.fit);
    for (const { model, logLikelihood } of fits) {
      if (Math.abs(fit(model, data.histories).logLikelihood - logLikelihood) < 1e-6) tally.sameMaximum++;
    }
    for (const of of ["bg-nbd", "mbg-nbd"]) {
      const sequence = fits.filter(({ model }) => model.regular?.of === of);
      const inOrder = sequence.toSorted((a, b) => a.model.regular!.k - b.model.regular!.k);
      tally.sequences++;
      if (hasOnePeak(inOrder.map(({ logLikelihood }) => logLikelihood))) tally.onePeak++;
    }
  }
}
console.log(tally, { time: milliseconds.left / milliseconds.all });

function timed<T>(what: keyof typeof milliseconds, run: () => T): T {
  const begin = performance.now();
  const result = run();
  milliseconds[what] += performance.now() - begin;
  return result;
}

function hasOnePeak(values: readonly number[]): boolean {
  const fallen = values.findIndex((value, k) => k > 0 && value < values[k - 1]!);
  return fallen < 0 || values.slice(fallen).every((value, k) => value <= values[fallen + k - 1]!);
}
