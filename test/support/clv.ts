import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The repository's root. */
export const root: string = join(import.meta.dirname, "../..");

/** The log simulated from CDNOW's estimates that the project ships. */
export const shippedLog: string = join(root, "datasets/cdnow-like/log.csv");

/** A model with CDNOW's published estimates, which the project ships. */
export const shippedModel: string = join(root, "models/bg-nbd/fitted/cdnow.json");

/** The built command. */
export const main: string = join(root, "dist/src/cli/main.js");

/** A folder of its own for a test. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "clv-test-"));
}

/** What a run of the command left: its exit code, or the signal that ended it, and what it wrote. */
export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a run is set up, beyond its arguments. */
export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command in a process of its own. */
export function clv(args: readonly string[], { cwd, input, env }: RunOptions = {}): Promise<Ran> {
  const child = started(args, { cwd, env: { ...process.env, ...env } });
  child.stdin!.on("error", () => {});
  child.stdin!.end(input);
  return ended(child);
}

/** Starts the built command and hands over the process. */
export function started(args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(process.execPath, [main, ...args], options);
}

/** What a process left when it has ended. */
export function ended(child: ChildProcess): Promise<Ran> {
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}
