import { basename } from "node:path";
import { count } from "../../number-words.ts";
import type { TotalInterval } from "../../predict/segment-totals.ts";
import type { GroupsInNumbers } from "../../run/by-group.ts";
import { section, table } from "./format.ts";

/** The groups of a run as text, with one line each. */
export function reportGroups({ by, groups }: GroupsInNumbers): string {
  const [first] = groups;
  if (first === undefined) return "";
  const valued = first.scores.value !== undefined;
  const tested = groups.some(({ holdout }) => holdout !== undefined);
  const rows = groups.map(({ group, base, fittedTo, modelFile, scores, intervals, holdout }) => [
    group === "" ? "(none)" : group,
    count(base.customers),
    count(base.repeatBuyers),
    fittedTo === "all" ? "of all" : modelFile === undefined ? "its own" : basename(modelFile),
    within(scores.expectedPurchases, intervals?.estimate.expectedPurchases),
    ...(valued ? [within(scores.value?.equity ?? Number.NaN, intervals?.estimate.equity)] : []),
    ...(tested ? [holdout ? `${count(holdout.expected)} / ${count(holdout.actual)}` : ""] : []),
  ]);
  const head = [by, "customers", "repeat buyers", "model", "expected purchases"];
  const more = [...(valued ? ["customer equity"] : []), ...(tested ? ["holdout: expected / actual"] : [])];
  return section(`By ${by}`, table([...head, ...more], rows, [1, 2, 4, 5, 6]));
}

function within(value: number, interval: TotalInterval | undefined): string {
  return interval ? `${count(value)} (${count(interval.low)} to ${count(interval.high)})` : count(value);
}
