import { tmpdir } from "node:os";
import { ClvError } from "../../errors.ts";
import { abandonedFolders, type HeldFolder, openHeldFolder, removeQuietly } from "../../io/held-folder.ts";
import { makeFolders } from "../../io/make-folders.ts";
import { systemFailure } from "../../io/system-failure.ts";

/** A folder for the data that one run spills to disk. */
export type RunFolder = HeldFolder;

/**
 * Makes a private folder for the data of this run that do not fit into memory. `remove` deletes it, and so does the exit of the process.
 * After a `kill -9` the next run with the same temporary directory deletes it.
 *
 * @param parent - The parent folder; default the system's folder for temporary files.
 * @throws ClvError `usage` when no folder can be made there
 */
export async function openRunFolder(parent: string = tmpdir()): Promise<RunFolder> {
  for (const folder of await abandonedFolders(parent, "clv-")) removeQuietly(folder);
  try {
    makeFolders(parent, 0o700);
    return await openHeldFolder(parent, "clv-");
  } catch (error) {
    const where = "--temp-directory";
    const got = (error as Error).message;
    throw (
      systemFailure(error, where) ?? new ClvError("usage", { where, expected: "a folder that can be written", got })
    );
  }
}
