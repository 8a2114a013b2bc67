import type { Cycle, SeasonIndex } from "./data/season.ts";
import { DAY } from "./data/time-unit.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The name of a period of a cycle. */
function periodName(cycle: Cycle, period: number): string {
  return cycle === "month" ? MONTHS[period]! : cycle === "weekday" ? WEEKDAYS[period]! : `week ${period + 1}`;
}

/** A factor of an index with its standard error, which is missing where the user gave the factor. */
export interface NamedFactor {
  readonly name: string;
  readonly factor: number;
  readonly standardError?: number;
}

/** The factors of an index by name. */
export function namedFactors({ by, factors, days = [], logCovariance }: SeasonIndex): NamedFactor[] {
  return factors.map((factor, k) => ({
    name: by === "day" ? new Date(days[k]! * DAY).toISOString().slice(0, 10) : periodName(by, k),
    factor,
    ...(logCovariance && { standardError: factor * Math.sqrt(logCovariance[k]![k]!) }),
  }));
}
