import { join } from "node:path";
import type { FittedModel } from "../fit/fitted-model.ts";
import { requireLevel } from "../fit/interval.ts";
import { given } from "../given.ts";
import { cohortsCsv, kpiCsv, segmentMonthsCsv } from "../io/months-csv.ts";
import { makeFolder } from "../io/outputs.ts";
import { VERSION } from "../io/version.ts";
import { cohortCosts } from "../months/cohort-costs.ts";
import { cohortRows } from "../months/cohort-rows.ts";
import { cohortTable } from "../months/cohort-table.ts";
import { logSeries } from "../months/kpi-series.ts";
import type { KpiSeries } from "../months/kpi-sheet.ts";
import { worthOf } from "../predict/worth.ts";
import { asFitted, requireContinuous } from "./base-options.ts";
import type { Log } from "./customers.ts";
import { inRun, type Run } from "./in-run.ts";
import { acquisition, newcomerValue } from "./kpi/acquisition.ts";
import { monthsBySegment } from "./kpi/by-segment.ts";
import { cohortRanges } from "./kpi/cohort-ranges.ts";
import { monthNotices } from "./kpi/notices.ts";
import { type KpiOptions, requireAsked } from "./kpi/options.ts";
import { type KpiFiles, type KpiResult, kpiInNumbers } from "./kpi/result.ts";
import { type Asked, atEnds, forecastOf, timed } from "./kpi/with-model.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { withLog } from "./open.ts";
import { type PlanAsked, planOrMargin } from "./plan.ts";
import { horizonOf, LEVEL } from "./score-options.ts";
import { type SegmentsAsked, segmentsAsked } from "./segment-column.ts";
import { writeRejected } from "./write-rejected.ts";

/**
 * Counts a log of any size period by period: customers, orders, revenue, and the purchases of cohorts.
 *
 * With a plan it adds the contribution and the cost of winning customers. With a model it adds the customers expected
 * alive and their equity at the end of each period.
 *
 * @param path as in {@link summarize}
 * @throws ClvError `usage` for an option that can't be used, `data` for rows that can't be read
 * @example
 * const { series, cohorts } = await kpi("datasets/cdnow-like/log.csv", { margin: 0.3 });
 * series.labels[0]; // "1997-01"
 * series.active[0] === series.new[0]; // true
 * cohorts.cells[0][0].retention; // 1
 */
export function kpi(path: string, options: KpiOptions = {}): Promise<KpiResult> {
  return inRun(options, async (run) => {
    requireAsked(options);
    if (options.interval !== undefined) requireLevel(options.interval);
    const scheme = await segmentsAsked(options);
    const plan = await planOrMargin(options);
    const { model } = options;
    const fitted = typeof model === "string" ? await readFitted(model, options) : model;
    if (fitted !== undefined) requireContinuous(fitted, "clv kpi");
    const reading = fitted === undefined ? options : asFitted(options, fitted);
    return withLog(run, path, reading, { keep: true }, (opened, log) =>
      kpiOfLog(
        opened,
        log,
        { ...options, ...given({ unit: reading.unit, grain: reading.grain }) },
        plan,
        fitted,
        scheme,
      ),
    );
  });
}

async function readFitted(path: string, { stdin }: KpiOptions): Promise<FittedModel> {
  const { readModel, requirePrediction } = await import("./models.ts");
  return requirePrediction(await readModel(path, stdin));
}

async function kpiOfLog(
  run: Run,
  log: Log,
  options: KpiOptions,
  planned: PlanAsked | undefined,
  fitted: FittedModel | undefined,
  scheme: SegmentsAsked | undefined,
): Promise<KpiResult> {
  const { period = "month", by = "calendar", output, interval: level = LEVEL, seed = 1 } = options;
  const outputs = run.outputs(log.files);
  const present = await log.at(summarizeOptions(options));
  const { customers, reading } = present;
  const facts = present.facts!;
  const periods = facts.periods(period);
  const counts = await facts.cohorts(periods, "calendar");
  const firstDays = await facts.firstDays();
  const costs = planned && cohortCosts(planned.plan, firstDays, periods, planned.where);
  const cohorts = cohortTable(
    by === "calendar" ? counts : await facts.cohorts(periods, by),
    by,
    periods,
    firstDays,
    costs,
  );
  const horizon = horizonOf(customers.about, options.horizon);
  const { discountRate } = worthOf(given({ discountRate: options.discountRate }));
  const asked: Asked = { costs, fitted, horizon, discountRate };
  const ofLog = logSeries(counts, periods, costs?.termsOf);
  const data = fitted && (await customers.histories());
  const { ahead = 0 } = options;
  const rangeOf =
    fitted && ahead > 0 && options.interval !== undefined
      ? await cohortRanges(run, customers, fitted, periods, ahead, { level, seed })
      : undefined;
  const forecast =
    fitted && data && ahead > 0 ? forecastOf(data, fitted, present, cohorts, periods, ahead, costs, rangeOf) : [];
  const newcomer = fitted && data && newcomerValue(ofLog, data, timed(fitted, customers.about), asked);
  const bySegment =
    scheme && (await monthsBySegment({ customers, facts }, scheme, periods, ofLog, costs, { level, seed }));
  const series: KpiSeries = {
    ...ofLog,
    ...(costs && acquisition(ofLog, periods, costs, newcomer)),
    ...(fitted && (await atEnds(run, log, options, periods, fitted, asked))),
  };
  const notices = [...logNotices(reading), ...(costs?.notices ?? []), ...monthNotices(series, cohorts, period, fitted)];
  notices.push(...(bySegment?.notices ?? []));
  const found = {
    ...{ name: log.name, engine: log.engine, reading, period, series, cohorts, forecast, notices },
    ...given({ bySegment, plan: planned?.plan, model: fitted, horizon: fitted && horizon }),
  };
  const paths = output === undefined ? undefined : kpiFiles(output, bySegment !== undefined);
  const rows = cohortRows(cohorts, forecast);
  if (paths) {
    await makeFolder(output!);
    await outputs.write(paths.kpi, kpiCsv(series));
    await outputs.write(paths.cohorts, cohortsCsv(rows, by));
    if (paths.bySegment !== undefined) await outputs.write(paths.bySegment, segmentMonthsCsv(bySegment!.rows));
  }
  const beside = paths && { ...options, output: paths.numbers };
  const rejected = await writeRejected(outputs, beside ?? options, log.rejected);
  const result: KpiResult = { ...found, files: given({ ...paths, rejected }) };
  if (paths) {
    const document = { writtenBy: `clv ${VERSION}`, ...kpiInNumbers(result) };
    await outputs.write(paths.numbers, [`${JSON.stringify(document, undefined, 2)}\n`]);
  }
  run.signal?.throwIfAborted();
  await outputs.commit();
  return result;
}

/** The paths of the files of the months in their folder. */
function kpiFiles(folder: string, bySegment: boolean): KpiFiles {
  return {
    kpi: join(folder, "kpi.csv"),
    cohorts: join(folder, "cohorts.csv"),
    ...(bySegment && { bySegment: join(folder, "by-segment.csv") }),
    numbers: join(folder, "kpi.json"),
  };
}
