import { join } from "node:path";
import { hasHoldout, looksLikeBase } from "../../data/base-columns.ts";
import type { SummarizeOptions, SummaryReport } from "../../data/summarize.ts";
import type { Grain } from "../../data/time-unit.ts";
import type { LogReport } from "../../data/transaction-log.ts";
import { ClvError } from "../../errors.ts";
import type { Notice } from "../../fit/fit-result.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { collectRejected, type RejectedRows } from "../../io/rejected-rows.ts";
import type { Reading } from "../../report/report-data.ts";
import { engineFailure, isOfDuckdb } from "../../sql/duckdb/engine-failure.ts";
import { type OpenedSource, openSource } from "../../sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../sql/duckdb/session.ts";
import { requireSoundIds } from "../../sql/steps/arrange.ts";
import type { EngineBase } from "../../sql/steps/engine-base.ts";
import { holdoutKept, keepTransactions } from "../../sql/steps/kept-log.ts";
import type { KeptLog } from "../../sql/steps/log-reader.ts";
import { openBase } from "../../sql/steps/open-base.ts";
import { summarizeKept, summarizeLog } from "../../sql/steps/summarize-log.ts";
import type { HoldoutInLog } from "../../validate/validate-holdout.ts";
import { asFitted, baseColumnNames, inGrainOf, refuseBaseFlags, refuseLogFlags } from "../base-options.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { readOptions, summarizeOptions } from "../log-options.ts";
import { csvOptions, requireNoHeader } from "../open-table.ts";
import { note } from "../outcome.ts";
import { logInNumbers, logNotices, readingOf, reportLog } from "../report-log.ts";
import { requireThreads } from "../workers.ts";
import { type Steps, steps } from "./steps.ts";

/** A customer base in DuckDB, and what there is to say about the reading. */
export interface BaseInDuckdb {
  readonly base: EngineBase;
  /** What was read. */
  readonly files: readonly string[];
  readonly report: string;
  /** What became of the rows, for a program; absent when the file was a base already. */
  readonly log?: object;
  /** The same for the page; absent when the file was a base already. */
  readonly reading?: Reading;
  /** The transactions, where they were asked to be kept. */
  readonly behind?: {
    readonly log: KeptLog;
    readonly bounds: SummarizeOptions;
    /** With a split. */
    readonly holdout?: HoldoutInLog;
  };
  /** Whether the file, a base, tells of a holdout that was not read. */
  readonly holdoutUnread?: boolean;
  readonly rejected: RejectedRows;
  readonly notices: readonly Notice[];
}

/** Opens a DuckDB as the flags say, does the work in it and closes it, come what may. */
export async function inDuckdb<T>(
  options: Options,
  work: (session: DuckdbSession, steps: Steps) => Promise<T>,
): Promise<T> {
  const { memoryLimit, threads, tempDirectory } = options;
  requireThreads(options);
  const session = await openSession(given({ memoryLimit, threads, tempDirectory }));
  try {
    return await work(session, steps(session, options.quiet));
  } catch (error) {
    throw isOfDuckdb(error) ? engineFailure(error) : error;
  } finally {
    await session.close();
  }
}

/** Reads LOG|BASE where it lies: columns frequency, recency and T make a base, any others a log, kept or not. */
export async function baseFromFile(
  session: DuckdbSession,
  steps: Steps,
  path: string,
  options: Options,
  model?: FittedModel | Promise<FittedModel>,
  keep = false,
): Promise<BaseInDuckdb> {
  const read = await uncheckedBaseFromFile(session, steps, path, options, model, keep);
  await steps.step("Checking ids", () => requireSoundIds(session, read.base));
  return read;
}

/** The same, for who arranges the customers and so finds those that come twice. */
export async function uncheckedBaseFromFile(
  session: DuckdbSession,
  { step }: Steps,
  path: string,
  options: Options,
  model?: FittedModel | Promise<FittedModel>,
  keep = false,
): Promise<BaseInDuckdb> {
  const opened = await open(session, path, options);
  if (
    !looksLikeBase(
      opened.source.columns.map(({ name }) => name),
      baseColumnNames(options),
    )
  ) {
    refuseBaseFlags(options, path);
    const asked = model ? asFitted(options, await model) : options;
    return baseFromLog(session, { step }, path, opened, asked, keep);
  }
  refuseLogFlags(options, path);
  const { unit, grain, customer, anyId, frequencyCounts } = options;
  const base = await step(
    "Reading customers",
    () =>
      openBase(session, opened, {
        ...given({ unit, grain, customer, anyId, frequencyCounts }),
        columns: baseColumnNames(options),
      }),
    opened,
  );
  return {
    base: model ? inGrainOf(await model, base, options) : base,
    files: opened.source.files,
    report: "",
    holdoutUnread: hasHoldout(opened.source.columns.map(({ name }) => name)),
    rejected: collectRejected(),
    notices: [],
  };
}

/** Opens a source as the flags say. */
export async function open(session: DuckdbSession, path: string, options: Options): Promise<OpenedSource> {
  requireNoHeader(options);
  const { table, query } = options;
  if (table !== undefined && query !== undefined) {
    throw new ClvError("usage", { where: "--query", expected: "--table or --query", got: "both" });
  }
  const relation = table !== undefined ? { table } : query !== undefined ? { query } : undefined;
  return openSource(session, path, { csv: csvOptions(options), ...given({ relation }) });
}

/**
 * Makes the base of a log.
 *
 * @param keep whether its transactions are kept, to be asked for more: weeks at once, while the customers lie as they were grouped
 */
export async function baseFromLog(
  session: DuckdbSession,
  { step }: Steps,
  path: string,
  opened: OpenedSource,
  options: Options,
  keep = false,
): Promise<BaseInDuckdb> {
  const rejected = collectRejected(join(session.folder.path, "rejected.csv"));
  const reading = readOptions(options, rejected);
  const bounds = summarizeOptions(options);
  const log = keep
    ? await step(
        "Reading transactions",
        (onProgress) => keepTransactions(session, opened, { ...reading, onProgress }),
        opened,
      )
    : undefined;
  const summary = log
    ? await step("Grouping customers", () => summarizeKept(session, log, bounds))
    : await step(
        "Reading transactions",
        (onProgress) => summarizeLog(session, opened, { ...reading, onProgress }, bounds),
        opened,
      );
  const { base, read, report, reread } = summary;
  const holdout =
    log && base.holdout && (await step("Counting weeks", () => holdoutKept(session, log, summary, bounds)));
  return {
    base,
    files: opened.source.files,
    report: reportLog(path, "duckdb", read, report, base.grain),
    log: logInNumbers("duckdb", read, report),
    reading: readingOf(read, report, base.grain),
    ...(log && { behind: { log, bounds, ...(holdout && { holdout }) } }),
    rejected,
    notices: logNoticesInDuckdb(read, report, base.grain, reread),
  };
}

/** What a reader of the result should know about a log, and about how it was read. */
export function logNoticesInDuckdb(read: LogReport, report: SummaryReport, grain: Grain, reread?: string): Notice[] {
  const notices = logNotices(read, report, grain);
  if (reread === undefined || read.rows < WORTH_SAYING) return notices;
  const slower = `The rows were read one by one, which is slower: ${reread}.`;
  return [...notices, note("read-row-by-row", slower, "The result is the same.")];
}

/** Below this many rows nobody notices how they were read. */
const WORTH_SAYING = 1_000_000;
