import { join } from "node:path";
import { ClvError } from "../errors.ts";
import { given } from "../given.ts";
import type { InputOptions, MachineOptions, OutputOptions, TimeOptions } from "../run/options.ts";
import type { CommandName } from "./commands.ts";
import { longName, type Options } from "./flags.ts";

/** The streams that a command reads and writes, and the listeners of its steps. */
export interface Surroundings extends Pick<MachineOptions, "onStep" | "onProgress" | "signal" | "env"> {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: NodeJS.WritableStream;
}

/** The flags of reading, time, machine and output as the library takes them. */
export function libraryOptions(
  options: Options,
  around: Surroundings,
): InputOptions & TimeOptions & MachineOptions & OutputOptions {
  const { customer, date, value, order, attributes, keep, frequency, recency, age, monetary, frequencyCounts } =
    options;
  const { noHeader, columns, delimiter, decimal, encoding, skipLines, comment, dateFormat, timeZone } = options;
  const { onBadRow, anyId, returns, table, query, where, unit, grain, from, until, litt, discrete } = options;
  const { engine, memoryLimit, threads, tempDirectory, scratch, ca, output, outputDelimiter, outputDecimal, force } =
    options;
  return {
    ...given({ keep: keep?.split(",").map((name) => name.trim()) }),
    ...given({ customer, date, value: value === "none" ? (false as const) : value, order, attributes }),
    ...given({ frequency, recency, age, monetary, frequencyCounts }),
    ...given({ noHeader, columns: columns?.split(","), delimiter, decimal, encoding, skipLines, comment }),
    ...given({ dateFormat, timeZone, onBadRow, anyId, returns, table, query, where }),
    ...given({ unit, grain, from, until, litt, discrete }),
    ...given({
      engine,
      memoryLimit,
      threads,
      tempDirectory,
      scratch,
      ca,
      output,
      outputDelimiter,
      outputDecimal,
      force,
      rejected: rejectedPlace(options),
    }),
    ...around,
  };
}

/**
 * The place of rejected rows: as requested; by default beside the output, or in the working folder if no file is
 * written.
 */
export function rejectedPlace({ rejected, output, onBadRow }: Options): string | false | undefined {
  if (rejected !== undefined) return rejected === "none" ? false : rejected;
  const noFile = output === undefined || output === "-";
  return noFile && onBadRow === "skip" ? join(".", "rejected.csv") : undefined;
}

/** The value of a required flag. */
export function needed<N extends keyof Options>(
  command: CommandName,
  options: Options,
  name: N,
): NonNullable<Options[N]> {
  const value = options[name];
  if (value !== undefined) return value as NonNullable<Options[N]>;
  throw new ClvError("usage", {
    where: `clv ${command}`,
    expected: `--${longName(name)}`,
    got: undefined,
    wayOut: `See \`clv ${command} --help\`.`,
  });
}

/** Refuses standard input for two files. */
export function refuseStdinTwice(command: CommandName, path: string, model: string | undefined): void {
  if (path === "-" && model === "-") {
    throw new ClvError("usage", { where: `clv ${command}`, expected: "standard input for one file", got: "- twice" });
  }
}
