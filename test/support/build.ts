import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Builds `dist/` once before the tests that run the command as a user does. */
export function setup(): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: join(import.meta.dirname, "../.."), stdio: "inherit" });
}
