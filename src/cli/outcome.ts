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
}

/** A part of the report: a title and what stands under it. */
export function section(title: string, ...parts: readonly string[]): string {
  return `${printable(title)}\n${parts.join("\n")}\n`;
}

/** A remark of the command itself. */
export function note(name: string, message: string, advice = ""): Notice {
  return { name, severity: "note", message, advice };
}
