import { availableParallelism } from "node:os";
import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import { inThread } from "../io/threads.ts";
import type { Options } from "./flags.ts";
import type { JOBS } from "./jobs.ts";

type Jobs = typeof JOBS;
type Input<J extends keyof Jobs> = Parameters<Jobs[J]>[0];

/** Who does what takes long: other threads, so that this one hears signals. Results are the same whoever they are and however many. */
export interface Workers {
  /** How many jobs are done at a time. */
  readonly count: number;
  run<J extends keyof Jobs>(job: J, input: Input<J>): Promise<ReturnType<Jobs[J]>>;
}

/** So few customers are done with within about a second: threads would start in vain. */
const FEW = 20_000;
const ENTRY = new URL("./worker.js", import.meta.url);

/** A bound that a mistyped number does not pass; not a measured one. */
const MOST_THREADS = 256;

/** Throws when --threads is no number of threads. */
export function requireThreads({ threads }: Pick<Options, "threads">): void {
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) {
    const expected = `a whole number from 1 to ${MOST_THREADS}`;
    throw new ClvError("usage", { where: "--threads", expected, got: threads });
  }
}

/** As many as --threads says, else one for each core. */
export function workersFor(customers: number, options: Pick<Options, "threads">): Workers {
  requireThreads(options);
  const { threads = availableParallelism() } = options;
  if (customers <= FEW) {
    return { count: 1, run: async (job, input) => (await import("./jobs.ts")).JOBS[job](input as never) as never };
  }
  const inTurn = atMost(threads);
  return { count: threads, run: (job, input) => inTurn(() => inThread(ENTRY, job, input)) as never };
}

/** Lets so many at a time do their work; the others wait in line. */
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

/** A base as threads see it: ids stay behind. */
export function withoutIds(base: CustomerBase): CustomerBase {
  return { ...base, customers: [] };
}
