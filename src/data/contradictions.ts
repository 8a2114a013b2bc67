import { ClvError, show } from "../errors.ts";
import type { BaseColumns } from "./base-columns.ts";
import { isMissingId } from "./missing-id.ts";

/** The contradictions in a base, by rule. */
export interface Contradictions {
  /** Records that one customer breaks a rule. */
  add(rule: string, row: number | undefined, customer: string): void;
  /** Checks one customer against the rules; values in the order of the columns. */
  check(customer: string, values: readonly number[], row: number): void;
  /** Throws when a rule is broken, with the count and the first customers of each rule, and with a way out where one is known. */
  refuse(wayOut?: string): void;
}

type Values = Readonly<Record<string, number>>;

const FIRST_COUNTED = "frequency is 0 and monetary_value is not";
const NO_TIME_TO_REPEAT = "frequency > 0 and recency is 0";

/** Each rule describes a contradiction. A missing number breaks a rule, except where the number is optional. */
const RULES: readonly (readonly [rule: string, broken: (v: Values) => boolean])[] = [
  ["frequency is not a whole number ≥ 0", ({ frequency: x }) => !(Number.isInteger(x) && x! >= 0)],
  ["recency is not a number ≥ 0", ({ recency }) => !(recency! >= 0 && recency! < Number.POSITIVE_INFINITY)],
  ["T is not a number ≥ 0", ({ T }) => !(T! >= 0 && T! < Number.POSITIVE_INFINITY)],
  ["recency > T", ({ recency, T }) => recency! > T!],
  ["frequency is 0 and recency is not", ({ frequency: x, recency }) => x === 0 && recency! > 0],
  // Repeat purchases are later than the first. A few such rows are allowed, see `countsOtherwise`.
  [NO_TIME_TO_REPEAT, ({ frequency: x, recency }) => x! > 0 && recency === 0],
];

/**
 * The rules for values. Our own bases have dates; there a mean of 0 comes from free purchases. In other files it means
 * "none".
 */
const VALUE_RULES: readonly (readonly [rule: string, broken: (x: number, m: number, ours: boolean) => boolean])[] = [
  [FIRST_COUNTED, (x, m) => x === 0 && m !== 0 && !Number.isNaN(m)],
  [
    "frequency > 0 without a monetary_value > 0",
    (x, m, ours) => x > 0 && !((ours ? m >= 0 : m > 0) && m < Number.POSITIVE_INFINITY),
  ],
];

/**
 * Of all times that add up to t_x, equal ones have the largest sum of logarithms (inequality of means). This margin
 * allows for rounding.
 */
const LITT_SLACK = 1e-9;
const LITT_RULES: typeof RULES = [
  [
    "litt is not a number, or larger than recency and frequency allow",
    ({ frequency: x, recency, litt }) =>
      x! > 0 &&
      recency! > 0 &&
      !(litt! > Number.NEGATIVE_INFINITY && litt! <= x! * (Math.log(recency! / x!) + LITT_SLACK)),
  ],
];

const HOLDOUT_RULES: typeof RULES = [
  ["frequency_holdout is not a whole number ≥ 0", ({ frequency_holdout: y }) => !(Number.isInteger(y) && y! >= 0)],
  ["duration_holdout is not a number > 0", ({ duration_holdout: d }) => !(d! > 0 && d! < Number.POSITIVE_INFINITY)],
];

const SHOWN = 5;

/** An empty record of contradictions for the base called `where`. */
export function contradictions(where: string, { numbers, dates }: BaseColumns, anyId: boolean): Contradictions {
  const tally = new Map<string, { count: number; first: string[] }>();
  const has = (name: string): boolean => numbers.some((column) => column.name === name);
  const rules = [...RULES, ...(has("litt") ? LITT_RULES : []), ...(has("frequency_holdout") ? HOLDOUT_RULES : [])];
  const valueRules = has("monetary_value") ? VALUE_RULES : [];
  const ours = dates.length > 0;
  let duration = Number.NaN;
  const frequencies = { customers: 0, repeaters: 0, withoutTime: 0 };
  const add = (rule: string, row: number | undefined, customer: string): void => {
    let entry = tally.get(rule);
    if (entry === undefined) tally.set(rule, (entry = { count: 0, first: [] }));
    if (entry.count++ < SHOWN) entry.first.push(row === undefined ? show(customer) : `${show(customer)} (row ${row})`);
  };
  return {
    add,
    check(customer, values, row) {
      const named: Values = Object.fromEntries(numbers.map(({ name }, k) => [name, values[k]]));
      frequencies.customers++;
      if (named["frequency"]! > 0) frequencies.repeaters++;
      if (named["frequency"]! > 0 && named["recency"] === 0) frequencies.withoutTime++;
      if (customer === "") add("no customer id", row, customer);
      else if (!anyId && isMissingId(customer))
        add("a usual mark of a missing customer id, which --any-id would accept", row, customer);
      for (const [rule, broken] of rules) if (broken(named)) add(rule, row, customer);
      for (const [rule, broken] of valueRules) {
        if (broken(named["frequency"], named["monetary_value"], ours)) add(rule, row, customer);
      }
      dates.forEach(({ name }, k) => {
        if (Number.isNaN(values[numbers.length + k])) add(`unreadable ${name}`, row, customer);
      });
      if (Number.isNaN(duration)) duration = named["duration_holdout"] ?? Number.NaN;
      else if (named["duration_holdout"] !== duration) add("duration_holdout differs between customers", row, customer);
    },
    refuse(wayOut) {
      if (!countsOtherwise(frequencies)) tally.delete(NO_TIME_TO_REPEAT);
      if (tally.size === 0) return;
      const found = [...tally].map(([rule, { count, first }]) => `${rule}: ${count}, first ${first.join(", ")}`);
      const total = [...tally.values()].reduce((sum, { count }) => sum + count, 0);
      throw new ClvError("data", {
        where,
        expected: "a customer base that does not contradict itself",
        got: total,
        wayOut: [
          ...[`Found ${found.join("; ")}.`, ...(tally.has(NO_TIME_TO_REPEAT) ? [wayOutOfOrders(frequencies)] : [])],
          ...((tally.get(FIRST_COUNTED)?.count ?? 0) > 1 ? [WAY_OUT_OF_FIRST] : []),
          ...(wayOut === undefined ? [] : [wayOut]),
        ].join(" "),
      });
    },
  };
}

const WAY_OUT_OF_FIRST =
  "The mean seems to include the first purchase, as Spending of CLVTools does. Leave out --monetary, or make the base from the log with clv summarize.";

/** The numbers of customers in a base, of those with frequency > 0, and of these with recency 0. */
export interface Frequencies {
  readonly customers: number;
  readonly repeaters: number;
  readonly withoutTime: number;
}

/** Up to this share of repeat buyers may have recency 0, because their ages were rounded. */
const ROUNDED = 0.01;

/**
 * Whether the frequency of a base counts anything other than the days with a purchase after the first. There are two
 * signs. If no customer has frequency 0, the first purchase is counted. If many repeat buyers have recency 0, purchases
 * of the first day are counted.
 */
export function countsOtherwise({ customers, repeaters, withoutTime }: Frequencies): boolean {
  return withoutTime > 0 && (repeaters === customers || withoutTime > ROUNDED * repeaters);
}

/** The way out. */
function wayOutOfOrders({ customers, repeaters }: Frequencies): string {
  return repeaters === customers
    ? "No customer has frequency 0. If the frequency counts the first purchase too, use --frequency-counts orders, which subtracts one."
    : "Purchases on the first day are not repeat purchases. Make the base from the log with clv summarize.";
}
