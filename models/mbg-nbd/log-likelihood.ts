import type { DataObjective } from "../../src/model/objective.ts";
import type { Histories } from "../../src/model.ts";
import { dropoutObjective } from "../bg-nbd/log-likelihood.ts";

/** Lays out the log-likelihood of histories: that of `models/bg-nbd/log-likelihood.ts` with a coin at the first purchase, c = x + 1. */
export function objective(histories: Histories): DataObjective {
  return dropoutObjective(histories, 1);
}
