import type { Period } from "../../data/periods.ts";
import { ClvError } from "../../errors.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import type { CohortClock } from "../../months/cohort-counts.ts";
import type { WorthOptions } from "../../predict/worth.ts";
import type {
  HorizonText,
  InputOptions,
  MachineOptions,
  OutputOptions,
  PlanOptions,
  SegmentColumnOptions,
  TimeOptions,
} from "../options.ts";

/** The options of the months of a log. `output` is the folder of the files. */
export interface KpiOptions extends InputOptions, TimeOptions, PlanOptions, MachineOptions, OutputOptions {
  /** `month` when left out. */
  readonly period?: Period;
  /** The clock of the cohorts; `calendar` when left out. */
  readonly by?: CohortClock;
  /** A fitted model, or the path of its file: adds the customers expected alive, and the equity, at the end of each period. */
  readonly model?: FittedModel | string;
  /** With a model: the horizon of the equity; a year when left out. */
  readonly horizon?: HorizonText;
  readonly discountRate?: NonNullable<WorthOptions["discountRate"]>;
  /** Part of the value that is profit, if no plan gives it. */
  readonly margin?: NonNullable<WorthOptions["margin"]>;
  /** The months by segment too: each customer counts in the segment at the end of the period before. */
  readonly segments?: NonNullable<SegmentColumnOptions["segments"]>;
  /** Cut points of `rfm`. */
  readonly cuts?: NonNullable<SegmentColumnOptions["cuts"]>;
  /**
   * Probability of the intervals of segments, 0.9 when left out. With `ahead` also of the future totals of cohorts,
   * whose intervals are drawn only if it is given.
   */
  readonly interval?: number;
  /** 1 when left out. */
  readonly seed?: number;
  /** With a model: the number of periods ahead to forecast in the cohorts by calendar. */
  readonly ahead?: number;
}

export function requireAsked({ model, ahead, by, horizon, discountRate }: KpiOptions): void {
  if (model === undefined) {
    for (const [flag, value] of Object.entries({
      "--ahead": ahead,
      "--horizon": horizon,
      "--discount-rate": discountRate,
    })) {
      if (value === undefined || value === 0) continue;
      throw new ClvError("usage", {
        where: flag,
        expected: "a fitted model",
        got: "none",
        wayOut: "Add --model MODEL.json.",
      });
    }
  }
  if (ahead === undefined) return;
  if (!(Number.isInteger(ahead) && ahead > 0 && ahead <= MOST_AHEAD)) {
    throw new ClvError("usage", { where: "--ahead", expected: `a whole number from 1 to ${MOST_AHEAD}`, got: ahead });
  }
  if (by === "age") {
    const wayOut = "Use --by calendar, because the customers of a cohort reach an age at different times.";
    throw new ClvError("usage", { where: "--ahead", expected: "cohorts by calendar", got: "--by age", wayOut });
  }
}

const MOST_AHEAD = 600;
