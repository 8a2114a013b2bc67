import type { CustomerBase } from "../data/customer-base.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";

/**
 * The notices on scores. One is about a base in another unit than the model's, or observed for a shorter time. Another
 * is about values that do not exist or are infinite (`missing` customers).
 */
export function scoreNotices(
  base: Pick<CustomerBase, "unit" | "grain" | "until">,
  fitted: FittedModel,
  missing: number,
): Notice[] {
  const notices: Notice[] = [];
  if (base.unit !== fitted.unit) {
    notices.push({
      name: "unit-converted",
      severity: "note",
      message: `The customer base is in ${base.unit}s and the model in ${fitted.unit}s: clv converted the base.`,
      advice: "The conversion is exact; nothing is lost.",
    });
  }
  if (base.grain !== fitted.grain) {
    notices.push({
      name: "grain-differs",
      severity: "warning",
      message: `The customer base was made with grain ${base.grain}, the model was fitted with grain ${fitted.grain}.`,
      advice: `The two count purchases differently, so the scores are wrong. Make the base with grain ${fitted.grain}.`,
    });
  }
  const until = base.until === undefined ? undefined : isoDay(base.until);
  const { until: modelsUntil } = fitted.data;
  if (until !== undefined && modelsUntil !== undefined && until < modelsUntil) {
    notices.push({
      name: "ends-before-model",
      severity: "warning",
      message: `Observation ends on ${until}, before the end of the data of the fit, ${modelsUntil}.`,
      advice: `The scores are as of ${until}: is the log old or truncated? The model has seen the later purchases, so they cannot test it.`,
    });
  }
  if (missing > 0) {
    notices.push({
      name: "no-mean-spend",
      severity: "warning",
      message: `For ${missing} ${missing === 1 ? "customer" : "customers"} the spend model has no finite expected value.`,
      advice: "Their value is empty and not in the totals; their purchases are not affected.",
    });
  }
  return notices;
}
