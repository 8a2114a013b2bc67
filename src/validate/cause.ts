import type { CalibrationBin, Comparison, Tracking } from "./validation.ts";

/** Steps of a week in a year. */
const YEAR = 52;
/** A difference above this many standard deviations of a Poisson count is not chance. */
const DEVIATIONS = 3;
/** A group with less of the difference than this does not stand out. */
const LEAST_SHARE = 1 / 3;

/**
 * A clause that names the group by repeat purchases with most of a total's difference; undefined where none stands out.
 */
export function groupAtFault({ byFrequency, total }: Pick<Comparison, "byFrequency" | "total">): string | undefined {
  const difference = total.expected - total.actual;
  const part = ({ customers, expected, actual }: CalibrationBin) => (customers * (expected - actual)) / difference;
  const worst = byFrequency.toSorted((a, b) => part(b) - part(a))[0];
  if (worst === undefined || !(part(worst) >= LEAST_SHARE)) return undefined;
  const customers = byFrequency.reduce((sum, bin) => sum + bin.customers, 0);
  const who =
    worst.to === 0
      ? "customers without a repeat purchase"
      : `customers with ${worst.label} repeat purchase${worst.label === "1" ? "" : "s"}`;
  const share = part(worst);
  const much = share > 1 ? "more than all" : `${percent(share)} %`;
  return `The ${who} (${percent(worst.customers / customers)} % of all) account for ${much} of the difference`;
}

/**
 * The likely cause of a difference after the split, from the weeks before it, as a clause.
 *
 * A season shows in the same weeks a year before the holdout, a change of buying in the last weeks before the split.
 * There too the difference must have the same direction and at least half the size, and exceed chance.
 */
export function evidenceBefore({ steps, splitAt }: Tracking): string {
  const after = steps.filter(({ step }) => step > splitAt);
  const off = ratio(after);
  const yearBefore = new Set(after.map(({ step }) => step - YEAR));
  const season = steps.filter(({ step }) => step <= splitAt && yearBefore.has(step));
  // A season is named only if the log covers most of the same weeks a year earlier.
  const longEnough = 2 * season.length >= Math.min(after.length, YEAR);
  if (longEnough && alike(season, off)) {
    return `A season shows: in the same weeks a year before, customers bought ${direction(season)} than the model says as well`;
  }
  const length = Math.min(after.length, Math.floor(splitAt / 4));
  const last = steps.filter(({ step }) => step <= splitAt && step > splitAt - length);
  if (length > 0 && alike(last, off)) {
    return `Buying had changed before the split: in the last ${last.length} weeks before it, customers bought ${direction(last)} than the model says`;
  }
  return longEnough
    ? "The weeks before the split show neither a season nor a change that explains the difference"
    : "The log begins too late to show a season, and the weeks before the split show no change that explains the difference";
}

type Steps = Tracking["steps"];

function ratio(steps: Steps): number {
  const sum = (of: "actual" | "expected") => steps.reduce((total, step) => total + step[of], 0);
  return sum("actual") / sum("expected") - 1;
}

function alike(steps: Steps, off: number): boolean {
  const here = ratio(steps);
  const expected = steps.reduce((total, step) => total + step.expected, 0);
  return here * off > 0 && Math.abs(here) >= Math.abs(off) / 2 && Math.abs(here) * Math.sqrt(expected) > DEVIATIONS;
}

function direction(steps: Steps): string {
  const off = ratio(steps);
  return `${percent(Math.abs(off))} % ${off > 0 ? "more" : "less"}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(0);
}
