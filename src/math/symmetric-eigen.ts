import { EigenvalueDecomposition, type Matrix } from "ml-matrix";

/** Eigenvalues, ascending, and in the same order the columns of eigenvectors: A = QΛQᵀ. */
export interface Eigen {
  readonly values: readonly number[];
  readonly vectors: Matrix;
}

/** An entry this much smaller than the largest counts as 0: it is below rounding, and ml-matrix fails on denormal entries. */
const NEGLIGIBLE = 1e-30;

/** The eigenvalues and eigenvectors of a symmetric n × n matrix, row-major. */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const largest = matrix.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from(matrix.subarray(n * i, n * i + n), (entry) => (Math.abs(entry) > NEGLIGIBLE * largest ? entry : 0)),
  );
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(rows, { assumeSymmetric: true });
  return { values: realEigenvalues, vectors: eigenvectorMatrix };
}
