import { DAY } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { Costs } from "../predict/costs.ts";
import type { Segments } from "../predict/draw-options.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import { orderTerms } from "./order-terms.ts";
import { COHORT_MONTH, type Plan, type PlanGroup, type Spend } from "./plan.ts";

/** The customers whose costs are needed, as columns. */
export interface CostedCustomers {
  readonly length: number;
  /** The number of customers behind each entry; default one each. */
  readonly count?: Float64Array | undefined;
  /** First purchase, in milliseconds since 1970; needed where a plan has months or periods of spend. */
  readonly firstDate?: Float64Array | undefined;
  /** The group of each customer by the plan's column; needed where a plan has groups by a column. */
  readonly groups?: Segments | undefined;
}

/** The contribution terms of each customer's orders, and each acquisition cost. */
export interface CustomerCosts extends Costs {
  /** Groups with customers, in the order of the customers' groups; `all` without groups. */
  readonly groups: Segments;
  /** By group. */
  readonly terms: readonly OrderTerms[];
  /** The acquisition cost of each customer, in money. */
  readonly acquisitionCost: Float64Array;
  /** Spend of periods without new customers. No customer's cost includes it. */
  readonly spentOnNobody: number;
  readonly notices: readonly Notice[];
}

/**
 * Assigns the costs of a plan to customers: the terms of an order by group, the acquisition cost by customer.
 *
 * Spend is divided by the number of customers won in its days, so the shares add up to the spend. Spend without a
 * customer is named in a notice. A plan without any acquisition cost has 0 for all.
 *
 * @throws ClvError `usage` where a group has no row, where only some customers have an acquisition cost, or where a
 * column the plan needs is missing
 */
export function assignCosts(plan: Plan, customers: CostedCustomers, where = "plan"): CustomerCosts {
  const groups = groupsOf(plan, customers, where);
  const rows = groups.names.map((name) => rowOf(plan, name, where));
  const terms = groups.names.map((name, k) =>
    orderTerms({ ...plan.costs, ...pick(rows[k]) }, plan.groups ? `${where}: groups: ${JSON.stringify(name)}` : where),
  );
  const acquired = acquire(plan, rows, groups, customers, where);
  return { groups, terms, ...acquired };
}

/** The month of each customer's first purchase, written `2024-05`, as groups in order. */
export function cohortMonths(firstDate: Float64Array): Segments {
  const months = Array.from(firstDate, (at) => new Date(at).toISOString().slice(0, -17));
  const names = [...new Set(months)].sort();
  const place = new Map(names.map((name, k) => [name, k]));
  return { names, of: Uint32Array.from(months, (month) => place.get(month)!) };
}

function groupsOf(plan: Plan, { length, firstDate, groups }: CostedCustomers, where: string): Segments {
  if (plan.groupBy === undefined) return { names: ["all"], of: new Uint32Array(length) };
  if (plan.groupBy === COHORT_MONTH) return cohortMonths(requireDates(firstDate, where));
  if (groups === undefined) {
    throw new ClvError("usage", {
      where: `${where}: groupBy`,
      expected: `a column ${plan.groupBy} of the customers`,
      got: undefined,
      wayOut: "Give it in the log or in a table by customer id.",
    });
  }
  return groups;
}

function requireDates(firstDate: Float64Array | undefined, where: string): Float64Array {
  if (firstDate !== undefined) return firstDate;
  const wayOut = "Give the log, or a base with first_date.";
  throw new ClvError("usage", { where, expected: "the dates of first purchases", got: undefined, wayOut });
}

/** The row of a group. Without groups the plan itself is the row. */
function rowOf(plan: Plan, name: string, where: string): PlanGroup {
  if (plan.groups === undefined) return { ...plan, group: name };
  const row = plan.groups.find(({ group }) => group === name);
  if (row !== undefined) return row;
  throw new ClvError("usage", {
    where: `${where}: groups`,
    expected: `a row for the group ${JSON.stringify(name)} of ${plan.groupBy}`,
    got: undefined,
    wayOut: `Add {"group": ${JSON.stringify(name)}} with its costs; a group without costs uses those of the plan.`,
  });
}

function pick({ margin, costPerOrder }: PlanGroup): { margin?: number; costPerOrder?: number } {
  return { ...(margin !== undefined && { margin }), ...(costPerOrder !== undefined && { costPerOrder }) };
}

/**
 * The acquisition cost by customer: that of the row, else the share of the spend of the customer's period, else that of
 * the plan.
 */
