import { ClvError } from "../../errors.ts";
import { given } from "../../given.ts";
import { engineFailure, isOfDuckdb } from "../../sql/duckdb/engine-failure.ts";
import type { OpenedSource } from "../../sql/duckdb/open-source.ts";
import { rowsRead } from "../../sql/duckdb/rows-read.ts";
import { type DuckdbSession, openSession } from "../../sql/duckdb/session.ts";
import type { Run } from "../in-run.ts";
import type { MachineOptions } from "../options.ts";
import type { Meter, Tell } from "../steps.ts";

/** A run with its own database, which also reports the progress of each step. */
export interface SqlRun extends Run {
  readonly session: DuckdbSession;
  /** Does a step that begins with reading a source, whose rows the progress counts. */
  reading<T>(name: string, work: (tell: Tell) => Promise<T>, source: OpenedSource): Promise<T>;
}

/** Opens a database for a run, does the work in it and closes it, however the work ends; the signal of the run interrupts it. */
export async function inSession<T>(
  run: Run,
  options: MachineOptions,
  path: string,
  work: (run: SqlRun) => Promise<T>,
): Promise<T> {
  const { memoryLimit, threads, tempDirectory } = options;
  const session = await openSession(given({ memoryLimit, threads, tempDirectory }));
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= session.close());
  run.signal?.addEventListener("abort", close, { once: true });
  const step: Run["step"] = (name, does, meter = () => meterOf(session)) => run.step(name, does, meter);
  const reading: SqlRun["reading"] = (name, does, source) => step(name, does, () => meterOf(session, source));
  try {
    run.signal?.throwIfAborted();
    return await work({ ...run, session, step, reading });
  } catch (error) {
    run.signal?.throwIfAborted();
    const told = isOfDuckdb(error) ? engineFailure(error) : error;
    // A damaged file is named: most runs read one.
    const isUnnamed =
      told instanceof ClvError && told.parts.where === "engine" && told.parts.expected === "whole files";
    throw isUnnamed ? new ClvError(told.kind, { ...told.parts, where: path }) : told;
  } finally {
    run.signal?.removeEventListener("abort", close);
    await close();
  }
}

/** DuckDB's figure may slip back by a percent while a statement runs; where it falls by more than a few, the next has begun. */
const SLIP = 5;

async function meterOf(session: DuckdbSession, reads?: OpenedSource): Promise<Meter> {
  const rows = reads && (await rowsRead(session, reads));
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
