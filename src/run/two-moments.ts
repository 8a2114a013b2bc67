import type { CustomerBase } from "../data/customer-base.ts";
import { modelSegments, TIERS, tierPlaces } from "../segments/model-segments.ts";
import type { Moment } from "./moment.ts";

/** Segments by a model's expectations, before the last periods and now. */
export interface TwoMoments {
  readonly schemes: readonly MomentScheme[];
}

/** One such scheme. */
export interface MomentScheme {
  /** `model`: P(a purchase within a year) × expected value per purchase; `tier`: by rank of the value of a year. */
  readonly scheme: "model" | "tier";
  readonly segments: readonly string[];
  /** Of the expected value per purchase, for `model`. */
  readonly cut?: number;
  /** The segment now, in the order of the present customers. */
  readonly now: Int32Array;
  /** Customers who moved from one segment to another, with their purchases in between. */
  readonly moves: readonly MomentMove[];
}

/** Customers who moved, and their orders and the value of these in between. */
export interface MomentMove {
  readonly from: number;
  readonly to: number;
  readonly customers: number;
  readonly orders: number;
  readonly value?: number;
}

/**
 * Cuts the customers of two moments, each with the model fitted up to then. The cut of the expected value is that of
 * the first moment. Tiers are ranks, so they are computed again.
 *
 * @param past the earlier moment, with a holdout up to now
 */
export function twoMoments(past: Moment, present: Moment): TwoMoments {
  const placeNow = new Map(present.base.customers.map((customer, k) => [customer, k]));
  const byModel = modelSegments(past.year.value?.expectedSpend);
  const modelAt = ({ year: { probabilityOfPurchase, value } }: Moment): Int32Array =>
    Int32Array.from(probabilityOfPurchase, (p, k) => byModel.of(p, value?.expectedSpend[k]));
  const movesOf = (before: Int32Array, after: Int32Array): MomentMove[] => counted(past.base, before, after, placeNow);
  const [model, tier] = [modelAt(present), tierPlaces(present.worth)];
  return {
    schemes: [
      {
        ...{ scheme: "model", segments: byModel.names, now: model, moves: movesOf(modelAt(past), model) },
        ...(byModel.cut !== undefined && { cut: byModel.cut }),
      },
      { scheme: "tier", segments: TIERS, now: tier, moves: movesOf(tierPlaces(past.worth), tier) },
    ],
  };
}

function counted(
  { customers, holdout }: CustomerBase,
  before: Int32Array,
  after: Int32Array,
  placeNow: ReadonlyMap<string, number>,
): MomentMove[] {
  const { frequency, monetaryValue } = holdout!;
  const cells = new Map<string, { from: number; to: number; customers: number; orders: number; value: number }>();
  customers.forEach((customer, k) => {
    const place = placeNow.get(customer);
    // A return may have cancelled the only purchase of a customer since then.
    if (place === undefined) return;
    const [from, to] = [before[k]!, after[place]!];
    let cell = cells.get(`${from} ${to}`);
    if (cell === undefined) cells.set(`${from} ${to}`, (cell = { from, to, customers: 0, orders: 0, value: 0 }));
    cell.customers++;
    cell.orders += frequency[k]!;
    if (monetaryValue && frequency[k]! > 0) cell.value += frequency[k]! * monetaryValue[k]!;
  });
  return [...cells.values()]
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map(({ value, ...move }) => ({ ...move, ...(monetaryValue && { value }) }));
}
