#!/usr/bin/env node
import { ClvError } from "../errors.ts";
import { systemFailure } from "../io/system-failure.ts";
import { isOnCluster } from "../run/choose-engine.ts";
import { runCommand, tellError } from "./run-command.ts";

const stop = new AbortController();

/** Queries on a cluster continue, and working tables stay, unless the run cancels and drops them. */
const onCluster = process.argv.slice(2).some(isOnCluster);
/** The milliseconds for telling a cluster about the end. */
const FAREWELL = 20_000;
let leaving = false;

/** Ends at once. A run on a cluster ends when its queries are cancelled and its tables dropped, or at the second signal. */
function interrupted(code: number): void {
  if (!onCluster || leaving) process.exit(code);
  leaving = true;
  process.exitCode = code;
  const got = code === 130 ? "an interrupt" : "a signal to stop";
  stop.abort(new ClvError("data", { where: "clv", expected: "to run to its end", got }));
  setTimeout(() => process.exit(code), FAREWELL).unref();
}

/** Prints an error and sets the exit code of the process. */
function fail(error: unknown): void {
  stop.abort();
  process.exitCode = tellError(error, process);
}

process.on("exit", () => stop.abort());
// `process.exit` runs the clean-up of unfinished outputs; 128 + the signal's number is what a shell reports.
process.on("SIGINT", () => interrupted(130));
process.on("SIGTERM", () => interrupted(143));
// A reader that stops early (`clv … | head`) is not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") fail(systemFailure(error, "standard output") ?? error);
  process.exit();
});
// That stream has no reader any more. The files and the exit code do not change.
process.stderr.on("error", () => {});
process.on("uncaughtException", (error) => {
  fail(error);
  process.exit();
});

let ended = false;
// Node ends when there is nothing to wait for, with code 0 even if the work is unfinished.
process.on("beforeExit", () => {
  if (!ended) fail(new Error("clv stopped before the end"));
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
