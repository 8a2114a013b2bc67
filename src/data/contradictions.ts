import { ClvError, show } from "../errors.ts";
import type { BaseColumns } from "./base-columns.ts";
import { isMissingId } from "./missing-id.ts";

/** What is wrong with a base, rule by rule. */
export interface Contradictions {
  /** Notes a flaw of one customer. */
  add(rule: string, row: number | undefined, customer: string): void;
  /** Holds one customer against the rules; values in the order of the columns. */
  check(customer: string, values: readonly number[], row: number): void;
  /** Throws when there is a flaw, with the count and the first customers of each. */
  refuse(): void;
}

type Values = Readonly<Record<string, number>>;

const NO_TIME_TO_REPEAT = "frequency > 0 and recency is 0";

/** Each rule says what must not be. Checks are written so that a missing number fails, except where it may be missing. */
const RULES: readonly (readonly [rule: string, broken: (v: Values) => boolean])[] = [
  ["frequency is no whole number ≥ 0", ({ frequency: x }) => !(Number.isInteger(x) && x! >= 0)],
  ["recency is no number ≥ 0", ({ recency }) => !(recency! >= 0 && recency! < Number.POSITIVE_INFINITY)],
  ["T is no number ≥ 0", ({ T }) => !(T! >= 0 && T! < Number.POSITIVE_INFINITY)],
  ["recency > T", ({ recency, T }) => recency! > T!],
  ["frequency is 0 and recency is not", ({ frequency: x, recency }) => x === 0 && recency! > 0],
  // Repeat purchases are made after the first. A few such rows are allowed, see `countsOtherwise`.
  [NO_TIME_TO_REPEAT, ({ frequency: x, recency }) => x! > 0 && recency === 0],
];

/** The rules of values. Our own base, which has dates, keeps the mean 0 of purchases that cost nothing; other files mean "none" by it. */
const VALUE_RULES: readonly (readonly [rule: string, broken: (x: number, m: number, ours: boolean) => boolean])[] = [
  ["frequency is 0 and monetary_value is not", (x, m) => x === 0 && m !== 0 && !Number.isNaN(m)],
  [
    "frequency > 0 without a monetary_value > 0",
    (x, m, ours) => x > 0 && !((ours ? m >= 0 : m > 0) && m < Number.POSITIVE_INFINITY),
  ],
];

/** By the inequality of means, no times that add up to t_x have a larger sum of logarithms than equal ones; so much is left to rounding. */
const LITT_SLACK = 1e-9;
const LITT_RULES: typeof RULES = [
  [
    "litt is no number, or more than times between purchases within recency allow",
    ({ frequency: x, recency, litt }) =>
      x! > 0 &&
      recency! > 0 &&
      !(litt! > Number.NEGATIVE_INFINITY && litt! <= x! * (Math.log(recency! / x!) + LITT_SLACK)),
  ],
];

const HOLDOUT_RULES: typeof RULES = [
  ["frequency_holdout is no whole number ≥ 0", ({ frequency_holdout: y }) => !(Number.isInteger(y) && y! >= 0)],
  ["duration_holdout is no number > 0", ({ duration_holdout: d }) => !(d! > 0 && d! < Number.POSITIVE_INFINITY)],
];

const SHOWN = 5;

/** Nothing wrong yet with the base called `where`. */
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
        add("a usual mark of a missing customer id, unless --any-id", row, customer);
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
    refuse() {
      if (!countsOtherwise(frequencies)) tally.delete(NO_TIME_TO_REPEAT);
      if (tally.size === 0) return;
      const found = [...tally].map(([rule, { count, first }]) => `${rule}: ${count}, first ${first.join(", ")}`);
      const total = [...tally.values()].reduce((sum, { count }) => sum + count, 0);
      throw new ClvError("data", {
        where,
        expected: "a customer base that does not contradict itself",
        got: total,
        wayOut: `Found ${found.join("; ")}.${tally.has(NO_TIME_TO_REPEAT) ? ` ${wayOutOfOrders(frequencies)}` : ""}`,
      });
    },
  };
}

/** How many customers a base has, with frequency > 0, and of these with recency 0. */
export interface Frequencies {
  readonly customers: number;
  readonly repeaters: number;
  readonly withoutTime: number;
}

/** Up to this part of repeat buyers may have recency 0: ages rounded to so many decimals. */
const ROUNDED = 0.01;

/**
 * Whether the frequency of a base counts other than days with a purchase after the first. Then nobody has frequency 0 (the first is
 * counted too), or many who have more have recency 0 (purchases of the first day are).
 */
export function countsOtherwise({ customers, repeaters, withoutTime }: Frequencies): boolean {
  return withoutTime > 0 && (repeaters === customers || withoutTime > ROUNDED * repeaters);
}

/** What to do about it. */
function wayOutOfOrders({ customers, repeaters }: Frequencies): string {
  return repeaters === customers
    ? "Nobody has frequency 0: if it counts the first purchase too, say --frequency-counts orders, which subtracts one."
    : "Purchases on the first day are no repeat purchases: make the base of the log, by clv summarize.";
}
