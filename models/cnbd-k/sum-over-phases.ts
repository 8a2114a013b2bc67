import { negativeBinomial } from "../../src/math/negative-binomial.ts";
import type { Alive } from "./phases.ts";

/** What is smaller than this part of a sum no longer counts. */
const NEGLIGIBLE = 1e-18;
/** The first probability, (1+y)^−R, is a double up to here. */
const LARGEST_EXPONENT = 600;
/** Phases up to which a sum over them costs less than the mean over p. */
const MOST_PHASES = 4000;

/** Whether so few phases pass in the time y that a sum over them is worth its while. */
export function arePhasesFew(R: number, y: number): boolean {
  return phasesOf(R, y) < MOST_PHASES;
}

/** So many phases matter among those that pass in the time y, in units of A: mean, eight deviations and an exponential tail. */
function phasesOf(R: number, y: number): number {
  const mean = R * y;
  return mean + 8 * Math.sqrt(mean * (1 + y)) + 40 * (1 + y);
}

/** Σ_{m≥1} q_{m−1} P(M ≥ km−j), M negative binomial with shape R and odds y: a purchase counts for all phases from its own on. */
export function sumOfTails(alive: Alive, R: number, y: number): number {
  return sumOverPhases(alive, R, y, alive.k - alive.j, true);
}

/** Σ_{m≥1} q_{m−1} P(M = km−j−1): the phases just before a purchase. */
export function sumOfProbabilities(alive: Alive, R: number, y: number): number {
  return sumOverPhases(alive, R, y, alive.k - alive.j - 1, false);
}

/**
 * Σ_n P(M = n)·g(n), where g gains q_{m−1} = Π_{i<m−1} (B+i)/(a+B+i) at every k-th phase from `first` on, and keeps it or not. The
 * probabilities are a running product, every term is positive, and the sum ends where what is left no longer counts.
 */
function sumOverPhases({ k, a, B }: Alive, R: number, y: number, first: number, keeps: boolean): number {
  const z = y / (1 + y);
  const exponent = R * Math.log1p(y);
  const laid =
    exponent > LARGEST_EXPONENT ? negativeBinomial(R, y, Math.ceil(phasesOf(R, y)) + k).probability : undefined;
  let probability = laid ? laid[0] : Math.exp(-exponent);
  let [sum, gain, q] = [0, 0, 1];
  for (let n = 0, next = first, m = 0; ; n++) {
    if (n === next) {
      gain = keeps ? gain + q : q;
      q *= (B + m) / (a + B + m);
      next += k;
      m++;
    } else if (!keeps) gain = 0;
    sum += probability * gain;
    const ratio = ((R + n) * z) / (n + 1);
    if (laid) {
      if (n + 1 === laid.length) return sum;
      probability = laid[n + 1];
      continue;
    }
    probability *= ratio;
    // Ratios fall with n and a gain is at most 1 a phase: a geometric series bounds what is left.
    const rest = 1 - ratio;
    if (rest > 0 && m > 0 && probability * (m * rest + 1) <= NEGLIGIBLE * sum * rest * rest) return sum;
  }
}
