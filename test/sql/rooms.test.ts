import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** Words of DuckDB's SQL, and of its errors, that other databases do not know. */
const WORDS =
  /\b(rowid|file_row_number|epoch_u?ms|epoch_us|isfinite|isnan|isinf|arg_min|arg_max|round_even|regexp_full_match|enum_code|make_timestamp_ms|strftime|read_(csv|parquet|json)\w*|parquet_\w*metadata|duckdb_\w+|HUGEINT|UBIGINT|TIMESTAMPTZ|EXCLUDE|preserve_insertion_order|ATTACH|DETACH|COPY|OR REPLACE|Out of Memory|Binder)\b|(?<!:)\/\/ /;

/** The rooms of the library that are neither DuckDB's own nor the command, which opens it. */
const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((name) => join("src", name))
  .filter((path) => path.endsWith(".ts") && !/^src\/(sql\/duckdb|cli|run)\//.test(path));

/** Comments are left out. */
const SYNTAX = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };

/** The tokens of a file. */
function tokens(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), SYNTAX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source);
    if (children.length === 0) found.push(node.getText(source));
    else children.forEach(visit);
  };
  visit(source);
  return found;
}

describe("only src/sql/duckdb knows DuckDB", () => {
  // Other dialects have rooms of their own, and words they share with it.
  const steps = files.filter((path) => /^src\/sql\/(steps\/|[^/]*$)/.test(path));

  it.each(steps)("%s does not name it, nor a word of its SQL", (path) => {
    expect(steps.length).toBeGreaterThan(30);
    expect(tokens(path).filter((token) => /duckdb/i.test(token) || WORDS.test(token))).toEqual([]);
  });

  it("no other room names it but in words to users", () => {
    // To take a file apart takes a hundred times as long as to look through it.
    const mentioned = files.filter((path) => /duckdb/i.test(readFileSync(path, "utf8")));
    expect(mentioned.length).toBeGreaterThan(5);
    const named = mentioned.flatMap((path) =>
      tokens(path).filter((token) => /duckdb/i.test(token) && !/^["'`}/]/.test(token)),
    );
    expect(files.length).toBeGreaterThan(200);
    expect(named).toEqual([]);
  });

  it("its own room has those words, so that the list means something", () => {
    const dialect = tokens("src/sql/duckdb/dialect.ts");
    expect(dialect.filter((token) => WORDS.test(token)).length).toBeGreaterThan(10);
  });
});
