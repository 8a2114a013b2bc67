import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { csvBlocks } from "../../data/csv/blocks.ts";
import { openInput } from "../../io/input.ts";
import type { FileSource } from "./file-source.ts";

/** Throws unless a gzip file unpacks to its end: DuckDB reads a truncated file without an error. */
export async function requireWholeGzip(file: string): Promise<void> {
  for await (const _ of (await openInput(file)).bytes);
}

/**
 * Throws if a quote of a CSV file is neither at the beginning nor at the end of a field. Also throws if a gzip file is
 * truncated. DuckDB ignores blanks beside quotes, and quotes within fields, but the memory engine rejects them. After
 * this check both read the same fields.
 *
 * Reads the file once more, beside DuckDB, from quote to quote.
 */
export async function requireStructure(source: FileSource, quoted: boolean): Promise<void> {
  if (source.kind !== "csv") return;
  const { delimiter, compression } = source.layout;
  if (!quoted) {
    if (compression === "gzip") for (const file of source.files) await requireWholeGzip(file);
    return;
  }
  if (compression === "zstd") throw new Error("Structure: quotes in a zstd file");
  for (const file of source.files) {
    const raw = createReadStream(file, { highWaterMark: 1 << 20 });
    const bytes = compression === "gzip" ? raw.pipe(createGunzip()) : raw;
    // Line breaks only mark where a block may be cut.
    for await (const { brokenLines } of csvBlocks(
      bytes,
      { delimiters: [delimiter.charCodeAt(0)], lineBreak: 10 },
      file,
    )) {
      if (brokenLines.length > 0)
        throw new Error(`Structure: a quote out of place in row ${brokenLines[0]} of ${file}`);
    }
  }
}
