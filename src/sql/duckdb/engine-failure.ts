import { ClvError } from "../../errors.ts";
import type { FailureKind } from "../dialect.ts";

/** Whether an error comes from DuckDB: its text begins with its kind, such as `Out of Memory Error:`. */
export function isOfDuckdb(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && /^[A-Z][A-Za-z ]* Error: /.test(error.message);
}

/** A failure of DuckDB as an error for the user. */
export function engineFailure(error: unknown, where = "engine"): ClvError {
  if (error instanceof ClvError) return error;
  const [got] = (error as Error).message.split("\n") as [string];
  if (/No space left|disk full|File too large|max_temp_directory_size/i.test((error as Error).message)) {
    return new ClvError("data", {
      where,
      expected: "room on the disk",
      got,
      wayOut: "Free some space, or choose another folder for temporary files: --temp-directory. Nothing was written.",
    });
  }
  if (/^Out of Memory/.test(got)) {
    return new ClvError("data", {
      where,
      expected: "enough memory within the limit",
      got,
      wayOut: "Allow more with --memory-limit, or use fewer threads: --threads 1.",
    });
  }
  if (/corrupt/i.test(got)) {
    return new ClvError("data", { where, expected: "whole files", got, wayOut: "A file is damaged: copy it again." });
  }
  if (/Cannot open|Permission denied|No such file/.test(got)) {
    return new ClvError("usage", { where, expected: "a file that can be opened", got });
  }
  return new ClvError("data", { where, expected: "a query that runs", got });
}

/** Why a statement failed, according to the first words of the error. */
export function failureKind(error: unknown): FailureKind {
  const { message } = error as Error;
  if (message.startsWith("Out of Memory")) return "resources";
  return /^(IO|INTERRUPT|Permission|Parser|Binder|Catalog|Internal|FATAL|Fatal)/.test(message) ? "other" : "rows";
}
