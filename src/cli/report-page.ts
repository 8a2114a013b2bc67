import { basename } from "node:path";
import { type FittedModel, numbersOf } from "../fit/fitted-model.ts";
import type { ParameterIntervals } from "../fit/interval.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { waldIntervals } from "../fit/wald.ts";
import { VERSION } from "../io/version.ts";
import type { Held } from "../predict/coverage.ts";
import type { Scores } from "../predict/score.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import { worthOf } from "../predict/worth.ts";
import { buildReportData } from "../report/build/build-report-data.ts";
import type { ShownIntervals } from "../report/build/report-input.ts";
import type { ReportData } from "../report/report-data.ts";
import { withHeld } from "../validate/validate-holdout.ts";
import { comparedWith, heldIn, intervalsOf, jointDraws } from "./draw.ts";
import type { Options } from "./flags.ts";
import { intervalNotices } from "./intervals.ts";
import { otherData } from "./models.ts";
import type { BaseFromFile } from "./read-base.ts";
import { requireTop } from "./score-options.ts";
import { withoutIds, workersFor } from "./workers.ts";

/** Probability of the report's intervals, unless asked otherwise. */
const LEVEL = 0.9;

/** What the report is drawn from, besides the flags. */
interface PageSource {
  /** LOG or BASE as typed. */
  readonly path: string;
  readonly read: Pick<BaseFromFile, "base" | "behind" | "reading">;
  readonly fitted: FittedModel;
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
  const { path, read, fitted, scores } = source;
  const { base, behind, reading } = read;
  const { top, anonymous, interval: level = LEVEL, seed } = options;
  requireTop(options);
  const worth = worthOf(options);
  const { margin, discountRate } = options;
  const terms = { horizon: scores.horizon, margin, discountRate, level, seed };
  const other = options.model === undefined ? [] : await otherData(base, fitted);
  const own = other.length === 0;
  const workers = workersFor(base.length, options);
  const inLog = base.holdout && behind?.holdout?.();
  const draw = async () => {
    const parameters = source.draws ?? (await jointDraws(workers, base, fitted, seed, own));
    const drawn = shown(source.intervals ?? (await intervalsOf(workers, base, fitted, { ...terms, parameters })));
    if (drawn.held || !inLog) return drawn;
    return { ...drawn, held: await heldIn(workers, base, fitted, { level, seed, parameters }) };
  };
  const data = { base: withoutIds(base), fitted: numbersOf(fitted) };
  const [{ held, ...intervals }, compared, goodness, parameterIntervals] = await Promise.all([
    draw(),
    inLog && comparedWith(workers, base, fitted, inLog),
    workers.run("goodness", data),
    own ? workers.run("profiles", { ...data, level }) : waldOf(fitted, level),
  ]);
  const notices = [...other, ...scores.notices, ...intervalNotices(intervals, fitted, own)];
  return buildReportData({
    subject: path === "-" ? "standard input" : basename(path),
    writtenBy: `clv ${VERSION}`,
    base,
    fitted,
    scores,
    ...worth,
    goodness,
    level,
    parameterIntervals,
    scoreIntervals: intervals,
    ...(compared && { validation: withHeld(compared, held!) }),
    ...(reading && { reading }),
    ...(behind && { purchasesOf: behind.purchasesOf }),
    notices,
    top,
    anonymous,
  });
}

/** The intervals a page shows; the columns of the others may go before the holdout takes room of its own. */
function shown({ totals, held, estimate: { clv } }: ScoreIntervals): ShownIntervals & { held?: Held } {
  return { totals, estimate: { ...(clv && { clv }) }, ...(held && { held }) };
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

/** Of a model fitted on other data its covariance is all there is to range its parameters by. */
function waldOf({ purchase, spend }: FittedModel, level: number): ParameterIntervals[] {
  return [purchase, spend].flatMap((fit) => (fit ? waldIntervals(fit, level) : []));
}
