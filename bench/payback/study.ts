/**
 * Do 90 % intervals of the payback and of a new customer's value hold the truth 90 % of the time? Data sets are drawn
 * from a known world and fitted. The intervals come from joint draws of the bootstrap; the mean first value is
 * resampled with the same customers.
 *
 *     study [--sets 300] [--first 0] [--customers 2000] [--draws 199]     runs and prints a table
 */
import { parseArgs } from "node:util";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { replicator } from "../../src/fit/bootstrap.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { jointHistories } from "../../src/fit/joint-histories.ts";
import type { Parameters } from "../../src/model.ts";
import { firstValueDraws } from "../../src/value/first-value-draws.ts";
import { discountedAway, type NewCustomer } from "../../src/value/new-customer.ts";
import { paybackInterval, valueAtAges } from "../../src/value/new-customer-report.ts";
import { payback } from "../../src/value/payback.ts";
import { drawLog } from "../classical/draw-log.ts";

const WORLD = { name: "like CDNOW", purchase: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } };
const SPEND = { p: 6.25, q: 3.74, v: 15.44 };
const YEAR = 365.25 / 7;
const DELTA = Math.log1p(0.1) / YEAR;
const COSTS = [12, 15, 20, 25];
const TERMS = { s: 0.3, k: 0 };
const LEVEL = 0.9;
const REACH = { horizon: 75 * YEAR, observed: 39 };

const { values: flags } = parseArgs({
  options: {
    sets: { type: "string", default: "300" },
    first: { type: "string", default: "0" },
    customers: { type: "string", default: "2000" },
    draws: { type: "string", default: "199" },
  },
});

const hits: Record<string, { held: number; above: number; below: number }> = {};
const truth = newcomer(WORLD.purchase, SPEND, gammaGamma.expectedSpend(SPEND, 0)!.constant);
const firstSet = Number(flags.first);
for (let seed = firstSet; seed < firstSet + Number(flags.sets); seed++) {
  const { base, firstValue } = drawLog(WORLD, SPEND, { customers: Number(flags.customers), years: 39 / YEAR, seed });
  const fitted = await fitBase(base, bgNbd, gammaGamma);
  const mean = firstValue.reduce((sum, value) => sum + value, 0) / firstValue.length;
  const estimate = newcomer(fitted.purchase.parameters, fitted.spend!.parameters, mean);
  const replicate = replicator(jointHistories(base), fitted, seed);
  const first = firstValueDraws(base, firstValue, seed);
  const draws: NewCustomer[] = [];
  for (let k = 0; draws.length < Number(flags.draws); k++) {
    const drawn = replicate(k);
    if (drawn?.spend) draws.push(newcomer(drawn.purchase, drawn.spend, first(k)));
  }
  const options = { terms: TERMS, ...REACH, draws, level: LEVEL };
  for (const acquisitionCost of COSTS) {
    const { draws: found } = paybackInterval(estimate, { ...options, acquisitionCost });
    const true_ = payback(TERMS, truth, acquisitionCost, REACH);
    count(
      `payback of ${acquisitionCost}`,
      found!.low,
      found!.high,
      true_.kind === "never" ? Number.POSITIVE_INFINITY : true_.time,
    );
  }
  const ages = [YEAR, 3 * YEAR];
  const trueValues = valueAtAges(truth, ages, { ...options, acquisitionCost: 0, draws: [] });
  for (const [k, { age, value }] of valueAtAges(estimate, ages, { ...options, acquisitionCost: 0 }).entries()) {
    count(
      `value in ${Math.round(age / YEAR)} ${age === YEAR ? "year" : "years"}`,
      value.low!,
      value.high!,
      trueValues[k].value.estimate,
    );
  }
}
console.log("| quantity | held, % | truth below | truth above |\n|---|---|---|---|");
for (const [name, { held, below, above }] of Object.entries(hits)) {
  console.log(`| ${name} | ${((100 * held) / Number(flags.sets)).toFixed(1)} | ${below} | ${above} |`);
}

function newcomer(purchase: Parameters, spend: Parameters, firstValue: number): NewCustomer {
  const law = bgNbd.newcomer(purchase);
  const discounted = (t: number): number => law.discounted(t, DELTA);
  return {
    firstValue,
    // Without a mean of its own a draw's customers are worth as much as one likes.
    laterValue: gammaGamma.expectedSpend(spend, 0)?.constant ?? Number.POSITIVE_INFINITY,
    discounted,
    get limit() {
      return discounted(discountedAway(DELTA));
    },
  };
}

function count(name: string, low: number, high: number, true_: number): void {
  const tally = (hits[name] ??= { held: 0, above: 0, below: 0 });
  if (true_ < low) tally.below++;
  else if (true_ > high) tally.above++;
  else tally.held++;
}
