import type { Purchases } from "../data/merge-grains.ts";
import { calendarDay, periodClock } from "../data/periods.ts";
import type { TimeZone } from "../data/time-zone.ts";
import { WholeSum } from "../data/whole-sum.ts";
import { BlockPath, dealer } from "./block-path.ts";
import { BLOCKS, ordersBand, type Runs, type StateQuestion, valueBand } from "./state.ts";

/** Rows with the same key, and their sums. */
interface Group {
  readonly key: readonly number[];
  customers: number;
  orders: number;
  readonly sums: readonly WholeSum[];
}

/** Groups of rows by their keys, sorted by them. */
function grouper(sums: number) {
  const groups = new Map<string, Group>();
  return {
    of(key: readonly number[]): Group {
      const text = key.join(" ");
      let group = groups.get(text);
      if (group === undefined) {
        group = { key, customers: 0, orders: 0, sums: Array.from({ length: sums }, () => new WholeSum()) };
        groups.set(text, group);
      }
      return group;
    },
    sorted(): Group[] {
      return [...groups.values()].sort((a, b) => {
        const k = a.key.findIndex((n, i) => n !== b.key[i]);
        return k < 0 ? 0 : a.key[k] - b.key[k];
      });
    },
  };
}

/** The periods in which one customer bought: their numbers, and where the purchases of each begin. */
interface Periods {
  readonly at: number[];
  readonly begin: number[];
}

/** The ages of the cut-th orders from the last among the purchases `from` to `until`. */
function agesOf({ window, orderCuts }: StateQuestion, periods: Float64Array, from: number, until: number): number[] {
  const at = periods[until - 1];
  return orderCuts.map((cut) => {
    if (until - from < cut) return -1;
    if (window === Number.POSITIVE_INFINITY) return 0;
    const age = at - periods[until - cut];
    return age >= window ? -1 : age;
  });
}

/** The period of each purchase. */
function periodsOfPurchases({ start }: Purchases, zone: TimeZone, { period, grain }: StateQuestion): Float64Array {
  const clock = periodClock(period);
  const dayOf = calendarDay(grain, zone);
  return start.map((at) => clock.indexOf(dayOf(at)));
}

/**
 * Counts the runs of purchases in memory that begin up to a period, and deals the customers into blocks by their
 * purchases.
 */
export function countRuns(
  purchases: Purchases,
  zone: TimeZone,
  question: StateQuestion & { readonly until: number },
): Runs {
  const { customers, begin, value } = purchases;
  const { orderCuts, valueCuts, until } = question;
  const periods = periodsOfPurchases(purchases, zone, question);
  const groups = grouper(1);
  const blockOf = dealer(BLOCKS);
  const hasValues = value.length > 0;
  for (let c = 0; c < customers.length; c++) {
    const [from, end] = [begin[c], begin[c + 1]];
    if (from === end || periods[from] > until) continue;
    const bought = boughtIn(periods, from, end, until);
    const path = new BlockPath();
    for (let k = 0; k + 1 < bought.begin.length; k++) {
      const [opens, ends] = [bought.begin[k], bought.begin[k + 1]];
      let worth = 0;
      if (hasValues) for (let i = opens; i < ends; i++) worth += value[i];
      path.add(bought.at[k], ends - opens, worth);
    }
    const block = blockOf(path);
    let spent = 0;
    for (let k = 0; k + 1 < bought.begin.length; k++) {
      const [opens, ends] = [bought.begin[k], bought.begin[k + 1]];
      if (hasValues) for (let i = opens; i < ends; i++) spent += value[i];
      const next = bought.begin[k + 2];
      let [worth, toOrders, toBand] = [0, 0, 0];
      if (next !== undefined) {
        if (hasValues) for (let i = ends; i < next; i++) worth += value[i];
        const ages = agesOf(question, periods, from, next);
        toOrders = ordersBand(question, bought.at[k + 1], (cut) => ages[cut], bought.at[k + 1]);
        toBand = valueBand(valueCuts, spent + worth, next - from);
      }
      const group = groups.of([
        ...[bought.at[k], bought.at[k + 1] ?? bought.at[k], k === 0 ? 1 : 0],
        ...[valueBand(valueCuts, spent, ends - from), toOrders, toBand, block],
        ...agesOf(question, periods, from, ends),
      ]);
      group.customers++;
      group.orders += next === undefined ? 0 : next - ends;
      group.sums[0].add(worth);
    }
  }
  const sorted = groups.sorted();
  const key = (k: number): Float64Array => Float64Array.from(sorted, (group) => group.key[k]);
  return {
    length: sorted.length,
    ...{ at: key(0), to: key(1), first: key(2), band: key(3), toOrders: key(4), toBand: key(5), block: key(6) },
    ages: orderCuts.map((_, k) => key(7 + k)),
    customers: Float64Array.from(sorted, (group) => group.customers),
    orders: Float64Array.from(sorted, (group) => group.orders),
    worth: Float64Array.from(sorted, (group) => group.sums[0].value),
  };
}

/** The periods up to a last one with purchases `from` to `end`; the end of the last one's purchases closes `begin`. */
function boughtIn(periods: Float64Array, from: number, end: number, until: number): Periods {
  const at: number[] = [];
  const begin: number[] = [];
  let i = from;
  for (; i < end && periods[i] <= until; i++) {
    if (periods[i] === at.at(-1)) continue;
    at.push(periods[i]);
    begin.push(i);
  }
  begin.push(i);
  return { at, begin };
}
