import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { counted, significant } from "../number-words.ts";

/**
 * The most memory that a page takes for each customer: columns, ids, scores, draws and ranks, which stay in memory
 * while the page is rendered. For ten million customers the whole process took 6.0 GB, and 3.4 GB without a page. The
 * page asks for as much as the whole process took.
 */
const BYTES = 600;

/**
 * Throws a data error unless the customers of a page fit into memory, because otherwise the system would kill the run.
 */
export function requireRoomForPage(customers: number, available: number = process.availableMemory()): void {
  if (hasRoom(customers, available)) return;
  throw new ClvError("data", {
    where: "memory",
    expected: `${gigabytes(BYTES * customers)} of free memory for a page of ${counted(customers, "customer")}`,
    got: gigabytes(available),
    wayOut:
      "Make the page from a sample of the customers, or on a machine with more memory. clv run --no-report needs less.",
  });
}

/** The same as a notice, for a run that still writes its other files. */
export function noRoomForPage(customers: number, available: number = process.availableMemory()): Notice | undefined {
  if (hasRoom(customers, available)) return undefined;
  return {
    name: "no-room-for-page",
    severity: "warning",
    message: `clv wrote no page: the page of ${counted(customers, "customer")} needs ${gigabytes(BYTES * customers)} of memory, and ${gigabytes(available)} are free.`,
    advice: "Make it from a sample with clv report, or use --no-report.",
  };
}

function hasRoom(customers: number, available: number): boolean {
  return BYTES * customers <= available;
}

function gigabytes(bytes: number): string {
  return `${significant(bytes / 1e9, 2)} GB`;
}
