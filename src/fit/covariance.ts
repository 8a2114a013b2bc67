import { symmetricEigen } from "../math/symmetric-eigen.ts";

/** Rows of numbers. */
export type Table = readonly (readonly number[])[];

/** The inverse of the observed information −H of ln θ: the covariance of ln θ̂; NaN throughout where −H is not positive. */
export function logCovariance(hessian: Float64Array, n: number): Table {
  if (n === 0) return [];
  const { values, vectors } = information(hessian, n);
  return square(n, (i, j) =>
    values.reduce(
      (sum, value, k) => sum + (value > 0 ? (vectors.get(i, k) * vectors.get(j, k)) / value : Number.NaN),
      0,
    ),
  );
}

/** The least eigenvalue of −H. Its reciprocal is the largest variance of any direction in ln θ. */
export function leastInformation(hessian: Float64Array, n: number): number {
  return information(hessian, n).values[0];
}

function information(hessian: Float64Array, n: number) {
  return symmetricEigen(
    hessian.map((h) => -h),
    n,
  );
}

/** A table made from a function of its entries. */
export function square(n: number, entry: (i: number, j: number) => number): Table {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => entry(i, j)));
}
