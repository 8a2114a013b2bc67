import type { Dialect } from "./dialect.ts";

/** How transactions become a base. */
export interface BaseStep {
  /** A query for `customer`, `instant`, and with values `value` (millionths as whole doubles). */
  readonly transactions: string;
  /** Start of the grain of an instant, in ticks. */
  start(instant: string): string;
  readonly hasValues: boolean;
  /** No value is 0 or below: nothing is cancelled, and nothing to count. */
  readonly positive: boolean;
  /** Values below 0 are left out, rather than netted. */
  readonly dropReturns: boolean;
  /** First and last instant observed. */
  readonly from?: number;
  readonly until?: number;
  /** First tick of the holdout. */
  readonly split?: number;
  /** Whether the last instant is needed besides the last start: where clocks are set back over midnight they may differ. */
  readonly moment: boolean;
}

/** Stands for a start: a row that is not observed. Far before the first day there is, in either kind of tick. */
const OUTSIDE = { before: -2_000_000_003, after: -2_000_000_002, dropped: -2_000_000_001 } as const;
const FIRST_START = -2_000_000_000;
/** Ticks of a millisecond need more room. */
const WIDE = 1_000_000;

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
  const marks = outside(step, wide, zero);
  const start = marks.reduceRight(
    (rest, { when, mark }) => `CASE WHEN ${when} THEN ${mark} ELSE ${rest} END`,
    step.start("instant"),
  );
  const value = hasValues ? ", value" : "";
  const starts = `SELECT customer, ${start} AS start${value}${step.moment ? ", instant" : ""} FROM (${step.transactions})`;
  const perGrain = [
    "customer",
    "start",
    `CAST(count(*) AS ${integer}) AS n`,
    ...(step.moment ? ["max(instant) AS moment"] : []),
    ...(hasValues ? ["sum(value) AS net"] : []),
    ...(signed
      ? [
          `sum(least(value, ${zero})) AS below`,
          `CAST(count(*) FILTER (WHERE value < ${zero}) AS ${integer}) AS returned`,
          `CAST(count(*) FILTER (WHERE value = ${zero}) AS ${integer}) AS zeros`,
        ]
      : []),
  ];
  const taken = part === undefined ? "" : ` WHERE ${part}`;
  const grains = `SELECT ${perGrain.join(", ")} FROM (${starts})${taken} GROUP BY customer, start`;
  const observed = marks.length === 0 ? undefined : `start >= ${FIRST_START * (wide ? WIDE : 1)}`;
  const cancelled = signed ? `(below < ${zero} AND net <= ${zero})` : undefined;
  const kept = all(observed, cancelled && `NOT ${cancelled}`);
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

/** The rows that are not observed, each kind with its mark. */
function outside(step: BaseStep, wide: boolean, zero: string): { name: string; when: string; mark: number }[] {
  const mark = (name: keyof typeof OUTSIDE): number => OUTSIDE[name] * (wide ? WIDE : 1);
  return [
    ...(step.hasValues && !step.positive && step.dropReturns
      ? [{ name: "dropped", when: `value < ${zero}`, mark: mark("dropped") }]
      : []),
    ...(step.from === undefined ? [] : [{ name: "before", when: `instant < ${step.from}`, mark: mark("before") }]),
    ...(step.until === undefined ? [] : [{ name: "after", when: `instant > ${step.until}`, mark: mark("after") }]),
  ];
}

function all(...conditions: (string | undefined)[]): string | undefined {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? undefined : given.join(" AND ");
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
