import type { Bounds } from "../report-data.ts";

/** Ends for the page. An undefined or infinite end is not a bound and is left out, because JSON has no infinity. */
export function boundsOf({
  low,
  high,
}: {
  readonly low: number | undefined;
  readonly high: number | undefined;
}): Bounds {
  return { ...(isBound(low) && { low }), ...(isBound(high) && { high }) };
}

function isBound(end: number | undefined): end is number {
  return end !== undefined && Number.isFinite(end);
}
