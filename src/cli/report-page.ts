import { basename } from "node:path";
import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { buildSpendHistories, countHistories } from "../data/histories.ts";
import { ClvError } from "../errors.ts";
import type { ParameterIntervals } from "../fit/interval.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { waldIntervals } from "../fit/wald.ts";
import { VERSION } from "../io/version.ts";
import type { Scores } from "../predict/score.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import { buildReportData, type ShownIntervals } from "../report/build/build-report-data.ts";
import type { ReportData } from "../report/report-data.ts";
import { checkFit } from "../validate/check-fit.ts";
import { validateHoldout } from "../validate/validate-holdout.ts";
import type { Options } from "./flags.ts";
import { intervalNotices, intervalsOf, jointDraws } from "./intervals.ts";
import { type ModelInUse, otherData } from "./models.ts";
import { parameterIntervalsOf } from "./parameter-intervals.ts";
import type { BaseFromFile } from "./read-base.ts";

/** Probability of the report's intervals, unless asked otherwise. */
const LEVEL = 0.9;

/** What the report is drawn from, besides the flags. */
interface PageSource {
  /** LOG or BASE as typed. */
  readonly path: string;
  readonly read: Pick<BaseFromFile, "base" | "behind" | "reading">;
  readonly model: ModelInUse;
  readonly scores: Scores;
  /** Joint draws of the parameters and intervals of the scores, where they were made already. */
  readonly draws?: readonly ParameterDraw[] | undefined;
  readonly intervals?: ScoreIntervals | undefined;
}

/**
 * The report as numbers.
 *
 * @throws ClvError `usage` when --top is no whole number greater than 0
 */
export async function reportNumbers(source: PageSource, options: Options): Promise<ReportData> {
  const { path, read, model, scores } = source;
  const { base, behind, reading } = read;
  const { fitted, purchase, spend } = model;
  const { margin, discountRate, top, anonymous, interval: level = LEVEL, seed } = options;
  if (!(Number.isInteger(top) && top > 0)) {
    throw new ClvError("usage", { where: "--top", expected: "a whole number greater than 0", got: top });
  }
  const terms = { horizon: scores.horizon, margin, discountRate, level, seed };
  const other = options.model === undefined ? [] : await otherData(base, fitted);
  const own = other.length === 0;
  const parameters = source.draws ?? jointDraws(base, model, seed, own);
  const intervals = shown(source.intervals ?? intervalsOf(base, model, { ...terms, parameters }));
  const inLog = base.holdout && behind?.holdout?.();
  const notices = [...other, ...scores.notices, ...intervalNotices(intervals, model, own)];
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
    level,
    parameterIntervals: parameterIntervals(base, model, level, own),
    scoreIntervals: intervals,
    ...(inLog && { validation: validateHoldout(base, base.holdout!, model, inLog, { level, seed, parameters }) }),
    ...(reading && { reading }),
    ...(behind && { purchasesOf: behind.purchasesOf }),
    notices,
    top,
    anonymous,
  });
}

/** The intervals a page shows; the columns of the others may go before the holdout takes room of its own. */
function shown({ totals, estimate: { lifetimeValue } }: ScoreIntervals): ShownIntervals {
  return { totals, estimate: { ...(lifetimeValue && { lifetimeValue }) } };
}

/** The report as a page. The drawing library is loaded only now: other commands start without it. */
export async function drawPage(data: ReportData): Promise<string> {
  const { renderReport } = await import("../report/render-report.ts");
  return renderReport(data);
}

/** The report as a page, right from what it is drawn from. */
export async function pageOf(source: PageSource, options: Options): Promise<string> {
  return drawPage(await reportNumbers(source, options));
}

/** From the profile of the likelihood; of a model fitted on other data from its covariance, which is all there is. */
function parameterIntervals(base: CustomerBase, model: ModelInUse, level: number, own: boolean): ParameterIntervals[] {
  const { purchase, spend, unit } = model.fitted;
  if (!own) return [purchase, spend].flatMap((fit) => (fit ? waldIntervals(fit, level) : []));
  const converted = convertBase(base, unit);
  return parameterIntervalsOf(
    { histories: countHistories(converted), values: buildSpendHistories(converted) },
    model,
    level,
  );
}
