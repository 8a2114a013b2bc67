import { INFINITE } from "../../src/math/infinite.ts";
import type { Kept, Limit } from "../../src/model.ts";

/** The common death rate. */
const DEATH_RATE: Kept = {
  name: "s/β",
  timePower: -1,
  moneyPower: 0,
  upper: Number.POSITIVE_INFINITY,
  of: ({ s, beta }) => s / beta,
  carrier: "s",
  slope: (rate) => rate,
};

/** Where its parameters s and β stand among those of a model with death rates μ ~ Gamma(s, β). */
type Places = { readonly s: number; readonly beta: number; readonly of: number };

function towards(places: Places, s: number, beta: number): number[] {
  return Array.from({ length: places.of }, (_, i) => (i === places.s ? s : i === places.beta ? beta : 0));
}

/** s → 0: no customer dies. `others` lose their meaning too; they come with the values that stand for them. */
export function noDeaths(places: Places, others: Readonly<Record<string, number>> = {}): Limit {
  return {
    name: "no-dropout",
    direction: towards(places, -1, 0),
    unidentified: [...Object.keys(others), "s", "beta"],
    message: "No dropout is visible: s → 0, the model tends to the NBD.",
    advice:
      "Expected purchases are those of the NBD and numerically determined; P(alive) is 1 by assumption, not by evidence.",
    standFor: () => ({ ...others, s: 0, beta: 1 }),
  };
}

/** s, β → ∞: one death rate for all, `at` an age where it changes. */
export function homogeneousDeaths(places: Places, at = ""): Limit {
  return {
    name: "homogeneous-dropout",
    direction: towards(places, 1, 1),
    unidentified: ["s", "beta"],
    message: "No difference between customers in death rate is visible: s, β → ∞, only their ratio is identified.",
    advice: `Predictions are numerically determined, with one death rate s/β${at} for all customers; do not interpret s or β alone.`,
    keeps: DEATH_RATE,
    standFor: (rate) => ({ s: rate * INFINITE, beta: INFINITE }),
  };
}
