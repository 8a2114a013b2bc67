import type { CustomerBase } from "../data/customer-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { given } from "../given.ts";
import { type Deviations, deviationsOf } from "../predict/deviations.ts";
import type { Segments } from "../predict/draw-options.ts";
import type { SegmentTotals } from "../predict/segment-totals.ts";
import { type HoldoutInLog, withCoverage } from "../validate/validate-holdout.ts";
import type { Validation } from "../validate/validation.ts";
import type { CustomersOfLog, LogFacts } from "./customers.ts";
import { comparedWith, holdoutDraws, jointDraws, withoutSeason } from "./draws.ts";
import type { Run } from "./in-run.ts";

/** The customers in memory as of the split, without ids, and the facts of the log about the holdout. */
export interface CutCustomers {
  readonly base: CustomerBase;
  readonly inLog: HoldoutInLog;
}

/** Fetches the customers before a split into memory. */
export async function cutOf({ customers, facts }: CustomersOfLog): Promise<CutCustomers> {
  return { base: await customers.columns(), inLog: (await facts!.holdout())! };
}

/**
 * Compares the forecast of a model fitted before a split with the actual purchases after it.
 *
 * @param terms with segments, the result has the totals of all customers and of each segment, from the same draws
 */
export async function validationOf(
  { step, threads }: Run,
  { base, inLog }: CutCustomers,
  fitted: FittedModel,
  { level, seed, segments }: { readonly level: number; readonly seed: number; readonly segments?: Segments },
): Promise<{
  readonly validation: Validation;
  readonly totals: readonly SegmentTotals[];
  /** Joint draws of the parameters. */
  readonly parameters: readonly ParameterDraw[];
  /** Of the actual purchases in the holdout and of their value. */
  readonly deviations: Deviations;
}> {
  const workers = threads.for(base.length);
  const draw = async () => {
    const parameters = await jointDraws(workers, base, fitted, seed, true);
    const drawn = await holdoutDraws(workers, base, fitted, { level, seed, parameters, ...given({ segments }) });
    return { ...drawn, parameters };
  };
  return step("Comparing", async () => {
    const [{ parameters, ...drawn }, compared] = await Promise.all([
      draw(),
      comparedWith(workers, base, fitted, inLog),
    ]);
    const flat = await withoutSeason(workers, base, fitted, inLog);
    const validation = { ...withCoverage(compared, drawn.inHoldout!), ...flat };
    return { validation, totals: drawn.totals, parameters, deviations: deviationsOf(drawn) };
  });
}

/** The log's facts about a holdout are fetched at once: they need the customers, which are then released. */
export async function withHoldoutRead(facts: LogFacts): Promise<LogFacts> {
  const inLog = await facts.holdout();
  return { ...facts, holdout: async () => inLog };
}
