import { readdirSync, readlinkSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** Waits until a condition holds; the time a test may take bounds it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(10);
}

/** The files a process has open, as Linux lists them; undefined where there is no such list. */
export function openFiles(pid: number): string[] | undefined {
  return listed(`/proc/${pid}/fd`)?.flatMap((name) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${name}`)];
    } catch {
      return [];
    }
  });
}

/** How many threads a process has, as Linux lists them; undefined where there is no such list. */
export function threadsOf(pid: number): number | undefined {
  return listed(`/proc/${pid}/task`)?.length;
}

function listed(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}
