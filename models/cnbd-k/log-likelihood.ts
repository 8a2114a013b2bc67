/**
 * The log-likelihood of (M)BG/CNBD-k with its gradient and Hessian in (ln r, ln α, ln a, ln b).
 *
 *     ln L = (k−1) litt − x ln (k−1)! + Σ_{i<kx} ln((r+i)/α) − ρ ln(1+T/α) − Σ_{i<c−1} ln(1+a/(b+i)) + ln(S + π(R−S))
 *     ρ = r+kx,   R = ((α+T)/(α+t_x))^ρ,   S = Σ_{j<k} (ρ)_j/j! τ^j,   τ = (T−t_x)/(α+T),   π = a/(a+b+c−1)
 *
 * c counts the coins thrown, x in BG/CNBD-k and x+1 in MBG/CNBD-k; with none π = 0. In k = 1 it is BG/NBD or MBG/NBD, S = 1. The phases of
 * all purchases are those of an NBD with kx events, so its terms are the family's.
 *
 * Platzer & Reutterer (2016).
 */
import { type Distinct, distinct } from "../../src/math/distinct.ts";
import { longSums } from "../../src/math/long-sums.ts";
import { arranged, type Runs } from "../../src/math/runs.ts";
import type { DataObjective, Evaluation } from "../../src/model/objective.ts";
import type { Histories } from "../../src/model.ts";
import { addSurvival, coinsBefore } from "../bg-nbd/survival.ts";
import { addRate, layRate, type RateLayout, type WeighedRate, weighRate } from "../family/purchase-rate.ts";
import type { Member } from "./phases.ts";
import { silenceSums } from "./silence-sums.ts";

/** Lays out the log-likelihood of a member: see {@link Objective}. Without `litt` it lacks that term, which is free of the parameters. */
export function objective(member: Member): (histories: Histories) => DataObjective {
  return (histories) => {
    const { length, count, litt } = histories;
    const layout = layOut(member.k, histories);
    // A loop, for Float64Array.from with a function takes as long as two evaluations.
    const each = new Float64Array(length);
    if (litt) for (let i = 0; i < length; i++) if (count[i] > 0) each[i] = litt[i] / count[i];
    return weighted(member, layout, arranged(each, layout.phases.runs), count);
  };
}

/** Histories laid out for every parameter and all counts. */
interface Layout {
  /** Runs of equal x. */
  readonly runs: Runs;
  /** Those of an NBD that counts phases. */
  readonly phases: RateLayout;
  readonly recencies: Distinct;
}

/** What is the same for every k, of histories that are still in use: a tournament fits all k to the same ones. */
const shared = new WeakMap<Histories, { readonly rate: RateLayout; readonly recencies: Distinct }>();

function layShared(histories: Histories): { readonly rate: RateLayout; readonly recencies: Distinct } {
  const known = shared.get(histories);
  if (known) return known;
  const rate = layRate(histories);
  const laid = { rate, recencies: distinct(arranged(histories.recency, rate.runs), histories.length) };
  shared.set(histories, laid);
  return laid;
}

function layOut(k: number, histories: Histories): Layout {
  const { rate, recencies } = layShared(histories);
  const { runs } = rate;
  return {
    runs,
    phases: {
      ...rate,
      ...phasesBefore(runs, k),
      frequency: timesOf(rate.frequency, histories.length, k),
    },
    recencies,
  };
}

function phasesBefore(runs: Runs, k: number): Pick<RateLayout, "runs" | "before"> {
  const value = runs.value.map((x) => k * x);
  return { runs: { ...runs, value }, before: longSums(value) };
}

function timesOf(column: Float64Array, length: number, factor: number): Float64Array {
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) out[i] = factor * column[i];
  return out;
}

function weighted(member: Member, layout: Layout, litt: Float64Array, counts: Float64Array): DataObjective {
  const { runs, phases, recencies } = layout;
  const count = arranged(counts, runs);
  const rate = weighRate(phases, count);
  const coins = coinsBefore(runs.value, member.firstCoins);
  const addSilence = silenceSums({
    ...member,
    frequency: runs.value,
    start: runs.start,
    T: phases.T,
    recency: recencies.values,
    placeOfT: phases.placeOfT,
    placeOfRecency: recencies.place,
    count,
  });
  const constant = constantOf(member, phases, litt, count);
  const evaluate = (phi: Float64Array, out: Evaluation): void => {
    const [r, alpha, a, b] = [Math.exp(phi[0]), Math.exp(phi[1]), Math.exp(phi[2]), Math.exp(phi[3])];
    const H = out.hessian;
    out.value = constant;
    out.gradient.fill(0);
    H.fill(0);
    fillLogs(rate, alpha);
    addRate(rate, r, alpha, out);
    addSurvival(coins, rate.atLeast, a, b, out);
    addSilence(r, alpha, a, b, out);
    for (let i = 0; i < 4; i++) for (let j = 0; j < i; j++) H[4 * i + j] = H[4 * j + i];
  };
  const scratch: Evaluation = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
  return {
    dimension: 4,
    observations: rate.customers,
    evaluate,
    reweighted: (other) => weighted(member, layout, litt, other),
    value(phi) {
      evaluate(phi, scratch);
      return scratch.value;
    },
  };
}

function fillLogs({ T, logT }: WeighedRate, alpha: number): void {
  for (let i = 0; i < T.length; i++) logT[i] = Math.log1p(T[i] / alpha);
}

/** (k−1) Σ litt − Σ x ln (k−1)!. */
function constantOf({ k }: Member, { frequency }: RateLayout, litt: Float64Array, count: Float64Array): number {
  let logFactorial = 0;
  for (let i = 2; i < k; i++) logFactorial += Math.log(i);
  let sum = 0;
  for (let i = 0; i < litt.length; i++) sum += count[i] * ((k - 1) * litt[i] - (frequency[i] / k) * logFactorial);
  return sum;
}
