import { Presets, SingleBar } from "cli-progress";
import type { Session } from "../../engine/duckdb.ts";
import { significant } from "../format.ts";

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
  const format = `${name} {bar} {percentage} % {left}`;
  const bar = new SingleBar(
    { stream: process.stderr, format, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  bar.start(100, 0, { left: "" });
  const begin = performance.now();
  const timer = setInterval(() => {
    const { percent, rows } = session.progress();
    const seconds = (performance.now() - begin) / 1000;
    const left = percent > 1 ? `, ${significant((seconds * (100 - percent)) / percent, 2)} s left` : "";
    bar.update(Math.max(0, Math.round(percent)), { left: `${rows > 0 ? `${significant(rows, 3)} rows` : ""}${left}` });
  }, EVERY);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    bar.stop();
  }
}
