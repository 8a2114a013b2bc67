import { availableParallelism } from "node:os";
import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import { inThread, type StandingThread, standingThread } from "../io/threads.ts";
import type { JOBS } from "./jobs.ts";
import type { MachineOptions } from "./options.ts";

type Jobs = typeof JOBS;
type Input<J extends keyof Jobs> = Parameters<Jobs[J]>[0];
type Result<J extends keyof Jobs> = Awaited<ReturnType<Jobs[J]>>;

/** Runs long jobs on worker threads, so that the main thread can handle signals. Results do not depend on the number of threads. */
export interface Workers {
  /** Runs one job after another on one thread: on a second one, the same code would be compiled again, and take memory. */
  run<J extends keyof Jobs>(job: J, input: Input<J>): Promise<Result<J>>;
  /**
   * Runs a job whose input says how threads share the work, on every thread. A job on few customers runs on one.
   *
   * @returns the result of each thread
   */
  share<J extends keyof Jobs>(job: J, customers: number, input: Input<J>): Promise<Result<J>[]>;
}

/** The threads of one run. */
export interface Threads {
  /** Starts the thread for short jobs, so that it is ready for the first one. */
  warmUp(): void;
  /** Workers for jobs over a number of customers or histories. */
  for(customers: number): Workers;
  /** Ends the threads and their jobs. */
  end(): void;
}

/** With so few customers, jobs take less time than starting a thread for each. One thread does them all. */
const FEW = 20_000;
/**
 * With more customers than this, a thread does one job and ends, which frees its memory. With fewer, starting a thread
 * takes longer than most jobs.
 */
const MANY = 2_000_000;
/** More threads than this slow each other down on any machine, and each takes memory. */
const MOST_THREADS = 256;
const ENTRY = new URL("./worker.js", import.meta.url);
/** For tests: a thread cannot load TypeScript, so this thread does the jobs. */
const FROM_SOURCE = import.meta.url.endsWith(".ts");
/**
 * For jobs of one pass over the histories: with fewer histories than this, passing them to a thread takes longer than
 * the job.
 */
const QUICK: ReadonlySet<string> = new Set<keyof Jobs>(["fit", "scores"]);
const FEW_IN_A_PASS = 5_000;

const HERE: Pick<StandingThread, "run"> = {
  run: async (job, input) => (await import("./jobs.ts")).JOBS[job as keyof Jobs](input as never),
};

/**
 * Opens the threads of a run: at most `threads`, and one for each core.
 *
 * @throws ClvError `usage` when `threads` is not a number of threads
 */
export function openThreads({ threads, signal }: Pick<MachineOptions, "threads" | "signal">): Threads {
  requireThreads(threads);
  const ended = new AbortController();
  const stop = AbortSignal.any([ended.signal, ...(signal ? [signal] : [])]);
  let standing: StandingThread | undefined;
  const idle: StandingThread[] = [];
  const started = (): StandingThread => {
    standing = standingThread(ENTRY, stop);
    idle.push(standing);
    return standing;
  };
  const warm = (): Pick<StandingThread, "run"> => (FROM_SOURCE ? HERE : (standing ?? started()));
  const most = Math.min(threads ?? Number.POSITIVE_INFINITY, availableParallelism());
  const [inTurn, alone] = [atMost(most), atMost(1)];
  const onIdle = async (job: string, input: unknown): Promise<unknown> => {
    const thread = idle.pop() ?? standingThread(ENTRY, stop);
    try {
      return await thread.run(job, input, true);
    } finally {
      idle.push(thread);
    }
  };
  const runFor = (customers: number): ((job: string, input: unknown) => Promise<unknown>) => {
    const threadFor = (job: string) => (QUICK.has(job) && customers <= FEW_IN_A_PASS ? HERE : warm());
    if (customers <= FEW) return (job, input) => threadFor(job).run(job, input);
    return (job, input) => inTurn(() => (customers > MANY ? inThread(ENTRY, job, input, stop) : onIdle(job, input)));
  };
  return {
    warmUp: () => void warm(),
    for(customers) {
      const run = runFor(customers);
      const one = customers > FEW ? (job: string, input: unknown) => alone(() => run(job, input)) : run;
      return {
        run: (job, input) => one(job, input) as never,
        share: (job, sharing, input) =>
          Promise.all(sharing > FEW ? Array.from({ length: most }, () => run(job, input)) : [one(job, input)]) as never,
      };
    },
    end: () => ended.abort(new Error("the run has ended")),
  };
}

function requireThreads(threads: number | undefined): void {
  if (threads === undefined || (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) return;
  throw new ClvError("usage", {
    where: "--threads",
    expected: `a whole number from 1 to ${MOST_THREADS}`,
    got: threads,
    wayOut: `This machine has ${availableParallelism()} cores: more threads than that gain nothing.`,
  });
}

/** Limits the number of jobs at a time; the others wait. */
function atMost(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/** A base as threads get it: without ids. */
export function withoutIds(base: CustomerBase): CustomerBase {
  return { ...base, customers: [] };
}

/** The columns that scores need: no dates, and no holdout. */
export function forScores({ firstDate: _, lastDate: __, holdout: ___, ...base }: CustomerBase): CustomerBase {
  return withoutIds(base);
}
