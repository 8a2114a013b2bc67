import { inverse, Matrix } from "ml-matrix";
import type { Fit } from "../fit/fit-result.ts";
import { toLink } from "../fit/link.ts";
import { chiSquareTail } from "../math/chi-square.ts";
import type { Histories, PurchaseModel } from "../model.ts";

/** The old parameters beside those of a fit to all present data. */
export interface RefitTest {
  /** 2·(ln L of the new − ln L of the old parameters), both on all data up to now. */
  readonly statistic: number;
  /**
   * The probability that chance alone makes it as large; absent where it is unknown, such as at a limit of the model.
   */
  readonly p?: number;
}

/**
 * Tests whether old parameters still describe data that have grown.
 *
 * The old parameters are estimates themselves, from a part of the same data. φ_new − φ_old has the covariance C_old −
 * C_new (Hausman 1978). So the statistic is a sum of χ²₁ weighted with the eigenvalues of C_old·C_new⁻¹ − 1. Two
 * moments of it are met by a scaled χ² (Satterthwaite).
 */
export function refitTest(histories: Histories, old: Fit<PurchaseModel>, refit: Fit<PurchaseModel>): RefitTest {
  const { model } = old;
  const statistic = Math.max(
    0,
    2 * (refit.logLikelihood - model.objective(histories).value(toLink(model.parameters, old.parameters))),
  );
  if (!Number.isFinite(statistic)) return { statistic: Number.NaN };
  if ([old, refit].some(({ limits, converged }) => limits !== undefined || !converged)) return { statistic };
  const weights = matrixOf(old.logCovariance).mmul(inverse(matrixOf(refit.logCovariance)));
  weights.sub(Matrix.eye(weights.rows));
  const [first, second] = [weights.trace(), weights.mmul(weights).trace()];
  if (!(first > 0 && second > 0)) return { statistic };
  const scale = second / first;
  return { statistic, p: chiSquareTail(statistic / scale, first / scale) };
}

function matrixOf(table: readonly (readonly number[])[]): Matrix {
  return new Matrix(table.map((row) => [...row]));
}
