import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { buildHistories } from "../data/histories.ts";
import { DAY, inMilliseconds } from "../data/time-unit.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { horizonIn } from "../predict/horizon.ts";
import { score } from "../predict/score.ts";
import { bursts } from "../segments/burst.ts";
import type { SignOf } from "../segments/signs.ts";
import { listSigns, type SignKind } from "../segments/signs.ts";
import { type Silences, silences } from "../segments/silence.ts";
import type { CustomersThen } from "./customers-then.ts";

/** Customers to look at, those with most at stake first. */
export interface Signs {
  readonly customers: readonly SignOf[];
  /** Of each kind how many, and what became of the list of the same kind one step earlier. */
  readonly kinds: readonly SignCount[];
}

/** How many customers show a sign. */
export interface SignCount {
  readonly sign: SignKind;
  readonly tested: number;
  readonly customers: number;
  /** With p below 0.05, and beyond chance. */
  readonly belowFive: number;
  readonly significant: number;
  /** The list of the same kind that the same rule gave one step earlier, and how many of it have bought since by themselves. */
  readonly earlier?: { readonly customers: number; readonly boughtSince: number };
}

/** Customers known at a moment, the model as of then, and who they were one step before. */
interface Moment {
  readonly known: CustomersThen;
  readonly fitted: FittedModel;
  readonly before?: CustomersThen;
}

const YEAR = { amount: 1, unit: "year" } as const;

/**
 * The early signs of now, each list beside what became of the same list one step earlier.
 *
 * @param past has a holdout from then to now
 */
export async function findSigns(past: Moment, present: Moment): Promise<Signs> {
  const [then, now] = [signsAt(past), signsAt(present)];
  const { base } = past.known;
  const placeOf = new Map(base.customers.map((customer, k) => [customer, k]));
  const boughtSince = (customers: readonly SignOf[]): number =>
    customers.filter(({ customer }) => base.holdout!.frequency[placeOf.get(customer)!]! > 0).length;
  return {
    customers: now.flatMap(({ customers }) => customers).sort((a, b) => b.atStake - a.atStake),
    kinds: now.map(({ sign, tested, customers, belowFive }) => {
      const earlier = then.find((list) => list.sign === sign)?.customers;
      return {
        ...{ sign, tested, belowFive, customers: customers.length },
        significant: customers.filter((one) => one.significant).length,
        ...(earlier && { earlier: { customers: earlier.length, boughtSince: boughtSince(earlier) } }),
      };
    }),
  };
}

interface ListAt {
  readonly sign: SignKind;
  readonly tested: number;
  readonly belowFive: number;
  readonly customers: readonly SignOf[];
}

function signsAt({ known: { base }, fitted, before }: Moment): ListAt[] {
  const { holdout: _, ...alone } = base;
  const scores = score(alone, fitted, { horizon: YEAR });
  const atStake = scores.value?.clv ?? scores.expectedPurchases;
  const about = (k: number) => ({
    ...{ customer: base.customers[k]!, atStake: Number.isNaN(atStake[k]!) ? 0 : atStake[k]! },
    probabilityOfPurchase: scores.probabilityOfPurchase[k]!,
  });
  return [
    silentAt(alone, fitted, atStake, about),
    ...(before ? [burstAt(base, before.base, fitted, atStake, about)] : []),
  ];
}

type About = (k: number) => Pick<SignOf, "customer" | "atStake" | "probabilityOfPurchase">;

function silentAt(base: CustomerBase, fitted: FittedModel, atStake: Float64Array, about: About): ListAt {
  const { unit, purchase } = fitted;
  const { histories, index } = buildHistories(convertBase(base, unit));
  const found = silences(purchase.model, purchase.parameters, histories);
  const of = (column: keyof Silences, k: number): number => found[column][index[k]!]!;
  const p = Float64Array.from(index, (h) => found.p[h]!);
  const overdue = (k: number): boolean => of("gap", k) > of("overdueAfter", k);
  const list = listSigns("silent", p, overdue, atStake);
  const days = (time: number): number => inMilliseconds(time, unit) / DAY;
  const { lastDate, until } = base;
  // By dates where there are any: whole days.
  const gap = (k: number): number =>
    lastDate && until !== undefined ? (until - lastDate[k]!) / DAY : days(of("gap", k));
  const sign = (k: number, i: number): SignOf => ({
    ...{ ...about(k), sign: "silent", p: list.p[i]!, significant: list.significant[i]! },
    ...{ gap: gap(k), usualGap: days(of("usual", k)) },
    ...(lastDate && { overdueSince: lastDate[k]! + inMilliseconds(of("overdueAfter", k), unit) }),
    ...(until !== undefined &&
      !Number.isNaN(of("nextMedian", k)) && { nextMedian: until + inMilliseconds(of("nextMedian", k), unit) }),
  });
  return { sign: "silent", tested: list.tested, belowFive: list.belowFive, customers: list.customers.map(sign) };
}

/** Customers whose purchases since the earlier moment are beyond the rhythm before it. */
function burstAt(
  base: CustomerBase,
  before: CustomerBase,
  { unit, purchase }: FittedModel,
  atStake: Float64Array,
  about: About,
): ListAt {
  const { histories, index } = buildHistories(convertBase(before, unit));
  const { frequency, duration } = before.holdout!;
  const window = horizonIn({ amount: duration, unit: before.unit }, unit);
  const known = bursts(purchase.model, purchase.parameters, histories, index, frequency, window);
  const placeOf = new Map(before.customers.map((customer, k) => [customer, k]));
  const p = Float64Array.from(base.customers, (customer) => known[placeOf.get(customer) ?? -1] ?? Number.NaN);
  const list = listSigns("burst", p, (k) => p[k]! < LISTED, atStake);
  const sign = (k: number, i: number): SignOf => ({
    ...{ ...about(k), sign: "burst", p: list.p[i]!, significant: list.significant[i]! },
    purchases: frequency[placeOf.get(base.customers[k]!)!]!,
  });
  return { sign: "burst", tested: list.tested, belowFive: list.belowFive, customers: list.customers.map(sign) };
}

/** Bursts less likely than this are listed. */
const LISTED = 0.05;
