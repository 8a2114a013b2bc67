import { inMilliseconds, inUnits, type TimeUnit } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";

/** The future time over which purchases and value are expected. */
export interface Horizon {
  /** > 0. */
  readonly amount: number;
  readonly unit: TimeUnit;
}

const UNIT_OF_LETTER: Readonly<Record<string, TimeUnit>> = { h: "hour", d: "day", w: "week", m: "month", y: "year" };

/**
 * Reads a horizon as people write it: `90d`, `52w`, `12m`, `1.5y`, `24h`.
 *
 * @throws ClvError `usage` for any other text, and for an amount of 0
 * @example
 * parseHorizon("90d"); // { amount: 90, unit: "day" }
 */
export function parseHorizon(text: string): Horizon {
  const [, amount, letter] = /^(\d+(?:\.\d+)?)([hdwmy])$/.exec(text.trim()) ?? [];
  if (!(Number(amount) > 0)) {
    throw new ClvError("usage", {
      where: "horizon",
      expected: "an amount greater than 0 and a unit: h, d, w, m or y",
      got: text,
      wayOut: "For example 90d, 52w, 12m or 1y",
    });
  }
  return { amount: Number(amount), unit: UNIT_OF_LETTER[letter] };
}

/**
 * The length of a horizon in a time unit.
 *
 * @example
 * horizonIn({ amount: 12, unit: "month" }, "day"); // 365.25
 */
export function horizonIn(horizon: Horizon, unit: TimeUnit): number {
  return inUnits(inMilliseconds(horizon.amount, horizon.unit), unit);
}
