import { EigenvalueDecomposition } from "ml-matrix";

/** Rows of numbers. */
export type Table = readonly (readonly number[])[];

/** The inverse of the observed information −H of ln θ: the covariance of ln θ̂, NaN where −H is not positive. */
export function logCovariance(hessian: Float64Array, n: number): Table {
  const { values, vectors } = information(hessian, n);
  return square(n, (i, j) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += values[k] > 0 ? (vectors.get(i, k) * vectors.get(j, k)) / values[k] : Number.NaN;
    return sum;
  });
}

/** The least eigenvalue of −H: one over it is the largest variance of any combination of ln θ. */
export function leastInformation(hessian: Float64Array, n: number): number {
  return Math.min(...information(hessian, n).values);
}

function information(hessian: Float64Array, n: number) {
  const decomposition = new EigenvalueDecomposition(square(n, (i, j) => -hessian[n * i + j]) as number[][], {
    assumeSymmetric: true,
  });
  return { values: decomposition.realEigenvalues, vectors: decomposition.eigenvectorMatrix };
}

/** A table by its entries. */
export function square(n: number, entry: (i: number, j: number) => number): Table {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => entry(i, j)));
}
