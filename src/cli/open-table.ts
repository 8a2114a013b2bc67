import { parseDelimiter } from "../data/csv-delimiter.ts";
import { type CsvOptions, type CsvTable, openCsv } from "../data/csv-table.ts";
import { parseEncoding } from "../data/transcoded.ts";
import { ClvError } from "../errors.ts";
import { openInput } from "../io/input.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { progress } from "./progress.ts";

/** Opens a CSV file or standard input as the flags say, with a progress bar. */
export async function openTable(path: string, options: Options): Promise<CsvTable> {
  requireNoHeader(options);
  let bar = await progress("Reading", undefined, true);
  const input = await openInput(path, (bytes) => bar.update(bytes));
  bar = await progress("Reading", input.size, options.quiet);
  return openCsv(endingWith(input.bytes, bar.stop), {
    name: input.name,
    ...csvOptions(options),
  });
}

/** Names of columns are for files that have none. */
export function requireNoHeader(options: Options): void {
  if (options.columns !== undefined && !options.noHeader) {
    throw new ClvError("usage", {
      where: "--columns",
      expected: "--no-header beside it",
      got: options.columns,
      wayOut: "With a header the columns have their names; choose among them by --customer, --date and --value.",
    });
  }
}

/** How a CSV file is written, as the flags say. */
export function csvOptions({
  noHeader,
  encoding,
  decimal,
  delimiter,
  columns,
  skipLines,
  comment,
}: Options): Omit<CsvOptions, "name"> {
  const mark = delimiter === undefined ? undefined : parseDelimiter(delimiter);
  return {
    header: !noHeader,
    encoding: parseEncoding(encoding),
    ...given({ decimal, skipLines, comment, delimiter: mark, columns: columns?.split(",") }),
  };
}

async function* endingWith(bytes: AsyncIterable<Uint8Array>, end: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } finally {
    end();
  }
}
