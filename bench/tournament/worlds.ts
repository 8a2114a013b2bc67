import { bgNbd, cnbd, mbgNbd, nbd, paretoNbd } from "../../models/index.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { STEPS } from "../../src/data/litt.ts";
import type { Parameters, PurchaseModel } from "../../src/model.ts";
import type { Random } from "../../src/random/random.ts";
import { seeded } from "../../src/random/seeded.ts";

/** Every model that competes. */
export const COMPETING: readonly PurchaseModel[] = [
  ...[bgNbd, mbgNbd, paretoNbd, nbd],
  ...[2, 3, 4, 5, 6].flatMap((k) => [cnbd(k, 0), cnbd(k, 1)]),
];

/** The models that worlds are drawn from, each with its phases to a purchase. */
export const TRUE_MODELS: readonly { readonly model: PurchaseModel; readonly k: number }[] = [
  ...[nbd, bgNbd, mbgNbd, paretoNbd].map((model) => ({ model, k: 1 })),
  ...[2, 3].flatMap((k) => [cnbd(k, 0), cnbd(k, 1)].map((model) => ({ model, k }))),
];

/** A business drawn at random, with what its customers did. */
export interface DrawnWorld {
  readonly theta: Parameters;
  readonly base: CustomerBase;
  /** The same customers 13 weeks earlier, the last quarter of the longest observation, with these weeks as the holdout. */
  readonly early: CustomerBase;
}

/** Weeks of the holdout of `early`. */
const LAST = 13;

/**
 * A world of a model: r from .3 to 1.5, and a usual time between purchases α/r (kα/r) of 3 to 15 weeks. Both are on
 * logarithmic scales. A dropout probability of 5 to 40 % a purchase with a + b from .8 to 5. Or s from .3 to 1.5 with
 * β/s from 15 to 100 weeks. Customers joined over 26 weeks, and are observed for 26 to 52 weeks, and 39 more.
 */
export function drawWorld({ model, k }: (typeof TRUE_MODELS)[number], customers: number, seed: number): DrawnWorld {
  const random = seeded(seed, 0);
  const theta = drawParameters(model, k, random);
  const whole = columns(customers);
  const earlier = columns(customers);
  const duration = 39;
  const ages: number[] = [];
  for (let c = 0; c < customers; c++) {
    const own = seeded(seed, c + 1);
    const age = 26 + Math.floor(27 * own.uniform());
    ages.length = 0;
    model.simulate(theta, own, age + duration, ages);
    observe(whole, c, ages, age, duration);
    observe(earlier, c, ages, age - LAST, LAST);
  }
  return { theta, base: baseOf(whole, duration), early: baseOf(earlier, LAST) };
}

type Columns = ReturnType<typeof columns>;

function columns(customers: number) {
  const column = (): Float64Array => new Float64Array(customers);
  return { frequency: column(), recency: column(), T: column(), litt: column(), later: column() };
}

/** Observes a customer until an age, and the purchases in the time after it. */
function observe(
  { frequency, recency, T, litt, later }: Columns,
  c: number,
  ages: readonly number[],
  until: number,
  duration: number,
): void {
  T[c] = until;
  let before = 0;
  for (const age of ages) {
    if (age > until + duration) break;
    if (age > until) {
      later[c]!++;
      continue;
    }
    frequency[c]!++;
    recency[c] = age;
    litt[c]! += Math.log(age - before);
    before = age;
  }
  litt[c] = Math.round(litt[c]! * STEPS) / STEPS;
}

function baseOf({ frequency, recency, T, litt, later }: Columns, duration: number): CustomerBase {
  return {
    length: T.length,
    customers: Array.from({ length: T.length }, (_, c) => String(c)),
    ...{ frequency, recency, T, litt },
    holdout: { duration, frequency: later },
    unit: "week",
    grain: "none",
  };
}

function drawParameters(model: PurchaseModel, k: number, random: Random): Parameters {
  const between = (low: number, high: number): number => low * (high / low) ** random.uniform();
  const r = between(0.3, 1.5);
  const alpha = (r * between(3, 15)) / k;
  const [a, b, s, life] = [0.05 + 0.35 * random.uniform(), between(0.8, 5), between(0.3, 1.5), between(15, 100)];
  const all: Parameters = { r, alpha, a: a * b, b: (1 - a) * b, s, beta: s * life };
  return Object.fromEntries(model.parameters.map(({ name }) => [name, all[name]!]));
}
