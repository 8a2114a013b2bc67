import { ClvError } from "../errors.ts";
import { findColumn, normalized, requireDistinct } from "./columns.ts";

/** A column of a base by its name in the field, and its position in the file. */
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

const NEEDED = ["frequency", "recency", "T"];
const NUMBERS = [...NEEDED, "monetary_value", "frequency_holdout", "monetary_value_holdout", "duration_holdout"];
const DATES = ["first_date", "last_date"];
/** Names that `lifetimes` and the writers of data frames give the column of ids. */
const UNNAMED = ["", "id", "unnamed:0"];

/** Whether a header is that of a customer base rather than of a log: it has frequency, recency and T. */
export function looksLikeBase(header: readonly string[]): boolean {
  const names = header.map(normalized);
  return NEEDED.every((name) => names.includes(normalized(name)));
}

/** Whether a base by this header tells of a holdout. */
export function hasHoldout(header: readonly string[]): boolean {
  return header.some((name) => normalized(name) === normalized("duration_holdout"));
}

/** Throws when a customer base is given for a log: it has no transactions any more. */
export function refuseBase(header: readonly string[], dateAsked: string | undefined, where: string): void {
  if (dateAsked !== undefined || !looksLikeBase(header) || header.some((name) => normalized(name) === "date")) return;
  throw new ClvError("usage", {
    where,
    expected: "a log of transactions",
    got: "a customer base",
    wayOut: "clv fit, clv predict and clv report take a base; else give the log it was made of.",
  });
}

/** Finds the columns of a base by name, in any case, with or without underscores and blanks. */
export function baseColumns(header: readonly string[], customer: string | undefined, where: string): BaseColumns {
  const names = header.map(normalized);
  const present = (wanted: readonly string[]): BaseColumn[] =>
    wanted.map((name) => ({ name, at: names.indexOf(normalized(name)) })).filter(({ at }) => at >= 0);
  const numbers = present(NUMBERS);
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
  const named = names.some((name, k) => k !== unnamed && /^(cust|client|user|buyer|member)/.test(name));
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
