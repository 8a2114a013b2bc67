import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { type CsvOptions, openCsv } from "../../src/data/csv/table.ts";
import { type ReadOptions, readTransactions } from "../../src/data/read-transactions.ts";
import { type SummarizeOptions, summarize } from "../../src/data/summarize.ts";
import { openSource, type SourceOptions } from "../../src/sql/duckdb/open-source.ts";
import type { DuckdbSession } from "../../src/sql/duckdb/session.ts";
import { summarizeLog } from "../../src/sql/steps/summarize-log.ts";

/** A log and how to read it. */
export interface Case {
  readonly bytes: string | Uint8Array;
  readonly csv?: Omit<CsvOptions, "name">;
  readonly reading?: ReadOptions;
  readonly options?: Partial<SummarizeOptions>;
}

/** Writes a file into a folder of its own. */
export function scratch(bytes: string | Uint8Array, name = "log.csv"): string {
  const path = join(mkdtempSync(join(tmpdir(), "clv-two-ways-")), name);
  writeFileSync(path, bytes);
  return path;
}

/** What came of a log: the base row by row, the counts and the rejected rows; or the complaint. */
export type Result =
  | { readonly error: string }
  | { readonly rows: unknown[][]; readonly counts: unknown; readonly rejected: unknown[] };

/** The memory way. */
export async function inMemory(
  path: string,
  bytes: Case["bytes"],
  { csv, reading, options }: Omit<Case, "bytes">,
): Promise<Result> {
  try {
    const rejected: unknown[] = [];
    const source = [typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes];
    const table = await openCsv(source, { ...csv, name: path });
    const log = await readTransactions(table, {
      ...reading,
      onRejected: (rejection, fields) => rejected.push({ ...rejection, fields }),
    });
    const { base, report } = summarize(log, { unit: "day", ...options });
    const rows = base.customers.map((customer, k) => [
      customer,
      base.frequency[k],
      base.recency[k],
      base.T[k],
      base.monetaryValue?.[k],
      base.litt?.[k],
      base.firstDate![k],
      base.lastDate![k],
      base.holdout?.frequency[k],
      base.holdout?.monetaryValue?.[k],
    ]);
    const { blankLines: _, ...read } = log.report;
    return {
      rows,
      counts: { read, report, until: base.until, holdout: [base.holdout?.duration, base.holdout?.newCustomers] },
      rejected,
    };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** The engine's way; `reread` says why the rows went through the memory way's reader, when they did. */
export async function inDuckdb(
  session: DuckdbSession,
  path: string,
  { csv, reading, options }: Omit<Case, "bytes">,
  source: SourceOptions = {},
): Promise<Result & { readonly reread?: string }> {
  try {
    const rejected: unknown[] = [];
    const opened = await openSource(session, path, { csv: csv ?? {}, ...source });
    const { base, read, report, reread } = await summarizeLog(
      session,
      opened,
      { ...reading, onRejected: (rejection, fields) => rejected.push({ ...rejection, fields }) },
      { unit: "day", ...options },
    );
    const optional = (there: boolean, name: string): string => (there ? name : "NULL");
    const names = [
      ...["hex(customer_id)", "frequency", "recency", '"T"', optional(base.hasValues, "monetary_value")],
      optional(base.hasLitt, "litt"),
      ...[`CAST(first AS BIGINT) * ${base.dates!.tick}`, `CAST(last AS BIGINT) * ${base.dates!.tick}`],
      ...[optional(base.holdout !== undefined, "frequency_holdout")],
      ...[optional(base.holdout !== undefined && base.hasValues, "monetary_value_holdout")],
    ];
    const fetched = await session.texts(`SELECT ${names.join(", ")} FROM base ORDER BY customer_id`);
    const there = [
      true,
      true,
      true,
      true,
      base.hasValues,
      base.hasLitt,
      true,
      true,
      base.holdout !== undefined,
      base.holdout !== undefined && base.hasValues,
    ];
    const rows = fetched.map((row) =>
      row.map((field, k) =>
        k === 0
          ? Buffer.from(field!, "hex").toString()
          : !there[k]
            ? undefined
            : field === null
              ? Number.NaN
              : Number(field),
      ),
    );
    return {
      rows,
      counts: { read, report, until: base.until, holdout: [base.holdout?.duration, base.holdout?.newCustomers] },
      rejected,
      ...(reread === undefined ? {} : { reread }),
    };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** Holds a log in DuckDB against the memory way's reading of the same; `bySql` says whether SQL alone must do. */
export async function expectSame(session: DuckdbSession, test: Case, bySql: boolean, name?: string): Promise<void> {
  const path = scratch(test.bytes, name);
  const { reread, ...got } = (await inDuckdb(session, path, test)) as { reread?: string };
  expect(got).toStrictEqual(await inMemory(path, test.bytes, test));
  if (bySql) expect(reread).toBeUndefined();
}
