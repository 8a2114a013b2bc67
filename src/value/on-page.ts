import type { PaybackInterval, ValueAtAge } from "./new-customer-report.ts";
import type { Sensitivity } from "./sensitivity.ts";

/** The earnings from customers on the page. */
export interface ShownValue {
  /** The largest group first. */
  readonly newcomers: readonly ShownNewcomer[];
  readonly sensitivity: readonly Sensitivity[];
  /** Beside the actual holdout; absent without a split. */
  readonly tiers?: readonly ShownTier[];
}

/** The new customer of a group of the plan. */
export interface ShownNewcomer {
  readonly group: string;
  readonly customers: number;
  /** Per customer, in money. */
  readonly acquisitionCost: number;
  readonly payback: PaybackInterval;
  readonly atHorizon: ValueAtAge;
  /** By month of age, from 0. */
  readonly curve: readonly ValueAtAge[];
}

/** Customers between two ranks by net CLV at the split, with their expected and actual contribution. */
export interface ShownTier {
  /** Shares of the customers that bound it. */
  readonly above: number;
  readonly upTo: number;
  readonly customers: number;
  readonly expected: number;
  readonly actual: number;
}
