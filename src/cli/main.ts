#!/usr/bin/env node
import { systemFailure } from "../io/system-failure.ts";
import { runCommand, tellError } from "./run-command.ts";

const stop = new AbortController();

/** Prints an error and sets the exit code of the process. */
function fail(error: unknown): void {
  stop.abort();
  process.exitCode = tellError(error, process);
}

process.on("exit", () => stop.abort());
// `process.exit` runs the clean-up of unfinished outputs; 128 + the signal's number is what a shell reports.
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));
// A reader that has seen enough (`clv … | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") fail(systemFailure(error, "standard output") ?? error);
  process.exit();
});
// Nobody reads that stream any more. The files and the exit code do not change.
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

const { stdout, stderr, env } = process;
const stdin = { [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() };
runCommand(process.argv.slice(2), { stdin, stdout, stderr, env, signal: stop.signal })
  .then((code) => {
    process.exitCode ??= code;
  })
  .finally(() => {
    ended = true;
  });
