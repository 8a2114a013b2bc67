import type { Notice } from "../fit/fit-result.ts";
import type { Failure } from "../run/results.ts";

/** The result of a command, to be shown. */
export interface Outcome {
  /** For a person, on standard output. */
  readonly report: string;
  /** The same for a program, with `--json`. */
  readonly summary: object;
  /** On standard error. */
  readonly notices: readonly Notice[];
  /** A product that failed while all others were made. It is printed last, as an error, and the exit code is 1. */
  readonly failure?: Failure | undefined;
  /** The exit code where nothing failed; 0 when left out. */
  readonly code?: number;
}
