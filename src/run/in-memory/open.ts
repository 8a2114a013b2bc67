import { firstWindowOf } from "../../compare/first-window.ts";
import { looksLikeBase } from "../../data/base-columns.ts";
import { type CsvTable, openCsv } from "../../data/csv/table.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { daysToSecond } from "../../data/days-to-second.ts";
import { firstWords, type Words } from "../../data/first-words.ts";
import { keepHistories } from "../../data/histories.ts";
import type { Purchases } from "../../data/merge-grains.ts";
import { periodsOf } from "../../data/periods.ts";
import { purchasesOf } from "../../data/purchases.ts";
import { readCustomerBase } from "../../data/read-customer-base.ts";
import { readTransactions } from "../../data/read-transactions.ts";
import { type SummarizeOptions, summarize } from "../../data/summarize.ts";
import type { TransactionLog } from "../../data/transaction-log.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { openInput } from "../../io/input.ts";
import { collectRejected } from "../../io/rejected-rows.ts";
import { shared } from "../../io/threads.ts";
import { countCohorts, countFirstDays } from "../../months/cohort-counts.ts";
import { purchaseTimes } from "../../report/build/purchase-times.ts";
import { countRuns } from "../../segments/count-runs.ts";
import { statesOf } from "../../segments/customer-states.ts";
import { countRepeats } from "../../validate/count-weeks.ts";
import { rollingOrigins } from "../../validate/rolling-origins.ts";
import { holdoutIn } from "../../validate/validate.ts";
import { asFitted, baseColumnNames, baseReading, inGrainOf, refuseBaseFlags, refuseLogFlags } from "../base-options.ts";
import type { CustomersFromFile, CustomersOfLog, Log, LogFacts, Source } from "../customers.ts";
import type { Run } from "../in-run.ts";
import { wordsAsked } from "../kept-columns.ts";
import { csvOptions, type KeptFacts, readOptions, requireBounds, summarizeOptions } from "../log-options.ts";
import type { InputOptions, TimeOptions } from "../options.ts";
import { customersInMemory } from "./customers.ts";
import { readWords } from "./words.ts";

type Reading = InputOptions & TimeOptions & KeptFacts & { readonly split?: string };

/** Reads a log into memory. */
export function logInMemory(run: Run, path: string, options: Reading): Promise<Log> {
  return readTable(run, path, options, (table) => logOf(run, path, table, options));
}

/**
 * Reads LOG|BASE into memory: a file with the columns frequency, recency and T is a base, any other a log.
 *
 * @param fitted the model to predict with. A log gets the grain and unit of the model; a base keeps its unit, which
 * `score` converts.
 */
export function customersInMemoryOf(
  run: Run,
  path: string,
  options: Reading,
  fitted?: FittedModel,
): Promise<CustomersFromFile> {
  return readTable(run, path, options, async (table) => {
    if (!looksLikeBase(table.columns, baseColumnNames(options))) {
      refuseBaseFlags(options, path);
      const asked = fitted ? asFitted(options, fitted) : options;
      requireBounds(asked);
      const log = await logOf(run, path, table, asked);
      return { ...log, log, ...(await log.at(summarizeOptions(asked, options.split))) };
    }
    refuseLogFlags(options, table.name);
    const base = await readCustomerBase(table, baseReading(options, fitted));
    // As in a database: the holdout of a base is not read.
    const { holdout, ...known } = fitted ? inGrainOf(fitted, base, options) : base;
    return { ...sourceOf(path), customers: customersInMemory(run, known), holdoutUnread: holdout !== undefined };
  });
}

function sourceOf(path: string): Source {
  return { name: path, engine: "memory", files: [path], rejected: collectRejected() };
}

async function logOf(run: Run, path: string, table: CsvTable, options: Reading): Promise<Log> {
  const { keep = [], attributes } = options;
  const asked = wordsAsked(options);
  const beside = attributes === undefined ? undefined : await readWords(attributes, options, asked);
  const inLog = asked.filter((name) => !beside?.columns.includes(name));
  const own = sourceOf(path);
  const source = { ...own, name: table.name, files: [...own.files, ...(attributes === undefined ? [] : [attributes])] };
  const log = await readTransactions(table, readOptions(options, source.rejected, inLog));
  const words = (name: string, base: CustomerBase, bounds: SummarizeOptions): Words =>
    beside?.columns.includes(name) ? beside.words(base, name) : firstWords(log, base, name, bounds);
  const opened: Log = {
    ...source,
    origins: async (folds, bounds) => rollingOrigins(log, folds, bounds),
    at: async (bounds) => customersOf(run, log, bounds, (base) => [(name) => words(name, base, bounds), keep]),
    inMemory: async () => opened,
  };
  return opened;
}

/**
 * The customers of a log in memory under these bounds.
 *
 * @param kept gives the words of the customers, and the names of the columns that are kept; none when left out
 */
export function customersOf(
  run: Run,
  log: TransactionLog,
  bounds: SummarizeOptions,
  kept: (base: CustomerBase) => [words?: (column: string) => Words, keep?: readonly string[]] = () => [],
): CustomersOfLog {
  const { base: made, report } = summarize(log, bounds);
  const { customers: ids, ...columns } = made;
  // Threads will read the columns: they would copy those of this thread alone.
  const base = keepHistories({ ...shared(columns), customers: ids });
  const { grain } = base;
  return {
    customers: customersInMemory(run, base, ...kept(base)),
    reading: { read: log.report, summary: report, grain },
    facts: {
      holdout: async () => (base.holdout ? holdoutIn(log, report.from, bounds) : undefined),
      repeats: async () => countRepeats(log, report.from, bounds),
      periods: (period) => periodsOf(period, report, bounds, log.zone),
      ...purchaseFacts(log, bounds),
      firstWindow: async (days) => {
        const { end } = periodsOf("month", report, bounds, log.zone);
        return firstWindowOf(purchasesOf(log, bounds).purchases, grain, log.zone, days, end);
      },
      daysToSecond: async () => daysToSecond(purchasesOf(log, bounds).purchases, grain, log.zone),
      purchasesOf: (of, customer) => purchaseTimes(log, of, customer, bounds),
    },
  };
}

/** The facts that need nothing but the purchases of a log under these bounds. */
export function purchaseFacts(
  log: TransactionLog,
  bounds: SummarizeOptions,
): Pick<LogFacts, "cohorts" | "runs" | "states" | "firstDays"> {
  const { grain = "day" } = bounds;
  let known: Purchases | undefined;
  const purchases = (): Purchases => (known ??= purchasesOf(log, bounds).purchases);
  return {
    cohorts: async (periods, clock) => countCohorts(purchases(), log.zone, { ...periods, clock, grain }),
    runs: async (question) => countRuns(purchases(), log.zone, question),
    states: async (question) => statesOf(purchases(), log.zone, question),
    firstDays: async () => countFirstDays(purchases(), grain, log.zone),
  };
}

/** Opens a CSV file or a stream and reads it. The progress is the share of its bytes. */
export function readTable<T>(
  run: Run,
  path: string,
  options: InputOptions,
  read: (table: CsvTable) => Promise<T>,
): Promise<T> {
  return run.step("Reading", async (tell) => {
    let size: number | undefined;
    const onBytes = (bytes: number): void => {
      run.signal?.throwIfAborted();
      if (size !== undefined) tell({ part: Math.min(1, bytes / size) });
    };
    const input = await openInput(path, onBytes, options.stdin);
    size = input.size;
    if (size !== undefined) tell({ part: 0 });
    return read(await openCsv(input.bytes, { name: input.name, ...csvOptions(options) }));
  });
}
