#!/usr/bin/env node
import { ClvError } from "../errors.ts";
import { systemFailure } from "../io/system-failure.ts";
import { isOnCluster } from "../run/choose-engine.ts";
import { runCommand, tellError } from "./run-command.ts";

const stop = new AbortController();

/** Queries on a cluster go on, and working tables stay, unless the run cancels and drops them. */
const onCluster = process.argv.slice(2).some(isOnCluster);
/** Milliseconds that a cluster gets to hear of the end. */
const FAREWELL = 20_000;
let leaving = false;

/** Ends at once. A run on a cluster ends when its queries are cancelled and its tables dropped, or at the second signal. */
function interrupted(code: number): void {
  if (!onCluster || leaving) process.exit(code);
  leaving = true;
  process.exitCode = code;
  const got = code === 130 ? "an interrupt" : "a signal to end";
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
