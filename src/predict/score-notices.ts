import type { CustomerBase } from "../data/customer-base.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";

/**
 * The notices on scores. One is about a base in another unit than the model's, or observed for a shorter time; one
 * about values that do not exist or are infinite (`missing` customers).
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
      message: `The customer base is in ${base.unit}s, the model in ${fitted.unit}s: the base was converted.`,
      advice: "The conversion is exact; nothing is lost.",
    });
  }
  if (base.grain !== fitted.grain) {
    notices.push({
      name: "grain-differs",
      severity: "warning",
      message: `The customer base was made with grain ${base.grain}, the model was fitted with grain ${fitted.grain}.`,
      advice: `Purchases were not counted alike, so the scores are off; make the base with grain ${fitted.grain}.`,
    });
  }
  const until = base.until === undefined ? undefined : isoDay(base.until);
  const { until: modelsUntil } = fitted.data;
  if (until !== undefined && modelsUntil !== undefined && until < modelsUntil) {
    notices.push({
      name: "ends-before-model",
      severity: "warning",
      message: `Observation ends on ${until}, before the end of the data the model was fitted on, ${modelsUntil}.`,
      advice: `The scores are as of ${until}: is the log old or cut short? What came after the model has seen, so it is no test of it.`,
    });
  }
  if (missing > 0) {
    notices.push({
      name: "no-mean-spend",
      severity: "warning",
      message: `For ${missing} ${missing === 1 ? "customer" : "customers"} the spend model has no finite expected value.`,
      advice: "Their value is left empty and out of the totals; their purchases stand.",
    });
  }
  return notices;
}
