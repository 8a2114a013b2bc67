import {
  arrayOf,
  type Field,
  matching,
  nonNegative,
  oneOf,
  optional,
  type Read,
  readObject,
  text,
  unexpected,
} from "../data/json-fields.ts";
import { DAY } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";

/** The version rises when plans of the old format can no longer be read correctly. */
export const PLAN_VERSION = 1;

/** The costs of an order. Money is in the unit of the log; shares are in [0, 1]. */
export interface OrderCosts {
  /** Part of the value left after the cost of the goods, in (0, 1]. */
  readonly margin: number;
  /** Part of the value that the payment costs. */
  readonly paymentShare: number;
  /** Part of the value that comes back in returns. */
  readonly returnedValueShare: number;
  /** Money for serving an order: picking, packing, postage. */
  readonly costPerOrder: number;
  /** Fixed fee of a payment. */
  readonly paymentFee: number;
  readonly callsPerOrder: number;
  readonly costPerCall: number;
  /** Part of the orders with a return. */
  readonly returnedOrderShare: number;
  readonly costPerReturn: number;
}

/** Money spent on winning customers. It is spread evenly over those whose first purchase falls into its days. */
export interface Spend {
  readonly amount: number;
  /** First and last day, as its midnight in milliseconds since 1970. Without them the spend has no such bound. */
  readonly from?: number;
  readonly until?: number;
}

/** The acquisition cost: an amount per customer, or the spend of periods. */
export interface Acquisition {
  readonly acquisitionCost?: number;
  readonly spend?: readonly Spend[];
}

/** The differences between a group of customers and the rest of the plan. */
export interface PlanGroup extends Acquisition {
  readonly group: string;
  readonly margin?: number;
  readonly costPerOrder?: number;
}

/** The cost assumptions: the contribution of an order and the acquisition cost of a customer. */
export interface Plan extends Acquisition {
  readonly costs: OrderCosts;
  /** The column that names the group of a customer, or {@link COHORT_MONTH}. */
  readonly groupBy?: string;
  /** One row for each group; absent without groups. */
  readonly groups?: readonly PlanGroup[];
}

/** The grouping by month of the first purchase, written `2024-05`, which needs no column. */
export const COHORT_MONTH = "cohort-month";

/** The document of a plan: costs left out are 0, a margin left out is 1. */
interface PlanFields extends Partial<OrderCosts>, Acquisition {
  format: "clv-plan";
  formatVersion: number;
  groupBy?: string;
  groups?: PlanGroup[];
}

/**
 * A plan from a parsed JSON document. Every field is checked, and an unknown field is refused.
 *
 * Required are `format` and `formatVersion`. Costs left out are 0 and a margin left out is 1.
 *
 * @param document the parsed JSON
 * @param where the name of the file, for error messages
 * @throws ClvError `usage` at the first field that is not as expected
 * @example
 * const plan = readPlan({ format: "clv-plan", formatVersion: 1, margin: 0.3, costPerOrder: 4, acquisitionCost: 20 });
 * plan.costs.margin; // 0.3
 */
export function readPlan(document: unknown, where = "plan"): Plan {
  try {
    const field = { where, value: document };
    requireFormat(field);
    return planOf(readObject<PlanFields>(field, READERS as { [K in keyof PlanFields]-?: Read<PlanFields[K]> }), where);
  } catch (error) {
    // A plan is a request of the caller, not data.
    throw error instanceof ClvError ? new ClvError("usage", error.parts) : error;
  }
}

/** A plan as the document it is read from, to be echoed into outputs: `readPlan(planDocument(plan))` is the plan. */
export function planDocument({ costs, groups, spend, ...rest }: Plan): object {
  const withDays = <T extends Acquisition>({ spend: periods, ...row }: T) => ({
    ...row,
    ...(periods && { spend: periods.map(spendDocument) }),
  });
  return {
    format: "clv-plan",
    formatVersion: PLAN_VERSION,
    ...costs,
    ...rest,
    ...(spend && { spend: spend.map(spendDocument) }),
    ...(groups && { groups: groups.map(withDays) }),
  };
}

function spendDocument({ amount, from, until }: Spend): object {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return {
    amount,
    ...(from !== undefined && { from: day(from) }),
    ...(until !== undefined && { until: day(until) }),
  };
}

/** Part of a whole: a number from 0 to 1. */
const share: Read<number> = (field) => {
  const value = nonNegative(field);
  if (!(value <= 1)) throw outside(field, "a share from 0 to 1");
  return value;
};

const margin: Read<number> = (field) => {
  if (!(share(field) > 0)) throw outside(field, "a share greater than 0 and at most 1");
  return field.value as number;
};

function outside(field: Field, expected: string): ClvError {
  const wayOut = "Shares are parts of 1: write 0.3 for 30 %.";
  return new ClvError("usage", { where: field.where, expected, got: field.value, wayOut });
}

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?$/;
const dayText = matching(MONTH, "a day such as 2024-05-31 or a month such as 2024-05");

/** Midnight of a day; of a month, of its first day or of its last. */
const day =
  (end: "first" | "last"): Read<number> =>
  (field) => {
    const written = dayText(field);
    const [year, month, dayOfMonth] = written.split("-").map(Number);
    const start = Date.parse(`${written.slice(0, 7)}-01T00:00:00Z`);
    const days = Math.round((startOfNextMonth(year, month) - start) / DAY);
    const number = dayOfMonth ?? (end === "first" ? 1 : days);
    if (!(number >= 1 && number <= days)) throw unexpected(field, `a day from 1 to ${days} of ${written.slice(0, 7)}`);
    return start + (number - 1) * DAY;
  };

