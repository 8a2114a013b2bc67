import {
  type Contracts,
  sbgChurn,
  sbgDiscountedResidualLifetime,
  sbgRetention,
  sbgSurvival,
} from "../../../models/index.ts";
import { contractsBands } from "../../fit/contracts-bands.ts";
import type { ContractsFit } from "../../fit/fit-contracts.ts";

/** One renewal of the retention curve. */
export interface CurveRow {
  /** t ≥ 1. */
  readonly renewal: number;
  /**
   * Customers for whom it was due and its outcome is known, and those who renewed. Absent beyond the observed renewals.
   */
  readonly due?: number;
  readonly renewed?: number;
  /** renewed/due. */
  readonly observed?: number;
  /** The same share under the model, P(renews | about to decide for the t-th time). */
  readonly retention: number;
  /** Ends of a band that holds it with 95 %; absent where α and β are not identified. */
  readonly retentionLow?: number;
  readonly retentionHigh?: number;
  /** Share of a cohort that is left after it, with its band, and that churns at it. */
  readonly survival: number;
  readonly survivalLow?: number;
  readonly survivalHigh?: number;
  readonly churn: number;
  /** Discounted expected residual lifetime of a customer about to decide, in periods; absent without a discount. */
  readonly residual?: number;
}

/** The probability with which a band holds the value of one renewal. */
export const BAND = 0.95;

/** The retention curve of contracts, observed and fitted, renewal by renewal. */
export function retentionCurve(
  { length, churned, active }: Contracts,
  fit: ContractsFit,
  renewals: number,
  discountRate: number | undefined,
): CurveRow[] {
  const { parameters } = fit;
  const bands = contractsBands(fit, renewals, BAND);
  const due = new Float64Array(length);
  for (let k = length - 1, later = 0; k >= 0; k--) due[k] = later += churned[k]! + active[k]!;
  return Array.from({ length: renewals }, (_, k): CurveRow => {
    const t = k + 1;
    const seen = k < length && due[k]! > 0;
    const renewed = seen ? due[k]! - churned[k]! : 0;
    return {
      renewal: t,
      ...(seen && { due: due[k]!, renewed, observed: renewed / due[k]! }),
      retention: sbgRetention(parameters, t),
      ...(bands && { retentionLow: bands[k]!.retention[0], retentionHigh: bands[k]!.retention[1] }),
      survival: sbgSurvival(parameters, t),
      ...(bands && { survivalLow: bands[k]!.survival[0], survivalHigh: bands[k]!.survival[1] }),
      churn: sbgChurn(parameters, t),
      ...(discountRate !== undefined && { residual: sbgDiscountedResidualLifetime(parameters, t, discountRate) }),
    };
  });
}
