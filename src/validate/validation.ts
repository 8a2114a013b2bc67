import type { TimeUnit } from "../data/time-unit.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { Interval } from "../fit/interval.ts";
import type { Coverage } from "../predict/coverage.ts";

/**
 * The forecast of a model compared with the actual purchases: fitted before `split`, scored from there to `until`.
 *
 * Plain and JSON-able: numbers, texts and arrays of them. Counts and values are of the customers known before the split.
 */
export interface Validation {
  /** First day of the holdout, ISO. */
  readonly split: string;
  /** Last day of the holdout, ISO. */
  readonly until: string;
  readonly unit: TimeUnit;
  /** Length of the holdout, in `unit`s. */
  readonly duration: number;
  /** Customers known before the split. */
  readonly customers: number;
  /** The number of customers first seen in the holdout. No other number here includes them. */
  readonly newCustomers: number;
  /** Purchases in the holdout. */
  readonly purchases: Comparison;
  /** Value of the purchases in the holdout; absent when the log has no values or the spend model has no mean. */
  readonly value?: Comparison;
  /** Repeat buyers by P(alive) at the split: the share that bought again. */
  readonly returns: readonly ReturnsBin[];
  readonly tracking: Tracking;
  /** The tracking of the same model without its season, if it has one. */
  readonly withoutSeason?: Tracking;
  /** Faults, their effects and remedies. */
  readonly notices: readonly Notice[];
}

/** One quantity per customer, expected and actual. */
export interface Comparison {
  /** The model first, then the baselines. */
  readonly predictors: readonly PredictorResult[];
  readonly byFrequency: readonly CalibrationBin[];
  readonly byRecency: readonly CalibrationBin[];
  /** By T − t_x, the time since the last purchase: the evidence for or against dropout. */
  readonly bySilence: readonly CalibrationBin[];
  /** Ten equal groups of customers, in descending order of the model's expectation. */
  readonly deciles: readonly Decile[];
  /** Share of the actual total in the customers expected to be best, model and perfect foresight. */
  readonly gain: readonly GainPoint[];
  /** Outcome intervals per customer: the share that covers the actual number. */
  readonly coverage: Coverage;
  /** The total of all customers. */
  readonly total: { readonly actual: number; readonly expected: number; readonly outcome: Interval };
}

/** The source of a forecast: the model, or a simple rule. */
export type Predictor = "model" | "past-rate" | "hiatus" | "mean";

/** How well one predictor did, per customer and in total. */
export interface PredictorResult {
  readonly predictor: Predictor;
  /** The printed name, with the rule, e.g. `repeat the past rate (x/T)`. */
  readonly title: string;
  /** Σ expected. */
  readonly total: number;
  /** (Σ expected − Σ actual)/Σ actual; undefined where the actual total is 0. */
  readonly totalError: number | undefined;
  /** Mean of expected − actual. */
  readonly bias: number;
  /** Mean of |expected − actual|. */
  readonly mae: number;
  /** √ mean of (expected − actual)². */
  readonly rmse: number;
  /** Spearman's rank correlation of expected and actual, ties at their mean rank; undefined where one is constant. */
  readonly rankCorrelation: number | undefined;
  /** Gini coefficient of the actual values in the expected order, divided by that of the perfect order: 1 perfect, 0 chance. */
  readonly gini: number | undefined;
  /** Share of the true top 10 % that are in the predicted top 10 %. */
  readonly topDecileFound: number | undefined;
}

/** Customers with similar histories: expected and actual numbers per customer. */
export interface CalibrationBin {
  /** E.g. `0`, `7+`, `12.4 – 18.1`. */
  readonly label: string;
  /** Least and greatest x, t_x or T − t_x in the bin. */
  readonly from: number;
  readonly to: number;
  readonly customers: number;
  readonly expected: number;
  readonly actual: number;
}

/** Repeat buyers of similar P(alive) at the split, and how many of them bought in the holdout. */
export interface ReturnsBin {
  /** P(alive) in the bin is ≥ `from` and < `to`; the last bin holds 1 too. */
  readonly from: number;
  readonly to: number;
  readonly customers: number;
  /** Mean P(alive). */
  readonly alive: number;
  /** Mean probability of at least one purchase in the holdout. */
  readonly expected: number;
  /** Customers with at least one. */
  readonly returned: number;
  /** The interval of the share of customers who return (Wilson 1927), at the level of the outcome intervals. */
  readonly share: Interval;
}

/** A decile of the customers. */
export interface Decile {
  /** 1: those expected to be best. */
  readonly decile: number;
  readonly customers: number;
  /** Totals of the decile. */
  readonly expected: number;
  readonly actual: number;
  /** Mean actual of the decile divided by the mean of all; 0 where the actual total is 0. */
  readonly lift: number;
}

/** A point of the gain curve. */
export interface GainPoint {
  /** Share of customers, best expected first: 0 … 1. */
  readonly customers: number;
  /** Their share of the actual total; 0 where the actual total is 0. */
  readonly model: number;
  readonly perfect: number;
}

/** Repeat purchases of all customers known before the split, over the weeks since the log began. */
export interface Tracking {
  /** Days in one step: 7. */
  readonly days: number;
  /** First day of the first week, ISO. */
  readonly from: string;
  /** Steps before the split; may be a fraction. */
  readonly splitAt: number;
  readonly steps: readonly TrackingStep[];
}

/** One week: repeat purchases in it, and up to its end. */
export interface TrackingStep {
  /** End of the step, in steps since `from`: 1, 2, …. */
  readonly step: number;
  readonly actual: number;
  readonly expected: number;
  readonly actualCumulative: number;
  readonly expectedCumulative: number;
}
