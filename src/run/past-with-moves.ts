import { freeLong } from "../io/free-memory.ts";
import type { ShownMoves } from "../segments/on-page.ts";
import type { CustomersOfLog, Log } from "./customers.ts";
import type { Run } from "./in-run.ts";
import type { ModelNames } from "./models.ts";
import type { RunOptions } from "./options.ts";
import { type FittedPast, fitPast, type PastTest, testPast } from "./past-test.ts";
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
  const { customers } = before;
  const many = customers.about.customers > SIDE_BY_SIDE;
  const fit = async (): Promise<FittedPast> => {
    const fitted = await fitPast(run, before, split, options, season, onPage, plan);
    // The log in memory tells all that the test and the moves still ask of it.
    if (inMemory) await customers.release();
    return fitted;
  };
  // Both leave long columns.
  const freed = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    freeLong(customers.about.customers);
    return result;
  };
  const test = (fitted: FittedPast): Promise<PastTest> => freed(testPast(run, fitted, options));
  const find = async (names: ModelNames): Promise<ShownMoves | undefined> => {
    const { movesOnPage } = await import("./moves-on-page.ts");
    return freed(movesOnPage(run, inMemory ?? log, before, options, names));
  };
  // In memory, the moves take no customers from the test. So they use this thread while the test uses others.
  if (inMemory && !many) {
    const fitted = await fit();
    const [past, moves] = await both(test(fitted), find(fitted.names));
    return { past, moves };
  }
  // No variable holds the customers of the test during the moves.
  const past = await fit().then(test);
  return { past, ...(onPage && { moves: await find(past.names) }) };
}

/** Waits for both, so that none of them goes on after the other has failed. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const failed = (await Promise.allSettled([a, b])).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return [await a, await b];
}
