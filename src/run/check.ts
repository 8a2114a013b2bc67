import { likelyBaseColumns, looksLikeBase } from "../data/base-columns.ts";
import { hasUsualName, normalized } from "../data/columns.ts";
import { parseDateFormat } from "../data/date-text.ts";
import { likelyOrder } from "../data/likely-order.ts";
import { type ProposedReading, proposeReading, shellText } from "../data/propose-reading.ts";
import type { TimeUnit } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { given } from "../given.ts";
import { type BaseInNumbers, baseInNumbers } from "./base-in-numbers.ts";
import { baseColumnNames } from "./base-options.ts";
import type { Engine } from "./choose-engine.ts";
import type { LogReading } from "./customers.ts";
import { inRun, type Run } from "./in-run.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { type LookedAt, lookAt } from "./looked-at.ts";
import { withCustomers, withLog } from "./open.ts";
import type { InputOptions, MachineOptions, TimeOptions } from "./options.ts";

/** The known options of a log or a base; the others are found. */
export interface CheckOptions extends InputOptions, TimeOptions, MachineOptions {}

/** A proposal for reading a log or a customer base. */
export interface CheckResult {
  readonly name: string;
  readonly kind: "log" | "base";
  readonly engine?: Engine;
  readonly proposal: ProposedReading;
  /** Flags that a command needs in addition to those of the user, as a shell takes them. */
  readonly flags: readonly string[];
  /** The command that runs the whole pipeline on it, as a shell takes it; absent where it can't be read. */
  readonly command?: string;
  /** The use of every row of a log; absent where it can't be read. */
  readonly reading?: LogReading;
  readonly base?: BaseInNumbers;
  readonly notices: readonly Notice[];
  /** All obstacles to reading it without flags: those that the flags remove, and those that no flag removes. */
  readonly problems: readonly string[];
  /** The reason why there are no customers, if there are none. */
  readonly problem?: string;
}

/**
 * Examines a log or a customer base in any format and proposes how to read it. The result has the role of each column,
 * the format of the dates, the use of every row, all problems, and a command that works.
 *
 * Missing options are proposed from the first rows, at most 1 000. Then all rows are read with them, and bad ones are
 * counted. Nothing is written.
 *
 * @param path a file, a folder, a pattern or `-`, as in {@link summarize}
 * @throws ClvError where the file can't be opened, or its text can't be cut into rows and fields
 * @example
 * const { command, base, reading } = await check("datasets/cdnow-like/log.csv");
 * command; // "clv run datasets/cdnow-like/log.csv -o out"
 * base.customers; // 2357
 * reading.read.rejected.count; // 0
 */
export function check(path: string, asked: CheckOptions = {}): Promise<CheckResult> {
  return inRun(asked, async (run) => {
    const looked = await lookAt(run, path, asked);
    const named = baseColumnNames(asked);
    const { columns } = looked.rows;
    const dated = hasUsualName(columns, "date");
    const guessed = looksLikeBase(columns, named) ? {} : dated ? undefined : likelyBaseColumns(columns);
    const isBase = asked.date === undefined && (looksLikeBase(columns, named) || guessed !== undefined);
    return isBase ? checkBase(run, path, asked, looked, guessed ?? {}) : checkLog(run, path, asked, looked);
  });
}

/** The names that BTYD and the papers give the age of a customer in opportunities. */
const OPPORTUNITIES = ["n", "n.cal"];

