import trigamma from "@stdlib/math-base-special-trigamma";
import { digammaDifference } from "../math/gamma-differences.ts";
import type { Histories, PurchaseModel } from "../model.ts";
import { counted } from "../number-words.ts";
import type { Notice } from "./fit-result.ts";

/** How regularly customers buy. It depends neither on their rates nor on their dropout. */
export interface Regularity {
  /**
   * Shape k of the times between purchases: 1 for random times, above 1 for regular ones, below 1 for bursts. 1/√k is
   * their relative spread.
   */
  readonly shape: number;
  readonly standardError: number;
  /** A standard normal deviate if purchases are random: the test of k = 1. */
  readonly deviate: number;
  /** The number of customers with at least two repeat purchases, which alone carry information. */
  readonly customers: number;
}

/** Customers of x repeat purchases. */
type ByFrequency = ReadonlyMap<number, number>;

const MOST_STEPS = 60;
const LARGEST = 1e4;

/**
 * Tests whether customers buy at regular times, by `litt`.
 *
 *     t₁/t_x, …, t_x/t_x | x, t_x ~ Dirichlet(k, …, k),   Σ ln of them = litt − x ln t_x
 *     ∂ ln L/∂k = Σ (litt − x ln t_x) + Σ x (ψ(kx) − ψ(k)),   −∂² ln L/∂k² = Σ x (ψ′(k) − x ψ′(kx))
 *
 * If times between purchases are Gamma(k, λ), their shares of t_x are Dirichlet for every λ. The shares are independent
 * of λ and of the time since the last purchase, so neither rates nor dropout have to be known. The deviate is that of
 * the score test of k = 1. Where the grain is a fifth of the usual time between purchases or longer, merging alone
 * makes the times look regular.
 *
 * @param histories with `litt`
 * @returns undefined without `litt`, or if no customer has two repeat purchases
 * @example
 * const histories = {
 *   length: 2,
 *   frequency: Float64Array.of(2, 3),
 *   recency: Float64Array.of(8, 12),
 *   T: Float64Array.of(20, 20),
 *   count: Float64Array.of(10, 10),
 *   litt: Float64Array.of(10 * Math.log(3 * 5), 10 * Math.log(3 * 4 * 5)),
 * };
 * regularityOf(histories).shape > 5; // true
 *
 * The idea is that of Wheat & Morrison (1990), "Estimating purchase regularity with two interpurchase times", J. Mark. Res. 27(1), whose
 * share of the first of two times is the case x = 2.
 */
export function regularityOf({ length, frequency, recency, count, litt }: Histories): Regularity | undefined {
  if (litt === undefined) return undefined;
  const byFrequency = new Map<number, number>();
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const x = frequency[i];
    if (!(x >= 2 && recency[i] > 0 && count[i] > 0)) continue;
    byFrequency.set(x, (byFrequency.get(x) ?? 0) + count[i]);
    sum += litt[i] - count[i] * x * Math.log(recency[i]);
  }
  if (byFrequency.size === 0) return undefined;
  const shape = maximum(sum, byFrequency);
  return {
    shape,
    standardError: 1 / Math.sqrt(information(byFrequency, shape)),
    deviate: score(sum, byFrequency, 1) / Math.sqrt(information(byFrequency, 1)),
    customers: [...byFrequency.values()].reduce((all, some) => all + some, 0),
  };
}

function score(sum: number, byFrequency: ByFrequency, k: number): number {
  let total = sum;
  for (const [x, customers] of byFrequency) total += customers * x * digammaDifference(k, k * (x - 1));
  return total;
}

function information(byFrequency: ByFrequency, k: number): number {
  let total = 0;
  for (const [x, customers] of byFrequency) total += customers * x * (trigamma(k) - x * trigamma(k * x));
  return total;
}

/**
 * The maximum in k. Newton's steps in ln k, at most 1 long, find it, because the score falls in k. Times without any
 * spread have no maximum.
 */
function maximum(sum: number, byFrequency: ByFrequency): number {
  let log = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const k = Math.exp(log);
    const change = score(sum, byFrequency, k) / (k * information(byFrequency, k));
    log = Math.min(log + Math.max(-1, Math.min(change, 1)), Math.log(LARGEST));
    if (Math.abs(change) < 1e-12 || log === Math.log(LARGEST)) break;
  }
  return Math.exp(log);
}

/** A deviate that chance exceeds once in 200. */
const CHANCE = 2.576;
/**
 * Three bounds of the shape. Above the first, CNBD-2 is nearer than BG/NBD. Above the second, the times are those of a
 * contract. Below the third, purchases come in bursts.
 */
const REGULAR = 1.5;
const CONTRACT = 8;
const BURSTS = 0.7;

/**
 * Whether a model describes regular purchases. Its likelihood contains `litt`, and without `litt` it can't be compared
 * with others.
 */
export function needsLitt({ statistic }: Pick<PurchaseModel, "statistic">): boolean {
  return statistic.summed.includes("litt");
}

/** Advice from regularity, given the model that is chosen so far. */
export function regularityNotices(
  found: Regularity | undefined,
  chosen?: Pick<PurchaseModel, "statistic" | "title">,
): Notice[] {
  if (found === undefined || Math.abs(found.deviate) < CHANCE) return [];
  const { shape, standardError, customers } = found;
  const measured = `the shape of the times between purchases is ${shape.toPrecision(2)} ± ${standardError.toPrecision(1)} (${counted(customers, "customer")}), where 1 means purchases at random`;
  if (shape >= CONTRACT) {
    return [
      {
        name: "contract-like-purchases",
        severity: "note",
        message: `Purchases come as regularly as payments of a contract: ${measured}.`,
        advice:
          "If customers are under contract, their end is observed: fit sBG to the renewals with clv contracts (docs/models.md, Contracts). If they are free to stay away, MBG/CNBD-6 fits best.",
      },
    ];
  }
  if (shape >= REGULAR) {
    const k = Math.min(Math.round(shape), 6);
    return [
      {
        name: "regular-purchases",
        severity: "note",
        message: `Customers buy at regular times: ${measured}.`,
        advice:
          chosen && needsLitt(chosen)
            ? `${chosen.title} takes this into account: the silence of a regular buyer says more. But a grain as long as the usual time between purchases makes customers look regular.`
            : `Compare BG/CNBD-${k} and MBG/CNBD-${k}: the silence of a regular buyer says more. Check the grain first, because one as long as the usual time between purchases makes customers look regular.`,
      },
    ];
  }
  if (shape < BURSTS) {
    return [
      {
        name: "purchases-in-bursts",
        severity: "note",
        message: `Purchases come in bursts: ${measured}.`,
        advice:
          "No model of clv describes bursts. With a coarser grain, e.g. week, several orders of one occasion count as one.",
      },
    ];
  }
  return [];
}
