import { type TimeUnit, UNIT_MILLISECONDS } from "../data/time-unit.ts";

/**
 * The continuous discount rate per time unit, δ = ln(1 + r)·(length of the unit in years): e^(−δt) is (1 + r)^(−t years).
 *
 * @param discountRate r per year, ≥ 0
 */
export function discountPer(unit: TimeUnit, discountRate: number): number {
  return (Math.log1p(discountRate) * UNIT_MILLISECONDS[unit]) / UNIT_MILLISECONDS.year;
}