async function checkLog(run: Run, path: string, asked: CheckOptions, looked: LookedAt): Promise<CheckResult> {
  const { rows, options, found } = looked;
  const { customer: ownCustomer, date: ownDate, value: ownValue } = asked;
  const ownFormat = asked.dateFormat === "iso" ? undefined : asked.dateFormat;
  const proposal = proposeReading(rows, {
    ...given({ customer: ownCustomer, date: ownDate, value: ownValue }),
    ...(ownFormat !== undefined && { dateFormat: parseDateFormat(ownFormat) }),
  });
  const { customer, date, value, dateFormat, decimal } = proposal;
  const order = asked.order ?? likelyOrder(rows, rows.columns.indexOf(value === false ? "" : value));
  const names = found.noHeader ? namesOf(rows.columns, proposal) : undefined;
  const flags = [
    ...textFlags(found, names),
    ...(names === undefined ? unasked(asked, proposal.flags) : unasked(asked, proposal.flags).filter(isNoName(names))),
    ...(order !== asked.order ? ["--order", shellText(order!)] : []),
  ];
  const written = ownFormat === undefined && dateFormat !== "iso" && proposal.datesRead > 0;
  const samples = proposal.columns.find(({ name }) => name === date)?.samples ?? [];
  const problems = [
    ...textProblems(found),
    ...(written ? [`The dates have the format ${dateFormat}, not ISO: ${samples.join(", ")}.`] : []),
    ...(order !== asked.order
      ? [`Some lines of an order have no value: the column ${order} identifies the orders.`]
      : []),
    ...(decimal === "comma" && asked.decimal === undefined ? ["Numbers have a decimal comma."] : []),
    ...proposal.doubts,
  ];
  const looks = { name: rows.name, kind: "log" as const, proposal };
  if (customer === undefined || date === undefined) {
    const missing = customer === undefined ? "customer" : "date";
    const problem = `No column looks like the ${missing}: name it with --${missing}.`;
    return { ...looks, flags, notices: [], problems: [...problems, problem], problem };
  }
  const reads = {
    ...{ ...options, customer, date, value, dateFormat, onBadRow: "skip" as const },
    ...given({ order, decimal: decimal === "comma" ? decimal : options.decimal }),
  };
  try {
    return await withLog(run, path, reads, {}, async (_, log) => {
      const { customers, reading } = await log.at(summarizeOptions(asked));
      const base = await baseInNumbers(customers, await customers.fitData());
      const rejected = reading.read.rejected.count > 0;
      const all = [...flags, ...(rejected && asked.onBadRow !== "skip" ? ["--on-bad-row", "skip"] : [])];
      const command = commandOf(["run", path], asked, all, "out");
      const notices = logNotices(reading);
      return { ...looks, engine: log.engine, flags: all, command, reading, base, notices, problems };
    });
  } catch (error) {
    if (!(error instanceof ClvError)) throw error;
    return { ...looks, flags, notices: [], problems: [...problems, error.message], problem: error.message };
  }
}

async function checkBase(
  run: Run,
  path: string,
  asked: CheckOptions,
  { rows, options, found }: LookedAt,
  guessed: Readonly<Record<string, string>>,
): Promise<CheckResult> {
  const proposal = proposeReading(rows, given({ customer: asked.customer }));
  const unit =
    asked.unit ?? (rows.columns.some((name) => normalized(name) === "firstdate") ? undefined : unitOf(rows.columns));
  const customer = asked.customer ?? (Object.keys(guessed).length > 0 ? idOf(rows, Object.values(guessed)) : undefined);
  const named = { ...(customer !== asked.customer && { customer: customer! }), ...guessed };
  const own = Object.entries(named).flatMap(([name, column]) => [`--${name}`, shellText(column)]);
  const flags = [...textFlags(found, undefined), ...own];
  const guesses = own.length > 0 ? [`clv guesses the columns of the base from their names: ${own.join(" ")}.`] : [];
  const looks = { name: rows.name, kind: "base" as const, proposal };
  try {
    return await withCustomers(
      run,
      path,
      { ...options, ...named, ...given({ unit }) },
      {},
      async (_, { customers, engine }) => {
        const base = await baseInNumbers(customers, await customers.fitData());
        const assumed = unit !== undefined && asked.unit === undefined;
        const counts = rows.columns.find((name) => OPPORTUNITIES.includes(normalized(name)));
        const hint = counts === undefined ? "" : ` If ${counts} counts opportunities, use --discrete instead.`;
        const said = assumed
          ? [`The table does not show its time unit: clv assumes ${unit}s. For another unit use --unit.${hint}`]
          : [];
        const all = [...flags, ...(assumed ? ["--unit", unit] : [])];
        const command = `${commandOf(["fit", path], asked, all, "model.json")} && ${commandOf(["predict", path], asked, [...all, "--model", "model.json", "--horizon", "1y"], "scores.csv")}`;
        return {
          ...looks,
          engine,
          flags: all,
          command,
          base,
          notices: [],
          problems: [...textProblems(found), ...guesses, ...said],
        };
      },
    );
  } catch (error) {
    if (!(error instanceof ClvError)) throw error;
    return {
      ...looks,
      flags,
      notices: [],
      problems: [...textProblems(found), ...guesses, error.message],
      problem: error.message,
    };
  }
}

