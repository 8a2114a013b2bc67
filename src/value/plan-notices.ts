import type { Notice } from "../fit/fit-result.ts";
import type { Plan } from "./plan.ts";

/** The returns of the log, in money: the sums of its values above and below 0. */
export interface LoggedReturns {
  readonly sold: number;
  /** ≥ 0. */
  readonly returned: number;
}

/**
 * The notices on a plan that does not fit its log: it has a returned share, but the log has already netted its returns.
 *
 * @param logged returns that were netted in the log; undefined where they were not
 */
export function planNotices({ costs }: Plan, logged: LoggedReturns | undefined): Notice[] {
  if (!(costs.returnedValueShare > 0) || logged === undefined || !(logged.returned > 0)) return [];
  const share = (100 * logged.returned) / logged.sold;
  return [
    {
      name: "returns-netted-twice",
      severity: "warning",
      message: `Returns are subtracted twice: the log nets values below 0, and the plan has returnedValueShare ${costs.returnedValueShare}.`,
      advice: `Set returnedValueShare to 0; the log's own share is ${share.toPrecision(3)} %, and the values already include it.`,
    },
  ];
}
