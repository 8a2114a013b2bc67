import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives the tests a place of their own for temporary files, theirs and those of the commands they run, and removes it when they are done. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "clv-tests-"));
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
