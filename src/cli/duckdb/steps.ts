import type { ReadOptions } from "../../data/read-transactions.ts";
import type { OpenedSource } from "../../sql/duckdb/open-source.ts";
import { rowsRead } from "../../sql/duckdb/rows-read.ts";
import type { Session } from "../../sql/session.ts";
import { significant } from "../format.ts";
import { progress } from "../progress.ts";

/** Work that may tell the rows it reads itself. */
type Work<T> = (onProgress: NonNullable<ReadOptions["onProgress"]>) => Promise<T>;

/** Tells what a long run is doing. */
export interface Steps {
  /**
   * Does one step, with a bar on a terminal and a line when it took long elsewhere.
   *
   * @param reads - What the step begins with reading, so that the bar tells the rows.
   */
  step<T>(name: string, work: Work<T>, reads?: OpenedSource): Promise<T>;
}

const EVERY = 200;
/** DuckDB's figure may slip back by a percent while a statement runs; where it falls by more than a few, the next has begun. */
const SLIP = 5;
/** Shorter steps than this many milliseconds say nothing of themselves where there is no terminal. */
const LONG = 5000;

/**
 * Steps of a run in DuckDB: on a terminal a bar with the part done and the time left, as DuckDB estimates them, and the rows read;
 * elsewhere one line for each step that took five seconds or more; nothing when the user wants quiet.
 */
export function steps(session: Session, quiet: boolean): Steps {
  return {
    async step(name, work, reads) {
      if (quiet) return work(() => {});
      return process.stderr.isTTY ? withBar(session, name, work, reads) : withLine(name, work);
    },
  };
}

async function withLine<T>(name: string, work: Work<T>): Promise<T> {
  const begin = performance.now();
  const result = await work(() => {});
  const took = performance.now() - begin;
  if (took >= LONG) process.stderr.write(`${name}: ${significant(took / 1000, 3)} s\n`);
  return result;
}

async function withBar<T>(session: Session, name: string, work: Work<T>, reads?: OpenedSource): Promise<T> {
  const readByDuckdb = reads && (await rowsRead(session, reads));
  const bar = await progress(name, 100, false);
  const begin = performance.now();
  /** Those read at least once: what is read a second time does not count again. */
  let rows = 0;
  const told = (count: number): void => {
    rows = Math.max(rows, count);
  };
  let percent = 0;
  const timer = setInterval(() => {
    const now = Math.max(0, session.progress().percent);
    if (now > percent || now < percent - SLIP) percent = now;
    if (readByDuckdb) told(readByDuckdb());
    bar.update(Math.round(percent), rowsText(rows) + timeLeft((performance.now() - begin) / 1000, percent));
  }, EVERY);
  try {
    return await work((count) => told(count.rows));
  } finally {
    clearInterval(timer);
    bar.stop();
  }
}

/** Rows to three digits. */
function rowsText(rows: number): string {
  if (rows < 1) return "";
  return `, ≈ ${rows < 1e6 ? significant(rows, 3) : `${significant(rows / 1e6, 3)} M`} rows`;
}

/** What is left at the speed so far; nothing before that says anything. */
function timeLeft(seconds: number, percent: number): string {
  if (seconds < 1 || percent < 2) return "";
  const left = (seconds * (100 - percent)) / percent;
  return left < 100 ? `, ${Math.ceil(left)} s left` : `, ${Math.ceil(left / 60)} min left`;
}
