import { PERIODS } from "../data/periods.ts";
import { GRAINS, UNITS } from "../data/time-unit.ts";
import type { Percentage } from "../predict/worth.ts";
import type { CommandName } from "./commands.ts";

/** The only description of a flag. The parser, the types and `--help` are built from it. */
export interface Flag {
  readonly short?: string;
  /** A switch takes no value; a share is a number or a percentage; a choice is one of `choices`. */
  readonly type: "switch" | "text" | "number" | "share" | "choice";
  readonly choices?: readonly string[];
  /** The placeholder of the value in `--help`. */
  readonly placeholder?: string;
  /** The same for commands to which it is something else. */
  readonly placeholderFor?: Partial<Record<CommandName, string>>;
  readonly default?: string | number;
  readonly help: string;
  /** Its text in the help of commands that use it differently. */
  readonly helpFor?: Partial<Record<CommandName, string>>;
  /** The commands that take it; every command when left out. */
  readonly commands?: readonly CommandName[];
  /** Under which title it stands in `--help`. */
  readonly group: FlagGroup;
}

/** The groups of `--help`, in their order. */
export const GROUPS = {
  input: "Input",
  time: "Time",
  model: "Model",
  money: "Money",
  output: "Output",
  machine: "Machine",
} as const;

export type FlagGroup = keyof typeof GROUPS;

/** Commands that read a log. */
export const READS_LOG = [
  "run",
  "summarize",
  "fit",
  "predict",
  "validate",
  "value",
  "segments",
  "kpi",
  "compare",
  "watch",
  "report",
  "plot",
] as const;
/** Commands that read a log or look at one. */
const LOOKS = [...READS_LOG, "check"] as const;
const READS_BASE = ["fit", "predict", "report", "plot", "check"] as const;
const WRITES = [...READS_LOG, "simulate"] as const;
const SCORES = ["run", "predict", "report", "plot"] as const;
const COSTS = ["run", "predict", "validate", "value", "kpi", "compare"] as const;
const DRAWS = ["run", "report"] as const;

const BY_NAME =
  "The purchase model: a name (clv models lists them), or auto or several names with commas, to compare models and take the best (default: bg-nbd)";
const FITTED_BY_NAME = { run: BY_NAME, fit: BY_NAME, validate: BY_NAME, value: BY_NAME } as const;

