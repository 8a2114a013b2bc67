import { dirname } from "node:path";
import { styleText } from "node:util";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { requireFolderOf } from "../io/outputs.ts";
import { requireReplaceable } from "../io/own-file.ts";
import { settle } from "../io/stage.ts";
import { systemFailure } from "../io/system-failure.ts";
import { VERSION } from "../io/version.ts";
import { printable, printableJson } from "../printable.ts";
import type { CommandName } from "./commands.ts";
import type { Options } from "./flags.ts";
import { help } from "./help.ts";
import { note, type Outcome } from "./outcome.ts";
import { parse } from "./parse.ts";
import { clearProgress } from "./progress.ts";
import { rejectedPath } from "./write-rejected.ts";

/** Where a command writes what it says. */
export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

type Run = (operands: readonly string[], options: Options) => Promise<Outcome>;

/** Each command is loaded when it is asked for: a nightly job need not wait for the report's code. */
const RUN: Readonly<Record<CommandName, () => Promise<Run>>> = {
  run: async () => (await import("./run.ts")).run,
  summarize: async () => (await import("./summarize.ts")).summarize,
  fit: async () => (await import("./fit.ts")).fit,
  predict: async () => (await import("./predict.ts")).predict,
  validate: async () => (await import("./validate.ts")).validate,
  report: async () => (await import("./report.ts")).report,
  models: async () => (await import("./list-models.ts")).listModels,
  inspect: async () => (await import("./inspect.ts")).inspect,
  simulate: async () => (await import("./simulate.ts")).simulate,
};

/**
 * Runs the command that `argv` asks for and says on the streams what it did, or what is wrong.
 *
 * @param argv - The arguments after `clv`.
 * @returns the exit code: 0, 1 for an error, 2 for wrong usage
 */
export async function runCommand(argv: readonly string[], streams: Streams): Promise<number> {
  try {
    return await carryOut(argv, streams);
  } catch (error) {
    return tellFailure(error, streams);
  }
}

async function carryOut(argv: readonly string[], streams: Streams): Promise<number> {
  const { stdout, stderr } = streams;
  const request = parse(argv);
  if (request.kind !== "command") {
    stdout.write(request.kind === "help" ? help(request.command) : `${VERSION}\n`);
    return 0;
  }
  const { command, operands, options } = request;
  refuseTwoOnStdout(options);
  await requirePlaces(command, options);
  for (const folder of await settledFolders([...operands, options.model])) warn(completed(folder), stderr);
  const { report, summary, notices, failure } = await (await RUN[command]())(operands, options);
  // Notices first: the last thing on a terminal is what was asked for, and at its end where the files are.
  if (!options.quiet) for (const notice of notices) warn(notice, stderr);
  if (options.json) stdout.write(`${printableJson(JSON.stringify(summary, undefined, 2))}\n`);
  else if (!options.quiet && options.output !== "-") stdout.write(printable(report, true));
  return failure ? tellFailure(failure.error, streams, `${failure.product} is not written, all else is: `) : 0;
}

/** A long run should not find out at its end that it may not write. */
async function requirePlaces(command: CommandName, options: Options): Promise<void> {
  const { output, force, onBadRow } = options;
  const rejected = onBadRow === "skip" && command !== "run" ? rejectedPath(options) : options.rejected;
  for (const path of [command === "run" ? undefined : output, rejected === "none" ? undefined : rejected]) {
    if (path === undefined || path === "-") continue;
    await requireFolderOf(path);
    await requireReplaceable(path, force);
  }
}

/** Completes what a run that was killed while it put its files in place had begun where this one reads: the folders in which there was one. */
async function settledFolders(paths: readonly (string | undefined)[]): Promise<string[]> {
  const folders = paths.flatMap((path) => (path === undefined || path === "-" ? [] : [path, dirname(path)]));
  const settled: string[] = [];
  for (const folder of new Set(folders)) if ((await settle(folder)) > 0) settled.push(folder);
  return settled;
}

function completed(folder: string): Notice {
  return note("completed", `${folder}: a run was killed while it put its files in place. They are all in place now.`);
}

function refuseTwoOnStdout(options: Options): void {
  if (options.json && options.output === "-") {
    throw new ClvError("usage", {
      where: "--json",
      expected: "standard output for itself",
      got: "-o - as well",
      wayOut: "Write the output to a file, or leave --json out.",
    });
  }
}

function warn({ severity, message, advice }: Notice, stderr: Streams["stderr"]): void {
  const name = severity === "warning" ? paint("yellow", "warning:", stderr) : "note:";
  stderr.write(`${name} ${printable([message, advice].filter(Boolean).join(" "))}\n`);
}

/**
 * Says what went wrong.
 *
 * @param what - The product that suffered, where others did not.
 * @returns the exit code
 */
export function tellFailure(error: unknown, { stderr }: Pick<Streams, "stderr">, what = ""): number {
  clearProgress();
  const known = systemFailure(error, "clv");
  const text = known?.message ?? `this should not have happened. ${(error as Error)?.stack ?? error}`;
  stderr.write(`${paint("red", "error:", stderr)} ${what}${printable(text, known === undefined)}\n`);
  return known?.kind === "usage" && what === "" ? 2 : 1;
}

/** Colour, where standard error is a terminal and NO_COLOR is not set. */
function paint(colour: "red" | "yellow", text: string, stderr: Streams["stderr"]): string {
  return stderr.isTTY && !process.env["NO_COLOR"] ? styleText(colour, text) : text;
}
