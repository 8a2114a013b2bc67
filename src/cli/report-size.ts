import type { Notice } from "../fit/fit-result.ts";
import { counted } from "./format.ts";
import { note } from "./outcome.ts";

/** Of more customers `clv run` draws no report: it would take longer than all the rest. */
export const REPORT_MOST = 200_000;

/** Says what `clv run` leaves to `clv report`. */
export function partOfReport(customers: number, what: string): Notice {
  return note("report-in-part", `${what}: they take a while for ${counted(customers, "customer")}.`, "See clv report.");
}
