import { type FileHandle, open, realpath, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { ClvError, LeftBehind } from "../errors.ts";
import { type CsvStyleOptions, csvStyle } from "./csv-style.ts";
import { type CsvStyle, CsvText } from "./csv-text.ts";
import { makeFolders } from "./make-folders.ts";
import { isOwn, type OwnKind, requireReplaceable } from "./own-file.ts";
import { openStage, type Stage } from "./stage.ts";
import { fillStandardOutput, writeStandardOutput } from "./standard-output.ts";
import { systemFailure } from "./system-failure.ts";

/** Something beside the files that takes a place, such as a table of a cluster. */
export interface Placing {
  readonly place: string;
  put(): Promise<void>;
  /** Brings back what was there before `put`, if that has begun to change it; throws where it can't. */
  restore(): Promise<void>;
}

/** The files of one run: each is complete or absent, and all are moved into place together at the end. */
export interface Outputs {
  /**
   * Writes text beside `path` under a temporary name; for `-`, writes to standard output at once.
   *
   * @throws ClvError `usage` when the place can't be written, is an input of this run, was written already or holds a
   * file that is not of `clv`; The kind is `data` when the disk is full.
   */
  write(path: string, text: Iterable<string>): Promise<void>;
  /** The same for a file that the caller writes: `fill` receives the temporary name, or the device itself. */
  fill(path: string, fill: (file: string) => Promise<void>): Promise<void>;
  /** Has something beside the files take its place at `commit`, before they are moved. Where that fails, all such things go back. */
  atCommit(placing: Placing): void;
  /**
   * At `commit`, removes a file of this kind that an earlier run of `clv` left: it does not belong to the files of this
   * run.
   */
  dropOwn(path: string, kind: OwnKind): Promise<void>;
  /** Throws where `path`, in which a table is replaced, is an input of this run under any name. */
  requireNoInput(path: string): Promise<void>;
  /** The style of CSV tables. */
  readonly csv: CsvStyle;
  /** Whether a run may replace files that `clv` did not write. */
  readonly force: boolean;
  /** Moves every file into place, in the order of writing: if the last file is there, all are. */
  commit(): Promise<void>;
  /** Discards all files that are not committed. Nothing happens once a commit has begun. */
  discard(): Promise<void>;
}

/**
 * Opens the set of files a run will write.
 *
 * Each file is written in a hidden folder beside its place, so the rename stays within one file system and is atomic. Devices and pipes are
 * written directly.
 *
 * @param inputs - The paths that this run reads; it may not write any of them.
 * @param options - Whether files that `clv` did not write are replaced, the stream for `-`, standard output when left out, and the style of CSV.
 */
export function openOutputs(
  inputs: readonly string[],
  {
    force = false,
    stdout,
    ...style
  }: { readonly force?: boolean; readonly stdout?: NodeJS.WritableStream } & CsvStyleOptions = {},
): Outputs {
  const csv = csvStyle(style);
  let committing = false;
  /** By folder, in the order they are needed. */
  const stages = new Map<string, Promise<Stage>>();
  const targets = new Set<string>();
  const placings: Placing[] = [];
  const stageIn = (folder: string): Promise<Stage> => {
    const opened = stages.get(folder) ?? openStage(folder);
    stages.set(folder, opened);
    return opened;
  };
  const add = async (path: string, target: string, make: (temporary: string) => Promise<void>): Promise<void> => {
    await refuseInput(path, target, inputs);
    if (targets.has(target)) {
      throw new ClvError("usage", {
        where: path,
        expected: "a different file for each output",
        got: "the same twice",
      });
    }
    await requireReplaceable(path, force);
    targets.add(target);
    try {
      const stage = await stageIn(dirname(target));
      await make(stage.place(basename(target))).catch((error: unknown) => {
        if (stage.withdraw(basename(target))) stages.delete(dirname(target));
        throw error;
      });
    } catch (error) {
      targets.delete(target);
      throw unwritable(path, error);
    }
  };
  return {
    ...{ force, csv },
    async write(path, table) {
      const text = table instanceof CsvText ? table.in(csv) : table;
      if (path === "-") return standardOutput(() => writeStandardOutput(blocks(text), stdout));
      const target = await placeOf(path);
      if (!target.regular) return writeDirectly(target.path, text);
      await add(path, target.path, (temporary) => writeText(temporary, text));
    },
    async fill(path, fill) {
      if (path === "-") return standardOutput(() => fillStandardOutput(fill, stdout));
      const target = await placeOf(path);
      if (!target.regular) return fill(target.path);
      await add(path, target.path, async (temporary) => {
        await fill(temporary);
        const file = await open(temporary, "r");
        await file.sync().finally(() => file.close());
      });
    },
    atCommit: (placing) => void placings.push(placing),
    async dropOwn(path, kind) {
      const target = await placeOf(path);
      if (targets.has(target.path) || !(await isOwn(target.path, kind))) return;
      (await stageIn(dirname(target.path))).drop(basename(target.path));
    },
    requireNoInput: async (path) => refuseInput(path, (await placeOf(path)).path, inputs),
    async commit() {
      const put: Placing[] = [];
      try {
        for (const placing of placings) {
          put.unshift(placing);
          await placing.put();
        }
        committing = true;
        for (const stage of stages.values()) await (await stage).commit();
      } catch (error) {
        await goBack(put, error);
      }
      stages.clear();
      targets.clear();
      committing = false;
    },
    async discard() {
      if (committing) return;
      for (const stage of stages.values()) await stage.then((opened) => opened.discard()).catch(() => {});
      stages.clear();
    },
  };
}

/**
 * Makes the folder for outputs, if it does not exist.
 *
 * @throws ClvError `usage` when it can't be made.
 */
export async function makeFolder(path: string): Promise<void> {
  refuseAddress(path);
  try {
    makeFolders(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const got = code === "EEXIST" ? "a file" : message;
    throw systemFailure(error, path) ?? new ClvError("usage", { where: path, expected: "a folder to write into", got });
  }
}

/**
 * Brings back what was there before, the last first, and throws the error for which that is done.
 *
 * @throws LeftBehind where some could not be brought back
 */
async function goBack(put: readonly Placing[], error: unknown): Promise<never> {
  const left: string[] = [];
  for (const { place, restore } of put) await restore().catch(() => left.push(place));
  if (left.length === 0) throw error;
  const others = put.flatMap(({ place }) => (left.includes(place) ? [] : [place]));
  throw new LeftBehind("data", {
    where: left.join(", "),
    expected: "to bring back what was there before the run, after a failure",
    got: "a table that may be new",
    wayOut:
      `${others.length === 0 ? "" : `What was there before is at ${others.join(", ")}. `}Run the command again before you use either. ` +
      `The failure: ${(error as Error).message}`,
  });
}

/** Throws at once if the folder of `path` does not exist or `path` is a folder: a long run should not fail at its end. */
export async function requireFolderOf(path: string): Promise<void> {
  refuseAddress(path);
  if (path.endsWith("/"))
    throw new ClvError("usage", { where: path, expected: "a file to write", got: "the name of a folder" });
  const folder = dirname(await realpath(path).catch(() => resolve(path)));
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  const got = found === undefined ? "no such folder" : `a file, ${folder}, for a folder`;
  throw new ClvError("usage", { where: path, expected: "a folder with permission to write", got });
}

/** The real target of a path (links followed), and whether a rename may replace a file there. */
async function placeOf(path: string): Promise<{ path: string; regular: boolean }> {
  // DuckDB opens the file itself, and might use the part of the name before the NUL.
  if (path.includes("\0")) throw new ClvError("usage", { where: "output", expected: "a path without NUL", got: path });
  refuseAddress(path);
  const real = await realpath(path).catch(() => resolve(path));
  const found = await stat(real).catch(() => undefined);
  if (found?.isDirectory()) throw new ClvError("usage", { where: path, expected: "a file to write", got: "a folder" });
  return { path: real, regular: found?.isFile() ?? true };
}

/**
 * Throws for a URL: as a path, it would make folders named after its parts.
 *
 * @throws ClvError `usage`
 */
export function refuseAddress(path: string): void {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return;
  throw new ClvError("usage", {
    where: path,
    expected: "a path on this machine",
    got: "an address",
    wayOut: "Name a file or a folder. Only clv run, clv summarize and clv predict write tables of a cluster.",
  });
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
        wayOut: "Name another file: clv never replaces its input.",
      });
    }
  }
}

async function writeText(temporary: string, text: Iterable<string>): Promise<void> {
  const file = await open(temporary, "wx");
  try {
    await writeAll(file, text);
    await file.sync();
  } finally {
    await file.close().catch(() => {});
  }
}

async function writeDirectly(path: string, text: Iterable<string>): Promise<void> {
  try {
    const file = await open(path, "w");
    await writeAll(file, text).finally(() => file.close());
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function writeAll(file: FileHandle, text: Iterable<string>): Promise<void> {
  for (const block of blocks(text)) await file.writeFile(block);
}

async function standardOutput(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw systemFailure(error, "standard output") ?? error;
  }
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

/** The error for a file that cannot be written. Errors that do not come from the system stay unchanged. */
function unwritable(path: string, error: unknown): unknown {
  const known = systemFailure(error, path);
  if (known !== undefined) return known;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  const got = code === "ENOENT" ? "no such folder" : message;
  return new ClvError("usage", { where: path, expected: "a folder with permission to write", got });
}
