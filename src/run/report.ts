import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { given } from "../given.ts";
import type { ReportData } from "../report/report-data.ts";
import { asFitted, countsOpportunities, undatedNotices } from "./base-options.ts";
import type { Engine } from "./choose-engine.ts";
import { forModels } from "./competing.ts";
import type { CustomersFromFile, LogReading } from "./customers.ts";
import { scoresOf } from "./draws.ts";
import { fitModels } from "./fit-models.ts";
import { inRun, type Run } from "./in-run.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { fitNotices, otherData, readModel, requirePrediction } from "./models.ts";
import { note } from "./notice.ts";
import { withCustomers } from "./open.ts";
import type {
  HorizonText,
  InputOptions,
  MachineOptions,
  ModelOptions,
  OutputOptions,
  PageOptions,
  TermOptions,
  TimeOptions,
} from "./options.ts";
import { drawPage, pageNumbers } from "./page.ts";
import { requireRoomForPage } from "./room-for-page.ts";
import { horizonOf, requireTop, worthAsked } from "./score-options.ts";
import { withHoldoutRead } from "./validation-of.ts";
import { goesOn, watchedOnPage } from "./watch.ts";
import { writeRejected } from "./write-rejected.ts";

/** The options of a page. `output` is the HTML file. */
export interface ReportOptions
  extends InputOptions,
    TimeOptions,
    TermOptions,
    PageOptions,
    MachineOptions,
    OutputOptions {
  /** A fitted model, or the path of its file; the first models of the registry are fitted when left out. */
  readonly model?: FittedModel | string;
  /** A year when left out, or the holdout. */
  readonly horizon?: HorizonText;
  /** First day of a holdout, ISO. */
  readonly split?: string;
}

/** A page, as numbers. */
export interface ReportResult {
  readonly name: string;
  readonly engine: Engine;
  /** Absent when the file was a base already. */
  readonly reading?: LogReading;
  readonly page: ReportData;
  readonly notices: readonly Notice[];
  readonly files: { readonly rejected?: string; readonly report?: string };
}

const HOLDOUT_UNREAD = note(
  "holdout-unread",
  "The base contains a holdout, but not the dates of its purchases: the page leaves it out.",
  "Give the log, with --split.",
);

/**
 * Collects the numbers of one page about the customers of a log or a base, and renders it: one HTML file that works
 * offline.
 *
 * @param path as in {@link summarize}; columns frequency, recency and T make it a customer base
 * @throws ClvError as {@link predict} and {@link fit}; `data` where the customers of a page do not fit into memory
 * @example
 * const { page } = await report("datasets/cdnow-like/log.csv", { unit: "week", top: 3 });
 * page.worthMost.length; // 3
 */
export function report(path: string, options: ReportOptions = {}): Promise<ReportResult> {
  const { model } = options;
  return inRun(options, async (run) => {
    worthAsked(options);
    requireTop(options);
    const asked = typeof model === "string" ? await readModel(model, options.stdin) : model;
    const inputs = typeof model === "string" ? [model] : [];
    return withCustomers(
      run,
      path,
      options,
      { fitted: asked, keep: true, named: options.anonymous !== true },
      async (opened, source) => reportCustomers(opened, path, source, asked, inputs, options),
    );
  });
}

async function reportCustomers(
  run: Run,
  path: string,
  source: CustomersFromFile,
  asked: FittedModel | undefined,
  inputs: readonly string[],
  options: ReportOptions,
): Promise<ReportResult> {
  const { log, reading, holdoutUnread } = source;
  requireRoomForPage(source.customers.about.customers);
  const old = asked && log && reading && goesOn(reading, asked) ? { log, model: asked } : undefined;
  const watching = old && (await watchedOnPage(run, old.log, options, old.model));
  // The log gives the customers of one time after another, and was asked for others since.
  const { customers, facts } = old
    ? await old.log.at(summarizeOptions(asFitted(options, old.model), options.split))
    : source;
  const { output } = options;
  const outputs = run.outputs([...source.files, ...inputs]);
  const data = await customers.fitData();
  const fitted =
    asked ??
    (await run.step("Fitting", () =>
      fitModels(run.threads, data, options.discrete ? forModels<ModelOptions & TimeOptions>({ discrete: true }) : {}),
    ));
  requirePrediction(fitted);
  const other = asked ? await otherData(data, () => data.repeatSpend, fitted) : [];
  const base = await customers.inMemory();
  const kept = facts && (await withHoldoutRead(facts));
  await customers.release();
  const worth = worthAsked(options);
  const terms = {
    horizon: horizonOf(customers.about, options.horizon, countsOpportunities(fitted)),
    ...given({ margin: options.margin, discountRate: options.discountRate }),
  };
  const scores = await run.step("Scoring", () => scoresOf(run.threads.for(base.length), base, fitted, terms));
  const ofLog = reading ? logNotices(reading) : asked ? [] : undatedNotices(options, customers.about, true);
  const shown = {
    path,
    base,
    data,
    reading,
    facts: kept,
    fitted,
    scores,
    worth,
    namesOf: customers.namesOf,
    ...(watching && { watched: { split: watching.split, ...watching.watch, scored: true } }),
    notices: { log: ofLog, other },
  };
  const page = await run.step("Drawing", () => pageNumbers(run, shown, options));
  if (output !== undefined) await outputs.write(output, [await drawPage(page)]);
  const files = given({ rejected: await writeRejected(outputs, options, source.rejected), report: output });
  await outputs.commit();
  return {
    ...{ name: source.name, engine: source.engine, ...given({ reading }), page },
    notices: [
      ...ofLog,
      ...(watching?.notices ?? []),
      ...(holdoutUnread ? [HOLDOUT_UNREAD] : []),
      ...(asked ? [] : fitNotices(fitted)),
      ...page.notices,
    ],
    files,
  };
}
