import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { indexHistories } from "../data/histories.ts";
import { DAY, inMilliseconds } from "../data/time-unit.ts";
import { given } from "../given.ts";
import { freeLong } from "../io/free-memory.ts";
import { inOrder } from "../math/ranks.ts";
import { horizonIn } from "../predict/horizon.ts";
import { bursts } from "../segments/burst.ts";
import { byFacts } from "../segments/order-of-facts.ts";
import { listSigns, type SignKind, type SignList, type SignOf } from "../segments/signs.ts";
import { silences } from "../segments/silence.ts";
import type { Customers } from "./customers.ts";
import type { Moment } from "./moment.ts";

/** Customers to look at, with the largest stakes first. */
export interface Signs {
  readonly customers: readonly SignOf[];
  /** The number of customers of each kind, and the later purchases of the list of the same kind one step earlier. */
  readonly kinds: readonly SignCount[];
}

/** The number of customers with a sign. */
export interface SignCount {
  readonly sign: SignKind;
  readonly tested: number;
  readonly customers: number;
  /** With p below 0.05, and beyond chance. */
  readonly belowFive: number;
  readonly significant: number;
  /**
   * The list of the same kind that the same rule gave one step earlier, and the number of its customers who have bought
   * since.
   */
  readonly earlier?: { readonly customers: number; readonly boughtSince: number };
}

/** A list, with the facts about the customer at each place. */
interface ListAt extends SignList {
  describe(place: number): Partial<SignOf>;
}

/** The customers of a moment, as far as their signs need them. */
export type SignsMoment = Pick<Moment, "base" | "fitted" | "worth"> & {
  readonly year: Pick<Moment["year"], "probabilityOfPurchase">;
};

/** A list of an earlier moment. */
export type EarlierList = Pick<SignList, "kind" | "customers">;

/**
 * The lists of an earlier moment.
 *
 * @param before the customers one step before it, with a holdout up to it; absent where the log begins too late
 */
export function earlierLists(past: SignsMoment, before: CustomerBase | undefined): EarlierList[] {
  // The other numbers of the lists are as long as the base.
  return listsAt(past, before).map(({ kind, customers }) => ({ kind, customers }));
}

/**
 * The present early signs. Beside each list stand the later purchases of the same list one step earlier.
 *
 * @param earlier the lists of `past`
 * @param past the customers one step earlier, with a holdout up to now
 * @param idsAt gives the ids of customers of the present by their places
 * @param most the most customers described
 */
export async function findSigns(
  earlier: readonly EarlierList[],
  past: CustomerBase,
  present: SignsMoment,
  idsAt: Customers["idsAt"],
  most = Number.POSITIVE_INFINITY,
): Promise<Signs> {
  const now = listsAt(present, past);
  const bought = past.holdout!.frequency;
  const atStake = (k: number): number => (Number.isNaN(present.worth[k]!) ? 0 : present.worth[k]!);
  const shown = now
    .flatMap((list) => list.customers.map((k, place) => ({ k, place, list })))
    .sort((a, b) => atStake(b.k) - atStake(a.k))
    .slice(0, most);
  const ids = await idsAt(shown.map(({ k }) => k));
  return {
    customers: shown.map(({ k, place, list }, row) => ({
      ...{ customer: ids[row]!, sign: list.kind, p: list.p[place]!, significant: list.significant[place]! },
      ...{ atStake: atStake(k), probabilityOfPurchase: present.year.probabilityOfPurchase[k]! },
      ...list.describe(place),
    })),
    kinds: now.map(({ kind, tested, customers, belowFive, significant }) => {
      const then = earlier.find((list) => list.kind === kind)?.customers;
      return {
        ...{ sign: kind, tested, belowFive, customers: customers.length },
        significant: significant.filter(Boolean).length,
        ...(then && { earlier: { customers: then.length, boughtSince: then.filter((k) => bought[k]! > 0).length } }),
      };
    }),
  };
}

function listsAt(moment: SignsMoment, before: CustomerBase | undefined): ListAt[] {
  const silent = silentAt(moment);
  freeLong(moment.base.length);
  return [silent, ...(before ? [burstAt(moment, before)] : [])];
}

function silentAt({ base, fitted: { unit, purchase }, worth }: SignsMoment): ListAt {
  const { histories, index } = indexHistories(convertBase(base, unit));
  const found = silences(purchase.model, purchase.parameters, histories);
  const p = inOrder(found.p, index);
  const list = listSigns("silent", p, (k) => found.isOverdue(index[k]!), worth, byFacts(base));
  const days = (time: number): number => inMilliseconds(time, unit) / DAY;
  const { lastDate, until } = base;
  return {
    ...list,
    describe(place) {
      const k = list.customers[place]!;
      const { usual, overdueAfter, nextMedian } = found.rhythmOf(index[k]!);
      const last = lastDate?.[k];
      return {
        // Uses the dates, which are whole days, if there are any.
        gap: last !== undefined && until !== undefined ? (until - last) / DAY : days(found.gap[index[k]!]!),
        usualGap: days(usual),
        ...given({
          overdueSince: last === undefined ? undefined : last + inMilliseconds(overdueAfter, unit),
          nextMedian:
            until === undefined || Number.isNaN(nextMedian) ? undefined : until + inMilliseconds(nextMedian, unit),
        }),
      };
    },
  };
}

/** Bursts less likely than this are listed. */
const LISTED = 0.05;

/** Customers whose purchases since the earlier moment exceed their rhythm before it. */
function burstAt({ base, fitted: { unit, purchase }, worth }: SignsMoment, before: CustomerBase): ListAt {
  const { histories, index } = indexHistories(convertBase(before, unit));
  const { frequency, duration } = before.holdout!;
  const window = horizonIn({ amount: duration, unit: before.unit }, unit);
  const known = bursts(purchase.model, purchase.parameters, histories, index, frequency, window);
  const places = placesIn(before, base);
  const p = new Float64Array(places.length);
  for (let k = 0; k < p.length; k++) p[k] = places[k]! < 0 ? Number.NaN : known[places[k]!]!;
  const list = listSigns("burst", p, (k) => p[k]! < LISTED, worth, byFacts(base));
  return { ...list, describe: (place) => ({ purchases: frequency[places[list.customers[place]!]!]! }) };
}

/**
 * The place of each customer of a base among the customers of the same log at an earlier time; −1 for one who came later.
 *
 * Bases without ids are in the order of the ids. The customers of the earlier one are those who had bought until then,
 * so the days of the first purchases tell them apart.
 */
function placesIn(earlier: CustomerBase, { length, customers, firstDate }: CustomerBase): Int32Array {
  if (customers.length + earlier.customers.length > 0) {
    if (customers.length !== length || earlier.customers.length !== earlier.length) {
      throw new Error("one of two bases has ids, and the other does not");
    }
    const placeOf = new Map(earlier.customers.map((customer, k) => [customer, k]));
    return Int32Array.from(customers, (customer) => placeOf.get(customer) ?? -1);
  }
  const latest = earlier.firstDate!.reduce((last, date) => Math.max(last, date), Number.NEGATIVE_INFINITY);
  const places = new Int32Array(length);
  let known = 0;
  for (let k = 0; k < length; k++) places[k] = firstDate![k]! <= latest ? known++ : -1;
  if (known !== earlier.length) throw new Error(`${known} of ${earlier.length} earlier customers were found again`);
  return places;
}
