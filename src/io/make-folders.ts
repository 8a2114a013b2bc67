import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder and those above it that are missing.
 *
 * Rejected: Node's `recursive`. In Node 20 it never ends below a folder that exists but accepts no new folders, such as `/proc`.
 *
 * @throws the error of the system, `EEXIST` where a file is in the way
 */
export function makeFolders(path: string, mode = 0o777): void {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const above = dirname(folder);
    if (code === "ENOENT" && above !== folder && !exists(above)) {
      makeFolders(above, mode);
      mkdirSync(folder, { mode });
    } else if (!isFolder(folder)) throw error;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
