import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Gives the tests a separate folder for temporary files, also for those of the commands they run. Removes it at the
 * end.
 */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "clv-tests-"));
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
