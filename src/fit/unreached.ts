import type { Histories, PurchaseModel } from "../model.ts";
import { fixed } from "../number-words.ts";
import { STOP_REASONS } from "../optimize/stop-reason.ts";
import { maximizeAt } from "./at-limits.ts";
import type { Fit, Notice } from "./fit-result.ts";

/** A likelihood ratio of e. A smaller one is no evidence for the limit. */
const EVIDENCE = 1;

/**
 * The notice on a fit that ended below a limit that its model approaches but can't reach. Only a fit without an
 * interior maximum is compared with the limit. The limit has never been seen above an interior maximum.
 */
export function unreachedNotice(
  fit: Pick<Fit, "stop" | "logLikelihood">,
  model: PurchaseModel,
  data: Histories,
): Notice[] {
  const { unreached } = model;
  if (unreached === undefined || fit.stop === "stationary" || fit.stop === "noise") return [];
  const other = unreached.model;
  const limit = other.limits.find(({ name }) => name === unreached.limit);
  if (limit === undefined || other.limitOf?.(data) !== undefined) return [];
  const { optimum } = maximizeAt(other.objective(data), other, [limit], other.start(data));
  const higher = optimum.value - fit.logLikelihood;
  if (!STOP_REASONS[optimum.stop].converged || !(higher > EVIDENCE)) return [];
  return [
    {
      name: "limit-out-of-reach",
      severity: "warning",
      message: `${unreached.message} There the log-likelihood is ${fixed(higher, 1)} higher than where this fit ended.`,
      advice: `Fit ${other.title} (--model ${other.name}): it has this limit and can predict there.`,
    },
  ];
}
