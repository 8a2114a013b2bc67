import { INFINITE } from "../../src/math/infinite.ts";
import type { Kept, Limit } from "../../src/model.ts";
import { noRepeatPurchases } from "../family/rate-limits.ts";

const share = (name: string, first: string, second: string): Kept => ({
  ...{ name, timePower: 0, moneyPower: 0, upper: 1, carrier: first },
  of: (theta) => theta[first] / (theta[first] + theta[second]),
  slope: (p) => p * (1 - p),
});

const PURCHASE = share("α/(α+β)", "alpha", "beta");
const DROPOUT = share("γ/(γ+δ)", "gamma", "delta");

/**
 * The limits in which BG/BB degenerates, with directions in (ln α, ln β, ln γ, ln δ).
 *
 * α/(α+β) → 0 and γ/(γ+δ) → 1 are none of their own: they exclude purchases.
 */
export const limits: readonly Limit[] = [
  {
    ...noRepeatPurchases({}),
    direction: [-1, 0, 0, 0],
    unidentified: ["alpha", "beta", "gamma", "delta"],
    message:
      "No customer has used an opportunity after the first purchase: the purchase probability tends to 0, and the data say nothing about dropout.",
    standFor: () => ({ alpha: 1 / INFINITE, beta: 1, gamma: 1, delta: 1 }),
  },
  {
    name: "no-dropout",
    direction: [0, 0, -1, 0],
    unidentified: ["gamma", "delta"],
    message: "No dropout is visible: γ/(γ+δ) → 0, the model tends to the Beta-Bernoulli.",
    advice:
      "Expected purchases are those of customers who never leave, and numerically determined; P(alive) is 1 by assumption, not by evidence.",
    standFor: () => ({ gamma: 0, delta: 1 }),
  },
  {
    name: "every-opportunity",
    direction: [0, -1, 0, 0],
    unidentified: ["alpha", "beta"],
    message:
      "No customer has bought again after a pause: α/(α+β) → 1, customers buy at every opportunity until they leave.",
    advice: "Customers who let one opportunity pass count as gone. If they renew a contract, use clv contracts.",
    standFor: () => ({ alpha: INFINITE, beta: 0 }),
  },
  {
    name: "homogeneous-dropout",
    direction: [0, 0, 1, 1],
    unidentified: ["gamma", "delta"],
    message: "No difference between customers in dropout is visible: γ, δ → ∞, only their ratio is identified.",
    advice:
      "Predictions are numerically determined, with one dropout probability γ/(γ+δ) for all customers; do not interpret γ or δ alone.",
    keeps: DROPOUT,
    standFor: (p) => ({ gamma: p * INFINITE, delta: (1 - p) * INFINITE }),
  },
  {
    name: "all-or-none-dropout",
    direction: [0, 0, -1, -1],
    unidentified: ["gamma", "delta"],
    message:
      "Customers seem to leave either before the first opportunity or never: γ, δ → 0, only their ratio is identified.",
    advice: "Predictions are as well determined as this split; do not interpret γ or δ alone.",
    keeps: DROPOUT,
    standFor: (part) => ({ gamma: part / INFINITE, delta: (1 - part) / INFINITE }),
  },
  {
    name: "homogeneous-purchases",
    direction: [1, 1, 0, 0],
    unidentified: ["alpha", "beta"],
    message:
      "No difference between customers in purchase probability is visible: α, β → ∞, only their ratio is identified.",
    advice:
      "Predictions are numerically determined, with one purchase probability α/(α+β) for all customers; do not interpret α or β alone.",
    keeps: PURCHASE,
    standFor: (p) => ({ alpha: p * INFINITE, beta: (1 - p) * INFINITE }),
  },
  {
    name: "all-or-none-purchases",
    direction: [-1, -1, 0, 0],
    unidentified: ["alpha", "beta"],
    message: "Customers seem to buy either at every opportunity or never: α, β → 0, only their ratio is identified.",
    advice: "Predictions are as well determined as this split; do not interpret α or β alone.",
    keeps: PURCHASE,
    standFor: (part) => ({ alpha: part / INFINITE, beta: (1 - part) / INFINITE }),
  },
];
