import { LeftBehind } from "../errors.ts";
import { type Outputs, openOutputs } from "../io/outputs.ts";
import type { MachineOptions, OutputOptions } from "./options.ts";
import { type Steps, watchedSteps } from "./steps.ts";
import { openThreads, type Threads } from "./workers.ts";

/** The parts of one run: its steps, its threads and the files it writes. */
export interface Run extends Steps {
  readonly threads: Threads;
  readonly signal: AbortSignal | undefined;
  /** Opens the set of files to write. Files that are not committed are deleted when the run ends. */
  outputs(inputs: readonly string[]): Outputs;
}

/**
 * Does a run and cleans up after it, whether it succeeds, fails or is stopped by its signal: threads end, and
 * unfinished files are deleted.
 *
 * @throws the reason of the signal when the run is stopped
 */
export async function inRun<T>(options: MachineOptions & OutputOptions, work: (run: Run) => Promise<T>): Promise<T> {
  const { signal } = options;
  signal?.throwIfAborted();
  const threads = openThreads(options);
  const opened: Outputs[] = [];
  const outputs = (inputs: readonly string[]): Outputs => {
    const made = openOutputs(inputs, options);
    opened.push(made);
    return made;
  };
  try {
    return await work({ ...watchedSteps(options), threads, signal, outputs });
  } catch (error) {
    if (!(error instanceof LeftBehind)) signal?.throwIfAborted();
    throw error;
  } finally {
    threads.end();
    for (const made of opened) await made.discard();
  }
}
