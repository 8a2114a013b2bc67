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

/**
 * fmin 0.0.4 is a UMD file declared as an ES module. A bundler gives its exports, and Node leaves them on the global
 * object. They are under `fmin`, or in a script of `node -e`, where `exports` and `module` are global, among those
 * exports.
 */
const { fmin: left, exports: among } = globalThis as unknown as Partial<Record<"fmin" | "exports", object>>;
const fmin = [exported, left, among].find((holder) => holder && "nelderMead" in holder) as {
  nelderMead: NelderMead;
  conjugateGradient: ConjugateGradient;
};

export const { nelderMead, conjugateGradient } = fmin;
