import { normalQuantile } from "../math/normal-quantile.ts";
import { fixed } from "../number-words.ts";
import type { Ranking } from "./ranking.ts";
import type { RefitTest } from "./refit-test.ts";
import type { StabilityIndex } from "./stability-index.ts";

/** Purchases since the fit, up to a day: actual, expected, and the limits between which the actual number should lie. */
export interface Checkpoint {
  /** The last day, ISO. */
  readonly until: string;
  readonly actual: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** Value of these purchases with limits of its own, if the log has values and the model has one for spend. */
  readonly value?: Omit<Checkpoint, "until" | "value">;
}

/** The results of the tests of a model that was fitted some time ago. */
export interface Findings {
  readonly checkpoints: readonly Checkpoint[];
  readonly ranking?: Ranking | undefined;
  readonly refit: RefitTest;
  /** Equity of all customers now over that by the refit, less 1; or their expected purchases where there are no values. */
  readonly equityOff: number;
  readonly scores: StabilityIndex;
}

/** Whether a model still holds. */
export interface Verdict {
  readonly verdict: "holds" | "totals off" | "fit again";
  readonly sentence: string;
}

/** A change of the forecast in total that calls for a new fit: with enough customers every difference is significant. */
const MATERIAL = 0.05;

/** The verdict in a sentence. A test counts at `1 − level`; the limits of the checkpoints are made for all of them together. */
export function verdictOf({ checkpoints, ranking, refit, equityOff, scores }: Findings, level: number): Verdict {
  const last = checkpoints.at(-1)!;
  const off = last.expected > 0 ? last.actual / last.expected - 1 : 0;
  const outside = checkpoints.filter(({ actual, low, high }) => actual < low || actual > high);
  const broken =
    ranking !== undefined &&
    ranking.actual < ranking.expected - MATERIAL &&
    ranking.actual < ranking.expected + normalQuantile((1 - level) / 2) * ranking.standardError;
  const changed = refit.p !== undefined && refit.p < 1 - level && Math.abs(equityOff) >= MATERIAL;
  const moved = scores.p < 1 - level;
  const deviation = `${percent(off)} purchases than expected have been made since the fit`;
  if (broken || changed) {
    const why = [
      ...(changed
        ? [`a fit to all purchases changes the forecast of the base by ${percent(1 / (1 + equityOff) - 1, true)}`]
        : []),
      ...(broken
        ? [
            `the model ranks customers worse than expected (${fixed(ranking.actual, 2)} for ${fixed(ranking.expected, 2)})`,
          ]
        : []),
      ...(outside.length > 0 ? [deviation] : []),
    ];
    return { verdict: "fit again", sentence: `Fit again: ${why.join("; ")}.` };
  }
  if (outside.length > 0) {
    const holds = ranking === undefined ? "" : ", but the ranking of customers holds";
    const change = percent(1 / (1 + equityOff) - 1, true);
    const wayOut =
      Math.abs(equityOff) < MATERIAL
        ? ` while this lasts: a fit to all purchases changes the forecast of the base by only ${change}`
        : `, or fit again, which changes the forecast of the base by ${change}`;
    return {
      verdict: "totals off",
      sentence: `Totals are off: ${deviation}, beyond the limits${holds}. Multiply totals by ${fixed(1 + off, 2)}${wayOut}.`,
    };
  }
  if (moved) {
    const sentence =
      "Totals of groups are wrong: the scores of the customers do not have the distribution that the model expects by now. Fit again, or examine the groups.";
    return { verdict: "totals off", sentence };
  }
  return { verdict: "holds", sentence: `The model holds: ${deviation}, within the limits.` };
}

function percent(share: number, signed = false): string {
  const text = `${fixed(Math.abs(100 * share), 1)} %`;
  if (signed) return `${share < 0 ? "−" : "+"}${text}`;
  return `${text} ${share < 0 ? "fewer" : "more"}`;
}

/**
 * The distance of each limit from its middle, in standard deviations, with which all limits hold together with this
 * probability.
 */
export function reachOfAll(level: number, limits: number): number {
  return -normalQuantile((1 - level) / (2 * limits));
}
