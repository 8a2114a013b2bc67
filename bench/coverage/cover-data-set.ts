import { buildSpendHistories, countHistories } from "../../src/data/histories.ts";
import { bootstrap, bootstrapIntervals } from "../../src/fit/bootstrap.ts";
import { fit } from "../../src/fit/fit.ts";
import type { Fit } from "../../src/fit/fit-result.ts";
import type { FittedModel } from "../../src/fit/fitted-model.ts";
import { jointHistories } from "../../src/fit/joint-histories.ts";
import { drawParameters, type ParameterDraw } from "../../src/fit/parameter-draws.ts";
import { profileIntervals } from "../../src/fit/profile.ts";
import { waldIntervals } from "../../src/fit/wald.ts";
import { quantilePair } from "../../src/math/quantile-pair.ts";
import type { PurchaseModel, SpendModel } from "../../src/model.ts";
import { DRAWS, drawOptions } from "../../src/predict/draw-options.ts";
import { drawAll } from "../../src/predict/draw-parts.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { score } from "../../src/predict/score.ts";
import { totalScores } from "../../src/predict/totals.ts";
import { seeded } from "../../src/random/seeded.ts";
import { simulatedCustomers, type World } from "../../test/support/simulated-customers.ts";
import { countOf, type Tally, tallyInterval } from "./tally.ts";

/** The contribution of an order: 30 % of its value, less a cost. */
const TERMS = { s: 0.3, k: 1 } as const;

const LEVEL = 0.9;

export interface DataSet {
  readonly customers: number;
  readonly seed: number;
  readonly purchase: PurchaseModel;
  readonly spend: SpendModel;
}

/** Draws one data set, makes every kind of interval and counts which of them hold the truth and the future. */
export function coverDataSet(tally: Tally, world: World, { customers, seed, purchase, spend }: DataSet): void {
  const base = simulatedCustomers(world, customers, seed, purchase);
  const histories = countHistories(base);
  const spendHistories = buildSpendHistories(base)!.histories;
  const fits = { purchase: fit(purchase, histories), spend: fit(spend, spendHistories) };
  const joint = jointHistories(base);
  const resampled = bootstrap(joint, fits, { replicates: DRAWS, seed });

  const stop = fits.purchase.stop === "limit" ? "at a limit" : fits.purchase.converged ? "interior" : "not converged";
  const fate = countOf(tally, world.name, "fits", `purchase model: ${stop}`, "share of data sets");
  fate.hits++;
  for (const other of ["interior", "at a limit", "not converged"]) {
    countOf(tally, world.name, "fits", `purchase model: ${other}`, "share of data sets").intervals++;
  }

  for (const part of ["purchase", "spend"] as const) {
    const ofPart: Fit = fits[part];
    for (const { method, parameters } of [
      waldIntervals(ofPart, LEVEL),
      profileIntervals(ofPart, part === "purchase" ? histories : spendHistories, LEVEL),
      bootstrapIntervals(resampled, ofPart, part, LEVEL),
    ]) {
      for (const interval of parameters) {
        const count = countOf(tally, world.name, "parameters", interval.name, method);
        tallyInterval(count, interval, world[part][interval.name], LEVEL);
      }
    }
  }

  const data = { customers, repeatPurchases: base.frequency.reduce((sum, x) => sum + x, 0), sha256: "" };
  const fitted: FittedModel = { ...fits, unit: "week", grain: "none", data };
  const truth: FittedModel = {
    ...fitted,
    purchase: { ...fits.purchase, parameters: world.purchase },
    spend: { ...fits.spend, parameters: world.spend },
  };
  const horizon = { amount: world.horizon, unit: "week" } as const;
  const known = totalScores(score(base, truth, { horizon }));
  const came = base.holdout!.frequency.map((y, k) => (y > 0 ? y * base.holdout!.monetaryValue![k] : 0));
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);

  const ways: Readonly<Record<string, readonly ParameterDraw[]>> = {
    "draws from the covariance": drawParameters(fits, DRAWS, seeded(seed, 1)),
    bootstrap: resampled.replicates.length === DRAWS ? resampled.replicates : [],
  };
  for (const [way, draws] of Object.entries(ways)) {
    const count = (part: string, quantity: string) => countOf(tally, world.name, part, quantity, way);
    if (draws.length === 0) {
      count("totals, estimate", "Σ P(alive)").none++;
      continue;
    }
    for (const [quantity, of] of Object.entries(expectations(world, purchase, spend))) {
      const [low, high] = quantilePair(Float64Array.from(draws, of), LEVEL);
      tallyInterval(count("expectations", quantity), { low, high }, of(world), LEVEL);
    }

    const options = { horizon, seed, parameters: draws, level: LEVEL };
    const purchasesCame = base.holdout!.frequency;
    const asked = drawOptions(base, fitted, {
      ...options,
      costs: {
        groups: { of: new Uint32Array(base.length) },
        terms: [TERMS],
        acquisitionCost: new Float64Array(base.length),
      },
      actual: { purchases: purchasesCame, value: came },
    });
    const { totals, inHoldout } = drawAll(asked);
    const [{ estimate, outcome }] = totals;
    tallyInterval(count("totals, estimate", "Σ P(alive)"), estimate.alive, known.alive, LEVEL);
    tallyInterval(count("totals, estimate", "Σ E[Y]"), estimate.expectedPurchases, known.expectedPurchases, LEVEL);
    tallyInterval(count("totals, estimate", "Σ CLV"), estimate.equity!, known.value!.equity, LEVEL);
    const net = TERMS.s * known.value!.equity - TERMS.k * known.expectedPurchases;
    tallyInterval(count("totals, estimate", "Σ net CLV"), estimate.netEquity!, net, LEVEL);
    const future = "totals, outcome";
    const left = TERMS.s * sum(came) - TERMS.k * sum(purchasesCame);
    tallyInterval(count(future, "their contribution"), outcome.contribution!, left, LEVEL);
    tallyInterval(count(future, "purchases made"), outcome.purchases, sum(purchasesCame), LEVEL);
    tallyInterval(count(future, "their value"), outcome.value!, sum(came), LEVEL);

    for (const [quantity, { coverage }] of [
      ["purchases made", inHoldout!.purchases],
      ["their value", inHoldout!.value!],
    ] as const) {
      const { actual, actualAtLevel, promised } = coverage;
      const share = (name: string, hits: number): void => {
        const found = count("each customer, outcome", `${quantity}, ${name}`);
        found.hits += hits;
        found.intervals++;
      };
      share("closed interval: promised", promised);
      share("closed interval: held", actual);
      share("ends weighed for 90 %: held", actualAtLevel);
    }
  }
}

