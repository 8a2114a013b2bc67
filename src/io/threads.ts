import { parentPort, Worker, workerData } from "node:worker_threads";
import { ClvError, type ErrorParts } from "../errors.ts";
import { freeMemory } from "./free-memory.ts";

/** Columns of at least this many bytes are shared between threads; others are copied. */
const WORTH_SHARING = 1 << 16;

/** The result of a thread, or a known error in parts, because classes cannot be sent between threads. */
type Message = { readonly result: unknown } | { readonly kind: ClvError["kind"]; readonly parts: ErrorParts };

/** The jobs of threads, by name: each a function of plain data and typed arrays. */
type Jobs = Readonly<Record<string, (input: never) => unknown>>;

/**
 * Runs a job on a new thread, which ends with it and frees its memory. Meanwhile this thread is free to handle signals; `process.exit`
 * ends the other threads.
 *
 * @param entry the module that calls {@link serve}
 * @param stop ends the thread, and rejects with its reason
 */
export function inThread(entry: URL, job: string, input: unknown, stop?: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    stop?.throwIfAborted();
    const worker = new Worker(entry, { workerData: { job, input: shared(input) } });
    endAt(stop, worker, reject);
    worker.on("message", (message: Message) => {
      if ("result" in message) resolve(message.result);
      else reject(new ClvError(message.kind, message.parts));
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a thread ended with code ${code}`)));
  });
}

/**
 * Megabytes for new objects: jobs keep columns, which lie outside the heap, and few objects. V8's default is three spaces
 * of 16.
 */
const YOUNG = 12;

/** A thread that runs one job after another, and keeps the process alive only during a job. */
export interface StandingThread {
  /** @param freeing whether the thread frees the memory of the job when it is done: for jobs of long columns */
  run(job: string, input: unknown, freeing?: boolean): Promise<unknown>;
}

/** Ends a thread at a signal, while it lives. */
function endAt(stop: AbortSignal | undefined, worker: Worker, reject: (reason: unknown) => void): void {
  if (stop === undefined) return;
  const end = (): void => {
    reject(stop.reason);
    void worker.terminate();
  };
  stop.addEventListener("abort", end, { once: true });
  worker.on("exit", () => stop.removeEventListener("abort", end));
}

/**
 * Starts a thread for short jobs, where starting a thread for each job would take longer than the job.
 *
 * @param stop ends the thread, and rejects its jobs with the reason
 */
export function standingThread(entry: URL, stop?: AbortSignal): StandingThread {
  const worker = new Worker(entry, { workerData: {}, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
  let waiting: { resolve(result: unknown): void; reject(error: unknown): void }[] = [];
  let broken: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    broken ??= { error };
    for (const { reject } of waiting) reject(error);
    waiting = [];
  };
  worker.on("message", (message: Message) => {
    const { resolve, reject } = waiting.shift()!;
    if (waiting.length === 0) worker.unref();
    if ("result" in message) resolve(message.result);
    else reject(new ClvError(message.kind, message.parts));
  });
  endAt(stop, worker, fail);
  worker.on("error", fail);
  worker.on("exit", (code) => fail(new Error(`a thread ended with code ${code}`)));
  // After the listeners: the first one for messages would keep the process alive again.
  worker.unref();
  return {
    run: (job, input, freeing = false) =>
      new Promise((resolve, reject) => {
        if (broken) {
          reject(broken.error);
          return;
        }
        waiting.push({ resolve, reject });
        worker.ref();
        worker.postMessage({ job, input: shared(input), freeing });
      }),
  };
}

interface Order {
  readonly job: string;
  readonly input: never;
  readonly freeing?: boolean;
}

/** How a thread was started: for one job, or for many. */
type Start = Order | { readonly job?: undefined };

/** Runs the job for which this thread was started, and ends; without such a job, runs one job after another. */
export async function serve(jobs: Jobs): Promise<void> {
  const port = parentPort!;
  const start = workerData as Start;
  if (start.job !== undefined) {
    port.postMessage(await messageOf(jobs, start));
    return;
  }
  const done = async (order: Order): Promise<void> => port.postMessage(await messageOf(jobs, order));
  let before: Promise<void> = Promise.resolve();
  port.on("message", (next: Order) => {
    before = before.then(() => done(next));
    if (next.freeing) before = before.then(freeMemory);
    before.catch((error: unknown) => {
      throw error;
    });
  });
}

async function messageOf(jobs: Jobs, { job, input }: Order): Promise<Message> {
  try {
    return { result: shared(await jobs[job]!(input)) };
  } catch (error) {
    if (!(error instanceof ClvError)) throw error;
    return { kind: error.kind, parts: error.parts };
  }
}

/** Existing copies: many threads share one base. */
const copies = new WeakMap<object, object>();

type Column = Float64Array | Uint32Array | Int32Array;

/** The same data, with long columns in memory that threads share. */
export function shared<T>(data: T): T;
export function shared(data: unknown): unknown {
  if (data instanceof Float64Array || data instanceof Uint32Array || data instanceof Int32Array)
    return sharedColumn(data);
  if (Array.isArray(data)) return data.map(shared);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, shared(value)]));
}

function sharedColumn(column: Column): Column {
  if (column.byteLength < WORTH_SHARING || column.buffer instanceof SharedArrayBuffer) return column;
  const made = copies.get(column) as Column | undefined;
  if (made) return made;
  const Kind = column.constructor as new (buffer: SharedArrayBuffer) => Column;
  const copy = new Kind(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  copies.set(column, copy);
  return copy;
}

/** Room for a column that threads fill together. */
export function roomToShare(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

/** The numbers 0, 1, … that no thread has taken yet. */
export function newCounter(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Takes the numbers below `count` one after another, without those that other threads have taken. */
export function* takenFrom(counter: Int32Array, count: number): Generator<number> {
  for (let next = Atomics.add(counter, 0, 1); next < count; next = Atomics.add(counter, 0, 1)) yield next;
}
