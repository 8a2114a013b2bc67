import { ClvError } from "../errors.ts";
import { type BaseColumnNames, baseColumns } from "./base-columns.ts";
import { contradictions } from "./contradictions.ts";
import { type CsvTable, isBlank } from "./csv/table.ts";
import type { CustomerBase } from "./customer-base.ts";
import { dateReader } from "./date-text.ts";
import { parseDecimal } from "./decimal.ts";
import { idOrder } from "./id-order.ts";
import { type Grain, HOUR, requireCountable, type TimeUnit } from "./time-unit.ts";
import { timeZone } from "./time-zone.ts";
import { datedAges, unitAndEnd } from "./unit-and-end.ts";

export interface BaseOptions {
  /** The unit of recency and T; a file with dates determines it. */
  readonly unit?: TimeUnit;
  /**
   * The unit of a file without dates where neither `unit` nor a counted grain is given. Such a file is refused when
   * this is left out too.
   */
  readonly undatedUnit?: TimeUnit;
  /** `day` when left out, unless the file's dates have times. */
  readonly grain?: Grain;
  /** Whether ages count whole grains, see {@link SummarizeOptions}. Unit and grain are then the same. */
  readonly discrete?: boolean;
  /** Name of the customer column; found by its usual names when left out. */
  readonly customer?: string;
  /** Whether blank ids and usual words for a missing one (NULL, nan, None, N/A, …) are ids; refused when left out. */
  readonly anyId?: boolean;
  /** Names of the other columns, where they have no usual one. */
  readonly columns?: BaseColumnNames;
  /**
   * The meaning of the column frequency: purchases after the first, or all `orders`, including the first. For `orders`
   * one is subtracted. The mean value of a single purchase is then not a mean of repeat purchases.
   */
  readonly frequencyCounts?: FrequencyCounts;
}

export type FrequencyCounts = "repeats" | "orders";

/**
 * Reads a customer base from an opened CSV file. It may be written by `clv`. It may be an RFM table of `lifetimes`,
 * with an unnamed id column and monetary value 0 where x = 0. Or it may be made by hand, with the columns
 * `customer_id,frequency,recency,T` and `monetary_value`.
 *
 * The unit is checked against the dates of the file, and is required where the file has none. A base that contradicts
 * itself is an error, which gives every broken rule with its count and first customers.
 */
export async function readCustomerBase(table: CsvTable, options: BaseOptions = {}): Promise<CustomerBase> {
  const columns = baseColumns(table.columns, options.customer, table.name, options.columns);
  const { customer, numbers, dates } = columns;
  const ids: string[] = [];
  const read: number[][] = [...numbers, ...dates].map(() => []);
  const flaws = contradictions(table.name, columns, options.anyId ?? false);
  const readDate = dateReader("iso", timeZone("UTC"));
  let [wholeDays, commas] = [true, false];
  for await (const { records, rowOf, broken } of table.batches) {
    for (let k = 0; k < records.length; k++) {
      const fields = records[k];
      if (isBlank(fields)) continue;
      if (broken.has(k) || fields.length !== table.columns.length) {
        flaws.add("rows with broken quotes or a wrong number of fields", rowOf(k), fields[customer] ?? "");
        continue;
      }
      const id = fields[customer];
      const values = numbers.map(({ at }) =>
        isMissing(fields[at]) ? Number.NaN : parseDecimal(fields[at], table.decimal) + 0,
      );
      for (const { at } of dates) if (fields[at].length > 10) wholeDays = false;
      const unreadable = numbers.find(({ at }, c) => Number.isNaN(values[c]) && !isMissing(fields[at]));
      if (options.frequencyCounts === "orders") subtractFirst(numbers, values);
      values.push(...dates.map(({ at }) => readDate(fields[at])));
      if (unreadable !== undefined && table.decimal === "point" && COMMA.test(fields[unreadable.at])) commas = true;
      if (unreadable !== undefined) flaws.add(`unreadable ${unreadable.name}`, rowOf(k), id);
      else flaws.check(id, values, rowOf(k));
      ids.push(id);
      for (let c = 0; c < values.length; c++) read[c].push(values[c]);
    }
  }
  const compare = idOrder(ids);
  const order = Uint32Array.from(ids, (_, k) => k).sort((a, b) => compare(ids[a], ids[b]) || a - b);
  for (let k = 1; k < order.length; k++) {
    if (ids[order[k]] === ids[order[k - 1]]) flaws.add("customers that occur twice", undefined, ids[order[k]]!);
  }
  flaws.refuse(commas ? "Numbers seem to have a decimal comma: use --decimal comma." : undefined);
  if (ids.length === 0) throw new ClvError("data", { where: table.name, expected: "customers", got: "a header alone" });
  const column = (name: string): Float64Array | undefined => {
    const at = [...numbers, ...dates].findIndex((one) => one.name === name);
    return at < 0 ? undefined : Float64Array.from(order, (k) => read[at][k]);
  };
  return assemble(
    table.name,
    Array.from(order, (k) => ids[k]),
    column,
    options,
    wholeDays,
  );
}

