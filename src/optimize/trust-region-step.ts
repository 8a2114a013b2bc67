import { symmetricEigen } from "../math/symmetric-eigen.ts";

/** A step of at most a given length, with the prediction of the quadratic model. */
export interface Step {
  readonly step: Float64Array;
  readonly length: number;
  /** Gain that the quadratic model predicts: ≥ 0. */
  readonly predicted: number;
  /** Whether it is the whole Newton step, not cut short by the radius. */
  readonly whole: boolean;
}

/**
 * Maximises gᵀs + ½ sᵀHs over ‖s‖ ≤ radius.
 *
 * With −H = QΛQᵀ the maximum is s = Q(Λ+μ)⁻¹Qᵀg for the least μ ≥ 0 that makes Λ+μ positive and keeps ‖s‖ ≤ radius
 * (Moré & Sorensen 1983). The number n is at most a handful, so the eigenvalues are computed directly and μ is found
 * with bisection. The component along the least eigenvalue then fills the radius; where g has almost none (their "hard
 * case") it is 0 or lost to rounding. An eigenvalue below rounding counts as positive: its sign is chance, and without
 * a slope there is no reason to move.
 */
export function trustRegionStep(gradient: Float64Array, hessian: Float64Array, radius: number): Step {
  const n = gradient.length;
  const { values, vectors: Q } = symmetricEigen(
    hessian.map((h) => -h),
    n,
  );
  const rounding = n * Number.EPSILON * Math.max(...values.map(Math.abs));
  const lambda = values.map((value) => (Math.abs(value) < rounding ? rounding : value));
  const slopes = lambda.map((_, k) => gradient.reduce((sum, g, i) => sum + g * Q.get(i, k), 0));

  const shifted = (mu: number) => slopes.map((slope, k) => (lambda[k] + mu > 0 ? slope / (lambda[k] + mu) : 0));
  const norm = (parts: readonly number[]) => Math.hypot(...parts);
  const floor = Math.max(0, -lambda[0]);
  let parts = shifted(floor);
  const whole = lambda[0] > 0 && norm(parts) <= radius;
  if (!whole) {
    let low = floor;
    let high = floor + norm(slopes) / radius;
    for (let mid = (low + high) / 2; mid > low && mid < high; mid = (low + high) / 2) {
      if (norm(shifted(mid)) > radius) low = mid;
      else high = mid;
    }
    parts = shifted(high);
    parts[0] = 0;
    const rest = Math.sqrt(Math.max(0, radius ** 2 - norm(parts) ** 2));
    parts[0] = slopes[0] < 0 ? -rest : rest;
  }

  const step = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) step[i] += Q.get(i, k) * parts[k];
  const predicted = parts.reduce((gain, part, k) => gain + part * (slopes[k] - (lambda[k] * part) / 2), 0);
  return { step, length: norm(parts), predicted, whole };
}
