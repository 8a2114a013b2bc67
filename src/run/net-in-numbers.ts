import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { count, counted, money } from "../number-words.ts";
import { moneyOf } from "../value/exact-sums.ts";
import { planDocument } from "../value/plan.ts";
import { planNotices } from "../value/plan-notices.ts";
import type { LogReading, NegativeCustomer, ScoredCustomers, WritingScores } from "./customers.ts";
import { warning } from "./notice.ts";
import type { PlanAsked } from "./plan.ts";

/** The net values of all customers under a plan of costs, in money; sums are exact to the millionth. */
export interface NetInNumbers {
  /** The plan as read, with defaults. */
  readonly plan: object;
  /** Value of all orders to date. */
  readonly revenue: number;
  /** Their contribution. */
  readonly contribution: number;
  readonly acquisitionCost: number;
  /** Contribution less acquisition cost. */
  readonly netToDate: number;
  /** Contribution ahead, without the acquisition cost, over the customers for whom it exists. */
  readonly netClv: number;
  readonly netTotal: number;
  /** The number of customers for whom a net CLV exists. */
  readonly customers: number;
  /** The customers whose orders ahead have a negative contribution, and the lowest of them. */
  readonly negative: {
    readonly customers: number;
    readonly netClv: number;
    readonly first: readonly NegativeCustomer[];
  };
  /** Spend of periods without new customers, which is in no customer's cost. */
  readonly spentOnNobody: number;
}

/** Refuses a plan where there are no values, or none of first purchases. */
export function requireValued(plan: PlanAsked | undefined, made: ScoredCustomers, ofLog: boolean): void {
  if (plan === undefined || made.plan !== undefined) return;
  throw ofLog
    ? withoutValuesOfLog(plan)
    : withoutValues(plan, "Give the log, because a base does not contain the values of first purchases.");
}

/** The error for a plan of a log without values. */
export function withoutValuesOfLog(plan: PlanAsked): ClvError {
  return withoutValues(
    plan,
    "Give the column of values with --value, and a spend model. Without values leave the plan out.",
  );
}

/** The error for a plan without values. Its hint names the options that give values. */
export function withoutValues({ where }: PlanAsked, wayOut: string): ClvError {
  return new ClvError("usage", { where, expected: "the value of every purchase", got: undefined, wayOut });
}

/** The net values in numbers; undefined without a plan. */
export async function netInNumbers(
  asked: PlanAsked | undefined,
  { plan: assigned }: ScoredCustomers,
  { net }: WritingScores,
): Promise<NetInNumbers | undefined> {
  if (asked === undefined || assigned === undefined || net === undefined) return undefined;
  const { totals, negative } = await net;
  const sum = (key: keyof typeof totals): number => moneyOf(totals[key].sum[0]!);
  const [below] = totals.netClv.negative;
  return {
    plan: planDocument(asked.plan),
    ...{ revenue: sum("revenue"), contribution: sum("contribution"), acquisitionCost: sum("acquisitionCost") },
    ...{ netToDate: sum("netToDate"), netClv: sum("netClv"), netTotal: sum("netTotal") },
    customers: totals.netClv.customers[0]!,
    negative: { customers: below!.customers, netClv: moneyOf(below!.sum), first: negative },
    spentOnNobody: assigned.spentOnNobody,
  };
}

/** The notices on a plan that does not fit its log and its customers. */
export function netNotices(
  asked: PlanAsked | undefined,
  { plan: assigned }: ScoredCustomers,
  net: NetInNumbers | undefined,
  reading: LogReading | undefined,
): Notice[] {
  if (asked === undefined || assigned === undefined || net === undefined) return [];
  const { customers, netClv } = net.negative;
  const whose = `${counted(customers, "customer")} ${customers === 1 ? "has" : "have"}`;
  return [
    ...planNotices(asked.plan, reading && loggedReturns(reading)),
    ...assigned.notices,
    ...(customers > 0
      ? [
          warning(
            "negative-customers",
            `${whose} a net CLV below 0, ${money(netClv)} in all, of ${count(net.customers)}.`,
            "Their future orders are expected to cost more than they earn. All totals include them; see the column net_clv.",
          ),
        ]
      : []),
  ];
}

/** Returns that were netted in the log. */
function loggedReturns({ read, summary }: LogReading): { sold: number; returned: number } | undefined {
  if (read.value === undefined || summary.value === undefined) return undefined;
  const { before, after, used, newInHoldout } = summary.value;
  const { returns } = read.value;
  return { sold: before + after + used + newInHoldout + returns, returned: returns };
}
