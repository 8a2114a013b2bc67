import { GRAINS, UNITS } from "../data/time-unit.ts";
import type { CommandName } from "./commands.ts";

/** One flag: the only description of it, from which the parser, the types and `--help` are made. */
export interface Flag {
  readonly short?: string;
  /** A switch takes no value; a choice one of `choices`. */
  readonly type: "switch" | "text" | "number" | "choice";
  readonly choices?: readonly string[];
  /** Other spellings of a choice. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** What stands for the value in `--help`. */
  readonly placeholder?: string;
  /** The same for commands to which it is something else. */
  readonly placeholderFor?: Partial<Record<CommandName, string>>;
  readonly default?: string | number;
  readonly help: string;
  /** What it means to commands for which it is something else. */
  readonly helpFor?: Partial<Record<CommandName, string>>;
  /** The commands that take it; every command when left out. */
  readonly commands?: readonly CommandName[];
}

const READS_LOG = ["run", "summarize", "fit", "predict", "validate", "report"] as const;
const SCORES = ["run", "predict", "report"] as const;
const DRAWS = ["run", "report"] as const;

const BY_NAME = "The purchase model to fit; clv models lists them (default: the first listed)";
const FITTED_BY_NAME = { run: BY_NAME, fit: BY_NAME, validate: BY_NAME } as const;

