import { charactersOf, type Delimiter, sepLine } from "../../data/csv/delimiter.ts";
import { transcodedFrom } from "../../data/csv/encoding.ts";
import { takeHead } from "../../data/csv/head.ts";
import { type CsvOptions, openCsv } from "../../data/csv/table.ts";
import { ClvError } from "../../errors.ts";
import type { CsvLayout } from "./file-source.ts";
import { csvBytes } from "./load-transactions.ts";
import type { FoundFiles } from "./opened-source.ts";
import type { DuckdbSession } from "./session.ts";

/** A CSV file and its compression. */
export interface CsvFile {
  readonly file: string;
  readonly compression: CsvLayout["compression"];
}

const SAMPLE = 1000;

/** Finds the layout of CSV files that are one source. The memory engine reads their heads. */
export async function openCsvFiles(
  session: DuckdbSession,
  path: string,
  files: readonly CsvFile[],
  csv: Omit<CsvOptions, "name">,
): Promise<FoundFiles> {
  const opened: Awaited<ReturnType<typeof openCsvFile>>[] = [];
  for (const file of files) opened.push(await openCsvFile(session, file, csv));
  const [first] = opened;
  for (const { source } of opened) {
    if (JSON.stringify(source.columns) !== JSON.stringify(first!.source.columns)) {
      throw differing(path, "the same columns in every file", source.files[0]!);
    }
    if (JSON.stringify(source.layout) !== JSON.stringify(first!.source.layout)) {
      throw differing(path, "the same delimiter, compression and first line (sep=) in every file", source.files[0]!);
    }
  }
  const obstacle = opened.find((one) => one.obstacle !== undefined)?.obstacle;
  return {
    source: { ...first!.source, files: files.map(({ file }) => file) },
    sample: first!.sample,
    quoted: opened.some(({ quoted }) => quoted),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

/** The layout, columns and first rows of a CSV file. */
async function openCsvFile(session: DuckdbSession, { file, compression }: CsvFile, csv: Omit<CsvOptions, "name">) {
  const { head, rest } = await takeHead(await csvBytes(session, file, compression));
  const table = await openCsv(rest, { ...csv, name: file });
  const sample: (readonly string[])[] = [];
  for await (const { records, broken } of table.batches) {
    sample.push(...records.filter((fields, k) => fields.length === table.columns.length && !broken.has(k)));
    break;
  }
  const text = Buffer.from(head).toString("latin1");
  const header = csv.header ?? true;
  const obstacle = unusual(head, csv) ?? obstacleOf(text, table.delimiter, table.columns, header);
  const source = {
    kind: "csv" as const,
    files: [file],
    columns: table.columns.map((name) => ({ name, type: "text" as const })),
    layout: {
      delimiter: charactersOf(table.delimiter)[0]!,
      sepLine: sepLine(text) !== undefined,
      header,
      encoding: csv.encoding === "latin1" ? ("latin1" as const) : ("utf-8" as const),
      compression,
    },
    options: csv,
  };
  return {
    source,
    sample: sample.slice(0, SAMPLE),
    quoted: text.includes('"'),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

/** The properties of a file that only the reader of the memory engine can handle. */
function unusual(head: Uint8Array, csv: Omit<CsvOptions, "name">): string | undefined {
  const from = transcodedFrom(head, csv.encoding);
  if (from !== undefined) return `text in ${from}`;
  if (csv.skipLines) return "lines before the header";
  return csv.comment === undefined ? undefined : "lines of comment";
}

/** The first property in the head of a file that DuckDB would read differently. */
function obstacleOf(
  head: string,
  delimiter: Delimiter,
  columns: readonly string[],
  header: boolean,
): string | undefined {
  if (delimiter === "blank") return "fields separated by runs of blanks";
  if (columns.length === 1) return "a single column";
  const sep = sepLine(head);
  // DuckDB then takes the skipped line for the whole file.
  if (sep !== undefined && !endAlike(head)) return "a first line sep= with another line break than the next line";
  if (/^[\r\n]/.test(head.slice(sep?.length))) return "blank lines before the header";
  if (header && columns.some((name) => /[\r\n]/.test(name))) return "a line break in the header";
  // The first line has been removed.
  if (/(^|[\r\n])\xef\xbb\xbf/.test(head)) return "a byte-order mark within the file";
  return undefined;
}

/** Whether the first two lines have the same line break. */
function endAlike(head: string): boolean {
  const [first, second = first] = head.match(/\r\n|\r|\n/g) ?? [];
  return first === second;
}

function differing(path: string, expected: string, got: string): ClvError {
  return new ClvError("usage", { where: path, expected, got });
}
