import type { CustomerBase } from "../../data/customer-base.ts";
import type { Notice } from "../../fit/fit-result.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import type { ParameterIntervals } from "../../fit/interval.ts";
import type { ParameterDraw } from "../../fit/parameter-draws.ts";
import type { ShownMonths } from "../../months/on-page.ts";
import type { Scores } from "../../predict/score.ts";
import type { ScoreIntervals } from "../../predict/score-intervals.ts";
import type { ShownMoves } from "../../segments/on-page.ts";
import type { GoodnessOfFit } from "../../validate/goodness-of-fit.ts";
import type { Validation } from "../../validate/validation.ts";
import type { ShownValue } from "../../value/on-page.ts";
import type { ShownWatch } from "../../watch/on-page.ts";
import type { CameBackSince, Reading, ShownSeason, ShownTournament } from "../report-data.ts";

/** The intervals of customers that a report shows: the estimate of the CLV, and the outcomes. */
export interface CustomerIntervals {
  readonly estimate: Pick<ScoreIntervals["estimate"], "clv">;
  readonly outcome?: ScoreIntervals["outcome"];
}

/**
 * The intervals that a report shows: those of totals, and those of the customers in its tables. The latter are columns over the whole
 * base, or `at` computes them for the customers at some places.
 */
export type ShownIntervals = Pick<ScoreIntervals, "totals"> &
  (CustomerIntervals | { at(places: readonly number[]): Promise<CustomerIntervals> });

/** The inputs of a report: the results of all steps. */
export interface ReportInput {
  /** The name of the log or base. */
  readonly subject: string;
  /** The title of the page; the subject without the endings of a file when left out. */
  readonly title?: string;
  /** The currency of the values as it is printed, e.g. `USD` or `€`; none when left out. */
  readonly currency?: string;
  /** The id of the customer whose history is shown; the first of those slipping away when left out. */
  readonly history?: string;
  /** The program and its version. */
  readonly writtenBy: string;
  readonly base: CustomerBase;
  readonly fitted: FittedModel;
  readonly scores: Scores;
  readonly margin: number;
  readonly discountRate: number;
  readonly goodness: GoodnessOfFit;
  /** Probability of every interval, e.g. 0.9. */
  readonly level: number;
  readonly parameterIntervals?: readonly ParameterIntervals[];
  readonly scoreIntervals?: ShownIntervals;
  /** Joint draws of the parameters. With them, the customers slipping away are ranked by the loss that is certain. */
  readonly draws?: readonly ParameterDraw[];
  readonly validation?: Validation;
  readonly tournament?: ShownTournament;
  /** The findings of `auto` on the season. */
  readonly seasonFound?: Pick<ShownSeason, "findings" | "trials">;
  /** Absent when a base was read instead of a log. */
  readonly reading?: Reading;
  /** Times of all purchases of a customer in the order of the base, in milliseconds since 1970, ascending; absent without a log. */
  readonly purchasesOf?: (customer: number) => readonly number[] | Promise<readonly number[]>;
  /** The series of the log and its cohorts; absent without a log. */
  readonly months?: ShownMonths;
  /** The moves between segments and the early signs; absent where there are too few periods. */
  readonly moves?: ShownMoves;
  /** Whether the model fitted before a split still holds. */
  readonly watched?: ShownWatch;
  /** The customers slipping away at a split who came back; absent if the scores are as of the split. */
  readonly cameBackSince?: CameBackSince;
  /** With a plan of costs. */
  readonly value?: ShownValue;
  /** The notices on the scores and their intervals. */
  readonly notices: readonly Notice[];
  /** Customers in the tables. */
  readonly top: number;
  /** Whether ids are left out. */
  readonly anonymous: boolean;
}
