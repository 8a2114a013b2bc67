import { hasHoldout, looksLikeBase } from "../../data/base-columns.ts";
import type { FirstRows } from "../../data/csv/table.ts";
import { periodsOf } from "../../data/periods.ts";
import { placesInLog } from "../../data/purchases.ts";
import type { SummarizeOptions } from "../../data/summarize.ts";
import type { LogReport, TransactionLog } from "../../data/transaction-log.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { given } from "../../given.ts";
import { collectRejected } from "../../io/rejected-rows.ts";
import { requireValidIds } from "../../sql/steps/arrange.ts";
import { countKeptCohorts, countKeptFirstDays } from "../../sql/steps/cohorts-sql.ts";
import { keptDaysToSecond } from "../../sql/steps/days-to-second-sql.ts";
import { fetchLog } from "../../sql/steps/fetch-log.ts";
import { keptFirstWindow } from "../../sql/steps/first-window-sql.ts";
import {
  holdoutKept,
  keepTransactions,
  keptPlaces,
  keptPurchases,
  keptSpan,
  repeatsKept,
} from "../../sql/steps/kept-log.ts";
import type { KeptLog } from "../../sql/steps/log-reader.ts";
import { openBase } from "../../sql/steps/open-base.ts";
import { countKeptRuns } from "../../sql/steps/runs-sql.ts";
import { keptStates } from "../../sql/steps/states-sql.ts";
import { type EngineSummary, summarizeKept, summarizeLog } from "../../sql/steps/summarize-log.ts";
import { originsBetween } from "../../validate/rolling-origins.ts";
import { holdoutIn } from "../../validate/validate.ts";
import { asFitted, baseColumnNames, baseReading, inGrainOf, refuseBaseFlags, refuseLogFlags } from "../base-options.ts";
import type { Customers, CustomersFromFile, Log, LogFacts } from "../customers.ts";
import { customersOf, purchaseFacts } from "../in-memory/open.ts";
import { wordsAsked } from "../kept-columns.ts";
import { type KeptFacts, readOptions, requireBounds, summarizeOptions } from "../log-options.ts";
import type { InputOptions, TimeOptions } from "../options.ts";
import { customersInSql, namesOfPlaces } from "./customers.ts";
import type { OpenedRows } from "./database.ts";
import type { SqlRun } from "./session.ts";
import { wordsIn } from "./words.ts";

type Reading = InputOptions & TimeOptions & KeptFacts & { readonly split?: string };

/**
 * Opens a log in the database.
 *
 * @param keep whether its transactions are kept, for several bases and for facts that a base does not have; otherwise
 * `at` may be called once
 */
export async function logInSql(run: SqlRun, path: string, options: Reading, keep: boolean): Promise<Log> {
  return await logOf(run, path, await run.database.open(path, options), options, keep);
}

/**
 * Reads LOG|BASE in the database: a file with the columns frequency, recency and T is a base, any other a log.
 *
 * @param fitted the model to predict with, which may still be loading. A log gets the grain and unit of the model.
 * @param keep see {@link logInSql}
 * @param sorted whether the customers will be sorted, which checks their ids in passing
 */
export async function customersInSqlOf(
  run: SqlRun,
  path: string,
  options: Reading,
  how: { readonly fitted?: FittedModel | Promise<FittedModel>; readonly keep?: boolean; readonly sorted?: boolean },
): Promise<CustomersFromFile> {
  const { session } = run;
  const { fitted, keep = false, sorted = false } = how;
  const opened = await run.database.open(path, options);
  const names = opened.columns.map(({ name }) => name);
  if (!looksLikeBase(names, baseColumnNames(options))) {
    refuseBaseFlags(options, path);
    const asked = fitted ? asFitted(options, await fitted) : options;
    requireBounds(asked);
    const log = await logOf(run, path, opened, asked, keep);
    return { ...log, log, ...(await log.at(summarizeOptions(asked, options.split))) };
  }
  refuseLogFlags(options, path);
  const read = baseReading(options, await fitted);
  const base = await run.reading("Reading customers", () => openBase(session, opened, read), opened);
  const known = fitted ? inGrainOf(await fitted, base, options) : base;
  if (!sorted) await run.step("Checking ids", () => requireValidIds(session, base));
  return {
    ...{ name: path, engine: run.database.engine, files: opened.files, rejected: collectRejected() },
    customers: customersInSql(run, known),
    holdoutUnread: hasHoldout(names),
  };
}

/** The first rows of a log or a base as text. */
export async function firstRowsInSql(run: SqlRun, path: string, options: InputOptions): Promise<FirstRows> {
  const opened = await run.database.open(path, options);
  const { columns, csv } = opened;
  return {
    ...{ name: path, columns: columns.map(({ name }) => name) },
    sample: (await opened.firstRows?.()) ?? opened.sample,
    ...{ decimal: csv?.decimal ?? "point", decimalSaid: csv?.decimal !== undefined },
  };
}