/** Quantities that are functions of the parameters alone. */
function expectations(
  { horizon: t, T }: World,
  purchase: PurchaseModel,
  spend: SpendModel,
): Record<string, (theta: ParameterDraw | World) => number> {
  const age = T[1];
  const alive = (theta: ParameterDraw | World, x: number, tx: number): number =>
    futureOf(purchase, theta.purchase, [x, tx, age]).alive;
  const expected = (theta: ParameterDraw | World, x: number, tx: number): number =>
    futureOf(purchase, theta.purchase, [x, tx, age]).expected(t);
  const mean = (theta: ParameterDraw | World, x: number, m: number): number => {
    const line = spend.expectedSpend(theta.spend!, x);
    return line ? line.constant + line.slope * m : Number.POSITIVE_INFINITY;
  };
  return {
    "E[X(t)], new customer": (theta) => purchase.newcomer(theta.purchase).expected(t),
    "P(alive), x = 2, silent for a quarter of T": (theta) => alive(theta, 2, 0.75 * age),
    "P(alive), x = 4, silent for half of T": (theta) => alive(theta, 4, 0.5 * age),
    "E[Y(t)], x = 0": (theta) => expected(theta, 0, 0),
    "E[Y(t)], x = 2, silent for a quarter of T": (theta) => expected(theta, 2, 0.75 * age),
    "E[Y(t)], x = 8, just bought": (theta) => expected(theta, 8, age),
    "E[M], population": (theta) => mean(theta, 0, 0),
    "E[M | x = 2, m = 22]": (theta) => mean(theta, 2, 22),
    "CLV, x = 2, m = 22": (theta) => expected(theta, 2, 0.75 * age) * mean(theta, 2, 22),
  };
}
