import { randomBytes } from "node:crypto";
import { createReadStream, unlinkSync } from "node:fs";
import { type FileHandle, mkdir, open, realpath, rename, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { ClvError } from "../errors.ts";

/** The files one run writes: each whole or not there, and all renamed together at the end. */
export interface Outputs {
  /**
   * Writes text beside `path` under a temporary name; to standard output, at once, for `-`.
   *
   * @throws ClvError `usage` when the place can't be written, is an input of this run or was written already.
   */
  write(path: string, text: Iterable<string>): Promise<void>;
  /** The same for who writes a file by itself: `fill` is told the temporary name, or the device itself. */
  fill(path: string, fill: (file: string) => Promise<void>): Promise<void>;
  /** Puts every file in its place, in the order written: the last one's presence says that all are there. */
  commit(): Promise<void>;
}

interface Pending {
  readonly temporary: string;
  readonly target: string;
}

/** Temporary files of this process that must not outlive it; a signal handler only has to call `process.exit`. */
const unfinished = new Set<string>();
let hooked = false;

/**
 * Opens the set of files a run will write.
 *
 * A temporary name is unique, so that leftovers of a killed run are in nobody's way; it lies in the folder of its
 * target, so that the rename stays within one file system and is atomic. Devices and pipes are written directly.
 *
 * @param inputs - Paths this run reads: none of them may be written.
 */
export function openOutputs(inputs: readonly string[]): Outputs {
  const pending: Pending[] = [];
  const add = async (path: string, target: string, make: (temporary: string) => Promise<void>): Promise<void> => {
    await refuseInput(path, target, inputs);
    if (pending.some((other) => other.target === target)) {
      throw new ClvError("usage", {
        where: path,
        expected: "a file of its own for each output",
        got: "the same twice",
      });
    }
    const temporary = join(
      dirname(target),
      `.${basename(target)}.${process.pid}-${randomBytes(6).toString("hex")}.tmp`,
    );
    await makeTemporary(path, temporary, make);
    pending.push({ temporary, target });
  };
  return {
    async write(path, text) {
      if (path === "-") return writeStandardOutput(text);
      const target = await placeOf(path);
      if (!target.regular) return writeDirectly(target.path, text);
      await add(path, target.path, (temporary) => writeText(path, temporary, text));
    },
    async fill(path, fill) {
      if (path === "-") return fillStandardOutput(fill);
      const target = await placeOf(path);
      if (!target.regular) return fill(target.path);
      await add(path, target.path, async (temporary) => {
        await fill(temporary);
        const file = await open(temporary, "r");
        await file.sync().finally(() => file.close());
      });
    },
    async commit() {
      for (const { temporary, target } of pending) {
        await rename(temporary, target);
        unfinished.delete(temporary);
      }
      for (const folder of new Set(pending.map(({ target }) => dirname(target)))) await syncFolder(folder);
      pending.length = 0;
    },
  };
}

/**
 * Makes the folder outputs go into, where there is none.
 *
 * @throws ClvError `usage` when there can't be one.
 */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    const got = error.code === "EEXIST" ? "a file" : error.message;
    throw new ClvError("usage", { where: path, expected: "a folder to write into", got });
  });
}

/** Throws at once where `path` has no folder to lie in or is the name of one: a long run should not find out at its end. */
export async function requireFolderOf(path: string): Promise<void> {
  if (path.endsWith("/"))
    throw new ClvError("usage", { where: path, expected: "a file to write", got: "the name of a folder" });
  const folder = dirname(await realpath(path).catch(() => resolve(path)));
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  const got = found === undefined ? "no such folder" : `a file, ${folder}, for a folder`;
  throw new ClvError("usage", { where: path, expected: "a place that can be written", got });
}

