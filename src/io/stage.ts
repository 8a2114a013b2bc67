import { open, readFile, rename, stat, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { ClvError } from "../errors.ts";
import { abandonedFolders, type HeldFolder, openHeldFolder, removeQuietly } from "./held-folder.ts";

/** The plan of a stopped run for a folder: the names of files in the stage and in the folder. */
interface Plan {
  readonly files: readonly { readonly from: string; readonly to: string }[];
  /** Files of an earlier run that do not belong to this one. */
  readonly drop: readonly string[];
}

/** A hidden folder beside the places of files, in which they are written. */
export interface Stage {
  /** A file of this stage for the place `to`, a name in the folder. */
  place(to: string): string;
  /** Drops the file for the place `to`; removes a stage without files and returns true. */
  withdraw(to: string): boolean;
  /** Removes a file of an earlier run when the files of this run are moved into place. */
  drop(name: string): void;
  /**
   * Moves every file into place, in the order of the places.
   *
   * A single file replaces another in one step. If there are several, the old files are removed before the first new
   * one appears, the last one first. So a reader in between sees files of one run or none, and if the last file is
   * there, all are. The plan is on disk before the first move. So the next run completes the work of a run that is
   * killed in between, see {@link settle}.
   */
  commit(): Promise<void>;
  /** Gives up every file, and leaves those of earlier runs as they are. */
  discard(): void;
}

const PLAN = "plan.json";
const PREFIX = ".clv-";

/** Opens a stage in a folder, after it has completed or removed those of dead runs. */
export async function openStage(folder: string): Promise<Stage> {
  await settle(folder);
  const held: HeldFolder = await openHeldFolder(folder, PREFIX);
  let files: { from: string; to: string }[] = [];
  let made = 0;
  const drop: string[] = [];
  return {
    place(to) {
      const from = `${made++}.tmp`;
      files.push({ from, to });
      return join(held.path, from);
    },
    withdraw(to) {
      const given = files.find((file) => file.to === to);
      files = files.filter((file) => file !== given);
      if (given) removeQuietly(join(held.path, given.from));
      if (files.length + drop.length > 0) return false;
      held.remove();
      return true;
    },
    drop: (name) => void drop.push(name),
    async commit() {
      const plan = { files, drop };
      if (files.length + drop.length > 1) {
        await writePlan(held.path, plan);
        for (const { to } of files.toReversed()) await unlinkQuietly(join(folder, to));
      }
      await carryOut(folder, held.path, plan);
      held.remove();
    },
    discard: () => held.remove(),
  };
}

/**
 * Cleans up after killed runs in a folder. If a run was moving its files into place, the moves are completed; otherwise its temporary files
 * are removed.
 *
 * @returns how many were completed
 */
export async function settle(folder: string): Promise<number> {
  let completed = 0;
  for (const stage of await abandonedFolders(folder, PREFIX)) {
    const plan = await planIn(stage);
    if (plan !== undefined) {
      const { mtimeMs } = await stat(join(stage, PLAN));
      // A file that appeared there since then stays.
      const older = async ({ to }: { to: string }): Promise<boolean> =>
        ((await stat(join(folder, to)).catch(() => undefined))?.mtimeMs ?? 0) <= mtimeMs;
      const files = [];
      for (const file of plan.files) if (await older(file)) files.push(file);
      const drop = [];
      for (const to of plan.drop) if (await older({ to })) drop.push(to);
      await carryOut(folder, stage, { files, drop });
      completed++;
    }
    removeQuietly(stage);
  }
  return completed;
}

async function carryOut(folder: string, stage: string, { files, drop }: Plan): Promise<void> {
  for (const name of drop) await unlinkQuietly(join(folder, name));
  for (const { from, to } of files) {
    await rename(join(stage, from), join(folder, to)).catch((error: NodeJS.ErrnoException) => {
      // The file is already in its place.
      if (error.code !== "ENOENT") throw error;
    });
  }
  await syncFolder(folder);
}

async function writePlan(stage: string, plan: Plan): Promise<void> {
  // The plan gets its name only when it is complete.
  const file = await open(join(stage, `${PLAN}.new`), "wx");
  try {
    await file.writeFile(JSON.stringify(plan));
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(stage);
  await rename(join(stage, `${PLAN}.new`), join(stage, PLAN));
  await syncFolder(stage);
}

/** The plan in a stage; undefined if there is none. Refuses a name that leads out of the folder. */
async function planIn(stage: string): Promise<Plan | undefined> {
  const text = await readFile(join(stage, PLAN), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { files, drop } = JSON.parse(text) as Plan;
    for (const name of [...files.flatMap(({ from, to }) => [from, to]), ...drop]) {
      if (basename(name) !== name || name === "..") throw new Error(name);
    }
    return { files, drop };
  } catch (error) {
    throw new ClvError("data", {
      where: join(stage, PLAN),
      expected: "the plan of a run that was stopped",
      got: (error as Error).message,
      wayOut: "Remove the folder.",
    });
  }
}

async function unlinkQuietly(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

/** Makes renames durable; file systems that can't sync a folder are left alone. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
