import type { Notice } from "../fit/fit-result.ts";
import { printable } from "../printable.ts";

/** What a command hands back to be shown. */
export interface Outcome {
  /** For a person, on standard output. */
  readonly report: string;
  /** The same for a program: `--json`, and summary.json of `clv run`. */
  readonly summary: object;
  /** On standard error. */
  readonly notices: readonly Notice[];
  /** What went wrong while everything else was written: told last, as an error, and the exit code is 1. */
  readonly failure?: Failure | undefined;
}

/** A product that could not be made. */
export interface Failure {
  /** E.g. `report.html`. */
  readonly product: string;
  readonly error: unknown;
}

/** Makes a product; where that fails, the failure takes its place and nothing else suffers. */
export async function attempt<T>(product: string, make: () => Promise<T>): Promise<{ made?: T; failure?: Failure }> {
  try {
    return { made: await make() };
  } catch (error) {
    return { failure: { product, error } };
  }
}

/** A part of the report: a title and what stands under it. */
export function section(title: string, ...parts: readonly string[]): string {
  return `${printable(title)}\n${parts.join("\n")}\n`;
}

/** A remark of the command itself. */
export function note(name: string, message: string, advice = ""): Notice {
  return { name, severity: "note", message, advice };
}
