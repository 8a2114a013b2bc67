import type { Purchases } from "../data/merge-grains.ts";
import { calendarDay, periodClock } from "../data/periods.ts";
import type { TimeZone } from "../data/time-zone.ts";
import { BlockPaths } from "./block-path.ts";
import { GroupedRuns, type RunRow } from "./grouped-runs.ts";
import { BLOCKS, ordersBand, type Runs, type StateQuestion, valueBand } from "./state.ts";

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
  const { begin, value } = purchases;
  const { window, orderCuts, valueCuts, until } = question;
  const periods = periodsOfPurchases(purchases, zone, question);
  /** The end of the purchases from `opens` on in the period of the first of them. */
  const endOf = (opens: number, stop: number): number => {
    let i = opens + 1;
    while (i < stop && periods[i] === periods[opens]) i++;
    return i;
  };
  const worthOf = (opens: number, ends: number): number => {
    let sum = 0;
    if (value.length > 0) for (let i = opens; i < ends; i++) sum += value[i];
    return sum;
  };
  const paths = new BlockPaths(begin.length - 1);
  const stops = new Uint32Array(begin.length - 1);
  for (let c = 0; c + 1 < begin.length; c++) {
    let stop = begin[c + 1];
    while (stop > begin[c] && periods[stop - 1] > until) stop--;
    stops[c] = stop;
    for (let opens = begin[c]; opens < stop; ) {
      const ends = endOf(opens, stop);
      paths.add(c, periods[opens], ends - opens, worthOf(opens, ends));
      opens = ends;
    }
  }
  const blocks = paths.deal(BLOCKS);
  const grouped = new GroupedRuns(orderCuts.length);
  const row: RunRow = {
    at: 0,
    to: 0,
    first: 0,
    band: 0,
    toOrders: 0,
    toBand: 0,
    block: 0,
    ages: orderCuts.map(() => 0),
  };
  const { ages } = row;
  const ageOf = (cut: number): number => ages[cut];
  /** Writes the ages of the cut-th orders from the last among the purchases `from` to `ends`. */
  const layAges = (from: number, ends: number): void => {
    for (let k = 0; k < orderCuts.length; k++) {
      const cut = orderCuts[k];
      const age =
        ends - from < cut ? -1 : window === Number.POSITIVE_INFINITY ? 0 : periods[ends - 1] - periods[ends - cut];
      ages[k] = age >= window ? -1 : age;
    }
  };
  for (let c = 0; c + 1 < begin.length; c++) {
    const [from, stop] = [begin[c], stops[c]];
    let spent = 0;
    for (let opens = from; opens < stop; ) {
      const ends = endOf(opens, stop);
      spent += worthOf(opens, ends);
      row.at = periods[opens];
      row.to = periods[opens];
      row.first = opens === from ? 1 : 0;
      row.band = valueBand(valueCuts, spent, ends - from);
      row.toOrders = 0;
      row.toBand = 0;
      row.block = blocks[c];
      let [orders, worth] = [0, 0];
      if (ends < stop) {
        const next = endOf(ends, stop);
        worth = worthOf(ends, next);
        orders = next - ends;
        layAges(from, next);
        row.to = periods[ends];
        row.toOrders = ordersBand(question, row.to, ageOf, row.to);
        row.toBand = valueBand(valueCuts, spent + worth, next - from);
      }
      layAges(from, ends);
      grouped.add(row, orders, worth);
      opens = ends;
    }
  }
  return grouped.runs();
}
