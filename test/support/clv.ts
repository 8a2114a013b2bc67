import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { runCommand } from "../../src/cli/run-command.ts";

/** The repository's root. */
export const root: string = join(import.meta.dirname, "../..");

/** The log simulated from CDNOW's estimates that the project ships. */
export const shippedLog: string = join(root, "datasets/cdnow-like/log.csv");

/** Of the shipped log so many customers, one of the last day and others spread evenly: for tests that more customers add nothing to. */
export function fewCustomers(customers = 200): string {
  const [header, ...rows] = readFileSync(shippedLog, "utf8").trimEnd().split("\n");
  const idOf = (row: string): string => row.split(",", 1)[0]!;
  const ids = [...new Set(rows.map(idOf))];
  const [, last] = rows.reduce((latest, row) => (row.split(",")[1]! > latest.split(",")[1]! ? row : latest)).split(",");
  const ofLastDay = idOf(rows.find((row) => row.includes(`,${last},`))!);
  const others = ids.filter((id) => id !== ofLastDay);
  const spread = Array.from({ length: customers - 1 }, (_, k) => others[Math.floor((k * others.length) / customers)]!);
  const chosen = new Set([ofLastDay, ...spread]);
  return `${[header, ...rows.filter((row) => chosen.has(idOf(row)))].join("\n")}\n`;
}

/** A model with CDNOW's published estimates, which the project ships. */
export const shippedModel: string = join(root, "models/bg-nbd/fitted/cdnow.json");

/** The built command. */
export const main: string = join(root, "dist/command/main.js");

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
  /** Stops the command as a signal of the system does; of {@link clvHere} alone. */
  readonly signal?: AbortSignal;
}

let before: Promise<unknown> = Promise.resolve();

/**
 * Runs the command from source in this process, one at a time: without the half second a process takes to start. Signals, pipes that
 * break and threads need a process: {@link clv}.
 */
export function clvHere(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const run = before.then(() => ranHere(args, options));
  before = run.catch(() => {});
  return run;
}

async function ranHere(args: readonly string[], { cwd, input, env = {}, signal }: RunOptions): Promise<Ran> {
  const [folder, stdin] = [process.cwd(), Object.getOwnPropertyDescriptor(process, "stdin")!];
  const environment = Object.keys(env).map((name) => [name, process.env[name]] as const);
  const [stdout, stderr] = [taken(process.stdout), taken(process.stderr)];
  Object.defineProperty(process, "stdin", { configurable: true, value: Readable.from(piecesOf(input)) });
  Object.assign(process.env, env);
  process.chdir(cwd ?? folder);
  try {
    const { stdin: input, stdout: out, stderr: errors } = process;
    const world = { stdin: input, stdout: out, stderr: errors, env: process.env, ...(signal && { signal }) };
    const code = await runCommand(args, world);
    return { code, signal: null, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.chdir(folder);
    for (const [name, value] of environment) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    Object.defineProperty(process, "stdin", stdin);
    stdout.giveBack();
    stderr.giveBack();
  }
}

/** Keeps what is written to a stream of this process until it is given back. */
function taken(stream: NodeJS.WriteStream): { text(): string; giveBack(): void } {
  const { write } = stream;
  const pieces: Buffer[] = [];
  stream.write = ((piece: string | Uint8Array, ...rest: unknown[]) => {
    pieces.push(Buffer.from(piece));
    const done = rest.at(-1);
    if (typeof done === "function") done();
    return true;
  }) as typeof stream.write;
  return {
    text: () => Buffer.concat(pieces).toString(),
    giveBack() {
      stream.write = write;
    },
  };
}

/** As a pipe hands it over. */
function piecesOf(input: string | Uint8Array = ""): Buffer[] {
  const bytes = Buffer.from(input);
  const size = 1 << 16;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, k) => bytes.subarray(k * size, (k + 1) * size));
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
