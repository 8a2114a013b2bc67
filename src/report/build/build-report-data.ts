import { convertBase } from "../../data/convert-base.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import type { Notice } from "../../fit/fit-result.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import type { ParameterIntervals } from "../../fit/interval.ts";
import { horizonIn } from "../../predict/horizon.ts";
import type { Scores } from "../../predict/score.ts";
import type { ScoreIntervals } from "../../predict/score-intervals.ts";
import type { GoodnessOfFit } from "../../validate/goodness-of-fit.ts";
import type { Validation } from "../../validate/validation.ts";
import type { Reading, ReportData } from "../report-data.ts";
import { buildAlivePath } from "./alive-path.ts";
import { baseNumbers } from "./base-numbers.ts";
import { buildConcentration } from "./concentration.ts";
import { customerRows } from "./customer-rows.ts";
import { buildHeadline } from "./headline.ts";
import { modelNumbers } from "./model-numbers.ts";
import { rankWorth } from "./rank-worth.ts";
import { buildSlipping } from "./slipping.ts";
import { buildSurface } from "./surface.ts";

/** What a report shows of the intervals of scores: those of totals, and of what customers are worth. */
export interface ShownIntervals extends Pick<ScoreIntervals, "totals"> {
  readonly estimate: Pick<ScoreIntervals["estimate"], "lifetimeValue">;
}

/** What a report is made from: the steps of the way, as they came out. */
export interface ReportInput {
  /** The name of the log or base. */
  readonly subject: string;
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
  readonly validation?: Validation;
  /** Absent when a base was read instead of a log. */
  readonly reading?: Reading;
  /** Times of all purchases of a customer in the order of the base, in milliseconds since 1970, ascending; absent without a log. */
  readonly purchasesOf?: (customer: number) => readonly number[] | Promise<readonly number[]>;
  /** What is to be said of the scores and their intervals. */
  readonly notices: readonly Notice[];
  /** Customers in the tables. */
  readonly top: number;
  /** Whether ids are left out. */
  readonly anonymous: boolean;
}

/**
 * Brings the results of all steps together as what the page shows.
 *
 * Everything is aggregated here, so that a report of ten million customers is no longer than one of a thousand: what grows with the customers
 * is read once or twice as columns, and only the `top` customers come out one by one.
 *
 * @returns plain numbers, texts and lists of them: what `clv report --json` prints, and `renderReport` draws
 */
export async function buildReportData(input: ReportInput): Promise<ReportData> {
  const { fitted, scores, validation, reading } = input;
  const base = convertBase(input.base, fitted.unit);
  const { model: purchase, parameters: theta } = fitted.purchase;
  const worth = rankWorth(scores);
  await turn();
  const rowsOf = customerRows(input, base, worth);
  const slipping = buildSlipping({ base, purchase, theta, scores, worth, top: input.top });
  await turn();
  const best = worth.best(input.top);
  const told = slipping.customers[0] ?? best.find((customer) => base.frequency[customer] > 0);
  const path =
    told === undefined ? undefined : buildAlivePath(base, told, purchase, theta, await input.purchasesOf?.(told));
  const surface = buildSurface(base, purchase, theta, horizonIn(scores.horizon, fitted.unit));
  await turn();
  const concentration = buildConcentration(worth.descending);
  await turn();
  return {
    subject: input.subject,
    writtenBy: input.writtenBy,
    unit: fitted.unit,
    grain: fitted.grain,
    level: input.level,
    horizon: scores.horizon,
    margin: input.margin,
    discountRate: input.discountRate,
    ...(reading && { reading }),
    base: baseNumbers(base),
    headline: buildHeadline(input, base),
    worth: worth.measure,
    worthMost: best.map(rowsOf),
    slipping: {
      lookback: slipping.lookback,
      lostInAll: slipping.lostInAll,
      rows: slipping.customers.map((customer) => ({
        ...rowsOf(customer),
        probabilityAliveBefore: slipping.before(customer),
        lost: slipping.lost[customer],
      })),
    },
    surface,
    ...(validation && { validation }),
    goodness: input.goodness,
    concentration,
    ...(path && told !== undefined && { path: { ...identityOf(rowsOf(told)), ...path } }),
    models: modelNumbers(input),
    notices: input.notices,
  };
}

/** Lets others have their turn between steps that take as long as there are customers: a signal, the page of who asked. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function identityOf({ rank, customer }: { readonly rank: number; readonly customer?: string }) {
  return { rank, ...(customer !== undefined && { customer }) };
}
