import { DRAWS } from "../../src/predict/draw-options.ts";
import { JOINT } from "../../src/run/draws.ts";

/** A prime with whole ranks for the ends at 0.9 and 0.95, as all draws are. */
const FEWER = 79;

// Before each file of tests: most of the time of a run is that of its draws, and most assertions hold under any number.
JOINT.draws = FEWER;

/** Runs something with all draws, as users do: for assertions about the intervals. */
export async function withAllDraws<T>(work: () => Promise<T>): Promise<T> {
  JOINT.draws = DRAWS;
  try {
    return await work();
  } finally {
    JOINT.draws = FEWER;
  }
}