function startOfNextMonth(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return date.getTime();
}

const spendPeriod: Read<Spend> = (field) => {
  const period = readObject<Spend>(field, {
    amount: nonNegative,
    from: optional(day("first")) as Read<number>,
    until: optional(day("last")) as Read<number>,
  });
  if (period.from !== undefined && period.until !== undefined && period.from > period.until)
    throw unexpected(field, "a first day that is not after the last day");
  return period;
};

/** A number is a spend without a first and last day. */
const spends: Read<readonly Spend[]> = (field) =>
  typeof field.value === "number" ? [{ amount: nonNegative(field) }] : arrayOf(spendPeriod)(field);

const GROUP_READERS = {
  group: text,
  margin: optional(margin),
  costPerOrder: optional(nonNegative),
  acquisitionCost: optional(nonNegative),
  spend: optional(spends),
};

const READERS = {
  format: oneOf(["clv-plan"]),
  formatVersion: nonNegative,
  margin: optional(margin),
  paymentShare: optional(share),
  returnedValueShare: optional(share),
  costPerOrder: optional(nonNegative),
  paymentFee: optional(nonNegative),
  callsPerOrder: optional(nonNegative),
  costPerCall: optional(nonNegative),
  returnedOrderShare: optional(share),
  costPerReturn: optional(nonNegative),
  acquisitionCost: optional(nonNegative),
  spend: optional(spends),
  groupBy: optional(text),
  groups: optional(
    arrayOf((field) => readObject<PlanGroup>(field, GROUP_READERS as { [K in keyof PlanGroup]-?: Read<PlanGroup[K]> })),
  ),
};

/**
 * The format is checked first, so that the error for a document of another kind tells its kind, not its first unknown
 * field.
 */
function requireFormat({ where, value }: Field): void {
  const { format, formatVersion } = (typeof value === "object" && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (format !== "clv-plan") {
    const wayOut = `Begin with {"format": "clv-plan", "formatVersion": ${PLAN_VERSION}, "margin": 0.3}.`;
    throw new ClvError("usage", { where: `${where}: format`, expected: '"clv-plan"', got: format, wayOut });
  }
  if (formatVersion !== PLAN_VERSION) {
    throw new ClvError("usage", {
      where: `${where}: formatVersion`,
      expected: String(PLAN_VERSION),
      got: formatVersion,
      wayOut: "The plan may be for another version of clv.",
    });
  }
}

function planOf(fields: PlanFields, where: string): Plan {
  const { acquisitionCost, spend, groupBy, groups } = fields;
  if ((groups === undefined) !== (groupBy === undefined)) {
    throw new ClvError("usage", {
      where: `${where}: groupBy`,
      expected: "groupBy and groups together",
      got: groups === undefined ? "groupBy alone" : "groups alone",
      wayOut: `groupBy names the column of the groups, or is "${COHORT_MONTH}".`,
    });
  }
  requireOneRowEach(groups ?? [], where);
  requireOneAcquisition(fields, where);
  return {
    costs: {
      margin: fields.margin ?? 1,
      paymentShare: fields.paymentShare ?? 0,
      returnedValueShare: fields.returnedValueShare ?? 0,
      costPerOrder: fields.costPerOrder ?? 0,
      paymentFee: fields.paymentFee ?? 0,
      callsPerOrder: fields.callsPerOrder ?? 0,
      costPerCall: fields.costPerCall ?? 0,
      returnedOrderShare: fields.returnedOrderShare ?? 0,
      costPerReturn: fields.costPerReturn ?? 0,
    },
    ...(acquisitionCost !== undefined && { acquisitionCost }),
    ...(spend && { spend }),
    ...(groupBy !== undefined && { groupBy }),
    ...(groups && { groups }),
  };
}

function requireOneRowEach(groups: readonly PlanGroup[], where: string): void {
  const seen = new Set<string>();
  for (const { group } of groups) {
    if (seen.has(group)) {
      const expected = "one row for each group";
      throw new ClvError("usage", { where: `${where}: groups: ${JSON.stringify(group)}`, expected, got: "two rows" });
    }
    seen.add(group);
  }
}

/** Spend and a cost per customer in one row, or spend of all customers beside spend of groups, would be counted twice. */
function requireOneAcquisition({ spend, groups = [] }: PlanFields, where: string): void {
  for (const row of groups) {
    const at = `${where}: groups: ${JSON.stringify(row.group)}`;
    if (row.acquisitionCost !== undefined && row.spend !== undefined) {
      const wayOut = "Leave one out. The acquisitionCost of the plan applies to customers won outside the periods.";
      throw new ClvError("usage", { where: at, expected: "acquisitionCost or spend", got: "both", wayOut });
    }
    if (spend !== undefined && (row.acquisitionCost ?? row.spend) !== undefined) {
      throw new ClvError("usage", {
        where: at,
        expected: "no separate acquisition cost, because the plan has spend for all customers",
        got: row.spend === undefined ? "acquisitionCost" : "spend",
        wayOut: "Give the spend by group, or once for all customers.",
      });
    }
  }
}
