#!/usr/bin/env node
import { systemFailure } from "../io/system-failure.ts";
import { clearProgress } from "./progress.ts";
import { runCommand, tellFailure } from "./run-command.ts";

function fail(error: unknown): void {
  process.exitCode = tellFailure(error, process);
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

void runCommand(process.argv.slice(2), process).then((code) => {
  ended = true;
  if (code !== 0) process.exitCode = code;
});
