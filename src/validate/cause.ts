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
 * A season shows in the same weeks of the year before the split. A change of buying shows in the last weeks before the
 * split, if the same weeks a year earlier were not off alike. It also shows from one year to the next, if the model
 * misses the change of the purchases. In each case the difference must have the same direction and at least half the
 * size, and exceed chance.
 */
export function evidenceBefore({ steps, splitAt }: Tracking): string {
  const after = steps.filter(({ step }) => step > splitAt);
  const between = (from: number, to: number) => steps.filter(({ step }) => step > from && step <= to);
  const off = ratio(after);
  const byStep = new Map(between(0, splitAt).map((one) => [one.step, one]));
  // Every week of the holdout has one such week: a holdout of two years has each of them twice.
  const season = after.flatMap((one) => byStep.get(one.step - YEAR * yearsSince(splitAt, one)) ?? []);
  // A season is named only if the log covers most of the same weeks a year earlier.
  const longEnough = 2 * season.length >= after.length;
  if (longEnough && alike(season, off)) {
    return `A season shows: in the same weeks of the year before the split, customers bought ${direction(season)} than the model says as well`;
  }
  const length = Math.min(after.length, Math.floor(splitAt / 4));
  const recent = between(splitAt - length, splitAt);
  const earlier = between(splitAt - length - YEAR, splitAt - YEAR);
  if (length > 0 && alike(recent, off) && !(earlier.length === recent.length && alike(earlier, off))) {
    return `Buying had changed before the split: in the last ${length} weeks before it, customers bought ${direction(recent)} than the model says`;
  }
  const [last, year] = [between(splitAt - YEAR, splitAt), between(splitAt - 2 * YEAR, splitAt - YEAR)];
  if (splitAt >= 2 * YEAR && goesOn(year, last, after, splitAt)) {
    const change = (of: "actual" | "expected") => signed(total(last, of) / total(year, of) - 1);
    return `Buying had changed before the split. From the last year but one to the last, purchases changed by ${change("actual")}, and by ${change("expected")} in the model`;
  }
  return longEnough
    ? "No season and no change in the weeks before the split explains the difference"
    : "The log begins too late to show a season, and no change in the weeks before the split explains the difference";
}

/** The years from the split to a step after it, begun ones included. */
function yearsSince(splitAt: number, { step }: Steps[number]): number {
  return Math.ceil((step - splitAt) / YEAR);
}

/**
 * Whether the model misses a change from one year to the next by more than chance. At the same rate after the split,
 * the change must explain at least half of the difference.
 */
function goesOn(year: Steps, last: Steps, after: Steps, splitAt: number): boolean {
  const missed = (1 + ratio(last)) / (1 + ratio(year));
  const chance = Math.sqrt(1 / total(year, "expected") + 1 / total(last, "expected"));
  const expected = after.map((one) => (1 + ratio(last)) * missed ** yearsSince(splitAt, one) * one.expected);
  const explained = expected.reduce((sum, one) => sum + one, 0) / total(after, "expected") - 1;
  return sameDirection(explained, ratio(after)) && Math.abs(Math.log(missed)) > DEVIATIONS * chance;
}

type Steps = Tracking["steps"];

function total(steps: Steps, of: "actual" | "expected"): number {
  return steps.reduce((sum, step) => sum + step[of], 0);
}

function ratio(steps: Steps): number {
  return total(steps, "actual") / total(steps, "expected") - 1;
}

function alike(steps: Steps, off: number): boolean {
  const expected = total([...new Set(steps)], "expected");
  return sameDirection(ratio(steps), off) && Math.abs(ratio(steps)) * Math.sqrt(expected) > DEVIATIONS;
}

function sameDirection(share: number, off: number): boolean {
  return share * off > 0 && Math.abs(share) >= Math.abs(off) / 2;
}

function direction(steps: Steps): string {
  const off = ratio(steps);
  return `${percent(Math.abs(off))} % ${off > 0 ? "more" : "less"}`;
}

function signed(share: number): string {
  const text = percent(Math.abs(share));
  return `${text === "0" ? "" : share > 0 ? "+" : "−"}${text} %`;
}

function percent(share: number): string {
  return (100 * share).toFixed(0);
}