/** The column of ids of a base without a usual name: the first whose values are all different. */
function idOf({ columns, sample }: LookedAt["rows"], taken: readonly string[]): string | undefined {
  if (hasUsualName(columns, "customer") || columns.some((name) => /^(|id|unnamed: ?0)$/i.test(name))) return undefined;
  return columns.find(
    (name, k) => !taken.includes(name) && new Set(sample.map((row) => row[k])).size === sample.length,
  );
}

/** The unit that the names of columns imply: BTYD and the courses have weeks, `lifetimes` with its T_cal has days. */
function unitOf(columns: readonly string[]): TimeUnit {
  return columns.some((name) => /week|^t[._]x$|^t\.cal$/i.test(name)) ? "week" : "day";
}

/** Flags for the format of the text. */
function textFlags(
  { skipLines, encoding, noHeader, table }: LookedAt["found"],
  names: readonly string[] | undefined,
): string[] {
  return [
    ...(skipLines === undefined ? [] : ["--skip-lines", String(skipLines)]),
    ...(encoding === undefined ? [] : ["--encoding", encoding]),
    ...(table === undefined ? [] : ["--table", shellText(table)]),
    ...(noHeader && names ? ["--no-header", "--columns", shellText(names.join(","))] : []),
  ];
}

function textProblems({ skipLines, encoding, noHeader, table }: LookedAt["found"]): string[] {
  return [
    ...(skipLines === undefined ? [] : [`The header is in line ${skipLines + 1}, below other lines.`]),
    ...(encoding === undefined ? [] : [`The text is not UTF-8 but looks like ${encoding}.`]),
    ...(table === undefined ? [] : [`The file has several tables: clv takes the first, ${JSON.stringify(table)}.`]),
    ...(noHeader ? ["The file has no header: clv names its columns by their content."] : []),
  ];
}

/** Names for columns without a header: those of their roles, `_` for the rest. */
function namesOf(columns: readonly string[], { customer, date, value }: ProposedReading): string[] {
  return columns.map((name) =>
    name === customer ? "customer" : name === date ? "date" : name === value ? "amount" : "_",
  );
}

/** Whether a flag is still needed where columns have the names of their roles. */
function isNoName(names: readonly string[]) {
  const roles = ["--customer", "--date", ...(names.includes("amount") ? ["--value"] : [])];
  return (word: string, k: number, words: readonly string[]): boolean =>
    !roles.includes(word) && !roles.includes(words[k - 1] ?? "");
}

/** The proposed flags without those of the user. */
function unasked(asked: CheckOptions, flags: readonly string[]): string[] {
  const said = { "--customer": asked.customer, "--date": asked.date, "--value": asked.value } as const;
  const format = asked.dateFormat === "iso" ? undefined : asked.dateFormat;
  const more = { ...said, "--date-format": format, "--decimal": asked.decimal };
  const isAsked = (flag: string | undefined): boolean => more[flag as keyof typeof more] !== undefined;
  return flags.filter((word, k) => !isAsked(word) && !isAsked(flags[k - 1]));
}

/** The user's options for reading, which a command repeats unchanged. */
const REPEATED = [
  ...["customer", "date", "value", "order", "frequency", "recency", "age", "monetary", "frequencyCounts"],
  ...["delimiter", "decimal", "encoding", "skipLines", "comment", "dateFormat", "timeZone", "onBadRow", "returns"],
  ...["table", "query", "where", "unit", "grain", "from", "until", "columns", "noHeader", "anyId"],
] as const;

/** The defaults of these options. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  ...{ encoding: "utf-8", dateFormat: "iso", timeZone: "UTC", onBadRow: "stop", returns: "net" },
};

/** A command with the user's options and those that were found. */
function commandOf(
  [name, path]: readonly [string, string],
  asked: CheckOptions,
  flags: readonly string[],
  output: string,
): string {
  const own = REPEATED.flatMap((key) => {
    const said = (asked as Readonly<Record<string, unknown>>)[key];
    if (said === undefined || said === false) return key === "value" && said === false ? ["--value", "none"] : [];
    const flag = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (flags.includes(flag) || said === DEFAULTS[key]) return [];
    return said === true ? [flag] : [flag, shellText(Array.isArray(said) ? said.join(",") : String(said))];
  });
  return ["clv", name, shellText(path), ...own, ...flags, "-o", output].join(" ");
}