async function logOf(run: SqlRun, path: string, opened: OpenedRows, options: Reading, keep: boolean): Promise<Log> {
  const { session, step, reading, database } = run;
  const rejected = collectRejected(database.rejectedFile);
  const { keep: attached = [], attributes } = options;
  const words = wordsAsked(options);
  const beside = attributes === undefined ? undefined : await database.wordsBeside(attributes, options, words);
  const inLog = words.filter((name) => !beside?.columns.includes(name));
  const rows = readOptions(options, rejected, inLog);
  let kept: Promise<KeptLog> | undefined;
  const log = (): Promise<KeptLog> =>
    (kept ??= reading(
      "Reading transactions",
      (tell) => keepTransactions(session, opened, { ...rows, onProgress: tell }),
      opened,
    ));
  let places: Promise<string> | undefined;
  const placesOf = (): Promise<string> => (places ??= log().then((kept) => keptPlaces(session, kept)));
  const grouped = async (bounds: SummarizeOptions): Promise<EngineSummary> => {
    if (!keep) {
      const read = (tell: NonNullable<typeof rows.onProgress>) =>
        summarizeLog(session, opened, { ...rows, onProgress: tell }, bounds);
      return reading("Reading transactions", read, opened);
    }
    const transactions = await log();
    return step(groupingName(bounds), () => summarizeKept(session, transactions, bounds));
  };
  let read: LogReport | undefined;
  let copy: Promise<TransactionLog | undefined> | undefined;
  const copied = async (): Promise<TransactionLog | undefined> => {
    const transactions = await log();
    return step("Fetching transactions", () => fetchLog(session, transactions, read!));
  };
  const source = {
    ...{ name: path, engine: database.engine, rejected },
    files: [...opened.files, ...(attributes === undefined ? [] : [attributes])],
  };
  const origins: Log["origins"] = async (folds, bounds) => {
    const transactions = await log();
    const { first, last } = await keptSpan(session, transactions, bounds);
    return originsBetween(first, last, transactions.reader.zone, folds, bounds.grain);
  };
  return {
    ...source,
    origins,
    ...(keep &&
      !database.idsStay && {
        async inMemory() {
          const transactions = await (copy ??= copied());
          return transactions && copyOf(run, { ...source, origins }, transactions, placesOf);
        },
      }),
    async at(bounds) {
      const summary = await grouped(bounds);
      const { base, report, reread } = summary;
      read = summary.read;
      return {
        customers: customersInSql(
          run,
          base,
          wordsIn(session, beside, keep ? { kept: await log(), columns: inLog, bounds } : undefined),
          attached,
          keep && database.idsStay ? placesOf : undefined,
        ),
        reading: { read, summary: report, grain: base.grain, ...given({ reread, whereOf: opened.whereOf }) },
        ...(keep && { facts: factsOf(run, await log(), summary, bounds, placesOf, async () => copy) }),
      };
    },
  };
}

function groupingName({ split }: SummarizeOptions): string {
  return split === undefined ? "Grouping customers" : `Grouping before ${split}`;
}

/** A log whose transactions were fetched. The ids stay in the database. */
function copyOf(
  run: SqlRun,
  source: Omit<Log, "at">,
  transactions: TransactionLog,
  placesOf: () => Promise<string>,
): Log {
  return {
    ...source,
    async at(bounds) {
      const { customers, ...more } = await run.step(groupingName(bounds), async () =>
        customersOf(run, transactions, bounds),
      );
      const idsAt: Customers["idsAt"] = async (places) => {
        if (places.length === 0) return [];
        const names = placesInLog(transactions, bounds, places).map((place) => String(place + 1));
        const ids = await namesOfPlaces(run.session, await placesOf(), names);
        return names.map((name) => ids.get(name)!);
      };
      return { ...more, customers: { ...customers, idsAt } };
    },
  };
}

function factsOf(
  { session, step, database }: SqlRun,
  log: KeptLog,
  summary: EngineSummary,
  bounds: SummarizeOptions,
  placesOf: () => Promise<string>,
  copy: () => Promise<TransactionLog | undefined>,
): LogFacts {
  /** Answers from the copy of the log, if there is one. */
  const inMemory = async (): Promise<ReturnType<typeof purchaseFacts> | undefined> => {
    const transactions = await copy();
    return transactions && purchaseFacts(transactions, bounds);
  };
  return {
    holdout: async () =>
      summary.base.holdout &&
      step("Counting weeks", async () => {
        const transactions = await copy();
        if (transactions) return holdoutIn(transactions, summary.report.from, bounds);
        return holdoutKept(session, log, summary, bounds);
      }),
    repeats: () => step("Counting days", () => repeatsKept(session, log, summary, bounds)),
    periods: (period) => periodsOf(period, summary.report, bounds, log.reader.zone),
    cohorts: async (periods, clock) =>
      step("Counting cohorts", async () => {
        const held = await inMemory();
        if (held) return held.cohorts(periods, clock);
        return countKeptCohorts(session, log, { ...periods, clock, grain: summary.base.grain }, bounds);
      }),
    runs: (question) =>
      step(
        "Counting runs",
        async () => (await inMemory())?.runs(question) ?? countKeptRuns(session, log, question, bounds),
      ),
    states: (question) =>
      step(
        "Finding segments",
        async () => (await inMemory())?.states(question) ?? keptStates(session, log, question, bounds),
      ),
    firstDays: () =>
      step(
        "Counting first days",
        async () => (await inMemory())?.firstDays() ?? countKeptFirstDays(session, log, bounds),
      ),
    firstWindow: (days) => {
      const { end } = periodsOf("month", summary.report, bounds, log.reader.zone);
      return step("Counting first purchases", () =>
        keptFirstWindow(session, log, summary.base.relation, days, end, bounds),
      );
    },
    daysToSecond: () =>
      step("Counting second purchases", () => keptDaysToSecond(session, log, summary.base.relation, bounds)),
    async purchasesOf({ customers, firstDate, lastDate }, k) {
      const name = customers[k]!;
      const customer = database.idsStay ? { place: Number(name), places: await placesOf() } : name;
      return keptPurchases(session, log, bounds, customer, firstDate![k]!, lastDate![k]!);
    },
  };
}