/** Where a path really leads (links followed), and whether a file there may be replaced by renaming. */
async function placeOf(path: string): Promise<{ path: string; regular: boolean }> {
  // Whoever fills a file by itself might write it by the part of its name before the NUL.
  if (path.includes("\0")) throw new ClvError("usage", { where: "output", expected: "a path without NUL", got: path });
  const real = await realpath(path).catch(() => resolve(path));
  const found = await stat(real).catch(() => undefined);
  if (found?.isDirectory()) throw new ClvError("usage", { where: path, expected: "a file to write", got: "a folder" });
  return { path: real, regular: found?.isFile() ?? true };
}

async function refuseInput(path: string, target: string, inputs: readonly string[]): Promise<void> {
  const existing = await stat(target).catch(() => undefined);
  if (existing === undefined) return;
  for (const input of inputs) {
    const read = input === "-" ? undefined : await stat(input).catch(() => undefined);
    if (read?.ino === existing.ino && read.dev === existing.dev) {
      throw new ClvError("usage", {
        where: path,
        expected: "an output that is not the input",
        got: input,
        wayOut: "Name another file: the input is never written over.",
      });
    }
  }
}

/** Has a temporary file made, which is gone again when that fails or the process exits. */
async function makeTemporary(
  path: string,
  temporary: string,
  make: (temporary: string) => Promise<void>,
): Promise<void> {
  if (!hooked) {
    hooked = true;
    process.on("exit", () => unfinished.forEach(removeQuietly));
  }
  unfinished.add(temporary);
  try {
    await make(temporary);
  } catch (error) {
    removeQuietly(temporary);
    unfinished.delete(temporary);
    throw error instanceof ClvError ? error : unwritable(path, error as NodeJS.ErrnoException);
  }
}

async function writeText(path: string, temporary: string, text: Iterable<string>): Promise<void> {
  const file = await open(temporary, "wx").catch((error: NodeJS.ErrnoException) => {
    throw unwritable(path, error);
  });
  try {
    await writeAll(file, text);
    await file.sync();
  } finally {
    await file.close().catch(() => {});
  }
}

function removeQuietly(temporary: string): void {
  try {
    unlinkSync(temporary);
  } catch {
    // Renamed or removed already.
  }
}

async function writeDirectly(path: string, text: Iterable<string>): Promise<void> {
  const file = await open(path, "w").catch((error: NodeJS.ErrnoException) => {
    throw unwritable(path, error);
  });
  try {
    await writeAll(file, text);
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, text: Iterable<string>): Promise<void> {
  for (const block of blocks(text)) await file.writeFile(block);
}

async function writeStandardOutput(text: Iterable<string>): Promise<void> {
  for (const block of blocks(text)) await print(block);
}

/** Standard output may be a socket, which nobody can open by name: a file is made first. */
async function fillStandardOutput(fill: (file: string) => Promise<void>): Promise<void> {
  const temporary = join(tmpdir(), `clv-${process.pid}-${randomBytes(6).toString("hex")}.tmp`);
  await makeTemporary("-", temporary, async () => {
    await fill(temporary);
    for await (const block of createReadStream(temporary)) await print(block);
  });
  removeQuietly(temporary);
  unfinished.delete(temporary);
}

function print(block: string | Uint8Array): Promise<void> {
  return new Promise<void>((done, fail) => process.stdout.write(block, (error) => (error ? fail(error) : done())));
}

const BLOCK = 1 << 18;

/** The same text in fewer, larger pieces. */
function* blocks(text: Iterable<string>): Generator<string> {
  let block = "";
  for (const piece of text) {
    block += piece;
    if (block.length >= BLOCK) {
      yield block;
      block = "";
    }
  }
  if (block !== "") yield block;
}

/** Makes the renames themselves durable; file systems that can't sync a folder are left alone. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

function unwritable(path: string, error: NodeJS.ErrnoException): ClvError {
  const got = error.code === "ENOENT" ? "no such folder" : error.message;
  return new ClvError("usage", { where: path, expected: "a place that can be written", got });
}
