import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The built command. */
export const clv: string = fileURLToPath(new URL("../../command/main.js", import.meta.url));

/** What a process took. */
export interface Taken {
  readonly seconds: number;
  /** Most memory it had at once, in GB. */
  readonly gigabytes: number;
  /** Seconds of all its threads together, to 0.05 s: other work on the machine disturbs them least. */
  readonly cpu: number;
}

/** Runs a command of Node to its end, watching the memory it takes. */
export async function timed(args: readonly string[]): Promise<Taken> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  let [peak, cpu] = [0, 0];
  const watch = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid!));
    cpu = Math.max(cpu, cpuOf(child.pid!));
  }, 50);
  const code = await new Promise<number | null>((done) => child.once("close", done));
  const seconds = (performance.now() - begin) / 1000;
  clearInterval(watch);
  if (code !== 0) throw new Error(`${args.join(" ")}: exit ${code}`);
  return { seconds, gigabytes: peak / 1e9, cpu };
}

/** The high-water mark of a process's memory in bytes, as Linux keeps it; 0 when it is gone. */
function peakOf(pid: number): number {
  try {
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** The seconds of CPU that a process has used, in ticks of 1/100 s; 0 when it is gone. */
export function cpuOf(pid: number): number {
  try {
    // The name in parentheses may hold spaces; after it come the state, and as 12th and 13th of the rest user and system time.
    const rest = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop()!.split(" ");
    return (Number(rest[11]) + Number(rest[12])) / 100;
  } catch {
    return 0;
  }
}
