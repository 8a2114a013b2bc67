import { open } from "node:fs/promises";
import type { Session } from "../session.ts";
import { DUCKDB } from "./dialect.ts";
import { DATABASE } from "./file-source.ts";
import type { OpenedSource } from "./open-source.ts";
import { fileSql, relationSql } from "./source-sql.ts";

const BLOCK = 1 << 14;
const BLOCKS = 64;
const LINE_FEED = 10;

/**
 * Estimates how many rows of a source the running statement has read, if the statement begins with reading it.
 *
 * DuckDB gives one figure for a statement: Σ wₖ pₖ / Σ wₖ. Here pₖ is the share done of pipeline k, and wₖ is the
 * number of rows it expects to read. While the source is read the other pipelines wait, so its share is the figure
 * times Σ wₖ / w, with the w of `EXPLAIN`. Afterwards this is above 1. Each file counts equally in the figure, at any
 * length, so the rows of each file are needed. Parquet files and tables have them in their metadata; for text they are
 * estimated from a few blocks.
 *
 * DuckDB can log the bytes it reads, but a query of this log hung while another query spilled (1.5.6).
 *
 * @returns undefined if the number of rows can't be estimated: compressed text, fields with line breaks, a query, a view.
 */
export async function rowsRead(session: Session, opened: OpenedSource): Promise<(() => number) | undefined> {
  const slices = await rowsOfSlices(session, opened);
  if (slices === undefined) return undefined;
  const expectedOfSource = await expectedRows(session, opened);
  return () => {
    const { percent, expected } = session.progress();
    const part = (percent * expected) / (100 * expectedOfSource);
    return slices.reduce((sum, rows, k) => sum + rows * Math.min(1, Math.max(0, part * slices.length - k)), 0);
  };
}

/** The number of rows that DuckDB expects from a source, right or wrong. */
async function expectedRows(session: Session, { source, quoted }: OpenedSource): Promise<number> {
  const [[, plan]] = (await session.texts(`EXPLAIN (FORMAT json) SELECT * FROM ${relationSql(source, quoted)}`)) as [
    [string, string],
  ];
  const [scan] = JSON.parse(plan) as [{ extra_info: Record<string, string> }];
  return Number(scan.extra_info["Estimated Cardinality"]);
}

/** The number of rows in each slice of every file, from first to last. Every file has the same number of slices. */
async function rowsOfSlices(
  session: Session,
  { source, sample, obstacle }: OpenedSource,
): Promise<number[] | undefined> {
  if (source.kind === "database") {
    const { rows } = await session.numbers(
      `SELECT max(estimated_size) AS rows FROM duckdb_tables() WHERE database_name = ${DUCKDB.literal(DATABASE)} ` +
        `AND schema_name = 'main' AND table_name = ${DUCKDB.literal(source.table)}`,
    );
    return Number.isNaN(rows) ? undefined : [rows!];
  }
  if (source.kind === "parquet") {
    return inTurn(source.files, async (file) => {
      const { rows } = await session.numbers(
        `SELECT sum(num_rows) AS rows FROM parquet_file_metadata(${fileSql(file)})`,
      );
      return [rows!];
    });
  }
  const packed =
    source.kind === "csv"
      ? source.layout.compression !== "none"
      : source.files.some((file) => /\.(gz|zst)$/i.test(file));
  const broken = sample.some((fields) => fields.some((field) => /[\r\n]/.test(field)));
  if (packed || broken || obstacle !== undefined) return undefined;
  const slices = Math.ceil(BLOCKS / source.files.length);
  return inTurn(source.files, (file) => linesInSlices(file, slices));
}

/** One after the other, so that one file is open at a time. */
async function inTurn(files: readonly string[], slicesOf: (file: string) => Promise<number[]>): Promise<number[]> {
  const slices: number[] = [];
  for (const file of files) slices.push(...(await slicesOf(file)));
  return slices;
}

/**
 * The approximate numbers of lines in slices of a file, all of one length. Each slice has the lines per byte of a block
 * in its middle.
 */
async function linesInSlices(path: string, slices: number): Promise<number[]> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const block = Buffer.alloc(BLOCK);
    const lines: number[] = [];
    for (let k = 0; k < slices; k++) {
      const at = Math.max(0, Math.floor(((k + 0.5) / slices) * size - BLOCK / 2));
      const { bytesRead } = await handle.read(block, 0, BLOCK, at);
      let inBlock = 0;
      for (let i = 0; i < bytesRead; i++) if (block[i] === LINE_FEED) inBlock++;
      lines.push(bytesRead === 0 ? 0 : (inBlock / bytesRead) * (size / slices));
    }
    return lines;
  } finally {
    await handle.close();
  }
}
