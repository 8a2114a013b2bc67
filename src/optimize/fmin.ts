/** The two searches of `fmin` that this project uses, typed. */
import * as exported from "fmin";

/** A point of the search, or its end. */
export interface Found {
  readonly x: number[];
  readonly fx: number;
}

/** Minimises by Nelder & Mead's simplex (1965). `nonZeroDelta`: the first simplex multiplies each coordinate by it. */
type NelderMead = (
  f: (x: number[]) => number,
  start: number[],
  options?: { maxIterations?: number; nonZeroDelta?: number; minErrorDelta?: number; minTolerance?: number },
) => Found;

/** Minimises by non-linear conjugate gradients; `f` fills the gradient. */
type ConjugateGradient = (
  f: (x: number[], gradient: number[]) => number,
  start: number[],
  options?: { maxIterations?: number },
) => Found;

/** fmin 0.0.4 is a UMD file declared as an ES module: Node leaves it on the global object, a bundler gives its exports. */
const fmin = ("nelderMead" in exported ? exported : (globalThis as unknown as { fmin: unknown }).fmin) as {
  nelderMead: NelderMead;
  conjugateGradient: ConjugateGradient;
};

export const { nelderMead, conjugateGradient } = fmin;
