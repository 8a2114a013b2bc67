import { ClvError, show } from "../errors.ts";
import type { RejectionReport } from "./rejection.ts";

/** The complaint of a log that has nothing to observe in so many rows, and what became of them. */
export function noPurchase(rows: number, rejected: RejectionReport | undefined): ClvError {
  return new ClvError("data", {
    where: "log",
    expected: "at least one purchase to observe",
    got: `none in ${rows} rows`,
    wayOut: wayOut(rows, rejected),
  });
}

function wayOut(rows: number, rejected: RejectionReport | undefined): string {
  if (rows > 0) return "All are outside --from and --until, in the holdout, or taken back by returns.";
  const first = rejected?.byReason[0]?.first[0];
  if (first === undefined) return "There is no row below the header.";
  return `${rejected!.count} rejected, the first in row ${first.row}: ${first.column} ${show(first.value)}.`;
}
