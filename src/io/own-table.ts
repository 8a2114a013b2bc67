import { BASE_COLUMNS } from "../data/base-columns.ts";
import { COHORT_COLUMNS } from "../months/cohort-rows.ts";
import { KPI_NAMES } from "../months/kpi-sheet.ts";
import { LABEL } from "../predict/further-horizon.ts";
import { FILE_COLUMNS } from "../predict/score-sheet.ts";
import { SEGMENT_MONTH_COLUMNS } from "../segments/segment-month-rows.ts";
import { contractsCsv } from "./contracts-csv.ts";
import type { Heading } from "./csv-text.ts";
import { demandCsv, paybackCsv } from "./value-csv.ts";
import { VERSION } from "./version.ts";

const SCORES = new Set(FILE_COLUMNS.map(({ name }) => name));
/** Columns that no user's table has. A user's table may have columns such as `revenue`. */
const OURS_ALONE = new Set(FILE_COLUMNS.filter(({ score }) => score.group !== "net").map(({ name }) => name));
const BASE = new Set(BASE_COLUMNS);
/** The first columns of every base made from a log. Its last columns are optional. */
const BASE_START = /^customer_id,frequency,recency,T(,monetary_value)?(,litt)?,first_date,last_date(,|$)/;

/** Consecutive columns of intervals. */
const ranged = (name: string): string => `${name},${name}_low,${name}_high`;
const forecasts = (name: string): string =>
  ["chain", "model", "model_low", "model_high", "actual"].map((of) => `${name}_${of}`).join(",");

/** The complete first lines of other tables, with commas between the names. */
const TEXTS = {
  /** The series, the cohorts and the segments of `clv kpi`. Some of their columns need a plan, values or a model. */
  months: [
    optional("period", [...KPI_NAMES], "complete"),
    optional(
      "cohort,customers",
      COHORT_COLUMNS.slice(2, -2).map(([, name]) => (name === "at" ? "(periods_since|window)" : name)),
      "complete,forecast",
    ),
    optional(
      "period,segment,customers,active,orders",
      SEGMENT_MONTH_COLUMNS.slice(5, -1).map(([, name]) => name),
      "complete",
    ),
  ],
  segments: [
    /^period,segment,customers,new_customers$/,
    /^(from_period,to_period,)?from,to,customers,of,share,low,high$/,
    /^from_period,to_period,from,to,customers,expected,expected_low,expected_high,p,p_adjusted,significant$/,
    /^(customer_id,)?segment,likeliest(,by_[^,]+)*(,p [^,]+)*$/,
    new RegExp(`^segment,customers,${forecasts("orders")}(,${forecasts("value")})?$`),
    new RegExp(`^segment,customers,${ranged("alive")},${ranged("expected_purchases")}(,${ranged("equity")})?$`),
    /^cut_by,from,to,customers,orders(,value)?$/,
    /^(customer_id,)?sign,value_at_stake,probability_of_purchase,p,significant,gap_days,usual_gap_days,overdue_since,next_purchase_median,purchases$/,
  ],
  contracts: [new RegExp(`^${[...contractsCsv([])][0]!.trimEnd()}$`)],
  value: [paybackCsv({ newcomers: [] }), demandCsv([])].map((table) => new RegExp(`^${[...table][0]!.trimEnd()}$`)),
} as const satisfies Record<string, readonly RegExp[]>;

/** A first line that begins and ends with these names. Names in between may be absent. */
function optional(first: string, between: readonly string[], last: string): RegExp {
  return new RegExp(`^${first}${between.map((name) => `(,${name})?`).join("")},${last}$`);
}

/** Whether a first line is that of a table of this kind, with any delimiter. */
export function isOwnText(kind: keyof typeof TEXTS, header: string): boolean {
  const headings = headingsOf(header);
  if (headings.some(({ name, kept }) => kept && !name.includes(","))) return false;
  const line = headings.map(({ name }) => name.replaceAll(",", " ")).join(",");
  return TEXTS[kind].some((pattern) => pattern.test(line));
}

/**
 * The names in the first line of a table. `kept` are the names in quotes: in a base or in scores, `clv` writes only the
 * names of a user's columns in quotes.
 */
export function headingsOf(header: string): Heading[] {
  const first = /^(?:"(?:[^"]|"")*"|\w+)/.exec(header)?.[0] ?? "";
  const mark = header.charAt(first.length);
  const fields = mark === "" ? [header] : fieldsOf(header, mark);
  return fields.map((field) =>
    /^".*"$/s.test(field) ? { name: field.slice(1, -1).replaceAll('""', '"'), kept: true } : { name: field },
  );
}

/** The fields of a line, quotes and all. */
function fieldsOf(line: string, mark: string): string[] {
  const fields: string[] = [];
  let from = 0;
  let inQuotes = false;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '"') inQuotes = !inQuotes;
    else if (line[at] === mark && !inQuotes) {
      fields.push(line.slice(from, at));
      from = at + 1;
    }
  }
  return [...fields, line.slice(from)];
}

/**
 * Whether columns in this order are those of a base or of scores as `clv` writes them, with or without columns of the
 * user.
 */
export function isOwnTable(columns: readonly Heading[]): boolean {
  const ours = columns.filter(({ kept }) => !kept).map(({ name }) => name);
  if (BASE_START.test(ours.join(","))) return ours.every((name) => BASE.has(name));
  const scores = ours.filter((name) => name !== "customer_id").map((name) => name.replace(LABEL, ""));
  return scores.every((name) => SCORES.has(name)) && scores.some((name) => OURS_ALONE.has(name));
}

const COMMENT = "clv.version=";

/** The comment of a table in a database. It marks the table as ours, with any columns. */
export function ownComment(metadata: Readonly<Record<string, string>>): string {
  const entries = Object.entries(metadata).map(([key, value]) => `, ${key}=${value}`);
  return `${COMMENT}${VERSION}${entries.join("")}`;
}

/** Whether a comment is one of {@link ownComment}. */
export function isOwnComment(comment: string): boolean {
  return comment.startsWith(COMMENT);
}
