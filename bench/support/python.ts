import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * The Python interpreter of a virtual environment `.venv/<name>`, with the packages of a requirements file. It is made
 * from the machine's package registry, if it does not exist yet. Undefined where that is impossible.
 */
export function pythonWith(name: string, requirements: string): string | undefined {
  const environment = join(process.cwd(), ".venv", name);
  const interpreter = join(environment, "bin/python");
  if (existsSync(interpreter)) return interpreter;
  mkdirSync(join(process.cwd(), ".venv"), { recursive: true });
  const made =
    run("python3", "-m", "venv", environment) &&
    run(interpreter, "-m", "pip", "install", "--quiet", "-r", requirements);
  if (made) return interpreter;
  rmSync(environment, { recursive: true, force: true });
  return undefined;
}

function run(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
}