/** Every flag of every command, in the order of `--help`. The key is the name in camel case: `onBadRow` is `--on-bad-row`. */
export const FLAGS = {
  output: {
    group: "output",
    short: "o",
    type: "text",
    placeholder: "PATH",
    help: "The file to write, or - for stdout; without it no file is written",
    helpFor: {
      run: "The folder to write into (default: out)",
      report: "The page to write (default: report.html)",
      plot: "The file to write, .svg or .csv, or - for SVG on stdout; without it the numbers are printed",
      segments: "The folder to write into; without it no file is written",
      kpi: "The folder to write into; without it no file is written",
      value: "The folder to write into; without it no file is written",
      simulate: "The file to write, or - for stdout",
    },
    commands: WRITES,
  },
  model: {
    group: "model",
    type: "text",
    placeholder: "MODEL.json",
    placeholderFor: { run: "NAME", fit: "NAME", validate: "NAME", value: "NAME", segments: "NAME" },
    help: "The fitted model, written by clv fit",
    helpFor: {
      ...FITTED_BY_NAME,
      segments: "With --ahead, the name of the purchase model to fit; clv models lists them (default: bg-nbd)",
    },
    commands: ["run", "fit", "predict", "validate", "value", "segments", "kpi", "watch", "report", "plot", "simulate"],
  },
  season: {
    group: "model",
    type: "text",
    placeholder: "SEASON",
    help: "The season of purchases: none, auto, or an index by month, week or weekday, or from a CSV file (date or month, factor), several with commas (default: none)",
    commands: ["run", "fit", "validate"],
  },
  spendModel: {
    group: "model",
    type: "text",
    placeholder: "NAME",
    help: "The spend model to fit; clv models lists them (default: the first listed)",
    commands: ["run", "fit", "validate", "value", "segments"],
  },
  customer: {
    group: "input",
    type: "text",
    placeholder: "COLUMN",
    help: "Column of the customer id",
    commands: LOOKS,
  },
  date: {
    group: "input",
    type: "text",
    placeholder: "COLUMN",
    help: "Column of the date or time",
    commands: LOOKS,
  },
  value: {
    group: "input",
    type: "text",
    placeholder: "EXPRESSION",
    help: "Value of a transaction: a column, arithmetic over columns such as 'Quantity * \"Unit price\"', or none",
    commands: LOOKS,
  },
  frequency: {
    group: "input",
    type: "text",
    placeholder: "COLUMN",
    help: "In a customer base: column of the repeat purchases",
    commands: READS_BASE,
  },
  recency: {
    group: "input",
    type: "text",
    placeholder: "COLUMN",
    help: "In a customer base: column of the age at the last purchase",
    commands: READS_BASE,
  },
  age: {
    group: "input",
    type: "text",
    placeholder: "COLUMN",
    help: "In a customer base: column of T, the age at the end of observation",
    commands: READS_BASE,
  },
  monetary: {
    group: "input",
    type: "text",
    placeholder: "COLUMN",
    help: "In a customer base: column of the mean value per repeat purchase",
    commands: READS_BASE,
  },
  attributes: {
    group: "input",
    type: "text",
    placeholder: "PATH",
    help: "A table by customer id, with the columns that the groups of a plan are by; without it they are columns of the log",
    commands: [...COSTS, "summarize"],
  },
  keep: {
    group: "input",
    type: "text",
    placeholder: "COLUMNS",
    help: "Columns of the log, or of --attributes, to go with the customers into base and scores: channel,country (the value of the first purchase)",
    commands: ["run", "summarize", "predict"],
  },
  order: {
    group: "input",
    type: "text",
    placeholder: "COLUMN",
    help: "Column that says which order a row is a line of: tells equal lines of one order from orders copied whole",
    commands: LOOKS,
  },
  noHeader: { group: "input", type: "switch", help: "The first line is data; needs --columns", commands: LOOKS },
  columns: {
    group: "input",
    type: "text",
    placeholder: "LIST",
    help: "With --no-header: names of the columns in order, _ for one to ignore: _,customer,date,_,amount",
    helpFor: {
      predict:
        "The columns to write, in this order: customer_id,p_alive,clv; with --no-header: names of the columns to read, _ for one to ignore",
    },
    commands: LOOKS,
  },
  delimiter: {
    group: "input",
    type: "text",
    placeholder: "MARK",
    help: "What stands between fields: comma, semicolon, tab, pipe, blank or any other character (default: found from the first lines)",
    commands: LOOKS,
  },
  decimal: {
    group: "input",
    type: "choice",
    choices: ["point", "comma"],
    help: "The decimal mark (default: point; say it where 1,234 is one thousand)",
    commands: LOOKS,
  },
  encoding: {
    group: "input",
    type: "text",
    placeholder: "NAME",
    default: "utf-8",
    help: "How text is encoded: utf-8, latin1 (with Windows-1252), macintosh, utf-16le or another name of the WHATWG",
    commands: LOOKS,
  },
  skipLines: {
    group: "input",
    type: "number",
    placeholder: "N",
    help: "Lines before the header to skip, such as a title",
    commands: LOOKS,
  },
  comment: {
    group: "input",
    type: "text",
    placeholder: "MARK",
    help: "What a line begins with that is a comment and no row, such as #",
    commands: LOOKS,
  },
  dateFormat: {
    group: "input",
    type: "text",
    placeholder: "FORMAT",
    default: "iso",
    help: "How dates are written: iso (2024-05-31, 20240531, 31-MAY-2024), dmy 31/5/2024, mdy 5/31/2024, epoch, epoch-ms, excel, or a pattern such as %d/%m/%y",
    commands: LOOKS,
  },
  timeZone: {
    group: "time",
    type: "text",
    placeholder: "ZONE",
    default: "UTC",
    help: "IANA zone in which a day begins and ends, e.g. Europe/Berlin",
    commands: LOOKS,
  },
  from: {
    group: "time",
    type: "text",
    placeholder: "DATE",
    help: "First day used",
    helpFor: { simulate: "First day drawn" },
    commands: [...WRITES, "check"],
  },
  until: {
    group: "time",
    type: "text",
    placeholder: "DATE",
    help: "Last day used, the end of observation (default: the last date in the log)",
    helpFor: { simulate: "Last day drawn" },
    commands: [...WRITES, "check"],
  },
  onBadRow: {
    group: "input",
    type: "choice",
    choices: ["stop", "skip"],
    default: "stop",
    help: "At a row that can't be read: stop, or go on and write it with its reason to --rejected",
    commands: LOOKS,
  },
  rejected: {
    group: "output",
    type: "text",
    placeholder: "PATH|none",
    help: "With --on-bad-row skip: where rejected rows go, or none (default: rejected.csv beside the output)",
    commands: READS_LOG,
  },
  anyId: {
    group: "input",
    type: "switch",
    help: "Take ids that are blank or a usual word for a missing one (NULL, nan, None, N/A) as ids: else they are bad rows",
    commands: LOOKS,
  },
  returns: {
    group: "money",
    type: "choice",
    choices: ["net", "match", "drop", "stop"],
    default: "net",
    help: "Values below zero: net lowers the value of their day; match also that of the customer's earlier purchases, newest first, for returns that come on later days; drop leaves them out; stop ends the run",
    commands: LOOKS,
  },
  grain: {
    group: "time",
    type: "choice",
    choices: GRAINS,
    help: "Purchases of a customer within one grain count as one (default: day)",
    helpFor: { predict: "Purchases of a customer within one grain count as one (default: the model's)" },
    commands: LOOKS,
  },
  litt: {
    group: "time",
    type: "switch",
    help: "Add litt, by which regular models are compared, to the base",
    commands: ["summarize"],
  },
  discrete: {
    group: "time",
    type: "switch",
    help: "Count ages in whole grains (day, week, month, year), each an opportunity for one purchase, for models that count them, such as bg-bb",
    commands: READS_LOG,
  },
  unit: {
    group: "time",
    type: "choice",
    choices: UNITS,
    help: "The unit of recency, T and parameters (default: day)",
    helpFor: { predict: "The unit of recency and T (default: the model's)" },
    commands: LOOKS,
  },
  frequencyCounts: {
    group: "input",
    type: "choice",
    choices: ["repeats", "orders"],
    help: "What the frequency of a customer base counts: purchases after the first (default), or orders, the first too: then one is subtracted",
    commands: READS_BASE,
  },
  split: {
    group: "time",
    type: "text",
    placeholder: "DATE",
    help: "First day of a holdout: models fitted on the time before it are tested on the time after it",
    helpFor: {
      validate:
        "First day of a holdout, or several parted by commas: models fitted on the time before it are tested on the time after it",
    },
    commands: ["run", "summarize", "validate", "value", "report", "plot"],
  },
  scoreAt: {
    group: "time",
    type: "choice",
    choices: ["end", "split"],
    default: "end",
    help: "With --split, when customers are scored: at the end of the log, by models fitted again on all of it, or at the split, by the models of the test",
    commands: ["run"],
  },
  folds: {
    group: "time",
    type: "number",
    placeholder: "N",
    help: "Instead of --split: the second half of the log in so many holdouts, each with all before it to fit on",
    commands: ["validate"],
  },
  horizon: {
    group: "time",
    type: "text",
    placeholder: "TIME",
    help: "How far to look ahead: 90d, 52w, 12m, 1y or a last day such as 2026-12-31 (default: 1y, or the holdout)",
    helpFor: {
      run: "How far to look ahead: 90d, 52w, 12m, 1y or a last day such as 2026-12-31; several with commas (default: 1y; with --score-at split the holdout)",
      predict:
        "How far to look ahead: 90d, 52w, 12m, 1y or a last day such as 2026-12-31; several with commas: 1y,2y,3y",
      value: "How far to look ahead: 90d, 52w, 12m, 1y or a last day such as 2026-12-31 (default: 1y)",
      kpi: "With --model, over which time the equity is expected: 90d, 52w, 12m, 1y (default: 1y)",
    },
    commands: [...SCORES, "value", "kpi"],
  },
  profile: {
    group: "input",
    type: "text",
    placeholder: "COLUMNS",
    help: "With --split: columns of the log, or of --attributes, by which the best customers may be known early",
    commands: ["value"],
  },
  period: {
    group: "time",
    type: "choice",
    choices: PERIODS,
    default: "month",
    help: "The period of the calendar that is counted by; a week begins on Monday",
    commands: ["value", "segments", "kpi"],
  },
  scheme: {
    group: "model",
    type: "text",
    placeholder: "NAME|FILE.json",
    help: "How customers are cut: micro (recency and orders in a window of 12 periods), recency, rfm (ten named segments), or a file of rules (default: micro)",
    commands: ["segments"],
  },
  cuts: {
    group: "model",
    type: "text",
    placeholder: "CUTS",
    help: "With --scheme rfm, its cut points: most periods since the last purchase for R 5 to 2, a slash, most orders for F 1 to 4 (default: 0,1,3,6/1,2,3,5)",
    commands: ["segments"],
  },
  by: {
    group: "model",
    type: "text",
    placeholder: "COLUMN",
    placeholderFor: { kpi: "CLOCK" },
    help: "Column of the log, or of --attributes: a model, scores, holdout and totals for the customers of each value, and joint totals of all",
    helpFor: {
      kpi: "The clock of the cohorts: calendar, its periods, or age, windows of 30 days of every customer's own (default: calendar)",
    },
    commands: ["run", "kpi"],
  },
  group: {
    group: "input",
    type: "text",
    placeholder: "COLUMN",
    help: "Column of the log, or of --attributes, with the group of a customer",
    commands: ["compare"],
  },
  since: {
    group: "time",
    type: "text",
    placeholder: "DATE",
    help: "Day of the assignment to a group; or first: from every customer's first purchase on",
    commands: ["compare"],
  },
  window: {
    group: "time",
    type: "text",
    placeholder: "TIME",
    help: "Over which time groups are compared: 180d, 26w (default: to the end of the log)",
    commands: ["compare"],
  },
  control: {
    group: "input",
    type: "text",
    placeholder: "GROUP",
    help: "The group that others are compared with (default: the first by name)",
    commands: ["compare"],
  },
  ratio: {
    group: "input",
    type: "text",
    placeholder: "SIZES",
    help: "Sizes that the groups were meant to have, by name, such as 1:1 (default: equal)",
    commands: ["compare"],
  },
  ahead: {
    group: "time",
    type: "number",
    placeholder: "N",
    help: "With --model: fill the cohorts for so many periods to come",
    helpFor: {
      segments:
        "Fit a model, test the moves that it expects on the last N periods, expect those of the next N, and list early signs",
    },
    commands: ["kpi", "segments"],
  },
  margin: {
    group: "money",
    type: "share",
    placeholder: "SHARE",
    help: "Profit per unit of value, up to 1 or as a percentage: 0.3 or 30% (default: 1, or the plan's)",
    commands: [...SCORES, "validate", "value", "kpi", "compare"],
  },
  plan: {
    group: "money",
    type: "text",
    placeholder: "PLAN.json",
    help: "What orders and customers cost, in full or by group: adds net values to the scores",
    helpFor: {
      value: "What orders and customers cost, in full or by group",
      kpi: "What orders and customers cost: adds contribution and acquisition cost",
    },
    commands: COSTS,
  },
  costPerOrder: {
    group: "money",
    type: "number",
    placeholder: "MONEY",
    help: "What serving an order costs, beside the margin: a plan of one number",
    commands: COSTS,
  },
  acquisitionCost: {
    group: "money",
    type: "number",
    placeholder: "MONEY",
    help: "What winning a customer costs: a plan of one number",
    commands: COSTS,
  },
  discountRate: {
    group: "money",
    type: "share",
    placeholder: "RATE",
    default: 0,
    help: "Discount per year, below 1 or as a percentage: 0.1 or 10%; purchases are discounted when they happen",
    commands: [...SCORES, "value", "kpi", "compare"],
  },
  interval: {
    group: "model",
    type: "number",
    placeholder: "LEVEL",
    help: "Intervals that hold with this probability, e.g. 0.9: of each estimate, and of what will come",
    helpFor: {
      fit: "Intervals of the parameters that hold with this probability, e.g. 0.9",
      watch: "Probability that a model which holds passes each test (default: 0.99)",
      compare: "Probability of the intervals (default: 0.9)",
      validate: "Probability with which intervals should hold (default: 0.9)",
      segments: "Probability with which the intervals of moves hold (default: 0.9)",
      value: "Probability with which intervals hold (default: 0.9)",
      report: "Probability with which intervals hold (default: 0.9)",
      plot: "Probability with which intervals hold (default: 0.9)",
    },
    commands: ["run", "fit", "predict", "validate", "value", "compare", "watch", "report", "plot", "segments"],
  },
  top: {
    group: "output",
    type: "number",
    placeholder: "N",
    default: 50,
    help: "Customers in the tables of the report",
    commands: DRAWS,
  },
  title: {
    group: "output",
    type: "text",
    placeholder: "TEXT",
    help: "Title of the report; the name of the log when left out",
    commands: DRAWS,
  },
  currency: {
    group: "output",
    type: "text",
    placeholder: "TEXT",
    help: "Currency of the values in the report, e.g. USD or €",
    commands: [...DRAWS, "plot"],
  },
  figure: {
    group: "output",
    type: "text",
    placeholder: "NAME",
    help: "The figure: repeats, spend, concentration, months-series, tracking (with --split) and others of the page; a name that is none lists them",
    commands: ["plot"],
  },
  history: {
    group: "output",
    type: "text",
    placeholder: "ID",
    help: "Customer whose history the report tells",
    helpFor: { plot: "Customer whose purchases and P(alive) over time are the figure" },
    commands: [...DRAWS, "plot"],
  },
  anonymous: {
    group: "output",
    type: "switch",
    help: "Leave the ids of customers out of the report",
    helpFor: { segments: "With --ahead, leave the ids of customers out of the files" },
    commands: [...DRAWS, "segments"],
  },
  noReport: {
    group: "output",
    type: "switch",
    help: "Draw no page: for jobs that only want the files",
    commands: ["run"],
  },
  format: {
    group: "output",
    type: "choice",
    choices: ["csv", "parquet"],
    default: "csv",
    help: "How base and scores are written (elsewhere the ending of -o says it: .csv, .parquet, .duckdb)",
    commands: ["run", "value"],
  },
  outputDelimiter: {
    group: "output",
    type: "text",
    placeholder: "MARK",
    help: "What stands between fields of CSV written: comma, semicolon, tab, pipe or any other character (default: comma, or semicolon with a decimal comma)",
    commands: WRITES,
  },
  outputDecimal: {
    group: "output",
    type: "choice",
    choices: ["point", "comma"],
    help: "The decimal mark of numbers in CSV written (default: point)",
    commands: WRITES,
  },
  engine: {
    group: "machine",
    type: "choice",
    choices: ["auto", "memory", "duckdb"],
    default: "auto",
    help: "Where the work is done; auto: files by DuckDB, which takes any size, streams in memory",
    commands: LOOKS,
  },
  memoryLimit: {
    group: "machine",
    type: "text",
    placeholder: "SIZE",
    help: "What DuckDB may take, e.g. 4GB; more goes to disk; the process takes 0.1 to 0.3 GB besides (default: half of the memory, 3 GB at most)",
    commands: LOOKS,
  },
  threads: {
    group: "machine",
    type: "number",
    placeholder: "N",
    help: "Threads of DuckDB, and of bootstrap and intervals: the results are the same (default: one per core)",
    commands: LOOKS,
  },
  tempDirectory: {
    group: "machine",
    type: "text",
    placeholder: "DIR",
    help: "Where DuckDB may put what does not fit into memory (default: the system's place for temporary files)",
    commands: LOOKS,
  },
  scratch: {
    group: "machine",
    type: "text",
    placeholder: "CATALOG.SCHEMA",
    help: "On a cluster: where working tables are made, and dropped at the end (default: the schema of the output, or of the log)",
    commands: READS_LOG,
  },
  ca: {
    group: "machine",
    type: "text",
    placeholder: "FILE",
    help: "On a cluster with TLS: a file with the certificate of the authority that signed the cluster's, as PEM",
    commands: READS_LOG,
  },
  table: {
    group: "input",
    type: "text",
    placeholder: "NAME",
    help: "Table to read of a .duckdb file",
    commands: LOOKS,
  },
  query: {
    group: "input",
    type: "text",
    placeholder: "SQL",
    help: "Query whose result to read: of a .duckdb file, or of files in the folder of the log: SELECT … FROM 'orders.csv' JOIN 'customers.csv' …; log stands for the log",
    commands: LOOKS,
  },
  where: {
    group: "input",
    type: "text",
    placeholder: "SQL",
    help: "Condition on the rows to read, such as \"status = 'paid' AND country = 'UK'\"",
    commands: LOOKS,
  },
  customers: { group: "model", type: "number", placeholder: "N", help: "Customers to draw", commands: ["simulate"] },
  seed: {
    group: "model",
    type: "number",
    placeholder: "S",
    default: 1,
    help: "Seed of the random numbers",
    commands: ["run", "predict", "validate", "value", "segments", "compare", "watch", "report", "plot", "simulate"],
  },
  joinUntil: {
    group: "time",
    type: "text",
    placeholder: "DATE",
    help: "Customers make their first purchase on a day from --from to this one (default: --until)",
    commands: ["simulate"],
  },
  dryRun: {
    group: "output",
    type: "switch",
    help: "Look at the input as clv check does, and write nothing",
    commands: READS_LOG,
  },
  force: {
    group: "output",
    type: "switch",
    help: "Write over files that clv did not write",
    commands: WRITES,
  },
  json: { group: "output", type: "switch", help: "Put one machine-readable summary on stdout and nothing else" },
  quiet: {
    group: "output",
    short: "q",
    type: "switch",
    help: "No report, no notices, no progress: files and errors only",
  },
  help: { group: "machine", short: "h", type: "switch", help: "Show this help" },
  version: { group: "machine", short: "V", type: "switch", help: "Show the version" },
} as const satisfies Record<string, Flag>;

type Flags = typeof FLAGS;
export type FlagName = keyof Flags;

type ValueOf<F extends Flag> = F extends { readonly type: "switch" }
  ? boolean
  : F extends { readonly type: "number" }
    ? number
    : F extends { readonly type: "share" }
      ? number | Percentage
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
