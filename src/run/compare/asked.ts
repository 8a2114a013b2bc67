import { DAY, inMilliseconds } from "../../data/time-unit.ts";
import { ClvError } from "../../errors.ts";
import { counted } from "../../number-words.ts";
import { parseHorizon } from "../../predict/horizon.ts";
import type { WorthOptions } from "../../predict/worth.ts";
import type { OrderTerms } from "../../predict/worth-formula.ts";
import { orderTerms } from "../../value/order-terms.ts";
import type { InputOptions, MachineOptions, OutputOptions, PlanOptions, TimeOptions } from "../options.ts";
import { planOrMargin } from "../plan.ts";

/** How two groups of customers are compared. `output` is a JSON file. */
export interface CompareOptions extends InputOptions, TimeOptions, PlanOptions, MachineOptions, OutputOptions {
  /** The column of the log, or of `attributes`, that names the group of a customer: the word of the first purchase. */
  readonly group: string;
  /** The day of the assignment, ISO; or `first`: every customer from the first purchase on. */
  readonly since: string;
  /** Whole days after the assignment, such as `180d`; needed with `first`, else to the end of the log. */
  readonly window?: string;
  /** The control group; the first in code-point order when left out. */
  readonly control?: string;
  /** Intended sizes of the groups, in code-point order, such as `1:1`; equal when left out. */
  readonly ratio?: string;
  readonly margin?: NonNullable<WorthOptions["margin"]>;
  readonly discountRate?: NonNullable<WorthOptions["discountRate"]>;
  /** Probability of the intervals; 0.9 when left out. */
  readonly interval?: number;
  /** 1 when left out. */
  readonly seed?: number;
}

/** The whole days over which groups are compared; undefined: to the end of the log. */
export function windowDays({ since, window }: CompareOptions): number | undefined {
  if (window === undefined) {
    if (since !== "first") return undefined;
    const wayOut = "--since first compares customers over the same length of time: add, for example, --window 180d.";
    throw new ClvError("usage", {
      where: "--window",
      expected: "--window together with --since first",
      got: undefined,
      wayOut,
    });
  }
  const { amount, unit } = parseHorizon(window);
  const days = inMilliseconds(amount, unit) / DAY;
  if (Number.isInteger(days)) return days;
  throw new ClvError("usage", {
    where: "--window",
    expected: "whole days",
    got: window,
    wayOut: `Say ${Math.round(days)}d.`,
  });
}

/** The contribution terms of an order, from a plan without groups or from a margin. */
export async function costsAsked(options: CompareOptions): Promise<OrderTerms | undefined> {
  const asked = await planOrMargin(options);
  if (asked === undefined) return undefined;
  if (asked.plan.groups === undefined) return orderTerms(asked.plan.costs, asked.where);
  throw new ClvError("usage", {
    where: `${asked.where}: groups`,
    expected: "the same costs for all compared groups",
    got: `groups by ${asked.plan.groupBy}`,
    wayOut: "Give a plan without groups.",
  });
}
const MOST_GROUPS = 20;
/** A group with fewer customers is not compared: its own numbers say too little about their errors. */
export const FEWEST = 10;

/** Throws unless there are some groups, not too many, the control is one of them, and two are large enough. */
export function requireGroups(
  named: readonly { readonly group: string; readonly customers: number }[],
  { group, control }: CompareOptions,
): void {
  const names = named.map(({ group: name }) => name);
  if (names.length < 2 || names.length > MOST_GROUPS) {
    throw new ClvError("data", {
      where: `--group ${group}`,
      expected: `from 2 to ${MOST_GROUPS} groups with customers`,
      got: counted(names.length, "group"),
      wayOut:
        names.length < 2 ? "Check the column, --since and --window." : "Name a column with fewer distinct values.",
    });
  }
  if (control !== undefined && !names.includes(control)) {
    throw new ClvError("usage", { where: "--control", expected: `one of ${names.join(", ")}`, got: control });
  }
  const large = named.filter(({ customers }) => customers >= FEWEST).map(({ group: name }) => name);
  const against = control ?? names[0]!;
  if (large.length >= 2 && large.includes(against)) return;
  throw new ClvError("data", {
    where: `--group ${group}`,
    expected: `the control and another group with at least ${FEWEST} customers each`,
    got: named.map(({ group: name, customers }) => `${name} ${customers}`).join(", "),
    wayOut:
      large.length >= 2 ? `Name another control: --control ${large[0]}.` : "Choose an earlier day or another column.",
  });
}

/** The error of a window that the log covers for no customer. */
export function coversNone(days: number): ClvError {
  return new ClvError("usage", {
    where: "--window",
    expected: "days that the log covers for some customers from the first purchase on",
    got: `${days} days, which it covers for none`,
    wayOut: "Give a shorter window.",
  });
}

/** The intended sizes of groups, as parts; equal when left out. */
export function meantSizes({ ratio }: CompareOptions, groups: number): number[] {
  if (ratio === undefined) return Array.from({ length: groups }, () => 1);
  const parts = ratio.split(":").map(Number);
  if (parts.length === groups && parts.every((part) => part > 0 && Number.isFinite(part))) return parts;
  throw new ClvError("usage", {
    where: "--ratio",
    expected: `${groups} numbers above 0 separated by colons, such as 1:1`,
    got: ratio,
  });
}
