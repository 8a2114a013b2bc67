import { firstWindowOf } from "../../compare/first-window.ts";
import { looksLikeBase } from "../../data/base-columns.ts";
import { type CsvTable, openCsv } from "../../data/csv/table.ts";
import { daysToSecond } from "../../data/days-to-second.ts";
import { firstWords } from "../../data/first-words.ts";
import { periodsOf } from "../../data/periods.ts";
import { purchasesOf } from "../../data/purchases.ts";
import { readCustomerBase } from "../../data/read-customer-base.ts";
import { readTransactions } from "../../data/read-transactions.ts";
import { summarize } from "../../data/summarize.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { openInput } from "../../io/input.ts";
import { collectRejected } from "../../io/rejected-rows.ts";
import { countCohorts, countFirstDays } from "../../months/cohort-counts.ts";
import { purchaseTimes } from "../../report/build/purchase-times.ts";
import { countRuns } from "../../segments/count-runs.ts";
import { statesOf } from "../../segments/customer-states.ts";
import { countRepeats } from "../../validate/count-weeks.ts";
import { rollingOrigins } from "../../validate/rolling-origins.ts";
import { holdoutIn } from "../../validate/validate.ts";
import { asFitted, baseColumnNames, baseReading, inGrainOf, refuseBaseFlags, refuseLogFlags } from "../base-options.ts";
import type { CustomersFromFile, Log, Source } from "../customers.ts";
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
  const { keep: kept = [], attributes } = options;
  const words = wordsAsked(options);
  const beside = attributes === undefined ? undefined : await readWords(attributes, options, words);
  const inLog = words.filter((name) => !beside?.columns.includes(name));
  const own = sourceOf(path);
  const source = { ...own, name: table.name, files: [...own.files, ...(attributes === undefined ? [] : [attributes])] };
  const log = await readTransactions(table, readOptions(options, source.rejected, inLog));
  return {
    ...source,
    origins: async (folds, bounds) => rollingOrigins(log, folds, bounds),
    async at(bounds) {
      const { base, report } = summarize(log, bounds);
      const { grain } = base;
      let read: ReturnType<typeof purchasesOf> | undefined;
      const known = () => (read ??= purchasesOf(log, bounds));
      return {
        customers: customersInMemory(
          run,
          base,
          (name) => (beside?.columns.includes(name) ? beside.words(base, name) : firstWords(log, base, name, bounds)),
          kept,
        ),
        reading: { read: log.report, summary: report, grain: base.grain },
        facts: {
          holdout: async () => (base.holdout ? holdoutIn(log, report.from, bounds) : undefined),
          repeats: async () => countRepeats(log, report.from, bounds),
          periods: (period) => periodsOf(period, report, bounds, log.zone),
          cohorts: async (periods, clock) => countCohorts(known().purchases, log.zone, { ...periods, clock, grain }),
          runs: async (question) => countRuns(known().purchases, log.zone, question),
          states: async (question) => statesOf(known().purchases, log.zone, question),
          firstDays: async () => countFirstDays(known().purchases, grain, log.zone),
          firstWindow: async (days) => {
            const { end } = periodsOf("month", report, bounds, log.zone);
            return firstWindowOf(known().purchases, grain, log.zone, days, end);
          },
          daysToSecond: async () => daysToSecond(known().purchases, grain, log.zone),
          purchasesOf: (of, customer) => purchaseTimes(log, of, customer, bounds),
        },
      };
    },
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