function acquire(
  plan: Plan,
  rows: readonly PlanGroup[],
  { names, of }: Segments,
  { length, firstDate, count }: CostedCustomers,
  where: string,
): Pick<CustomerCosts, "acquisitionCost" | "spentOnNobody" | "notices"> {
  const spendOf = rows.map((row) => row.spend ?? plan.spend);
  const dates = spendOf.some((spends) => spends?.some(hasEnd)) ? requireDates(firstDate, where) : firstDate;
  const acquisitionCost = Float64Array.from(of, (k) => (spendOf[k] ? Number.NaN : (rows[k].acquisitionCost ?? NONE)));
  const notices: Notice[] = [];
  let spentOnNobody = 0;
  const customersAt = (i: number): number => (count ? count[i] : 1);
  const spread = (spend: Spend, members: Uint32Array, group?: string): void => {
    const won = members.reduce((sum, i) => sum + (within(spend, dates?.[i]) ? customersAt(i) : 0), 0);
    if (won === 0 && spend.amount > 0) {
      spentOnNobody += spend.amount;
      notices.push(spendWithoutCustomers(spend, group));
    }
    for (const i of members) {
      if (!within(spend, dates?.[i])) continue;
      acquisitionCost[i] = (Number.isNaN(acquisitionCost[i]) ? 0 : acquisitionCost[i]) + spend.amount / won;
    }
  };
  if (plan.spend) {
    const everybody = new Uint32Array(length).map((_, i) => i);
    for (const spend of plan.spend) spread(spend, everybody);
  }
  for (const [k, row] of rows.entries()) {
    if (!plan.groups || !row.spend) continue;
    const members = membersOf(of, k);
    for (const spend of row.spend) spread(spend, members, names[k]);
  }
  for (const row of plan.groups ?? []) {
    if (names.includes(row.group)) continue;
    for (const spend of row.spend ?? []) {
      if (spend.amount === 0) continue;
      spentOnNobody += spend.amount;
      notices.push(spendWithoutCustomers(spend, row.group));
    }
  }
  fillIn(acquisitionCost, plan, { names, of }, customersAt, where);
  return { acquisitionCost, spentOnNobody, notices };
}

/** The customers of a group: found once, for any number of its periods. */
function membersOf(of: Uint32Array, group: number): Uint32Array {
  const members = new Uint32Array(of.reduce((sum, place) => sum + Number(place === group), 0));
  for (let i = 0, k = 0; i < of.length; i++) if (of[i] === group) members[k++] = i;
  return members;
}

/** Stands for a customer whose row has no acquisition cost. */
const NONE = Number.NEGATIVE_INFINITY;

/**
 * Gives the plan's cost per customer to customers won outside every period, and to groups without a cost in their row.
 */
function fillIn(
  acquisitionCost: Float64Array,
  plan: Plan,
  { names, of }: Segments,
  customersAt: (i: number) => number,
  where: string,
): void {
  const any = [plan, ...(plan.groups ?? [])].some((row) => (row.acquisitionCost ?? row.spend) !== undefined);
  const fallback = plan.acquisitionCost ?? (any ? undefined : 0);
  const open = new Map<number, number>();
  for (let i = 0; i < acquisitionCost.length; i++) {
    if (acquisitionCost[i] >= 0) continue;
    if (fallback === undefined) open.set(of[i], (open.get(of[i]) ?? 0) + customersAt(i));
    else acquisitionCost[i] = fallback;
  }
  for (const [group, customers] of open) {
    throw new ClvError("usage", {
      where: plan.groups ? `${where}: groups: ${JSON.stringify(names[group])}` : `${where}: spend`,
      expected: "an acquisition cost for every customer",
      got: `none for ${customers} ${customers === 1 ? "customer" : "customers"}`,
      wayOut: "Also give acquisitionCost in the plan, for customers won outside the periods of spend.",
    });
  }
}

function hasEnd({ from, until }: Spend): boolean {
  return from !== undefined || until !== undefined;
}

function within({ from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY }: Spend, at?: number): boolean {
  return at === undefined || (at >= from && at < until + DAY);
}

function spendWithoutCustomers(spend: Spend, group: string | undefined): Notice {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const from = spend.from === undefined ? "" : ` from ${day(spend.from)}`;
  const until = spend.until === undefined ? "" : ` until ${day(spend.until)}`;
  const of = group === undefined ? "" : ` in the group ${JSON.stringify(group)}`;
  return {
    name: "spend-without-customers",
    severity: "warning",
    message: `No customer was won with the spend of ${spend.amount}${of}${from}${until}.`,
    advice: "No acquisition cost includes this spend; check its group and its days.",
  };
}

/** The facts that determine the costs of a customer under a plan. Customers who agree in them have equal costs. */
export function costsBy({ groupBy, spend, groups = [] }: Plan): {
  readonly word: boolean;
  readonly firstDate: boolean;
} {
  const periods = [...(spend ?? []), ...groups.flatMap((row) => row.spend ?? [])];
  return {
    word: groupBy !== undefined && groupBy !== COHORT_MONTH,
    firstDate: groupBy === COHORT_MONTH || periods.some(hasEnd),
  };
}
