import { layScheme, type SegmentRule } from "../../src/segments/scheme.ts";

const FREQUENCIES = { F1: [1, 1], "F2-3": [2, 3], "F4+": [4, null] } as const;
const BANDS = { R0: [0, 0], "R1-2": [1, 2], "R3-5": [3, 5], "R6+": [6, null] } as const;
const EACH = Object.fromEntries(
  [0, 1, 2, 3, 4, 5, 6].map((r) => [r < 6 ? `r${r}` : "r6+", [r, r < 6 ? r : null] as const]),
);

function crossed(recencies: Record<string, readonly [number, number | null]>): SegmentRule[] {
  return Object.entries(recencies).flatMap(([r, recency]) =>
    Object.entries(FREQUENCIES).map(([f, orders]) => ({ name: `${r} ${f}`, recency, orders })),
  );
}

/** The three schemes of the reference. */
export const REFERENCE = {
  recency: layScheme({
    name: "recency",
    segments: Object.entries(EACH).map(([name, recency]) => ({ name, recency })),
  }),
  rf: layScheme({ name: "rf", segments: crossed(BANDS) }),
  recency6xF: layScheme({ name: "recency6xF", segments: crossed(EACH) }),
};
