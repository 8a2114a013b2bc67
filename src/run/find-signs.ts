import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { indexHistories } from "../data/histories.ts";
import { DAY, inMilliseconds } from "../data/time-unit.ts";
import { given } from "../given.ts";
import { horizonIn } from "../predict/horizon.ts";
import { bursts } from "../segments/burst.ts";
import { byFacts } from "../segments/order-of-facts.ts";
import { listSigns, type SignKind, type SignList, type SignOf } from "../segments/signs.ts";
import { silences } from "../segments/silence.ts";
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

/**
 * The present early signs. Beside each list stand the later purchases of the same list one step earlier.
 *
 * @param past the customers one step earlier, with a holdout up to now
 * @param beforePast the customers two steps earlier, with a holdout up to `past`; absent where the log begins too late
 * @param most the most customers described
 */
export function findSigns(
  past: Moment,
  present: Moment,
  beforePast: CustomerBase | undefined,
  most = Number.POSITIVE_INFINITY,
): Signs {
  const [then, now] = [listsAt(past, beforePast), listsAt(present, past.base)];
  const { customers } = present.base;
  const bought = past.base.holdout!.frequency;
  const atStake = (k: number): number => (Number.isNaN(present.worth[k]!) ? 0 : present.worth[k]!);
  const shown = now
    .flatMap((list) => list.customers.map((k, place) => ({ k, place, list })))
    .sort((a, b) => atStake(b.k) - atStake(a.k))
    .slice(0, most);
  return {
    customers: shown.map(({ k, place, list }) => ({
      ...{ customer: customers[k]!, sign: list.kind, p: list.p[place]!, significant: list.significant[place]! },
      ...{ atStake: atStake(k), probabilityOfPurchase: present.year.probabilityOfPurchase[k]! },
      ...list.describe(place),
    })),
    kinds: now.map(({ kind, tested, customers, belowFive, significant }) => {
      const earlier = then.find((list) => list.kind === kind)?.customers;
      return {
        ...{ sign: kind, tested, belowFive, customers: customers.length },
        significant: significant.filter(Boolean).length,
        ...(earlier && {
          earlier: { customers: earlier.length, boughtSince: earlier.filter((k) => bought[k]! > 0).length },
        }),
      };
    }),
  };
}

function listsAt(moment: Moment, before: CustomerBase | undefined): ListAt[] {
  return [silentAt(moment), ...(before ? [burstAt(moment, before)] : [])];
}

function silentAt({ base, fitted: { unit, purchase }, worth }: Moment): ListAt {
  const { histories, index } = indexHistories(convertBase(base, unit));
  const found = silences(purchase.model, purchase.parameters, histories);
  const p = Float64Array.from(index, (h) => found.p[h]!);
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
function burstAt({ base, fitted: { unit, purchase }, worth }: Moment, before: CustomerBase): ListAt {
  const { histories, index } = indexHistories(convertBase(before, unit));
  const { frequency, duration } = before.holdout!;
  const window = horizonIn({ amount: duration, unit: before.unit }, unit);
  const known = bursts(purchase.model, purchase.parameters, histories, index, frequency, window);
  const places = placesIn(before.customers, base.customers);
  const p = Float64Array.from(places, (place) => (place < 0 ? Number.NaN : known[place]!));
  const list = listSigns("burst", p, (k) => p[k]! < LISTED, worth, byFacts(base));
  return { ...list, describe: (place) => ({ purchases: frequency[places[list.customers[place]!]!]! }) };
}

/**
 * The place of each of these customers among others; −1 for one who is not among them. Sorted ids are merged: with a map
 * alone the signs of a million customers took twice as long.
 */
function placesIn(others: readonly string[], customers: readonly string[]): Int32Array {
  const places = new Int32Array(customers.length).fill(-1);
  if (ascend(others) && ascend(customers)) {
    for (let [k, j] = [0, 0]; k < customers.length; k++) {
      while (j < others.length && others[j]! < customers[k]!) j++;
      if (others[j] === customers[k]) places[k] = j;
    }
    return places;
  }
  const placeOf = new Map(others.map((customer, k) => [customer, k]));
  return places.map((_, k) => placeOf.get(customers[k]!) ?? -1);
}

function ascend(ids: readonly string[]): boolean {
  return ids.every((id, k) => k === 0 || ids[k - 1]! < id);
}
