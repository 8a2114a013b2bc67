import { ClvError, show } from "../errors.ts";
import type { RejectionReport } from "./rejection.ts";

/** The counts of rows of a log that has no purchase to observe. */
export interface RowsElsewhere {
  readonly rows: number;
  readonly before: number;
  readonly after: number;
  readonly newInHoldout: number;
  readonly cancelled: number;
  readonly returnsDropped: number;
}

/** The error for a log without a purchase to observe, with the use of its rows. */
export function noPurchase(elsewhere: RowsElsewhere, rejected: RejectionReport | undefined): ClvError {
  return new ClvError("data", {
    where: "log",
    expected: "at least one purchase to observe",
    got: `none in ${elsewhere.rows} rows`,
    wayOut: elsewhere.rows > 0 ? placesOf(elsewhere) : wayOut(elsewhere, rejected),
  });
}

function placesOf({ before, after, newInHoldout, cancelled }: RowsElsewhere): string {
  const places = [
    [before + after, "outside --from and --until"],
    [newInHoldout, "in the holdout, from --split on"],
    [cancelled, "taken back by returns"],
  ] as const;
  const [first, ...others] = places.filter(([n]) => n > 0);
  if (others.length === 0) return `All are ${first![1]}.`;
  return `${first![0]} are ${first![1]}, ${others.map(([n, place]) => `${n} ${place}`).join(", ")}.`;
}

function wayOut({ returnsDropped }: RowsElsewhere, rejected: RejectionReport | undefined): string {
  const first = rejected?.byReason[0]?.first[0];
  if (first !== undefined)
    return `${rejected!.count} rejected, the first ${first.row === undefined ? "in" : `in row ${first.row}:`} ${first.column} ${show(first.value)}.`;
  return returnsDropped > 0
    ? `All ${returnsDropped} are returns, which are left out.`
    : "There is no row after the header.";
}
