import type { Session } from "../../engine/duckdb.ts";
import { significant } from "../format.ts";
import { progress } from "../progress.ts";

/** Tells what a long run is doing. */
export interface Steps {
  /** Does one step, with a bar on a terminal and a line when it took long elsewhere. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
}

const EVERY = 200;
/** Shorter steps than this many milliseconds say nothing of themselves where there is no terminal. */
const LONG = 5000;

/**
 * Steps of a run in DuckDB: on a terminal a bar with the part done and the time left, as DuckDB estimates them; elsewhere one line
 * for each step that took five seconds or more; nothing when the user wants quiet.
 */
export function steps(session: Session, quiet: boolean): Steps {
  return {
    async step(name, work) {
      if (quiet) return work();
      return process.stderr.isTTY ? withBar(session, name, work) : withLine(name, work);
    },
  };
}

async function withLine<T>(name: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  const took = performance.now() - begin;
  if (took >= LONG) process.stderr.write(`${name}: ${significant(took / 1000, 3)} s\n`);
  return result;
}

async function withBar<T>(session: Session, name: string, work: () => Promise<T>): Promise<T> {
  const bar = await progress(name, 100, false);
  const begin = performance.now();
  const timer = setInterval(() => {
    const percent = Math.max(0, session.progress());
    bar.update(Math.round(percent), timeLeft((performance.now() - begin) / 1000, percent));
  }, EVERY);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    bar.stop();
  }
}

/** What is left at the speed so far; nothing before that says anything. */
function timeLeft(seconds: number, percent: number): string {
  if (seconds < 1 || percent < 2) return "";
  const left = (seconds * (100 - percent)) / percent;
  return left < 100 ? `, ${Math.ceil(left)} s left` : `, ${Math.ceil(left / 60)} min left`;
}
