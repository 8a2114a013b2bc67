import type { Dialect } from "./dialect.ts";
import { all, type BaseStep, grainsSql, outside } from "./grains-sql.ts";

/**
 * Transactions to customers in two levels: purchases of one customer in one grain are one, then grains are counted.
 *
 * One row per customer: `customer`, `purchases` (of the base, 0 for one who is not in it), `first`, `last`, `total` (of the
 * repeat purchases, millionths), `later` and `later_total` with a holdout, and what `summarize` counts. Sums are of whole doubles
 * below 2⁵³ and so exact in any order; `bound` = Σ|value| is what proves it.
 *
 * @param part - A condition on `customer`, to take some customers only.
 */
export function baseSql(dialect: Dialect, step: BaseStep, wide: boolean, part?: string): string {
  const { hasValues, positive, split } = step;
  const { integer, double } = dialect.types;
  const zero = dialect.double(0);
  const signed = hasValues && !positive;
  const { sql: grains, marks, observed, cancelled, kept } = grainsSql(dialect, step, wide, part);
  const inBase = all(kept, split === undefined ? undefined : `start < ${split}`);
  const inHoldout = split === undefined ? undefined : all(kept, `start >= ${split}`)!;
  const sum = (of: string, where: string | undefined, type: string): string =>
    `CAST(coalesce(sum(${of})${filter(where)}, 0) AS ${type})`;
  const count = (where: string | undefined): string => `CAST(count(*)${filter(where)} AS ${integer})`;
  const perCustomer = [
    "customer",
    `${count(inBase)} AS purchases`,
    `min(start)${filter(inBase)} AS first`,
    `max(start)${filter(inBase)} AS last`,
    `${sum("n", kept, integer)} AS kept`,
    ...(observed || signed || inHoldout ? [`max(start)${filter(observed)} AS latest`] : []),
    ...(step.moment ? [`max(moment)${filter(observed)} AS moment`] : []),
    ...(hasValues
      ? [
          `coalesce(sum(net)${filter(inBase)} - ${dialect.valueAtLeast("net", "start")}${filter(inBase)}, ${zero}) AS total`,
          `sum(net${signed ? " - 2 * below" : ""})${filter(observed)} AS bound`,
        ]
      : []),
    ...(inHoldout === undefined
      ? []
      : [`${count(inHoldout)} AS later`, ...(hasValues ? [`${sum("net", inHoldout, double)} AS later_total`] : [])]),
    ...(signed
      ? [
          `${sum("n", all(observed, cancelled), integer)} AS cancelled`,
          `${count(all(observed, cancelled))} AS cancelled_grains`,
          `${count(all(kept, `net = ${zero}`))} AS zero_valued`,
          `${sum("returned", undefined, integer)} AS returned`,
          `${sum("zeros", undefined, integer)} AS zeros`,
        ]
      : []),
    ...marks.map(({ name, mark }) => `${sum("n", `start = ${mark}`, integer)} AS ${name}`),
  ];
  return `SELECT ${perCustomer.join(", ")} FROM (${grains}) GROUP BY customer`;
}

function filter(condition: string | undefined): string {
  return condition === undefined ? "" : ` FILTER (WHERE ${condition})`;
}

/** What `summarize` counts over the customers of a base step, in one row of one column each. */
export function countsSql(dialect: Dialect, table: string, step: BaseStep): string {
  const { long } = dialect.types;
  const signed = step.hasValues && !step.positive;
  const total = (of: string, where?: string): string => `CAST(coalesce(sum(${of})${filter(where)}, 0) AS ${long})`;
  const marks = outside(step, false, "0").map(({ name }) => name);
  const has = (name: string): boolean => marks.includes(name);
  const later = step.split !== undefined;
  const grains = later ? "purchases + later" : "purchases";
  const inBase = "purchases > 0";
  const counts: Record<string, string> = {
    customers: `count(*)${filter(inBase)}`,
    frequency: total("purchases - 1", inBase),
    kept: total("kept"),
    used: total(grains, inBase),
    newInHoldout: total("kept", "purchases = 0"),
    newCustomers: later ? `count(*)${filter("purchases = 0 AND later > 0")}` : "0",
    withoutPurchase: signed
      ? `count(*)${filter(`purchases = 0 AND ${later ? "later = 0 AND " : ""}cancelled > 0`)}`
      : "0",
    zeroValued: signed ? total("zero_valued", inBase) : "0",
    cancelled: signed ? total("cancelled") : "0",
    cancelledGrains: signed ? total("cancelled_grains") : "0",
    returned: signed ? total("returned") : "0",
    zeros: signed ? total("zeros") : "0",
    before: has("before") ? total("before") : "0",
    after: has("after") ? total("after") : "0",
    dropped: has("dropped") ? total("dropped") : "0",
    first: `min(first)`,
    latest: marks.length > 0 || signed || later ? "max(latest)" : "max(last)",
    moment: step.moment ? "max(moment)" : "NULL",
    bound: step.hasValues ? "max(bound)" : "0",
  };
  const selected = Object.entries(counts).map(
    ([name, sql]) => `CAST(${sql} AS ${dialect.types.double}) AS ${dialect.identifier(name)}`,
  );
  return `SELECT ${selected.join(", ")} FROM ${dialect.identifier(table)}`;
}
