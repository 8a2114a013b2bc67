import { ClvError } from "../../errors.ts";
import type { FailureKind } from "../dialect.ts";

/** An error that Trino reports for a query, with its name and kind. */
export class TrinoError extends Error {
  override readonly name = "TrinoError";
  /** Such as `EXCEEDED_LOCAL_MEMORY_LIMIT`. */
  readonly errorName: string;
  /** `USER_ERROR`, `INTERNAL_ERROR`, `EXTERNAL` or `INSUFFICIENT_RESOURCES`. */
  readonly errorType: string;
  readonly query: string;

  constructor(error: { message?: string; errorName?: string; errorType?: string }, query: string) {
    super(error.message ?? "an error without a message");
    this.errorName = error.errorName ?? "";
    this.errorType = error.errorType ?? "";
    this.query = query;
  }
}

/** User errors that come from the contents of rows. Others come from the statement, its names and its rights. */
const OF_ROWS = new Set([
  "GENERIC_USER_ERROR",
  "INVALID_CAST_ARGUMENT",
  "INVALID_FUNCTION_ARGUMENT",
  "NUMERIC_VALUE_OUT_OF_RANGE",
  "DIVISION_BY_ZERO",
]);

/** Why a statement failed, from the name and the kind that the protocol gives each error. */
export function failureKind(error: unknown): FailureKind {
  const { errorName, errorType } = error as Partial<TrinoError>;
  if (errorType === "INSUFFICIENT_RESOURCES") return "resources";
  return errorType === "USER_ERROR" && OF_ROWS.has(errorName ?? "") ? "rows" : "other";
}

/**
 * Whether a statement that changes nothing may be tried again: the cluster or its storage failed, not the statement.
 */
export function isPassing(error: unknown): boolean {
  const { errorType } = error as Partial<TrinoError>;
  return errorType === "INTERNAL_ERROR" || errorType === "EXTERNAL";
}

/** A failure of a cluster as an error for the user. */
export function trinoFailure(error: unknown, where: string): ClvError {
  if (error instanceof ClvError) return error;
  if (!(error instanceof TrinoError)) {
    return new ClvError("data", { where, expected: "a query that runs", got: (error as Error).message });
  }
  const { errorName, errorType, message, query } = error;
  const got = `${errorName}: ${message.split("\n")[0]} (query ${query})`;
  if (errorName === "PERMISSION_DENIED") {
    return new ClvError("usage", {
      where,
      expected: "the right to do this",
      got,
      wayOut: "Working tables need a schema in which this user may create and drop tables: --scratch catalog.schema.",
    });
  }
  if (/^(TABLE|SCHEMA|CATALOG)_NOT_FOUND$/.test(errorName)) {
    return new ClvError("usage", { where, expected: "a table, a schema and a catalog that exist", got });
  }
  if (errorName === "NOT_SUPPORTED") {
    return new ClvError("usage", {
      where,
      expected: "a catalog that can create tables",
      got,
      wayOut: "Name a schema of another catalog: --scratch catalog.schema.",
    });
  }
  if (errorName === "QUERY_EXCEEDED_COMPILER_LIMIT") {
    return new ClvError("data", {
      where,
      expected: "a query that Trino can compile",
      got,
      wayOut: "Without --time-zone the query is far shorter: convert the times to local days in --query.",
    });
  }
  if (errorType === "INSUFFICIENT_RESOURCES") {
    return new ClvError("data", {
      where,
      expected: "room for the query on the cluster",
      got,
      wayOut: "Run it when the cluster is less busy, or on a cluster with more memory.",
    });
  }
  return new ClvError("data", { where, expected: "a query that runs", got });
}
