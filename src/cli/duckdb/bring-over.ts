import type { Session } from "../../sql/session.ts";
import type { EngineBase } from "../../sql/steps/engine-base.ts";
import { fetchBase } from "../../sql/steps/fetch-base.ts";
import { keptPurchases } from "../../sql/steps/kept-log.ts";
import type { BaseFromFile } from "../read-base.ts";
import type { BaseInDuckdb } from "./base.ts";
import type { Steps } from "./steps.ts";

/**
 * The customers of a base in DuckDB, brought over into memory for what needs them one by one; the log behind them stays.
 *
 * @param from where the customers are by now
 */
export async function bringOver(
  session: Session,
  { step }: Steps,
  { behind, ...read }: BaseInDuckdb,
  from: EngineBase = read.base,
): Promise<BaseFromFile> {
  const base = await step("Fetching customers", () => fetchBase(session, from));
  const { customers, firstDate, lastDate } = base;
  return {
    ...read,
    base,
    ...(behind && {
      behind: {
        ...(behind.holdout && { holdout: () => behind.holdout! }),
        purchasesOf: (k: number) =>
          keptPurchases(session, behind.log, behind.bounds, customers[k]!, firstDate![k]!, lastDate![k]!),
      },
    }),
  };
}