/** Every flag of every command, in the order of `--help`. The key is the name in camel case: `onBadRow` is `--on-bad-row`. */
export const FLAGS = {
  output: {
    short: "o",
    type: "text",
    placeholder: "PATH",
    help: "The file to write, or - for stdout; without it no file is written",
    helpFor: {
      run: "The folder to write into (default: out)",
      report: "The page to write (default: report.html)",
      simulate: "The file to write, or - for stdout",
    },
    commands: ["run", "summarize", "fit", "predict", "validate", "report", "simulate"],
  },
  model: {
    type: "text",
    placeholder: "MODEL.json",
    placeholderFor: { run: "NAME", fit: "NAME", validate: "NAME" },
    help: "The fitted model, written by clv fit",
    helpFor: FITTED_BY_NAME,
    commands: ["run", "fit", "predict", "validate", "report", "simulate"],
  },
  spendModel: {
    type: "text",
    placeholder: "NAME",
    help: "The spend model to fit; clv models lists them (default: the first listed)",
    commands: ["run", "fit", "validate"],
  },
  customer: { type: "text", placeholder: "COLUMN", help: "Column of the customer id", commands: READS_LOG },
  date: { type: "text", placeholder: "COLUMN", help: "Column of the date or time", commands: READS_LOG },
  value: {
    type: "text",
    placeholder: "EXPRESSION",
    help: 'Value of a transaction: a column, or arithmetic over columns such as "Quantity * Price"',
    commands: READS_LOG,
  },
  noHeader: { type: "switch", help: "The first line is data; needs --columns", commands: READS_LOG },
  columns: {
    type: "text",
    placeholder: "LIST",
    help: "With --no-header: names of the columns in order, _ for one to ignore: _,customer,date,_,amount",
    helpFor: {
      predict:
        "The columns to write, in this order: customer_id,p_alive,clv; with --no-header: names of the columns to read, _ for one to ignore",
    },
    commands: READS_LOG,
  },
  delimiter: {
    type: "choice",
    choices: ["comma", "semicolon", "tab", "blank"],
    aliases: { ",": "comma", ";": "semicolon", "\t": "tab", "\\t": "tab", " ": "blank" },
    help: "What stands between fields, by name or by character (default: what a first line sep=; says, else found from the first lines)",
    commands: READS_LOG,
  },
  decimal: {
    type: "choice",
    choices: ["point", "comma"],
    default: "point",
    help: "The decimal sign",
    commands: READS_LOG,
  },
  encoding: {
    type: "choice",
    choices: ["utf-8", "latin1"],
    aliases: { utf8: "utf-8", "latin-1": "latin1" },
    default: "utf-8",
    help: "How text is encoded",
    commands: READS_LOG,
  },
  dateFormat: {
    type: "choice",
    choices: ["iso", "dmy", "mdy"],
    aliases: { YYYYMMDD: "iso", "D/M/Y": "dmy", "M/D/Y": "mdy" },
    default: "iso",
    help: "How dates are written: iso 2024-05-31 or 20240531, dmy 31/5/2024, mdy 5/31/2024",
    commands: READS_LOG,
  },
  timeZone: {
    type: "text",
    placeholder: "ZONE",
    default: "UTC",
    help: "IANA zone in which a day begins and ends, e.g. Europe/Berlin",
    commands: READS_LOG,
  },
  from: {
    type: "text",
    placeholder: "DATE",
    help: "First day used",
    helpFor: { simulate: "First day drawn" },
    commands: [...READS_LOG, "simulate"],
  },
  until: {
    type: "text",
    placeholder: "DATE",
    help: "Last day used, the end of observation (default: the last date in the log)",
    helpFor: { simulate: "Last day drawn" },
    commands: [...READS_LOG, "simulate"],
  },
  onBadRow: {
    type: "choice",
    choices: ["stop", "skip"],
    default: "stop",
    help: "At a row that can't be read: stop, or go on and write it with its reason to rejected.csv",
    commands: READS_LOG,
  },
  returns: {
    type: "choice",
    choices: ["net", "drop", "stop"],
    default: "net",
    help: "Values below zero: lower the value of their day, be left out, or stop the run",
    commands: READS_LOG,
  },
  grain: {
    type: "choice",
    choices: GRAINS,
    help: "Purchases of a customer within one grain count as one (default: day)",
    helpFor: { predict: "Purchases of a customer within one grain count as one (default: the model's)" },
    commands: READS_LOG,
  },
  unit: {
    type: "choice",
    choices: UNITS,
    help: "The ruler for recency, T and parameters (default: day)",
    helpFor: { predict: "The ruler for recency and T (default: the model's)" },
    commands: READS_LOG,
  },
  split: {
    type: "text",
    placeholder: "DATE",
    help: "First day of a holdout: what comes before is fitted, what comes after is compared",
    helpFor: {
      validate:
        "First day of a holdout, or several parted by commas: what comes before is fitted, what comes after is compared",
    },
    commands: ["run", "summarize", "validate", "report"],
  },
  folds: {
    type: "number",
    placeholder: "N",
    help: "Instead of --split: the second half of the log in so many holdouts, each with all before it to fit on",
    commands: ["validate"],
  },
  horizon: {
    type: "text",
    placeholder: "TIME",
    help: "How far to look ahead: 90d, 52w, 12m, 1y (default: 1y, or the holdout)",
    helpFor: { predict: "How far to look ahead: 90d, 52w, 12m, 1y" },
    commands: SCORES,
  },
  margin: {
    type: "number",
    placeholder: "SHARE",
    default: 1,
    help: "Profit per unit of value",
    commands: SCORES,
  },
  discountRate: {
    type: "number",
    placeholder: "RATE",
    default: 0,
    help: "Discount per year, e.g. 0.1; purchases are discounted when they happen",
    commands: SCORES,
  },
  interval: {
    type: "number",
    placeholder: "LEVEL",
    help: "Intervals that hold with this probability, e.g. 0.9: of each estimate, and of what will come",
    helpFor: {
      fit: "Intervals of the parameters that hold with this probability, e.g. 0.9",
      validate: "Probability with which intervals should hold (default: 0.9)",
      report: "Probability with which intervals hold (default: 0.9)",
    },
    commands: ["run", "fit", "predict", "validate", "report"],
  },
  top: {
    type: "number",
    placeholder: "N",
    default: 50,
    help: "Customers in the tables of the report",
    commands: DRAWS,
  },
  anonymous: { type: "switch", help: "Leave the ids of customers out of the report", commands: DRAWS },
  noReport: {
    type: "switch",
    help: "Draw no page: for jobs that only want the files",
    commands: ["run"],
  },
  format: {
    type: "choice",
    choices: ["csv", "parquet"],
    default: "csv",
    help: "How base and scores are written (elsewhere the ending of -o says it: .csv, .parquet, .duckdb)",
    commands: ["run"],
  },
  engine: {
    type: "choice",
    choices: ["auto", "memory", "duckdb"],
    default: "auto",
    help: "Where the work is done; auto: files by DuckDB, which takes any size, streams in memory",
    commands: READS_LOG,
  },
  memoryLimit: {
    type: "text",
    placeholder: "SIZE",
    help: "What DuckDB may take, e.g. 4GB; more than that goes to disk (default: half of the memory, 3 GB at most)",
    commands: READS_LOG,
  },
  threads: {
    type: "number",
    placeholder: "N",
    help: "Threads of DuckDB, and of bootstrap and intervals: the results are the same (default: one per core)",
    commands: READS_LOG,
  },
  tempDirectory: {
    type: "text",
    placeholder: "DIR",
    help: "Where DuckDB may put what does not fit into memory (default: the system's place for temporary files)",
    commands: READS_LOG,
  },
  table: { type: "text", placeholder: "NAME", help: "Table to read of a .duckdb file", commands: READS_LOG },
  query: {
    type: "text",
    placeholder: "SQL",
    help: "Query whose result to read of a .duckdb file",
    commands: READS_LOG,
  },
  customers: { type: "number", placeholder: "N", help: "Customers to draw", commands: ["simulate"] },
  seed: {
    type: "number",
    placeholder: "S",
    default: 1,
    help: "Seed of the random numbers",
    commands: ["run", "predict", "validate", "report", "simulate"],
  },
  joinUntil: {
    type: "text",
    placeholder: "DATE",
    help: "Customers make their first purchase on a day from --from to this one (default: --until)",
    commands: ["simulate"],
  },
  json: { type: "switch", help: "Put one machine-readable summary on stdout and nothing else" },
  quiet: { short: "q", type: "switch", help: "No report, no notices, no progress: files and errors only" },
  help: { short: "h", type: "switch", help: "Show this help" },
  version: { short: "V", type: "switch", help: "Show the version" },
} as const satisfies Record<string, Flag>;

type Flags = typeof FLAGS;
export type FlagName = keyof Flags;

type ValueOf<F extends Flag> = F extends { readonly type: "switch" }
  ? boolean
  : F extends { readonly type: "number" }
    ? number
    : F extends { readonly choices: readonly (infer C)[] }
      ? C
      : string;

type Always = { [N in FlagName]: Flags[N] extends { default: unknown } | { type: "switch" } ? N : never }[FlagName];

/** The values of the flags: those with a default and the switches are always there. */
export type Options = { readonly [N in Always]: ValueOf<Flags[N]> } & {
  readonly [N in Exclude<FlagName, Always>]?: ValueOf<Flags[N]>;
};

/** The flags a command takes, with their names as typed: `[--on-bad-row, …]`. */
export function flagsOf(command: CommandName): { key: FlagName; long: string; flag: Flag }[] {
  return (Object.entries(FLAGS) as [FlagName, Flag][])
    .filter(([, flag]) => flag.commands?.includes(command) ?? true)
    .map(([key, flag]) => ({ key, long: longName(key), flag }));
}

/** `onBadRow` as it is typed: `on-bad-row`. */
export function longName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
