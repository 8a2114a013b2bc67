import { Bench } from "tinybench";

/** One timed piece of work and the check of its answer. Everything it needs is set up before. */
export interface Case<Result = unknown> {
  readonly name: string;
  /** Timed runs after one untimed; the minimum and the median are reported. */
  readonly runs: number;
  run(): Result | Promise<Result>;
  /** Throws when the answer is wrong: a fast wrong answer is no result. */
  check(result: Result): void;
  /** Work done, to read the time by: iterations, evaluations, histories. */
  counters?(result: Result): Record<string, number>;
}

export interface Measured {
  readonly name: string;
  /** Milliseconds. */
  readonly min: number;
  readonly median: number;
  /** Median absolute deviation from the median, in milliseconds. */
  readonly spread: number;
  readonly runs: number;
  readonly counters: Record<string, number>;
}

/** Times a case: one warm-up, then `runs` runs, every one of them checked outside the timed part. */
export async function measure<Result>(work: Case<Result>): Promise<Measured> {
  let result: Result | undefined;
  const bench = new Bench({
    iterations: work.runs,
    time: 0,
    warmup: true,
    warmupIterations: 1,
    warmupTime: 0,
    throws: true,
    retainSamples: true,
  });
  bench.add(
    work.name,
    async () => {
      result = await work.run();
    },
    { afterEach: () => work.check(result as Result) },
  );
  const [task] = await bench.run();
  if (!task || !("latency" in task.result)) throw new Error(`${work.name}: the benchmark did not complete`);
  const { min, p50, mad } = task.result.latency;
  return {
    name: work.name,
    min,
    median: p50,
    spread: mad,
    runs: task.runs,
    counters: work.counters?.(result as Result) ?? {},
  };
}
