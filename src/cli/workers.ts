import { availableParallelism } from "node:os";
import { models } from "../../models/index.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import type { FitData } from "../fit/fit-base.ts";
import { bindModels, type FittedModel } from "../fit/fitted-model.ts";
import { inThread, type StandingThread, standingThread } from "../io/threads.ts";
import type { Options } from "./flags.ts";
import type { JOBS } from "./jobs.ts";
import type { ModelNames } from "./models.ts";

type Jobs = typeof JOBS;
type Input<J extends keyof Jobs> = Parameters<Jobs[J]>[0];

/** Who does what takes long: other threads, so that this one hears signals. Results are the same whoever they are and however many. */
export interface Workers {
  /** How many jobs are done at a time. */
  readonly count: number;
  run<J extends keyof Jobs>(job: J, input: Input<J>): Promise<Awaited<ReturnType<Jobs[J]>>>;
}

/** The jobs of so few customers take less than starting a thread for each: one does them all. */
const FEW = 20_000;
/** More threads than this hinder each other on any machine, and each takes memory. */
const MOST_THREADS = 256;
const ENTRY = new URL("./worker.js", import.meta.url);
/** As tests run it: no thread can load TypeScript, so this one does the jobs. */
const FROM_SOURCE = import.meta.url.endsWith(".ts");
/** Jobs that one pass over the histories does, and how many of these take less than handing them over is worth. */
const QUICK: ReadonlySet<string> = new Set<keyof Jobs>(["fit", "fitBase", "scores"]);
const FEW_IN_A_PASS = 5_000;

let standing: StandingThread | undefined;

/** Starts the thread for short jobs, which is ready by the time there is one. */
export function warmUp(): StandingThread {
  standing ??= FROM_SOURCE ? HERE : standingThread(ENTRY);
  return standing;
}

const HERE: StandingThread = {
  run: async (job, input) => (await import("./jobs.ts")).JOBS[job as keyof Jobs](input as never),
};

/** Throws when --threads is no number of threads. */
export function requireThreads({ threads }: Pick<Options, "threads">): void {
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) {
    throw new ClvError("usage", {
      where: "--threads",
      expected: `a whole number from 1 to ${MOST_THREADS}`,
      got: threads,
      wayOut: `This machine does ${availableParallelism()} things at a time: more threads than that gain nothing.`,
    });
  }
}

/** As many as --threads says, at most one for each core. */
export function workersFor(customers: number, options: Pick<Options, "threads">): Workers {
  requireThreads(options);
  const threads = Math.min(options.threads ?? Number.POSITIVE_INFINITY, availableParallelism());
  if (customers <= FEW) {
    return { count: 1, run: (job, input) => threadFor(job, customers).run(job, input) as never };
  }
  const inTurn = atMost(threads);
  return { count: threads, run: (job, input) => inTurn(() => inThread(ENTRY, job, input)) as never };
}

function threadFor(job: string, customers: number): StandingThread {
  return QUICK.has(job) && customers <= FEW_IN_A_PASS ? HERE : warmUp();
}

/** Fits the models of the command to a base, where nothing waits for it. */
export async function fitModels(workers: Workers, base: CustomerBase, names: ModelNames): Promise<FittedModel> {
  const { model, spendModel } = names;
  return bindModels(await workers.run("fitBase", { base: withoutIds(base), names: { model, spendModel } }), models);
}

/** The same to histories, wherever their customers are. */
export async function fitModelsTo(data: FitData, options: Pick<Options, "threads"> & ModelNames): Promise<FittedModel> {
  const { histories, values, repeatSpend, about, unit, grain } = data;
  const { model, spendModel } = options;
  const workers = workersFor(histories.count.length, options);
  const plain = { histories, values, repeatSpend, about, unit, grain };
  return bindModels(await workers.run("fit", { data: plain, names: { model, spendModel } }), models);
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
