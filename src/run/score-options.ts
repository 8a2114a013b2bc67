import { DAY, type TimeUnit } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import { requireLevel } from "../fit/interval.ts";
import { type FurtherHorizon, horizonLabel } from "../predict/further-horizon.ts";
import { type Horizon, horizonIn, parseHorizon } from "../predict/horizon.ts";
import { type Worth, worthOf } from "../predict/worth.ts";
import type { AboutCustomers } from "./customers.ts";
import type { HorizonText, PageOptions, TermOptions } from "./options.ts";

/**
 * The requested horizon; else that of the holdout, for the comparison with it; else a year.
 *
 * @param counts whether a model counts opportunities, so that the horizon is a whole number of them
 */
export function horizonOf(
  { holdout, unit, until }: Pick<AboutCustomers, "unit" | "holdout" | "until">,
  asked: HorizonText | undefined,
  counts = false,
): Horizon {
  if (asked !== undefined) {
    const horizon = typeof asked !== "string" ? asked : isDay(asked) ? untilDay(asked, until) : parseHorizon(asked);
    if (counts) requireOpportunities(horizon, unit, asked);
    return horizon;
  }
  if (holdout) return { amount: holdout.duration, unit };
  const year: Horizon = { amount: 1, unit: "year" };
  return counts ? { amount: Math.round(horizonIn(year, unit)), unit } : year;
}

/**
 * Several horizons in the order of the user, as in {@link horizonOf}. A text may have several with commas between them.
 */
export function horizonsOf(
  about: Pick<AboutCustomers, "unit" | "holdout" | "until">,
  asked: HorizonText | readonly HorizonText[] | undefined,
  counts = false,
): { readonly horizon: Horizon; readonly further?: readonly FurtherHorizon[] } {
  const [first, ...others] = horizonTexts(asked);
  const horizon = horizonOf(about, first, counts);
  if (others.length === 0) return { horizon };
  const further = others.map((text) => ({ label: labelOf(text), horizon: horizonOf(about, text, counts) }));
  const labels = [labelOf(first!), ...further.map(({ label }) => label)];
  const twice = labels.find((label, k) => labels.indexOf(label) < k);
  if (twice === undefined) return { horizon, further };
  throw new ClvError("usage", { where: "--horizon", expected: "different horizons", got: `${twice} twice` });
}

function horizonTexts(asked: HorizonText | readonly HorizonText[] | undefined): readonly HorizonText[] {
  if (asked === undefined) return [];
  const all = Array.isArray(asked) ? (asked as readonly HorizonText[]) : [asked as HorizonText];
  return all.flatMap((one) => (typeof one === "string" ? (one.split(",") as HorizonText[]) : [one]));
}

function labelOf(asked: HorizonText): string {
  if (typeof asked !== "string") return horizonLabel(asked);
  const text = asked.trim();
  return isDay(text) ? horizonLabel({ amount: 1, unit: "day" }, text) : horizonLabel(parseHorizon(text));
}

/** Throws unless a horizon is a whole number of opportunities. */
function requireOpportunities(horizon: Horizon, unit: TimeUnit, asked: HorizonText): void {
  const opportunities = horizonIn(horizon, unit);
  if (Number.isInteger(opportunities)) return;
  throw new ClvError("usage", {
    where: "--horizon",
    expected: `a whole number of ${unit}s, because every ${unit} counts as one opportunity`,
    got: typeof asked === "string" ? asked : `${asked.amount} ${asked.unit}s`,
    wayOut: `For example --horizon ${Math.max(1, Math.round(opportunities))}${unit[0]}.`,
  });
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text.trim());
}

/** The days after the last one observed, up to a day. */
function untilDay(text: string, until: number | undefined): Horizon {
  const days = (Date.parse(text.trim()) - (until ?? Number.NaN)) / DAY;
  if (days > 0) return { amount: Math.ceil(days), unit: "day" };
  const last = until === undefined ? undefined : new Date(until).toISOString().slice(0, 10);
  throw new ClvError("usage", {
    where: "horizon",
    expected:
      last === undefined
        ? "a length such as 90d, because the base has no dates"
        : `a day after ${last}, the last observed day`,
    got: text,
  });
}

/** Margin and discount rate. Throws when one of them, or the level of the intervals, is outside its domain. */
export function worthAsked(options: TermOptions): Worth {
  if (options.interval !== undefined) requireLevel(options.interval);
  return worthOf(options);
}

/** Throws unless the tables of the page have a row. */
export function requireTop({ top = TOP }: PageOptions): void {
  if (Number.isInteger(top) && top > 0) return;
  throw new ClvError("usage", { where: "--top", expected: "a whole number greater than 0", got: top });
}

/** Default probability of the intervals of a page and of a validation. */
export const LEVEL = 0.9;

/** Default number of customers in the tables of a page. */
export const TOP = 50;
