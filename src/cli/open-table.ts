import { type CsvTable, openCsv } from "../data/csv-table.ts";
import { ClvError } from "../errors.ts";
import { openInput } from "../io/input.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { progress } from "./progress.ts";

/** Opens a CSV file or standard input as the flags say, with a progress bar. */
export async function openTable(path: string, options: Options): Promise<CsvTable> {
  if (options.columns !== undefined && !options.noHeader) {
    throw new ClvError("usage", {
      where: "--columns",
      expected: "--no-header beside it",
      got: options.columns,
      wayOut: "With a header the columns have their names; choose among them by --customer, --date and --value.",
    });
  }
  let bar = progress("Reading", undefined, true);
  const input = await openInput(path, (bytes) => bar.update(bytes));
  bar = progress("Reading", input.size, options.quiet);
  return openCsv(endingWith(input.bytes, bar.stop), {
    name: input.name,
    header: !options.noHeader,
    encoding: options.encoding,
    decimal: options.decimal,
    ...given({ delimiter: options.delimiter, columns: options.columns?.split(",") }),
  });
}

async function* endingWith(bytes: AsyncIterable<Uint8Array>, end: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } finally {
    end();
  }
}
