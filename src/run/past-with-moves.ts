import { freeLong } from "../io/free-memory.ts";
import type { ShownMoves } from "../segments/on-page.ts";
import type { CustomersOfLog, Log } from "./customers.ts";
import type { Run } from "./in-run.ts";
import type { RunOptions } from "./options.ts";
import { fitPast, type PastTest, testPast } from "./past-test.ts";
import type { PlanAsked } from "./plan.ts";
import type { SeasonChoice } from "./season.ts";

/** With more customers, the test and the moves run one after the other: side by side, a million need about 0.3 GB more. */
const SIDE_BY_SIDE = 500_000;

/** Tests the models of the time before the split, and, for a page, finds the moves between segments. */
export async function testPastAndMoves(
  run: Run,
  log: Log,
  before: CustomersOfLog,
  split: string,
  options: RunOptions,
  season: SeasonChoice | undefined,
  onPage: boolean,
  plan: PlanAsked | undefined,
): Promise<{ readonly past: PastTest; readonly moves?: ShownMoves | undefined }> {
  const inMemory = onPage ? await log.inMemory?.() : undefined;
  const fitted = await fitPast(run, before, split, options, season, onPage, plan);
  // The log in memory tells all that the test and the moves still ask of it.
  if (inMemory) await before.customers.release();
  // Both leave long columns.
  const freed = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    freeLong(before.customers.about.customers);
    return result;
  };
  const test = (): Promise<PastTest> => freed(testPast(run, fitted, options));
  if (!onPage) return { past: await test() };
  const { movesOnPage } = await import("./moves-on-page.ts");
  const find = (from: Log) => freed(movesOnPage(run, from, before, options, fitted.names));
  // In memory, the moves take no customers from the test. So they use this thread while the test uses others.
  if (inMemory && before.customers.about.customers <= SIDE_BY_SIDE) {
    const [past, moves] = await both(test(), find(inMemory));
    return { past, moves };
  }
  const past = await test();
  return { past, moves: await find(inMemory ?? log) };
}

/** Waits for both, so that none of them goes on after the other has failed. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const failed = (await Promise.allSettled([a, b])).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return [await a, await b];
}
