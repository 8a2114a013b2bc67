import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts the cluster of the tests and stops it after them; one that runs already, at the port `CLV_TRINO_PORT`, is left alone. */
export function setup(): (() => void) | undefined {
  if (process.env["CLV_TRINO_PORT"] !== undefined) return undefined;
  process.env["CLV_TRINO_PORT"] = "8189";
  const folder = mkdtempSync(join(tmpdir(), "clv-trino-"));
  process.env["CLV_TRINO_FOLDER"] = folder;
  // The second compiler of the JVM takes longer than these tests would gain by it.
  const env = { ...process.env, SECURE: "1", RETRIES: "patient", PATIENCE: "10s", TIERED: "1" };
  execFileSync(join("test", "cluster", "start.sh"), [folder, "2", "8189"], { env, stdio: "inherit" });
  return () => {
    execFileSync(join("test", "cluster", "stop.sh"), [folder]);
    rmSync(folder, { recursive: true, force: true });
  };
}
