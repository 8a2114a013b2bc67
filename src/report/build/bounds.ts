import type { Bounds } from "../report-data.ts";

/** Ends as the report holds them: one that is undefined or infinite is no bound and left out, so that JSON can say it. */
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
