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

/** Each rule says what must not be. Checks are written so that a missing number fails, except where it may be missing. */
const RULES: readonly (readonly [rule: string, broken: (v: Values) => boolean])[] = [
  ["frequency is no whole number ≥ 0", ({ frequency: x }) => !(Number.isInteger(x) && x! >= 0)],
  ["recency is no number ≥ 0", ({ recency }) => !(recency! >= 0 && recency! < Number.POSITIVE_INFINITY)],
  ["T is no number ≥ 0", ({ T }) => !(T! >= 0 && T! < Number.POSITIVE_INFINITY)],
  ["recency > T", ({ recency, T }) => recency! > T!],
  ["frequency is 0 and recency is not", ({ frequency: x, recency }) => x === 0 && recency! > 0],
];

/** The rules of values. Our own base, which has dates, keeps the mean 0 of purchases that cost nothing; other files mean "none" by it. */
const VALUE_RULES: readonly (readonly [rule: string, broken: (x: number, m: number, ours: boolean) => boolean])[] = [
  ["frequency is 0 and monetary_value is not", (x, m) => x === 0 && m !== 0 && !Number.isNaN(m)],
  [
    "frequency > 0 without a monetary_value > 0",
    (x, m, ours) => x > 0 && !((ours ? m >= 0 : m > 0) && m < Number.POSITIVE_INFINITY),
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
  const rules = has("frequency_holdout") ? [...RULES, ...HOLDOUT_RULES] : RULES;
  const valueRules = has("monetary_value") ? VALUE_RULES : [];
  const ours = dates.length > 0;
  let duration = Number.NaN;
  const add = (rule: string, row: number | undefined, customer: string): void => {
    let entry = tally.get(rule);
    if (entry === undefined) tally.set(rule, (entry = { count: 0, first: [] }));
    if (entry.count++ < SHOWN) entry.first.push(row === undefined ? show(customer) : `${show(customer)} (row ${row})`);
  };
  return {
    add,
    check(customer, values, row) {
      const named: Values = Object.fromEntries(numbers.map(({ name }, k) => [name, values[k]]));
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
      if (tally.size === 0) return;
      const found = [...tally].map(([rule, { count, first }]) => `${rule}: ${count}, first ${first.join(", ")}`);
      const total = [...tally.values()].reduce((sum, { count }) => sum + count, 0);
      throw new ClvError("data", {
        where,
        expected: "a customer base that does not contradict itself",
        got: total,
        wayOut: `Found ${found.join("; ")}.`,
      });
    },
  };
}
