import type { Notice } from "../fit/fit-result.ts";
import type { Plan } from "./plan.ts";

/** What the log says of returns, in money: the sums of its values above and below 0. */
export interface LoggedReturns {
  readonly sold: number;
  /** ≥ 0. */
  readonly returned: number;
}

/**
 * What is odd about a plan beside its log: a returned share where the log has netted its returns already.
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
      message: `Returns are taken off twice: the log nets values below 0, and the plan has returnedValueShare ${costs.returnedValueShare}.`,
      advice: `Set returnedValueShare to 0; the log's own share is ${share.toPrecision(3)} %, and it is in the values already.`,
    },
  ];
}
