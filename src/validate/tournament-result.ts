import type { Fit, Notice } from "../fit/fit-result.ts";
import type { Histories, PurchaseModel } from "../model.ts";

/**
 * The rank of a model: chosen; equally good within noise; possible; inferior; not comparable, without litt; not fitted.
 */
export type Standing = "chosen" | "as good" | "possible" | "behind" | "not compared" | "not fitted";

/**
 * Differences of BIC. Up to the first there is no evidence for the better model, from the second on it is very strong
 * (Kass & Raftery 1995).
 */
export const NOISE = 2;
export const POSSIBLE = 10;

/**
 * With fewer repeat purchases than this, `auto` takes no model of regular purchases. Where it would have taken one, the
 * error of the total was a seventh larger with 2 to 12 repeat purchases. It was smaller from 13 on (`OPINIONS.md`).
 */
const FEW = 13;

/** Whether histories have too few repeat purchases to tell regular buying. */
export function hasFewRepeats({ frequency, count }: Histories): boolean {
  let repeats = 0;
  for (let k = 0; k < frequency.length && repeats < FEW; k++) repeats += frequency[k] * count[k];
  return repeats < FEW;
}

/** A model in a tournament. */
export interface Contender {
  readonly fit: Fit<PurchaseModel>;
  /** The number of estimated parameters, with those of a season's index. */
  readonly parameters: number;
  readonly standing: Standing;
  /** BIC above that of the model whose BIC is least; undefined where it can't be compared. */
  readonly deltaBic: number | undefined;
  /** The measure of the choice above that of the chosen model: BIC, less twice the log score of the holdout if there is one. */
  readonly behind: number | undefined;
  /** Σ P(alive). */
  readonly alive: number;
  /** Expected purchases in the holdout, or within the horizon; undefined without either. */
  readonly expected: number | undefined;
  /** How the forecast of the holdout did; absent without one. */
  readonly forecast?: Forecast;
  /** Measured with the clock from the options. */
  readonly seconds: number | undefined;
}

/** Expected beside actual purchases, customer by customer. */
export interface Forecast {
  readonly mae: number;
  readonly rmse: number;
  /** Σ ln P(actual purchases). */
  readonly logScore: number;
}

/** Models ranked by how well they describe a log and, with a holdout, predicted the rest of it. */
export interface Tournament {
  /** The chosen one first; those that can't be compared last. */
  readonly contenders: readonly [Contender, ...Contender[]];
  readonly chosen: Contender;
  /** Why, in a sentence. */
  readonly reason: string;
  /**
   * Models of more regular purchases that were not fitted, e.g. `BG/CNBD-3 to BG/CNBD-6`: repeat purchases are few, or the likelihood had fallen
   * before them. Absent without any.
   */
  readonly passedOver?: readonly string[];
  /** Actual purchases. Absent without a holdout. */
  readonly actual?: number;
  /**
   * The time over which purchases are expected, in the unit of the histories; absent without a holdout and a horizon.
   */
  readonly duration?: number;
  /**
   * The totals that the chosen model and those within 10 of the least BIC expect. They show how much depends on the
   * model.
   */
  readonly range?: { readonly low: number; readonly high: number; readonly models: number };
  readonly notices: readonly Notice[];
}
