import { basename } from "node:path";
import { convertBase } from "../data/convert-base.ts";
import { buildHistories, buildSpendHistories } from "../data/histories.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { ParameterIntervals } from "../fit/interval.ts";
import { profileIntervals } from "../fit/profile.ts";
import { waldIntervals } from "../fit/wald.ts";
import { VERSION } from "../io/version.ts";
import type { Scores } from "../predict/score.ts";
import { scoreIntervals } from "../predict/score-intervals.ts";
import { buildReportData } from "../report/build/build-report-data.ts";
import { purchaseTimes } from "../report/build/purchase-times.ts";
import type { ReportData } from "../report/report-data.ts";
import { checkFit } from "../validate/check-fit.ts";
import { validate } from "../validate/validate.ts";
import type { Options } from "./flags.ts";
import { counted } from "./format.ts";
import type { ModelInUse } from "./models.ts";
import { note } from "./outcome.ts";
import type { BaseFromFile } from "./read-base.ts";
import { summarizeOptions } from "./read-log.ts";

/** Probability of the report's intervals. */
const LEVEL = 0.9;
/** Of more customers `clv run` draws no report: it would take longer than all the rest. */
export const REPORT_MOST = 200_000;
/** Of more customers `clv run` makes no joint draws, for the same reason: about 0.1 ms a customer for the intervals, and again for the holdout. */
const DRAWS_MOST = 20_000;

/** What the report is drawn from, besides the flags. */
interface PageSource {
  /** LOG or BASE as typed. */
  readonly path: string;
  readonly read: Pick<BaseFromFile, "base" | "transactions" | "reading">;
  readonly model: ModelInUse;
  readonly scores: Scores;
  /** Whether to make joint draws for every customer: the intervals of the scores, and the holdout. */
  readonly draws: boolean;
}

/**
 * The report as numbers.
 *
 * @throws ClvError `usage` when --top is no whole number greater than 0
 */
export function reportNumbers({ path, read, model, scores, draws }: PageSource, options: Options): ReportData {
  const { base, transactions, reading } = read;
  const { fitted, purchase, spend } = model;
  const { margin, discountRate, top, anonymous } = options;
  if (!(Number.isInteger(top) && top > 0)) {
    throw new ClvError("usage", { where: "--top", expected: "a whole number greater than 0", got: top });
  }
  const terms = { horizon: scores.horizon, margin, discountRate, level: LEVEL };
  const measured = { ...summarizeOptions(options), unit: base.unit, grain: base.grain, level: LEVEL };
  return buildReportData({
    subject: path === "-" ? "standard input" : basename(path),
    writtenBy: `clv ${VERSION}`,
    base,
    fitted,
    purchase,
    spend,
    scores,
    margin,
    discountRate,
    goodness: checkFit(convertBase(base, fitted.unit), fitted, purchase, spend),
    level: LEVEL,
    parameterIntervals: parameterIntervals(read, model, options),
    ...(draws && { scoreIntervals: scoreIntervals(base, fitted, purchase, spend, terms) }),
    ...(draws && transactions && base.holdout && { validation: validate(transactions, base, model, measured) }),
    ...(reading && { reading }),
    ...(transactions && { purchasesOf: (customer: number) => purchaseTimes(transactions, base, customer) }),
    top,
    anonymous,
  });
}

/** The report as a page. The drawing library is loaded only now: other commands start without it. */
export async function drawPage(data: ReportData): Promise<string> {
  const { renderReport } = await import("../report/render-report.ts");
  return renderReport(data);
}

/** The page of `clv run`, and what is missing from it. */
export async function pageOfRun(
  source: Omit<PageSource, "draws">,
  options: Options,
): Promise<{ readonly page: string; readonly notices: readonly Notice[] }> {
  const customers = source.read.base.length;
  const draws = customers <= DRAWS_MOST;
  const page = await drawPage(reportNumbers({ ...source, draws }, options));
  return {
    page,
    notices: draws ? [] : [partOfReport(customers, "The report has no intervals of scores and no holdout")],
  };
}

/** Says what `clv run` leaves to `clv report`. */
export function partOfReport(customers: number, what: string): Notice {
  return note("report-in-part", `${what}: they take a while for ${counted(customers, "customer")}.`, "See clv report.");
}

/** From the profile of the likelihood; of a model read from a file, whose data may have been others, from its covariance. */
function parameterIntervals(
  { base }: PageSource["read"],
  { fitted, purchase, spend }: ModelInUse,
  { model }: Options,
): ParameterIntervals[] {
  if (model !== undefined) {
    return [fitted.purchase, fitted.spend].flatMap((fit) => (fit ? waldIntervals(fit, LEVEL) : []));
  }
  const values = buildSpendHistories(base)?.histories;
  return [
    profileIntervals(fitted.purchase, purchase.objective(buildHistories(base).histories), LEVEL),
    ...(spend && fitted.spend && values ? [profileIntervals(fitted.spend, spend.objective(values), LEVEL)] : []),
  ];
}
