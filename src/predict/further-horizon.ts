import type { TimeUnit } from "../data/time-unit.ts";
import type { Horizon } from "./horizon.ts";

/** A horizon beside the first. Columns that depend on it have its label at the end of their names. */
export interface FurtherHorizon {
  /** Such as `2y`, or `until_2026_12_31`. */
  readonly label: string;
  readonly horizon: Horizon;
}

const LETTER: Readonly<Record<TimeUnit, string>> = { hour: "h", day: "d", week: "w", month: "m", year: "y" };

/** The pattern of labels, for code that reads names of columns. */
export const LABEL = /_(?:\d+(?:_\d+)?[hdwmy]|until_\d{4}_\d\d_\d\d)(?=$|_low$|_high$)/;

/**
 * The label of a horizon: its amount and the letter of its unit, or its last day if the user gave a day.
 *
 * @example
 * horizonLabel({ amount: 1.5, unit: "year" }); // "1_5y"
 */
export function horizonLabel({ amount, unit }: Horizon, lastDay?: string): string {
  if (lastDay !== undefined) return `until_${lastDay.replaceAll("-", "_")}`;
  return `${String(amount).replace(".", "_")}${LETTER[unit]}`;
}
