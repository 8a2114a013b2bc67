/** The parts of an error: the place, the expected value, the actual value, and the way out. */
export interface ErrorParts {
  /** The place: a parameter, a column, a file and row as the user counts them. */
  readonly where: string;
  readonly expected: string;
  /** The actual value, shown in quotes if it is text. */
  readonly got: unknown;
  /** A way out for the user, as one sentence. */
  readonly wayOut?: string;
  /** The options with which reading would continue, by name, where they are certain. */
  readonly mend?: Readonly<Record<string, string | number>>;
}

/**
 * The one error class of `clv`: `where: expected what, got value. Way out.`
 *
 * `kind` decides the exit code of the command: `usage` (2) for the request of the caller, `data` (1) for the contents
 * of the data.
 */
export class ClvError extends Error {
  override readonly name = "ClvError";
  readonly kind: "usage" | "data";
  readonly parts: ErrorParts;

  constructor(kind: "usage" | "data", parts: ErrorParts) {
    super(
      `${parts.where}: expected ${parts.expected}, got ${show(parts.got)}${parts.wayOut ? `. ${parts.wayOut}` : ""}`,
    );
    this.kind = kind;
    this.parts = parts;
  }
}

/** Remains of a run that it could not clean up. The message appears even if the run was stopped. */
export class LeftBehind extends ClvError {}

const LONGEST = 80;

/** A value as an error message shows it: text quoted, control characters escaped, long text cut. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "an invalid date" : value.toISOString();
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? `[${value.map(show).join(", ")}]` : "an object";
  return String(value);
}

/** Throws unless `value` is a number greater than zero. NaN fails. */
export function requirePositive(where: string, value: number, kind: "usage" | "data" = "usage"): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new ClvError(kind, { where, expected: "a finite number greater than 0", got: value });
  }
}

/** Throws unless `value` is a number of at least zero. NaN fails. */
export function requireNonNegative(where: string, value: number, kind: "usage" | "data" = "usage"): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new ClvError(kind, { where, expected: "a finite number of at least 0", got: value });
  }
}

/** Throws unless `value` is a number of at least zero or infinite. NaN fails. */
export function requireHorizon(where: string, value: number): void {
  if (!(value >= 0)) {
    throw new ClvError("usage", { where, expected: "a number of at least 0, or Infinity", got: value });
  }
}
