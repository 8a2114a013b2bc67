import type { Dialect } from "../dialect.ts";
import { all, type BaseStep, grainsSql, outside } from "./grains-sql.ts";
import { logarithmSql, withSteps } from "./litt-sql.ts";

/**
 * Groups transactions by customer in two levels: transactions of one customer in one grain become one purchase, then
 * purchases are counted.
 *
 * One row per customer. The columns are `customer`; `purchases`, 0 for a customer outside the base; `first` and `last`.
 * Further columns are `total` of the repeat purchases in millionths; `first_total` of the first one and `litt` on
 * request. `later` and `later_total` come with a holdout; the last are the counts of `summarize`. Sums are of whole
 * doubles below 2⁵³, so they are exact in any order; `bound` = Σ|value| proves it.
 *
 * @param part - A condition on `customer`, to take some customers only.
 */
export function baseSql(dialect: Dialect, step: BaseStep, inMilliseconds: boolean, part?: string): string {
  const { hasValues, positive, split, logUnit } = step;
  const { integer, double } = dialect.types;
  const zero = dialect.double(0);
  const signed = hasValues && !positive;
  const { sql: grains, worth, marks, observed, cancelled, kept } = grainsSql(dialect, step, inMilliseconds, part);
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
    ...(latestColumn(step) === "latest" ? [`max(start)${filter(observed)} AS latest`] : []),
    ...(step.moment ? [`max(moment)${filter(observed)} AS moment`] : []),
    ...(hasValues
      ? [
          `coalesce(sum(net)${filter(inBase)} - ${dialect.valueAtLeast("net", "start")}${filter(inBase)}, ${zero}) AS total`,
          ...(step.firstValue
            ? [`coalesce(${dialect.valueAtLeast("net", "start")}${filter(inBase)}, ${zero}) AS first_total`]
            : []),
          `coalesce(sum(${worth}${signed ? " - 2 * below" : ""})${filter(observed)}, ${zero}) AS bound`,
          `${sum("net", all(kept, "n > 1"), double)} AS merged_worth`,
          ...marks.map(({ name, mark }) => `${sum(worth, `start = ${mark}`, double)} AS ${name}_worth`),
        ]
      : []),
    ...(logUnit === undefined ? [] : [`${logarithmSql(dialect, "steps")} AS litt`]),
    ...(inHoldout === undefined
      ? []
      : [`${count(inHoldout)} AS later`, ...(hasValues ? [`${sum("net", inHoldout, double)} AS later_total`] : [])]),
    ...(signed
      ? [
          `${sum("n", all(observed, cancelled), integer)} AS cancelled`,
          `${count(all(observed, cancelled))} AS cancelled_grains`,
          `${count(all(kept, `net = ${zero}`))} AS zero_valued`,
          `${sum(worth, observed, double)} AS worth`,
          `${sum("net", kept, double)} AS kept_worth`,
          `${sum("below", undefined, double)} AS below`,
          `${sum("returned", undefined, integer)} AS returned`,
          `${sum("zeros", undefined, integer)} AS zeros`,
        ]
      : []),
    ...marks.map(({ name, mark }) => `${sum("n", `start = ${mark}`, integer)} AS ${name}`),
  ];
  const rows = logUnit === undefined ? grains : withSteps(dialect, gapsSql(grains, inBase), logUnit);
  return `SELECT ${perCustomer.join(", ")} FROM (${rows}) GROUP BY customer`;
}

/**
 * Each purchase of a base with the ticks since the purchase before; NULL for the first purchase, and for rows that are
 * not purchases.
 */
function gapsSql(grains: string, inBase: string | undefined): string {
  const before = `lag(start) OVER (PARTITION BY customer${inBase === undefined ? "" : ", in_base"} ORDER BY start)`;
  if (inBase === undefined) return `SELECT *, start - ${before} AS gap FROM (${grains})`;
  return `SELECT *, CASE WHEN in_base THEN start - ${before} END AS gap FROM (SELECT *, (${inBase}) AS in_base FROM (${grains}))`;
}

/** The column with a customer's last start. If every row is a purchase of the base, it is that of the last purchase. */
export function latestColumn(step: BaseStep): "latest" | "last" {
  const { hasValues, positive, split } = step;
  const every = outside(step, false, "0").length === 0 && (!hasValues || positive) && split === undefined;
  return every ? "last" : "latest";
}

function filter(condition: string | undefined): string {
  return condition === undefined ? "" : ` FILTER (WHERE ${condition})`;
}

/** The counts of `summarize` over the customers of a base step: one row, one column for each count. */
export function countsSql(dialect: Dialect, table: string, step: BaseStep): string {
  const { long } = dialect.types;
  const signed = step.hasValues && !step.positive;
  const total = (of: string, where?: string): string => `CAST(coalesce(sum(${of})${filter(where)}, 0) AS ${long})`;
  const marks = outside(step, false, "0").map(({ name }) => name);
  const has = (name: string): boolean => marks.includes(name);
  const later = step.split !== undefined;
  const grains = later ? "purchases + later" : "purchases";
  const inBase = "purchases > 0";
  // Without returns, all observed value is kept. Sums of whole numbers of any size are exact, and rounded once.
  const kept = signed ? "kept_worth" : "bound";
  const money = (of: string, where?: string): string => `coalesce(sum(CAST(${of} AS ${long}))${filter(where)}, 0)`;
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
    ...(step.hasValues && {
      valueBefore: has("before") ? money("before_worth") : "0",
      valueAfter: has("after") ? money("after_worth") : "0",
      valueDropped: has("dropped") ? money("dropped_worth") : "0",
      valueUsed: money(kept, inBase),
      valueMerged: money("merged_worth", inBase),
      valueNew: later ? money(kept, "purchases = 0") : "0",
      valueReturned: signed ? money("below") : "0",
      returnsUnused: signed ? money("kept_worth - worth") : "0",
      returningAll: signed ? `count(*)${filter(`${inBase} AND worth <= 0 AND kept_worth > worth`)}` : "0",
    }),
    before: has("before") ? total("before") : "0",
    after: has("after") ? total("after") : "0",
    dropped: has("dropped") ? total("dropped") : "0",
    first: `min(first)`,
    latest: `max(${latestColumn(step)})`,
    moment: step.moment ? "max(moment)" : "NULL",
    bound: step.hasValues ? "max(bound)" : "0",
  };
  const selected = Object.entries(counts).map(
    ([name, sql]) => `CAST(${sql} AS ${dialect.types.double}) AS ${dialect.identifier(name)}`,
  );
  return `SELECT ${selected.join(", ")} FROM ${dialect.identifier(table)}`;
}
