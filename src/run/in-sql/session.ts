import { LeftBehind } from "../../errors.ts";
import { freeMemory } from "../../io/free-memory.ts";
import type { Session } from "../../sql/session.ts";
import type { Source } from "../../sql/source.ts";
import type { Run } from "../in-run.ts";
import type { Meter, Tell } from "../steps.ts";
import type { Database } from "./database.ts";

/** A run with its own database, which also reports the progress of each step. */
export interface SqlRun extends Run {
  readonly database: Database;
  readonly session: Session;
  /** Does a step that begins by reading a source. The progress counts its rows. */
  reading<T>(name: string, work: (tell: Tell) => Promise<T>, source: Source): Promise<T>;
}

/**
 * Opens a database for a run, does the work and closes the database, however the work ends. The signal of the run
 * interrupts the work.
 */
export async function inSession<T>(
  run: Run,
  open: () => Promise<Database>,
  work: (run: SqlRun) => Promise<T>,
): Promise<T> {
  const database = await open();
  const { session } = database;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= database.close());
  // The caller that awaits it sees the error.
  const stop = (): void => void close().catch(() => {});
  run.signal?.addEventListener("abort", stop, { once: true });
  const tidy = tidied(session);
  const step: Run["step"] = async (name, does, meter = () => meterOf(database)) => {
    await tidy();
    return run.step(name, does, meter);
  };
  const reading: SqlRun["reading"] = (name, does, source) => step(name, does, () => meterOf(database, source));
  try {
    run.signal?.throwIfAborted();
    return await work({ ...run, database, session, step, reading });
  } catch (error) {
    if (!(error instanceof LeftBehind)) run.signal?.throwIfAborted();
    throw database.failure(error);
  } finally {
    run.signal?.removeEventListener("abort", stop);
    await close();
  }
}

/** So much more memory than before is worth the hundredths of a second that it takes to return what was freed. */
const MUCH = 64e6;

/**
 * Returns freed memory to the system once the process has grown. Neither DuckDB nor the C library does so by itself.
 * The page of a million customers took 1.72 GB at most without this, and 1.35 GB with it.
 */
function tidied({ trim }: Session): () => Promise<void> {
  let least = process.memoryUsage.rss();
  return async () => {
    if (trim === undefined || process.memoryUsage.rss() < least + MUCH) return;
    freeMemory();
    // A run goes on without it.
    await trim().catch(() => {});
    least = process.memoryUsage.rss();
  };
}

/**
 * The progress of a database may fall by a percent during a statement. If it falls by more than a few percent, the next
 * statement has begun.
 */
const SLIP = 5;

async function meterOf({ session, rowsRead }: Database, reads?: Source): Promise<Meter> {
  const rows = reads && (await rowsRead(reads));
  let percent = 0;
  return {
    part() {
      const now = Math.max(0, session.progress().percent);
      if (now > percent || now < percent - SLIP) percent = now;
      return Math.min(1, percent / 100);
    },
    ...(rows && { rows }),
  };
}
