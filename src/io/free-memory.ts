import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | undefined;

/**
 * Frees the memory of columns without references. A waiting thread collects no garbage by itself, which left 0.4 GB for
 * a million customers. This takes a hundredth of a second, because columns lie outside the heap.
 */
export function freeMemory(): void {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
}

/** The number of entries from which a column is long. */
const LONG = 100_000;

/** Frees the memory of columns that are no longer needed, if they are long. */
export function freeLong(length: number): void {
  if (length > LONG) freeMemory();
}
