import { ClvError } from "../errors.ts";
import { findColumn, hasUsualName, normalized, requireDistinct } from "./columns.ts";

/** A column of a base: its usual name, and its position in the file. */
interface BaseColumn {
  readonly name: string;
  readonly at: number;
}

/** Where a file keeps a customer base. */
export interface BaseColumns {
  readonly customer: number;
  readonly numbers: readonly BaseColumn[];
  readonly dates: readonly BaseColumn[];
}

const NEEDED = ["frequency", "recency", "T"] as const;
const NUMBERS = [
  ...NEEDED,
  ...(["monetary_value", "litt", "frequency_holdout", "monetary_value_holdout", "duration_holdout"] as const),
];
const DATES = ["first_date", "last_date"] as const;
/** The columns of a base under their usual names. */
export const BASE_COLUMNS: readonly string[] = ["customer_id", ...NUMBERS, ...DATES];
type BaseColumnName = (typeof NUMBERS)[number] | (typeof DATES)[number];

/**
 * The names of these columns in other programs. The calibration table of `lifetimes` has `frequency_cal`. BTYD and
 * BTYDplus have `x`, `t.x`, `T.cal`, `x.star`, and `n.cal` for opportunities, the paper's n. Courses on them have
 * `recency_cltv_weekly`.
 */
const ALIASES: Readonly<Partial<Record<BaseColumnName, readonly string[]>>> = {
  frequency: ["frequencycal", "x"],
  recency: ["recencycal", "t.x", "tx", "recencyweekly", "recencycltvweekly"],
  T: ["tcal", "t.cal", "tweekly", "age", "n.cal", "n"],
  monetary_value: ["monetaryvaluecal", "monetary", "m.x", "mx", "monetaryavg", "monetarycltvavg"],
  frequency_holdout: ["x.star"],
  monetary_value_holdout: ["m.x.star"],
  duration_holdout: ["t.star"],
};

/** The names that a user gives for the columns of a base. */
export type BaseColumnNames = Readonly<Partial<Record<"frequency" | "recency" | "T" | "monetary_value", string>>>;
/** Names that `lifetimes` and the writers of data frames give the column of ids. */
const UNNAMED = ["", "id", "unnamed:0"];

/**
 * Whether a header belongs to a customer base, not to a log: it has frequency, recency and T, under any of their names.
 */
export function looksLikeBase(header: readonly string[], asked: BaseColumnNames = {}): boolean {
  return NEEDED.every((name) => placeOf(header, name, asked) >= 0);
}

/**
 * Further names of the columns of a base, by the flag that names the column. They count where no program's name fits.
 */
const LIKELY = {
  frequency: /freq|orders|purchases|transactions|n_?trans/i,
  recency: /recen|t_?x$|last_?purchase_?age/i,
  age: /^t$|[ ._]t$|^t[ ._]|tenure|age|observ|cust_?len/i,
  monetary: /monet|mean|avg|average|aov|spend/i,
} as const;

/** Flags for the columns of a table of frequency, recency and age under other names; undefined where it has none. */
export function likelyBaseColumns(header: readonly string[]): Readonly<Record<string, string>> | undefined {
  const found: Record<string, string> = {};
  for (const [flag, names] of Object.entries(LIKELY)) {
    const name = header.find((column) => names.test(column) && !Object.values(found).includes(column));
    if (name !== undefined) found[flag] = name;
  }
  return found["frequency"] && found["recency"] && found["age"] ? found : undefined;
}

/** The position of a column of a base: under the requested name, its usual name, or an alias; −1 where it is missing. */
function placeOf(header: readonly string[], name: BaseColumnName, asked: BaseColumnNames): number {
  const own = (asked as Readonly<Partial<Record<BaseColumnName, string>>>)[name];
  if (own !== undefined) return header.indexOf(own);
  const names = header.map(normalized);
  return [normalized(name), ...(ALIASES[name] ?? [])].map((one) => names.indexOf(one)).find((at) => at >= 0) ?? -1;
}

/** Whether a base with this header has a holdout. */
export function hasHoldout(header: readonly string[]): boolean {
  return placeOf(header, "duration_holdout", {}) >= 0;
}

/** Throws when the input is a customer base where a log is needed: a base has no transactions any more. */
export function refuseBase(header: readonly string[], dateAsked: string | undefined, where: string): void {
  if (dateAsked !== undefined || !looksLikeBase(header) || header.some((name) => normalized(name) === "date")) return;
  throw new ClvError("usage", {
    where,
    expected: "a log of transactions",
    got: "a customer base",
    wayOut: "Use clv fit, clv predict or clv report for a base, or give the log from which the base was made.",
  });
}

/**
 * Finds the columns of a base by the requested names, else by their usual names. Case, underscores and blanks do not
 * matter. Purchases in a holdout of unknown length (the `x.star` of BTYD) are left out.
 */
export function baseColumns(
  header: readonly string[],
  customer: string | undefined,
  where: string,
  asked: BaseColumnNames = {},
): BaseColumns {
  const names = header.map(normalized);
  const present = (wanted: readonly BaseColumnName[]): BaseColumn[] =>
    wanted.map((name) => ({ name, at: placeOf(header, name, asked) })).filter(({ at }) => at >= 0);
  const endless = placeOf(header, "duration_holdout", {}) < 0 && !names.includes(normalized("frequency_holdout"));
  const numbers = present(endless ? NUMBERS.filter((name) => !name.endsWith("_holdout")) : NUMBERS);
  const missing = NEEDED.find((name) => !numbers.some((column) => column.name === name));
  const one = (name: string): boolean => numbers.some((column) => column.name === name);
  const unpaired = one("frequency_holdout") !== one("duration_holdout");
  if (missing !== undefined || unpaired) {
    throw new ClvError("data", {
      where: `${where}, header`,
      expected: missing === undefined ? "frequency_holdout and duration_holdout together" : `a column ${missing}`,
      got: header.join(","),
    });
  }
  const unnamed = names.findIndex((name) => UNNAMED.includes(name));
  const named = names.some((name, k) => k !== unnamed && hasUsualName([name], "customer"));
  const at =
    customer === undefined && !named && unnamed >= 0 ? unnamed : findColumn(header, "customer", customer, where);
  const dates = present(DATES);
  requireDistinct(
    header,
    [at, ...[...numbers, ...dates].map((column) => column.at)].map((k) => header[k]!),
    where,
  );
  return { customer: at, numbers, dates };
}
