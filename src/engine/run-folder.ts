import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ClvError } from "../errors.ts";

const NAME = /^clv-(\d+)-[0-9a-f]{12}$/;
/** Folders of this process that must not outlive it; a signal handler only has to call `process.exit`. */
const open = new Set<string>();
let hooked = false;

/** A folder for what one run puts aside on disk. */
export interface RunFolder {
  readonly path: string;
  remove(): void;
}

/**
 * Makes a folder of this run's own for what does not fit into memory: removed by `remove`, when the process exits, and, after a
 * `kill -9`, by the next run that looks into the same place.
 *
 * @param parent - Where; the system's place for temporary files when left out.
 */
export function openRunFolder(parent: string = tmpdir()): RunFolder {
  removeLeftovers(parent);
  // From the root: DuckDB would look for a folder called ~ in the user's own.
  const path = join(resolve(parent), `clv-${process.pid}-${randomBytes(6).toString("hex")}`);
  try {
    mkdirSync(path, { mode: 0o700, recursive: true });
  } catch (error) {
    throw new ClvError("usage", {
      where: "--temp-directory",
      expected: "a folder that can be written",
      got: (error as Error).message,
    });
  }
  open.add(path);
  if (!hooked) {
    hooked = true;
    process.on("exit", () => open.forEach(removeQuietly));
  }
  return { path, remove: () => removeQuietly(path) };
}

/** Removes the folders of processes that are no more. */
function removeLeftovers(parent: string): void {
  let names: string[] = [];
  try {
    names = readdirSync(parent);
  } catch {
    // It is made when the folder is.
  }
  for (const name of names) {
    const pid = Number(NAME.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) removeQuietly(join(parent, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's, and alive.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function removeQuietly(path: string): void {
  open.delete(path);
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Another user's, or in use: it is in nobody's way.
  }
}