/** A number with a decimal comma. */
const COMMA = /^\s*[+-]?\d+,\d+(e[+-]?\d+)?\s*$/i;

/** The usual texts for a missing number. */
const MISSING = ["", "na", "nan", "n/a", "null", "none"];

function isMissing(field: string): boolean {
  return MISSING.includes(field.trim().toLowerCase());
}

/** Subtracts the first purchase from the frequency of a customer. */
function subtractFirst(numbers: readonly { readonly name: string }[], values: number[]): void {
  const [x, m] = ["frequency", "monetary_value"].map((wanted) => numbers.findIndex(({ name }) => name === wanted));
  values[x!]!--;
  if (m! >= 0 && !(values[x!]! > 0)) values[m!] = Number.NaN;
}

/** The requested unit. Where grains are counted, the grain may stand for it. */
export function unitAsked(
  { unit, undatedUnit, grain, discrete }: BaseOptions,
  { dated }: { readonly dated: boolean },
): TimeUnit | undefined {
  return unit ?? (discrete && grain !== "none" ? grain : undefined) ?? (dated ? undefined : undatedUnit);
}

/** The requested grain. Where grains are counted, it is that of the unit. */
export function grainAsked({ grain, discrete }: BaseOptions, unit: TimeUnit): Grain | undefined {
  if (!discrete) return grain;
  requireCountable({ grain: grain ?? unit, unit, discrete });
  return unit;
}

function assemble(
  name: string,
  customers: readonly string[],
  column: (name: string) => Float64Array | undefined,
  options: BaseOptions,
  wholeDays: boolean,
): CustomerBase {
  const [frequency, recency, T] = [column("frequency")!, column("recency")!, column("T")!];
  const monetaryValue = column("monetary_value")?.map((m, k) => (frequency[k] > 0 ? m : Number.NaN));
  const litt = column("litt")?.map((sum, k) => (frequency[k] > 0 ? sum : 0));
  const [firstDate, lastDate] = [column("first_date"), column("last_date")];
  const dated = firstDate !== undefined && lastDate !== undefined;
  const { discrete = false } = options;
  const ages = dated ? datedAges(recency, T, firstDate, lastDate, discrete) : undefined;
  const { unit, until } = unitAndEnd(name, unitAsked(options, { dated }), ages);
  const hours = dated && firstDate.every((date) => date % HOUR === 0) && lastDate.every((date) => date % HOUR === 0);
  const later = column("frequency_holdout");
  const value = column("monetary_value_holdout");
  const holdout =
    later === undefined
      ? {}
      : {
          holdout: {
            duration: column("duration_holdout")![0],
            frequency: later,
            ...(value === undefined ? {} : { monetaryValue: value }),
          },
        };
  return {
    length: customers.length,
    customers,
    frequency,
    recency,
    T,
    ...(monetaryValue === undefined ? {} : { monetaryValue }),
    ...(litt && { litt }),
    ...(dated ? { firstDate, lastDate, until: until! } : {}),
    ...holdout,
    unit,
    grain: grainAsked(options, unit) ?? (wholeDays ? "day" : hours ? "hour" : "none"),
  };
}
