/** The inputs of a classical formula, counted from a log. Money is revenue; times are years. */
export interface ClassicalCounts {
  readonly customers: number;
  /** First purchases included. */
  readonly orders: number;
  readonly revenue: number;
  /** Σ T. */
  readonly yearsLived: number;
  /** The same for the customers who bought more than once, with Σ t_x. */
  readonly repeat: {
    readonly customers: number;
    readonly revenue: number;
    readonly yearsLived: number;
    readonly lifespans: number;
  };
  /**
   * Customers who bought in the first half of the log, those who bought in the second half too, and their spend in it.
   * Absent where the log is too short for two halves.
   */
  readonly halves?: {
    readonly years: number;
    readonly first: number;
    readonly both: number;
    readonly second: number;
    readonly revenueInSecond: number;
  };
}

export type ClassicalName = "lifespan" | "churn" | "retention" | "repeat-buyers" | "so-far";

/** The forecast of a classical formula for the holdout, beside the actual revenue. */
export interface ClassicalBaseline {
  readonly name: ClassicalName;
  readonly title: string;
  /** Revenue within the horizon; absent with its reason where the formula gives none. */
  readonly expected?: number;
  readonly absent?: string;
  /** expected/actual − 1; absent where the actual revenue is 0. */
  readonly offBy?: number;
}

/**
 * The forecasts of the classical formulas for present customers within a horizon, beside the model, and the error of
 * each on the holdout. Frequency is orders per customer and year of age.
 *
 * A formula for a whole life is cut at the horizon h. A lifespan L gives min(h, L) years of purchases. A churn c per
 * period of length p gives ∫₀ʰ (1 − c)^(u/p) du years. A retention gives the periods of its geometric series that end
 * within h, the last one in part.
 *
 * @param years the horizon
 * @param actual the actual revenue within it, from these customers
 */
export function classicalBaselines(
  counts: ClassicalCounts,
  years: number,
  actual: number | undefined,
): ClassicalBaseline[] {
  const { customers, revenue, yearsLived, repeat, halves } = counts;
  // AOV × frequency: revenue per customer and year of age.
  const pace = revenue / yearsLived;
  const row = (name: ClassicalName, title: string, result: number | string): ClassicalBaseline => {
    if (typeof result === "string") return { name, title, absent: result };
    return { name, title, expected: result, ...(actual !== undefined && actual > 0 && { offBy: result / actual - 1 }) };
  };
  const lifespan = repeat.lifespans / repeat.customers;
  return [
    row(
      "lifespan",
      "order value × frequency × lifespan of repeat buyers",
      repeat.customers > 0
        ? customers * pace * Math.min(years, lifespan)
        : "no customer bought twice, so there is no lifespan",
    ),
    row(
      "churn",
      "order value × frequency / churn between the halves of the log",
      byChurn(customers * pace, years, halves),
    ),
    row("retention", "revenue × r/(1 − r), r between the halves of the log", byRetention(years, halves)),
    row(
      "repeat-buyers",
      "every customer like the repeat buyers",
      repeat.customers > 0 ? (customers * repeat.revenue * years) / repeat.yearsLived : "no customer bought twice",
    ),
    row("so-far", "every customer as on average so far", customers * pace * years),
  ];
}

/** Computes the inputs of the formulas from columns; `yearsPerUnit` is the length of a time unit in years. */
export function classicalCounts(
  base: {
    readonly frequency: Float64Array;
    readonly recency: Float64Array;
    readonly T: Float64Array;
    readonly revenue: Float64Array;
  },
  yearsPerUnit: number,
  halves?: ClassicalCounts["halves"],
): ClassicalCounts {
  const { frequency, recency, T, revenue } = base;
  const all = { customers: frequency.length, orders: 0, revenue: 0, yearsLived: 0 };
  const repeat = { customers: 0, revenue: 0, yearsLived: 0, lifespans: 0 };
  for (let i = 0; i < frequency.length; i++) {
    all.orders += frequency[i] + 1;
    all.revenue += revenue[i];
    all.yearsLived += T[i] * yearsPerUnit;
    if (!(frequency[i] > 0)) continue;
    repeat.customers++;
    repeat.revenue += revenue[i];
    repeat.yearsLived += T[i] * yearsPerUnit;
    repeat.lifespans += recency[i] * yearsPerUnit;
  }
  return { ...all, repeat, ...(halves && { halves }) };
}

const NO_HALVES = "the log before the split is too short for two halves of whole months";
const NO_FIRST = "no customer bought in the first half of the log";

function byChurn(perYear: number, years: number, halves: ClassicalCounts["halves"]): number | string {
  if (halves === undefined) return NO_HALVES;
  if (halves.first === 0) return NO_FIRST;
  const stays = halves.both / halves.first;
  if (stays === 0) return "no customer came back in the second half of the log";
  if (stays === 1) return perYear * years;
  const hazard = -Math.log(stays) / halves.years;
  return (perYear * -Math.expm1(-hazard * years)) / hazard;
}

function byRetention(years: number, halves: ClassicalCounts["halves"]): number | string {
  if (halves === undefined) return NO_HALVES;
  if (halves.first === 0) return NO_FIRST;
  const stays = halves.both / halves.first;
  const periods = years / halves.years;
  const whole = Math.floor(periods);
  // r + r² + … + rⁿ, and a part of the next.
  const series = stays === 1 ? whole : (stays * (1 - stays ** whole)) / (1 - stays);
  return halves.revenueInSecond * (series + (periods - whole) * stays ** (whole + 1));
}
