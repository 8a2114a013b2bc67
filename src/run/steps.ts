import type { MachineOptions } from "./options.ts";

/** Called with the progress of a step. */
export type Tell = (at: { readonly part?: number; readonly rows?: number }) => void;

/** Tells the progress of a step. */
export interface Meter {
  /** The share done, from 0 to 1. Undefined if it is unknown. */
  part?(): number | undefined;
  /** Rows read so far. */
  rows?(): number;
}

/** The steps of a run. Each can be observed, and none begins after the run was stopped. */
export interface Steps {
  /**
   * Does one step.
   *
   * @param meter makes the meter of the step; called only if there is a listener
   */
  step<T>(name: string, work: (tell: Tell) => Promise<T>, meter?: () => Promise<Meter>): Promise<T>;
}

const EVERY = 200;

/** Steps that call the listeners of a run. They throw the reason of its signal when the run is stopped. */
export function watchedSteps({ onStep, onProgress, signal }: MachineOptions): Steps {
  return {
    async step(name, work, meter) {
      signal?.throwIfAborted();
      const begin = performance.now();
      const seconds = (): number => (performance.now() - begin) / 1000;
      const result = onProgress ? await metered(name, work, meter, onProgress, seconds) : await work(() => {});
      signal?.throwIfAborted();
      onStep?.({ name, seconds: seconds() });
      return result;
    },
  };
}

async function metered<T>(
  name: string,
  work: (tell: Tell) => Promise<T>,
  meter: (() => Promise<Meter>) | undefined,
  onProgress: NonNullable<MachineOptions["onProgress"]>,
  seconds: () => number,
): Promise<T> {
  const asked = await meter?.();
  let part: number | undefined;
  /** Rows read at least once; those read a second time do not count again. */
  let rows = 0;
  const tell: Tell = (at) => {
    part = at.part ?? part;
    rows = Math.max(rows, at.rows ?? 0);
  };
  const report = (ended: boolean): void => {
    const [now, read] = [asked?.part?.(), asked?.rows?.()];
    tell({ ...(now !== undefined && { part: now }), ...(read !== undefined && { rows: read }) });
    onProgress({ name, seconds: seconds(), ...(part !== undefined && { part }), ...(rows >= 1 && { rows }), ended });
  };
  report(false);
  const timer = setInterval(() => report(false), EVERY);
  try {
    return await work(tell);
  } finally {
    clearInterval(timer);
    report(true);
  }
}
