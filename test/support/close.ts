import { expect } from "vitest";

/** |actual − expected|/|expected|; 0 when they are equal, both zero or both the same infinity; NaN never passes. */
export function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}

/** Holds `actual` within `tolerance` of `expected`, relative, or within `absolute` of it; `what` names the case on failure. */
export function expectClose(actual: number, expected: number, tolerance: number, what = "", absolute = 0): void {
  // Counted as an assertion by hand: a matcher for each of the many thousands of values would take longer than the mathematics.
  expect.getState().assertionCalls++;
  const error = relativeError(actual, expected);
  if (error <= tolerance || Math.abs(actual - expected) <= absolute) return;
  expect.fail(`${what}: expected ${expected}, got ${actual}: relative error ${error}, held to ${tolerance}`);
}
