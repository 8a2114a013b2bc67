#!/usr/bin/env node
import { styleText } from "node:util";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { requireFolderOf } from "../io/outputs.ts";
import { VERSION } from "../io/version.ts";
import type { CommandName } from "./commands.ts";
import type { Options } from "./flags.ts";
import { printable } from "./format.ts";
import { help } from "./help.ts";
import type { Outcome } from "./outcome.ts";
import { parse } from "./parse.ts";
import { clearProgress } from "./progress.ts";

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
  const { output } = options;
  if (output !== undefined && output !== "-" && command !== "run") await requireFolderOf(output);
  const { report, summary, notices } = await (await RUN[command]())(operands, options);
  // Notices first: the last thing on a terminal is what was asked for, and at its end where the files are.
  if (!options.quiet) for (const notice of notices) warn(notice);
  if (options.json) print(`${JSON.stringify(summary, undefined, 2)}\n`);
  else if (!options.quiet && options.output !== "-") print(report);
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

function fail(error: unknown): void {
  clearProgress();
  const known = error instanceof ClvError;
  const text = known ? printable(error.message) : `this should not have happened. ${(error as Error)?.stack ?? error}`;
  process.stderr.write(`${paint("red", "error:")} ${text}\n`);
  process.exitCode = known && error.kind === "usage" ? 2 : 1;
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
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

main(process.argv.slice(2)).catch(fail);
