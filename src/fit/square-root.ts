import { symmetricEigen } from "../math/symmetric-eigen.ts";

/** A root of a covariance: R with R·Rᵀ = C. Eigenvalues below 0, which rounding leaves, count as 0. */
export function rootOf(covariance: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const n = covariance.length;
  const { values, vectors } = symmetricEigen(Float64Array.from(covariance.flat()), n);
  return Array.from({ length: n }, (_, i) =>
    values.map((value, j) => Math.sqrt(Math.max(0, value)) * vectors.get(i, j)),
  );
}
