#!/usr/bin/env node
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

async function main(argv: readonly string[]): Promise<void> {
  const request = parse(argv);
  if (request.kind === "help") return print(help(request.command));
  if (request.kind === "version") return print(`${VERSION}\n`);
  const { command, operands, options } = request;
  refuseTwoOnStdout(options);
  await requirePlaces(command, options);
  await settleFolders([...operands, options.model]);
  const { report, summary, notices, failure } = await (await RUN[command]())(operands, options);
  // Notices first: the last thing on a terminal is what was asked for, and at its end where the files are.
  if (!options.quiet) for (const notice of notices) warn(notice);
  if (options.json) print(`${printableJson(JSON.stringify(summary, undefined, 2))}\n`);
  else if (!options.quiet && options.output !== "-") print(printable(report, true));
  if (failure) fail(failure.error, `${failure.product} is not written, all else is: `);
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

/** Completes what a run that was killed while it put its files in place had begun where this one reads. */
async function settleFolders(paths: readonly (string | undefined)[]): Promise<void> {
  const folders = paths.flatMap((path) => (path === undefined || path === "-" ? [] : [path, dirname(path)]));
  for (const folder of new Set(folders)) {
    if ((await settle(folder)) === 0) continue;
    warn(note("completed", `${folder}: a run was killed while it put its files in place. They are all in place now.`));
  }
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

function print(text: string): void {
  process.stdout.write(text);
}

function warn({ severity, message, advice }: Notice): void {
  const name = severity === "warning" ? paint("yellow", "warning:") : "note:";
  process.stderr.write(`${name} ${printable([message, advice].filter(Boolean).join(" "))}\n`);
}

function fail(error: unknown, what = ""): void {
  clearProgress();
  const known = systemFailure(error, "clv");
  const text = known?.message ?? `this should not have happened. ${(error as Error)?.stack ?? error}`;
  process.stderr.write(`${paint("red", "error:")} ${what}${printable(text, known === undefined)}\n`);
  process.exitCode = known?.kind === "usage" && what === "" ? 2 : 1;
}

/** Colour, where standard error is a terminal and NO_COLOR is not set. */
function paint(colour: "red" | "yellow", text: string): string {
  return process.stderr.isTTY && !process.env["NO_COLOR"] ? styleText(colour, text) : text;
}

process.on("exit", clearProgress);
// `process.exit` runs the clean-up of unfinished outputs; 128 + the signal's number is what a shell reports.
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));
// A reader that has seen enough (`clv … | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") fail(systemFailure(error, "standard output") ?? error);
  process.exit();
});
// Nobody hears what is said there; the files and the exit code are what they are.
process.stderr.on("error", () => {});
process.on("uncaughtException", (error) => {
  fail(error);
  process.exit();
});

let ended = false;
// Node ends when nothing is left to wait for, with code 0 even where the work was not done.
process.on("beforeExit", () => {
  if (!ended) fail(new Error("clv stopped before its end"));
  ended = true;
});

main(process.argv.slice(2))
  .catch((error) => fail(error))
  .finally(() => {
    ended = true;
  });
