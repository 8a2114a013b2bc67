import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import type { Parameters, PurchaseModel } from "../../src/model.ts";
import { seeded } from "../../src/random/seeded.ts";

/** A world to draw customers from: the truth, and how long it is observed. */
export interface World {
  readonly name: string;
  readonly purchase: Parameters;
  readonly spend: Parameters;
  /** Ages at the end of observation are whole weeks, uniform from one to the other. */
  readonly T: readonly [number, number];
  /** Weeks of holdout. */
  readonly horizon: number;
}

/** Customers of a world in continuous time, with what they do in the holdout; customer k draws from stream k of the seed. */
export function simulatedCustomers(
  world: World,
  customers: number,
  seed: number,
  model: PurchaseModel = bgNbd,
): CustomerBase {
  const column = (): Float64Array => new Float64Array(customers);
  const [frequency, recency, T, monetaryValue] = [column(), column(), column(), column()];
  const [later, laterValue] = [column(), column()];
  const ages: number[] = [];
  for (let k = 0; k < customers; k++) {
    const random = seeded(seed, k);
    const age = world.T[0] + Math.floor((world.T[1] - world.T[0] + 1) * random.uniform());
    ages.length = 0;
    model.simulate(world.purchase, random, age + world.horizon, ages);
    const values = gammaGamma.simulate(world.spend, random, ages.length);
    const x = ages.filter((at) => at <= age).length;
    const mean = (from: number, to: number): number => {
      return to > from ? values.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from) : Number.NaN;
    };
    frequency[k] = x;
    recency[k] = x > 0 ? ages[x - 1] : 0;
    T[k] = age;
    monetaryValue[k] = mean(0, x);
    later[k] = ages.length - x;
    laterValue[k] = mean(x, ages.length);
  }
  return {
    length: customers,
    customers: Array.from({ length: customers }, (_, k) => String(k + 1)),
    frequency,
    recency,
    T,
    monetaryValue,
    holdout: { duration: world.horizon, frequency: later, monetaryValue: laterValue, newCustomers: 0 },
    unit: "week",
    grain: "none",
  };
}
